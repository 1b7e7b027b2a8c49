"""Files that are no notes: programs, scripts, settings and logs. Their comments may ask, but nobody is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..syntax.line_kinds import FENCE

PROGRAM = "a program, not notes"  # why the lines of one were not read


def is_code(lines: Sequence[str]) -> bool:
    """Whether a file is a program, a script or settings: its comments may ask, but nobody is asked.

    >>> is_code(["# Which user?", "USER = 'nobody'", "run(USER)"])
    True
    >>> is_code(["## Which user?", "", "USER = 'nobody'", "", "run(USER)"])
    False
    """
    some = [line.strip()[:300] for line in lines if line.strip()][:2000]
    if not some or any(map(FENCE.strict.match, some)):
        return False
    if some[0].startswith(("#!/", "<?php", "<?xml")) or _is_a_log(some):
        return True
    if _has_headings(lines):
        return False
    code = sum(bool(_CODE.search(line)) for line in some)
    prose = sum(not _CODE.search(line) and not _COMMENT.match(line) and bool(_PROSE.search(line)) for line in some)
    return code >= 1 and code > 2 * prose and code * 3 >= len(some)


def _is_a_log(lines: Sequence[str]) -> bool:
    """Whether nearly every line begins with a time to the second, and most then say how grave it is."""
    if len(lines) < 3 or sum(bool(_TIMED.match(line)) for line in lines) < 0.8 * len(lines):
        return False
    return sum(bool(_GRADED.match(line)) for line in lines) * 2 > len(lines)


_TIME = r"\W?(?:\d{4}[-/.]\d\d[-/.]\d\d[ T]|[A-Z][a-z]{2} [ \d]\d )?\d\d:\d\d:\d\d\S*\s"
_TIMED = re.compile(_TIME)
_GRADED = re.compile(rf"{_TIME}.{{0,40}}?\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b")


def _has_headings(lines: Sequence[str]) -> bool:
    """Whether lines stand apart as headings do: a comment stands at its code, and has one sign more often than two."""
    around = zip(["", *lines], lines[:2000], [*lines[1:], ""], strict=False)
    apart = [
        line for before, line, after in around if _HEADING.match(line) and not before.strip() and not after.strip()
    ]
    return (
        any(line.startswith("##") for line in apart)
        or sum(line.rstrip().endswith(("?", "？", "؟")) for line in apart) > 1
    )


_HEADING = re.compile(r"#{1,6} {1,3}\S")
_COMMENT = re.compile(r"#|//|/\*|\*|--|;|\"\"\"|'''")
_CODE = re.compile(
    r"^[\w.$\[\]\"'-]++\s*[:+-]?=\s*(?!\s|[^\W\d_]+(?:,? [^\W\d_]+)+\.?$)\S"
    r"|^[)\]}]++[,;)]*+$|[{;]$|^[\w.]+\(.*\)[;,]?$|^\[[\w.-]+\]$|^@\w+|^(?:else|try|finally):$"
    r"|^(?:[A-Z]{2,}|from|import|return|def|class|func|fn|use|package|const|let|var|public|private|if|for|while|else|elif"
    r"|export|select|create|insert)\s.*[:;{(\"'\[\]/=]|^(?:- )?[a-z_][\w-]*:(?:\s+\S+)?$"
)
_PROSE = re.compile(r"[?？؟.。!]$|^(?:[^\W\d_][\w'’,]*\s+){3}[^\W\d_]")
