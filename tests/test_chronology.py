"""Names by the year of the event told: the scholar's tables, and how they meet the texts."""

import numpy as np
import pandas as pd
import pytest

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.study.chronology import (
    date_mentions,
    fit_by_coding,
    fit_table,
    read_dates,
    read_official,
)
from dhtools.terms import find_terms, read_term_groups

DATES = "passage,term,first,last,coder,reason\n"
OFFICIAL = "group,term,name,first,last,source\n"


def write(folder, name, rows):
    (folder / name).write_text(rows, encoding="utf-8")
    return folder


def test_a_folder_without_the_tables_has_empty_ones(tmp_path):
    dates, official = read_dates(tmp_path), read_official(tmp_path)
    assert dates.empty and list(dates) == ["passage", "term", "first", "last", "coder", "reason", "where"]
    assert official.empty and list(official) == ["group", "term", "name", "first", "last", "source"]
    found = pd.DataFrame({"passage": ["a:1.1"], "term": ["GPU"]})
    told = date_mentions(found, dates, official)
    assert told["agrees"].tolist() == told["in_use"].tolist() == [""] and not told["coded"].any()


def test_years_are_numbers_and_may_be_left_out(tmp_path):
    rows = 'a:1.1,GPU,1922,1927,me,said so\na:1.2,GPU,,,me,"no year, at all"\n'
    dates = read_dates(write(tmp_path, "dates.csv", DATES + rows))
    assert dates["first"].tolist()[0] == 1922 and dates["last"].tolist()[0] == 1927
    assert np.isnan(dates.loc[1, "first"]) and dates.loc[1, "reason"] == "no year, at all"
    assert dates.loc[1, "where"].endswith("dates.csv, line 3")


def test_days_become_years_with_a_fraction(tmp_path):
    rows = "police,Cheka,Commission,1917-12-20,1922-02-06,book\npolice,FSB,Service,1995-07-02,,book\n"
    official = read_official(write(tmp_path, "official.csv", OFFICIAL + rows))
    assert official.loc[0, "first"] == pytest.approx(1917 + 353 / 365, abs=1e-12)
    assert official.loc[0, "last"] == pytest.approx(1922 + 36 / 365, abs=1e-12)
    leap = "a,b,c,1924-12-31,1925-01-01,d\n"
    assert read_official(write(tmp_path, "official.csv", OFFICIAL + leap)).loc[0, "first"] == 1924 + 365 / 366
    assert np.isnan(official.loc[1, "last"])


@pytest.fixture
def official():
    return pd.DataFrame(
        {
            "term": ["Cheka", "GPU", "NKVD", "FSB"],
            "first": [1917.9, 1922.1, 1934.5, 1995.5],
            "last": [1922.1, 1923.9, 1946.2, np.nan],
        }
    )


@pytest.mark.parametrize(
    ("term", "first", "last", "in_use", "years_of", "agrees"),
    [
        ("Cheka", 1917, 1917, "Cheka", "Cheka", "yes"),
        ("GPU", 1922, 1922, "Cheka, GPU", "Cheka or GPU", "yes"),  # a name changed in that year
        ("GPU", 1940, 1941, "NKVD", "NKVD", "no"),
        ("GPU", 1921, 1923, "Cheka, GPU", "several names", "open"),  # official in some of the years only
        ("Cheka", 1917, 1940, "Cheka, GPU, NKVD", "several names", "open"),
        ("Cheka", 1922, 1923, "Cheka, GPU", "GPU", "open"),
        ("Cheka", 1923, 1940, "GPU, NKVD", "several names", "no"),
        ("NKVD", 2020, 2020, "FSB", "FSB", "no"),
        ("FSB", 2020, 2020, "FSB", "FSB", "yes"),
        ("GPU", 1950, 1950, "", "no name", "no"),
        ("secret police", 1937, 1937, "NKVD", "NKVD", ""),
        ("GPU", np.nan, np.nan, "", "", ""),
    ],
)
def test_a_name_agrees_if_it_was_in_use_in_every_year_told(
    official, term, first, last, in_use, years_of, agrees
):
    found = pd.DataFrame({"passage": ["a:1.1"], "term": [term], "voice": ["author"]})
    dates = found[["passage", "term"]].assign(first=first, last=last, where="here")
    told = date_mentions(found, dates, official)
    assert told[["in_use", "years_of", "agrees", "voice"]].to_numpy().tolist() == [
        [in_use, years_of, agrees, "author"]
    ]
    assert told["coded"].all() and list(found) == ["passage", "term", "voice"]


