"""The action plan read again, alone: what study.xlsx and the changes since say now."""

from dataclasses import dataclass, replace
from pathlib import Path

from workbench.problems import ERROR, StudyProblems
from workbench.spreadsheets.rows import reference_problems
from workbench.spreadsheets.workbooks import read_sheets
from workbench.study.checks import plan_faults
from workbench.study.declaring import about_study, declared_rows, no_workbook, workbook_of
from workbench.study.follow_up import FILE
from workbench.study.following import followed
from workbench.tables import frame

_PLAN = ("actions", "commitments", "effects")


@dataclass(frozen=True)
class Plan:
    """What a study's folder says of its plan now.

    `path`: the workbook. `sheets`, `rows`: its sheets and lines. `tables`: actions, commitments, effects, follow_up.
    `known`: what may be referred to. `problems`: what is wrong with them.
    """

    path: Path
    sheets: list
    rows: dict
    tables: dict
    known: dict
    problems: list


def read_plan(study):
    """Return the study with its action plan read again from its folder, where a cell or a workbook changed it since.

    Reads study.xlsx and `follow_up.csv`, not the waves: quick enough after each change.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Study
        With the tables actions, commitments, effects and follow_up of now; all else as it was.

    Raises
    ------
    StudyProblems
        With the cell of each fault of these tables.
    """
    plan = sound_plan(study)
    for table in plan.tables.values():
        table.attrs.update(study.actions.attrs)
    old = [problem for problem in study.warnings if not _of_plan(problem, plan)]
    return replace(study, **plan.tables, warnings=[*old, *plan.problems])


def sound_plan(place):
    """Return what a study's folder says of its plan now, as a `Plan`; StudyProblems where it cannot be read."""
    plan = plan_of(place)
    if any(problem.severity == ERROR for problem in plan.problems):
        raise StudyProblems(plan.problems)
    return plan


def plan_of(place):
    """Return what the folder of a study, or a folder, says of its plan now, whatever is wrong with it, as a `Plan`."""
    folder = Path(getattr(place, "folder", place))
    path = workbook_of(folder)
    if path is None:
        raise StudyProblems([no_workbook()])
    sheets, problems = read_sheets(path)
    about, _found = about_study(sheets)
    rows, found = declared_rows(sheets, path.name)
    problems += [problem for problem in found if _is_plan(problem, rows)]
    known = {
        "territories.territory": {row.values.get("territory") for row in rows.get("territories", [])},
        "indicators.indicator": {row.values.get("indicator") for row in rows.get("indicators", [])},
    }
    if hasattr(place, "indicators"):  # those that groups wrote since stand elsewhere
        known["indicators.indicator"] |= set(place.indicators["indicator"])
    tables, found = followed(folder, rows, known, about["follow_up_until"])
    problems += found
    tables["effects"] = frame("effects", [row.with_source() for row in rows.get("effects", [])])
    known["actions.action"] = set(tables["actions"]["action"])
    for name in _PLAN:
        problems += reference_problems(rows.get(name, []), name, known)
    return Plan(path, sheets, rows, tables, known, [*problems, *plan_faults(rows)])


def _is_plan(problem, rows):
    """Return whether a problem of the workbook stands on a sheet of the plan."""
    own = {row.sheet.name for name in _PLAN for row in rows.get(name, [])}
    return problem.sheet in own


def _of_plan(problem, plan):
    return problem.file == FILE or (problem.file == plan.path.name and _is_plan(problem, plan.rows))
