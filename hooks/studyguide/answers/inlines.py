"""The marks within a text: emphasis, code, links, and whatever else a row of `ROWS` reads.

markdown-it-py goes through the text and pairs the marks of emphasis. What it asks are our rows, for a stranger's answer
must not mean more than they say: no HTML, nothing beyond the answer, no address but to the web and to mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as _emphasis
from markdown_it.rules_inline.escape import escape as _escape
from markdown_it.rules_inline.newline import newline as _newline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.rules_inline.strikethrough import tokenize as _strikethrough
from markdown_it.token import Token

from ..syntax.formulas import formula_at
from ..syntax.spans import spans
from . import formulas
from .addresses import MAIL, SCHEME, TARGET, WEB, end_of_address, leads_out, plain_address
from .cleaning import ENTITY, character, decoded
from .definitions import Definitions, label_of
from .links import is_own
from .nodes import Break, CodeSpan, Formula, Image, Inline, Link, NoteMark, Paragraph, Short, Span, said
from .pictures import shown
from .short_names import emoji_of, is_key

# Emphasis within emphasis, links within links. People stop at three; deeper marks are text.
MAX_NESTING = 20
# Real paragraphs have up to 3 000 characters. A longer one is a file by mistake.
MAX_TEXT = 20_000


def inlines_of(text: str, known: Definitions) -> tuple[Inline, ...]:
    """A text's pieces. Most have no mark."""
    if not _STARTS.search(text):
        return _with_shorts((text,) if text else (), known)
    if len(text) > MAX_TEXT:
        return (text,)
    md = _parser()
    state = _State(text, md, known)
    md.inline.tokenize(state)
    for pair in md.inline.ruler2.getRules(""):
        pair(state)
    return _with_shorts(_built(state), known)


class _State(StateInline):
    """markdown-it-py's, with what our rows ask about the whole text, found once: where code and brackets end.

    known   what the answer defines
    """

    def __init__(self, text: str, md: MarkdownIt, known: Definitions) -> None:
        super().__init__(text, md, {}, [])
        self.codes, self.brackets = _enclosed(text) if "`" in text or "[" in text else ({}, {})
        self.known = known

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


_DOMAIN = re.compile(r"@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?![\w@/:]|\.\w)")
_LOCAL = re.compile(r"(?<![\w.+/:@-])[\w+-][\w.+-]{0,63}\Z")


def _mail(state: _State) -> bool:
    """An address of mail in the text: what stands before its sign has been put there already."""
    domain = _DOMAIN.match(state.src, state.pos, state.posMax)
    local = _LOCAL.search(state.pending[-70:]) if domain and not state.linkLevel else None
    if not domain or not local:
        return False
    state.pending = state.pending[: -len(local[0])]
    return _put(state, _leading(local[0] + domain[0]), domain.end())


def _www(state: _State) -> bool:
    found = _WWW.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel:
        return False
    shown = found[0][: end_of_address(found[0])]
    address = f"https://{plain_address(shown)}"
    if not leads_out(address):
        return False
    return _put(state, Link(address, (plain_address(shown),)), state.pos + len(shown))


_WWW = re.compile(rf"www\.[\w-]+\.{WEB.removeprefix('https?://')}")


def _link(state: _State) -> bool:
    """`[words](address "title")`, a picture in the same form, `[words][label]`, `[label]`, and `[^label]`."""
    picture = state.src[state.pos] == "!"
    opened = state.pos + picture
    closed = state.brackets.get(opened, state.posMax)
    if closed >= state.posMax:
        return False
    found = TARGET.match(state.src, closed + 1, state.posMax)
    if found:
        address = plain_address(found[1].removeprefix("<").removesuffix(">")).strip()
        title = decoded(found[2][1:-1]) if found[2] else ""
        return _linked(state, opened, closed, found.end(), address, title)
    return _note(state, closed) or _reference(state, opened, closed)


