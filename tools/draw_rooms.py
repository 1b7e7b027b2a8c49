"""Draw the rooms of the generator and the arrows between them, from the imports: docs/assets/rooms.svg.

python tools/draw_rooms.py [--check]

A room is a sub-package of `hooks/studyguide`, or one of the modules above them. An arrow goes from the room that
imports to the one that is imported. One that follows from others (A to B, B to C, so A to C) is left out of the
picture, and so are those to `records`, whose values every room takes and gives.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "hooks" / "studyguide"
PICTURE = ROOT / "docs" / "assets" / "rooms.svg"
EVERYWHERE = "records"

Arrows = dict[str, frozenset[str]]

_WIDTH, _HEIGHT = 132, 44  # of a room
_GAP, _RISE = 28, 56  # between rooms, and between floors
_EDGE = 24
_SWEEPS = 4  # after so many the order of a floor no longer changes

_STYLE = (
    "rect.room{fill:#f6f7fb;stroke:#5b6bb0;stroke-width:1.2}text{font:600 14px system-ui,sans-serif;fill:#23283b}"
    "text.what{font:12px system-ui,sans-serif;fill:#5a6072}path{fill:none;stroke:#8a93b8;stroke-width:1.2}"
    "marker path{fill:#8a93b8;stroke:none}"
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Draw the rooms of the generator from its imports.")
    parser.add_argument("--check", action="store_true", help="only say whether the picture is up to date")
    if not parser.parse_args(arguments).check:
        PICTURE.write_text(picture(arrows()), "utf-8", newline="\n")
        return 0
    if is_current():
        return 0
    print(f"{PICTURE.relative_to(ROOT)} is not what the imports say. Run: make map", file=sys.stderr)
    return 1


def is_current() -> bool:
    return PICTURE.is_file() and PICTURE.read_text("utf-8") == picture(arrows())


@cache
def arrows(package: Path = PACKAGE) -> Arrows:
    """For each room those that it imports, from the `from` lines of all its modules."""
    found: dict[str, set[str]] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts == ("__init__",):
            continue
        own = found.setdefault(parts[0], set())
        nodes = _statements(ast.parse(path.read_text("utf-8")))
        own |= {room for node in nodes if isinstance(node, ast.ImportFrom) for room in _rooms(node, parts)}
        own.discard(parts[0])
    return {room: frozenset(others) for room, others in found.items()}


def _statements(node: ast.AST) -> Iterable[ast.AST]:
    """Those of a module, however deep; none stands in an expression."""
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.expr):
            yield inner
            yield from _statements(inner)


def _rooms(node: ast.ImportFrom, parts: tuple[str, ...]) -> Iterable[str]:
    """The rooms that a line imports, in a module at `parts` below the package."""
    if node.level == 0:
        return []
    above = parts[: len(parts) - node.level]
    path = (*above, *(node.module or "").split(".")) if node.module else above
    return [path[0]] if path else [alias.name for alias in node.names]


def floors(of: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The rooms by floor: on the ground those that import none, each other one floor above the highest it imports."""
    height: dict[str, int] = {}

    def climb(room: str, below: tuple[str, ...] = ()) -> int:
        if room in below:
            raise ValueError(f"a circle of imports: {' → '.join((*below, room))}")
        if room not in height:
            height[room] = 1 + max((climb(other, (*below, room)) for other in of[room]), default=-1)
        return height[room]

    for room in of:
        climb(room)
    return [sorted(room for room in of if height[room] == floor) for floor in range(max(height.values()) + 1)]


def plain_arrows(of: Arrows) -> list[tuple[str, str]]:
    """The arrows that do not follow from others."""
    reach: dict[str, frozenset[str]] = {}

    def reached(room: str) -> frozenset[str]:
        if room not in reach:
            reach[room] = of[room].union(*map(reached, of[room]))
        return reach[room]

    return [
        (room, other)
        for room in of
        for other in sorted(of[room])
        if not any(other in reached(between) for between in of[room] if between != other)
    ]


