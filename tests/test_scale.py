"""Corpora on a real cluster of two processes: what is found equals what is found in memory."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("distributed", reason="the extra scale brings it")
pytest.importorskip("pyarrow", reason="the extra scale brings it")

from dhtools import DhtoolsError, annotate, fold_case, read_corpus, segment
from dhtools.cli import main
from dhtools.corpus.groups import text_groups, text_years
from dhtools.corpus.texts import Corpus
from dhtools.counts import relative_frequencies, words_by_voice
from dhtools.counts.sparse import sparse_counts
from dhtools.keyness import dispersion, keyness
from dhtools.scale import building, cluster, counting, merging
from dhtools.scale.building import build, open_corpus
from dhtools.scale.cluster import connect, in_turn
from dhtools.scale.comparing import compare_texts
from dhtools.scale.counting import (
    catalogue,
    text_counts,
    text_totals,
    voices_by_text,
    word_totals,
    write_counts,
    write_totals,
)
from dhtools.scale.lines import corpus_collocates, corpus_lines, write_lines
from dhtools.scale.samples import annotation_of, draw_texts, drawn_segments, on_cluster
from dhtools.scale.store import Store
from dhtools.search import concordance, sort_lines
from dhtools.stats.bands import rates_by_group
from dhtools.terms import collocates
from dhtools.topics import document_term_matrix, stability
from dhtools.typed_tables import read_table

SEEDS = Path(__file__).parents[1] / "seeds"
OPENING = (
    "“We shall see,” said {name} to the captain. The ship’s bell rang {n} times, and the harbour woke.\n\n"
)


@pytest.fixture(scope="module")
def client():
    with connect(workers=2, memory="1GiB") as made:
        yield made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Four authors, six texts, with a sheet of metadata and a correction."""
    made = tmp_path_factory.mktemp("corpus")
    for number, name in enumerate(["Anna", "Bruno", "Clara", "Dora", "Emil", "Franz"]):
        words = OPENING.format(name=name, n=number + 2) * (number + 3) + f"Only {name} slept. It rained.\n"
        (made / f"{'AB'[number % 2]}_{name}.txt").write_text(words, encoding="utf-8")
    rows = [f"{path.name},18{number}0" for number, path in enumerate(sorted(made.glob("*.txt")), 2)]
    (made / "metadata.csv").write_text("file,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def annotation(folder):
    return annotate(read_corpus(folder))


@pytest.fixture(scope="module")
def built(folder, client, tmp_path_factory):
    return build(open_corpus(folder, tmp_path_factory.mktemp("kept") / "tables"), client)


def assert_same(counts, wanted):
    pd.testing.assert_index_equal(counts.units, wanted.units)
    pd.testing.assert_index_equal(counts.features, wanted.features)
    assert counts.matrix.shape == wanted.matrix.shape and (counts.matrix != wanted.matrix).nnz == 0


@pytest.mark.parametrize("voice", [None, "author", "quoted"])
@pytest.mark.parametrize("ngram", [1, 2])
def test_counts_are_those_in_memory(built, annotation, voice, ngram):
    tokens = fold_case(annotation.tokens)
    wanted = sparse_counts(tokens if voice is None else tokens[tokens["voice"] == voice], ngram=ngram)
    assert_same(text_counts(built, voice=voice, ngram=ngram), wanted)
    pd.testing.assert_series_equal(text_totals(built, voice=voice, ngram=ngram), wanted.totals)
    totals = word_totals(built, voice=voice, ngram=ngram).set_index("word")
    frame = wanted.frame()
    assert totals["n"].to_dict() == frame.sum().to_dict()
    assert totals["n_texts"].to_dict() == (frame > 0).sum().to_dict()


@pytest.fixture
def little_memory(client):
    """A process holds few rows, so that sums go by way of the disk, in several ranges of a hash."""

    def held(n):
        merging._HELD = n

    before = merging._HELD
    for n in (30, before):
        held(n)
        client.run(held, n)
        if n == 30:
            yield


@pytest.mark.parametrize(("voice", "ngram"), [(None, 1), ("author", 2), (None, 3)])
def test_sums_by_way_of_the_disk_are_those_in_memory(
    built, annotation, little_memory, voice, ngram, tmp_path
):
    tokens = fold_case(annotation.tokens)
    wanted = sparse_counts(tokens if voice is None else tokens[tokens["voice"] == voice], ngram=ngram).frame()
    table = pd.DataFrame({"n": wanted.sum(), "n_texts": (wanted > 0).sum()}).rename_axis("word").reset_index()
    table = table.sort_values(["n", "word"], ascending=[False, True], ignore_index=True)
    table["per_1000"] = 1000 * table["n"] / table["n"].sum()
    found = word_totals(built, voice=voice, ngram=ngram)
    pd.testing.assert_frame_equal(found, table, check_dtype=False, rtol=1e-12)
    frequent = word_totals(built, voice=voice, ngram=ngram, min_count=4, n=7)
    pd.testing.assert_frame_equal(frequent, found[found["n"] >= 4].head(7))
    assert write_totals(built, tmp_path / "all.csv", voice=voice, ngram=ngram) == len(table)
    pd.testing.assert_frame_equal(read_table(tmp_path / "all.csv"), found, check_dtype=False)
    assert not list((built.store.folder / "scratch").iterdir())


def test_more_words_than_memory_may_hold_are_refused(built, monkeypatch):
    monkeypatch.setattr(counting, "MAX_ROWS", 5)
    with pytest.raises(DhtoolsError, match=r"5 rows at most.*write_totals"):
        word_totals(built)
    assert len(word_totals(built, n=5)) == 5


def test_tables_of_any_size_are_written_by_the_processes(built, annotation, tmp_path):
    wanted = sparse_counts(fold_case(annotation.tokens)).frame().stack()
    n = write_counts(built, tmp_path / "counts")
    written = pd.read_parquet(tmp_path / "counts")
    assert n == len(written)
    pd.testing.assert_series_equal(
        written.set_index(["text", "word"])["n"],
        wanted[wanted > 0],
        check_names=False,
        check_index_type=False,
    )
    lines = concordance(annotation, "the")
    assert write_lines(built, "the", tmp_path / "lines") == len(lines)
    written = pd.read_parquet(tmp_path / "lines").drop(columns="page")
    pd.testing.assert_frame_equal(written.astype(str), pd.DataFrame(lines).astype(str))
    assert (
        write_lines(built, "absent", tmp_path / "no lines")
        == len(pd.read_parquet(tmp_path / "no lines"))
        == 0
    )
    with pytest.raises(DhtoolsError, match="it exists"):
        write_counts(built, tmp_path / "counts")


def test_some_words_of_some_texts_are_counted(built, annotation):
    wanted = sparse_counts(fold_case(annotation.tokens))
    texts, words = list(annotation.corpus.ids[3:0:-1]), ["the", "absent", "bell"]
    assert_same(text_counts(built, texts=texts, vocabulary=words), wanted.select(units=texts, features=words))
    frequent = text_counts(built, min_count=6)
    sums = wanted.frame().sum()
    assert frequent.features.tolist() == sums.index[sums >= 6].tolist()


def test_voices_of_texts_and_their_shares_by_group_are_those_in_memory(built, annotation):
    voices, wanted = voices_by_text(built), words_by_voice(annotation.tokens)
    pd.testing.assert_frame_equal(voices, pd.DataFrame(wanted))
    known = catalogue(built)
    for group in ("author", "date"):
        groups = text_groups(known, group)
        pd.testing.assert_series_equal(groups, text_groups(annotation.corpus, group))
    pd.testing.assert_series_equal(text_years(known), text_years(annotation.corpus))
    sides = [
        rates_by_group(
            one[["author", "quoted"]], one[["author", "quoted"]].sum(axis=1), text_groups(corpus, "author")
        )
        for one, corpus in ((voices, known), (wanted, annotation.corpus))
    ]
    pd.testing.assert_frame_equal(*sides)


def test_keyness_and_dispersion_are_those_in_memory(built, annotation):
    counts = sparse_counts(fold_case(annotation.tokens))
    target, reference = (list(annotation.corpus.ids[half]) for half in (slice(None, 3), slice(3, None)))
    wanted = keyness(counts.select(units=target), counts.select(units=reference), unit="text")
    found = compare_texts(built, target, reference)
    pd.testing.assert_frame_equal(found.table, wanted.table, rtol=1e-12)
    assert found.about.to_dict() == wanted.about.to_dict()
    frequent, totals = text_counts(built, min_count=6), text_totals(built)
    freqs = relative_frequencies(frequent, totals=totals)
    pd.testing.assert_frame_equal(freqs, relative_frequencies(counts)[freqs.columns], rtol=1e-12)
    kept = dispersion(frequent, totals=totals)
    whole = dispersion(counts)
    whole = whole[whole["word"].isin(kept["word"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, whole, rtol=1e-12)


def assert_equal_annotations(found, wanted):
    for name in ("blocks", "quotations", "sentences", "tokens"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(wanted, name))
    assert found.corpus.texts == wanted.corpus.texts


def test_chosen_texts_are_annotated_as_in_memory(built, annotation):
    assert_equal_annotations(annotation_of(built, built.texts), annotation)
    drawn = draw_texts(built, 3, seed=1)
    own = [text for text in annotation.corpus if text.id in drawn]
    assert [text.id for text in own] == drawn
    corpus = Corpus(tuple(own), annotation.corpus.corrections, annotation.corpus.sources)
    assert_equal_annotations(annotation_of(built, drawn), annotate(corpus))


def test_rows_of_a_table_are_chosen_one_by_one(client, tmp_path):
    table = tmp_path / "rows.jsonl"
    table.write_text(
        "".join(f'{{"text": "“Row {n},” they said. It went on."}}\n' for n in "abc"), encoding="utf-8"
    )
    built = build(open_corpus(table), client)
    corpus = read_corpus(table)
    chosen = Corpus(corpus.texts[1:], corpus.corrections, corpus.sources)
    assert_equal_annotations(annotation_of(built, ["2", "3"]), annotate(chosen))


@pytest.mark.parametrize(
    ("query", "sort_by", "cap"),
    [
        ("the", (), 1000),
        ("the", (), 5),
        ("the", "L1", 7),
        ("said", ["R1", "text"], 1000),
        ("harbour woke", "L1", 1000),
        ("ship’s", ["R1", "text"], 7),
        ("absent", "L1", 5),
    ],
)
def test_lines_are_the_first_of_those_in_memory(built, annotation, query, sort_by, cap):
    wanted = pd.DataFrame(concordance(annotation, query))
    found = corpus_lines(built, query, sort_by=sort_by, cap=cap)
    assert found.n == len(wanted)
    first = (sort_lines(wanted, sort_by) if len(sort_by) else wanted).head(cap).reset_index(drop=True)
    plain = [frame.astype(str) for frame in (pd.DataFrame(found.lines), first)]
    pd.testing.assert_frame_equal(*plain, check_dtype=False)


def test_lines_of_one_voice_leave_the_others_out(built, annotation):
    quoted = annotation.tokens[annotation.tokens["voice"] == "quoted"]
    wanted = concordance(annotation, "shall see", tokens=quoted)
    assert corpus_lines(built, "shall see", voice="quoted").n == len(wanted) > 0
    assert corpus_lines(built, "shall see", voice="author").n == 0


@pytest.mark.parametrize(
    ("node", "window"), [("bell", 3), (["harbour", "captain"], "sentence"), ("absent", 2)]
)
def test_collocates_are_those_in_memory(built, annotation, node, window):
    wanted = pd.DataFrame(collocates(fold_case(annotation.tokens), node, window=window))
    pd.testing.assert_frame_equal(corpus_collocates(built, node, window=window), wanted, rtol=1e-12)


@pytest.mark.parametrize("n", [4, 1000])
def test_drawn_segments_are_some_of_those_in_memory(built, annotation, n):
    tokens = annotation.tokens
    whole = segment(fold_case(tokens[tokens["voice"] == "author"]), segment_words=12)
    found = drawn_segments(built, n, segment_words=12, seed=3)
    labels = found["segment"].cat.categories
    assert len(labels) == min(n, whole["segment"].nunique())
    wanted = whole[whole["segment"].isin(labels)][found.columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.astype(str), wanted.astype(str))


def test_topics_are_refitted_on_the_cluster_as_on_one_machine(built, client):
    tokens = fold_case(annotation_of(built, built.texts).tokens).assign(
        segment=lambda table: table["passage"]
    )
    documents = document_term_matrix(tokens, max_df=0.9)
    options = {"subsamples": 4, "nulls": 20, "starts": 2, "per_null": 1}
    with on_cluster(client, documents):
        found = stability(documents, 2, **options)
    pd.testing.assert_frame_equal(found.table, stability(documents, 2, **options).table, rtol=1e-9)


def copied(folder, place):
    place.mkdir()
    for path in folder.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    return place


def test_a_build_goes_on_where_it_stopped_and_makes_what_has_changed(folder, client, tmp_path):
    own = copied(folder, tmp_path / "own")
    corpus = open_corpus(own)
    assert build(corpus, client, stage="counts").made == 6
    assert build(corpus, client, stage="counts").made == 0
    marker = next((tmp_path / "own.dhtools" / "counts").glob("*/*/marker.json"))
    marker.unlink()  # as if it had been stopped before this part was whole
    assert build(open_corpus(own), client, stage="counts").made == 1
    changed = own / "A_Anna.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nA whale appeared.\n", encoding="utf-8")
    again = build(open_corpus(own), client, stage="counts")
    assert again.made == 1
    assert_same(text_counts(again), sparse_counts(fold_case(annotate(read_corpus(own)).tokens)))
    os.utime(changed)  # touched, and the same
    assert build(open_corpus(own), client, stage="counts").made == 0
    (own / "metadata.csv").write_text("file,date\nA_Anna.txt,1901\n", encoding="utf-8")
    assert build(open_corpus(own), client, stage="counts").made == 6


def test_what_is_gone_is_dropped_and_what_cannot_be_read_is_set_aside(folder, client, tmp_path):
    own = copied(folder, tmp_path / "own")
    (own / "metadata.csv").unlink()
    build(open_corpus(own), client, stage="counts")
    (own / "A_Anna.txt").unlink()
    (own / "C_Poison.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    found = build(open_corpus(own), client, stage="counts")
    assert found.vanished == ("A_Anna.txt",)
    ((file, reason),) = found.set_aside.to_numpy().tolist()
    assert file.endswith("C_Poison.txt") and "PNG" in reason
    assert len(found.texts) == 5 and "C_Poison" not in found.texts
    (own / "C_Poison.txt").unlink()
    assert_same(
        text_counts(build(open_corpus(own), client, stage="counts")),
        sparse_counts(fold_case(annotate(read_corpus(own)).tokens)),
    )


def test_one_row_of_a_table_is_set_aside_alone(client, tmp_path):
    table = tmp_path / "rows.jsonl"
    table.write_text('{"text": "One day."}\n{"text": "\\u0000"}\n{"text": "Two days."}\n', encoding="utf-8")
    found = build(open_corpus(table), client, stage="counts")
    assert found.texts == ("1", "3") and len(found.set_aside) == 1


def ends_its_process(item, spared):
    """End the process that does it, unless the item or a file spares it."""
    if item == "poison" or (item == "once" and not spared.exists()):
        spared.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def test_what_ends_one_process_is_done_by_another_and_what_ends_all_is_named(client, tmp_path):
    done = {
        one.item: one for one in in_turn(client, ends_its_process, ["a", "once", "b"], tmp_path / "spared")
    }
    assert {one.result for one in done.values()} == {"a", "once", "b"}
    (poison,) = in_turn(client, ends_its_process, ["poison"], tmp_path / "spared")
    assert poison.result is None and "ended several processes" in poison.failure


def kill_one(client):
    """Kill a process of the cluster; a new one takes its place."""
    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)


def test_a_process_killed_in_the_middle_changes_nothing(folder, client, tmp_path, monkeypatch):
    corpus = open_corpus(folder, tmp_path / "kept")
    monkeypatch.setattr(building, "_TOGETHER", 1)
    seen = []

    def killing(items, what, *, total):
        for item in items:
            seen.append(item)
            if len(seen) == 2:
                kill_one(client)
            yield item

    monkeypatch.setattr(building, "watched", killing)
    found = build(corpus, client)
    assert found.made == len(seen) == 6 and found.set_aside.empty
    assert_same(text_counts(found), sparse_counts(fold_case(annotate(read_corpus(folder)).tokens)))


def test_processes_that_are_gone_for_good_are_not_waited_for(monkeypatch):
    monkeypatch.setattr(cluster, "_ALONE", 0.0)
    monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
    with connect(workers=1) as own:
        own.cluster.scale(0)
        with pytest.raises(DhtoolsError, match="No process is left"):
            list(in_turn(own, str, range(3)))


def test_a_process_that_starts_slowly_is_not_given_up():
    config = pytest.importorskip("dask.config")
    with connect(workers=1):
        assert config.get("distributed.deploy.lost-worker-timeout") == "1 day"


def test_a_file_that_goes_after_opening_is_set_aside(folder, client, tmp_path):
    own = copied(folder, tmp_path / "own")
    corpus = open_corpus(own)
    (own / "B_Bruno.txt").unlink()
    found = build(corpus, client, stage="counts")
    assert len(found.texts) == 5 and "cannot be read" in found.set_aside["note"].item()


def test_a_file_that_changes_after_the_build_is_not_shown_with_old_places(folder, client, tmp_path):
    own = copied(folder, tmp_path / "own")
    found = build(open_corpus(own), client)
    path = own / "B_Bruno.txt"
    path.write_text("The bell. " + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DhtoolsError, match=r"B_Bruno.*Build it again"):
        corpus_lines(found, "bell")


def test_a_full_disk_stops_the_build_and_leaves_nothing_half_written(folder, client, tmp_path):
    full = tmp_path / "kept" / "counts"
    corpus = open_corpus(folder, tmp_path / "kept")
    full.write_text("no folder can be made here", encoding="utf-8")
    with pytest.raises(DhtoolsError, match=r"kept.*cannot be written .*what is finished stays"):
        build(corpus, client, stage="counts")
    full.unlink()
    assert build(corpus, client, stage="counts").made == 6


def test_no_part_is_kept_without_room(tmp_path, monkeypatch):
    def no_room(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = Store(tmp_path)
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(DhtoolsError, match="The disk is full: make room"):
        store.keep("counts", "a.txt", {"texts": []}, {})
    assert store.marker("counts", "a.txt") == {}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_scheduler_that_goes_away_is_named_and_what_is_finished_is_kept(
    folder, tmp_path, monkeypatch, capsys
):
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    started = [
        subprocess.Popen(
            [sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for command in (
            ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
            ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"],
        )
    ]
    wait_for(port)
    monkeypatch.setattr(building, "_TOGETHER", 1)
    monkeypatch.setattr(building, "watched", lambda items, what, total: after_first(items, started[0].kill))
    command = ["count", str(folder), "--folder", str(tmp_path / "kept"), "--scheduler", address]
    try:
        assert main(command) == 2
    finally:
        for process in started:
            process.kill()
            process.wait()
    (line,) = capsys.readouterr().err.splitlines()
    assert "scheduler has gone away" in line and "do the same once more" in line
    assert len(list((tmp_path / "kept").glob("counts/*/*/marker.json"))) >= 1
    monkeypatch.setattr(cluster, "_ANSWER", 0.5)
    assert main(command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no scheduler answers there" in line and "leave the address out" in line


def after_first(items, act):
    for number, item in enumerate(items):
        if number == 0:
            act()
        yield item


def wait_for(port):
    """Wait until something answers at a port of this machine."""
    while True:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_folder_of_another_corpus_is_refused(folder, tmp_path):
    open_corpus(folder, tmp_path / "kept")
    with pytest.raises(DhtoolsError, match="another folder"):
        open_corpus(SEEDS, tmp_path / "kept")


def test_voices_need_the_annotation(folder, client, tmp_path):
    counted = build(open_corpus(folder, tmp_path / "kept"), client, stage="counts")
    with pytest.raises(DhtoolsError, match="stage='tables'"):
        text_counts(counted, voice="author")


def test_the_commands_of_the_guide_run_as_printed(client, tmp_path, monkeypatch):
    (tmp_path / "seeds").symlink_to(SEEDS, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    page = (SEEDS.parent / "docs" / "larger-corpora.md").read_text(encoding="utf-8")
    commands = re.findall(r"^dhtools ((?:count|keyness|kwic|topics) .*)$", page, re.MULTILINE)
    assert len(commands) == 7
    for command in commands:
        assert main([*command.split(), "--scheduler", client.scheduler.address]) == 0
    assert len(pd.read_csv("pairs.csv")) < len(pd.read_csv("words.csv")) < len(pd.read_parquet("by-text"))
    assert pd.read_parquet("lines")["match"].str.lower().unique().tolist() == ["the"]


def test_commands_work_on_a_cluster_that_exists(folder, client, tmp_path, capsys):
    own, out = copied(folder, tmp_path / "own"), tmp_path / "out.csv"

    def told(*arguments):
        given = [*arguments, "--scheduler", client.scheduler.address, "--out", str(out)]
        assert main(given) == 0
        return pd.read_csv(out), capsys.readouterr().err

    words, err = told("count", str(own))
    assert words["n"].sum() == len(annotate(read_corpus(own)).tokens) and "6 of them made now" in err
    table, err = told("keyness", str(own), "--group", "author", "--target", "A")
    assert set(table.columns) >= {"word", "g2", "p"} and "units_target: 3" in err
    lines, err = told("kwic", str(own), "the harbour", "--sort", "L1", "--cap", "5")
    assert lines["match"].tolist() == ["the harbour"] * 5 and "5 of 33 lines" in err
    assert main(["keyness", str(own), "--group", "author", "--target", "C"]) == 2
    assert "no text has this" in capsys.readouterr().err
    (own / "C_Poison.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (own / "A_Anna.txt").unlink()
    (own / "metadata.csv").unlink()
    words, err = told("count", str(own), "--ngram", "2", "--voice", "author", "--min-count", "5")
    assert words["n"].min() == 5
    gone, aside = (line for line in err.splitlines() if line.startswith(("gone", "set aside")))
    assert gone == "gone since the last time: A_Anna.txt"
    assert aside.count("C_Poison.txt") == 1 and "PNG" in aside
    for arguments in (["count", str(own), "--by-text"], ["kwic", str(own), "the", "--all"]):
        place = tmp_path / arguments[0]
        given = [*arguments, "--scheduler", client.scheduler.address, "--out", str(place)]
        assert main(given) == 0 and len(pd.read_parquet(place)) > 30
        assert main(given) == 2 and "give the name of a new folder" in capsys.readouterr().err
    assert main(["count", str(own), "--out", str(tmp_path / "nowhere" / "words.csv")]) == 2
    assert "does not exist. Make it first" in capsys.readouterr().err
