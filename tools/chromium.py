"""Print the path of a Chromium that starts, and get one where there is none.

python tools/chromium.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# The one without windows first: a page and its context cost it a third of the processor's time.
SHELL = "chromium-headless-shell"
NAMES = (
    SHELL,
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)

# For tests and pictures: nothing but the page, and no sandbox, because containers run as root.
LAUNCH = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)

DEBIAN = (
    ("apt-get", "update"),
    ("apt-get", "install", "--yes", "--no-install-recommends", SHELL),
)

HELP = """\
There is no Chromium on this machine and none could be installed.
Install Chromium or Chrome, or name the program: CHROMIUM=/path/to/chromium make test
On Linux without administrator's rights some system libraries may be what is missing:
sudo .venv/bin/python -m playwright install-deps chromium"""


def main() -> int:
    named = os.environ.get("CHROMIUM")
    if not named and on_debian() and not shutil.which(SHELL):
        print(f"Installing {SHELL}", file=sys.stderr)
        all(map(succeeds, DEBIAN))  # else with what there is
    if path := find() or install():
        print(path)
        return 0
    print(f"CHROMIUM names {named}, which does not start." if named else HELP, file=sys.stderr)
    return 1


def find() -> str | None:
    """The first Chromium that starts; a `CHROMIUM` in the environment is the only one asked."""
    named = os.environ.get("CHROMIUM")
    return next((path for path in ([named] if named else candidates()) if starts(path)), None)


def candidates() -> Iterator[str]:
    yield from (path for name in NAMES if (path := shutil.which(name)))
    yield from (place for place in PLACES if Path(place).exists())
    if own := playwrights_own():
        yield own


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def starts(path: str) -> bool:
    """Ubuntu's `chromium-browser` without snap is there, but only says how to install it."""
    if sys.platform == "win32":  # where Chrome opens a window instead of telling its version
        return Path(path).exists()
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> str | None:
    """Playwright's own; nothing where one was named."""
    if os.environ.get("CHROMIUM"):
        return None
    print("Installing Chromium", file=sys.stderr)
    for commands in ways():
        if all(succeeds(command) for command in commands) and (path := find()):
            return path
    return None


def ways() -> Iterator[list[list[str]]]:
    playwright = [sys.executable, "-m", "playwright", "install"]
    if is_root():
        yield [[*playwright, "--with-deps", "chromium"]]
    yield [[*playwright, "chromium"]]


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def on_debian() -> bool:
    """Where its packages can be installed. Debian itself: in Ubuntu such a package is only a pointer to snap."""
    release = Path("/etc/os-release")
    return is_root() and release.exists() and "ID=debian" in release.read_text("utf-8").splitlines()


def succeeds(command: Sequence[str]) -> bool:
    """What it prints goes to standard error: standard output is for the path alone."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