def _linked(state: _State, opened: int, closed: int, end: int, address: str, title: str) -> bool:
    leads = not state.linkLevel and (leads_out(address) or is_own(address))
    picture = opened > state.pos

    seen = shown(address) if picture else None
    state.known.unshown.extend([address] if seen else [])

    def made(inlines: tuple[Inline, ...]) -> Inline:
        if seen:
            return Image(seen.name, " ".join(said(inlines).split()) or seen.name, seen.width, seen.height, title)
        return Link(address, inlines or (address,), title, leads, picture)

    state.linkLevel += 1
    _around(state, opened + 1, closed, end, made)
    state.linkLevel -= 1
    return True


_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")


def _reference(state: _State, opened: int, closed: int) -> bool:
    """A link whose address stands elsewhere in the answer."""
    if not state.known.references:
        return False
    behind = _LABEL.match(state.src, closed + 1, state.posMax)
    words = state.src[opened + 1 : closed]
    label = label_of(behind[1] if behind and behind[1] else words)
    if label not in state.known.references:
        return False
    state.known.used.add(("reference", label))
    if behind:
        state.known.unshown.append(behind[1])
    return _linked(state, opened, closed, behind.end() if behind else closed + 1, *state.known.references[label])


def _note(state: _State, closed: int) -> bool:
    """The mark of a footnote that the answer has."""
    if not state.src.startswith("^", state.pos + 1):
        return False
    written = state.src[state.pos + 1 : closed]
    label = label_of(written[1:])
    if label not in state.known.notes:
        return False
    again = label in state.known.numbers
    number = state.known.numbers.setdefault(label, len(state.known.numbers) + 1)
    state.known.used.add(("note", label))
    state.known.unshown.append(written)
    return _put(state, NoteMark(number, again), closed + 1)


# Footnotes within each other where they are said.
_MOST_NOTES_DEEP = 3


def _is_prose(words: str) -> bool:
    """Whether words begin or end with two letters and have a space between them: `[a-z ]` is none."""
    return (words[:2].isalpha() or words[-2:].isalpha()) and len(words) > 2 and len(words.split(None, 1)) > 1


def _inline_note(state: _State) -> bool:
    """`word^[A footnote where it is said.]`; `^[a-z]+$` is none."""
    opened = state.pos + 1
    closed = state.brackets.get(opened, state.posMax)
    words = state.src[opened + 1 : closed].strip()
    known = state.known
    if closed >= state.posMax or known.noting >= _MOST_NOTES_DEEP or not _is_prose(words):
        return False
    label = f"^{closed}^{words}"
    again = label in known.numbers
    number = known.numbers.setdefault(label, len(known.numbers) + 1)
    known.noting += 1
    try:
        known.notes[label] = (Paragraph(inlines_of(words, known)),)
    finally:
        known.noting -= 1
    known.used.add(("note", label))
    return _put(state, NoteMark(number, again), closed + 1)


# By what a link of Obsidian finds a block, at its end: six letters and figures, or a name with a hyphen.
BLOCK_ID = re.compile(r"\^(?:(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6}|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)(?=[ \t]*(?:\n|\Z))")


def _block_id(state: _State) -> bool:
    found = BLOCK_ID.match(state.src, state.pos, state.posMax)
    if not found or not re.search(r"\w\s", state.src[: state.pos]):
        return False
    state.pending = state.pending.rstrip()
    state.known.unshown.append(found[0])
    state.pos = found.end()
    return True


# What a generator is told of a link, a picture or a mark: `{:target="_blank"}`, `{ .button #id }`.
_ATTRIBUTE = (
    r"(?:[.#][A-Za-z][\w-]*|(?:target|rel|width|height|style|class|id|align|loading|download|hreflang|data-[\w-]+)"
    r"(?:=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))?)"
)
ATTRIBUTES = re.compile(rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}")


def _attributes(state: _State) -> bool:
    """A list of attributes right behind what it is about."""
    found = ATTRIBUTES.match(state.src, state.pos, state.posMax)
    before = state.tokens[-1] if state.tokens and not state.pending else None
    if not found or not before or (before.type not in ("piece", "close") and before.content.strip("*_~")):
        return False
    state.known.unshown.append(found[0])
    state.pos = found.end()
    return True


