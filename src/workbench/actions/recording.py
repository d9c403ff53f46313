"""Changes of the action plan made in a notebook: lines of a file beside study.xlsx, which is never written."""

from itertools import groupby

from workbench.decisions.adding import append, free_moment, held
from workbench.decisions.lines import moment
from workbench.language import _, listed, plain
from workbench.problems import Problem
from workbench.spreadsheets.values import read_value
from workbench.study.follow_up import CHANGED, COLUMNS, as_cell, lines_of, path_of
from workbench.study.following import CONFLICT, line_keys, names_of
from workbench.study.plan import sound_plan
from workbench.tables import TABLES, frame


def record_commitment(
    study, action, who, *, what="", state=None, until=None, actor=None, new=False, by="", note=""
):  # fmt: skip
    """Say what became of a commitment, or add one; on disk before this returns. Seen by `read_plan` and `read_study`.

    study.xlsx is not written: the change is a line of `follow_up.csv` beside it. Where somebody changes the same cell
    of the workbook meanwhile, both values are told, and the workbook's holds until it is said once more.

    Parameters
    ----------
    study : Study or folder
    action : str
        Its code.
    who : str
        Who made the commitment, as in the workbook.
    what : str
        What was promised; needed where `who` promised several things in this action, and for a new one.
    state : {"kept", "late", "broken", "due"}, optional
        Or the same word in one of the six languages; "" empties the cell.
    until : date or str, optional
    actor : {"public", "private", "association", "citizen"}, optional
        Needed for a new one.
    new : bool
        Add a commitment that the plan does not have.
    by, note : str
        Who says it, and why. A note alone is kept, too.

    Returns
    -------
    DataFrame
        The lines written, as table `follow_up`; none where all of it is said already.

    Raises
    ------
    ValueError
        If there is no such commitment, more than one, or a value cannot be.
    StudyProblems
        If the plan cannot be read.
    TimeoutError
        If another program holds the file for half a minute.

    Examples
    --------
    >>> import openpyxl, tempfile
    >>> from pathlib import Path
    >>> book, folder = openpyxl.Workbook(), Path(tempfile.mkdtemp())
    >>> for title, lines in {
    ...     "Actions": [["action", "territory", "label"], ["V1", "Valbourg", "Night bus"]],
    ...     "Territories": [["territory"], ["Valbourg"]],
    ...     "Commitments": [["action", "who", "actor", "what"], ["V1", "Bus company", "private", "train drivers"]],
    ... }.items():
    ...     sheet = book.create_sheet(title)
    ...     _rows = [sheet.append(line) for line in lines]
    >>> book.save(folder / "study.xlsx")
    >>> line = record_commitment(folder, "V1", "Bus company", state="kept", by="Ana")
    >>> line[["action", "commitment", "column", "from", "to"]].values.tolist()
    [['V1', 'Bus company: train drivers', 'commitment_state', '', 'kept']]
    """
    values = {"commitment_state": state, "until": until, "actor": actor}
    if new:
        values = {"who": who, "what": what} | values

    def find(plan):
        rows = plan.tables["commitments"].to_dict("records")
        called = [(name, row) for name, row in zip(names_of(rows), rows, strict=True) if row["action"] == action]
        if new:
            name = f"{who}: {what}"
            if any(plain(other) == plain(name) for other, _row in called):
                raise ValueError(_("{action} has this commitment already: {name}.", action=action, name=name))
            if action not in plan.known["actions.action"]:
                raise ValueError(_("There is no action {action} in the plan.", action=action))
            return name, {}
        meant = [(name, row) for name, row in called if plain(row["who"]) == plain(who)]
        meant = [(name, row) for name, row in meant if not what or plain(what) in (plain(row["what"]), plain(name))]
        if len(meant) == 1:
            return meant[0]
        found = listed([name for name, _row in (meant or called)]) or "–"
        if meant:
            raise ValueError(_("“{who}” promised several things: say which with what=. {found}", who=who, found=found))
        raise ValueError(_("{action} has no such commitment of “{who}”; it has: {found}.",
                           action=action, who=who, found=found))  # fmt: skip

    return _record(study, "commitments", action, find, values, new, by, note)


def record_action(study, action, *, new=False, by="", note="", **columns):
    """Change cells of an action, or add one; on disk before this returns. Seen by `read_plan` and `read_study`.

    Parameters
    ----------
    study : Study or folder
    action : str
        Its code.
    new : bool
        Add an action that the plan does not have; it needs a territory and a label.
    by, note : str
        Who says it, and why.
    **columns
        Columns of table `actions` and what their cells say from now on: action_state="done", end="2026-06-30",
        cost=12000, themes=["Housing", "Money"]; "" empties a cell.

    Returns
    -------
    DataFrame
        The lines written, as table `follow_up`.

    Raises
    ------
    ValueError
        If there is no such action or column, or a value cannot be.
    StudyProblems, TimeoutError
        As `record_commitment`.
    """
    wrong = [name for name in columns if name not in CHANGED["actions"]]
    if wrong:
        known = listed(list(CHANGED["actions"]))
        raise ValueError(
            _("Actions have no column “{found}” to change; they have {known}.", found=wrong[0], known=known)
        )

    def find(plan):
        rows = {row["action"]: row for row in plan.tables["actions"].to_dict("records")}
        if new and action in rows:
            raise ValueError(_("The plan has an action {action} already.", action=action))
        if not new and action not in rows:
            raise ValueError(_("There is no action {action} in the plan.", action=action))
        return "", rows.get(action, {})

    return _record(study, "actions", action, find, columns, new, by, note)


