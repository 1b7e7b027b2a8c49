"""Which questions stand beside which: those that share rare words, whatever else they say."""

from __future__ import annotations

import pytest
from made import asked, question
from tables import every_row

from studyguide.questions.related import related
from studyguide.records import Question

# Each says one word that no other says. All are about the same service, which therefore tells none of them apart.
FILLERS = [question(f"filler-{n}", asked(f"filler{'abcdefghij'[n % 10] * (n // 10 + 2)}", n)) for n in range(58)]


def asks(id: str, words: str, answer: str = "", service: str = "s3") -> Question:
    return question(id, asked(words, 1, (service,), answer=answer))


def beside(*questions: Question) -> list[str]:
    """The ids beside the first question."""
    return [one.id for one in related([*questions, *FILLERS])[questions[0].id]]


@every_row(
    ("one", "other", "found"),
    [
        ("oak role", "pine role", True),
        ("oak role", "pine roles", True),
        ("oak bar", "pine bars", True),
        ("oak ra", "pine ras", False),  # of three letters and fewer the last belongs to the word
        ("oak bos", "pine boss", False),
        ("oak boss", "pine bossy", False),
        ("oak role", "pine rolex", False),
        ("oak x", "pine x", False),  # a letter says nothing
        ("oak xy", "pine xy", True),
    ],
)
def test_a_rare_word_joins_two_questions_in_one_number_or_the_other(one: str, other: str, found: bool) -> None:
    assert beside(asks("one", one), asks("other", other)) == (["other"] if found else [])


def test_four_at_most_stand_beside_a_question_the_nearest_first() -> None:
    near = [asks(f"near-{n}", f"oak role {'pine ' * n}") for n in range(5)]
    assert beside(asks("one", "oak role pine"), near[0], *[asks(f"far-{n}", f"role tin{n}") for n in range(5)]) == [
        *("near-0", "far-0", "far-1", "far-2"),
    ]


def test_a_service_says_more_than_a_word_of_the_answer_unless_that_comes_again_and_again() -> None:
    for times, first in ((11, "service"), (12, "word")):
        one = asks("one", "oak", "tin " * times, "ebs")
        service = asks("service", "pine", "lead " * times, "ebs")
        word = asks("word", "ash", "tin " * times, "efs")
        assert beside(one, service, word)[0] == first


def test_words_of_the_question_say_more_than_those_of_the_answer_and_code_says_nothing() -> None:
    one = asks("one", "oak", "tin " * 20)
    assert beside(one, asks("answer", "pine", "tin " * 20), asks("question", "oak tree")) == ["question", "answer"]
    assert beside(one, asks("code", "pine", f"```\n{'tin ' * 20}\n```")) == []
    assert beside(one, asks("other", "pine", f"```\nlead\n```\n{'tin ' * 20}")) == ["other"]


def test_the_beginning_of_an_answer_is_compared() -> None:
    assert beside(asks("one", "tin"), asks("other", "pine", f"{'- ' * 1998} tin")) == ["other"]
    assert beside(asks("one", "tin"), asks("other", "pine", f"{'- ' * 1998}- tin")) == []


def test_the_heaviest_twenty_four_words_are_compared() -> None:
    def words(number: int) -> str:
        return " ".join(f"word{'abcdefghijklmnopqrstuvwxyz'[n] * 2}" for n in range(number))

    assert beside(asks("one", f"{words(23)} zinc"), asks("other", "zinc")) == ["other"]
    assert beside(asks("one", f"{words(24)} zinc"), asks("other", "zinc")) == []


def test_a_little_in_common_is_chance() -> None:
    def words(number: int) -> str:
        return " ".join(f"word{'abcdefghijklmnopqrstuvwxyz'[n] * 2}" for n in range(number))

    assert beside(asks("one", f"oak ash {words(3)} zinc"), asks("other", "pine elm fir yew zinc")) == ["other"]
    assert beside(asks("one", f"oak ash {words(4)} zinc"), asks("other", "pine elm fir yew box zinc")) == []


@pytest.mark.parametrize(("number", "found"), [(200, 4), (201, 0)])
def test_a_word_in_more_than_two_hundred_questions_joins_none(number: int, found: int) -> None:
    same = [asks(f"same-{n}", "zinc") for n in range(number)]
    assert len(related([*same, *FILLERS])["same-0"]) == found


def test_a_question_alone_has_none_beside_it() -> None:
    assert related([asks("one", "oak")]) == {"one": ()}
    assert related([]) == {}
