"""Pictures beside the notes: their bytes go in, pictures that are what they say come out, safe to be shown.

In go the bytes of a file, and the address by which a note names it; out comes a `Picture` with its size in pixels, or a
sentence that says what is wrong. `bytes_of` has a row for each kind; what it gives back is written anew from the parts
that draw, so that a place where a photograph was taken, a script, or a second file behind the picture stays behind.
`addresses` finds which file a note means, by names alone. `marks` finds pictures in the Markdown of an answer, and
`beside` puts the three together.
"""
