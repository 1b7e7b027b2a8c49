"""One line's marks: heading, number, bullet, label, emphasis; and what kind of line it is.

Reading questions means weighing lines against each other; this module says only what a single line shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..words.furniture import PAGE_NUMBER, furniture
from ..words.labels import question_label
from ..words.wording import plain, unescape

# Emoji and other ornaments that people put before a title. Keycaps ("1️⃣") are numbers and handled before.
ORNAMENT = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\ufe0e\ufe0f\u200d"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f\uf8ff]+"
)
_KEYCAP = re.compile("((?:[0-9]\ufe0f?\u20e3)+|[\u2460-\u2473\u2776-\u277f]|\U0001f51f)\\s*[.):]?\\s*")
_HEADING = re.compile(r"(#{1,6})(?=[\s*_`\[]|\d|[^\W\d_]|[^\x00-\x7f])\s*")
_BULLET = re.compile(r"(?:[-*+•◦▪▫■□●○◆◇➤➢►▸▹▶▷▼▾‣⁃∙·–—\uf0a7\uf0b7\uf0d8]\s+|[o§]\t\s*)(?=\S)")
_BOX = re.compile(r"\[([ xX✓✔✅])\]\s+")
_MARKER = re.compile(r"^(?:\(?\d{1,4}[.):]|[^\w\s]|[o§])\t+")
_OPEN = re.compile(r"\*\*\*|\*\*|___|__|<(?:b|strong|em|i|u)>", re.I)
_TAG = re.compile(r"</?(?:b|strong|em|i|u|h[1-6]|p|span|font|center|a|summary|details|div)(?:\s[^<>]*)?/?>", re.I)
# "1." "1)" "(1)" "1:" "1、" "[1]" "1.2." and "1 -"; a bare number only counts in a heading.
_NUMBER = re.compile(
    r"(?:(?:(?:No|Nr)\.|№)\s*)?(?:[(（](?P<a>\d{1,4})[)）]|\[(?P<b>\d{1,4})\](?!\()|(?P<c>\d{1,4}(?:\.\d{1,3}){0,3})(?:\\?[.)\]:：、．）｡]+(?=\s|[^\d\s]|$)|\s+[-–—](?=\s))"
    r"|第\s?(?P<e>\d{1,4})\s?[题題问問条條]\s*[:：.、]?|(?P<d>\d{1,3}(?:\.\d{1,3})+)(?=\s+[^\W\d]))\s*"
)
# "一、", "（二）", "十一、"
_HAN_NUMBER = re.compile(
    r"(?P<a>[一二三四五六七八九十]{1,3})[、．.]\s*(?=\S)|[(（](?P<b>[一二三四五六七八九十]{1,3})[)）]\s*(?=\S)"
)
_HAN = "〇一二三四五六七八九"
_ROMAN = re.compile(r"(?P<roman>(?:X{0,3})(?:IX|IV|V?I{0,3}))[.)]\s+(?=\S)")
_COLON_OUTSIDE = re.compile(r"^([^*_:：]{1,24})(\*{1,3}|_{1,3})([:：])")
_CALLOUT = re.compile(r"\[!(?:question|faq|help)\][+-]?\s*", re.I)
_BARE_NUMBER = re.compile(r"(?P<c>\d{1,4})\s+(?=\S)")
_DIGITS = str.maketrans("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 4)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*(?P<inside>[#.][^{}]*)\}\s*$")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])(?:\s[^<>]*)?>(.*?)(?:</h\1\s*>)?\s*$", re.I)
_RULE = re.compile(r"^\s{0,3}(?:(?:[-*_=~^⸻—─━]\s*){3,}|<hr\s*/?>)\s*$", re.I)
# Tags that carry no words and shape only the page they were pasted from; any other tag may be a line of code.
_HASHTAGS = re.compile(r"^\s*#[^\W\d_][\w/-]*(?:\s+#[^\W\d_][\w/-]*)+\s*$")
_WRAPPER = re.compile(r"^\s*(?:<div(?P<with>\s[^<>]*)?>|(?P<end></div\s*>))\s*$", re.I)
_ONLY_TAGS = re.compile(
    r"^\s*(?:</?(?:details|summary|p|br|hr|center|a|b|strong|i|em|u|font|span|sup|sub)(?:\s[^<>]*)?/?>\s*|&nbsp;\s*)+$",
    re.I,
)
_SUMMARY_TAG = re.compile(r"<summary\b", re.I)
_LINK_HERE = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\(\s*<?#[^)]*\)")
_COMMAND = re.compile(
    r"^\s*(?:[$>%]\s+\S|(?:sudo|aws|kubectl|docker|terraform|curl|git|pip3?|npm|npx|yarn|export|cd|eksctl|sam|cdk|helm|ssh|scp|python3?|node"
    r"|apt|apt-get|yum|dnf|brew|echo|mkdir|cat|chmod|systemctl|ansible|make|openssl|psql|mysql|redis-cli|gcloud|az|go|cargo)\s+[-\w./<$\"'{])"
)
_CODE_ENDING = re.compile(
    r"[{};\\\[(]\s*$|^\s*(?:import|from|def|class|return|const|let|var|function|if|for|while|export|package|public|resource)\b.*[:{;)]\s*$"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks in front of a line's words, and the words.

    depth    heading depth 1 to 6, 0 for no heading
    bullet   its sign, or ""
    number   as written ("3", "1.2"), without its punctuation; None for none
    label    the question label ("Q", "Scenario"), or ""
    text     what is left, inline Markdown
    bold     the emphasis encloses the whole text
    anchor, classes   from a trailing attribute list `{ #anchor .class }`
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


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source with its kind and its marks.

    kind  blank, code, front, comment, rule, under (a setext underline), markup (tags without words),
          contents (an entry of a linked table of contents), furniture, row (of a table), or text
    """

    raw: str
    kind: str
    marks: Marks


