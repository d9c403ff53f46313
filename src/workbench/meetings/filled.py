"""A workbook that came back filled in: which sheet is which, whatever its order, and what each line says."""

import unicodedata
from dataclasses import dataclass, field, replace

from tqdm.auto import tqdm

from workbench.language import N_, names, recognise, word
from workbench.problems import ERROR, WARNING, SheetProblems
from workbench.spreadsheets.headers import find_header, lost_columns
from workbench.spreadsheets.values import as_text, is_blank
from workbench.spreadsheets.workbooks import read_sheets

_LISTS = "_lists"


@dataclass(frozen=True)
class Entry:
    """One line: the text of its cells by column, and where it stands."""

    cells: dict
    sheet: object
    row: int
    places: dict

    def __getitem__(self, name):
        return self.cells.get(name, "")

    def problem(self, name, what, do="", severity=ERROR, /, **values):
        """Return a Problem at the cell of a column, or at the line where it has none."""
        return self.sheet.problem(self.row, self.places.get(name), what, do, severity, **values)

    def source(self, name):
        """Return file!sheet!cell of a column of this line."""
        return self.sheet.source(self.row, self.places.get(name, 0))

    def mark(self, name, problems):
        """Return whether a cell agrees (True), disagrees (False), or says nothing (None)."""
        text = self[name]
        if not text:
            return None
        agreed = read_mark(text)
        if agreed is None:
            what, do = N_("“{found}” is neither yes nor no."), N_("Write yes or no.")
            problems.append(self.problem(name, what, do, found=text))
        return agreed


@dataclass
class FilledIn:
    """What a workbook holds: entries by sheet ("criteria", "themes", "missing"), keys of its first sheet, the labels
    under which themes were shown (label → id), their code and state then, and what is doubtful or wrong so far.
    """

    name: str
    entries: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)
    front: object = None
    labels: dict = field(default_factory=dict)
    states: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    def stop_at_errors(self):
        """Raise all problems where one of them is an error."""
        if any(problem.severity == ERROR for problem in self.problems):
            raise SheetProblems(self.problems)


def read_mark(text):
    """Return whether what people put into a box agrees (True) or not (False); None where it cannot be told.

    >>> read_mark("x"), read_mark("☑️"), read_mark("D’accord !"), read_mark("nicht einverstanden"), read_mark("perhaps")
    (True, True, True, False, None)
    """
    # colour and variant of a sign are characters of their own
    plain_sign = "".join(letter for letter in text if unicodedata.category(letter) not in ("Mn", "Cf"))
    said = recognise("yesno", text) or recognise("mark", plain_sign)
    return None if said is None else said == "yes"


def read_filled(path):
    """Return what a filled-in workbook holds; SheetProblems where it cannot be opened or holds no such sheet."""
    sheets, problems = read_sheets(path)
    found = FilledIn(name=getattr(path, "name", str(path)), problems=list(problems))
    found.stop_at_errors()
    for sheet in sheets:
        if sheet.name == _LISTS:
            cells = [[*(as_text(cell) for cell in row[:4]), "", "", ""][:4] for row in sheet.rows]
            found.labels = {label: theme for label, theme, *_rest in cells if label and theme}
            found.states = {theme: (code, state) for _label, theme, code, state in cells if theme}
        elif len(sheet.cells) and not sheet.is_list():
            _take(sheet, found)
    if "criteria" not in found.entries:
        what = N_("No sheet with the criteria was found.")
        do = N_("Bring the sheet “{sheet}” back, or write a new workbook.")
        missing = sheets[0].problem(None, None, what, do, sheet=lambda: word("meeting_sheet", "criteria"))
        raise SheetProblems([*found.problems, missing])
    return found


def _take(sheet, found):
    header = find_header(sheet, lambda text: recognise("meeting_column", text))
    kind = _kind(header) if header else None
    if kind is None:
        keys = keys_of(sheet)
        if len(keys) > len(found.keys):
            found.keys, found.front = keys, sheet
        return
    if kind in found.entries and any(found.entries[kind]):
        what, do = N_("A second sheet like this one; it was not read."), N_("Bring all lines onto one sheet.")
        found.problems.append(sheet.problem(None, None, what, do))
        return
    twice = {sheet.address(header.row, column) for column in header.repeated}
    for problem in lost_columns(sheet, header):  # a remark beside the table takes nothing away from it
        found.problems.append(problem if problem.cell in twice else replace(problem, severity=WARNING))
    for column, text in header.unknown.items():
        what = N_("The column “{found}” is not known and was not read.")
        do = N_("Correct its header, or leave it if it is only a note.")
        found.problems.append(sheet.problem(header.row, column, what, do, WARNING, found=text))
    if kind == "criteria" and "criterion_id" not in header.meanings.values():
        what, do = N_("The column “{column}” is missing."), N_("Copy it back from the workbook as it was written.")
        column = {"column": lambda: word("meeting_column", "criterion_id")}
        found.problems.append(sheet.problem(header.row, None, what, do, **column))
    found.entries[kind] = list(entries_of(sheet, header))


def _kind(header):
    columns = set(header.meanings.values())
    if "criterion_id" in columns or {"text", "agree"} <= columns or {"text", "move"} <= columns:
        return "criteria"
    if columns & {"rename", "merge", "theme_id"}:
        return "themes"
    return "missing" if {"text", "question"} <= columns else None


def entries_of(sheet, header):
    """Yield the lines below a header, without blank ones."""
    places = {name: column for column, name in header.meanings.items()}
    columns = list(header.meanings.items())
    for row in tqdm(range(header.row + 1, len(sheet.rows)), delay=2, leave=False):
        line = sheet.rows[row]
        cells = {name: as_text(line[column]) for column, name in columns if not is_blank(line[column])}
        if cells:
            yield Entry(cells, sheet, row, places)


def keys_of(sheet):
    """Return key → (cell, row, column): a key stands left of its value."""
    keys = {}
    for row, line in enumerate(sheet.rows):
        filled = [column for column, cell in enumerate(line) if not is_blank(cell)]
        key = recognise("meeting_key", as_text(line[filled[0]]), names("meeting_key")) if filled else None
        if key and key not in keys:
            value = filled[1] if len(filled) > 1 else filled[0] + 1
            keys[key] = (line[value] if len(filled) > 1 else "", row, value)
    return keys
