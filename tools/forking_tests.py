"""A run of pytest that collects its tests once and then, for each order it is given, runs some of them in a fork.

A plugin of pytest, `-p forking_tests`. It is told by the environment which two pipes it is spoken to through, how many
bytes of memory it may take, and whether to tell what was entered when the tests were collected. An order and its answer
are one line of JSON each:

- `{"watch": path, "run": [tests]}` runs these tests and writes down how long each takes and which functions it enters;
- `{"run": [tests], "module": path, "function": name, "seconds": n}` runs these tests, in this order, until one fails,
  with a function as it now stands in the file. If the function cannot be exchanged, because it ran when the tests were
  collected or is more than its body, the answer says so. Without `module` nothing is exchanged.

Each fork begins where the collecting ended: none sees what another left in memory.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

PIPES, MEMORY, TRACED = "MUTANTS_PIPES", "MUTANTS_MEMORY", "MUTANTS_TRACED"
# A test that waits instead of working is given so many times its seconds on the clock.
PATIENCE = 10.0
NOT_EXCHANGED = "not exchanged"
# The exit code of a fork that found nothing to exchange: none of pytest's own.
_NOTHING = 77

_BASE = str(Path.cwd()) + os.sep
_entered: dict[int, CodeType] = {}

Order = Mapping[str, Any]


def _tracer(frame: FrameType, event: str, argument: object) -> None:
    code = frame.f_code
    _entered[id(code)] = code


if os.environ.get(PIPES):
    most = int(os.environ[MEMORY])
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
if os.environ.get(TRACED):
    sys.settrace(_tracer)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    sys.settrace(None)
    if session.testsfailed:
        raise session.Interrupted("the tests could not be collected")
    early = set(_functions())
    orders, answers = (os.fdopen(int(pipe), mode) for pipe, mode in zip(os.environ[PIPES].split(), "rw", strict=True))
    answers.write(json.dumps({"early": sorted(early), "tests": [item.nodeid for item in session.items]}) + "\n")
    answers.flush()
    for line in orders:
        answers.write(json.dumps(_answer(session, json.loads(line), early)) + "\n")
        answers.flush()
    return True


def _functions() -> Iterator[tuple[str, str]]:
    """Where the code stands that was entered, and the names of its functions."""
    for code in _entered.values():
        if code.co_filename.startswith(_BASE):
            yield _place(code.co_filename, code.co_qualname)


@functools.cache
def _place(path: str, qualname: str) -> tuple[str, str]:
    return Path(path[len(_BASE) :]).as_posix(), function_name(qualname)


def function_name(qualname: str) -> str:
    """The name that `Change.function` has for a code object.

    >>> function_name("Shelf.keep.<locals>.<lambda>"), function_name("<module>"), function_name("<lambda>")
    ('Shelf.keep', '', '')
    """
    name = qualname.partition(".<")[0]
    return "" if name.startswith("<") else name


# A fork --------------------------------------------------------------------------------------------------------------


def _answer(session: pytest.Session, order: Order, early: set[tuple[str, str]]) -> object:
    if "module" in order and (order["module"], order["function"]) in early:
        return NOT_EXCHANGED
    scratch = tempfile.mkdtemp(prefix="fork-", dir=Path.cwd().parent)
    child = os.fork()
    if not child:
        _child(session, order, Path(scratch))
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it started
    shutil.rmtree(scratch, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    return NOT_EXCHANGED if code == _NOTHING else code


def _child(session: pytest.Session, order: Order, scratch: Path) -> None:
    code = 3
    try:
        os.setsid()
        # Where pytest and this project's tests keep what they make.
        for name in ("PYTEST_DEBUG_TEMPROOT", "PYTEST_ONCE"):
            (scratch / name).mkdir()
            os.environ[name] = str(scratch / name)
        code = _watched(session, order) if "watch" in order else _run(session, order)
    except Exception:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def _run(session: pytest.Session, order: Order) -> int:
    if "module" in order and not exchange(Path(order["module"]), order["function"]):
        return _NOTHING
    signal.setitimer(signal.ITIMER_PROF, order["seconds"])
    signal.setitimer(signal.ITIMER_REAL, order["seconds"] * PATIENCE)
    return int(any(not passed for passed in _tried(session, _items(session, order))))


def _items(session: pytest.Session, order: Order) -> list[pytest.Item]:
    items = {item.nodeid: item for item in session.items}
    return [items[name] for name in order["run"]]


def _tried(session: pytest.Session, items: Sequence[pytest.Item]) -> Iterator[bool]:
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        failed = session.testsfailed
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        yield session.testsfailed == failed


# Exchanging ----------------------------------------------------------------------------------------------------------


def exchange(path: Path, function: str) -> bool:
    """Give the functions of this name, wherever they are held, the bodies that now stand in the file."""
    text, name = path.read_bytes(), str(path.absolute())
    found = {code.co_firstlineno: code for code in _codes(compile(text, name, "exec")) if code.co_qualname == function}
    held = [
        one
        for one in gc.get_objects()
        if type(one) is FunctionType and one.__code__.co_filename == name and one.__code__.co_qualname == function
    ]
    for one in held:
        if one.__code__.co_firstlineno not in found:
            return False
    for one in held:
        one.__code__ = found[one.__code__.co_firstlineno]
    return bool(held) and bool(found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


# Watching ------------------------------------------------------------------------------------------------------------


class Watch:
    """For each test its seconds of work and what it enters, and so for what is made once for all tests of a module."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, Any]] = {}
        self.made: dict[str, tuple[float, set[tuple[str, str]]]] = {}
        self.failed: dict[str, str] = {}
        self.seconds = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        self._begin()
        try:
            return (yield)
        finally:
            seconds, entered = self._end()
            test = self.tests[item.nodeid] = {"shares": _shares(item), "seconds": 0.0, "entered": set()}
            if test["shares"]:
                module = item.nodeid.partition("::")[0]
                before = self.made.setdefault(module, (0.0, set()))
                self.made[module] = max(before[0], seconds), before[1] | entered
            else:
                test.update(seconds=seconds, entered=entered)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        self._begin()
        try:
            return (yield)
        finally:
            seconds, entered = self._end()
            test = self.tests[item.nodeid]
            test["seconds"] += seconds
            test["entered"] |= entered

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed[report.nodeid] = report.longreprtext

    def _begin(self) -> None:
        _entered.clear()
        self.seconds = _work()
        sys.settrace(_tracer)

    def _end(self) -> tuple[float, set[tuple[str, str]]]:
        sys.settrace(None)
        return _work() - self.seconds, set(_functions())


def _watched(session: pytest.Session, order: Order) -> int:
    watch = Watch()
    session.config.pluginmanager.register(watch)
    # What a test leaves in a cache would spare the next one a road: each is to go all of its road itself.
    caches = [one for one in gc.get_objects() if _is_cache(one)]
    for _ in _tried(session, _items(session, order)):
        for cache in caches:
            cache.cache_clear()
    found = {"tests": watch.tests, "made": watch.made, "failed": watch.failed}
    Path(order["watch"]).write_text(json.dumps(found, default=sorted), "utf-8")
    return 0


def _work() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _is_cache(one: object) -> bool:
    return type(one) is functools._lru_cache_wrapper and one.__module__.startswith("studyguide")


def _shares(item: pytest.Item) -> bool:
    """Whether something it needs is made once for several tests."""
    info = getattr(item, "_fixtureinfo", None)
    fixtures: Iterable[Sequence[Any]] = info.name2fixturedefs.values() if info else ()
    return any(one.scope not in ("function", "session") for some in fixtures for one in some)
