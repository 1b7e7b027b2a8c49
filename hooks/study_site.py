"""Joins the generator to MkDocs: its events, and nothing else. What a build does is said in `studyguide.building`."""

from __future__ import annotations

import html
import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage

from studyguide import building, check, pipeline
from studyguide.guide import About, line_address, report_address
from studyguide.kept_pages import KeptPages
from studyguide.site import pages
from studyguide.site.standing import Standing

log = logging.getLogger("mkdocs.hooks.study")

# MkDocs calls one event after another and hands its own pages back one by one, so these hold what a build has so far:
# whether it is served, where its site will stand, and by path the pages that are completed once they are rendered.
_serving = False
_standing: Standing | None = None
_pages: dict[str, pages.Page] = {}
_kept = KeptPages()


class Generated(File):
    """A file of the generator's. MkDocs would make a page of a copy to take along that ends in `.md`."""

    def is_documentation_page(self) -> bool:
        return self.src_uri in _pages or self.src_uri == pages.TAGS_PAGE[0]


def on_startup(*, command: str, dirty: bool) -> None:
    global _serving  # noqa: PLW0603  # MkDocs says it in this event alone, and others need it
    _serving = command == "serve"
    for handler in logging.getLogger("mkdocs").handlers:
        handler.addFilter(check.harmless_record)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global _standing  # noqa: PLW0603  # the events of one build share it
    notes, docs = building.chosen(config.extra.get("study"), config.config_file_path).sources, Path(config.docs_dir)
    config.plugins["kept pages"] = _kept
    config.watch = [*dict.fromkeys((*config.watch, str(notes)))]
    if not config.repo_url:
        config.edit_uri = ""  # without a repository MkDocs would warn about each page's edit link
    building.refuse_linked_folders(docs, *([notes] if _serving else []))  # what it watches it walks through, too
    if not _serving:
        # MkDocs empties the folder that it builds into, so it is given one beside the site.
        _standing = building.begun(Path(config.site_dir), _standing, log.info)
        config.site_dir = str(_standing.new)
    return config


def on_build_error(*, error: Exception) -> None:
    if told := building.given_up(_standing, error):
        raise PluginError(told) from error


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for file in [file for file in files if file.src_dir == config.docs_dir and file.abs_src_path]:
        if told := building.strange(Path(str(file.abs_src_path))):
            files.remove(file)
            if file.inclusion is not InclusionLevel.EXCLUDED:
                log.warning(told)
    chosen = building.chosen(config.extra.get("study"), config.config_file_path)
    authored = {file.src_uri for file in files.documentation_pages()}
    made, lines = building.made(chosen, _about(config, chosen.sources), authored, _serving)
    for grave, line in lines:
        log.log(logging.WARNING if grave else logging.INFO, "%s", line)
    _pages.clear()
    _pages.update({page.path: page for page in made.pages})
    for path, content in made.files:
        files.append(Generated.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED))
    if config.nav is None:
        _kept.lay_out(made.navigation, files, config)
    return files


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    if made := _pages.get(page.file.src_uri):
        # Material writes both into the page's head as they are.
        page.meta.update(title=html.escape(made.title), description=html.escape(made.description))
        page.edit_url = made.edit or None
        return markdown
    shown = pipeline.authored_page(page.file.src_uri, markdown)
    if shown.inserts:
        _pages[shown.path] = shown
    return shown.markdown


def on_page_content(content: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    if not (made := _pages.get(page.file.src_uri)):
        return content
    # MkDocs has looked for the targets of links already, before these stood in the page.
    page.present_anchor_ids = (page.present_anchor_ids or set()) | made.anchors
    return pipeline.with_answers(made, content)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Not while serving: MkDocs puts an inline script of its own into the pages that it serves."""
    if _standing and not _serving:
        theme: Any = config.theme.get_env()
        foot, source = config.site_url or config.site_name, lambda name: theme.loader.get_source(theme, name)[0]
        for line in building.finished(_standing, foot, source):
            log.warning(line)
        config.site_dir = str(_standing.site)


def _about(config: MkDocsConfig, notes: Path) -> About:
    edit_line = line_address(config.repo_url, config.edit_uri, building.below(notes, Path(config.docs_dir)))
    described, url = config.site_description or About().description, config.site_url or ""
    return About(config.site_name, described, url, edit_line, report_address(config.repo_url))
