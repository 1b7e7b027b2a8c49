"""Where a formula stands in a text: `$x^2$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`, and where a dollar is money or a variable.

The dollar is read as Pandoc reads it, with more care: nothing white stands inside either dollar, no word touches
either from outside, and what stands between is no prose. So `$5 to $10`, `US$`, `$HOME/bin:$PATH` and `"$1" "$2"`
stay as they are. `\\(` and `\\[` are also how exporters write brackets of prose: between them must stand something
that no sentence has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A longer one is a file by mistake: real ones have up to a few hundred characters.
MAX_FORMULA = 4_000


@dataclass(frozen=True, slots=True)
class Found:
    """A formula as its LaTeX, whether it stands on a line of its own, and where it ends in the text."""

    latex: str
    display: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """How a formula is written: what opens and closes it, and whether brackets of prose look the same."""

    opening: str
    closing: str
    display: bool
    escaped: bool = False


# The longer sign first.
_FORMS = (
    _Form("$$", "$$", display=True),
    _Form("$", "$", display=False),
    _Form("\\(", "\\)", display=False, escaped=True),
    _Form("\\[", "\\]", display=True, escaped=True),
)
# The signs with which a formula begins.
STARTS = r"\$|\\[(\[]"

_MEANS_SOMETHING = re.compile(r"[^\W_]|\\[A-Za-z]")
# A blank line, and marks of a text that no formula has.
_OTHER_MARKS = re.compile(r"\n[ \t]*\n|`|\*\*|\]\(")
# What is looked for behind an opening sign: the closing one, another opening one, where there is no formula, and what a
# backslash hides.
_NEXT = {form.opening: re.compile(rf"{re.escape(form.closing)}|{re.escape(form.opening)}|\\.", re.S) for form in _FORMS}
# What formulas have and sentences have not. A backslash before a bracket or a dash is an exporter's.
_MATHEMATICAL = re.compile(
    r"\\[A-Za-z,;:!%{}|]|[\^_=+<>≤≥≠≈±×÷·√∑∏∫∞∈→⇒∀∃\u0391-\u03c9]"
    r"|\d\s*[-*/]\s*\d|\b[A-Za-z]\s*[-*/]\s*[A-Za-z\d]\b"
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_COMMAND = re.compile(r"\\(?:text|mathrm|operatorname|mbox|textbf|textit)\*?\s*\{[^{}]*\}|\\[A-Za-z]+")
# Three words with nothing but spaces between, or two that begin small.
_PROSE = re.compile(r"(?:\b[^\W\d_]{2,}+[ \n]++){2}[^\W\d_]{2}|\b[a-z]{2,}+[ \n]++[a-z]{2}")
# What may stand alone between brackets: x, f(x), 99 %.
_SMALL = re.compile(r"[A-Za-z](?:'*|\s*\(.{1,40}\))|[\d.,]+\s?%?", re.S)


def formula_at(text: str, at: int) -> Found | None:
    """The formula that begins at this place, if one does.

    >>> formula_at("so $x^2$ is", 3)
    Found(latex='x^2', display=False, end=8)
    >>> formula_at("from $5 to $10", 5)
    """
    form = next((form for form in _FORMS if text.startswith(form.opening, at)), None)
    if form is None or _is_escaped(text, at):
        return None
    start = at + len(form.opening)
    stop = _closing(text, start, form)
    latex, end = text[start:stop], stop + len(form.closing)
    if _OTHER_MARKS.search(latex) or not _MEANS_SOMETHING.search(latex):
        return None
    fits = _fits_between_brackets if form.escaped else _fits_between_pairs if form.display else _fits_between_dollars
    return Found(latex.strip(), form.display, end) if fits(text, at, latex, end) else None


def _closing(text: str, start: int, form: _Form) -> int:
    """Where the sign that closes stands; the beginning where none does."""
    for match in _NEXT[form.opening].finditer(text, start, min(len(text), start + MAX_FORMULA + 2)):
        if match[0] == form.closing:
            return match.start()
        if match[0] == form.opening:
            break
    return start


def _is_escaped(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _fits_between_dollars(text: str, at: int, latex: str, end: int) -> bool:
    if latex[0].isspace() or latex[-1].isspace() or latex[0] in ")]}":
        return False
    before, after = text[at - 1 : at], text[end : end + 1]
    if before.isalnum() or before in ("$", "}") or after.isalnum() or (after and after in "${(_"):
        return False
    return _is_no_prose(latex)


def _fits_between_pairs(text: str, at: int, latex: str, end: int) -> bool:
    """`$$` is a shell's own number, too."""
    if text[at - 1 : at].isalnum() or text[end : end + 1].isalnum():
        return False
    return bool(_MATHEMATICAL.search(latex)) or (_is_no_prose(latex) and not latex[0].isspace())


