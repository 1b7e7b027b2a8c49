"""Each message of the generator says what is wrong and then what to do.

All are looked at as they stand in the code, so that one that no other test brings about is looked at, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOOKS = Path(__file__).resolve().parents[1] / "hooks"

# What is called with the words of a message, or makes a message of them.
_MAKERS = {
    *("Problem", "_problem", "_wrong", "_note", "_grave", "_Wrong"),
    *("ClickException", "Undecidable", "SettingError", "PluginError"),
}
# A second sentence, or a first that says what must stand there; or the end of the message is made by somebody else.
_SAYS = re.compile(
    r"\. \S|\bmust (?:be|stand|have|name|begin)\b|\bthere (?:is|are)\b|(?:^|: )(?:give|write) |studyguide explain"
    r"|…$|^\W*\w*\W*$|^\[\[.*?\]\]: …"
)


def messages() -> Iterator[tuple[str, str]]:
    for path in sorted(HOOKS.rglob("*.py")):
        code = path.read_text("utf-8")
        for node in ast.walk(ast.parse(code)) if any(f"{maker}(" in code for maker in _MAKERS) else ():
            if isinstance(node, ast.Call) and _name(node.func) in _MAKERS:
                for value in (*node.args, *(keyword.value for keyword in node.keywords)):
                    text = _text(value)
                    if len(text) > 12:
                        yield f"{path.relative_to(HOOKS)}:{node.lineno}", text


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _text(value: ast.expr) -> str:
    """A text as it is written, with `…` for what is put into it."""
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else ""
    parts = value.values if isinstance(value, ast.JoinedStr) else ()
    return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in parts)


def test_each_message_says_what_to_do() -> None:
    found = [*messages()]
    assert len(found) > 60
    assert [one for one in found if not _SAYS.search(one[1])] == []
    ended = [one for one in found if one[1].rstrip().endswith((".", "!"))]
    assert [one for one in ended if "setting" not in one[1] and not one[1].startswith("…")] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("this file is empty. Remove it or fill it", True),
        ("level: must be one of basic, advanced", True),
        ("this file is empty", False),
        ("no answer to “…” was found", False),
    ],
)
def test_which_messages_say_it(text: str, says: bool) -> None:
    assert bool(_SAYS.search(text)) == says
