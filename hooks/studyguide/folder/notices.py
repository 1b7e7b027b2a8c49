"""What a reader should know of a service before learning about it: closed to newcomers, renamed, retired.

One row of `notices.toml` for each; the service's page shows it with its date and where that is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..records import Notice, Problem, Service, Span
from . import toml_rows

FILE = "notices.toml"
_KEYS = ("service", "text", "since", "source")
_HTTPS = re.compile(r"https://[^\s/?#]+\S*")


def load_notices(text: str) -> tuple[tuple[Notice, ...], tuple[Problem, ...]]:
    """The rows of `notices.toml`, in their order; a grave problem for each that cannot be used."""
    rows, problems = toml_rows.rows(text, FILE, "notice", _KEYS, (), _fault)
    return tuple(Notice(**row) for row in rows), problems


def problems(notices: Sequence[Notice], services: Sequence[Service]) -> tuple[Problem, ...]:
    """A grave problem for each notice on a service that is not in the table of services."""
    known = {service.slug for service in services}
    message = "is not in services.toml. Add it there or correct it here"
    return tuple(
        Problem(Span(FILE, 1, 1), f'service: "{slug}" {message}', grave=True)
        for slug in dict.fromkeys(notice.service for notice in notices)
        if slug not in known
    )


def _fault(row: Mapping[str, Any]) -> str:
    if not isinstance(row["since"], date):
        return "since: this is no date. Write it without quotes, as 2026-01-31"
    if not _HTTPS.fullmatch(str(row["source"])):
        return "source: this must be an address that begins with https://"
    return ""
