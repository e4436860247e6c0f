"""Publishing: what takes a project elsewhere.

Packages
--------
papers
    An executed notebook as a paper: Word, PDF, HTML, LaTeX.
interchange
    An annotated corpus for other tools: TEI, CoNLL-U, JSONL, CSV, Parquet, Web Annotations.
"""

__all__ = []
