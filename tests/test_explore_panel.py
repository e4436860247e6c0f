"""What the browser is told: every message is answered by plain records of bounded size, and by no markup."""

import json
import re
from pathlib import Path

import pytest
from annotated import LEAD, corpus_of, seeds

import dhtools
from dhtools import annotate
from dhtools.explore.exploration import Exploration
from dhtools.explore.panel import TEXTS, Panel
from dhtools.rhetoric import find_metadiscourse

STATIC = Path(dhtools.__file__).parent / "explore" / "static"
#: Bytes of the answers to one message.
BOUND = 60_000


@pytest.fixture(scope="module")
def many():
    """A hundred texts in which one word recurs in every sentence."""
    raw = LEAD + "The dog saw the other dog and the third dog barked. " * 40
    return annotate(corpus_of(**{f"text{number:03}": raw for number in range(100)}))


def told(panel, **message):
    """The answers to a message by their kind; they are sent as JSON."""
    answers = list(panel.answers(message))
    sent = json.dumps(answers, allow_nan=False)
    assert len(sent) < BOUND
    return {answer["is"]: answer for answer in json.loads(sent)}


def test_lines_come_before_what_is_counted():
    panel = Panel(Exploration(seeds()))
    kinds = [answer["is"] for answer in panel.answers({"do": "search", "query": "state", "draft": True})]
    assert kinds == ["lines", "steps", "beside"]


def test_whatever_is_asked_the_answer_is_bounded(many):
    panel = Panel(Exploration(many, findings=find_metadiscourse(many)))
    assert len(told(panel, do="start")["choices"]["text"]) == 100
    seen = told(panel, do="search", query="dog")
    assert seen["lines"]["n"] == 12_000 and len(seen["lines"]["rows"]) == 50
    assert seen["beside"]["n_texts"] == 100 and len(seen["beside"]["texts"]) == TEXTS
    assert {len(row["strip"]) for row in seen["beside"]["texts"]} == {100}
    last = told(panel, do="page", number=239)["lines"]
    assert [row[0] for row in last["rows"]] == list(range(11_950, 12_000))
    told(panel, do="open", line=11_999)
    long = told(panel, do="search", query="(?s)dog.{1000}", way="pattern")
    assert max(len(cell) for row in long["lines"]["rows"] for cell in row[1:]) <= 400


def test_what_the_widget_shares_with_the_browser_is_the_script_and_the_style(many):
    pytest.importorskip("anywidget")
    from dhtools.explore import explore

    widget = explore(many)
    list(widget._behind.answers({"do": "search", "query": "dog"}))
    state = widget.get_state()
    own = {name for name in state if not name.startswith("_")} - {"layout", "tabbable", "tooltip"}
    assert own == set() and len(json.dumps(state, default=str)) < BOUND
    assert "Run this cell in JupyterLab" in repr(widget)


def test_a_widget_sends_what_its_panel_answers():
    pytest.importorskip("anywidget")
    from dhtools.explore import explore

    widget, sent = explore(seeds(), corpus="seeds"), []
    widget.send = sent.append
    widget._answer(widget, {"do": "search", "query": "state", "id": 7}, [])
    assert [answer["is"] for answer in sent] == ["lines", "steps", "beside", "done"] and sent[-1]["id"] == 7
    assert len(widget.exploration) == sent[0]["n"] == 20


def test_steps_of_a_whole_session():
    panel = Panel(Exploration(seeds(), corpus="seeds"))
    told(panel, do="search", query="state")
    told(panel, do="keep", voice=["author"])
    told(panel, do="sort", names=["R1"])
    narrowed = told(panel, do="narrow", word="workers")
    assert narrowed["lines"]["n"] == 6 and narrowed["steps"]["view"]["near"] == ["workers"]
    assert told(panel, do="widen", word="workers")["lines"]["n"] == 17
    here = told(panel, do="go", step=1)
    assert here["lines"]["n"] == 20 and here["steps"]["here"] == 1
    assert [row[2] for row in here["steps"]["steps"]][-1] == "near workers"
    assert 'concordance(annotation, "state")' in told(panel, do="code")["code"]["words"]
    assert "lines_4" in told(panel, do="code", tree=True)["code"]["words"]
    by_mi = told(panel, do="measure", measure="mi")["beside"]
    assert by_mi["measure"] == "mi" and by_mi["collocates"]


@pytest.mark.parametrize(
    "message",
    [
        {"do": "dance"},
        {},
        {"do": "search", "query": "(", "way": "pattern"},
        {"do": "search", "query": "x", "way": "sound"},
        {"do": "open", "line": "first"},
        {"do": "open", "line": 10**9},
        {"do": "page", "number": -1},
        {"do": "go", "step": None},
        {"do": "keep", "voice": ["narrator"]},
        {"do": "keep", "years": ["a", "b"]},
        {"do": "measure", "measure": "luck"},
        {"do": "save", "name": "../../etc"},
        {"do": "save", "name": ""},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(message):
    panel = Panel(Exploration(seeds()))
    told(panel, do="search", query="state")
    answers = told(panel, **message)
    assert answers["error"]["words"]
    assert told(panel, do="page", number=0)["lines"]["n"] == 20


def test_a_wrong_measure_does_not_stay():
    panel = Panel(Exploration(seeds()))
    told(panel, do="measure", measure="luck")
    assert "error" not in told(panel, do="search", query="state")


def test_an_opened_passage_has_its_citations():
    panel = Panel(Exploration(seeds(), findings=find_metadiscourse(seeds())))
    told(panel, do="search", query="state")
    opened = told(panel, do="open", line=2)["passage"]
    assert opened["citations"]["passage"] == opened["name"] == "article:3.3"
    assert opened["layers"] == ["findings"] and opened["citations"]["bibtex"].startswith("@misc{article,")


def test_no_script_makes_markup_of_words_or_asks_another_machine():
    scripts = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
    assert set(scripts) >= {"dom.js", "explorer.js", "passage.js"}
    for name, script in scripts.items():
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("):
            assert way not in script, name
        calls = re.findall(r"\b(?:fetch|import|XMLHttpRequest|WebSocket|sendBeacon)\(|https?://\S+", script)
        assert [call for call in calls if call != 'http://www.w3.org/2000/svg";'] == [], name
    styles = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    assert "url(" not in styles and "@import" not in styles


def test_an_answer_is_over_even_if_something_fails():
    pytest.importorskip("anywidget")
    from dhtools.explore import explore

    widget, sent = explore(seeds()), []
    widget.send = sent.append
    widget._behind._asked["start"] = len  # a mistake of ours
    with pytest.raises(TypeError):
        widget._answer(widget, {"do": "start", "id": 9}, [])
    assert sent == [{"is": "done", "id": 9}]
