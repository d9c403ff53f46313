"""The action plan as study.xlsx says it and the log of changes since has made it; and where the two contradict.

The changes of one cell are a chain: each leads from the value that stood before it. Where the workbook says what the
chain began with, or passed through, the chain's end holds. Where it says something else, somebody changed the workbook
too: both values are told, and the workbook's holds until people settle it by one more change.
"""

from datetime import UTC, datetime

import pandas as pd

from workbench.decisions.lines import moment
from workbench.language import N_, plain, word
from workbench.problems import WARNING, Problem
from workbench.spreadsheets.rows import unknown_value
from workbench.spreadsheets.values import nearest
from workbench.study.follow_up import COLUMNS, as_cell, lines_of, path_of, value_or_none
from workbench.tables import TABLES, frame

#: What became of a line of the log.
REPLACED, STANDS, CARRIED, CONFLICT, GONE = "replaced", "stands", "in the workbook", "conflict", "gone"


def followed(folder, rows, known, until=""):
    """Return the tables of the plan as workbook and log say them together, and what is wrong or doubtful.

    Parameters
    ----------
    folder : Path
        Of the study.
    rows : dict
        Table name → list of Row of study.xlsx.
    known : dict
        "table.column" → the collection of values that are declared.
    until : str
        The time up to which the workbook has taken the log over already.

    Returns
    -------
    tables : dict of DataFrame
        "actions", "commitments", "follow_up" (see `follow`).
    problems : list of Problem
    """
    log, problems, _form = lines_of(path_of(folder))
    lines, history, doubts = follow(rows, log, until=until)
    tables = {name: frame(name, made) for name, made in lines.items()} | {"follow_up": history}
    known = {**known, "actions.action": set(tables["actions"]["action"])}
    for row in log:
        problems += _undeclared(row, known)
    return tables, [*problems, *doubts]


def _undeclared(row, known):
    """Yield a problem for each value of a line of the log that refers to something that is not declared."""

    class Line:
        def problem(self, name, what, do="", severity="error", /, **values):
            return row["fault"]("to" if name == row["column"] else name, what, do, severity, **values)

    if row["what"] == "add" and row["table"] == "commitments" and row["action"] not in known["actions.action"]:
        yield unknown_value(Line(), "action", row["action"], known["actions.action"])
    column = TABLES[row["table"]].column(row["column"]) if row["column"] else None
    if column and column.kind in ("text", "list") and column.allowed in known and row["to_value"]:
        for part in row["to_value"].split("; ") if column.kind == "list" else [row["to_value"]]:
            if part not in known[column.allowed]:
                yield unknown_value(Line(), column.name, part, known[column.allowed])


def names_of(commitments):
    """Return what each commitment is called in the log: who and what, with a number where one stands twice.

    Parameters
    ----------
    commitments : iterable of dict
        With action, who and what.

    Returns
    -------
    list of str

    Examples
    --------
    >>> names_of([{"action": "A1", "who": "City", "what": "pay"}] * 2)
    ['City: pay', 'City: pay (2)']
    """
    seen, called = {}, []
    for row in commitments:
        name = f"{row.get('who') or ''}: {row.get('what') or ''}"
        key = (row.get("action") or "", plain(name))
        seen[key] = seen.get(key, 0) + 1
        called.append(name if seen[key] == 1 else f"{name} ({seen[key]})")
    return called


def follow(rows, log, *, until=""):
    """Return the lines of the plan as the log has made them, and what became of each line of the log.

    Parameters
    ----------
    rows : dict
        "actions", "commitments" → list of Row of study.xlsx.
    log : list of dict
        From `lines_of`.
    until : str
        The time up to which the workbook has taken the log over already.

    Returns
    -------
    lines : dict
        "actions", "commitments" → list of dict, table rows with their source.
    history : DataFrame
        Table `follow_up` with `state` (replaced, stands, in the workbook, conflict, gone) and `workbook`: what
        study.xlsx says in that cell.
    problems : list of Problem
        Warnings: a change of something that is no longer there; a cell that the workbook says otherwise.
    """
    taken = moment(until) or datetime.min.replace(tzinfo=UTC)
    log = [{**row, "state": REPLACED, "workbook": ""} for row in log]
    problems, lines = [], {}
    for table in ("actions", "commitments"):
        there = rows.get(table, [])
        known = dict(zip(line_keys(table, [row.values for row in there]), there, strict=True))
        made = {key: row.with_source() for key, row in known.items()}
        cells = {}
        for row in log:
            if row["table"] == table:
                key = (row["action"], plain(row["commitment"]))
                if until and (moment(row["when"]) or taken) <= taken:
                    row["state"] = CARRIED if key in known else GONE
                else:
                    cells.setdefault(key, []).append(row)
        for key, changes in cells.items():
            problems += _settle(table, key, changes, known.get(key), made)
        lines[table] = [row for row in made.values() if row is not None]
    history = frame(
        "follow_up", [{name: row[name] for name in (*COLUMNS, "source", "state", "workbook")} for row in log]
    )
    for name in ("state", "workbook"):
        history[name] = history[name].astype("str") if name in history else pd.Series([], dtype="str")
    return lines, history, problems


