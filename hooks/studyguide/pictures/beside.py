"""Answers with the pictures that stand beside the notes: each mark leads to its picture, or the reason is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..answers.picture_marks import Mark, exchanged, has_marks, written
from ..answers.pictures import FOLDER, names_in, shown
from ..answers.where import line_of
from ..records import Asked, Picture, PictureFiles, Problem, Question, Span, Text
from .addresses import Missing, Names, is_picture, meant
from .bytes_of import picture

# A site of more is too large to publish.
MAX_OF_ALL = 500_000_000
_SHOWN = 80  # signs of an address in a message


def with_pictures(
    asked: Sequence[Asked], texts: Iterable[Text], files: PictureFiles
) -> tuple[tuple[Asked, ...], tuple[Picture, ...], tuple[Problem, ...]]:
    """The same questions with every picture in the one form that outputs know, the pictures, and what is wrong."""
    album = _Album({text.source: text for text in texts}, files)
    made = tuple(_found(one, album) for one in asked)
    pictures = tuple(one for one in album.looked.values() if isinstance(one, Picture))
    unused = [name for name in files.names if name not in album.looked]
    return made, tuple({one.name: one for one in reversed(pictures)}.values()), (*album.problems, *_unnamed(unused))


def shown_by(questions: Iterable[Question], pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Those that a question of the site shows."""
    texts = (text for one in questions for asked in one.asked for text in (asked.answer, asked.body))
    names = {name for text in texts for name in names_in(text)}
    return tuple(one for one in pictures if one.name in names)


def _unnamed(names: Sequence[str]) -> Iterable[Problem]:
    if names:
        number = len(names) - 1
        others = f", nor {number:,} {'other' if number == 1 else 'others'}" if number else ""
        yield Problem(Span(names[0], 1, 1), f"no note shows this picture{others}. Name it in one, or remove it")


def _found(asked: Asked, album: _Album) -> Asked:
    if not (has_marks(asked.answer) or has_marks(asked.body)):
        return asked
    answered = asked.answer_spans or (asked.span,)
    return replace(
        asked,
        body=exchanged(asked.body, lambda mark: album.form(mark, (asked.span, *answered), asked)),
        answer=exchanged(asked.answer, lambda mark: album.form(mark, (*answered, asked.span), asked)),
    )


class _Album:
    """Every picture is looked at once, and what is wrong with one is told once for each note."""

    def __init__(self, texts: Mapping[str, Text], files: PictureFiles) -> None:
        self.texts = texts
        self.files = files
        self.names = Names(files.names)
        self.looked: dict[str, Picture | str] = {}
        self.told: dict[tuple[str, str], Problem] = {}
        self.size = 0

    @property
    def problems(self) -> Iterable[Problem]:
        return self.told.values()

    def form(self, mark: Mark, spans: tuple[Span, ...], asked: Asked) -> str | None:
        """The mark in the one form, or None where it stays as it is."""
        source = spans[0].source
        if mark.form in ("embed", "definition") and not is_picture(mark.address):
            return None  # another note, or a page
        name = meant(mark.address, source, self.names, anywhere=mark.form == "embed")
        if name is None:
            return None
        found = name.why if isinstance(name, Missing) else self._looked_at(name)
        if isinstance(found, Picture):
            return written(mark, f"{FOLDER}/{found.name}")
        if (source, mark.address) not in self.told:
            self.told[source, mark.address] = self._problem(mark, spans, found, asked.reviewed is not None)
        # Nobody can write the one form but us.
        return f"![{mark.alt}](./{mark.address})" if shown(mark.address) else None

    def _looked_at(self, name: str) -> Picture | str:
        if name not in self.looked:
            data = self.files.read(name)
            found = data if isinstance(data, str) else picture(data, name)
            if isinstance(found, Picture):
                self.size += len(found.data)
                if self.size > MAX_OF_ALL:
                    found = f"all pictures together have more than {MAX_OF_ALL:,} bytes. Make them smaller"
            self.looked[name] = found
        return self.looked[name]

    def _problem(self, mark: Mark, spans: tuple[Span, ...], why: str, grave: bool) -> Problem:
        short = mark.address if len(mark.address) <= _SHOWN else mark.address[: _SHOWN - 1] + "…"
        said = "".join(sign if sign.isprintable() else "\ufffd" for sign in short)
        text = self.texts.get(spans[0].source)
        place = line_of(text.lines if text else (), spans, (mark.written, mark.address))
        return Problem(place, f"the picture “{said}” is not shown: {why}", grave)