def _with_shorts(inlines: tuple[Inline, ...], known: Definitions) -> tuple[Inline, ...]:
    """The same pieces with the abbreviations among their words."""
    if known.short_pattern is None:
        return inlines
    found: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, str):
            found.extend(_short_pieces(inline, known.short_pattern, known))
        elif isinstance(inline, Span | Link):
            found.append(replace(inline, inlines=_with_shorts(inline.inlines, known)))
        else:
            found.append(inline)
    return tuple(found)


def _short_pieces(text: str, pattern: re.Pattern[str], known: Definitions) -> Iterator[Inline]:
    done = 0
    for found in pattern.finditer(text):
        if found.start() > done:
            yield text[done : found.start()]
        yield Short(found[0], known.shorts[found[0]], ("short", found[0]) not in known.used)
        known.used.add(("short", found[0]))
        done = found.end()
    if done < len(text):
        yield text[done:]


# Marks in pairs: what stands between the two, which both stand close to it, is read as well.
_MARKED = re.compile(r"==(?P<inner>(?:(?!==)[^\n]){1,300}?(?<=[^\s=]))==(?![\w=])", re.A)
_INSERTED = re.compile(r"\+\+(?P<inner>(?:(?!\+\+)[^\n]){1,300}?(?<=\w\w\w))\+\+(?![\w+])")
_INSERTED_TOO = re.compile(r"\^\^(?P<inner>(?=[\w*`\"'(\[])(?:(?!\^\^)[^\n]){1,300}?(?<=[\w.!?*`\"')\]]))\^\^(?![\w^])")
# What is to come, to go and to be looked at in a text, as CriticMarkup has it; `{{--` opens a remark of a template.
_TO_COME = re.compile(r"\{\+\+(?P<inner>(?=\S)(?:(?!\+\+\})[^\n]){1,300})\+\+\}(?!\})")
_TO_GO = re.compile(r"\{--(?P<inner>(?=\S)(?:(?!--\})[^\n]){1,300})--\}(?!\})")
_LOOKED_AT = re.compile(r"\{==(?P<inner>(?=\S)(?:(?!==\})[^\n]){1,300})==\}(?!\})")
# One tilde at each side strikes on GitHub where it touches no word from outside: `~/a ~/b` and `~5 to ~10` are nothing.
_STRUCK = re.compile(r"~(?P<inner>(?=[^\W\d]|[*`])[^~\n]{2,200}(?<=[\w*`.!?]))~(?![\w~/])")
# Raised and lowered is what is short, and close to what stands before it: `~/a ~/b` and `2^3 2^4` are nothing.
_LOW = re.compile(r"~(?P<inner>(?=[^~]*[^\W_])(?:[^\W_]|[+−=().,*-]){1,20})~(?![\d~])")
_HIGH = re.compile(r"\^(?P<inner>(?=[^^]*[^\W_])(?:[^\W_]|[+−=().,*/°-]){1,20})\^(?![\w^])")


def _paired(mark: str, pattern: re.Pattern[str]) -> Callable[[_State], bool]:
    def read(state: _State) -> bool:
        found = pattern.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        return _around(state, *found.span("inner"), found.end(), lambda inlines: Span(mark, inlines))

    return read


_KEY = r"(?:[\w-]+|\"[^\"+\n]{1,40}\")"
_KEYS = re.compile(rf"\+\+(?P<keys>{_KEY}(?:\+{_KEY})*)\+\+(?![\w+])")


def _keys(state: _State) -> bool:
    """`++ctrl+c++`: keys, where one of them has a name that keys have, or has its own in quotes: `++"Any key"++`."""
    found = _KEYS.match(state.src, state.pos, state.posMax)
    names = found["keys"].split("+") if found else []
    if not found or not any(name[0] == '"' or is_key(name) for name in names):
        return False
    for number, name in enumerate(names):
        state.append_pending("+" if number else "")
        _put(state, Span("kbd", (_named(name),)), found.end())
    state.known.unshown.append(found["keys"])
    return True


