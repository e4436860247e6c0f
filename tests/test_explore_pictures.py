"""Pictures that lead to lines: every mark has a place, and the lines that it was drawn from."""

import base64
import gc
import io
import json

import numpy as np
import pandas as pd
import pytest
from annotated import corpus_of, seeds
from PIL import Image

from dhtools import DhtoolsError, annotate, fold_case, segment
from dhtools.annotation import read_gazetteer
from dhtools.explore.picture_panel import PicturePanel
from dhtools.explore.pictures import Picture, spans_of, topic_places
from dhtools.plots import barcode, keyness_rates, scatter_map, topic_strips
from dhtools.plots.persons import person_network
from dhtools.plots.primitives import message_figure
from dhtools.plots.spots import spots_of
from dhtools.plots.study import event_timeline
from dhtools.plots.timeline import names_by_year
from dhtools.search import concordance, kwic
from dhtools.study import persons
from dhtools.terms.term_groups import find_terms, term_positions


@pytest.fixture(scope="module")
def positions():
    tokens = seeds().tokens
    terms = pd.DataFrame({"group": "g", "term": ["NKVD", "Cheka"], "form": ["NKVD", "Cheka"], "remark": ""})
    return term_positions(find_terms(tokens, terms), tokens)


@pytest.fixture(scope="module")
def strokes(positions):
    """A barcode of two terms, as a picture."""
    lengths = seeds().tokens["text"].value_counts(sort=False)
    return Picture(seeds(), barcode(positions, lengths), positions)


def test_every_stroke_of_a_barcode_leads_to_its_line(strokes, positions):
    numbers = range(len(strokes.places))
    found = pd.concat([strokes.lines(number) for number in numbers])
    assert len(positions) > 20 and len(found) == len(positions)
    assert set(zip(found["text"], found["start"], strict=True)) == set(
        zip(positions["text"].astype(str), positions["start"], strict=True)
    )
    assert set(found["match"].str.casefold()) <= {"nkvd", "cheka"}


def test_places_lie_on_the_ink(strokes):
    """Where a stroke stands, the picture is not white."""
    picture = Image.open(io.BytesIO(base64.b64decode(strokes.png))).convert("L")
    pixels = np.asarray(picture)
    high, wide = pixels.shape
    for place in strokes.places:
        left, top, width, height = place.box
        assert min(left, top) >= 0 and max(left + width, top + height) <= 1.001
        rows = slice(int(top * high), int((top + height) * high) + 1)
        columns = slice(int(left * wide), int((left + width) * wide) + 1)
        assert pixels[rows, columns].min() < 200


def test_the_code_of_a_place_lists_its_lines(strokes, positions):
    names = {"annotation": seeds(), "places": positions}
    head, call = strokes.code(3).split("\n\n")
    exec(head, names)
    pd.testing.assert_frame_equal(eval(call, names).reset_index(drop=True), strokes.lines(3))


def test_a_topic_leads_to_its_words_in_the_segment():
    segments = segment(fold_case(seeds().tokens), segment_words=300)
    names = list(dict.fromkeys(segments["segment"]))
    texts = segments.drop_duplicates("segment").set_index("segment")["text"].astype(str)
    shares = pd.DataFrame({0: 0.25, 1: 0.75}, index=pd.Index(names, name="segment"))
    fig = topic_strips(shares, texts, pd.Series(["police", "party"]), pd.Series([True, True]))
    places = topic_places(segments, {0: ["Police", "NKVD"], 1: ["party"]})
    picture = Picture(seeds(), fig, places)
    assert len(picture.places) == 2 * len(names)
    counts = [len(picture.lines(number)) for number in range(len(picture.places))]
    assert sum(counts) == len(places) and max(counts) > 2
    first = next(number for number, n in enumerate(counts) if n)
    (of,) = picture.places[first].of
    assert set(picture.lines(first)["match"].str.casefold()) <= (
        {"police", "nkvd"} if of["topic"] == 0 else {"party"}
    )


def test_a_point_of_a_map_leads_to_the_sentences_of_its_unit_and_a_word_to_its_lines():
    segments = segment(seeds().tokens, segment_words=1500)
    texts = segments.drop_duplicates("segment").set_index("segment")["text"].astype(str)
    scores = pd.DataFrame(
        {"a": np.arange(len(texts)), "b": np.arange(len(texts))[::-1] % 3}, index=texts.index
    )
    loadings = pd.DataFrame({"a": [3.0, -1.0], "b": [1.0, 2.0]}, index=["state", "party"])
    picture = Picture(seeds(), scatter_map(scores.astype(float), texts, loadings=loadings), segments)
    units = {
        of["unit"]: number for number, place in enumerate(picture.places) for of in place.of if "unit" in of
    }
    assert set(units) == set(texts.index)
    name = texts.index[0]
    passages = set(segments.loc[segments["segment"] == name, "passage"])
    assert set(picture.lines(units[name])["passage"]) == passages
    words = {
        of["word"]: number for number, place in enumerate(picture.places) for of in place.of if "word" in of
    }
    assert len(picture.lines(words["state"])) == len(concordance(seeds(), "state"))


