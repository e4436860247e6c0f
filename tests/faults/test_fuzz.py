"""Made-up folders in all formats: each gives a result that is sound, or a `DhtoolsError`; nothing else.

`make test` tries a few seeds, `make fuzz` hundreds (SEEDS=…). A failure names its seed.
"""

import os
import random
import warnings

import pandas as pd
import pytest
from format_samples import every_format
from media import TEXTS

from dhtools import annotate, read_corpus
from dhtools.counts import count_tokens
from dhtools.errors import DhtoolsError
from dhtools.schema import BLOCK_KINDS, VOICES

SEEDS = int(os.environ.get("DHTOOLS_FUZZ", 40))
SAMPLES = every_format()
#: What stands in texts, and what readers of texts trip over.
PIECES = (
    *TEXTS,
    *("“", "”", '"', "'", "’", "«", "»", "— ", "\x93quoted\x94", "\r", "\r\n", "\n\n\n", "\f", "\t"),
    *("\ufeff", "\u00ad", "\u200b", "[1]", "¹", "1. ", "* * *", "* ", "> ", "# ", "| a | b |", "Comments\n"),
    *("By Jane Roe\n", "END OF THE PROJECT GUTENBERG", "A. " * 40, "ABC " * 40, "a" * 400, "Ã©"),
    *(
        "\U0001f642",
        "שלום ",
        "中文。",
        "<p>",
        "</div>",
        "<note>",
        "<![CDATA[",
        "<!--",
        "&nbsp;",
        "{\\b ",
        "}",
        "\x00",
    ),
)
ENTRY = ("", 'author = "$x$ <b>"\n', 'language = "German"\n', "year = 1\n", "id = \n")


def put_in(content, at, end, rng):
    return content[:at] + rng.choice(PIECES).encode("utf-8", "surrogatepass") + content[at:]


def change(content, at, end, rng):
    return content[:at] + rng.randbytes(rng.choice((1, 4, 40))) + content[end:]


def lose(content, at, end, rng):
    return content[:at] + content[end:]


def double(content, at, end, rng):
    return content[:end] + content[at:]


def end_early(content, at, end, rng):
    return content[:at]


def encode(content, at, end, rng):
    return content.decode("latin-1").encode(rng.choice(("utf-16", "utf-8", "cp1252")), "replace")


def spoiled(content, rng):
    """A file with some damage, or with none."""
    for _ in range(rng.choice((0, 0, 1, 1, 3))):
        at, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
        end = min(end, at + rng.choice((1, 20, 2000)))
        damage = rng.choice((*[put_in] * 6, change, lose, double, end_early, encode))
        content = damage(content, at, end, rng)
    return content


def made_folder(folder, seed):
    """Write one to four files, some under the name of another format; sometimes a manifest and metadata."""
    rng = random.Random(seed)
    for number in range(rng.choice((1, 1, 2, 4))):
        name = rng.choice(sorted(SAMPLES))
        ending = rng.choice(sorted(SAMPLES)) if rng.random() < 0.2 else name
        stem = rng.choice(("a", "a b", "$x$", "é", "_", "01_b", "Roe_On bridges")) + str(number)
        (folder / f"{stem}{os.path.splitext(ending)[1]}").write_bytes(spoiled(SAMPLES[name], rng))
    names = [repr(path.name) for path in folder.iterdir()]
    if rng.random() < 0.2:
        entries = [f"[[texts]]\nid = 't{n}'\nfile = {name}\n" for n, name in enumerate(names)]
        manifest = rng.choice(ENTRY).join([*entries, ""])
        (folder / "corpus.toml").write_text(manifest, encoding="utf-8")
    if rng.random() < 0.2:
        rows = "".join(f"{name[1:-1]},{rng.choice(PIECES)}\n" for name in names)
        content = f"file,{rng.choice(('author', 'title', 'date', 'language'))}\n{rows}"
        (folder / "metadata.csv").write_bytes(content.encode("utf-8", "surrogatepass"))


def check_sound(annotation):
    """Offsets lie in their texts and in order, voices and kinds are known, and nothing is counted twice."""
    lengths = {text.id: len(text.raw) for text in annotation.corpus}
    for table in (annotation.blocks, annotation.sentences, annotation.tokens):
        texts = table["text"].astype(str)
        assert list(dict.fromkeys(texts)) == [name for name in lengths if name in set(texts)]
        assert (table["start"] < table["end"]).all()
        assert (table["end"].to_numpy() <= [lengths[name] for name in texts]).all()
        same = texts == texts.shift()
        assert (table["start"][same] >= table["end"].shift()[same]).all()
    tokens, blocks = annotation.tokens, annotation.blocks
    assert set(tokens["voice"]) <= set(VOICES) and set(blocks["kind"]) <= set(BLOCK_KINDS)
    check_within(tokens, blocks)
    assert int(count_tokens(tokens).to_numpy().sum()) == len(tokens)
    quotations = annotation.quotations
    assert (quotations["start"] < quotations["end"]).all()
    assert (quotations["end"].to_numpy() <= [lengths[str(name)] for name in quotations["text"]]).all()


def check_within(tokens, blocks):
    """Every word lies in a block."""
    for text, own in tokens.groupby(tokens["text"].astype(str), sort=False):
        there = blocks[blocks["text"].astype(str) == text]
        starts, ends = there["start"].to_numpy(), there["end"].to_numpy()
        place = starts.searchsorted(own["start"].to_numpy(), side="right") - 1
        assert (place >= 0).all() and (own["end"].to_numpy() <= ends[place]).all()


def outcome(folder):
    """The annotation of a folder, or the message of the error."""
    try:
        return annotate(read_corpus(folder))
    except DhtoolsError as error:
        return str(error)


@pytest.mark.parametrize("start", range(0, SEEDS, 20))
def test_any_folder_gives_a_sound_result_or_a_plain_error(tmp_path, start):
    read = 0
    for seed in range(start, min(start + 20, SEEDS)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        made_folder(folder, seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                first, again = outcome(folder), outcome(folder)
                if isinstance(first, str):
                    assert first == again and first.strip() and "\x1b" not in first
                    continue
                check_sound(first)
                pd.testing.assert_frame_equal(first.tokens, again.tokens)
                read += 1
            except Exception as error:
                raise AssertionError(f"seed {seed}: {error!r}") from error
    assert read > 0