def test_nothing_in_use_is_no_disagreement_where_no_name_is_known():
    found = pd.DataFrame({"passage": ["a:1.1"], "term": ["GPU"]})
    dates = found.assign(first=1950.0, last=1950.0, where="here")
    empty = pd.DataFrame({"term": [], "first": [], "last": []})
    assert date_mentions(found, dates, empty)["agrees"].tolist() == [""]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",GPU,1922,1922,me,x", r"dates.csv, line 2: passage is empty"),
        ("a:1.1,GPU,1922,1922,me,", "reason is empty"),
        ("a:1.1,GPU,1922,,me,x", "not two years in this order"),
        ("a:1.1,GPU,1930,1922,me,x", "not two years in this order"),
        ("a:1.1,GPU,c. 1922,1922,me,x", "line 2: first='c. 1922': give a year of four digits"),
        (
            "a:1.1,GPU,1922,1922,me,x\na:1.1,GPU,1923,1923,me,x",
            "line 3: .*term='GPU' stands there twice",
        ),
        ("a:1.1,GPU,1922", "line 2: 3 cells"),
    ],
)
def test_bad_dates_are_refused_with_file_and_line(tmp_path, row, message):
    with pytest.raises(DhtoolsError, match=message):
        read_dates(write(tmp_path, "dates.csv", DATES + row + "\n"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,GPU,n,1922,1923-01-01,s", "line 2: first='1922': give a day as year-month-day"),
        ("a,GPU,n,1922-02-30,1923-01-01,s", "first='1922-02-30': give a day"),
        ("a,GPU,n,1924-01-01,1923-01-01,s", "is not after"),
        ("a,,n,1922-01-01,1923-01-01,s", "line 2: term is empty"),
        ("a,GPU,n,1922-01-01,1923-01-01,s\na,GPU,n,1922-01-01,,s", "line 3.*stands there twice"),
    ],
)
def test_bad_official_names_are_refused_with_file_and_line(tmp_path, row, message):
    with pytest.raises(DhtoolsError, match=message):
        read_official(write(tmp_path, "official.csv", OFFICIAL + row + "\n"))


def test_a_date_of_a_passage_without_the_term_is_refused(official):
    found = pd.DataFrame({"passage": ["a:1.1"], "term": ["GPU"]})
    dates = pd.DataFrame({"passage": ["a:1.2"], "term": ["GPU"], "first": 1922.0, "last": 1922.0})
    with pytest.raises(DhtoolsError, match=r"dates.csv, line 9: a:1.2 has no 'GPU'"):
        date_mentions(found, dates.assign(where="dates.csv, line 9"), official)


def test_the_scholars_tables_fit_the_texts(seeds):
    dates, official = read_dates(seeds), read_official(seeds)
    sentences = annotate(read_corpus(seeds)).sentences
    assert len(dates) > 60 and dates["reason"].str.len().min() > 5
    assert set(dates["passage"]) <= set(sentences["passage"])
    assert official["term"].tolist() == ["Cheka", "GPU", "OGPU", "NKVD", "MGB", "MVD", "KGB"]
    # one name follows the other, without a gap
    assert official["first"].iloc[1:].tolist() == official["last"].iloc[:-1].tolist()


@pytest.fixture(scope="module")
def police(seeds):
    tokens = annotate(read_corpus(seeds)).tokens
    found = find_terms(tokens[tokens["kind"] != "comments"], read_term_groups(seeds))
    return found[found["group"] == "police"]


def test_the_article_says_gpu_of_the_years_of_four_names(seeds, police):
    """21 mentions out of use are 18 of the NKVD's and MGB's years, 2 of 1927 and 1 of a longer span."""
    for file in ("dates.csv", "dates_reconciled.csv"):
        table = fit_table(date_mentions(police, read_dates(seeds, file=file), read_official(seeds)))
        own = table.query("text == 'article' and name == 'GPU'").set_index(["agrees", "years_of"])["n"]
        assert own.to_dict() == {
            ("yes", "Cheka or GPU"): 1,
            ("no", "MGB or MVD"): 1,
            ("no", "NKVD"): 17,
            ("no", "OGPU"): 2,
            ("no", "several names"): 1,
            ("open", "several names"): 2,
        }


def test_fits_under_two_coders_and_reconciled(seeds, police):
    files = {"a": "dates.csv", "b": "dates_second.csv", "reconciled": "dates_reconciled.csv"}
    codings = {name: read_dates(seeds, file=file) for name, file in files.items()}
    table = fit_by_coding(police, {**codings, "none": codings["a"].iloc[:0]}, read_official(seeds))
    assert table["coding"].cat.categories.tolist() == list(files)
    gpu = table.query("name == 'GPU'").set_index(["text", "coding"])[["yes", "open", "no", "no_year"]]
    assert gpu.loc["article"].to_numpy().tolist() == [[1, 2, 21, 2], [1, 2, 22, 1], [1, 2, 21, 2]]
    # “of the GPU type” is a type and no event
    assert gpu.loc["note"].to_numpy().tolist() == [[0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    assert fit_by_coding(police, {}, read_official(seeds)).empty


def test_the_removal_of_books_begins_in_the_late_1920s(seeds):
    dates = read_dates(seeds, file="dates_reconciled.csv").set_index(["passage", "term"])
    row = dates.loc[("lecture:54.2", "secret service")]
    assert (row["first"], row["last"]) == (1927, 1979)
