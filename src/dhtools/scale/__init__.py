"""Corpora larger than memory, or than one machine: file by file on Dask. Comes with ``dhtools[scale]``.

A corpus is opened without being read (`open_corpus`). Its files are read and annotated one by one, by as many
processes as there are, and what is found is kept on the disk (`build`). Counts, lines and samples are made of
what is kept; they equal those of the same corpus in memory.

Modules
-------
cluster
    Processes on this machine, or a Dask cluster that exists; a bounded number of tasks at a time.
store
    What is kept of each file: written whole or not at all, with the hash of what it was made from.
frames
    The four tables of an annotation as Parquet, and back.
making
    What is done with one file.
ready
    What every process imports before its first file.
building
    `open_corpus` and `build`: what is missing or has changed is made, the rest stays.
runs
    Work on all files that are kept: a task takes several.
merging
    Sums of any length, such as those of all n-grams: added up on the disk, by ranges of a hash.
counting
    Counts of words and n-grams, frequencies, dispersion, voices by text.
comparing
    Keyness of groups of texts.
lines
    Concordances with a cap and an order; collocates.
samples
    Chosen texts as an annotation in memory; topics and their stability on the cluster.
"""

__all__ = []
