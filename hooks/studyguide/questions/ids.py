"""Gives every question an id that lasts.

An id is minted once, from the first wording, and never worked out again: later builds find it in the id ledger. It is
neither a hash nor a position, so that editing an answer, moving a question or renaming a file does not touch it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz, process

from ..folder import id_ledger
from ..folder.id_ledger import ID
from ..records import ANYTHING, LEVELS, Asked, Correction, Group, Permalink, Problem, Question, Subject
from ..words import signed
from ..words.grammar import COMPARING, EMPTY_WORDS, ORDERS
from ..words.pieces import spelled
from . import places
from .changed_words import Terms, change, signs, terms
from .edited_question import ANOTHER, Edit, Verdict, weigh
from .fingerprint import fingerprint, resemblance
from .places import taken_in

__all__ = ["give_ids", "of_service", "slug"]

LONGEST = 60

# Windows has no folders of these names, and q/<id>/ is one.
_NO_FOLDERS = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
# What scripts look for on a page; all other ids of pages have a sign that no question's has. A test compares.
_OF_PAGES = {"explorer"}
_RESERVED = _NO_FOLDERS | _OF_PAGES

# What nobody would type: what begins an item, numbers and letters of a list, tags and marks behind the question, emoji
# by name, marks of formulas, decks and links, tags around words. A tag that stands alone is what is asked about: "What
# does <main> do?" A minus is said.
_UNTYPED = (
    (re.compile(r"^\s*(?:#{1,6}\s+)?(?:[*+-]\s+\[[ xX]\]\s+)?(?=\S)"), ""),
    (re.compile(r"^\s*[(\[#]*\d{1,4}(?:\.\d{1,4})*[.):\]]+\s+(?=\S)"), ""),
    (re.compile(r"^\s*\d{1,3}(?:\.\d{1,3}){2,}\s+(?=[^\W\d])"), ""),
    (re.compile(r"^\s*[(\[]?[a-zA-Z][)\]]\s+(?=\S)"), ""),
    (re.compile(r"(?<=[?!.？！。؟])(?:\s+(?:#[\w/-]+|\^[\w-]+|\[[^\[\]]*\])|\s*[¹²³⁰-⁹]+)+\s*$"), ""),
    (re.compile(r"(?<=\w)(?:\s+#[\w/-]+){2,}\s*$"), ""),
    (re.compile(r"%%.*?%%"), " "),
    (re.compile(r"\[\^[^\[\]\s]+\]"), " "),
    (re.compile(r"\$(?=\S)([^$]*\S)\$(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w)])[-−](?=\d)"), " minus "),
    (re.compile(r"\{\{c\d+::(.+?)(?:::[^{}]*)?\}\}"), r"\1"),
    (re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]"), r"\1"),
    (re.compile(r"(?<!\w):[a-z][a-z_+-]+:(?!\w)"), ""),
    (re.compile(r"\{[:#.][^{}]*\}|\{ +[#.][^{}]*\}|<!--.*?-->|</?[bh]r\s*/?>"), " "),
    (re.compile(r"<([a-zA-Z][\w-]*)(?:\s[^<>]*)?>(?=[^<>]*\w)(.*?)</\1\s*>"), r"\2"),
)
_TAGS = 4  # tags within tags

# A wording may be an essay; its beginning tells it from the others.
_WORDING = 500

# The newest wordings of a row, and the first of a group, are enough to see that one is an edit of the other.
_COMPARED = 8

# By letters so alike, or of the same place or answer, is what is looked at more closely; of the former the best.
_ALIKE, _LOOKED_AT = 50, 12

# An answer of fewer pairs of words stands below many questions: "Yes."
_OWN_ANSWER = 4

# What one pass mints or merges can suit a twin better than what it has; hardly ever are there more than two.
_PASSES = 6

Ledger = Mapping[str, Permalink]
Vendors = Collection[str]
Ids = dict[int, str]  # the id of each group, by its place


@dataclass(frozen=True, slots=True)
class _Pair:
    """A group and a row of the ledger that may be its own. A higher rank comes first."""

    rank: tuple[float, ...]
    place: int
    id: str

    def order(self) -> tuple[Any, ...]:
        return (*(-value for value in self.rank), self.place, len(self.id), self.id)


def give_ids(
    groups: Sequence[Group],
    permalinks: Sequence[Permalink],
    corrections: Sequence[Correction] = (),
    subject: Subject = ANYTHING,
) -> tuple[tuple[Question, ...], tuple[Permalink, ...], tuple[Problem, ...]]:
    """The questions with their ids, the ledger as it is to be from now on, and what is wrong with either.

    A stated id wins; then the ledger is asked for the same words, then for what is the same question by all evidence;
    what is left is new. Called again with the ledger it returned, it returns the same.
    """
    vendors = subject.vendors
    ordered = sorted(groups, key=_order)  # a new id must not depend on the order of the files
    rows: Ledger = {permalink.id: permalink for permalink in permalinks}
    stated, also_stated, problems = _stated(ordered, vendors)
    problems += _taken_over(ordered, stated, rows)
    for _ in range(_PASSES):
        before = rows
        ids, rows = _settled(ordered, stated, also_stated, before, corrections, subject)
        if rows == before:
            break
    aliases = _aliases(rows)
    questions = (_question(ids[place], group, aliases.get(ids[place], ())) for place, group in enumerate(ordered))
    return (
        tuple(sorted(questions, key=_standing)),
        tuple(rows[id] for id in sorted(rows)),
        (*problems, *_astray(rows)),
    )


def _settled(
    groups: Sequence[Group],
    stated: Ids,
    also_stated: Mapping[str, int],
    known: Ledger,
    corrections: Sequence[Correction],
    subject: Subject,
) -> tuple[Ids, Ledger]:
    """The id of every group, and the ledger that follows from them."""
    ids = dict(stated)
    exact = _exact(groups, known, corrections, subject.vendors)
    _assign(ids, exact)
    edits = _edits(groups, ids, known, exact, corrections, subject)
    _assign(ids, [edit.pair for edit in edits if edit.verdict.follows])
    old = {*ids}
    _mint(ids, groups, {*known, *also_stated}, subject.vendors)
    merged = _merged(ids, exact, known) | {id: ids[place] for id, place in also_stated.items()}
    heirs = taken_in(ids, [_mark(group.asked[_shown(group.asked)]) for group in groups], known)
    heirs |= _heirs((edit for edit in edits if edit.pair.place not in old), ids, known)
    return ids, _rows(groups, ids, known, merged, corrections, heirs)


def slug(question: str, service: str, longest: int = LONGEST, vendors: Vendors = ()) -> str:
    """A short readable id, in ASCII, that names the service.

    >>> slug("How do the shelf board classes differ?", "shelf")
    'shelf-board-classes-differ'
    >>> slug("What is a lock at rest?", "box")
    'box-lock-rest'
    >>> slug("什么?", "box"), slug("Was ist kein Schloss am Tor?", "box")
    ('box-shenme', 'box-kein-schloss-tor')
    >>> slug("What is a Book Box?", "book-box")
    'what-is-a-book-box'
    >>> slug("What is a hook in Box#?", "box-sharp"), slug("Shelf: == or ===?", "shelf")
    ('hook-box-sharp', 'shelf-equality-strict-equality-operators')
    """
    home = _ascii(service)
    words, little = _in_letters(_typed(question), vendors)
    first = 1 if words and words[0] in ORDERS else 0
    short = [word for word in words[first:] if word not in little and word not in vendors]
    kept = _clip(words if len(short) < 2 or short == home else short, longest)
    if not _holds(kept, home):
        kept = _clip([*home, *(kept or ["question"])], longest, len(home) + 1)
    text = "-".join(kept)
    return f"{text}-question" if text in _RESERVED else text


def _in_letters(text: str, vendors: Vendors) -> tuple[list[str], Collection[str]]:
    """The words in ASCII, and those of them that are little ones in the text's language."""
    foreign = spelled(text)
    if foreign is None:
        return _without_repeating(_ascii(text)), EMPTY_WORDS
    words = [word for word in _ascii(foreign.text) if word not in vendors]
    return _without_repeating(words), {*EMPTY_WORDS, *(" ".join(_letters(word)) for word in foreign.little)}


