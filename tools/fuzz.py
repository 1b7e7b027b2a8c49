"""Looks for notes that break a law: a crash, a hang, a lost word, a repair that is not its own last word.

    .venv/bin/python tools/fuzz.py [--seconds 60] [--seed 1] [--coverage] [FILE…]

Notes are drawn from a grammar of layouts and damage (Hypothesis), and what is found is made as small as it can be. With
--coverage, bytes are drawn by which lines of the generator they reach (atheris, of the group `fuzzing`). A find is
written to tests/cases/fuzz/, where it stays as a case once it is mended; files that are given are looked at instead.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

FINDS = ROOT / "tests" / "cases" / "fuzz"
# Seconds for one note of a few kilobytes; most take hundredths.
HANG = 30
# So many notes are drawn between two looks at the clock.
ROUND = 50


class Broken(AssertionError):
    """A law does not hold."""


def check(data: bytes) -> None:
    """Raises where a note breaks a law."""
    from studyguide import accounting, pipeline
    from studyguide.records import ANYTHING, RawFile
    from studyguide.repair import repair, step, undone, written

    raw = RawFile("notes/a.md", data)
    text, problems = repair(raw)
    if not text.lines and not problems:
        raise Broken("nothing is left, and nothing is said of it")
    after = written(raw, text).encode()
    if text.encoding != "binary":
        again, _ = repair(RawFile("notes/a.md", after))
        if after and again.lines != text.lines:
            raise Broken("repairing twice is not repairing once")
        if undone(after, step(data, after, text)) != data:
            raise Broken("the bytes do not come back")
    made = pipeline.prepared_file(raw, ANYTHING)
    for problem in accounting.problems([made.text], [made.reading], made.asked):
        raise Broken(str(problem))


# --- a grammar of layouts ---

_WORDS = st.sampled_from(
    "rope knot What is a the how does it hold? Why café naïve Що таке вузол なに 100 % `code` x² 🟢 –".split()  # noqa: SIM905
)
_LINE = st.lists(_WORDS, min_size=1, max_size=7).map(" ".join)
_PARAGRAPH = st.lists(_LINE, min_size=1, max_size=3).map("\n".join)
_NUMBER = st.integers(1, 30).map(str)


def _of(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: form.format(*found))


_BLOCKS = st.one_of(
    _PARAGRAPH,
    _of("{} {}", st.sampled_from(["#", "##", "###", "######"]), _LINE),
    _of("{}. {}", _NUMBER, _LINE),
    _of("{}) {}", _NUMBER, _LINE),
    _of("Q{}: {}\nA: {}", _NUMBER, _LINE, _PARAGRAPH),
    _of("**{}**\n\n{}", _LINE, _PARAGRAPH),
    _of("### **Question {}**\n\n{}", _NUMBER, _LINE),
    _of("- {}\n- {}\n  - {}", _LINE, _LINE, _LINE),
    _of("a) {}\nb) {}\n\nAnswer: b", _LINE, _LINE),
    _of("- [ ] {}\n- [x] {}", _LINE, _LINE),
    _of("| Question | Answer |\n|---|---|\n| {} | {} |", _LINE, _LINE),
    _of("<details><summary>{}</summary>\n\n{}\n\n</details>", _LINE, _PARAGRAPH),
    _of("```python\n{}\n```", _PARAGRAPH),
    _of("> {}", _LINE),
    _of("> [!NOTE]\n> {}", _LINE),
    _of("{} :: {}", _LINE, _LINE),
    _of("{}\n: {}", _LINE, _LINE),
    _of("{}[^1]\n\n[^1]: {}", _LINE, _LINE),
    _of("$${}$$", _LINE),
    _of("<!-- {} -->", _LINE),
    _of("<!-- keep-encoding -->{}<!-- /keep-encoding -->", _LINE),
    _of("**Ann:** {}\n\n**Bob:** {}", _LINE, _PARAGRAPH),
    st.sampled_from(
        ["---", "***", "___", "```", "~~~", "$$", "<details>", "</details>", "<!--", "-->", "---\ntitle: x\n---"]
    ),
    st.text(max_size=20),
)
_NOTES = st.lists(_BLOCKS, min_size=1, max_size=12).flatmap(
    lambda blocks: st.sampled_from(["\n\n", "\n", "\r\n\r\n"]).map(lambda between: between.join(blocks))
)
_CODECS = st.sampled_from(["", "", "", "cp1252", "mac_roman", "cp437", "latin-1", "cp1251", "koi8-r"])


def _damaged(text: str, codec: str, times: int) -> str:
    for _ in range(times if codec else 0):
        text = "".join(bytes([b]).decode(codec, "replace").replace("\ufffd", chr(b)) for b in text.encode())
    return text


def _cut(data: bytes, places: list[int]) -> bytes:
    for place in places:
        at = place % (len(data) + 1)
        data = data[:at] + data[at + 1 :]
    return data


_DAMAGED = st.tuples(_NOTES, _CODECS, st.integers(1, 2)).map(lambda drawn: _damaged(*drawn))
NOTES = st.tuples(
    st.tuples(_DAMAGED, st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "koi8-r"])).map(
        lambda drawn: drawn[0].encode(drawn[1], "replace")
    ),
    st.lists(st.integers(0, 10_000), max_size=3),
).map(lambda drawn: _cut(*drawn))


# --- running ---


def _limited(act: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The same, which raises where it hangs."""

    def hang(*_: object) -> None:
        raise Broken(f"more than {HANG} seconds")

    def limited(data: bytes) -> None:
        signal.signal(signal.SIGVTALRM, hang)
        signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
        try:
            act(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    return limited


def search(seconds: float, first: int) -> tuple[int, bytes | None, str]:
    """How many notes were tried, the smallest that breaks a law, and how."""
    tried = 0
    last = b""
    limited = _limited(check)

    def law(data: bytes) -> None:
        nonlocal tried, last
        tried, last = tried + 1, data
        limited(data)

    ends, number = time.monotonic() + seconds, first
    plain = settings(
        max_examples=ROUND, deadline=None, database=None, derandomize=False, report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    while time.monotonic() < ends:
        try:
            seed(number)(plain(given(NOTES)(law)))()
        except Exception as error:  # whatever is raised is a find
            return tried, last, f"{type(error).__name__}: {error}"
        number += 1
    return tried, None, ""


def by_coverage(seconds: int) -> None:
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["studyguide"]):
        importlib.import_module("studyguide.pipeline")
    FINDS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as begin:
        for n, note in enumerate(known_notes()):
            Path(begin, f"{n:05}").write_bytes(note)
        bounds = f"-max_total_time={seconds}", f"-timeout={HANG}", "-max_len=2000"
        atheris.Setup([sys.argv[0], *bounds, f"-artifact_prefix={FINDS}/", begin], check)
        atheris.Fuzz()


def known_notes() -> Iterator[bytes]:
    """What has a case already: a search by coverage begins with it, and changes it until it reaches something new."""
    yield from (path.read_bytes() for path in sorted(FINDS.glob("*.txt")))
    for path in sorted((ROOT / "tests" / "cases" / "read").glob("*.txt")):
        blocks = path.read_bytes().split(b"\n.\n")
        yield from (block for block in blocks[1::3] if block.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Looks for notes that break a law.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--coverage", action="store_true", help="draw bytes by what they reach, with atheris")
    told = parser.parse_args()
    for path in told.files:
        _limited(check)(path.read_bytes())
    if told.files:
        return
    if told.coverage:
        by_coverage(told.seconds)
        return
    tried, found, how = search(told.seconds, told.seed)
    print(f"{tried} notes tried")
    if found is not None:
        path = FINDS / f"{hashlib.sha256(found).hexdigest()[:12]}.txt"
        FINDS.mkdir(exist_ok=True)
        path.write_bytes(found)
        sys.exit(f"{path}: {how}")


if __name__ == "__main__":
    main()
