"""Bytes to text: finds the encoding of a file, or of its lines where it mixes several."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .model import shipped
from .unlikeliness import surprise

# Longest first, because the mark of UTF-32 begins like that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Encodings in which a byte is no character, and what is no text at all.
_WIDE = ("utf-16", "utf-32", "binary")
_UTF8_MARK = b"\xef\xbb\xbf"

# The usual encodings first: each is believed a little less than the one before it, which decides where letters are few.
_RARER = 0.3
# What a byte costs that is no character.
_NO_CHARACTER = 7.0
SINGLE_BYTE = (
    "windows-1252",
    "mac_roman",
    "windows-1251",
    "windows-1250",
    "koi8-r",
    "koi8-u",
    "cp866",
    "cp850",
    "cp437",
    "cp852",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-15",
    "windows-1253",
    "iso-8859-7",
    "windows-1254",
    "windows-1257",
    "mac_cyrillic",
    "mac_latin2",
    "mac_greek",
    "mac_turkish",
    "cp775",
    "windows-1255",
    "windows-1256",
    "cp874",
)
# Encodings that write everything in ASCII: what shows that it is one, and how much likelier, in nats, the text must be
# than the signs that stand there.
_SEVEN_BIT = (
    ("iso2022_jp", re.compile(rb"\x1b\$[@B].+?\x1b\([BJ]", re.S), 0.0),
    ("hz", re.compile(rb"~\{(?:[!-w][!-~])+~\}"), 10.0),
    ("utf-7", re.compile(rb"\+[A-Za-z0-9+/]{3,}"), 20.0),
)
# Encodings with several bytes for a character: believed only where everything decodes and this share of the characters
# is among the script's common ones, which stand together under these first bytes of this character set.
_MULTI_BYTE = (
    ("shift_jis", "shift_jis", (0x82, 0x83), 0.3),  # kana
    ("euc-jp", "euc-jp", (0xA4, 0xA5), 0.3),  # kana
    ("euc-kr", "euc-kr", (*range(0xA1, 0xA4), *range(0xB0, 0xC9)), 0.95),  # hangul
    ("gb18030", "gb2312", (*range(0xA1, 0xA4), *range(0xB0, 0xD8)), 0.95),
    ("big5", "big5", (0xA1, *range(0xA4, 0xC7)), 0.95),
)
# So many characters make chance unlikely.
_SURE = 8

# The start of files that are no text, with what they are.
_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_CONTROLS = bytes(b for b in (*range(0x20), 0x7F) if b not in b"\t\n\v\f\r\x1b")
# Text has next to none of these. Compressed data has one in ten; a text that only quotes some has fewer than this.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MANY, _MOSTLY = 0.04, 0.3

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_UTF8 = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]"
    rb"|(?:\xe0[\xa0-\xbf]|\xed[\x80-\x9f]|[\xe1-\xec\xee\xef][\x80-\xbf])[\x80-\xbf]"
    rb"|(?:\xf0[\x90-\xbf]|\xf4[\x80-\x8f]|[\xf1-\xf3][\x80-\xbf])[\x80-\xbf]{2})+"
)
_CUT = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")
# A piece of UTF-8 that is whole, or what is left of a character: it wants a byte, or begins or ends with the line.
_PIECE = re.compile(
    b"(" + _UTF8.pattern + rb")|[\xe0-\xef][\x80-\xbf](?![\x80-\xbf])|[\xf0-\xf4][\x80-\xbf]{1,2}(?![\x80-\xbf])"
    rb"|[\xc2-\xf4](?=[\r\n]|\Z)|\A[\x80-\xbf]{1,3}"
)  # fmt: skip
# So much less likely, in nats, a line may be with such a piece than in another encoding: one line in twenty of these
# looks so by chance. Where lines are broken in other ways, too, the file is known to have another encoding.
_CUT_LEAD = 9.0
# An encoding is judged by this much of the lines that need one.
_SAMPLE = 16_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a line of the file."""

    line: int
    message: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; none where it is not text."""

    text: str
    encoding: str
    remarks: tuple[Remark, ...] = ()


def decode(data: bytes, encoding: str = "", lines: Mapping[int, str] | None = None) -> Decoded:
    """No byte is lost: one that is no character comes out as `\\x81`, with a grave remark.

    encoding   what the bytes are read in; guessed where it is empty
    lines      the same for single lines, counted from 0
    """
    if lines:
        return _with_lines(data, encoding, lines)
    return _wide(data.removeprefix(_UTF8_MARK), encoding) if encoding else _guessed(data)


def lines_of(data: bytes) -> list[bytes]:
    """A file's lines, with their ends, where an encoding writes these as ASCII does."""
    return _LINE.findall(data)