def _typed(question: str) -> str:
    """The question as a person would type it.

    >>> _typed("3.2) What is <b>a <i>knot</i></b> in {{c1::rope}}? :smile:"), _typed("What does <main> do?")
    ('What is a knot in rope? ', 'What does <main> do?')
    """
    text = question[:_WORDING]
    for _ in range(_TAGS):
        before = text
        for pattern, into in _UNTYPED:
            text = pattern.sub(into, text)
        if text == before:
            break
    return text if text.strip() else question


def of_service(id: str, service: str) -> bool:
    """Whether the id names the service, as new ids do."""
    return _holds(id.split("-"), _ascii(service))


# --- ids that the notes state ---


def _stated(groups: Sequence[Group], vendors: Vendors) -> tuple[Ids, dict[str, int], list[Problem]]:
    """The first id that each group states; those it states besides, which will lead to it; and what is wrong."""
    ids: Ids = {}
    also: dict[str, int] = {}
    owners: dict[str, tuple[int, Asked]] = {}
    problems: list[Problem] = []
    for place, group in enumerate(groups):
        for asked in group.asked:
            if asked.id is None:
                continue
            if asked.id in _OF_PAGES:
                problems.append(_of_page(asked, asked.id, vendors))
            elif not ID.fullmatch(asked.id) or asked.id in _RESERVED:
                problems.append(_unusable(asked, asked.id, vendors))
            elif owners.setdefault(asked.id, (place, asked))[0] != place:
                problems.append(_duplicate(asked, owners[asked.id][1]))
            elif ids.setdefault(place, asked.id) != asked.id:
                also[asked.id] = place
    return ids, also, problems


