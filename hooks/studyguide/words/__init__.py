"""Words: what people write around questions, by language, and plain words from marked ones.

In goes a line or a title; out comes what it says: a label, a level, that it asks, that it is page furniture, its words
without marks. The words themselves are data, a file for each language in `languages/`; the modules make rules of them.
Nothing here knows what a question or an answer is.
"""
