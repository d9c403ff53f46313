"""Versions of words, added to the study's own file of them; study.xlsx is never written."""

import csv
import io
import os

from filelock import FileLock, Timeout

from workbench.decisions.lines import as_text, decoded, separator
from workbench.language import _, current_language, recognise
from workbench.study.wordings import FILE
from workbench.tables import columns, frame

_COLUMNS = [name for name in columns("wordings") if name != "source"]
_PATIENCE = 30


def record_wordings(study, rows):
    """Add versions to `wordings.csv` in the study's folder, all or none, and return them as table `wordings`.

    Parameters
    ----------
    study : Study
    rows : list of dict
        when (ISO), who, since_wave, indicator, part, language, words.

    Raises
    ------
    TimeoutError
        If another program holds the file for half a minute.
    """
    if not rows:
        return frame("wordings", [])
    path = study.folder / FILE
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
            _append(path, rows)
    except Timeout as error:
        raise TimeoutError(_("Another program is writing to {file}. Try again in a moment.", file=path.name)) from error
    return frame("wordings", rows)


def _append(path, rows):
    between, order, before, head = ("," if current_language() == "en" else ";"), _COLUMNS, "\ufeff", True
    if path.is_file() and path.stat().st_size > 0:
        text, encoding = decoded(path.read_bytes())
        between, head = separator(text), False
        first = next(csv.reader(io.StringIO(text), delimiter=between))
        order = [recognise("column", cell, among=_COLUMNS) or "" for cell in first]
        before = "" if text.endswith(("\n", "\r")) else "\n"
        if encoding != "utf-8":  # what a spreadsheet made of it; written anew beside, then put in its place
            beside = path.with_name(f".{path.name}.new")
            beside.write_text(text, encoding="utf-8-sig")
            os.replace(beside, path)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=between, lineterminator="\n")
    if head:
        writer.writerow(order)
    writer.writerows([as_text(row.get(name, "")) for name in order] for row in rows)
    with path.open("ab") as file:
        file.write((before + out.getvalue()).encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
