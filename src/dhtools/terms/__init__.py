"""Terms: the lines in which they stand."""

from .concordance import concordance

__all__ = ["concordance"]
