"""What several tests stand on: the real notes where they are, a browser, and a server for built sites."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import laws
import once
import pytest

import chromium as chromium_program
from local_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]

laws.load()


def pytest_configure(config: pytest.Config) -> None:
    if not once.begun():  # the workers of a run share its folder
        once.begin()
        config.add_cleanup(once.end)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real notes beside the repository, which not every machine has."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("the folder of real notes, ../shared, is not on this machine")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium. `make test` sees to it that there is one; pytest does without, as with CHROMIUM=none."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as all other waits of Playwright; a busy machine needs more than five
    path = os.environ.get("CHROMIUM") or chromium_program.find()
    if not path or not shutil.which(path):
        pytest.skip("there is no Chromium on this machine: `make test` gets one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium_program.LAUNCH))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a built site until the tests end: `serve(folder)` is its address, which ends in `/guide/`.

    Below a folder, because that is how GitHub Pages serves a project, and an address
    that begins with a slash by mistake works only at the root. As with GitHub Pages, too, a browser
    keeps what it was given for a while.
    """
    with ExitStack() as servers:
        yield lambda directory: servers.enter_context(serving(directory, fresh=600))
