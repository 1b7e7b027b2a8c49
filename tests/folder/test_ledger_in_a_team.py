"""The id ledger in a team: two branches that each add questions, merged by git itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tables import every_row

from studyguide.__main__ import main
from studyguide.folder.id_ledger import both_sides, dump_permalinks, load_permalinks
from studyguide.records import Permalink

ROOT = Path(__file__).parents[2]
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
SERVICES = '[[service]]\nslug = "ropes"\nname = "Ropes"\ncategory = "gear"\naliases = ["rope"]\n'
ATTRIBUTES = [line for line in (ROOT / ".gitattributes").read_text("utf-8").splitlines() if "permalinks" in line]


def git(folder: Path, *words: str) -> int:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, check=False
    ).returncode


def permalinks(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["permalinks", "--sources", str(folder), *words])


def asks(folder: Path, name: str, *questions: str) -> None:
    (folder / "notes").mkdir(exist_ok=True)
    text = "".join(f"### {question}\n\nAn answer about ropes.\n\n" for question in questions)
    (folder / "notes" / name).write_text(text, "utf-8")


def commit(folder: Path) -> None:
    assert permalinks(folder, "--write").exit_code == 0
    assert git(folder, "add", "-A") == 0 and git(folder, "commit", "-m", "notes") == 0


def ids(folder: Path) -> dict[str, tuple[str, ...]]:
    rows, problems = load_permalinks((folder / "permalinks.json").read_text("utf-8"))
    assert problems == ()
    return {row.id: row.wordings for row in rows if not row.retired}


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A repository with one question, and two branches that each add one beside it."""
    git(tmp_path, "init", "-b", "main")
    (tmp_path / "services.toml").write_text(SERVICES, "utf-8")
    asks(tmp_path, "first.md", "What is a rope?")
    commit(tmp_path)
    for name, question in (("one", "What is an old rope?"), ("two", "What is an odd rope?")):
        git(tmp_path, "checkout", "-b", name, "main")
        asks(tmp_path, f"{name}.md", question)
        commit(tmp_path)
    git(tmp_path, "checkout", "one")
    return tmp_path


BOTH = {
    "ropes-what-is-a-rope": ("What is a rope?",),
    "ropes-old-rope": ("What is an old rope?",),
    "ropes-odd-rope": ("What is an odd rope?",),
}


@needs_git
def test_two_branches_that_add_questions_merge_without_a_conflict(team: Path) -> None:
    (team / ".git" / "info").mkdir(exist_ok=True)
    (team / ".git" / "info" / "attributes").write_text("\n".join(ATTRIBUTES), "utf-8")
    assert git(team, "merge", "--no-edit", "two") == 0
    assert ids(team) == BOTH
    assert "up to date" in permalinks(team).output


@needs_git
def test_a_conflict_is_resolved_by_the_command(team: Path) -> None:
    assert git(team, "merge", "--no-edit", "two") != 0, "git merges this by itself: the case shows nothing"
    shown = permalinks(team)
    assert shown.exit_code != 0 and "permalinks.json:" in shown.output and "permalinks --write" in shown.output
    written = permalinks(team, "--write")
    assert written.exit_code == 0, written.output
    assert ids(team) == BOTH
    assert git(team, "commit", "-a", "-m", "merged") == 0


@needs_git
@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_a_row_that_both_branches_changed_keeps_the_wordings_of_both(team: Path, style: str) -> None:
    git(team, "config", "merge.conflictStyle", style)
    for name, question in (("one", "What's a rope?"), ("two", "Explain what a rope is.")):
        git(team, "checkout", name)
        asks(team, f"{name}.md", question)
        commit(team)
    git(team, "checkout", "one")
    assert git(team, "merge", "--no-edit", "two") != 0
    assert permalinks(team, "--write").exit_code == 0
    assert set(ids(team)["ropes-what-is-a-rope"]) >= {"What is a rope?", "What's a rope?"}


# --- without git ---

ROWS = [Permalink(f"rope-{letter}", (f"What is {letter}?",)) for letter in "abc"]


def conflict(ours: str, theirs: str, base: str = "") -> str:
    before = f"||||||| 1234567\n{base}" if base else ""
    begin, end = '{"version": 1, "ids": {\n', '"": null}}\n'
    return f"{begin}<<<<<<< HEAD\n{ours}{before}=======\n{theirs}>>>>>>> two\n{end}"


def row(one: Permalink) -> str:
    return dump_permalinks([one]).split("\n")[1] + "\n"


def test_the_rows_of_both_sides_are_kept() -> None:
    a, b, c = map(row, ROWS)
    assert load_permalinks(both_sides(conflict(a + b, c)) or "") == (tuple(ROWS), ())
    assert load_permalinks(both_sides(conflict(a, b, c)) or "") == (tuple(ROWS[:2]), ())
    assert load_permalinks(both_sides(conflict(a, b).replace("\n", "\r\n")) or "") == (tuple(ROWS[:2]), ())