# A line longer than this is prose whatever it begins with; its marks are looked for in its beginning only.
LONGEST = 4000


def marks(raw: str, depth: int = 0) -> Marks:
    """The marks of one line. `depth` is given for a line that is a heading by its underline.

    >>> found = marks("### **12. What is S3?**")
    >>> found.depth, found.number, found.bold, found.text
    (3, '12', True, 'What is S3?')
    """
    if len(raw) > LONGEST:
        return Marks(text=raw.strip())
    expanded = raw.expandtabs(4)
    rest = expanded.lstrip()
    indent = len(expanded) - len(rest)
    quote = False
    while rest.startswith(">"):
        rest, quote = rest[1:].lstrip(), True
    heading = _HTML_HEADING.match(rest)
    if heading:
        depth, rest = int(heading[1]), heading[2].strip()
    rest = _strip_tags(rest)
    anchor = ""
    classes: tuple[str, ...] = ()
    attributes = _ATTRIBUTES.search(rest)
    if attributes:
        parts = attributes["inside"].split()
        anchor = next((p[1:] for p in parts if p.startswith("#")), "")
        classes = tuple(p[1:] for p in parts if p.startswith("."))
        rest = rest[: attributes.start()]
    item = re.match(r"<li(?:\s[^<>]*)?>\s*(.*?)\s*(?:</li\s*>)?$", rest, re.I)
    bullet, box, ornament, number, label, scenario, opened = "<" if item else "", "", False, None, "", False, ""
    rest = item[1] if item else rest
    while rest:
        found = _KEYCAP.match(rest)
        if found and number is None:
            number = "".join(c for c in found[1] if c in "0123456789") or _circled(found[1])
            rest = rest[found.end() :]
            continue
        found = _BULLET.match(rest)
        if found and not (bullet or depth or number or opened or label):
            bullet, rest = found[0][0], rest[found.end() :]
            continue
        found = ORNAMENT.match(rest)
        if found:
            ornament, rest = True, rest[found.end() :].lstrip()
            continue
        found = _HEADING.match(rest)
        if found and not depth and not bullet and not opened and not label:
            depth, rest = len(found[1]), re.sub(r"\s+#+\s*$", "", rest[found.end() :])
            continue
        found = _BOX.match(rest)
        if found and not box:
            box, rest = found[1], rest[found.end() :]
            continue
        found = _OPEN.match(rest)
        if found and not opened:
            opened, rest = found[0], rest[found.end() :].lstrip()
            continue
        digits = rest.translate(_DIGITS)
        found = _NUMBER.match(digits) or (_BARE_NUMBER.match(digits) if depth and not label else None)
        if found and number is None and (len(found.groupdict()) == 1 or rest[found.end() :].strip()):
            groups = found.groupdict()
            number = groups.get("a") or groups.get("b") or groups["c"] or groups.get("d") or groups.get("e")
            rest = rest[found.end() :]
            continue
        found = _HAN_NUMBER.match(rest)
        if found and number is None and not label:
            number, rest = _han(found["a"] or found["b"]), rest[found.end() :]
            continue
        found = _ROMAN.match(rest)
        if found and found["roman"] and number is None and not label:
            number, rest = _roman(found["roman"]), rest[found.end() :]
            continue
        found = _CALLOUT.match(rest)
        if found and not label:
            label, rest = "question", rest[found.end() :]
            continue
        if opened and not label:  # "**Question 1**: What…" as "**Question 1:** What…"
            found = _COLON_OUTSIDE.match(rest)
            if found and question_label(found[1] + ":"):
                rest = found[1] + found[3] + found[2] + rest[found.end() :]
        shut = opened if opened and rest.rstrip(" :：").endswith(opened) else ""
        labelled = question_label(rest.rstrip(" :：").removesuffix(shut) if shut else rest) if not label else None
        if labelled and (number is None or labelled[1] is None):
            label, own, rest, scenario = labelled
            number = own or number
            if shut:  # "**Question 1**", "**Q: What…**"
                rest = rest + shut if rest else ""
                opened = opened if rest else ""
            if opened and rest.startswith(opened):  # "**Q:** What…"
                opened, rest = "", rest[len(opened) :].lstrip()
            elif opened and not rest.strip("*_ "):
                opened, rest = "", ""
            continue
        break
    text, bold = _close(rest.strip(), opened)
    if label and not text.strip("*_ "):
        text = ""
    return Marks(indent, quote, depth, bullet, box, ornament, number, label, scenario, bold, text, anchor, classes)


