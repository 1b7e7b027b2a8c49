"""One line's marks: heading, number, bullet, label, emphasis; and what kind of line it is.

Reading questions means weighing lines against each other; this module says only what a single line shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_letters, ascii_uppercase, digits
from typing import Any

from ..records import Command
from ..syntax import numbers, remarks
from ..syntax.fences import fences_of
from ..syntax.line_kinds import (
    BULLET,
    CHECKBOX,
    HEADING,
    NUMBER,
    QUOTE,
    RULE,
    UNDERLINE,
    depth_of_underline,
    has_columns,
    without_closing,
)
from ..syntax.pictures import ORNAMENT
from ..words.furniture import PAGE_IN_A_HEAD, PAGE_NUMBER, furniture
from ..words.labels import question_label
from ..words.wording import plain, unescape

_OPEN = re.compile(r"\*\*\*|\*\*|___|__|~~(?!~)|<(?:b|strong|em|i|u)>", re.I)
_TAG = re.compile(r"</?(?:b|strong|em|i|u|h[1-6]|p|span|font|center|a|summary|details|div)(?:\s[^<>]*)?/?>", re.I)
_CALLOUT = re.compile(r"\[!(?:question|faq|help)\][+-]?\s*", re.I)
_ONLY_A_NUMBER = re.compile(r"[(\[]?(?P<number>\d{1,3})[.)\]:：、]?")
_ATTRIBUTES = re.compile(r"(?:(?<!\s)\s++)?\{:?\s*(?P<inside>[#.][^{}]*)\}\s*$")
_LIST_ITEM = re.compile(r"<li(?:\s[^<>]*)?>\s*+((?:.*?\S)??)\s*+(?:</li\s*+>)?$", re.I)
_HTML_HEADING = re.compile(r"^\s*<h([1-6])(?:\s[^<>]*)?>(.*?)(?:(?<!\s)\s*+|</h\1\s*+>\s*+)$", re.I)
# Tags that carry no words and shape only the page they were pasted from; any other tag may be a line of code.
_HASHTAGS = re.compile(r"^\s*#[^\W\d_][\w/-]*(?:\s+#[^\W\d_][\w/-]*)+\s*$")
_WRAPPER = re.compile(r"^\s*(?:<div(?P<with>\s[^<>]*)?>|(?P<end></div\s*>))\s*$", re.I)
_ONLY_TAGS = re.compile(
    r"^\s*(?:</?(?:details|summary|p|br|hr|center|a|b|strong|i|em|u|font|span|sup|sub)(?:\s[^<>]*+)?/?>\s*|&nbsp;\s*)+$",
    re.I,
)
_BREAKS_BEHIND = re.compile(r"(?<=\S)(?<!<br>)(?<!<br/>)(?<!<br />)(?:\s*+<br\s*+/?>)+\s*$", re.I)
_SUMMARY_TAG = re.compile(r"<summary\b", re.I)
_LINK_HERE = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(\s*<?#[^)]*\)")
_COMMAND = re.compile(r"^\s*(?:[$>%]\s+\S|(?P<program>[a-z][\w-]*)\s+(?P<first>[-\w./<$\"'{][\w-]*))")
_PROGRAMS = frozenset((
    "sudo", "kubectl", "docker", "terraform", "curl", "git", "pip", "pip3", "npm", "npx", "yarn", "export", "cd",
    "helm", "ssh", "scp", "python", "python3", "node", "apt", "apt-get", "yum", "dnf", "brew", "echo", "mkdir", "cat",
    "chmod", "systemctl", "ansible", "make", "openssl", "psql", "mysql", "redis-cli", "go", "cargo",
))  # fmt: skip
_CODE_ENDING = re.compile(
    r"[{};\\\[(]\s*$|^\s*(?:import|from|def|class|return|const|let|var|function|if|for|while|export|package|public|resource)\b.*[:{;)]\s*$"
)


@dataclass(slots=True, unsafe_hash=True)  # to freeze each takes four times as long as to fill it
class Marks:
    """The marks in front of a line's words, and the words; nobody changes them.

    depth    heading depth 1 to 6, 0 for no heading
    bullet   its sign, or ""
    number   as written ("3", "1.2"), without its punctuation; None for none
    label    the question label ("Q", "Scenario"), or ""
    text     what is left, inline Markdown
    bold     the emphasis encloses the whole text
    anchor, classes   from a trailing attribute list `{ #anchor .class }`
    level    what a mark of the file's legend before or behind the words states
    """

    indent: int = 0
    quote: bool = False
    depth: int = 0
    bullet: str = ""
    box: str = ""
    ornament: bool = False
    number: str | None = None
    label: str = ""
    scenario: bool = False
    bold: bool = False
    text: str = ""
    anchor: str = ""
    classes: tuple[str, ...] = ()
    level: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class Line:
    """A line of a source with its kind and its marks; nobody changes them.

    kind  blank, code, front, comment, rule, under (a setext underline), markup (tags without words),
          contents (an entry of a linked table of contents), furniture, legend (of marks for levels), row (of a
          table), or text
    """

    raw: str
    kind: str
    marks: Marks


_UNMARKED = Marks()
_BETWEEN_DASHES = re.compile(
    r"\s*([-–—])\s?\d{1,3}\s?\1\s*"
)  # a number so written numbers a page, though only one does
_LONGEST_HEAD = 160  # characters of the head or the foot of a page
_NUMBER_AT_AN_END = re.compile(r"\d\W*$|^\s*\d+\s{3}")  # without one there is none of a page

# A line longer than this is prose whatever it begins with; its marks are looked for in its beginning only.
LONGEST = 4000


def marks(raw: str, depth: int = 0) -> Marks:
    """The marks of one line. `depth` is given for a line that is a heading by its underline.

    >>> found = marks("### **12. What is rope?**")
    >>> found.depth, found.number, found.bold, found.text
    (3, '12', True, 'What is rope?')
    """
    if len(raw) > LONGEST:
        return Marks(text=raw.strip())
    wide = raw.expandtabs(4)
    text = wide.lstrip()
    found: _Found = {"indent": len(wide) - len(text), **({"depth": depth} if depth else {})}
    rest = _signs(_unwrapped(text, found), found)
    text, found["bold"] = _close(rest.strip(), found.pop("opened", ""))
    if "depth" in found and "number" not in found and (match := _ONLY_A_NUMBER.fullmatch(text)):
        found["number"], text = numbers.figures(match["number"]), ""
    found["text"] = "" if "label" in found and not text.strip("*_ ") else text
    return Marks(**found)


def _signs(rest: str, found: _Found) -> str:
    """What is left of a line when every sign in front of its words is read; after each the first may come again."""
    while rest:
        for sign in _SIGNS_OF.get(rest[0], _SIGNS):
            if not sign.unless.isdisjoint(found) or not sign.after.issubset(found):
                continue
            match = sign.pattern.match(rest)
            left = sign.read(match, found) if match else None
            if left is not None:
                rest = left
                break
        else:
            return rest
    return rest


def _unwrapped(rest: str, found: _Found) -> str:
    """A line without what stands around all of it: quote marks, tags, a list of attributes."""
    while rest[:1] == ">" and QUOTE.lenient.match(rest):
        rest, found["quote"] = rest[1:].lstrip(), True
    heading = _HTML_HEADING.match(rest) if rest.startswith("<") else None
    if heading:
        found["depth"], rest = int(heading[1]), heading[2].strip()
    rest = _BREAKS_BEHIND.sub("", _strip_tags(rest)) if "<" in rest else rest.strip()
    attributes = _ATTRIBUTES.search(rest) if rest.endswith("}") else None
    if attributes:
        parts = attributes["inside"].split()
        found["anchor"] = next((p[1:] for p in parts if p.startswith("#")), "")
        found["classes"] = tuple(p[1:] for p in parts if p.startswith("."))
        rest = rest[: attributes.start()]
    item = _LIST_ITEM.match(rest) if rest.startswith("<") else None
    if item:
        found["bullet"] = "<"
    return item[1] if item else rest


# The signs in front of a title ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sign:
    """`read` notes what a sign says and gives what stands behind it; None where it is no such sign after all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], _Found], str | None]
    unless: frozenset[str]
    after: frozenset[str]
    firsts: str


