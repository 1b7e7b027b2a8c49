"""Files that are no text: decks, documents and books, as the text that stands in them.

In goes a file's bytes, out comes a file of text that the other formats, or the reader of notes, then read: an Anki deck
becomes Anki's own export as text, a document or a book becomes Markdown. It goes on to be repaired like any note.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from xml.etree import ElementTree

from ...records import Problem, RawFile, Span
from .cards import verbatim
from .html_text import code_span, from_html, keep_line_ends, written
from .html_tree import Node, parse

_LARGEST = 60_000_000  # bytes of a part, unpacked
_EXTRA = "pip install studyguide[documents]"


class _Unread(Exception):
    """What is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of file.

    name    what it is called
    holds   whether a file is one: by its first bytes, and by the names within it where it is an archive
    text    what stands in it
    """

    name: str
    holds: Callable[[bytes, frozenset[str]], bool]
    text: Callable[[bytes], str]


def text_within(file: RawFile) -> RawFile | Problem:
    """The file itself where it is text; else the text in it, or why that cannot be read."""
    names = _names(file.data) if file.data.startswith(b"PK\x03\x04") else frozenset()
    kind = next((one for one in DOCUMENTS if one.holds(file.data, names)), None)
    if kind is None:
        return file
    try:
        text = kind.text(file.data)
    except _Unread as error:
        return _problem(file, f"this is {kind.name}, and {error}")
    except Exception as error:  # libraries meet broken files with exceptions of every kind
        return _problem(file, f"this is {kind.name} that cannot be read ({type(error).__name__}). Save it anew")
    if not text.strip():
        return _problem(file, f"this is {kind.name} without text, perhaps pictures of pages. Save its text as a note")
    return RawFile(file.source, text.encode("utf-8", "replace"))


def _problem(file: RawFile, message: str) -> Problem:
    return Problem(Span(file.source, 1, 1), message, grave=True)


def _names(data: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return frozenset()


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of an archive; one that unpacks to more than any note holds is not unpacked."""
    with archive.open(name) as part:
        data = part.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise _Unread(f"{name} in it is larger than {_LARGEST:,} bytes. Split it")
    return data


def _needed(module: str, package: str) -> Any:
    if find_spec(module) is None:
        raise _Unread(f"the Python package {package} that reads it is not installed. Run `{_EXTRA}`")
    return import_module(module)


# --- decks -----------------------------------------------------------------------------------------------------------

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the newest first


def _deck(data: bytes) -> str:
    """The notes of an `.apkg` in the form of Anki's export as text, those of each kind together."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(one for one in _COLLECTIONS if one in archive.namelist())
        content = _part(archive, name)
    if name.endswith("b"):
        content = _unpacked(content)
    with sqlite3.connect(":memory:") as database:
        database.deserialize(content)
        database.execute("PRAGMA trusted_schema = OFF")
        text = "".join(_notes(database))
    database.close()
    return text


def _unpacked(content: bytes) -> bytes:
    """What newer versions of Anki pack with Zstandard, which Python knows from 3.14 on."""
    if find_spec("compression") and find_spec("compression.zstd"):
        found: bytes = import_module("compression.zstd").decompress(content)
        return found
    if find_spec("zstandard"):
        unpacker = import_module("zstandard").ZstdDecompressor()
        found = unpacker.decompressobj().decompress(content)
        return found
    raise _Unread(
        f"it was packed by a newer Anki. Export it with “Support older Anki versions”, or run `{_EXTRA}`",
    )


def _notes(database: sqlite3.Connection) -> Iterator[str]:
    kinds, decks = _kinds(database), _decks(database)
    home = dict(database.execute("SELECT nid, min(did) FROM cards GROUP BY nid"))
    notes: defaultdict[int, list[Sequence[str]]] = defaultdict(list)
    for nid, guid, kind, tags, fields in database.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"):
        deck = decks.get(home.get(nid, 0), "")
        notes[kind].append((guid, deck, tags.strip(), *(str(fields).split("\x1f"))))
    yield "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:3\n"
    for kind, rows in notes.items():
        name, fields = kinds.get(kind, ("", ()))
        yield f"#notetype:{' '.join(name.split())}\n"
        yield "#columns:" + "\t".join(("guid", "deck", "tags", *(" ".join(one.split()) for one in fields))) + "\n"
        table = io.StringIO()
        csv.writer(table, delimiter="\t", lineterminator="\n").writerows(rows)
        yield table.getvalue()


def _kinds(database: sqlite3.Connection) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Name and fields of each kind of note, as older and as newer versions of Anki keep them."""
    if _has_table(database, "notetypes"):
        fields: defaultdict[int, list[str]] = defaultdict(list)
        for kind, name in database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields[kind].append(name)
        return {kind: (name, tuple(fields[kind])) for kind, name in database.execute("SELECT id, name FROM notetypes")}
    models = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
    return {
        int(id): (str(model["name"]), tuple(str(one["name"]) for one in model["flds"])) for id, model in models.items()
    }


