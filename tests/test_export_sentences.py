"""Sentences: values as specified, texts shown and never obeyed."""

import html
import re

import pandas as pd
import pytest
from exhibit_samples import EVIL, TEX
from media import rendered, text_as_html

from dhtools.errors import DhtoolsError
from dhtools.export import say


def test_say_formats_values():
    said = say("The *article* quotes {share:.1%} of {n:,} words.", share=0.149, n=4512)
    assert str(said) == "The *article* quotes 14.9% of 4,512 words."
    data, metadata = said._repr_mimebundle_()
    assert data == {"text/markdown": str(said), "text/plain": str(said)}
    assert metadata == {"predicates": [[]]}


@pytest.mark.parametrize("value", [None, float("nan"), pd.NA, pd.NaT])
def test_say_undefined(value):
    assert str(say("{x:.1%}", x=value)) == "not defined"


def test_a_phrase_keeps_the_space_that_it_begins_with():
    n = 2
    said = say("Each is compared{how}.", either={"how": {" with (all) others": n > 1, "": n <= 1}})
    assert str(said) == "Each is compared with (all) others."
    assert html.unescape(said.markdown) == str(said)


def test_say_shows_texts_but_never_obeys_them():
    text = f"# [a](b) *b* `c` {TEX} {EVIL} 1. {{0}}"
    said = say("**{text}**", text=text)
    assert str(said) == f"**{text}**"
    assert rendered(said.markdown) == f"<p><strong>{text_as_html(text)}</strong></p>"


@pytest.mark.parametrize(
    ("template", "values", "message"),
    [
        ("{x}", {}, "no value"),
        ("{x}", {"x": 1, "y": 2}, "does not use: y"),
        ("{}", {"x": 1}, "plain names"),
        ("{0}", {"x": 1}, "plain names"),
        ("{x.real}", {"x": 1}, "plain names"),
        ("{x[0]}", {"x": "a"}, "plain names"),
        ("{x!r}", {"x": "a"}, "!r"),
        ("{x", {"x": 1}, "not a template"),
        ("x}", {}, "not a template"),
        ("{x:.1%}", {"x": "a"}, "cannot be written"),
        ("{x:,}", {"x": [1]}, "cannot be written"),
    ],
)
def test_say_refuses(template, values, message):
    with pytest.raises(DhtoolsError, match=re.escape(message)):
        say(template, **values)
