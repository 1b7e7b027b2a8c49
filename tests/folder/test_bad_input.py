"""Whatever stands in the folder: a site is built of the rest, and each fault is named with its file and line.

The folders are in cases/bad_input; a person can add one without reading this.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from growth import assert_steady
from jsonschema import Draft202012Validator
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from tables import every_row

from studyguide import check, pipeline
from studyguide.__main__ import main
from studyguide.folder.sources import read_folder
from studyguide.guide import About
from studyguide.records import Site
from studyguide.site import json_files, pages
from studyguide.words import wording

ROOT = Path(__file__).resolve().parents[2]
SEE = "See that it is there and may be used, and that the disk has room"
CASES = ROOT / "tests" / "cases" / "bad_input" / "folders.txt"
GOOD = "# Amazon S3\n\n1. What is a bucket?\n\nA container, keepme.\n"

posix = pytest.mark.skipif(sys.platform == "win32", reason="the system has no such files and names")


def written() -> list[tuple[str, str, str]]:
    """The name, the files and the faults of each case."""
    parts = re.split(r"^\.\n", CASES.read_text("utf-8"), flags=re.M)[1:-1]
    return list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))


def folders() -> list[object]:
    return [pytest.param(files, faults, id=name.strip()) for name, files, faults in written()]


def spelled(text: str) -> bytes:
    """The bytes that a case spells."""
    repeated = re.sub(r"\{([^{}\n]+)\*(\d+)\}", lambda found: found[1] * int(found[2]), text)
    signs = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), repeated)
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), signs.encode())


def laid_out(folder: Path, files: str) -> None:
    (folder / "good.md").write_text(GOOD, "utf-8")
    for file in re.split(r"^--- (?=\S.*\n)", files, flags=re.M)[1:]:
        name, _, content = file.partition("\n")
        path = folder / os.fsdecode(spelled(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spelled(content))


def errors(site: Site) -> list[str]:
    return [str(problem) for problem in check.problems(site, ()) if problem.grave]


@posix
@pytest.mark.parametrize(("files", "said"), folders())
def test_a_folder_with_faults_becomes_a_site(tmp_path: Path, files: str, said: str) -> None:
    laid_out(tmp_path, files)
    site = pipeline.build(read_folder(tmp_path))
    made = {page.path: page for page in pages.site_pages(pipeline.linked_guide(site, About()))}
    tree = dict(pipeline.markdown_files(site, About()))
    found = errors(site)
    wanted = said.splitlines()
    assert [one[: len(want)] for one, want in zip(found, wanted, strict=True)] == wanted
    assert any("keepme" in question.answer for question in site.questions)
    for text, name in ((json_files.questions_json(site), "questions"), (json_files.ledger_json(site), "ledger")):
        assert list(Draft202012Validator(json.loads(json_files.schema(f"{name}.schema.json"))).iter_errors(text)) == []
    # What a system that knows no capitals, or no names above 255 bytes, can write.
    for paths in (list(made), list(tree)):
        assert len({path.lower() for path in paths}) == len(paths)
        assert max(len(part.encode()) for path in paths for part in path.split("/")) <= 255
    result = CliRunner().invoke(main, ["check", "--sources", str(tmp_path)])
    assert result.exit_code == int(bool(wanted))
    # The command looks at reviewed answers more closely than a build does.
    assert result.stdout.count(": error: ") >= len(wanted)


def repeated(files: str, times: int) -> str:
    """What a case repeats a thousand times and more, as often again."""
    return re.sub(r"\*(\d{4,})\}", lambda found: f"*{int(found[1]) * times}}}", files)


@pytest.mark.growth
@pytest.mark.parametrize("files", [files for _, files, _ in written() if files != repeated(files, 2)])
def test_twice_a_long_fault_takes_about_twice_the_time(tmp_path: Path, files: str) -> None:
    def work(folder: Path) -> None:
        dict(pipeline.markdown_files(pipeline.build(read_folder(folder)), About()))

    once, twice = tmp_path / "once", tmp_path / "twice"
    for times, folder in enumerate((once, twice), start=1):
        folder.mkdir()
        laid_out(folder, repeated(files, times))
    assert_steady(work, once, twice)


@posix
def test_a_strict_build_names_every_fault_and_still_writes_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    laid_out(folder, "--- empty.md\n--- {d*120}/{e*120}/f.md\n1. Why?\n--- zeros.md\n\\x00\n")
    (folder / "link.md").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe.md")
    monkeypatch.setenv("STUDY_SOURCES", str(folder))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    with caplog.at_level(logging.WARNING, "mkdocs"), pytest.raises(Abort):
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "out"), strict=True))
    said = [record.getMessage() for record in caplog.records]
    for name in ("empty.md", "link.md", "pipe.md", "zeros.md"):
        assert [line for line in said if re.search(rf"/{name}:\d+: .*\. [A-Z]", line)]
    assert "keepme" in (tmp_path / "out" / "services" / "s3" / "index.html").read_text("utf-8")


@posix
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "not UTF-8"])
def test_an_id_ledger_that_was_not_read_is_not_written_over(tmp_path: Path, kind: str) -> None:
    """Its ids would be lost, and with them every address that people have kept."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "good.md").write_text(GOOD, "utf-8")
    path, real = folder / "permalinks.json", tmp_path / "real.json"
    real.write_text('{"version": 1, "ids": {"kept": {"wordings": ["What is a bucket?"]}}}')
    before = real.read_bytes()
    make = {"link": lambda: path.symlink_to(real), "pipe": lambda: os.mkfifo(path), "folder": path.mkdir}
    make.get(kind, lambda: path.write_bytes(b"\xff"))()
    result = CliRunner().invoke(main, ["permalinks", "--write", "--sources", str(folder)])
    assert result.exit_code == 1
    assert "permalinks.json:1: error: " in result.stderr and "is left as it is" in result.stderr
    assert real.read_bytes() == before
    assert "--write" not in CliRunner().invoke(main, ["check", "--sources", str(folder)]).stdout