# What was found so far, by the names of the fields of `Marks`, and under "opened" the emphasis that waits for its end.
_Found = dict[str, Any]


def _keycap(match: re.Match[str], found: _Found) -> str:
    found["number"] = numbers.keycap(match["sign"])
    return _behind(match)


def _behind(match: re.Match[str]) -> str:
    return match.string[match.end() :]


def _bullet(match: re.Match[str], found: _Found) -> str | None:
    """A square or triangle right before a word is a picture."""
    sign = match[0][:1]
    if not match[0] or (ORNAMENT.match(sign) and not match[0][1:]):
        return None
    found["bullet"] = sign
    return _behind(match)


def _ornament(match: re.Match[str], found: _Found) -> str:
    found["ornament"] = True
    return _behind(match).lstrip()


def _heading(match: re.Match[str], found: _Found) -> str:
    found["depth"] = len(match["marks"])
    return without_closing(_behind(match))


def _box(match: re.Match[str], found: _Found) -> str:
    found["box"] = match["tick"]
    return _behind(match)


def _emphasis(match: re.Match[str], found: _Found) -> str:
    found["opened"] = match[0]
    return _behind(match).lstrip()


def _figures(match: re.Match[str], found: _Found) -> str:
    found["number"] = numbers.figures(next(filter(None, match.groups())))
    return _behind(match)