def _with_lines(data: bytes, encoding: str, lines: Mapping[int, str]) -> Decoded:
    """A file of which some lines are read in encodings of their own."""
    rows = lines_of(data)
    whole = decode(data, encoding)
    if whole.encoding.startswith(_WIDE):
        message = f"in {whole.encoding} no line has an encoding of its own. Remove what is said of single ones"
        return replace(whole, remarks=(*whole.remarks, Remark(1, message, True)))
    rest = [re.sub(rb"[^\r\n]+", b"", row) if number in lines else row for number, row in enumerate(rows)]
    decoded = decode(b"".join(rest), encoding)
    ends = [*re.findall(r"\r\n|\r|\n", decoded.text), ""]
    texts = re.split(r"\r\n|\r|\n", decoded.text)
    read = {number: _wide(re.sub(rb"[\r\n]+\Z", b"", rows[number]), codec) for number, codec in lines.items()}
    for number, line in read.items():
        texts[number] = line.text
    remarks = [replace(one, line=number + 1) for number, line in read.items() for one in line.remarks]
    text = "".join(map(str.__add__, texts, ends))
    return Decoded(text, ", ".join(dict.fromkeys((decoded.encoding, *lines.values()))), (*decoded.remarks, *remarks))


def _guessed(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (encoding != "utf-32-le" or _decodes(data, encoding)):
            return _wide(data[len(mark) :], encoding)
    if encoding := _unmarked_wide(data):
        return _wide(data, encoding)
    if what := _not_text(data):
        message = f"this is {what}, not text. Save it as plain text or remove it"
        return Decoded("", "binary", (Remark(1, message, True),))
    data = data.removeprefix(_UTF8_MARK)
    if data.isascii() and (encoding := _seven_bit(data)):
        message = f"this is {encoding}, an encoding of old mail. See that the letters are right and save it as UTF-8"
        return Decoded(data.decode(encoding), encoding, (Remark(1, message, False),))
    if _decodes(data, "utf-8"):
        return Decoded(data.decode("utf-8"), "utf-8")
    return _cut_off(data) or _paired(data) or _by_line(data)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _seven_bit(data: bytes) -> str:
    for encoding, sign, least in _SEVEN_BIT:
        if sign.search(data) and _decodes(data, encoding):
            lines = [line for line in data.splitlines() if sign.search(line)] or [data]
            sample = b"\n".join(lines)[:_SAMPLE]
            if _cost(sample.decode("latin-1")) - _cost(sample.decode(encoding, "replace")) > least:
                return encoding
    return ""


def _wide(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line = 1 + len(re.findall(r"\r\n|\r|\n", before))
        message = f"from here on some bytes are no {encoding.upper()} and stand as \\x and a number. Save the file anew"
        return Decoded(data.decode(encoding, "backslashreplace"), encoding, (Remark(line, message, True),))


def _unmarked_wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by where its zero bytes stand; empty for anything else."""
    zeros = data.count(0)
    if not zeros or (_decodes(data, "utf-8") and (zeros <= _MANY * len(data) or not data.isascii())):
        return ""
    for encoding in ("utf-32-le", "utf-32-be"):
        if _plausible(data, encoding):  # of other data, next to no four bytes are a character
            return encoding
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding, more, less = ("utf-16-le", odd, even) if odd > even else ("utf-16-be", even, odd)
    if less * 20 > more or not _plausible(data, encoding):
        return ""
    # were all of it ASCII, nearly every second byte would be zero; a list of strings that end in zero is no text
    latin = all(byte in b"\t\n\r" or 0x20 <= byte < 0x7F for byte in set(data) - {0})
    return "" if latin and more * 20 < len(data) // 2 * 19 else encoding


def _plausible(data: bytes, encoding: str) -> bool:
    """Whether it reads as text of any script; the sample, or the file, may end within a character."""
    text = data[: _SAMPLE * 4].decode(encoding, "replace").removesuffix("\ufffd")
    return bool(text) and surprise(text) * 3 <= len(text) and not _CONTROL.search(text)


def _not_text(data: bytes) -> str:
    for start, name in _FORMATS:
        if data.startswith(start):
            return name
    controls = len(data) - len(data.translate(None, _CONTROLS))
    many = controls > _MANY * len(data) and (0 in data or not _decodes(data, "utf-8"))
    return "binary data" if many or controls > _MOSTLY * len(data) else ""


def _cut_off(data: bytes) -> Decoded | None:
    """UTF-8 that ends within a character, as a download that was interrupted."""
    cut = _CUT.search(data, max(len(data) - 3, 0))
    whole = data[: cut.start()] if cut else b""
    if not cut or not _decodes(whole, "utf-8") or (len(cut[0]) == 1 and whole.isascii()):
        return None
    line = 1 + len(re.findall(rb"\r\n|\r|\n", data))
    message = "the file breaks off within a character, whose bytes stand as \\x and a number. Look for the rest of it"
    return Decoded(data.decode("utf-8", "backslashreplace"), "utf-8", (Remark(line, message, True),))


def _paired(data: bytes) -> Decoded | None:
    """CESU-8, as some databases write it: an emoji as two surrogates of three bytes each."""
    try:
        text = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeError:
        return None
    return Decoded(text, "cesu-8")


def _by_line(data: bytes) -> Decoded:
    lines = _LINE.findall(data)
    invalid = [number for number, line in enumerate(lines) if not _decodes(line, "utf-8")]
    cut = _cut_lines(lines, invalid)
    broken = [number for number in invalid if number not in cut]
    encoding = _legacy(b"".join(lines[number] for number in broken)) if broken else "utf-8"
    rare = _beyond_ascii(lines) - len(invalid) < len(broken)
    texts = [cut.get(number) or _line(line, encoding, rare) for number, line in enumerate(lines)]
    mixed = bool(cut) or any(_is_utf8(line, text) for line, text in zip(lines, texts, strict=True))
    unreadable = (one for one in _unreadable(lines, texts, encoding) if one.line - 1 not in cut)
    remarks = (
        *(Remark(number + 1, _PART_LOST, True) for number in cut),
        *_readings(broken, encoding, mixed),
        *unreadable,
    )
    return Decoded("".join(texts), ", ".join(dict.fromkeys(("utf-8", encoding))) if mixed else encoding, remarks)


def _beyond_ascii(lines: Sequence[bytes]) -> int:
    return sum(not line.isascii() for line in lines)


def _cut_lines(lines: Sequence[bytes], broken: Sequence[int]) -> dict[int, str]:
    """The lines that are UTF-8 with characters cut in the middle, likelier than in another encoding, as they read."""
    if not _has_utf8(lines, broken):
        return {}
    encoding = _legacy(b"".join(lines[number] for number in broken))
    cut = [number for number in broken if _decodes(_PIECE.sub(_whole_piece, lines[number]), "utf-8")]
    lead = _CUT_LEAD if len(cut) == len(broken) else 0.0
    found: dict[int, str] = {}
    for number in cut:
        line = lines[number]
        other = min(_cost(_with_strays(line, encoding)), _cost(_other(line, encoding)))
        if _cost(line.decode("utf-8", "replace")) < other + lead:
            found[number] = line.decode("utf-8", "backslashreplace")
    return found


def _has_utf8(lines: Sequence[bytes], broken: Sequence[int]) -> bool:
    """Whether anything beyond ASCII is UTF-8 in a file of which some lines are not."""
    if _beyond_ascii(lines) > len(broken):
        return True
    return any(_UTF8.search(lines[number]) for number in broken)


def _whole_piece(piece: re.Match[bytes]) -> bytes:
    return piece[1] or b"?"


def _line(line: bytes, encoding: str, utf8_is_rare: bool) -> str:
    """A line in UTF-8, in UTF-8 with strays or in the other encoding: the least surprising; of equals, the usual."""
    if line.isascii():
        return line.decode("ascii")
    # where UTF-8 is rare, a short line can be UTF-8 by chance: "É»" in windows-1252
    utf8 = _decodes(line, "utf-8")
    if utf8 and not utf8_is_rare:
        return line.decode("utf-8")
    readings = [_with_strays(line, encoding), _other(line, encoding)]
    return min(reversed(readings) if utf8_is_rare else readings, key=_cost)


def _is_utf8(line: bytes, text: str) -> bool:
    return not line.isascii() and text.encode("utf-8") == line


def _other(line: bytes, encoding: str) -> str:
    return line.decode(encoding, "backslashreplace")


def _with_strays(line: bytes, encoding: str) -> str:
    parts: list[str] = []
    end = 0
    for match in _UTF8.finditer(line):
        parts += (_other(line[end : match.start()], encoding), match[0].decode("utf-8"))
        end = match.end()
    return "".join((*parts, _other(line[end:], encoding)))


def _legacy(data: bytes) -> str:
    """The likeliest encoding of what is not UTF-8."""
    for encoding, charset, leads, share in _MULTI_BYTE:
        if _decodes(data, encoding) and _is_common(data.decode(encoding), charset, leads, share):
            return encoding
    readings = [data[:_SAMPLE].decode(encoding, "ignore") for encoding in SINGLE_BYTE]
    lost = [_NO_CHARACTER * (len(data[:_SAMPLE]) - len(text)) for text in readings]
    costs = [_cost(text) + lost[rank] + rank * _RARER for rank, text in enumerate(readings)]
    return SINGLE_BYTE[costs.index(min(costs))]


def _cost(text: str) -> float:
    """How improbable a text is, by its lines."""
    breaks = re.sub(r"\r\n|\r", "\n", text)
    return shipped().cost(f"\n{breaks}\n")


def _is_common(text: str, charset: str, leads: Container[int], share: float) -> bool:
    beyond = [char for char in text[:_SAMPLE] if not char.isascii()]
    common = sum(char.encode(charset, "replace")[0] in leads for char in beyond)
    return len(beyond) >= _SURE and common >= share * len(beyond)


_PART_LOST = "part of a character was lost here, and the rest stands as \\x and a number. Write what belongs there"


def _readings(broken: Sequence[int], encoding: str, mixed: bool) -> Iterator[Remark]:
    if broken and not mixed:
        message = f"not UTF-8, read as {encoding}. See that the letters are right and save the file as UTF-8"
        yield Remark(broken[0] + 1, message, False)
        return
    message = f"this line is not UTF-8, as others here are, and was read as {encoding}. See that its letters are right"
    yield from (Remark(number + 1, message, False) for number in broken)


def _unreadable(lines: Sequence[bytes], texts: Sequence[str], encoding: str) -> Iterator[Remark]:
    for number, (line, text) in enumerate(zip(lines, texts, strict=True), 1):
        if text.count("\\x") > line.count(b"\\x"):
            shown = text[text.index("\\x") :][:4]
            message = f"a byte is no character of {encoding} and stands as {shown}. Write what belongs there"
            yield Remark(number, message, True)
