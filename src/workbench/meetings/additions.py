"""What a group adds in its second meeting: criteria of the study from its next reading on."""

import os
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from workbench.language import N_, _, plain, recognise, word
from workbench.meetings.speakers import said
from workbench.problems import Problem, SheetProblems
from workbench.spreadsheets.criteria import name_criteria
from workbench.spreadsheets.headers import find_header
from workbench.spreadsheets.values import as_text
from workbench.spreadsheets.workbooks import read_sheets

_COLUMNS = ("territory", "group", "question", "text")


@dataclass(frozen=True)
class Addition:
    """One thing that a group added: by whom, to which question, in which words, under which theme, from which cell."""

    group: str
    question: str
    text: str
    theme: str
    source: str

    def criterion(self, session):
        """Return the id that this criterion has in the study."""
        told = {"territory": session.territory, "wave": session.wave, **vars(self)}
        return name_criteria([told])[0]


def additions_file(study, session):
    """Return the workbook in the wave's folder that keeps what one group added to its own synthesis."""
    name = session.group or said("all_groups", study.language)
    stem = "_".join(plain(part).replace(" ", "_") for part in (session.territory, name))[:60].strip("_")
    added = plain(word("meeting_sheet", "missing", study.language)).replace(" ", "_")
    return Path(study.folder) / "waves" / session.wave / f"{stem}_{added}.xlsx"


def keep_additions(study, session, additions):
    """Write what was added into the wave's folder, beside what the group added before; return the file, or None.

    It is read with the study from then on. When each line was added, and on which cell of which sheet, stands beside.
    """
    path = additions_file(study, session)
    before = _kept(path)
    known = {(row[1], row[2], row[3]) for row in before}
    fresh = [one for one in additions if (one.group, one.question, one.text) not in known]
    if not fresh:
        return None
    day = session.date.isoformat()
    rows = before + [(session.territory, one.group, one.question, one.text, day, one.source) for one in fresh]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.stem}.new.xlsx")
    _write(beside, rows, study.language)
    try:
        os.replace(beside, path)
    except PermissionError as error:
        beside.unlink(missing_ok=True)
        what, do = N_("The workbook is open in another program."), N_("Close it, and read the sheet again.")
        raise SheetProblems([Problem(path.name, "", "", what, do)]) from error
    return path


def _kept(path):
    """Return the lines that stand in the workbook already: territory, group, question, text, day, source."""
    if not path.exists():
        return []
    sheets, problems = read_sheets(path)
    if problems:
        raise SheetProblems(problems)
    rows, sources = [], {}
    for sheet in sheets:
        header = find_header(sheet, lambda text: recognise("column", text, (*_COLUMNS, "date", "source")))
        places = {name: column for column, name in header.meanings.items()} if header else {}
        for line in sheet.rows[header.row + 1 :] if header else ():
            cells = {name: as_text(line[column]) for name, column in places.items()}
            if "source" in cells:
                sources[cells.get("text", "")] = cells.get("date", ""), cells["source"]
            elif set(_COLUMNS) <= set(cells) and cells["text"]:
                question = recognise("question", cells["question"]) or cells["question"]
                rows.append((cells["territory"], cells["group"], question, cells["text"]))
    return [(*row, *sources.get(row[3], ("", ""))) for row in rows]


def _write(path, rows, language):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DCE6EF", "font_color": "#12436D", "border": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(word("sheet", "criteria", language))
        for place, name in enumerate(_COLUMNS):
            sheet.write_string(0, place, word("column", name, language), head)
            sheet.set_column(place, place, 60 if name == "text" else 28)
        for row, (territory, group, question, text, *_when) in enumerate(rows, start=1):
            cells = (territory, group, word("question", question, language), text)
            for place, cell in enumerate(cells):
                sheet.write_string(row, place, cell, wrap)
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet(word("sheet", "instructions", language))
        about.set_column(0, 2, 50)
        about.write_string(0, 0, _("Added by the group to its own synthesis"), head)
        for place, name in enumerate(("text", "date", "source")):
            about.write_string(2, place, word("column", name, language), head)
        for row, (_territory, _group, _question, *told) in enumerate(rows, start=3):
            for place, cell in enumerate(told):
                about.write_string(row, place, cell, wrap)