def test_a_network_leads_to_mentions_and_to_sentences_that_name_both(seeds):
    from annotated import seeds as annotated

    annotation = annotated()
    mentions = persons.find_persons(annotation, read_gazetteer(seeds))
    pairs = persons.persons_together(mentions).head(30)
    counts = persons.count_persons(mentions)
    fig = person_network(pairs, persons.network_layout(pairs), counts, texts=annotation.corpus.ids)
    picture = Picture(annotation, fig, mentions)
    marks = [of for place in picture.places for of in place.of]
    assert sum("persons" in of for of in marks) == len(pairs)
    both = ("persons", (pairs["person_a"][0], pairs["person_b"][0]))
    lines = kwic(annotation, spans_of(annotation, mentions, dict([both])))
    assert set(pairs["passages"][0].split()) <= set(lines["passage"])
    one = pairs["person_a"][0]
    assert len(spans_of(annotation, mentions, {"person": one})) == (mentions["person"] == one).sum()


def test_a_timeline_leads_to_its_mentions(positions):
    dated = positions.assign(first=1937.0, last=1938.0, years_of="NKVD")
    dated.loc[dated.index[::3], ["first", "last"]] = np.nan
    official = pd.DataFrame({"term": ["Cheka", "NKVD"], "first": [1917.9, 1934.5], "last": [1922.1, 1946.2]})
    picture = Picture(seeds(), names_by_year(dated, official), dated)
    rows = [of["row"] for place in picture.places for of in place.of]
    assert sorted(rows) == sorted(dated.index)


def test_events_lead_to_what_tells_them():
    spans = positions_of_events()
    coverage = pd.DataFrame({"event": ["murder"], "text": ["article"], "coverage": ["told"]})
    picture = Picture(seeds(), event_timeline(spans, coverage), spans)
    by_event = next(n for n, place in enumerate(picture.places) if "detail" in place.of[0])
    told = spans[(spans["text"] == "article").to_numpy()]
    assert len(told) > 1 and picture.lines(by_event)["start"].tolist() == told["start"].tolist()


def positions_of_events():
    found = concordance(seeds(), "murder")
    texts = pd.Categorical(found["text"], list(seeds().corpus.ids))
    return pd.DataFrame(found).assign(text=texts, detail="murder", first=1937.0, last=1937.0)


def test_rates_of_words_need_no_table():
    table = pd.DataFrame(
        {
            "word": ["state", "party"], "n_target": [3, 1], "n_reference": [1, 3],
            "per_1000_target": [3.0, 1.0], "per_1000_reference": [1.0, 3.0], "log_ratio": [1.6, -1.6],
            "p": [0.01, 0.5],
        }
    )  # fmt: skip
    picture = Picture(seeds(), keyness_rates(table, target="article", reference="lecture"), alt="Rates")
    assert [place.of for place in picture.places] == [({"word": "state"},), ({"word": "party"},)]
    assert picture.code(0).endswith("concordance(annotation, 'state')") and repr(picture) == "Rates"


def test_what_is_sent_is_bounded(strokes):
    panel = PicturePanel(strokes)
    start = {answer["is"]: answer for answer in panel.answers({"do": "start"})}
    assert len(json.dumps(start)) < 400_000 and len(start["picture"]["places"]) <= 600
    answers = {answer["is"]: answer for answer in panel.answers({"do": "lines", "place": 0})}
    assert answers["lines"]["rows"]
    opened = {answer["is"]: answer for answer in panel.answers({"do": "open", "line": 0})}
    hits = [p["words"] for block in opened["passage"]["blocks"] for p in block["pieces"] if p["hit"]]
    assert hits == [answers["lines"]["rows"][0][3]]


@pytest.mark.parametrize(
    "message", [{}, {"do": "lines", "place": 9999}, {"do": "lines", "place": "a"}, {"do": "open"}]
)
def test_what_is_wrong_is_told(strokes, message):
    answers = {answer["is"]: answer for answer in PicturePanel(strokes).answers(message)}
    assert answers["error"]["words"]


def test_elsewhere_it_is_the_plain_picture(strokes):
    pytest.importorskip("anywidget")
    from dhtools.explore.widgets import ClickablePicture

    data, _ = ClickablePicture(strokes)._repr_mimebundle_()
    assert data["image/png"] == strokes.png and data["text/plain"]


def test_figures_without_marks_and_tables_without_columns_are_refused(positions):
    with pytest.raises(DhtoolsError, match="none of its marks"):
        Picture(seeds(), message_figure("nothing", "single"))
    lengths = seeds().tokens["text"].value_counts(sort=False)
    with pytest.raises(DhtoolsError, match="no column start"):
        Picture(seeds(), barcode(positions, lengths), positions.drop(columns="start"))


def test_a_figure_that_is_gone_takes_its_marks_with_it(positions):
    from dhtools.plots import spots

    before = len(spots._SPOTS)
    fig = barcode(positions, seeds().tokens["text"].value_counts(sort=False))
    assert len(spots_of(fig)) == len(positions)
    del fig
    gc.collect()
    assert len(spots._SPOTS) <= before + 1


def test_a_small_corpus_has_a_map_too():
    annotation = annotate(corpus_of(a="One cat sat. Two cats ran.\n"))
    scores = pd.DataFrame({"x": [0.0], "y": [1.0]}, index=["a"])
    picture = Picture(annotation, scatter_map(scores, {"a": "a"}), annotation.tokens)
    assert picture.lines(0)["match"].tolist() == ["One cat sat.", "Two cats ran."]
