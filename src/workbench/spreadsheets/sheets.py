"""A sheet of raw cells: every cell keeps its true address."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
from openpyxl.utils import get_column_letter

from workbench.problems import Problem


@dataclass(frozen=True)
class Sheet:
    """One sheet as it stands: `cells.iat[r, c]` is the cell in row r+1 and column c+1; "" is an empty cell.

    `merged` holds the merged ranges as (first row, first column, last row, last column), counted from 0.
    """

    file: str
    name: str
    cells: pd.DataFrame
    merged: tuple = field(default=())

    @cached_property
    def rows(self):
        """The cells as lists, row by row."""
        return self.cells.to_numpy(dtype=object).tolist()

    def is_list(self):
        """Return whether the sheet only holds the words of drop-downs, as in templates: its name starts with "_"."""
        return self.name.startswith("_")

    def address(self, row, column):
        """Return the address of a cell as the spreadsheet names it.

        >>> Sheet("a.xlsx", "Answers", pd.DataFrame()).address(13, 2)
        'C14'
        """
        return address(row, column)

    def source(self, row, column):
        """Return file!sheet!cell of a cell.

        >>> Sheet("a.xlsx", "Answers", pd.DataFrame()).source(13, 2)
        'a.xlsx!Answers!C14'
        """
        return f"{self.file}!{self.name}!{address(row, column)}"

    def problem(self, row, column, what, do="", severity="error", /, **values):
        """Return a Problem at one cell of this sheet; `column` None means the whole row, `row` None the whole sheet."""
        if row is None:
            cell = ""
        else:
            cell = str(row + 1) if column is None else address(row, column)
        return Problem(self.file, self.name, cell, what, do, values, severity)


def address(row, column):
    """Return the address of the cell in row `row` and column `column`, both counted from 0.

    >>> address(0, 27)
    'AB1'
    """
    return f"{get_column_letter(column + 1)}{row + 1}"


def grid(rows):
    """Return rows of cells as a rectangle of objects, without the empty rows and columns at its end."""
    width = max((len(row) for row in rows), default=0)
    cells = pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype=object)
    cells = cells.where(cells.notna(), "")
    filled = cells.map(lambda cell: not isinstance(cell, str) or bool(cell.strip())).to_numpy(dtype=bool)
    if not filled.any():
        return pd.DataFrame(dtype=object)
    return cells.iloc[: filled.any(axis=1).nonzero()[0][-1] + 1, : filled.any(axis=0).nonzero()[0][-1] + 1]
