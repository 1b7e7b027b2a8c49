"""Diagrams: in goes the text of one, and out comes the picture that it describes, drawn by a program of its own.

`mermaid.drawer` gives a function for the pipeline: texts of diagrams in, SVG or a sentence for each out. It starts
`worker.py`, a program that reads and writes nothing but its pipes, and ends it where it takes too long. What was drawn
is kept, for each takes a second or two. The SVG is not trusted: `pictures` writes it anew.
"""
