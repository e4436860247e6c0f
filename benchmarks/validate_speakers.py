"""Score the speakers of quotations against those that LitBank names.

    python benchmarks/validate_speakers.py LITBANK --json OUT [--errors OUT.csv]

LITBANK is a clone of the corpus: its openings of 100 novels name the speaker of every quotation, and every
mention of a person. The suite names a speaker only where the words around a quotation do; so three shares
are told:

* precision: of the quotations to which the suite gives a speaker, those whose speaker it is;
* recall: of the quotations whose speaker has a proper name somewhere in the opening, those that get it;
* recall, named beside: the same, of those whose speaker is named in the paragraph, outside of quotations.

A name is right if it is a run of words in a proper name of the speaker (*Weston* of *Mr. Weston*), or the
other way round, or a whole common noun that stands for the speaker (*Mother*). A title alone is no name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from common import Given, command_line, measures, report, share
from public_corpora import Speech, litbank, litbank_speakers, written

from dhtools import annotate, read_corpus
from dhtools.stats.intervals import proportion_interval

#: What is no part of a name where two names are compared, and what alone is none.
_ARTICLE = re.compile(r"(?:the|a|an|my|his|her|our|old|young|poor)\s+")
_TITLES = frozenset(str.split("mr mrs ms miss dr sir lady lord madam captain colonel"))

Words = tuple[str, ...]


class Judged(NamedTuple):
    """A quotation of the gold, what the suite says of its speaker, and whether that is right."""

    novel: str
    quotation: str
    speaker: str
    told: str
    right: bool
    is_named: bool
    named_beside: bool


def judge(folder: Path, speeches: Iterable[Speech]) -> list[Judged]:
    """Judge the speaker of every quotation of the gold that the suite finds at least half of."""
    annotation = annotate(read_corpus(folder))
    spoken = annotation.quotations[annotation.quotations["level"] == 1]
    found = {text: rows for text, rows in spoken.groupby("text", observed=True)}
    raws = {text.id: text.raw for text in annotation.corpus}
    judged = []
    for one in speeches:
        told = _told(found.get(one.novel), one.start, one.end)
        if told is not None:
            names = one.proper or one.common
            words = " ".join(raws[one.novel][one.start : one.end].split())
            judged.append(
                Judged(
                    one.novel,
                    words,
                    min(names, key=len, default=one.speaker),
                    told,
                    right=is_name(told, one),
                    is_named=bool(one.proper),
                    named_beside=one.named_beside,
                )
            )
    return judged


def _told(rows, start: int, end: int) -> str | None:
    """Return the speaker that the suite gives to a span, "" for nobody; None where it finds no half of it."""
    if rows is None:
        return None
    shared = rows["end"].clip(upper=end) - rows["start"].clip(lower=start)
    best = shared.idxmax()
    if 2 * shared[best] < end - start:
        return None
    speaker = rows.loc[best, "speaker"]
    return speaker if isinstance(speaker, str) else ""


def is_name(told: str, speech: Speech) -> bool:
    """Whether a name is one of the speaker's."""
    own = _words(told)
    if not set(own) - _TITLES:
        return False
    proper = [_words(name) for name in speech.proper]
    return own in {_words(name) for name in speech.common} or any(
        _is_run(own, name) or (set(name) - _TITLES and _is_run(name, own)) for name in proper
    )


def _words(name: str) -> Words:
    plain = _ARTICLE.sub("", name.lower().replace("’", "'").removesuffix("'s").strip())
    return tuple(re.findall(r"[\w'-]+", plain))


def _is_run(part: Words, whole: Words) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def scores(judged: list[Judged]) -> dict[str, object]:
    """Return precision and both recalls, with intervals of 95 per cent."""
    told = [one for one in judged if one.told]
    named = [one for one in judged if one.is_named]
    beside = [one for one in named if one.named_beside]
    groups = {"precision": told, "recall": named, "recall_named_beside": beside}
    return {"n": len(judged)} | {name: _share(group) for name, group in groups.items()}


def _share(judged: list[Judged]) -> dict[str, float]:
    right = sum(one.right for one in judged)
    low, high = proportion_interval(right, len(judged))
    return {
        "right": right,
        "of": len(judged),
        "share": right / max(len(judged), 1),
        "low": float(low),
        "high": float(high),
    }


def score(clone: Path, novels: Iterable[str] | None = None) -> list[Judged]:
    """Judge the speakers of all novels, or of some."""
    documents = [one for one in litbank(clone) if novels is None or one[0] in set(novels)]
    with written(documents) as (folder, _):
        return judge(folder, [speech for name, *_ in documents for speech in litbank_speakers(clone, name)])


def in_full(judged: list[Judged]) -> str:
    """Say precision and recalls in words."""
    told = scores(judged)
    return "; ".join(
        f"{name.replace('_', ' ')} {share(one['share'])} ({one['right']} of {one['of']}, "
        f"{share(one['low'])} to {share(one['high'])})"
        for name, one in told.items()
        if isinstance(one, dict)
    )


@measures("speakers of quotations", needs="litbank")
def speakers(given: Given) -> list[str]:
    return [in_full(score(given.folder("litbank")))]


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("litbank", type=Path, metavar="LITBANK")
    parser.add_argument(
        "--list", type=Path, metavar="OUT.csv", help="write every quotation with its judgement"
    )

    def make(given):
        judged = score(given.litbank)
        if given.list:
            with given.list.open("w", encoding="utf-8", newline="") as handle:
                csv.writer(handle).writerows([Judged._fields, *judged])
        return scores(judged)

    report(parser, make)


if __name__ == "__main__":
    main()
