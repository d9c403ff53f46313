"""What people decided about themes, kept as lines of a file that is only ever added to.

`decisions.csv` stands in the study's folder and opens in a spreadsheet. One line is one choice; lines with the same
`when` are one decision. What each kind needs:

==========  ==================================================================================================
assign      criterion → to: the criterion belongs to theme `to` (an id, a label, or a new name)
split       the same for criteria that leave theme `from` for a new theme; one line a criterion
merge       theme `from` becomes a part of theme `to`
rename      theme `from` is called `to`
validate    the group agrees: with theme `from`, with the criteria named, or with both
code        theme `from` is filed under code `to` of the coding scheme
undo        the decision made at `from` is taken back; without `from`, the last one that still stands
==========  ==================================================================================================

For merge, rename, validate and code, `criterion` may name the criteria that the theme held when people decided
("c1; c2; …"): these stay in it whatever comes later, also when a new wave moves the machine's own suggestions.
"""

import csv
import io
import os
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from workbench import tables
from workbench.decisions.lines import (
    COLUMNS,
    NEEDS,
    as_text,
    by_time,
    decision_of,
    decoded,
    header,
    moment,
    records,
    separator,
)
from workbench.language import _, current_language

FILE = "decisions.csv"
#: What stands between the criteria named in one cell.
_SEVERAL = "; "
#: Criteria named in one line; a spreadsheet cuts longer cells.
_A_LINE = 100
_PATIENCE = 30


def read_decisions(place):
    """Return the decisions of a study, oldest first, and what could not be read.

    Copes with what spreadsheets do to a file: a byte-order mark, semicolons or tabs, Windows' own encoding, columns or
    rows in another order, headers in six languages, and with what a crash does: a line cut short. A line that cannot be
    read is a problem; it stays in the file, and the others are read.

    Parameters
    ----------
    place : Study, folder or path of the file

    Returns
    -------
    decisions : DataFrame
        Table `decisions`, with `source` ("decisions.csv!A7"), by `when`; a line whose time cannot be read stays where
        it stands.
    problems : list of Problem

    Examples
    --------
    >>> decisions, problems = read_decisions("no/such/folder")
    >>> len(decisions), problems
    (0, [])
    """
    path = _path(place)
    if not path.is_file():
        return _table([]), []
    text, _encoding = decoded(path.read_bytes())
    between, lines = separator(text), records(text)
    if not lines:
        return _table([]), []
    order, problems = header(lines[0], between, path.name)
    rows = []
    for number, line in lines if order is None else lines[1:]:
        row, found = decision_of(line, between, order or COLUMNS, number, path.name)
        problems += found
        if row:
            rows.append(row)
    return _table(by_time(rows)), problems


def record_decision(place, what, *, criterion="", theme="", to="", who="", note=""):
    """Add one decision to the study's file and return it; on disk before this returns.

    Two notebooks may write at once. The file keeps the form that it has (separator, encoding, order of columns).

    Parameters
    ----------
    place : Study, folder or path of the file
    what : {"assign", "merge", "split", "rename", "validate", "code", "undo"}
    criterion : str or list of str
        The criteria meant; for a decision about a theme, those that it holds now.
    theme : str
        The theme meant, by id or label; for "undo", the `when` of the decision that is taken back.
    to : str
        A theme, a new name, a label or a code, as the kind wants it.
    who, note : str

    Returns
    -------
    DataFrame
        The lines written, as table `decisions`.

    Raises
    ------
    ValueError
        If the kind is unknown or lacks what it needs.
    TimeoutError
        If another program holds the file for half a minute.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     line = record_decision(folder, "rename", theme="T-c17", to="Housing", who="Ana")
    ...     read_decisions(folder)[0][["what", "from", "to"]]
         what   from       to
    0  rename  T-c17  Housing
    """
    if what not in NEEDS:
        raise ValueError(f"what must be one of {', '.join(NEEDS)}; got {what!r}")
    several = [criterion] if isinstance(criterion, str) else [str(one) for one in criterion]
    cells = {"criterion": _SEVERAL.join(several), "from": theme, "to": to}
    absent = [name for name in NEEDS[what] if not str(cells[name]).strip()]
    if absent or (what == "validate" and not (theme or cells["criterion"])):
        raise ValueError(f"{what!r} needs {' and '.join(absent) or 'a theme or a criterion'}; got {cells}")
    path = _path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 1 if what in ("assign", "split") else _A_LINE
    parts = [_SEVERAL.join(several[start : start + size]) for start in range(0, len(several), size)] or [""]
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
            when = _next_moment(path)
            rows = [
                {"when": when, "who": who, "what": what, "criterion": part, "from": theme, "to": to, "note": note}
                for part in parts
            ]
            _append(path, rows)
    except Timeout as error:
        raise TimeoutError(_("Another program is writing to {file}. Try again in a moment.", file=path.name)) from error
    return _table(rows)


def _path(place):
    path = Path(getattr(place, "folder", place))
    return path if path.suffix.lower() in (".csv", ".txt", ".tsv") else path / FILE


def _table(rows):
    return tables.frame("decisions", rows)


def _next_moment(path):
    """Return now, or just after the last decision: two decisions never share their time, even if a clock goes back."""
    decisions, _problems = read_decisions(path)
    now = datetime.now().astimezone()
    moments = [found for found in map(moment, decisions["when"]) if found]
    if moments and max(moments) >= now:
        now = (max(moments) + timedelta(microseconds=1)).astimezone()
    return now.isoformat(timespec="microseconds")


def _append(path, rows):
    between = "," if current_language() == "en" else ";"  # what a spreadsheet in that language expects
    order, before, lines = COLUMNS, "\ufeff", []
    if path.is_file() and path.stat().st_size > 0:
        text, encoding = decoded(path.read_bytes())
        between, lines = separator(text), records(text)
        order = (lines and header(lines[0], between, path.name)[0]) or COLUMNS
        before = "" if text.endswith(("\n", "\r")) else "\n"  # a line cut short stays alone
        if encoding != "utf-8":
            _replace(path, text.encode("utf-8-sig"))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=between, lineterminator="\n")
    if not lines:
        writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([as_text(row.get(name, "")) for name in order])
    with path.open("ab") as file:
        file.write((before + out.getvalue()).encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())


def _replace(path, data):
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
