"""Answers: the lines of one as they were pasted go in; a document comes out, and what outputs make of it.

In go raw lines; out come the same words in the same order, in the form that they were meant to have (`tidy`). That is
read once as a `document` of `nodes`, of which `safe_html` makes HTML in which nothing can run, load or reach beyond the
answer, and `portable` Markdown that means the same everywhere.
"""
