"""The tool that changes the code a little: it makes the changes it promises, and tells which of them a test notices."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from tables import every_row

import mutants

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "mutants"


def cases() -> list[object]:
    parts = re.split(r"^\.\n", (CASES / "changes.txt").read_text("utf-8"), flags=re.M)[1:-1]
    return [
        pytest.param(*case[1:], id=case[0].strip()) for case in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


@every_row(("code", "wanted"), cases())
def test_every_change_is_made(code: str, wanted: str) -> None:
    found = list(mutants.changes(code, "x.py"))
    assert [f"{change.kind}: {change.after}" for change in found] == wanted.splitlines()
    for change in found:
        compile(mutants.mutated(code.encode(), change), "x.py", "exec")


# For each kind a function, what it must give, and what it may give whether it is changed or not.
Given = dict[int, object]
PAIRS: dict[str, tuple[str, Given, Given]] = {
    "a comparison turned": ("def f(a): return a < 3", {2: True, 3: False}, {2: True, 4: False}),
    "and for or": ("def f(a): return a > 0 and a % 2", {-1: False, 2: 0, 1: 1}, {1: 1, -2: False}),
    "an operand dropped": ("def f(a): return a > 0 and a < 9", {0: False, 5: True, 9: False}, {0: False, 5: True}),
    "a not removed": ("def f(a): return not a", {0: True, 1: False}, {}),
    "a number raised": ("def f(a): return min(a, 7)", {9: 7}, {5: 5}),
    "a branch never taken": ("def f(a): return 1 if a > 4 else a", {5: 1, 3: 3}, {1: 1}),
}


@pytest.mark.parametrize("kind", mutants.KINDS)
def test_a_change_is_noticed_by_what_pins_it_and_by_nothing_less(kind: str) -> None:
    code, pinned, loose = PAIRS[kind]
    assert all(_gives(code.encode(), {**pinned, **loose}))
    texts = [mutants.mutated(code.encode(), one) for one in mutants.changes(code, "x.py") if one.kind == kind]
    assert texts and not any(all(_gives(text, pinned)) for text in texts)
    assert any(all(_gives(text, loose)) for text in texts)


def _gives(code: bytes, wanted: Given) -> list[bool]:
    names: dict[str, object] = {}
    exec(code, names)
    return [names["f"](given) == result for given, result in wanted.items()]  # type: ignore[operator]


def test_what_a_function_is_given_by_default_belongs_to_where_it_stands() -> None:
    text = "@keep(1)\ndef f(a=2):\n    def g(b=3): return 4\nclass C:\n    def m(self, a=5): return 6\n"
    assert [(change.before, change.function) for change in mutants.changes(text, "x.py")] == [
        ("def f(a=2):", ""),
        ("def g(b=3): return 4", "f"),
        ("def g(b=3): return 4", "f"),
        ("@keep(1)", ""),
        ("def m(self, a=5): return 6", "C"),
        ("def m(self, a=5): return 6", "C.m"),
    ]


def test_those_are_asked_that_come_by_the_quick_ones_first_and_together_what_shares_something() -> None:
    change = next(iter(mutants.changes("def f(a): return a + 1\n", "x.py")))
    here, there = frozenset({("x.py", "f")}), frozenset({("x.py", "g")})
    seen = {
        "a::shared": mutants.Seen("a", 0.1, 9.0, here),
        "b::shared": mutants.Seen("b", 0.2, 9.0, here),
        "a::slow": mutants.Seen("a", 5.0, 0.0, here),
        "a::quick": mutants.Seen("a", 0.1, 0.0, here),
        "b::quick": mutants.Seen("b", 0.3, 0.0, here),
        "a::too": mutants.Seen("a", 0.3, 9.0, here),
        "a::elsewhere": mutants.Seen("a", 0.1, 0.0, there),
        "c::of another room": mutants.Seen("c", 0.1, 0.0, here),
    }
    coming_by = ["a::quick", "b::quick", "a::slow", "a::shared", "a::too", "b::shared"]
    assert mutants.asked(change, {"a", "b"}, seen, ()) == coming_by
    far = {"a::far": mutants.Seen("a", 0.0, 0.0, frozenset({("y.py", "f")}))}
    everywhere = mutants.asked(change, {"a", "b"}, {**far, **seen}, here)
    assert (everywhere[1], everywhere[-1], len(everywhere)) == ("a::elsewhere", "a::far", len(coming_by) + 2)
    for work, number in ((0.0, 1), (0.5, 2), (5.5, 3), (14.4, 3), (14.6, 4), (15.0, 5), (30.0, 6)):
        assert mutants.within(work, coming_by, seen) == coming_by[:number]


def test_a_module_is_asked_of_its_room_and_of_those_that_import_it(tmp_path: Path) -> None:
    for path, text in {
        "tests/rules/test_own.py": "",
        "tests/test_outer.py": "from studyguide.rules.limits import large",
        "tests/deep/test_module.py": "from studyguide.rules import limits as bounds",
        "tests/deep/test_near.py": "from studyguide.rules.limits_of_others import large",
        "tests/deep/test_apart.py": "from studyguide.rules import large",
        "tests/exports/test_left_out.py": "from studyguide.rules.limits import large",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    asked = mutants.tests_of(tmp_path, "hooks/studyguide/rules/limits.py")
    assert asked == ["tests/rules/test_own.py", "tests/deep/test_module.py", "tests/test_outer.py"]
    assert len(mutants.tests_of(tmp_path, "hooks/studyguide/untested/limits.py")) == 5


# A tree ------------------------------------------------------------------------------------------------------------

LIMITS = """\
LEAST = 5


