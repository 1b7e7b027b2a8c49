"""How much damage repair undoes, and whether it leaves clean text alone, beside ftfy, chardet and charset-normalizer.

    .venv/bin/python benchmarks/repair.py [--full] [--only WORD] [--seed NUMBER] [--shipped] [--catalogues FOLDER]

The data are made here: names of things in some 150 languages (CLDR, through Babel) and lines of technical prose,
damaged in each way. Repair's model of characters is learnt from CLDR, too, so each text is repaired with one that has
seen no language of its family (`--shipped` takes the model as it is). A row is the share of damaged lines that come out
exactly as they were. What is not installed is said to be absent: the group `benchmarks` of pyproject.toml names it all.
`--full` takes ten times as much of everything, `--seed` draws other data.

--catalogues   a folder of gettext's .mo files, whose texts must stay as they are
"""

from __future__ import annotations

import argparse
import gettext
import importlib
import importlib.util
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools")]

import character_model  # noqa: E402
from studyguide.records import RawFile  # noqa: E402
from studyguide.repair import model, whole_file  # noqa: E402

SEED = 2715  # of what the models of the families are learnt from; data are drawn with it unless another is given
FOLDS = 4
# Languages whose words look alike are in one fold; all others are by themselves.
FAMILIES = """
en de nl sv nb nn no da is fo fy lb gsw nds af yi dsb_ ksh vmw
fr es it pt ro ca gl oc ast fur rm sc lij vec scn wa lld co kea
ru uk be bg mk sr sr_Latn pl cs sk sl hr bs bs_Cyrl hsb dsb szl csw rue cv
lt lv ltg sgs
el grc
fi et se smn sms hu
tr az az_Cyrl kk ky uz uz_Cyrl uz_Arab tk tt ba sah ug
ar fa ur ps ckb ku sd ks lrc mzn pa_Arab ug_ uz_Arab_
he
hi mr ne sa mai bho doi kok brx bn as gu pa or
ta te kn ml si
th lo my km shn
zh zh_Hant yue yue_Hans ja ko
vi
id ms jv su fil ceb mg haw mi sm to
ga gd cy br kw gv
ka hy
mn bo dz ii
am ti gez
ha yo ig ee ak tw wo ff ff_Adlm bm dyo
sw zu xh st tn nso ts ss ve nr rw rn lg ki kam mer ebu sn nd bem luo
nv chr moh iu qu ay gn yrl nah
eo ia ie io vo
""".strip()
CODECS = (
    "mac_roman", "windows-1252", "latin-1", "cp437", "cp850", "iso-8859-2", "iso-8859-15", "windows-1250",
    "windows-1251", "windows-1253", "windows-1254", "windows-1257", "koi8-r", "cp866", "mac_cyrillic",
)  # fmt: skip
OTHERS = ("iso-8859-9", "mac_latin2", "cp852", "windows-1255", "windows-1256", "cp874")
TWICE = (
    ("mac_roman", "mac_roman"), ("windows-1252", "windows-1252"), ("latin-1", "windows-1252"),
    ("windows-1252", "latin-1"), ("mac_roman", "windows-1252"), ("windows-1252", "mac_roman"),
    ("windows-1252", "cp437"), ("cp850", "cp850"), ("windows-1251", "windows-1251"),
)  # fmt: skip
HOLES = "\x81\x8d\x8f\x90\x9d"
LOSSES: tuple[tuple[str, str, str, str], ...] = (
    ("U+F8FF dropped", "mac_roman", "\uf8ff", ""),
    ("U+F8FF as U+FFFD", "mac_roman", "\uf8ff", "\ufffd"),
    ("undefined bytes dropped", "windows-1252", HOLES, ""),
    ("undefined bytes as U+FFFD", "windows-1252", HOLES, "\ufffd"),
    ("undefined bytes as ?", "windows-1252", HOLES, "?"),
    ("no-break space as space", "windows-1252", "\xa0", " "),
    ("no-break space as space", "latin-1", "\xa0", " "),
    ("soft hyphen dropped", "windows-1252", "\xad", ""),
)
# Encodings of files, each with languages that use it.
ENCODINGS = {
    "windows-1252": "fr de es pt sv nl", "mac_roman": "fr de es pt sv nl", "latin-1": "fr de es pt sv nl",
    "iso-8859-15": "fr de es fi et", "cp850": "fr de es pt sv", "cp437": "fr de es sv",
    "windows-1250": "pl cs hu sk ro hr", "iso-8859-2": "pl cs hu sk hr", "cp852": "pl cs hu sk hr",
    "mac_latin2": "pl cs hu sk", "windows-1251": "ru uk bg sr", "koi8-r": "ru bg", "cp866": "ru bg",
    "mac_cyrillic": "ru uk bg", "iso-8859-5": "ru bg sr", "windows-1253": "el", "iso-8859-7": "el",
    "mac_greek": "el", "windows-1254": "tr", "iso-8859-9": "tr", "mac_turkish": "tr", "windows-1257": "lt lv et",
    "cp775": "lt lv et", "windows-1255": "he", "windows-1256": "ar fa", "cp874": "th", "shift_jis": "ja",
    "euc_jp": "ja", "iso2022_jp": "ja", "gbk": "zh", "gb18030": "zh", "hz": "zh", "big5": "zh_Hant", "euc_kr": "ko",
    "utf-7": "fr ru ja", "utf-16": "fr ru ja", "utf-16-le": "fr ru ja", "utf-8": "fr ru ja",
}  # fmt: skip

