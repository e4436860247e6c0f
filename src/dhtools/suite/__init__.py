"""Execute the notebooks of a repository, all or nothing.

A run copies what it needs into a *staging* folder, executes every notebook there, and only when all of them
have succeeded moves what has changed into its place. The way through the package, in the order of a run:

    places       where the repository, its notebooks and the output folder are
    parameters   the cell tagged `parameters`, and the cells tagged `reading`
    execution    one kernel a notebook, several at a time
    normal       committed notebooks without noise; also the hook for saving in JupyterLab
    staging      the staging folder, its lock, and the swap at the end
    planning     what is asked for, checked before anything is done
    making       notebooks executed in a folder of their own
    outputs      outputs compared; what says the same stays as committed
    running      these steps in a row, and the results in their place
    figures      the same in a scratch folder, for figures of another width and format
    checking     the same in a scratch folder, compared with what is committed (by `diff`)

Examples
--------
>>> from dhtools.suite import plan_run, run
>>> report = run(plan_run(["00-corpus"]))  # doctest: +SKIP
"""

from .checking import Difference, Verdict, check, compare_folders
from .execution import Failure, Silent, Watcher
from .figures import FORMATS, FiguresReport, make_figures
from .normal import normalise, normalise_on_save
from .places import find_root, list_notebooks, select_notebooks
from .planning import Plan, plan_run
from .running import Report, run

__all__ = [
    "FORMATS",
    "Difference",
    "Failure",
    "FiguresReport",
    "Plan",
    "Report",
    "Silent",
    "Verdict",
    "Watcher",
    "check",
    "compare_folders",
    "find_root",
    "list_notebooks",
    "make_figures",
    "normalise",
    "normalise_on_save",
    "plan_run",
    "run",
    "select_notebooks",
]
