"""Every figure with 1 to 300 texts, names of 3 and 90 letters, and 0, 1 and 10⁶ of things: nothing collides.

The boxes that the renderer gives to words tell it. Each function is drawn with the values that the others do
not have: few texts with long names, many texts with short ones, and the other way round.
"""

import importlib
import inspect
import pkgutil

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from test_plots_many import collisions, frequencies, grouped, kinds, runs, texts

from dhtools import plots
from dhtools.plots.bands import group_band_panels
from dhtools.plots.distances import pairs_with_baseline, power_curve
from dhtools.plots.groups import named_groups
from dhtools.plots.growth import growth_curves
from dhtools.plots.heat import text_heat_map
from dhtools.plots.keyness import group_keywords, keyness_intervals, keyness_rates
from dhtools.plots.maps import scatter_map
from dhtools.plots.persons import person_matrix
from dhtools.plots.rhetoric import (
    agency_squares,
    p_by_length,
    rate_intervals,
    readability_intervals,
    voice_count_bars,
)
from dhtools.plots.rolling import rolling_lines
from dhtools.plots.study import (
    claim_counts,
    claim_matrix,
    correlation_intervals,
    event_timeline,
    text_profile_bars,
)
from dhtools.plots.terms import barcode, list_sensitivity, meaning_squares
from dhtools.plots.timeline import names_by_year
from dhtools.plots.topic_matrices import topic_choice_matrix, topic_number_curves
from dhtools.plots.topics import topic_stability_intervals, topic_strips
from dhtools.plots.trees import dendrogram
from dhtools.plots.voices import kind_bars, voice_strips
from dhtools.reference.known_authors import power_table
from dhtools.stylometry import cluster, distances, multidimensional_scaling

#: Texts, letters of a name, and counts of what is found.
SIZES = [
    (1, 90, 1_000_000),
    (2, 90, 1),
    (5, 90, 1_000_000),
    (5, 140, 1),
    (5, 3, 0),
    (12, 90, 1),
    (60, 3, 1_000_000),
    (300, 90, 0),
]
FEW = range(3)


def category(names, repeat=1):
    return pd.Categorical(np.repeat(names, repeat), categories=names)


def bands(names, n):
    groups = grouped(names)
    rows = [(feature, group, n) for feature in names[:12] for group in groups.cat.categories]
    table = pd.DataFrame(rows, columns=["term", "group", "per_1000"])
    table = table.assign(n_texts=3, null_q025=0.0, null_median=n / 2, null_q975=n, p=0.5, p_familywise=0.9)
    units = pd.DataFrame(float(n), index=names, columns=names[:12])
    return group_band_panels(table, units, groups, feature="term", value="per_1000", label="per 1,000 words")


def power(names, n):
    pairs = pd.DataFrame(
        [(a, b) for i, a in enumerate(names[:30]) for b in names[:i]], columns=["text_a", "text_b"]
    )
    grid = power_table().query("distance == 'burrows' and word_list == 'function words'")
    return power_curve(grid, pairs.assign(auc=0.7, low=0.6, high=0.8, n_words_a=n, n_words_b=n))


def baselines(names, n):
    known = {"group": names[0], "kind": ["same author", "different authors"], "n_pairs": n}
    known = pd.DataFrame(known).assign(q05=0.0, median=0.2, q95=0.4)
    return pairs_with_baseline(
        known,
        pd.DataFrame({"group": names[0], "pair": [f"{names[0]} – {names[-1]}"], "value": [0.4]}),
        label="excess of the distance",
    )


def growth(names, n):
    words = np.arange(1, 30) * max(n, 1)
    rows = {"n_words": words, "n_types": words / 3, "expected": words / 2}
    return growth_curves(pd.DataFrame(rows).assign(new_per_1000=5.0, expected_per_1000=4.0))


def heat(names, n):
    values = pd.DataFrame(float(n), index=names, columns=names[:9])
    values.iloc[0] = 0.0
    return text_heat_map(values, grouped(names), label="occurrences per 1,000 words of the author")


def words(n, names):
    ratios = np.repeat([1.0, -1.0], 6)
    rows = {
        "word": [f"{name[:20]}{i}" for i, name in enumerate((names * 12)[:12])],
        "n_target": n,
        "n_reference": n,
    }
    table = pd.DataFrame(rows).assign(log_ratio=ratios, p=np.tile([0.01, 0.5], 6), low=-n, high=n)
    return table.assign(per_1000_target=float(n), per_1000_reference=n / 2)


def keywords(names, n):
    table = pd.concat([words(n, names).head(6).assign(group=name, unit="text") for name in names])
    return group_keywords(table.reset_index(drop=True))


def persons(names, n):
    table = pd.DataFrame({"person": names, "n": n, "n_texts": 1})
    for name in names[:8]:
        table[f"n_{name}"] = table[f"n_quoted_{name}"] = n
    return person_matrix(table, texts=names[:8])


