"""Figures for a paper: all of them anew, at one width and in one format, beside the repository."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from ..errors import DhtoolsError, check_choice, writing
from .build import EXPORTS, make, stage
from .execution import Kernels, failures_of
from .failures import Failure
from .own_folders import scratch_folder
from .paths import texts_of
from .plan import Plan
from .staging import files_below, staging_folder
from .swapping import Changes, copy_file, swap_in

FORMATS = ("pdf", "svg", "png600")
_KERNELS = Kernels()


@dataclass(frozen=True, slots=True)
class FiguresReport:
    """What was made.

    Attributes
    ----------
    made : tuple of str
        Files, relative to the folder.
    without_room : tuple of str
        Figures whose labels have no room at the width: they are there at the width they were drawn for.
    failures : tuple of Failure
        Of notebooks. If there is any, nothing was written.
    """

    made: tuple[str, ...]
    without_room: tuple[str, ...]
    failures: tuple[Failure, ...]


def make_figures(
    plan: Plan,
    out: Path,
    *,
    width: str = "double",
    picture: str = "pdf",
    kernels: Kernels = _KERNELS,
) -> FiguresReport:
    """Execute the notebooks of a plan in a scratch folder, and put their figures into another folder.

    Parameters
    ----------
    plan
        From `plan_run`, without another corpus.
    out
        Gets a folder for each notebook, with each figure in the format, a greyscale proof (PNG), and its data
        (CSV). Made if it is not there.
    width : {"single", "double"}
        84 or 174 mm.
    picture : {"pdf", "svg", "png600"}
    kernels
        How notebooks are executed.

    Raises
    ------
    DhtoolsError
        If width or format is unknown, or the folder is one of the repository's own.
    """
    from ..export.presets import Preset
    from ..plots.style import WIDTHS

    check_choice("width", width, WIDTHS)
    check_choice("format", picture, FORMATS)
    if any(
        out.resolve().is_relative_to(plan.root / name)
        for name in ("notebooks", texts_of(plan.root).name, *EXPORTS)
    ):
        raise DhtoolsError(f"--out {out}: choose a folder outside the repository's own folders.")
    mm = round(WIDTHS[width])
    asked = Preset(formats=() if picture == "pdf" else (picture,), widths=(mm,))
    with scratch_folder("figures") as folder:
        given = [name for name in files_below(plan.root, "data") if not plan.is_full]
        stage(plan, folder, exports=given)
        if failures := failures_of(make(plan, folder, kernels, asked.variable)):
            return FiguresReport((), (), failures)
        # all or none are put in place, as the results of a run are
        with writing(out), staging_folder(out) as staging:
            report = _gathered(folder / "figures", staging, mm, picture)
            swap_in(staging, out, Changes(report.made, ()))
            return report


def _gathered(folder: Path, out: Path, width: int, picture: str) -> FiguresReport:
    """Copy what was asked for, and make the greyscale proofs."""
    made, without_room = [], []
    for record in sorted(folder.glob("*/*.json")):
        name = f"{record.parent.name}/{record.stem}"
        stem = f"{name}-{width}mm"
        if not (folder / f"{stem}.png").is_file():
            without_room.append(name)
            stem = name
        ending = "-600dpi.png" if picture == "png600" else f".{picture}"
        for source, target in ((f"{stem}{ending}", f"{name}{ending}"), (f"{name}.csv", f"{name}.csv")):
            copy_file(folder / source, out / target)
            made.append(target)
        (out / f"{name}-grey.png").write_bytes(_greyscale((folder / f"{stem}.png").read_bytes()))
        made.append(f"{name}-grey.png")
    return FiguresReport(tuple(made), tuple(without_room), ())


def _greyscale(content: bytes) -> bytes:
    """Return a PNG without colours, as a printer without them would make it."""
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("L").save(buffer, "png")
    return buffer.getvalue()
