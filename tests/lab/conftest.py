"""Not part of the tests that need no browser: `make test-lab` names the file, and pytest then takes it."""

collect_ignore_glob = ["*.py"]
