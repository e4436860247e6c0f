"""Validate measures of rhetoric on judged texts of anybody's.

    python benchmarks/validate_rhetoric.py hedges FILE.csv --json OUT
    python benchmarks/validate_rhetoric.py order FILE.csv --json OUT
    python benchmarks/validate_rhetoric.py figures FOLDER_OF_SEEDS --json OUT
    python benchmarks/validate_rhetoric.py passives FOLDER_OF_CONLLU --json OUT

*hedges*: FILE has the columns text and label (1: the sentence has a hedge or a vague quantifier; 0: it has
none). Reported are precision, recall and F1 of `dhtools.rhetoric.metadiscourse.cues.hedge_cues`. A sentence
counts as found if it has a hedge, a vague quantifier or a claim of unnamed people; *about 300* alone does not
count. A share of nothing is null.

*order*: FILE has the columns id, level and text: versions of one text at several levels of reading.
Reported is for every formula the share of pairs of one id that it puts in the right order (Flesch's reading
ease falls with difficulty, the others rise). Levels are numbers, the higher the harder, or names that
`LEVELS` knows.

*figures*: FOLDER has the four texts of this repository. Reported is for every figure of
`dhtools.rhetoric.figures.registry.find_figures`: how many of the true rows of `tests/gold/figures.tsv` are
found (*recall*), how many of its hard negatives (*false_alarms*), how many of what the second reader was sure
of (*second_recall*), each of how many (*recall_of* and so on); the number of findings in running prose
(*n*), and the share of them, of the best five and of the best ten that is a true row of either reader
(*precision*, *at_5*, *at_10*; null for a figure without true rows). A finding hits a row if they overlap.
Neither reader listed every epistrophe, anadiplosis, chiasmus and polysyndeton: the precision of these is a
lower bound.

*passives*: FOLDER has a treebank of Universal Dependencies, a file a document (of GUM the folder
``not-to-release/sources`` of https://github.com/UniversalDependencies/UD_English-GUM). A passive is a word
with a child *aux:pass*, or a participle that is coordinated with one and has no auxiliary or subject of its
own; it has an agent if it has a child *obl:agent*. Reported are precision and recall of
`dhtools.rhetoric.grammar.passives.passive_spans`: of all passives, of those with *by*, and of those without.
Every second document, in the order of names, was read while the rule was made (*read*); the others were set
aside (*aside*). The treebank calls states passives (*is located*), and means agents (*reached by bus*).
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pandas as pd
from common import ROOT, SEEDS, Given, command_line, measures, percent, report, share
from public_corpora import onestop
from scipy.stats import binomtest

from dhtools import DhtoolsError, annotate, read_corpus
from dhtools.annotation import token_table
from dhtools.annotation.paragraphs import line_starts
from dhtools.annotation.record import Annotation
from dhtools.readability import READABILITY_FORMULAS
from dhtools.readability.formulas import readability_scores
from dhtools.readability.sentence_counts import sentence_counts
from dhtools.rhetoric import find_rhetoric, read_judgements, rule_precision
from dhtools.rhetoric.figures.registry import FIGURES, find_figures
from dhtools.rhetoric.grammar.passives import WITH_AGENT, WITHOUT_AGENT, passive_spans
from dhtools.rhetoric.metadiscourse.cues import hedge_cues
from dhtools.schema import PROSE

GOLD = ROOT / "tests" / "gold"
#: In the order in which the record has them.
AGENTS = (WITH_AGENT, WITHOUT_AGENT, "any")

#: What a treebank says of passives.
RELATIONS = ("aux:pass", "obl:agent")

#: Names of levels, from easy to hard; those of one line are one scale.
LEVELS = (
    ("ele", "int", "adv"),
    ("elementary", "intermediate", "advanced"),
    ("easy", "medium", "hard"),
    ("beginner", "intermediate", "advanced"),
    ("simple", "normal"),
    ("a1", "a2", "b1", "b2", "c1", "c2"),
)


def read_rows(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns of a CSV file, as text."""
    if not path.is_file():
        raise DhtoolsError(f"{path}: no such file. Give a CSV file with the columns {', '.join(columns)}.")
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    if missing := [column for column in columns if column not in table]:
        raise DhtoolsError(f"{path}: no column {missing[0]!r}. It needs {', '.join(columns)}.")
    return table[list(columns)]


