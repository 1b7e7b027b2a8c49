"""A site stands whole or as it stood, wherever a build comes to its end, and nothing but files is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tiers import quick

from studyguide import kept
from studyguide.site import standing
from studyguide.site.standing import Standing

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="builds are ended and limited as POSIX has it")

# A guide with a theme of three lines, so that what it takes is MkDocs and our own part.
CONFIG = """\
site_name: A small guide
docs_dir: pages
theme: {{name: null, custom_dir: theme}}
extra: {{study: {{sources: notes, downloads: false}}}}
hooks: ["{root}/hooks/study_site.py"]
markdown_extensions: [attr_list, tables]
plugins: []
"""
TEMPLATE = "<!doctype html><html><head><title>x</title></head><body>{{ page.content if page }}</body></html>"
SERVICE = '[[service]]\nslug = "s3"\nname = "S3"\ncategory = "storage"\n'


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The folder of a guide, its name one that shells and addresses trip over; beside it stands an earlier site."""
    folder = tmp_path / "a guide é ö %20 日"
    files = {
        "mkdocs.yml": CONFIG.format(root=ROOT),
        **{f"theme/{name}.html": TEMPLATE for name in ("main", "paper", "404")},
        "pages/more.md": "# More\n",
        "notes/a.md": "1. What is a queue for?\n\nIt holds work.\n",
        "notes/services.toml": SERVICE,
        "site/index.html": "earlier",
        "site/.git/kept": "kept",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def environment() -> dict[str, str]:
    """As little as can be: a language that knows ASCII alone."""
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME")},
        **{"LC_ALL": "C", "PYTHONPATH": str(ROOT / "hooks"), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "0"},
    }


def build(guide: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=guide, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=120, **more,
    )  # fmt: skip


def stands_as_it_stood(guide: Path) -> bool:
    return (guide / "site/index.html").read_text("utf-8") == "earlier" and (guide / "site/.git/kept").exists()


def beside(guide: Path) -> list[str]:
    return [path.name for path in guide.iterdir() if path.name.startswith(".site")]


# Ended by force


@pytest.mark.thorough
def test_a_build_ended_at_any_moment_leaves_a_whole_site(guide: Path) -> None:
    program = ROOT / "tests" / "ended_builds.py"
    command = [sys.executable, str(program), str(guide / "mkdocs.yml"), str(guide / "site"), "20"]
    done = subprocess.run(command, cwd=guide, env=environment(), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["seen"]) == 20 and told["before"] != told["after"]
    for one in told["seen"]:
        assert one["now"] in (one["old"], told["after"]), one
    # Some of them were ended before the new site took its place, and some behind that.
    assert {one["now"] == one["old"] for one in told["seen"]} == {True, False}
    assert told["last"] == told["after"] and (guide / "site/.git/kept").exists() and beside(guide) == []
    assert "an earlier build was ended before its time; what it left was cleared away" in told["said"]


States = dict[str, str]


@pytest.mark.parametrize(
    ("before", "after", "cleared"),
    [
        ({"site/a": "1"}, {"site/a": "1"}, False),
        ({}, {}, False),
        ({"site/a": "1", ".site.new/a": "2"}, {"site/a": "1"}, True),
        ({".site.new/a": "2"}, {}, True),
        # Ended between the two steps of a system that cannot exchange folders at once.
        ({".site.old/a": "1", ".site.old/.git": "g", ".site.new/a": "2"}, {"site/a": "1", "site/.git": "g"}, True),
        ({"site/a": "2", ".site.old/a": "1", ".site.old/.git": "g"}, {"site/a": "2", "site/.git": "g"}, True),
        # Ended behind the exchange: the earlier site has the name of the new one.
        ({"site/a": "2", ".site.new/a": "1", ".site.new/.git": "g"}, {"site/a": "2", "site/.git": "g"}, True),
        ({"site/.git": "2", ".site.new/.git": "1"}, {"site/.git": "2"}, True),
        ({".site.new": "a file", ".site.old": "another"}, {}, True),
    ],
)
def test_the_next_build_puts_in_order_what_was_left(
    tmp_path: Path, before: States, after: States, cleared: bool
) -> None:
    for name, text in before.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    place = Standing(tmp_path / "site")
    assert place.cleared == cleared and place.new.is_dir() and not any(place.new.iterdir())
    place.give_up()
    found = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert {name: path.read_text("utf-8") for name, path in found.items()} == after