def _unusable(asked: Asked, id: str, vendors: Vendors) -> Problem:
    better = slug(asked.question, asked.services[0], vendors=vendors)
    return Problem(asked.span, f'"{_short(id)}" cannot be an id. Use small letters, digits and hyphens: {better}', True)


def _of_page(asked: Asked, id: str, vendors: Vendors) -> Problem:
    better = slug(asked.question, asked.services[0], vendors=vendors)
    return Problem(asked.span, f'"{id}" is what a part of the page is called. Choose another id: {better}', True)


def _duplicate(asked: Asked, first: Asked) -> Problem:
    return Problem(asked.span, f'the id "{asked.id}" already stands at {first.span}. Give this question another', True)


def _taken_over(groups: Sequence[Group], stated: Ids, known: Ledger) -> list[Problem]:
    """Stated ids that are those of other questions: whoever follows an old link would be misled."""
    asking = {key: place for place, group in enumerate(groups) for key in _keys(group)}
    problems = []
    for place, id in stated.items():
        keys = {id_ledger.key(text) for text in known[id].wordings} if id in known else set()
        if (others := sorted(keys & asking.keys())) and keys.isdisjoint(_keys(groups[place])):
            other = groups[asking[others[0]]].asked[0]
            asked = next(one for one in groups[place].asked if one.id == id)
            message = f'the id "{id}" is that of "{_short(other.question)}" ({other.span}). Choose another'
            problems.append(Problem(asked.span, message, True))
    return problems


# --- ids that the ledger knows ---


