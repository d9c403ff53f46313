"""A drafting sheet that came back: which sheet is which, whatever its order, and what it was written with."""

from dataclasses import dataclass, field, replace

from workbench.drafting.sheet import WRITTEN
from workbench.language import LANGUAGES, N_, recognise, word
from workbench.meetings.filled import entries_of, keys_of
from workbench.problems import ERROR, WARNING, SheetProblems
from workbench.spreadsheets.headers import find_header, lost_columns
from workbench.spreadsheets.values import as_text
from workbench.spreadsheets.workbooks import read_sheets

_COLUMNS = {
    "criteria": (
        "line", "side", "text", "question", "said", "groups", "one_group", "meaning", "confidence", "decide",
        "criterion_id",
    ),
    "scale": ("indicator", "level", "situation", "proposal", "accept", *(f"words_{code}" for code in LANGUAGES)),
    "indicators": (
        "indicator", "indicator_kind", "levels", "lowest", "direction", *(f"label_{code}" for code in LANGUAGES)
    ),
}  # fmt: skip
#: Columns by which a sheet is known, one of them at least.
_MARKS = {
    "criteria": {"criterion_id", "decide"},
    "scale": {"proposal", "accept"},
    "indicators": {"indicator_kind", "levels"},
}
_NEEDS = {"criteria": ("criterion_id", "decide"), "scale": ("indicator", "level"), "indicators": ("indicator",)}


@dataclass
class Draft:
    """What a workbook holds: lines by sheet, keys of its first sheet, and what it was written with, by indicator.

    `written`: indicator → {(part, language): text}.
    """

    name: str
    entries: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)
    keys: dict = field(default_factory=dict)
    front: object = None
    written: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    def stop_at_errors(self):
        """Raise all problems where one of them is an error."""
        if any(problem.severity == ERROR for problem in self.problems):
            raise SheetProblems(self.problems)


def read_draft(path):
    """Return what a filled-in drafting sheet holds; SheetProblems where it cannot be opened or is none."""
    sheets, problems = read_sheets(path)
    draft = Draft(name=path.name, problems=list(problems))
    draft.stop_at_errors()
    for sheet in sheets:
        if sheet.name == WRITTEN:
            for row in sheet.rows:
                indicator, part, language, text = [*map(as_text, row), "", "", "", ""][:4]
                draft.written.setdefault(indicator, {})[part, language] = text
        elif len(sheet.cells) and not sheet.is_list():
            _take(sheet, draft)
    if "scale" not in draft.entries:
        what = N_("No sheet with the scale in words was found.")
        do = N_("Bring the sheet “{sheet}” back, or write a new workbook.")
        absent = sheets[0].problem(None, None, what, do, sheet=lambda: word("meeting_sheet", "scale"))
        raise SheetProblems([*draft.problems, absent])
    return draft


def _take(sheet, draft):
    for kind, columns in _COLUMNS.items():
        header = find_header(sheet, lambda text, columns=columns: recognise("meeting_column", text, among=columns))
        if header and _MARKS[kind] & set(header.meanings.values()):
            break
    else:
        keys = keys_of(sheet)
        if len(keys) > len(draft.keys):
            draft.keys, draft.front = keys, sheet
        return
    if draft.entries.get(kind):
        what, do = N_("A second sheet like this one; it was not read."), N_("Bring all lines onto one sheet.")
        draft.problems.append(sheet.problem(None, None, what, do))
        return
    twice = {sheet.address(header.row, column) for column in header.repeated}
    for problem in lost_columns(sheet, header):
        draft.problems.append(problem if problem.cell in twice else replace(problem, severity=WARNING))
    for column, text in header.unknown.items():
        what = N_("The column “{found}” is not known and was not read.")
        do = N_("Correct its header, or leave it if it is only a note.")
        draft.problems.append(sheet.problem(header.row, column, what, do, WARNING, found=text))
    for name in _NEEDS[kind]:
        if name not in header.meanings.values():
            what, do = N_("The column “{column}” is missing."), N_("Copy it back from the workbook as it was written.")
            column = {"column": lambda name=name: word("meeting_column", name)}
            draft.problems.append(sheet.problem(header.row, None, what, do, **column))
    draft.columns[kind] = set(header.meanings.values())
    draft.entries[kind] = list(entries_of(sheet, header))
