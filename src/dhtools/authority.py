"""Names: the authority file of a corpus, and every place where one of its names stands."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from .corpus import Corpus
from .errors import DhtoolsError

AUTHORITY = "authority.csv"

_COLUMNS = ["name", "type", "group", "variant", "remark"]


def read_authority(folder: str | Path) -> pd.DataFrame:
    """Read ``authority.csv``: which spellings stand for which person, body, place, work or event.

    Parameters
    ----------
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        name (in one transliteration), type, group, variant (a spelling in the texts), remark.

    Raises
    ------
    DhtoolsError
        If the header is another one, or a row has no name or variant or stands there twice.
    """
    path = Path(folder) / AUTHORITY
    if not path.is_file():
        return pd.DataFrame(columns=_COLUMNS, dtype=object)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != _COLUMNS:
            raise DhtoolsError(f"{path}, line 1: the columns are {reader.fieldnames}. They must be: {', '.join(_COLUMNS)}.")
        rows = [_checked(path, reader.line_num, row) for row in reader]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    if frame.duplicated(["name", "variant"]).any():
        double = frame[frame.duplicated(["name", "variant"])].iloc[0]
        raise DhtoolsError(f"{path}: {double['variant']!r} stands twice under {double['name']!r}. Remove one row.")
    return frame


def find_names(corpus: Corpus, authority: pd.DataFrame) -> pd.DataFrame:
    """Find every variant of the authority file, the longest first: *Stalin* inside a book's title is not counted.

    Returns
    -------
    DataFrame
        One row an occurrence: text, start, end, variant. A variant that several names share (three Eltsins) is found
        once: the string alone cannot say who is meant.
    """
    variants = sorted(set(authority["variant"]), key=len, reverse=True)
    rows: list[tuple[str, int, int, str]] = []
    if variants:
        # a space in a name may be a no-break space in the text
        any_name = "|".join(re.escape(variant).replace(r"\ ", r"\s") for variant in variants)
        pattern = re.compile(rf"(?<!\w)(?:{any_name})(?!\w)")
        for text in corpus:
            found = pattern.finditer(text.raw)
            rows += [(text.id, m.start(), m.end(), re.sub(r"\s", " ", m.group())) for m in found]
    frame = pd.DataFrame(rows, columns=["text", "start", "end", "variant"])
    return frame.assign(text=pd.Categorical(frame["text"], categories=list(corpus.ids)))


def name_counts(corpus: Corpus, authority: pd.DataFrame) -> pd.DataFrame:
    """Return the authority file with the number of occurrences of each variant in each text (columns ``n_<text>``).

    *shared* marks variants that more than one name has; their counts stand with each of these names.
    """
    found = find_names(corpus, authority)
    counts = pd.crosstab(found["variant"], found["text"], dropna=False)
    table = authority.assign(shared=authority["variant"].duplicated(keep=False))
    for text in corpus.ids:
        per_variant = counts[text] if text in counts else pd.Series(dtype=int)
        table[f"n_{text}"] = table["variant"].map(per_variant).fillna(0).astype(int)
    return table


def _checked(path: Path, line: int, row: dict[str, str]) -> dict[str, str]:
    if None in row or None in row.values():
        raise DhtoolsError(f"{path}, line {line}: too many or too few cells. Put quotes around cells with commas.")
    if not (row["name"].strip() and row["variant"].strip()):
        raise DhtoolsError(f"{path}, line {line}: name or variant is empty. Fill both, or remove the row.")
    return row
