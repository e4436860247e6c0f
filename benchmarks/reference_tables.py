"""Make the reference tables that ship with the package: counts of public-domain texts of known authors.

    python benchmarks/reference_tables.py FEDERALIST INAUGURAL [--out FOLDER]

FEDERALIST holds the 85 Federalist Papers as ``Author_NN.txt`` (Project Gutenberg's text of the McLean
edition of 1788, one file a paper, with the attributions of Mosteller and Wallace, 1964, in the names).
INAUGURAL holds the inaugural addresses as ``YYYY-Name.txt`` (the corpus `inaugural` of NLTK's data). All are
in the public domain. For each folder one ``NAME.csv.gz`` is written, counts of consecutive blocks of 100
words, and one ``NAME.json`` with what is known of the texts. The files are the same, byte for byte, whenever
they are made from the same texts.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from pathlib import Path

import pandas as pd
from common import ROOT, command_line

from dhtools import annotate, fold_case, read_corpus
from dhtools.annotation import Annotation
from dhtools.annotation.pronouns import persons_of_words
from dhtools.reference import BlockTable, block_table
from dhtools.reference.known_authors import ADDRESSED

OUT = ROOT / "src" / "dhtools" / "reference" / "tables"

#: The header of a paper names the newspaper, the date and the author: it ends with the salutation.
SALUTATION = re.compile(r"To the People of the State of New[- ]York[:.]?\s*", re.IGNORECASE)
SIGNATURE = re.compile(r"\n\s*PUBLIUS\b.*\Z", re.DOTALL)

#: Presidents who share a name, by the year of their address.
NAMESAKES = {
    1797: "John Adams", 1825: "John Quincy Adams", 1837: "Van Buren", 1841: "William Henry Harrison",
    1889: "Benjamin Harrison",
    1905: "Theodore Roosevelt", 1933: "Franklin D. Roosevelt", 1937: "Franklin D. Roosevelt",
    1941: "Franklin D. Roosevelt", 1945: "Franklin D. Roosevelt", 1989: "George H. W. Bush",
    2001: "George W. Bush", 2005: "George W. Bush",
}  # fmt: skip
SOURCES = {
    "federalist": "The Federalist Papers, 1787 to 1788: Project Gutenberg, public domain; 51 papers by "
    "Hamilton, 14 by Madison, and 12 once disputed between them (Mosteller and Wallace 1964); the joint "
    "papers and Jay's are left out. Headers and signatures are cut.",
    "inaugural": "Inaugural addresses of presidents of the United States, 1789 to 2021: the corpus "
    "“inaugural” of NLTK's data, public domain.",
}


def federalist(folder: Path) -> dict[str, tuple[str | None, int, str]]:
    """Return author, year and body of every paper by Hamilton, by Madison, or disputed."""
    papers = {}
    for text in read_corpus(folder):
        author, _, number = Path(text.file).stem.partition("_")
        if author not in ("Hamilton", "Madison", "Disputed"):
            continue
        body = SIGNATURE.sub("", SALUTATION.split(text.raw, maxsplit=1)[-1])
        known = None if author == "Disputed" else author
        papers[f"federalist-{number}"] = (known, 1787 if int(number) < 37 else 1788, body)
    return papers


def inaugural(folder: Path) -> dict[str, tuple[str | None, int, str]]:
    """Return president, year and words of every address."""
    addresses = {}
    for text in read_corpus(folder):
        stem = Path(text.file).stem
        year, _, name = stem.partition("-")
        addresses[stem.lower()] = (NAMESAKES.get(int(year), name), int(year), text.raw)
    return addresses


def table(texts: dict[str, tuple[str | None, int, str]], source: str) -> BlockTable:
    """Count the blocks of the texts, as the package counts a user's."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (_, _, body) in texts.items():
            Path(folder, f"{name}.txt").write_text(body, encoding="utf-8")
        annotation = annotate(read_corpus(folder))
    made = block_table(
        fold_case(annotation.tokens),
        authors={name: author for name, (author, _, _) in texts.items()},
        source=source,
    )
    years = [texts[name][1] for name in made.texts.index]
    known = made.texts.assign(year=years).join(addressed(annotation))
    return BlockTable(made.counts, known, made.block_words, source)


def addressed(annotation: Annotation) -> pd.DataFrame:
    """Count the words of every text, and the pronouns by which it addresses its readers."""
    text, person = annotation.tokens["text"].astype(str), persons_of_words(annotation)
    counts = {f"n_{one}": (person == one).groupby(text).sum() for one in ADDRESSED}
    return pd.DataFrame({"n_words": text.value_counts(sort=False), **counts})


def write(made: BlockTable, name: str, out: Path) -> None:
    """Write the counts as compressed CSV, the texts as JSON."""
    flat = made.counts.reset_index().to_csv(index=False, lineterminator="\n").encode()
    (out / f"{name}.csv.gz").write_bytes(gzip.compress(flat, mtime=0))
    known = made.texts.astype(object).where(made.texts.notna(), None)  # JSON has no NaN
    texts = known.reset_index().to_dict(orient="records")
    about = {"source": made.source, "block_words": made.block_words, "texts": texts}
    lines = json.dumps(about, indent=1, ensure_ascii=False, allow_nan=False)
    (out / f"{name}.json").write_text(lines + "\n", encoding="utf-8")


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("federalist", type=Path, metavar="FEDERALIST")
    parser.add_argument("inaugural", type=Path, metavar="INAUGURAL")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER")
    given = parser.parse_args()
    for folder in (given.federalist, given.inaugural):
        if not any(folder.glob("*.txt")):
            parser.exit(2, f"{folder}: no texts there; nothing was made. The docstring says which to get.\n")
    write(table(federalist(given.federalist), SOURCES["federalist"]), "federalist", given.out)
    write(table(inaugural(given.inaugural), SOURCES["inaugural"]), "inaugural", given.out)


if __name__ == "__main__":
    main()