def _named(key: str) -> str:
    return key.strip('"') if key[0] == '"' else key[0].upper() + key[1:]


_EMOJI = re.compile(r"(?::[a-z0-9_+-]{1,60}:){1,20}(?![\w:])")
_SHORT_NAME = re.compile(r":[^:]+:")


def _emoji(state: _State) -> bool:
    """A short name, or several next to each other."""
    found = _EMOJI.match(state.src, state.pos, state.posMax)
    signs = [emoji_of(name) for name in _SHORT_NAME.findall(found[0])] if found else []
    if not found or not all(signs):
        return False
    state.known.unshown.append(found[0])
    state.append_pending("".join(signs))
    state.pos = found.end()
    return True


# A drawing that MkDocs Material has by this name. It says nothing that the words beside it do not.
_ICON = re.compile(
    r":(?:material|fontawesome|octicons|simple)-[a-z0-9]+(?:-[a-z0-9]+)*:"
    r"(?:\{:?[ \t]*[.#][\w-]+(?:[ \t]+[.#][\w-]+)*[ \t]*\})?(?:[ \t]+|(?![\w:]))"
)


def _icon(state: _State) -> bool:
    found = _ICON.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    state.known.unshown.append(found[0])
    state.pos = found.end()
    return True


_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z]{1,6})\s?(?P<void>/?)>", re.I)
_TAGS = {
    **{"sub": "sub", "sup": "sup", "mark": "mark", "kbd": "kbd", "ins": "ins", "u": "ins", "del": "del", "s": "del"},
    **{"strike": "del", "b": "strong", "strong": "strong", "i": "em", "em": "em"},
}


def _tag(state: _State) -> bool:
    """An element of HTML that does no more than a mark, without attributes. Whether it has its end is seen later."""
    found = _TAG.match(state.src, state.pos, state.posMax)
    name = found["name"].lower() if found else ""
    if not found or name not in (*_TAGS, "br"):
        return False
    state.pos = found.end()
    if name == "br":
        state.known.unshown.append(found[0])
        state.push("hardbreak", "", 0)
    else:
        state.push("tag_close" if found["end"] else "tag_open", name, 0).content = found[0]
    return True


_CODE = re.compile(r"(?P<opening><code>)(?P<code>[^<>]{1,1000})(?P<closing></code>)", re.I)


def _code_element(state: _State) -> bool:
    """Code as an element: what stands in it is entities and no marks."""
    found = _CODE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    state.known.unshown += (found["opening"], found["closing"])
    return _put(state, CodeSpan(decoded(found["code"])), found.end())


