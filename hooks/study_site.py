"""Joins the generator to MkDocs: its events, settings and log. What the site holds is decided in `studyguide`."""

from __future__ import annotations

import errno
import html
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage

from studyguide import check, kept_readings, pipeline
from studyguide.drawing import mermaid
from studyguide.exports import kept_copies
from studyguide.folder import id_ledger
from studyguide.folder.settings import ENVIRONMENT, SettingError, Settings, settings
from studyguide.folder.sources import read_folder
from studyguide.guide import About, line_address, report_address
from studyguide.kept import Store
from studyguide.records import Folder, Site
from studyguide.site import pages
from studyguide.site.navigation import Entry
from studyguide.site.publish import THEME, publish_folder
from studyguide.site.standing import Busy, Standing

log = logging.getLogger("mkdocs.hooks.study")

# The pages of the build under way, by path; MkDocs hands its own pages back one by one.
_pages: dict[str, pages.Page] = {}
# Authored pages of the build that show what comes of their examples.
_examples: dict[str, pages.Page] = {}
# What MkDocs was started for: build, serve or gh-deploy.
_command = "build"
# Where the site of the build under way will stand.
_standing: Standing | None = None


class Generated(File):
    """A file of the generator's. MkDocs would make a page of a copy to take along that ends in `.md`."""

    def is_documentation_page(self) -> bool:
        return self.src_uri in _pages or self.src_uri == pages.TAGS_PAGE[0]


def on_startup(*, command: str, dirty: bool) -> None:
    global _command  # noqa: PLW0603  # MkDocs says it in this event alone, and others need it
    _command = command
    for handler in logging.getLogger("mkdocs").handlers:
        handler.addFilter(_harmless)


def _harmless(record: logging.LogRecord) -> bool:
    """MkDocs names files, too, and what stands in them may stand in any message."""
    record.msg, record.args = check.harmless(record.getMessage()), ()
    return True


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.watch = [*dict.fromkeys((*config.watch, str(_settings(config).sources)))]
    if not config.repo_url:
        config.edit_uri = ""  # without a repository MkDocs would warn about each page's edit link
    _refuse_linked_folders(config)
    if _command != "serve":
        _begin(config)
    return config


def _begin(config: MkDocsConfig) -> None:
    """MkDocs empties the folder that it builds into, so it is given one beside the site."""
    global _standing  # noqa: PLW0603  # the events of one build share it
    if _standing:
        _standing.give_up()
    site = Path(config.site_dir)
    try:
        _standing = Standing(site)
    except Busy as error:
        raise PluginError(f"{site}: another build is writing this site. Wait until it has ended") from error
    except OSError as error:
        raise PluginError(f"{site}: nothing can be written beside it: {_reason(error)}. {_ROOM}") from error
    if _standing.cleared:
        log.info("%s: an earlier build was ended before its time; what it left was cleared away", site)
    config.site_dir = str(_standing.new)


_ROOM = "See that its folder may be written, and that there is room. The earlier site, if any, stands as it was"
# What the machine is to blame for, not the generator.
_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)


def on_build_error(*, error: Exception) -> None:
    if not _standing:
        return
    _standing.give_up()
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        named = error.filename or _standing.site
        raise PluginError(check.as_line(f"{named}: this cannot be written: {_reason(error)}. {_ROOM}")) from error


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _refuse_linked_folders(config: MkDocsConfig) -> None:
    """MkDocs follows links to folders, in circles if they lead there; while it serves, it does so among notes, too."""
    docs = Path(config.docs_dir)
    for top in (docs, _settings(config).sources) if _command == "serve" else (docs,):
        for where, folders, _ in os.walk(top):
            for name in sorted(folders):
                if (path := Path(where, name)).is_symlink():
                    told = f"{_shown(path)}: this is a link to a folder, which is not followed"
                    raise PluginError(check.as_line(f"{told}. Put the folder itself here. No site is built until then"))