def _fits_between_brackets(text: str, at: int, latex: str, end: int) -> bool:
    """`option\\(s\\)` and `\\[1\\]` are what an exporter made of brackets."""
    if text[at - 1 : at].isalnum() or text[end : end + 1] in ("(", "["):
        return False
    if text[at + 1] == "[":
        return bool(_MATHEMATICAL.search(latex)) and _is_no_prose(latex)
    return _is_no_prose(latex) and bool(_MATHEMATICAL.search(latex) or _SMALL.fullmatch(latex.strip()))


def _is_no_prose(latex: str) -> bool:
    """Words in a row are prose, unless a command says that they are text or signs stand between them."""
    bare = _COMMAND.sub(" ", latex)
    words = _WORDS.findall(bare)
    return len(words) < 2 or (bool(_MATHEMATICAL.search(latex)) and not _PROSE.search(bare))


def block_at(lines: Sequence[str], at: int) -> Found | None:
    """The formula whose lines begin at this one, if one does; `end` is the line behind it.

    It begins and ends a line, and no blank line stands in it.

    >>> block_at(["$$", "x = 1", "$$", "and"], 0)
    Found(latex='x = 1', display=True, end=3)
    """
    first = lines[at].strip()
    if environment := environment_at(lines, at):
        return environment
    closing = {"$$": "$$", "\\[": "\\]"}.get(first[:2])
    if closing is None:
        return None
    inside, size = [first[2:]], len(first)
    while closing not in inside[-1]:
        line = lines[at + len(inside)].strip() if at + len(inside) < len(lines) else ""
        size += len(line) + 1
        if not line or size > MAX_FORMULA or line.startswith("\\["):
            return None
        inside.append(line)
    return _whole_block("\n".join(inside), closing, at + len(inside))


# What LaTeX sets on lines of its own without a dollar.
_ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>(?:equation|align|gather|multline|flalign|eqnarray|displaymath)\*?)\}(?!.*\\begin\{(?P=name)\})"
)


def environment_at(lines: Sequence[str], at: int) -> Found | None:
    """The formula of an environment whose lines begin at this one.

    >>> environment_at(["\\\\begin{align}", "x &= 1", "\\\\end{align}"], 0)
    Found(latex='\\\\begin{align}\\nx &= 1\\n\\\\end{align}', display=True, end=3)
    """
    opened = _ENVIRONMENT.match(lines[at].strip()) if "\\begin{" in lines[at] else None
    if not opened:
        return None
    closing, size = f"\\end{{{opened['name']}}}", 0
    for end in range(at, len(lines)):
        line = lines[end].strip()
        size += len(line) + 1
        if not line or size > MAX_FORMULA:
            break
        if closing in line:
            return (
                Found("\n".join(one.strip() for one in lines[at : end + 1]), True, end + 1)
                if line.endswith(closing)
                else None
            )
    return None


def _whole_block(written: str, closing: str, end: int) -> Found | None:
    if not written.endswith(closing) or written.count(closing) > 1:
        return None
    latex = written.removesuffix(closing).strip()
    if not _MEANS_SOMETHING.search(latex):
        return None
    plain = closing == "\\]" and not _MATHEMATICAL.search(latex)
    return None if plain or not _is_no_prose(latex) else Found(latex, True, end)
