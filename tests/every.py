"""A small site that has one question, line and file of every kind, for the test that holds what is written of it."""

from __future__ import annotations

from dataclasses import replace

from made import CLASSES_ANSWER, LONG_QUESTION, SERVICES, asked, question

from studyguide.guide import About, Download
from studyguide.records import (
    Asked,
    Entry,
    Notice,
    Permalink,
    Problem,
    Reading,
    Repair,
    Role,
    Service,
    Site,
    Source,
    Span,
    Text,
)

NOTES, DECK, BANK, MORE = "notes/buckets.txt", "notes/deck.csv", "reviewed/s3.md", "reviewed/more.md"

ABOUT = About(
    name="A <guide>",
    description="Questions & answers.",
    url="https://guide.example/",
    edit_line="https://code.example/blob/main/docs/sources/{source}?plain=1#L{line}",
    report_wrong="https://code.example/issues/new?question={id}",
    downloads=(
        Download("downloads/guide.pdf", "pdf", "PDF, A4", "to read", "", 2_340_000),
        Download("downloads/guide-letter.pdf", "pdf", "PDF, Letter", "to read", "", 2_340_001),
        Download("downloads/guide-test.pdf", "pdf", "PDF", "to test yourself", "", 812),
        Download("downloads/guide.apkg", "anki", "Anki deck", "to learn", "", 45_300),
        Download("downloads/guide-anki.tsv", "anki", "Anki text", "to learn", "", 1000),
        Download("downloads/guide.csv", "csv", "CSV", "for spreadsheets", "", 1000),
        Download("downloads/s3/read.pdf", "pdf", "PDF, A4", "to read: answers below", "s3", 999_500),
        Download("downloads/s3/test.pdf", "pdf", "PDF, A4", "to test yourself", "s3", 999_499),
        Download("downloads/s3/cards.apkg", "anki", "Anki deck", "to learn", "s3", 1_000_000),
        Download("downloads/s3/cards.tsv", "anki", "Anki text", "to learn", "s3", 1),
        Download("downloads/s3/table.csv", "csv", "CSV", "a table", "s3", 1500),
        Download("downloads/s3/text.md", "md", "Markdown", "as text", "s3", 1501),
        Download("downloads/iam/cards.apkg", "anki", "Anki deck", "to learn", "iam", 2500),
    ),
)
FEW = replace(ABOUT, downloads=(ABOUT.downloads[0], ABOUT.downloads[3]), report_wrong="", edit_line="", url="")

QUESTIONS = (
    question(
        "s3-storage-classes",
        Asked(
            Span(BANK, 8, 8),
            "Which storage classes does S3 have?",
            ("s3", "efs", "gone"),
            level="intermediate",
            answer=CLASSES_ANSWER,
            answer_spans=(Span(BANK, 10, 20),),
            reviewed="2026-11-20",
            references=(
                "https://www.docs.example/storage/",
                "http://plain.example",
                f"https://docs.example/{'x' * 80}",
                "mailto:someone@example.org",
            ),
        ),
        asked("Name the classes of storage in S3.", 3, answer="Standard, IA and Glacier.", level="basic"),
        asked("Name the classes of storage in S3.", 4, answer="Standard holds what is read every day."),
        asked("Which storage classes does S3 have?", 6, answer="Two.", answer_spans=(Span(DECK, 2, 2),)),
        aliases=("s3-classes", "s3-kinds"),
    ),
    question(
        "s3-checked",
        Asked(
            Span(BANK, 22, 22),
            "What is checked?",
            ("s3",),
            level="basic",
            answer="This.",
            answer_spans=(Span(BANK, 43, 44),),
            reviewed="2026-11-19",
            references=("https://docs.example/checked",),
        ),
        reference_titles=("What is *checked*",),
    ),
    question("s3-bucket", asked("What is a bucket?", 5, level="basic", answer="A container, `s3://<name>`.")),
    question(
        "s3-near",
        asked("What is near?", 7, level_estimated="basic", answer="20 lines.", answer_spans=(Span(NOTES, 27, 27),)),
    ),
    question(
        "s3-far",
        asked("What is far?", 8, level_estimated="basic", answer="21.", answer_spans=(Span(NOTES, 29, 30),)),
    ),
    question(
        "s3-other-file",
        asked("What is elsewhere?", 9, answer="Here.", answer_spans=(Span(DECK, 3, 3), Span(DECK, 5, 5))),
    ),
    question("s3-long", asked(LONG_QUESTION, 12, level="advanced", scenario=True, answer="Copy sooner.")),
    question("s3-choice", asked("Which encrypts?", 15, level="basic", body="- A. S3\n- B. Nothing", answer="A")),
    question("s3-body", asked("What does this do?", 16, level="basic", body="```\ns3 ls\n```")),
    question("s3-edge", asked("x" * 160, 17)),
    question("lambda-cold", asked("What is a cold start?", 18, ("lambda",), level="intermediate")),
    question(
        "iam-role",
        asked("How does a function get its rights?", 20, ("iam", "lambda"), level="basic", answer="From its role."),
        asked("How does a function get rights?", 21, ("iam",), answer="From its role."),
    ),
    question(
        "iam-more",
        Asked(Span(MORE, 3, 3), "What is a policy?", ("iam",), answer="Rules.", reviewed="2026-10-01"),
    ),
    question(
        "iam-other",
        Asked(Span(BANK, 50, 50), "What is a user?", ("iam",), answer="Somebody.", reviewed="soon"),
    ),
    question("gone-what", asked("What is gone?", 22, ("gone",), scenario=True, level_estimated="advanced")),
)

