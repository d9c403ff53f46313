"""The sheets of a template: guidance, keys with their values, and tables with a header, drop-downs and examples."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from workbench.language import date as written_date
from workbench.language import listed, names, number, recognise, word
from workbench.tables import TABLES, Column

#: How far down the drop-downs reach.
ROWS = 500
#: The sheet that holds the words of the drop-downs; hidden.
LISTS = "_lists"

_CHOICES = sorted(
    {"yesno", *(column.allowed for table in TABLES.values() for column in table.columns if column.kind == "choice")}
)
_BOUNDS = {
    "expected": (-2, 2), "observed": (-2, 2), "levels": (2, 20), "lowest": (0, 1),
    **dict.fromkeys(("level", "level_from", "level_to"), (0, 20)),
}  # fmt: skip
_WIDTHS = {"number": 13, "integer": 13, "yesno": 13, "date": 15, "choice": 24, "list": 24}
_WIDE = {
    "group": 32,
    "profile": 26,
    "who": 28,
    "stakeholder": 28,
    "label": 32,
    "text": 60,
    "what": 44,
    "lead": 28,
    "break": 44,
    "mode": 32,
    "publisher": 28,
}
_GUIDE_WIDTH = 100
_FILL, _PALE, _INK = "#12436D", "#DCE6EF", "#12436D"
_EXAMPLE = {"italic": True, "font_color": "#595959", "align": "left", "valign": "top", "text_wrap": True}
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}


@dataclass(frozen=True)
class Book:
    """A workbook that is being written: its language and its formats."""

    workbook: xlsxwriter.Workbook
    language: str
    formats: dict


@contextmanager
def open_book(path, language):
    """Open a new workbook at `path`, and close it at the end of the block."""
    with xlsxwriter.Workbook(path) as workbook:
        styles = {
            "title": {"bold": True, "font_size": 16, "font_color": _INK},
            "required": {"bg_color": _FILL, "font_color": "#FFFFFF", **_HEADER},
            "optional": {"bg_color": _PALE, "font_color": _INK, **_HEADER},
            "key": {"bold": True, "bg_color": _PALE, "font_color": _INK, "valign": "top", "border": 1},
            "value": {"text_wrap": True, "valign": "top", "border": 1},
            "value_date": {"num_format": 14, "align": "left", "border": 1},
            "text": {"text_wrap": True, "valign": "top"},
            "name": {"bold": True, "valign": "top", "font_color": _INK},
            "date": {"num_format": 14},  # the reader's own way of writing a day
            "example": _EXAMPLE,
            "example_date": {**_EXAMPLE, "num_format": 14},
        }
        yield Book(workbook, language, {name: workbook.add_format(style) for name, style in styles.items()})


def write_guide(book, title, lines, tables):
    """Write the sheet of instructions: a title, general lines, and what goes onto which sheet.

    Parameters
    ----------
    book : Book
    title : str
    lines : list of (sheet, text)
        `sheet` is a name of words.csv, or "" for a line about all sheets.
    tables : collection of str
        The tables for which the columns that must be filled in are named.
    """
    sheet = book.workbook.add_worksheet(word("sheet", "instructions", book.language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, _GUIDE_WIDTH)
    sheet.write_string(0, 0, title, book.formats["title"])
    row = 2
    for name, text in lines:
        if name:
            sheet.write_string(row, 0, word("sheet", name, book.language), book.formats["name"])
        if name in tables:
            needed = [header_of(name, column, book.language) for column in _needed(name)]
            always = word("help", "always", book.language)
            text += "\n" + always.format(columns=listed(needed, book.language))
        sheet.write_string(row, 1, text, book.formats["text"])
        sheet.set_row(row, _height(text, _GUIDE_WIDTH))
        row += 1
    _for_paper(sheet)


def write_keys(book, name, values, hints):
    """Write a sheet of keys and values (the study, a meeting); what a value means shows when its cell is chosen.

    Parameters
    ----------
    book : Book
    name : str
        Of the sheet, in words.csv.
    values : dict
        Column name → value.
    hints : dict
        Column name → sentence.
    """
    sheet = book.workbook.add_worksheet(word("sheet", name, book.language))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 60)
    for row, (key, value) in enumerate(values.items()):
        label = word("column", key, book.language)
        sheet.write_string(row, 0, label, book.formats["key"])
        style = book.formats["value_date" if key == "date" else "value"]
        (sheet.write_string if value else sheet.write_blank)(row, 1, value, style)
        column = next((column for column in TABLES["groups"].columns if column.name == key), Column(key))
        rule = _rule(column, (), book.language) or {"validate": "any"}
        sheet.data_validation(row, 1, row, 1, {**rule, "input_title": label[:32], "input_message": hints[key]})
    _for_paper(sheet)


def write_table(book, table, *, examples=(), only=(), among=()):
    """Write the sheet of one table: header, drop-downs, examples.

    Parameters
    ----------
    book : Book
    table : str
        A key of `tables.TABLES`.
    examples : list of dict
        Column name → value; choices by their name in words.csv. The first column of each is marked as an example.
    only : collection of str
        The columns to write; all that people fill in if empty.
    among : collection of str
        The tables in the same workbook: a column that refers to one of them gets its codes as a drop-down.
    """
    sheet = book.workbook.add_worksheet(word("sheet", table, book.language))
    shown = [column for column in written_columns(table, book.language) if not only or column.name in only]
    needed = _needed(table)
    for place, column in enumerate(shown):
        style = "required" if column.name in needed else "optional"
        sheet.write_string(0, place, header_of(table, column.name, book.language), book.formats[style])
        sheet.set_column(place, place, _width(column), book.formats["date"] if column.kind == "date" else None)
        rule = _rule(column, among, book.language)
        if rule:
            refused = {"error_title": word("help", "not_in_form", book.language)}
            sheet.data_validation(1, place, ROWS, place, refused | rule)
    for row, example in enumerate(examples, start=1):
        for place, column in enumerate(shown):
            _write_example(book, sheet, row, place, column, example.get(column.name))
        sheet.set_row(row, max(_height(str(example.get(column.name, "")), _width(column)) for column in shown))
    headers = (_height(header_of(table, column.name, book.language), _width(column) * 0.8) for column in shown)
    sheet.set_row(0, max(32, *headers))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    _for_paper(sheet)


def write_answers(book, headers, answers):
    """Write the sheet of a group's answers: one line a participant, one column an indicator, all marked as examples."""
    sheet = book.workbook.add_worksheet(word("sheet", "answers", book.language))
    example = word("marker", "example", book.language)
    sheet.write_string(0, 0, word("column", "respondent", book.language), book.formats["required"])
    for place, header in enumerate(headers, start=1):
        sheet.write_string(0, place, f"{example} {header}", book.formats["optional"])
    for row, levels in enumerate(answers, start=1):
        sheet.write_string(row, 0, f"{example} {row}", book.formats["example"])
        for place, level in enumerate(levels, start=1):
            sheet.write(row, place, level, book.formats["example"])
    sheet.set_column(0, len(headers), 20)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    _for_paper(sheet)


