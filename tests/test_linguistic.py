"""The linguistic layer without spaCy: what is said then. With it: tests/nlp."""

import sys

import pytest
from annotated import corpus_of

from dhtools import DhtoolsError, annotate
from dhtools.annotation.linguistic import add_linguistic_columns


@pytest.mark.parametrize("wrong", [None, 3, ["en"]])
def test_what_is_no_pipeline_is_refused(wrong):
    with pytest.raises(DhtoolsError, match="give a spaCy pipeline"):
        add_linguistic_columns(annotate(corpus_of(a="One.")), wrong)


def test_without_spacy_a_message_says_what_to_type(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(DhtoolsError, match=r"needs spacy.*pip install 'dhtools\[nlp\]'"):
        add_linguistic_columns(annotate(corpus_of(a="One.")), "en_core_web_sm")
