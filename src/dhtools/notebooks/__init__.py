"""Notebooks: run, check, make figures. There is no code on texts here.

A run copies what it needs into a *staging* folder, executes every notebook there, and moves what has changed
into its place, a notebook whole or not at all.

The way through the modules, in the order of a run:

* ``paths``: Where the repository, its notebooks and the output folder are.
* ``parameters``: The cell tagged ``parameters``, and the cells tagged ``reading``.
* ``caches``: Where libraries keep settings if the home folder cannot be written.
* ``execution``: One kernel a notebook, several at a time.
* ``normalise``: Committed notebooks without noise.
* ``locking``: One run at a time in a folder.
* ``own_folders``: Folders that this package makes for its work, and removes again.
* ``staging``: The staging folder of a run, and what a run that was killed has left.
* ``swapping``: The swap at the end.
* ``plan``: What is asked for, checked before anything is done.
* ``forecast``: What a run will take, and what it can say.
* ``build``: Notebooks executed in a folder of their own.
* ``failures``: Which line of a cell failed, and why.
* ``texts_at_start``: The texts of a run, which must not change meanwhile.
* ``finished``: What has succeeded, kept for a second run while others are missing.
* ``running``: These steps in a row, and the results in their place.
* ``paper_figures``: The same in a scratch folder, for figures of another width and format.
* ``checking``: The same in a scratch folder, compared with what is committed.
* ``checksums``: What no computation makes again, compared with what was declared of it.
* ``extras``: What a command needs beside the core, named where it is missing.
* ``outputs``: Outputs compared; those that say the same stay as committed.
* ``saving``: The hook by which JupyterLab saves notebooks as a run does.
* ``site``: A site of the executed notebooks.
* ``files``: Notebook files, read and written.
"""

from .checking import check
from .execution import Kernels
from .paper_figures import make_figures
from .plan import plan_run
from .running import run

__all__ = [
    "Kernels",
    "check",
    "make_figures",
    "plan_run",
    "run",
]