def _formula(state: _State) -> bool:
    found = formula_at(state.src, state.pos)
    if not found or found.end > state.posMax:
        return False
    problem = formulas.wrong(found.latex, found.display)
    if not problem:
        return _put(state, Formula(found.latex, found.display), found.end)
    state.known.unread.append((found.latex, problem))
    state.append_pending(state.src[state.pos : found.end])
    state.pos = found.end
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
    Row("$", r"(?=\S)|\$", _formula),
    Row("\\", r"(?=[(\[])", _formula),
    Row("\\", "", lambda state: _escape(state, False)),
    Row("`", "", _code),
    Row("*_", "", lambda state: _emphasis(state, False)),
    Row("~", "~", lambda state: _strikethrough(state, False)),
    Row("~", r"(?<=[\w)\]]~)(?!~)", _paired("sub", _LOW)),
    Row("~", r"(?<![\w~/)\]]~)(?=[\w*`])", _paired("del", _STRUCK)),
    Row("^", r"(?<=[\w)\]]\^)(?!\^)", _paired("sup", _HIGH)),
    Row("^", r"(?<=[\w.,;:!?)\]*`\"'”’ ]\^)\[", _inline_note),
    Row("^", r"(?<=[ \t]\^)(?=[A-Za-z0-9])", _block_id),
    Row("^", r"(?<![\w^]\^)\^(?=[^\s^])", _paired("ins", _INSERTED_TOO)),
    Row("{", r"(?<!\{\{)\+\+", _paired("ins", _TO_COME)),
    Row("{", r"(?<!\{\{)--", _paired("del", _TO_GO)),
    Row("{", r"(?<!\{\{)==", _paired("mark", _LOOKED_AT)),
    Row("{", r"(?<=[)\]*_~`>]\{)(?=:?[ \t]*[.#a-z])", _attributes),
    Row("=", r"(?<![\w=!<>]=)=(?=[^\s=])", _paired("mark", _MARKED)),
    Row("+", r"(?<![\w+]\+)\+(?=[^\s+])", _keys),
    Row("+", r"(?<![\w+]\+)\+(?=[^\s+]\w\w)", _paired("ins", _INSERTED)),
    Row(":", r"(?<![\w:]:)[a-z0-9_+-]+:", _emoji),
    Row(":", r"(?<![\w:]:)[a-z]+-[a-z0-9-]+:", _icon),
    Row("[", "", _link),
    Row("!", r"\[", _link),
    Row("<", r"(?=https?:|[\w.+:-]+@)", _autolink),
    Row("<", r"(?i:(?=code>))", _code_element),
    Row("<", r"(?=/?[A-Za-z]+\s?/?>)", _tag),
    Row("w", r"(?<![\w/@.-]w)ww\.", _www),
    Row("@", r"(?=\w)", _mail),
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


@dataclass(slots=True)
class _Frame:
    """A piece that is not complete yet. `tag` and `written` are those of an element whose end has to come."""

    made: _Made | None
    inlines: list[Inline]
    tag: str = ""
    written: str = ""


def _built(state: _State) -> tuple[Inline, ...]:
    """The tree of what was put into the state. Marks of emphasis that lie too deep are text again."""
    open_ = [_Frame(None, [])]
    for token in state.tokens:
        if token.type in _LEAVES:
            open_[-1].inlines.extend(_LEAVES[token.type](token))
        elif token.type == "tag_open":
            open_.append(_Frame(None, [], token.tag, token.content))
        elif token.type == "tag_close":
            _end_of_tag(open_, token, state.known)
        elif token.nesting > 0:
            deep = len(open_) > MAX_NESTING and token.type != "open"
            made = None if deep else token.meta.get("made") or _spanning(token.type)
            open_.append(_Frame(made, [token.markup] if deep else []))
        else:
            _without_tags(open_)
            frame = open_.pop()
            inlines = [frame.made(_joined(frame.inlines))] if frame.made else [*frame.inlines, token.markup]
            open_[-1].inlines.extend(inlines)
    _without_tags(open_)
    return _joined(open_[0].inlines)


_LEAVES: dict[str, Callable[[Token], list[Inline]]] = {
    "text": lambda token: [token.content],
    "text_special": lambda token: [token.content],
    "piece": lambda token: [token.meta["piece"]],
    "softbreak": lambda token: ["\n"],
    "hardbreak": lambda token: [Break()],
}


def _end_of_tag(open_: list[_Frame], token: Token, known: Definitions) -> None:
    if open_[-1].tag != token.tag or len(open_) > MAX_NESTING:
        open_[-1].inlines.append(token.content)
        return
    frame = open_.pop()
    known.unshown += (frame.written, token.content)
    open_[-1].inlines.append(Span(_TAGS[token.tag], _joined(frame.inlines)))


def _without_tags(open_: list[_Frame]) -> None:
    """Elements that have no end here are the text that they were written as."""
    while open_[-1].tag:
        frame = open_.pop()
        open_[-1].inlines += (frame.written, *frame.inlines)


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
        if any(texts):
            found.append("".join(texts))
            texts.clear()
        found.append(inline)
    if any(texts):
        found.append("".join(texts))
    return tuple(found)
