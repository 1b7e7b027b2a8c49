"""The commands, run on small folders: what they print, what they write, and how they fail."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from studyguide import __main__ as command_line
from studyguide.__main__ import main
from studyguide.site.json_files import schema

NOTES = """\
# Amazon S3

## Basic

1. What is a bucket?

It’s a container for objects.

2. How do you list the objects of a bucket?

With the list call, a page at a time.
"""
DAMAGED = NOTES.replace("’", "‚Äô")

Run = Callable[..., Result]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "notes").mkdir(parents=True)
    (folder / "notes" / "buckets.txt").write_text(DAMAGED, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def run(sources: Path) -> Run:
    def run(*words: object) -> Result:
        result = CliRunner().invoke(main, [*map(str, words), "--sources", str(sources)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_repair_prints_the_repaired_text(run: Run, sources: Path) -> None:
    assert run("repair", "notes/buckets.txt").stdout == NOTES
    assert (sources / "notes" / "buckets.txt").read_text("utf-8") == DAMAGED


def test_repair_finds_a_file_by_its_path_too(run: Run, sources: Path) -> None:
    assert run("repair", sources / "notes" / "buckets.txt").stdout == NOTES


def test_repair_reports_as_json(run: Run, sources: Path) -> None:
    (file,) = json.loads(run("repair", "--report", "notes/buckets.txt").stdout)["files"]
    assert (file["source"], file["encoding"]) == ("notes/buckets.txt", "utf-8")
    (found,) = file["repairs"]
    assert (found["line"], found["before"], found["after"], found["how"]) == (7, "‚Äô", "’", "mac_roman")
    assert found["certainty"] == "sure"
    assert found["column"] == NOTES.splitlines()[6].index("’") + 1


def test_repair_writes_once(run: Run, sources: Path) -> None:
    path = sources / "notes" / "buckets.txt"
    first = run("repair", "--write", "notes/buckets.txt")
    assert (first.stdout, path.read_bytes()) == ("", NOTES.encode())
    assert "1 repair written" in first.stderr
    before = path.stat().st_mtime_ns
    assert run("repair", "--write", "notes/buckets.txt").stderr == ""
    assert path.stat().st_mtime_ns == before
    assert sorted(file.name for file in path.parent.iterdir()) == [".buckets.txt.repairs.json", "buckets.txt"]


@pytest.mark.parametrize(
    "data", [b"", b"no end of line", b"a\r\nb\r\n", b"a\rb", "Що – це?\n".encode(), b"a\n\n\nb\n\n"]
)
def test_repair_leaves_clean_text_as_it_is(run: Run, sources: Path, data: bytes) -> None:
    path = sources / "notes" / "clean.txt"
    path.write_bytes(data)
    if data:
        assert run("repair", "notes/clean.txt").stdout_bytes == data
    run("repair", "--write", "notes/clean.txt")
    assert path.read_bytes() == data


def test_repair_keeps_the_line_endings(run: Run, sources: Path) -> None:
    path = sources / "notes" / "windows.txt"
    path.write_bytes(DAMAGED.replace("\n", "\r\n").encode("utf-16"))
    run("repair", "--write", "notes/windows.txt")
    assert path.read_bytes() == NOTES.replace("\n", "\r\n").encode()


def test_what_repair_wrote_is_undone_to_the_byte_step_by_step(run: Run, sources: Path) -> None:
    path = sources / "notes" / "buckets.txt"
    log = path.with_name(".buckets.txt.repairs.json")
    before = path.read_bytes()
    run("repair", "--write", "notes/buckets.txt")
    between = path.read_bytes() + b"caf\xe9 \xe0 la carte\n"
    path.write_bytes(between)
    run("repair", "--write", "notes/buckets.txt")
    steps = json.loads(log.read_text("utf-8"))["steps"]
    assert [[*one] for one in steps] == [["encoding", "repairs", "before", "after", "bytes"]] * 2
    assert {"line", "column", "before", "after", "how", "certainty"} == {*steps[0]["repairs"][0]}
    assert "1 file" not in run("check").stderr  # the log is no note
    assert run("repair", "--undo", "notes/buckets.txt").stderr.endswith("buckets.txt: 0 repairs undone\n")
    assert path.read_bytes() == between
    refused = run("repair", "--undo", "notes/buckets.txt")
    assert refused.exit_code == 1
    assert "it has changed since it was rewritten" in refused.stderr
    path.write_bytes(between.removesuffix(b"caf\xe9 \xe0 la carte\n"))
    assert "1 repair undone" in run("repair", "--undo", "notes/buckets.txt").stderr
    assert (path.read_bytes(), log.exists()) == (before, False)
    assert "nothing that was written here is known" in run("repair", "--undo", "notes/buckets.txt").stderr


def test_a_damaged_log_of_repairs_is_named_and_left(run: Run, sources: Path) -> None:
    log = sources / "notes" / ".buckets.txt.repairs.json"
    for text in ("{", "[]", '{"steps": 1}', '{"steps": [1]}'):
        log.write_text(text, "utf-8")
        for way in ("--undo", "--write"):
            assert "this is damaged" in run("repair", way, "notes/buckets.txt").stderr
        assert log.read_text("utf-8") == text


def test_repair_does_what_is_said_of_encodings(run: Run, sources: Path) -> None:
    (sources / "notes" / "riga.txt").write_bytes("Čaj\n".encode("cp1250"))
    row = '[[encoding]]\nfile = "notes/riga.txt"\nencoding = "cp1250"\n'
    (sources / "corrections.toml").write_text(row, "utf-8")
    assert run("repair", "notes/riga.txt").stdout == "Čaj\n"
    assert "corrections.toml:3: " in run("repair", "--write", "notes/riga.txt").stderr
    (sources / "corrections.toml").write_text(row.replace("cp1250", "cp9"), "utf-8")
    assert "corrections.toml:3: error: [[encoding]]: " in run("repair", "notes/riga.txt").stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and wants rights for links")
def test_repair_keeps_permissions_and_links(run: Run, sources: Path) -> None:
    path, link = sources / "notes" / "buckets.txt", sources.parent / "link.txt"
    path.chmod(0o640)
    link.symlink_to(path)
    run("repair", "--write", link)
    assert link.is_symlink()
    assert path.read_text("utf-8") == NOTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_explain_tells_every_line(run: Run) -> None:
    lines = run("explain", "notes/buckets.txt").stdout.splitlines()
    assert lines[0] == "notes/buckets.txt: utf-8, numbered questions, 2 questions, 1 repair"
    assert lines[1] == "     7  repaired   ‚Äô → ’ (mac_roman)"
    assert [line.split()[:2] for line in lines[2:]] == [
        ["1", "heading"],
        ["3", "level"],
        ["5", "question"],
        ["7", "answer"],
        ["9", "question"],
        ["11", "answer"],
    ]
    assert "What is a bucket?" in lines[4]
    assert "What is a bucket?" in lines[5]


TERMS = """\
## Bowline

