"""Pages that MkDocs need not render again: what comes of their Markdown, and their whole HTML.

Each is kept by everything it came of. For what comes of the Markdown, that is the Markdown, the settings, and all
addresses that links may lead to; for the HTML, what the theme's templates are given, those of the guide's own folder,
and the menu. MkDocs goes its way as ever: a page that is known hands over its parts instead of making them.
"""

from __future__ import annotations

import html
import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from .kept import Store, digest, program
from .site.navigation import Entry

FILE = Path(".cache", "pages.db")  # beside a guide's settings

# A template that writes what it is given; no theme has one of this name.
_TEMPLATE: Final = "kept-page"
# Plugins of which all that comes is in what a page is kept by; any other may have its say wherever it likes.
_KNOWN_PLUGINS = frozenset({"kept pages", "material/tags", "tags"})
# Extensions of Markdown that read nothing but the page; another may read files, as snippets do.
_OF_MARKDOWN = "abbr admonition attr_list def_list footnotes md_in_html meta sane_lists tables toc fenced_code"
_OF_PYMDOWN = "betterem caret details highlight inlinehilite keys mark superfences tabbed tasklist tilde"
_KNOWN_EXTENSIONS = frozenset({*_OF_MARKDOWN.split(), *(f"pymdownx.{name}" for name in _OF_PYMDOWN.split())})
# Settings that may differ from build to build and are in no page.
_NOT_SHOWN = frozenset({"config_file_path", "site_dir", "docs_dir", "watch", "plugins", "hooks", "nav", "dev_addr"})


