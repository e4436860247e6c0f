"""What a topic is about: its words, the sentences nearest to it, its share of each text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ..errors import DhtoolsError, check_choice, check_share, check_whole
from ..shown import answers_first
from .document_term_matrix import DocumentTermMatrix, check_columns, without_names
from .models import TopicModel

#: The orders in which `top_words` can list words.
WORD_ORDERS = ("weight", "frex")
#: Weights and scores are compared with so many decimals: those that differ by rounding only are equal.
DECIMALS = 12

_PASSAGES = ["topic", "rank", "passage", "segment", "text", "start", "end", "score", "share"]


def frex(word_weights: pd.DataFrame, *, balance: float = 0.5) -> pd.DataFrame:
    """Return how frequent and exclusive each word is in each topic (FREX).

    * word_weights: Topics × words, not negative.
    * balance: Weight of exclusivity against frequency, 0 to 1, as *w* in Bischof and Airoldi and in stm's
      ``exclusivity``. In stm's ``calcfrex`` *w* is the weight of frequency: 1 - balance.

    Returns: Topics × words, more than 0 to 1: ``1 / (balance / E + (1 - balance) / F)``. F is the rank of the
    word's weight among the weights of the topic, E the rank of its exclusivity (its weight, divided by the
    sum of its weights in all topics), both divided by the number of words; equal values have the mean of
    their ranks. A word that the topic does not have (weight 0) takes part in the ranks, but its FREX is
    missing. Exclusivity is not shrunk for rare words, as ``labelTopics`` of stm does.

    Raises `DhtoolsError` if a weight is missing or negative, or the balance is out of its range.

    Source: Bischof and Airoldi (2012), Summarizing topical content with word frequency and exclusivity, ICML,
    201-208; computed as ``calcfrex`` of R stm 1.3.7 does (Roberts, Stewart and Tingley 2019, Journal of
    Statistical Software 91(2), doi:10.18637/jss.v091.i02).

    >>> weights = pd.DataFrame({"party": [0.6, 0.5], "press": [0.4, 0.0], "war": [0.0, 0.5]}, index=[1, 2])
    >>> frex(weights).round(2).to_numpy().tolist()
    [[0.8, 0.8, nan], [0.74, nan, 0.91]]
    """
    check_share("balance", balance, "the weight of exclusivity", zero=True)
    if not (word_weights.to_numpy(dtype=np.float64) >= 0).all():
        raise DhtoolsError("word_weights: a weight is missing or negative. Give the weights of a model.")
    weights = word_weights.round(DECIMALS)
    total = weights.sum()
    exclusive = weights.div(total.where(total > 0, 1.0)).round(DECIMALS)
    frequency, exclusivity = (
        table.rank(axis="columns", pct=True).where(weights > 0) for table in (weights, exclusive)
    )
    return 1 / (balance / exclusivity + (1 - balance) / frequency)


def top_words(model: TopicModel, *, n: int = 10, sort_by: str = "weight") -> pd.DataFrame:
    """List the words that stand for each topic.

    Parameters
    ----------
    model : TopicModel
    n : int
        Words a topic, at most: a word of weight 0 is not one of its words.
    sort_by : {"weight", "frex"}
        The order: the heaviest first, or those of the highest `frex`. Words of equal value are in
        alphabetical order.

    Returns
    -------
    DataFrame
        *topic*, *rank* (from 1), *word*, *weight* (0 to 1), *frex*, and *n_segments*: in how many the word
        occurs.

    Raises
    ------
    DhtoolsError
        If *n* is no whole number from 1, or the order is unknown.
    """
    check_choice("sort_by", sort_by, WORD_ORDERS)
    check_whole("n", n, 1)
    weights, counts = model.word_weights.round(DECIMALS), model.documents.counts
    topics, words = weights.shape
    columns = {
        "topic": np.repeat(weights.index, words),
        "word": np.tile(weights.columns, topics),
        "weight": weights.to_numpy().ravel(),
        "frex": frex(weights).to_numpy().ravel(),
        "n_segments": np.tile(np.bincount(counts.indices, minlength=words), topics),
    }
    table = pd.DataFrame(columns)
    table = table[table["weight"] > 0].sort_values(["topic", sort_by, "word"], ascending=[True, False, True])
    table.insert(1, "rank", table.groupby("topic").cumcount() + 1)
    return table[table["rank"] <= n].reset_index(drop=True)


def word_lists(model: TopicModel, n: int) -> dict[int, list[str]]:
    """Return the heaviest words by topic; an empty list for a topic without words."""
    lists = top_words(model, n=n).groupby("topic")["word"].agg(list)
    return {topic: lists.get(topic, []) for topic in model.topics}


def exclusivity(model: TopicModel, *, n: int = 10) -> pd.Series:
    """Return how far the top words of each topic belong to that topic alone.

    Parameters
    ----------
    model : TopicModel
    n : int
        Top words by weight.

    Returns
    -------
    Series
        By topic: the mean, over its top words, of ``w_t / Σ w``, the share of a word's weights in all k
        topics that lies in topic t. 1 if no other topic has the words; 1/k if all have them alike; less if
        others have more of them. With one topic it is 1. It is missing for a topic without words.

    Notes
    -----
    Source: Bischof and Airoldi (2012; see `frex`); here it is the mean over the top words.

    Examples
    --------
    >>> from dhtools.topics import document_term_matrix, fit_topics
    >>> word, segment = ["party", "press"] * 3 + ["army", "war"] * 2, list("1122334455")
    >>> tokens = pd.DataFrame({"word": word, "text": list("aaaaaabbbb"), "segment": segment})
    >>> model = fit_topics(document_term_matrix(tokens, max_df=0.6), 2)
    >>> exclusivity(model).to_dict()
    {1: 1.0, 2: 1.0}
    """
    top = top_words(model, n=n)
    total = top["word"].map(model.word_weights.round(DECIMALS).sum())
    share = top["weight"].div(total).groupby(top["topic"]).mean()
    return share.reindex(model.topics).rename("exclusivity")


def topic_shares_by_text(model: TopicModel, *, projected: DocumentTermMatrix | None = None) -> pd.DataFrame:
    """Return how much of each text the topics take up.

    Parameters
    ----------
    model : TopicModel
    projected : DocumentTermMatrix, optional
        Segments of texts that the model was not fitted to, counted with its vocabulary.

    Returns
    -------
    DataFrame
        *text*, *topic*, *share* (mean of the shares of its segments, 0 to 1), *n_segments* (those with a
        share), *q05* and *q95* (percentiles of these shares: their spread over the text, no interval of the
        mean), *fitted* (False if the text was projected), and *note*: why the share is missing.

    Examples
    --------
    >>> from dhtools.topics import document_term_matrix, fit_topics
    >>> word, segment = ["party", "press"] * 3 + ["army", "war"] * 2, list("1122334455")
    >>> tokens = pd.DataFrame({"word": word, "text": list("aaaaaabbbb"), "segment": segment})
    >>> model = fit_topics(document_term_matrix(tokens, max_df=0.6), 2)
    >>> topic_shares_by_text(model).pivot(index="text", columns="topic", values="share").to_numpy().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    frames = [_by_text(model.shares, model.documents.texts).assign(fitted=True)]
    if projected is not None and len(projected):
        frames.append(_by_text(model.project(projected), projected.texts).assign(fitted=False))
    table = pd.concat(frames, ignore_index=True)
    notes = {True: "", False: "no word of a topic occurs in the text"}
    return table.assign(note=table["n_segments"].gt(0).map(notes))


