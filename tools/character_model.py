"""Makes the model by which repair tells text from damage: how probable a character is behind another.

    .venv/bin/python tools/character_model.py            # writes hooks/studyguide/repair/characters.txt
    .venv/bin/python tools/character_model.py --check    # tells whether it would be written as it is

It is learnt from the names of languages, places, currencies, units and times that the Unicode consortium keeps in every
language (CLDR, through Babel), and from lines of signs, which those names do not have. The same versions of Babel and
Python make the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel import localedata

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from studyguide.repair.kinds import kind  # noqa: E402
from studyguide.repair.model import BASE, FILE, STEP  # noqa: E402

# Notes are written in these more often than in others.
FREQUENT = {
    "en": 12, "es": 4, "fr": 4, "de": 4, "pt": 4, "it": 3, "ru": 4, "zh": 4, "ja": 4, "ko": 3, "pl": 3, "tr": 3,
    "nl": 3, "uk": 3, "cs": 2, "sv": 2, "hu": 2, "ro": 2, "vi": 2, "el": 2, "he": 2, "ar": 3, "hi": 2, "id": 2,
    "da": 2, "fi": 2, "nb": 2, "bg": 2, "th": 2, "fa": 2,
}  # fmt: skip
# No locale has more strings than this, so that those with long lists of names do not drown the others.
MOST = 1200
# What holds patterns or is the same in every language.
_LEFT_OUT = frozenset(("locale_id", "interval_formats", "datetime_skeletons", "character_order", "currency_symbols"))
_PLACEHOLDER = re.compile(r"\{\d\}")

SEED = 15
# So many lines of signs are made.
SIGN_LINES = 12_000
# One string in so many is taken three times more: in capitals, as the beginning of a sentence, with a space behind it.
CAPITALS = 8

# A pair is kept for itself if it was met so often, and its kinds would have it costlier or cheaper by so much.
SEEN, APART = 2, 0.7
# Scripts whose pairs are too many to be kept one by one.
_BY_KIND = ("CJK", "HANGUL", "ETHIOPIC", "KANA", "minor")


def strings(language: str) -> Iterator[str]:
    """What the language's own locale says, once each."""
    seen: set[str] = set()
    data = localedata.load(language)
    for key in sorted(set(data) - _LEFT_OUT):
        for leaf in _leaves(data[key]):
            text = _PLACEHOLDER.sub("", leaf).strip()
            if len(text) > 2 and text not in seen:
                seen.add(text)
                yield text


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif hasattr(value, "items"):
        for key in sorted(value, key=str):
            yield from _leaves(value[key])
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _leaves(one)


def languages() -> list[str]:
    """Those that Babel has, without the varieties of a country; a variety in another script counts by itself."""
    names = localedata.locale_identifiers()
    return sorted(name for name in names if name != "root" and re.fullmatch(r"[a-z]{2,3}(_[A-Z][a-z]{3})?", name))


# --- signs ---

EMOJI = [chr(c) for c in (*range(0x1F300, 0x1F650), *range(0x1F680, 0x1F6D8), *range(0x1F900, 0x1FA00)) if c]
USUAL_EMOJI = list(
    "✅❌⚠⭐✨⚡❗❓✔✖➡⬅⬆⬇☁☀♻🚀🔥🟢🟡🔴🔵🟠🟣💡🎯📌📝📦🔒🔑🔧🛠🛡🧩🧠💾💰📊📈🎉👍👉👇🤔😀😊🙏🌍🌐🏗🐳🐍🖥🗂🗄⏱⚙✏✉❤ℹ🗑🏷"
)
# Those that are plain signs without a variation behind them.
_VARIABLE = frozenset("⚠✔✖➡⬅⬆⬇☁☀♻🛡🏗🖥🗂🗄⏱⚙✏✉❤ℹ🛠🗑🏷🎛🕒")
ARROWS, BOXES = list("→←↑↓↔⇒⇐⇔↦➜"), list("─│┌┐└┘├┤┬┴┼═║╔╗╚╝░▒▓█▪■□●○◆▶▸")
MATHS = list("×÷±−≤≥≈≠∞√∑∆Δ∂∏∫µμπΩλαβθσ∈∉⊂∪∩∀∃¬∧∨⊕⋅·≡")
WORDS = """the a of and is to in you how what use file queue bucket server data call key role time cost region value
line error input output one two x y n i t λ f(x) API URL ID S3 EC2 VPC""".split()  # noqa: SIM905
# Words with letters beyond ASCII at either end, for what stands beside them.
FOREIGN = """été école déjà où à façon Äpfel größe süß für café ñandú año señor está ação não más ústí říká že žádný
člověk łódź świat żółć œuvre île þú ært også på är åt öl İl ığ şey için в на и с к о это слово Яндекс ёлка Російська
їжа і є рік το και είναι λέξη Άλφα מה זה ما هو 中文 日本語 한국어""".split()  # noqa: SIM905
IN_CAPITALS = [word.upper() for word in FOREIGN]


