"""The evaluator's workbook with what was followed up since, as a new file that can take its place."""

import warnings
from pathlib import Path

from workbench.language import _, current_language, listed, ngettext, word
from workbench.spreadsheets.headers import column_reader, find_header
from workbench.spreadsheets.rows import table_of_sheet, written_columns
from workbench.spreadsheets.values import as_text, is_blank
from workbench.study.follow_up import as_cell, value_or_none
from workbench.study.following import CONFLICT, line_keys
from workbench.study.plan import sound_plan
from workbench.tables import TABLES
from workbench.templates.sheets import header_of


def export_plan_sheet(study, path):
    """Write study.xlsx anew, with the changes since in its sheets of actions and commitments; return the path.

    Put it in the place of study.xlsx (under that name) when you like: both give the same study, and what is then
    changed in the workbook holds over the changes that it has taken over. `follow_up.csv` stays as it is.

    Parameters
    ----------
    study : Study or folder
    path : str or Path
        Of a new xlsx file; the study's own is never written, and nothing is overwritten.

    Returns
    -------
    Path
        Cells keep their formats, the template's drop-downs stay. Formulas become what they came to. Drop-downs in a
        form that only Excel writes, pictures and charts are not copied: a warning says so where Excel's are lost.

    Raises
    ------
    ValueError
        If the file stands already or is no xlsx, or workbook and follow-up contradict each other somewhere.
    StudyProblems
        If the plan cannot be read.
    """
    path, plan = Path(path), sound_plan(study)
    if path.exists() or path.suffix.lower() != ".xlsx":
        raise ValueError(_("path: {found} must be a new xlsx file.", found=path.name))
    told = plan.tables["follow_up"]
    open_ = told[told["state"] == CONFLICT]
    if len(open_):
        names = listed([row["commitment"] or row["action"] for row in open_.to_dict("records")])
        raise ValueError(_("Workbook and follow-up contradict each other: settle first {names}.", names=names))
    book = _copied(plan)
    sheets = {sheet.name: sheet for sheet in plan.sheets}
    for table in ("actions", "commitments"):
        _bring_up_to_date(book, sheets, plan, table)
    if len(told):
        _note_until(book, sheets, max(told["when"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _copied(plan):
    """Return the workbook as openpyxl has it, with what formulas came to in their place."""
    import openpyxl

    if plan.path.suffix.lower() != ".xlsx":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for sheet in plan.sheets:
            page = book.create_sheet(sheet.name[:31])
            for r, row in enumerate(sheet.rows, 1):
                for c, cell in enumerate(row, 1):
                    _put(page.cell(r, c), None if is_blank(cell) else cell)
        return book
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        book = openpyxl.load_workbook(plan.path)
    if any("extension" in str(one.message) for one in heard):
        warnings.warn(
            _("Drop-downs or formats that only Excel writes are not in the new workbook."), UserWarning, stacklevel=3
        )
    formulas = 0
    for sheet in plan.sheets:
        if sheet.name not in book.sheetnames:
            continue
        for line in book[sheet.name].iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    formulas += 1
                    r, c = cell.row - 1, cell.column - 1
                    inside = r < len(sheet.cells) and c < len(sheet.cells.columns)
                    _put(cell, sheet.rows[r][c] if inside and not is_blank(sheet.rows[r][c]) else None)
    if formulas:
        said = ngettext("{n} formula became what it came to.", "{n} formulas became what they came to.", formulas)
        warnings.warn(said, UserWarning, stacklevel=3)
    return book


def _bring_up_to_date(book, sheets, plan, table):
    rows = plan.rows.get(table, [])
    there = dict(zip(line_keys(table, [row.values for row in rows]), rows, strict=True))
    merged = plan.tables[table].to_dict("records")
    page, places, last = _page(book, sheets, rows, table)
    for key, line in zip(line_keys(table, merged), merged, strict=True):
        row = there.get(key)
        at = row.row + 1 if row else last + 1
        target = book[row.sheet.name] if row else page
        where = row.places if row else places
        for column in written_columns(table):
            new, old = value_or_none(line.get(column)), value_or_none(row.values.get(column)) if row else None
            if as_cell(new) == as_cell(old):
                continue
            if column not in where:
                where[column] = max([*where.values(), target.max_column - 1]) + 1
                head = row.sheet if row else sheets.get(target.title)
                _put(
                    target.cell(_header_row(head, table) + 1, where[column] + 1),
                    header_of(table, column, current_language()),
                )
            _put(target.cell(at, where[column] + 1), _written(table, column, new))
        last = max(last, at) if row is None else last


def _page(book, sheets, rows, table):
    """Return the sheet that new lines go to, the place of its columns, and its last line in use."""
    own = (
        [rows[-1].sheet]
        if rows
        else [s for s in sheets.values() if len(s.cells) and table_of_sheet(s, [table]) == table]
    )
    if own:
        header = find_header(own[0], column_reader(written_columns(table)))
        page = book[own[0].name]
        return page, {name: c for c, name in header.meanings.items()}, page.max_row
    page = book.create_sheet(word("sheet", table, current_language()))
    for place, column in enumerate(written_columns(table), 1):
        page.cell(1, place, header_of(table, column, current_language()))
    return page, {name: place for place, name in enumerate(written_columns(table))}, 1


def _header_row(sheet, table):
    header = find_header(sheet, column_reader(written_columns(table))) if sheet is not None else None
    return header.row if header else 0


def _note_until(book, sheets, when):
    """Write on the sheet of the study up to when its workbook has taken the changes over."""
    name = next((name for name, sheet in sheets.items() if table_of_sheet(sheet, []) == "study"), None)
    page = book[name] if name else book.create_sheet(word("sheet", "study", current_language()), 0)
    key = word("column", "follow_up_until", current_language())
    at = next((line[0].row for line in page.iter_rows() if as_text(line[0].value) == key), None)
    at = at or (page.max_row + 1 if name else 1)
    page.cell(at, 1, key)
    page.cell(at, 2, when)


def _written(table, column, value):
    """Return a value as people write it into a cell."""
    kind = TABLES[table].column(column)
    if value is None or kind.kind in ("text", "list", "number", "integer"):
        return value
    if kind.kind == "date":
        return value.date() if hasattr(value, "date") else value
    return word("yesno", "yes" if value else "no") if kind.kind == "yesno" else word(kind.allowed, value)


def _put(cell, value):
    """Write a value into a cell; text is never a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif hasattr(value, "year") and cell.number_format == "General":
        cell.number_format = "yyyy-mm-dd"
