"""What maintainers say of a file's encodings: rows of `[[encoding]]` in their corrections, and markers in its text.

    The word résumé may show up as <!-- keep-encoding -->rÃ©sumÃ©<!-- /keep-encoding -->.

What stands between markers is kept as it is, on one line or on many; control characters go even there.
"""

from __future__ import annotations

import codecs as python_codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..records import EncodingDecision, Problem, RawFile, Span
from . import decoding
from .codec_tables import Codec, codecs

# Behind a back-tick a marker is spoken of.
_MARKER = re.compile("(?<!`)<!-- ?(/?)keep-encoding ?-->")
_OPEN = "all below is kept as it stands, for <!-- /keep-encoding --> is missing. Close the passage"
# Escapes and names of hosts are no encodings of notes.
_NO_ENCODINGS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
# Stands for a character that is kept where damage is looked for: nothing is damage in it, and no word ends at it.
_KEPT = "x"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a text's lines, counted from 0.

    whole, lines   what is kept
    undone         by line the encodings whose damage is to be undone
    """

    whole: bool = False
    lines: frozenset[int] = frozenset()
    undone: dict[int, tuple[Codec, ...]] = field(default_factory=dict)

    def masked(self, texts: Sequence[str]) -> Sequence[str]:
        """The lines with nothing to see in what is kept; each character where it was."""
        if self.whole:
            return [""] * len(texts)
        marked = any("keep-encoding" in text for text in texts)
        found = list(_masked(texts)) if marked else texts
        if not self.lines:
            return found
        return ["" if number in self.lines else text for number, text in enumerate(found)]


NOTHING = Told()


def decode(raw: RawFile) -> tuple[decoding.Decoded, tuple[Problem, ...]]:
    """The file's text, its bytes read as is said of them."""
    said = [one for one in raw.encodings if one.kind == "encoding"]
    if not said:
        return decoding.decode(raw.data), ()
    known = [one for one in said if _is_encoding(one.codec)]
    wrong = [_problem(one, f'"{one.codec}" is no encoding of text. Correct it') for one in said if one not in known]
    whole = [one.codec for one in known if not one.line]
    rows = decoding.lines_of(raw.data)
    places, lost = _placed([one for one in known if one.line], [row.decode("ascii", "ignore") for row in rows])
    by_line = {at: one.codec for at, one in places}
    return decoding.decode(raw.data, whole[-1] if whole else "", by_line), (*wrong, *lost)


def told(raw: RawFile, lines: Sequence[str]) -> tuple[Told, tuple[Problem, ...]]:
    """What is said of the lines of a file, and what of it cannot be followed."""
    problems = [Problem(Span(raw.source, number, number), _OPEN) for number in _left_open(lines)]
    said = [one for one in raw.encodings if one.kind != "encoding"]
    if not said:
        return NOTHING, tuple(problems)
    whole = [one for one in said if not one.line]
    places, lost = _placed([one for one in said if one.line], lines)
    kept = frozenset(at for at, _ in _of_kind("keep", places))
    everywhere = [(at, one) for one in whole for at in range(len(lines))]
    undone, wrong = _undone(_of_kind("undo", (*everywhere, *places)), lines)
    return Told("keep" in [one.kind for one in whole], kept, undone), (*problems, *lost, *wrong)


def _of_kind(kind: str, places: Sequence[tuple[int, EncodingDecision]]) -> list[tuple[int, EncodingDecision]]:
    return [(at, one) for at, one in places if one.kind == kind]


def _undone(
    places: Sequence[tuple[int, EncodingDecision]], lines: Sequence[str]
) -> tuple[dict[int, tuple[Codec, ...]], list[Problem]]:
    """By line the encodings whose damage is undone, and what undoes nothing."""
    found: dict[int, tuple[Codec, ...]] = {}
    wrong: list[Problem] = []
    for one in dict.fromkeys(one for _, one in places):
        codec = _damager(one.codec)
        if codec is None:
            names = ", ".join(codec.name for codec in codecs())
            wrong.append(_problem(one, f'no damage of "{one.codec}" can be undone. There are {names}'))
            continue
        hit = [at for at, other in places if other is one and codec.run.search(lines[at])]
        found |= {at: (*found.get(at, ()), codec) for at in hit}
        if not hit:
            wrong.append(_problem(one, f"nothing there is UTF-8 that was read as {codec.name}. Remove the row"))
    return found, wrong


def _masked(texts: Sequence[str]) -> Iterator[str]:
    inside = False
    for text in texts:
        parts: list[str] = []
        end = 0
        for marker in _MARKER.finditer(text):
            piece = text[end : marker.start()]
            parts += (_KEPT * len(piece) if inside else piece, marker[0])
            inside, end = not marker[1], marker.end()
        rest = text[end:]
        yield "".join((*parts, _KEPT * len(rest) if inside else rest))


def _left_open(lines: Sequence[str]) -> list[int]:
    """The line of a passage that nothing closes, counted from 1, if there is one."""
    opened: list[int] = []
    for number, line in enumerate(lines, 1):
        for marker in _MARKER.finditer(line) if "keep-encoding" in line else ():
            opened = [] if marker[1] else opened or [number]
    return opened


def _placed(
    decisions: Sequence[EncodingDecision], lines: Sequence[str]
) -> tuple[list[tuple[int, EncodingDecision]], list[Problem]]:
    """The line of each decision, and what cannot be found."""
    found: list[tuple[int, EncodingDecision]] = []
    lost: list[Problem] = []
    words = [_words(line) for line in lines] if decisions else []
    for one in decisions:
        begins = _words(one.text)
        if one.line <= len(lines) and words[one.line - 1].startswith(begins):
            found.append((one.line - 1, one))
            continue
        others = [at for at, line in enumerate(words) if one.text and line.startswith(begins)]
        if len(others) == 1:
            found.append((others[0], one))
        else:
            many = f"{len(others) or 'no'} lines of {one.file} begin so"
            said = many if one.text else f"{one.file} has no line {one.line}"
            lost.append(_problem(one, f"{said}. Correct line = or remove the row"))
    return found, lost


def _words(text: str) -> str:
    """What damage leaves of a line as it was: its ASCII, without spaces."""
    return "".join(char for char in text if "!" <= char <= "~")


def _is_encoding(name: str) -> bool:
    try:
        found = python_codecs.lookup(name)
        b"a".decode(name, "ignore")  # some are no encodings of text
    except (LookupError, ValueError):
        return False
    return found.name.replace("-", "_") not in _NO_ENCODINGS


def _damager(name: str) -> Codec | None:
    """The encoding of that name, or another name for it."""
    try:
        wanted = python_codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if wanted == "iso8859-1":
        wanted = "cp1252"  # whose table has its controls, too
    return next((codec for codec in codecs() if python_codecs.lookup(codec.name).name == wanted), None)


def _problem(decision: EncodingDecision, message: str) -> Problem:
    return Problem(decision.place, f"[[encoding]]: {message}", grave=True)
