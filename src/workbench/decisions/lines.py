"""The file of decisions as spreadsheets and crashes leave it: how its lines are found, and what each one says."""

import csv
import io
import re
from datetime import UTC, datetime
from functools import lru_cache

from workbench import tables
from workbench.language import N_, names, recognise
from workbench.problems import ERROR, WARNING, Problem

COLUMNS = tuple(tables.columns("decisions"))
#: Cells without which a line of each kind says nothing.
NEEDS = {
    "assign": ("criterion", "to"),
    "split": ("criterion", "to"),
    "merge": ("from", "to"),
    "rename": ("from", "to"),
    "new": ("to",),
    "validate": (),
    "code": ("from", "to"),
    "reword": ("criterion", "to"),
    "meaning": ("criterion", "to"),
    "number": ("to",),
    "undo": (),
}
#: Fewer themes than this part nothing from anything.
FEWEST = 2


def decoded(data):
    """Return the text of `data` and its encoding: UTF-8, or what Windows writes. Zero bytes are what a crash leaves."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def separator(text):
    """Return what stands between the cells of `text`, by its first line.

    >>> separator("when;who;what")
    ';'
    """
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count) if first.strip() else ","


def records(text):
    """Return (row number, text) of each row. A quoted cell may hold a line break; a row cut short swallows no other.

    >>> records('when,what\\n2024-01-01,"cut sh\\n2024-01-02,undo')
    [(1, 'when,what'), (2, '2024-01-01,"cut sh'), (3, '2024-01-02,undo')]
    """
    lines, rows, at = re.split("\r\n|\r|\n", text), [], 0
    while at < len(lines):
        end = at + 1
        while is_cut(lines[at:end]) and end < len(lines) and not _BEGINS.match(lines[end]):
            end += 1
        if is_cut(lines[at:end]):
            end = at + 1
        rows.append("\n".join(lines[at:end]))
        at = end
    return [(number, row) for number, row in enumerate(rows, 1) if row.strip(" ,;\t") and not row.startswith("sep=")]


def is_cut(lines):
    """Return whether a quoted cell is still open at the end of `lines`."""
    return sum(line.count('"') for line in lines) % 2 == 1


#: How a row begins in the form this file is written in: with a time.
_BEGINS = re.compile(r'"?\d{4}-\d\d-\d\d|"?\d\d?[./]\d\d?[./]\d{4}')


#: Lines that are kept as they were understood: a log is read again before and after each decision.
_KEPT = 100_000


def _cells(line, between):
    return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=between))]


def header(first, between, file, columns=COLUMNS):
    """Return the order of the columns, or None where the first row names none, and what is wrong."""
    number, line = first
    order = [recognise("column", cell, among=columns) for cell in _cells(line, between)]
    if "what" in order:
        return order, []
    message, advice = N_("The first line does not name the columns."), N_("Write in it: {columns}.")
    return None, [Problem(file, "", f"A{number}", message, advice, {"columns": ", ".join(columns)}, WARNING)]


def decision_of(line, between, order, number, file):
    """Return the decision that a row says, or None, and what is wrong with it."""

    def fault(column, message, advice, values=None, severity=ERROR):
        return Problem(file, "", f"{letter(column, order)}{number}", message, advice, values or {}, severity)

    if is_cut([line]):
        return None, [fault("", N_("This line is cut short."), N_("Make the decision again."))]
    cells = said(line, between, order)
    what = recognise("decision", cells["what"], among=NEEDS)
    if what is None:
        message, advice = N_("“{found}” is no kind of decision."), N_("Write one of these: {kinds}.")
        return None, [fault("what", message, advice, {"found": cells["what"], "kinds": names("decision")})]
    absent = [name for name in NEEDS[what] if not cells[name]]
    if what == "validate" and not (cells["from"] or cells["criterion"]):
        absent = ["from"]
    if absent:
        message, advice = N_("This decision lacks something: {columns}."), N_("Complete the line, or decide again.")
        return None, [fault(absent[0], message, advice, {"columns": absent})]
    if what == "number":
        found = whole_number(cells["to"])
        if found is None or found < FEWEST:
            message = N_("“{found}” is no number of themes.") if found is None else N_("{found} is too few themes.")
            advice = N_("Write a whole number, {fewest} or more.")
            return None, [fault("to", message, advice, {"found": cells["to"], "fewest": FEWEST})]
        cells["to"] = str(found)
    problems = []
    if moment(cells["when"]) is None:
        message = N_("“{found}” is not a time that can be read; the line is taken where it stands.")
        advice = N_("Write it as 2024-03-12T14:30.")
        problems.append(fault("when", message, advice, {"found": cells["when"]}, WARNING))
    return cells | {"what": what, "source": f"{file}!A{number}"}, problems


def letter(column, order):
    """Return in which column of a spreadsheet a cell stands: the last one that has this name; the first if none has.

    >>> letter("what", ["when", "who", "what"])
    'C'
    """
    return chr(65 + max(place for place, name in enumerate(order) if name == column)) if column in order else "A"


def said(line, between, order, columns=COLUMNS):
    """Return what a row says, by column.

    >>> said("2024-01-01;'=1", ";", ["when", "note"], ("when", "who", "note"))
    {'when': '2024-01-01', 'who': '', 'note': '=1'}
    """
    return dict(zip(columns, _said(line, between, tuple(order), columns), strict=True))


@lru_cache(maxsize=_KEPT)
def _said(line, between, order, columns):
    cells = {name: as_said(cell) for name, cell in zip(order, _cells(line, between), strict=False) if name}
    return tuple(cells.get(name, "") for name in columns)


def whole_number(text):
    """Return the whole number that `text` says, also as a spreadsheet writes it; None if it is none.

    >>> whole_number("12"), whole_number(" 12,0 "), whole_number("a dozen"), whole_number("2,000")
    (12, 12, None, None)
    """
    match = re.fullmatch(r"\s*([+-]?[0-9]{1,9})(?:[.,]0{1,2})?\s*", str(text))
    return int(match[1]) if match else None


@lru_cache(maxsize=_KEPT)
def moment(text):
    """Return the time that `text` says, or None; a day and a month that could be swapped are not guessed.

    >>> moment("25/03/2024 14:30").isoformat(), moment("03/04/2024") is None
    ('2024-03-25T14:30:00+00:00', True)
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        match = re.fullmatch(r"(\d\d?)([./])(\d\d?)\2(\d{4})(?:[ T,]+(\d\d?):(\d\d)(?::(\d\d))?)?", text)
        if not match:
            return None
        day, between, month, year, *clock = match.groups()
        if between == "/" and int(day) <= 12 and int(month) <= 12 and day != month:
            return None
        try:
            found = datetime(int(year), int(month), int(day), *(int(part or 0) for part in clock))
        except ValueError:
            return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def by_time(rows):
    """Return rows oldest first; one without a time stays behind the one that it stands behind."""
    moments, last = [], datetime.min.replace(tzinfo=UTC)
    for row in rows:
        last = moment(row["when"]) or last
        moments.append(last)
    return [row for _moment, row in sorted(zip(moments, rows, strict=True), key=lambda pair: pair[0])]


def as_text(cell):
    """Return a cell in one line; what a spreadsheet would take for a formula is marked as text.

    >>> as_text("=1+1"), as_said(as_text("=1+1"))
    ("'=1+1", '=1+1')
    """
    said = " ".join(str(cell).split())
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "'")) else said


def as_said(cell):
    """Return what was meant by a cell written by `as_text`.

    >>> as_said("'tis")
    "'tis"
    """
    return cell[1:] if re.match(r"'[=+\-@']", cell) else cell
