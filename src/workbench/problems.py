"""What is wrong in a user's file, cell by cell, in the reader's language; all of it at once."""

import html
from dataclasses import dataclass, field

import pandas as pd

from workbench.language import N_, _, listed, ngettext

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what was found, what is accepted, what to do.

    The sentences are kept as messages with their values and translated when they are read, so one list of problems can
    be read in every language.

    Parameters
    ----------
    file, sheet, cell : str
        Where; sheet and cell are "" where the whole file or sheet is meant. `cell` is as the spreadsheet names it
        ("C14").
    what, do : str
        Messages marked with `N_`: what was found, and what to do.
    values : dict
        What fills the messages' {places}; a list is joined as a sentence joins it, a function is called when it is
        read.
    severity : {"error", "warning"}
        A warning does not stop the study from being read.

    Examples
    --------
    >>> what, do = N_("“{found}” is not a number."), N_("Correct the cell.")
    >>> print(Problem("young_2024.xlsx", "Answers", "C14", what, do, {"found": "x"}))
    young_2024.xlsx · Answers · C14 – “x” is not a number. Correct the cell.
    """

    file: str
    sheet: str
    cell: str
    what: str
    do: str = ""
    values: dict = field(default_factory=dict, hash=False)
    severity: str = ERROR

    def where(self):
        """Return file, sheet and cell in one line.

        >>> Problem("study.xlsx", "Groups", "", "…").where()
        'study.xlsx · Groups'
        """
        return " · ".join(part for part in (self.file, self.sheet, self.cell) if part)

    def found(self):
        """Return what was found, in the current language."""
        return _filled(self.what, self.values)

    def advice(self):
        """Return what to do, in the current language."""
        return _filled(self.do, self.values) if self.do else ""

    def __str__(self):
        return f"{self.where()} – {self.found()} {self.advice()}".rstrip()


def _filled(message, values):
    shown = {name: value() if callable(value) else value for name, value in values.items()}
    return _(
        message, **{name: listed(value) if isinstance(value, list | tuple) else value for name, value in shown.items()}
    )


def problem_table(problems):
    """Return problems as a table that an evaluator can sort and filter.

    Parameters
    ----------
    problems : iterable of Problem

    Returns
    -------
    DataFrame
        Columns severity, file, sheet, cell, found, what to do (headers and texts in the current language); errors
        first.

    Examples
    --------
    >>> problem_table([Problem("a.csv", "", "B2", N_("This cell is empty."))]).iloc[0].tolist()
    ['error', 'a.csv', '', 'B2', 'This cell is empty.', '']
    """
    order = sorted(problems, key=lambda problem: problem.severity != ERROR)
    rows = [
        [_(N_("error")) if p.severity == ERROR else _(N_("warning")), p.file, p.sheet, p.cell, p.found(), p.advice()]
        for p in order
    ]
    header = [_("severity"), _("file"), _("sheet"), _("cell"), _("what was found"), _("what to do")]
    return pd.DataFrame(rows, columns=header, dtype="str")


class StudyProblems(Exception):
    """Everything that keeps a study from being read, raised together.

    In a notebook it shows as a table, not as a traceback: the reader needs the cells, not our code.
    """

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__(self.problems)

    def __str__(self):
        errors = [problem for problem in self.problems if problem.severity == ERROR]
        return "\n".join([self._head(len(errors)), *(f"  {problem}" for problem in errors)])

    def _head(self, n):
        return ngettext(
            "{n} problem keeps the study from being read:", "{n} problems keep the study from being read:", n
        )

    def _render_traceback_(self):
        return str(self).splitlines()

    def _repr_html_(self):
        return f"<p>{html.escape(str(self).splitlines()[0])}</p>" + problem_table(self.problems).to_html(index=False)


class SheetProblems(StudyProblems):
    """Everything that keeps a sheet that came back from being read, raised together; nothing was recorded."""

    def _head(self, n):
        return ngettext(
            "{n} problem keeps the sheet from being read; nothing was recorded:",
            "{n} problems keep the sheet from being read; nothing was recorded:",
            n,
        )
