"""Judging: every verdict is in the sheet at once, none is lost, a second coder sees nothing of the first."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest
from annotated import LEAD, corpus_of

from dhtools import DhtoolsError, annotate
from dhtools.explore import sheet as sheet_module
from dhtools.explore.judge_panel import JudgePanel
from dhtools.explore.judging import Judging, open_judging
from dhtools.rhetoric import coder_agreement, find_metadiscourse, read_judgements, write_judgement_sheet

TEXT = LEAD + "It may rain. Perhaps it will not. He may, as “told”, come <b>soon</b>. It may be.\n" * 3
N = 12


@pytest.fixture(scope="module")
def small():
    annotation = annotate(corpus_of(a=TEXT))
    return annotation, find_metadiscourse(annotation, classes=["hedge"])


@pytest.fixture
def ada(small, tmp_path):
    """Ada's sheet of twelve hedges."""
    return write_judgement_sheet(*small, tmp_path / "hedges-Ada.csv", coder="Ada")


def on_disk(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_every_verdict_is_in_the_sheet_at_once(ada):
    judging = open_judging(ada)
    assert (judging.coder, len(judging), judging.n_judged) == ("Ada", N, 0)
    before = on_disk(ada)
    for number, verdict in enumerate(("yes", "no", "unclear")):
        judging.judge(verdict, 'a  reason,\nwith "marks"' if verdict == "no" else "")
        now = on_disk(ada)
        assert now["verdict"].tolist()[: number + 1] == ["yes", "no", "unclear"][: number + 1]
    assert now["reason"][1] == 'a reason, with "marks"'
    fixed = ["text", "sha256", "passage", "start", "end", "category", "cue", "context", "coder"]
    assert now[fixed].equals(before[fixed])
    assert read_judgements(ada)["verdict"].tolist() == ["yes", "no", "unclear"]
    assert sorted(path.name for path in ada.parent.iterdir()) == ["hedges-Ada.csv"]


def test_no_reason_becomes_a_formula_of_a_spreadsheet(ada):
    judging = open_judging(ada)
    judging.judge("no", "=1+1")
    assert on_disk(ada)["reason"][0] == "'=1+1" and read_judgements(ada)["reason"][0] == "=1+1"
    judging.go(0)
    judging.judge("yes", str(judging.finding["reason"]))
    assert on_disk(ada)["reason"][0] == "'=1+1"


def test_a_link_to_a_sheet_stays_a_link(ada):
    link = ada.with_name("link.csv")
    link.symlink_to(ada)
    open_judging(link).judge("yes")
    assert link.is_symlink() and on_disk(ada)["verdict"][0] == "yes"


def test_a_sheet_that_was_only_opened_is_as_it_was(ada):
    before = ada.read_bytes()
    open_judging(ada)
    assert ada.read_bytes() == before


def test_who_comes_back_goes_on(ada):
    first = open_judging(ada)
    for _ in range(5):
        first.judge("yes")
    second = open_judging(ada)
    assert (second.n_judged, second.place) == (5, 5)


def test_undo_brings_back_what_stood_there(ada):
    judging = open_judging(ada)
    judging.judge("yes", "sure")
    judging.go(0)
    judging.judge("no")
    assert judging.undo() and on_disk(ada)["verdict"][0] == "yes" and on_disk(ada)["reason"][0] == "sure"
    assert judging.place == 0
    assert judging.undo() and on_disk(ada)["verdict"][0] == ""
    assert not judging.undo()


def test_the_way_goes_round_to_what_was_left_open(ada):
    judging = open_judging(ada)
    judging.go(N + 5)
    judging.judge("yes")
    assert judging.place == 0
    judging.go(-3)
    judging.to_next()
    assert judging.place == 1
    with pytest.raises(DhtoolsError, match="place='x'"):
        judging.go("x")


def test_a_sheet_from_a_spreadsheet_is_gone_on_with(ada):
    """It has a byte order mark, other line ends, quotes around every cell."""
    table = on_disk(ada)
    text = table.to_csv(index=False, lineterminator="\r\n", quoting=1)
    ada.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    judging = open_judging(ada)
    judging.judge("no")
    assert on_disk(ada)["context"].tolist() == table["context"].tolist()
    assert read_judgements(ada)["verdict"].tolist() == ["no"]


def test_what_another_writer_has_judged_is_kept_and_told(ada):
    mine, other = open_judging(ada), open_judging(ada)
    other.go(7)
    other.judge("unclear")
    assert mine.judge("yes")  # the sheet had changed
    assert not mine.judge("no")
    assert on_disk(ada)["verdict"].tolist()[:8] == ["yes", "no", "", "", "", "", "", "unclear"]


def test_two_verdicts_on_one_row_do_not_pass_unnoticed(ada):
    mine, other = open_judging(ada), open_judging(ada)
    other.judge("no")
    with pytest.raises(DhtoolsError, match=r"line 2: somebody has judged it meanwhile \(no\)"):
        mine.judge("yes")
    assert on_disk(ada)["verdict"][0] == "no" and mine.finding["verdict"] == "no"
    mine.judge("yes")  # seen, and judged again
    assert on_disk(ada)["verdict"][0] == "yes"


def test_other_rows_are_refused(ada):
    judging = open_judging(ada)
    on_disk(ada).iloc[::-1].to_csv(ada, index=False)
    with pytest.raises(DhtoolsError, match="changed its rows"):
        judging.judge("yes")
    assert (on_disk(ada)["verdict"] == "").all()


def test_a_verdict_that_cannot_be_written_is_not_taken_for_saved(ada, monkeypatch):
    judging = open_judging(ada)
    before = ada.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sheet_module, "atomic_write", full)
    with pytest.raises(DhtoolsError, match="No space left on device"):
        judging.judge("yes")
    assert ada.read_bytes() == before and judging.n_judged == 0 and judging.place == 0
    assert not judging.undo()


