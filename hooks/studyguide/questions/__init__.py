"""Questions: entries of all files go in, the questions of the site come out.

An `Entry` is told its services and level (`classify`), joins the others that ask the same (`merge`), and the group
receives the id that it keeps for ever (`ids`). Nothing here opens a file or writes a page.
"""
