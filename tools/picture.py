"""Take the picture of the site that stands in the README.

python tools/picture.py [--page services/s3/] [--out docs/assets/site.png]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

import build_site
import chromium
from local_server import serving

SIZE: ViewportSize = {"width": 1280, "height": 860}


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the picture of the site that the README shows.")
    parser.add_argument("--page", default="services/s3/", help="the page, as an address below the site")
    parser.add_argument("--out", type=Path, default=build_site.ROOT / "docs" / "assets" / "site.png")
    options = parser.parse_args()
    browser = chromium.find() or chromium.install()
    if not browser:
        print(chromium.HELP, file=sys.stderr)
        return 1
    site = build_site.ROOT / ".cache" / "picture"
    if code := build_site.build(build_site.ROOT / "docs" / "sources", site):
        return code
    with serving(site) as address:
        take(browser, address + options.page, options.out)
    print(f"{build_site.shown(options.out.resolve())} shows {options.page}")
    return 0


def take(browser: str, address: str, out: Path) -> None:
    """The page as it opens, with its first answer unfolded."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser, args=list(chromium.LAUNCH))
        page = window.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        response = page.goto(address, wait_until="load")
        if not (response and response.ok):
            sys.exit(f"{address}: the site has no such page")
        if (answer := page.locator("article details > summary").first).count():
            answer.click()
        page.evaluate("scrollTo(0, 0)")
        page.mouse.move(0, 0)
        page.wait_for_timeout(500)  # for colours and fonts that settle after the load event
        page.screenshot(path=out, animations="disabled", caret="hide")
        window.close()


if __name__ == "__main__":
    sys.exit(main())
