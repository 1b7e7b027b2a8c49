"""The guide to take along: books, decks and tables, made from the same questions as the pages."""

# What a reader chooses from; `catalogue` has the kinds of file of each.
MEDIA = ("pdf", "epub", "anki", "csv", "tsv", "md", "llms")