def picture(of: Arrows) -> str:
    """The SVG, the same for the same arrows."""
    drawn = {room: others - {EVERYWHERE} for room, others in of.items() if room != EVERYWHERE}
    rows, chains = _laid_out(floors(drawn), plain_arrows(drawn))
    lengths = [sum(_room_width(one) + _GAP for one in row) - _GAP for row in rows]
    width, height = max(*lengths, 480) + 2 * _EDGE, len(rows) * (_HEIGHT + _RISE) - _RISE + 2 * _EDGE + 48
    place: dict[Slot, tuple[int, int]] = {}
    for up, (row, length) in enumerate(zip(reversed(rows), reversed(lengths), strict=True)):
        x = (width - length) // 2
        for one in row:
            place[one] = (x + _room_width(one) // 2, _EDGE + (_HEIGHT + _RISE) * up)
            x += _room_width(one) + _GAP
    said = f"{len(of)} rooms, {len(rows)} floors, {sum(map(len, of.values()))} arrows"
    notes = (f"{said}; an arrow that follows from others is left out.", f"All rooms take and give {EVERYWHERE}.")
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t">',
        f'<title id="t">Which room of the generator imports which: {said}</title>',
        f"<style>{_STYLE}</style>",
        '<marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0l8 4-8 4z"/></marker>',
        f'<rect width="{width}" height="{height}" rx="10" fill="#fff"/>',
        *(_arrow([place[one] for one in chain]) for chain in chains),
        *(_room(one, place[one]) for row in rows for one in row if isinstance(one, str)),
        *(
            f'<text class="what" x="{_EDGE}" y="{height - 34 + 18 * n}">{escape(note)}</text>'
            for n, note in enumerate(notes)
        ),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


# A room, or the place that an arrow takes between the rooms of a floor that it only passes.
Slot = str | tuple[str, str, int]


def _laid_out(rows: list[list[str]], drawn: list[tuple[str, str]]) -> tuple[list[list[Slot]], list[list[Slot]]]:
    """What stands on each floor, side by side, and for each arrow the slots it passes, from above to below."""
    floor = {room: up for up, row in enumerate(rows) for room in row}
    filled: list[list[Slot]] = [list(row) for row in rows]
    chains: list[list[Slot]] = []
    for start, end in drawn:
        passed: list[Slot] = [(start, end, up) for up in range(floor[start] - 1, floor[end], -1)]
        for up, slot in zip(range(floor[start] - 1, floor[end], -1), passed, strict=True):
            filled[up].append(slot)
        chains.append([start, *passed, end])
    links = [pair for chain in chains for pair in pairwise(chain)]
    for _ in range(_SWEEPS):
        for up in (*range(len(filled) - 2, -1, -1), *range(1, len(filled))):
            filled[up].sort(key=lambda slot: (_middle(slot, filled, links), str(slot)))
    return filled, chains


def _middle(slot: Slot, rows: list[list[Slot]], links: list[tuple[Slot, Slot]]) -> float:
    """Where the neighbours of a slot stand on average, each as a share of its floor's length."""
    near = [b if a == slot else a for a, b in links if slot in (a, b)]
    shares = [(row.index(other) + 0.5) / len(row) for other in near for row in rows if other in row]
    return sum(shares) / len(shares) if shares else 0.5


def _room_width(slot: Slot) -> int:
    return _WIDTH if isinstance(slot, str) else 0


def _arrow(places: list[tuple[int, int]]) -> str:
    """A line through the slots of an arrow, upright where it passes a floor."""
    (x, y), *others = places
    drawn = f"M{x} {y + _HEIGHT}"
    y += _HEIGHT
    for number, (to, down) in enumerate(others, start=1):
        bend = (down - y) // 2
        drawn += f"C{x} {y + bend} {to} {down - bend} {to} {down}"
        if number < len(others):
            drawn += f"V{down + _HEIGHT}"
        x, y = to, down + _HEIGHT
    return f'<path marker-end="url(#a)" d="{drawn}"/>'


def _room(name: str, at: tuple[int, int]) -> str:
    x, y = at
    words = f'<text x="{x}" y="{y + _HEIGHT // 2 + 5}" text-anchor="middle">{escape(name)}</text>'
    return f'<rect class="room" x="{x - _WIDTH // 2}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="7"/>{words}'


if __name__ == "__main__":
    sys.exit(main())