# In braces: w a word, W one with a capital, n a number, l a letter, f and i a word and an initial with letters beyond
# ASCII; the other names are those of signs.
FORMS = [
    "It’s a “{w}” – not a {w}’s ‘{w}’",
    "“{W} {w},” she said… “{w}”",
    "{w} — {w}; {w} – {w}, {n}–{n}",
    "{emoji} {W}: {w} {emoji}",
    "{w} {emoji}{emoji} {w} {emoji}",
    "## {emoji} {W} {emoji} {w}",
    "{n}️⃣ {W} {w}",
    "• {w} • {w}\xa0{w}",
    "{w} {arrow} {w} {arrow} {w}",
    "{w}{arrow}{w}",
    "├── {w}.md",
    "│   └── {w}.yaml",
    "{boxes}{boxes}{boxes}{boxes} {w} {box}",
    "{frame} {w}",
    "{frame} {w}",
    "{frame} {w}",
    "{frame} {w}",
    "{l} {maths} {l} {maths} {n}, {maths}{l}",
    "{n}{maths}{n} = {l}{small}",
    "{n} °C, {n}°, {n} µs, {n} €, £{n}, €{n}, {n} ½",
    "{w}™ {w}® © 20{n} § {n} {w}… ¿{w}? ¡{w}!",
    "« {w} » «{w}» „{w}“ ‚{w}‘ ‹{w}›",
    "«\xa0{f}\xa0» {f}\xa0: {f}\xa0; {f}\xa0! {f}\xa0?",
    "{f}\xa0{f} {i}\xa0«{f}» №\xa0{n} {f}\xa0— {f}",
    "{i}–{i}, {i}, {i}. {f} {n}° {i}°",
    "{f}™ {f}® {f}© {f}» {f}, {f}… {f}—{f}",
    "`{f}` “{f}” ({f}) *{f}* „{f}“ [{f}] {f}: {f}",
    "{tick} {w} {tick}",
    "👨\u200d💻 {w} 👍🏽 🇺🇦 {w} ❤️",
]
_PLACE = re.compile(r"\{(\w+)\}")
FRAMES = ["┌─┐", "╔═╗", "└─┘", "╚═╝", "├─┤", "╠═╣", "┌─┬─┐", "└─┴─┘", "├─┼─┤", "╔═╦═╗", "╚═╩═╝", "╠═╬═╣"]