@pytest.mark.parametrize("words", [["check", "--sources", ""], ["export", "--out", ""], ["pages", "--out", ""]])
def test_the_name_of_a_folder_is_not_empty(words: list[str]) -> None:
    """As it is where a script's variable is not set; the current folder may be anything."""
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert "The name of the folder is empty" in result.output


def test_a_folder_below_the_notes_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    assert "this is a folder" in CliRunner().invoke(main, ["explain", "inner", "--sources", str(tmp_path)]).output


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD, "utf-8")
    command = [sys.executable, "-m", "studyguide", "explain", "good.md", "--sources", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "hooks")}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment)
    assert (done.returncode, done.stderr) == (1, f"Error: output: No space left on device. {SEE}\n")


# Plain words, which every line of every file is asked for.

MARKS = ("`", "` `` ", "*a ", "** *", "_a ", "__a ", "~~a", "[", "[a](", "[a]( ", "[a](b '", " ", "\\`", "&#9", "&lt;")


@pytest.mark.growth
@pytest.mark.parametrize("marks", MARKS)
def test_twice_as_many_marks_that_nothing_closes_take_about_twice_the_time(marks: str) -> None:
    assert_steady(wording.plain, (marks * 100_000)[:100_000], (marks * 200_000)[:200_000])


@every_row(
    ("markdown", "words"),
    [
        ("``a ` b`` and `` c ``", "a ` b and c"),
        ("``a `b`", "``a b"),
        (r"`\` and `a\` `", r"\ and a\ `"),
        ("***all*** **bold *both* bold** *one", "all bold both bold *one"),
        ("*one **two* three", "one **two three"),
        ("__init__ and __of note here__, a_b_c", "__init__ and of note here, a_b_c"),
        ("~~gone~~ ~~", "gone ~~"),
        ('[a [b] c](<https://x.y/(z)> "title") and [d]', "a [b] c and [d]"),
        (r"\*not\* \`so\` `C:\` \\`a`", r"*not* `so` C:\ \a"),
        ("&amp;lt; &#65; &#x" + "0" * 12 + "41;", "&lt; A &#x" + "0" * 12 + "41;"),
    ],
)
def test_plain_words(markdown: str, words: str) -> None:
    assert wording.plain(markdown) == words
