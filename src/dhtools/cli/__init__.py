"""The command line, `dhtools COMMAND`: its ``options``, and its ``commands``, what each does with them.

``corpora`` has the commands on corpora larger than memory, ``publishing`` those that take work elsewhere.
``report`` says what a run or a check has found, ``progress`` how far it is.
"""

from .commands import main

__all__ = ["main"]
