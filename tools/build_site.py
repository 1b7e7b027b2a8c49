"""Build the website, unless it already is what its inputs make of it.

python tools/build_site.py --sources docs/sources --site site [--strict]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".cache" / "site"

# What a build depends on, besides the notes.
INPUTS = ("mkdocs.yml", "requirements.lock", "docs", "hooks", "overrides")
ENVIRONMENT = ("SITE_URL", "REPO_URL")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the website, unless it is up to date.")
    parser.add_argument("--sources", type=folder, default=ROOT / "docs" / "sources", help="the folder of notes")
    parser.add_argument("--site", type=folder, default=ROOT / "site", help="where the website goes")
    parser.add_argument("--strict", action="store_true", help="let every warning fail the build")
    options = parser.parse_args(arguments)
    if trouble := refusal(options.sources, options.site):
        print(trouble, file=sys.stderr)
        return 2
    return build(options.sources, options.site, strict=options.strict)


def folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def refusal(sources: Path, site: Path) -> str:
    """Why this must not be built, or nothing. A site takes the place of all that its folder holds."""
    if not sources.is_dir():
        return f"{sources}: there is no such folder. SOURCES names the folder that holds the notes."
    if site.is_relative_to(sources) or sources.is_relative_to(site):
        return f"{site}: the site and the notes must stand apart, because a build replaces the site's folder."
    if site.exists() and not site.is_dir():
        return f"{site}: this is a file. SITE names the folder to build into."
    if holds_other_things(site):
        return f"{site}: this folder holds other files, which a build would delete. Name an empty one, or empty it."
    return ""


def holds_other_things(site: Path) -> bool:
    """Hidden files survive a build; an earlier build may be replaced, finished or not."""
    if state_of(site).exists() or (site / "404.html").exists() or not site.is_dir():
        return False
    return any(not path.name.startswith(".") for path in site.iterdir())


def build(sources: Path, site: Path, *, strict: bool = False) -> int:
    """The exit code of MkDocs, or 0 when there was nothing to do. Both paths are absolute."""
    state = state_of(site)
    # Taken before the build, so that what changes meanwhile is built next time.
    inputs = fingerprint(sources, strict)
    if known(state) == record(inputs, site):
        print(f"{shown(site)} is up to date with {shown(sources)}")
        return 0
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), *(["--strict"] if strict else [])]
    code = subprocess.run(command, cwd=ROOT, env=os.environ | {"STUDY_SOURCES": str(sources)}).returncode
    if code == 0:
        remember(state, record(inputs, site))
        print(f"{shown(site)} is built from {shown(sources)}")
    return code


def state_of(site: Path) -> Path:
    return STATE / f"{hashlib.sha256(str(site).encode()).hexdigest()[:16]}.json"


def known(state: Path) -> str:
    """What was written of the last build; nothing where that cannot be read, whatever became of it."""
    try:
        return state.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def remember(state: Path, said: str) -> None:
    """A cache that cannot be written costs the next build's time only."""
    try:
        state.parent.mkdir(parents=True, exist_ok=True)
        part = state.with_suffix(f".{os.getpid()}")
        part.write_text(said, "utf-8")
        part.replace(state)
    except OSError as error:
        print(f"{state}: this cannot be written, so that the next build begins anew: {error.strerror}", file=sys.stderr)


def record(inputs: str, site: Path) -> str:
    """What the last build knew. A site that was removed, or built by another command, gives another record."""
    index = site / "index.html"
    return json.dumps({"inputs": inputs, "index": index.stat().st_mtime_ns if index.exists() else None})


def fingerprint(sources: Path, strict: bool) -> str:
    seen = [str(sources), str(strict), *(os.environ.get(name, "") for name in ENVIRONMENT)]
    for top in (*(ROOT / name for name in INPUTS), sources):
        for path in sorted(files_below(top)):
            status = path.lstat()
            seen.append(f"{path} {status.st_mtime_ns} {status.st_size}")
    return hashlib.sha256("\n".join(seen).encode("utf-8", "surrogateescape")).hexdigest()


def files_below(top: Path) -> Iterator[Path]:
    """The file itself, or all files of a folder; none where there is nothing."""
    if top.is_file():
        yield top
    for where, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in ("__pycache__", ".git")]
        yield from (Path(where, name) for name in names)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
