"""Laws on running time: twice the text takes about twice the time.

Both are measured in one run and in the time of the processor, so that neither a slow machine nor one with other work
fails a test. What grows by squares takes four times as long, and what grows faster still more.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time
from typing import TypeVar

T = TypeVar("T")

# Between the two times of what grows with its text and the four times of what grows by squares.
MOST = 3.0
# Seconds. Below, a time says little, and what is so quick does no harm.
FLOOR = 0.01
# The best of several runs has the least of what else the machine did; most need one.
ROUNDS = 12


def spent(work: Callable[[T], object], given: T) -> float:
    """Seconds of the processor."""
    gc.disable()  # it comes when it likes, and goes through all that other tests have left
    try:
        started = process_time()
        work(given)
        return process_time() - started
    finally:
        gc.enable()


def assert_steady(work: Callable[[T], object], once: T, twice: T) -> None:
    """`twice` holds twice as much as `once`, and must take less than `MOST` times the time."""
    short = long = float("inf")
    for _ in range(ROUNDS):
        # The longer one first: it pays for what is made at the first call only, and can be measured again.
        long = min(long, spent(work, twice))
        if long < MOST * FLOOR:
            return
        short = min(short, spent(work, once))
        if long < MOST * max(short, FLOOR):
            return
    raise AssertionError(f"twice as much takes {long / short:.1f} times the time: {short:.3f} s and {long:.3f} s")
