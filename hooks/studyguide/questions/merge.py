"""Makes one of the places that ask the same thing, and proposes what may be the same to the maintainers.

A wrong merge hides a question; a missed one only shows it twice. So wordings merge by themselves only where they have
the same form (see `same_question`); in two files about different things also their answers must say the same (see
`same_answer`). What else may be one question is proposed (see `asked_twice`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

from ..folder import id_ledger
from ..folder.corrections import FILE
from ..folder.subject import TOPICS
from ..records import ANYTHING, Asked, Correction, Group, Permalink, Problem, Proposal, Service, Span, Subject
from ..words import wording
from ..words.grammar import ARTICLES, SMALL_WORDS
from .asked_twice import Pair, likelihood
from .changed_words import change, terms
from .classify import FALLBACK
from .ids import of_service
from .same_answer import LIKELY as ALIKE
from .same_answer import Rarity, Shared, agreement, surely_agree
from .same_question import Form, form, singular

_TELLING = 4  # from so many telling words a wording says by itself what it is about
_COMPARED = 3  # answers of a group; they are its best ones

_COMMON = 40  # a word that more groups have says too little to compare them all with each other
_PARTNERS = 3  # proposals for one group, the best ones
_TRIES = 30  # groups of the same words that must stay apart, looked through for one that a further place may join


@dataclass(frozen=True, slots=True)
class _Place:
    """A place as it is compared; `names` is what corrections may call it."""

    asked: Asked
    form: Form
    names: frozenset[str]


@dataclass(slots=True)
class _Cluster:
    """Places that ask the same thing, by their numbers, with what decides who may join them.

    sources  the files that they stand in
    apart    for each decision to keep wordings apart, the sides of it that stand here
    """

    places: list[int]
    ids: set[str]
    hints: set[str]
    primaries: set[str]
    sources: set[str]
    apart: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Notes:
    """All places in an order that does not depend on the order of the files, and where each of them has come to."""

    places: tuple[_Place, ...]
    home: list[_Cluster]
    called: Mapping[str, Sequence[int]]  # the places that have a name
    wordings: Mapping[str, Sequence[str]]  # of the questions in the ledger, by their ids and by each alone
    ids: frozenset[str]


def merge(
    asked: Sequence[Asked],
    corrections: Sequence[Correction] = (),
    permalinks: Sequence[Permalink] = (),
    subject: Subject = ANYTHING,
) -> tuple[tuple[Group, ...], tuple[Proposal, ...], tuple[Problem, ...]]:
    """The groups in the order of their first places, what may belong together, and what a maintainer should know.

    Of the corrections, `merge` and `apart` are followed here. `subject` tells which names mean the same (a
    service's and its abbreviation); without services only those that were found are known, by their slugs.
    """
    fallback = next((service.slug for service in subject.services if service.category == TOPICS), FALLBACK)
    known = subject if subject.services else replace(subject, services=_by_slug(asked))
    notes = _notes(asked, permalinks, known)
    _keep_apart(notes, corrections)
    _merge_by_wording(notes, fallback)
    problems = _merge_by_decision(notes, corrections)
    groups = [sorted(cluster.places) for cluster in _clusters(notes)]
    members = [tuple(notes.places[number] for number in group) for group in groups]
    return (
        tuple(_group([place.asked for place in group]) for group in members),
        _proposals(members, [notes.home[group[0]] for group in groups], fallback, known),
        (*problems, *_disagreements(members, corrections)),
    )


def _notes(asked: Sequence[Asked], permalinks: Sequence[Permalink], subject: Subject) -> _Notes:
    ordered = sorted(asked, key=_standing)
    places = tuple(_Place(one, form(one.question, subject), _names(one)) for one in ordered)
    called: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        for name in place.names:
            called[name].append(number)
    home = [_cluster(number, place) for number, place in enumerate(places)]
    return _Notes(places, home, called, id_ledger.also_known_as(permalinks), frozenset(row.id for row in permalinks))


def _standing(asked: Asked) -> tuple[object, ...]:
    """What is shown first: reviewed, then answered, then in the order of the sources.

    A copy of a guide holds all answers of a question in one place; the first of them has the id.
    """
    span = asked.span
    rest = (
        asked.id is None,
        asked.question,
        asked.body,
        asked.answer,
        str(asked.id),
        str(asked.number),
        str(asked.level),
        asked.services,
    )
    return (asked.reviewed is None, not asked.answer, span.source, span.first, span.last, *rest)


def _names(asked: Asked) -> frozenset[str]:
    return frozenset(name for name in (asked.id, asked.question, wording.key(asked.question)) if name)


def _cluster(number: int, place: _Place) -> _Cluster:
    one = place.asked
    ids, hints = {one.id} if one.id else set(), {place.form.hint} if place.form.hint else set()
    return _Cluster([number], ids, hints, {one.services[0]}, {one.span.source})


def _clusters(notes: _Notes) -> list[_Cluster]:
    return list({id(cluster): cluster for cluster in notes.home}.values())


def _join(notes: _Notes, one: _Cluster, other: _Cluster) -> _Cluster:
    """One cluster of the two; the larger takes the smaller in, so that no place moves often."""
    if one is other:
        return one
    if len(one.places) < len(other.places):
        one, other = other, one
    for number in other.places:
        notes.home[number] = one
    one.places += other.places
    one.ids |= other.ids
    one.hints |= other.hints
    one.primaries |= other.primaries
    one.sources |= other.sources
    for decision, sides in other.apart.items():
        one.apart.setdefault(decision, set()).update(sides)
    return one


def _by_slug(asked: Iterable[Asked]) -> tuple[Service, ...]:
    """Services as far as slugs tell of them."""
    slugs = sorted({slug for one in asked for slug in one.services} - {FALLBACK})
    return tuple(Service(slug, slug.replace("-", " "), "", (slug.replace("-", " ").upper(),)) for slug in slugs)


# --- by wording ---


def _merge_by_wording(notes: _Notes, fallback: str) -> None:
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, place in enumerate(notes.places):
        for key in _keys(place, fallback):
            same[key].append(number)
    for numbers in same.values():
        found: list[_Cluster] = []
        for number in numbers:
            _settle(notes, notes.home[number], found, notes.places[number].form, fallback)


def _settle(notes: _Notes, cluster: _Cluster, found: list[_Cluster], asked: Form, fallback: str) -> None:
    """Joins a cluster with the first of those found that it may join; else it is one more of them."""
    for at, other in enumerate(islice(found, _TRIES)):
        if cluster is other:
            return
        if _may_join(cluster, other) and _asks_the_same(notes, cluster, other, asked, fallback):
            found[at] = _join(notes, cluster, other)
            return
    found.append(cluster)


def _keys(place: _Place, fallback: str) -> Iterator[tuple[str, ...]]:
    """What two places must share. Other options or other code below the same words make another question."""
    one = place.asked
    body = " ".join(one.body.split())
    if not place.form.leans:
        yield from ((key, body) for key in place.form.keys)
    elif one.answer or one.services[0] != fallback:
        # "What is it?" may be asked of two things in one service: only the same answer shows that it is not.
        text = one.question.casefold().strip(" ?.!")
        yield (text, body, one.services[0], wording.key(one.answer[:2000]))


def _may_join(one: _Cluster, other: _Cluster) -> bool:
    return (
        len(one.ids | other.ids) <= 1  # whoever wrote two ids meant two questions
        and len(one.hints | other.hints) <= 1
        and not _kept_apart(one, other)
    )


def _asks_the_same(notes: _Notes, one: _Cluster, other: _Cluster, asked: Form, fallback: str) -> bool:
    """Whether the same words ask for the same here and there: about one thing they do, else the answers tell."""
    primaries = one.primaries | other.primaries
    if len(primaries) == 1 and (fallback not in primaries or not one.sources.isdisjoint(other.sources)):
        return True
    # What is under the fallback names no service at all, and its many words tell what it is about.
    unplaced = len(primaries - {fallback}) <= 1 and len(asked.words) >= _TELLING
    answers, others = _answers(notes, one), _answers(notes, other)
    if len(primaries) == 1 or unplaced or _says_of_what(asked, primaries):
        alike = _best_agreement(answers, others)
        return alike is None or (alike >= ALIKE and not asked.depends) or _surely_agree(answers, others)
    return _surely_agree(answers, others)


def _says_of_what(asked: Form, primaries: Collection[str]) -> bool:
    return asked.defines and len(set(primaries) - asked.names) <= 1


def _answers(notes: _Notes, cluster: _Cluster) -> list[str]:
    """The best of its answers."""
    return [notes.places[at].asked.answer for at in sorted(cluster.places)[:_COMPARED]]


def _best_agreement(answers: Iterable[str], others: Sequence[str]) -> float | None:
    """How far the answers here and there say the same; None where one side has none."""
    found = (agreement(first, second) for first in answers for second in others if first and second)
    return max((alike for alike in found if alike is not None), default=None)


def _surely_agree(answers: Iterable[str], others: Sequence[str]) -> bool:
    return any(surely_agree(first, second) for first in answers for second in others if first and second)


# --- by decision ---


def _meant(notes: _Notes, item: str) -> list[int]:
    """The places that a correction means by a wording or an id.

    An id stands for all wordings it is known by; where these are asked in several services, for its own service's. So
    does a wording that nobody asks any more: what was decided holds for the question as it is worded now.
    """
    if item not in notes.ids:
        key = wording.key(item)
        return _called(notes, (item, key)) or _called(notes, map(wording.key, notes.wordings.get(key, ())))
    found = _called(notes, (item, *map(wording.key, notes.wordings[item])))
    stated = [number for number in found if notes.places[number].asked.id == item]
    own = [number for number in found if of_service(item, notes.places[number].asked.services[0])]
    return stated or own or found


def _called(notes: _Notes, names: Iterable[str]) -> list[int]:
    return sorted({number for name in names for number in notes.called.get(name, ())})


def _keep_apart(notes: _Notes, corrections: Sequence[Correction]) -> None:
    for decision, correction in enumerate(corrections):
        if correction.kind == "apart":
            for side, item in enumerate(correction.questions):
                for number in _meant(notes, item):
                    notes.home[number].apart.setdefault(decision, set()).add(side)


def _kept_apart(one: _Cluster, other: _Cluster) -> bool:
    few, many = sorted((one.apart, other.apart), key=len)
    return any(len(sides | many[decision]) > 1 for decision, sides in few.items() if decision in many)


def _merge_by_decision(notes: _Notes, corrections: Sequence[Correction]) -> list[Problem]:
    problems: list[Problem] = []
    for correction in corrections:
        if correction.kind == "merge":
            problems += _follow(notes, correction)
    return problems


def _follow(notes: _Notes, correction: Correction) -> Iterator[Problem]:
    """Joins what a maintainer wants joined, and says where it is not plain what that is."""
    whole: _Cluster | None = None
    for item, cluster in _named(notes, correction.questions):
        if cluster is None:
            yield _problem(f'"{_short(item)}" is asked of several things. Name the one that is meant by its id')
            continue
        here = notes.home[cluster.places[0]]  # it may have been joined with another one since
        if whole and whole is not here and _kept_apart(whole, here):
            yield _problem(f'"{_short(item)}" is kept apart by another decision. Remove one of the two')
        else:
            whole = _join(notes, whole or here, here)


def _named(notes: _Notes, items: Sequence[str]) -> Iterator[tuple[str, _Cluster | None]]:
    """What each item of a correction stands for, if anybody asks it; None where that may be several things.

    Of several the one is meant that is about what another item is about.
    """
    meant = [_distinct(notes.home[number] for number in _meant(notes, item)) for item in items]
    plain = {slug for clusters in meant if len(clusters) == 1 for slug in clusters[0].primaries}
    for item, clusters in zip(items, meant, strict=True):
        fitting = [cluster for cluster in clusters if cluster.primaries & plain]
        if clusters:
            yield item, fitting[0] if len(fitting) == 1 else None


def _distinct(clusters: Iterable[_Cluster]) -> list[_Cluster]:
    return list({id(cluster): cluster for cluster in clusters}.values())


def _problem(message: str) -> Problem:
    return Problem(Span(FILE, 1, 1), f"[[merge]]: {message}", grave=True)


# --- groups ---


def _group(asked: Sequence[Asked]) -> Group:
    level = _level(asked)
    estimates = (one.level_estimated for one in asked if one.level_estimated)
    return Group(
        asked=tuple(asked),
        services=tuple(dict.fromkeys(slug for one in asked for slug in one.services)),
        level=level,
        level_estimated=None if level else next(estimates, None),
        scenario=any(one.scenario for one in asked),
    )


def _level(asked: Sequence[Asked]) -> str | None:
    """A reviewer's, else what most notes state, else nothing."""
    stated = [one for one in asked if one.level]
    reviewed = [one for one in stated if one.reviewed]
    counts = Counter(one.level for one in (reviewed or stated))
    return max(counts, key=lambda level: counts[level], default=None)  # the first of equals


def _disagreements(groups: Iterable[Sequence[_Place]], corrections: Sequence[Correction]) -> Iterator[Problem]:
    """A note for each group whose notes state different levels, unless a maintainer has settled it."""
    settled = {
        name
        for correction in corrections
        if correction.kind == "level"
        for item in correction.questions
        for name in (item, wording.key(item))
    }
    for group in groups:
        first: dict[str, Asked] = {}
        for place in group:
            if place.asked.level:
                first.setdefault(place.asked.level, place.asked)
        decided = any(place.names & settled or (place.asked.level and place.asked.reviewed) for place in group)
        if len(first) > 1 and not decided:
            yield _disagreement([place.asked for place in group], first)


def _disagreement(asked: Sequence[Asked], first: Mapping[str, Asked]) -> Problem:
    said = ", ".join(f"{level} ({one.span})" for level, one in first.items())
    return Problem(
        asked[0].span,
        f'"{_short(asked[0].question)}" has several levels in the notes: {said}; '
        f"{_level(asked)} is shown. To settle it, add a [[level]] to {FILE}",
    )


# --- proposals ---


def _proposals(
    groups: Sequence[Sequence[_Place]], clusters: Sequence[_Cluster], fallback: str, subject: Subject
) -> tuple[Proposal, ...]:
    """Pairs of groups that look alike and have not been decided on, the best few for each."""
    shown = [_wordings(group) for group in groups]
    answers = [[place.asked.answer for place in group[:_COMPARED]] for group in groups]
    rarity = Rarity(answers)
    found: dict[tuple[int, int], tuple[float, _Place, _Place]] = {}
    for one, other in _candidates(shown, rarity):
        if _open(clusters[one], clusters[other]):
            said = _best_agreement(answers[one], answers[other])
            pairs = ((a, b) for a in shown[one] for b in shown[other])
            compared = (_compared(a, b, said, rarity.shared(one, other), fallback, subject) for a, b in pairs)
            score, first, second = max(compared, key=lambda row: row[0])
            if score:
                found[one, other] = (score, first, second)
    return tuple(
        Proposal(first.asked, second.asked, round(score, 1), _differs(first, second))
        for score, first, second in (found[pair] for pair in _best(found))
    )


def _wordings(group: Sequence[_Place]) -> list[_Place]:
    """A few places of a group that differ in their words."""
    return list(islice({place.form.words: place for place in reversed(group)}.values(), 3))


def _open(one: _Cluster, other: _Cluster) -> bool:
    """Whether nobody has decided yet: two stated ids are a decision, too."""
    return not _kept_apart(one, other) and not (one.ids and other.ids)


def _candidates(shown: Sequence[Sequence[_Place]], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of groups that share a rare word, two rarer ones, what one of them asks first, or what few answers say.

    Words that many share do not bring groups together, so the pairs stay few however many groups there are.
    """
    spread = Counter(
        word
        for places in shown
        for word in {word for place in places for word in (*place.form.words, *place.form.matter)}
    )
    sharing: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, places in enumerate(shown):
        for place in places:
            for key in _signs(place.form, spread):
                sharing[key].add(number)
        for stem in rarity.rarest(number):
            sharing["says", stem].add(number)
    seen: set[tuple[int, int]] = set()
    for numbers in sharing.values():
        if len(numbers) <= _COMMON:
            seen.update(combinations(sorted(numbers), 2))
    yield from sorted(seen)


def _signs(asked: Form, spread: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    words = {*asked.words, *asked.matter} if asked.unspaced else set(asked.words)
    rarest = sorted(words, key=lambda word: (spread[word], word))
    yield from ((word,) for word in rarest[:8] if spread[word] <= _COMMON)
    yield from combinations(rarest[:4], 2)
    yield from (("asks", key) for key in (*asked.keys[1:], asked.head) if key)


def _compared(
    one: _Place,
    other: _Place,
    said: float | None,
    told: Callable[[Collection[str]], Shared],
    fallback: str,
    subject: Subject,
) -> tuple[float, _Place, _Place]:
    """How likely the two ask the same, and the two."""
    first, second = terms(one.asked.question, subject), terms(other.asked.question, subject)
    home = frozenset({one.asked.services[0]} & {other.asked.services[0]})
    pair = Pair(
        one=one.form,
        other=other.form,
        change=change(first, second),
        home=home,
        at_home=_at_home(home, subject),
        abroad=_abroad(one, other, fallback),
        unplaced=one.asked.services[0] == fallback,
        said=said,
        told=told(first.languages | second.languages),
    )
    return likelihood(pair), one, other


def _at_home(home: Collection[str], subject: Subject) -> frozenset[str]:
    names = [service.name for service in subject.services if service.slug in home]
    return frozenset(wording.words(" ".join(names)))


def _abroad(one: _Place, other: _Place, fallback: str) -> bool:
    """Whether the two need not be about the same thing: another service, or none and another file."""
    here, there = one.asked.services[0], other.asked.services[0]
    return here != there or (here == fallback and one.asked.span.source != other.asked.span.source)


def _best(found: Mapping[tuple[int, int], tuple[float, _Place, _Place]]) -> list[tuple[int, int]]:
    """The pairs in the order of the groups, a few for each group, the likeliest of them."""
    partners: Counter[int] = Counter()
    kept: list[tuple[int, int]] = []
    for pair in sorted(found, key=lambda pair: (-found[pair][0], pair)):
        if all(partners[number] < _PARTNERS for number in pair):
            partners.update(pair)
            kept.append(pair)
    return sorted(kept)


def _differs(first: _Place, second: _Place) -> str:
    """What only one of the two says, in words."""
    ours, theirs = _said(first), _said(second)
    only = (("first", ours, theirs), ("second", theirs, ours))
    parts = [
        f"only the {which} says: {', '.join(said[word] for word in said if word not in others)}"
        for which, said, others in only
        if said.keys() - others.keys()
    ]
    if first.asked.body != second.asked.body:
        parts.append("what stands below the question differs")
    if first.asked.services[0] != second.asked.services[0]:
        parts.append(f"the first is about {first.asked.services[0]}, the second about {second.asked.services[0]}")
    return "; ".join(parts) or "the words are the same; their order, their signs or their answers differ"


def _said(place: _Place) -> dict[str, str]:
    """The telling words as they are written, by what they are compared as."""
    said = wording.signed_words(place.asked.question)
    return {singular(word): word for word in said if word not in SMALL_WORDS and word not in ARTICLES}


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
