"""A study: a folder of spreadsheets, read into a frozen bundle of tables.

`bundle` is the study and its card, `reading` reads it, `checks` holds its tables against each other. `follow_up` reads
what was changed in the action plan since, `following` follows it over what the workbook says, `plan` reads both again.
"""

from workbench.study.bundle import Study, missing_reasons, what_came_in
from workbench.study.follow_up import read_follow_up
from workbench.study.plan import read_plan
from workbench.study.reading import check_study, read_study
from workbench.study.wordings import wording_versions

__all__ = [
    "Study",
    "check_study",
    "missing_reasons",
    "read_follow_up",
    "read_plan",
    "read_study",
    "what_came_in",
    "wording_versions",
]
