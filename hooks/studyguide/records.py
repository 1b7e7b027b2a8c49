"""The values that pass from stage to stage, in the order in which they come about.

Lines are counted from 1 and a line's text has no line ending. A `source` is a
file's name below the sources folder, with `/` between folders on every system.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

# From what one must know to what one must have lived through; the order is the order of the site.
LEVELS = ("basic", "intermediate", "advanced")

# What a line of a source can be. The first five are content and stand on the site.
CONTENT_ROLES = ("question", "answer", "tips", "intro", "note")
ROLES = (*CONTENT_ROLES, "heading", "level", "separator", "filler")


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `first` to `last` of a source, both included."""

    source: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.source}:{self.first}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a maintainer should look at. `grave` problems fail a strict build.

    `message` says what is wrong and then what to do: "the file is empty. Remove it or fill it".
    """

    span: Span
    message: str
    grave: bool = False

    def __str__(self) -> str:
        return f"{self.span}: {self.message}"


# What can be said of an encoding: bytes are read in it, damage that it did is undone, or all is kept as it stands.
ENCODING_KINDS = ("encoding", "undo", "keep")


@dataclass(frozen=True, slots=True)
class EncodingDecision:
    """What a maintainer says of the encoding of a file, or of one of its lines.

    kind   one of ENCODING_KINDS
    codec  its name, as Python spells it; nothing to keep
    line   nothing for the whole file
    text   the beginning of the line's words, by whose ASCII it is found again when its number has changed
    place  where the maintainer says so
    """

    file: str
    kind: str
    codec: str
    line: int
    text: str
    place: Span


@dataclass(frozen=True, slots=True)
class RawFile:
    """A source as its bytes, and what maintainers say of how these are to be taken."""

    source: str
    data: bytes
    encodings: tuple[EncodingDecision, ...] = ()


# How certain a repair is: beyond doubt, likelier than that nothing was damaged, a guess at what was lost.
CERTAINTIES = ("sure", "likely", "guessed")


@dataclass(frozen=True, slots=True)
class Repair:
    """One damaged run: `before` became `after` on `line`, by undoing `how` (a codec, or a rule's name).

    column     where `after` begins in the repaired line, counted from 1
    certainty  one of CERTAINTIES
    """

    line: int
    before: str
    after: str
    how: str
    column: int = 1
    certainty: str = "sure"


@dataclass(frozen=True, slots=True)
class Text:
    """A source as repaired lines."""

    source: str
    encoding: str
    lines: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says about one question, as raw (repaired) lines.

    question   one line of inline Markdown: number, label and heading marks removed, hint kept
    body       further lines of the question (options, code, a second paragraph), raw
    section    titles of the headings above, outermost first, without marks, numbers and emoji
    level      the level the notes state, one of LEVELS
    answer     raw lines of the answer, its label ("Answer:", "A:") removed; empty when there is none
    answer_spans  where the answer stands; one span for each separate place
    reference_titles  what the links to the references say, one for each, empty where it is the address itself
    The next five are stated only by front matter, the house layout, our own copies and banks.
    chosen     options that the notes mark as right, as they stand in the body: the answer repeats them
    """

    span: Span
    question: str
    body: tuple[str, ...] = ()
    number: str | None = None
    section: tuple[str, ...] = ()
    level: str | None = None
    scenario: bool = False
    answer: tuple[str, ...] = ()
    answer_spans: tuple[Span, ...] = ()
    id: str | None = None
    service: str | None = None
    reviewed: str | None = None
    references: tuple[str, ...] = ()
    reference_titles: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LooseAnswer:
    """An item of a list of answers whose questions stand elsewhere in the file."""

    span: Span
    number: str
    section: tuple[str, ...]
    level: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What lines `first` to `last` are. `entry` is an index into `Reading.entries`, for question and answer lines.

    `why` is said for lines that are not shown (filler, separators) and where the role is not plain.
    """

    first: int
    last: int
    role: str
    entry: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """One way to read a file: what it would find, and how good a reading that would be.

    outside  how many words it leaves outside of questions
    parts    the score's parts by name, each between 0 and 1
    """

    name: str
    questions: int
    titles: tuple[str, ...]
    outside: int
    score: float
    parts: tuple[tuple[str, float], ...] = ()


# The ways to read a file, by the names under which they are told and chosen. The first ones weigh what a line says;
# those with "every" take each line of a kind, whatever it says, and are offered but never taken unasked.
GUESSED_READINGS = (
    "summaries",
    "table",
    "labels",
    "numbered headings",
    "numbers",
    "numbered lines",
    "headings",
    "lines below headings",
    "bold",
    "bullets",
    "answers",
    "answers with a sign",
    "lines above a sign",
    "boxes",
    "pictures",
    "quotes",
    "hanging lines",
    "terms",
    "pairs",
    "verdicts",
    "parts",
    "rules",
    "paragraphs",
    "plain lines",
)
PLAIN_READINGS = {
    "every heading": "heading",
    "every bold line": "bold",
    "every bullet": "bullet",
    "every number": "number",
    "every paragraph": "paragraph",
}

# What begins a question in a file that holds none.
NOTHING = "nothing"
# What a line can be that begins a question, as a maintainer names it.
BEGINNINGS = (
    "heading",
    "bold",
    "bullet",
    "number",
    "label",
    "summary",
    "rule",
    "paragraph",
    "line",
    "table",
    NOTHING,
)


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """How a maintainer wants files read: a row of `layouts.toml`. What is left empty is guessed as ever.

    files      the sources it speaks of, as a pattern of their names: "archive/*.md"
    reading    the name of a way to read
    begin      what begins a question, one of BEGINNINGS
    depth      of which depth: of headings as written, of lists from the outermost
    every      of those lines only each second, third, … one begins a question
    prefix     with which words or signs the line begins, before its title; a number stands for any number
    suffix     with which it ends
    below      the title is the first line below
    separator  what stands on the line between the title and its answer; in a table, between its cells
    answer_prefix   what a line begins with that begins the answer
    end        what a line begins with that ends an answer
    question, answer, level   columns of a table, by name or by number
    levels     marks and the levels they state: ("🟢", "basic")
    place      where the maintainer says so
    """

    files: str = "*"
    reading: str = ""
    begin: str = ""
    depth: int = 0
    every: int = 1
    prefix: str = ""
    suffix: str = ""
    below: bool = False
    separator: str = ""
    answer_prefix: str = ""
    end: str = ""
    question: str = ""
    answer: str = ""
    level: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    place: Span | None = None

    @property
    def begins(self) -> bool:
        """Whether it says which lines begin questions."""
        return bool(self.begin or self.prefix or self.suffix)


# What can be said of a single line.
LINE_KINDS = ("asks", "asks-not", "above")


@dataclass(frozen=True, slots=True)
class LineDecision:
    """What a maintainer says of one line: that it asks, that it does not, that it belongs to the answer above it.

    kind   one of LINE_KINDS
    text   the beginning of its words, by which it is found again when its number has changed
    place  where the maintainer says so
    """

    kind: str
    file: str
    line: int
    text: str
    place: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as entries, with the role of every non-blank line: the roles do not overlap and leave none out.

    said    for each entry what the file says of it, where a parser read it and its lines hold quotes, escapes or tags
    rivals   the ways to read it that were weighed, the one taken first
    margin   how much better that is than the next that differs; low where it could be read otherwise
    rule     where a maintainer says that it is read so; None where it was guessed
    remarks  what authors wrote for themselves within lines that are shown: the line, and what was set aside
    """

    source: str
    layout: str
    entries: tuple[Entry, ...]
    roles: tuple[Role, ...]
    loose: tuple[LooseAnswer, ...] = ()
    problems: tuple[Problem, ...] = ()
    said: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()
    margin: float = 0.0
    rule: Span | None = None
    remarks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A row of `services.toml`: something a question can be about."""

    slug: str
    name: str
    category: str
    aliases: tuple[str, ...] = ()
    url: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A row `[[command]]` of `services.toml`: programs of the field, and what tells a command from a sentence.

    first   words of which one comes first
    more    how many plain words may follow it
    forms   instead of these, what is complete without an option: `list ...`, `* *-*`
    """

    names: tuple[str, ...]
    first: tuple[str, ...] = ()
    more: int = 0
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a guide is about, as `services.toml` says it; nothing else in the generator knows its field.

    services  what a question can be about
    vendors   their makers, in small letters: "acme" before a service's name says nothing
    commands  programs that people of the field type
    modules   that their programs import
    headers   beginnings of their HTTP headers
    """

    services: tuple[Service, ...] = ()
    vendors: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    modules: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Cheap, since tables are made of a subject once and then looked up by it often."""
        return hash((len(self.services), self.vendors, self.modules))


# A subject of which nothing is known.
ANYTHING = Subject()


@dataclass(frozen=True, slots=True)
class Stale:
    """A row of `stale.toml`: a phrase (a regular expression) that was right once, and what to say now.

    unless   taken back where this stands in the same paragraph: "formerly", "renamed"
    """

    phrase: str
    now: str
    since: str
    source: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of `notices.toml`: what became of a service (one sentence), since which day, and where that is said."""

    service: str
    text: str
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry made ready for the site: plain question, clean Markdown, services and level settled.

    question   plain text, one line, the whole question (a second paragraph included, options not)
    title      the same as Markdown, where it has marks that a heading may have, or empty
    body       Markdown shown below the question's heading, outside the answer; often empty
    services   slugs, primary first, never empty
    level      as stated by the source; level_estimated only where it states none
    """

    span: Span
    question: str
    services: tuple[str, ...]
    body: str = ""
    number: str | None = None
    level: str | None = None
    level_estimated: str | None = None
    scenario: bool = False
    answer: str = ""
    answer_spans: tuple[Span, ...] = ()
    id: str | None = None
    reviewed: str | None = None
    references: tuple[str, ...] = ()
    reference_titles: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """All places that ask the same thing; the first is the one whose wording and answer are shown."""

    asked: tuple[Asked, ...]
    services: tuple[str, ...]
    level: str | None
    level_estimated: str | None
    scenario: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two groups that may ask the same thing, for a maintainer to decide. `differs` says in words what differs."""

    first: Asked
    second: Asked
    score: float
    differs: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the site shows. `asked[0]` is the place whose wording is the title.

    answer      Markdown shown first, or empty; it is `asked[shown].answer`
    aliases     retired ids that lead here
    """

    id: str
    question: str
    services: tuple[str, ...]
    level: str | None
    level_estimated: str | None
    scenario: bool
    answer: str
    body: str
    reviewed: str | None
    references: tuple[str, ...]
    asked: tuple[Asked, ...]
    shown: int = 0
    aliases: tuple[str, ...] = ()
    reference_titles: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        return bool(self.answer)

    @property
    def title(self) -> str:
        """The question as Markdown, where it has marks, or empty."""
        return self.asked[0].title if self.asked else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a question stood when the ledger was written, and what was answered: what an edit of it is known by.

    section  the innermost heading above it
    after    the id of the question before it in the file; empty for the first
    answer   the fingerprint of its answer, empty without one
    """

    file: str
    section: str = ""
    after: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Permalink:
    """A row of the id ledger. `leads_to` is the id that took over (merged, retired), if any.

    wordings    every wording this id was known by, the first it was minted from first
    retired     the question is no longer in the notes
    seen        nothing where the notes state the id, which need no evidence for it
    likely      the id of the question that the retired one has perhaps become; maintainers decide
    because     what speaks for it: "same place, same answer"
    line        where the row stands in the ledger that was read; the first for a new one
    """

    id: str
    wordings: tuple[str, ...]
    leads_to: str | None = None
    retired: bool = False
    seen: Seen | None = None
    likely: str | None = None
    because: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Correction:
    """A maintainer's decision. `kind` is level, service, merge, apart or set-aside.

    questions   wordings or ids it speaks of (two or more for merge and apart)
    value       the level, or the service slugs separated by commas; the reason for set-aside
    """

    kind: str
    questions: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that an answer shows, ready for every output.

    name     of the file that it becomes, by its content and size: "4e1f…-640x480.png"
    width, height   in CSS pixels, as it is meant to be seen
    media    its media type
    source   the file that it was made from, the first of several alike
    data     the bytes that draw, and nothing else
    """

    name: str
    width: int
    height: int
    media: str
    source: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """The picture files among the sources, which are looked into only where a note names one.

    names   below the sources folder, as the file system spells them
    read    the bytes of one, or a sentence that says why there are none
    """

    names: tuple[str, ...] = ()
    read: Callable[[str], bytes | str] = field(
        default=lambda name: "it is not there any more. Put it back", compare=False, repr=False
    )


@dataclass(frozen=True, slots=True)
class Folder:
    """A sources folder as read: everything the pipeline needs to know of the world."""

    files: tuple[RawFile, ...]
    subject: Subject
    permalinks: tuple[Permalink, ...] = ()
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    stale: tuple[Stale, ...] = ()
    notices: tuple[Notice, ...] = ()
    layouts: tuple[LayoutRule, ...] = ()
    lines: tuple[LineDecision, ...] = ()
    encodings: tuple[EncodingDecision, ...] = ()
    pictures: PictureFiles = PictureFiles()

    @property
    def services(self) -> tuple[Service, ...]:
        return self.subject.services


@dataclass(frozen=True, slots=True)
class Source:
    """A source with what became of it: its repaired text, its roles, and the question id of each entry."""

    text: Text
    reading: Reading
    ids: tuple[str | None, ...]  # one for each of reading.entries


@dataclass(frozen=True, slots=True)
class Site:
    """Everything pages and exports are made from."""

    questions: tuple[Question, ...]
    sources: tuple[Source, ...]
    services: tuple[Service, ...]
    permalinks: tuple[Permalink, ...]
    proposals: tuple[Proposal, ...] = ()
    problems: tuple[Problem, ...] = ()
    stale: tuple[Stale, ...] = ()
    notices: tuple[Notice, ...] = ()
    vendors: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
