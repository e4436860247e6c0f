"""The judge sheet: written once, read back as precision and agreement, bad sheets refused."""

import math

import pandas as pd
import pytest
from annotated import corpus_of, seeds

from dhtools import DhtoolsError, annotate, kwic
from dhtools.rhetoric import (
    coder_agreement,
    find_metadiscourse,
    read_judgements,
    rule_precision,
    select_findings,
    write_judgement_sheet,
)
from dhtools.rhetoric.findings import without_comments
from dhtools.rhetoric.recall import write_recall_sheet
from dhtools.stats.intervals import proportion_interval

TEXT = "It may rain. Perhaps it will not. =He may, as told, come <b>soon</b>."


@pytest.fixture
def small():
    annotation = annotate(corpus_of(a=TEXT))
    return annotation, find_metadiscourse(annotation, classes=["hedge"])


def filled(path, verdicts):
    """Fill in the verdicts of a sheet as a reader would."""
    sheet = pd.read_csv(path, keep_default_na=False)
    sheet.assign(verdict=verdicts).to_csv(path, index=False)
    return path


def test_a_sheet_shows_each_finding_in_its_context(small, tmp_path):
    path = write_judgement_sheet(*small, tmp_path / "sheet.csv", coder="Ann")
    assert path == tmp_path / "sheet.csv"
    sheet = pd.read_csv(path, keep_default_na=False)
    assert sheet["cue"].tolist() == ["may", "Perhaps", "may"]
    assert (
        sheet["context"][0] == "…It [[may]] rain. Perhaps it will not. =He may, as told, come <b>soon</b>.…"
    )
    assert not sheet["context"].str.match("[=+@-]").any()  # no spreadsheet takes a text for a formula


