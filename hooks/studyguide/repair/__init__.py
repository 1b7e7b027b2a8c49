"""Repair: bytes go in, clean lines come out.

In goes a `RawFile`; out come a `Text`, which holds the lines and every change that was made to them, and problems. The
encoding is found, damaged characters are undone, what is not text is taken out; what was never damaged stays as it is.

`whole_file` leads through it: `decoding` turns bytes into characters, `search` finds damage among these, by the
encodings of `codec_tables`, and asks `model` whether a text is likelier with it undone.

`written` gives the text as a file has it, and `step` and `undone` of `undoing` what leads back to its bytes.
"""

from .undoing import step, undone
from .whole_file import repair, written

__all__ = ["repair", "step", "undone", "written"]
