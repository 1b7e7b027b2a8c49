"""The tool behind `make site`: when it builds, and when it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import build_site


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Notes and a site; instead of MkDocs somebody writes a page, and says how often."""
    sources, site = tmp_path / "notes ä", tmp_path / "site ä"
    sources.mkdir()
    (sources / "a.md").write_text("1. What is a queue?\n", "utf-8")

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        site.mkdir(exist_ok=True)
        for name in ("index.html", "404.html"):
            (site / name).write_text("built", "utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(build_site, "STATE", tmp_path / ".cache" / "site")
    monkeypatch.setattr(build_site, "INPUTS", ())
    return sources, site


def build(places: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> str:
    sources, site = places
    assert build_site.main(["--sources", str(sources), "--site", str(site)]) == 0
    return "built" if "is built from" in capsys.readouterr().out else "up to date"


def test_what_has_not_changed_is_not_built_again(places: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert [build(places, capsys) for _ in range(2)] == ["built", "up to date"]
    (places[0] / "b.md").write_text("x", "utf-8")
    assert build(places, capsys) == "built"
    (places[0] / "b.md").unlink()
    assert build(places, capsys) == "built"
    (places[1] / "index.html").unlink()
    assert build(places, capsys) == "built"


@pytest.mark.parametrize("damage", ["bytes", "folder", "cache"])
def test_a_damaged_cache_costs_time_only(
    places: tuple[Path, Path], capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    build(places, capsys)
    state = build_site.state_of(places[1])
    if damage == "bytes":
        state.write_bytes(b"\xff\xfe")
    else:
        state.unlink()
        if damage == "folder":
            state.mkdir()
        else:
            state.parent.rmdir()
            state.parent.write_text("", "utf-8")
    assert build(places, capsys) == "built"
    assert build(places, capsys) == ("up to date" if damage == "bytes" else "built")


@pytest.mark.parametrize(
    ("sources", "site", "told"),
    [
        ("gone", "site", "gone: there is no such folder. SOURCES names the folder that holds the notes."),
        ("notes", "notes/site", "notes/site: the site and the notes must stand apart"),
        ("notes", "file", "file: this is a file. SITE names the folder to build into."),
        ("notes", "others", "others: this folder holds other files, which a build would delete."),
    ],
)
def test_it_refuses_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sources: str, site: str, told: str
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "mine").write_text("", "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    assert build_site.main(["--sources", str(tmp_path / sources), "--site", str(tmp_path / site)]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path}/{told}" if sys.platform != "win32" else "")
