"""A page is rendered again as soon as anything that it comes of has changed, and no sooner."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import markdown
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """\
site_name: A small guide
docs_dir: pages
theme: {{name: null, custom_dir: theme}}
extra: {{study: {{sources: notes, downloads: false}}}}
hooks: ["{root}/hooks/study_site.py"]
markdown_extensions: [attr_list, tables, toc]
plugins: []
"""
TEMPLATE = """<!doctype html><html><head><title>{{ config.site_name }}</title></head><body>
{% for one in nav %}<p>{{ one.title }}</p>{% endfor %}
{% if page %}{{ page.title }} {{ page.content }} {% for one in page.toc %}{{ one.title }}{% endfor %}
{% if page.next_page %}<a href="{{ page.next_page.url }}">{{ page.next_page.title }}</a>{% endif %}{% endif %}
</body></html>"""
SERVICE = '[[service]]\nslug = "{0}"\nname = "{0}"\ncategory = "shop"\n'


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    files = {
        "mkdocs.yml": CONFIG.format(root=ROOT),
        **{f"theme/{name}.html": TEMPLATE for name in ("main", "paper", "404")},
        "pages/more.md": "# More\n",
        "notes/shelves.md": "1. What is a shelf for?\n\nIt holds boxes.\n\n2. What is a rail for?\n\nIt bears.\n",
        "notes/services.toml": SERVICE.format("shelf") + SERVICE.format("rail"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


class Built:
    """A site, and which of its pages were rendered for it: by Markdown, and by the theme."""

    def __init__(self, guide: Path) -> None:
        self.converted, self.set = 0, 0
        convert, render = markdown.Markdown.convert, jinja2.Template.render

        def converting(md: Any, text: str) -> str:
            self.converted += 1
            return str(convert(md, text))

        def rendering(template: Any, *told: Any, **named: Any) -> str:
            self.set += template.name == "main.html"
            return str(render(template, *told, **named))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markdown.Markdown, "convert", converting)
            patch.setattr(jinja2.Template, "render", rendering)
            config = load_config(str(guide / "mkdocs.yml"))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
        site = guide / "site"
        self.files = {
            path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
        }


def test_what_has_not_changed_is_rendered_once(guide: Path) -> None:
    first, second = Built(guide), Built(guide)
    assert first.converted > 5 and first.set > 5
    assert second.set == 0
    assert second.converted == 2, "the pages outside the menu are MkDocs' to make"
    assert second.files == first.files


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(guide: Path) -> None:
        path = guide / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


CHANGES = {
    "an answer": replace("notes/shelves.md", "boxes", "jars"),
    "a question": replace("notes/shelves.md", "rail", "hook"),
    "the name of a service": replace("notes/services.toml", 'name = "rail"', 'name = "Rails"'),
    "the name of the site": replace("mkdocs.yml", "A small guide", "Another guide"),
    "its address": replace("mkdocs.yml", "docs_dir", "site_url: https://guide.example/\ndocs_dir"),
    "how Markdown is read": replace("mkdocs.yml", "toc]", "{toc: {permalink: true}}]"),
    "a template": replace("theme/main.html", "<body>", "<body><b>New</b>"),
    "a page of one's own": replace("pages/more.md", "More", "Still more"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_the_site_is_the_one_built_from_nothing(guide: Path, change: Callable[[Path], None]) -> None:
    before = Built(guide)
    change(guide)
    after = Built(guide)
    assert after.files != before.files
    shutil.rmtree(guide / ".cache")
    assert after.files == Built(guide).files


def test_an_edited_answer_costs_the_pages_that_show_it(guide: Path) -> None:
    whole = Built(guide)
    CHANGES["an answer"](guide)
    assert 0 < Built(guide).set < whole.set / 2


def test_what_is_said_of_a_page_is_said_each_time(guide: Path, caplog: pytest.LogCaptureFixture) -> None:
    (guide / "pages/more.md").write_text("# More\n\n[Nowhere](gone.md)\n", "utf-8")
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING, "mkdocs"):
            Built(guide)
        assert any("gone.md" in one for one in caplog.messages)


def test_a_link_to_a_heading_that_has_gone_is_told(guide: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Also where the page with the link has not changed."""
    replace("mkdocs.yml", "docs_dir", "validation: {anchors: warn}\ndocs_dir")(guide)
    (guide / "pages/more.md").write_text("# More\n\n[There](other.md#there)\n", "utf-8")
    (guide / "pages/other.md").write_text("# Other\n\n## There\n", "utf-8")
    Built(guide)
    (guide / "pages/other.md").write_text("# Other\n\n## Here\n", "utf-8")
    with caplog.at_level(logging.WARNING, "mkdocs"):
        Built(guide)
    assert any("#there" in one for one in caplog.messages)


STRANGERS = {
    "an extension that may read files": lambda guide: replace("mkdocs.yml", "toc]", "toc, pymdownx.snippets]")(guide),
    "a plugin": lambda guide: replace("mkdocs.yml", "plugins: []", "plugins: [search]")(guide),
    "another hook": lambda guide: (
        (guide / "more.py").write_text("def on_post_page(output, page, config):\n    return output + '!'\n", "utf-8"),
        replace("mkdocs.yml", 'study_site.py"]', 'study_site.py", more.py]')(guide),
    ),
}


@pytest.mark.parametrize("strange", STRANGERS.values(), ids=STRANGERS)
def test_where_somebody_else_has_a_part_all_is_rendered(guide: Path, strange: Callable[[Path], object]) -> None:
    strange(guide)
    first, second = Built(guide), Built(guide)
    assert (second.converted, second.set) == (first.converted, first.set)
    assert second.files == first.files