def undo_follow_up(study, *, by="", note=""):
    """Take back the last change of the plan that still stands; that is a line of the log, too.

    Parameters
    ----------
    study : Study or folder
    by, note : str

    Returns
    -------
    DataFrame
        The lines written, as table `follow_up`; none where there is nothing to take back.

    Raises
    ------
    ValueError
        If the change added a line that the workbook has by now.
    StudyProblems, TimeoutError
        As `record_commitment`.
    """
    path = path_of(study)
    with held(path):
        plan, (log, _problems, form) = sound_plan(study), lines_of(path)
        standing = []
        for _when, lines in groupby(log, key=lambda row: row["when"]):
            lines = list(lines)
            if lines[0]["what"] == "undo":
                standing = standing[:-1]
            else:
                standing.append(lines)
        if not standing:
            return frame("follow_up", [])
        added = {(row["action"], row["commitment"]) for row in standing[-1] if row["what"] == "add"}
        for action, commitment in added:
            table = "commitments" if commitment else "actions"
            if (action, plain(commitment)) in line_keys(table, [row.values for row in plan.rows.get(table, [])]):
                raise ValueError(
                    _("The workbook has “{name}” by now: delete the line there.", name=commitment or action)
                )
        rows = [{"action": action, "commitment": commitment, "column": ""} for action, commitment in sorted(added)]
        for row in standing[-1]:
            if (row["action"], row["commitment"]) not in added:
                now = _held_now(plan, row)
                back = now if _contradicted(plan, row) else row["from_value"]
                cells = {name: row[name] for name in ("action", "commitment", "column")}
                rows.append({**cells, "from": as_cell(now), "to": as_cell(back)})
        return _written(path, log, form, rows, "undo", by, note)


def _record(study, table, action, find, values, new, by, note):
    """Write what is new in `values` of one line of the plan, found by `find(plan)` as (its name, its cells now)."""
    path = path_of(study)
    with held(path):
        plan, (log, _problems, form) = sound_plan(study), lines_of(path)
        name, now = find(plan)
        said = {}
        for column, value in values.items():
            if value is not None:
                said[column] = _value(table, column, value, plan)
        if new:
            needed = [column.name for column in TABLES[table].columns if column.required and column.name != "action"]
            absent = [column for column in needed if not said.get(column)]
            if absent:
                raise ValueError(_("A new line needs: {columns}.", columns=listed(absent)))
        rows = []
        for column, value in said.items():
            cell = {"action": action, "commitment": name, "column": column}
            before = as_cell(now.get(column))
            if new or before != as_cell(value) or _contradicted(plan, cell):
                rows.append({**cell, "from": before, "to": as_cell(value)})
        if not rows and note and not new:  # nothing changed, but something is told of it
            column = "commitment_state" if table == "commitments" else "action_state"
            held_now = as_cell(now.get(column))
            cell = {"action": action, "commitment": name, "column": column}
            rows = [{**cell, "from": held_now, "to": held_now}]
        return _written(path, log, form, rows, "add" if new else "change", by, note)


def _value(table, column, value, plan):
    """Return what a cell of the plan will say; ValueError where it cannot say that."""
    kind = TABLES[table].column(column)
    value = "; ".join(map(str, value)) if isinstance(value, list | tuple | set) else value
    value, fault = read_value(kind, value)
    if fault:
        raise ValueError(f"{column}: " + str(Problem("", "", "", fault[0], fault[1], fault[2])).removeprefix(" – "))
    if kind.kind in ("text", "list") and kind.allowed in plan.known and value:
        for part in value.split("; ") if kind.kind == "list" else [value]:
            if part not in plan.known[kind.allowed]:
                known = listed(sorted(map(str, plan.known[kind.allowed])))
                raise ValueError(_("{column}: “{found}” is not declared in the study; it has {known}.",
                                   column=column, found=part, known=known))  # fmt: skip
    return value


def _held_now(plan, cell):
    """Return what the plan says now in the cell that a line of the log speaks of."""
    table = "commitments" if cell["commitment"] else "actions"
    rows = plan.tables[table].to_dict("records")
    keys = line_keys(table, rows)
    found = next(
        (row for key, row in zip(keys, rows, strict=True) if key == (cell["action"], plain(cell["commitment"]))), {}
    )
    return found.get(cell["column"])


def _contradicted(plan, cell):
    """Return whether workbook and log say different things of a cell."""
    told = plan.tables["follow_up"]
    here = (told["state"] == CONFLICT) & (told["action"] == cell["action"]) & (told["column"] == cell["column"])
    return any(plain(name) == plain(cell["commitment"]) for name in told.loc[here, "commitment"])


def _written(path, log, form, rows, what, by, note):
    known = {found for row in log if (found := moment(row["when"]))}
    when = free_moment(known).isoformat(timespec="microseconds")
    rows = [{"when": when, "who": by, "what": what, "note": note, **row} for row in rows]
    if rows:
        append(path, rows, COLUMNS, **form)
    return frame("follow_up", rows)
