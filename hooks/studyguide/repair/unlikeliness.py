"""How surprising a text is: few surprises, and bytes without a mark may be UTF-16 or UTF-32.

What clean text of any language does not do is counted: a capital inside a word, two alphabets in one word, a currency
sign behind an accented letter, a control character.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

# The letters beyond ASCII that one language uses: two beside each other that no language has both are a surprise.
ALPHABETS = {
    "French": "éèàêçôîûùâïëœæÿüö",
    "German": "üäöß",
    "Spanish": "óíáéñúü",
    "Portuguese": "ãçáéõíêóâúàôü",
    "Italian": "èàùòìéóîí",
    "Catalan": "àóéèòíçúïüá",
    "Nordic": "åäøöæéüóáèê",
    "Icelandic": "íáóðéöúæþý",
    "Dutch": "ëéïóüöèê",
    "Irish": "áéíóú",
    "Welsh": "ŵŷâêîôûïöäëáéó",
    "Polish": "łóążęśćńź",
    "Czech and Slovak": "íáéěýžčšřúůťóňďôäľĺŕ",
    "Hungarian": "éáöóőüíúű",
    "Romanian": "ăîâțșţş",
    "South Slavic": "čšžćđ",
    "Estonian": "äõüöšž",
    "Latvian": "āīēšūņļģžķčŗō",
    "Lithuanian": "ėšųžūįčąę",
    "Turkish": "ıüşçğöİâîûəñ",
    "Vietnamese": "đàáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹ",
    "Pinyin": "àáǎāèéěēìíǐīòóǒōùúǔūüǘǚǜǖńňǹḿ",
    "Maltese": "ħżġċàèìòù",
    "Esperanto": "ĉĝĥĵŝŭ",
    "Hawaiian and Maori": "āēīōū",
    "West African": "ɛɔŋɗɓƙẹọṣǹńàáèéìíòóùúạɖƒɣʋ",
    "Guarani": "ãẽĩõũỹñáéíóúýg̃",
    "Sanskrit": "āṇīśṛṣṃūḥṭḍñṅḷṝ",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаниітврелсукдмпзяьгбчхюцжйшїфєщґ",
    "Belarusian": "аеніыртксолвядумпзўьгбчйхцжшюэёфі",
    "Bulgarian": "аоеинтрсвлкдпмзугябъчщцжйхшьфю",
    "Serbian and Macedonian": "аоиеунртсјвкдпмлзгбшчцњхћжљђфџѓќѕѐѝ",
    "Turkic and Mongolian": "аеыинтрлдокмсғқңөұүһәіуйбгзпшжяхчщцэюёвф",
    "Greek": "ατοιεσνηυρκπμλςίόγδήέάωύθώχφβξζψϊϋΐΰ",
    "Hebrew": "יולהאתרבשמנדחקעכםפגטסצןזךףץ" + "ְִֵֶַָֹֻּׁׂ",
    "Arabic": "الينمورتبةعدسفهكقحجشطصخإأذىضثئغزءظؤآ" + "ًٌٍَُِّْ",
    "Persian and Urdu": "اینردهوتمشسبکزلخگفجقعپحآغچصضطذثژظئءےہںٹڈڑھ",
    "Thai": "านรกอเงมยลวดทสตะปบคหแจพชขใไโผถซธณฟศษภฉฝฐญฏฆ" + "่้ัิี์ื็ุูึ๊๋",
}
# Scripts with many clean texts; a letter of another one is more often a misreading than not.
_SCRIPTS = frozenset(
    """
    LATIN GREEK CYRILLIC HEBREW ARABIC CJK THAI DEVANAGARI BENGALI GURMUKHI GUJARATI TAMIL TELUGU KANNADA MALAYALAM
    ORIYA SINHALA LAO TIBETAN MYANMAR KHMER GEORGIAN ARMENIAN ETHIOPIC MONGOLIAN
    """.split()  # noqa: SIM905
)
_EAST_ASIAN = frozenset(
    ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "IDEOGRAPHIC")
)
_CASED = frozenset(("LATIN", "GREEK", "CYRILLIC"))

# Punctuation and letters that behave like signs: clean text has them beside spaces and figures.
_SIGNS = frozenset("†‡•‰§¶·ªºµˆ˜◊")
# These open something, so none stands behind a letter.
_OPENERS = frozenset("‚„¡¿")
_DASHES = frozenset("–—")

# Marks that stand on letters of any script, but on few; other marks belong to one script.
_MARKS = {"COMBINING": 1, "VARIATION": 0}
_SIGN_PAIRS = {("Sm", "Sm"): 1, ("So", "So"): 0}
# From here on, signs are pictures: keys, dingbats, emoji.
_PICTURES = 0x2328

# What a letter costs beside these: one of ASCII, one beyond it that has capitals, one of a script without them.
_BESIDE_LETTER = {
    ("letter", "sign"): (1, 3, 3),
    ("letter", "box"): (1, 3, 3),
    ("sign", "letter"): (1, 2, 1),
    ("box", "letter"): (1, 2, 1),
    ("letter", "dash"): (0, 1, 0),
    ("dash", "letter"): (0, 1, 0),
    ("figure", "letter"): (0, 1, 0),
}
# What other neighbours cost. Letters beside letters and marks, and two signs, are weighed further below.
_BESIDE = {
    ("letter", "opener"): 3,
    ("sign", "dash"): 1,
    ("dash", "sign"): 1,
    ("opener", "sign"): 2,
    ("opener", "box"): 2,
    ("sign", "opener"): 2,
    ("box", "opener"): 2,
    ("sign", "box"): 3,
    ("box", "sign"): 3,
    ("box", "picture"): 3,
    ("gap", "mark"): 4,
}
_KINDS = {
    "Nd": "figure",
    "No": "sign",
    "Nl": "sign",
    "Sc": "sign",
    "Sk": "sign",
    "Sm": "sign",
    "So": "sign",
    "Cc": "odd",
    "Cn": "odd",
    "Co": "odd",
    "Cs": "odd",
}


class _Traits(NamedTuple):
    kind: str  # gap, letter, figure, mark, point, dash, opener, sign, picture, box or odd
    group: str  # the script of a letter or mark, the category of anything else
    upper: bool = False


_HOMES = {
    letter: frozenset(name for name, letters in ALPHABETS.items() if letter in letters)
    for letter in set("".join(ALPHABETS.values()))
}


def surprise(text: str) -> int:
    """The sum over all characters and all neighbours; 0 for most clean text.

    >>> surprise("naïve café, Привет"), surprise("cafÃ©") > 0
    (0, True)
    """
    return sum(map(_own, text)) + sum(_between(a, b) for a, b in pairwise(text) if a > "\x7f" or b > "\x7f")


@lru_cache(maxsize=65536)
def _traits(char: str) -> _Traits:
    category = "Cn" if char == "\ufffd" else unicodedata.category(char)
    if char in "\t\n\r" or category[0] == "Z":
        return _Traits("gap", category)
    if char in _OPENERS:
        return _Traits("opener", category)
    if char in _DASHES:
        return _Traits("dash", category)
    if char in _SIGNS:
        return _Traits("sign", "Po")
    if category[0] == "L":
        return _letter(char, category)
    if category[0] == "M":
        return _Traits("mark", unicodedata.name(char, "UNKNOWN").split()[0])
    if 0x2500 <= ord(char) <= 0x259F:
        return _Traits("box", category)
    if category[0] == "S" and ord(char) >= _PICTURES:
        return _Traits("picture", category)
    return _Traits(_KINDS.get(category, "point"), category)


def _letter(char: str, category: str) -> _Traits:
    script = unicodedata.name(char, "UNKNOWN").split()[0]
    if script == "MODIFIER":
        return _Traits("sign", category)
    if script in _EAST_ASIAN:
        return _Traits("letter", "CJK")
    return _Traits("letter", script, category in ("Lu", "Lt"))


@lru_cache(maxsize=65536)
def _own(char: str) -> int:
    """What a character costs wherever it stands."""
    if char < "\x7f":
        return 0
    traits = _traits(char)
    if traits.kind == "odd":
        return 6
    if traits.kind != "letter":
        return 0
    usual = bool(_homes(char)) if traits.group in _CASED else traits.group in _SCRIPTS
    return 0 if usual else 3


@lru_cache(maxsize=65536)
def _between(first: str, second: str) -> int:
    """What two neighbours cost; at least one of them lies beyond ASCII."""
    a, b = _traits(first), _traits(second)
    match kinds := (a.kind, b.kind):
        case "letter", "letter":
            return _letters(first, second)
        case "letter", "mark":
            return 0 if a.group == b.group else _MARKS.get(b.group, 4)
        case "sign", "sign":
            return 0 if first == second else _SIGN_PAIRS.get((a.group, b.group), 3)
    if "CJK" in (a.group, b.group):
        return 0  # scripts without spaces have anything beside anything
    if kinds in _BESIDE_LETTER:
        return _BESIDE_LETTER[kinds][_column(first if a.kind == "letter" else second)]
    return _BESIDE.get(kinds, 0)


def _column(letter: str) -> int:
    """Which column of `_BESIDE_LETTER` is a letter's."""
    if letter.isascii():
        return 0
    return 1 if _traits(letter).group in _CASED else 2


def _letters(first: str, second: str) -> int:
    a, b = _traits(first), _traits(second)
    if a.group != b.group:
        # "AWSの": East Asian text has Latin names without a space around them
        return 1 if {a.group, b.group} == {"LATIN", "CJK"} else 4
    if a.group not in _CASED:
        return 0
    turn = 2 if b.upper and not a.upper else 0
    if first.isascii() or second.isascii():
        return turn
    if ord(second) - ord(first) in (1, 2):
        return 0  # a list of letters, as in programs
    if _homes(first).isdisjoint(_homes(second)):
        return turn + 4
    # most Latin alphabets are mainly ASCII, so two of their other letters seldom meet
    return turn + (2 if a.group == "LATIN" else 0)


def _homes(char: str) -> frozenset[str]:
    """The languages that have this letter."""
    return _HOMES.get(char) or _HOMES.get(char.lower(), frozenset())
