"""Links between questions on their way into the answers, and what is told of those that lead nowhere."""

from __future__ import annotations

from tables import every_row

from studyguide import pipeline
from studyguide.guide import About, guide
from studyguide.records import ANYTHING, Correction, Folder, Permalink, RawFile, Site

ROPE = "### What is a rope?\n\nFibres.\n"


def built(ledger: tuple[Permalink, ...] = (), corrections: tuple[Correction, ...] = (), **notes: str) -> Site:
    files = tuple(RawFile(f"{name}.md", text.encode()) for name, text in notes.items())
    return pipeline.build(Folder(files, ANYTHING, permalinks=ledger, corrections=corrections))


def answer(site: Site, id: str) -> str:
    return next(one.answer for one in site.questions if one.id == id)


def told(site: Site) -> list[str]:
    return [str(problem) for problem in site.problems]


def knot(said: str) -> str:
    return f"### What is a knot?\n\n{said}\n"


def test_a_link_leads_to_the_question() -> None:
    site = built(a=knot("Of [a rope](b.md#what-is-a-rope)."), b=ROPE)
    assert answer(site, "general-what-is-a-knot") == "Of [a rope](services/general/#general-what-is-a-rope)."
    assert told(site) == []


def test_one_that_leads_nowhere_keeps_its_words_and_is_told_with_its_line() -> None:
    site = built(a=knot("Of\n[a rope](c.md#what-is-a-cord).\n\nSee [it](c.md#what-is-a-cord) again."), b=ROPE)
    assert "[a rope](c.md#what-is-a-cord)" in answer(site, "general-what-is-a-knot")
    assert told(site) == [
        "a.md:4: the link “c.md#what-is-a-cord” leads nowhere: there is no such note. "
        "Correct its name, or write it in backticks if no link is meant"
    ]


def test_in_the_reviewed_bank_that_is_grave() -> None:
    head = "---\nservice: general\nreviewed: 2026-01-01\n---\n\n## Basic\n\n### What is a knot? { #knot }\n\n"
    foot = "\n\nReferences: <https://box.example/>\n"
    for said, grave in (("See [it](#rope).", True), ("See [it](#knot).", False)):
        file = RawFile("reviewed/general.md", f"{head}{said}{foot}".encode())
        site = pipeline.build(Folder((file,), ANYTHING))
        assert [problem.grave for problem in site.problems if "link" in problem.message] == [True] * grave


@every_row(
    ("written", "shown", "reported"),
    [
        ("[[Granny]]", "Granny", True),
        ("[[Granny|an old one]]", "an old one (Granny)", True),
        ("[[a/Granny#Wet#Ice]]", "a/Granny &#62; Wet &#62; Ice", True),
        ("![[Granny]]", "Granny", True),
        ("[[granny]]", "[[granny]]", True),  # a name as well as a word of code
        ("[[granny|an old one]]", "an old one (granny)", True),
        ("[[ Granny ]]", "[[ Granny ]]", False),
        ("[[1, 2]]", "[[1, 2]]", False),
        ('[["Granny"]]', '[["Granny"]]', False),
        ("[[:alpha:]]", "[[:alpha:]]", False),
        ("![[granny.png]]", "![[granny.png]]", False),  # of which pictures tell
        ("fn[0](arg)", "fn[0](arg)", False),
        ("fn[0](arg.md)", "fn[0](arg.md)", True),
        ("[x](granny.png)", "[x](granny.png)", True),  # no picture, but a link to one
        ("[x](q:granny)", "[x](q:granny)", True),
        ("<q:granny>", "<q:granny>", True),
        ("[x](tel:1234)", "[x](tel:1234)", False),
        ("[x](services/general/#granny)", "[x](./services/general/#granny)", True),
    ],
)
def test_what_leads_nowhere(written: str, shown: str, reported: bool) -> None:
    site = built(a=knot(f"It is {written} or so."))
    assert answer(site, "general-what-is-a-knot") == f"It is {shown} or so."
    assert bool([one for one in told(site) if "the link" in one]) == reported


def test_a_link_to_a_block_has_the_words_of_what_holds_it() -> None:
    site = built(a=knot("Of [[#^here]] and [[b#^there]]. ^here"), b="### What is a rope?\n\nFibres. ^there\n")
    assert answer(site, "general-what-is-a-knot").startswith(
        "Of [What is a knot?](services/general/#general-what-is-a-knot) and "
        "[b](services/general/#general-what-is-a-rope). "
    )


