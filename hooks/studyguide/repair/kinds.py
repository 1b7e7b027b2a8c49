"""The kind of a character: letters by script and case, signs by use. A model that never met a pair of characters goes
by their kinds, so this must be the same where the model is made (`tools/character_model.py`) and where it is used.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Characters whose use says more of them than their category does.
_OWN = {
    "space": " \t",
    "break": "\n\r",
    "no-break": "\xa0\u202f",
    "apostrophe": "'’",
    "opening": "“‘„‚«‹",
    "closing": "”»›",
    "dash": "–—",
    "stop": ".,;:!?…",
    "bullet": "•·",
    "inverted": "¿¡",
    "ordinal": "ªº²³¹°",
    "mark of sale": "®©™",
    "legal": "§¶†‡‰",
    "unused": "¦¨¯´¸ˆ˜ˇ˘˙˚˛˝¤¬",
    "fraction": "¼½¾",
    "maths": "×÷±−≤≥≈≠∞√∑∆∂∏∫µπΩ",
    "apple": "\uf8ff",
    "lost": "\ufffd",
    "variation": "\ufe0e\ufe0f",
    "joiner": "\u200d\u200c",
    "keycap": "\u20e3",
    "hidden": "\xad\u200b\u200e\u200f\ufeff",
    "skin": "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff",
}
_USES = {char: use for use, chars in _OWN.items() for char in chars}

# Blocks of Unicode whose characters behave alike: the first and the last of each.
_BLOCKS = (
    (0x80, 0x9F, "control above"),
    (0x0250, 0x02AF, "phonetic"),
    (0x02B0, 0x02FF, "modifier"),
    (0x0300, 0x036F, "combining"),
    (0x2190, 0x21FF, "arrow"),
    (0x2200, 0x22FF, "operator"),
    (0x2500, 0x259F, "box"),
    (0x25A0, 0x25FF, "shape"),
    (0x2600, 0x27BF, "dingbat"),
    (0x2B00, 0x2BFF, "star"),
    (0xE000, 0xF8FF, "private"),
    (0x1F1E6, 0x1F1FF, "flag"),
    (0x1F300, 0x1FAFF, "emoji"),
)
_LATIN = ((0xFF, "Latin-1"), (0x17F, "Latin A"), (0x1E9F, "Latin B"), (0x1EFF, "Latin V"))
# The other scripts that have capitals: beyond these, a letter is one of a minority's language.
_COMMON_CYRILLIC = range(0x400, 0x460)
_COMMON_GREEK = range(0x386, 0x3CF)
# Scripts in which notes are written; letters of all others are of one kind.
_SCRIPTS = frozenset(
    """
    LATIN GREEK CYRILLIC ARMENIAN GEORGIAN HEBREW ARABIC DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA
    MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER ETHIOPIC MONGOLIAN CJK KANA BOPOMOFO HANGUL FULLWIDTH HALFWIDTH
    """.split()  # noqa: SIM905
)
_EAST_ASIAN = {"HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA", "IDEOGRAPHIC": "CJK"}


@cache
def kind(char: str) -> str:
    """The kind of a character.

    >>> kind("é"), kind("É"), kind("ж"), kind("✅"), kind("z"), kind("中")
    ('Latin-1 Ll', 'Latin-1 Lu', 'CYRILLIC Ll', 'dingbat', 'ascii Ll', 'CJK Lo')
    """
    if use := _USES.get(char):
        return use
    code = ord(char)
    category = unicodedata.category(char)
    if code < 0x80:
        return f"ascii {category[0] if category[0] in 'SPC' else category}"
    for first, last, name in _BLOCKS:
        if first <= code <= last:
            return name
    if category[0] in "LM":
        return _letter(char, category)
    return category


def _letter(char: str, category: str) -> str:
    code = ord(char)
    script = unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0]
    if script == "LATIN":
        block = next((name for last, name in _LATIN if code <= last), "Latin other")
        return f"{block} {category}"
    script = _EAST_ASIAN.get(script, script)
    if script not in _SCRIPTS:
        script = "minor"
    if (script == "CYRILLIC" and code not in _COMMON_CYRILLIC) or (script == "GREEK" and code not in _COMMON_GREEK):
        script = f"rare {script}"
    return f"{script} {category[0] if category[0] == 'M' else category}"
