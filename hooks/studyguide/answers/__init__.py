"""Answers: the lines of one as they were pasted go in; clean Markdown and safe HTML come out.

In go raw lines; out come the same words in the same order, in the form that they were meant to have (`tidy`), and
HTML of that in which nothing can run, load or reach beyond the answer (`safe_html`).
"""
