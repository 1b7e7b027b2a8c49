"""The numbers that people write before questions, far more kinds than Markdown has for items of a list.

Which of them number a question, only their neighbours can tell; here each is known by its form.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# "1️⃣", "③", "🔟"
KEYCAP = re.compile("(?P<sign>(?:[0-9]\ufe0f?\u20e3)+|[\u2460-\u2473\u2776-\u277f]|\U0001f51f)\\s*[.):]?\\s*")
# "1." "1)" "(1)" "1:" "1、" "[1]" "1.2." "1 -" "1.-" "No. 1:" "NO.1" "#1" "第1题" "問1"
FIGURES = re.compile(
    r"(?>(?:(?:(?:No|Nr)\.|№)\s*)?(?:[(（](?P<a>\d{1,4})[)）]|\[(?P<b>\d{1,4})\](?!\()|(?P<c>\d{1,4}(?:\.\d{1,3}){0,3})(?:\\?[.)\]:：、．）｡]+(?:[-–—](?=\s))?(?=\s|[^\d\s]|$)|/(?=\s)|\s+[-–—](?=\s))"
    r"|NO\.\s?(?P<g>\d{1,4})(?=\s)"
    r"|\#(?P<f>\d{1,4})(?:[.):：]+(?=\s)|(?=\s))"
    r"|第\s?(?P<e>\d{1,4})\s?[题題问問条條]\s*[:：.、]?|[题題问問](?P<h>\d{1,4})(?=\s)|(?P<d>\d{1,3}(?:\.\d{1,3})+)(?=\s+[^\W\d])))\s*+(?=\S)"
)
# "3 What…", which only a heading may have
BARE = re.compile(r"(?P<c>\d{1,4})\s+(?=\S)")
# "一、", "（二）", "十一、"
HAN = re.compile(r"(?:(?P<a>[一二三四五六七八九十]{1,3})[、．.]|[(（](?P<b>[一二三四五六七八九十]{1,3})[)）])\s*(?=\S)")
# "G12.", by chapters with a letter each; A and Q are labels of answers and questions
LETTERED = re.compile(r"(?P<number>[B-PR-Z]\d{1,3})[.)]\s+(?=\S)")
# "IV.", "IV)", "(iv)"
ROMAN = re.compile(
    r"(?:(?P<roman>(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3}))[.)]|\((?P<small>(?=[xvi])x{0,3}(?:ix|iv|v?i{0,3}))\))\s+(?=\S)"
)

_DIGITS = str.maketrans("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 4)
_HAN_DIGITS = "〇一二三四五六七八九"
_ROMAN_DIGITS = {"X": 10, "V": 5, "I": 1}


_LAST = re.compile(r"(?P<above>.*?)\.?(?P<last>\d{1,9})")


def parted(number: str) -> tuple[str, int]:
    """A number as that of its chapter and its own.

    >>> parted("2.14"), parted("G3"), parted("7")
    (('2', 14), ('G', 3), ('', 7))
    """
    match = _LAST.fullmatch(number)
    return (match["above"], int(match["last"])) if match else (number, 0)


def figures(sign: str) -> str:
    """Figures of any script as those that `int` and people who sort by number expect.

    >>> figures("１２")
    '12'
    """
    return sign.translate(_DIGITS)


def keycap(sign: str) -> str:
    """The number of a sign like "③" or "1️⃣"; the keycap ten is a sign of its own."""
    return "".join(c for c in sign if c in "0123456789") or str(int(unicodedata.numeric(sign[0], 10.0)))


def han(sign: str) -> str:
    """The number of "十二" (12): at most two digits around a ten."""
    tens, ten, ones = sign.rpartition("十")
    high = (_HAN_DIGITS.find(tens[-1]) if tens else 1) if ten else 0
    return str(high * 10 + (_HAN_DIGITS.find(ones[-1]) if ones else 0))


def roman(sign: str) -> str:
    """The number of "XIV" (14)."""
    values = [_ROMAN_DIGITS[letter] for letter in sign]
    return str(sum(-a if a < b else a for a, b in pairwise([*values, 0])))


def in_roman(number: int) -> str:
    """A number below 40 as people wrote it in Rome.

    >>> in_roman(4), in_roman(19), in_roman(30)
    ('IV', 'XIX', 'XXX')
    """
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
