"""Versions of words, added to the study's own file of them; study.xlsx is never written."""

import csv
import io

from workbench.decisions.adding import append, held
from workbench.decisions.lines import decoded, separator
from workbench.language import recognise
from workbench.study.wordings import FILE
from workbench.tables import columns, frame

_COLUMNS = [name for name in columns("wordings") if name != "source"]


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
    with held(path):
        text, encoding = decoded(path.read_bytes()) if path.is_file() else ("", "utf-8")
        between = separator(text)
        first = next(csv.reader(io.StringIO(text), delimiter=between), [])
        order = [recognise("column", cell, among=_COLUMNS) or "" for cell in first]
        form = {"text": text, "encoding": encoding, "between": between, "order": order}
        append(path, rows, _COLUMNS, **form, headed=bool(text))
    return frame("wordings", rows)
