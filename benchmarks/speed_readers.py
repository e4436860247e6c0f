"""Speed of reading TEI and HTML against plain text, as ratios in one run.

Three British novels of 1 to 3 MB are written as plain text, as TEI and as a web page: a paragraph of the
text, as the annotation finds it, is an element ``p``. Each is read by `dhtools.read_corpus`, alone and with
`dhtools.annotate` after it, in a process of its own on one core. The median ratio of processor times counts.
"""

from __future__ import annotations

import html
import tempfile
from pathlib import Path
from statistics import median

from common import Given, measures, read_text
from speed import NOVELS, READ, TASKS, Task, run

from dhtools.annotation.paragraphs import paragraphs

#: What stands around the paragraphs of a file.
FORMATS = {
    "txt": "{}",
    "xml": "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text xml:lang='en'><body>{}</body></text></TEI>",
    "html": "<html lang='en'><head><title>A novel</title></head><body><article>{}</article></body></html>",
}
#: The library of a format is loaded before the clock starts.
_LOADED = READ + (
    "import warnings\nwarnings.simplefilter('ignore')\nfrom dhtools import annotate\n"
    "from dhtools.corpus.readers.registry import read_document\n"
    "for words in (b'<TEI><text><p>Some words</p></text></TEI>', b'<html><p>Some words</p></html>'):\n"
    "    read_document(words, 'a.html' if b'html' in words else 'a.xml')\n"
)
TASKS |= {
    "read": Task(_LOADED, "read_corpus(folder)"),
    "read and annotate": Task(_LOADED, "annotate(read_corpus(folder))"),
}
SMALLEST, LARGEST, TEXTS = 1_000_000, 3_000_000, 3


def write(novels: list[str], folder: Path) -> None:
    """Write the novels in every format, a folder each."""
    for ending, around in FORMATS.items():
        (folder / ending).mkdir()
        for number, novel in enumerate(novels):
            words = [" ".join(novel[one.start : one.end].split()) for one in paragraphs(novel)]
            marked = "\n".join(f"<p>{html.escape(one, quote=False)}</p>" for one in words)
            content = around.format("\n\n".join(words) if ending == "txt" else marked)
            (folder / ending / f"novel{number}.{ending}").write_text(content, encoding="utf-8")


def speeds(given: Given, task: str, folder: Path) -> dict[str, float]:
    """Return the speed of each format, over that of plain text."""
    rounds = []
    for _ in range(given.size(5, 1)):
        seconds = {ending: run(task, folder / ending)[0] for ending in FORMATS}
        rounds.append({ending: seconds["txt"] / one for ending, one in seconds.items()})
    return {ending: median(one[ending] for one in rounds) for ending in FORMATS}


@measures("speed: reading TEI; HTML", needs=NOVELS)
def readers(given: Given) -> list[str]:
    files = [
        path
        for path in sorted(given.folder(NOVELS).glob("*.txt"))
        if given.quick or SMALLEST <= path.stat().st_size <= LARGEST
    ]
    with tempfile.TemporaryDirectory() as scratch:
        write([read_text(path) for path in files[:TEXTS]], Path(scratch))
        alone, both = (speeds(given, task, Path(scratch)) for task in ("read", "read and annotate"))
    return [
        f"{alone['xml']:.2g}; {alone['html']:.2g} × the speed of plain text; with the annotation "
        f"{both['xml']:.2g}; {both['html']:.2g} ×"
    ]