def write_lists(book):
    """Write the hidden sheet with the words of all drop-downs, one kind a column."""
    sheet = book.workbook.add_worksheet(LISTS)
    for place, kind in enumerate(_CHOICES):
        sheet.write_column(0, place, [word(kind, name, book.language) for name in names(kind)])
    sheet.hide()


def written_columns(table, language):
    """Return the columns of a table that people fill in, with labels and words in `language` first and in English.

    The sheet of names is there for all languages.

    >>> [column.name for column in written_columns("propositions", "fr")]
    ['indicator', 'proposition', 'words_fr', 'words_en']
    """
    kept, spoken = [], {}
    for column in TABLES[table].columns:
        prefix, _sep, code = column.name.rpartition("_")
        if column.name == "source":
            continue
        if prefix in ("label", "words"):
            spoken[code] = column
            if code == "nl":  # the last of the six: now they stand in their place
                also = spoken if table == "names" else ()
                kept += [spoken[code] for code in dict.fromkeys([language, "en", *also])]
        else:
            kept.append(column)
    return kept


def header_of(table, name, language):
    """Return the header of a column: its word, or its name where the word would be read, or taken, for something else.

    >>> header_of("criteria", "text", "fr"), header_of("criteria", "text", "en"), header_of("evidence", "text", "fr")
    ('critère', 'text', 'élément de preuve')
    """
    own = (table, name) == ("evidence", "text")  # the column's usual word means a criterion
    shown = word("header", "evidence_text", language) if own else word("column", name, language)
    among = [column.name for column in TABLES[table].columns]
    return name if recognise("column", shown, among) != name else shown


