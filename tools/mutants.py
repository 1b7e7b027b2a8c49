"""Change the code a little, many times over, and see whether a test fails each time.

python tools/mutants.py [--rooms answers repair] [--changed main] [--count 100] [--seed 1] [--seconds 1800]

Each mutant is one small change of one place, drawn by chance: a comparison turned, an operand dropped, a branch never
taken. It is made in a copy of the tree, in a temporary folder, and those tests of its room that come by it are run
there until one fails. The mutant is then killed. One that survives shows a condition that no test pins: it is printed
with its place, for a case to be written. Where the change makes no difference, it is set aside in
tests/cases/mutants/equivalent.txt.

The tests are collected once for each processor and all run once, to see what each of them takes and enters. For a
mutant that process forks, and the fork exchanges the one function: see `forking_tests.py`. Only for what runs when the
tests are collected is all read anew.

Only tests that every clone can run are asked: none of the browser, of the copies to take along or of the real notes
beside the repository, and none that compares times, which a busy machine would let fail for no fault of the mutant.

Two libraries are alive and were weighed (mutmut 3.8, cosmic-ray 8.7). Neither draws a sample, drops an operand or
bounds the whole run; mutmut leaves out what stands outside functions, where the tables of this project are, and wants
equivalent mutants marked in the code; cosmic-ray changes the files of the work tree itself.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import queue
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import forking_tests

ROOT = Path(__file__).resolve().parents[1]
CODE = Path("hooks/studyguide")
EQUIVALENT = Path("tests/cases/mutants/equivalent.txt")
ROOMS = ("answers", "questions", "repair", "site")

# Asked about every room, after its own tests.
COMMON = ("tests/test_examples.py", "tests/test_whole.py")
# Too slow to be run a hundred times.
LEFT_OUT = ("tests/exports", "tests/test_repository.py", "tests/test_aws_commands.py", "tests/test_mutants.py")
# What is made, at the top of the tree, and nowhere needed.
NOT_COPIED = ("site",)

# How many times as long as without a mutant the tests may work, and the seconds they may always work.
RATIO, START = 4.0, 5.0
# A mutant that never ends may also grow: bytes.
MOST_MEMORY = 4 << 30

# Changes -------------------------------------------------------------------------------------------------------------

TURNED = {
    **{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="},
    **{"in": "not in", "not in": "in", "is": "is not", "is not": "is"},
}
# At the top of a module they hold data; its weights are judged by what they do together.
TABLES = (ast.Dict, ast.List, ast.Set, ast.Tuple)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_OPERATOR = re.compile(r"not\s+in\b|is\s+not\b|in\b|is\b|[<>=!]=|[<>]")


# From which byte to which to write what instead.
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant. `before` and `after` are the lines concerned, as one line: they name it, whatever its number."""

    path: str
    line: int
    last: int
    function: str
    kind: str
    before: str
    after: str
    edit: Edit

    @property
    def name(self) -> tuple[str, str, str, str]:
        return self.path, self.function, self.before, self.after

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}"


