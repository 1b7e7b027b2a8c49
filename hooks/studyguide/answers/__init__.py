"""Answers: raw lines go in, clean Markdown and safe HTML come out.

`tidy` gives pasted lines the form they were meant to have, with the same words in the same order. `safe_html` turns
that Markdown into HTML in which nothing can run, load or reach beyond the answer.
"""
