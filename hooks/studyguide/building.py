"""One build of a site, whoever renders its pages: what stands in its way, what it is made of, what is said of it.

The adapter of a site generator calls these at its own events, as `hooks/study_site.py` does at those of MkDocs, and
adds what only the generator knows.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from . import check, kept_readings, pipeline
from .drawing import mermaid
from .exports import kept_copies
from .folder import id_ledger
from .folder.settings import ENVIRONMENT, SettingError, Settings, settings
from .folder.sources import read_folder
from .guide import About
from .kept import Store
from .pipeline import SiteFiles
from .records import Folder
from .site.publish import publish_folder, templates
from .site.standing import Busy, Standing


class Refused(Exception):
    """Why no site is built, as the line that stands in the log."""


def chosen(table: Any, configuration: str | None) -> Settings:
    """What a maintainer has set: a table of the configuration, whose path this is, and what the environment says."""
    base = Path(configuration).resolve().parent if configuration else Path.cwd()
    try:
        return settings(table, base, os.environ.get(ENVIRONMENT, ""))
    except SettingError as error:
        raise Refused(str(error)) from error


def begun(site: Path, earlier: Standing | None, tell: Callable[[str], None]) -> Standing:
    """The place of a site while it is built.

    earlier   that of the build before in the same process, which gives up if it has not ended
    tell      is told what an ended build left
    """
    if earlier:
        earlier.give_up()
    try:
        standing = Standing(site)
    except Busy as error:
        raise Refused(f"{site}: another build is writing this site. Wait until it has ended") from error
    except OSError as error:
        raise Refused(f"{site}: nothing can be written beside it: {_reason(error)}. {_ROOM}") from error
    if standing.cleared:
        tell(f"{site}: an earlier build was ended before its time; what it left was cleared away")
    return standing


_ROOM = "See that its folder may be written, and that there is room. The earlier site, if any, stands as it was"
# What the machine is to blame for, not the generator.
_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)


def given_up(standing: Standing | None, error: Exception) -> str:
    """Leaves the earlier site as it was; what to say where the notes, the settings or the machine are to blame."""
    if standing:
        standing.give_up()
    if isinstance(error, Refused):
        return str(error)
    if not standing or not isinstance(error, OSError) or error.errno not in _OF_THE_MACHINE:
        return ""
    named = error.filename or standing.site
    return check.as_line(f"{named}: this cannot be written: {_reason(error)}. {_ROOM}")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def refuse_linked_folders(*tops: Path) -> None:
    """A generator may follow links to folders, in circles if they lead there."""
    for top in tops:
        for where, folders, _ in os.walk(top):
            for name in sorted(folders):
                if (path := Path(where, name)).is_symlink():
                    told = f"{_shown(path)}: this is a link to a folder, which is not followed"
                    raise Refused(check.as_line(f"{told}. Put the folder itself here. No site is built until then"))


def strange(path: Path) -> str:
    """What to say of a link, a pipe or a device among pages and their parts, or nothing."""
    if stat.S_ISREG(path.lstat().st_mode):
        return ""
    return f"{_shown(path)}: this is a link, a pipe or a device, and is left out. Put a file here"


def made(
    chosen: Settings, about: About, authored: Collection[str], serving: bool
) -> tuple[SiteFiles, tuple[tuple[bool, str], ...]]:
    """What the notes make, and what the log says of them: each line with whether it is grave.

    authored   paths of pages that stand there already
    serving    whether each change is shown at once: then no copies to take along are made
    """
    folder = read_folder(chosen.sources)
    if not serving:
        _refuse_broken_ledger(folder, chosen.sources)
    draw = mermaid.drawer(chosen.base / ".cache" / "diagrams")
    with Store(chosen.base / kept_readings.FILE) as store:
        site = pipeline.build(folder, kept_readings.remembering(store), draw, about.url)
    copying = kept_copies.setting(chosen, site) if chosen.downloads and not serving else None
    files = pipeline.site_files(site, about, authored, copying)
    of_notes = check.in_log(check.problems(site), _shown(chosen.sources))
    told = (*of_notes, *((False, one) for one in files.left_out))
    return files, tuple((grave, check.as_line(line)) for grave, line in told)


def finished(standing: Standing, foot: str, template: Callable[[str], str]) -> tuple[str, ...]:
    """Publishes what stands in the new folder, and puts it in the site's place; what is to be said of its pages.

    foot       see `publish.styled`
    template   gives the theme's template of a name
    """
    told = publish_folder(standing.new, foot, templates(template))
    standing.take_place()
    return told


def _refuse_broken_ledger(folder: Folder, sources: Path) -> None:
    """A site built without its ledger would give every question another address."""
    for problem in folder.problems:
        if problem.span.source == id_ledger.FILE:
            raise Refused(check.as_line(f"{_shown(sources)}/{problem}. No site is built until then"))


def _shown(path: Path) -> str:
    """The path as a reader of the log knows it."""
    return (path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path).as_posix()


def below(notes: Path, docs: Path) -> str:
    """The path of the notes from the folder of the pages, or nothing where they stand elsewhere."""
    home = docs.resolve()
    return notes.relative_to(home).as_posix() if notes.is_relative_to(home) else ""