_PLAIN = "table partition shard cluster node policy secret token image volume snapshot stack event".split()  # noqa: SIM905
_VERBS = "starts stops scales fails writes reads copies keeps drops sends waits retries".split()  # noqa: SIM905
_EMOJI = "✅ ❌ ⚠\ufe0f 🚀 🟢 🔴 💡 📦 🔐 🧪 ⚡ 🛡\ufe0f ☁\ufe0f 🎯 🤖 👉 🐘 🪣 ⏱\ufe0f 🧵".split()  # noqa: SIM905

# --- data ---


@cache
def fold_of(language: str) -> int:
    for number, row in enumerate(FAMILIES.split("\n")):
        if language in row.split():
            return number % FOLDS
    return sum(map(ord, language)) % FOLDS


@cache
def names() -> dict[str, list[str]]:
    """Strings with a character beyond ASCII, by language; only languages that have enough of them."""
    found = {
        language: [text for text in character_model.strings(language) if not text.isascii() and "\n" not in text]
        for language in character_model.languages()
    }
    return {language: texts for language, texts in found.items() if len(texts) >= 100}


def technical(chance: random.Random) -> str:
    """A line as notes have it, with signs."""
    pick = chance.choice
    thing, verb, emoji = pick(_PLAIN), pick(_VERBS), pick(_EMOJI)
    figure = chance.randint(2, 900)
    forms = (
        f"It’s the {thing} that {verb} first, isn’t it?",
        f"She said “the {thing} {verb}” — and it did.",
        f"{emoji} {thing.capitalize()}: what {verb} after {figure} ms…",
        f"{figure}. The {thing} {verb} → {thing} → done {emoji}",
        f"├── {thing}-{figure}.json",
        f"│   └── {thing}.tf",
        f"• {thing} {verb}: ≤ {figure} µs, ± {chance.randint(1, 9)} %",
        f"so Δt ≥ {figure} and √n ≈ {chance.randint(2, 9)}·10³",
        f"┌{'─' * 12}┐ {thing} ║ {'═' * 5}╗",
        f"naïve café résumé: the {thing} {verb} à la carte",
        f"The role’s “{thing}” costs {figure} € – or £{figure}",
        f"Don’t {verb}! ‘{thing}’ isn’t ‘{verb}’ {emoji}",
        f"{chance.randint(1, 9)}\ufe0f\u20e3 {thing.capitalize()} {verb} ({figure} °C)",
        f"✔ {thing} ✘ {verb} ★ {figure} ▶ ■",
        f"Größe × Höhe = {figure} m², {thing}™ ©2024",
        f"∀x ∈ A: x ≠ ∅ ⇒ f(x) ⊂ B, λ = {figure} ∑ π",
    )
    return pick(forms)


def some_names(chance: random.Random, fold: int, count: int, fits: Callable[[str], bool] = bool) -> Iterator[str]:
    """Strings of a fold's languages, each language as often as another."""
    languages = [language for language in names() if fold_of(language) == fold]
    while count:
        text = chance.choice(names()[chance.choice(languages)])
        if fits(text):
            yield text
            count -= 1


