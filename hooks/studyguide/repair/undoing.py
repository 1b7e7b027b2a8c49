"""What is kept of a file that was repaired and written, so that its bytes come back exactly.

Bytes are kept rather than worked out from the repairs: bytes that were no character, marks, and encodings that change
from line to line have their say there, too. Of a file that was UTF-8 only the lines that changed are kept.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict
from typing import Any

from ..records import Text

Step = dict[str, Any]


def step(before: bytes, after: bytes, text: Text) -> Step:
    """What was done to a file, as plain values: every repair, the sums of both sides, and the bytes that changed."""
    old, new = before.split(b"\n"), after.split(b"\n")
    same = len(old) == len(new)
    changed = [n for n, row in enumerate(old) if row != new[n]] if same else []
    return {
        "encoding": text.encoding,
        "repairs": [asdict(one) for one in text.repairs],
        "before": _sum(before),
        "after": _sum(after),
        "bytes": {str(n + 1): _text(old[n]) for n in changed} if same else {"all": _text(before)},
    }


def undone(after: bytes, done: Step) -> bytes | None:
    """The bytes before a step, or nothing where the file is not what the step made, or the step is damaged."""
    try:
        if _sum(after) != done["after"]:
            return None
        kept = {number: base64.b64decode(text) for number, text in done["bytes"].items()}
        rows = after.split(b"\n")
        for number in kept.keys() - {"all"}:
            rows[int(number) - 1] = kept[number]
        before = kept.get("all", b"\n".join(rows))
        return before if _sum(before) == done["before"] else None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
