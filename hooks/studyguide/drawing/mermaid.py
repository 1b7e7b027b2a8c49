"""Asks the program that draws, and keeps what it has drawn."""

from __future__ import annotations

import hashlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..kept import keep, kept

PACKAGE = "mermaidx"
WORKER = Path(__file__).with_name("worker.py")
MAX_TEXT = 20_000
# Of the clock: a diagram takes a second or two, and a busy machine has other things to do.
SECONDS = 60
TOO_LONG = "it takes too long. Part it"
ENDED = "the program that draws came to its end. Simplify it"

Draw = Callable[[Sequence[str]], dict[str, bytes | str]]


def missing() -> str:
    """What the machine lacks for drawing, or nothing."""
    return "" if _version() else f"the Python package {PACKAGE} is not installed. Run `pip install {PACKAGE}`"


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def drawer(folder: Path | None = None) -> Draw:
    """A function that draws: SVG for each text, or a sentence that says what is wrong.

    folder   keeps what was drawn; without one each is drawn anew
    """

    def draw(texts: Sequence[str]) -> dict[str, bytes | str]:
        if lacking := missing():
            return dict.fromkeys(texts, lacking)
        told = {text: found for text in texts if (found := _kept(folder, text)) is not None}
        for text, found in _drawn([text for text in dict.fromkeys(texts) if text not in told]):
            told[text] = found
            if found not in (TOO_LONG, ENDED):
                _keep(folder, text, found)
        return told

    return draw


def _drawn(texts: Sequence[str]) -> Iterator[tuple[str, bytes | str]]:
    """One after another, by one program; by another one behind a text at which the first came to its end."""
    left: list[str] = []
    for text in texts:
        if len(text) <= MAX_TEXT:
            left.append(text)
        else:
            yield text, f"it has {len(text):,} characters, and {MAX_TEXT:,} is the most. Part it"
    while left:
        for told in _lines(tuple(left)):
            yield left.pop(0), told


def _lines(texts: Sequence[str]) -> Iterator[bytes | str]:
    """What the program says of each text, as far as it comes."""
    command = [sys.executable, "-I", str(WORKER)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdin and program.stdout
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_pass_on, args=(program.stdout, lines), daemon=True).start()
        try:
            program.stdin.write(json.dumps(texts))
            program.stdin.close()
            for _ in texts:
                yield _told(lines.get(timeout=SECONDS))
        except queue.Empty:
            yield TOO_LONG
        except (OSError, ValueError):
            yield ENDED
        finally:
            program.kill()


def _pass_on(lines: Iterable[str], to: queue.Queue[str]) -> None:
    for line in lines:
        to.put(line)
    to.put("")


def _told(line: str) -> bytes | str:
    told = json.loads(line)  # not of nothing, where the program has come to its end
    if "svg" in told:
        return str(told["svg"]).encode()
    said = str(told.get("wrong", "")).removeprefix("Mermaid rendering failed: ").removeprefix("Error: ")
    return f"Mermaid says: {' '.join(said.split())[:150].rstrip('.')}. Correct it"


# Kept ----------------------------------------------------------------------------------------------------------------


def _path(folder: Path, text: str) -> Path:
    made_by = f"{_version()}\0{WORKER.read_text('utf-8')}\0{text}"
    return folder / hashlib.sha256(made_by.encode("utf-8", "replace")).hexdigest()[:32]


def _kept(folder: Path | None, text: str) -> bytes | str | None:
    if folder is None:
        return None
    found = kept(_path(folder, text))
    if found is None:
        return None
    kind, _, data = found.partition(b"\n")
    return data if kind == b"svg" else data.decode("utf-8", "replace")


def _keep(folder: Path | None, text: str, told: bytes | str) -> None:
    if folder is None:
        return
    keep(
        _path(folder, text),
        b"svg\n" + told if isinstance(told, bytes) else b"wrong\n" + told.encode("utf-8", "replace"),
    )
