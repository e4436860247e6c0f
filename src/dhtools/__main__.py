"""``python -m dhtools``: the command line, see `dhtools.cli`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
