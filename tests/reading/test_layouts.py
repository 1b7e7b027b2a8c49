"""Every way to write a question, with every shape of answer below it: the questions must come out, and nothing else.

The cases in `cases/read` are notes as people write them; here the ways and the shapes are multiplied.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from subject import SUBJECT
from tables import every_row

from studyguide.reading.answer_lists import pair
from studyguide.reading.entries import read
from studyguide.records import Reading, Text
from studyguide.words.wording import key, words

QUESTIONS = (
    "What is a queue?",
    "Explain the difference between a queue and a topic",
    "How do you keep messages in order?",
    "Describe a dead letter queue.",
    "When would you not use a queue? Why?",
    "Queue vs stream",
    "Design a system that takes orders in bursts.",
)

# Shapes of answers. None may be taken for questions; all must stay with their question.
ANSWERS = {
    "a sentence": "A buffer between two programs that need not run at the same time.",
    "two paragraphs": "It is a buffer.\n\nIt keeps what arrives until somebody reads it.",
    "a list with bullets": "It has these parts:\n\n- a sender\n- a store\n- a reader",
    "a numbered list": "It goes like this:\n\n1. Send the message.\n2. Store it.\n3. Read it.\n4. Delete it.",
    "a numbered list of terms": "1. **Sender:** writes the message.\n2. **Reader:** reads and deletes it.",
    "a list that asks": "Ask before you choose:\n\n1. Who reads it?\n2. How often?",
    "code in a fence": "\n\n```bash\n# 1. one\naws sqs create-queue\n\n# 2. What now?\nls\n```",
    "a table": "| Kind | Readers |\n|---|---|\n| queue | one |\n| topic | many |",
    "bold words": "**Short:** a buffer.\n\n**Example:** orders of a shop.",
    "a rhetorical question": "Why would anybody wait? Because the reader may be slow. A queue lets it be slow.",
    "a deep heading": "A buffer.\n\n##### Limits\n\nThere are some, and\n\n##### Costs\n\nthere are those.",
    "a quote": "> It is a buffer.\n\nSo the documentation says.",
}

# Ways to write question n of text q with answer a.
WAYS: dict[str, Callable[[int, str, str], str]] = {
    "numbered heading": lambda n, q, a: f"### {n}. {q}\n\n{a}\n",
    "numbered heading in bold, label": lambda n, q, a: f"### **{n}. {q}**\n**Answer:**\n{a}\n\n---\n",
    "plain number": lambda n, q, a: f"{n}. {q}\n\n{a}\n",
    "number with a bracket": lambda n, q, a: f"{n}) {q}\n\n{a}\n",
    "bold number": lambda n, q, a: f"**{n}. {q}**\n\n{a}\n",
    "label with number": lambda n, q, a: f"Q{n}. {q}\n\nAnswer: {a}\n",
    "bold label": lambda n, q, a: f"**Q: {q}**\n\nA: {a}\n",
    "word label": lambda n, q, a: f"**Question {n}:** {q}\n\n**Answer:** {a}\n",
    "titled heading": lambda n, q, a: f"### Question {n}\n\n{q}\n\n#### Answer\n\n{a}\n",
    "collapsible": lambda n, q, a: f"<details>\n<summary>{n}. {q}</summary>\n\n{a}\n\n</details>\n",
    "collapsible below a heading": lambda n, q, a: (
        f"#### {n}. {q}\n\n<details><summary>Show answer</summary>\n\n{a}\n\n</details>\n"
    ),
    "number before a heading": lambda n, q, a: (
        f"{n}. ### {q}\n\n" + "\n".join(f"    {line}" if line else "" for line in a.split("\n")) + "\n"
    ),
    "HTML heading": lambda n, q, a: f"<h3>{n}. {q}</h3>\n\n{a}\n",
    "emoji and bold": lambda n, q, a: f"❓ **{n}. {q}**\n\n💡 **Answer:** {a}\n",
    "heading alone": lambda n, q, a: f"### {q}\n\n{a}\n",
    "underlined heading": lambda n, q, a: f"{q}\n{'-' * len(q)}\n\n{a}\n",
    "bold alone": lambda n, q, a: f"**{q}**\n\n{a}\n",
    "answer label only": lambda n, q, a: f"{q}\nAnswer: {a}\n",
}


def note(way: str, shape: str) -> str:
    return "# Messaging\n\nSome questions on messaging.\n\n" + "\n".join(
        WAYS[way](n, q, ANSWERS[shape]) for n, q in enumerate(QUESTIONS, 1)
    )


def reading(text: str) -> Reading:
    return pair(read(Text("notes/made.md", "utf-8", tuple(text.split("\n"))), SUBJECT), SUBJECT.vendors)


@every_row(("way", "shape"), list(product(WAYS, ANSWERS)))
def test_way_and_shape(way: str, shape: str) -> None:
    entries = reading(note(way, shape)).entries
    assert [key(entry.question) for entry in entries] == [key(q) for q in QUESTIONS]
    assert {tuple(words(" ".join(entry.answer))) for entry in entries} == {tuple(words(ANSWERS[shape]))}


@every_row("way", WAYS)
def test_shapes_mixed_in_one_file(way: str) -> None:
    shapes = list(ANSWERS)
    text = "# Messaging\n\n" + "\n".join(
        WAYS[way](n + 1, QUESTIONS[n % len(QUESTIONS)], ANSWERS[shape]) for n, shape in enumerate(shapes)
    )
    entries = reading(text).entries
    assert [key(entry.question) for entry in entries] == [
        key(QUESTIONS[n % len(QUESTIONS)]) for n in range(len(shapes))
    ]
    assert [words(" ".join(entry.answer)) for entry in entries] == [words(ANSWERS[shape]) for shape in shapes]


@every_row("way", WAYS)
def test_sections_with_levels_around_them(way: str) -> None:
    """Headings of sections above and between the questions give levels and take no answers."""
    shape = ANSWERS["two paragraphs"]
    text = ["# Messaging", ""]
    for level, some in (("Basic", QUESTIONS[:3]), ("Advanced", QUESTIONS[3:])):
        text += [f"## {level}", "", *(WAYS[way](n, q, shape) for n, q in enumerate(some, 1))]
    entries = reading("\n".join(text)).entries
    assert [(key(entry.question), entry.level) for entry in entries] == [
        (key(q), "basic" if n < 3 else "advanced") for n, q in enumerate(QUESTIONS)
    ]
    assert {tuple(words(" ".join(entry.answer))) for entry in entries} == {tuple(words(shape))}
