"""Workbooks and csv files whose bytes depend on what they say alone."""

import csv
import datetime
import io
from contextlib import contextmanager

import pandas as pd
import xlsxwriter

from workbench.language import word


@contextmanager
def workbook(path, *, title, year):
    """Open a new workbook, and write it at the end of the `with` block.

    Its date of creation is set, so that the same content gives the same bytes; nothing in it is ever read as a formula
    or a link.

    Parameters
    ----------
    path : Path
        Its folder is made where it is absent.
    title : str
        Stands in the document's properties, with the remark that the file is constructed.
    year : str or int
        The year in which it says that it was made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({
        "title": title, "comments": "Constructed example: none of these people exist.", "author": "workbench",
        "created": datetime.datetime(int(year), 5, 31),
    })  # fmt: skip
    yield book
    book.close()


def put(sheet, rows, *, row=0, column=0, style=None):
    """Write rows of cells into a sheet; "" and None leave a cell empty. Returns the first row below them."""
    for r, cells in enumerate(rows, start=row):
        for c, cell in enumerate(cells, start=column):
            if cell is None or cell is pd.NA or cell is pd.NaT or cell == "":
                continue
            sheet.write(r, c, cell, style)
    return row + len(rows)


def styles(book):
    """Return the few styles that the workbooks use: title, header, note, date."""
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "note": book.add_format({"italic": True, "font_color": "#3D3D3D"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
    }


def write_csv(path, rows, *, encoding="utf-8", delimiter=";"):
    """Write rows of cells as a csv file; None is an empty cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def header(name, language):
    """Return the header of a column as a spreadsheet of `language` shows it.

    >>> header("wave", "fr"), header("possibility", "ro")
    ('Vague', 'Posibilitate (P)')
    """
    return capital(word("column", name, language))


def capital(text):
    """Return `text` with a capital first letter, the rest as it is.

    >>> capital("mal-être")
    'Mal-être'
    """
    return text[:1].upper() + text[1:]


def yes_or_no(answer, language):
    """Return how an answer to a proposition is written; an empty cell where there is none.

    >>> yes_or_no(True, "ro"), yes_or_no(None, "ro")
    ('da', '')
    """
    return "" if answer is None else word("yesno", "yes" if answer else "no", language)
