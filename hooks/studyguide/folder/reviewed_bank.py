"""What a reviewed answer must keep to: its length, where it can be checked, code that parses, nothing outdated.

`check` asks this of every reviewed answer; notes are only told what is outdated in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import yaml

from ..records import Asked, Problem, Service, Stale
from ..words.wording import plain
from . import toml_rows

FILE = "stale.toml"

# Words of prose, tables and code not counted: an answer is for half a minute aloud and one more page of reading.
FEWEST, MOST = 90, 300
# Services change; after half a year an answer is read again.
FRESH = timedelta(days=180)

_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[\w+#.-]*)\n(?P<code>.*?)^(?P=indent)```\s*$", re.M | re.S)
_TABLE_ROW = re.compile(r"^\s*\|.*$", re.M)
_WORD = re.compile(r"\w[\w'’.:/-]*")


def of_answer(asked: Asked, services: Sequence[Service], stale: Sequence[Stale], today: date) -> Iterator[Problem]:
    """Problems of one place in a source. `today` is for the age of a review; a builder's clock never is."""
    for row, paragraph in outdated(asked.answer, stale):
        message = f'"{paragraph}": {row.now} (since {row.since}). Say it as it is now'
        yield Problem(asked.span, message, grave=asked.reviewed is not None)
    if asked.reviewed is None or not asked.answer:
        return
    count = length(asked.answer)
    if not FEWEST <= count <= MOST:
        yield Problem(asked.span, f"the answer has {count} words. Write {FEWEST} to {MOST}", grave=True)
    for address in asked.references:
        if not _is_official(address, services):
            yield Problem(asked.span, f"{address} is not an official page. Refer to one", grave=True)
    for fault in faults_of_code(asked.answer):
        yield Problem(asked.span, fault, grave=True)
    if _age(asked.reviewed, today) > FRESH:
        yield Problem(asked.span, f"reviewed on {asked.reviewed}, which is long ago. Check it and set the date")


def length(answer: str) -> int:
    """Words of an answer without its code and tables.

    >>> length("One two.\\n\\n```bash\\ngit log -p\\n```\\n\\n| a | b |\\n|---|---|")
    2
    """
    return len(_WORD.findall(plain(_TABLE_ROW.sub("", _FENCE.sub("", answer)))))


def outdated(answer: str, stale: Sequence[Stale]) -> Iterator[tuple[Stale, str]]:
    """Rows of the table of stale phrases that a paragraph of the answer uses as if they were current."""
    for paragraph in re.split(r"\n\s*\n", answer):
        for row in stale:
            found = re.search(row.phrase, paragraph, re.I)
            if found and not (row.unless and re.search(row.unless, paragraph, re.I)):
                yield row, found[0]


def faults_of_code(answer: str) -> Iterator[str]:
    """JSON and YAML that does not parse. Shell needs a shell and the commands their models: that is for the tests."""
    for match in _FENCE.finditer(answer):
        code = re.sub(rf"^{match['indent']}", "", match["code"], flags=re.M)
        try:
            if match["language"] == "json":
                json.loads(code)
            elif match["language"] in ("yaml", "yml"):
                for _ in yaml.load_all(code, _Template):
                    pass
        except (ValueError, yaml.YAMLError) as error:
            first = str(error).splitlines()[0]
            yield f"its {match['language']} does not parse: {first}. Mend it"


class _Template(yaml.SafeLoader):
    """YAML with the short functions of templates (`!Ref`), whatever they are."""


def _any_tag(loader: _Template, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    return loader.construct_mapping(node) if isinstance(node, yaml.MappingNode) else None


_Template.add_multi_constructor("!", _any_tag)


def _is_official(address: str, services: Sequence[Service]) -> bool:
    """Official are the hosts that the services' own documentation stands on."""
    hosts = {urlsplit(service.url).hostname for service in services}
    return urlsplit(address).hostname in hosts


def _age(reviewed: str, today: date) -> timedelta:
    try:
        return today - date.fromisoformat(reviewed)
    except ValueError:
        return timedelta(0)  # said elsewhere


def load_stale(text: str) -> tuple[tuple[Stale, ...], tuple[Problem, ...]]:
    """The rows of `stale.toml`; a grave problem for each that cannot be used."""
    rows, problems = toml_rows.rows(text, FILE, "stale", ("phrase", "now", "since", "source"), ("unless",), _fault)
    return tuple(Stale(**row) for row in rows), problems


def _fault(row: Mapping[str, Any]) -> str:
    for key in ("phrase", "unless"):
        try:
            re.compile(str(row.get(key, "")))
        except re.error as error:
            return f"{key}: this is no regular expression: {error}. Mend it"
    return ""
