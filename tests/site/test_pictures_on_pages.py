"""Pictures of the notes on the pages: shown, of a known size, and nothing that a page did not ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import drawn
import once
import pytest
from playwright.sync_api import Browser
from test_built_site import Seen, built
from tiers import quick

from studyguide import pipeline
from studyguide.answers.pictures import FOLDER
from studyguide.answers.portable import portable
from studyguide.answers.safe_html import fragment, placed
from studyguide.folder.sources import read_folder
from studyguide.guide import About

ADDRESS = f"{FOLDER}/0123456789abcdef0123-640x480.png"

NOTE = """\
### What does this diagram of a bucket show?

![Three *tiers* & "more"](img/wide.png)

Text with ![an icon](img/icon.svg) in it.

| kind | picture |
|---|---|
| JPEG | ![A photo](img/photo.jpg) |
| GIF | ![It moves](img/moves.gif) |
| WebP | ![[new.webp]] |

<img src="img/tall.png" alt="Tall" width="120">

### ![Which bucket is it?](img/plan.svg)

The first. And one that leads out: ![x](https://evil.example/pixel.png)
"""

FILES = {
    "img/wide.png": drawn.png(2_000, 900),
    "img/tall.png": drawn.png(240, 3_000),
    "img/icon.svg": drawn.svg(root='width="16" height="16"'),
    "img/plan.svg": drawn.svg("<script>document.title = 'PWNED'</script><rect width='90' height='60' fill='red'/>"),
    "img/photo.jpg": drawn.jpeg(64, 48, before=drawn.exif(6)),
    "img/moves.gif": drawn.gif(40, 30, frames=3),
    "new.webp": drawn.webp(200, 100),
    "nobody/names/this.png": drawn.png(),
}


def notes(folder: Path) -> Path:
    for name, data in {"notes/a.md": NOTE.encode(), **{f"notes/{name}": data for name, data in FILES.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return once.folder(
            "site with pictures", lambda out: built(None, notes(tmp_path_factory.mktemp("notes")), out, patch)
        )


@pytest.fixture(scope="module")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


def page_of(site: Path) -> str:
    rows = json.loads((site / "questions.json").read_text("utf-8"))["questions"]
    return str(rows[0]["url"].partition("#")[0])


def test_a_build_copies_what_is_shown_and_nothing_else(site: Path) -> None:
    """Strictly built: a folder of pictures and one that nobody names are no errors."""
    copied = {path.name for path in (site / FOLDER).iterdir()}
    assert len(copied) == len(FILES) - 1
    shown = set(re.findall(rf"{FOLDER}/([^\"]+)\"", (site / page_of(site) / "index.html").read_text("utf-8")))
    assert shown == copied
    assert not (site / "sources" / "notes" / "img").exists()


def test_addresses_lead_to_the_files_from_every_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        for source in re.findall(r'<img src="([^"]*)"', path.read_text("utf-8")):
            if FOLDER in source:
                assert (path.parent / source).resolve().is_file(), f"{path}: {source}"
    for path in (site / "practice").glob("*.json"):
        for source in re.findall(r'<img src=\\"([^"\\]*)\\"', path.read_text("utf-8")):
            assert (site / "practice" / source).resolve().is_file()


def test_what_the_json_names_is_there(site: Path) -> None:
    names = re.findall(rf"\({FOLDER}/([^)#]*)", (site / "questions.json").read_text("utf-8"))
    assert names and all((site / FOLDER / name).is_file() for name in names)


@pytest.mark.parametrize("scheme", quick(["dark"], ["light", "dark"]))
@pytest.mark.parametrize("width", quick([375], [375, 1280]))
def test_a_browser_shows_them(
    chromium: Browser, site: Path, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, service_workers="block"
    )
    seen = Seen(context, address)
    page = seen.open(page_of(site))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    images = page.locator(".answer-text img, .question-body img")
    assert images.count() == len(FILES) - 1
    before = images.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    for at in range(images.count()):
        images.nth(at).scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('.md-content img')].every((one) => one.complete)")
    assert images.evaluate_all("all => all.every((one) => one.naturalWidth > 0)")
    assert images.evaluate_all(
        "all => all.every((one) => one.alt && one.loading === 'lazy' && one.decoding === 'async')"
    )
    after = images.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert before == after, "nothing moved when they arrived"
    assert images.evaluate_all(
        "all => all.every((one) => one.getBoundingClientRect().right <= document.documentElement.clientWidth)"
    )
    ratios = images.evaluate_all(
        "all => all.map((one) => [one.width / one.height, one.naturalWidth / one.naturalHeight])"
    )
    assert all(abs(shown - own) < 0.15 * own for shown, own in ratios)
    assert page.locator("img[alt='Tall']").evaluate("one => one.width") == 120
    assert page.title() != "PWNED"
    context.close()
    assert (seen.faults, seen.foreign) == ([], [])


def test_the_page_to_print_waits_for_none(site: Path) -> None:
    text = (site / "print" / "index.html").read_text("utf-8")
    assert FOLDER in text and 'loading="lazy"' not in text


@pytest.mark.thorough
def test_a_card_shows_them(chromium: Browser, site: Path, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1000, "height": 900}, service_workers="block")
    seen = Seen(context, address)
    page = seen.open("practice/")
    shown = page.evaluate(
        """async () => {
          const { entries } = await (await fetch('../search/entries.json')).json();
          const { cards } = await (await fetch(`${entries[0].services[0]}.json`)).json();
          const place = document.createElement('div');
          place.innerHTML = Object.values(cards).map((one) => (one.body ?? '') + (one.answer ?? '')).join('');
          document.body.append(place);
          const images = [...place.querySelectorAll('img')];
          for (const one of images) one.loading = 'eager';
          await Promise.all(images.map((one) => one.decode()));
          return images.map((one) => one.naturalWidth);
        }"""
    )
    assert len(shown) > 2 and all(shown)
    context.close()
    assert (seen.faults, seen.foreign) == ([], [])


@pytest.mark.thorough
def test_they_are_read_offline(chromium: Browser, site: Path, address: str) -> None:
    context = chromium.new_context(service_workers="allow")
    page = context.new_page()
    page.goto(address + page_of(site))
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.postMessage('idle'))")
    page.wait_for_function(
        f"""async () => {{
          const [name] = (await caches.keys()).filter((one) => one.startsWith('study '));
          const kept = name ? await (await caches.open(name)).keys() : [];
          return kept.filter((one) => one.url.includes('{FOLDER}/')).length === {len(FILES) - 1};
        }}""",
        timeout=60_000,
    )
    context.close()


def test_other_generators_get_them_beside_the_pages(tmp_path: Path) -> None:
    made = pipeline.build(read_folder(notes(tmp_path)))
    files = dict(pipeline.markdown_files(made, About()))
    for path, text in files.items():
        if isinstance(text, str):
            for address_ in re.findall(rf"!\[[^\]]*\]\(([^)]*{FOLDER}/[^)]*)\)", text):
                place = Path(path).parent / address_
                assert place.as_posix().count("..") == len(Path(path).parent.parts)
                assert f"{FOLDER}/{place.name}" in files
    assert sum(isinstance(content, bytes) for content in files.values()) == len(FILES) - 1


# The form of one picture ---------------------------------------------------------------------------------------------


def test_a_fragment_has_our_own_pictures_alone() -> None:
    assert '<img src="assets/pictures/' in fragment(f"![a]({ADDRESS})")
    for foreign in (
        "https://x.example/a.png",
        "a.png",
        f"../{ADDRESS}",
        f"//x.example/{ADDRESS}",
        f"{ADDRESS}%22onload=x",
    ):
        assert "<img" not in fragment(f"![a]({foreign})")
    assert "<img" not in fragment(f'<img src="{ADDRESS}" onerror="alert(1)">')
    assert "<img" not in fragment(f"`![a]({ADDRESS})`")


def test_words_cannot_leave_their_attribute() -> None:
    html = fragment(f'![a" onerror="alert(1) <b> \'x\' `y` &amp; *z*]({ADDRESS} "t")')
    assert html == (
        f'<p><img src="{ADDRESS}" alt="a&quot; onerror=&quot;alert(1) &lt;b&gt; \'x\' y &amp; z" width="640" '
        'height="480" loading="lazy" decoding="async"> (t)</p>'
    )


def test_a_place_is_changed_in_the_element_alone() -> None:
    html = fragment(f'![a]({ADDRESS}) and `<img src="{FOLDER}/x">` and <img src="{FOLDER}/y">')
    moved = placed(html, "../../assets/pictures/")
    assert moved.count("../../assets/pictures/") == 1
    assert moved.replace("../../assets/pictures/", f"{FOLDER}/") == html


def test_a_picture_in_a_link_is_in_it() -> None:
    assert re.search(r"<a href=[^>]*><img [^>]*></a>", fragment(f"[![a]({ADDRESS})](https://x.example/)"))


def test_a_picture_in_other_generators_markdown() -> None:
    assert portable(f"![a *b* [c]]({ADDRESS}#320)", "../p/") == (
        "![a b &#91;c&#93;](../p/0123456789abcdef0123-640x480.png)"
    )
