"""benchmarks/validate_rhetoric.py: judged sentences, graded texts, and files that are refused."""

import json

import pandas as pd
import pytest
import validate_rhetoric as script


def run(monkeypatch, *arguments):
    monkeypatch.setattr("sys.argv", ["validate_rhetoric.py", *map(str, arguments)])
    script.main()


def test_precision_recall_and_f1_by_hand(tmp_path, monkeypatch, capsys):
    # found: 1, 2, 4; true: 1, 2, 3
    rows = "text,label\nHe may come.,1\nMany came.,1\nHe came.,1\nIt was often so.,0\nSome 300 men came.,0\n"
    (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    run(monkeypatch, "hedges", tmp_path / "in.csv", "--json", tmp_path / "out.json")
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report == json.loads(capsys.readouterr().out)
    assert report == {"sentences": 5, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}


def test_shares_of_nothing_are_null(tmp_path, monkeypatch, capsys):
    (tmp_path / "in.csv").write_text("text,label\nHe came.,0\n", encoding="utf-8")
    run(monkeypatch, "hedges", tmp_path / "in.csv")
    assert json.loads(capsys.readouterr().out) == {
        "sentences": 1, "precision": None, "recall": None, "f1": None,
    }  # fmt: skip


def test_the_sentences_of_the_project(root):
    """They were written beside the list: they show that it works, not how well it does elsewhere."""
    path = root / "tests" / "reference" / "hedges" / "sentences.csv"
    sentences = pd.read_csv(path)
    assert (
        len(sentences) == 153 and sentences["label"].sum() == 78 and set(sentences["source"]) == {"project"}
    )
    assert not sentences["text"].duplicated().any()
    assert script.hedges(path)["f1"] > 0.97


TREE = """# text = He was shot, and was seen by us.
1\tHe\the\tPRON\tPRP\t_\t3\tnsubj:pass\t_\t_
2\twas\tbe\tAUX\tVBD\t_\t3\taux:pass\t_\t_
3\tshot\tshoot\tVERB\tVBN\t_\t0\troot\t_\tSpaceAfter=No
4\t,\t,\tPUNCT\t,\t_\t7\tpunct\t_\t_
5\tand\tand\tCCONJ\tCC\t_\t7\tcc\t_\t_
6\twas\tbe\tAUX\tVBD\t_\t7\taux:pass\t_\t_
7\tseen\tsee\tVERB\tVBN\t_\t3\tconj\t_\t_
8\tby\tby\tADP\tIN\t_\t9\tcase\t_\t_
9\tus\twe\tPRON\tPRP\t_\t7\tobl:agent\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_
"""


def test_passives_of_a_treebank_by_hand(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.conllu").write_text(TREE + "\n" + TREE.replace("shot", "gone"), encoding="utf-8")
    (tmp_path / "b.conllu").write_text("# text = He came.\n", encoding="utf-8")
    run(monkeypatch, "passives", tmp_path)
    report = json.loads(capsys.readouterr().out)
    assert report["read"]["any"] == {"n": 4, "precision": 1, "recall": 3 / 4}
    assert report["read"]["with by"] == {"n": 2, "precision": 1, "recall": 1}
    assert report["read"]["without by"] == {"n": 2, "precision": 1, "recall": 1 / 2}
    assert report["aside"]["any"] == {"n": 0, "precision": None, "recall": None}
    with pytest.raises(SystemExit):
        run(monkeypatch, "passives", tmp_path / "none")
    assert "no .conllu file" in capsys.readouterr().err


EASY = "The cat sat. It was hot. The dog ran to the cat. They had fun in the sun."
HARD = (
    "The animals, notwithstanding extraordinary temperatures, demonstrated considerable companionship. "
    "Subsequently the investigation established unanticipated behavioural similarities."
)


@pytest.mark.parametrize("levels", [("1", "2"), ("ele", "adv"), ("Elementary", "Advanced")])
def test_pairs_are_put_in_order(tmp_path, monkeypatch, capsys, levels):
    low, high = levels
    rows = f'id,level,text\na,{high},"{HARD}"\na,{low},"{EASY}"\nb,{low},"{EASY}"\n'
    (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    run(monkeypatch, "order", tmp_path / "in.csv")
    report = json.loads(capsys.readouterr().out)
    assert report["pairs"] == 1 and report["flesch_kincaid"] == report["flesch"] == report["lix"] == 1
    (tmp_path / "in.csv").write_text(rows.replace(HARD, "x").replace(EASY, HARD), encoding="utf-8")
    run(monkeypatch, "order", tmp_path / "in.csv")
    assert json.loads(capsys.readouterr().out)["flesch_kincaid"] == 0


@pytest.mark.parametrize(
    ("task", "rows", "said"),
    [
        ("hedges", "text\nx\n", "no column 'label'"),
        ("hedges", "text,label\nx,maybe\n", "label 'maybe' is neither 0 nor 1"),
        ("order", "id,level,text\na,north,x\na,south,y\n", "no known scale"),
        ("order", None, "no such file"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, monkeypatch, capsys, task, rows, said):
    if rows is not None:
        (tmp_path / "in.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch, task, tmp_path / "in.csv")
    assert stopped.value.code == 2 and said in capsys.readouterr().err
