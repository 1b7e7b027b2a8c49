"""What axe finds on a page that stands in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Where only the colours are others, only these can find something new.
COLOURS = ("color-contrast", "link-in-text-block")


def violations(page: Page, *rules: str) -> list[dict[str, Any]]:
    """What breaks a rule of axe, or one of these alone. Its program is given to a page once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"{Axe().axe_script}; 0")
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found: list[dict[str, Any]] = page.evaluate("(options) => axe.run(options).then((all) => all.violations)", options)
    return found