def line_keys(table, values):
    """Return what tells the lines of a table apart, as the log names them: (action, name of the commitment or "")."""
    called = names_of(values) if table == "commitments" else [""] * len(values)
    keys, seen = [], {}
    for row, name in zip(values, called, strict=True):
        key = (row.get("action") or "", plain(name))
        seen[key] = seen.get(key, 0) + 1  # an action twice is a fault of the workbook, told elsewhere
        keys.append(key if seen[key] == 1 else (*key, seen[key]))
    return keys


def _settle(table, key, changes, row, made):
    """Follow the changes of one line of the plan into `made`; yield what is doubtful."""
    gone = [n for n, change in enumerate(changes[:-1]) if change["what"] == "undo" and not change["column"]]
    changes = changes[gone[-1] + 1 :] if gone and row is None else changes  # what is added again begins anew
    added = [change for change in changes if change["what"] == "add"]
    removed = changes[-1]["what"] == "undo" and not changes[-1]["column"]
    if row is None and not added:
        changes[-1]["state"] = GONE
        yield _gone(table, key, changes[-1], made)
        return
    if removed:
        changes[-1]["state"] = CONFLICT if row else STANDS
        if row:
            what = N_("The follow-up takes back a line that the workbook has.")
            yield row.problem("action", what, N_("Delete the line in the workbook, or leave it."), WARNING)
        return
    base = made.get(key) or {"action": key[0], "source": added[0]["source"]}
    cells = {}
    for change in changes:
        if change["column"]:
            cells.setdefault(change["column"], []).append(change)
    line = dict(base)
    for column, chain in cells.items():
        here = value_or_none(row.values.get(column)) if row else None
        last, passed = chain[-1], _passed(chain)
        if row and not any(_same(here, value) for value in passed):
            last["state"], last["workbook"] = CONFLICT, as_cell(here)
            yield _conflict(row, column, here, last)
        else:
            last["state"] = CARRIED if row and _same(here, last["to_value"]) else STANDS
            last["workbook"] = as_cell(here)
            line[column] = last["to_value"]
    made[key] = line


def _passed(chain):
    """Return every value that the last unbroken chain of changes began with or passed through."""
    passed = [chain[-1]["to_value"], chain[-1]["from_value"]]
    for later, earlier in zip(chain[:0:-1], chain[-2::-1], strict=True):
        if not _same(later["from_value"], earlier["to_value"]):
            break
        passed.append(earlier["from_value"])
    return passed


def _same(one, other):
    one, other = value_or_none(one), value_or_none(other)
    if isinstance(one, str) and isinstance(other, str):
        return " ".join(one.split()) == " ".join(other.split())
    return as_cell(one) == as_cell(other)


def shown(column, table, value):
    """Return a value of a cell as people read it in the current language."""
    value = value_or_none(value)
    kind = TABLES[table].column(column)
    if value is None:
        return "–"
    if kind.kind == "choice":
        return word(kind.allowed, value)
    return word("yesno", "yes" if value else "no") if kind.kind == "yesno" else as_cell(value)


def _conflict(row, column, here, last):
    table = last["table"]
    return row.problem(
        column,
        N_("The workbook says “{found}”, the follow-up of {day} says “{other}”; the workbook’s holds for now."),
        N_("Say once more in the notebook what is true, or write it into this cell."),
        WARNING,
        found=lambda: shown(column, table, here),
        other=lambda: shown(column, table, last["to_value"]),
        day=last["when"][:10],
    )


def _gone(table, key, change, made):
    """Return the warning that a change speaks of an action or a commitment that is not there."""
    file, _sep, cell = change["source"].rpartition("!")
    name = change["commitment"] or change["action"]
    others = {other[1] for other in made if other[0] == key[0]} if table == "commitments" else {o[0] for o in made}
    likely = nearest(plain(name) if table == "commitments" else name, others - {""})
    what = N_("“{found}” is no longer in the plan; this change waits.")
    do = N_("Correct the name in this line or in study.xlsx; it was perhaps reworded: “{likely}”.")
    if not likely:
        do = N_("Correct the name in this line or in study.xlsx, or leave it if the plan has dropped it.")
    return Problem(file.rstrip("!"), "", cell, what, do, {"found": name, "likely": likely}, WARNING)
