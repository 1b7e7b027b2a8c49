"""What `services.toml` says that no question can be about: each row beside one that differs in that only."""

from __future__ import annotations

from tables import every_row

from studyguide.folder.subject import load_subject
from studyguide.questions.classify import mentions

ROPES = """\
[[service]]
slug = "ropes"
name = "Ropes"
category = "gear"
aliases = [{}]

[[service]]
slug = "knots"
name = "Knots"
category = "{}"
aliases = [
  "hitch",
  {}
]
"""
WORDS = "a name is words and signs, with nothing but spaces, hyphens and the like between them. Correct it"


@every_row(
    ("ropes", "category", "knots", "said"),
    [
        ('"line"', "gear", '"bowline"', []),
        (
            '"line"',
            "gear",
            '"line"',
            [(13, '"line" can never be found: "ropes" above has the same. Remove one of the two')],
        ),
        ('"line", "line"', "gear", '"bowline"', []),
        (
            '"knot s"',
            "gear",
            '"bowline"',
            [(9, '"Knots" can never be found: "ropes" above has the same. Remove one of the two')],
        ),
        ('"knot s"', "topics", '"bowline"', []),
        ('"line"', "gear", '"---"', [(13, f'"---" can never be found: {WORDS}')]),
        ('"line"', "gear", '"--"', [(13, f'"--" can never be found: {WORDS}')]),
        ('"line"', "gear", '"=="', []),
        ('"line"', "gear", '"left, right"', [(13, f'"left, right" can never be found: {WORDS}')]),
        ('"line"', "gear", '"left/right"', []),
        ('"line"', "gear", '"N+1"', []),
        ('"C"', "gear", '"C++"', []),
        ('"C"', "gear", '"c"', []),
        ('"C"', "gear", '"C"', [(13, '"C" can never be found: "ropes" above has the same. Remove one of the two')]),
    ],
)
def test_aliases_that_can_never_be_found(ropes: str, category: str, knots: str, said: list[tuple[int, str]]) -> None:
    subject, problems = load_subject(ROPES.format(ropes, category, knots))
    assert [(one.span.first, one.message) for one in problems] == [(line, f"[[service]] {text}") for line, text in said]
    assert not any(one.grave for one in problems)
    assert len(subject.services) == 2


@every_row("alias", ["line", "left/right", "N+1", "==", "C", "C++", "@Knot", ".rope", "A & B", "hitch.js"])
def test_what_is_not_reported_is_found(alias: str) -> None:
    subject, problems = load_subject(ROPES.format(f'"{alias}"', "gear", '"bowline"'))
    assert problems == ()
    assert [mention.slug for mention in mentions(f"What is {alias} good for?", subject)] == ["ropes"]
