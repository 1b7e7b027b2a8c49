"""The lines of an answer as clean Markdown: the same words in the same order, in the form they were meant to have.

Notes are pasted from chats and pages, so lists have lost their bullets, tables
their lines, code its fences and headings their marks. What is Markdown already
stays as it is. First all code is taken out of the way (`pasted_lines`, `code_in_prose`), then
the lines are read as blocks (`pasted_blocks`), and here blocks that are bare lines get
the form that they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ..records import ANYTHING, Subject
from ..syntax.line_kinds import NUMBER
from ..syntax.numbers import BARE
from ..syntax.pictures import KEYCAP, ORNAMENT
from ..words.prose import IN_NO_TERM
from .pasted_blocks import (
    Block,
    Box,
    Heading,
    Items,
    Paragraph,
    Quote,
    Rule,
    blocks_of,
    ending,
    heading_text,
    items_of,
    titlelike,
    written,
)
from .pasted_lines import rows_of

# A page owns h1 to h3, so an answer's headings are h4 to h6.
_TOP_HEADING = 4
# Above this an answer is a file by mistake, which is shown as it is.
_LARGEST = 400_000


def tidy(lines: Sequence[str], subject: Subject = ANYTHING) -> str:
    """Clean Markdown of an answer's repaired lines. Running it again changes nothing.

    Programs that only `subject` knows are found where they stand without a fence.

    >>> print(tidy(["Use:", "", "a queue", "", "a topic"]))
    Use:
    <BLANKLINE>
    - a queue
    - a topic
    """
    text = "\n".join(lines)
    if not text.strip():
        return ""
    if len(text) > _LARGEST:
        return text.strip("\n")
    # Lines that mix several forms show what they are only when the first marks are set.
    for _ in range(4):
        text, before = _tidied(text, subject), text
        if text == before:
            break
    return text


def _tidied(text: str, subject: Subject) -> str:
    blocks = _formed(blocks_of(rows_of(text.split("\n"), subject), subject), subject)
    return "\n".join(written(_without_outer_rules(_clamped(blocks))))


# The form of bare lines ----------------------------------------------------------------------------------------------

_TERM = re.compile(r"(?P<term>[^\s:=—–.!?;,|<>{}][^:=—–.!?;,|<>{}]{0,58}?)(?P<mark>:|\s=|\s[—–-])\s+\S")
_BOLD_TERM = re.compile(r"\*\*[^*]{1,80}(?::\*\*|\*\*\s?[:—–=-])\s*\S")
_URL = re.compile(r"<?https?://\S+$")
# Marks that point at a line; before a title stands a picture of what it is about.
_POINTERS = frozenset("✅❌✔✓✗✘☑☐☒⚠👉💡📌➡→⇒➜➔↳•▶►⭐🔥❗❓‼ℹ📝🚫🛑⛔👍👎")
_UNLIKE_AN_ITEM = re.compile("[(\\[<!\\\\$|\u2500-\u257f]")


def _formed(blocks: list[Block], subject: Subject) -> list[Block]:
    """Blocks of bare lines as the headings and lists that they show; each step looks at what the one before left."""
    ornate = partial(_with_ornate_lines, subject)
    for step in (_with_titles_apart, ornate, _with_lines_as_items, _with_terms, _with_runs):
        blocks = step(blocks)
    return blocks


def _with_titles_apart(blocks: list[Block]) -> list[Block]:
    """A title with a picture right below the end of a sentence begins a block."""
    formed: list[Block] = []
    for block in blocks:
        lines = block.lines if isinstance(block, Paragraph) else ()
        starts = [n for n in range(1, len(lines)) if _is_ornate_title(lines[n]) and _ends_sentence(lines[n - 1])]
        formed.extend(Paragraph(_ended(part)) for part in _parts(lines, [0, *starts])) if starts else formed.append(
            block
        )
    return formed


def _ends_sentence(line: str) -> bool:
    return ending(line).endswith((".", "!", "?", ":", "。"))


def _with_ornate_lines(subject: Subject, blocks: list[Block]) -> list[Block]:
    """Short lines with a picture in front: several in a row are a list, one above other text is its heading."""
    formed: list[Block] = []
    k = 0
    while k < len(blocks):
        lines, rest, after = _ornate_run(blocks, k)
        if not lines:
            formed.append(blocks[k])
            k += 1
            continue
        above, items, under = _listed(lines)
        for own, below in ((above, True), (under, bool(rest) or after < len(blocks))):
            if own is under and items:
                formed.append(items_of(items))
            for line in own:
                formed.append(_heading(line, formed) if below and _is_ornate_title(line) else _single(line))
        if rest:
            formed.extend(blocks_of(rest, subject))
        k = after
    return formed


def _listed(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """The lines that are items, and those above and below them: a title's picture is not that of the items."""
    marks = [_ornament(line) for line in lines]
    if len(lines) > 2 and marks[0] != marks[1] and len(set(marks[1:])) == 1:
        return lines[:1], lines[1:], []
    if len(lines) > 2 and marks[-1] != marks[-2] and len(set(marks[:-1])) == 1:
        return [], lines[:-1], lines[-1:]
    if len(lines) > 2 or (len(lines) == 2 and marks[0] == marks[1]):
        return [], lines, []
    return [], [], lines


