"""The settings below `extra.study`: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studyguide.folder.settings import SettingError, settings


def test_what_is_not_set(tmp_path: Path) -> None:
    (tmp_path / "docs" / "sources").mkdir(parents=True)
    found = settings(None, tmp_path)
    assert (found.sources, found.downloads) == (tmp_path / "docs" / "sources", True)


def test_the_environment_outweighs_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "other").mkdir()
    assert settings({"sources": "mine"}, tmp_path).sources == tmp_path / "mine"
    assert settings({"sources": "mine"}, tmp_path, str(tmp_path / "other")).sources == tmp_path / "other"


@pytest.mark.parametrize(
    ("table", "environment", "key"),
    [
        (["docs"], "", "extra.study: "),
        ({"source": "docs"}, "", "extra.study.source: there is no such setting. Known: downloads, sources."),
        ({"sources": " "}, "", "extra.study.sources: "),
        ({"sources": 3}, "", "extra.study.sources: "),
        ({"sources": "nowhere"}, "", "extra.study.sources: there is no folder"),
        ({"downloads": "no"}, "", "extra.study.downloads: "),
        ({}, "nowhere", "STUDY_SOURCES: there is no folder"),
    ],
)
def test_what_cannot_be_meant(tmp_path: Path, table: Any, environment: str, key: str) -> None:
    with pytest.raises(SettingError) as told:
        settings(table, tmp_path, environment)
    assert str(told.value).startswith(key)
