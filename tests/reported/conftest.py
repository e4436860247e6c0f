"""Whole runs take minutes, so they are no part of `make test`: `make test-runs` names the file."""

collect_ignore = ["test_reported_runs.py"]
