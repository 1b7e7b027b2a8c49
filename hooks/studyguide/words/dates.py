"""Days, as the contracts and the pages write them."""

from __future__ import annotations

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_date(text: str) -> bool:
    """Whether it is a day as the contracts write it, 2026-01-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day(iso: str) -> str:
    """
    >>> day("2026-11-05"), day("lately")
    ('5 Nov 2026', 'lately')
    """
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return iso
    month = _MONTHS[found.month - 1]
    return f"{found.day} {month} {found.year}"