def _han(match: re.Match[str], found: _Found) -> str:
    found["number"] = numbers.han(match["a"] or match["b"])
    return _behind(match)


def _lettered(match: re.Match[str], found: _Found) -> str:
    found["number"] = match["number"]
    return _behind(match)


def _roman(match: re.Match[str], found: _Found) -> str:
    found["number"] = numbers.roman((match["roman"] or match["small"]).upper())
    return _behind(match)


def _callout(match: re.Match[str], found: _Found) -> str:
    found["label"] = "question"
    return _behind(match)


def _label(match: re.Match[str], found: _Found) -> str | None:
    rest, opened = match.string, found.get("opened", "").replace("<", "</")
    shut = opened if opened and rest.rstrip(" :：").endswith(opened) else ""
    labelled = question_label(rest.rstrip(" :：").removesuffix(shut) if shut else rest)
    if labelled is None and opened:  # "**Q.** What…", "**Question 1**: What…"
        rest, shut, opened = _closed_early(rest, opened), "", ""
        labelled = question_label(rest)
    if labelled is None or (labelled[1] is not None and "number" in found):
        return None
    found["label"], own, rest, found["scenario"] = labelled
    if own:
        found["number"] = own
    return _closed(rest + shut if shut and rest else rest, opened, found)  # "**Q: What…**"


def _closed(rest: str, opened: str, found: _Found) -> str:
    """What stands behind a label, without the emphasis that ended with it: "**Q:** What…", "**Question 1**"."""
    if rest.startswith(opened):
        found.pop("opened", None)
        return rest[len(opened) :].lstrip()
    if not rest.strip("*_ "):
        found.pop("opened", None)
        return ""
    return rest


def _closed_early(rest: str, opened: str) -> str:
    """A line whose first words alone are in bold, without the mark behind them; nothing for any other."""
    return rest.replace(opened, "", 1) if opened and opened in rest[:_SHORT_LABEL] else ""


_WORD = re.compile(r"[^\W_]|[【\[《〈「『［〔]")
_SHORT_LABEL = 27