A loop that holds.

## Clove hitch

Ties a rope to a post.

## What is a splice?

Two ropes made one.
"""


@pytest.fixture
def terms(sources: Path) -> Path:
    (sources / "notes" / "terms.md").write_text(TERMS, encoding="utf-8")
    return sources / "layouts.toml"


def test_explain_shows_the_ways_to_read_side_by_side(run: Run, sources: Path) -> None:
    text = f"{NOTES}\n**Who pays?**\n\nYou do.\n"
    (sources / "notes" / "both.md").write_text(text, encoding="utf-8")
    lines = run("explain", "notes/both.md", "--try").stdout.splitlines()
    ways = [line for line in lines if not line.startswith("      ")]
    assert ways[0] == f"notes/both.md: {len(ways) - 2} ways to read it"
    assert ways[1].startswith("* numbers: 2 questions, 0 words outside, score ")
    assert lines[2:4] == ["      What is a bucket?", "      How do you list the objects of a bucket?"]
    assert any(one.startswith("  bold: 1 question, ") and one.endswith(")") and "(-0." in one for one in ways)
    assert ways[-1].startswith("To see one: studyguide explain notes/both.md --try ")


def test_a_file_with_a_form_of_its_own_could_be_read_as_prose(run: Run, sources: Path) -> None:
    (sources / "notes" / "cards.csv").write_text("question,answer\nWhy?,So.\nWhat?,That.\n", encoding="utf-8")
    lines = run("explain", "notes/cards.csv", "--try").stdout.splitlines()
    assert lines[1] == "  now: table, commas, 2 questions"


def test_explain_shows_that_nothing_is_found_beside_what_could_be(run: Run, terms: Path) -> None:
    lines = run("explain", "notes/terms.md", "--try").stdout.splitlines()
    found = [line.partition(", score")[0] for line in lines[1:-1] if not line.startswith("      ")]
    assert "  every heading: 3 questions, 0 words outside" in found
    assert lines[-1] == (
        "To see one: studyguide explain notes/terms.md --try every-heading. To keep it: --keep every-heading"
    )


def test_explain_shows_what_one_way_would_find(run: Run, terms: Path) -> None:
    assert run("explain", "notes/terms.md", "--try", "every-heading").stdout.splitlines() == [
        "notes/terms.md, by every heading: 3 questions",
        "     1  question   Bowline",
        "     5  question   Clove hitch",
        "     9  question   What is a splice?",
    ]
    assert run("explain", "notes/terms.md", "--try", "table").stdout == "notes/terms.md, by table: 0 questions\n"


def test_what_is_kept_is_followed_until_it_is_taken_back(run: Run, terms: Path) -> None:
    terms.write_text('# ours\n[[layout]]\nfiles = "notes/terms.md" # few\nend = "^"\n', encoding="utf-8")
    before = run("explain", "notes/terms.md").stdout
    kept = run("explain", "notes/terms.md", "--keep", "every-heading")
    assert kept.stderr.endswith("layouts.toml: notes/terms.md is read by every heading, 3 questions\n")
    assert terms.read_text("utf-8") == (
        '# ours\n[[layout]]\nfiles = "notes/terms.md" # few\nend = "^"\nreading = "every heading"\n'
    )
    said = run("explain", "notes/terms.md").stdout
    assert said.startswith("notes/terms.md: utf-8, as layouts.toml says, 3 questions")
    assert "now: as layouts.toml says" not in before
    run("explain", "notes/terms.md", "--keep", "guess")
    assert run("explain", "notes/terms.md").stdout == before


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        ("notes/terms.md", "italics", "italics: this names no way to read, or several. There are summaries, "),
        ("notes/terms.md", "every", "every: this names no way to read, or several. There are summaries, "),
        ("notes/terms.md", "table", "notes/terms.md: no question is found by table. Nothing was written"),
    ],
)
def test_what_cannot_be_kept_is_not_written(run: Run, terms: Path, file: str, name: str, said: str) -> None:
    result = run("explain", file, "--keep", name)
    assert (result.exit_code, said in result.stderr, terms.exists()) == (1, True, False)


def test_a_file_elsewhere_cannot_be_named(run: Run, terms: Path, tmp_path: Path) -> None:
    (tmp_path / "terms.md").write_text(TERMS, encoding="utf-8")
    result = run("explain", tmp_path / "terms.md", "--keep", "every-heading")
    assert (result.exit_code, terms.exists()) == (1, False)
    assert "is not below" in result.stderr


def test_what_is_wrong_beside_the_notes_is_told_with_its_own_file(run: Run, terms: Path) -> None:
    terms.write_text('[[layout]]\nfiles = "notes/terms.md"\nbegin = "italics"\n', encoding="utf-8")
    result = run("explain", "notes/terms.md")
    assert f"{terms.as_posix()}:3: error: begin: this must be one of heading, " in result.stderr
    assert result.exit_code == 1
    terms.write_text("[[layout\n", encoding="utf-8")
    result = run("explain", "notes/terms.md", "--keep", "every-heading")
    assert f"{terms}: this is not TOML" in result.stderr
    assert terms.read_text("utf-8") == "[[layout\n"


def test_a_rule_that_a_file_has_nothing_to_do_with_fails_the_check(run: Run, terms: Path) -> None:
    terms.write_text('[[layout]]\nfiles = "notes/terms.md"\nprefix = "Q1"\n', encoding="utf-8")
    result = run("check")
    assert f'{terms.as_posix()}:1: error: prefix = "Q1" finds no question in notes/terms.md. ' in result.stdout
    assert result.exit_code == 1


def test_a_note_cannot_take_over_the_terminal(run: Run, sources: Path) -> None:
    (sources / "notes" / "rude.txt").write_text("1. What is \x1b[2J\x1b]0;x\x07 it?\n\nThat.\n", encoding="utf-8")
    assert "\x1b" not in run("explain", "notes/rude.txt").output
    assert "\x1b" not in run("check").output


def test_check_lists_notes_and_passes(run: Run, sources: Path) -> None:
    result = run("check")
    place = (sources / "notes" / "buckets.txt").as_posix()
    assert result.exit_code == 0
    assert f"{place}:7: damaged text was repaired: 1 by undoing mac_roman" in result.stdout
    assert "permalinks.json:1: new ids: 2 (" in result.stdout
    assert result.stderr.startswith("2 questions, 0 errors, ")


def test_check_fails_where_something_is_wrong(run: Run, sources: Path) -> None:
    (sources / "corrections.toml").write_text('[[level]]\nquestion = "What is a bucket?"\nlevel = "expert"\n')
    result = run("check")
    assert result.exit_code == 1
    assert "corrections.toml:1: error: [[level]]: level: is 'expert'" in result.stdout


def test_the_ledger_is_shown_then_written_then_left(run: Run, sources: Path) -> None:
    path = sources / "permalinks.json"
    assert run("permalinks").stdout == "new ids: 2 (s3-list-objects-bucket, s3-what-is-a-bucket)\n"
    assert not path.exists()
    assert run("permalinks", "--write").exit_code == 0
    assert list(json.loads(path.read_text("utf-8"))["ids"]) == ["s3-list-objects-bucket", "s3-what-is-a-bucket", ""]
    written = path.read_bytes()
    assert run("permalinks", "--write").stdout == "the id ledger is up to date\n"
    assert path.read_bytes() == written
    assert "permalinks.json" not in run("check").stdout


def test_a_reworded_question_keeps_its_address(run: Run, sources: Path) -> None:
    run("permalinks", "--write")
    notes = sources / "notes" / "buckets.txt"
    notes.write_text(NOTES.replace("How do you list", "How would you best list"), encoding="utf-8")
    assert run("permalinks").stdout == "ids with other wordings: 1 (s3-list-objects-bucket)\n"
    notes.write_text(NOTES[: NOTES.index("2. How do you list")], encoding="utf-8")
    said = ["retired ids: 1 (s3-list-objects-bucket)"]
    hint = "If a retired one is still asked, in other words, add to corrections.toml: [[merge]] questions = "
    assert run("permalinks").stdout.splitlines() == [*said, f'{hint}["s3-list-objects-bucket", "its wording today"]']
    notes.write_text(NOTES.replace("2. How do you list the objects of a bucket?", ""), encoding="utf-8")
    told = run("permalinks").stdout
    assert "ids that have another place or answer: 1 (s3-what-is-a-bucket)" in told
    assert '"s3-what-is-a-bucket" (its answer stands there now)' in told
    assert "another place" not in run("check").stdout, "nothing to look at: it is written with the next change"


def test_the_likeliest_successor_of_a_lost_id_is_accepted_or_refused(run: Run, sources: Path) -> None:
    run("permalinks", "--write")
    notes = sources / "notes" / "buckets.txt"
    notes.write_text(NOTES.replace("How do you list", "How do you not list"), encoding="utf-8")
    said = run("permalinks").stdout
    assert '"s3-list-objects-bucket" lost its question' in said and "same answer, same place" in said
    assert "lost its question" in run("check").stdout
    refused = run("permalinks", "--accept", "nobody")
    assert refused.exit_code == 1 and "nobody: no question is likely to be its successor" in refused.stderr
    assert not (sources / "corrections.toml").exists()

    run("permalinks", "--refuse", "s3-list-objects-bucket")
    assert "[[apart]]" in (sources / "corrections.toml").read_text("utf-8")
    assert "lost its question" not in run("permalinks").stdout
    (sources / "corrections.toml").unlink()

    said = run("permalinks", "--accept", "s3-list-objects-bucket", "--write").stdout
    assert said.splitlines()[0] == "ids with other wordings: 1 (s3-list-objects-bucket)"
    assert "[[merge]]" in (sources / "corrections.toml").read_text("utf-8")
    assert "How do you not list" in (sources / "permalinks.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("target", "said"), [("lost", 'leads to "lost", which has no row'), ("s3-what-is-a-bucket", "")]
)
def test_a_row_that_leads_astray_is_named_with_its_line(run: Run, sources: Path, target: str, said: str) -> None:
    run("permalinks", "--write")
    path = sources / "permalinks.json"
    text = path.read_text("utf-8").replace(
        '"": null', f'"then": {{"wordings": ["Then?"], "leads_to": "{target}"}},\n"": null'
    )
    path.write_text(text, "utf-8")
    for words in (("check",), ("permalinks",), ("permalinks", "--write")):
        done = run(*words)
        assert done.exit_code == (1 if said else 0)
        assert (f'permalinks.json:4: error: "then" {said}' in done.output) == bool(said)
    assert path.read_text("utf-8") == text, "such a row is left to lead where it leads"


@pytest.mark.parametrize("broken", [b"{", b"<<<<<<< ours\n", b"\xff\xfe\x00", b""])
def test_a_broken_ledger_is_never_overwritten(run: Run, sources: Path, broken: bytes) -> None:
    path = sources / "permalinks.json"
    path.write_bytes(broken)
    result = run("permalinks", "--write")
    assert result.exit_code == 1
    assert "permalinks.json" in result.stderr
    assert path.read_bytes() == broken


def test_export_writes_what_the_schemas_say(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert run("export", "--only", "json", "--out", out).stderr == f"{out}: 4 files written\n"
    for name in ("questions", "ledger"):
        assert (out / f"{name}.schema.json").read_text("utf-8") == schema(f"{name}.schema.json")
        Draft202012Validator(json.loads(schema(f"{name}.schema.json"))).validate(
            json.loads((out / f"{name}.json").read_text("utf-8"))
        )
    questions = json.loads((out / "questions.json").read_text("utf-8"))["questions"]
    assert [(one["id"], one["level"], one["answer_markdown"]) for one in questions] == [
        ("s3-what-is-a-bucket", "basic", "It’s a container for objects."),
        ("s3-list-objects-bucket", "basic", "With the list call, a page at a time."),
    ]


def test_exports_do_not_depend_on_the_day(run: Run, tmp_path: Path) -> None:
    run("export", "--out", tmp_path / "one")
    run("export", "--out", tmp_path / "two")
    files = [file for file in (tmp_path / "one").rglob("*") if file.is_file()]
    assert len(files) > 20
    for file in files:
        assert file.read_bytes() == (tmp_path / "two" / file.relative_to(tmp_path / "one")).read_bytes()


def test_pages_are_an_ordinary_tree(run: Run, tmp_path: Path) -> None:
    run("pages", "--out", tmp_path / "pages")
    page = (tmp_path / "pages" / "services" / "s3" / "index.md").read_text("utf-8")
    assert "What is a bucket?" in page
    assert "It’s a container for objects." in page


def test_a_question_set_aside_is_not_shown_and_says_why(run: Run, sources: Path, tmp_path: Path) -> None:
    decision = '[[set-aside]]\nquestion = "What is a bucket?"\nwhy = "asked too often"\n'
    (sources / "corrections.toml").write_text(decision, encoding="utf-8")
    run("export", "--out", tmp_path)
    (source,) = json.loads((tmp_path / "ledger.json").read_text("utf-8"))["sources"]
    aside = [line for line in source["lines"] if "why" in line]
    assert [(line["role"], line["question"]) for line in aside] == [("question", None), ("answer", None)]
    assert aside[0]["why"] == "set aside by the maintainers: asked too often"
    assert len(json.loads((tmp_path / "questions.json").read_text("utf-8"))["questions"]) == 1


def test_decided_levels_and_services_are_followed(run: Run, sources: Path, tmp_path: Path) -> None:
    decisions = (
        '[[level]]\nquestion = "What is a bucket?"\nlevel = "advanced"\n'
        '[[service]]\nquestion = "What is a bucket?"\nservices = ["iam", "s3"]\n'
    )
    (sources / "corrections.toml").write_text(decisions, encoding="utf-8")
    run("export", "--out", tmp_path)
    questions = json.loads((tmp_path / "questions.json").read_text("utf-8"))["questions"]
    (bucket,) = [question for question in questions if question["question"] == "What is a bucket?"]
    assert (bucket["level"], bucket["services"], bucket["asked"][0]["level"]) == ("advanced", ["iam", "s3"], "basic")


@pytest.mark.parametrize("command", ["check", "permalinks", "pages", "export", "desk"])
def test_a_folder_that_is_not_there(command: str, tmp_path: Path) -> None:
    out = ["--out", str(tmp_path / "out")] if command in ("pages", "export") else []
    result = CliRunner().invoke(main, [command, *out, "--sources", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "there is no such folder. Name the folder of notes with --sources" in result.output


@pytest.mark.parametrize("command", ["repair", "explain"])
def test_a_file_that_is_not_there_or_a_folder(run: Run, command: str, tmp_path: Path) -> None:
    assert "there is no such file. Give a path, or a name below" in run(command, "nothing.txt").output
    assert "this is a folder, not a file" in run(command, tmp_path).output


def test_a_place_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("export", "--out", tmp_path / "file" / "out")
    assert result.exit_code != 0
    assert "file" in result.output


def test_binary_files_are_named(run: Run, sources: Path) -> None:
    data = bytes(range(256)) * 40
    (sources / "notes" / "picture.txt").write_bytes(data)
    result = run("repair", "notes/picture.txt", "--write")
    assert "picture.txt" in result.stderr
    assert (sources / "notes" / "picture.txt").read_bytes() == data
    assert "picture.txt" in run("check").stdout


def test_every_command_explains_itself() -> None:
    for command in main.commands.values():
        shown = CliRunner().invoke(main, [command.name or "", "--help"]).output
        assert all(option.help for option in command.params if isinstance(option, click.Option))
        assert "--sources" in shown
    assert list(main.commands) == ["repair", "explain", "check", "permalinks", "pages", "export", "desk"]


@pytest.mark.thorough
def test_the_output_is_utf_8_everywhere(sources: Path) -> None:
    """As a program of its own, where the system believes in another encoding."""
    hooks = Path(__file__).parents[1] / "hooks"
    other = {"PYTHONPATH": str(hooks), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    command = [sys.executable, "-m", "studyguide", "repair", "notes/buckets.txt", "--sources", str(sources)]
    done = subprocess.run(command, env=os.environ | other, capture_output=True, check=True)
    assert done.stdout == NOTES.encode()


def test_what_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, a killed command, a link where the new file is to be written first."""
    ledger, beside, mine = (tmp_path / name for name in ("permalinks.json", ".permalinks.json.new", "mine"))
    ledger.write_text("earlier", "utf-8")
    mine.write_text("mine", "utf-8")
    beside.symlink_to(mine)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(click.ClickException, match="No space left on device"):
        patch.setattr(os, "fsync", full)
        command_line._write(ledger, "later")
    assert ledger.read_text("utf-8") == "earlier" and sorted(tmp_path.iterdir()) == sorted((ledger, mine))
    beside.write_text("what an ended command left", "utf-8")
    command_line._write(ledger, "later")
    assert ledger.read_text("utf-8") == "later" and mine.read_text("utf-8") == "mine" and not beside.exists()
