"""What the files around the code say of one another is true."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from tables import every_row

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAGES_ABOUT_US = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE-CONTENT.md")

# `make test` in code or at the start of a command; "make" is also an English word.
MADE = re.compile(r"(?:^\s*|`|run: |exec )make ([a-z-]+)", re.M)
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.!+]+)(?P<marker> ; .+?)? \\\n(?P<rest>(?:    .*\n?)+)", re.M)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def needed() -> list[Requirement]:
    texts = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
    return [Requirement(text) for text in texts]


@every_row("requirement", needed(), ids=lambda requirement: requirement.name)
def test_lock_holds_what_pyproject_needs(requirement: Requirement) -> None:
    versions = [
        pin["version"]
        for pin in PINNED.finditer(LOCK)
        if canonicalize_name(pin["name"]) == canonicalize_name(requirement.name)
    ]
    assert versions, f"{requirement.name} is not in requirements.lock: run `make lock`"
    assert all(requirement.specifier.contains(version) for version in versions), "run `make lock`"


def test_lock_is_pinned_by_hash_and_nothing_else() -> None:
    statements = [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]
    pins = list(PINNED.finditer(LOCK))
    assert len(pins) == len(statements)
    assert all("--hash=sha256:" in pin["rest"] for pin in pins)


def test_lock_names_no_addresses() -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host| @ ", LOCK)


def test_changelog_has_a_place_for_the_next_change() -> None:
    assert re.search(r"^## \[Unreleased\]$", CHANGELOG, re.M)


def test_version_is_the_newest_of_the_changelog() -> None:
    version = PYPROJECT["project"]["version"]
    released = re.findall(r"^## \[(\d[\w.]*)\] - \d{4}-\d{2}-\d{2}$", CHANGELOG, re.M)
    if Version(version).is_devrelease:
        assert all(Version(version) > Version(release) for release in released)
    else:
        assert released[:1] == [version]


def test_the_built_package_has_every_room_and_every_file_of_the_generator() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {name: ROOT / "hooks" / name.replace(".", "/") for name in table["packages"]}
    packed = {path for folder in folders.values() for path in folder.glob("*.py")}
    packed |= {
        path for name, patterns in table["package-data"].items() for one in patterns for path in folders[name].glob(one)
    }
    every = (ROOT / "hooks" / "studyguide").rglob("*.*")
    assert [path for path in every if path not in packed and path.suffix != ".pyc"] == []


def test_package_states_no_other_version() -> None:
    stated = re.findall(r"^__version__ = \"(.+)\"", (ROOT / "hooks/studyguide/__init__.py").read_text("utf-8"), re.M)
    assert stated in ([], [PYPROJECT["project"]["version"]])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(workflow: Path) -> None:
    uses = re.findall(r"\buses: *(.+)", workflow.read_text("utf-8"))
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40} # v\d[\d.]*", use)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_builds_the_site_knows_its_history_and_the_copies_made_before(workflow: Path) -> None:
    """Without the first a deck bears the wrong time, without the second every copy is made again."""
    jobs = yaml.safe_load(workflow.read_text("utf-8"))["jobs"].values()
    building = [job["steps"] for job in jobs if any(step.get("run") == "make site" for step in job["steps"])]
    assert building
    for steps in building:
        checkout = next(step for step in steps if step.get("uses", "").startswith("actions/checkout@"))
        assert checkout["with"]["fetch-depth"] == 0
        (cache,) = [step for step in steps if step.get("uses", "").startswith("actions/cache")]
        assert cache["with"]["path"] == ".cache/copies" and cache["with"]["restore-keys"] == "copies-"
        assert steps.index(cache) < next(at for at, step in enumerate(steps) if step.get("run") == "make site")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_only_the_deployment_may_write(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    assert "\npermissions: {}\n" in text
    writes = re.findall(r"^ +([\w-]+): write\b", text, re.M)
    assert writes == (["pages", "id-token"] if workflow.name == "pages.yml" else [])


@every_row("name", [*PAGES_ABOUT_US, ".ci/run", *(str(path.relative_to(ROOT)) for path in WORKFLOWS)])
def test_commands_are_in_the_makefile(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    assert set(MADE.findall((ROOT / name).read_text("utf-8"))) <= targets


def test_continuous_integration_runs_every_test() -> None:
    assert MADE.findall((ROOT / ".ci/run").read_text("utf-8")) == ["test-all"]
    assert "test-all" in MADE.findall((ROOT / ".github/workflows/test.yml").read_text("utf-8"))


def test_make_help_lists_every_command() -> None:
    phony = re.search(r"^\.PHONY: (.+)", MAKEFILE, re.M)
    assert phony
    assert set(phony[1].split()) == set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))


@pytest.mark.parametrize("name", PAGES_ABOUT_US)
def test_links_lead_somewhere(name: str) -> None:
    links = LINK.findall((ROOT / name).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_is_documented() -> None:
    from studyguide.__main__ import main

    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in main.commands if f"`studyguide {name}" not in readme] == []


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_a_linked_environment_is_not_emptied(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").write_text("")
    kept = tmp_path / "elsewhere" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("mine")
    (tmp_path / ".venv").symlink_to(kept.parent)
    done = subprocess.run(["make", "site"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode and ".venv is a link" in done.stderr and kept.read_text() == "mine"
