"""Which rules of our style sheets no page uses, measured in Chromium over kinds of pages and their states.

python tools/unused_css.py [--seconds 1500] [FOLDER ...]

Builds a guide of every mark, the one that is shipped, another of its notes alone, of which nothing is reviewed, and one
of each FOLDER of notes. Takes their pages through the states of `STATES`: on a phone and on a wide screen, light and
dark, on paper, and without script. A state that was shown is shown again, and any other page is looked at, where an
element has a shape that is new. What can be pointed at and what can have the keyboard's focus is pointed at and focused
in turn. It takes a quarter of an hour, no longer than `--seconds` say, and ends with 1 where there is a selector that
nothing uses and that `KEPT` has no reason for, a reason for one that is used, or a state that no guide has any more;
with 2 where time was too short.

Chromium tells which rules match. A rule with several selectors is used as soon as one of them is, so each selector is
measured by itself: the style sheet gets a copy of each, with a declaration that changes nothing. With FOLDER, a reason
for one that is used is no fault: its notes may have what the shipped ones have not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload, Page, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError

import build_site
import chromium
from local_server import serving

sys.path.append(str(build_site.ROOT / "tests"))
import drawn
import every_mark as marks

CSS = build_site.ROOT / "docs" / "assets" / "css"
GUIDES = (build_site.ROOT / "docs" / "sources", build_site.ROOT / "docs" / "sources" / "notes")
OUT = build_site.ROOT / ".cache" / "unused_css"
SHEET = re.compile(r"/assets/stylesheets/site\.[0-9a-f]{8}\.min\.css$")
# As the workflow publishes it: with links to a repository, and a page for what is not found that knows its place.
PUBLISHED = {"SITE_URL": "https://guide.example/guide/", "REPO_URL": "https://github.com/guide/guide"}
SERVICES = 2
PATIENCE = 10_000  # milliseconds for a state to be reached
SECONDS = 1500  # for all of it
SETTLES = 300  # milliseconds after which a page has done what a key or a press asked for

# What notes may have, besides the marks of `tests/cases/everyday_marks.txt`, and the shipped ones have not.
MORE = r"""
### What is a formula?

$$\begin{array}{|l|r|} a & b \\ \hline c & d \end{array}$$

$$\begin{aligned} a &= \sqrt{b} \\ &= \boxed{c} \end{aligned}$$

$\cancel{a}$, $\bcancel{b}$, $\xcancel{c}$, $\overline{d}$, $\underline{e}$ and
$\begin{cases} 1 & x \\ 0 & y \end{cases}$

### ![Which knot is it?](img/plan.svg)

A bowline: ![as drawn](img/plan.svg)

### What is a bowline?

A knot that makes a loop at the end of a rope, and is easily untied: ![a plan](img/plan.svg)

### What is a knot without a name?

### Which rope holds more?

- [ ] the wet one
- [x] the dry one
- [ ] neither

### Which rope holds less?

- [x] the wet one
- [ ] the dry one
"""
AGAIN = """### What is a bowline?

A knot that makes a loop at the end of a rope: ![a plan](img/plan.svg)
"""
PLAN = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="red"/></svg>'

# Selectors that stay although no state here uses them, and why.
KEPT: dict[str, str] = {
    ".md-typeset .question > a:target ~ h3": "an id that was retired, and still leads to its question",
    ".md-typeset .answer-text :is(h5)": "an answer with headings of two levels",
    ".md-typeset .answer-text :is(h6)": "an answer with headings of three levels",
    ".chart rect.strength-1": "a day of much less practice than the best one",
    '[data-only="unknown"] > h2[id^="level_"]:not(#level_unknown)': "a question of which nobody knows the level",
}


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector, where it stands, and the conditions around it, such as `@media print`."""

    file: str
    line: int
    around: tuple[str, ...]
    text: str

    @property
    def dynamic(self) -> bool:
        """Whether it depends on what is pointed at or focused."""
        return bool(_DYNAMIC.search(self.text))

    @property
    def static(self) -> str:
        """What it names, pointed at or not: `a > :hover::before` names whatever is in `a`."""
        return _PSEUDO_ELEMENT.sub("", _DYNAMIC.sub(":not(html)", self.text))

    @property
    def name(self) -> str:
        return " ".join((*self.around, self.text))

    @property
    def rule(self) -> str:
        made = f"{self.text}{{--seen:1}}"
        for condition in reversed(self.around):
            made = f"{condition}{{{made}}}"
        return made


