"""Problems of a table that is in memory: at the cell it was read from, else at the cell of the sheet it would be."""

from workbench.problems import ERROR, Problem
from workbench.spreadsheets.sheets import address


def problems_of(table, name):
    """Return (values, the function that makes a Problem at one of its columns) of each row.

    Parameters
    ----------
    table : DataFrame
        With a column `source` (file!sheet!cell) where it was read from a workbook.
    name : str
        What the table is called where it was not.

    Examples
    --------
    >>> import pandas as pd
    >>> [(values, problem)] = problems_of(pd.DataFrame({"code": ["A"], "weight": [-1]}), "tree")
    >>> str(problem("weight", "Below 0."))
    'tree · B2 – Below 0.'
    """
    columns = list(table.columns)

    def at(line, source):
        parts = str(source or "").split("!")

        def problem(column, what, do="", severity=ERROR, /, **values):
            if len(parts) == 3:
                return Problem(*parts, what, do, values, severity)
            place = columns.index(column) if column in columns else 0
            return Problem(name, "", address(line + 1, place), what, do, values, severity)

        return problem

    return [(row, at(line, row.get("source"))) for line, row in enumerate(table.to_dict("records"))]
