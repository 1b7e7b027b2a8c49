"""The table of exit codes in the README: each command is brought into each state, and ends as it says there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from studyguide.__main__ import main

README = Path(__file__).resolve().parents[1] / "README.md"

NOTES = (
    "# Ropes\n\n## Basic\n\n1. What is a rope?\n\nItâ€™s made of yarns.\n\n2. What is a knot?\n\nA turn of a rope.\n"
)
# What is said where something is wrong: where, what, and in a second sentence what to do.
_SAYS = re.compile(r"^(?:Error: )?\S.*: .+(?:\. \S|: studyguide |: see |; ).*", re.M)
_WORDS: dict[str, tuple[str, ...]] = {
    "repair": ("repair", "notes/ropes.md"),
    "explain": ("explain", "notes/ropes.md"),
    "check": ("check",),
    "permalinks": ("permalinks",),
    "pages": ("pages", "--out", "OUT"),
    "export": ("export", "--only", "json", "--out", "OUT"),
    "desk": ("desk", "--no-open"),
}
_WRITING = {
    "repair": ("repair", "--write", "notes/ropes.md"),
    "explain": ("explain", "notes/ropes.md", "--keep", "every-paragraph"),
    "permalinks": ("permalinks", "--write"),
}


def table() -> tuple[list[str], dict[str, dict[str, str]]]:
    """The commands, and for each state the code of each command."""
    text = README.read_text("utf-8").split("### Exit codes\n")[1].split("\n### ")[0]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in text.split("\n") if line[:1] == "|"]
    head, _, *states = rows
    return head[1:], {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in states}


def _well(sources: Path) -> None:
    """Nothing more."""


def _gone(sources: Path) -> None:
    sources.rename(sources.with_name("elsewhere"))


def _no_file(sources: Path) -> None:
    (sources / "notes" / "ropes.md").rename(sources / "notes" / "other.md")


def _unread(sources: Path) -> None:
    (sources / "notes" / "ropes.md").write_bytes(bytes(range(256)) * 40)


def _corrections(sources: Path) -> None:
    (sources / "corrections.toml").write_text("[[level\n", encoding="utf-8")


def _ledger(sources: Path) -> None:
    (sources / "permalinks.json").write_text("{", encoding="utf-8")


def _in_the_way(sources: Path) -> None:
    """Folders of the names that are to be written, and a file where a folder is to be."""
    for name in ("permalinks.json", "layouts.toml", "notes/.ropes.md.repairs.json", "../out/questions.json"):
        (sources / name).mkdir(parents=True)
    (sources.parent / "out" / "services").write_text("a file")


STATES: dict[str, Callable[[Path], None]] = {
    "all is well": _well,
    "the folder of notes is not there": _gone,
    "the file is not there": _no_file,
    "the file cannot be read as text": _unread,
    "`corrections.toml` is broken": _corrections,
    "the ledger of ids is broken": _ledger,
    "what is to be written cannot be": _in_the_way,
    "an option that nobody knows": _well,
}


def run(command: str, state: str, folder: Path) -> Result:
    words = _WRITING.get(command, _WORDS[command]) if STATES[state] is _in_the_way else _WORDS[command]
    odd = ("--nonsense",) if "option" in state else ()
    given = [str(folder / "out") if word == "OUT" else word for word in words]
    result = CliRunner().invoke(main, [*given, *odd, "--sources", str(folder / "sources")])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def cells() -> list[tuple[str, str, str]]:
    return [(command, state, code) for state, row in table()[1].items() for command, code in row.items() if code != "–"]


def test_every_command_and_state_stands_there() -> None:
    assert table()[0] == list(main.commands)
    assert [state.replace("`", "") for state in table()[1]] == [state.replace("`", "") for state in STATES]


@pytest.mark.parametrize(("command", "state", "code"), cells())
def test_a_command_ends_as_the_table_says(command: str, state: str, code: str, tmp_path: Path) -> None:
    notes = tmp_path / "sources" / "notes" / "ropes.md"
    notes.parent.mkdir(parents=True)
    notes.write_text(NOTES, encoding="utf-8", newline="")
    name = next(one for one in STATES if one.replace("`", "") == state.replace("`", ""))
    STATES[name](tmp_path / "sources")
    result = run(command, name, tmp_path)
    assert str(result.exit_code) == code, result.output
    assert "Traceback" not in result.output
    if code == "1":
        assert _SAYS.search(result.output), result.output
    if code == "2":
        assert "Usage: " in result.output and "--nonsense" in result.output
