"""The grids that a study declares, its crosswalks, and whether its codes are theirs."""

from functools import cache, partial
from pathlib import Path

import pandas as pd

from workbench import tables
from workbench.coding.codes import place_code
from workbench.coding.crosswalks import gather_crosswalk
from workbench.coding.grids import OWN, gather_grid, grid_versions
from workbench.language import N_, plain
from workbench.problems import ERROR, WARNING, Problem
from workbench.spreadsheets.workbooks import SPREADSHEETS, TEXTS

#: Folders of a study in which its grids and its crosswalks lie.
GRIDS, CROSSWALKS = "grids", "crosswalks"


def gather_grids(folder, declared, problem_at):
    """Return the grids that a study declares, the first one first, and what is wrong with them.

    Parameters
    ----------
    folder : Path
        Of the study. A grid of its own lies in it, or in its folder `grids`.
    declared : str
        Versions that the workbench brings, or files, ";" between; "" for the workbench's own grid.
    problem_at : function
        (what, do, **values) → Problem at the cell where the grid is declared.

    Returns
    -------
    grid : DataFrame
        Table `grid`.
    problems : list of Problem
    """
    brought = {plain(version) for version in grid_versions()["version"]}
    read, problems = [], []
    for name in [part.strip() for part in declared.split(";") if part.strip()] or [OWN]:
        path = _found(folder, name)
        if path is None and plain(name) not in brought:
            what = N_("There is no grid “{found}” in the study's folder, and the workbench brings none of this name.")
            do = N_("Put the file into the folder grids, or name one of these: {brought}.")
            problems.append(problem_at(what, do, found=name, brought=list(grid_versions()["version"])))
            continue
        grid, found = gather_grid(path or name, name=path and path.relative_to(folder).as_posix())
        if path is None:
            found = [problem_at(one.what, one.do) for one in found]
        read.append(grid)
        problems += found
    whole = pd.concat(read, ignore_index=True) if read else []
    return tables.frame("grid", whole), problems


def gather_crosswalks(folder, grid):
    """Return the crosswalks in a study's folder `crosswalks`, and what is wrong with them."""
    root = folder / CROSSWALKS
    paths = sorted(root.glob("*")) if root.is_dir() else []
    paths = [path for path in paths if path.suffix.lower() in SPREADSHEETS | TEXTS and path.name[0] not in "~."]
    read = [gather_crosswalk(path, name=path.relative_to(folder).as_posix(), grid=grid) for path in paths]
    whole = pd.concat([crosswalk for crosswalk, _found in read], ignore_index=True) if read else []
    return tables.frame("grid_crosswalk", whole), [problem for _crosswalk, found in read for problem in found]


def _found(folder, name):
    """Return the file that `name` means: in the study's folder or its folder of grids, with or without its ending."""
    for place in (folder, folder / GRIDS):
        for ending in ("", *sorted(SPREADSHEETS), *sorted(TEXTS)):
            path = place / f"{name}{ending}"
            inside = Path(folder).resolve() in path.resolve().parents
            if inside and path.is_file() and path.suffix.lower() in SPREADSHEETS | TEXTS:
                return path
    return None


def version_of(criteria, waves, grid):
    """Return the version in which each criterion's code is written: its wave's, else the study's first grid."""
    first = grid["version"].iloc[0] if len(grid) else OWN
    told = waves[waves["grid"].ne("")]
    of = {(row["territory"], row["wave"]): row["grid"] for row in told.to_dict("records")}
    places = zip(criteria["territory"], criteria["wave"], strict=True)
    return [of.get((territory, wave)) or of.get(("", wave)) or first for territory, wave in places]


def codes_of_study(study, rows, gathered):
    """Return warnings of codes, of criteria, indicators and decisions, that the grids of the study do not have.

    Parameters
    ----------
    study : Study
    rows : dict
        Table name → list of Row of study.xlsx.
    gathered : Gathered
    """
    by_line = {id(line): problem for line, problem in gathered.coded}
    lines = [line for line in gathered.tables["criteria"] if line.get("code")]
    versions = version_of(tables.frame("criteria", lines), study.waves, study.grid)
    coded = [
        (line["code"], version, by_line.get(id(line)) or _at_source(line))
        for line, version in zip(lines, versions, strict=True)
    ]
    coded += [(row.values.get("code"), "", partial(row.problem, "code")) for row in rows.get("indicators", [])]
    filed = study.decisions[study.decisions["what"].eq("code")].to_dict("records")
    return _code_doubts([*coded, *((row["to"], "", _at_source(row)) for row in filed)], study.grid)


def wave_doubts(rows, grid):
    """Warn of waves whose codes are of a version that the study does not hold."""
    held = sorted(set(grid["version"]))
    for row in rows:
        version = row.values.get("grid") or ""
        if version and version not in held:
            what = N_("The study does not hold the grid “{found}”: codes of this wave are not checked.")
            do = N_("Name it as grid of the study too (it holds: {held}), or correct the cell.")
            yield row.problem("grid", what, do, WARNING, found=version, held=held)


def _code_doubts(coded, grid):
    """Warn of (code, version, problem at its cell), once a file at the first cell; version "" may be any."""
    codes = {version: set(part["code"]) for version, part in grid.groupby("version")} | {"": set(grid["code"])}
    found = {}
    known = cache(lambda code, version: bool(place_code(code, codes[version])))
    for code, version, problem in coded:
        if code and version in codes and not known(code, version):
            found.setdefault((problem("").file, code, version), [problem, 0])[1] += 1
    for (_file, code, version), (problem, n) in found.items():
        what = N_(
            "The grid ({version}) has no code “{code}” ({n} times in this file): it is counted under no dimension."
        )
        do = N_("Correct the code, or name the grid of this wave on the sheet of waves.")
        known = version or ", ".join(sorted(set(grid["version"])))
        yield problem(what, do, WARNING, version=known, code=code, n=n)


def _at_source(row):
    """Return the function that makes a Problem where a line of a table comes from."""
    file, _, rest = str(row.get("source", "")).partition("!")
    sheet, _, cell = rest.rpartition("!")
    return lambda what, do="", severity=ERROR, /, **values: Problem(file, sheet, cell, what, do, values, severity)
