"""Whether the language of code is known without being told: ours beside Pygments, over the fences of the shipped bank.

    .venv/bin/python benchmarks/code_language.py [FOLDER OF NOTES]

Each fence that names a language is asked about without it. Both may say that they do not know.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "hooks")]

from pygments.lexers import guess_lexer  # type: ignore[import-untyped]  # noqa: E402
from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # noqa: E402

from studyguide import pipeline  # noqa: E402
from studyguide.answers.code_in_prose import language_of  # noqa: E402
from studyguide.folder import sources  # noqa: E402

FENCE = re.compile(r"^([ \t]*)```(\w+)[ \t]*\n(.*?)^\1```", re.M | re.S)
SAME = {
    "sh": "bash",
    "shell": "bash",
    "console": "bash",
    "yml": "yaml",
    "js": "javascript",
    "py": "python",
    "ts": "typescript",
}

SUBJECT = sources.read_subject(sources.SHIPPED.parent)


def ours(code: str) -> str:
    return language_of(code.split("\n"), SUBJECT)


def pygments(code: str) -> str:
    try:
        aliases = guess_lexer(code).aliases
    except ClassNotFound:
        return ""
    return aliases[0] if aliases and aliases[0] != "text" else ""


def fences(folder: Path) -> list[tuple[str, str]]:
    """Language and code, of languages that more than plain text is known of."""
    answers = {asked.answer for one in pipeline.build(sources.read_folder(folder)).questions for asked in one.asked}
    found = [
        (SAME.get(match[2].lower(), match[2].lower()), match[3]) for text in answers for match in FENCE.finditer(text)
    ]
    return sorted(one for one in found if one[0] not in ("text", "txt", "plain"))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "sources"
    asked = fences(folder)
    print(f"{len(asked)} fences: {dict(Counter(language for language, _ in asked).most_common())}")
    guesses: dict[str, Callable[[str], str]] = {"ours": ours, "Pygments": pygments}
    for name, guess in guesses.items():
        begun = time.process_time()
        said = [(language, SAME.get(found := guess(code), found)) for language, code in asked]
        spent = time.process_time() - begun
        right, silent = sum(one == other for one, other in said), sum(not found for _, found in said)
        wrong = Counter(f"{other} for {one}" for one, other in said if other and other != one)
        figures = f"{right} right, {silent} not known, {sum(wrong.values())} wrong"
        print(f"{name}: {figures}, {1000 * spent / len(asked):.2f} ms each")
        print("  " + ", ".join(f"{what} {number}" for what, number in wrong.most_common(5)))


if __name__ == "__main__":
    main()
