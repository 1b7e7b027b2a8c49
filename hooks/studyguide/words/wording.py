"""Plain words from inline Markdown, and what two wordings have in common."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from . import signed

_TICKS = re.compile(r"(?<!\\)(?P<escapes>\\*+)(?P<ticks>`++)")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]"
    r"\(\s*+<?[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+>?(?:\s++[\"'][^\"']*+[\"'])?\s*+\)"
)
# Marks are taken off only in pairs that enclose words, so `*.example.com` and `box:Get*` keep their stars.
# The sign of a kind of marks, how they open, and how each of them closes.
_Marks = tuple[str, re.Pattern[str], dict[str, re.Pattern[str]]]
_STARS: _Marks = (
    "*",
    re.compile(r"\*{1,3}(?=[^\s*])"),
    {"*" * n: re.compile(rf"(?<=[^\s*])\*{{{n}}}(?!\*)") for n in (1, 2, 3)},
)
_UNDER: _Marks = (
    "_",
    re.compile(r"(?<![\w_])_{1,3}(?=[^\s_])"),
    {"_" * n: re.compile(rf"(?<=[^\s_])_{{{n}}}(?![\w_])") for n in (1, 2, 3)},
)
_STRUCK: _Marks = ("~~", re.compile(r"~~(?=\S)"), {"~~": re.compile(r"(?<=\S)~~")})
# A number that long is no character, and Python declines to read it.
_ENDLESS = re.compile(r"&(?=#[0-9]{12}|#[xX][0-9a-fA-F]{12})")
_KEPT = re.compile(r"\x00(\d+)\x00")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(rf"{signed.LETTERS}(?:[+#]+)?")
# Scripts that put no spaces between words.
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# What a line without marks does not hold; most lines are such.
_MARK = re.compile(r"[\\`*_~\[&\x00]")


@lru_cache(maxsize=1 << 16)
def plain(markdown: str) -> str:
    """The text a reader sees: emphasis, code marks, links and entities resolved, white space folded.

    Kept, for every way to read a file wants to know it of the same lines.

    >>> plain("What is **rope**, `a < b` and [knots](x)?")
    'What is rope, a < b and knots?'
    >>> plain("urn:box:::*  and __init__")
    'urn:box:::* and __init__'
    """
    if not _MARK.search(markdown):
        return " ".join(markdown.split())
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x00{len(kept) - 1}\x00"

    text = markdown.replace("\x00", "")
    if "`" in text:
        text = _without_ticks(text, keep)
    if "\\" in text:
        text = _ESCAPED.sub(lambda m: keep(m[1]), text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    for marks in (_STARS, _STARS, _STRUCK, _UNDER):
        if marks[0] in text:
            text = _without(marks, text)
    if "&" in text:
        text = unescape(text)
    if kept:
        text = _KEPT.sub(lambda m: kept[int(m[1])] if int(m[1]) < len(kept) else "", text)
    return _SPACE.sub(" ", text).strip()


_PICTURE = re.compile(r"!\[([^\[\]]*+)\]\([^()]*+\)|<img\b[^<>]*+>|!\[\[[^\[\]]*+\]\]", re.I)
_LETTER = re.compile(r"[^\W_]")


def without_pictures(title: str) -> str:
    """A title without its pictures; the words of one that stands alone.

    >>> without_pictures("Which knot is it? ![icon](icons/knot.svg)"), without_pictures("![Which knot?](knot.png)")
    ('Which knot is it? ', 'Which knot?')
    """
    if "![" not in title and "<img" not in title:
        return title
    words = _PICTURE.sub("", title)
    return words if _LETTER.search(words) else _PICTURE.sub(lambda m: m[1] or "", title)


_FENCE = re.compile(r"^ *(?:```|~~~).*$", re.M)
_TABLE = re.compile(r"^[ \t]*+\|?[ \t:-]++\|[ \t:|-]*+$", re.M)
_BLOCK = re.compile(r"^[ \t]*(?:#{1,6}|[-*+]|\d+[.)]|>)[ \t]+", re.M)
_LABEL = re.compile(r"^[ \t>*+\-\d.)]*\*\*[^*\n]{1,30}[:.]?\*\*:?[ \t]*", re.M)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def running(markdown: str) -> str:
    """An answer as running words: code and tables included, the marks of Markdown left out.

    >>> running("- **One**\\n- two\\n\\n| a | b |\\n|---|---|\\n| c | `d` |")
    'One two a b c d'
    """
    text = _BLOCK.sub("", _TABLE.sub("", _FENCE.sub("", markdown))).replace("|", " ")
    return " ".join(plain(line) for line in text.split("\n") if line.strip()).replace("  ", " ")


def repeats(some: str, whole: str) -> bool:
    """Whether every sentence and every row of `some` stands in `whole` as well, but for labels such as "**Note:**".

    >>> repeats("**In short:** It is a disk.\\n- One zone.", "It is a **disk**. It lives in two.")
    False
    >>> repeats("**In short:** It is a disk.\\n- One zone.", "It is a **disk**. It lives elsewhere.\\n\\n1. One zone.")
    True
    """
    there = running(whole).casefold()
    lines = (running(line).casefold() for line in _LABEL.sub("", some).split("\n"))
    said = [sentence.strip(" .!?;") for line in lines for sentence in _SENTENCE.split(line)]
    return some == whole or (any(said) and all(_stands_in(sentence, there) for sentence in said))


def _stands_in(sentence: str, text: str) -> bool:
    """Whether it stands there as a whole: what is before and behind it is no letter."""
    at = text.find(sentence)
    while at >= 0:
        if not (_is_letter(text[at - 1 : at]) or _is_letter(text[at + len(sentence) : at + len(sentence) + 1])):
            return True
        at = text.find(sentence, at + 1)
    return False


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _without_ticks(text: str, keep: Callable[[str], str]) -> str:
    """The text with what stands between two equally long runs of ticks kept from further reading."""
    runs = list(_TICKS.finditer(text))
    later: dict[int, list[re.Match[str]]] = {}
    for run in reversed(runs):
        later.setdefault(len(run["ticks"]), []).append(run)
    parts: list[str] = []
    done = 0
    for run in runs:
        alike = later[len(run["ticks"])]
        alike.pop()
        escaped = len(run["escapes"]) % 2 == 1
        if run.start("ticks") < done or escaped or not alike:
            continue
        end = alike[-1]
        code = text[run.end() : end.start("ticks")]
        parts += text[done : run.start("ticks")], keep(code.strip() or code)
        done = end.end()
    return "".join([*parts, text[done:]])


def _without(marks: _Marks, text: str) -> str:
    """The text without pairs of marks. A mark that nothing closes is not looked for again, so this ends in time."""
    _, opening, closing = marks
    if opening.search(text) is None:
        return text
    parts: list[str] = []
    unclosed: set[str] = set()
    done = 0
    while mark := opening.search(text, done):
        end = None if mark[0] in unclosed else closing[mark[0]].search(text, mark.end() + 1)
        if end is None:
            unclosed.add(mark[0])
            parts.append(text[done : mark.start() + 1])
            done = mark.start() + 1
            continue
        inner = text[mark.end() : end.start()]
        # `__init__` is a name; `__of great note__` is not.
        named = mark[0] in ("__", "___") and " " not in inner
        parts += text[done : mark.start()], text[mark.start() : end.end()] if named else inner
        done = end.end()
    return "".join([*parts, text[done:]])


def unescape(text: str) -> str:
    """The text with its entities as characters; a number too long to be one stays as it is.

    >>> unescape("&lt;a&gt; &#65;"), unescape("&#" + "9" * 5000 + ";")[:5]
    ('<a> A', '&#999')
    """
    if "&" not in text:
        return text
    # Between the two parts there is nothing that `html.unescape` would read.
    return "&".join(html.unescape(part) for part in _ENDLESS.split(text))


def words(text: str) -> list[str]:
    """Case-folded words of plain text, compatibility forms unified, any script.

    >>> words("What's W3's C++ API?")
    ['what', 's', 'w3', 's', 'c++', 'api']
    >>> words("लोकसभा में 543।")
    ['लोकसभा', 'में', '543']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def signed_words(text: str) -> list[str]:
    """The same with all signs that tell one word from another, and those that are words by themselves.

    >>> signed_words("Is && or @Box meant?")
    ['is', '&&', 'or', '@box', 'meant']
    """
    return signed.WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Two questions with the same key have the same words, whatever their marks, case and punctuation.

    >>> key("What is **rope**?") == key("  what is Rope")
    True
    """
    return " ".join(signed_words(plain(text).replace("’", "'")))
