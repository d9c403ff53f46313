"""A workbook to fill in: what is shown, what is to be filled in, and ids that find their way back."""

from contextlib import contextmanager
from dataclasses import dataclass

import xlsxwriter
from tqdm.auto import tqdm
from xlsxwriter.utility import xl_col_to_name

from workbench.language import names, word
from workbench.meetings.speakers import said

#: The hidden sheet of drop-downs; its first columns are the themes as the workbook was written: label, id, code, state.
LISTS = "_lists"
#: Rows from which a workbook is written without keeping it in memory.
_MANY = 20_000
_SIZE = 12
_LINE = 16.5
_WIDTHS = {
    "line": 6, "theme": 26, "text": 40, "question": 16, "said": 9, "said_by": 28, "agree": 13, "move": 26,
    "reword": 34, "wording": 30, "rename": 32, "merge": 30, "code": 14, "validated": 12, "criteria": 10, "groups": 10,
    "verbatims": 60, "second": 26, "third": 26, "confidence": 12, "unsure": 10, "state": 18, "territory": 18,
    "group": 28, "wave": 10, "language": 13, "source": 46, "criterion_id": 16, "theme_id": 16,
}  # fmt: skip
_IDS = ("criterion_id", "theme_id")
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "font_size": _SIZE}
_CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#A6A6A6", "font_size": _SIZE}
_STYLES = {
    "title": {"bold": True, "font_size": 18, "font_color": "#12436D"},
    "say": {"text_wrap": True, "valign": "top", "font_size": _SIZE},
    "warn": {"bold": True, "font_size": _SIZE, "font_color": "#801650"},
    "name": {"bold": True, "valign": "top", "font_size": _SIZE, "font_color": "#12436D"},
    "head": {"bg_color": "#DCE6EF", "font_color": "#12436D", **_HEAD},
    "head_fill": {"bg_color": "#12436D", "font_color": "#FFFFFF", **_HEAD},
    "shown": _CELL,
    "fill": {**_CELL, "bg_color": "#FFF9E5", "num_format": "@"},
    "count": {**_CELL, "align": "center"},
    "share": {**_CELL, "align": "center", "num_format": "0%"},
    "id": {"font_size": 9, "font_color": "#7F7F7F", "num_format": "@", "valign": "top"},
    "key": {**_CELL, "bold": True, "bg_color": "#DCE6EF", "font_color": "#12436D", "valign": "vcenter"},
    "known": {**_CELL, "valign": "vcenter"},
    "open": {**_CELL, "bg_color": "#FFF9E5", "valign": "vcenter"},
    "day": {**_CELL, "bg_color": "#FFF9E5", "valign": "vcenter", "align": "left", "num_format": 14},
}


@dataclass(frozen=True)
class Filled:
    """A workbook that is being written: its language, formats, and the drop-downs (kind → reference)."""

    book: xlsxwriter.Workbook
    language: str
    formats: dict
    choices: dict
    footer: str


