"""The rooms of the generator: who may import whom, and that the map shows it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import draw_rooms as rooms

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = tomllib.loads((ROOT / "tests" / "cases" / "rooms.toml").read_text("utf-8"))


def test_a_room_imports_only_what_the_table_allows_it() -> None:
    found = {room: sorted(others) for room, others in rooms.arrows().items()}
    assert found == {room: sorted(others) for room, others in ALLOWED.items()}


def test_a_room_stands_above_all_that_it_imports() -> None:
    order = list(ALLOWED)
    assert all(order.index(other) < order.index(room) for room, others in ALLOWED.items() for other in others)


def test_every_room_says_what_goes_in_and_what_comes_out() -> None:
    for path in rooms.PACKAGE.glob("*/__init__.py"):
        said = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").casefold()
        assert re.search(r"\bin go(es)?\b", said) and re.search(r"\bout comes?\b", said), path


def test_the_map_is_what_the_imports_say() -> None:
    assert rooms.is_current(), "docs/assets/rooms.svg is not what the imports say. Run: make map"


def test_the_hook_has_the_events_of_mkdocs_and_little_else() -> None:
    text = (ROOT / "hooks" / "study_site.py").read_text("utf-8")
    functions = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    assert len(text.splitlines()) < 120
    assert [name for name in functions if not name.startswith("on_")] == ["_about"]


def test_one_module_of_the_package_knows_mkdocs() -> None:
    imports = re.compile(r"^\s*(?:from|import) mkdocs\b", re.M)
    found = [path.name for path in rooms.PACKAGE.rglob("*.py") if imports.search(path.read_text("utf-8"))]
    assert found == ["kept_pages.py"]


# The script itself ---------------------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in {
        "__init__.py": "",
        "values.py": "import re\n",
        "low/__init__.py": "",
        "low/one.py": "from . import two\nfrom ..values import A\nfrom studyguide import other\n",
        "low/two.py": "from .one import x\n",
        "low/deep/three.py": "from ...values import A\nfrom ..one import x\n",
        "high/one.py": "def f():\n    from ..low.two import y\nfrom .. import values\n",
        "top.py": "from . import high, values\nfrom .low import one\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_arrows_are_the_imports_between_rooms(package: Path) -> None:
    assert rooms.arrows(package) == {
        "values": set(),
        "low": {"values"},
        "high": {"low", "values"},
        "top": {"high", "low", "values"},
    }


def test_floors_and_the_arrows_that_do_not_follow_from_others(package: Path) -> None:
    found = rooms.arrows(package)
    assert rooms.floors(found) == [["values"], ["low"], ["high"], ["top"]]
    assert sorted(rooms.plain_arrows(found)) == [("high", "low"), ("low", "values"), ("top", "high")]


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match="a → b → a"):
        rooms.floors({"a": {"b"}, "b": {"a"}})


def test_a_picture_has_every_room_once_and_an_arrow_for_each_that_does_not_follow() -> None:
    drawn = rooms.picture({"records": frozenset(), "a<b": frozenset(), "c": frozenset({"a<b", "records"})})
    assert drawn.count("<rect class") == 2 and "a&lt;b" in drawn and drawn.count("<path marker-end") == 1