def _exact(groups: Sequence[Group], known: Ledger, corrections: Sequence[Correction], vendors: Vendors) -> list[_Pair]:
    """Every group with every row that knows one of its wordings, or that a maintainer merged with it."""
    knowing: dict[str, list[str]] = defaultdict(list)
    for row in known.values():
        for key in {id_ledger.key(text) for text in row.wordings}:
            knowing[key].append(row.id)
    merges = _merges(corrections)
    pairs: list[_Pair] = []
    for place, group in enumerate(groups):
        shared = Counter(
            id for key in _keys(group) for id in knowing.get(key, ()) if not _by_signs_alone(known[id], key, group)
        )
        claimed = {id for name in _claims(group, merges) for id in (name, *knowing.get(name, ()))}
        shared.update((claimed & known.keys()) - shared.keys())
        base = slug(_wording(group.asked[0]), group.services[0], vendors=vendors)
        pairs += [_Pair(_rank_of(known[id], group, shared, known, base), place, id) for id in shared]
    return sorted(pairs, key=_Pair.order)


def _by_signs_alone(row: Permalink, key: str, group: Group) -> bool:
    """The words are the same, but neither the signs between them ("♯", "♭") nor the answer is."""
    answers = [resemblance(row.seen.answer, _mark(asked)) for asked in group.asked] if row.seen else []
    if not answers or not all(answer and answer.share < ANOTHER for answer in answers):
        return False
    theirs = [signs(text) for text in row.wordings if id_ledger.key(text) == key]
    ours = [signs(_wording(asked)) for asked in group.asked if id_ledger.key(_wording(asked)) == key]
    return not any(mine in theirs for mine in ours)


def _rank_of(row: Permalink, group: Group, shared: Mapping[str, int], known: Ledger, base: str) -> tuple[float, ...]:
    """What tells the rightful row from others that know the same words, most telling first.

    `base` is the id that would be minted for the group.
    """
    return (
        not _leads_into(row, shared, known),  # what was merged stays merged, whichever wording is shown
        of_service(row.id, group.services[0]),  # twins in two services keep each its own
        bool(row.wordings) and id_ledger.key(row.wordings[0]) == _keys(group)[0],
        not row.retired,
        shared[row.id],
        base in (row.id, re.sub(r"-\d+$", "", row.id)),
    )


def _leads_into(row: Permalink, others: Collection[str], known: Ledger) -> bool:
    return any(id in others for id in _chain(row, known))


def _merges(corrections: Sequence[Correction]) -> list[set[str]]:
    """The names, wordings as well as ids, that each merge joins."""
    merges = (correction.questions for correction in corrections if correction.kind == "merge")
    return [{name for item in items for name in (item, id_ledger.key(item))} for items in merges]