class Code:
    """The text of a module, and where its nodes stand in it: in bytes, as `ast` counts."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        lines = self.data.split(b"\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def line(self, byte: int) -> int:
        return bisect_right(self.starts, byte)

    def place(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.starts[node.lineno - 1] + node.col_offset, self.starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr) -> str:
        start, end = self.place(node)
        return self.data[start:end].decode()

    def between(self, left: ast.expr, right: ast.expr) -> tuple[int, str]:
        """What stands from the end of one node to the start of the next, and where."""
        start, end = self.place(left)[1], self.place(right)[0]
        return start, self.data[start:end].decode()


def comparisons(node: ast.AST, code: Code) -> Iterator[Edit]:
    if isinstance(node, ast.Compare):
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            start, text = code.between(left, right)
            if found := _OPERATOR.search(text):
                yield start + found.start(), start + found.end(), TURNED[" ".join(found[0].split())]


def swapped(node: ast.AST, code: Code) -> Iterator[Edit]:
    if isinstance(node, ast.BoolOp):
        other = "or" if isinstance(node.op, ast.And) else "and"
        yield *code.place(node), _joined(other, node.values, code)


def dropped(node: ast.AST, code: Code) -> Iterator[Edit]:
    if isinstance(node, ast.BoolOp):
        word = "and" if isinstance(node.op, ast.And) else "or"
        for value in node.values:
            yield *code.place(node), _joined(word, [one for one in node.values if one is not value], code)


def _joined(word: str, values: Sequence[ast.expr], code: Code) -> str:
    return f" {word} ".join(f"({code.of(value)})" for value in values)


def affirmed(node: ast.AST, code: Code) -> Iterator[Edit]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield *code.place(node), f"({code.of(node.operand)})"


def raised(node: ast.AST, code: Code) -> Iterator[Edit]:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield *code.place(node), repr(node.value + 1)  # type: ignore[operator]


def never(node: ast.AST, code: Code) -> Iterator[Edit]:
    """The condition is still worked out, because it may give a name to what it finds."""
    if isinstance(node, (ast.If, ast.IfExp)):
        yield *code.place(node.test), f"({code.of(node.test)}) and False"


KINDS: Mapping[str, Callable[[ast.AST, Code], Iterator[Edit]]] = {
    "a comparison turned": comparisons,
    "and for or": swapped,
    "an operand dropped": dropped,
    "a not removed": affirmed,
    "a number raised": raised,
    "a branch never taken": never,
}


def changes(text: str, path: str) -> Iterator[Change]:
    """Every mutant of a module, in the order of its lines."""
    tree, code = ast.parse(text), Code(text)
    for node, function in _nodes(tree, "", ""):
        for kind, edits in KINDS.items():
            for edit in edits(node, code):
                yield _change(code, edit, path, function, kind)


def _nodes(node: ast.AST, function: str, outside: str) -> Iterator[tuple[ast.AST, str]]:
    """All nodes whose places are right and that run, each with the function that it belongs to.

    What a function is decorated with, and what it takes for an argument left out, belongs to where it stands.
    """
    for child in ast.iter_child_nodes(node):
        # Before Python 3.12 what stands inside an f-string does not know its place.
        if isinstance(child, ast.JoinedStr) or child in _annotations(node) or _changes_nothing(child):
            continue
        own = outside if isinstance(node, FUNCTIONS) and child not in node.body else function
        if not own and isinstance(child, TABLES):
            continue
        inner = _qualified(own, child) if _is_scope(child) and _may_nest(node) else own
        yield child, inner
        yield from _nodes(child, inner, own)


def _annotations(node: ast.AST) -> list[ast.AST]:
    return [child for name in ("annotation", "returns") if (child := getattr(node, name, None))]


def _changes_nothing(node: ast.AST) -> bool:
    """What runs for type checkers alone, and how much a cache holds."""
    if isinstance(node, ast.keyword):
        return node.arg == "maxsize"
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _is_scope(node: ast.AST) -> bool:
    return isinstance(node, (*FUNCTIONS, ast.ClassDef))


def _may_nest(node: ast.AST) -> bool:
    """A function inside a function counts as part of the outer one."""
    return isinstance(node, (ast.Module, ast.ClassDef))


def _qualified(outer: str, node: ast.AST) -> str:
    name: str = node.name  # type: ignore[attr-defined]
    return f"{outer}.{name}" if outer else name


def _change(code: Code, edit: Edit, path: str, function: str, kind: str) -> Change:
    start, end, new = edit
    first, last = code.line(start), code.line(end)
    top, bottom = code.starts[first - 1], code.starts[last]
    before, after = code.data[top:bottom], code.data[top:start] + new.encode() + code.data[end:bottom]
    return Change(path, first, last, function, kind, _line(before), _line(after), edit)


def mutated(text: bytes, change: Change) -> bytes:
    start, end, new = change.edit
    return text[:start] + new.encode() + text[end:]


def _line(data: bytes) -> str:
    return " ".join(data.decode().split())


# Which ones ----------------------------------------------------------------------------------------------------------


def candidates(root: Path, rooms: Iterable[str]) -> list[Change]:
    """All mutants of some rooms; the modules above the rooms are the room `.`."""
    found: list[Change] = []
    for room in rooms:
        for path in sorted((root / CODE / room).glob("*.py")):
            found += changes(path.read_text("utf-8"), path.relative_to(root).as_posix())
    return found


def all_rooms(root: Path) -> list[str]:
    return [".", *sorted(path.parent.name for path in (root / CODE).glob("*/__init__.py"))]


def changed_lines(root: Path, revision: str) -> dict[str, set[int]]:
    """The lines of each module that differ from a revision of git."""
    diff = subprocess.run(
        ["git", "diff", "--unified=0", "--no-color", "--no-ext-diff", revision, "--", CODE.as_posix()],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    lines: dict[str, set[int]] = {}
    path = ""
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = line.removeprefix("+++ ").removeprefix("b/")
        elif found := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            first = int(found[1])
            lines.setdefault(path, set()).update(range(first, first + int(found[2] or 1)))
    return lines


def equivalent(text: str) -> dict[tuple[str, str, str, str], str]:
    """The names of the mutants that are set aside, with the reason of each.

    >>> equivalent("# A comment.\\n\\nhooks/a.py f\\n- x < 1\\n+ x <= 1\\nx is never 1\\n")
    {('hooks/a.py', 'f', 'x < 1', 'x <= 1'): 'x is never 1'}
    """
    found: dict[tuple[str, str, str, str], str] = {}
    for block in re.split(r"\n{2,}", text.strip()):
        if block.startswith("#"):
            continue
        place, before, after, *reason = block.splitlines()
        path, _, function = place.partition(" ")
        assert before.startswith("- ") and after.startswith("+ ") and reason, f"no mutant and reason: {block}"
        found[path, function, before[2:], after[2:]] = " ".join(reason)
    return found


# Which tests ---------------------------------------------------------------------------------------------------------


def tests_of(root: Path, path: str) -> list[str]:
    """The files of tests that are asked about a module: its room's, those that import it, and the common ones.

    Where the room has none, all are.
    """
    room, module = _room(path), Path(path).stem
    every = sorted((root / "tests").rglob("test_*.py"))
    own = [one for one in every if one.parent == root / "tests" / room]
    imports = re.compile(rf"studyguide\.{room}\.{module}\b|from studyguide\.{room} import [^\n]*\b{module}\b")
    others = [one for one in every if own and imports.search(one.read_text("utf-8"))]
    names = dict.fromkeys([*(one.relative_to(root).as_posix() for one in [*(own or every), *others]), *COMMON])
    return [name for name in names if not name.startswith(LEFT_OUT) and (root / name).exists()]


Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a test does without a mutant. `shared` are the seconds of what is made once for it and its neighbours."""

    file: str
    seconds: float
    shared: float
    entered: frozenset[Place]


