"""Exhibits: figures, tables and sentences with everything a paper needs to cite them.

An exhibit is a picture or a table together with its data (CSV), its caption, and a record (JSON) of the
settings, texts and package versions behind it. Its files are written whole or not at all, and left untouched
if they already say the same. Nothing else writes into ``figures/``.

Modules, each importing only from those below it:

    gallery    figures/README.md, from the records of all figures
    exporter   the one way into figures/ and data/
    results    what an export returns, and how a notebook shows it
    presets    formats and widths that a whole run asks for
    prose      sentences with values from the data
    reading    what other notebooks have exported, refused where it is stale
    reader     texts and passages with voices and findings highlighted
    selecting  which passages are shown
    marking    the words of a text as HTML, their voices and findings marked
    tables     CSV, HTML, plain text, LaTeX
    pictures   a figure in every format and width
    storing    files written whole or not at all, kept if equal, logged
    records    the JSON beside every exhibit
    checks     what an exhibit may be given
    digits     how many digits of a number are exported and printed
    text       one line, escaped, encoded
"""

from .exporter import Exhibits
from .gallery import write_gallery
from .presets import Preset
from .prose import Said, say
from .reader import Shown, show_passages, show_text
from .reading import Results
from .results import Dataset, Exhibit
from .storing import EXPORT_LOG

__all__ = [
    "EXPORT_LOG",
    "Dataset",
    "Exhibit",
    "Exhibits",
    "Preset",
    "Results",
    "Said",
    "Shown",
    "say",
    "show_passages",
    "show_text",
    "write_gallery",
]
