"""Tables with one row a line: cells into values, every fault at its cell, every reference checked."""

from dataclasses import dataclass, replace
from functools import partial

from workbench.language import N_, listed, plain, recognise, word
from workbench.problems import WARNING
from workbench.spreadsheets.headers import column_reader, find_header, lost_columns
from workbench.spreadsheets.values import as_text, decimal_sign, is_blank, nearest, read_value
from workbench.tables import TABLES, columns


@dataclass(frozen=True)
class Row:
    """One line of a sheet: its values by column name, and where they stand."""

    values: dict
    sheet: object
    row: int
    places: dict

    def problem(self, name, what, do="", severity="error", /, **values):
        """Return a Problem at the cell of column `name`, or at the whole line where it has none."""
        return self.sheet.problem(self.row, self.places.get(name), what, do, severity, **values)

    def with_source(self):
        """Return the values with `source`: file!sheet!cell of the line's first cell."""
        return {**self.values, "source": self.sheet.source(self.row, min(self.places.values(), default=0))}


def read_rows(sheet, table, *, header=None, given=(), keep=()):
    """Return the lines of one table in a sheet.

    Parameters
    ----------
    sheet : Sheet
    table : str
        A key of `tables.TABLES`.
    header : Header, optional
        Where the table starts; found by its words if absent.
    given : collection of str
        Columns that need not stand in the sheet, since the workbook or its folder says them.
    keep : collection of str
        Further column headers to keep as text (profile columns).

    Returns
    -------
    rows : list of Row
        Without blank lines, and without lines that are marked as an example ("e.g.").
    problems : list of Problem
        No header; a needed column is missing; a column or a note was not read (a warning); values that are none.
    """
    known = {name: TABLES[table].column(name) for name in written_columns(table)}
    needed = [name for name, column in known.items() if column.required and name not in given]
    header = header or find_header(sheet, column_reader(known), least=min(2, max(1, len(needed))))
    if header is None:
        return [], [_no_header(sheet, known, given)]
    header = _with_kept(header, keep)
    problems = lost_columns(sheet, header) + header_problems(
        sheet, header, known, [name for name in needed if name not in header.meanings.values()]
    )
    body = sheet.cells.iloc[header.row + 1 :]
    signs = {c: decimal_sign(body[c][body[c].map(lambda cell: isinstance(cell, str))]) for c in header.meanings}
    rows, needed = [], [name for name in needed if name in header.meanings.values()]
    for r, line in enumerate(body.itertuples(index=False, name=None), start=header.row + 1):
        filled = [c for c, cell in enumerate(line) if not is_blank(cell)]
        if not filled or is_example(line[filled[0]]):
            continue
        places = {name: c for c, name in header.meanings.items()}
        if not any(c in header.meanings for c in filled) or (len(filled) == 1 and len(places) > 2 and len(needed) > 1):
            own = header.meanings.get(filled[0])
            lacking = [name for name in needed if name != own] if own in needed else []
            do = N_("If it is a line of the table, write also: {columns}.") if lacking else ""
            told = {"found": as_text(line[filled[0]]), "columns": partial(_listed, lacking)}
            what = N_("“{found}” stands outside the table and was not read.")
            problems.append(sheet.problem(r, filled[0], what, do, WARNING, **told))
            continue
        values = {}
        for c, name in header.meanings.items():
            if name in known:
                values[name], fault = read_value(known[name], line[c], decimal=signs[c])
                if fault:
                    problems.append(sheet.problem(r, c, fault[0], fault[1], **fault[2]))
                elif name in needed and is_blank(line[c]):
                    problems.append(
                        sheet.problem(
                            r,
                            c,
                            N_("This cell is empty."),
                            N_("The table needs “{column}” in every line."),
                            column=_shown(name),
                        )
                    )
            else:
                values[name] = as_text(line[c])
        rows.append(Row(values, sheet, r, places))
    return rows, problems


def written_columns(table):
    """Return the columns of a table that people write; the id and the source of a line are the workbench's.

    >>> written_columns("criteria")[:3]
    ['territory', 'wave', 'group']
    """
    return [name for name in columns(table) if name != "source" and (table, name) != ("criteria", "criterion")]


def _with_kept(header, keep):
    kept = {c: name for c, text in header.unknown.items() for name in keep if plain(text) == plain(name)}
    unknown = {c: text for c, text in header.unknown.items() if c not in kept}
    return replace(header, meanings={**header.meanings, **kept}, unknown=unknown)


def _shown(name):
    return lambda: word("column", name)


def _listed(columns):
    return listed(word("column", name) for name in columns)