def _by_text(shares: pd.DataFrame, texts: pd.Index) -> pd.DataFrame:
    text = pd.Categorical(texts, categories=texts.unique())
    long = shares.assign(text=text).melt(id_vars="text", var_name="topic", value_name="share")
    grouped = long.groupby(["text", "topic"], observed=True)["share"]
    table = grouped.agg(share="mean", n_segments="count")
    table = table.assign(q05=grouped.quantile(0.05), q95=grouped.quantile(0.95))
    return table.reset_index().astype({"text": object, "topic": shares.columns.dtype})


@answers_first("topic", "passage", "score", "share")
def topic_passages(
    model: TopicModel,
    tokens: pd.DataFrame,
    *,
    n: int = 3,
    each_text: bool = False,
    min_words: int = 8,
    names: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the sentences whose words are nearest to those of each topic.

    Parameters
    ----------
    model : TopicModel
    tokens : DataFrame
        The table that the model's documents were counted in.
    n : int
        Sentences a topic, at most; of one segment only the nearest is listed.
    each_text : bool
        So many of every text, to see whether a topic is about the same in all.
    min_words : int
        Words of the table that a sentence has at least.
    names : DataFrame, optional
        Places of names set aside, as for `document_term_matrix`: words in them do not count for a topic.

    Returns
    -------
    DataFrame
        *topic*, *rank*, *passage*, *segment* (where most of the sentence lies), *text*, *start* and *end*
        (of its first and last word in the table), *score*, and *share* of the topic in the segment.

        The score is the cosine ``c·w / (‖c‖ ‖w‖)``, 0 to 1, of the counts c of the model's words in the
        sentence and the word weights w of the topic. A sentence without a word of the topic is not listed.

    Raises
    ------
    DhtoolsError
        If a column or a segment of the model is missing, or a number is no whole number from 1.
    """
    check_whole("n", n, 1)
    check_whole("min_words", min_words, 1)
    tokens = model_words(model, tokens)
    sentences = _sentences(tokens, model.documents.unit, min_words)
    scores = _cosines(model, without_names(tokens, names), pd.Index(sentences["passage"]))
    topics = len(model.topics)
    table = sentences.loc[sentences.index.repeat(topics)].assign(
        topic=np.tile(model.topics, len(sentences)),
        score=scores.ravel(),
        share=model.shares.loc[sentences["segment"]].to_numpy().ravel(),
    )
    return _nearest(table[table["score"] > 0], n, ["topic", "text"] if each_text else ["topic"])


def model_words(model: TopicModel, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the words of a token table that lie in segments of a model with a share of a topic."""
    unit = model.documents.unit
    columns = ("word", "text", "passage", "start", "end", unit)
    check_columns("tokens", tokens, columns, "Give the table that the documents were counted in.")
    absent = model.shares.index[~model.shares.index.isin(tokens[unit])]
    if len(absent):
        raise DhtoolsError(
            f"tokens: segment {absent[0]!r} of the model is not in the column {unit!r}. Give the table that "
            "the documents were counted in."
        )
    return tokens[tokens[unit].isin(model.shares.dropna().index)]


def _sentences(tokens: pd.DataFrame, unit: str, min_words: int) -> pd.DataFrame:
    """Return the sentences that are long enough, in the order of the table."""
    parts = tokens.groupby(["passage", unit], observed=True, sort=False).size()
    longest = parts.rename("n_words").reset_index().sort_values("n_words", ascending=False, kind="stable")
    longest = longest.drop_duplicates("passage")
    grouped = tokens.groupby("passage", observed=True, sort=False)
    table = grouped.agg(text=("text", "first"), start=("start", "min"), end=("end", "max"))
    table["segment"] = longest.set_index("passage")[unit]
    return table[grouped.size() >= min_words].reset_index()


def _cosines(model: TopicModel, tokens: pd.DataFrame, passages: pd.Index) -> npt.NDArray[np.float64]:
    """Return sentences × topics: the cosine of their counts and the word weights; 0 without such words."""
    vocabulary = model.documents.vocabulary
    row = passages.get_indexer(pd.Index(tokens["passage"]))
    column = vocabulary.get_indexer(pd.Index(tokens["word"]))
    kept = (row >= 0) & (column >= 0)
    shape = (len(passages), len(vocabulary))
    counts = sparse.csr_array((np.ones(kept.sum()), (row[kept], column[kept])), shape=shape)
    counts.sum_duplicates()
    weights = model.word_weights.to_numpy()
    length = np.outer(np.sqrt(counts.power(2).sum(axis=1)), np.sqrt((weights**2).sum(axis=1)))
    return np.divide(counts @ weights.T, length, out=np.zeros_like(length), where=length > 0).round(DECIMALS)


def _nearest(table: pd.DataFrame, n: int, within: list[str]) -> pd.DataFrame:
    """Return the sentences with the highest scores of each topic, one a segment, the earlier first."""
    ordered = table.iloc[np.lexsort((table.index, -table["score"], table["topic"]))]
    chosen = ordered.drop_duplicates(["topic", "segment"])
    chosen = chosen.assign(rank=chosen.groupby(within).cumcount() + 1)
    strings = dict.fromkeys(("passage", "segment", "text"), object)
    return chosen[chosen["rank"] <= n].reset_index(drop=True).astype(strings)[_PASSAGES]
