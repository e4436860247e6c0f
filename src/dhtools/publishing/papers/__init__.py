"""A notebook as a paper.

Modules, each importing only from those below it
------------------------------------------------
paper
    `make_paper`: the one way from a notebook to the files of a paper.
writing
    Pandoc and Typst at the end.
media
    What Word, PDF, HTML and LaTeX each need.
frame
    Title, authors, abstract, references.
tables
    Widths of the columns of wide tables.
numbering
    Numbers of figures and tables, and where they are named.
citations
    Citations in the text.
assembly
    The notebook as one document in pandoc's tree.
pictures
    Files of figures.
pandoc, nodes
    The program, and the pieces of its tree.
manuscript
    What an executed notebook says, in order.
"""

from .paper import Paper, make_paper

__all__ = ["Paper", "make_paper"]
