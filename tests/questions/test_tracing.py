"""What became of the entries of each source."""

from __future__ import annotations

from made import question

from studyguide.questions.tracing import traced
from studyguide.records import Asked, Entry, Reading, Role, Source, Span, Text


def reading(source: str, *words: str) -> Reading:
    """Entries on lines 2, 3, …, below a heading."""
    entries = tuple(Entry(Span(source, line, line), said) for line, said in enumerate(words, 2))
    roles = (Role(1, 1, "heading", why="above all"), *(Role(n + 2, n + 2, "question", n) for n in range(len(words))))
    return Reading(source, "numbered", entries, roles)


def test_every_entry_has_the_question_that_it_is_part_of_or_the_reason_why_it_is_in_none() -> None:
    readings = [reading("a", "Oak?", "Pine?"), reading("b"), reading("c", "Ash?", "Oak?", "Elm?")]
    texts = [Text(one.source, "utf-8", ("", *(entry.question for entry in one.entries))) for one in readings]
    asked = [Asked(entry.span, entry.question, ("tree",)) for one in readings for entry in one.entries]
    questions = [question("oak", asked[0], asked[3]), question("pine", asked[1]), question("elm", asked[4])]
    first, second, third = traced(texts, readings, asked, {2: "a shrub", 4: "too old"}, questions)
    assert (first.ids, second.ids, third.ids) == (("oak", "pine"), (), (None, "oak", None))
    assert first == Source(texts[0], readings[0], ("oak", "pine"))
    assert [role.why for role in third.reading.roles] == [
        "above all",
        "set aside by the maintainers: a shrub",
        "",
        "set aside by the maintainers: too old",
    ]


def test_an_entry_that_is_in_no_question_has_no_id() -> None:
    one = reading("a", "Oak?")
    asked = [Asked(one.entries[0].span, "Oak?", ("tree",))]
    (source,) = traced([Text("a", "utf-8", ("", "Oak?"))], [one], asked, {}, [])
    assert (source.ids, source.reading) == ((None,), one)