def _decks(database: sqlite3.Connection) -> dict[int, str]:
    if _has_table(database, "decks"):
        return {id: name.replace("\x1f", "::") for id, name in database.execute("SELECT id, name FROM decks")}
    decks = json.loads(database.execute("SELECT decks FROM col").fetchone()[0])
    return {int(id): str(deck["name"]) for id, deck in decks.items()}


def _has_table(database: sqlite3.Connection, name: str) -> bool:
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    return bool(database.execute(query, (name,)).fetchone()[0])


# --- documents -------------------------------------------------------------------------------------------------------


def _docx(data: bytes) -> str:
    mammoth = _needed("mammoth", "mammoth")
    return from_html(mammoth.convert_to_html(io.BytesIO(data)).value)


def _pdf(data: bytes) -> str:
    pdfium = _needed("pypdfium2", "pypdfium2")
    document = pdfium.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(re.sub(r"\r\n?", "\n", page) for page in pages)


# --- books -----------------------------------------------------------------------------------------------------------

_OPF = "{http://www.idpf.org/2007/opf}"


def _epub(data: bytes) -> str:
    """The chapters of a book in their order; one of ours in the form of our own copy in Markdown."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chapters = [parse(_part(archive, name).decode("utf-8", "replace")) for name in _spine(archive)]
    if any(node.attrs.get("epub:type") == "titlepage" for node in chapters[0].within()):
        return "\n".join(_our_lines(chapters))
    return "\n\n".join("\n".join(line.text for line in written(chapter)) for chapter in chapters)


def _spine(archive: zipfile.ZipFile) -> Iterator[str]:
    container = ElementTree.fromstring(_part(archive, "META-INF/container.xml"))
    package = next(one.attrib["full-path"] for one in container.iter() if "full-path" in one.attrib)
    root = ElementTree.fromstring(_part(archive, package))
    above = package.rpartition("/")[0]
    files = {one.attrib["id"]: one for one in root.iter(f"{_OPF}item")}
    for ref in root.iter(f"{_OPF}itemref"):
        item = files.get(ref.attrib.get("idref", ""))
        if item is not None and "nav" not in item.attrib.get("properties", "").split():
            yield f"{above}/{item.attrib['href']}".lstrip("/")


def _our_lines(chapters: Sequence[Node]) -> Iterator[str]:
    """A book of ours as `exports.markdown_copies` would have written it."""
    title, *rest = chapters
    for chapter in chapters:
        keep_line_ends(chapter)
    yield from (line.text for line in written(title))
    for chapter in rest:
        body = next((node for node in chapter.within() if node.tag == "body"), chapter)
        for node in body.children:
            if node.tag == "section" and node.attrs.get("id"):
                yield from ("", f'<a id="{node.attrs["id"]}"></a>', "")
                yield from _our_leaf(node)
            elif node.tag in ("h1", "h2"):
                yield from ("", f"{'#' * (int(node.tag[1]) + 1)} {node.words()}", "")


def _our_leaf(section: Node) -> Iterator[str]:
    for node in section.children:
        about = node.attrs.get("class", "")
        if about == "about":
            yield f"*{node.words()}*"
        elif about == "below":
            yield from (*(line.text for line in written(node)), "", "**Answer:**")
        elif about == "other":
            yield f"{node.children[0].words().replace(': ', ' (', 1)}):"
            yield from ("", *(line.text for line in written(Node("", 1, children=node.children[1:]))))
        elif node.tag == "h3":
            yield f"#### {' '.join(_our_title(node).split())}"
        else:
            yield from (line.text for line in written(Node("", 1, children=[node])))
        yield ""


_MARKS = {"strong": "**", "em": "*"}


def _our_title(node: Node) -> str:
    """A title with the marks that it has."""
    if not node.tag:
        return verbatim(node.text)
    if node.tag == "code":
        return code_span(node.words())
    if node.tag == "math":
        return f"\\({node.attrs.get('alttext', '')}\\)"
    inner = "".join(map(_our_title, node.children))
    mark = _MARKS.get(node.tag)
    return inner if node.tag == "h3" else f"{mark}{inner}{mark}" if mark else f"<{node.tag}>{inner}</{node.tag}>"


def _is_archive_with(*some: str) -> Callable[[bytes, frozenset[str]], bool]:
    return lambda _, names: any(name in names for name in some)


DOCUMENTS = (
    Document("an Anki deck", _is_archive_with(*_COLLECTIONS), _deck),
    Document("a document of a word processor", _is_archive_with("word/document.xml"), _docx),
    Document("a book in EPUB", lambda data, names: "META-INF/container.xml" in names, _epub),
    Document("a PDF document", lambda data, _: data.startswith(b"%PDF-"), _pdf),
)
