"""What maintainers say of a file, wherever they say it: how it is read, and what single lines of it are."""

from __future__ import annotations

from ..records import Folder, LayoutRule, LineDecision, Problem
from . import encodings, layouts, line_decisions


def told(folder: Folder, source: str) -> tuple[LayoutRule | None, tuple[LineDecision, ...]]:
    """What is said of a file beside its encoding, which it bears itself."""
    return layouts.rule_of(folder.layouts, source), line_decisions.of_file(folder.lines, source)


def problems(folder: Folder) -> tuple[Problem, ...]:
    """What is said of files that are not there."""
    sources = [file.source for file in folder.files]
    return (
        *layouts.problems(folder.layouts, sources),
        *line_decisions.problems(folder.lines, sources),
        *encodings.problems(folder.encodings, sources),
    )
