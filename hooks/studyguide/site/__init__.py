"""Site: questions go in, the files of a website come out.

In goes a `Site` (what the notes hold) with an `About` (what the website is called and where it stands); out come pages
as values, and the files beside them: search index, practice cards, short links, JSON. Nothing here knows MkDocs.
"""