def large(number):
    return number > LEAST


def steps(number):
    while number:
        number -= 1
    return number


def rest(words):
    return words[0:]
"""
TESTS = """\
import pytest
from studyguide.rules.limits import large, rest, steps


@pytest.fixture(scope="module")
def few():
    return steps(2)


def test_nothing_is_left(few):
    assert few == 0


def test_broken():
    assert steps(1) == 1


def test_limits():
    assert (large(6), large(3), steps(3), rest("ab")) == (True, False, 0, "ab")
"""
ASIDE = """\
# Made up.

hooks/studyguide/rules/limits.py rest
- return words[0:]
+ return words[1:]
a reason

hooks/studyguide/rules/limits.py gone
- x
+ y
another
"""


def laid_out(root: Path) -> None:
    for path, text in {
        "hooks/studyguide/rules/__init__.py": "",
        "hooks/studyguide/rules/limits.py": LIMITS,
        "hooks/studyguide/rules/unasked.py": "def far(number):\n    return number is None\n",
        "tests/rules/test_limits.py": TESTS,
        "tests/cases/mutants/equivalent.txt": ASIDE,
        "pytest.ini": "[pytest]\naddopts = -p no:hypothesispytest -p no:xdist\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


@pytest.mark.thorough
def test_a_tree_is_tried_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mutants, "START", 1.0)
    laid_out(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert mutants.main(["--rooms", "rules"], tmp_path) == 0
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    said = capsys.readouterr().out
    module = "hooks/studyguide/rules/limits.py"
    assert sorted(line.strip() for line in said.splitlines() if line.startswith(" ")) == [
        f"killed  {module}:1: a number raised",
        f"killed by the clock  {module}:10: a number raised",
        f"survived  {module}:5: a comparison turned",
        "survived  hooks/studyguide/rules/unasked.py:2: a comparison turned",
    ]
    assert "4 of 4 mutants" in said and said.endswith("2 of 4 killed (50 %)\n")
    assert f"{module} large\n- return number > LEAST\n+ return number >= LEAST\n" in said
    assert "no longer there: hooks/studyguide/rules/limits.py gone" in said


@pytest.mark.thorough
def test_what_tests_enter_is_kept_and_a_test_that_fails_anyway_is_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laid_out(tmp_path)
    words = ["--rooms", "rules", "--count", "1", "--seen", str(tmp_path / "seen.json")]
    said = []
    for _ in range(2):
        mutants.main(words, tmp_path)
        said.append(capsys.readouterr().out)
    assert "2 tests are ready, 3 were watched" in said[0]
    assert "2 tests are ready, 1 were watched" in said[1]
    assert "tests/rules/test_limits.py::test_broken fails without a mutant" in said[0]
    place = ("hooks/studyguide/rules/limits.py", "steps")
    assert [place in test.entered for test in mutants.seen_before(tmp_path / "seen.json").values()] == [True, True]


def test_no_mutant_is_set_aside_without_a_reason() -> None:
    mutants.equivalent((CASES / "equivalent.txt").read_text("utf-8"))
    with pytest.raises(AssertionError):
        mutants.equivalent("hooks/x.py f\n- a\n+ b\n")


def test_lines_that_differ_from_a_revision_are_known(tmp_path: Path) -> None:
    laid_out(tmp_path)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(tmp_path)]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*git, *words], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    path = tmp_path / "hooks" / "studyguide" / "rules" / "limits.py"
    path.write_text(
        "# new\n" + LIMITS.replace("number -= 1", "number -= 1 # new").replace("LEAST = 5\n\n", "LEAST = 5\n")
    )
    assert mutants.changed_lines(tmp_path, "HEAD") == {"hooks/studyguide/rules/limits.py": {1, 10}}


def test_a_time_that_is_up_leaves_the_rest_untried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laid_out(tmp_path)
    mutants.main(["--rooms", "rules", "--seconds", "0", "--count", "3"], tmp_path)
    assert capsys.readouterr().out.endswith("0 of 0 killed, 3 not tried: the time was up\n")
