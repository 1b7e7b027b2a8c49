"""Exports: questions go in, files to take along come out.

In goes a `Guide`; out come books, decks and tables (`catalogue` has a row for each kind), made from the same questions
as the pages. Paper and texts are written from the nodes of an answer, decks and e-books from the safe HTML of them,
which `html_tree` gives to e-books as a tree; tables have the Markdown. Every file has every word, and its bytes depend
on the notes alone.
"""

# What a reader chooses from; `catalogue` has the kinds of file of each.
MEDIA = ("pdf", "epub", "anki", "csv", "tsv", "md", "llms")
