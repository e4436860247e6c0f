"""Groups of texts: by author, genre, party or period, as metadata or the names of files tell."""

from __future__ import annotations

import pandas as pd

from ..errors import DhtoolsError
from .metadata import years_of
from .texts import UNKNOWN, Corpus

#: What stands for an author who is not named.
_NAMELESS = frozenset({"", UNKNOWN, "anonymous", "anon.", "unnamed", "unsigned"})
#: So many different years are groups; more are put into periods of one of these lengths.
MAX_GROUPS, _PERIODS = 8, (5, 10, 20, 50, 100, 200, 500)


def text_groups(corpus: Corpus, group: str = "") -> pd.Series:
    """Return the group of every text.

    Parameters
    ----------
    corpus : Corpus
    group : str
        A column of the metadata, such as ``"genre"``, or ``"text"``: each text by itself. Empty: the author
        (stated, or the part of a file's name before the underscore), if at least two authors are known and
        one of them wrote two texts; else each text by itself. More than eight dates are put into periods.

    Returns
    -------
    Series of category
        The group by text, with the name of the column. Texts whose group is not known have ``"unknown"``, the
        last category. Up to eight categories stand in the order of the texts, or of time; of more, those with
        most texts come first.

    Raises
    ------
    DhtoolsError
        If there is no such column, or all texts are in one group.

    Examples
    --------
    >>> from dhtools.corpus import Text
    >>> names = ["Austen_Emma", "Austen_Pride", "Eliot_Adam"]
    >>> texts = [Text(name, name, "", "", author=name.partition("_")[0]) for name in names]
    >>> text_groups(Corpus(tuple(texts), pd.DataFrame(), pd.DataFrame())).tolist()
    ['Austen', 'Austen', 'Eliot']
    """
    table = corpus.table().assign(text=list(corpus.ids))
    if not group:
        group = "author" if _authors_recur(table["author"]) else "text"
    if group not in table:
        known = ", ".join(table.columns.drop("characters"))
        raise DhtoolsError(
            f"GROUP={group!r}: the texts have no such column. There are: {known}. Add it to metadata.csv."
        )
    values = table[group].astype(str)
    values = values.mask(_nameless(values), UNKNOWN) if group == "author" else values
    values = values if group == "text" else _periods(values)  # the name of a text may begin with a year
    sizes = values[values != UNKNOWN].value_counts(sort=False)
    if group != "text" and len(sizes) < 2:
        raise DhtoolsError(
            f"GROUP={group!r}: the texts are not in two groups. Leave GROUP empty, or name another column."
        )
    if len(sizes) > MAX_GROUPS and group != "text":
        sizes = sizes.sort_values(ascending=False, kind="stable")
    unknown = [UNKNOWN] if UNKNOWN in set(values) else []
    return values.astype(pd.CategoricalDtype([*sizes.index, *unknown])).rename(group)


def is_named(author: str) -> bool:
    """Return whether an author is known by name: *anonymous* is no name."""
    return author.strip().lower() not in _NAMELESS


def _nameless(authors: pd.Series) -> pd.Series:
    return ~authors.map(is_named).astype(bool)


def _authors_recur(authors: pd.Series) -> bool:
    counts = authors[~_nameless(authors)].value_counts()
    return len(counts) > 1 and counts.max() > 1


def _periods(values: pd.Series) -> pd.Series:
    """Put dates into the shortest periods of which there are no more than eight; leave all else as it is."""
    years = values[values != UNKNOWN].map(years_of)
    if values.nunique() <= MAX_GROUPS or years.isna().any():
        return values
    first = years.map(min).sort_values()
    length = next((n for n in _PERIODS if (first // n).nunique() <= MAX_GROUPS), _PERIODS[-1])
    begins = first // length * length
    periods = begins.astype(str) + "–" + (begins + length - 1).astype(str)
    return periods.reindex(
        [*periods.index, *values.index.difference(periods.index, sort=False)], fill_value=UNKNOWN
    )


def compared_groups(corpus: Corpus, group: str = "") -> pd.Series:
    """Return the groups that can be compared; empty where each text stands by itself.

    Parameters
    ----------
    corpus : Corpus
    group : str
        As for `text_groups`. Where it is empty and authors do not recur, more than eight texts are put into
        periods by their dates.

    Returns
    -------
    Series of category
        The group by text, with the name of its column, at least two groups. Texts whose group is not known
        are left out.

    Raises
    ------
    DhtoolsError
        As `text_groups`.
    """
    groups = text_groups(corpus, group)
    if groups.name == "text" and len(text_years(corpus)) > MAX_GROUPS:
        dated = corpus.table()["date"][lambda dates: dates != UNKNOWN].nunique()
        groups = text_groups(corpus, "date") if dated > 1 else groups
    known = groups[groups != UNKNOWN] if groups.name != "text" else groups[:0]
    return known.cat.remove_unused_categories()


def text_years(corpus: Corpus) -> pd.Series:
    """Return the year of every dated text; of several years their middle, so that 1890–95 is 1892.5."""
    years = {text.id: years_of(text.date) for text in corpus}
    return pd.Series({text: sum(known) / 2 for text, known in years.items() if known}, dtype=float)


def period_years(corpus: Corpus, groups: pd.Series) -> pd.Series | None:
    """Return the years of the texts where *groups*, from `compared_groups`, are periods; otherwise None."""
    years = text_years(corpus)
    return years if groups.name == "date" and groups.index.isin(years.index).all() else None


def text_order(corpus: Corpus, groups: pd.Series) -> list[str]:
    """Return the ids of the texts by group, then year, then name: the order of a figure of many texts.

    *groups* is from `compared_groups`; texts without a group, or without a year, come last.
    """
    years, codes = text_years(corpus), dict(zip(groups.index, groups.cat.codes, strict=True))
    last = len(groups.cat.categories), float("inf")
    return sorted(corpus.ids, key=lambda text: (codes.get(text, last[0]), years.get(text, last[1]), text))
