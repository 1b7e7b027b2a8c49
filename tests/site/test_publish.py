"""The policy and the service worker of a finished site, as values."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import material  # type: ignore[import-untyped]
import pytest
from tables import every_row

from studyguide.site import publish as publish_module
from studyguide.site.publish import of_theme, policy, publish, publish_folder, published, styled, worker

SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)

PAGE = (
    "<!doctype html><html><head lang=en><meta charset=utf-8></head><body><script>go()</script>"
    '<script src="a.js"></script><script type="application/json">{"a": 1}</script>'
    '<script type="module">more()</script></body></html>'
)


def hashed(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


LINKS = (
    '<head><link rel="stylesheet" href="{0}assets/stylesheets/main.1234abcd.min.css">\n'
    '<link rel="stylesheet" href="{0}assets/css/study.css"><title>x</title></head>'
)
STYLES = {
    "assets/stylesheets/main.1234abcd.min.css": b'@charset "UTF-8";a{b:c}/*# sourceMappingURL=x.map */',
    "assets/css/study.css": b"/* ours */\n.d {\n  e: f;\n}\n",
}


def test_one_style_sheet_takes_the_place_of_all_in_their_order() -> None:
    pages = {"index.html": LINKS.format(""), "a/index.html": LINKS.format("../"), "404.html": LINKS.format("/guide/")}
    made, path, css, replaced = styled(pages, STYLES)
    assert css == '@charset "UTF-8";a{b:c}.d { e: f; }' and replaced == list(STYLES)
    for name, above in (("index.html", ""), ("a/index.html", "../"), ("404.html", "/guide/")):
        assert made[name] == f'<head><link rel="stylesheet" href="{above}{path}"><title>x</title></head>'
    assert styled(pages, {**STYLES, "assets/css/study.css": b"g{}"})[1] != path  # browsers keep it by its name


def test_paper_says_where_it_comes_from() -> None:
    css = styled({"index.html": LINKS.format("")}, STYLES, 'A "gidé"')[2]
    assert css.endswith(
        '@page{@bottom-left{content:"A\\000020\\000022gid\\0000e9\\000022";font:8pt system-ui,sans-serif}}'
    )


def test_pages_with_different_style_sheets_keep_them() -> None:
    pages = {"index.html": LINKS.format(""), "a/index.html": "<head></head>"}
    assert styled(pages, STYLES) == (pages, "", "", [])
    missing = {"index.html": LINKS.format("")}
    assert styled(missing, {}) == (missing, "", "", [])


THEME = ("{#- made -#}\n<script>go()</script><script>more()</script>", '<script>at("{{ base_url }}")</script>')
KNOWN = of_theme(THEME)


def test_only_the_themes_inline_scripts_that_run_are_allowed_by_hash() -> None:
    rules = dict(rule.partition(" ")[::2] for rule in policy([PAGE, "<script>evil()</script>"], KNOWN).split("; "))
    assert rules["script-src"].split() == ["'self'", *sorted((hashed("go()"), hashed("more()")))]
    assert rules["default-src"] == "'self'"
    assert {rules[name] for name in ("object-src", "frame-src", "base-uri", "form-action")} == {"'none'"}
    assert rules["style-src"] == "'self'"
    assert "unsafe" not in policy([PAGE], KNOWN) and "http" not in policy([PAGE], KNOWN)


@every_row(
    ("code", "known"),
    [
        ("go()", True),
        ("go();", False),
        (" go()", False),
        ('at("")', True),
        ('at("../..")', True),
        ('at("https://a.example/b-c/")', True),
        ('at("");go("")', False),
        ('at(""+go()+"")', False),
        ('at("a b")', False),
        ("", False),
    ],
)
def test_a_script_is_the_themes_if_only_its_address_differs(code: str, known: bool) -> None:
    assert KNOWN(code) == known
    assert not of_theme(())(code)


def test_a_page_with_a_script_of_its_own_is_named() -> None:
    pages = {"index.html": PAGE, "a/index.html": "<head></head><script>evil()</script>", "q/a/index.html": PAGE}
    _, _, strange = publish({path: page.encode() for path, page in pages.items()}, "", THEME)
    assert [one.partition(": ")[0] for one in strange] == ["a/index.html:1"]


def test_the_theme_has_the_templates_whose_scripts_are_allowed() -> None:
    folder = Path(material.__file__).parent / "templates"
    scripts = [SCRIPT.findall((folder / name).read_text("utf-8")) for name in publish_module.THEME]
    assert all(scripts)
    # What a template has written into a script stands in quotes, and is one address.
    assert [code for codes in scripts for code in codes if "{%" in code or "{{" in code.replace('"{{', "")] == []


def test_every_page_gets_the_policy_of_all_because_instant_navigation_keeps_the_first() -> None:
    other = '<head></head><script>at("..")</script>'
    assert policy([PAGE, other], KNOWN) == policy([other, PAGE], KNOWN)
    assert hashed('at("..")') in policy([PAGE, other], KNOWN)


def test_the_policy_comes_before_everything_that_could_run() -> None:
    page = published(PAGE, policy([PAGE], KNOWN), "v1")
    assert page.index("Content-Security-Policy") < page.index("<meta charset")
    assert page.count("Content-Security-Policy") == 1
    assert published("<p>no head", "x", "v1") == "<p>no head"
    assert published("<head><p><head>", "x", "v1").count("Content-Security-Policy") == 1


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
    assert len(first) == 12


def test_a_worker_minds_only_the_caches_of_its_own_guide() -> None:
    """Two guides may stand on one host, one perhaps below the other."""
    script = worker({"index.html": b"a"})[1]
    assert "const OURS = `study ${root.href} `;\nconst CACHE = OURS + VERSION;" in script
    assert re.findall(r"caches\.keys\(\)\) if \((.*?)\) await caches\.delete", script) == [
        "name.startsWith(OURS) && name !== CACHE"
    ]


def test_a_finished_site_gets_sheet_policy_and_worker_in_one_go() -> None:
    short = "<head></head><script>none()</script>"
    contents = {"index.html": LINKS.format("").encode(), "q/s3/index.html": short.encode(), **STYLES}
    changed, removed, _ = publish(contents)
    assert removed == list(STYLES)
    assert sorted(path.split(".")[0] for path in changed) == [
        "assets/stylesheets/site",
        "index",
        "sw",
    ]  # not the short link
    assert b"Content-Security-Policy" in changed["index.html"]
    (sheet,) = (path for path in changed if path.endswith(".css"))
    assert f'"{sheet}"'.encode() in changed["sw.js"] and not any(path.encode() in changed["sw.js"] for path in removed)


def test_a_folder_is_published_but_for_the_copies_in_it(tmp_path: Path) -> None:
    files = {
        "index.html": LINKS.format(""),
        "downloads/index.html": LINKS.format("../"),
        "downloads/copy.html.pdf": "<head></head>",
        **{path: text.decode() for path, text in STYLES.items()},
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    publish_folder(tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert not written.keys() & STYLES.keys() and "sw.js" in written
    assert "Content-Security-Policy" in written["index.html"].read_text("utf-8")
    assert "Content-Security-Policy" in written["downloads/index.html"].read_text("utf-8")
    assert written["downloads/copy.html.pdf"].read_text("utf-8") == "<head></head>"


def test_copies_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "downloads").mkdir()
    for name in ("index.html", "downloads/index.html", "downloads/book.pdf", "data.json"):
        (tmp_path / name).write_text("", "utf-8")
    read: dict[str, bytes] = {}

    def publish(
        contents: dict[str, bytes], foot: str, theme: tuple[str, ...]
    ) -> tuple[dict[str, bytes], list[str], tuple[str, ...]]:
        read.update(contents)
        return {}, [], ()

    monkeypatch.setattr("studyguide.site.publish.publish", publish)
    publish_folder(tmp_path)
    assert sorted(read) == ["data.json", "downloads/index.html", "index.html"]
