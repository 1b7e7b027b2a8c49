"""What number words count, in the languages where it is said in more than one word or cannot be told by spaces."""

from __future__ import annotations

from tables import every_row

from studyguide.words.pieces import said


@every_row(
    ("text", "numbers"),
    [
        ("Why are there twenty two boats?", (22,)),
        ("Mengapa ada dua belas perahu?", (12,)),
        ("Mengapa ada dua puluh perahu?", (20,)),
        ("Mengapa ada dua puluh lima perahu?", (25,)),
        ("Neden on bir tekne var?", (11,)),
        ("Neden on iki tekne var?", (12,)),
        ("Neden on tekne var?", (10,)),
        ("Tại sao có mười hai chiếc thuyền?", (12,)),
        ("Tại sao có hai mươi chiếc thuyền?", (20,)),
        ("لماذا توجد ثلاثة عشر قاربا في الميناء؟", (13,)),
        ("لماذا يوجد ثلاثون قاربا في الميناء؟", (30,)),
        ("למה יש שנים עשר סירות בנמל?", (12,)),
        ("Γιατί υπάρχουν δώδεκα βάρκες στο λιμάνι;", (12,)),
        ("De ce sunt douăsprezece bărci în port?", (12,)),
        ("Miért van tizenkét csónak a kikötőben?", (12,)),
        ("Miksi satamassa on kaksitoista venettä?", (12,)),
        ("ทำไมมีเรือสิบเอ็ดลำ", (11,)),
        ("ทำไมมีเรือยี่สิบลำ", (20,)),
        ("왜 배가 열두 척 있나요?", (12,)),
        ("なぜ舟が十一隻ありますか", (11,)),
        ("为什么有十二条船?", (12,)),
        ("বন্দরে বারো নৌকা কেন?", (12,)),
        ("چرا دوازده قایق در بندر است؟", (12,)),
        ("Pourquoi y a-t-il quatre-vingts barques ?", (80,)),
        ("Pourquoi y a-t-il quatre barques ?", (4,)),
    ],
)
def test_number_words_are_counted(text: str, numbers: tuple[int, ...]) -> None:
    assert said(text).numbers == numbers


def test_words_of_a_number_tell_nothing() -> None:
    assert [piece.text for piece in said("Mengapa ada dua belas perahu?").telling] == ["perahu"]


def test_words_of_thai_are_whole() -> None:
    """Its vowels stand above and below the letters, as marks."""
    boat = said("เรือใบคืออะไร")
    assert [piece.text for piece in boat.telling] == ["เรือใบ"]
    assert boat.languages == {"th"}
