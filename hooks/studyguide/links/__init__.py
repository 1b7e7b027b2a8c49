"""Links between questions: what a note calls another place goes in, the place itself comes out.

In go the questions with their ids, and the notes with what became of each line; out come the same questions, in whose
answers each link to a note, a heading or an id leads to the question that stands there, or to the line of the note, and
a problem for each that leads nowhere. `headings` knows by which names people call a place in a note, `targets` which
place an address means, and `leading` puts it into the answers.
"""