def test_a_link_survives_that_its_question_moves() -> None:
    said = knot("Of [a rope](b.md#what-is-a-rope).")
    site = built(a=said, c="### What is a cord?\n\nThin.\n\n" + ROPE)
    assert "services/general/#general-what-is-a-rope" in answer(site, "general-what-is-a-knot")
    assert told(site) == []


def test_and_that_it_is_reworded() -> None:
    said = knot("Of [a rope](b.md#what-is-a-rope), as [here](q:general-what-is-a-rope).")
    before = built(a=said, b=ROPE)
    after = built(ledger=before.permalinks, a=said, b=ROPE.replace("is a rope", "is a rope made of"))
    (rope,) = (one for one in after.questions if "rope" in one.question)
    assert rope.question == "What is a rope made of?"
    assert answer(after, "general-what-is-a-knot").count(f"(services/general/#{rope.id})") == 2
    assert told(after) == []


def test_and_that_it_becomes_part_of_another() -> None:
    said = knot("Of [it](q:general-what-is-a-rope) and [it](c.md#what-is-a-line).")
    cord = "### What is a line?\n\nThin.\n"
    before = built(a=said, b=ROPE, c=cord)
    merge = Correction("merge", ("What is a rope?", "What is a line?"))
    after = built(before.permalinks, (merge,), a=said, b=ROPE, c=cord)
    (one,) = (one for one in after.questions if one.aliases)
    assert answer(after, "general-what-is-a-knot").count(f"(services/general/#{one.id})") == 2


def test_the_same_words_in_two_notes_lead_each_to_its_own() -> None:
    files = {
        "a/n.md": knot("See [it](#part)."),
        "a/x.md": "",
        "b/n.md": "### What is a bend?\n\nSee [it](#part).\n\n## Part\n\nText.\n",
    }
    site = pipeline.build(Folder(tuple(RawFile(name, text.encode()) for name, text in files.items()), ANYTHING))
    assert answer(site, "general-what-is-a-knot") == "See [it](#part)."
    assert answer(site, "general-what-is-a-bend") == "See [it](sources/b-n-md/#L5)."


def test_a_heading_is_words_and_where_it_leads_stands_below_it() -> None:
    site = built(a="### What is [a rope](fibres.md) to [[fibres|a knot]]?\n\nAll.\n", fibres=ROPE)
    (one,) = (one for one in site.questions if one.question == "What is a rope to a knot?")
    assert one.body.count("services/general/#general-what-is-a-rope") == 2
    assert told(site) == []


def test_a_heading_that_leads_to_the_web_loses_nothing() -> None:
    site = built(a="### What is [a rope](https://box.example/y) made of?\n\nAll.\n", b=ROPE)
    assert [one.body for one in site.questions if "made" in one.question] == ["https://box.example/y"]
    assert told(site) == []


def test_an_id_at_a_heading_is_not_lost() -> None:
    site = built(a="### What is a rope? { #twisted }\n\nSee [it](#twisted).\n\n### What is a knot? {}\n\nTied.\n")
    assert "services/general/#general-what-is-a-rope" in answer(site, "general-what-is-a-rope")
    assert [one for one in told(site) if "twisted" in one] == []


def test_who_mentions_a_question_is_known_once_and_nobody_mentions_himself() -> None:
    a = knot("Of [[b]], `[c](services/general/#general-what-is-a-bend)`, [[b]] and [[#What is a knot]].")
    mentions = guide(built(a=a, b=ROPE, c="### What is a bend?\n\nJoins.\n"), About()).mentions
    assert {id: [one.id for one in found] for id, found in mentions.items()} == {
        "general-what-is-a-rope": ["general-what-is-a-knot"]
    }


def test_lists_of_links_are_no_questions() -> None:
    for said in ("[[What is a {}?]]", "[What is a {}?](b.md#what-is-a-{})"):
        items = "\n".join(f"- {said.format(name, name)}" for name in ("rope", "cord", "line"))
        site = built(a=f"# Map\n\n{items}\n", b=knot(f"Tied. See also:\n\n{items}") + "\n" + ROPE)
        assert [one.question for one in site.questions] == ["What is a knot?", "What is a rope?"]
        assert not any(problem.grave for problem in site.problems)


def test_nothing_is_looked_up_where_nothing_links() -> None:
    site = built(a=knot("Tied, [by hand](https://box.example)."), b=ROPE)
    assert answer(site, "general-what-is-a-knot") == "Tied, [by hand](https://box.example)."
