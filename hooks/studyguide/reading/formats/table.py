"""All formats there are: a row for each, tried in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ...records import LayoutRule, Reading, Text
from . import (
    aiken,
    anki_text,
    answers_first,
    card_signs,
    delimited,
    drawn,
    footnotes,
    front_matter,
    gift,
    html_page,
    json_bank,
    latex,
    markdown_copy,
    named_talks,
    notebook,
    outlines,
    rst,
    set_columns,
    told_in_prose,
    toml_bank,
    transcripts,
    wikis,
    xml_bank,
    yaml_bank,
)
from .rewritten import Prose


@dataclass(frozen=True, slots=True)
class Format:
    """A form of files.

    name    what people call it; says in this table and in tests which row is meant
    reads   the whole file; None where it has another form. `Prose` reads what is, or becomes, Markdown
    markup  it only rewrites the file as Markdown, so that rules for Markdown hold for it
    """

    name: str
    reads: Callable[[Text, Prose], Reading | None]
    markup: bool = False


def _alone(read: Callable[[Text], Reading | None]) -> Callable[[Text, Prose], Reading | None]:
    return lambda text, _: read(text)


# Most particular first: what says of itself what it is, then what is told by its grammar, then by its signs.
FORMATS = (
    Format("Anki's export as text", _alone(anki_text.reads)),
    Format("our own Markdown copy", _alone(markdown_copy.reads)),
    Format("a notebook", notebook.reads, markup=True),
    Format("a notebook as a script or as text", notebook.reads_text, markup=True),
    Format("JSON and JSON Lines", _alone(json_bank.reads)),
    Format("YAML", _alone(yaml_bank.reads)),
    Format("XML", _alone(xml_bank.reads)),
    Format("TOML", _alone(toml_bank.reads)),
    Format("a table with a row of names", _alone(delimited.reads_headed)),
    Format("captions and chats", _alone(transcripts.reads)),
    Format("talks with names", _alone(named_talks.reads)),
    Format("questions told in prose", _alone(told_in_prose.reads)),
    Format("a table between commas, semicolons or tabs", _alone(delimited.reads)),
    Format("Aiken", _alone(aiken.reads)),
    Format("GIFT", _alone(gift.reads)),
    Format("one question in front matter", _alone(front_matter.reads)),
    Format("drawn tables", drawn.reads, markup=True),
    Format("columns set with spaces", set_columns.reads, markup=True),
    Format("answers at the foot", footnotes.reads, markup=True),
    Format("a page of HTML", html_page.reads, markup=True),
    Format("org", outlines.reads_org, markup=True),
    Format("an exam in LaTeX", latex.reads, markup=True),
    Format("a page of a wiki", wikis.reads, markup=True),
    Format("AsciiDoc", outlines.reads_asciidoc, markup=True),
    Format("reStructuredText", rst.reads, markup=True),
    Format("answers before their questions", answers_first.reads, markup=True),
    Format("cards in Markdown", card_signs.reads),
    Format("one question in the file's name", front_matter.reads_named),
)


def read_format(text: Text, prose: Prose, rule: LayoutRule | None = None) -> Reading | None:
    """The file as the first format reads it that it has; None for prose.

    Where a rule says how prose is read, or which columns of a table, no format that does otherwise is tried.
    """
    if rule is not None and rule.question and (table := _by_columns(text, rule)) is not None:
        return table
    ruled = rule is not None and bool(rule.begins or rule.reading)
    formats = (one for one in FORMATS if one.markup or not ruled)
    return next((found for one in formats if (found := one.reads(text, prose)) is not None), None)


def _by_columns(text: Text, rule: LayoutRule) -> Reading | None:
    """The file by the columns that a rule names, which are keys where it holds records."""
    if (table := delimited.reads_columns(text, rule)) is not None:
        return table
    names = {rule.question: "question", rule.answer: "answer", rule.level: "level"}
    if any(rule.question in line for line in text.lines):
        for reads in (json_bank.reads, yaml_bank.reads, toml_bank.reads):
            found = reads(text, names)
            if found is not None and found.entries:
                return replace(found, rule=rule.place)
    return None
