"""One file of one wave: which tables it holds, who speaks in it, and what they said."""

from functools import partial

from workbench.language import N_, word
from workbench.problems import WARNING, Problem
from workbench.spreadsheets.answers import read_answers
from workbench.spreadsheets.criteria import criteria_header, read_criteria
from workbench.spreadsheets.headers import find_header, indicator_reader, read_meeting
from workbench.spreadsheets.mappings import mapped_rows
from workbench.spreadsheets.platforms import from_platform
from workbench.spreadsheets.rows import Row, read_rows, table_of_sheet, unknown_value
from workbench.spreadsheets.speakers import ask_survey_or_group, gather_meeting, placed, sheet_meeting, workbook_meeting
from workbench.spreadsheets.workbooks import read_sheets


def gather_file(path, name, wave, declared, gathered):
    """Read one file into `gathered`.

    Parameters
    ----------
    path : path
    name : str
        How the file is named in problems and sources.
    wave : str
        The wave whose folder it lies in; "" if in none.
    declared : Declared
    gathered : Gathered
        Receives lines, meetings, the log of what was read, and problems.
    """
    mapping = next((mapping for mapping in declared.mappings if mapping.takes(name)), None)
    if mapping:
        _gather_mapped(path, name, wave, mapping, declared, gathered)
        return
    sheets, problems = read_sheets(path, name=name)
    gathered.problems += problems
    sheets, collected = _collected(sheets, declared, gathered)
    held = [(sheet, _held_table(sheet, declared)) for sheet in sheets if len(sheet.cells) and not sheet.is_list()]
    if sheets and not held:
        empty = N_("The workbook holds nothing."), N_("Fill it in, or remove it from the wave's folder.")
        gathered.problems.append(Problem(name, "", "", *empty))
    meeting = workbook_meeting(held, name, declared)
    if any(table in ("criteria", "answers", "ladders") for _sheet, table in held):
        gather_meeting(meeting, name, wave, declared, gathered)
    for sheet, table in held:
        if table in ("instructions", "meeting", "study"):
            continue
        if table is None:
            advice = N_("Call the sheet {tables}, or write a mapping with wb.propose_mapping.")
            unread = sheet.problem(
                None,
                None,
                N_("The workbench does not recognise what this sheet holds; it was not read."),
                advice,
                WARNING
                if any(other for _, other in held if other not in (None, "meeting", "instructions"))
                else "error",
                tables=lambda: [f"“{word('sheet', kind)}”" for kind in ("criteria", "answers")],
            )
            gathered.problems.append(unread)
            continue
        before = {kind: len(rows) for kind, rows in gathered.tables.items()}
        said = sheet_meeting(sheet, meeting, declared)
        if sheet.name in collected and "group" not in said:
            said["origin"] = (None, "survey", 0, 0)
        _gather_sheet(sheet, table, said, wave, declared, gathered)
        for kind, rows in gathered.tables.items():
            if len(rows) > before[kind]:
                gathered.files.append(
                    {"file": name, "sheet": sheet.name, "table": kind, "rows": len(rows) - before[kind]}
                )


def _collected(sheets, declared, gathered):
    """Return the sheets, exports of KoboToolbox and ODK as the answers that they hold, and the names of these."""
    known, names = [], set()
    for sheet in sheets:
        answers, problems = (None, []) if sheet.is_list() else from_platform(sheet, declared)
        gathered.problems += problems
        known.append(answers or sheet)
        names |= {sheet.name} if answers else set()
    return known, names


def _held_table(sheet, declared):
    """Return which table a sheet holds: by its name, by its header, or by indicators or questions in its header."""
    table = table_of_sheet(sheet, ("criteria", "answers", "statistics", "evidence"))
    if table in ("criteria", "answers", "statistics", "evidence", "instructions", "meeting"):
        return table
    if criteria_header(sheet):
        return "criteria"
    header = find_header(
        sheet, indicator_reader(declared.indicators, ("respondent", "indicator", "level", "possibility"))
    )
    if header and ("respondent" in header.meanings.values() or "indicator" in header.meanings.values()):
        return "answers"
    return "meeting" if read_meeting(sheet, len(sheet.cells)) else None


def _gather_sheet(sheet, table, meeting, wave, declared, gathered):
    given = {"territory", "wave", "group"}
    if table == "answers":
        answers, ladders, problems = read_answers(
            sheet,
            declared.indicators,
            declared.scale,
            profile=declared.profile,
        )
        gathered.problems += problems
        lines = [("answers", line) for line in answers] + [("ladders", line) for line in ladders]
        tables = [kind for kind, _ in lines]
        rows = [Row({k: v for k, v in line.items() if k != "@"}, sheet, *line["@"]) for _, line in lines]
        ask_survey_or_group(sheet, rows, meeting, gathered)
    elif table == "criteria":
        rows, problems = read_criteria(sheet, given=given)
        gathered.problems += problems
        tables = ["criteria"] * len(rows)
    else:
        rows, problems = read_rows(sheet, table, given=given)
        gathered.problems += problems
        rows = [_filed(row, table, declared, gathered) for row in rows]
        tables = [table] * len(rows)
    told = set()
    for row, kind in zip(rows, tables, strict=True):
        values = placed(row, kind, meeting, wave, declared, gathered, told)
        if kind == "criteria":
            values["source"] = sheet.source(row.row, row.places.get("text", 0))
            if values.get("code"):
                gathered.coded.append((values, partial(row.problem, "code")))
        gathered.tables[kind].append(values)


def _filed(row, table, declared, gathered):
    """Return a statistic or a piece of evidence with its indicator's code and its source; faults at their cells."""
    values, said = row.with_source(), row.values.get("indicator", "")
    meaning = indicator_reader(declared.indicators)(said)
    scale = declared.scale.get(meaning[1]) if meaning else None
    if scale:
        values["indicator"] = scale.indicator
        level = values.get("level")
        if table == "evidence" and level is not None and not 0 <= level - scale.lowest < scale.levels:
            what = N_("“{found}” is not a level of “{indicator}” ({lowest} to {highest}).")
            do = N_("Correct the level, or the number of levels of the indicator.")
            span = {"lowest": scale.lowest, "highest": scale.lowest + scale.levels - 1}
            gathered.problems.append(row.problem("level", what, do, found=level, indicator=scale.label, **span))
    elif said:
        gathered.problems.append(unknown_value(row, "indicator", said, declared.scale))
    return Row(values, row.sheet, row.row, row.places)


def _gather_mapped(path, name, wave, mapping, declared, gathered):
    table, rows, problems = mapped_rows(
        path, mapping, indicators=declared.indicators, situations=declared.situations, name=name
    )
    gathered.problems += problems
    for row in rows:
        row["wave"] = row.get("wave") or wave
        if row.get("territory") not in declared.territories:
            what = N_("“{found}” is not declared as “{column}” in the study.")
            do = N_("Say in the mapping “{mapping}” which territory it is, or declare it in study.xlsx.")
            words = {
                "found": row.get("territory", ""),
                "column": lambda: word("column", "territory"),
                "mapping": mapping.name,
            }
            gathered.problems.append(Problem(*(row["source"].split("!")), what, do, words))
    gathered.tables[table] += rows
    gathered.files.append({"file": name, "sheet": "", "table": table, "rows": len(rows)})