def _leave_out_what_is_no_file(files: Files, docs: str) -> None:
    """A link, a pipe or a device among the pages and their parts; of one among notes the folder's reader tells."""
    for file in [file for file in files if file.src_dir == docs and file.abs_src_path]:
        path = Path(str(file.abs_src_path))
        if not stat.S_ISREG(path.lstat().st_mode):
            files.remove(file)
            if file.inclusion is not InclusionLevel.EXCLUDED:
                log.warning("%s: this is a link, a pipe or a device, and is left out. Put a file here", _shown(path))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    chosen = _settings(config)
    _leave_out_what_is_no_file(files, config.docs_dir)
    folder = read_folder(chosen.sources)
    if _command != "serve":
        _refuse_broken_ledger(folder, chosen.sources)
    draw = mermaid.drawer(chosen.base / ".cache" / "diagrams")
    with Store(chosen.base / kept_readings.FILE) as store:
        site = pipeline.build(folder, kept_readings.remembering(store), draw, config.site_url or "")
    authored = {file.src_uri for file in files.documentation_pages()}
    # A server shows each change at once, without copies to take along.
    copying = kept_copies.setting(chosen, site) if chosen.downloads and _command != "serve" else None
    made = pipeline.site_files(site, _about(config, chosen.sources), authored, copying)
    _log(site, chosen.sources, made.left_out)
    _pages.clear()
    _examples.clear()
    _pages.update({page.path: page for page in made.pages})
    for path, content in made.files:
        files.append(Generated.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
    config.nav = _nav(made.navigation) if config.nav is None else config.nav
    return files


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    if made := _pages.get(page.file.src_uri):
        # Material writes both into the page's head as they are.
        page.meta.update(title=html.escape(made.title), description=html.escape(made.description))
        page.edit_url = made.edit or None
        return markdown
    shown = pipeline.authored_page(page.file.src_uri, markdown)
    if shown.inserts:
        _examples[page.file.src_uri] = shown
    return shown.markdown


def on_page_content(content: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    made = _pages.get(page.file.src_uri) or _examples.get(page.file.src_uri)
    if not made:
        return content
    # MkDocs has looked for the targets of links already, before these stood in the page.
    page.present_anchor_ids = (page.present_anchor_ids or set()) | made.anchors
    return pipeline.with_answers(made, content)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Not while serving: MkDocs puts an inline script of its own into the pages that it serves."""
    if _command == "serve" or not _standing:
        return
    foot = config.site_url or config.site_name
    for strange in publish_folder(_standing.new, foot, _templates(config)):
        log.warning(strange)
    _standing.take_place()
    config.site_dir = str(_standing.site)


def _templates(config: MkDocsConfig) -> Iterator[str]:
    """The theme's templates with the scripts that its pages may run, or what stands in their place in `overrides/`."""
    theme = config.theme.get_env()
    for name in THEME:
        with suppress(TemplateNotFound):
            yield theme.loader.get_source(theme, name)[0]  # type: ignore[union-attr]


def _refuse_broken_ledger(folder: Folder, sources: Path) -> None:
    """A site built without its ledger would give every question another address."""
    for problem in folder.problems:
        if problem.span.source == id_ledger.FILE:
            raise PluginError(check.as_line(f"{_shown(sources)}/{problem}. No site is built until then"))


def _settings(config: MkDocsConfig) -> Settings:
    base = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    try:
        return settings(config.extra.get("study"), base, os.environ.get(ENVIRONMENT, ""))
    except SettingError as error:
        raise PluginError(str(error)) from error


def _about(config: MkDocsConfig, folder: Path) -> About:
    docs = Path(config.docs_dir).resolve()
    below = folder.relative_to(docs).as_posix() if folder.is_relative_to(docs) else ""
    return About(
        name=config.site_name,
        description=config.site_description or About().description,
        url=config.site_url or "",
        edit_line=line_address(config.repo_url, config.edit_uri, below),
        report_wrong=report_address(config.repo_url),
    )


def _log(site: Site, folder: Path, left_out: tuple[str, ...]) -> None:
    for grave, told in (*check.in_log(check.problems(site), _shown(folder)), *((False, one) for one in left_out)):
        log.log(logging.WARNING if grave else logging.INFO, "%s", check.as_line(told))


def _shown(folder: Path) -> str:
    """The folder as a reader of the log knows it."""
    return (folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder).as_posix()


def _nav(entries: tuple[Entry, ...]) -> list[Any]:
    """MkDocs puts titles into the page as they are, so they are escaped here."""
    return [{html.escape(title): place if isinstance(place, str) else _nav(place)} for title, place in entries]
