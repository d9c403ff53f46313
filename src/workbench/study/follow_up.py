"""What was changed in the action plan since study.xlsx was written, kept as lines of a file that is only ever added to.

`follow_up.csv` stands in the study's folder; study.xlsx, the evaluator's own file, is never written. A line is one
cell: an action's own, or, where `commitment` says which ("who: what"), a commitment's. Lines with the same `when` are
one change. `add` says a cell of a line that the workbook does not have, `undo` takes a change back.
"""

from pathlib import Path

import pandas as pd

from workbench.decisions.lines import by_time, decoded, header, is_cut, moment, records, said, separator
from workbench.language import N_, names, recognise
from workbench.problems import ERROR, WARNING, Problem
from workbench.spreadsheets.rows import written_columns
from workbench.spreadsheets.values import read_value
from workbench.tables import TABLES, frame

FILE = "follow_up.csv"
COLUMNS = tuple(column.name for column in TABLES["follow_up"].columns if column.name != "source")
#: What a line may change; what names an action or a commitment may only be said of a new one.
CHANGED = {
    "actions": tuple(name for name in written_columns("actions") if name != "action"),
    "commitments": ("actor", "until", "commitment_state"),
}
ADDED = {"actions": CHANGED["actions"], "commitments": ("who", "what", *CHANGED["commitments"])}


def read_follow_up(place):
    """Return what was changed in the action plan in notebooks, oldest first, and what could not be read.

    Copes with what spreadsheets and crashes do to a file, as `read_decisions` does.

    Parameters
    ----------
    place : Study, folder or path of the file

    Returns
    -------
    follow_up : DataFrame
        Table `follow_up`, by `when`.
    problems : list of Problem

    Examples
    --------
    >>> follow_up, problems = read_follow_up("no/such/folder")
    >>> len(follow_up), problems
    (0, [])
    """
    rows, problems, _form = lines_of(path_of(place))
    return frame("follow_up", rows), problems


def path_of(place):
    """Return the file of a study, of a folder, or the file itself."""
    path = Path(getattr(place, "folder", place))
    return path if path.suffix.lower() == ".csv" else path / FILE


def lines_of(path):
    """Return the lines of a log, oldest first, as dictionaries, what is wrong with it, and the form that it has."""
    text, encoding = decoded(path.read_bytes() if path.is_file() else b"")
    between, lines, order, problems = separator(text), records(text), None, []
    if lines:
        order, problems = header(lines[0], between, path.name, COLUMNS)
    rows = []
    for number, line in lines if order is None else lines[1:]:
        row, found = _line(line, between, order or COLUMNS, number, path.name)
        problems += found
        if row:
            rows.append(row)
    form = {"text": text, "encoding": encoding, "between": between, "order": order, "headed": bool(lines)}
    return by_time(rows), problems, form


def _line(line, between, order, number, file):
    """Return what one line of the log says, or None, and what is wrong with it."""

    def fault(column, what, do="", severity=ERROR, /, **values):
        letter = chr(65 + order.index(column)) if column in order else "A"
        return Problem(file, "", f"{letter}{number}", what, do, values, severity)

    if is_cut([line]):
        return None, [fault("", N_("This line is cut short."), N_("Delete the line, and make the change again."))]
    cells = said(line, between, order, COLUMNS)
    kind = recognise("follow_up", cells["what"])
    if kind is None:
        do = N_("Write one of these: {kinds}.")
        return None, [fault("what", N_("“{found}” is no kind of change."), do, found=cells["what"],
                            kinds=names("follow_up"))]  # fmt: skip
    table = "commitments" if cells["commitment"] else "actions"
    column = recognise("column", cells["column"], among=ADDED[table])
    if not cells["action"] or (column is None and not (kind == "undo" and not cells["column"])):
        place = "column" if cells["action"] else "action"
        known = list(ADDED[table])
        return None, [fault(place, N_("“{found}” is no cell of the plan that can be changed."),
                            N_("Write one of these: {names}."), found=cells["column"], names=known)]  # fmt: skip
    row = cells | {"what": kind, "column": column or "", "table": table, "source": f"{file}!A{number}", "fault": fault}
    if column:
        for place in ("from", "to"):
            value, wrong = read_value(TABLES[table].column(column), cells[place])
            if wrong:
                return None, [fault(place, wrong[0], wrong[1], **wrong[2])]
            row[f"{place}_value"] = value_or_none(value)
    problems = []
    if moment(cells["when"]) is None:
        what = N_("“{found}” is not a time that can be read; the line is taken where it stands.")
        problems.append(fault("when", what, N_("Write it as 2024-03-12T14:30."), WARNING, found=cells["when"]))
    return row, problems


def value_or_none(value):
    """Return a cell's value, None where it says nothing."""
    return None if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value else value


def as_cell(value):
    """Return a value as it is written in the log: words of the workbench, days as 2024-03-12.

    >>> as_cell(12000.0), as_cell(True), as_cell(None), as_cell(pd.Timestamp("2024-03-12"))
    ('12000', 'yes', '', '2024-03-12')
    """
    value = value_or_none(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
