"""How often a law is tried: `LAWS=quick` tries it a quarter as often, `LAWS=random` with texts that were never tried.

A run of the suite says the same each time, unless it is to be random. What several laws ask stands here, too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from hypothesis import settings

KIND = os.environ.get("LAWS") or "repeatable"
FEWER = {"quick": 4}


def tries(most: int) -> settings:
    """For a law that is worth so many texts."""
    return settings(max_examples=most // FEWER.get(KIND, 1), deadline=None)


def load() -> None:
    """For the laws that say nothing of how often."""
    settings.register_profile("repeatable", tries(100), derandomize=True, database=None)
    settings.register_profile("random", tries(100))
    settings.load_profile("random" if KIND == "random" else "repeatable")


def is_within(some: Iterable[str], more: Iterable[str]) -> bool:
    """Whether all words of one text stand in another in the same order."""
    rest = iter(more)
    return all(word in rest for word in some)
