"""The former place of `dhtools.escaping`."""

from ..escaping import latex, markdown, markdown_plain, one_line

__all__ = ["latex", "markdown", "markdown_plain", "one_line"]
