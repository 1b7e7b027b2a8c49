"""Joins the generator to MkDocs: its pages, navigation, exports and problems. What they hold is decided elsewhere."""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage

from studyguide import check, pipeline
from studyguide.answers import safe_html
from studyguide.exports import catalogue, keep
from studyguide.folder import sources
from studyguide.guide import About, edit_address, guide, level_page, service_page
from studyguide.records import LEVELS, Site, Span
from studyguide.site import downloads, json_files, pages, publish
from studyguide.site.page_blocks import Html, fill
from studyguide.site.practice_cards import practice_files
from studyguide.site.search_index import search_files
from studyguide.site.short_links import short_links

log = logging.getLogger("mkdocs.hooks.study")

TAGS_PAGE = "# Tags\n\nServices and levels, with the pages about them.\n\n<!-- material/tags -->\n"
NOTES_LOGGED = 20

_SETTINGS = {"sources", "downloads"}
_ID = re.compile(r' id="([^"]+)"')

# The pages of the build under way, by path; MkDocs hands its own pages back one by one.
_pages: dict[str, pages.Page] = {}
# What MkDocs was started for: build, serve or gh-deploy.
_command = "build"


class Copy(File):
    """A file to take along as it is: MkDocs would make a page of one that ends in `.md`."""

    def is_documentation_page(self) -> bool:
        return False


