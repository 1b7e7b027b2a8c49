"""The navigation of the site: titles as plain words, each with a page or with what stands below it."""

from __future__ import annotations

from collections.abc import Collection

from ..guide import HOME_PAGE, Guide, level_page, service_page
from ..records import LEVELS
from .downloads import PATH as DOWNLOADS
from .pages import LEVEL_INDEX, PRACTICE, QUESTIONS, SCENARIOS, SERVICES, SOURCES, categories

TAGS = "tags.md"
ABOUT = "about.md"

# A title, and the path of its page or the entries below it.
Entry = tuple[str, "str | tuple[Entry, ...]"]


def navigation(guide: Guide, authored: Collection[str] = ()) -> tuple[Entry, ...]:
    """What the menu of the site shows; `authored` are the paths of pages that stand beside the generated ones."""
    services = tuple(
        (category, tuple((service.name, service_page(service.slug)) for service in found))
        for category, found in categories(guide).items()
    )
    return (
        ("Home", HOME_PAGE),
        ("Services", (("All services", SERVICES), *services)),
        ("Levels", (("All levels", LEVEL_INDEX), *((level.capitalize(), level_page(level)) for level in LEVELS))),
        ("Scenarios", SCENARIOS),
        ("Questions", QUESTIONS),
        ("Practice", PRACTICE),
        *([("Downloads", DOWNLOADS)] if guide.about.downloads else []),
        ("Tags", TAGS),
        ("Sources", (("All sources", SOURCES), *guide.reports.items())),
        *([("About", ABOUT)] if ABOUT in authored else []),
    )