def damaged(text: str, *codecs: str) -> str:
    """UTF-8 read in another encoding, once for each; a byte that has no character comes out as the control."""
    for codec in codecs:
        text = "".join(map(_characters(codec).__getitem__, text.encode("utf-8")))
    return text


@cache
def _characters(codec: str) -> list[str]:
    return [bytes([b]).decode(codec, "replace").replace("\ufffd", chr(b)) for b in range(256)]


# --- what is compared ---


@dataclass(frozen=True)
class Case:
    """A text, what it was, and in which fold its languages are."""

    fold: int
    before: str
    after: str


Way = Callable[[Case], str]


def ways(shipped: bool) -> dict[str, Way]:
    found: dict[str, Way] = {"repair": _own(shipped)}
    if importlib.util.find_spec("ftfy"):
        ftfy: Any = importlib.import_module("ftfy")
        only = ftfy.TextFixerConfig(
            unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
            uncurl_quotes=False, fix_line_breaks=False, remove_control_chars=False, normalization=None,
        )  # fmt: skip
        found["ftfy"] = lambda case: "\n".join(map(ftfy.fix_text, case.before.split("\n")))
        found["ftfy, encoding only"] = lambda case: "\n".join(
            ftfy.fix_text(line, only) for line in case.before.split("\n")
        )
    return found


def _own(shipped: bool) -> Way:
    """Repair with a model that has not seen the case's languages."""
    if shipped:
        return lambda case: whole_file.repair_text(case.before)[0]
    models = [_held_out(fold) for fold in range(FOLDS)]
    return lambda case: whole_file.repair_text(case.before, models[case.fold])[0]


def _held_out(fold: int) -> model.Model:
    learnt = [language for language in character_model.languages() if fold_of(language) != fold]
    texts = character_model.training_text(learnt, random.Random(SEED))
    return model.parsed(character_model.model(character_model.counted(texts)))


def share(way: Way, cases: Sequence[Case]) -> str:
    """Damaged lines that came out exactly, in per cent, and clean ones that did not stay, if there are any."""
    right = lines = harmed = 0
    for case in cases:
        rows = zip(case.before.split("\n"), case.after.split("\n"), way(case).split("\n"), strict=True)
        for before, after, found in rows:
            if before != after:
                lines += 1
                right += found == after
            else:
                harmed += found != after
    return f"{100 * right / max(lines, 1):.1f}" + (f" ({harmed} harmed)" if harmed else "")


# --- rows ---


def documents(
    chance: random.Random, count: int, technical_: bool, share_: float, spoil: Callable[[str], str]
) -> list[Case]:
    """Documents of 40 lines, of which that share is damaged."""
    found = []
    for number in range(count):
        fold = number % FOLDS
        lines = [technical(chance) for _ in range(40)] if technical_ else list(some_names(chance, fold, 40))
        hit = set(chance.sample(range(40), max(1, round(40 * share_))))
        before = [spoil(line) if at in hit else line for at, line in enumerate(lines)]
        found.append(Case(fold, "\n".join(before), "\n".join(lines)))
    return found


KINDS = (("technical", True), ("languages", False))
Spoil = Callable[[str], str]


def rows(size: int, seed: int) -> Iterator[tuple[str, list[Case]]]:
    chance = random.Random(seed)
    for codec in (*CODECS, *OTHERS):
        yield f"lone, {codec}", lone(chance, 60 * size, codec)
    for codec in CODECS:
        yield f"one character, {codec}", lone(chance, 30 * size, codec, _is_single)
    for part, name, count in ((1.0, "all", 4), (0.5, "half", 4), (0.05, "5 %", 12)):
        for codec in CODECS:
            for kind, is_technical in KINDS:
                found = documents(chance, count * size, is_technical, part, _spoil(codec))
                yield f"{name}, {kind}, {codec}", found
    for pair in TWICE:
        for kind, is_technical in KINDS:
            found = documents(chance, 4 * size, is_technical, 0.5, _spoil(*pair))
            yield f"twice, {kind}, {' and '.join(pair)}", found
    for name, codec, chars, instead in LOSSES:
        for kind, is_technical in KINDS:
            lost = dict.fromkeys(map(ord, chars), instead)
            yield (
                f"lost, {kind}, {codec}, {name}",
                documents(chance, 8 * size, is_technical, 0.5, _spoil(codec, lost=lost)),
            )