def is_example(cell):
    """Return whether a line is an example to be overwritten: its first cell starts with "e.g.".

    >>> is_example("p. ex. Valbourg"), is_example("Valbourg")
    (True, False)
    """
    parts = as_text(cell).replace(" :", ":").split(" ")
    starts = (" ".join(parts[:length]) for length in (1, 2))
    return any(start.endswith((".", ":")) and recognise("marker", start) == "example" for start in starts)


def _no_header(sheet, columns, given):
    needed = [name for name, column in columns.items() if column.required and name not in given]
    return sheet.problem(
        None,
        None,
        N_("No table was found on this sheet."),
        N_("Write a header with these columns: {columns}."),
        columns=lambda: [word("column", name) for name in needed],
    )


def header_problems(sheet, header, known, missing):
    """Return what is wrong with a header: needed columns that are missing, headers that say nothing known.

    A header that is near a missing column is named as its likely slip.
    """
    problems, unknown = [], dict(header.unknown)
    forms = {form: name for name in known for form in (name, word("column", name), word("column", name, "en"))}
    for name in missing:
        likely = next((c for c, text in unknown.items() if forms.get(nearest(text, forms)) == name), None)
        if likely is not None:
            problems.append(
                sheet.problem(
                    header.row,
                    likely,
                    N_("The header “{found}” is not known; “{column}” is missing."),
                    N_("Write “{column}” in this cell."),
                    found=unknown.pop(likely),
                    column=_shown(name),
                )
            )
        else:
            problems.append(
                sheet.problem(
                    header.row,
                    None,
                    N_("The column “{column}” is missing."),
                    N_("Add it to the header in this row."),
                    column=_shown(name),
                )
            )
    for column, text in unknown.items():
        problems.append(
            sheet.problem(
                header.row,
                column,
                N_("The column “{found}” is not known and was not read."),
                N_("Correct its header, or leave it if it is only a note."),
                WARNING,
                found=text,
            )
        )
    return problems


def reference_problems(rows, table, known):
    """Return a problem for each value that refers to something that is not declared, and for each repeated key.

    Parameters
    ----------
    rows : list of Row
    table : str
    known : dict
        "table.column" → the collection of values that are declared.
    """
    problems, seen = [], {}
    for row in rows:
        for column in TABLES[table].columns:
            value = row.values.get(column.name) or ""
            if column.kind not in ("text", "list") or column.allowed not in known or not value:
                continue
            declared = known[column.allowed]
            for part in str(value).split("; ") if column.kind == "list" else [value]:
                if part not in declared:
                    problems.append(unknown_value(row, column.name, part, declared))
        key = tuple(row.values.get(name) for name in TABLES[table].key)
        if TABLES[table].key and all(name in row.values for name in TABLES[table].key):
            if key in seen:
                first = seen[key]
                problems.append(
                    row.problem(
                        TABLES[table].key[-1],
                        N_("This line repeats {cell}: {key} stands twice."),
                        N_("Delete one of the two lines, or correct it."),
                        cell=_cell_of(first),
                        key=" · ".join(map(str, key)),
                    )
                )
            seen.setdefault(key, row)
    return problems


def _cell_of(row):
    place = row.sheet.address(row.row, min(row.places.values(), default=0))
    return f"{row.sheet.name} · {place}" if row.sheet.name else place


def unknown_value(row, name, found, declared):
    """Return the problem of a value that is not declared in the study, with the declared one it may be a slip of."""
    likely = nearest(found, declared)
    if likely:
        return row.problem(
            name,
            N_("“{found}” is not declared as “{column}” in the study."),
            N_("Did you mean “{likely}”? Correct the cell, or declare it in study.xlsx."),
            found=found,
            column=_shown(name),
            likely=likely,
        )
    return row.problem(
        name,
        N_("“{found}” is not declared as “{column}” in the study."),
        N_("Declared are: {declared}. Correct the cell, or declare it in study.xlsx."),
        found=found,
        column=_shown(name),
        declared=sorted(declared) or "–",
    )


def table_of_sheet(sheet, tables):
    """Return which of `tables` a sheet holds, by its name or else by its header; None if by neither.

    >>> import pandas as pd
    >>> from workbench.spreadsheets.sheets import Sheet
    >>> table_of_sheet(Sheet("study.xlsx", "Territoires", pd.DataFrame()), ["territories", "groups"])
    'territories'
    """
    named = recognise("sheet", sheet.name)
    if named in tables or named in ("instructions", "meeting", "study"):
        return named
    best, most = None, 1
    for table in tables:
        needed = {name for name in written_columns(table) if TABLES[table].column(name).required} - {
            "territory",
            "wave",
        }
        header = find_header(sheet, column_reader(written_columns(table)))
        if header and needed <= set(header.meanings.values()) and len(header.meanings) > most:
            best, most = table, len(header.meanings)
    return best
