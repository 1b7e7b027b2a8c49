"""Reading: lines go in, entries come out.

In goes a `Text`; out comes a `Reading`: every question with the lines that answer it, and a role for each line of the
file. `text_within` finds the text in decks and documents, before it is repaired; `read` works through one file, as
maintainers say where they do; `pair` then gives answers that stand in a list of their own to their questions. `ways`
has all ways to read a file, for a maintainer to choose from.
"""

from .answer_lists import pair
from .doubts import doubts
from .entries import read, ways
from .formats.documents import text_within
from .told import beginning

__all__ = ["beginning", "doubts", "pair", "read", "text_within", "ways"]
