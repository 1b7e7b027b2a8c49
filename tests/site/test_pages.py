"""The pages as values: what stands on them, and that both ways of writing them say the same."""

from __future__ import annotations

import re
from dataclasses import replace

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from made import LONG_QUESTION, NOTES, QUESTIONS, SITE, asked, question
from markup import Markup

from studyguide.guide import About, guide, heading, shortened, to
from studyguide.pipeline import linked_guide, markdown_files
from studyguide.records import Entry, Notice, Permalink, Reading, Role, Site, Source, Span, Text
from studyguide.site import page_blocks, pages
from studyguide.site.pages import front_matter, page_text, site_pages
from studyguide.site.practice_cards import practice_files
from studyguide.site.short_links import short_links, teaser
from studyguide.words.dates import day

ABOUT = About(
    name="A guide",
    description="Questions and answers.",
    url="https://guide.example/",
    edit_line="https://code.example/blob/main/docs/sources/{source}?plain=1#L{line}",
    report_wrong="https://code.example/issues/new?question={id}",
)


@pytest.fixture(scope="module")
def site() -> dict[str, pages.Page]:
    return {page.path: page for page in site_pages(linked_guide(SITE, ABOUT))}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return {path: str(content) for path, content in markdown_files(SITE, ABOUT)}  # it has no pictures


def part(text: str, id: str) -> str:
    """A question's part of a page, up to the next heading."""
    return re.split(r"(?m)^#{2,3} ", text.partition(f"{{ #{id} }}")[2])[0]


TEXT = "[x](javascript:a) ![y](//b.example) **c** <i>d</i> `e` | {: #f }"


def test_a_date_that_is_none_is_text() -> None:
    """It stands in the middle of our own Markdown, like all that front matter and the files beside the notes say."""
    bad = replace(QUESTIONS[0], reviewed=TEXT)
    notice = Notice("s3", "It is closed.", TEXT, "https://guide.example/")
    made = replace(SITE, questions=(bad, *QUESTIONS[1:]), notices=(notice,))
    page = next(page for page in site_pages(linked_guide(made, ABOUT)) if page.path == "services/s3/index.md")
    html = markdown.markdown(page.markdown, extensions=["attr_list", "tables", "md_in_html"])
    shown = Markup(html)
    assert "javascript" not in " ".join(value or "" for _, _, value in shown.attributes)
    assert shown.shown.count(TEXT) == 2 and not {"img", "i", "code"} & {*shown.tags}


def test_the_pages_of_the_design_are_there(site: dict[str, pages.Page]) -> None:
    wanted = {
        *("index.md", "services/index.md", "levels/index.md", "scenarios/index.md", "questions/index.md"),
        *("sources/index.md", "print/index.md", "practice/index.md"),
        *(f"services/{slug}/index.md" for slug in ("s3", "efs", "lambda", "iam")),
        *(f"levels/{level}/index.md" for level in ("basic", "intermediate", "advanced")),
        *(f"sources/{name}/index.md" for name in ("notes-buckets-txt", "reviewed-s3-md")),
    }
    assert set(site) == wanted


def test_a_service_nobody_asks_about_has_no_page(site: dict[str, pages.Page]) -> None:
    assert not any("vpc" in path for path in site)


def test_both_ways_have_the_same_pages(site: dict[str, pages.Page], files: dict[str, str]) -> None:
    assert set(site) == {path for path in files if path.endswith(".md")}


def test_notes_stand_in_the_site_build_only_as_tokens(site: dict[str, pages.Page]) -> None:
    page = site["services/s3/index.md"]
    assert "infrequent tiers" not in page.markdown
    notes = [insert.markdown for insert in page.inserts if isinstance(insert, page_blocks.Note)]
    assert QUESTIONS[0].answer in notes and "- A. S3\n- B. Nothing" in notes


def test_the_tree_has_the_answer_inside_its_block(files: dict[str, str]) -> None:
    text = part(files["services/s3/index.md"], "s3-storage-classes")
    assert '\n??? answer "Answer"\n\n    Standard holds' in text
    assert '\n    ??? note "Other answers in the notes (1)"\n\n        [notes' in text
    assert "\ue000" not in "".join(files.values())


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("s3-storage-classes", ("Intermediate</span>", "Reviewed 20 Nov 2026", "also [Amazon EFS](../efs/index.md)")),
        ("s3-bucket", ("Basic</span>", "Unreviewed note")),
        ("s3-consistency", ("Basic (estimated)</span>",)),
        ("s3-pictures", ("Advanced</span>", "Scenario</span>")),
        ("s3-encryption", ("Level not stated",)),
    ],
)
def test_a_question_says_what_it_is(files: dict[str, str], id: str, words: tuple[str, ...]) -> None:
    badges = next(line for line in part(files["services/s3/index.md"], id).split("\n") if "badges" in line)
    assert all(word in badges for word in words)