def _claims(group: Group, merges: Sequence[set[str]]) -> set[str]:
    names = {*_keys(group), *(asked.id for asked in group.asked if asked.id)}
    return {name for merge in merges if not merge.isdisjoint(names) for name in merge}


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A pair with what all evidence says of it."""

    pair: _Pair
    verdict: Verdict


def _edits(
    groups: Sequence[Group],
    ids: Ids,
    known: Ledger,
    exact: Sequence[_Pair],
    corrections: Sequence[Correction],
    subject: Subject,
) -> list[_Weighed]:
    """The groups still without an id, each with the rows whose question may have become theirs, the likeliest first."""
    rows = {row.id: row for row in _bereft(groups, ids, known, exact)}
    if not rows or len(ids) == len(groups):
        return []
    past = _past(rows, known, {*ids.values()}, subject)
    between, apart = places.now(groups, ids), _apart(corrections, known)
    weighed = []
    for place, group in enumerate(groups):
        if place in ids:
            continue
        here = between.get(place, places.NOWHERE)
        ours = [terms(_wording(asked), subject) for asked in group.asked[:_COMPARED]]
        for id in past.worth_a_look(group, ours, here):
            if not _kept_apart(apart, rows[id], group):
                verdict = past.weighed(id, group, ours, here)
                rank = (verdict.score, not rows[id].retired)
                weighed.append(_Weighed(_Pair(rank, place, id), verdict))
    return sorted(weighed, key=lambda one: one.pair.order())


@dataclass(frozen=True, slots=True)
class _Past:
    """The rows whose question has gone, as they are compared.

    terms     their wordings, by id
    texts     the same once more, each with the id, as they are looked through by letters
    between   where they stood
    at        the ids by what they stood beside, and by their answers
    answers   how many rows of the whole ledger have an answer
    """

    rows: Ledger
    terms: Mapping[str, Sequence[Terms]]
    texts: tuple[Sequence[str], Sequence[str]]
    between: Mapping[str, places.Between]
    at: Mapping[places.Mark | str, Sequence[str]]
    answers: Mapping[str, int]

    def worth_a_look(self, group: Group, ours: Sequence[Terms], here: places.Between) -> list[str]:
        """The rows that have something in common with the group, without a look at all of them in detail."""
        beside = (mark for mark in (here.back, here.fore, *map(_mark, group.asked)) if mark)
        found = {id for mark in beside for id in self.at.get(mark, ())}
        owners, texts = self.texts
        for one in ours:
            alike = process.extract(one.text, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_LOOKED_AT)
            found |= {owners[at] for _, _, at in alike}
        return sorted(found)

    def weighed(self, id: str, group: Group, ours: Sequence[Terms], here: places.Between) -> Verdict:
        """The best that can be said of any wording of the row and any place of the group."""
        row = self.rows[id]
        there = self.between.get(id) if row.seen and not row.retired else None  # of long ago a place says little
        verdicts = []
        for asked, mine in zip(group.asked, ours, strict=False):
            answer = resemblance(row.seen.answer, _mark(asked)) if row.seen else None
            for theirs in self.terms[id]:
                edit = Edit(
                    change(theirs, mine),
                    answer,
                    own=bool(answer and answer.pairs >= _OWN_ANSWER and self.answers[_mark(asked)] < 2),
                    text=asked.answer,
                    neighbours=here.shared(there) if there else 0,
                    same_file=bool(there and row.seen and row.seen.file == asked.span.source),
                    same_section=_same_section(row, asked),
                    of_service=any(of_service(id, service) for service in group.services),
                )
                verdicts.append(weigh(edit))
        return max(verdicts, key=lambda one: (not one.forbidden, one.score))


def _past(rows: Ledger, known: Ledger, taken: Collection[str], subject: Subject) -> _Past:
    wordings = {id: [terms(text, subject) for text in row.wordings[-_COMPARED:]] for id, row in rows.items()}
    between = places.before(rows.keys(), known, taken)
    at: dict[places.Mark | str, list[str]] = defaultdict(list)
    for id, row in rows.items():
        there = between.get(id, places.NOWHERE)
        for mark in (there.back, there.fore, row.seen.answer if row.seen else ""):
            if mark:
                at[mark].append(id)
    pairs = [(id, one.text) for id, own in wordings.items() for one in own]
    answers = Counter(row.seen.answer for row in known.values() if row.seen and row.seen.answer and not row.retired)
    return _Past(rows, wordings, ([id for id, _ in pairs], [text for _, text in pairs]), between, at, answers)


def _same_section(row: Permalink, asked: Asked) -> bool:
    seen = row.seen
    same_file = seen is not None and seen.file == asked.span.source and not row.retired
    return same_file and seen is not None and seen.section in asked.section[-1:]


def _mark(asked: Asked) -> str:
    """The mark of an answer with the options it was asked with."""
    return fingerprint(f"{asked.body}\n\n{asked.answer}")


def _apart(corrections: Sequence[Correction], known: Ledger) -> list[list[set[str]]]:
    """What the maintainers keep apart: for each decision the names of each of its questions."""
    decisions = (correction.questions for correction in corrections if correction.kind == "apart")
    return [[{item, id_ledger.key(item), *_known_as(item, known)} for item in items] for items in decisions]


def _known_as(id: str, known: Ledger) -> set[str]:
    return {id_ledger.key(text) for text in known[id].wordings} if id in known else set()


def _kept_apart(apart: Sequence[Sequence[set[str]]], row: Permalink, group: Group) -> bool:
    mine = {*_keys(group), *(asked.id for asked in group.asked if asked.id)}
    theirs = {row.id, *map(id_ledger.key, row.wordings)}
    for sides in apart:
        here = {at for at, names in enumerate(sides) if not names.isdisjoint(mine)}
        if here and any(not names.isdisjoint(theirs) for at, names in enumerate(sides) if at not in here):
            return True
    return False


def _heirs(edits: Iterable[_Weighed], ids: Ids, known: Ledger) -> dict[str, tuple[str, str]]:
    """For each row that has just lost its question the new id that is likeliest to have it now, and why."""
    taken = {*ids.values()}
    heirs: dict[str, tuple[str, str]] = {}
    for edit in edits:
        id, heir = edit.pair.id, ids[edit.pair.place]
        if edit.verdict.proposed and id not in taken and not known[id].retired and heir not in known:
            heirs.setdefault(id, (heir, edit.verdict.said))
    return heirs


def _bereft(groups: Sequence[Group], ids: Ids, known: Ledger, exact: Sequence[_Pair]) -> list[Permalink]:
    """Rows that nobody asks for; among them twins whose words are asked only by the other twin's question."""
    merged: set[str] = set()
    for pair in exact:
        if pair.place not in ids:
            continue  # all that this group could have had went to others
        holder = known.get(ids[pair.place])
        shared = {id_ledger.key(text) for text in known[pair.id].wordings} & set(_keys(groups[pair.place]))
        if holder is None or not shared <= {id_ledger.key(text) for text in holder.wordings}:
            merged.add(pair.id)
    taken = {*ids.values(), *merged}
    return [row for id, row in sorted(known.items()) if id not in taken and row.leads_to is None]


