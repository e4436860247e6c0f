"""References: works read from the bibliography, citations found in a notebook, nothing else listed."""

import json

import pytest
from annotated import ROOT

from dhtools.errors import DhtoolsError
from dhtools.export import Exhibits
from dhtools.export.bibliography import BIBLIOGRAPHY, cited_works, read_references

BIB = ROOT / "notebooks" / BIBLIOGRAPHY
TWO = """
@article{lee1999,
  author = {Lee, Ann and Seung, Bo}, title = {Parts}, year = {1999},
  journal = {Nature}, volume = {401}, pages = {788--791}, doi = {10.1/x}
}
@book{lee2005a,
  editor = {van Lee, Ann}, title = {A Book}, year = {2005}, publisher = {Press}, address = {London}
}
@incollection{evert2017,
  author = {Evert, A. and B, C. and D, E.}, title = {Part}, year = {2017}, booktitle = {Whole}
}
"""


@pytest.fixture
def known(tmp_path):
    (tmp_path / BIBLIOGRAPHY).write_text(TWO)
    return read_references(tmp_path / BIBLIOGRAPHY)


def cited(text, known):
    return [work.label for work in cited_works([text], known).works]


def test_labels_are_as_works_are_cited(known):
    assert list(known) == ["Lee and Seung 1999", "van Lee 2005a", "Evert et al. 2017"]
    assert known["Lee and Seung 1999"].text == (
        "Lee, Ann and Seung, Bo (1999). Parts. Nature 401, 788–791. https://doi.org/10.1/x"
    )
    assert known["Evert et al. 2017"].text.endswith("Part. In Whole.")
    assert "*Nature* 401" in known["Lee and Seung 1999"].markdown
    assert known["van Lee 2005a"].text.startswith("van Lee, Ann (eds) (2005a). A Book. London: Press.")


def test_brackets_cite_one_work_or_several_and_pages(known):
    assert cited("So it is (Lee and Seung 1999).", known) == ["Lee and Seung 1999"]
    assert cited("(see van Lee 2005a, p. 5; Evert et al.\n2017)", known) == [
        "Evert et al. 2017",
        "van Lee 2005a",
    ]
    assert cited("In (December 1934) and (New York 1970), (1999), Lee and Seung 1999.", known) == []
    assert str(cited_works([], known)) == "No work is cited."


def test_what_is_cited_and_unknown_is_refused_with_the_nearest(known):
    with pytest.raises(DhtoolsError, match=r"\(Lee and Sung 1999\) is not in .* Is it Lee and Seung 1999\?"):
        cited("(Lee and Sung 1999)", known)


def book(key, **fields):
    fields = {"author": "A, B", "title": "C", "year": "2000"} | fields
    inner = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@book{{{key}, {inner}}}\n"


@pytest.mark.parametrize(
    ("bib", "message"),
    [
        (book("a2000")[:-3], "line 1"),
        (book("a2000") * 2, "line 2"),
        (book("a2000") + book("b2000", author="A, D"), "two works are cited as A 2000"),
        (book("a2000", author=""), "a2000: author is missing"),
    ],
)
def test_a_bad_bibliography_is_refused(tmp_path, bib, message):
    (tmp_path / BIBLIOGRAPHY).write_text(bib)
    with pytest.raises(DhtoolsError, match=message):
        read_references(tmp_path / BIBLIOGRAPHY)


def test_a_notebook_lists_what_its_cells_cite(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / BIBLIOGRAPHY).write_text(TWO)
    code = 'say(\n    "Parts (Lee and "\n    "Seung 1999).",\n)  # (Evert et al. 2017)'
    cells = [{"cell_type": "markdown", "source": ["(van Lee 2005a)"]}, {"cell_type": "code", "source": code}]
    (tmp_path / "notebooks" / "00-a.ipynb").write_text(json.dumps({"cells": cells}))
    listed = Exhibits("00-a", [], {}, root=tmp_path).references()
    assert [work.label for work in listed.works] == ["Lee and Seung 1999", "van Lee 2005a"]
    with pytest.raises(DhtoolsError, match="no such notebook"):
        Exhibits("00-b", [], {}, root=tmp_path).references()
    (tmp_path / "notebooks" / BIBLIOGRAPHY).unlink()
    with pytest.raises(DhtoolsError, match="no such bibliography"):
        Exhibits("00-a", [], {}, root=tmp_path).references()


def test_the_bibliography_of_the_project_is_sorted_and_every_key_says_its_year():
    lines = BIB.read_text(encoding="utf-8").splitlines()
    keys = [line.partition("{")[2].rstrip(",") for line in lines if line.startswith("@")]
    assert keys == sorted(keys) and len(keys) == len(read_references(BIB)) > 50
    for key, work in zip(keys, read_references(BIB).values(), strict=True):
        assert key.endswith(work.year) and key[:3].isalpha(), key
        assert work.place, key