def rates(names, n):
    rows = [
        (name, one)
        for one in ("hedge", "approximator", "booster", "attitude", "self-mention")
        for name in names
    ]
    table = pd.DataFrame(rows, columns=["text", "category"])
    table = table.assign(text=pd.Categorical(table["text"], names), n=n, n_words=1000, per_1000=float(n))
    return rate_intervals(
        table.assign(low=0.0, high=2.0 * n), categories=["hedge", "approximator", "booster"]
    )


def voices(names, n):
    rows = [(name, one) for one in ("I", "you", "we", "they") for name in names]
    table = pd.DataFrame(rows, columns=["text", "category"])
    table["text"] = pd.Categorical(table["text"], names)
    return voice_count_bars(table.assign(n_author=n, n_others=n))


def ease(names, n):
    rows = [(name, formula) for name in names for formula in ("flesch", "lix")]
    table = pd.DataFrame(rows, columns=["text", "formula"])
    table["text"] = pd.Categorical(table["text"], names)
    table = table.assign(value=50.0, low=40.0, high=60.0 + n, textstat=51.0, textstat_file=52.0)
    return readability_intervals(table, formulas={"flesch": "Flesch reading ease", "lix": "LIX"}, order=names)


def rolling(names, n):
    others = names[1:9] or [f"rest of {names[0]}"]
    rows = [(name, place, 1 + k / 5) for k, name in enumerate(others) for place in range(5)]
    table = pd.DataFrame(rows, columns=["compared", "first", "mean_distance"])
    table = table.assign(text=names[0], share_quoted=0.5, compared=pd.Categorical(table["compared"], others))
    table = table.assign(after=table["first"] + 1 + n, centre=table["first"] + n / 2, se=0.1, window=n)
    return rolling_lines(table.assign(baseline=np.nan if len(names) == 1 else 0.8))


def claims(names, n):
    rows = {
        "analysis": "style",
        "name": [f"claim {name}" for name in names],
        "text": names,
        "compared_with": "",
    }
    table = pd.DataFrame(rows).assign(n_holds=min(n, 99), n_choices=min(n, 99), p=0.5, verdict="suggestive")
    of_all = table.head(1).assign(text="", name="topic by group", verdict="not decidable")
    return pd.concat([table, of_all], ignore_index=True)


def events(names, n):
    drawn = names[:8]
    rows = {"text": category(drawn), "detail": [f"event {name}" for name in drawn], "voice": "author"}
    found = pd.DataFrame(rows).assign(first=1900, last=1900 + min(n, 99))
    coverage = pd.DataFrame({"event": found["detail"], "text": drawn, "coverage": "told"})
    return event_timeline(found, coverage)


def profiles(names, n):
    measures = ["words of prose", "quoted", "hedges per 1,000", "nominalisations per 1,000"]
    table = pd.DataFrame([(a, b) for b in measures for a in names], columns=["text", "measure"])
    table = table.assign(value=float(n), low=0.0, high=2.0 * n, min=np.nan, max=np.nan)
    return text_profile_bars(table.assign(shown=f"{n:,} (0 to {2 * n:,})"), texts=names)


def correlations(names, n):
    rows = {"measure_a": names[:8], "measure_b": "stance (metadiscourse)", "r": 0.3, "p": 0.5}
    table = pd.DataFrame(rows).assign(null_q025=-0.1, null_median=0.0, null_q975=0.1, free_q975=0.2)
    return correlation_intervals(table)


def strokes(names, n):
    terms = [f"term {name}" for name in names[:9]]
    rows = [(text, term, voice) for text in names for term in terms for voice in ("author", "quoted")]
    table = pd.DataFrame(rows, columns=["text", "term", "voice"]).assign(position=0.5)
    table["term"] = pd.Categorical(table["term"], list(dict.fromkeys(terms)))
    return barcode(table.head(0 if not n else None), pd.Series(n, index=names))


def squares(names, n):
    rows = [(text, term) for text in names[:8] for term in ("purge", "liquidate")]
    table = pd.DataFrame(rows * min(n, 40), columns=["text", "term"]).assign(voice="author", meaning="killed")
    return meaning_squares(table.astype({"term": "category"}), names[:8], meanings=["killed", "not said"])


def lists(names, n):
    rows = [
        (c, side, w) for c in ("declared", "case kept") for side in ("target", "reference") for w in range(5)
    ]
    table = pd.DataFrame(rows, columns=["choice", "side", "word"]).assign(rank=1, listed=n > 0)
    return list_sensitivity(table, names=(names[0], names[-1]), texts=names)


def agency(names, n):
    rows = [("a", text, grammar, "none", min(n, 40)) for text in names[:6] for grammar in ("active", "noun")]
    return agency_squares(
        pd.DataFrame(rows, columns=["coding", "text", "grammar", "agency", "n"]), names={"a": "coder A"}
    )


def lengths(names, n):
    rows = [(name, length, 0.2) for name in names[:3] for length in (50, 100, 300)]
    return p_by_length(
        pd.DataFrame(rows, columns=["coding", "segment_words", "p"]),
        names={name: f"coder {k}" for k, name in enumerate(names)},
        alpha=0.05,
    )


