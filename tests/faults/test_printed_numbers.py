"""Every number that the notebooks print, changed in its last digit or as a word: the comparison tells each.

No notebook is executed for it: what is compared with is the committed output itself.
"""

import re
from copy import deepcopy
from pathlib import Path

import pytest

from dhtools.export import say
from dhtools.notebooks.files import read_notebook
from dhtools.notebooks.outputs import compare_outputs

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
WORDS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twice",
    "half",
    "third",
    "first",
]
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b")


def changed(text):
    """Yield the text with each of its numbers changed: the last digit up and down, a word to another."""
    for found in NUMBER.finditer(text):
        last = int(text[found.end() - 1])
        for other in ((last + 1) % 10, (last - 1) % 10):
            yield f"{text[: found.end() - 1]}{other}{text[found.end() :]}"
    for found in WORD.finditer(text):
        other = WORDS[WORDS.index(found[0]) - 1]
        yield f"{text[: found.start()]}{other}{text[found.end() :]}"


def mutants(output):
    """Yield an output with each number in each of its kinds of text changed, alt texts among them."""
    for kind, content in output.get("data", {}).items():
        if kind.startswith("text/"):
            for text in changed(content):
                yield {**output, "data": {**output["data"], kind: text}}
    for text in changed(output.get("text", "")):
        yield {**output, "text": text}
    for kind, shown in output.get("metadata", {}).items():
        for text in changed(shown["alt"]) if "alt" in shown else ():
            yield {**output, "metadata": {**output["metadata"], kind: {**shown, "alt": text}}}


def no_picture(was, now):
    raise AssertionError("pictures are as they were")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_changed_number_is_told(path):
    outputs = [one for cell in read_notebook(path).cells for one in cell.get("outputs", ())]
    every = [(one, output) for output in outputs for one in mutants(output)]
    missed = [one for one, output in every if not any(compare_outputs([one], [output], no_picture))]
    assert len(every) > 1000 and missed == []


def printed(value):
    data, metadata = say("p = {value:.2f}, and again 0.12", value=value)._repr_mimebundle_()
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def test_noise_of_another_processor_is_not_told():
    """A value on the boundary is printed alike; one beside it states how noise would print it."""
    exact, edge = 0.125, 0.1250000005
    for noise in (1e-15, 1e-12, 9e-11):
        for value in (exact, exact * (1 + noise), exact * (1 - noise)):
            assert printed(value)["data"] == printed(exact)["data"]
    outputs = [printed(edge * (1 + noise)) for noise in (-4e-10, 0, 4e-10)]
    assert len({one["data"]["text/plain"] for one in outputs}) == 2
    for was in outputs:
        assert not any(compare_outputs([was], [outputs[0]], no_picture))
    below = deepcopy(outputs[0])
    below["data"]["text/plain"] = below["data"]["text/plain"].replace("again 0.12", "again 0.13")
    assert any(compare_outputs([printed(exact)], [below], no_picture))
