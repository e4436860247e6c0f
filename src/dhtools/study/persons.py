"""Persons: who is named, in how many texts and by whom, and who with whom in one sentence."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse.csgraph import shortest_path

from ..annotation.gazetteer import find_names
from ..annotation.record import Annotation
from ..schema import VOICES

#: What a gazetteer calls a person, in its column *type*.
PERSON = "person"
#: The voices of the running prose.
_PROSE_VOICES = ("author", "quoted", "mentioned")
#: Steps of the layout; it stands still long before.
_STEPS = 500


def find_persons(annotation: Annotation, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Find every place where a person of the gazetteer is named.

    Pronouns and descriptions (*the head of the police*) are not found. A name inside a longer one that the
    gazetteer lists, such as the title of a book, is not counted.

    * gazetteer: From `dhtools.annotation.read_gazetteer`.

    Returns: One row a mention: *text*, *passage*, *voice*, *start*, *end* (code points), *person* (persons
    who share a spelling are one: ``a or b``).
    """
    kinds = gazetteer.groupby("variant")["type"].agg(set)
    persons = gazetteer[gazetteer["variant"].map(kinds).map({PERSON}.__eq__).astype(bool)]
    names = persons.groupby("variant")["name"].agg(lambda found: " or ".join(sorted(set(found))))
    found = find_names(annotation.corpus, gazetteer)
    found = found.assign(person=found["variant"].map(names)).dropna(subset="person")
    words = annotation.tokens[["text", "start", "passage", "voice"]]
    placed = found.merge(words.astype({"text": found["text"].dtype}), on=["text", "start"])
    return placed[["text", "passage", "voice", "start", "end", "person"]]


def count_persons(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions of every person, by voice and by text.

    * mentions: From `find_persons`.

    Returns: One row a person, those in most texts first, then those named most often: *person*, *n_texts* and
    *n* (of the running prose), *n_author*, *n_quoted*, *n_mentioned*, *n_other* (outside it), and *n_<text>*,
    *n_quoted_<text>* for each text: mentions in its prose, and those of them inside quotations.
    """
    by_voice = pd.crosstab(mentions["person"], mentions["voice"].astype(str)).reindex(
        columns=list(VOICES), fill_value=0
    )
    prose = mentions[mentions["voice"].isin(_PROSE_VOICES)]
    by_text = _by_text(prose, by_voice.index)
    quoted = _by_text(prose[prose["voice"] == "quoted"], by_voice.index)
    table = by_voice.add_prefix("n_").rename_axis(columns=None)
    table.insert(0, "n_texts", (by_text > 0).sum(axis=1))
    table.insert(1, "n", by_text.sum(axis=1))
    table = table.join(by_text.add_prefix("n_")).join(quoted.add_prefix("n_quoted_"))
    return table.reset_index().sort_values(
        ["n_texts", "n", "person"], ascending=[False, False, True], ignore_index=True
    )


def _by_text(mentions: pd.DataFrame, persons: pd.Index) -> pd.DataFrame:
    texts = mentions["text"].cat.categories
    table = pd.crosstab(mentions["person"], mentions["text"].astype(str))
    return table.reindex(index=persons, columns=list(texts), fill_value=0)


def persons_together(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count in how many sentences of the running prose two persons are named together.

    Returns: One row a pair, the most frequent first: *person_a*, *person_b* (in alphabetical order), *n*
    (sentences), *n_texts*, *named_in* (their ids), *passages* (their ids, as evidence).
    """
    prose = mentions[mentions["voice"].isin(_PROSE_VOICES)]
    rows = [
        (*pair, str(text), str(passage))
        for (text, passage), persons in prose.groupby(["text", "passage"], observed=True)["person"]
        for pair in combinations(sorted(set(persons)), 2)
    ]
    table = pd.DataFrame(rows, columns=["person_a", "person_b", "text", "passage"])
    pairs = table.groupby(["person_a", "person_b"], as_index=False, sort=True).agg(
        n=("passage", "size"),
        n_texts=("text", "nunique"),
        named_in=("text", lambda found: " ".join(dict.fromkeys(found))),
        passages=("passage", " ".join),
    )
    return pairs.sort_values(["n", "person_a", "person_b"], ascending=[False, True, True], ignore_index=True)


def network_layout(pairs: pd.DataFrame) -> pd.DataFrame:
    r"""Place persons so that their distances on paper come close to the steps between them.

    Minimises the stress :math:`\sum_{i<j} (|x_i - x_j| - d_{ij})^2 / d_{ij}^2`, in which :math:`d_{ij}` is
    the number of links on the shortest way. It begins on a circle, in the order of the number of links, so
    the same pairs always give the same places.

    * pairs: *person_a*, *person_b*.

    Returns: *person*, *x*, *y*, in steps. Persons whom nothing joins stand one step farther apart than the
    longest way.

    Source: Kamada and Kawai (1989), An algorithm for drawing general undirected graphs, Information
    Processing Letters 31(1), 7-15; minimised as in Gansner, Koren and North (2005), Graph drawing by stress
    majorization, Graph Drawing 2004, 239-250.
    """
    degree = Counter([*pairs["person_a"], *pairs["person_b"]])
    persons = sorted(degree, key=lambda person: (-degree[person], person))
    places = _least_stress(_steps_between(pairs, persons)) if persons else np.empty((0, 2))
    return pd.DataFrame({"person": persons, "x": places[:, 0], "y": places[:, 1]})


def _steps_between(pairs: pd.DataFrame, persons: list[str]) -> npt.NDArray[np.float64]:
    index = {person: row for row, person in enumerate(persons)}
    links = np.zeros((len(persons), len(persons)))
    links[pairs["person_a"].map(index), pairs["person_b"].map(index)] = 1
    steps = shortest_path(links, directed=False, unweighted=True)
    steps[np.isinf(steps)] = steps[np.isfinite(steps)].max() + 1
    return steps


def _least_stress(steps: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return places by stress majorisation: each step is the exact minimum of a bound that lies above."""
    angles = np.linspace(0, 2 * np.pi, len(steps), endpoint=False)
    places = np.column_stack([np.cos(angles), np.sin(angles)]) * steps.max() / 2
    with np.errstate(divide="ignore"):
        weights = np.where(steps > 0, steps**-2.0, 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(_STEPS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=2)
        np.fill_diagonal(apart, 1)
        pull = weights * steps / np.maximum(apart, 1e-9)
        places = inverse @ (np.diag(pull.sum(axis=1)) - pull) @ places
    return places
