"""Two coders of the same places: side by side, how far they agree, and where they do not."""

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of, seeds
from sklearn.metrics import cohen_kappa_score

from dhtools import DhtoolsError
from dhtools.stats.agreement import cohen_kappa
from dhtools.study.agency_coding import read_killings
from dhtools.study.chronology import read_dates
from dhtools.study.coders import (
    agreement_by_code,
    align_codings,
    coding_agreement,
    coding_differences,
    coding_files,
    read_source_coding,
)

KEY = ["passage"]


def coding(*codes):
    return pd.DataFrame({"passage": [f"x:{n}" for n in range(len(codes))], "act": codes, "reason": "so"})


def test_kappa_by_hand():
    """Ten units: eight alike; by chance .5 × .7 + .5 × .3 = .5, so (.8 − .5) / (1 − .5)."""
    first, second = pd.Series(list("xxxxxyyyyy")), pd.Series(list("xxxxxxxyyy"))
    kappa = cohen_kappa(first, second)
    assert kappa.value == pytest.approx(0.6)
    assert kappa.value == pytest.approx(cohen_kappa_score(first, second))


def test_the_interval_of_kappa_is_as_wide_as_kappa_varies():
    rng = np.random.default_rng(5)
    draws = []
    for _ in range(400):
        first = rng.choice(list("abc"), 200, p=[0.5, 0.3, 0.2])
        second = np.where(rng.random(200) < 0.7, first, rng.choice(list("abc"), 200))
        draws.append(cohen_kappa(pd.Series(first), pd.Series(second)))
    spread = np.std([kappa.value for kappa in draws])
    assert np.mean([(kappa.high - kappa.low) / (2 * 1.96) for kappa in draws]) == pytest.approx(
        spread, rel=0.1
    )


def test_one_code_only_has_no_kappa_and_two_alike_have_one():
    same = pd.Series(["x", "x"])
    assert np.isnan(cohen_kappa(same, same)).all()
    assert cohen_kappa(pd.Series(["x", "y"]), pd.Series(["x", "y"])) == (1, 1, 1)


def test_the_interval_stays_inside_minus_one_and_one():
    kappa = cohen_kappa(pd.Series(list("xxxy")), pd.Series(list("xxyy")))
    assert -1 <= kappa.low < kappa.value < kappa.high <= 1


def test_codings_are_paired_by_place_whatever_their_order():
    a, b = coding("killing", "threat"), coding("killing", "other").iloc[::-1]
    aligned = align_codings({"a": a, "b": b}, key=KEY, columns=["act", "reason"])
    assert aligned["act_b"].tolist() == ["killing", "other"]
    assert coding_differences(aligned, "act")["passage"].tolist() == ["x:1"]
    assert coding_differences(aligned, "reason").empty


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (coding("killing"), r"x:1 is coded in a and not in b"),
        (coding("killing", "other", "other"), r"x:2 is coded in b and not in a"),
        (pd.concat([coding("killing", "other"), coding("other")]), r"b: x:0 is coded twice"),
        (coding("killing", "other").drop(columns="act"), r"b: no column act"),
    ],
)
def test_codings_of_other_places_are_refused(second, message):
    with pytest.raises(DhtoolsError, match=message):
        align_codings({"a": coding("killing", "threat"), "b": second}, key=KEY, columns=["act"])


def test_agreement_in_all_and_in_each_code():
    a, b = coding("k", "k", "k", "o"), coding("k", "k", "o", "t")
    aligned = align_codings({"a": a, "b": b}, key=KEY, columns=["act"])
    row = coding_agreement(aligned, "act").iloc[0]
    assert (row["column"], row["n"], row["n_same"], row["agreement"]) == ("act", 4, 2, 0.5)
    assert row["kappa"] == pytest.approx((2 / 4 - 7 / 16) / (1 - 7 / 16))
    assert row["kappa_low"] < row["kappa"] < row["kappa_high"]
    by_code = agreement_by_code(aligned, "act").set_index("code")
    assert list(by_code.index) == ["k", "o", "t"]
    assert by_code.loc["k"].tolist() == [3, 2, 2, 0.8]
    assert by_code.loc["t"].tolist() == [0, 1, 0, 0]


def test_the_files_of_the_codings_that_are_there(tmp_path):
    for name in ("killings.csv", "killings_reconciled.csv"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert coding_files(tmp_path, "killings.csv") == {
        "a": "killings.csv",
        "reconciled": "killings_reconciled.csv",
    }
    assert coding_files(tmp_path, "dates.csv") == {}


def test_a_bad_row_of_a_coding_of_sources_is_refused_with_its_line(tmp_path):
    corpus = corpus_of(a="“Yes”, he said.")
    (tmp_path / "sources_second.csv").write_text(
        "text,sha256,start,end,speaker,source,cited_through,coder,reason\na,0,1,4,he,speech,,B,why\n",
        encoding="utf-8",
    )
    with pytest.raises(DhtoolsError, match=r"sources_second\.csv, line 2: made on another version of a"):
        read_source_coding(corpus, tmp_path, "sources_second.csv")


def test_how_far_the_two_codings_of_the_four_texts_agree(root):
    """The numbers of the issue: act .70 and agency .62, codes that coder A lacked made alike."""
    tables = {
        name: read_killings(seeds(), root / "seeds", file=file)
        for name, file in coding_files(root / "seeds", "killings.csv").items()
    }
    aligned = align_codings(tables, key=["passage", "start"], columns=["category", "detail"])
    common = aligned.replace(
        {"category_b": {"imputed": "other", "arrest": "other"}, "detail_b": {"person": "institution"}}
    )
    act = coding_agreement(common, "category").iloc[0]
    assert (act["n"], act["n_same"]) == (117, 92) and act["kappa"] == pytest.approx(0.696, abs=1e-3)
    both = common[(common["category_a"] == "killing") & (common["category_b"] == "killing")]
    agency = coding_agreement(both, "detail").iloc[0]
    assert (agency["n"], agency["n_same"]) == (43, 33) and agency["kappa"] == pytest.approx(0.620, abs=1e-3)
    assert 0.35 < agency["kappa_low"] < agency["kappa_high"] < 0.9


def test_the_two_codings_of_dates_and_sources(root):
    tables = {
        name: read_dates(root / "seeds", file=file)
        for name, file in coding_files(root / "seeds", "dates.csv").items()
    }
    spans = {
        name: table.assign(span=table["first"].astype(str) + table["last"].astype(str))
        for name, table in tables.items()
    }
    aligned = align_codings(spans, key=["passage", "term"], columns=["span"])
    assert coding_agreement(aligned, "span")[["n", "n_same"]].iloc[0].tolist() == [64, 57]
    corpus = seeds().corpus
    second = read_source_coding(corpus, root / "seeds", "sources_second.csv")
    aligned = align_codings(
        {"a": corpus.sources, "b": second}, key=["text", "start", "end"], columns=["source"]
    )
    assert coding_agreement(aligned, "source")[["n", "n_same"]].iloc[0].tolist() == [39, 32]
