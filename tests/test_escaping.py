"""Escaping: every medium shows a text, and obeys nothing in it."""

import html
import io
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text
from media import TEXTS, rendered, text_as_html

from dhtools.cli import main
from dhtools.corpus.sheets import read_sheet
from dhtools.errors import DhtoolsError
from dhtools.escaping import (
    csv_cell,
    csv_text,
    isolated,
    latex,
    markdown,
    markdown_plain,
    one_line,
    terminal,
    visible,
)
from dhtools.escaping import html as escaped_html
from dhtools.export import Exhibits, say
from dhtools.export.pictures import render, undrawn_note
from dhtools.plots.primitives import name_rows
from dhtools.plots.style import figure, journal_style
from dhtools.search.lines import Lines
from dhtools.shown import Shown
from dhtools.typed_tables import csv_bytes, read_table

every_text = pytest.mark.parametrize("text", TEXTS)
#: Characters that mean something to one of the media, and letters.
SIGNS = st.text(st.sampled_from("$\\`*_{}[]()<>#+-.!|~^&@:=%/ 1aw\u05d0\u202e\u2066\u2069\x1b\t\n'\""))


class Page(HTMLParser):
    """The text of a page, and the texts that MathJax would look for formulas in: each within one element."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.texts, self.tags = [], set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.texts.append(data)


def check_no_formula(page):
    """No string of a page has two dollar signs, or a backslash with anything after it."""
    for text in Page(page).texts:
        assert not re.search(r"\$.*\$|\\.", text, re.DOTALL), text


def check_no_control(text):
    assert not [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n"]


@every_text
def test_html_shows_the_text(text):
    page = escaped_html(text)
    assert "".join(Page(page).texts) == visible(text)
    assert Page(page).tags <= {"span"}
    check_no_formula(page)


@every_text
@pytest.mark.parametrize("template", ["{}", "**{}**", "* {}", "> see {}.", "| {} |", "[{}](b)", "3{}"])
def test_markdown_shows_the_text(text, template):
    source = template.format(markdown(text))
    shown = rendered(template.format("PLACE"))
    assert rendered(source) == shown.replace("PLACE", text_as_html(visible(one_line(text))))
    check_no_formula(rendered_with_elements(source))


def rendered_with_elements(source):
    return re.sub(r"&#(36|92);", lambda found: chr(int(found[1])), source)


@given(SIGNS)
def test_markdown_shows_any_text(text):
    shown = text_as_html(visible(one_line(text)))
    assert rendered(f"({markdown(text)})") == f"<p>({shown})</p>"
    assert rendered(f"a {markdown(text)} see") == f"<p>a {shown} see</p>"
    assert not re.search(r"[$`\\]", markdown(text))


@given(SIGNS)
def test_an_alt_text_is_one(text):
    source = rendered(f"![{markdown_plain(text)}](a.png)")
    assert re.fullmatch(r'<p><img src="a\.png" alt="[^"]*" ?/?></p>', source), source


def test_plain_sentences_can_be_read_in_the_source():
    sentence = "Of 4,512 words (1938-39) it quotes 14.9%: “we’re” + 3; see p. 5, per_1000 – why not?"
    assert markdown(sentence) == sentence
    assert say("{a}", a=sentence).markdown == sentence


@every_text
def test_a_terminal_is_given_no_orders(text):
    for shown in (terminal(text), str(DhtoolsError(f"{text}: missing"))):
        check_no_control(shown)
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


def test_a_terminal_can_show_file_names_that_are_no_text():
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    assert str(DhtoolsError(f"{name}: missing")) == "caf\ufffd.txt: missing"


@every_text
def test_direction_stays_within_a_text(text):
    kept = isolated(text)
    assert kept == text or (kept[0], kept[-1]) == ("\u2068", "\u2069")
    depth = 0
    for sign in kept:
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        assert depth >= 0
    assert depth == 0
    assert isolated("we, 3 €") == "we, 3 €"


@given(SIGNS)
def test_a_cell_of_csv_is_no_formula_and_is_read_back(text):
    cell = csv_cell(text)
    assert csv_text(cell) == text
    assert not re.match("[=+\\-@\t\r]", cell) or float(cell) is not None


def test_tables_are_read_back_as_they_were():
    table = pd.DataFrame(
        {"text": [*TEXTS], "n": [-1.5] * len(TEXTS), "=of": pd.Categorical(TEXTS), "note": None}
    )
    content = csv_bytes(table)
    back = read_table(io.BytesIO(content))
    assert back["text"].tolist() == list(TEXTS) == back["=of"].tolist()
    assert back["n"].tolist() == [-1.5] * len(TEXTS) and back["note"].isna().all()
    cells = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
    assert set(cells["n"]) == {"-1.5"} and list(cells)[2] == "'=of"
    assert not [cell for cell in cells["text"] if re.match("[=+\\-@\t\r]", cell) and cell != "-3.5"]


def test_a_judgement_sheet_is_read_back_as_it_was(tmp_path):
    from dhtools.rhetoric.evaluation import _SHEET

    # a sheet with control characters is refused as no text
    cues = [text for text in TEXTS if text == text.strip() == visible(text)]
    row = {"text": "a", "sha256": "f" * 64, "passage": "a:1.1", "start": 0, "end": 4, "category": "-x"}
    row |= dict.fromkeys(("context", "verdict", "coder", "reason"), "")
    rows = pd.DataFrame([row | {"cue": cue} for cue in cues])
    (tmp_path / _SHEET.file).write_bytes(csv_bytes(rows[_SHEET.names]))
    found = read_sheet(tmp_path, _SHEET)
    assert found["cue"].tolist() == cues and set(found["category"]) == {"-x"}


@every_text
def test_latex_has_no_command_of_the_text(text):
    source = latex(text)
    known = r"\\text[a-z]+\{\}|\\[&%$#_{}]|\{[][*]\}|\{\}"
    assert not re.search(r"[\\$%&#_{}~^`<>|]|--|''|,,", re.sub(known, "·", source))
    check_no_control(source)


def test_latex_is_read_back_by_a_reader_of_latex():
    pypandoc = pytest.importorskip("pypandoc")
    texts = [text for text in TEXTS if text.isprintable() and not set(text) & set("`'")]
    source = "\n\n".join(latex(text) for text in texts)
    read = pypandoc.convert_text(source, "html", "latex", extra_args=["--wrap=none"])
    shown = [html.unescape(re.sub("<[^>]+>", "", line)) for line in read.splitlines()]
    assert [line.replace("\xa0", " ") for line in shown] == [one_line(text) for text in texts]


class Record(Shown):
    def __init__(self, text):
        self.text = text

    def _headline(self):
        return self.text

    def _view(self):
        return pd.DataFrame({self.text: [self.text]})


@every_text
def test_what_shows_itself_obeys_nothing(text):
    lines = Lines({"left": [text], "match": [text], "right": [text], "passage": [text], "voice": [text]})
    for shown in (Record(text), lines):
        check_no_formula(shown._repr_html_())
        assert "<img" not in shown._repr_html_()
        check_no_control(repr(shown))


@every_text
def test_an_exhibit_shows_the_text(tmp_path, text):
    exhibits = Exhibits("00-a", [], {}, root=tmp_path)
    made = exhibits.table(pd.DataFrame({text: [text]}), "words", caption=say("It is {text}.", text=text))
    shown = made._repr_mimebundle_()[0]
    check_no_formula(shown["text/html"])
    check_no_control(shown["text/plain"])
    assert "img" not in Page(shown["text/html"]).tags
    assert visible(text) in [
        html.unescape(one) for one in re.findall(">([^<]*)</td>", flat(shown["text/html"]))
    ]
    assert read_table(tmp_path / "data/00-a/words.csv").iloc[0, 0] in (text, -3.5)


def flat(page):
    return page.replace("<span>", "").replace("</span>", "")


@pytest.fixture(scope="module")
def labelled():
    """A figure whose labels of every kind are the texts."""
    with journal_style():
        fig, ax = figure("double", 200)
        name_rows(ax, TEXTS)
        ax.set(title=TEXTS[0], xlabel=TEXTS[2], ylabel=TEXTS[1])
        ax.annotate(TEXTS[2], (0.5, 0.5))
        for text in TEXTS[:3]:
            ax.plot([0, 1], [0, 1], label=text)
        ax.legend()
    undrawn_note(fig)
    return fig


def test_labels_are_drawn_as_they_stand(labelled):
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = pypdfium2.PdfDocument(render(labelled, "pdf", 72, {"Title": "a", "Description": "b"}))[0]
    drawn = squeezed(page.get_textpage().get_text_range())
    for text in TEXTS:
        if text == visible(text) and not re.search("[\u0590-\u08ff\u2060-\u206f\u202a-\u202e]", text):
            assert squeezed(text) in drawn


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_a_figure_is_saved_with_its_labels_wherever_it_is_saved():
    fig, ax = figure("double", 80)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda x, place: r"$\frac $a$")  # labels that are made when it is drawn
    fig.savefig(io.BytesIO(), format="svg")
    assert not any(text.get_parse_math() for text in fig.findobj(Text) if text.get_text())


@every_text
def test_a_picture_holds_its_description(tmp_path, text):
    fig, _ = figure(40, 20)
    alt = say("It is {text}.", text=text)
    Exhibits("00-a", [], {}, root=tmp_path).figure(
        fig, "f", data=pd.DataFrame({"a": [1]}), caption="c", alt=alt, formats=["svg"]
    )
    described = ElementTree.parse(tmp_path / "figures/00-a/f.svg").getroot()
    words = [part.text for part in described.iter() if part.text and part.text.strip().startswith("It is")]
    assert words and words[0] == one_line(str(alt))


def test_the_command_line_obeys_no_name(tmp_path, capsys):
    folder = tmp_path / "a\x1b[31m\u202eb"
    folder.mkdir()
    (folder / "c\x1b]0;title\x07$x$.txt").write_text("The bridge was old. " * 30, encoding="utf-8")
    assert main(["inspect", str(folder)]) == 0
    assert main(["inspect", str(folder / "missing\x9b2J")]) == 2
    said = capsys.readouterr()
    for shown in (said.out, said.err):
        check_no_control(shown)
        assert "␛" in shown and "\u202e" not in shown
