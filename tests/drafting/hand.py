"""A drafting sheet in the hands of a person: cells are found by what stands in their header and their line."""

import datetime
import subprocess

from openpyxl import load_workbook

from workbench.language import recognise, word

DAY = datetime.date(2025, 3, 4)


def put(cell, value):
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # typed into a cell of text, so never a formula


class Hand:
    def __init__(self, path, language="en"):
        self.path, self.language, self.book = path, language, load_workbook(path)

    def sheet(self, name):
        return self.book[word("meeting_sheet", name, self.language)]

    def places(self, name):
        heads = {}
        for cell in self.sheet(name)[1]:
            if cell.value:
                heads[cell.value] = cell.column
        return lambda column: heads[word("meeting_column", column, self.language)]

    def row(self, name, find, column):
        place = self.places(name)(column)
        return next(
            row for row in range(2, self.sheet(name).max_row + 1) if str(self.sheet(name).cell(row, place).value) == find
        )

    def level(self, level):
        return self.row("scale", level if level.isdigit() else word("proposition", level, self.language), "level")

    def write(self, level, /, **cells):
        for column, value in cells.items():
            put(self.sheet("scale").cell(self.level(level), self.places("scale")(column)), value)
        return self

    def add(self, indicator, level, **cells):
        sheet = self.sheet("scale")
        place = self.places("scale")
        row = next(row for row in range(2, sheet.max_row + 2) if not sheet.cell(row, place("indicator")).value)
        for column, value in {"indicator": indicator, "level": level, **cells}.items():
            put(sheet.cell(row, place(column)), value)
        return self

    def delete(self, level):
        self.sheet("scale").delete_rows(self.level(level))
        return self

    def indicator(self, **cells):
        for column, value in cells.items():
            put(self.sheet("indicators").cell(2, self.places("indicators")(column)), value)
        return self

    def decide(self, text, meaning):
        row = self.row("criteria", text, "text")
        self.sheet("criteria").cell(row, self.places("criteria")("decide")).value = meaning
        return self

    def keys(self, **values):
        for name, value in {"date": DAY, "who": "Ana", "since_wave": "2027", **values}.items():
            for row in self.sheet("draft").iter_rows(max_col=2):
                if row[0].value and recognise("meeting_key", str(row[0].value)) == name:
                    row[1].value = value
        return self

    def reverse(self, name):
        sheet = self.sheet(name)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for at, cells in enumerate(reversed(rows), start=2):
            for place, value in enumerate(cells, start=1):
                put(sheet.cell(at, place), value)
        return self

    def turn(self, name):
        """Put the columns of a sheet in the opposite order."""
        sheet = self.sheet(name)
        for row in list(sheet.iter_rows()):
            for cell, value in zip(row, [cell.value for cell in reversed(row)], strict=True):
                put(cell, value)
        return self

    def save(self, path=None):
        path = path or self.path.with_name(f"back_{self.path.name}")
        self.book.save(path)
        return path


def through_libreoffice(paths, folder, ending="xlsx"):
    """Return {path: the same file as LibreOffice saves it}; it is started once for all of them."""
    paths = list(paths)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    into = folder / f"libreoffice_{ending}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(into), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {path: into / f"{path.stem}.{ending}" for path in paths}
