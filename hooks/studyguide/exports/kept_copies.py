"""What the copies need of the world: a folder of those made before, and the day of the newest change."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from ..folder.settings import Settings
from ..guide import newest_review
from ..kept import keep, kept
from ..records import Site
from .book import seconds
from .catalogue import Setting

MOST = 2_000  # files kept; the whole of a large guide has some hundreds


class Shelf:
    """Copies by what they are made from. A copy that is asked for again is not made again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._clear()

    def keep(self, key: str, make: Callable[[], bytes]) -> bytes:
        path = self.folder / key
        data = kept(path)
        if data is None:
            keep(path, data := make())
        return data

    def _clear(self) -> None:
        """Leaves the files that were used last."""
        try:
            files = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in files[MOST:]:
                path.unlink()
        except OSError:
            pass


def setting(chosen: Settings, site: Site) -> Setting:
    """What a build's copies depend on: those of an earlier build, kept in `.cache/copies`, are not made again."""
    cache = chosen.base / ".cache" / "copies"
    date = newest_change(chosen.sources, seconds(newest_review(site.questions)))
    return Setting(date, cache / "fonts", Shelf(cache / "made").keep)


def newest_change(folder: Path, reviewed: int) -> int:
    """When the notes changed last, in seconds since 1970, the same on every machine; never the time of day.

    SOURCE_DATE_EPOCH if it is set (https://reproducible-builds.org/specs/source-date-epoch/), else the newest commit
    that touches the folder, else `reviewed`.
    """
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    if named.isascii() and named.isdigit():
        return int(named)
    try:
        told = subprocess.run(
            ["git", "log", "-1", "--format=%ct", "--", "."], cwd=folder, capture_output=True, text=True, timeout=10
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return reviewed
    return max(int(told), reviewed) if told.isdigit() else reviewed
