"""Folder: the sources folder on disk goes in, a `Folder` of plain values comes out.

`sources` is the one module that opens files for the stages. The others each know one kind of file beside the notes: the
id ledger, the maintainers' corrections, the notices, the rules of the reviewed bank. What is wrong in them is a problem
with file and line, and the rest of the file counts.
"""
