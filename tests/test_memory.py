"""A corpus that needs more memory than there is, is refused before it is annotated."""

import pytest
from annotated import corpus_of

from dhtools import annotate
from dhtools.annotation import memory
from dhtools.errors import DhtoolsError


def test_more_than_the_machine_has_is_refused_with_the_way_to_do_it(monkeypatch):
    corpus = corpus_of(a="He came and went.\n" * 100)
    monkeypatch.setattr(memory, "memory", lambda: 30_000)
    with pytest.raises(DhtoolsError, match=r"files of 5 to 20 MB.*guide to larger corpora"):
        annotate(corpus)
    monkeypatch.setattr(memory, "memory", lambda: 40_000)
    assert len(annotate(corpus).tokens) == 400


def test_a_memory_that_is_not_known_refuses_nothing(monkeypatch):
    monkeypatch.setattr(memory, "memory", lambda: 0)
    assert len(annotate(corpus_of(a="He came and went.\n")).tokens) == 4


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    (tmp_path / "none").write_text("max\n")
    (tmp_path / "limit").write_text("1000000\n")
    monkeypatch.setattr(memory, "_LIMITS", (str(tmp_path / "none"), str(tmp_path / "absent")))
    assert memory.memory() > 1_000_000
    monkeypatch.setattr(memory, "_LIMITS", (str(tmp_path / "none"), str(tmp_path / "limit")))
    assert memory.memory() == 1_000_000
