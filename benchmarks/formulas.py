"""Readers of LaTeX compared: what they make of formulas, and of what is made to harm. For docs/decisions.

.venv/bin/python -m pip install latex2mathml==3.81.1
.venv/bin/python benchmarks/formulas.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "hooks"))

FORMULAS = (
    r"A = \frac{up}{up + down}",
    r"99.99\%",
    r"O(n \log n)",
    r"\sum_{i=0}^{n} x_i \le \sqrt[3]{x}",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
    r"\left( \frac{a}{b} \right]^n",
    r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
)
WRONG = (r"\undefined{x}", r"\frac{1}", "x}", r"\begin{foo} x \end{foo}", "a & b", r"\text{a_b <b> c}")
HOSTILE = {
    "braces": "{" * 50_000 + "}" * 50_000,
    "hats": r"\hat" * 20_000 + "x",
    "letters": "a" * 100_000,
    "bars": "|" * 100_000,
    "24 open brackets": "(" * 24,
    "28 open brackets": "(" * 28,
    "a link": r"\href{javascript:go()}{x}",
    "an element": r"\text{<b>x</b>}",
}


def latex2mathml() -> Callable[[str], str]:
    from latex2mathml.converter import convert  # type: ignore[import-not-found, unused-ignore]

    return convert  # type: ignore[no-any-return, unused-ignore]


def math_core() -> Callable[[str], str]:
    from math_core import LatexToMathML

    reader = LatexToMathML(fancy_error=False)
    return lambda latex: reader.convert_with_local_state(latex, displaystyle=False)


def ours() -> Callable[[str], str]:
    from studyguide.answers.formulas import mathml

    return lambda latex: mathml(latex, False)


READERS = {"latex2mathml": latex2mathml, "math_core": math_core, "ours": ours}


def said(read: Callable[[str], str], latex: str) -> str:
    started = time.process_time()
    try:
        found = read(latex)
        told = f"{len(found)} characters" if found else "nothing"
        told += " with a link" if "href=" in found else " with an element" if "<b>" in found else ""
    except Exception as error:
        told = type(error).__name__
    return f"{told}, {time.process_time() - started:.2f} s"


def main() -> None:
    for name, reader in READERS.items():
        read = reader()
        started = time.process_time()
        for _ in range(200):
            for latex in FORMULAS:
                read(latex + " " if name != "ours" else latex + " " * (_ + 1))
        spent = (time.process_time() - started) / 200 / len(FORMULAS)
        taken = sum(
            not said(read, latex).startswith(("nothing", "LatexError")) and "Error" not in said(read, latex)
            for latex in WRONG
        )
        print(f"{name}: {spent * 1000:.3f} ms a formula; {taken} of {len(WRONG)} mistakes shown as right")
        for case in HOSTILE:
            words = [sys.executable, __file__, name, case]
            try:
                done = subprocess.run(words, capture_output=True, text=True, timeout=30)
                print(f"  {case}: {done.stdout.strip() or f'the program ends with {done.returncode}'}")
            except subprocess.TimeoutExpired:
                print(f"  {case}: stopped after 30 s")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(said(READERS[sys.argv[1]](), HOSTILE[sys.argv[2]]))
    else:
        main()
