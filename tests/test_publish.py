"""The policy and the service worker of a finished site, as values."""

from __future__ import annotations

import base64
import hashlib

from studyguide.publish import policy, published, worker

PAGE = (
    "<!doctype html><html><head lang=en><meta charset=utf-8></head><body><script>go()</script>"
    '<script src="a.js"></script><script type="application/json">{"a": 1}</script>'
    '<script type="module">more()</script></body></html>'
)


def hashed(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def test_only_inline_scripts_that_run_are_allowed_by_hash() -> None:
    rules = dict(rule.partition(" ")[::2] for rule in policy([PAGE]).split("; "))
    assert rules["script-src"].split() == ["'self'", *sorted((hashed("go()"), hashed("more()")))]
    assert rules["default-src"] == "'none'" and rules["base-uri"] == "'none'"
    assert "unsafe" not in rules["script-src"] and "http" not in policy([PAGE])


def test_every_page_gets_the_policy_of_all_because_instant_navigation_keeps_the_first() -> None:
    other = "<head></head><script>else_()</script>"
    assert policy([PAGE, other]) == policy([other, PAGE])
    assert hashed("else_()") in policy([PAGE, other])


def test_the_policy_comes_before_everything_that_could_run() -> None:
    page = published(PAGE, policy([PAGE]), "v1")
    assert page.index("Content-Security-Policy") < page.index("<meta charset")
    assert page.count("Content-Security-Policy") == 1
    assert published("<p>no head", "x", "v1") == "<p>no head"


def test_the_worker_knows_pages_and_parts_but_no_copies_to_take_along() -> None:
    contents = {
        path: path.encode()
        for path in (
            *(
                "index.html",
                "services/s3/index.html",
                "sources/notes/index.html",
                "q/s3/index.html",
                "print/index.html",
            ),
            *("assets/css/a.css", "assets/js/a.mjs", "assets/javascripts/lunr/x.js", "search/entries.json"),
            *("downloads/book.pdf", "questions.json", "assets/javascripts/bundle.js.map"),
        )
    }
    version, script = worker(contents)
    head = script.partition("\n//")[0]
    assert 'PAGES = ["", "services/s3/"];' in head
    assert 'PARTS = ["assets/css/a.css", "assets/js/a.mjs", "search/entries.json"];' in head
    assert f'VERSION = "{version}";' in head


def test_the_version_changes_with_what_is_kept_and_with_nothing_else() -> None:
    first = worker({"index.html": b"a", "downloads/book.pdf": b"1"})[0]
    assert worker({"index.html": b"a", "downloads/book.pdf": b"2"})[0] == first
    assert worker({"index.html": b"b", "downloads/book.pdf": b"1"})[0] != first