# The grammar of the signs: the first one that stands here is read. Behind each stand the marks that must not have come
# before it, those that must, and the characters of ASCII that it may begin with.
_SIGNS = tuple(
    _Sign(pattern, read, frozenset(unless.split()), frozenset(after.split()), firsts)
    for pattern, read, unless, after, firsts in (
        (numbers.KEYCAP, _keycap, "number", "", digits),
        (BULLET.lenient, _bullet, "bullet depth number opened label", "", "-+*[o"),
        (BULLET.in_company, _bullet, "bullet depth number opened label", "", ""),
        (ORNAMENT, _ornament, "", "", ""),
        (HEADING.lenient, _heading, "depth bullet opened label", "", "#"),
        (CHECKBOX.lenient, _box, "box", "", "["),
        (_OPEN, _emphasis, "opened", "", "*_~<"),
        (numbers.FIGURES, _figures, "number", "", f"{digits}([#N"),
        (numbers.BARE, _figures, "number label", "depth", digits),
        (numbers.HAN, _han, "number label", "", "("),
        (numbers.LETTERED, _lettered, "number label", "", ascii_uppercase),
        (numbers.ROMAN, _roman, "number label", "", "IVX("),
        (_CALLOUT, _callout, "label", "", "["),
        (_WORD, _label, "label", "", f"{ascii_letters}{digits}["),
    )
)
_SIGNS_OF = {first: tuple(sign for sign in _SIGNS if first in sign.firsts) for first in map(chr, range(128))}


_ENCLOSED = re.compile(r"<(h[1-6]|p|b|strong|em|i|u|span|font|center|div)(?:\s[^<>]*)?>(.*)</\1>", re.I)
_ALL_EMPHASIZED = re.compile(r"(\*\*\*|\*\*|___|__)(?=\S)((?:(?!\1).)+)\1[:：]?")


def _strip_tags(text: str) -> str:
    """Text without the tags that enclose the whole of it, so `<b>1. What is rope?</b>` reads like its words."""
    while True:
        match = _ENCLOSED.fullmatch(text.strip()) if "<" in text else None
        if match is None or f"</{match[1]}" in match[2]:
            return text.strip()
        inside = match[2].strip()
        text = f"**{inside}**" if match[1].lower() in ("b", "strong") and "**" not in inside else inside


def _close(text: str, opened: str) -> tuple[str, bool]:
    """The text after an opened emphasis with its other half taken away if it encloses all; else put back."""
    if not opened:
        whole = _ALL_EMPHASIZED.fullmatch(text) if text[:1] in ("*", "_") else None
        return (whole[2].strip(), True) if whole else (text, False)
    closing = opened if opened[0] in "*_~" else opened.replace("<", "</")
    trimmed = text.rstrip(" :：") if text.rstrip(" :：").endswith(closing) else text
    if trimmed.endswith(closing) and trimmed.count(closing) == 1:
        return trimmed[: -len(closing)].strip(), opened != "~~"
    # only a part is bold, "**Rope** and knots": the opening belongs to the text
    return (f"{opened}{text}" if closing in text else text), False


def title(found: Marks) -> str:
    """A heading's words, without emphasis, ornaments, entities and a closing colon."""
    text = plain(_TAG.sub("", found.text) if "<" in found.text else found.text)
    text = text if text.isascii() else ORNAMENT.sub("", text)
    return unescape(text).strip(" :：*_#–—-|")


def is_command(raw: str, commands: Sequence[Command] = ()) -> bool:
    """Whether a line looks like something typed into a shell; `commands` are those of the guide's field."""
    match = _COMMAND.match(raw[:LONGEST])
    if match is None or match["program"] is None or match["program"] in _PROGRAMS:
        return match is not None
    first = [command.first for command in commands if match["program"] in command.names]
    return any(not words or match["first"] in words or match["first"][0] == "-" for words in first)


def scan(lines: Sequence[str], commands: Sequence[Command] = ()) -> tuple[Line, ...]:
    """Every line with its kind and marks; looks at neighbours only for fences, comments, underlines and rows."""
    kinds = _code(lines)
    _front_matter(lines, kinds)
    _comments(lines, kinds)
    _remarks(lines, kinds)
    _wrappers(lines, kinds)
    _running_heads(lines, kinds)
    _numbered_heads(lines, kinds)
    found: list[Line] = []
    for i, raw in enumerate(lines):
        kind = kinds.get(i) or _kind(raw, i, lines)
        depth = _underlined(i, lines, kinds) if kind == "text" else 0
        if kind == "rule" and i and _underlined(i - 1, lines, kinds) and found[-1].kind == "text":
            kind = "under"
        mark = marks(raw, depth) if kind == "text" else Marks(text=raw.strip()) if kind == "row" else _UNMARKED
        if mark.depth == 1 and not depth and _shell_comment(i, lines, commands):
            mark = Marks(indent=mark.indent, text=raw.strip())
        found.append(Line(raw, kind, mark))
    return tuple(found)