def test_ledgers_from_before_rows_ended_with_a_comma_are_joined_as_well() -> None:
    a, b, c = map(row, ROWS)
    old = conflict(a + b, a + c).replace(",\n=", "\n=").replace(",\n>", "\n>").replace('"": null}}', "}}")
    assert load_permalinks(both_sides(old) or "") == (tuple(ROWS), ())


def test_nothing_is_joined_where_there_is_no_mark_or_something_else_is_wrong() -> None:
    a, b, _ = map(row, ROWS)
    assert both_sides(dump_permalinks(ROWS)) is None
    cut = both_sides(conflict(a, b.replace('"]},', '"')))
    assert cut is not None and load_permalinks(cut)[1]


def test_a_cut_ledger_is_told_with_its_line_and_left_as_it_is(tmp_path: Path) -> None:
    asks(tmp_path, "a.md", "What is a rope?")
    whole = dump_permalinks(ROWS)
    cut = whole[: whole.index('"rope-c"') + 12]
    (tmp_path / "permalinks.json").write_text(cut, "utf-8")
    said = permalinks(tmp_path, "--write")
    assert said.exit_code != 0 and "permalinks.json:4:" in said.output
    assert (tmp_path / "permalinks.json").read_text("utf-8") == cut


@every_row("damage", [(-2, -1), (-1, None), (12, None), (0, 3)])
@every_row("newline", ["\n", "\r\n"])
def test_a_row_damaged_in_the_middle_is_the_line_that_is_told(damage: tuple[int, int | None], newline: str) -> None:
    lines = dump_permalinks(ROWS).split("\n")
    begin, end = damage
    lines[2] = lines[2].replace(lines[2][begin:end], "")
    rows, problems = load_permalinks(newline.join(lines))
    assert rows == () and [problem.span.first for problem in problems] == [3]


def test_what_another_tool_has_laid_out_is_read_and_told_by_its_own_lines() -> None:
    text = json.dumps(json.loads(dump_permalinks(ROWS)), indent=2)
    assert load_permalinks(text) == (tuple(ROWS), ())
    cut = text.replace('"What is b?"', '"What is b?')
    line = 1 + cut[: cut.index("What is b?")].count("\n")
    assert [problem.span.first for problem in load_permalinks(cut)[1]] == [line]
    merged = text.replace('    "rope-b"', '<<<<<<< HEAD\n=======\n>>>>>>> two\n    "rope-b"')
    assert "by hand" in load_permalinks(merged)[1][0].message and both_sides(merged) is None


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_ledger_may_have_the_line_ends_and_the_mark_of_windows(mark: str, newline: str) -> None:
    text = mark + dump_permalinks(ROWS).replace("\n", newline)
    assert load_permalinks(text) == (tuple(ROWS), ())
    a, b, c = map(row, ROWS)
    merged = mark + conflict(a + b, c).replace("\n", newline)
    assert "permalinks --write" in load_permalinks(merged)[1][0].message
    assert load_permalinks(both_sides(merged) or "") == (tuple(ROWS), ())


def test_of_two_retired_rows_the_one_that_leads_somewhere_does() -> None:
    plain, leads = Permalink("a", ("A?",), retired=True), Permalink("a", ("Aye?",), "b", retired=True)
    perhaps = Permalink("a", ("A?",), retired=True, likely="b", because="same place")
    alive = Permalink("a", ("A?",))
    for some, wanted in (
        ((plain, leads), replace(leads, wordings=("A?", "Aye?"))),
        ((leads, plain), replace(leads, wordings=("Aye?", "A?"))),
        ((plain, perhaps), perhaps),
        ((leads, alive), replace(alive, wordings=("A?", "Aye?"))),
    ):
        text = dump_permalinks(some[:1]).replace('"": null}}\n', "") + row(some[1]) + '"": null}}\n'
        assert load_permalinks(text) == ((wanted,), ())


@pytest.mark.thorough
def test_a_broken_ledger_stops_a_build(tmp_path: Path) -> None:
    asks(tmp_path, "a.md", "What is a rope?")
    (tmp_path / "permalinks.json").write_text(conflict(row(ROWS[0]), row(ROWS[1])), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"STUDY_SOURCES": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "permalinks.json:2: a merge left its marks in the id ledger" in done.stderr
    assert not (tmp_path / "site").exists()


def test_the_end_of_a_ledger_is_no_id() -> None:
    assert json.loads(dump_permalinks(()))["ids"] == {"": None}
    assert load_permalinks(dump_permalinks(())) == ((), ())
    assert load_permalinks('{"version": 1, "ids": {"": {"wordings": []}}}')[1] != ()