def test_a_relative_path_is_relative_to_the_working_directory(small, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert write_judgement_sheet(*small, "a.csv", coder="Ann") == tmp_path / "here/a.csv"
    annotation, found = small
    path = write_recall_sheet(annotation, found, "../b.csv", coder="Ann", categories=["hedge"])
    assert path.is_absolute() and path.samefile(tmp_path / "b.csv")
    with pytest.raises(DhtoolsError, match=r"here/sheets: there is no such folder"):
        write_judgement_sheet(*small, "sheets/a.csv", coder="Ann")


def test_a_sample_is_the_same_for_two_readers(tmp_path):
    found = find_metadiscourse(seeds(), classes=["hedge", "booster"])
    one, two = (
        pd.read_csv(write_judgement_sheet(seeds(), found, tmp_path / name, coder=name, sample=20))
        for name in "ab"
    )
    assert len(one) == 20 and one["start"].tolist() == two["start"].tolist()
    other = pd.read_csv(write_judgement_sheet(seeds(), found, tmp_path / "c", coder="c", sample=20, seed=1))
    assert other["start"].tolist() != one["start"].tolist()


def test_readers_comments_are_not_reprinted(tmp_path):
    found = find_metadiscourse(seeds())
    assert (found["kind"] == "comments").any()
    sheet = pd.read_csv(write_judgement_sheet(seeds(), found, tmp_path / "s.csv", coder="x"))
    assert "comments" not in set(sheet["passage"])
    inside = select_findings(found, kind="comments")
    assert set(kwic(seeds(), inside)["context"]) == {""} == set(without_comments(inside)["cue"])


def test_a_sheet_is_never_overwritten(small, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("my work")
    with pytest.raises(DhtoolsError, match=r"sheet\.csv: exists already"):
        write_judgement_sheet(*small, path, coder="Ann")
    assert path.read_text() == "my work" and list(tmp_path.iterdir()) == [path]


def test_precision_counts_what_is_unclear_against_the_rule(small, tmp_path):
    annotation, found = small
    write_judgement_sheet(annotation, found, tmp_path / "s.csv", coder="Ann")
    judged = read_judgements(filled(tmp_path / "s.csv", ["yes", "Yes ", "unclear"]))
    (row,) = rule_precision(judged, found, annotation.corpus).to_dict("records")
    assert (row["n"], row["n_judged"], row["n_right"], row["n_unclear"], row["n_wrong"]) == (3, 3, 2, 1, 0)
    assert row["precision"] == pytest.approx(2 / 3) and row["coders"] == "Ann"
    assert (row["low"], row["high"]) == proportion_interval(2, 3) == pytest.approx((0.2077, 0.9385), abs=1e-4)


def test_a_finding_that_was_not_judged_is_not_taken_for_right(small, tmp_path):
    annotation, found = small
    write_judgement_sheet(annotation, found, tmp_path / "s.csv", coder="Ann")
    judged = read_judgements(filled(tmp_path / "s.csv", ["yes", "", ""]))
    (row,) = rule_precision(judged, found, annotation.corpus).to_dict("records")
    assert (row["n_judged"], row["note"]) == (1, "1 of 3 judged")
    (none,) = rule_precision(judged.iloc[:0], found, annotation.corpus).to_dict("records")
    assert math.isnan(none["precision"]) and none["note"] == "not judged"


def test_two_readers_agreement_and_kappa_by_hand(small, tmp_path):
    annotation, found = small
    for name in ("Ann", "Bob"):
        write_judgement_sheet(annotation, found, tmp_path / f"{name}.csv", coder=name)
    judged = read_judgements(
        filled(tmp_path / "Ann.csv", ["yes", "yes", "no"]), filled(tmp_path / "Bob.csv", ["yes", "no", "no"])
    )
    table = coder_agreement(judged).set_index("category")
    # expected by chance: 2/3 · 1/3 + 1/3 · 2/3 = 4/9
    assert table.loc["all", ["n", "n_same"]].tolist() == [3, 2]
    assert table.loc["all", "kappa"] == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    (row,) = rule_precision(judged, found, annotation.corpus).to_dict("records")
    assert (row["n_right"], row["n_unclear"], row["n_wrong"]) == (1, 1, 1) and row["coders"] == "Ann, Bob"


def test_kappa_is_symmetric_and_missing_where_one_verdict_is_all_there_is(small, tmp_path):
    for name in ("Ann", "Bob"):
        filled(write_judgement_sheet(*small, tmp_path / name, coder=name), "yes")
    judged = read_judgements(tmp_path / "Ann", tmp_path / "Bob")
    one, other = (
        coder_agreement(judged, coders=("Ann", "Bob")),
        coder_agreement(judged, coders=("Bob", "Ann")),
    )
    pd.testing.assert_frame_equal(one, other)
    assert one["kappa"].isna().all() and set(one["note"]) == {"no kappa: one verdict only"}
    assert (one["agreement"] == 1).all()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("verdict", "maybe", r"s\.csv, line 2: verdict='maybe' is not known\. Choose one of: 'yes', 'no'"),
        ("coder", "", r"line 2: a verdict without a coder"),
        ("start", "3.0", r"line 2: start='3\.0': give a whole number"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(small, tmp_path, column, value, message):
    write_judgement_sheet(*small, tmp_path / "s.csv", coder="Ann")
    filled(tmp_path / "s.csv", ["yes"] * 3)
    sheet = pd.read_csv(tmp_path / "s.csv", keep_default_na=False, dtype=str)
    sheet.loc[0, column] = value
    sheet.to_csv(tmp_path / "s.csv", index=False)
    with pytest.raises(DhtoolsError, match=message):
        read_judgements(tmp_path / "s.csv")


def test_a_changed_text_and_a_double_verdict_are_refused(small, tmp_path):
    annotation, found = small
    write_judgement_sheet(annotation, found, tmp_path / "s.csv", coder="Ann")
    judged = read_judgements(filled(tmp_path / "s.csv", ["yes"] * 3))
    changed = annotate(corpus_of(a=TEXT + " "))
    with pytest.raises(DhtoolsError, match=r"s\.csv, line 2: 'a' has changed"):
        rule_precision(judged, found, changed.corpus)
    with pytest.raises(DhtoolsError, match="judged by Ann before"):
        read_judgements(tmp_path / "s.csv", tmp_path / "s.csv")
    with pytest.raises(DhtoolsError, match=r"coders: 'Ann'\. Two are compared"):
        coder_agreement(judged)
    with pytest.raises(DhtoolsError, match="no such file"):
        read_judgements(tmp_path / "other.csv")
    with pytest.raises(DhtoolsError, match="no sheet to read"):
        read_judgements()
    assert read_judgements(tmp_path).empty  # a folder of texts without a sheet