def hedges(path: Path) -> dict[str, float | None]:
    """Return precision, recall and F1 of what makes a sentence unsure or vague."""
    table = read_rows(path, ("text", "label"))
    labels = table["label"].str.strip().str.removesuffix(".0")
    if wrong := sorted(set(labels) - {"0", "1"}):
        raise DhtoolsError(f"{path}: the label {wrong[0]!r} is neither 0 nor 1.")
    truth = labels == "1"
    found = table["text"].map(lambda text: bool(hedge_cues(text))).astype(bool)
    hits, claimed, true = int((truth & found).sum()), int(found.sum()), int(truth.sum())
    shares = {"precision": (hits, claimed), "recall": (hits, true), "f1": (2 * hits, claimed + true)}
    return {
        "sentences": len(table),
        **{name: part / of if of else None for name, (part, of) in shares.items()},
    }


def order(path: Path) -> dict[str, float | None]:
    """Return for every formula the share of pairs of one id that it puts in the right order."""
    return in_order(read_rows(path, ("id", "level", "text")), str(path))


def in_order(table: pd.DataFrame, name: str) -> dict[str, float | None]:
    """Return the same for a table; *name* is what errors call it."""
    table = table.assign(rank=ranks(table["level"], name))
    values = pd.DataFrame([readability_scores(counts) for counts in counts_of(table["text"].tolist())])
    right, pairs = dict.fromkeys(READABILITY_FORMULAS, 0.0), 0
    for rows in table.groupby("id", sort=False).indices.values():
        for one, other in combinations(rows.tolist(), 2):
            rise = table["rank"].iloc[other] - table["rank"].iloc[one]
            if rise:
                pairs += 1
                for name in READABILITY_FORMULAS:
                    step = values[name].iloc[other] - values[name].iloc[one]
                    right[name] += rise * (-step if name == "flesch" else step) > 0
    return {"pairs": pairs, **{name: hits / pairs if pairs else None for name, hits in right.items()}}


def ranks(levels: pd.Series, table: str) -> pd.Series:
    """Return how hard each level is, as a number."""
    numbers = pd.to_numeric(levels, errors="coerce")
    if numbers.notna().all():
        return numbers
    names = levels.str.strip().str.lower()
    for scale in LEVELS:
        if set(names) <= set(scale):
            return names.map(scale.index).astype(float)
    raise DhtoolsError(
        f"{table}: the levels {', '.join(sorted(set(levels))[:6])} are no numbers and no known scale. "
        "Number them, the higher the harder."
    )


def counts_of(texts: list[str]) -> list[dict[str, int]]:
    """Return what the formulas need of every text, read as a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"t{number:06}.txt").write_text(text, encoding="utf-8")
        tokens = token_table(read_corpus(folder))
    prose = tokens[tokens["kind"].isin(PROSE).to_numpy()]
    found = []
    for number in range(len(texts)):
        counts = sentence_counts(prose[(prose["text"] == f"t{number:06}").to_numpy()])
        found.append({"n_sentences": len(counts), **counts.sum().to_dict()})
    return found


def figures(folder: Path) -> dict[str, dict[str, float | None]]:
    """Return by figure how much of the hand annotation is found, and how much of what is found is in it."""
    annotation = annotate(read_corpus(folder))
    found, rows = find_figures(annotation), gold_rows(annotation)
    found = found.sort_values("score", ascending=False, kind="stable")
    return {name: scores(found[found["category"] == name], rows[rows["figure"] == name]) for name in FIGURES}


def scores(found: pd.DataFrame, rows: pd.DataFrame) -> dict[str, float | None]:
    """Return the scores of one figure; *found* has the best first. A share of nothing is null."""
    prose = found[found["kind"].isin(PROSE)]
    gold = rows[rows["label"] == "yes"]
    true = [] if gold.empty else hits(prose, gold).tolist()
    of_rows = hits(rows, found)
    share = {
        name: of_rows[((rows["reader"] == reader) & (rows["label"] == label)).to_numpy()].tolist()
        for name, reader, label in (
            ("recall", 1, "yes"),
            ("false_alarms", 1, "no"),
            ("second_recall", 2, "yes"),
        )
    }
    tops = {"precision": true, "at_5": true[:5], "at_10": true[:10]}
    return {
        **{f"{name}_of": len(flags) for name, flags in share.items()},
        "n": len(prose),
        **{name: sum(flags) / len(flags) if flags else None for name, flags in (share | tops).items()},
    }


def hits(spans: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Tell of each span whether it overlaps one of the others in the same text."""
    places = list(zip(others["text"], others["start"], others["end"], strict=True))
    return pd.Series(
        [
            any(text == other and start < stop and begin < end for other, begin, stop in places)
            for text, start, end in zip(spans["text"], spans["start"], spans["end"], strict=True)
        ],
        dtype=bool,
    )


