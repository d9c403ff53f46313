"""Who speaks on a sheet: its territory, wave and group, from a column, from above the table, or from its file."""

from dataclasses import dataclass, field
from pathlib import Path

from workbench.language import N_, plain, recognise, word
from workbench.spreadsheets.criteria import criteria_header
from workbench.spreadsheets.headers import find_header, indicator_reader, read_meeting
from workbench.spreadsheets.respondents import PERSON
from workbench.spreadsheets.rows import Row, unknown_value
from workbench.spreadsheets.values import as_text, read_choice, read_date, read_integer

TABLES_OF_A_WAVE = ("criteria", "answers", "ladders", "counts", "statistics", "evidence")


@dataclass(frozen=True)
class Declared:
    """What study.xlsx declares, as far as the waves' files are read by it.

    `groups` maps a territory to its groups; `profile` are the headers of profile columns; `mappings` those confirmed;
    `territory_labels` maps a territory to what people call it.
    """

    territories: tuple
    groups: dict
    indicators: object
    situations: object
    scale: dict
    profile: tuple = ()
    mappings: tuple = ()
    propositions: object = None
    territory_labels: dict = field(default_factory=dict)


@dataclass
class Gathered:
    """What the files of the waves hold: lines by table, meetings, what was read from where, and the problems.

    `coded` has (line, the function that makes a Problem at its code) of each criterion that came with a code.
    """

    tables: dict = field(default_factory=lambda: {name: [] for name in TABLES_OF_A_WAVE})
    meetings: list = field(default_factory=list)
    files: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    coded: list = field(default_factory=list)


def workbook_meeting(held, name, declared):
    """Return what a workbook says about itself: key → (sheet, cell, row, column); its file name may name the rest."""
    said = {}
    for sheet, _table in sorted(held, key=lambda pair: pair[1] != "meeting"):
        for key, (value, row, column) in read_meeting(sheet, _table_row(sheet, declared)).items():
            said.setdefault(key, (sheet, value, row, column))
    words = f" {plain(Path(name).stem)} "
    named = [territory for territory in declared.territories if f" {plain(territory)} " in words]
    if "territory" not in said and len(named) == 1:
        said["territory"] = (None, named[0], 0, 0)
    return said


def sheet_meeting(sheet, meeting, declared):
    """Return the meeting as one sheet sees it: its own block above the table wins over the workbook's."""
    above = read_meeting(sheet, _table_row(sheet, declared))
    return {**meeting, **{key: (sheet, value, row, column) for key, (value, row, column) in above.items()}}


def _table_row(sheet, declared):
    """Return the row in which the table of a sheet starts, or 15 where it has none: a block of keys stands above it."""
    people = indicator_reader(declared.indicators, (*PERSON, "indicator", "level", "text", "question"))
    headers = [find_header(sheet, people, least=3), criteria_header(sheet)]
    return min((header.row for header in headers if header), default=15)


def gather_meeting(meeting, name, wave, declared, gathered):
    """Note date, participants and language of a group's meeting; faults at their cells."""
    values = {}
    readers = {"date": read_date, "participants": read_integer, "language": lambda cell: read_choice(cell, "language")}
    for key, (sheet, cell, row, column) in meeting.items():
        value, fault = readers.get(key, lambda cell: (as_text(cell), None))(cell)
        if fault:
            gathered.problems.append(sheet.problem(row, column, fault[0], fault[1], **fault[2]))
        values[key] = value
        if key == "wave" and wave and value != wave and sheet is not None:
            gathered.problems.append(_other_wave(sheet.problem, row, column, value, wave))
    if values.get("group"):
        values["territory"] = values.get("territory") or _only_territory(declared, values["group"])
        values["territory"] = _as_declared(values["territory"], declared.territories)
        values["group"] = _as_declared(values["group"], declared.groups.get(values["territory"], ()))
        source = next(
            (sheet.source(row, column) for sheet, _, row, column in meeting.values() if sheet is not None), name
        )
        gathered.meetings.append({**values, "wave": wave or values.get("wave", ""), "source": source})