def _han(sign: str) -> str:
    """The number of "十二" (12): at most two digits around a ten."""
    tens, ten, ones = sign.rpartition("十")
    high = (_HAN.find(tens[-1]) if tens else 1) if ten else 0
    return str(high * 10 + (_HAN.find(ones[-1]) if ones else 0))


def _roman(sign: str) -> str:
    """The number of "XIV" (14)."""
    values = [{"X": 10, "V": 5, "I": 1}[letter] for letter in sign]
    return str(sum(-a if a < b else a for a, b in pairwise([*values, 0])))


def _circled(sign: str) -> str:
    """The number of a sign like "③"; the keycap ten is a sign of its own."""
    value = unicodedata.numeric(sign[0], 10.0)
    return str(int(value))


def _strip_tags(text: str) -> str:
    """Text without the tags that enclose the whole of it, so `<b>1. What is S3?</b>` reads like its words."""
    while True:
        match = re.fullmatch(
            r"<(h[1-6]|p|b|strong|em|i|u|span|font|center|div)(?:\s[^<>]*)?>(.*)</\1>", text.strip(), re.I
        )
        if match is None or f"</{match[1]}" in match[2]:
            return text.strip()
        inside = match[2].strip()
        text = f"**{inside}**" if match[1].lower() in ("b", "strong") and "**" not in inside else inside


def _close(text: str, opened: str) -> tuple[str, bool]:
    """The text after an opened emphasis with its other half taken away if it encloses all; else put back."""
    if not opened:
        whole = re.fullmatch(r"(\*\*\*|\*\*|___|__)(?=\S)((?:(?!\1).)+)\1[:：]?", text)
        return (whole[2].strip(), True) if whole else (text, False)
    closing = opened if opened[0] in "*_" else opened.replace("<", "</")
    trimmed = text.rstrip(" :：") if text.rstrip(" :：").endswith(closing) else text
    if trimmed.endswith(closing) and trimmed.count(closing) == 1:
        return trimmed[: -len(closing)].strip(), True
    # only a part is bold, "**S3** and EC2": the opening belongs to the text
    return (f"{opened}{text}" if closing in text else text), False


def title(found: Marks) -> str:
    """A heading's words, without emphasis, ornaments, entities and a closing colon."""
    text = plain(_TAG.sub("", found.text))
    text = ORNAMENT.sub("", text)
    return unescape(text).strip(" :：*_#–—-|")


def is_command(raw: str) -> bool:
    """Whether a line looks like something typed into a shell."""
    return bool(_COMMAND.match(raw[:LONGEST]))


def scan(lines: Sequence[str]) -> tuple[Line, ...]:
    """Every line with its kind and marks; looks at neighbours only for fences, comments, underlines and rows."""
    kinds = _fenced(lines)
    _front_matter(lines, kinds)
    _comments(lines, kinds)
    _wrappers(lines, kinds)
    _running_heads(lines, kinds)
    found: list[Line] = []
    for i, raw in enumerate(lines):
        kind = kinds.get(i) or _kind(raw, i, lines)
        depth = _underlined(i, lines, kinds) if kind == "text" else 0
        if kind == "rule" and i and _underlined(i - 1, lines, kinds) and found[-1].kind == "text":
            kind = "under"
        mark = marks(raw, depth) if kind in ("text", "row") else Marks()
        if mark.depth == 1 and not depth and kind == "text" and _shell_comment(i, lines):
            mark = Marks(indent=mark.indent, text=raw.strip())
        found.append(Line(raw, kind, mark))
    return tuple(found)


