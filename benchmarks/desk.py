"""How long a press at the desk takes on the shipped notes: the answer, and until the page shows it.

python benchmarks/desk.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools"), str(ROOT / "tests")]

import desk_folder  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

import chromium  # noqa: E402
from studyguide.desk import server, work  # noqa: E402
from studyguide.desk.work import Desk  # noqa: E402

FILE = "notes/services-by-level.txt"
LINE = 12
# From a key until the frame in which the page says what came of it, in milliseconds.
PRESS = """(key) => new Promise((done) => {
  const began = performance.now();
  const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  new MutationObserver(drawn).observe(document.getElementById("said"), {childList: true});
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
})"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder, "sources")
        shutil.copytree(ROOT / "docs" / "sources", sources)
        desk = desk_folder.desk(sources)
        view = timed("the first look, which reads all notes", lambda: work.look(desk, FILE))
        card = next(card for card in view["cards"].values() if card["line"] == LINE)
        line = next(line for part in view["stretches"] for line in part["lines"] if line["n"] == LINE)
        place = {"file": FILE, "line": LINE}
        level = {"do": "decide", "kind": "level", "question": card["name"], "level": "advanced", "at": place}
        asks = {"do": "decide", "kind": "asks-not", "text": line["text"], **place, "at": place}
        reading = {"do": "read", "file": FILE, "reading": view["readings"][1]["name"], "at": place}
        timed("another file", lambda: work.look(desk, "notes/backend-fifty.txt"))
        timed("a level", lambda: work.press(desk, level))
        timed("a line, for which its file is read anew", lambda: work.press(desk, asks))
        timed("another reading of the file", lambda: work.press(desk, reading))
        timed("undo", lambda: work.undo(desk))
        in_a_browser(desk)


def timed(what: str, act: Callable[[], work.Json]) -> work.Json:
    began, busy = time.perf_counter(), time.process_time()
    done = act()
    print(f"{time.perf_counter() - began:6.2f} s, {time.process_time() - busy:5.2f} s of the processor: {what}")
    return done


def in_a_browser(desk: Desk) -> None:
    with server.serving(desk) as (running, address), sync_playwright() as playwright:
        Thread(target=running.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.LAUNCH))
        page = browser.new_page()
        page.goto(f"{address}#{FILE}:{LINE}")
        page.locator(f"#L{LINE}").focus()
        page.wait_for_function("() => document.getElementById('main').ariaBusy === 'false'")
        for key in "123":
            print(f"{page.evaluate(PRESS, key) / 1000:6.2f} s: a level, from the key until {FILE} is drawn with it")
        browser.close()
        running.shutdown()


if __name__ == "__main__":
    main()
