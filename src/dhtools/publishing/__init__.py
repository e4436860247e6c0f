"""Publishing: what takes a project elsewhere.

Packages
--------
papers
    An executed notebook as a paper: Word, PDF, HTML, LaTeX.
"""

__all__ = []
