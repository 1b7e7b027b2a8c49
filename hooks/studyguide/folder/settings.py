"""What a maintainer sets for the site: checked once, on entry, with the key named in the message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECTION = "extra.study"
ENVIRONMENT = "STUDY_SOURCES"
_KNOWN = ("downloads", "sources")


class SettingError(ValueError):
    """A setting that cannot be used. The message begins with its key and says what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings below `extra.study` of the site's configuration.

    base        the folder of the configuration
    sources     the folder of the notes, absolute
    downloads   whether copies to take along are made
    """

    base: Path
    sources: Path
    downloads: bool


def settings(table: Any, base: Path, environment: str = "") -> Settings:
    """The settings of a table as it stands in the configuration, or of none; SettingError for what it cannot mean.

    base          the folder of the configuration
    environment   the value of `STUDY_SOURCES`, or empty; it outweighs the configuration, and is relative to where the
                  command runs
    """
    found = table or {}
    if not isinstance(found, dict):
        raise SettingError(f"{SECTION}: this must be a table of settings, such as `sources: docs/sources`.")
    for key in found:
        if key not in _KNOWN:
            raise SettingError(f"{SECTION}.{key}: there is no such setting. Known: {', '.join(_KNOWN)}.")
    named, downloads = found.get("sources", "docs/sources"), found.get("downloads", True)
    if not isinstance(named, str) or not named.strip():
        raise SettingError(f"{SECTION}.sources: this must be the path of a folder, such as `docs/sources`.")
    if not isinstance(downloads, bool):
        raise SettingError(f"{SECTION}.downloads: this must be true or false.")
    folder = Path(environment).expanduser() if environment else base / named
    if not folder.is_dir():
        key = ENVIRONMENT if environment else f"{SECTION}.sources"
        raise SettingError(f"{key}: there is no folder {str(folder)!r}. Name the folder that holds the notes.")
    return Settings(base, folder.resolve(), downloads)