def asked(change: Change, files: Iterable[str], seen: Mapping[str, Seen], early: Iterable[Place]) -> list[str]:
    """Those tests that come by the function, the quickest first; where something is shared, file by file.

    What runs when the tests are collected concerns them all, those first that come by another function of the module.
    """
    place, some = (change.path, change.function), set(files)
    everywhere = place in early
    found = [name for name, test in seen.items() if test.file in some and (everywhere or place in test.entered)]
    near = {name for name in found if any(path == change.path for path, _ in seen[name].entered)}
    return sorted(found, key=lambda name: (name not in near, *_turn(seen[name])))


def _turn(test: Seen) -> tuple[float, str, float]:
    return test.shared, test.file if test.shared else "", test.seconds


# Running -------------------------------------------------------------------------------------------------------------


class Tests:
    """A run of pytest in a copy of the tree that has collected some files of tests and waits for orders."""

    def __init__(self, tree: Path, files: Sequence[str], traced: bool = False) -> None:
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        words = ["-q", "-m", "not growth", "-p", "no:cacheprovider", "-p", "forking_tests", "--no-header", "--tb=short"]
        settings = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MUTANTS_"))},
            "PYTHONPATH": os.pathsep.join([str(tree / "hooks"), str(Path(__file__).parent)]),
            "CHROMIUM": "none",
            forking_tests.MEMORY: str(MOST_MEMORY),
            forking_tests.PIPES: f"{orders} {answers}",
            forking_tests.TRACED: "1" if traced else "",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *words, *files],
            cwd=tree,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            pass_fds=(orders, answers),
            start_new_session=True,
        )
        os.close(orders)
        os.close(answers)
        self._rest = b""

    def ready(self, seconds: float | None) -> tuple[list[str], frozenset[Place]] | None:
        """The tests collected, and, if traced, what was entered for that; nothing if it failed or took longer."""
        answer = self._answer(seconds)
        return (answer["tests"], frozenset(map(_place, answer["early"]))) if answer else None

    def ask(self, **order: object) -> Any:
        os.write(self._orders, json.dumps(order).encode() + b"\n")
        return self._answer(None)

    def _answer(self, seconds: float | None) -> Any:
        """The next line it gives; nothing if it ends first or takes longer."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._rest:
            left = None if deadline is None else max(deadline - time.monotonic(), 0)
            if not select.select([self._answers], [], [], left)[0]:
                return None
            more = os.read(self._answers, 1 << 16)
            if not more:
                return None
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return json.loads(line)

    def said(self) -> str:
        self._said.seek(0)
        return self._said.read()

    def end(self) -> None:
        """The run and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._orders)
        os.close(self._answers)
        self._said.close()


