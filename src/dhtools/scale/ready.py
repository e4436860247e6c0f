"""What every process needs, imported and read once: processes on Linux are copies of one that has it."""

from ..annotation.line_hyphens import joined_line_ends
from ..corpus.languages import likely_language
from . import counting, making

__all__ = ["counting", "making"]

likely_language("the word lists of all languages")
joined_line_ends("the dictionary of Eng-\nlish words")
