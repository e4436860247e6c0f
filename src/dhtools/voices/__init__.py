"""Whose words are these? Quotations: where they stand, of what kind they are, and who speaks.

A quotation is *direct* (the text reports the words of a speaker or document), *scare* (somebody's word used
with distance), a *title* of a work or document, or a *term*: a name, nickname, doctrine or phrase that is
mentioned.
"""

from .kinds import classify
from .places import voice_runs, voices_at
from .quotations import find_quotations, name_speakers
from .speakers import name_speaker

__all__ = ["classify", "find_quotations", "name_speaker", "name_speakers", "voice_runs", "voices_at"]