KILLED, LATE, SURVIVED, UNTRIED = "killed", "killed by the clock", "survived", "not tried"


class Worker:
    """A copy of the work tree, and the tests that are collected there."""

    def __init__(self, root: Path, folder: Path, files: Sequence[str]) -> None:
        self.tree, self.files = folder / "tree", files
        shutil.copytree(root, self.tree, ignore=lambda place, names: _left(Path(place) == root, names), symlinks=True)
        # Compiled anew where a text changed, not where a clock did: two mutants may be of one second and one size.
        compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "hooks"]
        subprocess.run(compiled, cwd=self.tree, check=True, stdout=subprocess.DEVNULL)
        started = time.monotonic()
        self.tests = Tests(self.tree, files, traced=True)
        ready = self.tests.ready(None)
        if ready is None:
            raise SystemExit(f"{self.tests.said()}\nWithout a mutant the tests cannot be collected; mend that first.")
        (self.names, self.early), self.start = ready, time.monotonic() - started

    def watch(self, names: Sequence[str]) -> dict[str, Seen]:
        """What each of these tests takes and enters. One that fails without a mutant says nothing of any."""
        path = self.tree.parent / "seen.json"
        code = self.tests.ask(watch=str(path), run=names)
        if code != 0:
            raise SystemExit(f"{self.tests.said()}\nWithout a mutant the tests could not be run: {code}")
        found = json.loads(path.read_text("utf-8"))
        for name, said in found["failed"].items():
            print(f"{name} fails without a mutant and is not asked: {said.splitlines()[-1]}", flush=True)
        tests = {name: test for name, test in found["tests"].items() if name not in found["failed"]}
        return {name: _seen(name, test, found["made"]) for name, test in tests.items()}

    def outcome(self, change: Change, tests: Sequence[str], seconds: float) -> str:
        """What became of a mutant."""
        path = self.tree / change.path
        sound = path.read_bytes()
        order = {"run": tests, "module": change.path, "function": change.function, "seconds": seconds}
        try:
            path.write_bytes(mutated(sound, change))
            code = self.tests.ask(**order)
            if code == forking_tests.NOT_EXCHANGED:
                code = self._afresh(tests, seconds)
        finally:
            path.write_bytes(sound)
        if code is None or code == 3:
            raise SystemExit(f"{self.tests.said()}\npytest could not be run on {change}")
        return LATE if code < 0 else KILLED if code else SURVIVED

    def _afresh(self, tests: Sequence[str], seconds: float) -> int | None:
        """With all collected anew."""
        run = Tests(self.tree, self.files)
        try:
            if run.ready(START + RATIO * self.start) is None:
                return 1
            code: int | None = run.ask(run=tests, seconds=seconds)
            return code
        finally:
            run.end()


