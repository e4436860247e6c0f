"""Stylometry: distances between texts, and how far they can tell anything at these lengths."""

from .distances import DISTANCES, distances

__all__ = ["DISTANCES", "distances"]
