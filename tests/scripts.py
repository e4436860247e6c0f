"""What tests of the scripts in benchmarks/ share."""

import json
import sys


def run(script, monkeypatch, capsys, *arguments):
    """Run a script in this process; return its exit status, its report, and what it complains of."""
    monkeypatch.setattr(sys, "argv", [f"{script.__name__}.py", *map(str, arguments)])
    try:
        script.main()
        status = 0
    except SystemExit as left:
        status = left.code
    printed = capsys.readouterr()
    return status, json.loads(printed.out) if printed.out else None, printed.err
