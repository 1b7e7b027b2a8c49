"""Questions: what all the files ask, each thing once.

In go the entries of all files; out come `Question` values. An `Entry` is told its services and level (`classify`),
joins the others that ask the same (`merge`), and the group receives the id that it keeps for ever (`ids`). Nothing here
opens a file or writes a page.
"""
