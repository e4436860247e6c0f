"""Corpora larger than memory: words counted and texts annotated on a cluster of two processes of 1 GiB.

The corpora are drawn, by a seed, from the paragraphs of the 26 British novels: documents of .3 to 2 MB,
30 MB, 300 MB and 2 GB in all. Every measurement runs in a process of its own and counts its processor time,
and that of the processes it starts; each of them has one thread.

* The stream is the plain way: one process reads one file after the other and adds its words to one count.
  Side by side, two such processes have half of the files each: two processes that run at once disturb each
  other, whatever they do.
* On the cluster a build and its total count are made from nothing. The count has to be that of the stream.
  The start of the processes and their imports are in the processor time; it is measured apart, too: the same
  processes, that have nothing to do.
* polars and DuckDB count what one regular expression cuts (letters in a row), with one thread. Their words
  are others: they know no apostrophe, no line hyphen, no encoding but UTF-8.
* Growth is the slope of the logarithm of the processor time between 300 MB and 2 GB.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import Given, measures
from speed import NOVELS, ONE_THREAD

#: Megabytes of the corpora that are counted, and of the one that is annotated.
SIZES, QUICK, ANNOTATED = (30, 300, 2000), (0.3, 0.6, 1.2), 100
MEGABYTE = 1_000_000

#: Every task prints a record: seconds, peaks of memory in MiB, what was counted.
HEAD = """
import hashlib, json, os, sys, time
from collections import Counter
from pathlib import Path
folder, kept = Path(sys.argv[1]), Path(sys.argv[2])
first, step = int(sys.argv[3]), int(sys.argv[4])
def peak():
    lines = open("/proc/self/status").readlines() if os.path.exists("/proc/self/status") else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
def seconds():
    return sum(os.times()[:2])
def tell(n, **more):
    digest = hashlib.sha256(repr(sorted(n.items())).encode()).hexdigest()
    print(json.dumps({"seconds": seconds(), "peak": peak(), "digest": digest, **more}))
"""
PARTS = """
from dhtools.corpus.texts import corpus_parts, read_part
from dhtools.corpus.languages import reading_language, with_languages
parts = corpus_parts(folder).parts[first::step]
n = Counter()
"""
PROCESSES = """
import psutil
from dhtools.scale.building import build, open_corpus
from dhtools.scale.cluster import connect
from dhtools.scale.counting import word_totals
def theirs():
    return sum(sum(one.cpu_times()[:4]) for one in psutil.Process().children(recursive=True))
begin = time.time()
"""
ON_CLUSTER = (
    PROCESSES
    + """
with connect(workers=2, memory="1GiB") as client:
    built = build(open_corpus(folder, kept), client, stage=STAGE)
    totals = word_totals(built)
    peaks = client.run(peak).values()
    n = dict(zip(totals["word"], totals["n"].tolist()))
    tell(n, workers=max(peaks), theirs=theirs(), wall=time.time() - begin)
"""
)
TASKS = {
    "stream": PARTS
    + """
from dhtools.counts.streamed import count_types
for part in parts:
    for text in with_languages(read_part(part)[0]):
        n.update(count_types(text.raw, language=reading_language(text.language)))
tell(n)
""",
    "annotated stream": PARTS
    + """
from dhtools import annotate, fold_case
from dhtools.counts.sparse import sparse_counts
from dhtools.scale.making import with_sheets
for part in parts:
    tokens = annotate(with_sheets(folder, with_languages(read_part(part)[0]))).tokens
    counts = sparse_counts(fold_case(tokens))
    n.update(dict(zip(counts.features.tolist(), counts.matrix.sum(axis=0).tolist())))
tell(n)
""",
    "start": PROCESSES
    + """
with connect(workers=2, memory="1GiB") as client:
    client.run(peak)
    tell({}, theirs=theirs())
""",
    "cluster": "STAGE = 'counts'" + ON_CLUSTER,
    "annotated cluster": "STAGE = 'tables'" + ON_CLUSTER,
    "polars": """
import polars as pl
def counted(path):
    text = pl.DataFrame({"word": [path.read_text(encoding="utf-8")]})
    words = text.select(pl.col("word").str.to_lowercase().str.extract_all(r"\\p{L}+").explode())
    return words.group_by("word").len()
tables = [counted(path) for path in sorted(folder.glob("*.txt"))]
n = dict(pl.concat(tables).group_by("word").agg(pl.col("len").sum()).rows())
tell(n)
""",
    "DuckDB": """
