"""Tables as one workbook: a first sheet that says what it is, typed columns, and charts that stay editable."""

import datetime
import re

import pandas as pd

from workbench.charts.palette import ink_on
from workbench.council.headers import sheet_title
from workbench.council.native import native_charts
from workbench.council.presented import number_formats, presented
from workbench.disclosure import table_notes
from workbench.language import _, date, number, word

_MADE = datetime.datetime(2000, 1, 1)
_WIDEST = 60
#: The row of a chart's sheet where its figures begin, below the chart.
_HEAD = 27


def write_workbook(tables, path, *, about=(), charts=None, labels=None):
    """Write tables to a workbook: one sheet each, behind a first one that says what they are.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Name to table; a name of `data/words.csv` (answers, criteria …) is shown in the current language.
    path : str or Path
    about : sequence of (str, str)
        Lines of the first sheet: what, and its words.
    charts : dict of str to Axes, optional
        Charts that Excel can draw (situations, levels) get a sheet each, with their figures and an editable chart.
    labels : dict, optional
        Code to text, written behind the codes.
    """
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(str(path), {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": _MADE, "author": "workbench", "title": next((text for _k, text in about), "")})
        style = _styles(book)
        sheets = {}
        first = book.add_worksheet(_("About"))
        drawn = native_charts(charts or {})
        for one in drawn:
            name = _sheet_name(sheet_title(one["name"]), sheets)
            sheets[name] = one["headline"]
            _write_native(book, book.add_worksheet(name), name, one, style)
        for key, table in tables.items():
            name = _sheet_name(sheet_title(key), sheets)
            sheets[name] = " · ".join([table_note(table), *table_notes(table)])
            _write_table(book.add_worksheet(name), table, labels, style)
        constructed = any(table.attrs.get("constructed") for table in tables.values()) or any(
            one["constructed"] for one in drawn
        )
        _write_about(first, about, sheets, constructed, style)


def table_note(table):
    """Return in words how long a table is.

    >>> table_note(pd.DataFrame({"a": [1, 2]}))
    '2 rows, 1 columns'
    """
    return _("{rows} rows, {columns} columns", rows=number(len(table)), columns=number(len(table.columns)))


def _styles(book):
    plain = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    style = {
        "title": book.add_format({**plain, "bold": True, "font_size": 16}),
        "warning": book.add_format({**plain, "bold": True, "font_color": "#AD3C00"}),
        "bold": book.add_format({**plain, "bold": True}),
        "text": book.add_format({**plain, "text_wrap": True}),
        "cell": book.add_format({**plain, "num_format": "@"}),
        "head": book.add_format(
            {**plain, "bold": True, "font_color": "white", "bg_color": "#12436D", "text_wrap": True, "border": 0}
        ),
        "day": book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
    }
    for pattern in ("0", "0%", "0.00", "0.000", "General"):
        style[pattern] = book.add_format({**plain, "num_format": pattern})
    return style


def _sheet_name(text, taken):
    """Return a name that Excel takes for a sheet, and that no other sheet has."""
    base = re.sub(r"[\[\]:*?/\\']", " ", str(text)).strip()[:31] or "1"
    base = name = base[:1].upper() + base[1:]
    others, count = {one.casefold() for one in (*taken, _("About"), "History")}, 2
    while name.casefold() in others:
        name, count = f"{base[:27]} {count}", count + 1
    return name


def _write_about(sheet, about, sheets, constructed, style):
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    row = 0
    for place, (what, text) in enumerate(about):
        if place == 0:
            sheet.write_string(row, 0, text, style["title"])
        else:
            sheet.write_string(row, 0, what, style["bold"])
            sheet.write_string(row, 1, text, style["text"])
            sheet.set_row(row, 15.5 * (1 + len(text) // 105))
        row += 1
    if constructed:
        sheet.write_string(row, 0, _("Constructed example: none of these people exist."), style["warning"])
        row += 1
    row += 1
    for name, note in sheets.items():
        quoted = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", string=name)
        sheet.write_string(row, 1, note, style["text"])
        sheet.set_row(row, 15.5 * (1 + len(note) // 105))
        row += 1


def _write_table(sheet, table, labels, style):
    shown, formats = presented(table, labels), number_formats(table)
    by_header = dict(zip(presented(table).columns, table.columns, strict=False))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if len(shown.columns):
        sheet.autofilter(0, 0, max(len(shown), 1), len(shown.columns) - 1)
    for column, name in enumerate(shown.columns):
        sheet.write_string(0, column, str(name), style["head"])
        patterns = formats.get(by_header.get(name), ["0.00"] * len(shown))
        cells = shown[name].tolist()
        for row, (value, pattern) in enumerate(zip(cells, patterns, strict=True), 1):
            _write_cell(sheet, row, column, value, pattern, style)
        longest = max((len(_as_text(value)) for value in cells[:500]), default=0)
        sheet.set_column(column, column, min(max(longest, len(str(name)) * 0.75, 7) + 2, _WIDEST))


def _write_cell(sheet, row, column, value, pattern, style):
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value, style["cell"])
    elif isinstance(value, (bool,)) or type(value).__name__ in ("bool", "bool_"):
        sheet.write_string(row, column, word("yesno", "yes" if value else "no"), style["cell"])
    elif isinstance(value, (pd.Timestamp, datetime.date)):
        sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), style["day"])
    elif pd.api.types.is_number(value):
        sheet.write_number(row, column, float(value), style[pattern])
    else:
        sheet.write_string(row, column, str(value), style["cell"])


def _as_text(value):
    if isinstance(value, float):
        return f"{value:.2f}"
    return date(value) if isinstance(value, pd.Timestamp) else str(value)


def _write_native(book, sheet, name, one, style):
    """Write the figures of one chart, and above them a chart of Excel's own that is drawn from them."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(one["series"]) + len(one["further"]), 17)
    sheet.write_string(0, 0, one["headline"], style["title"])
    sheet.write_string(1, 0, one["subtitle"], style["cell"])
    sheet.write_string(_HEAD - 1, 0, one["hidden"], style["cell"])
    formats = [one["format"]] * len(one["series"]) + [pattern for _title, pattern in one["further"]]
    titles = ["", *one["series"], *(title for title, _pattern in one["further"])]
    for column, title in enumerate(titles):
        sheet.write_string(_HEAD, column, title, style["head"])
    for row, (label, values, more) in enumerate(one["rows"], _HEAD + 1):
        sheet.write_string(row, 0, label, style["cell"])
        for column, (value, pattern) in enumerate(zip([*values, *more], formats, strict=True), 1):
            if pd.notna(value):
                sheet.write_number(row, column, float(value), style[pattern])
    sheet.insert_chart(2, 0, _chart(book, name, one), {"description": one["alt"], "object_position": 1})


def _chart(book, name, one):
    """Return a chart that takes its names and figures from the cells of its sheet, so that it stays editable."""
    stacked, last = one["stacked"], _HEAD + len(one["rows"])
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"} if stacked else {"type": "bar"})
    for column, colour in enumerate(one["colours"], 1):
        label = {"value": True, "num_format": one["format"], "font": {"color": ink_on(colour), "size": 9}}
        label |= {"num_format": "[>=0.035]0%;;"} if stacked else {"position": "inside_base"}
        series = {
            "name": [name, _HEAD, column],
            "categories": [name, _HEAD + 1, 0, last, 0],
            "values": [name, _HEAD + 1, column, last, column],
            "fill": {"color": colour},
            "border": {"color": "white"},
            "gap": 45,
            "data_labels": label,
        }
        if not stacked:
            below, above = (f"='{name}'!${letter}${_HEAD + 2}:${letter}${last + 1}" for letter in "CD")
            line = {"color": "#3D3D3D"}
            series["y_error_bars"] = {"type": "custom", "minus_values": below, "plus_values": above, "line": line}
        chart.add_series(series)
    chart.set_title({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 10}, "line": {"none": True}, "major_tick_mark": "none"})
    low, high = one["limits"]
    limits = {"visible": False} if stacked else {"min": low, "max": high}
    chart.set_x_axis({"major_gridlines": {"visible": False}, "num_font": {"size": 9}, **limits})
    chart.set_legend({"position": "top"} if stacked else {"none": True})
    chart.set_size({"width": 980, "height": 460})
    return chart
