"""Which questions belong beside a question: those whose words and answers speak of the same rare things.

Words are weighed by how rare they are over all questions (tf-idf), those of the question itself more than those of
the answer, and compared by the cosine of the angle between them. Common words join no questions, so the work stays
near the number of questions.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..records import Question
from ..words.wording import plain, words

MOST = 4
# Below this two questions share a word or two by chance.
LEAST = 0.13

_IN_QUESTION, _IN_ANSWER = 4.0, 1.0
_ABOUT = 2.5  # the weight of a service, as if it were a word of the question
_KEPT = 24  # words by which a question is compared: its heaviest
_COMMON = 200  # a word in more questions than this joins none

_FENCE = re.compile(r"^ *```.*?^ *```", re.M | re.S)

Vector = dict[str, float]


def related(questions: Sequence[Question]) -> dict[str, tuple[Question, ...]]:
    """For the id of each question at most MOST others, the nearest first."""
    counts = [_counts(question) for question in questions]
    spread = Counter(word for words in counts for word in words)
    vectors = [_vector(words, spread, len(questions)) for words in counts]
    holding: dict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word in vector:
            holding[word].append(place)
    return {
        question.id: tuple(questions[other] for other in _nearest(place, vectors, holding))
        for place, question in enumerate(questions)
    }


def _counts(question: Question) -> Vector:
    found: Vector = defaultdict(float)
    for word in set(words(question.question)):
        found[_form(word)] += _IN_QUESTION
    for word, times in Counter(words(plain(_FENCE.sub("", question.answer[:4000])))).items():
        found[_form(word)] += _IN_ANSWER * math.log1p(times)
    for slug in question.services:
        found[f"/{slug}"] = _ABOUT
    return found


def _form(word: str) -> str:
    """One form for one and many: "role", "roles"."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _vector(counts: Vector, spread: Counter[str], size: int) -> Vector:
    weighed = {word: count * math.log(size / spread[word]) for word, count in counts.items() if len(word) > 1}
    kept = sorted(weighed, key=lambda word: (-weighed[word], word))[:_KEPT]
    length = math.sqrt(sum(weighed[word] ** 2 for word in kept)) or 1.0
    return {word: weighed[word] / length for word in kept}


def _nearest(place: int, vectors: Sequence[Vector], holding: dict[str, list[int]]) -> list[int]:
    scores: dict[int, float] = defaultdict(float)
    for word, weight in vectors[place].items():
        if len(holding[word]) <= _COMMON:
            for other in holding[word]:
                scores[other] += weight * vectors[other][word]
    scores.pop(place, None)
    best = sorted(scores, key=lambda other: (-scores[other], other))[:MOST]
    return [other for other in best if scores[other] >= LEAST]
