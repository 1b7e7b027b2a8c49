"""Folder: the sources folder on disk, as plain values.

In goes a path; out comes a `Folder`, all that the generator needs to know of the world. `sources` is the only module
that opens files for the stages. The others each know one kind of file beside the notes: the id ledger, the maintainers'
corrections, the notices, the rules of the reviewed bank. What is wrong in them is a problem with file and line, and the
rest of the file counts.
"""