def gold_rows(annotation: Annotation) -> pd.DataFrame:
    """Return the rows of both readers with their places: text, figure, label (yes, no, unclear), reader."""
    rows = []
    for row in read_tsv("figures.tsv"):
        place = snippet_span(annotation.corpus[row["file"]].raw, row["snippet"], 0)
        rows.append((row["file"], row["figure"], ("no", "yes")[int(row["label"])], 1, *place))
    for row in read_tsv("figures_second_reader.tsv"):
        raw = annotation.corpus[row["text"]].raw
        place = snippet_span(raw, row["first_words"], line_starts(raw)[int(row["line"]) - 1])
        rows.append((row["text"], row["figure"], row["verdict"], 2, *place))
    return pd.DataFrame(rows, columns=["text", "figure", "label", "reader", "start", "end"])


def passives(folder: Path) -> dict[str, dict[str, dict[str, float | None]]]:
    """Return precision and recall of passives with and without *by*, by half of a treebank."""
    paths = sorted(folder.glob("*.conllu"))
    if not paths:
        raise DhtoolsError(f"{folder}: there is no .conllu file. Give the folder of a treebank.")
    return {half: agents_found(paths[first::2]) for first, half in enumerate(("read", "aside"))}


def agents_found(paths: list[Path]) -> dict[str, dict[str, float | None]]:
    """Return the scores of some documents: of all passives, with *by*, without."""
    right, found, true = Counter[str](), Counter[str](), Counter[str]()
    for text, gold in (sentence for path in paths for sentence in passives_of(path)):
        left = dict(gold)
        true.update(gold.values())
        for span in passive_spans(text):
            found[span.detail] += 1
            place = min((place for place in left if span.start <= place < span.end), default=None)
            if place is not None:
                detail = left.pop(place)
                right["any"] += 1
                right[detail] += detail == span.detail
    found["any"], true["any"] = found.total(), true.total()
    return {
        name: {
            "n": true[name],
            "precision": right[name] / found[name] if found[name] else None,
            "recall": right[name] / true[name] if true[name] else None,
        }
        for name in ("any", WITH_AGENT, WITHOUT_AGENT)
    }


def passives_of(path: Path) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield every sentence of a treebank file, and where its passives stand, with or without an agent."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        text = re.search(r"^# text = (.*)$", block, re.MULTILINE)
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        words = {row[0]: row for row in rows if row[0].isdigit()}
        if text is None:
            continue
        at, places = 0, dict[str, int]()
        for number, row in words.items():
            places[number] = text[1].index(row[1], at)
            at = places[number] + len(row[1])
        heads = {relation: {row[6] for row in words.values() if row[7] == relation} for relation in RELATIONS}
        finite = {row[6] for row in words.values() if row[7].split(":")[0] in ("aux", "cop", "mark", "nsubj")}
        true = set(heads["aux:pass"])
        for number, row in words.items():
            if row[7] == "conj" and row[6] in true and row[4] == "VBN" and number not in finite:
                true.add(number)
        agent = heads["obl:agent"]
        yield text[1], {places[number]: WITH_AGENT if number in agent else WITHOUT_AGENT for number in true}


