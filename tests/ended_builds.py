"""Builds a small site again and again, each time ended by force a little later, and says what then stands there.

python tests/ended_builds.py mkdocs.yml SITE MOMENTS

A moment is a count of what the build does to files, so that no clock is asked. Each build is a process of its own,
begun as a copy of this one, which has done all the importing. What is printed is JSON: the digest of the site that
stood there and of the one that the notes make; for each moment those of the site before it and after it; and what a
build that is left alone makes of what the others left.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

# Whether the site is written or takes its place, and how many things were done by then.
Moment = tuple[bool, int]
WRITING, TAKING = False, True

# What Python tells of itself before it does it.
TOUCHES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "ctypes.dlopen", "shutil.rmtree")


def main(config: str, site: str, moments: int) -> None:
    place = Path(site)
    before = digest(place)
    total = one_build(config, site, None)[1]
    after = digest(place)
    writing = [(WRITING, 1 + total * number // (moments // 2)) for number in range(moments // 2)]
    taking = [(TAKING, number**2 // 2 + 1) for number in range(moments - len(writing))]
    seen = []
    for moment in (*writing, *taking):
        old = digest(place)
        in_another(config, site, moment)
        seen.append({"moment": moment, "old": old, "now": digest(place)})
        (place / "earlier.txt").write_text(str(moment), "utf-8")  # so that no site is like the one before it
    said = in_another(config, site)
    left = sorted(path.name for path in place.parent.iterdir() if path != place)
    print(
        json.dumps({"before": before, "after": after, "seen": seen, "last": digest(place), "left": left, "said": said})
    )


def in_another(config: str, site: str, end: Moment | None = None) -> str:
    """What another process says that builds the site; `end` is the moment at which it is ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, one_build(config, site, end)[0].encode("utf-8", "replace"))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    assert bool(os.WIFSIGNALED(status)) == bool(end), said
    return said


def one_build(config: str, site: str, end: Moment | None) -> tuple[str, int]:
    done, taking = 0, False

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done, taking
        if event == "os.chmod" and str(arguments[0]).endswith(".new"):  # the first that is done to a site that is whole
            done, taking = 0 if end else done, True
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in TOUCHES:
            done += 1
            if end == (taking, done):
                os.kill(os.getpid(), signal.SIGKILL)

    said = io.StringIO()
    logging.getLogger("mkdocs").addHandler(logging.StreamHandler(said))
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    loaded = load_config(config, site_dir=site)
    sys.addaudithook(look)
    try:
        build(loaded)
    except BaseException as error:  # the process ends here, whatever it was
        said.write(repr(error))
    return said.getvalue(), done


def digest(site: Path) -> str:
    """One for each state of a whole site, but for what is hidden in it; nothing for none."""
    found = hashlib.sha256()
    for path in sorted(site.rglob("[!.]*")):
        if path.is_file() and ".git" not in path.parts:
            found.update(f"{path.relative_to(site)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest() if site.exists() else ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