def _other_wave(problem, row, place, found, wave):
    return problem(
        *((row, place) if row is not None else (place,)),
        N_("This says wave “{found}”, but the file lies in the folder of wave “{wave}”."),
        N_("Move the file, or correct the cell."),
        found=found,
        wave=wave,
    )


def _only_territory(declared, group):
    """Return the territory of a group that only one territory has, or the only territory there is; else ""."""
    having = [territory for territory, groups in declared.groups.items() if group in groups]
    if len(having) == 1:
        return having[0]
    return declared.territories[0] if len(declared.territories) == 1 else ""


def ask_survey_or_group(sheet, rows, meeting, gathered):
    """Answers belong to a reference group or to a sample survey; a sheet that says neither is asked."""
    if not rows or "group" in meeting or any("group" in row.values for row in rows):
        return
    survey = recognise("origin", as_text(meeting["origin"][1])) == "survey" if "origin" in meeting else False
    if not survey and not any(name in rows[0].values for name in ("weight", "stratum", "cluster")):
        gathered.problems.append(
            sheet.problem(
                None,
                None,
                N_("This sheet does not say who answered."),
                N_(
                    "Name the reference group above the table (“{group}” | name), "
                    "or write “{origin}” | “{survey}” for a sample survey."
                ),
                group=lambda: word("column", "group"),
                origin=lambda: word("column", "origin"),
                survey=lambda: word("origin", "survey"),
            )
        )


def placed(row, kind, meeting, wave, declared, gathered, told):
    """Return a line's values with its territory, wave and group; each unknown one is a problem, told once a line."""
    values = dict(row.values)
    places = {}
    for name in ("territory", "wave", "group"):
        if not values.get(name) and name in meeting and name not in row.places:
            values[name] = as_text(meeting[name][1])
        places[name] = (row.row, name) if name in row.places else ("meeting", name)
        values[name] = values.get(name) or ""
    values["territory"] = values["territory"] or _only_territory(declared, values["group"])
    values["territory"] = _as_declared(values["territory"], declared.territories)
    values["group"] = _as_declared(values["group"], declared.groups.get(values["territory"], ()))
    if values["wave"] and wave and values["wave"] != wave and "wave" in row.places and places["wave"] not in told:
        gathered.problems.append(_other_wave(row.problem, None, "wave", values["wave"], wave))
        told.add(places["wave"])
    values["wave"] = wave or values["wave"]

    def tell(name, declared_values, what, do, **words):
        if places[name] in told:
            return
        told.add(places[name])
        at = row
        if name not in row.places and name in meeting and meeting[name][0] is not None:
            sheet, _, line, column = meeting[name]
            at = Row({}, sheet, line, {name: column})
        elif name not in row.places:
            at = Row({}, row.sheet, None, {})
        if declared_values is not None:
            gathered.problems.append(unknown_value(at, name, values[name], declared_values))
        else:
            gathered.problems.append(at.problem(name, what, do, **words))

    if not values["territory"]:
        tell(
            "territory",
            None,
            N_("The sheet does not say which territory it is about."),
            N_("Write the territory above the table or in a column."),
        )
    elif values["territory"] not in declared.territories:
        tell("territory", declared.territories, "", "")
    elif values["group"] and values["group"] not in declared.groups.get(values["territory"], ()):
        tell("group", declared.groups.get(values["territory"], ()), "", "")
    if kind == "criteria" and not values["group"]:
        tell(
            "group",
            None,
            N_("The sheet does not say which reference group spoke."),
            N_("Write the group above the table or in a column."),
        )
    if not values["wave"]:
        tell(
            "wave",
            None,
            N_("The sheet does not say which wave it belongs to."),
            N_("Put the file in the folder of its wave, or add a column for it."),
        )
    return values


def _as_declared(text, declared):
    """Return the declared name that differs from `text` at most in case, accents and punctuation; else `text`."""
    if not text or text in declared:
        return text
    return next((name for name in declared if plain(name) == plain(text)), text)
