"""Folder: the sources folder on disk, as plain values.

In goes a path; out comes a `Folder`, all that the stages need to know of the world. `sources` opens the files. The
others each know one kind of file beside the notes: the subject and its services, the id ledger, the maintainers'
corrections with what they say of lines and encodings, how files are read, the notices, the rules of the reviewed
bank, the settings of the site. `of_files` gathers what they say of one file. What is wrong in them is a problem with
file and line, and the rest of the file counts.
"""
