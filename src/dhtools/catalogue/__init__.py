"""The catalogue: what the files of a project are, for archives, catalogues and programs.

All of it is made from CITATION.cff, the records of exhibits and the tables themselves, and is kept in the
project: `dhtools run` renews it, `dhtools check` says where it is not up to date.

Modules, each importing only from those below it
------------------------------------------------
written
    The files of the catalogue: what is made of a project.
data_package
    ``data/datapackage.json``: tables with the type and the meaning of every column.
crate
    ``ro-crate-metadata.json``: files and what they are made from.
zenodo
    ``.zenodo.json``: what the archive Zenodo asks for.
cited_exhibits
    ``data/exhibits.bib`` and ``data/exhibits.csl.json``: every figure and table, to be cited.
columns
    What the columns of exported tables mean.
citation_file
    CITATION.cff.
"""

__all__ = []