def _is_rule(raw: str) -> bool:
    """A line that parts, whether it stands below a title or not."""
    text = raw.strip()
    return not text[:1].isalnum() and bool(RULE.lenient.match(text) or UNDERLINE.lenient.match(text))


def _is_contents(raw: str) -> bool:
    """A line that is nothing but links into the same page, with numbers, bullets and bars around them."""
    if "](" not in raw or not _LINK_HERE.search(raw):
        return False
    return not re.sub(r"[\s\d\W_]+", "", _LINK_HERE.sub("", raw))


def _is_summary(raw: str) -> bool:
    return "<" in raw and _SUMMARY_TAG.search(raw) is not None


# Kinds that a line shows by itself. A summary stands before the tags that it may be alone with: its words are a title.
_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("rule", _is_rule),
    ("tags", _HASHTAGS.match),
    ("text", _is_summary),
    ("markup", _ONLY_TAGS.match),
    ("contents", _is_contents),
    ("furniture", furniture),
)


def _kind(raw: str, i: int, lines: Sequence[str]) -> str:
    if not raw.strip():
        return "blank"
    short = raw[:LONGEST]
    for kind, shows in _KINDS:
        if shows(short):
            return kind
    in_table = raw.lstrip().startswith("|") or (has_columns(short) and _has_tab_neighbour(i, lines))
    return "row" if in_table else "text"


def _has_tab_neighbour(i: int, lines: Sequence[str]) -> bool:
    near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    return any(has_columns(line[:LONGEST]) for line in near)


def _code(lines: Sequence[str]) -> dict[int, str]:
    """The lines of code with its fences. Where nobody closed one, a question's label ends it at the latest."""
    kinds: dict[int, str] = {}
    for fence in fences_of(lines):
        own = range(fence.first, fence.end)
        if not fence.closed:
            own = own[: next((n for n, i in enumerate(own) if n and marks(lines[i]).label), None)]
        kinds.update(dict.fromkeys(own if fence.mark[0] != "<" else (), "code"))
    return kinds


def _front_matter(lines: Sequence[str], kinds: dict[int, str]) -> None:
    if not lines or lines[0].strip() != "---":
        return
    for i, raw in enumerate(lines[1:60], 1):
        if raw.strip() in ("---", "..."):
            if i > 1:
                kinds.update(dict.fromkeys(range(i + 1), "front"))
            return
        if raw.strip() and not re.match(r"[\w-]+\s*:|\s+\S|-\s|#", raw):
            return


def _comments(lines: Sequence[str], kinds: dict[int, str]) -> None:
    opened: int | None = None
    for i, raw in enumerate(lines):
        if kinds.get(i) == "code":
            continue
        if opened is None and raw.lstrip().startswith("<!--"):
            opened = i
        if opened is not None and "-->" in raw:
            if not raw.split("-->", 1)[1].strip():
                kinds.update(dict.fromkeys(range(opened, i + 1), "comment"))
            opened = None


def _remarks(lines: Sequence[str], kinds: dict[int, str]) -> None:
    """`%%remarks%%` of authors that take whole lines."""
    prose = ["" if kinds.get(i) == "code" else line for i, line in enumerate(lines)]
    done = 0
    for i, line in enumerate(prose):
        if i >= done and line.lstrip()[:2] in ("%%", "<!") and (end := remarks.end_of_remark(prose, i)):
            kinds.update(dict.fromkeys(range(i, end), "comment"))
            done = end


