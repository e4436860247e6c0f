"""Names: the authority file of a corpus, and every place where one of its names stands."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from ..corpus.sheets import LINE, Column, Sheet, read_sheet
from ..corpus.texts import Corpus
from ..errors import check_share
from ..wordlists.lists import function_words

GAZETTEER = "authority.csv"

_SHEET = Sheet(
    GAZETTEER,
    (
        Column("name", LINE, required=True),
        Column("type", LINE),
        Column("group", LINE),
        Column("variant", LINE, required=True),
        Column("remark", LINE),
    ),
    key=("name", "variant"),
)


def read_gazetteer(folder: str | Path) -> pd.DataFrame:
    """Read ``authority.csv``: which spellings stand for which person, body, place, work or event.

    Parameters
    ----------
    folder : path
        The folder of the corpus; where it has no such file, the table is empty.

    Returns
    -------
    DataFrame
        name (in one transliteration), type, group, variant (a spelling in the texts), remark. White space
        around a cell is dropped, inside it made one space.

    Raises
    ------
    DhtoolsError
        If the header is another one, or a row has no name or variant or stands there twice.
    """
    return read_sheet(folder, _SHEET)[_SHEET.names]


def find_names(corpus: Corpus, authority: pd.DataFrame) -> pd.DataFrame:
    """Find every variant of the authority file, the longest first: no *Stalin* inside a book's title.

    Returns
    -------
    DataFrame
        One row an occurrence: text, start, end, variant. A variant that several names share (three Eltsins)
        is found once: the string alone cannot say who is meant.
    """
    variants = sorted(set(authority["variant"]), key=lambda variant: (-len(variant), variant))
    rows: list[tuple[str, int, int, str]] = []
    if variants:
        # a space in a name may be a no-break space in the text, or the end of a line
        any_name = "|".join(re.escape(variant).replace(r"\ ", r"\s+") for variant in variants)
        pattern = re.compile(rf"(?<!\w)(?:{any_name})(?!\w)")
        for text in corpus:
            found = pattern.finditer(text.raw)
            rows += [(text.id, m.start(), m.end(), " ".join(m.group().split())) for m in found]
    frame = pd.DataFrame(rows, columns=["text", "start", "end", "variant"])
    return frame.assign(text=pd.Categorical(frame["text"], categories=list(corpus.ids)))


def find_capitalised_words(tokens: pd.DataFrame, *, min_share: float = 0.9) -> pd.DataFrame:
    """Find words with a capital inside sentences: names, where no authority file lists them.

    For languages that write only names so. A word that stands nowhere but at the beginning of sentences is
    none, since its capital says nothing; of the pronoun *I* neither.

    Parameters
    ----------
    tokens : DataFrame
        From `dhtools.token_table`, case as it stands.
    min_share : float
        Share of its occurrences inside sentences, more than 0 to 1, that have the capital.

    Returns
    -------
    DataFrame
        One row an occurrence: text, start, end, variant, as from `find_names`.

    Raises
    ------
    DhtoolsError
        If the share is out of its range.
    """
    check_share("least", min_share)
    form = tokens["word"].astype(str)
    word, capital = form.str.lower(), form.str[:1].str.isupper()
    inside = tokens.duplicated("passage")
    share = capital[inside].groupby(word[inside]).mean()
    names = share.index[share >= min_share].difference(list(function_words()))
    found = tokens[(capital & word.isin(names)).to_numpy()]
    return found[["text", "start", "end"]].assign(variant=found["word"].astype(str)).reset_index(drop=True)


def count_names(corpus: Corpus, authority: pd.DataFrame) -> pd.DataFrame:
    """Return the authority file with the occurrences of each variant in each text counted.

    The counts are in columns ``n_<text>``. *shared* marks variants that more than one name has; their counts
    stand with each of these names.
    """
    found = find_names(corpus, authority)
    counts = pd.crosstab(found["variant"], found["text"], dropna=False)
    table = authority.assign(shared=authority["variant"].duplicated(keep=False))
    for text in corpus.ids:
        per_variant = counts[text] if text in counts else pd.Series(dtype=int)
        table[f"n_{text}"] = table["variant"].map(per_variant).fillna(0).astype(int)
    return table