def _assign(ids: Ids, pairs: Iterable[_Pair]) -> None:
    """Gives the best pairs first what they ask for; no group gets two ids and no id two groups."""
    taken = set(ids.values())
    for pair in pairs:
        if pair.place not in ids and pair.id not in taken:
            ids[pair.place] = pair.id
            taken.add(pair.id)


def _merged(ids: Ids, exact: Iterable[_Pair], known: Ledger) -> dict[str, str]:
    """Rows whose wordings another id has now, with that id; a row that already leads somewhere is left to do so."""
    taken = set(ids.values())
    merged: dict[str, str] = {}
    for pair in exact:
        if pair.id not in taken and taken.isdisjoint(_chain(known[pair.id], known)):
            merged.setdefault(pair.id, ids[pair.place])
    return merged


# --- new ids ---


def _mint(ids: Ids, groups: Sequence[Group], known: Collection[str], vendors: Vendors) -> None:
    """Ids for the groups that have none. An id once given, be it retired, is never given again."""
    taken = {*known, *ids.values()}
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for place, group in enumerate(groups):
        if place in ids:
            continue
        words, service = _wording(group.asked[0]), group.services[0]
        id = base = slug(words, service, vendors=vendors)
        while id in taken:
            suffix = f"-{next(numbers[base])}"
            id = slug(words, service, LONGEST - len(suffix), vendors) + suffix
        ids[place] = id
        taken.add(id)


def _ascii(text: str) -> list[str]:
    """The words in ASCII, whatever the script; a word that carries signs is spoken, with hyphens: "c-sharp"."""
    text, at = text[:_WORDING], 0
    words: list[str] = []
    for match in signed.SIGNED.finditer(text):
        words += [*_letters(text[at : match.start()]), "-".join(_letters(signed.spoken(match[0])))]
        at = match.end()
    return [word for word in (*words, *_letters(text[at:])) if word]


