"""The generator serves any subject: what it knows of a field stands in `services.toml` and nowhere in its code.

Looked for are the makers and the names of services that the shipped table holds, without their makers and with a
capital letter ("S3", "Elastic IP"), as whole words, however they are written. Comments and examples count as well:
an example from a field of its own shows that the code needs none.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from subject import SUBJECT
from tables import every_row

from studyguide.folder.subject import TOPICS
from studyguide.questions.classify import bare
from studyguide.words.patterns import one_of

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "hooks", ROOT / "docs" / "assets" / "js")
KINDS = (".py", ".toml", ".md", ".js", ".mjs", ".json", ".css", ".typ")
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.suffix in KINDS)
# Names that are words of any field, too.
ALSO_WORDS = {
    "backup": "a copy kept elsewhere",
    "batch": "a language of scripts",
    "config": "the settings of MkDocs",
    "mongodb": "a program of every field",
    "opensearch": "a function that opens the search",
    "redis": "a module of programs of every field",
    "scp": "a program of every field",
    "terraform": "a program and a language of every field",
}
# Python's own word in strings that hold code; where it stands in code it is a token by itself.
PYTHONS = re.compile(r"\blambda\b(?=[\w\s,*]*:)")


def known() -> set[str]:
    """The names of services without their makers, and those of their aliases that are names."""
    found = set()
    for service in SUBJECT.services:
        if service.category != TOPICS:
            capital = (alias for alias in service.aliases if alias != alias.lower())
            found |= {name.casefold() for name in (bare(service.name, SUBJECT.vendors), *capital)}
    return found


SOUGHT = ({*SUBJECT.vendors, "cloud"} | known()) - ALSO_WORDS.keys()
NAMES = re.compile(rf"(?<![^\W_]){one_of(SOUGHT)}(?![^\W_])", re.I)


def texts(path: Path) -> Iterator[str]:
    if path.suffix != ".py":
        yield path.read_text("utf-8")
        return
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if (token.type, token.string) != (tokenize.NAME, "lambda"):
                yield PYTHONS.sub("", token.string)


@every_row("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_code_names_no_maker_and_no_service(path: Path) -> None:
    assert NAMES.findall("\n".join(texts(path)).replace("_", " ")) == []


@pytest.mark.parametrize("text", ["AWS_REGION", "an S3 bucket", "Elastic IP", "lambda", "the cloud", "dynamodb"])
def test_a_name_is_seen(text: str) -> None:
    assert NAMES.search(text.replace("_", " "))


def test_every_name_is_seen() -> None:
    assert [name for name in SOUGHT if not NAMES.fullmatch(name)] == []


def test_a_name_that_is_excepted_is_one_of_the_table() -> None:
    assert ALSO_WORDS.keys() <= known()
