"""The marks within a text: emphasis, code, links, and whatever else a row of `ROWS` reads.

markdown-it-py goes through the text and pairs the marks of emphasis. What it asks are our rows, for a stranger's answer
must not mean more than they say: no HTML, nothing beyond the answer, no address but to the web and to mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as _emphasis
from markdown_it.rules_inline.escape import escape as _escape
from markdown_it.rules_inline.newline import newline as _newline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.rules_inline.strikethrough import tokenize as _strikethrough
from markdown_it.token import Token

from ..syntax.spans import spans
from .addresses import MAIL, SCHEME, TARGET, WEB, end_of_address, leads_out, plain_address
from .cleaning import ENTITY, character, decoded
from .nodes import Break, CodeSpan, Inline, Link, Span

# Emphasis within emphasis, links within links. People stop at three; deeper marks are text.
MAX_NESTING = 20
# Real paragraphs have up to 3 000 characters. A longer one is a file by mistake.
MAX_TEXT = 20_000


def inlines_of(text: str) -> tuple[Inline, ...]:
    """A text's pieces. Most have no mark."""
    if not _STARTS.search(text):
        return (text,) if text else ()
    if len(text) > MAX_TEXT:
        return (text,)
    md = _parser()
    state = _State(text, md)
    md.inline.tokenize(state)
    for pair in md.inline.ruler2.getRules(""):
        pair(state)
    return _built(state.tokens)


class _State(StateInline):
    """markdown-it-py's, with what our rows ask about the whole text, found once: where code and brackets end."""

    def __init__(self, text: str, md: MarkdownIt) -> None:
        super().__init__(text, md, {}, [])
        self.codes, self.brackets = _enclosed(text) if "`" in text or "[" in text else ({}, {})

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """CommonMark's, and more: in `**Bold:**text` the second mark closes, though a sign stands before it."""
        found = super().scanDelims(start, canSplitWord)
        if not canSplitWord:
            return found
        before = self.src[start - 1 : start]
        behind = self.src[start + found.length : self.posMax][:1]
        opens = found.can_open or (behind != "" and behind in _OPENERS and not before.isspace())
        closes = found.can_close or (before != "" and before in _CLOSERS)
        return Scanned(opens, closes, found.length)


# Signs at the beginning and at the end of what is emphasised, whatever letters stand next to its marks.
_OPENERS = "([{\"'“‘«<`（【「『《"
_CLOSERS = ".,:;!?)]}\"'”’»…%`>。，、：；！？）】」』》"
_BRACKET = re.compile(r"[\[\]]")


