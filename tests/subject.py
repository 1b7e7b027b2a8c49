"""What the shipped guide is about, for the tests of stages that are told so."""

from __future__ import annotations

from pathlib import Path

from studyguide.folder.sources import read_subject

SUBJECT = read_subject(Path(__file__).resolve().parents[1] / "docs" / "sources")
