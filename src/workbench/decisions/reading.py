"""The file of decisions read again and again: of a file that only grew, only what is new."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workbench.decisions.lines import (
    COLUMNS,
    by_time,
    decision_of,
    decoded,
    header,
    is_cut,
    letter,
    moment,
    records,
    separator,
)

#: Files that are kept as they were understood: a log is read before and after each decision.
_FILES = 4
_kept = {}
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Understood:
    """A file of decisions as it was understood.

    `data`: its bytes. `rows`: its decisions, oldest first, as dictionaries. `problems`: what could not be read.
    `between`, `order`: its separator and its columns (None where the first line names none). `lines`: how many lines
    come before the next one. `latest`: the time of the last decision. `grows`: whether what is added to it can be read
    alone: it ends with a whole line, and no cell goes over two lines. `empty`: whether no line says anything.
    """

    data: bytes = b""
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    between: str = ","
    order: list | None = None
    lines: int = 0
    latest: datetime = _EARLIEST
    grows: bool = False
    empty: bool = True


def understood(path, data=None):
    """Return the file of decisions at `path`, understood; nothing where there is none.

    Parameters
    ----------
    path : Path
    data : bytes, optional
        What stands in the file, where it was read already.

    Returns
    -------
    Understood
    """
    if data is None:
        data = path.read_bytes() if path.is_file() else b""
    known = _kept.pop(path, None)
    if known is None or known.data != data:
        known = (known and _longer(known, data, path.name)) or _whole(data, path.name)
    _kept[path] = known
    while len(_kept) > _FILES:
        _kept.pop(next(iter(_kept)), None)
    return known


def cell_of(path, decision, column):
    """Return the cell of a decision in the file that it was read from, as "F7".

    Parameters
    ----------
    path : Path
    decision : dict
        A line of table `decisions`, with `source`.
    column : str
    """
    return letter(column, understood(path).order or COLUMNS) + decision["source"].rpartition("!A")[2]


def _whole(data, name):
    text, encoding = decoded(data)
    between, lines = separator(text), records(text)
    if not lines:
        return Understood(data, between=between)
    order, problems = header(lines[0], between, name)
    rows, problems = _decisions(lines if order is None else lines[1:], between, order, name, problems)
    rows = by_time(rows)
    last = max((found for row in rows if (found := moment(row["when"]))), default=_EARLIEST)
    physical, grows = _physical(text, encoding)
    return Understood(data, rows, problems, between, order, physical, last, grows, empty=False)


def _longer(known, data, name):
    """Return what `known` is with all that was added to it; None where the whole must be read."""
    if not (known.grows and data.startswith(known.data)):
        return None
    added = data[len(known.data) :]
    text, encoding = decoded(added)
    if encoding != "utf-8" or BOM_UTF8 in added:  # two files, one behind the other
        return None
    lines = [(known.lines + number, line) for number, line in records(text)]
    rows, problems = _decisions(lines, known.between, known.order, name, known.problems)
    last = known.latest
    for row in rows:
        when = moment(row["when"])
        if when is None or when < last:  # its place is not at the end
            return None
        last = when
    physical, grows = _physical(text, encoding)
    rows, physical = known.rows + rows, known.lines + physical
    return Understood(data, rows, problems, known.between, known.order, physical, last, grows, empty=False)


def _decisions(lines, between, order, name, problems):
    rows, problems = [], list(problems)
    for number, line in lines:
        row, found = decision_of(line, between, order or COLUMNS, number, name)
        problems += found
        if row:
            rows.append(row)
    return rows, problems


def _physical(text, encoding):
    """Return how many lines end in `text`, and whether all do, each with its cells."""
    lines = re.split("\r\n|\r|\n", text)
    return len(lines) - 1, encoding == "utf-8" and text.endswith("\n") and not any(is_cut([line]) for line in lines)
