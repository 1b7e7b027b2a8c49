"""The queries of the golden set find the question that is meant, in a browser and over the shipped bank.

Another set is tried with `GOLDEN=file pytest tests/site/test_search.py`: lines of query, tab and id of a question.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from shipped import ROOT, few, site

from studyguide.records import Service
from studyguide.site.search_index import entries, search_files
from studyguide.words.wording import running

GOLDEN = Path(os.environ.get("GOLDEN") or ROOT / "tests" / "cases" / "search" / "golden.tsv")
# Asks the worker as the page does, once it knows all answers.
ASK = """async ({queries, root}) => {
  const worker = new Worker(new URL('assets/js/find-worker.mjs', root), {type: 'module'});
  let entries;
  const heard = (matches) => new Promise((resolve, reject) => {
    const listen = ({data}) => {
      if (data.entries) entries = data.entries;
      if (data.failed) reject(new Error(data.failed));
      if (matches(data)) { worker.removeEventListener('message', listen); resolve(data); }
    };
    worker.addEventListener('message', listen);
  });
  const ready = heard((data) => data.ready === 'texts');
  worker.postMessage({root});
  await ready;
  const found = {};
  for (const query of queries) {
    const answer = heard((data) => data.query === query);
    worker.postMessage({query, limit: 3});
    found[query] = (await answer).found.map((one) => entries[one.number].id);
  }
  return found;
}"""


def golden() -> list[tuple[str, str]]:
    lines = GOLDEN.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(query, id) for query, id in rows]


@pytest.mark.thorough
def test_the_golden_queries_find_what_is_meant(chromium: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    shutil.copytree(ROOT / "docs" / "assets" / "js", tmp_path / "assets" / "js")
    for path, text in search_files(site()):
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "index.html").write_text("<!doctype html><title>Search</title>", "utf-8")
    address = serve(tmp_path)
    page = chromium.new_page()
    page.goto(address)
    wanted = golden()
    found = page.evaluate(ASK, {"queries": [query for query, _ in wanted], "root": address})
    page.close()
    late = [f"{query}: {found[query]} for {id}" for query, id in wanted if id not in found[query]]
    first = [query for query, id in wanted if found[query][:1] == [id]]
    second = [f"{query}: {found[query]} for {id}" for query, id in wanted if query not in first]
    assert late == []
    assert len(first) >= 0.95 * len(wanted), second


@pytest.mark.thorough
def test_every_golden_question_is_in_the_bank() -> None:
    if "GOLDEN" in os.environ:
        pytest.skip("another set of queries than ours is tried")
    known = {question.id for question in site().questions}
    assert len(golden()) >= 80
    assert [id for _, id in golden() if id not in known] == []


def test_an_entry_holds_all_by_which_a_question_is_found() -> None:
    known = entries(few())
    entry = next(entry for entry in known["entries"] if entry["id"] == "s3-storage-classes")
    assert entry["level"] and entry["services"][0] == "s3" and entry["reviewed"]
    assert entry["url"] == "services/s3/#s3-storage-classes"
    (s3,) = (service for service in known["services"] if service["slug"] == "s3")
    assert "Simple Storage Service" in s3["aliases"]


def test_words_that_say_nothing_are_those_of_the_languages_and_the_makers() -> None:
    known = entries(few())
    assert {"what", "the", "aws", "amazon", "які"} <= set(known["fillers"])
    assert not any(" " in word for word in known["fillers"])
    assert "what is" in known["defining"]
    assert "aws" not in entries(replace(few(), vendors=("acme",)))["fillers"]


def test_words_with_signs_come_with_how_they_are_spoken() -> None:
    shown = few().questions[0]
    asked = [replace(shown.asked[0], question=text) for text in ("What is C#?", "C Sharp, .NET?", "@Bind, a + b", "C")]
    pen = Service("pen", "Pen", "tools", ("F#",))
    made = replace(few(), questions=(replace(shown, asked=tuple(asked)),), services=(pen,))
    named = {"c#": "c sharp", ".net": "dot net", "@bind": "bind", "f#": "f sharp"}
    assert entries(made)["signed"] == named
    assert entries(made, ["a == b and a::b of #x", "no"])["signed"] == named | {"==": "equality operator"}


@pytest.mark.thorough
def test_words_with_signs_weigh_next_to_nothing() -> None:
    text = dict(search_files(site()))["search/entries.json"]
    assert len(json.dumps(json.loads(text)["signed"])) < 0.01 * len(text)


def test_an_answer_is_searched_by_its_words_its_tables_and_its_code() -> None:
    markdown = "## Why\n\n1. **First** [link](https://x.example)\n\n```bash\naws s3 ls\n```\n\n"
    markdown += "| A | B |\n|:--|--:|\n| c | `d` |"
    assert running(markdown).split() == ["Why", "First", "link", "aws", "s3", "ls", "A", "B", "c", "d"]


def test_answers_are_in_pieces_in_the_order_of_the_entries() -> None:
    files = {path: json.loads(text) for path, text in search_files(few())}
    texts = [text for number in range(len(files) - 1) for text in files[f"search/text-{number}.json"]]
    assert len(texts) == len(few().questions)
    assert all(len(piece) <= files["search/entries.json"]["piece"] for path, piece in files.items() if "text-" in path)
    for question, text in zip(few().questions, texts, strict=True):
        assert not question.answered or text
