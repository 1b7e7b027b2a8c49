"""Formulas in a browser, which draws them by itself: what is too wide scrolls in its box, reached by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studyguide.answers.safe_html import fragment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CSS = Path(__file__).resolve().parents[2] / "docs" / "assets" / "css" / "formulas.css"
WIDE = "$$" + " + ".join(f"x_{{{number}}}" for number in range(99)) + "$$"
ALIGNED = "$$\n\\begin{aligned} a &= b \\\\ a + a + a &= b \\end{aligned}\n$$"


def test_formulas_on_a_narrow_page(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.set_content(
        f"<style>{CSS.read_text('utf-8')}</style>" + fragment(f"{WIDE}\n\n{ALIGNED}\n\n$\\frac{{a}}{{b}}$")
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "formula"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    # The signs of equality stand below each other, and a numerator above its denominator.
    equal = page.locator("mtable mo", has_text="=")
    assert abs(equal.nth(0).bounding_box()["x"] - equal.nth(1).bounding_box()["x"]) < 1  # type: ignore[index]
    upper, lower = (page.locator("mfrac > mi").nth(number).bounding_box() for number in range(2))
    assert upper and lower and upper["y"] + upper["height"] <= lower["y"] + 1
    page.close()
