"""The coding scheme: families and components that themes are laid beside. A theme is not a dimension.

The workbench brings its own scheme (`data/grid.csv`). The eight families are the Council of Europe's (their letters
matched by us), and so are the components of which the method names a source; the others, and all seed words, are worded
by the workbench. The column `provenance` says which is which. Any other scheme loads the same way.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import tables
from workbench.language import LANGUAGES, N_, recognise
from workbench.problems import Problem, StudyProblems


def read_grid(path=None):
    """Return a coding scheme: the workbench's own, or one that an evaluator keeps as a spreadsheet.

    Parameters
    ----------
    path : path, optional
        A csv or a workbook (first sheet) with one row a family or component; headers in any of the six languages.
        Code and one label are needed; parent, seeds and the rest are used if they are there.

    Returns
    -------
    DataFrame
        Table `grid`.

    Raises
    ------
    StudyProblems
        If there is no column of codes or of labels, or a code stands twice.

    Examples
    --------
    >>> grid = read_grid()
    >>> grid.loc[grid["code"] == "A02", ["parent", "label_en", "provenance"]].values.tolist()
    [['A', 'healthcare, medicine', 'Council of Europe']]
    """
    if path is None:
        return _own_grid().copy()
    path = Path(path)
    options = {"dtype": "str", "keep_default_na": False}
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        raw = pd.read_csv(path, sep=None, engine="python", encoding="utf-8-sig", **options)
    else:
        raw = pd.read_excel(path, engine="calamine", **options)
    known = tables.columns("grid")
    raw.columns = [recognise("column", column, among=known) or str(column) for column in raw.columns]
    grid = tables.frame("grid", raw)
    grid["version"] = grid["version"].where(grid["version"] != "", path.stem)
    labels = [f"label_{language}" for language in LANGUAGES]
    problems = []
    if "code" not in raw or not set(labels) & set(raw.columns):
        message, advice = N_("A coding scheme needs codes and labels."), N_("Name the columns code and label (en).")
        problems.append(Problem(path.name, "", "1", message, advice))
    else:
        for row in np.flatnonzero(grid["code"].duplicated()):
            message, advice = N_("The code “{code}” stands twice."), N_("Give each line its own code.")
            problems.append(Problem(path.name, "", str(row + 2), message, advice, {"code": grid["code"].iloc[row]}))
    if problems:
        raise StudyProblems(problems)
    return grid


@cache
def _own_grid():
    with (files("workbench") / "data" / "grid.csv").open(encoding="utf-8", newline="") as lines:
        return tables.frame("grid", pd.read_csv(lines, dtype="str", keep_default_na=False))


def general_code(code, grid):
    """Return the component to take in doubt: the family's x00 where there is one, else the family.

    >>> general_code("A03", read_grid()), general_code("A00", read_grid())
    ('A00', 'A00')
    """
    parents = dict(zip(grid["code"], grid["parent"], strict=True))
    family = parents.get(code) or code
    return f"{family}00" if f"{family}00" in parents else family


def general_codes(grid):
    """Return the families that have components, and their general components: too wide to be compared.

    >>> sorted(general_codes(read_grid()))[:4]
    ['A', 'A00', 'B', 'B00']
    """
    parts = grid[grid["parent"] != ""]
    return set(parts["parent"]) | {general_code(code, grid) for code in parts["code"]}


def seed_words(grid, languages):
    """Return what each component is compared by: its name and its seed words, in `languages`.

    General components, and families that have others, are not compared. A component without a name in any of the
    languages is compared in those it has.

    Parameters
    ----------
    grid : DataFrame
        Table `grid`.
    languages : sequence of str

    Returns
    -------
    DataFrame
        code, language, words.

    Examples
    --------
    >>> seed_words(read_grid(), ["en"]).head(2)["words"].tolist()
    ['food, drink', 'eating enough']
    """
    rows = []
    for row in grid[~grid["code"].isin(general_codes(grid))].to_dict("records"):
        spoken = [code for code in languages if row[f"label_{code}"]] or [c for c in LANGUAGES if row[f"label_{c}"]]
        for language in spoken:
            said = (row[f"label_{language}"], *row[f"seeds_{language}"].split(";"))
            rows += [(row["code"], language, words.strip()) for words in said if words.strip()]
    return pd.DataFrame(rows, columns=["code", "language", "words"], dtype="str")
