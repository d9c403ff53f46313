"""A copy of a workbook with its faulty cells marked: the user's own file is never saved again."""

from pathlib import Path

import xlsxwriter
from openpyxl.utils.cell import coordinate_from_string

from workbench.language import _
from workbench.problems import ERROR, problem_table
from workbench.spreadsheets.values import as_text, is_blank
from workbench.spreadsheets.workbooks import read_sheets


def mark_workbook(path, problems, folder):
    """Write a marked copy of a workbook and return its path.

    Parameters
    ----------
    path : path
        The workbook, of any format that can be read. It is not touched.
    problems : iterable of Problem
        Those of this file; others are left out by the name of the file.
    folder : path
        Where the copy goes, as xlsx, under the same name with "marked" behind it.

    Returns
    -------
    Path
        The first sheet lists the problems; on the others each faulty cell is filled and carries its problem as a note.
        Values are copied, formulas and formats are not.
    """
    path, folder = Path(path), Path(folder)
    own = [problem for problem in problems if Path(problem.file).name == path.name]
    sheets, _unread = read_sheets(path)
    folder.mkdir(parents=True, exist_ok=True)
    marked = _("marked")
    copy = folder / f"{path.stem} – {marked}.xlsx"
    with xlsxwriter.Workbook(copy, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        fault = book.add_format({"bg_color": "#F9D5C2", "border": 1, "border_color": "#A23B00"})
        doubt = book.add_format({"bg_color": "#FFF3C4", "border": 1, "border_color": "#8A6D00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _list_problems(book, own)
        for sheet in sheets:
            page = book.add_worksheet(_title(sheet.name or path.stem, book))
            marks = {problem.cell: problem for problem in reversed(own) if problem.sheet == sheet.name}
            for r in range(len(sheet.cells)):
                for c, cell in enumerate(sheet.rows[r]):
                    if not is_blank(cell) or sheet.address(r, c) in marks:
                        _write(page, r, c, cell, day)
            for place, problem in marks.items():
                _mark(page, place, problem, sheet, fault if problem.severity == ERROR else doubt)
    return copy


def _list_problems(book, problems):
    page = book.add_worksheet(_title(_("Problems"), book))
    table = problem_table(problems)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    page.write_row(0, 0, list(table.columns), bold)
    for r, row in enumerate(table.itertuples(index=False, name=None), start=1):
        page.write_row(r, 0, row, wrap)
    page.set_column(0, 3, 14)
    page.set_column(4, 5, 60)
    page.freeze_panes(1, 0)


def _title(name, book):
    """Return a sheet name that Excel accepts and that is not yet in the book."""
    clean = "".join("-" if letter in "[]:*?/\\" else letter for letter in name)[:28] or "-"
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    return next(title for title in (clean, *(f"{clean} {n}" for n in range(2, 999))) if title.casefold() not in taken)


def _write(page, r, c, cell, day, style=None):
    if isinstance(cell, bool):
        page.write_boolean(r, c, cell, style)
    elif isinstance(cell, int | float):
        page.write_number(r, c, cell, style)
    elif hasattr(cell, "year"):
        page.write_datetime(r, c, cell, style or day)
    else:
        page.write_string(r, c, as_text(cell), style)


def _mark(page, place, problem, sheet, style):
    """Fill the cell of a problem, or the first cell of its line or sheet, and put the problem on it as a note."""
    if any(letter.isalpha() for letter in place):
        letters, line = coordinate_from_string(place)
        r, c = line - 1, sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
    else:
        r, c = (int(place) - 1 if place else 0), 0
    inside = r < len(sheet.cells) and c < len(sheet.cells.columns)
    cell = sheet.rows[r][c] if inside else ""
    _write(page, r, c, "" if is_blank(cell) else cell, style, style)
    page.write_comment(r, c, f"{problem.found()} {problem.advice()}".strip(), {"x_scale": 2})