@contextmanager
def open_workbook(path, *, language, labels, themes, groups=(), more=None, constructed=False, rows=0):
    """Open a new workbook; at the end of the block its hidden lists are written and it is closed.

    Parameters
    ----------
    path : path
    language : str
    labels : dict
        Theme → its label on this workbook.
    themes : DataFrame
        Table `themes`.
    groups : collection of str
        For the drop-down of groups.
    more : dict, optional
        Further drop-downs: kind → words.
    constructed : bool
        The study is an example; each page says so.
    rows : int
        How many there will be, about.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": rows >= _MANY}
    lists = {
        "theme": list(labels.values()),
        "yesno": [word("yesno", name, language) for name in ("yes", "no")],
        "question": [word("question", name, language) for name in names("question")],
        "group": list(groups),
        **(more or {}),
    }
    places = dict(zip(lists, "AEFGHIJKLM", strict=False))
    choices = {
        kind: f"={LISTS}!${places[kind]}$1:${places[kind]}${max(len(cells), 1)}" for kind, cells in lists.items()
    }
    with xlsxwriter.Workbook(path, options) as book:
        formats = {name: book.add_format(style) for name, style in _STYLES.items()}
        footer = said("constructed", language) if constructed else ""
        yield Filled(book, language, formats, choices, footer)
        sheet = book.add_worksheet(LISTS)
        kept = [list(map(str, themes[name])) for name in ("theme", "code", "state")]
        columns = [[labels[theme] for theme in kept[0]], *kept, *list(lists.values())[1:]]
        for row in range(max(len(cells) for cells in columns)):
            for place, cells in enumerate(columns):
                if row < len(cells):
                    sheet.write_string(row, place, cells[row])
        sheet.hide()
        sheet.protect()  # nobody needs to write here, and what stands here says which theme was meant


def write_front(filled, name, title, sentences, keys, *, choices=()):
    """Write the first sheet: what to do, and keys with what is known of them.

    Parameters
    ----------
    filled : Filled
    name : str
        Of the sheet, in words.csv.
    title : str
    sentences : list of (sheet or "", sentence)
    keys : dict
        Key → what is known, or "" to fill in.
    choices : collection of str
        Keys that are answered by yes or no.
    """
    sheet = filled.book.add_worksheet(word("meeting_sheet", name, filled.language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 84)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, filled.formats["title"])
    row = 1
    if filled.footer:
        sheet.write_string(row, 0, filled.footer, filled.formats["warn"])
        row += 1
    row += 1
    for about, sentence in sentences:
        sheet.set_row(row, _height({1: (sentence, 84)}))
        if about:
            sheet.write_string(row, 0, word("meeting_sheet", about, filled.language), filled.formats["name"])
        sheet.write_string(row, 1, sentence, filled.formats["say"])
        row += 1
    row += 1
    for key, known in keys.items():
        sheet.set_row(row, 30)
        sheet.write_string(row, 0, word("meeting_key", key, filled.language), filled.formats["key"])
        if known:
            sheet.write_string(row, 1, known, filled.formats["known"])
        else:
            sheet.write_blank(row, 1, None, filled.formats["day" if key == "date" else "open"])
        if key in choices:
            rule = {"validate": "list", "source": filled.choices["yesno"], "show_error": False}
            sheet.data_validation(row, 1, row, 1, rule)
        row += 1
    _for_paper(sheet, filled, 0)


def write_lines(filled, name, columns, rows, *, fill=(), choices=None, blank=0, total=None, printed=None, widths=None):
    """Write a sheet of lines: a frozen header that is printed on each page, a filter, drop-downs, and room below.

    Parameters
    ----------
    filled : Filled
    name : str
        Of the sheet, in words.csv.
    columns : list of str
        Names in words.csv; ids come last and are not printed.
    rows : iterable of dict
        Column → text or number.
    fill : collection of str
        The columns that people fill in.
    choices : dict
        Column → kind of drop-down ("theme", "yesno", "question", "group"). Other words may be written, too.
    blank : int
        Lines without anything below, to fill in.
    total : int, optional
        How many rows there are, for the progress bar.
    printed : str, optional
        The last column that is printed; by default all but ids are.
    widths : dict, optional
        Of columns that other sheets do not have.
    """
    widths = _WIDTHS | (widths or {})
    sheet = filled.book.add_worksheet(word("meeting_sheet", name, filled.language))
    styles = [_style(column, fill) for column in columns]
    heads = [word("meeting_column", column, filled.language) for column in columns]
    sheet.set_row(0, max(36, _height({k: (head, widths[columns[k]] * 0.8) for k, head in enumerate(heads)})))
    for place, (column, style, head) in enumerate(zip(columns, styles, heads, strict=True)):
        sheet.set_column(place, place, widths[column], filled.formats["id"] if style == "id" else None)
        sheet.write_string(0, place, head, filled.formats["head_fill" if style == "fill" else "head"])
    last = 0
    for last, line in enumerate(tqdm(rows, total=total, delay=2, leave=False), start=1):
        cells = [line.get(column, "") for column in columns]
        texts = {place: (cell, widths[columns[place]]) for place, cell in enumerate(cells) if isinstance(cell, str)}
        sheet.set_row(last, max(24, _height({place: told for place, told in texts.items() if styles[place] != "id"})))
        for place, cell in enumerate(cells):
            _write(sheet, last, place, cell, filled.formats[styles[place]])
    for row in range(last + 1, last + 1 + blank):
        sheet.set_row(row, 30)
        for place, style in enumerate(styles):
            sheet.write_blank(row, place, None, filled.formats[style])
    for column, kind in (choices or {}).items():
        place = columns.index(column)
        rule = {"validate": "list", "source": filled.choices[kind], "show_error": False}
        sheet.data_validation(1, place, max(last + blank, 1) + 200, place, rule)
    printed = printed or [column for column in columns if column not in _IDS][-1]
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(last + blank, 1), len(columns) - 1)
    _for_paper(sheet, filled, columns.index(printed), max(last + blank, 1))


def _style(column, fill):
    if column in _IDS:
        return "id"
    if column in fill:
        return "fill"
    return {"confidence": "share", "line": "count", "said": "count", "criteria": "count", "groups": "count"}.get(
        column, "shown"
    )


def _write(sheet, row, place, cell, style):
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, place, cell[:32_767], style)  # no cell holds more
        else:
            sheet.write_blank(row, place, None, style)
    else:
        sheet.write_number(row, place, cell, style)


def _height(texts):
    """Return a height in points that shows all texts wrapped: {place: (text, width of its column in characters)}."""
    lines = [
        sum(-(-len(part) // max(int(width * 0.85), 1)) or 1 for part in text.split("\n"))
        for text, width in texts.values()
    ]
    return min(_LINE * max(lines, default=1) + 4, 400)


def _for_paper(sheet, filled, last_column, last_row=None):
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + filled.footer.replace("&", "&&") + "&C&A&R&P / &N")
    if last_row:
        sheet.print_area(f"A1:{xl_col_to_name(last_column)}{last_row + 1}")