def _kind(raw: str, i: int, lines: Sequence[str]) -> str:
    if not raw.strip():
        return "blank"
    short = raw[:LONGEST]
    if _RULE.match(short):
        return "rule"
    if _HASHTAGS.match(short):
        return "tags"
    if _SUMMARY_TAG.search(short):
        return "text"
    if _ONLY_TAGS.match(short):
        return "markup"
    if _LINK_HERE.search(short) and _is_contents(short):
        return "contents"
    if furniture(short):
        return "furniture"
    if raw.lstrip().startswith("|") or (_has_columns(raw) and _has_tab_neighbour(i, lines)):
        return "row"
    return "text"


def _is_contents(raw: str) -> bool:
    """A line that is nothing but links into the same page, with numbers, bullets and bars around them."""
    left = _LINK_HERE.sub("", raw)
    return not re.sub(r"[\s\d\W_]+", "", left)


def _has_tab_neighbour(i: int, lines: Sequence[str]) -> bool:
    near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    return any(_has_columns(line) for line in near)


def _has_columns(raw: str) -> bool:
    """Whether tabs stand between words, not only behind a list's number or bullet."""
    return "\t" in raw and "\t" in _MARKER.sub("", raw.strip()[:LONGEST])


def _fenced(lines: Sequence[str]) -> dict[int, str]:
    """Lines inside fences. A fence that is never closed is no fence: it would swallow every question after it."""
    kinds: dict[int, str] = {}
    opened: tuple[int, str] | None = None
    pending = -1
    for i, raw in enumerate(lines):
        match = re.match(r"\s*(?:>\s*)*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(`{3,}|~{3,})(.*)$", raw[:LONGEST])
        if match is None:
            continue
        if opened is None:
            if i and match[1] == raw.strip() and raw[0] == "~" and abs(len(lines[i - 1].strip()) - len(match[1])) < 2:
                continue  # the underline of a title, as reStructuredText has it
            if "`" not in match[2] or match[1][0] == "~":
                opened, pending = (i, match[1]), i
        elif match[1][0] == opened[1][0] and len(match[1]) >= len(opened[1]) and not match[2].strip():
            kinds.update(dict.fromkeys(range(opened[0], i + 1), "code"))
            opened = None
    if opened is not None and pending >= 0:
        kinds[pending] = "text"
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
    """Page numbers of a printed document, and the lines repeated beside them.

    Bare numbers are believed where they rise by one from page to page.
    """
    pages = [
        (i, int(m["page"]))
        for i, raw in enumerate(lines)
        if i not in kinds and len(raw) < 60 and (m := PAGE_NUMBER.match(raw))
    ]
    named = [(i, n) for i, n in pages if not lines[i].strip(" -–—|").isdigit()]
    bare = [(i, n) for i, n in pages if lines[i].strip(" -–—|").isdigit()]
    rising = len(bare) > 2 and all(b == a + 1 for (_, a), (_, b) in pairwise(bare))
    believed = [i for i, _ in (pages if rising and not named else bare if rising else named)]
    if len(believed) < 2:
        return
    near = [j for i in believed for j in (i - 1, i + 1) if 0 <= j < len(lines) and lines[j].strip() and j not in kinds]
    beside = Counter(lines[j].strip() for j in near)
    kinds.update(dict.fromkeys(believed, "furniture"))
    often = max(2, len(believed) / 2)
    kinds.update({j: "furniture" for j in near if beside[lines[j].strip()] >= often})


def _underlined(i: int, lines: Sequence[str], kinds: dict[int, str]) -> int:
    """Heading depth of a line by the line of `===` or `---` below it: 0 if there is none."""
    if i + 1 >= len(lines) or kinds.get(i + 1) or not lines[i].strip() or len(lines[i]) > 200:
        return 0
    if i and lines[i - 1].strip() and not _RULE.match(lines[i - 1][:LONGEST]):
        return 0  # the last line of a paragraph above a rule is no heading in pasted notes
    below = lines[i + 1].strip()
    if re.fullmatch(r"={3,}", below):
        return 1
    if re.fullmatch(r"\^{3,}|~{4,}", below):
        return 3
    return 2 if re.fullmatch(r"-{3,}", below) and not re.match(r"\s*(?:[-*+#>|]|\d+[.)])", lines[i]) else 0


def _shell_comment(i: int, lines: Sequence[str]) -> bool:
    """Whether `# text` is a comment: code stands directly below or above it."""
    below = lines[i + 1] if i + 1 < len(lines) else ""
    above = lines[i - 1] if i else ""
    return is_command(below) or is_command(above) or bool(above.strip() and _CODE_ENDING.search(above[:LONGEST]))