def on_startup(*, command: str, dirty: bool) -> None:
    global _command
    _command = command


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    folder = str(_folder(config))
    if folder not in config.watch:
        config.watch.append(folder)
    if not config.repo_url:
        config.edit_uri = ""  # without a repository MkDocs would warn about each page's edit link
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    folder = _folder(config)
    site = pipeline.build(sources.read_folder(folder))
    _report(site, folder)
    about = _about(config, folder)
    copies = _copies(site, about, folder, config)
    about = replace(about, downloads=tuple(file for file, _ in copies))
    made = {page.path: page for page in pages.site_pages(site, about)}
    authored = {file.src_uri for file in files.documentation_pages()}
    _pages.clear()
    _pages.update({path: page for path, page in made.items() if path not in authored})
    for path, content in _contents(site, about):
        if path not in authored:
            files.append(File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
    for file, data in copies:
        files.append(Copy.generated(config, file.path, content=data, inclusion=InclusionLevel.INCLUDED))
    if config.nav is None:
        config.nav = _nav(site, about, authored)
    return files


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    made = _pages.get(page.file.src_uri)
    if made:
        # Material writes both into the page's head as they are.
        page.meta["title"] = html.escape(made.title)
        page.meta["description"] = html.escape(made.description)
        page.edit_url = _edit_url(config, made)
    return markdown


def on_page_content(content: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    made = _pages.get(page.file.src_uri)
    if not made:
        return content
    ours = (insert.html for insert in made.inserts if isinstance(insert, Html))
    # MkDocs has looked for the targets of links already, before these stood in the page.
    page.present_anchor_ids = (page.present_anchor_ids or set()).union(*map(_ID.findall, ours))
    return fill(content, made.inserts, safe_html.fragment)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Not while serving: MkDocs puts an inline script of its own into the pages that it serves."""
    if _command == "serve":
        return
    out = Path(config.site_dir)
    paths = {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()}
    pages_of = {name: path.read_text("utf-8") for name, path in paths.items() if _is_themed(name)}
    small = {name: path.read_bytes() for name, path in paths.items() if not name.startswith("downloads/")}
    pages_of, style, css, replaced = publish.styled(pages_of, small, config.site_url or config.site_name)
    if style:
        small[style] = css.encode()
        (out / style).write_text(css, "utf-8", newline="\n")
        for name in replaced:
            small.pop(name)
            paths[name].unlink()
    version, script = publish.worker(small)
    rules = publish.policy(pages_of.values())
    for name, page in pages_of.items():
        paths[name].write_text(publish.published(page, rules, version), "utf-8", newline="\n")
    (out / publish.WORKER).write_text(script, "utf-8", newline="\n")


def _is_themed(path: str) -> bool:
    """Short links have a policy of their own: they run nothing at all."""
    return path.endswith(".html") and not path.startswith("q/")


def _contents(site: Site, about: About) -> Iterator[tuple[str, str]]:
    """Path and text of every file that the build adds."""
    for page in _pages.values():
        yield page.path, pages.front_matter(page) + page.markdown
    yield "tags.md", TAGS_PAGE
    yield from short_links(site, about)
    yield from json_files.exports(site)
    yield from search_files(site)
    yield from practice_files(site)


def _copies(site: Site, about: About, folder: Path, config: MkDocsConfig) -> tuple[catalogue.Made, ...]:
    """The files to take along, those of an earlier build as they are. A server shows each change at once, without."""
    if _command == "serve" or not _with_downloads(config):
        return ()
    cache = Path(config.config_file_path or "mkdocs.yml").parent.resolve() / ".cache" / "copies"
    shelf = keep.Shelf(cache / "made")
    made = guide(site, about)
    setting = catalogue.Setting(keep.newest_change(folder, catalogue.newest(made)), cache / "fonts")
    copies, told = catalogue.copies(made, setting, keep=shelf.keep)
    shelf.clear()
    for sentence in told:
        log.info(sentence)
    return copies


def _report(site: Site, folder: Path) -> None:
    problems = check.problems(site)
    place = _shown(folder)
    for problem in problems:
        if problem.grave:
            log.warning(f"{place}/{problem}")
    notes = [problem for problem in problems if not problem.grave]
    for problem in notes[:NOTES_LOGGED]:
        log.info(f"{place}/{problem}")
    if len(notes) > NOTES_LOGGED:
        log.info(f"{len(notes) - NOTES_LOGGED} further notes: `studyguide check --sources {place}` shows them all")


def _shown(folder: Path) -> str:
    return folder.relative_to(Path.cwd()).as_posix() if folder.is_relative_to(Path.cwd()) else folder.as_posix()


# Settings


def _folder(config: MkDocsConfig) -> Path:
    """The folder of the notes: the environment's, relative to where the command runs, else the configuration's."""
    settings = config.extra.get("study") or {}
    if not isinstance(settings, dict):
        raise PluginError("extra.study: this must be a table of settings, such as `sources: docs/sources`.")
    for key in settings:
        if key not in _SETTINGS:
            raise PluginError(f"extra.study.{key}: there is no such setting. Known: {', '.join(sorted(_SETTINGS))}.")
    named = settings.get("sources", "docs/sources")
    if not isinstance(named, str) or not named.strip():
        raise PluginError("extra.study.sources: this must be the path of a folder, such as `docs/sources`.")
    environment = os.environ.get("STUDY_SOURCES")
    base = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    folder = Path(environment).expanduser() if environment else base / named
    if not folder.is_dir():
        key = "STUDY_SOURCES" if environment else "extra.study.sources"
        raise PluginError(f"{key}: there is no folder {str(folder)!r}. Name the folder that holds the notes.")
    return folder.resolve()


def _with_downloads(config: MkDocsConfig) -> bool:
    wanted = (config.extra.get("study") or {}).get("downloads", True)
    if not isinstance(wanted, bool):
        raise PluginError("extra.study.downloads: this must be true or false.")
    return wanted


def _about(config: MkDocsConfig, folder: Path) -> About:
    repository = (config.repo_url or "").rstrip("/")
    return About(
        name=config.site_name,
        description=config.site_description or About().description,
        url=config.site_url or "",
        edit_line=_edit_line(config, folder),
        report_wrong=f"{repository}/issues/new?template=wrong-answer.yml&question={{id}}" if repository else "",
    )


def _edit_line(config: MkDocsConfig, folder: Path) -> str:
    """The address of a line in the repository; nothing for a folder that is not in it."""
    docs = Path(config.docs_dir).resolve()
    if not config.repo_url or not config.edit_uri or not folder.is_relative_to(docs):
        return ""
    parts = (config.repo_url.rstrip("/"), config.edit_uri.strip("/"), folder.relative_to(docs).as_posix(), "{source}")
    base = "/".join(parts)
    # GitHub's editor knows no lines; its plain view does, and has the pencil beside it.
    return (base.replace("/edit/", "/blob/", 1) + "?plain=1" if "/edit/" in base else base) + "#L{line}"


def _edit_url(config: MkDocsConfig, made: pages.Page) -> str | None:
    if not made.edit:
        return None
    line = edit_address(_about(config, _folder(config)), Span(made.edit, 1, 1))
    return line.replace("/blob/", "/edit/", 1).partition("?plain")[0].partition("#")[0] or None


# Navigation


def _nav(site: Site, about: About, authored: set[str]) -> list[Any]:
    """MkDocs puts titles into the page as they are, so they are escaped here."""
    made = guide(site, about)
    services: list[Any] = [{"All services": pages.SERVICES}]
    for category, found in pages.categories(made).items():
        entries = [{html.escape(service.name): service_page(service.slug)} for service in found]
        services.append({html.escape(category): entries})
    reports = [{html.escape(source): path} for source, path in made.reports.items()]
    nav: list[Any] = [
        {"Home": "index.md"},
        {"Services": services},
        {"Levels": [{"All levels": pages.LEVEL_INDEX}, *({level.capitalize(): level_page(level)} for level in LEVELS)]},
        {"Scenarios": pages.SCENARIOS},
        {"Questions": pages.QUESTIONS},
        {"Practice": pages.PRACTICE},
        *([{"Downloads": downloads.PATH}] if about.downloads else []),
        {"Tags": "tags.md"},
        {"Sources": [{"All sources": pages.SOURCES}, *reports]},
    ]
    return [*nav, {"About": "about.md"}] if "about.md" in authored else nav
