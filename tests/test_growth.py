"""The measure of the laws on running time tells twice the time from four times; its clock is made up."""

from __future__ import annotations

from collections.abc import Callable

import growth
import pytest
from growth import FLOOR, assert_steady


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Takes the time that is given, of a processor that does nothing else."""
    now = 0.0

    def work(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(growth, "process_time", lambda: now)
    return work


@pytest.mark.parametrize("power", [1, 1.5])
def test_what_grows_with_its_text_is_steady(works: Callable[[float], None], power: float) -> None:
    assert_steady(lambda size: works(FLOOR * size**power), 2, 4)


@pytest.mark.parametrize(("power", "times"), [(2, "4.0"), (3, "8.0")])
def test_what_grows_faster_is_not(works: Callable[[float], None], power: int, times: str) -> None:
    with pytest.raises(AssertionError, match=f"twice as much takes {times} times the time"):
        assert_steady(lambda size: works(FLOOR * size**power), 2, 4)


def test_what_is_quick_may_grow_as_it_likes(works: Callable[[float], None]) -> None:
    assert_steady(lambda size: works(FLOOR / 100 * size**2), 2, 4)


def test_one_run_that_was_held_up_says_nothing(works: Callable[[float], None]) -> None:
    held_up = iter([9.0])
    assert_steady(lambda size: works(FLOOR * size + next(held_up, 0.0)), 2, 4)


def test_what_is_fast_once_by_chance_is_not_steady_for_that(works: Callable[[float], None]) -> None:
    """A short run that was held up would hide that the long one takes four times as long."""
    runs: list[int] = []

    def work(size: int) -> None:
        runs.append(size)
        works(FLOOR * size**2 * (1.2 if len(runs) % 2 == 0 else 1))

    with pytest.raises(AssertionError):
        assert_steady(work, 2, 4)