def read_tsv(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the hand annotation."""
    with (GOLD / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def snippet_span(raw: str, snippet: str, begin: int) -> tuple[int, int]:
    """Return where a snippet stands from *begin* on; " … " in it stands for words left out."""
    plain = raw.replace("\xa0", " ")
    first, *_, last = parts if len(parts := snippet.split(" … ")) > 1 else [snippet, snippet]
    start = plain.find(first, begin)
    end = plain.find(last, start) + len(last)
    if start < 0 or end < start + len(last):
        raise DhtoolsError(
            f"The passage {snippet!r} of the hand annotation is not in its text. Give the seeds."
        )
    return start, end


FORMULAS = {
    "flesch_kincaid": "Flesch-Kincaid", "ari": "ARI", "lix": "LIX", "dale_chall": "Dale-Chall", "fog": "Fog",
    "flesch": "Flesch", "smog": "SMOG", "coleman_liau": "Coleman-Liau",
}  # fmt: skip


@measures("readability: order of graded texts", needs="onestop")
def graded(given: Given) -> list[str]:
    found = in_order(onestop(given.folder("onestop")), "onestop")
    by_share = sorted(FORMULAS, key=lambda name: -found[name])
    return [", ".join(f"{FORMULAS[name]} {percent(found[name])}" for name in by_share)]


@measures("passives, gold dependencies: with *by*; without; all", needs="gum")
def gum_passives(given: Given) -> list[str]:
    found = passives(given.folder("gum") / "not-to-release" / "sources")
    read, aside = ("; ".join(_both(found[half][name]) for name in AGENTS) for half in ("read", "aside"))
    return [
        f"precision and recall {aside}. In the half that was read {read}. The gold calls states passives "
        "(*is located*)"
    ]


def _both(found: dict[str, float | None]) -> str:
    return f"{share(found['precision'] or 0)} and {share(found['recall'] or 0)}"


@measures(
    "figures of speech: true rows found; hard negatives hit", "figures of speech: right of what is found"
)
def annotated_figures(_: Given) -> list[str]:
    found = {name: one for name, one in figures(SEEDS).items() if one["recall_of"]}
    rows = [f"{name} {_of(one, 'recall')}; {_of(one, 'false_alarms')}" for name, one in found.items()]
    right = [f"{name} {share(one['precision'], 2)} of {one['n']}" for name, one in found.items()]
    return [
        ". ".join(rows) + ". The rules were made on these rows",
        ", ".join(right) + ": only antithesis is counted",
    ]


def _of(found: dict[str, float | None], name: str) -> str:
    return f"{round((found[name] or 0) * found[f'{name}_of'])} of {found[f'{name}_of']}"


JUDGED = {
    "hedges and boosters": ("hedge", "booster"), "passives": ("passive",), "epithets": ("epithet",),
    "reporting verbs": ("reporting",), "antitheses": ("antithesis",),
}  # fmt: skip


@measures(*(f"{name} found, judged in context" for name in JUDGED))
def judged(_: Given) -> list[str]:
    annotation = annotate(read_corpus(SEEDS))
    table = rule_precision(read_judgements(SEEDS), find_rhetoric(annotation), annotation.corpus)
    counts = table.set_index("category")[["n_judged", "n_right", "n_unclear", "n_wrong"]]
    return [_verdicts(*counts.loc[list(categories)].sum()) for categories in JUDGED.values()]


def _verdicts(n_judged: int, n_right: int, n_unclear: int, n_wrong: int) -> str:
    low, high = binomtest(int(n_right), int(n_judged)).proportion_ci(method="wilson")
    others = "".join(f", {n} {name}" for name, n in (("unclear", n_unclear), ("wrong", n_wrong)) if n)
    return f"{n_right} of {n_judged} right{others} (95% interval {low:.0%} to {high:.0%})"


TASKS = {"hedges": hedges, "order": order, "figures": figures, "passives": passives}


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("task", choices=tuple(TASKS))
    parser.add_argument("file", type=Path, metavar="FILE.csv|FOLDER")
    report(parser, lambda given: TASKS[given.task](given.file))


if __name__ == "__main__":
    main()