class KeptPages(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Those of one build after another, as a plugin of MkDocs."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        self._store = Store(Path(config.config_file_path or "mkdocs.yml").resolve().parent / FILE)
        self._store.__enter__()
        self._new: dict[str, bytes] = {}

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._store.__exit__()

    def on_build_error(self, *, error: Exception) -> None:
        if hasattr(self, "_store"):
            self._store.__exit__()

    def lay_out(self, menu: Sequence[Entry], files: Files, config: MkDocsConfig) -> None:
        """Makes the menu, and its pages, which MkDocs would make later."""
        config.nav = _escaped(menu)
        for title, path in _entries(config.nav):
            if file := files.get_file_from_path(path):
                _KeptPage(title, file, config, self)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Takes down what any page may come of, now that no more files come."""
        shown = {key: value for key, value in config.items() if key not in _NOT_SHOWN}
        own = _templates(config.theme.custom_dir)
        self._settings = digest(program(), _plain(shown), _plain(dict(config.theme)), *own)
        self._addresses = _plain(sorted((file.src_uri, file.url) for file in files))
        self._menu = _plain(_outline(nav))
        self._keeping = _all_known(config)

    def rendered(self, page: Page) -> dict[str, Any] | None:
        """What came of this Markdown before."""
        data = self._store.get(self._of_markdown(page)) if self._keeping else None
        return json.loads(zlib.decompress(data)) if data else None

    def keep_rendered(self, page: Page, parts: dict[str, Any]) -> None:
        self._store.put(self._of_markdown(page), zlib.compress(_plain(parts), 1))

    def _of_markdown(self, page: Page) -> bytes:
        return digest(b"Markdown", self._settings, self._addresses, _plain([page.file.src_uri, page.markdown]))

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Lets each page whose HTML is known be written as it was."""
        if not self._keeping:
            return
        env.loader = jinja2.ChoiceLoader([env.loader or jinja2.BaseLoader(), jinja2.DictLoader(_WRITES)])
        for page in (file.page for file in files.documentation_pages()):
            if page is None or page.file.inclusion is InclusionLevel.EXCLUDED:
                continue  # a draft is marked as one, later than here
            key = self._of_html(page)
            if data := self._store.get(key):
                page.meta["template"] = _TEMPLATE
                setattr(page, "kept", zlib.decompress(data).decode())  # noqa: B010  # for the template alone
            else:
                self._new[page.file.src_uri] = key

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        if key := self._new.pop(page.file.src_uri, None):
            self._store.put(key, zlib.compress(output.encode(), 1))

    def _of_html(self, page: Page) -> bytes:
        near = [[one.title, one.url] if one else None for one in (page.previous_page, page.next_page)]
        around = [[one.title, one.url] if isinstance(one, Page) else one.title for one in page.ancestors]
        own = [page.title, page.meta, page.url, page.edit_url, page.canonical_url, _tokens(page.toc), page.content]
        return digest(b"HTML", self._settings, self._addresses, self._menu, _plain([own, near, around]))


_WRITES = {_TEMPLATE: "{{ page.kept }}"}


class _KeptPage(Page):
    """A page that is rendered, unless it was before."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, kept: KeptPages) -> None:
        super().__init__(title, file, config)
        self._kept = kept

    def render(self, config: MkDocsConfig, files: Files) -> None:
        if parts := self._kept.rendered(self):
            self.content, self.toc = parts["content"], get_toc(parts["toc"])
            self._title_from_render, self.present_anchor_ids = parts["title"], set(parts["anchors"])
            leads = ((files.get_file_from_path(path), dict(links)) for path, links in parts["leads"])
            self.links_to_anchors = {file: links for file, links in leads if file}
            return
        with _silent() as silent:
            super().render(config, files)
        if silent:  # what MkDocs has to say of a page it is to say again
            links = (self.links_to_anchors or {}).items()
            made = {
                "content": self.content,
                "toc": _tokens(self.toc),
                "title": self._title_from_render,
                "anchors": sorted(self.present_anchor_ids or ()),
                "leads": [[file.src_uri, sorted(anchors.items())] for file, anchors in links],
            }
            self._kept.keep_rendered(self, made)


def _all_known(config: MkDocsConfig) -> bool:
    """Whether no plugin, hook or extension has a part in the pages of which nothing is known here."""
    extensions = {name.removeprefix("markdown.extensions.") for name in config.markdown_extensions}
    plugins = set(config.plugins) - set(config.hooks)
    return len(config.hooks) == 1 and plugins <= _KNOWN_PLUGINS and extensions <= _KNOWN_EXTENSIONS


def _tokens(links: Iterable[AnchorLink]) -> list[dict[str, Any]]:
    return [{"name": one.title, "id": one.id, "level": one.level, "children": _tokens(one.children)} for one in links]


def _templates(folder: str | None) -> Iterator[bytes]:
    """Those of the guide's own folder; the theme's are a package, and `program` knows its version."""
    if folder:
        for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            yield path.relative_to(folder).as_posix().encode()
            yield path.read_bytes()


def _escaped(menu: Sequence[Entry]) -> list[Any]:
    """MkDocs puts titles into the page as they are."""
    return [{html.escape(title): place if isinstance(place, str) else _escaped(place)} for title, place in menu]


def _entries(menu: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for title, place in (entry for one in menu for entry in one.items()):
        if isinstance(place, str):
            yield title, place
        else:
            yield from _entries(place)


def _outline(items: Iterable[Any]) -> list[Any]:
    """Titles and addresses of a menu."""
    return [[one.title, getattr(one, "url", None), _outline(one.children or ())] for one in items]


def _plain(value: Any) -> bytes:
    """A value of settings or pages as bytes that are the same in every process."""
    return json.dumps(value, sort_keys=True, default=_described).encode()


def _described(value: Any) -> Any:
    if isinstance(value, dict):
        return dict(value)
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else f"{type(value).__qualname__} {value}"


@contextmanager
def _silent() -> Iterator[list[bool]]:
    """Holds something as long as MkDocs says nothing."""
    silent, told = [True], logging.Handler(logging.INFO)
    told.emit = lambda record: silent.clear()  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs")
    log.addHandler(told)
    try:
        yield silent
    finally:
        log.removeHandler(told)