def _single(line: str) -> Paragraph:
    return Paragraph((line.rstrip(),))


def _ornate_run(blocks: list[Block], k: int) -> tuple[list[str], tuple[str, ...], int]:
    """Ornate lines from block `k` on, what stands below the last in its paragraph, and the block behind."""
    lines: list[str] = []
    while k < len(blocks):
        block = blocks[k]
        own = block.lines if isinstance(block, Paragraph) else ()
        count = next((n for n, line in enumerate(own) if not _is_ornate(line)), len(own))
        if not count or (count < len(own) and not _is_ornate_title(own[count - 1])):
            break
        lines.extend(own[:count])
        k += 1
        if count < len(own):
            return lines, own[count:], k
    return lines, (), k


def _ornament(line: str) -> str:
    found = ORNAMENT.match(line)
    return found[0].strip("\ufe0f\u200d") if found else ""


def _is_ornate(line: str) -> bool:
    return len(line) <= 120 and not line.endswith(("  ", ":")) and bool(ORNAMENT.match(line) or KEYCAP.match(line))


def _is_ornate_title(line: str) -> bool:
    text = line.strip()
    found = ORNAMENT.match(text) or KEYCAP.match(text)
    if not found or len(text) > 80 or ending(text)[-1:] in ".,;:!…":
        return False
    bare = text[found.end() :].lstrip("\ufe0f\u200d ")
    return bool(bare) and (text[0] not in _POINTERS or _is_numbered(bare))


def _is_numbered(text: str) -> bool:
    """A title's number has one or two figures; four are a year."""
    found = NUMBER.lenient.match(text) or BARE.match(text)
    return found is not None and len(found[1]) < 3


def _heading(line: str, before: Sequence[Block]) -> Heading:
    """A numbered title below one with a picture is a step deeper."""
    pictured = any(isinstance(block, Heading) and not KEYCAP.match(block.text) for block in before[-40:])
    return Heading(_TOP_HEADING + (pictured and bool(KEYCAP.match(line))), heading_text(line), marked=False)


def _with_lines_as_items(blocks: list[Block]) -> list[Block]:
    formed: list[Block] = []
    for block in blocks:
        formed.extend(_lines_as_items(block.lines) if isinstance(block, Paragraph) else [block])
    return formed