@pytest.mark.parametrize("at_once", [True, False])
def test_the_new_site_takes_the_place_with_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(standing, "_exchanged", lambda *_: False)
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / "old").write_text("old", "utf-8")
    site.chmod(0o750)
    place = Standing(site)
    (place.new / "new").write_text("new", "utf-8")
    place.take_place()
    assert sorted(path.name for path in site.iterdir()) == [".git", "new"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"] and site.stat().st_mode & 0o777 == 0o750


def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept").write_text("", "utf-8")
    (tmp_path / ".site.new").symlink_to(tmp_path / "mine")
    Standing(tmp_path / "site").give_up()
    assert (tmp_path / "mine" / "kept").exists() and not (tmp_path / ".site.new").is_symlink()


# What the machine refuses


def test_a_place_is_taken_by_one_process(tmp_path: Path) -> None:
    place = Standing(tmp_path / "site")
    program = "import pathlib, sys, studyguide.site.standing as it; it.Standing(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", program, str(tmp_path / "site")]
    refused = subprocess.run(command, env=environment(), capture_output=True, text=True)
    place.give_up()
    assert refused.returncode == 1 and "Busy: " in refused.stderr
    assert subprocess.run(command, env=environment()).returncode == 0


def test_a_place_beside_which_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OSError):
        Standing(tmp_path / "file" / "site")


@pytest.mark.thorough
def test_two_builds_at_once(guide: Path) -> None:
    place = Standing(guide / "site")
    done = build(guide)
    place.give_up()
    assert done.returncode == 1 and stands_as_it_stood(guide)
    assert "site: another build is writing this site. Wait until it has ended" in done.stderr


def test_a_full_disk(guide: Path) -> None:
    import resource

    limit = 500  # bytes of a file; what fails beyond it fails as on a full disk
    done = build(guide, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert done.returncode == 1 and stands_as_it_stood(guide) and beside(guide) == []
    assert "this cannot be written: file too large. See that its folder may be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.thorough
def test_a_folder_that_cannot_be_written(guide: Path) -> None:
    (guide / "mkdocs.yml").write_text(CONFIG.format(root=ROOT) + "site_dir: mkdocs.yml/site\n", "utf-8")
    done = build(guide)
    assert done.returncode == 1 and "site: nothing can be written beside it: file exists. See that" in done.stderr
    assert "Traceback" not in done.stderr


# What is no file


@pytest.mark.parametrize("folder", quick(("pages",), ("pages", "pages/notes")))
def test_links_to_folders_are_named_and_not_followed(guide: Path, folder: str) -> None:
    """Two of them that lead to where they stand have no end."""
    (guide / folder).mkdir(exist_ok=True)
    for name in ("a", "b"):
        (guide / folder / name).symlink_to(".")
    done = build(guide)
    assert done.returncode == 1 and stands_as_it_stood(guide) and beside(guide) == []
    said = "this is a link to a folder, which is not followed. Put the folder itself here"
    assert f"{folder}/a: {said}" in done.stderr


@pytest.mark.thorough
def test_what_is_no_file_is_left_out_and_a_large_one_refused(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret", "utf-8")
    for folder in ("pages", "notes"):
        os.mkfifo(guide / folder / "pipe.md")
        (guide / folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with (guide / "notes/large.md").open("wb") as file:
        file.truncate(100_000_000)
    done = build(guide)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    for told in (
        "pages/pipe.md: this is a link, a pipe or a device, and is left out. Put a file here",
        "pages/link.txt: this is a link, a pipe or a device, and is left out. Put a file here",
        "notes/pipe.md:1: this is neither a file nor a folder. Remove it",
        "notes/link.txt:1: this is a symbolic link, which is not followed. Put the file itself here",
        "notes/large.md:1: this file is larger than 5,000,000 bytes. Split it or remove it",
    ):
        assert told in done.stderr
    site = guide / "site"
    assert not any(b"a secret" in path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert "What is a queue for?" in (site / "services/s3/index.html").read_text("utf-8")


# What is kept


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 40, None])
def test_what_is_damaged_is_as_if_it_were_not_there(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "deep" / "kept"
    assert kept.kept(path) is None
    kept.keep(path, b"data")
    assert kept.kept(path) == b"data" and [one.name for one in path.parent.iterdir()] == ["kept"]
    if damage is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(damage)
    assert kept.kept(path) is None
    kept.keep(path, b"data")
    assert kept.kept(path) == (None if damage is None else b"data")
    assert [one.name for one in path.parent.iterdir()] == ["kept"]