def _is_single(text: str) -> bool:
    return sum(char > "\x7f" for char in text) == 1


def _spoil(*names: str, lost: dict[int, str] | None = None) -> Spoil:
    return lambda line: damaged(line, *names).translate(lost or {})


def lone(chance: random.Random, count: int, codec: str, fits: Callable[[str], bool] = bool) -> list[Case]:
    texts = ((fold, text) for fold in range(FOLDS) for text in some_names(chance, fold, count, fits))
    return [Case(fold, damaged(text, codec), text) for fold, text in texts]


def clean_rows(size: int, seed: int, catalogues: Path | None) -> Iterator[tuple[str, list[Case]]]:
    chance = random.Random(seed + 1)
    lone = [Case(fold, t, t) for fold in range(FOLDS) for t in some_names(chance, fold, 2500 * size)]
    yield "clean strings", lone
    lines = ["\n".join(technical(chance) for _ in range(100)) for _ in range(70 * size)]
    yield "clean technical lines, in documents of 100", [Case(0, text, text) for text in lines]
    whole = []
    for language, texts in names().items():
        some = "\n".join(chance.sample(texts, min(len(texts), 400)))
        whole.append(Case(fold_of(language), some, some))
    yield "clean documents of one language, 400 lines", whole if size > 1 else whole[::3]
    if catalogues:
        yield "clean documents of catalogues, 400 lines", list(_catalogues(catalogues))


def _catalogues(folder: Path) -> Iterator[Case]:
    texts: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.mo")):
        with path.open("rb") as file:
            try:
                said = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            except (OSError, LookupError, ValueError):
                continue
        language = path.parent.parent.name
        lines = texts.setdefault(language, set())
        for text in said.values():
            lines.update(line for line in text.splitlines() if not line.isascii() and line.isprintable())
    for language, found in texts.items():
        lines_ = sorted(found)
        random.Random(SEED).shuffle(lines_)
        for at in range(0, min(len(lines_), 4000), 400):
            text = "\n".join(lines_[at : at + 400])
            yield Case(fold_of(language.split("@")[0].split("_")[0]), text, text)


def harmed(way: Way, cases: Sequence[Case], shown: bool) -> str:
    lines = bad = 0
    for case in cases:
        for before, found in zip(case.before.split("\n"), way(case).split("\n"), strict=True):
            lines += 1
            bad += before != found
            if shown and before != found:
                print(f"    {before!r} -> {found!r}")
    return f"{bad} of {lines}"


# --- files ---


def detectors() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {}
    found["repair"] = lambda data: "\n".join(whole_file.repair(RawFile("a.txt", data))[0].lines)
    if importlib.util.find_spec("chardet"):
        chardet: Any = importlib.import_module("chardet")
        found["chardet"] = lambda data: data.decode(chardet.detect(data)["encoding"] or "ascii", "replace")
    if importlib.util.find_spec("charset_normalizer"):
        normalizer: Any = importlib.import_module("charset_normalizer")
        found["charset-normalizer"] = lambda data: str(normalizer.from_bytes(data).best() or "")
    return found


def file_rows(size: int, seed: int) -> Iterator[tuple[str, list[tuple[bytes, str]]]]:
    chance = random.Random(seed + 2)
    for encoding, languages in ENCODINGS.items():
        for count in (1, 10):
            found: list[tuple[bytes, str]] = []
            while len(found) < 15 * size:
                texts = names_in(chance.choice(languages.split()), encoding)
                text = "\n".join(" ".join(chance.sample(texts, 3)) for _ in range(count)) + "\n"
                found.append((text.encode(encoding), text))
            yield f"{encoding}, {count} line{'s' if count > 1 else ''}", found
    for encoding in ("windows-1252", "mac_roman", "cp850"):
        for part in (0.5, 0.1):
            found = []
            while len(found) < 15 * size:
                texts = names_in(chance.choice(("fr", "de", "es", "sv")), encoding)
                lines = chance.sample(texts, 40)
                hit = set(chance.sample(range(40), round(40 * part)))
                data = [line.encode(encoding if at in hit else "utf-8") for at, line in enumerate(lines)]
                found.append((b"\n".join(data), "\n".join(lines)))
            yield f"utf-8 with {part:.0%} of lines in {encoding}", found