class _Signs:
    """What the places of a form are filled with, by chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def fill(self, form: str) -> str:
        return _PLACE.sub(lambda place: self._one(place[1]), form)

    def _one(self, name: str) -> str:
        choice = self._chance.choice
        match name:
            case "W":
                return choice(WORDS).capitalize()
            case "n":
                return str(self._chance.randint(0, 99))
            case "i":
                return choice(FOREIGN)[0].upper()
            case "f":
                return choice(FOREIGN if self._chance.random() < 0.8 else IN_CAPITALS)
            case "emoji":
                return self._emoji()
            case "boxes":
                return choice(BOXES) * self._chance.randint(1, 4)
            case "frame":
                length = self._chance.randint(2, 24)
                return "".join(char * length if char in "─═" else char for char in choice(FRAMES))
        return choice(_CHOICES[name])

    def _emoji(self) -> str:
        char = self._chance.choice(USUAL_EMOJI if self._chance.random() < 0.8 else EMOJI)
        return char + ("\ufe0f" if char in _VARIABLE and self._chance.random() < 0.7 else "")


_CHOICES: dict[str, list[str]] = {
    "w": WORDS,
    "l": list("abnxytfλθk"),
    "arrow": ARROWS,
    "box": BOXES,
    "maths": MATHS,
    "small": list("²³⁰¹⁴⁵₀₁₂ⁿ"),
    "tick": list("✓✔✗✘☑☐★☆●○■□▶►▪"),
}


def sign_lines(chance: random.Random, count: int) -> Iterator[str]:
    """Lines with the signs of technical prose."""
    signs = _Signs(chance)
    for _ in range(count):
        yield signs.fill(chance.choice(FORMS))


# --- counting ---


def training_text(
    names: Iterable[str], chance: random.Random, sign_count: int = SIGN_LINES
) -> Iterator[tuple[str, int]]:
    """Texts with their weights."""
    for name in names:
        weight = FREQUENT.get(name, 1)
        texts = list(strings(name))
        if len(texts) > MOST:
            texts = chance.sample(texts, MOST)
        for at, text in enumerate(texts):
            yield text, weight
            if at % CAPITALS == 0:
                yield text.upper(), weight
                yield text.capitalize(), weight
                yield text + " ", weight
    for text in sign_lines(chance, sign_count):
        yield text, 1


def counted(texts: Iterable[tuple[str, int]]) -> Counter[str]:
    """How often each pair of characters stands in them; a text stands between breaks."""
    pairs: Counter[str] = Counter()
    for text, weight in texts:
        for pair in pairwise(f"\n{text}\n"):
            pairs["".join(pair)] += weight
    return pairs


@dataclass(frozen=True)
class Counts:
    """How often a character stands behind another, a kind behind a kind, and a character among those of its kind."""

    followers: dict[str, Counter[str]]
    between: dict[str, Counter[str]]
    of_kind: dict[str, Counter[str]]


def model(pairs: Counter[str]) -> str:
    """The file: kinds with their characters, pairs of kinds, and the pairs that differ from their kinds."""
    counts = Counts(defaultdict(Counter), defaultdict(Counter), defaultdict(Counter))
    for pair, count in pairs.items():
        first, second = pair[0], pair[1]
        counts.followers[first][second] += count
        counts.between[kind(first)][kind(second)] += count
        counts.of_kind[kind(second)][second] += count
    kinds = [*sorted(_sizes()), "Cs"]
    inside: dict[str, float] = {}
    step: dict[tuple[str, str], float] = {}
    head = "# Made by tools/character_model.py. Costs are in quarters of a nat: # is 0, $ is 1."
    of_kinds = [_of_kind(name, counts.of_kind[name], inside) for name in kinds]
    of_steps = [_of_steps(first, kinds, counts, step) for first in kinds]
    of_pairs = [_of_pairs(first, row, inside, step) for first, row in sorted(counts.followers.items()) if _alone(first)]
    return "\n".join([head, "kinds", *of_kinds, "between", *of_steps, "pairs", *of_pairs]) + "\n"


@cache
def _sizes() -> Counter[str]:
    """How many characters each kind has."""
    return Counter(kind(chr(code)) for code in (*range(0xD800), *range(0xE000, 0x30000)))


def _of_kind(name: str, met: Counter[str], inside: dict[str, float]) -> str:
    """A row: the kind, what a character costs that was not met, and each that was with its cost."""
    if name == "break":  # cannot stand in a line of the file; there is one that counts
        inside["\n"] = 0.0
        return f"{name}\t{_sign(0.0)}\t"
    total, new = sum(met.values()), max(len(met), 1)
    unseen = max(_sizes()[name] - len(met), 1)
    inside.update((char, _rounded(-math.log(count / (total + new)))) for char, count in met.items())
    chars = "".join(char + _sign(inside[char]) for char in sorted(met))
    return f"{name}\t{_sign(-math.log(new / (total + new) / unseen))}\t{chars}"


def _of_steps(first: str, kinds: list[str], counts: Counts, step: dict[tuple[str, str], float]) -> str:
    """A row: what each kind costs behind this one."""
    row, all_ = counts.between[first], sum(map(Counter.total, counts.of_kind.values())) + len(kinds)
    total, types = row.total(), max(len(row), 1)
    for second in kinds:
        anywhere = (counts.of_kind[second].total() + 1) / all_
        step[first, second] = _rounded(-math.log((row[second] + types * anywhere) / (total + types)))
    return "".join(_sign(step[first, second]) for second in kinds)


def _of_pairs(first: str, row: Counter[str], inside: dict[str, float], step: dict[tuple[str, str], float]) -> str:
    """A row: the character, what it costs to leave its pairs, and each that is kept with its cost."""
    total, types = row.total(), len(row)
    away = types / (total + types)
    kept = f"{first}{_sign(-math.log(away))}"
    for second, count in sorted(row.items()):
        by_kind = step[kind(first), kind(second)] + inside[second]
        cost = -math.log(count / (total + types) + away * math.exp(-by_kind))
        told = abs(cost - by_kind + math.log(away)) >= APART and count >= SEEN
        if told and _alone(second):
            kept += second + _sign(cost)
    return kept


def _alone(char: str) -> bool:
    """Whether its pairs are kept one by one."""
    return char != "\n" and not kind(char).startswith(_BY_KIND)


def _rounded(cost: float) -> float:
    return round(cost / STEP) * STEP


def _sign(cost: float) -> str:
    return chr(BASE + min(max(round(cost / STEP), 0), 0x7E - BASE))


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the model of characters that repair judges by.")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where the file would change")
    check = parser.parse_args().check
    text = model(counted(training_text(languages(), random.Random(SEED))))
    data = text.encode("utf-8")
    print(f"{len(data) / 1000:.0f} kB, SHA-256 {hashlib.sha256(data).hexdigest()}")
    if check:
        sys.exit(FILE.read_bytes() != data)
    FILE.write_bytes(data)


if __name__ == "__main__":
    main()
