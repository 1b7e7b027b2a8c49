"""All formats there are: a row for each, tried in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...records import Reading, Text
from . import anki_text, card_signs, delimited, front_matter, html_page, json_bank, markdown_copy, outlines, yaml_bank
from .rewritten import Prose


@dataclass(frozen=True, slots=True)
class Format:
    """A form of files.

    name    what the report of a build calls it
    reads   the whole file; None where it has another form. `Prose` reads what is, or becomes, Markdown
    """

    name: str
    reads: Callable[[Text, Prose], Reading | None]


def _alone(read: Callable[[Text], Reading | None]) -> Callable[[Text, Prose], Reading | None]:
    return lambda text, _: read(text)


# Most particular first: what says of itself what it is, then what is told by its grammar, then by its signs.
FORMATS = (
    Format("Anki's export as text", _alone(anki_text.reads)),
    Format("our own Markdown copy", _alone(markdown_copy.reads)),
    Format("JSON and JSON Lines", _alone(json_bank.reads)),
    Format("YAML", _alone(yaml_bank.reads)),
    Format("a table between commas, semicolons or tabs", _alone(delimited.reads)),
    Format("one question in front matter", _alone(front_matter.reads)),
    Format("a page of HTML", html_page.reads),
    Format("org", outlines.reads_org),
    Format("AsciiDoc", outlines.reads_asciidoc),
    Format("cards in Markdown", card_signs.reads),
    Format("one question in the file's name", front_matter.reads_named),
)


def read_format(text: Text, prose: Prose) -> Reading | None:
    """The file as the first format reads it that it has; None for prose."""
    return next((found for one in FORMATS if (found := one.reads(text, prose)) is not None), None)
