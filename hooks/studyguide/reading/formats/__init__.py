"""Files that have a form of their own, each read by a parser of that form: tables, decks, banks, pages, outlines.

In goes a repaired `Text`; out comes a complete `Reading`, or nothing where the file is prose. A form is told by what
the file holds; its name is further evidence. What is broken is reported with its line and stays a note; the rest is
read.
"""

from .table import FORMATS, Format, read_format

__all__ = ["FORMATS", "Format", "read_format"]