_ROLES = (
    Role(29, 30, "answer", 0),
    Role(1, 1, "heading"),
    Role(2, 2, "filler", why="an assistant's opening"),
    Role(3, 3, "note"),
    Role(5, 6, "question", 0, why="on two lines"),
    Role(7, 7, "tips", why="advice"),
    Role(8, 8, "separator", why="a rule between questions"),
    Role(9, 9, "question", 1),
    Role(10, 12, "answer", 1, why="set aside by the maintainers: old"),
    Role(13, 13, "level"),
    Role(14, 14, "intro"),
    Role(15, 16, "filler", why="an assistant's opening"),
    Role(18, 18, "separator"),
    Role(19, 19, "filler"),
)
_REPAIRS = (
    *(Repair(line, "‚Äì", "–", "mac_roman") for line in range(1, 13)),
    Repair(12, "‚Äì", "–", "mac_roman"),
    Repair(9, "\x02", "", "control"),
    *(Repair(line, "Ã©", "é", "windows-1252") for line in range(1, 14)),
)
EVERY = Site(
    questions=QUESTIONS,
    sources=(
        Source(
            Text(NOTES, "utf-8", tuple(f"line {n} <b>" if n != 6 else "" for n in range(1, 32)), _REPAIRS),
            Reading(
                NOTES,
                "numbered",
                (Entry(Span(NOTES, 5, 5), "What is a bucket?", answer=("A.",)), Entry(Span(NOTES, 9, 9), "Old?")),
                _ROLES,
            ),
            ("s3-bucket", None),
        ),
        Source(Text(DECK, "windows-1252", ("Front,Back", "a,b")), Reading(DECK, "", (), (Role(1, 2, "note"),)), ()),
        Source(Text(BANK, "utf-8", ()), Reading(BANK, "house", (), ()), ()),
    ),
    services=(
        *SERVICES[:1],
        Service("efs", "Amazon EFS", "storage", ("efs",), "", "Shared file systems."),
        Service("lambda", "AWS <Lambda>", "compute", ("lambda",), "https://docs.aws.amazon.com/lambda/", ""),
        Service("iam", "IAM", "", ("iam",)),
        Service("vpc", "Amazon VPC", "networking", ("vpc",)),
    ),
    permalinks=(
        *(Permalink(one.id, (one.question,)) for one in QUESTIONS),
        Permalink("s3-classes", ("Name the classes",), leads_to="s3-storage-classes", retired=True),
        Permalink("s3-kinds", ("Name the kinds",), leads_to="s3-classes", retired=True),
        Permalink("s3-oldest", ("Kinds?",), leads_to="s3-classes", retired=True),
        Permalink("s3-torrent", ("What was <BitTorrent> for?", "Torrents?"), retired=True),
        Permalink("wordless", (), retired=True),
        Permalink("round", ("One",), leads_to="about", retired=True),
        Permalink("about", ("Two",), leads_to="round", retired=True),
        Permalink("astray", ("Three",), leads_to="nowhere", retired=True),
    ),
    problems=(
        Problem(Span(NOTES, 18, 18), 'no answer to "What is a cold start?". Write one, if you know it'),
        Problem(Span(NOTES, 4, 4), "much of this is in no question", grave=True),
        Problem(Span("notes/empty.txt", 1, 1), "the file is empty. Remove it or fill it", grave=True),
    ),
    notices=(
        Notice("s3", "It is closed to newcomers.", "2026-10-07", "https://docs.example/news"),
        Notice("vpc", "Nobody asks about it.", "2026-10-07", "https://docs.example/news"),
    ),
    vendors=("acme", "acme works"),
)
NOTHING = Site((), (), (), ())