# Reading style sheets: ours alone, which nest nothing but rules in conditions

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_TOKEN = re.compile(r"""(?P<string>"[^"]*"|'[^']*')|(?P<open>\{)|(?P<close>\})|(?P<end>;)""")
_DYNAMIC = re.compile(r":(?:hover|focus(?:-visible|-within)?)\b")
_PSEUDO_ELEMENT = re.compile(r"::[\w-]+")


def selectors(file: str, css: str) -> Iterator[Selector]:
    """Every selector of a style sheet, each alternative by itself; `@page` has none.

    >>> [one.text for one in selectors("a.css", "@media print { a, b:is(c, d) { e: f; } }")]
    ['a', 'b:is(c)', 'b:is(d)']
    """
    css = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), css)
    around: list[str] = []
    begun = 0
    for token in _TOKEN.finditer(css):
        match token.lastgroup:
            case "open":
                head = css[begun : token.start()].strip()
                around.append(head)
                if not any(one.startswith("@page") for one in around) and not head.startswith("@"):
                    line = css.count("\n", 0, token.start()) + 1
                    for text in alternatives(head):
                        yield Selector(file, line, tuple(around[:-1]), text)
            case "close":
                around.pop()
            case "string":
                continue
        begun = token.end()


def alternatives(selector: str) -> list[str]:
    """What a list of selectors and its `:is(…)` stand for, one by one.

    >>> alternatives(".a, :is(.b, .c) > d")
    ['.a', ':is(.b) > d', ':is(.c) > d']
    """
    if len(parts := _parts(selector)) > 1:
        return [one for part in parts for one in alternatives(part)]
    for match in re.finditer(r":is\(", selector):
        end = _closing(selector, match.end())
        inner = _parts(selector[match.end() : end])
        if len(inner) > 1:
            head, tail = selector[: match.end()], selector[end:]
            return [one for part in inner for one in alternatives(head + part + tail)]
    return [" ".join(selector.split())]


def _parts(text: str) -> list[str]:
    """What stands between the commas that are in no brackets."""
    depth, begun, parts = 0, 0, []
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append(text[begun:place].strip())
            begun = place + 1
    return [*parts, text[begun:].strip()]


