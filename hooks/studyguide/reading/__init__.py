"""Reading: lines go in, entries come out.

In goes a `Text`; out comes a `Reading`: every question with the lines that answer it, and a role for each line of the
file. `read` works through one file; `pair` then gives answers that stand in a list of their own to their questions.
"""

from .answer_lists import pair
from .doubts import doubts
from .entries import read

__all__ = ["doubts", "pair", "read"]
