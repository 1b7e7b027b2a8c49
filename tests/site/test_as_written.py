"""The pages and files of a small guide, letter by letter: tests/cases/pages/as_written.txt was looked at.

What changes on purpose is written anew, and looked at in the diff: `python tests/site/test_as_written.py`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "hooks")]

from every import ABOUT, EVERY, FEW, NOTHING

from studyguide.guide import About
from studyguide.pipeline import linked_guide, site_files
from studyguide.records import Site
from studyguide.site import pages
from studyguide.site.navigation import navigation
from studyguide.site.page_blocks import Html

KEPT = Path(__file__).parents[1] / "cases" / "pages" / "as_written.txt"
# Of questions and retired ids that differ in nothing but their words, these links are kept.
LINKED = ("s3-storage-classes", "s3-oldest", "s3-torrent", "wordless", "round", "astray", "s3-body")
# Where a site has few copies to take along and no repository, these pages differ.
DIFFERS = (
    *("index.md", "practice/index.md", "downloads/index.md", "services/iam/index.md"),
    *("navigation", "q/s3-body/index.html"),
)


def written() -> Iterator[tuple[str, str]]:
    yield from ((path, text) for path, text in pages.tree(linked_guide(EVERY, ABOUT)) if path.startswith("services/s3"))
    yield from _for_the_theme("site", EVERY, ABOUT)
    yield from ((path, text) for path, text in _for_the_theme("few", EVERY, FEW) if path[4:] in DIFFERS)
    yield from _for_the_theme("empty", NOTHING, About())


def _for_the_theme(name: str, site: Site, about: About) -> Iterator[tuple[str, str]]:
    whole = linked_guide(site, about)
    yield from ((f"{name}/{page.path}", shown(page)) for page in pages.site_pages(whole))
    yield f"{name}/navigation", readable(navigation(whole, ["about.md"] if about.url else []))
    for path, text in site_files(site, about).texts:
        if path.endswith(".json") and "schema" not in path:
            yield f"{name}/{path}", readable(json.loads(text))
        elif path.startswith("q/") and path.split("/")[1] in LINKED:
            yield f"{name}/{path}", text


def shown(page: pages.Page) -> str:
    """A page of the site build with what is put into it, and what only the theme knows of it."""

    def put(token: re.Match[str]) -> str:
        insert = page.inserts[int(token[1])]
        return insert.html if isinstance(insert, Html) else f"⟨{insert.markdown}⟩"

    text = re.sub("\ue000([0-9]+)\ue001", put, pages.page_text(page))
    return f"{text}\nedit: {page.edit}\nanchors: {' '.join(sorted(page.anchors))}\n"


def readable(value: object) -> str:
    """JSON with a line for each part, as long as a part has several of its own."""
    short = json.dumps(value, ensure_ascii=False)
    if len(short) < 100 or not isinstance(value, (dict, list, tuple)):
        return short
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {readable(part)}" for key, part in value.items()]
        return "{\n" + ",\n".join(parts) + "\n}"
    return "[\n" + ",\n".join(map(readable, value)) + "\n]"


def kept() -> dict[str, str]:
    parts = re.split(r"^=== (.*)\n", KEPT.read_text("utf-8"), flags=re.M)[1:] if KEPT.exists() else []
    return dict(zip(parts[::2], parts[1::2], strict=True))


def ended(text: str) -> str:
    return f"{text.rstrip()}\n"


def test_every_file_is_as_it_was() -> None:
    made, cases = dict(written()), kept()
    assert list(made) == list(cases)
    for path, text in made.items():
        assert ended(text) == cases[path], path


if __name__ == "__main__":
    KEPT.write_text("".join(f"=== {path}\n{ended(text)}" for path, text in written()), "utf-8")
