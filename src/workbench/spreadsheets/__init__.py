"""Workbooks in, with their cell addresses kept, and marked copies out.

A file goes through these rooms: `workbooks` and `texts` open it, `sheets` keeps its raw cells, `headers` finds where a
table starts, `values` and `levels` read one cell, `rows`, `criteria` and `answers` read a table in its layouts,
`speakers` says whose it is, `waves` gathers one file of one wave. `mappings` reads tables that were made elsewhere,
`proposals` guesses at them, `marking` writes a copy with the faults marked.
"""

from workbench.spreadsheets.mappings import read_mapped
from workbench.spreadsheets.marking import mark_workbook
from workbench.spreadsheets.proposals import propose_mapping, similar_codes

__all__ = ["mark_workbook", "propose_mapping", "read_mapped", "similar_codes"]
