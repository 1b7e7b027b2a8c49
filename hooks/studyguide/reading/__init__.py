"""Reading: lines go in, entries come out.

In goes a `Text`; out comes a `Reading`: every question with the lines that answer it, and a role for each line of the
file. `text_within` finds the text in decks and documents, before it is repaired; `read` works through one file; `pair`
then gives answers that stand in a list of their own to their questions, and `with_blocks` gives the lines of an answer
with its blocks of HTML as Markdown. What maintainers say of a file or of a line is given to `read`; `ways` has all ways
to read a file for them to choose from, and `found_again` the lines they speak of.
"""

from .answer_lists import pair
from .doubts import doubts
from .entries import read, ways
from .formats.documents import text_within
from .formats.html_blocks import with_blocks
from .told import beginning, found_again

__all__ = ["beginning", "doubts", "found_again", "pair", "read", "text_within", "ways", "with_blocks"]
