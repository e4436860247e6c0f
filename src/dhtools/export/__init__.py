"""Export: figures, tables and sentences with all that a paper needs to cite them.

An exhibit is a picture or a table together with its data (CSV), its caption and a record (JSON) of the
settings, texts and package versions behind it. Its files are written whole or not at all. Nothing else
writes into ``figures/``.

Modules, each importing only from those below it
------------------------------------------------
gallery
    ``figures/README.md``, from the records of all figures.
exhibits
    `Exhibits`: the one way into ``figures/`` and ``data/``.
exhibit
    What an export returns, and how a notebook shows it.
presets
    Formats and widths that a whole run asks for.
bibliography
    The works that a notebook cites, from ``references.bib``.
languages
    The line at the top of a notebook: the languages of the texts, and what is left out for them.
sentences, predicates
    `say`: sentences with values from the data, and with what has to hold for them to be true.
exported_tables
    What other notebooks have exported, refused where it is stale.
text_view, passages, highlight
    Texts and passages with voices and findings highlighted.
tables
    CSV, HTML, plain text, LaTeX.
pictures
    A figure in every format and width.
store
    Files kept if they are equal, and logged.
records
    The JSON beside every exhibit.
digits
    Floats with the digits that they hold on every processor.
checks
    What an exhibit may be given.
"""

from .exhibits import Exhibits
from .exported_tables import ExportedTables
from .sentences import paragraph, say
from .text_view import show_passages, show_text

__all__ = [
    "Exhibits",
    "ExportedTables",
    "paragraph",
    "say",
    "show_passages",
    "show_text",
]
