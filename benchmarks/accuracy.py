"""Score the reading of the four texts against the hand annotation, and keep the page of scores true.

    python benchmarks/accuracy.py [--write]

prints the tables; ``--write`` puts them into docs/accuracy.md. A test fails if that page says anything else
than what this derives. Scores on other texts are kept in ``benchmarks/results.csv`` and only copied here:
they need corpora that are not part of this repository (``validate_*.py`` make these scores).
"""

from __future__ import annotations

import csv
import json
import re
import sys

from common import ROOT, SEEDS, command_line
from results import read_rows, shown_result

from dhtools import read_corpus
from dhtools.annotation import find_blocks, find_quotations, find_sentences, token_table
from dhtools.annotation.paragraphs import line_starts
from dhtools.corpus import Corpus

PAGE = ROOT / "docs" / "accuracy.md"
GOLD = ROOT / "tests" / "gold"
BEGIN, END = "<!-- accuracy:begin -->", "<!-- accuracy:end -->"

Span = tuple[str, int, int]


def read_jsonl(name: str) -> list[dict]:
    """Read one file of the hand annotation."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def read_tsv(name: str) -> list[dict[str, str]]:
    """Read one table of the hand annotation; its cells are not quoted."""
    with (GOLD / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def in_file(corpus: Corpus, row: dict, start: str = "start", end: str = "end") -> Span:
    """Turn a span within a line, as the annotation has it, into one within the file."""
    offset = line_starts(corpus[row["file"]].raw)[int(row["line"]) - 1]
    return row["file"], offset + int(row[start]), offset + int(row[end])


def f1(gold: set, found: set) -> float:
    """F1 of exact spans."""
    return 2 * len(gold & found) / (len(gold) + len(found))


def right_blocks(corpus: Corpus, *, corrected: bool) -> int:
    """Count the lines whose kind is the annotators' (or a reading that they accept)."""
    found = find_blocks(corpus, corrected=corrected)
    kinds = dict(zip(zip(found["text"], found["line"], strict=True), found["kind"], strict=True))
    gold = read_jsonl("blocks.jsonl")
    return sum(kinds.get((row["file"], row["line"])) in [row["type"], *row.get("alt", [])] for row in gold)


def gold_scores() -> list[tuple[str, str]]:
    """Return what was measured and the score, in words, for the four texts."""
    corpus = read_corpus(SEEDS)
    blocks = find_blocks(corpus)
    quotations = find_quotations(corpus, blocks)
    sentences = find_sentences(corpus, blocks, kinds=("body", "blockquote"))
    inline = quotations[quotations["form"] == "inline"]
    displayed = quotations[quotations["form"] == "displayed"]
    marked = {
        in_file(corpus, row): row
        for name in ("quotes.jsonl", "quotes_nonbody.jsonl")
        for row in read_jsonl(name)
    }
    body = {in_file(corpus, row): row for row in read_jsonl("quotes.jsonl")}
    kinds = dict(zip(_spans(inline), inline["kind"], strict=True))
    shown = {
        in_file(corpus, row, "content_start", "content_end")
        for row in read_jsonl("blocks.jsonl")
        if row["type"] == "blockquote"
    }
    split = {
        in_file(corpus, row)
        for name in ("sentences.tsv", "sentences_blockquote.tsv")
        for row in read_tsv(name)
    }
    same = sum(kinds.get(span) == row["kind"] for span, row in body.items())
    accepted = sum(kinds.get(span) in [row["kind"], *row.get("alt", [])] for span, row in body.items())
    lines = len(read_jsonl("blocks.jsonl"))
    return [
        (
            "kinds of block, rules and hints alone",
            f"{right_blocks(corpus, corrected=False)} of {lines} lines",
        ),
        (
            "the same with the corrections, made for what is left",
            f"{right_blocks(corpus, corrected=True)} of {lines} lines",
        ),
        (
            "quotations in marks, exact span",
            f"F1 {f1(set(marked), set(kinds)):.3f} ({len(marked)} quotations)",
        ),
        (
            "their kind, as the annotator's first reading",
            f"{same} of {len(body)}{_interval(same, len(body))}",
        ),
        ("or another reading that the annotator would accept", f"{accepted} of {len(body)}"),
        ("displayed quotations, exact span", f"{len(shown & set(_spans(displayed)))} of {len(shown)}"),
        ("sentences, exact span", f"F1 {f1(split, set(_spans(sentences))):.3f} ({len(split)} sentences)"),
        (
            "words quoted, largest deviation from the annotator's count",
            f"{_largest_deviation(corpus):.1%} of a text's quoted words",
        ),
    ]


def _interval(right: int, total: int) -> str:
    """Say the 95% interval of a share (Wilson 1927, score interval)."""
    z = 1.96
    centre = (right + z * z / 2) / (total + z * z)
    half = z / (total + z * z) * (right * (total - right) / total + z * z / 4) ** 0.5
    return f" (95% interval {centre - half:.0%} to {centre + half:.0%})"


def _spans(frame) -> list[Span]:
    return list(zip(frame["text"].astype(str), frame["start"].tolist(), frame["end"].tolist(), strict=True))


def _largest_deviation(corpus: Corpus) -> float:
    """Compare the words quoted with the annotators' counts, over the texts that quote."""
    tokens = token_table(corpus)
    tokens = tokens[~tokens["word"].isin(["’s", "'s"])]
    quoted = tokens[tokens["voice"] == "quoted"]["text"].value_counts()
    gold = {row["file"]: int(row["quoted_words"]) for row in read_tsv("words.tsv") if row["file"] != "ALL"}
    return max(abs(int(quoted.get(text, 0)) - words) / words for text, words in gold.items() if words)


def table() -> str:
    """Return the tables of scores as Markdown."""
    rows = [
        "On the four texts, against a hand annotation that was read while the rules were made:",
        "",
        "| what | score |",
        "|---|---|",
    ]
    rows += [f"| {what} | {score} |" for what, score in gold_scores()]
    rows += [
        "",
        "On other texts (all of LitBank, half of GUM and EWT were read while rules were made), and in speed:",
        "",
        "| what | on | result |",
        "|---|---|---|",
    ]
    rows += [f"| {row['what']} | {row['on']} | {shown_result(row)} |" for row in read_rows()]
    return "\n".join(rows)


def updated(page: str) -> str:
    """Return the page with the tables put between its two marks."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{table()}\n{END}", page, flags=re.DOTALL)


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/accuracy.md")
    if parser.parse_args().write:
        PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    print(table())


if __name__ == "__main__":
    main()
