"""How long a build takes beside plain Material for MkDocs with the same pages, in one run.

    .venv/bin/python benchmarks/build.py [FOLDER OF NOTES]

The peer builds what `studyguide pages` writes from the notes: ordinary Markdown, the answers inside the pages, the
same theme and plugins, no hook. The ratio says what repair, reading, merging and safe rendering cost; it can be
below 1, for an answer that is rendered by itself costs no more than one in its page, and a lot of small pages
(the short links) are no Markdown for either.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3


def main() -> None:
    notes = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs" / "sources").resolve()
    with tempfile.TemporaryDirectory() as folder:
        peer = plain_project(Path(folder), notes)
        ours, plain = [], []
        for _ in range(RUNS):
            ours.append(seconds(ROOT, Path(folder) / "ours", {"STUDY_SOURCES": str(notes)}))
            plain.append(seconds(peer, Path(folder) / "plain", {}))
        ratio = statistics.median(ours) / statistics.median(plain)
        print(f"{notes}: {size(notes) / 1000:.0f} kB of notes")
        print(f"ours {statistics.median(ours):.2f} s, plain {statistics.median(plain):.2f} s of CPU, ratio {ratio:.2f}")


def plain_project(folder: Path, notes: Path) -> Path:
    """A project without the hook whose docs are the pages of the notes."""
    peer = folder / "peer"
    command = [sys.executable, "-m", "studyguide", "pages", "--sources", str(notes), "--out", str(peer / "docs")]
    subprocess.run(
        command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")}, stdout=subprocess.DEVNULL
    )
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"(?m)^(?:hooks|extra_css|extra_javascript):\n(?:[ -].*\n)+", "", settings)
    settings = re.sub(r"(?m)^\s*custom_dir:.*\n", "", settings)
    (peer / "mkdocs.yml").write_text(settings, "utf-8")
    return peer


def seconds(project: Path, site: Path, settings: dict[str, str]) -> float:
    """CPU seconds of one build, the children's own clock: another program's load does not count."""
    before = os.times()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    started = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        cwd=project,
        env={**os.environ, **settings, "NO_MKDOCS_2_WARNING": "1"},
        stderr=subprocess.DEVNULL,
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used or time.perf_counter() - started  # Windows keeps no such clock


def size(notes: Path) -> int:
    return sum(path.stat().st_size for path in notes.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
