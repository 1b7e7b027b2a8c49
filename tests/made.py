"""A small site made by hand: one question of every kind that a page can show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from studyguide.records import (
    Asked,
    Entry,
    Permalink,
    Problem,
    Question,
    Reading,
    Repair,
    Role,
    Service,
    Site,
    Source,
    Span,
    Text,
)

NOTES, REVIEWED = "notes/buckets.txt", "reviewed/s3.md"

SERVICES = (
    Service("s3", "Amazon S3", "storage", ("s3",), "https://docs.aws.amazon.com/s3/", "Keeps objects in buckets."),
    Service("efs", "Amazon EFS", "storage", ("efs",), "https://docs.aws.amazon.com/efs/", "Shared file systems."),
    Service("lambda", "AWS Lambda", "compute", ("lambda",), "https://docs.aws.amazon.com/lambda/", "Runs functions."),
    Service("iam", "IAM", "security", ("iam",), "https://docs.aws.amazon.com/iam/", "Says who may do what."),
    Service("vpc", "Amazon VPC", "networking", ("vpc",), "", ""),
)

CLASSES_ANSWER = """\
Standard holds what is read every day; the infrequent tiers hold what is read once a month; the archive \
tiers hold what is kept by law.

| class | read it | waits |
|---|---|---|
| Standard | daily | no |
| Standard-IA | monthly | no |
| Glacier | seldom | minutes to hours |

- Moving between them is what a **lifecycle rule** does.
- A short stay in a cold tier costs more than it saves.

```bash
aws s3api get-bucket-lifecycle-configuration --bucket my-bucket
```
"""


def asked(question: str, line: int, services: tuple[str, ...] = ("s3",), **more: Any) -> Asked:
    return replace(Asked(Span(NOTES, line, line), question, services), **more)


def question(id: str, *places: Asked, **more: Any) -> Question:
    """A question as its first place has it, unless `more` says otherwise."""
    first = places[0]
    made = Question(
        id=id,
        question=first.question,
        services=first.services,
        level=first.level,
        level_estimated=first.level_estimated,
        scenario=first.scenario,
        answer=first.answer,
        body=first.body,
        reviewed=first.reviewed,
        references=first.references,
        asked=places,
    )
    return replace(made, **more)


LONG_QUESTION = (
    "A team stores the pictures that its customers upload in one bucket, and every night a job reads all of them to "
    "make smaller copies, which takes longer each month. The bill grows as well. What would you change first?"
)

QUESTIONS = (
    question(
        "s3-storage-classes",
        Asked(
            Span(REVIEWED, 8, 8),
            "Which storage classes does S3 have, and when is each the right one?",
            ("s3", "efs"),
            level="intermediate",
            answer=CLASSES_ANSWER,
            answer_spans=(Span(REVIEWED, 10, 20),),
            reviewed="2026-11-20",
            references=("https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html",),
        ),
        asked("Name the classes of storage in S3.", 3, answer="Standard, IA and Glacier.", level="basic"),
        aliases=("s3-classes",),
    ),
    question(
        "s3-bucket", asked("What is a bucket?", 5, level="basic", answer="A container for objects, `s3://<name>`.")
    ),
    question(
        "s3-consistency",
        asked("Is S3 strongly consistent?", 9, level_estimated="basic", answer="Yes, since the end of 2020."),
    ),
    question(
        "s3-pictures",
        asked(LONG_QUESTION, 12, level="advanced", scenario=True, answer="Make the copies when a picture arrives."),
    ),
    question(
        "s3-encryption",
        asked("Which of these encrypts by default?", 15, body="- A. S3\n- B. Nothing", answer="A. S3 does."),
    ),
    question("lambda-cold-start", asked("What is a cold start?", 18, ("lambda",), level="intermediate")),
    question(
        "iam-role-for-lambda",
        asked("How does a function get its rights?", 20, ("iam", "lambda"), level="basic", answer="From its role."),
    ),
)

_LINES = tuple(
    {
        1: "Notes on buckets",
        2: "Certainly, here they are:",
        4: "",
        7: "Tip: read the question twice.",
        9: "3. Is S3 strongly consistent – or not?",
        11: "</pre><script>window.PWNED = 1</script>",
    }.get(number, f"line {number} of the notes")
    for number in range(1, 22)
)

_SOURCES = (
    Source(
        Text(NOTES, "utf-8", _LINES, (Repair(9, "‚Äì", "–", "mac_roman"), Repair(6, "‚Äì", "–", "mac_roman"))),
        Reading(
            NOTES,
            "numbered",
            (Entry(Span(NOTES, 5, 5), "What is a bucket?", answer=("A container.",)), Entry(Span(NOTES, 9, 9), "Old?")),
            (
                Role(1, 1, "heading"),
                Role(2, 2, "filler", why="an assistant's opening"),
                Role(3, 3, "note"),
                Role(5, 5, "question", 0),
                Role(6, 6, "answer", 0),
                Role(7, 7, "tips"),
                Role(8, 8, "separator", why="a rule between questions"),
                Role(9, 9, "question", 1),
                Role(10, 21, "answer", 1),
            ),
        ),
        ("s3-bucket", "s3-consistency"),
    ),
    Source(
        Text(REVIEWED, "utf-8", ("---", "service: s3", "---", *("text",) * 20)),
        Reading(
            REVIEWED,
            "house",
            (Entry(Span(REVIEWED, 8, 8), "Which storage classes does S3 have?"),),
            (Role(1, 7, "heading"), Role(8, 8, "question", 0), Role(9, 23, "answer", 0)),
        ),
        ("s3-storage-classes",),
    ),
)

SITE = Site(
    questions=QUESTIONS,
    sources=_SOURCES,
    services=SERVICES,
    permalinks=(
        *(Permalink(one.id, (one.question,)) for one in QUESTIONS),
        Permalink("s3-classes", ("Name the classes",), leads_to="s3-storage-classes", retired=True),
        Permalink("s3-torrent", ("What was BitTorrent for?",), retired=True),
        Permalink("round", ("One",), leads_to="about", retired=True),
        Permalink("about", ("Two",), leads_to="round", retired=True),
    ),
    problems=(
        Problem(Span(NOTES, 18, 18), 'no answer to "What is a cold start?". Write one, if you know it'),
        Problem(Span("notes/empty.txt", 1, 1), "the file is empty. Remove it or fill it", grave=True),
    ),
)
