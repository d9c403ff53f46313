"""Lines added to a file of a study that is only ever added to: one program at a time, on disk before it returns."""

import csv
import io
import os
from contextlib import contextmanager
from datetime import datetime, timedelta

from filelock import FileLock, Timeout

from workbench.decisions.lines import as_text
from workbench.language import _, current_language

_PATIENCE = 30
_TICK = timedelta(microseconds=1)


@contextmanager
def held(path):
    """Hold a file for the time of the block, so that two notebooks may write at once.

    Raises
    ------
    TimeoutError
        If another program holds it for half a minute.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise TimeoutError(_("Another program is writing to {file}. Try again in a moment.", file=path.name)) from error


def append(path, rows, columns, *, text="", encoding="utf-8", between="", order=None, headed=False):
    """Add rows to a file in the form that it has: its separator, its encoding, the order of its columns.

    Parameters
    ----------
    path : Path
    rows : list of dict
    columns : sequence of str
        Of a file that says nothing yet.
    text, encoding, between, order
        The file as it was read: its text and what that was written in, what stands between its cells, its columns.
    headed : bool
        Whether its first line stands already.
    """
    between = between if text else "," if current_language() == "en" else ";"  # what a spreadsheet there expects
    before = "\ufeff"
    if text:
        before = "" if text.endswith(("\n", "\r")) else "\n"  # a line cut short stays alone
        if encoding != "utf-8":
            _replace(path, text.encode("utf-8-sig"))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=between, lineterminator="\n")
    if not headed:
        writer.writerow(columns)
    for row in rows:
        writer.writerow([as_text(row.get(name, "")) for name in order or columns])
    with path.open("ab") as end:
        end.write((before + out.getvalue()).encode("utf-8"))
        end.flush()
        os.fsync(end.fileno())


def free_moment(known, when=None):
    """Return `when`, or now; never a time that is known, and never an earlier one if a clock went back."""
    if when is None:
        now = datetime.now().astimezone()
        when = max(now, max(known) + _TICK) if known else now
    while when in known:
        when += _TICK
    return when.astimezone()


def _replace(path, data):
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
