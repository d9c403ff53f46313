"""Foreign tables: which of their columns and values mean what; proposed once, confirmed by a person, remembered.

A mapping is a csv file in the study's folder `mappings/`, one line a statement, so that it can be read and corrected
in a spreadsheet:

=========  ==================  ======================================================================================
what       found               means
=========  ==================  ======================================================================================
file       name or pattern     the table it becomes: answers, counts, criteria or statistics
column     a header            a column of that table; `indicator:CODE`; `level:3` or `reason:dont_know` (counts);
                               `profile:gender`; `ignore`
value      header=value        what that value becomes
constant   a column            a value for every line; `{row}` is the line's number, `{stem}` the file's name
=========  ==================  ======================================================================================

Nothing is read by a line whose `confirmed` is not "yes".
"""

from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from workbench.language import N_, names, plain, recognise
from workbench.problems import StudyProblems
from workbench.spreadsheets.criteria import name_criteria
from workbench.spreadsheets.headers import find_header
from workbench.spreadsheets.levels import read_level, scales
from workbench.spreadsheets.rows import is_example
from workbench.spreadsheets.values import as_text, decimal_sign, is_blank, read_value
from workbench.spreadsheets.workbooks import read_sheets
from workbench.tables import TABLES, columns, empty, frame

HEADER = ("what", "found", "means", "confirmed")
TARGETS = ("answers", "counts", "criteria", "statistics")


@dataclass(frozen=True)
class Mapping:
    """What a foreign table's columns and values mean; see the head of this module for each kind of statement."""

    name: str
    files: tuple
    target: str
    columns: dict
    values: dict = field(default_factory=dict)
    constants: dict = field(default_factory=dict)

    def takes(self, name):
        """Return whether the mapping is for a file of this name.

        >>> Mapping("border", ("well_being*.csv",), "answers", {}).takes("well_being.csv")
        True
        """
        return any(fnmatch(Path(name).name, pattern) for pattern in self.files)


def read_mapping(path):
    """Return the mapping in a csv file, and the problems that keep it from being used.

    Parameters
    ----------
    path : path

    Returns
    -------
    mapping : Mapping or None
    problems : list of Problem
        A statement that is not confirmed, of an unknown kind, or that means nothing the workbench knows.
    """
    sheets, problems = read_sheets(path, name=f"mappings/{Path(path).name}")
    if not sheets:
        return None, problems
    sheet = sheets[0]
    header = find_header(sheet, lambda text: plain(text) if plain(text) in HEADER else None, least=4)
    if header is None:
        needed = N_("Write a header with these columns: {columns}.")
        return None, [
            *problems,
            sheet.problem(0, None, N_("No table was found on this sheet."), needed, columns=list(HEADER)),
        ]
    place = {name: column for column, name in header.meanings.items()}
    said = {"file": {}, "column": {}, "value": {}, "constant": {}}

    def tell(r, name, what, do, **values):
        problems.append(sheet.problem(r, place[name], what, do, **values))

    for r in range(header.row + 1, len(sheet.cells)):
        what, found, means, confirmed = (as_text(sheet.rows[r][place[name]]) for name in HEADER)
        if not (what or found or means):
            continue
        target = next(iter(said["file"].values()), "")
        if what not in said:
            tell(
                r,
                "what",
                N_("“{found}” is no kind of statement."),
                N_("Write one of: {accepted}."),
                found=what,
                accepted=list(said),
            )
        elif recognise("yesno", confirmed) != "yes":
            unsure = N_("It is not confirmed that “{found}” means “{means}”.")
            tell(
                r,
                "confirmed",
                unsure,
                N_("Check it and write “yes” in this cell, or correct the line."),
                found=found,
                means=means or "?",
            )
        elif what == "value" and "=" not in found:
            tell(r, "found", N_("“{found}” names no value."), N_("Write it as header=value."), found=found)
        elif (what == "file" and means not in TARGETS) or (what == "column" and not _is_meaning(means, target)):
            accepted = N_(
                "Write a column of the table, or indicator:CODE, level:3, reason:dont_know, profile:NAME, or ignore."
            )
            tell(r, "means", N_("“{means}” is nothing the workbench knows."), accepted, means=means)
        else:
            said[what][found] = means
    if not said["file"] or any(problem.severity == "error" for problem in problems):
        return None, problems
    values = {tuple(found.split("=", 1)): means for found, means in said["value"].items()}
    target = next(iter(said["file"].values()))
    return Mapping(Path(path).stem, tuple(said["file"]), target, said["column"], values, said["constant"]), problems


def _is_meaning(means, target):
    kind, _, name = means.partition(":")
    named = {"level": name.isdigit(), "reason": name in names("reason"), "indicator": bool(name), "profile": bool(name)}
    special = named.get(kind, False)
    return means == "ignore" or special or (target in TABLES and means in columns(target))