def _closing(text: str, begun: int) -> int:
    depth = 1
    for place in range(begun, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
    raise ValueError(f"{text}: a bracket is not closed")


# States of pages: where each begins, and what leads to it

State = tuple[str, Callable[[Page], None]]


def still(page: Page) -> None:
    """The page as it opens."""


def keys(*pressed: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.locator("article").first.wait_for()
        for key in pressed:
            page.keyboard.press(key)
        page.wait_for_timeout(SETTLES)

    return press


def press(*wanted: str) -> Callable[[Page], None]:
    """Presses what each selector names first, one after the other."""

    def pressed(page: Page) -> None:
        for one in wanted:
            page.locator(one).first.click()
        page.wait_for_timeout(SETTLES)

    return pressed


def search(words: str) -> Callable[[Page], None]:
    def searched(page: Page) -> None:
        keys("/")(page)
        page.locator(".find-field").fill(words)
        page.wait_for_timeout(SETTLES)

    return searched


def unfolded(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def chosen(page: Page) -> None:
    """A choice of the small menu, by keyboard."""
    page.locator(".menu > summary").focus()
    keys("Enter", "Tab")(page)


def line(page: Page) -> None:
    """One line of a source, as a link from a question leads there."""
    page.evaluate("() => { location.hash = document.querySelector('pre.source > span').id; }")


def session(page: Page) -> None:
    """A card of each grade, one that is undone, put off, looked back at and set aside; then the end of the session."""
    press(".practice-begin")(page)
    for key in "12341":
        page.locator(".course-show:visible").wait_for()
        keys("Space", key)(page)
    keys("u", "j", "k")(page)
    press(".course-end")(page)


def overtime(page: Page) -> None:
    """A mock interview whose clock has run out."""
    page.clock.install()
    press(".practice-mode:last-of-type")(page)
    page.locator(".course-clock").wait_for()
    page.clock.fast_forward(600_000)
    page.locator(".course-clock.over").wait_for()


def interviewed(page: Page) -> None:
    press(".practice-mode:last-of-type", ".course-show", ".course-grade", ".course-end")(page)


def progress(page: Page) -> None:
    """Reviews over half a year, brought in as a reader does; the tables of all charts unfolded."""
    page.locator(".practice-begin").wait_for()
    ids = page.evaluate("async () => (await (await fetch('../questions.json')).json()).questions.map((one) => one.id)")
    file = FilePayload(name="progress.json", mimeType="application/json", buffer=exported(ids).encode())
    page.locator(".data input[type=file]").set_input_files(file)
    page.locator(".data-result:not(:empty)").wait_for()
    press(*(f".chart:nth-of-type({place}) .chart-table > summary" for place in (1, 2)))(page)


def exported(ids: list[str]) -> str:
    """A reader's progress: how often a question came again, and how it went, follows from its place."""
    now = datetime.now(UTC)
    time = "%Y-%m-%dT%H:%M:%SZ"
    grades = ("easy", "good", "hard", "again")
    rows = [
        {
            "id": id,
            "reviews": [
                {"at": f"{now - timedelta(days=longest / (turn + 1)):{time}}", "grade": grades[place // 6 % 4]}
                for turn in range(place % 6)
            ],
            "aside": {"at": f"{now:{time}}", "on": place == 1},
        }
        for place, id in enumerate(ids)
        for longest in (150 if place % 2 else 3,)
    ]
    return json.dumps({"format": "study-progress", "version": 1, "questions": rows})


def marked(page: Page) -> None:
    """Progress as other pages show it."""
    progress(page)
    page.goto(page.url.partition("practice/")[0])
    page.locator(".progress-mark").first.wait_for()


def kept_nowhere(page: Page) -> None:
    """A browser that keeps nothing for the site."""
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('forbidden'); }})")
    page.reload()
    page.locator(".practice-trouble:visible").wait_for()


def chosen_option(page: Page) -> None:
    """Options of a question, the right one and a wrong one pressed."""
    unfolded(page)
    press(*(f".options:visible > li:nth-of-type({place}) .option" for place in (1, 2)))(page)


def noted(page: Page) -> None:
    """A footnote that its mark has led to."""
    unfolded(page)
    page.evaluate("() => { location.hash = document.querySelector('.footnotes > li').id; }")
    page.wait_for_timeout(SETTLES)


def found(page: Page) -> None:
    """A question that the search has led to: its words are marked."""
    search("what is")(page)
    keys("ArrowDown", "Enter")(page)
    page.locator("mark").first.wait_for()


# {service} is each of the services with the most questions, {source} the first file of notes.
STATES: tuple[State, ...] = (
    ("", still),
    ("", search("lambda cold start")),
    ("", search("level:basic bucket")),
    ("", search("qqxxyy")),
    ("", keys("?")),
    ("", found),
    ("services/", still),
    ("services/{service}/", still),
    ("services/{service}/", keys("o")),
    ("services/{service}/", unfolded),
    ("services/{service}/", press(".menu > summary")),
    ("services/{service}/", chosen),
    ("services/{service}/", press(".copy-link")),
    ("services/{service}/?only=basic", still),
    ("services/{service}/?only=intermediate", still),
    ("services/{service}/?only=advanced", still),
    ("services/{service}/?only=scenario", still),
    ("services/{service}/?only=unknown", still),
    ("services/{service}/#{question}", still),
    ("services/{service}/", chosen_option),
    ("services/{service}/", noted),
    ("q/{retired}/", still),
    ("levels/", still),
    ("levels/basic/", keys("o")),
    ("scenarios/", keys("o")),
    ("questions/", press(".explorer-services > summary")),
    ("questions/?q=what+is&level=basic&is=scenario", still),
    ("practice/?unreviewed=yes&unanswered=yes", press(".practice-begin", ".course-show")),
    ("practice/?is=unreviewed&unreviewed=yes", press(".practice-begin")),
    ("practice/?service=none", still),
    ("practice/?unreviewed=yes&unanswered=yes", session),
    ("practice/?unreviewed=yes", overtime),
    ("practice/?unreviewed=yes", interviewed),
    ("practice/?q=what+is", progress),
    ("practice/", marked),
    ("practice/", kept_nowhere),
    ("practice/", press(".data .sheet-back:nth-of-type(3)")),
    ("print/", press(".menu > summary")),
    ("downloads/", still),
    ("sources/", still),
    ("sources/{source}/", line),
    ("about/", still),
    ("tags/", still),
    ("404.html", still),
)

# Windows in which every state is looked at; without script only what needs none.
WINDOWS: tuple[dict[str, Any], ...] = (
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False, "reduced_motion": "reduce"},
)


# Measuring


class Sheet:
    """Our selectors, as what is added to the style sheet of a site, and which of them were seen to match."""

    def __init__(self, found: list[Selector]) -> None:
        self.selectors = found
        self.rules = "".join(one.rule for one in found)
        self.starts = [0, *accumulate(len(one.rule) for one in found)]
        self.seen: set[int] = set()

    def note(self, first: int, last: int) -> None:
        """What lies between two places of `rules` is used."""
        if first >= 0:
            self.seen.update(range(bisect_right(self.starts, first) - 1, bisect_right(self.starts, last - 1)))

    def unseen(self) -> list[Selector]:
        return [one for place, one in enumerate(self.selectors) if place not in self.seen]


class Watch:
    """One page, whose use of the style sheet is noted."""

    def __init__(self, page: Page, sheet: Sheet, before: int) -> None:
        self.page, self.sheet, self.before = page, sheet, before
        self.ids: set[str] = set()
        self.session = page.context.new_cdp_session(page)
        self.session.on("CSS.styleSheetAdded", self._added)
        for command in ("DOM.enable", "CSS.enable", "CSS.startRuleUsageTracking"):
            self.session.send(command)

    def _added(self, event: dict[str, Any]) -> None:
        if SHEET.search(event["header"]["sourceURL"]):
            self.ids.add(event["header"]["styleSheetId"])

    def note(self) -> None:
        """What was used since the last time. What a page has used is forgotten with the page."""
        for used in self.session.send("CSS.takeCoverageDelta")["coverage"]:
            if used["styleSheetId"] in self.ids and used["used"]:
                self.sheet.note(int(used["startOffset"]) - self.before, int(used["endOffset"]) - self.before)

    def point(self) -> None:
        """Points at and focuses the first of what each selector needs that nothing was seen to match."""
        for one in self.sheet.unseen():
            if one.dynamic and (place := self.page.locator(one.static).locator("visible=true").first).count():
                try:
                    place.hover(timeout=1000)
                    place.focus(timeout=1000)
                except PlaywrightError:
                    continue  # covered by a window above it, or moving
                self.note()


# An element without its words: its name, its classes and what attributes it has, below those of the elements around it.
Shape = tuple[str, ...]
_AROUND = 3
_VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr", "path"))


class _Shapes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: set[Shape] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = " ".join(sorted((dict(attrs).get("class") or "").split()))
        own = f"{tag} {classes} {' '.join(sorted(name for name, _ in attrs))}"
        self.found.add((*(shape for _, shape in self.open[-_AROUND:]), own))
        if tag not in _VOID:
            self.open.append((tag, f"{tag} {classes}"))

    def handle_endtag(self, tag: str) -> None:
        while tag in (name for name, _ in self.open) and self.open.pop()[0] != tag:
            pass


def shapes_of(page: Path) -> set[Shape]:
    reader = _Shapes()
    reader.feed(page.read_text("utf-8"))
    return reader.found


@dataclass(frozen=True, slots=True)
class Looked:
    """What one window has shown on all sites: states, and the shapes of elements."""

    states: set[State] = field(default_factory=set)
    shapes: set[Shape] = field(default_factory=set)

    def has_new(self, page: Path) -> bool:
        new = shapes_of(page) - self.shapes
        self.shapes.update(new)
        return bool(new)


def measure(browser: Browser, site: Path, sheet: Sheet, looked: Sequence[Looked], deadline: float) -> None:
    """Takes the pages of a site through their states, and notes in `sheet` what they use; nothing is begun behind the
    deadline.

    looked   for each window what it has shown
    """
    (path,) = (path for path in site.glob("assets/stylesheets/site.*") if SHEET.search(path.as_posix()))
    own = path.read_text("utf-8")
    with serving(site) as address:
        for window, before in zip(WINDOWS, looked, strict=True):
            script = window.get("java_script_enabled", True)
            for state, place in places(site, before, others=window is WINDOWS[0]):
                if time.monotonic() < deadline and (script or state[1] is still):
                    context = browser.new_context(service_workers="block", **window)
                    context.set_default_timeout(PATIENCE)
                    context.route(SHEET, lambda route: added(route, own + sheet.rules))
                    if look(Watch(context.new_page(), sheet, len(own)), address + place, state[1]):
                        before.states.add(state)
                    context.close()


def added(route: Route, css: str) -> None:
    route.fulfill(body=css, content_type="text/css; charset=utf-8")


def look(watch: Watch, address: str, arrive: Callable[[Page], None]) -> bool:
    """Whether the state is reached: the page on the screen, with what is pointed at, then on paper in both ways."""
    page = watch.page
    try:
        page.goto(address)
        watch.note()
        arrive(page)
    except PlaywrightError:
        return False
    watch.note()
    watch.point()
    page.emulate_media(forced_colors="active")
    watch.note()
    page.emulate_media(media="print", forced_colors="none")
    watch.note()
    page.evaluate("document.documentElement.dataset.print = 'questions'")
    watch.note()
    return True


def places(site: Path, looked: Looked, others: bool) -> Iterator[tuple[State, str]]:
    """States with the addresses below a site where they begin, then every other page. A state that was shown and a page
    are passed by where no element has a shape that is new.
    """
    names = named(site)
    for state in STATES:
        for place in dict.fromkeys(state[0].format(**one) for one in names):
            path = site / re.sub(r"[?#].*", "", place)
            page = path / "index.html" if path.is_dir() else path
            if page.exists() and (looked.has_new(page) or state not in looked.states):
                yield state, place
    for page in sorted(site.rglob("index.html")) if others else ():
        place = f"{page.parent.relative_to(site).as_posix()}/"
        if not place.startswith("q/") and looked.has_new(page):
            yield (place, unfolded), place


def named(site: Path) -> list[dict[str, str]]:
    """What stands for the names in `STATES`, for each of the services that are looked at."""
    questions = json.loads((site / "questions.json").read_text("utf-8"))["questions"]
    first = {one["services"][0]: one["id"] for one in reversed(questions)}
    services = Counter(one["services"][0] for one in questions).most_common(SERVICES)
    retired = next((alias for one in questions for alias in one.get("aliases", ())), questions[0]["id"])
    source = min(path.parent.name for path in site.glob("sources/*/index.html"))
    return [{"service": slug, "question": first[slug], "retired": retired, "source": source} for slug, _ in services]


def ours() -> Sheet:
    return Sheet([one for path in sorted(CSS.glob("*.css")) for one in selectors(path.name, path.read_text("utf-8"))])


def every_mark(folder: Path) -> Path:
    """Notes with every mark, in a folder that is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "img").mkdir(parents=True)
    (folder / "img" / "plan.svg").write_text(PLAN, "utf-8")
    (folder / "img" / "knot.png").write_bytes(drawn.png(64, 40))
    (folder / "marks.md").write_text(marks.note() + MORE, "utf-8")
    (folder / "other.md").write_text(marks.OTHERS, "utf-8")
    (folder / "again.md").write_text(AGAIN, "utf-8")
    shutil.copy(GUIDES[0] / "services.toml", folder)
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description="Find the rules of our style sheets that no page uses.")
    parser.add_argument("folders", nargs="*", type=build_site.folder, help="notes, whose guide is looked at as well")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="no longer than this over all")
    options = parser.parse_args()
    deadline = time.monotonic() + options.seconds
    sheet, looked = ours(), [Looked() for _ in WINDOWS]
    os.environ |= PUBLISHED
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.LAUNCH))
        for folder in (every_mark(OUT / "notes"), *GUIDES, *options.folders):
            if time.monotonic() > deadline:
                break
            site = OUT / re.sub(r"\W+", "-", folder.as_posix()).strip("-")
            if code := build_site.build(folder, site):
                return code
            measure(browser, site, sheet, looked, deadline)
        browser.close()
    if time.monotonic() > deadline:
        print(f"{options.seconds:.0f} seconds are over, and not every page was looked at; unseen until then:")
        print(*(f"{one.file}:{one.line}: {one.name}" for one in sheet.unseen() if one.name not in KEPT), sep="\n")
        return 2
    reached = set().union(*(one.states for one in looked))
    return report(sheet, [state for state in STATES if state not in reached], alone=not options.folders)


def report(sheet: Sheet, missed: list[State], *, alone: bool = True) -> int:
    """Says what is unused without a reason, which reasons are out of date, and which states no guide has.

    alone   only what is shipped was looked at, of which the reasons speak
    """
    unseen = sheet.unseen()
    faults = [f"{one.file}:{one.line}: nothing uses {one.name}" for one in unseen if one.name not in KEPT]
    if alone:
        faults += [f"KEPT: {name} is used, or gone" for name in KEPT.keys() - {one.name for one in unseen}]
    faults += [f"STATES: {path or 'the home page'}, {arrive.__name__}: not reached" for path, arrive in missed]
    print(*faults, f"{len(sheet.selectors)} selectors, {len(unseen)} unused, {len(KEPT)} kept all the same", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