def _left(top: bool, names: Iterable[str]) -> list[str]:
    """What is not copied of a folder."""
    return [name for name in names if name.startswith((".", "__pycache__")) or (top and name in NOT_COPIED)]


def _seen(name: str, test: Mapping[str, Any], made: Mapping[str, Any]) -> Seen:
    file = name.partition("::")[0]
    shared, of = made[file] if test["shares"] else (0.0, [])
    return Seen(file, test["seconds"], shared, frozenset(map(_place, [*test["entered"], *of])))


def _place(pair: Sequence[str]) -> Place:
    path, function = pair
    return path, function


def seen_before(path: Path | None) -> dict[str, Seen]:
    """What was kept in a file."""
    if path is None or not path.exists():
        return {}
    rows = json.loads(path.read_text("utf-8"))
    return {
        name: Seen(file, seconds, shared, frozenset(map(_place, entered)))
        for name, (file, seconds, shared, entered) in rows.items()
    }


def keep(path: Path | None, seen: Mapping[str, Seen]) -> None:
    if path:
        rows = {name: (one.file, one.seconds, one.shared, sorted(one.entered)) for name, one in seen.items()}
        path.write_text(json.dumps(rows), "utf-8")


def run(root: Path, drawn: Sequence[Change], wanted: Wanted, say: Callable[[str], None]) -> list[tuple[Change, str]]:
    """Each mutant with what became of it; those that no time was left for were not tried."""
    deadline = time.monotonic() + wanted.seconds
    if wanted.seconds <= 0:
        return [(change, UNTRIED) for change in drawn]
    number = os.cpu_count() or 1
    tests = {change.path: set(tests_of(root, change.path)) - set(wanted.without) for change in drawn}
    files = sorted({name for some in tests.values() for name in some})
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(number) as pool:
        workers = list(pool.map(lambda n: Worker(root, Path(folder) / str(n), files), range(number)))
        try:
            kept = seen_before(wanted.seen)
            new = [name for name in workers[0].names if name not in kept]
            parts = [new[n * len(new) // number : (n + 1) * len(new) // number] for n in range(number)]
            for part in pool.map(Worker.watch, workers, parts):
                kept |= part
            keep(wanted.seen, kept)
            seen = {name: kept[name] for name in workers[0].names if name in kept}
            say(f"{len(seen)} tests are ready, {len(new)} were watched")
            free: queue.Queue[Worker] = queue.Queue()
            for worker in workers:
                free.put(worker)

            def outcome(change: Change) -> str:
                worker = free.get()
                try:
                    found = UNTRIED
                    if time.monotonic() < deadline:
                        names = within(wanted.work, asked(change, tests[change.path], seen, worker.early), seen)
                        found = (
                            worker.outcome(change, names, START + RATIO * _seconds(names, seen)) if names else SURVIVED
                        )
                finally:
                    free.put(worker)
                say(f"{found:>20}  {change}")
                return found

            return list(zip(drawn, pool.map(outcome, drawn), strict=True))
        finally:
            for worker in workers:
                worker.tests.end()


def within(most: float, names: Sequence[str], seen: Mapping[str, Seen]) -> list[str]:
    """As many of the first tests as can be run in some seconds of work, and one at least."""
    found: list[str] = []
    begun: set[str] = set()
    for name in names:
        test = seen[name]
        most -= test.seconds + (0 if test.file in begun else test.shared)
        if found and most < 0:
            break
        found.append(name)
        if test.shared:
            begun.add(test.file)
    return found


def _seconds(names: Iterable[str], seen: Mapping[str, Seen]) -> float:
    shared = {seen[name].file: seen[name].shared for name in names}
    return sum(shared.values()) + sum(seen[name].seconds for name in names)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How long a run may take, and the tests that one mutant is asked of; which files of tests it does not ask; and
    where it keeps what tests take and enter."""

    seconds: float
    work: float = float("inf")
    without: Sequence[str] = ()
    seen: Path | None = None


def _room(path: str) -> str:
    return Path(path).parent.relative_to(CODE).as_posix()


# The command ---------------------------------------------------------------------------------------------------------


def shown(change: Change) -> str:
    """As in the file of equivalent mutants, where it can be pasted and given a reason."""
    return f"{change.path} {change.function}\n- {change.before}\n+ {change.after}"


def share(outcomes: Counter[str]) -> str:
    caught, all_tried = outcomes[KILLED] + outcomes[LATE], sum(outcomes.values()) - outcomes[UNTRIED]
    per_cent = f" ({100 * caught / all_tried:.0f} %)" if all_tried else ""
    untried = f", {outcomes[UNTRIED]} not tried: the time was up" if outcomes[UNTRIED] else ""
    return f"{caught} of {all_tried} killed{per_cent}{untried}"


def main(words: Sequence[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rooms", nargs="+", help=f"those of {CODE} to change; else {', '.join(ROOMS)}")
    parser.add_argument("--changed", metavar="REVISION", help="only lines that differ from this revision, in any room")
    parser.add_argument("--count", type=int, default=100, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="what is drawn; the same each time")
    parser.add_argument("--seconds", type=float, default=1800, help="no longer than this over all")
    parser.add_argument(
        "--work", type=float, default=float("inf"), help="ask a mutant of so many seconds of tests only"
    )
    parser.add_argument("--without", nargs="+", default=(), metavar="FILE", help="files of tests that are not asked")
    parser.add_argument(
        "--seen",
        type=Path,
        metavar="FILE",
        help="where to keep, from run to run, what each test takes and enters; a test that is found there is believed",
    )
    wanted = parser.parse_args(words)
    rooms = wanted.rooms or (all_rooms(root) if wanted.changed else ROOMS)
    if unknown := set(rooms) - set(all_rooms(root)):
        parser.error(f"no such room: {', '.join(sorted(unknown))}")

    found = candidates(root, rooms)
    aside = equivalent((root / EQUIVALENT).read_text("utf-8"))
    names = {change.name for change in found}
    gone = [name for name in aside if _room(name[0]) in rooms and name not in names]
    found = [change for change in found if change.name not in aside]
    if wanted.changed:
        lines = changed_lines(root, wanted.changed)
        found = [one for one in found if lines.get(one.path, set()) & set(range(one.line, one.last + 1))]
    drawn = random.Random(wanted.seed).sample(found, min(wanted.count, len(found)))
    drawn.sort(key=lambda change: (change.path, change.line))
    print(f"{len(drawn)} of {len(found)} mutants, seed {wanted.seed}", flush=True)

    bounds = Wanted(wanted.seconds, wanted.work, wanted.without, wanted.seen)
    outcomes = run(root, drawn, bounds, lambda line: print(line, flush=True))
    report(outcomes, gone)
    return 0


def report(outcomes: Sequence[tuple[Change, str]], gone: Sequence[tuple[str, str, str, str]]) -> None:
    for change, outcome in outcomes:
        if outcome == SURVIVED:
            print(f"\n{change}\n{shown(change)}")
    for name in gone:
        print(f"\n{EQUIVALENT} sets aside what is no longer there: {name[0]} {name[1]}\n- {name[2]}")
    print()
    for room in dict.fromkeys(_room(change.path) for change, _ in outcomes):
        print(f"{room}: {share(Counter(outcome for change, outcome in outcomes if _room(change.path) == room))}")
    print(share(Counter(outcome for _, outcome in outcomes)))


if __name__ == "__main__":
    sys.exit(main())
