"""Files into raw cells: every cell keeps its true address, nothing is interpreted yet."""

import warnings
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from workbench.language import N_
from workbench.problems import Problem
from workbench.spreadsheets.sheets import Sheet, grid
from workbench.spreadsheets.texts import read_text_file

SPREADSHEETS = {".xlsx", ".xlsm", ".ods", ".xls"}
TEXTS = {".csv", ".tsv", ".txt"}

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_BYTES = 400_000_000  # unpacked; a workbook of a million full rows stays below it
_MOST_CELLS = 40_000_000


def read_sheets(path, *, name=None):
    """Return the sheets of a spreadsheet file, raw, and the problems that kept some from being read.

    Parameters
    ----------
    path : path
        An xlsx, xlsm, xls, ods, csv, tsv or txt file.
    name : str, optional
        How problems and sources name the file; its own name by default.

    Returns
    -------
    sheets : list of Sheet
        Also empty and hidden ones. A text file is one sheet called "".
    problems : list of Problem
        The file is empty, damaged, locked by a password, not what its ending says, or larger than is safe to open; a
        formula has no stored result; an encoding had to be recognised (a warning).

    Examples
    --------
    >>> read_sheets("nowhere.xlsx")[1][0].found()
    'There is no such file.'
    """
    path = Path(path)
    name = name or path.name
    fault = _unfit(path, name)
    if fault:
        return [], [fault]
    if path.suffix.lower() in TEXTS:
        return read_text_file(path, name)
    return _read_spreadsheet(path, name)


def _unfit(path, name):
    """Return why a file is not opened at all, or None."""

    def problem(what, do, **values):
        return Problem(name, "", "", what, do, values)

    if not path.is_file():
        return problem(N_("There is no such file."), N_("Check the name of the file and its folder."))
    ending = path.suffix.lower()
    with path.open("rb") as opened:
        start = opened.read(8)
    if not start.strip():
        return problem(N_("The file is empty."), N_("Save it again from your spreadsheet program, or remove it."))
    if ending in TEXTS:
        if start[:4] in (_ZIP, _OLE):
            return problem(
                N_("The file is called {ending} but is an Excel workbook."),
                N_("Rename it to .xlsx, or save it as csv."),
                ending=ending,
            )
        return None
    if start[:4] == _OLE and ending != ".xls":
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            return problem(N_("The workbook is locked by a password."), N_("Save a copy without the password."))
        return problem(
            N_("The file is called {ending} but is an old Excel workbook (.xls)."),
            N_("Open it in your spreadsheet program and save it as .xlsx; renaming it is not enough."),
            ending=ending,
        )
    if ending == ".xls" and start[:4] != _OLE:
        return problem(
            N_("The file is called .xls but is not an Excel workbook."),
            N_("Open it in your spreadsheet program and save it as .xlsx."),
        )
    if ending != ".xls":
        return _unsafe_archive(path, problem)
    return None


def _unsafe_archive(path, problem):
    damaged = problem(
        N_("The file is damaged: it cannot be opened as a workbook."),
        N_("Save it again from your spreadsheet program."),
    )
    if not zipfile.is_zipfile(path):
        return damaged
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        if path.suffix.lower() == ".ods" and "xl/workbook.xml" in parts:
            rename = N_("Rename it to .xlsx, or save it as csv.")
            return problem(N_("The file is called {ending} but is an Excel workbook."), rename, ending=".ods")
        if path.suffix.lower() != ".ods" and "content.xml" in parts:
            rename = N_("Rename it to .ods, or save it as .xlsx.")
            return problem(
                N_("The file is called {ending} but is an OpenDocument workbook."), rename, ending=path.suffix
            )
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MOST_BYTES:
            return problem(
                N_("The workbook unpacks to {size} MB, which is not safe to open."),
                N_("Copy the cells that are needed into a new workbook, or save them as csv."),
                size=unpacked // 1_000_000,
            )
    return None


def _read_spreadsheet(path, name):
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets, problems = [], []
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            if sheet.height * sheet.width > _MOST_CELLS:
                problems.append(
                    Problem(
                        name,
                        title,
                        "",
                        N_("The sheet spans {rows} rows and {columns} columns, which is more than can be read."),
                        N_("Delete the empty rows and columns below and beside the table."),
                        {"rows": sheet.height, "columns": sheet.width},
                    )
                )
                continue
            # calamine knows no merged ranges in ods; a header over several columns is then completed from its cells
            merged = () if path.suffix.lower() == ".ods" else sheet.merged_cell_ranges or ()
            merged = tuple((*first, *last) for first, last in merged)
            rows = sheet.to_python(skip_empty_area=False)
            for first, left, last, right in merged:
                if left == right:  # one value for several lines: each of them has it
                    for line in rows[first + 1 : last + 1]:
                        line[left] = rows[first][left]
            sheets.append(Sheet(name, title, grid(rows), merged))
    except Exception as error:  # calamine raises its own and plain exceptions; whatever it is, the file is not readable
        return [], [
            Problem(
                name,
                "",
                "",
                N_("The file is damaged: it cannot be opened as a workbook."),
                N_("Save it again from your spreadsheet program."),
                {"error": repr(error)},
            )
        ]
    return sheets, problems + _formulas_without_result(path, sheets)


def _formulas_without_result(path, sheets):
    """Name formulas that no program has computed yet, and those that failed: their cells would look empty."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return []
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(part) for part in archive.namelist() if part.startswith("xl/worksheets/")]
    problems = []
    with warnings.catch_warnings():  # openpyxl warns of drop-downs it would lose on saving; nothing is saved here
        warnings.simplefilter("ignore")
        if any(b't="e"' in part for part in parts):
            advice = N_("Mend the formula, or type the value.")
            for sheet, r, c, found in _cells_of(path, sheets, "e", data_only=True):
                problems.append(sheet.problem(r, c, N_("The cell shows an error: {found}."), advice, found=found))
        if any(b"<f>" in part or b"<f " in part for part in parts):  # "<formula1>" is the list of a drop-down
            known = {(problem.sheet, problem.cell) for problem in problems}
            advice = N_("Open the workbook in your spreadsheet program, let it calculate, and save it.")
            for sheet, r, c, _found in _cells_of(path, sheets, "f", data_only=False):
                inside = r < sheet.cells.shape[0] and c < sheet.cells.shape[1]
                if (not inside or sheet.rows[r][c] == "") and (sheet.name, sheet.address(r, c)) not in known:
                    problems.append(sheet.problem(r, c, N_("The formula has no stored result."), advice))
    return problems


def _cells_of(path, sheets, kind, *, data_only):
    """Yield sheet, row, column and value of the cells of one kind: "e" an error, "f" a formula."""
    book = load_workbook(path, read_only=True, data_only=data_only)
    for sheet in sheets:
        for row in book[sheet.name].iter_rows() if sheet.name in book.sheetnames else ():
            for cell in row:
                if getattr(cell, "data_type", "") == kind:
                    yield sheet, cell.row - 1, cell.column - 1, cell.value
    book.close()
