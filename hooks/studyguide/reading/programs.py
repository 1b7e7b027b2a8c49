"""Files that are no notes: programs, scripts and settings. Their comments may ask, but nobody is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

PROGRAM = "a program, not notes"  # why the lines of one were not read


def is_code(lines: Sequence[str]) -> bool:
    """Whether a file is a program, a script or settings: its comments may ask, but nobody is asked.

    >>> is_code(["# Which user?", "USER = 'nobody'", "run(USER)"])
    True
    """
    some = [line.strip()[:300] for line in lines if line.strip()][:2000]
    if not some or any(line.startswith(("```", "~~~")) for line in some):
        return False
    if some[0].startswith(("#!/", "<?php", "<?xml")):
        return True
    code = sum(bool(_CODE.search(line)) for line in some)
    prose = sum(not _CODE.search(line) and not _COMMENT.match(line) and bool(_PROSE.search(line)) for line in some)
    return code >= 1 and code > 2 * prose and code * 3 >= len(some)


_COMMENT = re.compile(r"#|//|/\*|\*|--|;|\"\"\"|'''")
_CODE = re.compile(
    r"^[\w.$\[\]\"'-]+\s*[:+-]?=\s*(?!\s|[^\W\d_]+(?:,? [^\W\d_]+)+\.?$)\S"
    r"|^[)\]}]+[,;)]*$|[{;]$|^[\w.]+\(.*\)[;,]?$|^\[[\w.-]+\]$|^@\w+|^(?:else|try|finally):$"
    r"|^(?:[A-Z]{2,}|from|import|return|def|class|func|fn|use|package|const|let|var|public|private|if|for|while|else|elif"
    r"|export|select|create|insert)\s.*[:;{(\"'\[\]/=]|^(?:- )?[a-z_][\w-]*:(?:\s+\S+)?$"
)
_PROSE = re.compile(r"[?？؟.。!]$|^(?:[^\W\d_][\w'’,]*\s+){3}[^\W\d_]")