def _enclosed(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Where each code span ends, and the bracket that closes each bracket outside of code, by where they begin."""
    codes: dict[int, int] = {}
    brackets: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    for kind, piece in spans(text):
        if kind == "code":
            codes[at] = at + len(piece)
        elif kind == "text":
            for found in _BRACKET.finditer(piece):
                if found[0] == "[":
                    opened.append(at + found.start())
                elif opened:
                    brackets[opened.pop()] = at + found.start()
        at += len(piece)
    return codes, brackets


# What reads a mark ---------------------------------------------------------------------------------------------------


def _put(state: StateInline, inline: Inline, end: int) -> bool:
    """A piece that is done, in place of the text up to `end`."""
    state.push("piece", "", 0).meta["piece"] = inline
    state.pos = end
    return True


def _around(state: StateInline, first: int, last: int, end: int, made: _Made) -> bool:
    """A piece made of what stands from `first` to `last`, in place of the text up to `end`."""
    most = state.posMax
    state.pos, state.posMax = first, last
    state.push("open", "", 1).meta["made"] = made
    state.md.inline.tokenize(state)
    state.push("close", "", -1)
    state.pos, state.posMax = end, most
    return True


def _code(state: _State) -> bool:
    end = state.codes.get(state.pos)
    if end is None:
        return False
    inner = state.src[state.pos : end].strip("`")
    return _put(state, CodeSpan(inner.strip() or inner), end)


def _entity(state: _State) -> bool:
    found = ENTITY.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    state.append_pending(character(found))
    state.pos = found.end()
    return True


_IN_ANGLES = re.compile(rf"<((?:{WEB})|(?:{MAIL}))>", re.I)
_BARE = re.compile(WEB)


def _autolink(state: _State) -> bool:
    found = _IN_ANGLES.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel:
        return False
    return _put(state, _leading(found[1]), found.end())


def _address(state: _State) -> bool:
    found = _BARE.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel:
        return False
    address = found[0][: end_of_address(found[0])]
    return _put(state, _leading(address), state.pos + len(address))


def _leading(written: str) -> Inline:
    """An address as a link, if it may be one."""
    address = plain_address(written)
    target = address if SCHEME.match(address) else f"mailto:{address}"
    return Link(target, (address,)) if leads_out(target) else address


def _link(state: _State) -> bool:
    """`[words](address "title")`, and a picture in the same form."""
    picture = state.src[state.pos] == "!"
    opened = state.pos + picture
    closed = state.brackets.get(opened, state.posMax)
    found = TARGET.match(state.src, closed + 1, state.posMax)
    if not found:
        return False
    address = plain_address(found[1].removeprefix("<").removesuffix(">")).strip()
    title = decoded(found[2][1:-1]) if found[2] else ""
    leads = not state.linkLevel and leads_out(address)

    def made(inlines: tuple[Inline, ...]) -> Inline:
        return Link(address, inlines or (address,), title, leads, picture)

    state.linkLevel += 1
    _around(state, opened + 1, closed, found.end(), made)
    state.linkLevel -= 1
    return True


# Rows ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A mark: how it begins, and what reads it there.

    signs    the sign that it begins with; any of several
    follows  a pattern of what must come behind that
    read     gives back whether it is one; then it has put it into the state and left `state.pos` behind it
    """

    signs: str
    follows: str
    read: Callable[[_State], bool]


# Of rows that begin with the same sign the first that reads something is believed.
ROWS = (
    Row("\n", "", lambda state: _newline(state, False)),
    Row("\\", "", lambda state: _escape(state, False)),
    Row("`", "", _code),
    Row("*_", "", lambda state: _emphasis(state, False)),
    Row("~", "~", lambda state: _strikethrough(state, False)),
    Row("[", "", _link),
    Row("!", r"\[", _link),
    Row("<", r"(?=https?:|[\w.+:-]+@)", _autolink),
    Row("h", r"(?<![\w/@.-]h)ttps?://", _address),
    Row("&", "(?=[#A-Za-z])", _entity),
)
# Each way to begin by its first sign, so that a text without any is quickly gone through.
_STARTS = re.compile("|".join(re.escape(sign) + row.follows for row in ROWS for sign in row.signs))
_BY_SIGN = {
    sign: [(re.compile(re.escape(sign) + row.follows), row.read) for row in ROWS if sign in row.signs]
    for sign in {sign for row in ROWS for sign in row.signs}
}


def _text(state: StateInline, _: bool) -> bool:
    """What stands before the next mark."""
    found = _STARTS.search(state.src, state.pos, state.posMax)
    end = found.start() if found else state.posMax
    if end == state.pos:
        return False
    state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _mark(state: StateInline, _: bool) -> bool:
    """What the rows make of the signs here."""
    assert isinstance(state, _State)
    for starts, read in _BY_SIGN.get(state.src[state.pos], ()):
        if starts.match(state.src, state.pos) and read(state):
            return True
    return False


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    md = MarkdownIt("zero", {"maxNesting": MAX_NESTING})
    md.inline.ruler.at("text", _text)
    md.inline.ruler.push("mark", _mark)
    md.inline.ruler.enableOnly(["text", "mark"])
    md.inline.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis"])
    return md


# Pieces --------------------------------------------------------------------------------------------------------------

_Made = Callable[[tuple[Inline, ...]], Inline]
_PAIRS = {"strong": "strong", "em": "em", "s": "del"}


def _built(tokens: Iterable[Token]) -> tuple[Inline, ...]:
    """The tree of what was put into the state. Marks of emphasis that lie too deep are text again."""
    open_: list[tuple[_Made | None, list[Inline]]] = [(None, [])]
    for token in tokens:
        kind = token.type
        if kind in ("text", "text_special"):
            if token.content:
                open_[-1][1].append(token.content)
        elif kind == "piece":
            open_[-1][1].append(token.meta["piece"])
        elif kind == "softbreak":
            open_[-1][1].append("\n")
        elif kind == "hardbreak":
            open_[-1][1].append(Break())
        elif token.nesting > 0:
            deep = len(open_) > MAX_NESTING and kind != "open"
            open_.append((None if deep else token.meta.get("made") or _spanning(kind), []))
            if deep:
                open_[-1][1].append(token.markup)
        else:
            made, inlines = open_.pop()
            open_[-1][1].extend([made(_joined(inlines))] if made else [*inlines, token.markup])
    return _joined(open_[0][1])


def _spanning(kind: str) -> _Made:
    mark = _PAIRS[kind.removesuffix("_open")]
    return lambda inlines: Span(mark, inlines)


def _joined(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Texts next to each other as one."""
    found: list[Inline] = []
    texts: list[str] = []
    for inline in inlines:
        if isinstance(inline, str):
            texts.append(inline)
            continue
        if texts:
            found.append("".join(texts))
            texts.clear()
        found.append(inline)
    if texts:
        found.append("".join(texts))
    return tuple(found)
