"""Tables: exact in their files, readable and harmless where they are shown."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from exhibit_samples import DATA, EVIL, TEX, contents

from dhtools.errors import DhtoolsError


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **named: shown.append((data, named)))
    return shown


class Elements(HTMLParser):
    """The elements and the texts of a piece of HTML."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.texts = set(), []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_table_files_and_display(exhibits, tmp_path, displayed):
    frame = pd.DataFrame({"word": ["we", EVIL, TEX], "share": [0.149, None, 0.5], "n": [20, 3, 1]})
    made = exhibits.table(frame, "words", caption=f"Words {TEX}", formats={"share": "{:.1%}"}, rows=2)
    assert set(contents(tmp_path)) == {f"data/00-corpus/words.{end}" for end in ("csv", "tex", "json")}
    assert "0.149" in (tmp_path / "data/00-corpus/words.csv").read_text(encoding="utf-8")
    made._ipython_display_()
    ((shown, _),) = displayed
    page = Elements(shown["text/html"])
    assert "script" not in page.tags and EVIL in page.texts
    assert "14.9%" in page.texts and "–" in page.texts
    assert "… and 1 more row in data/00-corpus/words.csv" in page.texts
    assert TEX not in page.texts  # the third row is not among the two shown
    assert '<td style="text-align: right">14.9%</td>' in shown["text/html"]
    assert "color" not in shown["text/html"]
    assert "14.9%  20" in shown["text/plain"] and "more row in" in shown["text/plain"]


def test_a_sentence_takes_the_place_of_a_table_without_rows(exhibits, tmp_path):
    shown = exhibits.table(pd.DataFrame({"left": [], "match": []}), "lines", caption="c")
    assert str(shown) == "Table *lines* is left out: it has no rows."
    assert list(tmp_path.iterdir()) == []


def test_columns_of_words_can_be_set_flush_right(exhibits, tmp_path):
    frame = pd.DataFrame({"left": ["the death of", "of"], "match": ["Reiss", "Reiss"]})
    shown = exhibits.table(frame, "lines", caption="c", right=["left"])._repr_mimebundle_()[0]
    assert '<td style="text-align: right">of</td>' in shown["text/html"]
    assert "\n          of  Reiss" in shown["text/plain"]
    assert r"\begin{tabular}{rl}" in (tmp_path / "data/00-corpus/lines.tex").read_text(encoding="utf-8")
    with pytest.raises(DhtoolsError, match="no column middle"):
        exhibits.table(frame, "lines", caption="c", right=["middle"])


def test_latex_shows_what_a_text_contains(exhibits, tmp_path):
    cells = [TEX, "a\n\nb <|> [12]", "*", "[1]"]
    exhibits.table(pd.DataFrame({"a_b": cells, "n": 1}), "words", caption="100 % & more_")
    tex = (tmp_path / "data/00-corpus/words.tex").read_text(encoding="utf-8")
    assert (
        r"100\% \& \$x\_1\$ \textbackslash{}input\{a\} \{b\} \textasciitilde{} \textasciicircum{} \# & 1 \\"
        in tex
    )
    assert r"a b \textless{}\textbar{}\textgreater{} {[}12{]} & 1 \\" in tex
    assert "\n{*} & 1" in tex and "\n{[}1{]} & 1" in tex
    assert r"\caption{100 \% \& more\_}" in tex and r"\label{tab:00-corpus-words}" in tex
    assert r"\begin{tabular}{lr}" in tex and r"a\_b & n \\" in tex and r"\toprule" in tex


def test_named_index_and_categories_are_shown(exhibits):
    frame = pd.DataFrame(
        {"n": [1, 2], "kind": pd.Categorical(["a", None])}, index=pd.Index(["x", "y"], name="id")
    )
    shown = exhibits.table(frame, "words", caption="c")._repr_mimebundle_()[0]["text/plain"]
    assert shown.splitlines()[2:] == ["id  n  kind", "x   1  a", "y   2  –"]


def test_numbers_without_a_format_stay_readable(exhibits):
    frame = pd.DataFrame({"x": [0.1 + 0.2, 123456.7, 1e-9], "year": 1937})
    shown = exhibits.table(frame, "words", caption="c")._repr_mimebundle_()[0]["text/plain"]
    assert [line.split() for line in shown.splitlines()[3:]] == [
        ["0.3", "1937"],
        ["123,457", "1937"],
        ["1e-09", "1937"],
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"formats": {"shares": "{:.1%}"}}, "no column shares. Columns: text, share, n"),
        ({"formats": {"text": "{:.1%}"}}, "does not fit 'blog' in column text"),
        ({"formats": {"n": "{x}"}}, "does not fit"),
        ({"formats": {"n": 2}}, "does not fit"),
        ({"rows": 0}, "give a whole number of rows to show from 1"),
        ({"rows": None}, "give a whole number of rows to show from 1"),
        ({"caption": ""}, "caption"),
    ],
)
def test_bad_table_options(exhibits, tmp_path, options, message):
    with pytest.raises(DhtoolsError, match=message):
        exhibits.table(DATA, "words", **{"caption": "c", **options})
    assert list(tmp_path.iterdir()) == []
