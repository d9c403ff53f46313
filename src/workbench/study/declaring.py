"""What the evaluator declares in study.xlsx: which file that is, what it says of the study, and its tables by row."""

from functools import partial

from workbench.language import LANGUAGES, N_, recognise, word
from workbench.problems import Problem
from workbench.spreadsheets.rows import read_rows, table_of_sheet
from workbench.spreadsheets.values import as_text, is_blank, read_choice, read_yesno
from workbench.study.languages import not_written

# fmt: off
DECLARED = (
    "territories", "groups", "indicators", "situations", "propositions", "crosswalk", "tree", "names",
    "waves", "actions", "commitments", "effects",
)
# fmt: on
NEEDED = ("territories", "groups", "indicators")


def workbook_of(folder):
    """Return the file that the evaluator declares the study in, None where there is none."""
    paths = [folder / f"study{ending}" for ending in (".xlsx", ".ods", ".xls", ".xlsm")]
    return next((path for path in paths if path.exists()), None)


def no_workbook():
    """Return the problem that a folder holds no study."""
    absent = N_("There is no such file."), N_("Make a study with “workbench new”, or check the name of the folder.")
    return Problem("study.xlsx", "", "", *absent)


def about_study(sheets):
    """Return what the first sheet says of the study (title, language, constructed …), and what cannot be read there."""
    about, problems = {"language": "", "constructed": False, "grid": "", "follow_up_until": ""}, []
    about["grid_at"] = lambda what, do="", **values: Problem("study.xlsx", "", "", what, do, values)
    readers = {"language": _own_language, "constructed": read_yesno}
    for sheet in sheets:
        if recognise("sheet", sheet.name) != "study":
            continue
        for r, row in enumerate(sheet.rows):
            filled = [c for c, cell in enumerate(row) if not is_blank(cell)]
            keys = ("title", "language", "constructed", "grid", "profile_columns", "follow_up_until")
            name = recognise("column", as_text(row[filled[0]]), keys) if filled else None
            if name and len(filled) > 1:
                value, fault = readers.get(name, lambda cell: (as_text(cell), None))(row[filled[1]])
                about[name] = value
                if name == "grid":
                    about["grid_at"] = partial(sheet.problem, r, filled[1])
                if fault:
                    problems.append(sheet.problem(r, filled[1], fault[0], fault[1], **fault[2]))
    return about, problems


def _own_language(cell):
    """Return the language in which a study's sheets are written: one of the six, whatever else its people speak."""
    language, fault = read_choice(cell, "language")
    if language in ("", *LANGUAGES):
        return language, fault
    return "", not_written(language)


def declared_rows(sheets, file):
    """Return the lines of each table that the workbook declares, {table: [Row]}, and what is wrong with them."""
    rows, problems = {}, []
    for sheet in sheets:
        table = table_of_sheet(sheet, DECLARED) if len(sheet.cells) else recognise("sheet", sheet.name)
        if table in ("study", "instructions") or sheet.is_list():
            continue
        if table not in DECLARED:
            if len(sheet.cells):
                advice = N_("Call it as in the template, or leave it if it is only a note.")
                problems.append(
                    sheet.problem(
                        None,
                        None,
                        N_("The sheet is not one of the study's tables and was not read."),
                        advice,
                        "warning",
                    )
                )
            continue
        lines, found = (
            read_rows(sheet, table, given={"wave"} if table == "groups" else ()) if len(sheet.cells) else ([], [])
        )
        rows.setdefault(table, []).extend(lines)
        problems += found
    for name in NEEDED:
        if sheets and name not in rows:
            absent = N_("The sheet “{sheet}” is missing."), N_("Add it as in the template that “workbench new” writes.")
            problems.append(Problem(file, "", "", *absent, {"sheet": lambda name=name: word("sheet", name)}))
    return rows, problems
