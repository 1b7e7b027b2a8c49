"""Repair: cases by hand, laws, and the real notes where they are at hand."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from case_files import cases
from hypothesis import given
from hypothesis import strategies as st
from laws import tries
from tables import every_row

from studyguide.records import RawFile, Repair
from studyguide.repair import step, undone, written
from studyguide.repair.codec_tables import codecs
from studyguide.repair.kinds import kind
from studyguide.repair.model import FILE, shipped
from studyguide.repair.unlikeliness import ALPHABETS, surprise
from studyguide.repair.whole_file import repair, repair_text

CASES = Path(__file__).parents[1] / "cases" / "repair"
QUICK = tries(100)


def test_the_model_is_the_one_that_was_made() -> None:
    data = FILE.read_bytes()
    assert len(data) < 250_000
    decision = Path(__file__).parents[2] / "docs" / "decisions" / "0019-a-model-tells-text-from-damage.md"
    assert hashlib.sha256(data).hexdigest() in decision.read_text("utf-8")


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("café ", "cafÃ© "),
        ("It’s", "It‚Äôs"),
        ("чин", "ШЗХ"),
        ("├── ", "Γö£ΓöÇ "),
        ("NÃO", "NÃ©"),
        ("a ✅ b", "aß✅ßb"),
    ],
)
def test_the_model_takes_text_for_likelier_than_damage(likely: str, unlikely: str) -> None:
    assert shipped().cost(f" {likely}") < shipped().cost(f" {unlikely}")


@every_row(
    ("char", "name"),
    [
        ("é", "Latin-1 Ll"), ("ł", "Latin A Ll"), ("ƿ", "Latin B Ll"), ("ạ", "Latin V Ll"), ("Ж", "CYRILLIC Lu"),
        ("ѫ", "rare CYRILLIC Ll"), ("ἀ", "rare GREEK Ll"), ("か", "KANA Lo"), ("ᚠ", "minor Lo"), ("ि", "DEVANAGARI M"),
        ("a", "ascii Ll"), ("+", "ascii S"), ("—", "dash"), ("\x81", "control above"), ("🟢", "emoji"),
    ],
)  # fmt: skip
def test_kinds_of_characters(char: str, name: str) -> None:
    assert kind(char) == name


def test_damage_of_every_encoding_is_undone() -> None:
    """Each row of the table makes sense: its damage comes back, and what it cannot decode is left."""
    text = "It’s “plain” — naïve café ✅ 🟢 isn’t it…"
    for codec in codecs():
        assert repair_text(damaged(text, codec.name, 1))[0] == text, codec.name
        assert all(0x80 <= byte <= 0xFF for byte in codec.dropped)


@every_row(("before", "after"), cases(CASES / "must-change.txt", 3))
def test_damage_is_undone(before: str, after: str) -> None:
    assert repair_text(before)[0] == after


@every_row("text", cases(CASES / "must-not-change.txt", 2))
def test_clean_text_is_left_alone(text: str) -> None:
    assert repair_text(text) == (text, ())


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("before", "after"), cases(CASES / "known-failures.txt", 3))
def test_known_failures(before: str, after: str) -> None:
    assert repair_text(before)[0] == after


@every_row(("encoding", "text"), cases(CASES / "encodings.txt", 3))
def test_the_encoding_is_found(encoding: str, text: str) -> None:
    found, problems = repair(RawFile("a.md", text.encode(encoding)))
    assert (found.encoding, "\n".join(found.lines), found.repairs) == (encoding, text, ())
    assert [problem.grave for problem in problems] == ([] if encoding.startswith("utf") else [False])


def bytes_of(text: str) -> bytes:
    """The bytes that a case spells."""
    text = text.replace("\\t", "\t").replace("\\n", "\n")
    text = re.sub(r"\{([^{}]+)\*(\d+)\}", lambda found: found[1] * int(found[2]), text)
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())


@every_row(("spelled", "wanted"), cases(CASES / "bytes.txt", 3))
def test_bytes_are_read(spelled: str, wanted: str) -> None:
    text, problems = repair(RawFile("a.md", bytes_of(spelled)))
    encoding, *told = wanted.split("\n")
    lines = [line[2:] for line in told if line.startswith("> ")]
    said = [line[2:] for line in told if line.startswith("! ")]
    assert text.encoding == encoding
    assert text.lines == tuple(bytes_of(line.replace("\\\\", "\0")).decode().replace("\0", "\\") for line in lines)
    assert [f"{one.span.first}: {one.message}"[: len(start)] for one, start in zip(problems, said, strict=True)] == said


def weighed() -> list[object]:
    lines = (CASES / "unlikeliness.txt").read_text("utf-8").splitlines()[3:]
    rows = [line.split(" | ") for line in lines]
    signs = [re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text) for _, text, _ in rows]
    return [pytest.param(int(cost), text, id=name) for (cost, _, name), text in zip(rows, signs, strict=True)]


@every_row(("cost", "text"), weighed())
def test_what_a_text_costs(cost: int, text: str) -> None:
    assert surprise(text) == cost
    assert surprise(f"{text} {text}") == 2 * cost


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marks_are_no_text(encoding: str) -> None:
    found, problems = repair(RawFile("a.md", "What’s new?\r\nAll".encode(encoding)))
    assert (found.lines, problems) == (("What’s new?", "All"), ())


def test_lines_are_those_of_an_editor() -> None:
    text, _ = repair(RawFile("a.md", "a\r\nb\rc\n\nd\x0be\x85f\u2028g\n".encode()))
    assert text.lines == ("a", "b", "c", "", "d e…f g")
    assert [edit.line for edit in text.repairs] == [5, 5, 5]


def test_a_file_may_mix_encodings_by_line() -> None:
    data = "clean ✅ “yes”\n".encode() + "déjà vu à l’été\n".encode("windows-1252") + "‚Äúno‚Äù isn‚Äôt ‚úÖ".encode()
    text, problems = repair(RawFile("a.md", data))
    assert text.lines == ("clean ✅ “yes”", "déjà vu à l’été", "“no” isn’t ✅")
    assert text.encoding == "utf-8, windows-1252"
    assert [str(problem).split(",")[0] for problem in problems] == ["a.md:2: this line is not UTF-8"]


@pytest.mark.parametrize(
    ("data", "lines", "place"),
    [
        (b"caf\xc3\xa9\nna\xc3\xafve \xe2\x80", ("café", r"naïve \xe2\x80"), "a.md:2: the file breaks off"),
        ("été à\n".encode() * 3 + "l’été est passé ".encode("cp1252") + b"\x81 \x8d\n", None, "a.md:4: "),
        ("One\ntwo".encode("utf-16-le") + b"\x41", None, ""),
        (b"\xff\xfeO\x00n\x00e\x00\n\x00\x00\xd8", ("One", r"\x00\xd8"), "a.md:2: from here on"),
    ],
)
def test_no_byte_is_lost(data: bytes, lines: tuple[str, ...] | None, place: str) -> None:
    text, problems = repair(RawFile("a.md", data))
    assert lines in (None, text.lines)
    assert any(str(problem).startswith(place) for problem in problems)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty. Remove it or fill it"),
        (b"\xef\xbb\xbf", "the file is empty. Remove it or fill it"),
        (b" \n\n", "the file is empty. Remove it or fill it"),
        (b"%PDF-1.7\nobj", "this is a PDF document, not text. Save it as plain text or remove it"),
        (bytes(range(256)) * 8, "this is binary data, not text. Save it as plain text or remove it"),
        (b"abc\x00def\x00\x01\x02", "this is binary data, not text. Save it as plain text or remove it"),
    ],
)
def test_what_is_no_text_is_said(data: bytes, message: str) -> None:
    text, problems = repair(RawFile("a.md", data))
    assert "".join(text.lines).strip() == ""
    assert [(problem.span.first, problem.message, problem.grave) for problem in problems] == [(1, message, True)]


def test_a_lost_character_is_pointed_out() -> None:
    _, problems = repair(RawFile("a.md", "ok\ncaf\ufffd".encode()))
    assert [(problem.span.first, problem.grave) for problem in problems] == [(2, False)]


def test_what_cannot_be_told_is_left_and_pointed_out() -> None:
    """Which letter it was depends on the byte that was lost: “č” and “ā” would both fit."""
    text, problems = repair(RawFile("a.md", "Itâ€™s so, isnâ€™t it\nsjeverno â€“ pacifiÄko\n".encode()))
    assert text.lines == ("It’s so, isn’t it", "sjeverno – pacifiÄko")
    said = "part of a damaged character was lost (Ä), and more than one would fit. Write what belongs there"
    assert [(problem.span.first, problem.message) for problem in problems] == [(2, said)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a\n<!-- keep-encoding -->\nb", [2]),
        ("<!-- keep-encoding -->a<!-- /keep-encoding -->\n<!-- keep-encoding -->", [2]),
        ("<!-- keep-encoding -->\n<!-- keep-encoding -->\nb", [1]),
        ("<!-- keep-encoding -->\n<!-- /keep-encoding -->\nb", []),
        ("a <!-- /keep-encoding -->", []),
    ],
)
def test_a_passage_that_nothing_closes_is_pointed_out(text: str, places: list[int]) -> None:
    _, problems = repair(RawFile("a.md", text.encode()))
    assert [problem.span.first for problem in problems if problem.message.startswith("all below is kept")] == places


@pytest.mark.parametrize(
    ("lines", "told"), [(20, ""), (21, " (and on 1 line below)"), (500, " (and on 480 lines below)")]
)
def test_the_same_is_not_said_of_every_line(lines: int, told: str) -> None:
    _, problems = repair(RawFile("a.md", "caf\ufffd\n".encode() * lines))
    assert len(problems) == 20
    assert problems[-1].message == problems[0].message + told


def test_repairs_name_the_line_the_place_the_change_the_codec_and_how_certain_it_is() -> None:
    _, repairs = repair_text("ok\n1Ô∏è‚É£ it‚Äôs\nÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢ ÃƒÂ¢Ã¢â€šÂ¬Ã¢â‚¬Å“")
    assert repairs[0] == Repair(2, "Ô∏è‚É£", "\ufe0f\u20e3", "mac_roman", 2, "sure")
    assert repairs[1] == Repair(2, "‚Äô", "’", "mac_roman", 7, "sure")
    assert repairs[2] == Repair(3, "ÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢", "’", "windows-1252, windows-1252, windows-1252", 1, "sure")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [("It‚Äôs", "sure"), ("cafÃ© so", "likely"), ("Two â€” here, itâ€™s\nthe end is ðŸ›¡ï¸ so", "guessed")],
)
def test_what_is_less_certain_says_so(text: str, certainty: str) -> None:
    assert repair_text(text)[1][-1].certainty == certainty


def test_repairs_that_only_touch_stay_apart() -> None:
    _, repairs = repair_text("\x02‚Äôs so ‚Äô\x02")
    assert [(edit.before, edit.after) for edit in repairs] == [("\x02", ""), ("‚Äô", "’"), ("‚Äô", "’"), ("\x02", "")]


OTHERS = {
    "Hindi": "कखगघचछजझटठडढणतथदधनपफबभमयरलवशसहािीुूेैोौंः",
    "Chinese": "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生",
    "Japanese": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもアイウエオカキクケコ日本語",
    "Korean": "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호",
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "Emoji": "😀🚀✅🟢🧩💡⚡🔴👏💾",
    "Boxes": "─│┌┐└┘├┤┬┴┼═║╔╗╚╝",
}


def language(name: str) -> st.SearchStrategy[str]:
    """Clean prose of a language: lower-case words, capitals at the start of a sentence, its own punctuation."""
    own = {**ALPHABETS, **OTHERS}[name]
    word = st.text(st.sampled_from(own), min_size=1, max_size=7)
    if unicodedata.name(own[0]).startswith("LATIN"):
        ascii_ = st.text(st.sampled_from("etaoinshrdlu"), min_size=1, max_size=4)
        word = st.tuples(ascii_, st.sampled_from(own), ascii_).map("".join)
    end = st.sampled_from([" ", " ", " ", " — ", "… ", ", ", ". ", "? ", " (S3) ", "’s ", "\n", " «AWS» ", " 100 % "])
    return st.lists(st.tuples(word, end).map("".join), min_size=1, max_size=30).map("".join)


clean_text = st.sampled_from([*ALPHABETS, *OTHERS]).flatmap(language)


@QUICK
@given(clean_text)
def test_clean_text_of_any_language_is_left_alone(text: str) -> None:
    assert repair_text(text) == (text, ())


@QUICK
@given(st.text(st.characters(codec="utf-8") | st.sampled_from("Ã©â€™‚ÄôÔ∏è\x93\r\n\x02\ufeffРџСЂ ")))
def test_repairing_twice_changes_nothing(text: str) -> None:
    once, _ = repair_text(text)
    assert repair_text(once) == (once, ())


@QUICK
@given(clean_text, st.sampled_from(["mac_roman", "windows-1252", "latin-1", "windows-1251"]), st.integers(1, 2))
def test_damage_with_ample_evidence_comes_back_exactly(text: str, codec: str, times: int) -> None:
    # one word by itself may well read both ways
    whole = (
        "“So”, isn’t it: "
        + text.replace("\n", " ")
        + "\nIt’s “plain” — isn’t it… naïve café ✅ 🟢 • don’t “ask” • we’ve 🚀 → “done”\n"
    )
    assert repair_text(damaged(whole, codec, times))[0] == whole


def damaged(text: str, codec: str, times: int) -> str:
    for _ in range(times):
        bytes_ = text.encode("utf-8")
        text = "".join(bytes([b]).decode(codec, "replace").replace("\ufffd", chr(b)) for b in bytes_)
    return text


@QUICK
@given(st.binary() | st.text().map(str.encode), st.sampled_from([b"", b"\xff\xfe", b"\x00\x00\xfe\xff"]))
def test_no_bytes_raise_and_the_lines_are_fit_for_every_use(data: bytes, mark: bytes) -> None:
    text, problems = repair(RawFile("a.md", mark + data))
    assert text.lines or problems
    for line in text.lines:
        line.encode("utf-8")
        assert line.splitlines() in ([line], [])
        assert not re.search("[\x00-\x08\x0e-\x1f\x7f\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]", line)
        assert not re.search("(?:^|[ -~])[\x81\x8d\x8f\x90\x9d]", line)


SCRAPS = st.sampled_from(
    [b"It\xe2\x80\x9a\xc3\x84\xc3\xb4s ", b"ok ", b"\xfc", "‚úÖ Ã©".encode(), b"\x93", b"\x02", b"\r\n", b"\n", b"\r",
     b" ", b"\xe2\x80", "Ã".encode(), "isnâ€™t".encode(), "\u2028\ufeff".encode(), b"\xed\xa0\xbd\xed\xb8\x80",
     b"+AOk-"]
)  # fmt: skip
MARKS = st.sampled_from([b"", b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff"])


@QUICK
@given(st.lists(SCRAPS).map(b"".join) | st.binary(), MARKS)
def test_what_was_repaired_and_written_is_undone_to_the_byte(data: bytes, mark: bytes) -> None:
    raw = RawFile("a.md", mark + data)
    text, _ = repair(raw)
    after = written(raw, text).encode()
    done = json.loads(json.dumps(step(raw.data, after, text)))
    assert undone(after, done) == raw.data
    assert undone(after + b"more", done) is None
    if after != raw.data:
        assert undone(after, done | {"bytes": {}}) is None


@QUICK
@given(st.lists(SCRAPS.map(lambda data: data.decode("utf-8", "ignore"))).map("".join))
def test_repairs_put_back_by_their_columns_give_what_was_there(text: str) -> None:
    after, repairs = repair_text(text)
    lines = re.split(r"\r\n|\r|\n", after)
    for edit in reversed(repairs):
        line, start = lines[edit.line - 1], edit.column - 1
        assert line[start : start + len(edit.after)] == edit.after
        lines[edit.line - 1] = line[:start] + edit.before + line[start + len(edit.after) :]
    assert lines == re.split(r"\r\n|\r|\n", text)


@pytest.mark.parametrize("data", [b"a\r\nb\x93\nc\rd", "a\r\n\nb\x02".encode("utf-16"), b"\x93\r\n\r\n"])
def test_what_is_written_has_the_line_ends_of_the_file(data: bytes) -> None:
    raw = RawFile("a.md", data)
    ends = re.findall("\r\n|\r|\n", data.decode("utf-16" if data[0] == 0xFF else "latin-1"))
    assert re.findall("\r\n|\r|\n", written(raw, repair(raw)[0])) == ends


def work(text: str) -> int:
    """How many lines of the package run for a text: a measure of work that is the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        repair(RawFile("a.md", text.encode("utf-8", "surrogatepass")))
    finally:
        sys.settrace(before)
    return count


@every_row(
    "piece",
    ["It‚Äôs ‚Äúso‚Äù\n", "Ã©", "Ã", "\x1b[1", "\x02é", "clean é — text\n", "\ud83d", "ï»¿", "РџСЂРёРІРµС‚ "],
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    work(piece * 300)  # the tables are made once
    assert work(piece * 1200) < 2.3 * work(piece * 600) + 500


def test_the_real_notes(shared: Path) -> None:
    def undo(match: re.Match[str]) -> str:
        return match[0].encode("mac_roman").decode("utf-8")

    counts = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        was = path.read_text("utf-8")
        text, problems = repair(RawFile(path.name, path.read_bytes()))
        damaged_file = path.name[:3] in ("000", "002")
        want = re.sub(r"[^\x00-\x7f]+", undo, was) if damaged_file else was
        assert "\n".join(text.lines) == want.removesuffix("\n")
        assert not problems
        counts[path.name[:3]] = len(text.repairs)
    assert counts == {"000": 61, "001": 0, "002": 54, "003": 0, "004": 0}
