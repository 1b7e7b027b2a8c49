"""What maintainers say of encodings: rows that are followed, rows that are wrong, and what each does to a file."""

from __future__ import annotations

from tables import every_row

from studyguide.folder import corrections, encodings
from studyguide.records import EncodingDecision, RawFile, Span
from studyguide.repair import repair

FILE = 'file = "a.md"'


@every_row(
    ("row", "said"),
    [
        (f'{FILE}\nencoding = "cp850"', ""),
        (f'{FILE}\nline = 3\nencoding = "keep"', ""),
        (f'{FILE}\nline = 3\ntext = "The"\nundo = "mac_roman"', ""),
        ('encoding = "cp850"', "1: [[encoding]]: file: is missing. Add it"),
        (f"{FILE}", "1: [[encoding]]: say one of encoding and undo"),
        (f'{FILE}\nencoding = "cp850"\nundo = "cp850"', "4: [[encoding]]: say one of encoding and undo"),
        (f"{FILE}\nencoding = 850", "3: [[encoding]]: encoding: must be words in quotes"),
        (f'{FILE}\nencoding = " "', "3: [[encoding]]: encoding: must be words in quotes"),
        (f'{FILE}\nundo = "keep"', '3: [[encoding]]: undo: write encoding = "keep"'),
        (f'{FILE}\nline = 0\nencoding = "keep"', "3: [[encoding]]: line: must be a number, from 1"),
        (f'{FILE}\nline = true\nencoding = "keep"', "3: [[encoding]]: line: must be a number, from 1"),
        (f'{FILE}\ntext = "The"\nencoding = "keep"', "3: [[encoding]]: text: is of a line. Say which one with line ="),
        (
            f'{FILE}\ncodec = "cp850"',
            "3: [[encoding]]: codec: is not known here; write file, line, text, encoding, undo",
        ),
    ],
)
def test_rows(row: str, said: str) -> None:
    (_, _, found), problems = corrections.load_all(f"[[encoding]]\n{row}\n")
    assert [str(problem) for problem in problems] == ([f"corrections.toml:{said}"] if said else [])
    assert len(found) == (not said)
    assert all(problem.grave for problem in problems)


def test_what_is_no_table_is_named() -> None:
    (*_, found), problems = corrections.load_all('encoding = ["cp850"]\n')
    assert [str(one) for one in problems] == [
        "corrections.toml:1: [[encoding]]: write it as a table of its own that begins with [[encoding]]"
    ]
    assert found == ()


def test_each_file_is_given_what_is_said_of_it() -> None:
    (*_, said), _ = corrections.load_all(f'[[encoding]]\n{FILE}\nencoding = "keep"\n')
    here, there = encodings.told((RawFile("a.md", b"a"), RawFile("b.md", b"b")), said)
    assert (here.encodings, there.encodings) == (said, ())
    assert encodings.problems(said, ("a.md",)) == ()
    assert [str(one) for one in encodings.problems(said, ("b.md",))] == [
        'corrections.toml:3: [[encoding]]: no file is named "a.md". Correct it or remove the row'
    ]


def told(data: bytes, *said: tuple[str, str, int, str]) -> tuple[tuple[str, ...], list[str]]:
    """The lines of a file of which that is said, and what cannot be followed."""
    rows = [EncodingDecision("a.md", *one, Span("corrections.toml", at, at)) for at, one in enumerate(said, 1)]
    text, problems = repair(RawFile("a.md", data, tuple(rows)))
    return text.lines, [str(one) for one in problems if one.span.source != "a.md"]


DAMAGED = "It isnâ€™t so\nnor â€“ is it â€œthisâ€\x9d\n"
RIGHT = ("It isn’t so", "nor – is it “this”")


@every_row(
    ("data", "said", "lines"),
    [
        # kept as a whole, one line of it, and that line found again by its words
        (DAMAGED.encode(), (), RIGHT),
        (DAMAGED.encode(), (("keep", "", 0, ""),), tuple(DAMAGED.splitlines())),
        (DAMAGED.encode(), (("keep", "", 1, ""),), ("It isnâ€™t so", RIGHT[1])),
        (DAMAGED.encode(), (("keep", "", 2, "It isn’t"),), ("It isnâ€™t so", RIGHT[1])),
        ("caf\x93 \x02b".encode(), (("keep", "", 0, ""),), ("caf\x93 b",)),
        # damage that does not look it
        ("RÄ«ga".encode(), (), ("RÄ«ga",)),
        ("ok\nRÄ«ga".encode(), (("undo", "windows-1252", 0, ""),), ("ok", "Rīga")),
        ("ok\nRÄ«ga".encode(), (("undo", "latin-1", 2, ""),), ("ok", "Rīga")),
        ("RÄ«ga".encode(), (("keep", "", 0, ""), ("undo", "windows-1252", 1, "")), ("Rīga",)),
        # bytes
        ("Čaj".encode("cp1250"), (("encoding", "cp1250", 0, ""),), ("Čaj",)),
        ("Čaj".encode("cp1250"), (("encoding", "koi8-r", 0, ""),), ("хaj",)),
        ("café\r\n".encode() + "Čaj\r\n".encode("cp1250"), (("encoding", "cp1250", 2, "aj"),), ("café", "Čaj")),
        ("É»\n".encode("cp1252") + "é".encode(), (("encoding", "cp1252", 1, ""),), ("É»", "é")),
        ("\ufeffcafé".encode(), (("encoding", "utf-8", 0, ""),), ("café",)),
    ],
)
def test_what_is_said_is_done(data: bytes, said: tuple[tuple[str, str, int, str], ...], lines: tuple[str, ...]) -> None:
    assert told(data, *said) == (lines, [])


@every_row(
    ("said", "message"),
    [
        (("encoding", "cp9", 0, ""), '"cp9" is no encoding of text. Correct it'),
        (("encoding", "rot13", 0, ""), '"rot13" is no encoding of text. Correct it'),
        (("encoding", "unicode_escape", 0, ""), '"unicode_escape" is no encoding of text. Correct it'),
        (("encoding", "cp850", 9, ""), "a.md has no line 9. Correct line = or remove the row"),
        (("keep", "", 1, "No such"), "no lines of a.md begin so. Correct line = or remove the row"),
        (("keep", "", 9, "c"), "2 lines of a.md begin so. Correct line = or remove the row"),
        (("undo", "cp850", 0, ""), "nothing there is UTF-8 that was read as cp850. Remove the row"),
        (("undo", "gbk", 0, ""), 'no damage of "gbk" can be undone. There are windows-1252'),
    ],
)
def test_what_cannot_be_followed_is_said(said: tuple[str, str, int, str], message: str) -> None:
    lines, problems = told("café\nclothes".encode(), said)
    assert lines == ("café", "clothes")
    assert [one.startswith(f"corrections.toml:1: [[encoding]]: {message}") for one in problems] == [True]


def test_a_line_of_a_file_in_utf_16_has_no_encoding_of_its_own() -> None:
    data = "café\nČaj\n\n".encode("utf-16")
    text, problems = repair(
        RawFile("a.md", data, (EncodingDecision("a.md", "encoding", "cp850", 1, "", Span("b", 1, 1)),))
    )
    assert (text.lines, [one.grave for one in problems]) == (("café", "Čaj", ""), [True])
