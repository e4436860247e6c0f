"""All measures in one pass: the same findings as one by one, one warning, nothing changed."""

import warnings

import pandas as pd
import pytest
from annotated import corpus_of, seeds

from dhtools import DhtoolsError, annotate, kwic
from dhtools.rhetoric import FINDERS, find_passives, find_rhetoric, select_findings

GERMAN = "Der Mann und die Frau haben das Haus gesehen, aber niemand war da. Es regnete den ganzen Tag."


def test_all_in_one_call_holds_what_each_measure_finds():
    found = find_rhetoric(seeds())
    assert list(found)[:4] == ["measure", "text", "passage", "kind"]
    assert set(found["measure"]) == set(FINDERS)
    for name, finder in FINDERS.items():
        own = select_findings(found, measure=name).drop(columns="measure").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, pd.DataFrame(finder(seeds())))
    keys = pd.Series(found["text"].cat.codes.to_numpy().astype(int) * 10**7 + found["start"].to_numpy())
    assert keys.is_monotonic_increasing


def test_every_finding_leads_to_its_line():
    found = select_findings(find_rhetoric(seeds(), measures=["passives"]), text="note", voice="author")
    lines = kwic(seeds(), found)
    everything = find_rhetoric(seeds(), measures=["passives", "pronouns"])
    at_once = kwic(seeds(), select_findings(everything, measure="passives", text="note", voice="author"))
    assert at_once["context"].tolist() == lines["context"].tolist()
    assert len(lines) == len(found) > 3
    assert all(f"[[{cue}]]" in line for cue, line in zip(found["cue"], lines["context"], strict=True))


def test_another_language_is_warned_of_once_and_by_name():
    annotation = annotate(corpus_of(a="She was here and he was there, so it is.", b=GERMAN))
    with pytest.warns(UserWarning, match=r"b: not English.*meaning here: metadiscourse, passives") as told:
        find_rhetoric(annotation)
    assert len(told) == 1
    with pytest.warns(UserWarning, match=r"b: not English.*: passives\."):
        find_passives(annotation)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        find_rhetoric(seeds())


def test_bad_input_and_nothing_to_find():
    with pytest.raises(DhtoolsError, match="measures='irony'"):
        find_rhetoric(seeds(), measures=["irony"])
    assert find_rhetoric(seeds(), measures=[]).empty
    with pytest.raises(DhtoolsError, match="no column voice"):
        select_findings(pd.DataFrame({"text": ["a"]}), voice="author")
    nothing = find_rhetoric(annotate(corpus_of(a="1 2 3.")))
    assert nothing.empty and "cue" in nothing
