"""Grids (coding schemes) in several versions: those that the workbench brings, and those that an evaluator keeps.

The workbench brings a scheme of its own (`data/grid.csv`), what can be sourced of the Council of Europe's versions of
2011, 2015 and 2019, and the goals of the Agenda 2030 as an example of another scheme. The eight families are the
Council of Europe's (their letters matched by us), and so are the components of which the method names a source; the
others, the names in languages other than the source's, and all seed words are worded by the workbench. The column
`provenance` says so row by row. Any other scheme is a spreadsheet and loads the same way.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from workbench import tables
from workbench.coding.soundness import grid_faults, lines_of, lines_of_table
from workbench.language import LANGUAGES, N_, _, current_language, plain, recognise
from workbench.problems import ERROR, Problem, StudyProblems
from workbench.spreadsheets.headers import find_header
from workbench.spreadsheets.rows import read_rows
from workbench.spreadsheets.workbooks import read_sheets

#: The version that is meant where none is named.
OWN = "workbench-1"
_PUBLISHED = ("2011", "2015", "2019")
_NOTES = {
    OWN: N_("Families and sourced components of the Council of Europe; the rest is worded by the workbench."),
    "2011": N_("Only its families are known to the workbench; for its components load your own spreadsheet."),
    "2015": N_("Only the number of families and components is known; load your own spreadsheet of it."),
    "2019": N_("Only the number of families and components is known; load your own spreadsheet of it."),
    "agenda_2030": N_("Goals of the United Nations; seed words by the workbench."),
}


def read_grid(*which):
    """Return coding schemes: the workbench's own, another that it brings, or one that an evaluator keeps.

    Parameters
    ----------
    *which : str or path
        Versions that the workbench brings (see `grid_versions`), or spreadsheets (xlsx, ods, csv …) with one row a
        family or component, headers in any of the six languages. Code and one label are needed; version, parent, seeds
        and the rest are used if they are there. Several stand one below the other. None: the workbench's own.

    Returns
    -------
    DataFrame
        Table `grid`; kinds in the workbench's own words. A spreadsheet without a version is called after its file.

    Raises
    ------
    StudyProblems
        All that is wrong in the spreadsheets, by cell (see `check_grid`); warnings do not raise.

    Examples
    --------
    >>> grid = read_grid()
    >>> grid.loc[grid["code"] == "A02", ["parent", "label_en", "provenance"]].values.tolist()
    [['A', 'healthcare, medicine', 'Council of Europe']]
    >>> read_grid("agenda 2030").query("code == 'SDG 4'")["label_fr"].item()
    'Éducation de qualité'
    """
    read = [gather_grid(one) for one in which or (OWN,)]
    errors = [problem for _grid, found in read for problem in found if problem.severity == ERROR]
    if errors:
        raise StudyProblems(errors)
    return tables.frame("grid", pd.concat([grid for grid, _found in read], ignore_index=True))


def check_grid(grid):
    """Return everything that is wrong with a coding scheme, cell by cell, all at once; an empty list if it is sound.

    A code or a name is missing; a code stands twice; a parent is not there, or is not what the code says; parents go
    round in a circle; a code has not the form of SPIRAL's codes where the version says it has. Warnings: a name or seed
    words are missing in a language.

    Parameters
    ----------
    grid : DataFrame, str or path
        Table `grid`, or what `read_grid` takes.

    Returns
    -------
    list of Problem

    Examples
    --------
    >>> check_grid(read_grid("workbench-1", "agenda_2030"))
    []
    >>> print(check_grid(tables.frame("grid", [{"version": "x", "code": "B1", "parent": "B", "label_en": "air"}]))[0])
    grid · C2 – There is no line with the code “B”. Add the line, or correct the cell.
    """
    if isinstance(grid, pd.DataFrame):
        return grid_faults(lines_of_table(grid), spiral_versions(grid["version"]))
    return gather_grid(grid)[1]


def grid_versions():
    """Return the coding schemes that the workbench knows of, and how much of each it holds.

    Returns
    -------
    DataFrame
        One row a version: version, year, families and components as published, held (families and components that can
        be read), grammar ("SPIRAL" where codes have that form), provenance, note (current language).

    References
    ----------
    Numbers of families and components: wikispiral.org. What is not published there is not made up here.

    Examples
    --------
    >>> grid_versions()[["version", "families", "components", "held"]].head(3)
           version  families components  held
    0  workbench-1         8         44    60
    1         2011         8         59     8
    2         2015         9      67–68     0
    """
    found = _versions().copy()
    found["families"] = found["families"].astype("Int64")
    found["held"] = pd.Series([len(_brought(version)) for version in found["version"]], dtype="Int64")
    found["note"] = [_(_NOTES[version]) for version in found["version"]]
    return found[["version", "year", "families", "components", "held", "grammar", "provenance", "note"]]


def spiral_versions(versions):
    """Return those of `versions` whose codes have SPIRAL's form: known to have, or called so.

    >>> sorted(spiral_versions(["2019", "SPIRAL Mulhouse", "goals"]))
    ['2019', 'SPIRAL Mulhouse']
    """
    known = set(_versions().query("grammar == 'SPIRAL'")["version"])
    return {version for version in versions if version in known or "spiral" in plain(version).split()}


def gather_grid(which, *, name=None):
    """Return one coding scheme (see `read_grid`) and what is wrong with it; empty where nothing can be read."""
    brought = next((one for one in _versions()["version"] if plain(one) == plain(str(which))), None)
    if brought and not Path(which).is_file():
        grid = _brought(brought)
        if len(grid):
            return grid.copy(), []
        return grid, [Problem(str(which), "", "", N_("The workbench does not hold this version."), _NOTES[brought])]
    path = Path(which)
    name = name or path.name
    sheets, problems = read_sheets(path, name=name)
    lines = []
    for sheet in sheets:
        header = find_header(sheet, _column) if len(sheet.cells) else None
        if header is None or sheet.is_list() or not {"code", *_LABELS} & set(header.meanings.values()):
            continue
        rows, found = read_rows(sheet, "grid", header=header, given={"version"})
        problems += found
        if not _LABELS & set(header.meanings.values()):
            problems.append(sheet.problem(header.row, None, *_NO_LABELS))
        for row in rows:
            row.values["version"] = row.values.get("version") or path.stem
            row.values["kind"] = _kinds(row.values.get("kind", ""))
        lines += rows
    if sheets and not lines and not any(problem.severity == ERROR for problem in problems):
        problems.append(Problem(name, sheets[0].name, "1", *_NO_LABELS))
    grid = tables.frame("grid", [row.with_source() for row in lines])
    known = {(problem.sheet, problem.cell) for problem in problems if problem.severity == ERROR}
    found = grid_faults(lines_of(lines), spiral_versions(grid["version"]))
    return grid, problems + [problem for problem in found if (problem.sheet, problem.cell) not in known]


# ---------------------------------------------------------------------- steps

_LABELS = {f"label_{language}" for language in LANGUAGES}
_NO_LABELS = N_("A coding scheme needs codes and labels."), N_("Name the columns code and label (en).")


def _column(text):
    """Return the column of a grid that a header means; "label" alone is in the language that is spoken."""
    found = recognise("column", text, tables.columns("grid"))
    return found or (f"label_{current_language()}" if recognise("column", text, ("label",)) else None)


def _kinds(text):
    """Return kinds in the workbench's words; what is none of them stays.

    >>> _kinds("individuel; matériel; à part")
    'individual; material; à part'
    """
    parts = [part.strip() for part in str(text).split(";") if part.strip()]
    return "; ".join(recognise("grid_kind", part) or part for part in parts)


@cache
def _versions():
    return _from_package("grids/versions.csv")


@cache
def _brought(version):
    """Return the rows that the workbench holds of a version; of 2011 the families, of which the method names them."""
    if version not in _PUBLISHED:
        place = "grid.csv" if version == OWN else f"grids/{version}.csv"
        return tables.frame("grid", _from_package(place))
    own = _brought(OWN)
    families = own[own["parent"].eq("") & (version == "2011")]
    return tables.frame("grid", families.assign(version=version))


def _from_package(place):
    with files("workbench").joinpath("data", *place.split("/")).open(encoding="utf-8", newline="") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)