def _lines_as_items(lines: tuple[str, ...]) -> list[Block]:
    """A paragraph whose lines are items without bullets, with the line that leads to them, if there is one."""
    if len(lines) < 2:
        return [Paragraph(lines)]
    bold = [n for n, line in enumerate(lines) if _BOLD_TERM.match(line)]
    if len(bold) > 1:
        return [*_lead(lines[: bold[0]]), items_of(_ended(part) for part in _parts(lines, bold))]
    if _are_led_groups(lines):
        return [block for lead, *own in _groups(lines) for block in (*_lead((lead,)), items_of(own))]
    led = lines[0].rstrip().endswith(":")
    start = 0 if _are_items(lines, led=False) else 1 if led and _are_items(lines[1:], led=True) else None
    if start is None:
        return [Paragraph(lines)]
    return [*_lead(lines[:start]), items_of(line.rstrip() for line in lines[start:])]


def _parts(lines: tuple[str, ...], starts: Sequence[int]) -> list[tuple[str, ...]]:
    """The lines from each start to the next."""
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _groups(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Each line that ends with a colon and those below it; nothing if the first has none."""
    starts = [n for n, line in enumerate(lines) if line.endswith(":")]
    return _parts(lines, starts) if starts and not starts[0] else []


def _are_led_groups(lines: tuple[str, ...]) -> bool:
    groups = _groups(lines)
    return bool(groups) and all(own and all(map(_is_ornate, own)) for _, *own in groups)


def _lead(lines: tuple[str, ...]) -> list[Block]:
    return [Paragraph(_ended(lines))] if lines else []


def _ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    return (*lines[:-1], lines[-1].rstrip()) if lines else ()


def _are_items(lines: Sequence[str], led: bool) -> bool:
    if len(lines) > 1 and all(map(_is_definition, lines)) and len({_mark(line) for line in lines}) == 1:
        return not any(line.endswith("  ") for line in lines)
    if len(lines) > 1 and all(map(_URL.match, lines)):
        return True
    enough = 2 if led else 3
    return len(lines) >= enough and all(_is_bare(line, 80 if led else 60) for line in lines)


def _is_bare(line: str, longest: int) -> bool:
    """A line that says one thing and does not go on in the next."""
    if len(line) > longest or line.endswith("  ") or ending(line)[-1:] in ".,;:!?…" or line.endswith(","):
        return False
    return not line[0].islower() and not _UNLIKE_AN_ITEM.match(line) and not _BOLD_TERM.match(line)


def _is_definition(line: str) -> bool:
    found = _TERM.match(line)
    return found is not None and len(line) <= 200 and not line[0].islower() and len(found["term"].split()) <= 6


def _mark(line: str) -> str:
    found = _TERM.match(line)
    return found["mark"].strip() if found else ""


def _with_terms(blocks: list[Block]) -> list[Block]:
    """`Term:` with its explanation in the lines below: one is a paragraph with the term in bold, several are a list."""
    formed: list[Block] = []
    k = 0
    while k < len(blocks):
        run = k
        explained: list[tuple[str, ...]] = []
        while run < len(blocks) and (joined := _terms(blocks[run])):
            explained.extend(joined)
            run += 1
        if len(explained) > 1:
            formed.append(items_of(explained))
        elif explained and not IN_NO_TERM.search(explained[0][0].split(":**")[0]):
            formed.append(Paragraph(explained[0]))
        else:
            run = k + 1
            formed.append(blocks[k])
        k = run
    return formed


_TERM_LINE = re.compile(r"(?P<term>[^\s*:.?!;|<>][^*:.?!;|<>]{0,60}):$")


def _terms(block: Block) -> list[tuple[str, ...]]:
    """The terms of a paragraph, each joined to its explanation; nothing if any of its lines is neither."""
    lines = _with_colons(block.lines) if isinstance(block, Paragraph) else ()
    starts = [n for n, line in enumerate(lines) if _is_term_line(line)]
    if not starts or starts[0] or any(map(_BOLD_TERM.match, lines)):
        return []
    parts = _parts(lines, starts)
    if not all(map(_explains, parts)):
        return []
    return [(f"**{part[0].removesuffix(':')}:** {part[1]}", *_ended(part[2:])) for part in parts]


def _with_colons(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A term and its definition, which begins with a colon in some Markdown, as a term with a colon."""
    if len(lines) > 1 and lines[1].startswith(": ") and len(lines[0]) <= 60 and "*" not in lines[0]:
        return f"{lines[0].strip()}:", lines[1][2:].lstrip(), *lines[2:]
    return lines


def _explains(part: tuple[str, ...]) -> bool:
    """Whether text stands below a term, and no table, address or further term."""
    return len(part) > 1 and "|" not in part[1] and not _URL.match(part[1]) and not part[-1].endswith(":")


def _is_term_line(line: str) -> bool:
    named = _TERM_LINE.match(line) and not line[0].islower() and re.search(r"\w", line)
    return bool(named) and len(line.split()) <= 7


def _with_runs(blocks: list[Block]) -> list[Block]:
    """Bare lines with blank lines between them: a run is a list, a short one alone above other text is its heading."""
    formed: list[Block] = []
    k = 0
    while k < len(blocks):
        run = k
        while run < len(blocks) and _is_run_line(blocks[run]):
            run += 1
        lines = [block.lines[0] for block in blocks[k:run] if isinstance(block, Paragraph)]
        if len(lines) > 1:
            first = len(lines) > 2 and not _is_definition(lines[0]) and all(map(_is_definition, lines[1:]))
            if first:
                formed.append(_title_or_text(lines[0], formed))
            formed.append(items_of(lines[first:]))
        elif lines and run < len(blocks) and not isinstance(blocks[run], Heading) and not _is_definition(lines[0]):
            formed.append(_title_or_text(lines[0], formed))
        else:
            formed.extend(blocks[k : max(run, k + 1)])
        k = max(run, k + 1)
    return formed


def _is_run_line(block: Block) -> bool:
    if not isinstance(block, Paragraph) or len(block.lines) != 1:
        return False
    line = block.lines[0]
    if _UNLIKE_AN_ITEM.match(line) or line.startswith("**") or _BOLD_TERM.match(line) or line.endswith((":", ",", ";")):
        return False
    if _is_definition(line):
        return True
    return len(line) <= 120 and len(line.split()) <= 14 and ending(line)[-1:] not in ".!?…。！？:"


def _title_or_text(line: str, before: Sequence[Block]) -> Block:
    """A heading, unless nothing stands above it or what does leads to it."""
    above = before[-1] if before else None
    led = isinstance(above, Paragraph) and ending(above.lines[-1]).endswith(":")
    if above is None or led or not titlelike(line, longest=60):
        return _single(line)
    return Heading(_TOP_HEADING, heading_text(line), marked=False)


# Headings and rules ---------------------------------------------------------------------------------------------------


def _clamped(blocks: list[Block]) -> list[Block]:
    """Headings from h4 on, each as much below the first as the notes have it."""
    depths = [heading.depth for heading in _all_headings(blocks) if heading.marked]
    shift = max(_TOP_HEADING - min(depths, default=_TOP_HEADING), 0)
    return [_deeper(block, shift) for block in blocks] if shift else blocks


def _all_headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Quote | Box):
            yield from _all_headings(block.blocks)
        elif isinstance(block, Items):
            for item in block.items:
                yield from _all_headings(item.blocks)


def _deeper(block: Block, shift: int) -> Block:
    if isinstance(block, Heading):
        return replace(block, depth=min(block.depth + shift * block.marked, 6))
    if isinstance(block, Quote | Box):
        return replace(block, blocks=tuple(_deeper(inner, shift) for inner in block.blocks))
    if isinstance(block, Items):
        items = (replace(item, blocks=tuple(_deeper(inner, shift) for inner in item.blocks)) for item in block.items)
        return replace(block, items=tuple(items))
    return block


def _without_outer_rules(blocks: list[Block]) -> list[Block]:
    """Rules part; at the beginning, at the end and above another there is nothing to part."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Rule) or (kept and not isinstance(kept[-1], Rule)):
            kept.append(block)
    if kept and isinstance(kept[-1], Rule):
        kept.pop()
    return kept