def test_groups_follow_the_levels(files: dict[str, str]) -> None:
    found = re.findall(r"(?m)^## (.+) \{", files["services/s3/index.md"])
    assert found == ["Basic", "Intermediate", "Advanced", "Level not stated"]


def test_what_stands_below_an_answer(files: dict[str, str]) -> None:
    text = part(files["services/s3/index.md"], "s3-storage-classes")
    assert "(<https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html>)" in text
    assert "Also asked as:" in text and "../../sources/notes-buckets-txt/index.md#L3" in text
    assert "[Edit](<https://code.example/blob/main/docs/sources/reviewed/s3.md?plain=1#L8>)" in text
    assert "[This answer is wrong](<https://code.example/issues/new?question=s3-storage-classes>)" in text


def test_without_a_repository_there_are_no_links_to_one() -> None:
    text = dict(markdown_files(SITE, About()))["services/s3/index.md"]
    assert "Edit" not in text and "This answer is wrong" not in text


def test_an_unanswered_question_says_so_and_has_nothing_to_open(files: dict[str, str]) -> None:
    text = part(files["services/lambda/index.md"], "lambda-cold-start")
    assert "Not answered in the notes yet." in text and "???" not in text


def test_a_question_about_two_services_is_listed_under_both(files: dict[str, str]) -> None:
    assert "{ #iam-role-for-lambda }" in files["services/iam/index.md"]
    listed = files["services/lambda/index.md"].partition("## Also about")[2]
    assert "(../iam/index.md#iam-role-for-lambda)" in listed


def test_a_retired_id_is_an_anchor_before_its_heading(files: dict[str, str]) -> None:
    text = files["services/s3/index.md"]
    assert text.index('<a id="s3-classes"></a>') < text.index("{ #s3-storage-classes }")


def test_a_long_question_has_a_short_heading_and_stands_whole_below(files: dict[str, str]) -> None:
    text = files["services/s3/index.md"]
    assert "What would you change first? { #s3-pictures }" in text
    assert LONG_QUESTION.partition(",")[0] in part(text, "s3-pictures")


def test_headings_of_long_statements_end_between_words() -> None:
    assert heading("word " * 60).endswith("word…") and len(heading("word " * 60)) <= 141
    assert heading("x" * 500) == "x" * 140 + "…"
    assert shortened("short", 10) == "short"


def test_links_between_pages_lead_to_pages(files: dict[str, str]) -> None:
    for path, text in files.items():
        if not path.endswith(".md"):
            continue
        for target, anchor in re.findall(r"\]\(([^)<>#\s]+\.md)(?:#([^)]+))?\)", text):
            parts = path.split("/")[:-1]
            for step in target.split("/"):
                parts = parts[:-1] if step == ".." else [*parts, step]
            found = files["/".join(parts)]
            assert not anchor or f"#{anchor} }}" in found or f'id="{anchor}"' in found, (path, target, anchor)


def test_the_way_from_one_page_to_another() -> None:
    assert to("index.md", "services/s3/index.md") == "services/s3/index.md"
    assert to("services/s3/index.md", "services/efs/index.md") == "../efs/index.md"


# The import report


def test_the_report_shows_every_line_with_what_it_became(files: dict[str, str]) -> None:
    text = files["sources/notes-buckets-txt/index.md"]
    roles = SITE.sources[0].reading.roles
    for line in (line for role in roles for line in range(role.first, role.last + 1)):
        assert f'<span id="L{line}">' in text
    assert 'href="../../services/s3/#s3-bucket"' in text
    assert "an assistant&#x27;s opening" in text or "an assistant's opening" in text
    assert "<code>‚Äì</code>" in text and "mac_roman" in text
    assert "<script>" not in text and "</pre><script" not in text


def test_a_line_without_words_does_not_end_the_html(files: dict[str, str]) -> None:
    listing = files["sources/notes-buckets-txt/index.md"].partition("## Line by line")[2].partition("\n\n")[2]
    assert "\n\n" not in listing.strip()


def test_a_file_that_was_not_read_is_named(files: dict[str, str]) -> None:
    assert "notes/empty.txt:1: the file is empty" in files["sources/index.md"]


def test_a_long_file_is_shown_by_its_runs_and_still_has_its_content() -> None:
    lines = tuple(f"text {number}" for number in range(1, 20_001))
    reading = Reading(NOTES, "numbered", (), (Role(1, 19_000, "filler", why="chat"), Role(19_001, 20_000, "tips")))
    text = dict(markdown_files(Site((), (Source(Text(NOTES, "utf-8", lines), reading, ()),), (), ()), About()))[
        "sources/notes-buckets-txt/index.md"
    ]
    assert "text 18999" not in text and "text 19001" in text
    assert len(text) < 100_000