def _wrappers(lines: Sequence[str], kinds: dict[int, str]) -> None:
    """`<div align=…>` around a link or a picture; a `<div>` without attributes may be a line of code."""
    opened: list[tuple[int, bool]] = []
    for i, raw in enumerate(lines):
        match = _WRAPPER.match(raw[:LONGEST]) if i not in kinds else None
        if match is None:
            continue
        if not match["end"]:
            opened.append((i, bool(re.search(r"\b(?:align|markdown)\b", match["with"] or ""))))
        elif opened:
            first, aligned = opened.pop()
            if aligned:
                kinds[first] = kinds[i] = "markup"


def _running_heads(lines: Sequence[str], kinds: dict[int, str]) -> None:
    """Page numbers of a printed document, and the lines repeated beside them."""
    pages = _page_numbers(lines, kinds)
    if len(pages) < 2 and not all(_BETWEEN_DASHES.fullmatch(lines[i]) for i in pages):
        return
    near = [j for i in pages for j in (i - 1, i + 1) if 0 <= j < len(lines) and lines[j].strip() and j not in kinds]
    beside = Counter(lines[j].strip() for j in near)
    often = max(2, len(pages) / 2)
    kinds.update(dict.fromkeys(pages, "furniture"))
    kinds.update({j: "furniture" for j in near if beside[lines[j].strip()] >= often})


def _numbered_heads(lines: Sequence[str], kinds: dict[int, str]) -> None:
    """Lines that differ in the number of their page alone: "Handbook of knots      Page 3 of 12"."""
    alike: dict[str, list[int]] = {}
    for i, raw in enumerate(lines):
        if i not in kinds and _may_head_a_page(raw):
            alike.setdefault(re.sub(r"\d+", "0", " ".join(raw.split())), []).append(i)
    for same in alike.values():
        pages = [int(next(filter(None, match.groups()))) for i in same if (match := PAGE_IN_A_HEAD.search(lines[i]))]
        if len(same) > 1 and all(b > a for a, b in pairwise(pages)):
            kinds.update(dict.fromkeys(same, "furniture"))


def _may_head_a_page(raw: str) -> bool:
    numbered = len(raw) < _LONGEST_HEAD and _NUMBER_AT_AN_END.search(raw) is not None
    return numbered and bool(PAGE_IN_A_HEAD.search(raw)) and question_label(raw.strip()) is None


def _page_numbers(lines: Sequence[str], kinds: dict[int, str]) -> list[int]:
    """The lines that number pages. Bare numbers are believed where they rise by one from page to page."""
    short = (i for i, raw in enumerate(lines) if i not in kinds and len(raw) < 60 and not raw.lstrip().startswith("#"))
    found = {i: m for i in short if (m := PAGE_NUMBER.match(lines[i]))}
    bare = [i for i in found if lines[i].strip(" -–—|").isdigit() and not _BETWEEN_DASHES.fullmatch(lines[i])]
    rising = len(bare) > 2 and all(int(found[b]["page"]) == int(found[a]["page"]) + 1 for a, b in pairwise(bare))
    return bare if rising else sorted(found.keys() - set(bare))


def _underlined(i: int, lines: Sequence[str], kinds: dict[int, str]) -> int:
    """Heading depth of a line by the line of `===` or `---` below it: 0 if there is none."""
    below = lines[i + 1].strip() if i + 1 < len(lines) else ""
    depth = depth_of_underline(below) if below and not below[0].isalnum() else 0
    if not depth or kinds.get(i + 1) or not lines[i].strip() or len(lines[i]) > 200:
        return 0
    if i and lines[i - 1].strip() and not _is_rule(lines[i - 1][:LONGEST]):
        return 0  # the last line of a paragraph above a rule is no heading in pasted notes
    text = lines[i].lstrip()
    return 0 if below[0] == "-" and (text[0] in "-*+#>|" or NUMBER.lenient.match(text)) else depth


def _shell_comment(i: int, lines: Sequence[str], commands: Sequence[Command]) -> bool:
    """Whether `# text` is a comment: code stands directly below or above it."""
    below = lines[i + 1] if i + 1 < len(lines) else ""
    above = lines[i - 1] if i else ""
    near = is_command(below, commands) or is_command(above, commands)
    return near or bool(above.strip() and _CODE_ENDING.search(above[:LONGEST]))
