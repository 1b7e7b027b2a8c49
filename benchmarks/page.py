"""What a reader waits for and pays for on a page of fifty questions, beside plain Material with the same content.

    .venv/bin/python benchmarks/page.py [SERVICE] [FOLDER OF NOTES]

The peer has the theme's own search, as ours has one. Both sites are built and looked at in one run: the same Chromium,
a phone's window, a processor four times slower, files compressed, nothing kept from before. Bytes are those on the wire
until the page has been quiet for two seconds and nobody has touched it; blocking time is what tasks take beyond 50 ms
each.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools"), str(ROOT / "benchmarks")]

import build  # noqa: E402

import chromium  # noqa: E402
from local_server import serving  # noqa: E402

ROUNDS, SLOWER = 5, 4

WATCH = """() => {
  window.paints = [];
  window.blocked = 0;
  const note = (list) => {
    for (const one of list.getEntries()) {
      if (one.entryType === 'longtask') window.blocked += Math.max(0, one.duration - 50);
      else window.paints.push(one.startTime);
    }
  };
  new PerformanceObserver(note).observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(note).observe({type: 'longtask', buffered: true});
}"""

Row = dict[str, float]


def main() -> None:
    service = sys.argv[1] if len(sys.argv) > 1 else "lambda"
    notes = Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "docs" / "sources").resolve()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        peer = build.plain_project(folder, notes)
        settings = (peer / "mkdocs.yml").read_text("utf-8")
        (peer / "mkdocs.yml").write_text(settings.replace("plugins:\n", "plugins:\n  - search\n"), "utf-8")
        build.seconds(ROOT, folder / "ours", {"STUDY_SOURCES": str(notes)})
        build.seconds(peer, folder / "plain", {})
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.LAUNCH))
        found: dict[str, Row] = {}
        for which in ("ours", "plain"):
            with serving(folder / which) as address:
                rows = [visited(browser, f"{address}services/{service}/") for _ in range(ROUNDS)]
            found[which] = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        browser.close()
    print(f"{'':24}{'ours':>10}{'plain':>10}{'ratio':>8}")
    for key, ours in found["ours"].items():
        plain = found["plain"][key]
        print(f"{key:24}{ours:>10.0f}{plain:>10.0f}{ours / plain if plain else 0:>8.2f}")


def visited(browser: Browser, address: str) -> Row:
    context = browser.new_context(viewport={"width": 412, "height": 823}, is_mobile=True, has_touch=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    page.add_init_script(f"({WATCH})()")
    page.goto(address, wait_until="load")
    page.wait_for_timeout(2000)
    row = {
        "transferred, KiB": sum(sizes) / 1024,
        "requests": float(len(sizes)),
        "largest paint, ms": page.evaluate("() => window.paints.at(-1)"),
        "blocking time, ms": page.evaluate("() => window.blocked"),
    }
    context.close()
    return row


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
