"""Crosswalks: what the codes of one version become in another, and what cannot be carried over.

A crosswalk is a spreadsheet, one line a pair of codes. `match` says what goes there: "same" (all that stands under the
earlier code), "part" (a part of it, of which `share` may say how much; the other parts have lines of their own), "none"
(nothing there corresponds to it). It is read in its own direction.
"""

from pathlib import Path

import pandas as pd

from workbench import tables
from workbench.coding.codes import format_code, parse_code, place_code
from workbench.coding.soundness import crosswalk_faults
from workbench.language import N_, _
from workbench.problems import ERROR, Problem, StudyProblems
from workbench.spreadsheets.headers import column_reader, find_header
from workbench.spreadsheets.rows import read_rows, reference_problems, written_columns
from workbench.spreadsheets.workbooks import read_sheets

#: Columns of a suggested crosswalk that help a person decide, and say nothing once it is decided.
HELP = ("from_label", "to_label", "confidence", "second", "third")
_MEANING = slice(1, None)


def read_crosswalk(path, *, grid=None):
    """Return a crosswalk that an evaluator keeps as a spreadsheet.

    Parameters
    ----------
    path : path
        With the columns of table `grid_crosswalk`, headers in any of the six languages.
    grid : DataFrame, optional
        Table `grid`: codes are checked against the versions that it holds.

    Returns
    -------
    DataFrame
        Table `grid_crosswalk`.

    Raises
    ------
    StudyProblems
        All that is wrong, by cell (see `check_crosswalk`).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "2011 to 2019.csv"
    ...     _written = path.write_text("from version;from code;to version;to code;match\\n2011;A08;2019;A12;same\\n")
    ...     read_crosswalk(path)[["from_code", "to_code", "match"]].values.tolist()
    [['A08', 'A12', 'same']]
    """
    crosswalk, problems = gather_crosswalk(path, grid=grid)
    errors = [problem for problem in problems if problem.severity == ERROR]
    if errors:
        raise StudyProblems(errors)
    return crosswalk


def check_crosswalk(path, *, grid=None):
    """Return everything that is wrong with a crosswalk, cell by cell; an empty list if it is sound.

    No code where something corresponds, or one where nothing does; a share outside 0 to 1, or shares of one code that
    add up to more than 1; "same" beside other lines of the same code; a line that stands twice; a version that leads to
    itself; a code that its version does not have. Warning: a code of the earlier version that has no line.

    Parameters
    ----------
    path : path
    grid : DataFrame, optional
        Table `grid`.

    Returns
    -------
    list of Problem

    Examples
    --------
    >>> print(check_crosswalk("nowhere.csv")[0])
    nowhere.csv – There is no such file. Check the name of the file and its folder.
    """
    return gather_crosswalk(path, grid=grid)[1]


def gather_crosswalk(path, *, name=None, grid=None):
    """Return a crosswalk (see `read_crosswalk`) and what is wrong with it; empty where nothing can be read."""
    path = Path(path)
    name = name or path.name
    sheets, problems = read_sheets(path, name=name)
    rows = []
    for sheet in sheets:
        reader = column_reader(written_columns("grid_crosswalk"))
        header = find_header(sheet, reader, least=3) if len(sheet.cells) else None
        if header is not None and not sheet.is_list():
            lines, found = read_rows(sheet, "grid_crosswalk", header=header, keep=HELP)
            rows += lines
            problems += found
    if sheets and not rows and not problems:
        advice = N_("It needs the columns from version, from code, to version, to code and match.")
        problems.append(Problem(name, "", "", N_("No crosswalk was found in the file."), advice))
    problems += reference_problems(rows, "grid_crosswalk", {})
    problems += crosswalk_faults(
        rows, {} if grid is None else {v: set(part["code"]) for v, part in grid.groupby("version")}
    )
    return tables.frame("grid_crosswalk", [row.with_source() for row in rows]), problems


