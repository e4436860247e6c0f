"""An annotated corpus for other tools: written text by text, whole or not at all, and read back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from ...annotation.record import Annotation
from ...errors import DhtoolsError, check_choice
from .annotations import annotation_files, read_annotations
from .conllu import conllu_files, read_conllu
from .records import AnnotatedText, to_annotation
from .tabular import Add, csv_writer, jsonl_writer, parquet_writer, read_csv, read_jsonl, read_parquet
from .tei import read_tei_export, tei_files

#: The file by which an export is recognised: its format, and the names of its texts' files.
MARKER = "dhtools-export.json"
_PLAIN = re.compile(r"\w[\w.-]{0,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what writes into a folder, and what reads from it."""

    writer: Callable[[Path], AbstractContextManager[Add]]
    read: Callable[[Path, dict[str, str]], Iterator[AnnotatedText]]


def _each(
    files: Callable[[AnnotatedText, str], dict[str, bytes]],
) -> Callable[[Path], AbstractContextManager[Add]]:
    """Return a writer that gives each text files of its own."""

    @contextmanager
    def writer(folder: Path) -> Iterator[Add]:
        def add(text: AnnotatedText, name: str) -> None:
            for file, content in files(text, name).items():
                (folder / file).write_bytes(content)

        yield add

    return writer


FORMATS = {
    "tei": Format(_each(tei_files), read_tei_export),
    "conllu": Format(_each(conllu_files), read_conllu),
    "jsonl": Format(jsonl_writer, read_jsonl),
    "csv": Format(csv_writer, read_csv),
    "parquet": Format(parquet_writer, read_parquet),
    "webannotation": Format(_each(annotation_files), read_annotations),
}


def export_texts(texts: Iterable[AnnotatedText], folder: str | Path, to: str) -> int:
    """Write annotated texts into a new folder, one after the other; return how many they are.

    The same texts give the same bytes.

    Raises
    ------
    DhtoolsError
        If the format is unknown, or the folder holds something that no earlier export has written; it is then
        as it was.
    """
    folder, chosen = Path(folder), FORMATS[check_choice("to", to, FORMATS)]
    _check_folder(folder)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(dir=folder.absolute().parent, prefix=f".{folder.name}-"))
    try:
        names: dict[str, str] = {}
        with chosen.writer(draft) as add:
            for text in texts:
                names[text.id] = _file_name(text.id, len(names), set(names.values()))
                add(text, names[text.id])
        marker = json.dumps({"format": to, "texts": names}, ensure_ascii=False, indent=1)
        (draft / MARKER).write_text(f"{marker}\n", encoding="utf-8", newline="\n")
        draft.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return len(names)


def _check_folder(folder: Path) -> None:
    if folder.is_file():
        raise DhtoolsError(f"--out {folder}: this is a file. Choose a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise DhtoolsError(f"--out {folder}: the folder is not empty, and no export. Choose a new folder.")


def _file_name(text: str, number: int, taken: set[str]) -> str:
    """Return the name of a text's files: its id, if every file system can have it."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in {name.lower() for name in taken}
    return text if is_plain else f"text-{number + 1}"


def read_texts(folder: Path) -> Iterator[AnnotatedText]:
    """Yield the texts of an export, one after the other.

    Raises
    ------
    DhtoolsError
        If the folder is no export, or a file of it is not as it was written.
    """
    marker = folder / MARKER
    if not marker.is_file():
        raise DhtoolsError(
            f"{folder} is not an export: {MARKER} is missing. Give a folder of dhtools export."
        )
    said = json.loads(marker.read_bytes())
    yield from FORMATS[check_choice("format", said["format"], FORMATS)].read(folder, said["texts"])


def read_export(folder: str | Path) -> tuple[Annotation, pd.DataFrame]:
    """Read an export as an annotation of the package, and its findings.

    Raises
    ------
    DhtoolsError
        As `read_texts`.
    """
    return to_annotation(read_texts(Path(folder)))
