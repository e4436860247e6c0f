"""Figures of speech: passages ranked by a formula for each figure.

Modules
-------
registry
    `find_figures`: all figures, a function each.
clauses
    A block as sentences, clauses and words.
antithesis, parallelism, repetition
    The figures.
"""
