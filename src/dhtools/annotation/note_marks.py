"""Marks of notes in running text: one pattern for sentences, lines and quotations."""

from __future__ import annotations

_NUMBER = r"(?:\d{1,4}[a-z]?|[ivxlc]{1,6}|[a-z]|[*†‡§¶#]{1,3})"
_LABEL = r"(?:(?:notes?|fn|n|pp?|ff?)\.?\s?|\^)"
_LIST = rf"{_LABEL}?{_NUMBER}(?:\s?[,;:–-]\s?\^?{_NUMBER}){{0,9}}"
_RAISED = "¹²³⁰⁴-⁹⁻⁽⁾ᵃ-ᵛ"
_PLAIN_LIST = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}"

_RAISED_LIST = rf"[{_RAISED}]+(?:[,–-][{_RAISED}]+){{0,9}}"
_GLUED = rf"\[{_LIST}\]|\{{{_LIST}\}}|\({_LIST}\)|{_RAISED_LIST}|[†‡§¶]{{1,3}}"
# where a space may stand before it: numbers in square brackets, and raised ones
_SPACED = rf"[ \xa0](?:\[\^?{_PLAIN_LIST}\]|[¹²³⁰⁴-⁹]{{1,3}})"
#: Some marks such as ``[1] [^1] [1,2] [1-2] [p. 3] [note 3] {3} ¹ ⁽¹⁾ † (1)``, or none; never tried twice.
NOTE_MARKS = rf"(?:{_GLUED}|{_SPACED}){{0,9}}+"
