"""Syntax: in goes a line, and out comes what kind of line it is: fence, rule, heading, quote, list item, table row.

Each kind is defined once (`line_kinds`), with what the strict reader, CommonMark's, takes for one and what the lenient
one does, who reads what people paste. Reading, tidying and rendering all look here. Beside the kinds stand the parts
that they are made of: columns of white space, code spans and cells, pictures, the numbers that people write before
questions, and `fences`, which looks at many lines. All of it is functions of text; nothing here keeps a state.
"""