@pytest.mark.parametrize(("lines", "whole"), [(4000, True), (4001, False)])
def test_beyond_four_thousand_lines_only_what_has_no_page_of_its_own_is_shown(lines: int, whole: bool) -> None:
    entries = tuple(Entry(Span(NOTES, line, line), "Which?") for line in (3001, 3002))
    roles = (
        *(Role(1, 3000, "filler"), Role(3001, 3001, "question", 0), Role(3002, 3002, "question", 1)),
        Role(3003, lines, "note"),
    )
    text = Text(NOTES, "utf-8", tuple(f"text {number}." for number in range(1, lines + 1)))
    made = Site((question("which", asked("Which?", 3001)),), (), (), ())
    source = Source(text, Reading(NOTES, "numbered", entries, roles), ("which", None))
    page = dict(markdown_files(replace(made, sources=(source,)), About()))["sources/notes-buckets-txt/index.md"]
    assert ("text 2999." in page) == ("text 3001." in page) == whole
    assert "text 3002." in page and "text 3003." in page  # the one is in no question, the other in no entry


def test_two_files_whose_names_come_to_the_same_have_pages_of_their_own() -> None:
    sources = tuple(
        Source(Text(name, "utf-8", ()), Reading(name, "", (), ()), ()) for name in ("a b.txt", "a-b.txt", "注.txt", "!")
    )
    reports = guide(Site((), sources, (), ()), ABOUT).reports
    assert len(set(reports.values())) == 4
    assert all(re.fullmatch(r"sources/[a-z0-9-]+/index\.md", path) for path in reports.values())


# Short links


def test_every_id_ever_given_has_a_short_link() -> None:
    links = dict(short_links(SITE, ABOUT))
    assert set(links) == {f"q/{row.id}/index.html" for row in SITE.permalinks}


def test_a_short_link_leads_to_its_question() -> None:
    page = dict(short_links(SITE, ABOUT))["q/s3-storage-classes/index.html"]
    assert 'content="0; url=../../services/s3/#s3-storage-classes"' in page
    assert '<link rel="canonical" href="https://guide.example/services/s3/#s3-storage-classes">' in page
    assert 'property="og:description" content="Standard holds' in page and "<script" not in page


def test_a_retired_id_offers_the_question_it_has_perhaps_become() -> None:
    heir = SITE.questions[0]
    rows = [Permalink("s3-torrent", ("Torrents <i>?",), retired=True, likely=likely) for likely in (heir.id, "nobody")]
    sites = [replace(SITE, permalinks=(row,)) for row in rows]
    offered, none = (dict(short_links(site, ABOUT))["q/s3-torrent/index.html"] for site in sites)
    assert (
        f'<a href="../../services/{heir.services[0]}/#{heir.id}">' in offered
        and "no longer in the notes" not in offered
    )
    assert "perhaps reworded" in offered and 'http-equiv="refresh"' not in offered, "offered, and not led to"
    assert "no longer in the notes" in none and "<h1>Torrents &lt;i&gt;?</h1>" in none


def test_a_retired_id_leads_to_its_successor_or_says_that_there_is_none() -> None:
    links = dict(short_links(SITE, ABOUT))
    assert "#s3-storage-classes" in links["q/s3-classes/index.html"]
    assert "no longer in the notes" in links["q/s3-torrent/index.html"]
    assert "refresh" not in links["q/round/index.html"]


BEGUN = ("**It** is *so*.", "- **It** is so.", "> > It is so.", "* It is so.", "## It\n\nis so.", ">It is so.")


def test_a_preview_is_prose() -> None:
    made = question("x", asked("Q?", 1, answer="| a | b |\n|---|---|\n\n```bash\nls\n```\n\n## Why\n\n- It is **so**."))
    assert teaser(made).endswith("Why It is so.") and "|" not in teaser(made)
    assert teaser(question("x", asked("Q?", 1, answer="| a | b |\n|---|---|\n| c | d |"))) == "a, b; c, d"
    assert teaser(question("x", asked("Q?", 1, answer="---"))) == "Q?"
    for answer in (
        "**It** is *so*.",
        "- **It** is so.",
        "> > It is so.",
        "* It is so.",
        "## It\n\nis so.",
        ">It is so.",
    ):
        assert teaser(question("x", asked("Q?", 1, answer=answer))) == "It is so."
    assert teaser(question("x", asked("Q?", 1, answer="-5 is # less"))) == "-5 is # less"
    rich = "A.\n\n<details>\n<summary>Why</summary>\n\n==It== is H<sub>2</sub>O[^1].\n\n</details>\n\n[^1]: Told."
    assert teaser(question("x", asked("Q?", 1, answer=rich))) == "A. Why It is H2O1."
    assert teaser(question("x", asked("Q?", 1, answer="| a | b |\n|---|---|\n```\n```"))) == "a, b"


