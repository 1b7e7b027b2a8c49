"""Our reading of an answer's Markdown beside libraries for it: time, safety, and what a reader gets to see.

    .venv/bin/python benchmarks/markdown_engines.py [FOLDER OF HOSTILE TEXTS] [--differences]

Each engine makes HTML of the same texts, and an allow-list (nh3) has the last word on it, as it has on ours:

- the bombs of `tests/cases/safe_html/bombs.txt`, repeated to 30 kB, each given five seconds of CPU;
- the hostile texts of `hostile.txt` beside it, and those of the folder: what could run, load or change something before
  the allow-list looks, what is not allowed after it, and texts of which letters are lost;
- every answer of the shipped guide: time, and answers that have other words, or other blocks, than ours.
  Languages are taken off their fences, so that colouring code does not count.

Letters are lost where our HTML, which is complete by a test, shows more of them, addresses included. The peers have
what they offer for safety turned on, and what could lose words (references) off. One that is not installed is left out:
`pip install markdown-it-py mdit-py-plugins linkify-it-py mistune` beside the packages of the project.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import nh3
from markdown import Markdown

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

from markup import Markup, faults  # noqa: E402

from studyguide import pipeline  # noqa: E402
from studyguide.answers import code_colours, document, safe_html  # noqa: E402
from studyguide.answers.cleaning import clean  # noqa: E402
from studyguide.folder import sources  # noqa: E402

CASES = ROOT / "tests" / "cases" / "safe_html"
BOMB, PATIENCE, SLOW = 30_000, 5, 1.0

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "span",
        "div",
        "table",
        "thead",
    ),
    *("tbody", "tr", "th", "td", "strong", "em", "del", "a", "ins", "sub", "sup", "mark", "kbd", "abbr", "details"),
    *("summary", "dl", "dt", "dd"),
}
BLOCKS = {"p", "hr", "ul", "ol", "li", "blockquote", "pre", "table", "tr"}

_NUMBERS = {("ol", "start"), ("li", "value")}
_OUT = re.compile(r"(?:https?://|mailto:)", re.I)

Engine = Callable[[str], str]


# Engines: the HTML that each makes, not yet looked through


def ours() -> Engine:
    def render(text: str) -> str:
        document.document.cache_clear()  # not the answers that are kept
        code_colours.coloured.cache_clear()
        return safe_html.fragment.__wrapped__(text)

    return render


def python_markdown() -> Engine:
    md = Markdown(extensions=["tables", "fenced_code", "sane_lists", "pymdownx.tilde"])
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    return lambda text: str(md.reset().convert(text))


def markdown_it() -> Engine:
    tasks = import_module("mdit_py_plugins.tasklists").tasklists_plugin
    md = import_module("markdown_it").MarkdownIt("commonmark", {"html": False, "linkify": True})
    md.enable(["table", "strikethrough", "linkify"]).disable(["reference", "image"]).use(tasks)
    return lambda text: str(md.render(text))


def mistune() -> Engine:
    plugins = ["table", "strikethrough", "task_lists", "url"]
    made = import_module("mistune").create_markdown(escape=True, plugins=plugins)
    return lambda text: str(made(text))


ENGINES: dict[str, tuple[Callable[[], Engine], str]] = {
    "ours": (ours, "Markdown"),
    "Python-Markdown": (python_markdown, "Markdown"),
    "markdown-it-py": (markdown_it, "markdown-it-py"),
    "mistune": (mistune, "mistune"),
}


def allowed(rendered: str) -> str:
    lower = re.sub(r"(</?h)([1-6])\b", lambda match: f"{match[1]}{min(6, 3 + int(match[2]))}", rendered)
    return nh3.clean(
        lower,
        tags=TAGS,
        clean_content_tags=set(),
        attributes={"a": {"href"}, "ol": {"start"}, "li": {"value"}},
        attribute_filter=lambda tag, name, value: value if (tag, name) in _NUMBERS or _OUT.match(value) else None,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


# Texts


def hostile(folder: Path | None) -> list[str]:
    text = re.sub(r"\A(#.*\n)+", "", (CASES / "hostile.txt").read_text("utf-8"))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    parts = [part.removeprefix("\n").removesuffix("\n") for part in re.split(r"^\.\n", text, flags=re.M)][:-1]
    texts = parts[1::2] + [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.md") if folder else ())]
    return [clean(text) for text in texts]


def bombs() -> Iterator[str]:
    for line in (CASES / "bombs.txt").read_text("utf-8").splitlines()[1:]:
        piece = json.loads(line)
        yield (piece * (BOMB // len(piece) + 1))[:BOMB]


def answers() -> list[str]:
    site = pipeline.build(sources.read_folder(ROOT / "docs" / "sources"))
    found = [asked.answer for question in site.questions for asked in question.asked if asked.answer]
    return [re.sub(r"^([ \t>]*(?:[-*+] +)*(?:`{3,}|~{3,}))[ \t]*\w+", r"\1", text, flags=re.M) for text in found]


# Measures

_ACTIVE = re.compile(r"script|iframe|object|embed|form|input|style|link|meta|base|img|video|audio|svg|math")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def active(rendered: str) -> bool:
    """Whether HTML could run, load or change something, or lead to more than the web and mail."""
    page = Markup(rendered)
    named = any(name in ("id", "style") or name.startswith("on") for _, name, _ in page.attributes)
    strange = any(_SCHEME.match(address) and not _OUT.match(address) for address in page.addresses)
    return named or strange or any(map(_ACTIVE.fullmatch, page.tags))


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Stops what is in it after so many seconds of CPU; not on Windows, which has no such clock."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def cpu(engine: Engine, text: str) -> float:
    """CPU seconds. The clock of `patience` makes this one coarse, so that it is not for short texts."""
    begun = time.process_time()
    allowed(engine(text))
    return time.process_time() - begun


def cpu_of_a_bomb(engine: Engine, text: str) -> float:
    """CPU seconds; infinity where it takes too long or fails, which is all the same to a reader."""
    try:
        with patience(PATIENCE):
            return cpu(engine, text)
    except Exception:
        return float("inf")


def letters(rendered: str) -> Counter[str]:
    return Counter(filter(str.isalnum, Markup(rendered).shown))


def lost(text: str, rendered: str) -> int:
    whole = Counter(filter(str.isalnum, Markup(safe_html.fragment(text)).shown))
    return sum((whole - letters(rendered)).values())


def words(rendered: str) -> list[str]:
    return Markup(re.sub(r"<(?=/?(?:p|li|td|th|tr|h\d|pre|br|hr|div)\b)", " <", rendered)).text.split()


def blocks(rendered: str) -> list[str]:
    return [tag for tag in Markup(rendered).tags if tag in BLOCKS]


def tried_on_bombs(engine: Engine) -> str:
    times = [cpu_of_a_bomb(engine, text) for text in bombs()]
    ended = [one for one in times if one <= PATIENCE]
    late, slow = len(times) - len(ended), sum(one > SLOW for one in ended)
    return f"{late} late or failed, {slow} more above {SLOW:.0f} s, slowest that ended {max(ended, default=0):.2f} s"


def tried_on_attacks(engine: Engine, texts: list[str]) -> str:
    made = [(text, engine(text)) for text in texts]
    raw = sum(active(html) for _, html in made)
    left = sum(bool(faults(allowed(html))) for _, html in made)
    gone = sum(lost(text, allowed(html)) > 0 for text, html in made)
    return f"{raw} active before the allow-list, {left} not allowed after it, letters lost in {gone}"


def tried_on_answers(engine: Engine, texts: list[str], differences: bool) -> str:
    seconds = [min(cpu(engine, text) for _ in range(3)) for text in texts]
    pairs = [(allowed(engine(text)), safe_html.fragment(text)) for text in texts]
    other = [(words(one), words(wanted)) for one, wanted in pairs if words(one) != words(wanted)]
    shaped = sum(blocks(one) != blocks(wanted) for one, wanted in pairs)
    gone = sum(lost(text, one) > 0 for text, (one, _) in zip(texts, pairs, strict=True))
    for here, there in other if differences else ():
        print(f"    {around(here, there)!r} for {around(there, here)!r}")
    figures = f"{1000 * statistics.mean(seconds):.2f} ms each, other words in {len(other)}, other blocks in {shaped}"
    return f"{figures}, letters lost in {gone}"


def around(words: list[str], others: list[str]) -> str:
    """Where two lists of words part."""
    place = next((n for n, pair in enumerate(zip(words, others, strict=False)) if pair[0] != pair[1]), len(others))
    return " ".join(words[max(0, place - 3) : place + 6])


def main() -> None:
    parser = argparse.ArgumentParser(description="Our reading of Markdown beside libraries for it.")
    parser.add_argument("folder", nargs="?", type=Path, help="further hostile texts, *.md")
    parser.add_argument("--differences", action="store_true", help="show where answers have other words than ours")
    options = parser.parse_args()
    attacks, bank = hostile(options.folder), answers()
    print(f"{sum(1 for _ in bombs())} bombs of {BOMB // 1000} kB, {len(attacks)} hostile texts, {len(bank)} answers")
    for name, (make, package) in ENGINES.items():
        try:
            engine = make()
        except ImportError as error:
            print(f"{name}: left out, {error}")
            continue
        print(f"{name} ({package} {version(package)})")
        print(f"  bombs: {tried_on_bombs(engine)}")
        print(f"  hostile: {tried_on_attacks(engine, attacks)}")
        print(f"  answers: {tried_on_answers(engine, bank, options.differences)}")


if __name__ == "__main__":
    main()