import duckdb
base = duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})
base.execute("set enable_progress_bar = false")
n = dict(base.execute(
    "select word, count(*) from (select unnest(regexp_extract_all(lower(content), '\\\\p{L}+')) as word "
    f"from read_text('{folder}/*.txt')) group by word"
).fetchall())
tell(n)
""",
}


def run(name: str, folder: Path, first: int = 0, step: int = 1) -> dict:
    """Return the record of a task."""
    return finished(started(name, folder, first, step))


def started(name: str, folder: Path, first: int = 0, step: int = 1) -> subprocess.Popen:
    """Start a task in a process of its own."""
    environment = os.environ | ONE_THREAD | {"POLARS_MAX_THREADS": "1"}
    given = [str(folder), str(folder.with_name(f"{folder.name}-kept-{name[0]}")), str(first), str(step)]
    command = [sys.executable, "-c", HEAD + TASKS[name], *given]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def finished(process: subprocess.Popen) -> dict:
    """Return the record that a task prints."""
    told, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"a task ended with {process.returncode}")
    record = json.loads(told)
    return record | {"all": record["seconds"] + record.get("theirs", 0)}


@contextmanager
def corpus(given: Given, megabytes: float) -> Iterator[Path]:
    """Make a corpus of so many megabytes, drawn from the novels, for as long as it is used."""
    paths = sorted(given.folder(NOVELS).glob("*.txt"))
    paragraphs = [one for path in paths for one in path.read_text("utf-8", "replace").split("\n\n")]
    draw, size = random.Random(1), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "texts")
        folder.mkdir()
        while size < megabytes * MEGABYTE:
            wanted = draw.randint(300_000, 2_000_000) if megabytes > 2 else 50_000
            words = "\n\n".join(_drawn(draw, paragraphs, wanted)).encode()
            (folder / f"text_{len(list(folder.iterdir())):05}.txt").write_bytes(words)
            size += len(words)
        yield folder


def _drawn(draw: random.Random, paragraphs: list[str], wanted: int) -> Iterator[str]:
    size = 0
    while size < wanted:
        one = draw.choice(paragraphs)
        size += len(one) + 2
        yield one


@measures(
    "scale: memory and identity of counts, 30 MB to 2 GB",
    "scale: processor time of counts, 30 MB to 2 GB",
    "scale: growth of counts, 300 MB to 2 GB",
    "scale: counts against polars and DuckDB, 300 MB",
    needs=NOVELS,
)
def counts(given: Given) -> list[str]:
    sizes = given.size(SIZES, QUICK)
    streams, clusters, starts = [], [], []
    for megabytes in sizes:
        with corpus(given, megabytes) as folder:
            streams.append(run("stream", folder))
            clusters.append(run("cluster", folder))
            starts.append(run("start", folder)["all"])
            if megabytes == sizes[1]:
                both = [started("stream", folder, first, 2) for first in (0, 1)]
                side_by_side = sum(finished(one)["all"] for one in both)
                peers = {name: run(name, folder)["all"] for name in ("polars", "DuckDB")}
    same = all(one["digest"] == other["digest"] for one, other in zip(streams, clusters, strict=True))
    workers, client = (", ".join(f"{one[name]:.0f}" for one in clusters) for name in ("workers", "peak"))
    ratios = ", ".join(
        f"{one['all'] / other['all']:.2f}" for one, other in zip(clusters, streams, strict=True)
    )
    without = ", ".join(
        f"{(one['all'] - start) / other['all']:.2f}"
        for one, other, start in zip(clusters, streams, starts, strict=True)
    )
    middle = clusters[1]["all"]
    growth = math.log(clusters[2]["all"] / middle) / math.log(sizes[2] / sizes[1])
    rate = sizes[1] / streams[1]["all"]
    against = ", ".join(f"{middle / taken:.2g} × {name}'s" for name, taken in peers.items())
    return [
        f"at most {workers} MiB in a process, {client} MiB in the client; "
        f"{'the same counts' if same else 'OTHER counts'} as a stream in one process",
        f"{ratios} × a stream in one process ({rate:.1f} MB/s); without the start of the processes "
        f"({min(starts):.1f} s) {without}; at the middle size "
        f"{middle / side_by_side:.2f} × two streams side by side; at the largest "
        f"{sizes[2] / clusters[2]['wall']:.1f} MB/s by the clock",
        f"exponent {growth:.2f}",
        f"{against} processor time",
    ]


@measures("scale: annotation kept, 100 MB", needs=NOVELS)
def annotation(given: Given) -> list[str]:
    megabytes = given.size(ANNOTATED, QUICK[0])
    with corpus(given, megabytes) as folder:
        stream, cluster = run("annotated stream", folder), run("annotated cluster", folder)
        kept = sum(path.stat().st_size for path in folder.parent.glob("texts-kept-*/**/*") if path.is_file())
    same = "the same counts" if stream["digest"] == cluster["digest"] else "OTHER counts"
    ratio, rate = cluster["all"] / stream["all"], megabytes / stream["all"]
    return [
        f"{ratio:.2f} × the processor time of one process ({rate:.2g} MB/s); {same}; "
        f"{cluster['workers']:.0f} MiB in a process, {cluster['peak']:.0f} MiB in the client; "
        f"{kept / megabytes / MEGABYTE:.1f} × the text on the disk"
    ]