@pytest.mark.parametrize(
    ("answer", "begins"),
    [
        (f"{'x' * 98} {'y' * 101}", f"{'x' * 98} {'y' * 101}"),
        (f"{'x' * 98} {'y' * 102}", f"{'x' * 98}…"),
        # What marks and tables take away is made up for.
        ("*x* " * 150, " ".join("x" * 100) + "…"),
        ("| a | b |\n|---|---|\n" + "| c | d |\n" * 400 + "\nyes and no", "yes and no"),
    ],
)
def test_a_preview_is_short(answer: str, begins: str) -> None:
    assert teaser(question("x", asked("Q?", 1, answer=answer))) == begins


def test_a_page_s_template_is_for_the_theme_alone(site: dict[str, pages.Page], files: dict[str, str]) -> None:
    assert "template: paper.html" in page_text(site["print/index.md"]) and "template:" not in files["print/index.md"]


def test_a_page_gets_its_inserts_by_their_numbers() -> None:
    inserts = (page_blocks.Html("<i>one</i>"), page_blocks.Note("two"))
    page = "<p>\ue0001\ue001</p> <p>\ue0000\ue001</p>"
    assert page_blocks.fill(page, inserts, lambda markdown: f"<b>{markdown}</b>", str) == "<b>two</b> <i>one</i>"


def test_a_service_of_many_questions_has_several_files_of_cards() -> None:
    for number, files in ((50, 1), (51, 2)):
        made = Site(tuple(question(f"q{n}", asked(f"{n}?", n)) for n in range(number)), (), (), ())
        assert len(dict(practice_files(made))) == files + 1  # and the form of a reader's progress


def test_dates() -> None:
    assert day("2026-11-20") == "20 Nov 2026"


# Laws

FOREIGN = st.text(alphabet=st.sampled_from("<>\"'&[](){}#|`*_~\\:!?/ \n\ue000\ue0010aZé日\x00\x85"), max_size=60)


@tries(100)
@given(FOREIGN, FOREIGN)
def test_no_wording_breaks_a_page(words: str, answer: str) -> None:
    words = " ".join(words.split())
    first = question("first", asked(words or "?", 5, answer=answer, body=answer))
    second = question("second", asked("What comes next?", 9, answer="This."))
    made = replace(SITE, questions=(first, second), permalinks=(Permalink("first", (words,)),))
    page = {page.path: page for page in site_pages(linked_guide(made, ABOUT))}["services/s3/index.md"]
    tokens = re.findall("\ue000([0-9]+)\ue001", page.markdown)
    assert [int(token) for token in tokens] == list(range(len(page.inserts)))
    assert page.markdown.count("\ue000") == len(tokens)
    assert "\n### What comes next? { #second }\n" in page.markdown
    for html in dict(short_links(made, ABOUT)).values():
        assert html.count("<title>") == html.count("</title>") == 1 and "<script" not in html


@tries(100)
@given(FOREIGN)
def test_front_matter_is_yaml_for_any_name(words: str) -> None:
    import yaml

    page = pages.Page("a.md", words, words, "", tags=(words,))
    read = yaml.safe_load(front_matter(page).strip().strip("-"))
    assert read["title"] == "".join(sign for sign in words if sign.isprintable())


def test_ids_of_our_own_are_none_that_a_question_can_have(files: dict[str, str]) -> None:
    ids = {
        id
        for path, text in files.items()
        if path.endswith(".md")
        for id in re.findall(r"(?m)^## .*\{ #(\S+) \}$", text)
    }
    own = ids - {row.id for row in SITE.permalinks}
    assert own and all("_" in id or id in ("repaired", "lines") for id in own)


def test_a_thousand_questions_take_no_longer_each_than_ten() -> None:
    places = [asked(f"What is number {number}?", number, answer="It is one.") for number in range(1, 1001)]
    many = replace(SITE, questions=tuple(question(f"q-{place.span.first}", place) for place in places))
    assert len(dict(markdown_files(many, ABOUT))["services/s3/index.md"]) < 1_000 * 600


def test_line_numbers_in_a_span_outside_the_sources_lead_nowhere() -> None:
    place = replace(asked("Where?", 3, answer="Here."), span=Span("notes/gone.txt", 3, 3))
    text = dict(markdown_files(replace(SITE, questions=(question("where", place),)), About()))["services/s3/index.md"]
    assert "gone.txt, line 3" in text and "notes-gone" not in text
