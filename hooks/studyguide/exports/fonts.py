"""Which signs a book can be set in, and what stands in for those it cannot.

Typst brings a serif and a typewriter face. The rest comes from one package,
`pymupdf-fonts`: FiraGO (Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Devanagari, Georgian),
Noto Sans with its symbols, and Cascadia Mono for code. Chinese, Japanese and Korean are a
package of their own, `noto-cjk-sans-otc`, which is asked only where such letters occur.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from ..kept import put

PACKAGE = "pymupdf_fonts"
EASTERN = "noto_cjk_sans_otc"

# The package's name of each face.
_FACES = (
    *("figo", "figbo", "figit", "figbi"),
    *("notos", "notosbo", "symbol1", "symbol2", "math"),
    *("cascadia", "cascadiab", "cascadiai"),
)

# Pictures of which the same sign is there in one colour.
_ALIKE = str.maketrans(
    {
        "✅": "✔", "❎": "✘", "❌": "✘", "⭐": "★", "🌟": "★", "❗": "!", "❓": "?", "➡": "→", "⬅": "←",
        "➕": "+", "➖": "−", "✖": "×", "🔴": "●", "🟠": "●", "🔵": "●", "⚫": "●", "⚪": "○", "🟥": "■", "🟩": "■",
        "🟦": "■", "🔹": "◆", "🔸": "◆", "🔷": "◆", "🔶": "◆", "▶": "►", "◀": "◄", "💡": "☀",
        "\ufe0e": None, "\ufe0f": None, "\u20e3": None,  # how a sign is drawn, and the frame of a key around it
    }
)  # fmt: skip


def unpacked(folder: Path) -> Path:
    """The folder with the font files in it, written where they are not there yet, or not whole."""
    for face in _FACES:
        path, data = folder / f"{face}.ttf", _data(face)
        if not (path.is_file() and path.read_bytes() == data):
            put(path, data)
    return folder


def eastern() -> Path | None:
    """The folder with Chinese, Japanese and Korean letters, where it is installed."""
    found = find_spec(EASTERN)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None


@lru_cache(maxsize=2)
def eastern_points(folder: Path) -> frozenset[int]:
    return frozenset(point for path in folder.glob("*.ttc") for point in code_points(path.read_bytes()))


# Marks that stand among these letters: whichever font has the letters has them too.
EASTERN_MARKS = frozenset((*range(0x3000, 0x3040), *range(0xFF01, 0xFF66)))


def is_eastern(sign: str) -> bool:
    """
    >>> [is_eastern(sign) for sign in "本か한𠮷é𒀀"]
    [True, True, True, True, False, False]
    """
    point = ord(sign)
    return (
        0x1100 <= point < 0x1200 or 0x2E80 <= point < 0xD800 or 0xF900 <= point < 0xFB00 or 0x20000 <= point < 0x32000
    )


def eastern_families(letters: str) -> list[str]:
    """The faces to look in, first the one whose country writes such letters: signs they share differ in shape.

    >>> eastern_families("日本の")[0], eastern_families("한국어")[0], eastern_families("中文")[0], eastern_families("é")
    ('Noto Sans CJK JP', 'Noto Sans CJK KR', 'Noto Sans CJK SC', [])
    """
    if not any(map(is_eastern, letters)):
        return []
    kana = sum("\u3040" <= sign < "\u3100" for sign in letters)
    hangul = sum("\uac00" <= sign < "\ud7a4" for sign in letters)
    country = "SC" if not kana + hangul else "JP" if kana >= hangul else "KR"
    return [f"Noto Sans CJK {country}"]


@lru_cache(maxsize=2)
def covered(folder: Path) -> frozenset[int]:
    """The code points that some face of the folder has a glyph for."""
    return frozenset(point for face in _FACES for point in code_points((folder / f"{face}.ttf").read_bytes()))


def _data(face: str) -> bytes:
    return bytes(import_module(PACKAGE).fontbuffers[face]())


def settable(text: str, known: frozenset[int]) -> str:
    """The text with a sign or a name in brackets for each sign that no face has; letters stay as they are.

    >>> settable("Done ✅ 🚀 1️⃣", frozenset(map(ord, "Done 1✔[rocket]")))
    'Done ✔ [rocket] 1'
    """
    if text.isascii():
        return text
    plain = _FLAG.sub(_flag, text).translate(_ALIKE)
    named = "".join(sign if ord(sign) in known or _is_letter(sign) else _name(sign) for sign in plain)
    return named.replace("]\u200d", "]")  # a picture joined to one that is named


# Two letters of a kind of their own, which name a country.
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


def _flag(pair: re.Match[str]) -> str:
    return f"[flag {''.join(chr(ord(sign) - 0x1F1E6 + ord('A')) for sign in pair[0])}]"


def unsettable(texts: Iterable[str], known: frozenset[int]) -> str:
    """The letters and digits that no face has, each once."""
    signs = set().union(*(text for text in texts if not text.isascii()))
    return "".join(sorted(sign for sign in signs if ord(sign) not in known and _is_letter(sign)))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _name(sign: str) -> str:
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Sk"):
        return ""  # joiners and skin tones, of signs that are named apart
    name = unicodedata.name(sign, "")
    return f"[{name.lower()}]" if name else f"[U+{ord(sign):04X}]"


def code_points(font: bytes) -> Iterator[int]:
    """What a font's own table says it has glyphs for: formats 4 and 12, which all of today's fonts have.

    Of a collection the first font is asked; the others have the same letters.
    """
    (begin,) = struct.unpack_from(">I", font, 12) if font[:4] == b"ttcf" else (0,)
    (tables,) = struct.unpack_from(">H", font, begin + 4)
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, begin + 12 + 16 * number)
        if tag == b"cmap":
            (subtables,) = struct.unpack_from(">H", font, start + 2)
            for sub in range(subtables):
                (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * sub + 4)
                yield from _subtable(font, start + offset)


def _subtable(font: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == 4:
        (double,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, last + 1 if last < 0xFFFF else last)
    elif form == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for number in range(groups):
            first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * number)
            yield from range(first, last + 1)
