"""How quickly the list of questions answers among ten thousand, beside four hundred, in one run.

    .venv/bin/python benchmarks/explorer.py [NUMBER OF QUESTIONS]

The site is built once; the questions are those of its bank over and over. Times are those that the reader waits, in
milliseconds: until the list stands there, from the last letter typed or a filter pressed to the frame with its answer,
and the longest task that blocked the page meanwhile.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools"), str(ROOT / "benchmarks")]

import build  # noqa: E402
from practice import PEER, WATCH, made  # noqa: E402

import chromium  # noqa: E402
from local_server import serving  # noqa: E402
from studyguide import pipeline  # noqa: E402
from studyguide.folder import sources  # noqa: E402
from studyguide.site.search_index import search_files  # noqa: E402

WORDS = ("bucket policy", "cold start", "replication", "vpc endpoint", "alarm")

# From a change of the field to the frame in which its answer stands.
TYPE = """words => new Promise((done) => {
  const field = document.querySelector('#explorer-field');
  const list = document.querySelector('.explorer-list');
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  watch.observe(list, {childList: true});
  field.value = words;
  field.dispatchEvent(new Event('input'));
})"""

PRESS = """() => new Promise((done) => {
  const begun = performance.now();
  document.querySelector('[data-filter="level:basic"]').click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    site = pipeline.build(sources.read_folder(ROOT / "docs" / "sources"))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        out = Path(name) / "site"
        build.seconds(ROOT, out, {"STUDY_SOURCES": str(ROOT / "docs" / "sources")})
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.LAUNCH))
        print(f"{'questions':>10} {'opens':>8} {'words':>8} {'filter':>8} {'longest task':>13}")
        for questions in (PEER, number):
            for path, text in search_files(made(site, questions)):
                (out / path).write_text(text, "utf-8")
            with serving(out) as address:
                print(f"{questions:>10} {'{:>8.0f} {:>8.0f} {:>8.0f} {:>13.0f}'.format(*measured(browser, address))}")
        browser.close()


def measured(browser: Browser, address: str) -> tuple[float, float, float, float]:
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"{address}questions/")
    page.locator(".explorer-row").first.wait_for()
    opens = 1000 * (time.perf_counter() - begun)
    page.wait_for_timeout(4000)  # until the words of the answers are known as well
    page.evaluate(WATCH)
    words = [page.evaluate(TYPE, each) for each in WORDS]
    filters = [page.evaluate(PRESS) for _ in WORDS]
    longest = page.evaluate("() => Math.max(...window.long)")
    context.close()
    return opens, statistics.median(words), statistics.median(filters), longest


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