def test_many_writers_lose_nothing(ada):
    """Each judges rows of its own, all at the same time."""
    sessions = [open_judging(ada) for _ in range(4)]

    def work(number):
        for place in range(number, N, 4):
            sessions[number].go(place)
            sessions[number].judge("yes", f"by {number}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert on_disk(ada)["reason"].tolist() == [f"by {place % 4}" for place in range(N)]


def test_a_lock_that_was_left_behind_is_no_hindrance(ada, monkeypatch):
    monkeypatch.setattr(sheet_module, "_PATIENCE", 0.05)
    judging = open_judging(ada)
    lock = ada.with_name(f".{ada.name}.lock")
    lock.touch()
    with pytest.raises(DhtoolsError, match="another program is writing it"):
        judging.judge("yes")
    os.utime(lock, (0, 0))
    judging.judge("yes")
    assert on_disk(ada)["verdict"][0] == "yes" and not lock.exists()


KILLED = """
import sys, time
from dhtools.explore.judging import open_judging
judging = open_judging(sys.argv[1])
while True:
    for verdict in ("yes", "no"):
        judging.go(judging.place if judging.verdicts[judging.place] == "" else 0)
        judging.judge(verdict)
        print(judging.n_judged, flush=True)
"""


def test_a_kernel_that_is_killed_leaves_a_whole_sheet(ada):
    work = subprocess.Popen([sys.executable, "-c", KILLED, str(ada)], stdout=subprocess.PIPE, text=True)
    for _ in range(40):
        assert work.stdout.readline()
    work.send_signal(signal.SIGKILL)
    work.wait()
    after = open_judging(ada)
    assert len(on_disk(ada)) == N and after.n_judged == N
    lock = ada.with_name(f".{ada.name}.lock")
    if lock.exists():
        os.utime(lock, (0, 0))
    after.judge("unclear")
    assert "unclear" in set(on_disk(ada)["verdict"])


def judged(judging, verdicts):
    for verdict in verdicts:
        judging.judge(verdict)
    return judging


def test_a_second_coder_is_blind_and_compared_in_the_end(ada):
    judged(open_judging(ada), ["yes"] * 9 + ["no"] * 3)
    ben = open_judging(ada, coder="Ben")
    assert ben.sheet.path.name == "hedges-Ben.csv" and ben.n_judged == 0
    blind = on_disk(ben.sheet.path)
    assert set(blind["verdict"]) == {""} and set(blind["coder"]) == {"Ben"}
    panel = JudgePanel(ben)
    for _ in range(N - 1):
        answers = list(panel.answers({"do": "judge", "verdict": "yes"}))
        assert [answer["is"] for answer in answers] == ["told", "finding"]
        assert "Ada" not in json.dumps(answers)
    assert ben.agreement() is None
    answers = list(panel.answers({"do": "judge", "verdict": "no"}))
    (end,) = [answer for answer in answers if answer["is"] == "end"]
    wanted = coder_agreement(read_judgements(ada, ben.sheet.path))
    assert ben.agreement().equals(wanted)
    (row,) = [row for row in end["agreement"] if row["category"] == "all"]
    assert (row["n"], row["n_same"]) == (N, 10) and row["low"] < row["agreement"] < row["high"]
    again = open_judging(ada, coder="Ben")  # his own sheet is there already
    assert again.is_complete


def test_the_first_coder_waits_for_the_second(ada):
    ada_judges = judged(open_judging(ada), ["yes"] * N)
    ben = open_judging(ada, coder="Ben")
    ben.judge("yes")
    back = open_judging(ada, coder="Ada", other=ben.sheet.path)
    assert ada_judges.agreement() is None and back.agreement() is None and back.n_open_of_other() == N - 1
    judged(ben, ["yes"] * (N - 1))
    assert back.agreement()["n_same"].tolist() == [N, N]


def test_findings_make_a_sheet_which_is_gone_on_with(small, tmp_path):
    annotation, found = small
    path = tmp_path / "sheet.csv"
    options = {"annotation": annotation, "coder": "Ann", "sample": 5, "seed": 1}
    judging = open_judging(found, path, **options)
    assert len(judging) == 5
    judging.judge("yes")
    assert open_judging(found, path, **options).n_judged == 1
    shown = judging.context()["blocks"]
    hits = [piece["words"] for block in shown for piece in block["pieces"] if piece["hit"]]
    assert hits == [judging.finding["cue"]]


def test_a_finding_stands_in_the_context_of_its_sheet(ada):
    left, cue, right = open_judging(ada).context()["line"]
    assert left.endswith("It ") and cue == "may" and right.startswith(" rain.")


def test_results_have_an_interval(ada):
    judging = judged(open_judging(ada), ["yes"] * 6 + ["no"] * 3 + ["unclear"] * 3)
    total = judging.results().set_index("category").loc["all"]
    assert total[["n", "n_yes", "n_no", "n_unclear", "precision"]].tolist() == [N, 6, 3, 3, 0.5]
    assert total["low"] < 0.5 < total["high"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda ada, small: open_judging(ada.with_name("none.csv")), "there is no such sheet"),
        (lambda ada, small: Judging(ada, " "), "coder: is empty"),
        (lambda ada, small: Judging(ada, "Eve"), "no row is of 'Eve'"),
        (lambda ada, small: open_judging(small[1]), "annotation="),
        (lambda ada, small: open_judging(ada).judge("maybe"), "verdict='maybe'"),
        (lambda ada, small: open_judging(ada, annotation=annotate(corpus_of(a=LEAD))), "is not the text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(ada, small, wrong, message):
    before = ada.read_bytes()
    with pytest.raises(DhtoolsError, match=message):
        wrong(ada, small)
    assert ada.read_bytes() == before


def test_the_page_is_told_of_errors_and_goes_on(ada):
    panel = JudgePanel(open_judging(ada))
    for message in ({"do": "dance"}, {"do": "go", "place": "x"}, {"do": "judge", "verdict": "maybe"}):
        answers = {answer["is"]: answer for answer in panel.answers(message)}
        assert answers["error"]["words"] and answers["finding"]["judged"] == 0
    told = {answer["is"]: answer for answer in panel.answers({"do": "judge", "verdict": "no"})}
    assert told["told"]["words"] == "Saved: no." and told["finding"]["place"] == 1
    told = {answer["is"]: answer for answer in panel.answers({"do": "undo"})}
    assert told["finding"]["place"] == 0 and told["finding"]["verdict"] == ""


def test_a_verdict_costs_milliseconds(ada):
    """Two thousand findings: a sheet is written whole at each key."""
    big = pd.concat([on_disk(ada)] * 170, ignore_index=True)
    big["start"] = range(len(big))
    big["end"] = big["start"].astype(int) + 1
    big.to_csv(ada, index=False)
    judging = open_judging(ada)
    begin = time.process_time()
    for _ in range(5):
        judging.judge("yes")
    read = time.process_time()
    read_judgements(ada)
    assert read - begin < 5 * (time.process_time() - read)  # each costs less than to read the sheet once