@cache
def names_in(language: str, encoding: str) -> list[str]:
    def fits(text: str) -> bool:
        try:
            return text.encode(encoding).decode(encoding) == text
        except UnicodeError:
            return False

    return [text for text in names()[language] if fits(text)]


def read_right(read: Callable[[bytes], str], cases: Sequence[tuple[bytes, str]]) -> str:
    def right(data: bytes, text: str) -> bool:
        try:
            return read(data).strip() == text.strip()
        except (LookupError, UnicodeError):
            return False

    return f"{sum(right(data, text) for data, text in cases)} of {len(cases)}"


def speeds(all_ways: dict[str, Way], size: int) -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(SEED + 3)
    prose = "A {} that the others wait for is read first, and then its {} are written in the order of arrival."
    lines = [
        technical(chance) if chance.random() < 0.3 else prose.format(*chance.sample(_PLAIN, 2))
        for _ in range(6000 * size)
    ]
    clean = "\n".join(lines)
    foreign = "\n".join(t for fold in range(FOLDS) for t in some_names(chance, fold, 4000 * size))
    spoilt = "\n".join(damaged(line, "mac_roman") for line in lines)
    half = "\n".join(damaged(line, "windows-1252") if at % 2 else line for at, line in enumerate(lines))
    for name, text in (
        ("clean prose", clean),
        ("clean names", foreign),
        ("all damaged", spoilt),
        ("half damaged", half),
    ):
        found = []
        for way in all_ways.values():
            start = time.process_time()
            way(Case(0, text, ""))
            found.append(f"{len(text.encode()) / 1e6 / (time.process_time() - start):.2f}")
        yield f"MB/s, {name}", found


def main() -> None:
    parser = argparse.ArgumentParser(description="Compares repair with others on data made here.")
    parser.add_argument("--full", action="store_true", help="ten times as much of everything")
    parser.add_argument("--only", default="", help="rows that begin with this")
    parser.add_argument("--seed", type=int, default=SEED, help="draw other data")
    parser.add_argument("--shipped", action="store_true", help="repair with the model as it is shipped")
    parser.add_argument("--shown", action="store_true", help="show what is not as it was")
    parser.add_argument("--catalogues", type=Path)
    told = parser.parse_args()
    size = 10 if told.full else 1
    tell_texts(ways(told.shipped), size, told)
    if not told.only or told.only.startswith("files"):
        tell_files(size, told.seed)


def tell_texts(all_ways: dict[str, Way], size: int, told: argparse.Namespace) -> None:
    print("| | " + " | ".join(all_ways) + " |\n|---|" + "--:|" * len(all_ways))
    for name, cases in rows(size, told.seed):
        if name.startswith(told.only):
            _row(name, [share(way, cases) for way in all_ways.values()])
            if told.shown:
                show(all_ways["repair"], cases)
    for name, cases in clean_rows(size, told.seed, told.catalogues):
        if name.startswith(told.only):
            _row(name, [harmed(way, cases, told.shown) for way in all_ways.values()])
    if "MB/s".startswith(told.only):
        for name, found in speeds(all_ways, size):
            _row(name, found)


def tell_files(size: int, seed: int) -> None:
    all_readers = detectors()
    print("\n| files | " + " | ".join(all_readers) + " |\n|---|" + "--:|" * len(all_readers))
    for name, files in file_rows(size, seed):
        _row(name, [read_right(read, files) for read in all_readers.values()])
    absent = [name for name in ("ftfy", "chardet", "charset_normalizer") if not importlib.util.find_spec(name)]
    if absent:
        print(f"\nNot installed, so not compared: {', '.join(absent)}")


def show(way: Way, cases: Sequence[Case]) -> None:
    wrong: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        for before, after, found in zip(
            case.before.split("\n"), case.after.split("\n"), way(case).split("\n"), strict=True
        ):
            wrong[before, after, found] += found != after
    for (before, after, found), count in wrong.most_common(12):
        if count:
            print(f"    {before!r} was {after!r}, came out {'as it was' if found == before else repr(found)}")


def _row(name: str, values: Sequence[str]) -> None:
    print(f"| {name} | " + " | ".join(values) + " |", flush=True)


if __name__ == "__main__":
    main()
