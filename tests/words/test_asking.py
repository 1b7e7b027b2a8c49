"""Whether a line asks, language by language: `cases/asks.txt` has pairs of lines that differ in little else."""

from __future__ import annotations

from pathlib import Path

from tables import every_row

from studyguide.words.asking import asks
from studyguide.words.vocabulary import LANGUAGES

PAIRS = [
    line.partition(": ")[::2]
    for line in (Path(__file__).parents[1] / "cases" / "asks.txt").read_text("utf-8").split("\n\n", 1)[1].splitlines()
]


@every_row(("language", "pair"), PAIRS)
def test_one_asks_and_the_other_does_not(language: str, pair: str) -> None:
    asked, told = pair.split(" | ")
    assert (asks(asked) >= 0.5, asks(told) >= 0.5) == (True, False)


def test_each_language_has_a_pair() -> None:
    assert {file.stem for file in LANGUAGES.glob("*.toml")} == {language for language, _ in PAIRS}