def recode(table, crosswalk, *, to, version="", column="code", general=False):
    """Return a table with its codes carried to another version, and the codes that could not be carried.

    Nothing is guessed: a code that became several is ambiguous, one without counterpart is lost, and both are empty in
    the result and listed. Meaning and beneficiary of a SPIRAL code are kept; the detail of its object is not.

    Parameters
    ----------
    table : DataFrame
        With codes, for instance `criteria` or `themes`.
    crosswalk : DataFrame
        Table `grid_crosswalk`.
    to : str
        The version wanted.
    version : str
        The version of the codes; where it is "", the column `version` of the table says it line by line.
    column : str
        The column that holds the codes.
    general : bool
        File an ambiguous code under the general component (x00) where all it may be belongs to one family: the
        method's own rule in doubt.

    Returns
    -------
    recoded : DataFrame
        `table` with its codes carried over, `code_was` (as they were), version.
    left : DataFrame
        One row a code that was not carried whole: from_version, code, to_version, rows (how many lines have it), why
        ("ambiguous", "lost", "not listed", "without its detail"), candidates ("; " between).

    Raises
    ------
    ValueError
        If no crosswalk leads there: codes of different versions are not compared without one.

    Examples
    --------
    >>> lines = [("A08", "A12", "same"), ("A07", "A13", "part"), ("A07", "A14", "part")]
    >>> crosswalk = pd.DataFrame(lines, columns=["from_code", "to_code", "match"])
    >>> crosswalk[["from_version", "to_version"]] = "2011", "2019"
    >>> told = pd.DataFrame({"code": ["A08/P15/k", "A07", ""]})
    >>> recoded, left = recode(told, crosswalk, version="2011", to="2019")
    >>> recoded["code"].tolist(), left[["code", "why", "candidates"]].values.tolist()
    (['A12/P15/k', '', ''], [['A07', 'ambiguous', 'A13; A14']])
    """
    to, result = str(to), table.copy()
    codes = table[column].fillna("").astype("str").str.strip()
    versions = (
        table["version"].astype("str") if not version and "version" in table else pd.Series(str(version), table.index)
    )
    pairs = pd.DataFrame({"version": versions, "code": codes})
    asked = pairs[(codes != "") & (versions != to)]
    carried = {
        key: _carried(key[1], _lines(crosswalk, key[0], to), general=general)
        for key in asked.value_counts(sort=False).index
    }
    result["code_was"] = codes
    result[column] = [carried.get((was, code), (code,))[0] for was, code in zip(versions, codes, strict=True)]
    result["version"] = to
    counted = asked.value_counts().to_dict()
    rows = [
        (was, code, to, counted[was, code], why, "; ".join(candidates))
        for (was, code), (_new, why, candidates) in sorted(carried.items())
        if why
    ]
    left = pd.DataFrame(rows, columns=["from_version", "code", "to_version", "rows", "why", "candidates"])
    left = left.astype(
        dict.fromkeys(["from_version", "code", "to_version", "why", "candidates"], "str") | {"rows": "Int64"}
    )
    result[[column, "version"]] = result[[column, "version"]].astype("str")
    for one in (result, left):
        one.attrs.update(table.attrs)
    return result, left


def one_version(table, what="code"):
    """Return the version in which all codes of a table are written ("" where it says none), or refuse to compare.

    Raises
    ------
    ValueError
        If there are several: without a crosswalk their codes do not mean the same.
    """
    if "version" not in table:
        return ""
    coded = table[table[what].fillna("").astype("str").str.strip() != ""] if what in table else table
    found = sorted(set(coded["version"].astype("str")) - {""})
    if len(found) > 1:
        raise ValueError(
            _(
                "Codes of the versions {versions} are not compared: the same code may mean something else. "
                "Carry them to one version with a crosswalk (wb.recode), or keep one version.",
                versions=", ".join(found),
            )
        )
    return found[0] if found else ""


# ---------------------------------------------------------------------- steps


def _lines(crosswalk, was, to):
    lines = crosswalk[crosswalk["from_version"].eq(was) & crosswalk["to_version"].eq(to)]
    if lines.empty:
        raise ValueError(
            _(
                "No crosswalk leads from version “{was}” to “{to}”: codes of different versions are not compared. "
                "Write one (wb.suggest_crosswalk proposes it) and read it with wb.read_crosswalk.",
                was=was or "?",
                to=to,
            )
        )
    return lines


def _carried(code, lines, *, general):
    """Return the new code ("" if there is none for sure), why not, and what it may be."""
    place = place_code(code, lines["from_code"])
    found = lines[lines["from_code"] == place]
    kept = found[found["match"] != "none"]
    if not place:
        return "", "not listed", []
    if kept.empty:
        return "", "lost", []
    candidates = kept["to_code"].tolist()
    if len(candidates) > 1 or kept["match"].iloc[0] == "part":
        family = _family(candidates) if general else ""
        return (_with_meaning(f"{family}00", code) if family else ""), "ambiguous", candidates
    new = _with_meaning(candidates[0], code)
    return new, "without its detail" if _detail(code) and not _detail(place) else "", candidates


def _parsed(code):
    try:
        return parse_code(code)
    except ValueError:
        return None


def _detail(code):
    said = _parsed(code)
    return bool(said and said.detail)


def _family(codes):
    families = {said.family if (said := _parsed(code)) else "" for code in codes}
    return families.pop() if len(families) == 1 else ""


def _with_meaning(new, code):
    """Return the new object with the meaning and the beneficiary of the old code."""
    said = _parsed(code) if "/" in code else None
    return "/".join([new, *format_code(said).split("/")[_MEANING]]) if said and _parsed(new) else new
