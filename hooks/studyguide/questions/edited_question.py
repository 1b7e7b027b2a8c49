"""How surely one wording of a question is an edit of another: what an id may follow, and what it must not.

Following an edit too far makes an old link lead to another question; not following it only retires the link. So
whatever may change what is asked (a number, a negation, a name, an opposite, a direction) forbids to follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from re import findall

from rapidfuzz import fuzz

from ..words import wording

# An edit reaches this; of several hundred real questions hardly any two do that ask different things.
LIKELY = 78.0

# A word exchanged for another is an edit only among this many that stay: "reduce", "shorten" cold starts of functions.
_AMONG = 4

# As alike as the forms of one word are: "bucket", "buckets".
_FORMS = 70.0


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What carries no meaning in a question. "vs" and negations do.
_EMPTY = _set(
    "a an the is are was were be been being am do does did done doing has have had having will would shall should can "
    "could may might must i me my we us our you your they them their he she it its this that these those there here "
    "what whats which who whom whose when where why how explain describe define discuss about of in on at to for from "
    "by with as into and or if then than also please briefly some any each all every such so aws amazon use used uses "
    "using work works mean means exactly actually"
)
# Only at the beginning: "List the states of a bucket" means what "How do you list buckets in each state?" does not.
_ORDERS = _set("list name mention state give tell show write provide compare summarize summarise")
_NEGATIONS = _set("not no t never none without cannot nor не ні без нет nicht kein ohne pas sans sin nie bez")
# Where things are compared, another thing is another question.
_COMPARED = _set("difference differences differ differs different vs versus compared comparison between різниця")
_DIRECTIONS = _set("to from into over before after")
_OPPOSITES = {
    frozenset(pair.split("/"))
    for pair in _set(
        "public/private inbound/outbound ingress/egress horizontal/vertical horizontally/vertically active/passive "
        "read/write reads/writes upload/download start/stop create/delete enable/disable enabled/disabled allow/deny "
        "encrypt/decrypt encryption/decryption encrypted/unencrypted sql/nosql stateful/stateless relational/nosql "
        "synchronous/asynchronous sync/async hot/cold warm/cold min/max minimum/maximum increase/decrease scale/shrink "
        "internal/external global/regional local/global local/remote client/server producer/consumer push/pull "
        "advantages/disadvantages benefits/drawbacks pros/cons primary/secondary first/last before/after up/down "
        "authentication/authorization identity/resource managed/unmanaged structured/unstructured symmetric/asymmetric "
        "blue/green import/export attach/detach in/out provisioned/demand linux/windows single/multi single/multiple"
    )
}


@dataclass(frozen=True, slots=True)
class Terms:
    """A wording taken apart once, to be compared often; `text` is its telling words in order of the alphabet."""

    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    negations: tuple[str, ...]
    names: frozenset[str]
    compares: bool
    directed: bool


def telling(words: Sequence[str]) -> list[str]:
    """The words that say what is asked about."""
    first = 1 if words and words[0] in _ORDERS else 0
    return [word for word in words[first:] if word not in _EMPTY]


def terms(text: str) -> Terms:
    """What of a plain wording is compared."""
    found = wording.words(text)
    kept = telling(found) or found
    return Terms(
        text=" ".join(sorted(kept)),
        words=tuple(kept),
        numbers=tuple(sorted(word for word in found if any(map(str.isdigit, word)))),
        negations=tuple(sorted(word for word in found if word in _NEGATIONS)),
        names=frozenset(word.casefold() for word in findall(r"\w+", text) if sum(map(str.isupper, word)) > 1),
        compares=any(word in _COMPARED for word in found),
        directed=any(word in _DIRECTIONS for word in found),
    )


def likeness(first: Terms, second: Terms) -> float:
    """From 0 to 100; 0 where the difference changes what is asked.

    >>> old = terms("How do you secure data in an S3 bucket?")
    >>> likeness(old, terms("How would you secure the data in S3 buckets?")) > LIKELY
    True
    >>> likeness(old, terms("How do you secure data in an EC2 bucket?"))
    0.0
    """
    if first.numbers != second.numbers or first.negations != second.negations:
        return 0.0
    only_first, only_second = set(first.words) - set(second.words), set(second.words) - set(first.words)
    if (only_first | only_second) & (first.names | second.names):
        return 0.0
    if any(frozenset((one, other)) in _OPPOSITES for one in only_first for other in only_second):
        return 0.0
    new, gone = _without_forms(only_second, only_first), _without_forms(only_first, only_second)
    if (new or gone) and first.compares and second.compares:
        return 0.0
    if new and gone and len(set(first.words) & set(second.words)) < _AMONG * max(len(new), len(gone)):
        return 0.0
    if first.directed and second.directed and first.text == second.text and first.words != second.words:
        return 0.0  # from here to there is not from there to here
    return fuzz.ratio(first.text, second.text)


def _without_forms(words: set[str], others: set[str]) -> set[str]:
    return {word for word in words if not any(fuzz.ratio(word, other) >= _FORMS for other in others)}
