"""Events: told in the words of the sheet, silences judged by the scope of a text, wrong sheets refused."""

import pytest
from annotated import ROOT, corpus_of, seeds

from dhtools import DhtoolsError, annotate
from dhtools.study.events import event_coverage, event_table, read_events, read_scopes

EVENTS = "passage,start,end,cue,event,kind,first,last,coder,reason\n"
SCOPES = "passage,start,end,cue,scope,kind,coder,reason\n"
SILENCES = "event,scope,silence,coder,reason\n"
FELL = "a:1.1,3,7,fell,fall,event,1937,1937,me,x\n"
WAR = "b:1.1,5,12,the war,war,event,,,me,x\n"
LIFE = "a:1.2,15,26,I tell this,life,scope,me,x\n"
LATER = "b:1.2,14,23,The rest,later,deferral,me,x\n"


@pytest.fixture
def annotation():
    return annotate(corpus_of(a="He fell there. I tell this life.", b="Then the war. The rest waits."))


@pytest.fixture(scope="module")
def coded():
    events = read_events(seeds(), ROOT / "seeds")
    return events, event_coverage(events, read_scopes(seeds(), ROOT / "seeds"), ROOT / "seeds")


def read(annotation, folder, events="", scopes="", silences=""):
    (folder / "events.csv").write_text(EVENTS + events)
    (folder / "scopes.csv").write_text(SCOPES + scopes)
    (folder / "silences.csv").write_text(SILENCES + silences)
    found = read_events(annotation, folder)
    return found, event_coverage(found, read_scopes(annotation, folder), folder)


def how(coverage, event):
    return coverage[coverage["event"] == event].set_index("text")["coverage"].to_dict()


def test_every_event_of_the_four_texts_is_told_or_its_silence_is_judged(coded):
    events, coverage = coded
    assert len(coverage) == 4 * events["detail"].nunique() and not (coverage["coverage"] == "silent").any()
    assert (coverage["passage"] != "").all() and (coverage["reason"] != "").all()


def test_silence_is_told_from_omission(coded):
    _, coverage = coded
    assert how(coverage, "assassination of Trotsky") == {
        **{"blog": "outside", "article": "told", "note": "outside", "lecture": "told"}
    }
    assert how(coverage, "killing of Reiss")["lecture"] == "deferred"
    assert how(coverage, "execution of Bliumkin")["article"] == "omitted"
    assert how(coverage, "report of a military plot")["lecture"] == "omitted"


def test_one_event_in_the_words_of_each_text(coded):
    table = event_table(*coded).set_index("event")
    assert table.loc["side that Reiss takes", "note"].startswith("“immediately took up his stand")
    assert "(blog:7.2)" in table.loc["side that Reiss takes", "blog"]
    assert table.loc["side that Reiss takes", "lecture"] == "(deferred)"
    assert "execution of Bliumkin" not in table.index
    assert "execution of Bliumkin" in event_table(*coded, min_texts=1)["event"].tolist()


def test_years_are_those_that_the_texts_tell(coded):
    years = coded[0].set_index(["detail", "text"])[["first", "last"]]
    assert years.loc[("Yagoda at the head of the police", "lecture")].to_numpy().tolist() == [1928, 1928]
    assert years.loc[("Yagoda at the head of the police", "article")].to_numpy().tolist() == [1934, 1934]
    assert years.loc[("killing of Reiss", "note")].isna().all()


def test_a_silence_that_nobody_has_judged_is_silent(annotation, tmp_path):
    events, coverage = read(annotation, tmp_path, FELL + WAR, LIFE, "war,life,omitted,me,x\n")
    assert how(coverage, "war") == {"a": "omitted", "b": "told"}
    assert how(coverage, "fall") == {"a": "told", "b": "silent"}
    assert event_table(events, coverage, min_texts=1)["b"].tolist() == ["(silent)", "“the war” (b:1.1)"]


def test_events_stand_in_the_order_of_the_file(annotation, tmp_path):
    assert read(annotation, tmp_path, WAR + FELL)[0]["detail"].tolist() == ["war", "fall"]


def test_no_sheets_are_empty_tables(annotation, tmp_path):
    events = read_events(annotation, tmp_path)
    coverage = event_coverage(events, read_scopes(annotation, tmp_path), tmp_path)
    assert events.empty and coverage.empty and event_table(events, coverage).empty


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ((FELL.replace("fall", ""),), r"events\.csv, line 2: event is empty"),
        ((FELL.replace("fell", "fall"),), "cue='fall' is coded, and the text has 'fell'"),
        ((FELL.replace("1937,1937", "1937,"),), r"events\.csv, line 2: first=1937"),
        ((FELL, LIFE, "war,life,omitted,me,x\n"), r"silences\.csv, line 2: event='war' is not in events"),
        ((FELL + WAR, LIFE, "war,late,omitted,me,x\n"), "scope='late' is not in scopes"),
        ((FELL + WAR, LIFE, "fall,life,omitted,me,x\n"), "a tells 'fall'"),
        ((FELL + WAR, LIFE, "war,life,deferred,me,x\n"), "the sentence of 'life' is a scope"),
        ((FELL + WAR, LATER, "fall,later,omitted,me,x\n"), "the sentence of 'later' is a deferral"),
        ((FELL + WAR, LIFE + LIFE), "scope='life' stands there twice"),
        (
            (FELL + WAR, LIFE + LIFE.replace("life", "all"), "war,life,omitted,me,x\nwar,all,outside,me,x\n"),
            r"line 3: the silence of a is judged before",
        ),
    ],
)
def test_wrong_sheets_are_refused(annotation, tmp_path, sheets, message):
    with pytest.raises(DhtoolsError, match=message):
        read(annotation, tmp_path, *sheets)
