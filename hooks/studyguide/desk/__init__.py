"""Desk: a page on this machine on which a maintainer settles by a press how notes are read.

In go a built `Site` and what was pressed; out come the page's view of one file, as JSON, and the texts of
`layouts.toml` and `corrections.toml` with the decision in them. `server` joins these to HTTP, and is given by its
caller how files are read and written.
"""
