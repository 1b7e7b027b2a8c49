"""What was written at the desk, step by step, so that it can be undone exactly.

A file's content is its bytes, or None where there was no file. A step is undone only while the files still hold what it
wrote: what somebody else wrote meanwhile is never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Contents = Mapping[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, in words; what the files held before, and what they held after."""

    said: str
    before: Contents
    after: Contents


def undone(step: Step, now: Contents) -> tuple[Contents, str]:
    """What the files must hold for the step never to have been, and nothing with the reason where that cannot be.

    now   what the files of the step hold
    """
    changed = [name for name in step.after if now.get(name) != step.after[name]]
    if changed:
        return {}, f"{' and '.join(changed)} was changed outside the desk since then. Nothing was undone"
    return step.before, ""