def _without_repeating(words: list[str]) -> list[str]:
    """Of several operators the last says what they are, and no word need say that they are compared:
    "equality-strict-equality-operators". Nor does the question say it again.
    """
    ending, said = f"-{signed.OPERATOR_WORD}", {signed.OPERATOR_WORD, f"{signed.OPERATOR_WORD}s"}
    pairs = zip(["", *words], words, strict=False)
    words = [word for before, word in pairs if not (word in said and before.endswith(ending))]
    operators = [at for at, word in enumerate(words) if word.endswith(ending)]
    if len(operators) < 2:
        return words
    for at in operators[:-1]:
        words[at] = words[at].removesuffix(ending)
    words[operators[-1]] += "s"
    return [word for word in words if word not in COMPARING]


def _letters(text: str) -> list[str]:
    """The words in ASCII; other signs and emoji have names in ASCII, too, and are left out."""
    letters = "".join(char for char in text if unicodedata.category(char)[0] not in "SC")
    joined = re.sub(r"['’](?:s\b)?", "", letters)
    return re.findall(r"[a-z0-9]+", anyascii(joined).lower().replace("'", ""))


def _clip(words: Sequence[str], longest: int, least: int = 1) -> list[str]:
    """As many whole words as fit; of so many as there must be, the beginning.

    >>> _clip(["coil", "rope"], 6), _clip(["coil", "rope"], 6, least=2), _clip(["coil", "rope"], 5, least=2)
    (['coil'], ['coil', 'r'], ['coil'])
    """
    kept: list[str] = []
    left = longest
    for word in words:
        if len(word) > left:
            return [*kept, word[:left].rstrip("-")] if len(kept) < least and left > 0 else kept
        kept.append(word)
        left -= len(word) + 1
    return kept


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Whether the words hold the part, word by word or in one word with signs: "c-sharp" names "csharp"."""
    pieces = "-".join(words).split("-")
    return any(pieces[at : at + len(part)] == list(part) for at in range(len(pieces) - len(part) + 1)) or any(
        word.replace("-", "") == "".join(part) for word in words if "-" in word
    )


# --- the ledger as it is to be ---


def _rows(
    groups: Sequence[Group],
    ids: Ids,
    known: Ledger,
    merged: Mapping[str, str],
    corrections: Sequence[Correction],
    heirs: Mapping[str, tuple[str, str]],
) -> dict[str, Permalink]:
    """All rows of old, retired unless asked for, and the new ones."""
    rows = _retired(groups, ids, known, corrections, heirs, merged)
    for id, target in merged.items():
        words = known[id].wordings if id in known else _worded(id, groups)
        rows[id] = Permalink(id, words, target, retired=True)
    asked_now = {key for group in groups for key in _keys(group)}
    merges = _merges(corrections)
    seen = places.seen(groups, ids, [_mark(group.asked[_shown(group.asked)]) for group in groups])
    for place, group in enumerate(groups):
        id, own = ids[place], {*_keys(group), *_claims(group, merges)}
        before = known[id].wordings if id in known else ()
        # A wording that is another question's now would lead back here once that question is reworded.
        kept = [text for text in before if id_ledger.key(text) in own or id_ledger.key(text) not in asked_now]
        worded = id_ledger.distinct([*kept, *map(_wording, group.asked)])
        rows[id] = Permalink(id, worded, seen=None if _states(group, id) else seen[place])
    return rows


def _states(group: Group, id: str) -> bool:
    """Whether the notes say so; then the id needs no evidence to stay."""
    return any(asked.id == id for asked in group.asked)


def _retired(
    groups: Sequence[Group],
    ids: Ids,
    known: Ledger,
    corrections: Sequence[Correction],
    heirs: Mapping[str, tuple[str, str]],
    merged: Mapping[str, str],
) -> dict[str, Permalink]:
    """All rows of old as if nobody asked for them, each with what it has perhaps become until that is decided."""
    leads = {id: row.leads_to or row.likely for id, row in known.items()}
    leads |= {id: heir for id, (heir, _) in heirs.items()} | dict(merged)
    placed, apart = {id: place for place, id in ids.items()}, _apart(corrections, known)
    rows: dict[str, Permalink] = {}
    for id, row in known.items():
        likely, because = heirs.get(id, (row.likely, row.because))
        likely = _still_asked(likely, leads, placed)
        if likely not in placed or _kept_apart(apart, row, groups[placed[likely]]):
            likely, because = None, ""
        rows[id] = replace(row, retired=True, likely=likely, because=because)
    return rows


def _still_asked(id: str | None, leads: Mapping[str, str | None], asked: Collection[str]) -> str | None:
    """The id, or what has taken its place since: what a question has perhaps become may be reworded or merged, too."""
    seen: set[str] = set()
    while id is not None and id not in asked and id not in seen:
        seen.add(id)
        id = leads.get(id)
    return id


def _worded(id: str, groups: Sequence[Group]) -> tuple[str, ...]:
    """The wordings beside which the notes state the id."""
    return id_ledger.distinct(_wording(asked) for group in groups for asked in group.asked if asked.id == id)


def _chain(row: Permalink, rows: Ledger) -> list[str]:
    """The ids that the row leads to, one after the other; a circle is walked once."""
    chain: list[str] = []
    while row.leads_to is not None and row.leads_to not in chain:
        chain.append(row.leads_to)
        if row.leads_to not in rows:
            break
        row = rows[row.leads_to]
    return chain


def _aliases(rows: Ledger) -> dict[str, tuple[str, ...]]:
    """For each id in use the retired ones that lead to it."""
    found: dict[str, tuple[str, ...]] = {}
    for id in sorted(rows):
        end = rows.get((_chain(rows[id], rows) or [id])[-1])
        if end is not None and end.id != id:
            found[end.id] = (*found.get(end.id, ()), id)
    return found


def _astray(rows: Ledger) -> list[Problem]:
    """A problem for each row that leads to nothing or round in a circle."""
    problems = []
    for id in sorted(rows):
        chain = _chain(rows[id], rows)
        if rows[id].leads_to is not None and rows[id].leads_to not in rows:
            wrong = ", which has no row"
        elif id in chain:
            wrong = " and so back to itself"
        else:
            continue
        message = f'"{id}" leads to "{chain[0]}"{wrong}. Correct leads_to'
        problems.append(id_ledger.problem(rows[id].line, message))
    return problems


# --- questions ---


def _question(id: str, group: Group, aliases: tuple[str, ...]) -> Question:
    first, shown = group.asked[0], _shown(group.asked)
    best = group.asked[shown]
    return Question(
        id=id,
        question=first.question,
        services=group.services,
        level=group.level,
        level_estimated=group.level_estimated,
        scenario=group.scenario,
        answer=best.answer,
        body=first.body or best.body,  # an answer may speak of the options it was asked with
        reviewed=best.reviewed,
        references=best.references,
        reference_titles=best.reference_titles,
        asked=group.asked,
        shown=shown,
        aliases=aliases,
    )


def _shown(asked: Sequence[Asked]) -> int:
    """The place whose answer is shown: a reviewed one first, else the first there is."""
    answered = [place for place, one in enumerate(asked) if one.answer]
    return next((place for place in answered if asked[place].reviewed), answered[0] if answered else 0)


def _order(group: Group) -> tuple[Any, ...]:
    """By content; only twins with the same content go by their place."""
    level = _rank(group.level or group.level_estimated)
    return (group.services[0], _keys(group), group.asked[0].body, level, sorted(map(_place, group.asked)))


def _standing(question: Question) -> tuple[Any, ...]:
    """Within a level the reviewed answers come first: a reader with one evening reads from the top."""
    level = _rank(question.level or question.level_estimated)
    return (question.services[0], level, question.reviewed is None, _place(question.asked[0]), question.id)


def _rank(level: str | None) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _place(asked: Asked) -> tuple[str, int, int]:
    return (asked.span.source, asked.span.first, asked.span.last)


def _wording(asked: Asked) -> str:
    return asked.question[:_WORDING].strip()


def _keys(group: Group) -> list[str]:
    return list(dict.fromkeys(id_ledger.key(_wording(asked)) for asked in group.asked))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
