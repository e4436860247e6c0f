"""The reader: every word as it stands, whatever it is; voices and findings told apart without colour."""

import re
from functools import cache
from html.parser import HTMLParser

import pandas as pd
import pytest
from annotated import LEAD, corpus_of, seeds
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from dhtools import annotate
from dhtools.errors import DhtoolsError
from dhtools.export import show_passages, show_text
from dhtools.rhetoric import find_passives, find_pronouns

SAID = "She said: “I may perhaps go to the market, if it rains.” He did not care. They left.\n"
#: A script, a link or a heading of the notebook is not among them.
TAGS = {"section", "style", "div", "label", "p", "span", "sup", "mark"}
VOID = {"br", "hr", "img", "input", "wbr"}


@cache
def small():
    """A text of two paragraphs, the second with a quotation."""
    return annotate(corpus_of(t=LEAD + SAID))


def places(*spans, text="t", categories="hedge", **columns):
    """A table of findings."""
    frame = pd.DataFrame(list(spans), columns=["start", "end"])
    return frame.assign(text=text, category=categories, **columns)


def at(words, raw=LEAD + SAID):
    """Where words stand."""
    return raw.index(words), raw.index(words) + len(words)


class Page(HTMLParser):
    """The words shown, each character with the elements around it; and every tag."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.words = [], [], []
        self.feed(html)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag, attributes):
        assert tag not in VOID - {"input"}
        if tag == "input":  # a switch
            return
        self.tags.append((tag, dict(attributes)))
        self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag, "elements are nested"

    def handle_data(self, data):
        classes = [attributes.get("class") for _, attributes in self.open]
        if "dhtools-text" in classes and "dhtools-label" not in classes:
            self.words.append((data, list(self.open)))

    @property
    def text(self):
        return "".join(data for data, _ in self.words)

    def within(self, tag=None, **wanted):
        """The words in elements of a kind."""
        return "".join(
            data
            for data, around in self.words
            if any(
                tag in (None, name) and all(given.get(key) == value for key, value in wanted.items())
                for name, given in around
            )
        )

    def labels(self, html):
        return re.findall(r'<sup class="dhtools-label"[^>]*>([^<]*)</sup>', html)


def raw_of(shown, annotation):
    return "".join(annotation.corpus[text].raw[start:end] for text, start, end in shown.spans)


def test_every_word_of_a_text_is_shown_as_it_stands():
    annotation = seeds()
    for text in annotation.corpus:
        shown = show_text(annotation, text.id, findings=find_pronouns(annotation))
        blocks = annotation.blocks[annotation.blocks["text"] == text.id]
        kept = blocks[blocks["kind"] != "comments"]
        assert [span[1:] for span in shown.spans] == list(zip(kept["start"], kept["end"], strict=True))
        assert Page(shown.html).text == raw_of(shown, annotation)


def test_quoted_words_are_in_italics_and_mentioned_words_dotted():
    annotation = seeds()
    shown = show_text(annotation, "article")
    page = Page(shown.html)
    offsets = [place for _, start, end in shown.spans for place in range(start, end)]
    styles = [
        next((a["style"] for _, a in around if a.get("class", "").startswith("dhtools-quo")), "")
        or next((a["style"] for _, a in around if a.get("class") == "dhtools-mentioned"), "")
        for data, around in page.words
        for _ in data
    ]
    style_at = dict(zip(offsets, styles, strict=True))
    tokens = annotation.tokens[annotation.tokens["text"] == "article"]
    assert {"quoted", "mentioned", "author"} <= set(tokens["voice"])
    for start, end, voice in zip(tokens["start"], tokens["end"], tokens["voice"], strict=True):
        given = {style_at[place] for place in range(start, end)}
        assert len(given) == 1
        style = given.pop()
        assert ("italic" in style, "dotted" in style) == (voice == "quoted", voice == "mentioned")


def test_a_quotation_by_hand():
    page = Page(show_text(small(), "t").html)
    assert page.within(**{"class": "dhtools-quoted"}) == "I may perhaps go to the market, if it rains."
    assert page.within("mark") == ""


def test_findings_are_marked_and_named():
    findings = places(at("may"), at("market"), categories=["hedge", "noun"], detail=["modal", ""], score=2.0)
    shown = show_text(small(), "t", findings=findings)
    page = Page(shown.html)
    assert page.within("mark") == "maymarket"
    assert page.within("mark", title="hedge: modal (2)") == "may"
    assert page.within("mark", title="noun (2)") == "market"
    assert [name for name in page.labels(shown.html) if not name[0].isdigit()] == ["hedge", "noun"]
    assert all("border-bottom" in a["style"] for tag, a in page.tags if tag == "mark")
    assert "“I [may] perhaps go to the [market], if" in str(shown)


def test_one_category_is_named_once_above_the_text():
    shown = show_text(small(), "t", findings=places(at("may"), at("perhaps")))
    assert [name for name in Page("").labels(shown.html) if not name[0].isdigit()] == []
    assert re.search(r"<mark[^>]*>hedge</mark> 2", shown.html)
    assert "Findings in brackets: hedge 2." in str(shown)


def test_overlapping_findings_lose_no_word():
    findings = places(at("may perhaps go"), at("perhaps"), at("go to"), categories=["a", "b", "c"])
    shown = show_text(small(), "t", findings=findings)
    page = Page(shown.html)
    assert page.text == LEAD.rstrip() + SAID.rstrip()
    assert page.within("mark") == "may perhaps go to"
    assert page.within("mark", title="a; b") == "perhaps"
    assert page.within("mark", title="a; c") == "go"
    double = [a["title"] for tag, a in page.tags if tag == "mark" and "double" in a["style"]]
    assert double == ["a; b", "a; c"]
    assert "“I [may [perhaps] [go] to] the" in str(shown)


def test_sentences_are_numbered_for_citing():
    shown = show_text(small(), "t")
    assert re.findall(r'class="dhtools-label"[^>]*>([\d.]+)', shown.html) == ["1.1", "2.1", "2.2", "2.3"]
    assert shown.html.count("float: left") == 2
    assert "cited as t:1.1" in str(shown)


def test_readers_comments_are_left_out_and_it_says_so():
    annotation = seeds()
    comments = annotation.blocks[annotation.blocks["kind"] == "comments"]
    assert len(comments) == 9
    place = comments.iloc[0]
    words = annotation.corpus[place["text"]].raw[place["start"] : place["end"]]
    shown = show_text(annotation, place["text"])
    assert "Left out as readers' comments: 9." in str(shown)
    assert "readers&#x27; comments: 9." in shown.html
    assert words not in str(shown)
    there = places((place["start"], place["end"]), text=place["text"])
    found = show_passages(annotation, findings=there)
    assert found.spans == ()
    assert str(found) == "No passages. Left out as readers' comments: 1."


def test_passages_in_the_order_given():
    shown = show_passages(small(), ["t:2.3", "t:2.1"], findings=places(at("may"), at("care")))
    assert [(LEAD + SAID)[start:end] for _, start, end in shown.spans] == [
        "They left.",
        "She said: “I may perhaps go to the market, if it rains.”",
    ]
    assert Page(shown.html).within("mark") == "may"
    assert "hedge</mark> 1" in shown.html
    assert show_passages(small(), "t:2.3").text == "t:2.3  They left."


def test_passages_of_findings_best_first():
    spans = [at("house"), at("may"), at("care"), at("left")]
    by_score = show_passages(small(), findings=places(*spans, score=[1.0, 3.0, float("nan"), 2.0]))
    ids = [line.split("  ")[0] for line in str(by_score).split("\n\n")[1:]]
    assert ids == ["t:2.1", "t:2.3", "t:1.1", "t:2.2"]
    plain = show_passages(small(), findings=places(*reversed(spans)))
    assert [line.split("  ")[0] for line in str(plain).split("\n\n")[1:]] == [
        "t:2.3", "t:2.2", "t:2.1", "t:1.1",
    ]  # fmt: skip


def test_a_passage_goes_on_to_the_end_of_its_finding():
    shown = show_passages(small(), findings=places(at("market, if it rains.” He did"), at("may")))
    assert str(shown).split("\n\n")[1] == (
        "t:2.1 to t:2.2  She said: “I [may] perhaps go to the [market, if it rains.” He did] not care."
    )


def test_context_is_grey_and_keeps_to_the_block():
    shown = show_passages(small(), ["t:2.2"], context=1)
    page = Page(shown.html)
    assert page.text == SAID.rstrip()
    grey = page.within("span", style="opacity: 0.65")
    assert grey == SAID.rstrip().replace("He did not care.", "")
    assert "2.1\xa0</sup>" in shown.html
    assert show_passages(small(), ["t:2.1"], context=9).spans == (("t", len(LEAD), len(LEAD + SAID) - 1),)


def test_no_heading_id_script_or_address():
    tags = Page(show_text(seeds(), "lecture", findings=find_passives(seeds())).html).tags
    assert {tag for tag, _ in tags} == TAGS
    assert {key for _, attributes in tags for key in attributes} == {
        "class", "style", "title", "dir", "role", "aria-label", "aria-level", "data-layer"
    }  # fmt: skip
    assert not [a for _, a in tags if "url" in a.get("style", "")]


def test_shows_itself_and_the_same_every_time():
    shown = show_text(small(), "t", findings=places(at("may")))
    assert shown._repr_mimebundle_() == {"text/html": shown.html, "text/plain": shown.text}
    assert shown == show_text(small(), "t", findings=places(at("may")))


WORDS = st.sampled_from(
    ["<script>alert(1)</script>", "&amp;", "&", "$x$", r"\(y\)", '"', "'", "“", "”", "it ", "may. ", "So ",
     "\n\n", "\n", "]]>", "<!--", "é", "𝄞", "\u2028"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=25), st.data())
def test_any_text_with_any_findings_is_shown_as_it_stands(words, data):
    raw = "Some words. " + "".join(words)
    try:
        annotation = annotate(corpus_of(t=raw))
    except (DhtoolsError, UserWarning):
        reject()  # refused as markup, or repaired: another text
    spans = st.tuples(st.integers(0, len(raw) - 1), st.integers(1, 30)).map(
        lambda place: (place[0], min(sum(place), len(raw)))
    )
    found = data.draw(st.lists(spans, max_size=6))
    names = st.sampled_from(["a", "<b>", "$c$"])
    findings = places(*found, categories=[data.draw(names) for _ in found]).astype({"start": int, "end": int})
    whole, parts = show_text(annotation, "t", findings=findings), show_passages(annotation, findings=findings)
    for shown in (whole, parts):
        page = Page(shown.html)
        assert page.text == raw_of(shown, annotation)
        assert {tag for tag, _ in page.tags} <= TAGS
        # MathJax pairs marks within one stretch of text; ours stand alone in theirs.
        alone = re.sub(r"<span>&#(36|92);</span>|<[^>]*>", "", shown.html)
        assert not set("$\\") & set(alone)
    covered = {place for start, end in found for place in range(start, end)}
    inside = {place for _, start, end in parts.spans for place in range(start, end)}
    assert covered <= inside


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: show_text(small(), "x"), "No text has the id 'x'"),
        (lambda: show_text(small(), "t", findings=places()[["text", "end"]]), "no column start, cat"),
        (lambda: show_text(small(), "t", findings=places((0, 3), text="x")), "No text has the id 'x'"),
        (lambda: show_text(small(), "t", findings=places((0, 999))), "0 to 999 is not a span of 't'"),
        (lambda: show_text(small(), "t", findings=places((-1, 3))), "-1 to 3 is not a span"),
        (lambda: show_text(small(), "t", findings=places((3, 3))), "holds at least one"),
        (lambda: show_text(small(), "t", findings=places((0.5, 3))), "start does not hold whole numbers"),
        (lambda: show_text(small(), "t", findings=places((0, 3), score="a")), "score does not hold num"),
        (lambda: show_passages(small()), "nothing to show"),
        (lambda: show_passages(small(), ["t:9.9"]), "No passage has the id 't:9.9'"),
        (lambda: show_passages(small(), ["t:1.1"], context=-1), "context=-1"),
        (lambda: show_passages(small(), ["t:1.1"], context=True), "context=True"),
    ],
)  # fmt: skip
def test_refusals(call, message):
    with pytest.raises(DhtoolsError, match=re.escape(message)):
        call()


def test_layers_have_marks_of_their_own_and_a_switch_each():
    layers = {"hedges": places(at("may")), 'a "topic"}': places(at("may perhaps"), categories="topic")}
    shown = show_text(small(), "t", findings=layers)
    page = Page(shown.html)
    assert page.within("mark", **{"data-layer": "hedges"}) == "may"
    assert page.within("mark", **{"data-layer": 'a "topic"}'}) == "may perhaps"
    assert page.text == raw_of(shown, small())
    switches = re.findall(
        r'<label><input type="checkbox" class="([^"]*)" checked> ([^<]*)</label>', shown.html
    )
    assert [name for name, _ in switches] == ["dhtools-voices", "dhtools-layer-0", "dhtools-layer-1"]
    assert [words for _, words in switches] == ["voices", "a &quot;topic&quot;}", "hedges"]
    (style,) = re.findall(r"<style>(.*?)</style>", shown.html, re.DOTALL)
    assert style.count("{") == style.count("}") and 'topic"' not in style
    assert len(show_passages(small(), findings=layers).spans) == 1


def test_a_heading_is_one_to_those_who_hear_it():
    tags = Page(show_text(seeds(), "article").html).tags
    assert {"3"} == {
        attributes.get("aria-level") for _, attributes in tags if attributes.get("role") == "heading"
    }
    assert "@media print" in show_text(seeds(), "article").html