def read_mapped(path, mapping, *, indicators=None, situations=None, name=None):
    """Return a foreign table as one of the workbench's own.

    Parameters
    ----------
    path : path
        The foreign table: xlsx, ods, xls, csv, tsv.
    mapping : path or Mapping
    indicators, situations : DataFrame, optional
        Tables of the study: an answer is read on the scale that is declared there.
    name : str, optional
        How sources and problems name the file.

    Returns
    -------
    DataFrame
        Table `answers`, `counts`, `criteria` or `statistics`, as the mapping says; profile columns behind.

    Raises
    ------
    StudyProblems
        Every value, header or statement that cannot be read, at its cell.
    """
    table, rows, problems = mapped_rows(path, mapping, indicators=indicators, situations=situations, name=name)
    if any(problem.severity == "error" for problem in problems):
        raise StudyProblems(problems)
    if table == "criteria":
        rows = [{"wave": "", **row, "criterion": name} for row, name in zip(rows, name_criteria(rows), strict=True)]
    return frame(table, rows)


def mapped_rows(path, mapping, *, indicators=None, situations=None, name=None):
    """Return `(table, rows, problems)` of a foreign table; what `read_mapped` makes a table of."""
    problems = []
    if not isinstance(mapping, Mapping):
        mapping, problems = read_mapping(mapping)
        if mapping is None:
            return "", [], problems
    sheets, unread = read_sheets(path, name=name)
    problems += unread
    if not sheets:
        return mapping.target, [], problems
    sheet = sheets[0]
    top, place = _mapped_header(sheet, mapping)
    for c, text in enumerate(sheet.rows[top] if top is not None else []):
        if not is_blank(text) and c not in place:
            advice = N_("Say in the mapping what it means, or “ignore”.")
            problems.append(
                sheet.problem(
                    top,
                    c,
                    N_("The column “{found}” is not in the mapping “{mapping}”."),
                    advice,
                    found=as_text(text),
                    mapping=mapping.name,
                )
            )
    absent = [
        found
        for found, means in mapping.columns.items()
        if means != "ignore" and found not in (as_text(sheet.rows[top][c]) for c in place)
    ]
    for found in absent:
        problems.append(
            sheet.problem(
                top,
                None,
                N_("The column “{column}” is missing."),
                N_("Correct the mapping or the header."),
                column=found,
            )
        )
    scale = (
        scales(indicators, situations if situations is not None else empty("situations"))
        if indicators is not None
        else {}
    )
    signs = {c: decimal_sign(cell for cell in sheet.cells[c].iloc[top + 1 :] if isinstance(cell, str)) for c in place}
    rows = []
    for r in range(top + 1, len(sheet.cells)):
        line = {c: sheet.rows[r][c] for c in place}
        if not all(is_blank(cell) for cell in line.values()) and not is_example(sheet.rows[r][0]):
            rows += _mapped_line(sheet, r, line, place, mapping, scale, signs, problems)
    return mapping.target, rows, problems


def _mapped_header(sheet, mapping):
    known = {plain(found) or found: means for found, means in mapping.columns.items()}
    best = (None, {})
    for r in range(min(20, len(sheet.cells))):
        texts = {c: as_text(cell) for c, cell in enumerate(sheet.rows[r])}
        place = {c: known[plain(text) or text] for c, text in texts.items() if (plain(text) or text) in known}
        if len(place) > len(best[1]):
            best = (r, place)
    return best if best[0] is not None else (0, {})


def _mapped_line(sheet, r, line, place, mapping, scale, signs, problems):
    """Return the rows that one line becomes: one a respondent × indicator, a count, a criterion, or a figure."""
    shared, cells = {}, []
    for found, means in mapping.constants.items():
        shared[found] = means.replace("{row}", str(r + 1)).replace("{stem}", Path(sheet.file).stem)
    for c, means in place.items():
        kind, _, what = means.partition(":")
        if kind in ("indicator", "level", "reason"):
            cells.append((c, kind, what))
        elif kind == "profile":
            shared[what] = _changed(mapping, means, line[c])
        elif means != "ignore":
            value = _changed(mapping, means, line[c])
            value, fault = read_value(TABLES[mapping.target].column(means), value, decimal=signs[c])
            if fault:
                problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
            if means == "code" and shared.get("code") and value:
                value = f"{shared['code']}; {value}"  # several columns of codes become one list
            shared[means] = value or shared.get(means, value)
    if mapping.target in ("criteria", "statistics"):
        return [{**shared, "source": sheet.source(r, min(place))}]
    return [
        row
        for c, kind, what in cells
        for row in _mapped_cell(
            sheet, r, c, kind, what, _changed(mapping, place[c], line[c]), shared, scale, signs, problems
        )
    ]


def _changed(mapping, means, cell):
    text = as_text(cell)
    for (found, value), becomes in mapping.values.items():
        if value == text and mapping.columns.get(found) == means:
            return becomes
    return text


def _mapped_cell(sheet, r, c, kind, what, cell, shared, scale, signs, problems):
    source = sheet.source(r, c)
    if kind == "indicator":
        if what not in scale:
            problems.append(
                sheet.problem(
                    r,
                    c,
                    N_("“{found}” is not an indicator of the study."),
                    N_("Declare it in study.xlsx, or correct the cell."),
                    found=what,
                )
            )
            return []
        level, missing, fault = read_level(cell, scale[what])
        if fault:
            problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
        return [{**shared, "indicator": what, "level": level, "missing": missing, "source": source}]
    value, fault = read_value(TABLES["counts"].column("count"), cell, decimal=signs[c])
    if fault or value is None:
        if fault:
            problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
        return []
    return [
        {
            **shared,
            "level": int(what) if kind == "level" else None,
            "missing": what if kind == "reason" else "",
            "count": value,
            "source": source,
        }
    ]
