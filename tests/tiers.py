"""The tests that `make test` leaves to `make test-all`: what is long in showing, and is shown shortly beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest

THOROUGH = pytest.mark.thorough


def quick(some: Collection[Any], every: Iterable[Any]) -> list[Any]:
    """Every one is tried by `make test-all`, and these alone by `make test`."""
    return [one if one in some else pytest.param(one, marks=THOROUGH) for one in every]