def years(names, n):
    rows = {"text": category(names[:8]), "term": names[:8], "voice": "author", "first": 1920, "last": 1930}
    official = pd.DataFrame({"term": names[:4], "first": 1917, "last": 1991})
    return names_by_year(pd.DataFrame(rows).assign(years_of=names[:8]), official)


def cards(names, n):
    rows = {"label": names[:12], "recurrence": 0.5, "q025": 0.3, "q975": 0.8, "null_q025": 0.1}
    rows |= {"null_median": 0.2, "null_q975": 0.3, "within_texts_q975": 0.4, "starts_recurrence": 0.9}
    table = pd.DataFrame(rows).assign(
        stable=True, p_familywise=0.01, n_holds=min(n, 99), n_choices=min(n, 99)
    )
    table.index = range(1, len(table) + 1)
    return topic_stability_intervals(table)


def strips(names, n):
    index = [f"{name}_{k}" for name in names for k in range(3)]
    shares = pd.DataFrame(1 / 6, index=index, columns=range(1, 7))
    labels = pd.Series((names * 6)[:6], index=range(1, 7))
    of_text = pd.Series(np.repeat(names, 3), index=index)
    return topic_strips(shares, of_text, labels, labels.notna(), projected=set(names[3:5]))


def choices(names, n):
    rows = [(choice, topic) for choice in names[:7] for topic in range(1, 7)]
    table = pd.DataFrame(rows, columns=["choice", "topic"]).assign(
        jaccard=0.5, stable=n > 0, holds=n > 0, found=True
    )
    return topic_choice_matrix(table, pd.Series((names * 6)[:6], index=range(1, 7)))


def numbers(names, n):
    table = pd.DataFrame({"k": range(2, 9)}).assign(
        recurrence=0.5, null_q025=0.1, null_q975=0.3, n_stable=min(n, 6)
    )
    return topic_number_curves(table.assign(coherence=0.2, exclusivity=0.7, explained=0.3))


def tree(names, n):
    names = names[:60]
    freqs = frequencies(names)
    if len(names) < 3:
        return None
    return dendrogram(cluster(distances(freqs, distance="burrows")), named_groups(grouped(names)))


def scatter(names, n):
    if len(names) < 3:
        return None
    apart = distances(frequencies(names[:60]), distance="burrows")
    return scatter_map(multidimensional_scaling(apart).scores, named_groups(grouped(names[:60])))


DRAWN = {
    "group_band_panels": bands,
    "power_curve": power,
    "pairs_with_baseline": baselines,
    "growth_curves": growth,
    "text_heat_map": heat,
    "keyness_rates": lambda names, n: keyness_rates(
        words(n, names), target=names[0], reference=f"not {names[-1]}", texts=names
    ),
    "keyness_intervals": lambda names, n: keyness_intervals(
        words(n, names), target=names[0], reference=f"not {names[-1]}", texts=names
    ),
    "group_keywords": keywords,
    "person_matrix": persons,
    "rate_intervals": rates,
    "voice_count_bars": voices,
    "readability_intervals": ease,
    "rolling_lines": rolling,
    "claim_matrix": lambda names, n: claim_matrix(claims(names, n), texts=names),
    "claim_counts": lambda names, n: claim_counts(claims(names, n)),
    "event_timeline": events,
    "text_profile_bars": profiles,
    "correlation_intervals": correlations,
    "barcode": strokes,
    "meaning_squares": squares,
    "list_sensitivity": lists,
    "agency_squares": agency,
    "p_by_length": lengths,
    "names_by_year": years,
    "topic_stability_intervals": cards,
    "topic_strips": strips,
    "topic_choice_matrix": choices,
    "topic_number_curves": numbers,
    "dendrogram": tree,
    "scatter_map": scatter,
    "kind_bars": lambda names, n: kind_bars(kinds(names) * max(n, 1), groups=grouped(names)),
    "voice_strips": lambda names, n: voice_strips(runs(names), groups=grouped(names)),
}
#: Drawn elsewhere: they take a fitted record, and their tests look at its marks.
ELSEWHERE = {"consensus_tree", "multiverse_strip", "person_network"}


def test_every_figure_is_tried():
    found = set()
    for module in pkgutil.iter_modules(plots.__path__):
        content = importlib.import_module(f"dhtools.plots.{module.name}")
        found |= {
            name
            for name, one in vars(content).items()
            if inspect.isfunction(one)
            and one.__module__ == content.__name__
            and hasattr(one, "__wrapped__")
            and not name.startswith("_")
        }
    assert found - ELSEWHERE - {"journal_style"} == set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_collides_at_any_size(name):
    for n, letters, found in SIZES:
        fig = DRAWN[name](texts(n, letters), found)
        if fig is not None:
            assert (n, letters, found, *collisions(fig)) == (n, letters, found, [], [])
            assert fig.get_figheight() * 25.4 < 270
            plt.close(fig)
