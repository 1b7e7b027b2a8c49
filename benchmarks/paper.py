"""How many pages of paper a service takes beside plain Material for MkDocs with the same content, in one run.

    .venv/bin/python benchmarks/paper.py [SERVICE] [FOLDER OF NOTES]

Both are printed by the same Chromium on A4 with the browser's defaults. The words of our PDF are compared with those
of the page's questions and answers, so that paper is not saved by leaving something out.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tools"), str(ROOT / "benchmarks")]

import build  # noqa: E402

import chromium  # noqa: E402
from local_server import serving  # noqa: E402
from studyguide import pipeline  # noqa: E402
from studyguide.folder import sources  # noqa: E402
from studyguide.words import wording  # noqa: E402


def main() -> None:
    service = sys.argv[1] if len(sys.argv) > 1 else "lambda"
    notes = Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "docs" / "sources").resolve()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        peer = build.plain_project(folder, notes)
        build.seconds(ROOT, folder / "ours", {"STUDY_SOURCES": str(notes)})
        build.seconds(peer, folder / "plain", {})
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.LAUNCH))
        pages = {}
        for which in ("ours", "plain"):
            with serving(folder / which) as address:
                pages[which] = printed(browser, f"{address}services/{service}/", folder / f"{which}.pdf")
        browser.close()
    (ours, words), (plain, _) = pages["ours"], pages["plain"]
    print(f"{service}: ours {ours} pages, plain {plain}, ratio {ours / plain:.2f}")
    missing = [word for word in _wanted(service, notes) if word not in words]
    print(f"words of questions and answers that are not on paper: {len(missing)} {missing[:10]}")


def printed(browser: Browser, address: str, file: Path) -> tuple[int, str]:
    """The number of pages, and all that stands on them without its spaces: lines break where paper ends."""
    page = browser.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    # As the reader's own print command would, so that the theme opens its blocks.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.pdf(path=str(file), format="A4")
    page.close()
    document = pypdfium2.PdfDocument(str(file))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return len(document), "".join(text.split()).replace("\ufffe", "-")


def _wanted(service: str, notes: Path) -> list[str]:
    site = pipeline.build(sources.read_folder(notes))
    found: dict[str, None] = {}
    for question in site.questions:
        if question.services[0] == service:
            found |= dict.fromkeys(f"{wording.plain(question.question)} {wording.running(question.answer)}".split())
    return list(found)


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