def _needed(table):
    # a group without wave meets in every wave
    return [c.name for c in TABLES[table].columns if c.required and (table, c.name) != ("groups", "wave")]


def _width(column):
    return 46 if column.name.startswith("words_") else _WIDE.get(column.name, _WIDTHS.get(column.kind, 22))


def _rule(column, among, language):
    """Return the validation of a column's cells, as XlsxWriter takes it; None where anything may stand."""
    if column.kind in ("choice", "yesno"):
        rule = _list_rule("yesno" if column.kind == "yesno" else column.allowed, language)
        if column.allowed == "language":  # people speak more languages than the list holds
            rule |= {"error_type": "information", "error_message": word("help", "from_list_or_other", language)}
        return rule
    if column.kind == "text" and column.allowed.partition(".")[0] in among:
        other, _dot, key = column.allowed.partition(".")
        place = [shown.name for shown in written_columns(other, language)].index(key)
        letter, name = xl_col_to_name(place), word("sheet", other, language).replace("'", "''")
        source = f"='{name}'!${letter}$2:${letter}${ROWS}"
        return {"validate": "list", "source": source, "error_message": word("help", "from_declared", language)}
    if column.kind == "integer":
        low, high = _BOUNDS.get(column.name, (0, 1_000_000_000))
        message = word("help", "whole_between" if column.name in _BOUNDS else "whole_number", language)
        message = message.format(low=number(low), high=number(high))
        return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high, "error_message": message}
    if column.kind == "number":
        limits = {"criteria": "between", "minimum": -1e12, "maximum": 1e12}
        return {"validate": "decimal", **limits, "error_message": word("help", "a_number", language)}
    if column.kind == "date":
        message = word("help", "a_day", language).format(day=written_date(date(2026, 3, 12), language))
        return {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "error_message": message}
    return None


def _list_rule(kind, language):
    letter = xl_col_to_name(_CHOICES.index(kind))
    source = f"={LISTS}!${letter}$1:${letter}${len(names(kind))}"
    return {"validate": "list", "source": source, "error_message": word("help", "from_list", language)}


def _write_example(book, sheet, row, place, column, value):
    if place == 0:
        value = f"{word('marker', 'example', book.language)} {_shown(column, value, book.language)}"
    if value is None:
        sheet.write_blank(row, place, None, book.formats["example"])
    elif column.kind == "date":
        sheet.write_datetime(row, place, value, book.formats["example_date"])
    else:
        sheet.write(row, place, _shown(column, value, book.language), book.formats["example"])


def _shown(column, value, language):
    if column.kind == "yesno":
        return word("yesno", "yes" if value else "no", language)
    return word(column.allowed, value, language) if column.kind == "choice" else value


def _height(text, width):
    """Return a height in points that shows `text` wrapped at `width` characters; LibreOffice finds none itself."""
    return 15 * sum(-(-len(line) // int(width * 0.95)) or 1 for line in text.split("\n")) + 3


def _for_paper(sheet):
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
