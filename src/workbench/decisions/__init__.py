"""What people decided about themes: a log in the study's folder that is only ever added to, and replays.

`log` adds to `decisions.csv` (through `adding`, as other logs of a study do), `reading` reads it (of a file that only
grew, only what is new), `standing` says which of them were not taken back, `lines` copes with what spreadsheets and
crashes do to such a file.
"""

from workbench.decisions.log import read_decisions, record_decision, record_decisions

__all__ = ["read_decisions", "record_decision", "record_decisions"]
