"""Which meeting a sheet comes from: territory, group, wave, day, who led it, and whether the group validated."""

import datetime
from dataclasses import dataclass

from workbench.language import LANGUAGES, N_, plain, word
from workbench.meetings.filled import read_mark
from workbench.meetings.speakers import said
from workbench.problems import WARNING, Problem
from workbench.spreadsheets.values import as_text, is_blank, nearest, read_date


@dataclass(frozen=True)
class Session:
    """One second meeting. `group` is "" for a rainbow group; `who` is how decisions name the group."""

    territory: str
    group: str
    wave: str
    date: datetime.date
    led_by: str
    validates: bool | None
    who: str

    def criteria(self, study):
        """Return the criteria that this meeting was about."""
        rows = study.criteria
        rows = rows[(rows["territory"] == self.territory) & (rows["wave"] == self.wave)]
        return rows[rows["group"] == self.group] if self.group else rows


def session_of(filled, study):
    """Return the session of a sheet, None where nobody knows whose it is; what is missing is noted at its cell."""
    faults = []

    def problem(key, what, do, severity="error", /, **values):
        _cell, row, column = filled.keys.get(key, ("", None, None))
        found = Problem(filled.name, "", "", what, do, values, severity)
        faults.append(filled.front.problem(row, column, what, do, severity, **values) if filled.front else found)

    def text(key):
        return as_text(filled.keys.get(key, ("",))[0])

    def declared(key, known, also=()):
        value = text(key)
        match = next((name for name in known if plain(name) == plain(value)), None)
        if match is None and plain(value) not in also:
            column = {"column": lambda: word("meeting_key", key), "found": value, "likely": nearest(value, known)}
            if not value:
                problem(key, N_("The sheet does not say: {column}."), N_("Fill in this cell."), **column)
            elif column["likely"]:
                do = N_("Did you mean “{likely}”? Correct the cell, or declare it in study.xlsx.")
                problem(key, N_("“{found}” is not declared as “{column}” in the study."), do, **column)
            else:
                do = N_("Write it as in study.xlsx.")
                problem(key, N_("“{found}” is not declared as “{column}” in the study."), do, **column)
        return match or ""

    groups = study.groups[["territory", "group"]].drop_duplicates()
    territory = declared("territory", list(study.territories["territory"]))
    wave = declared("wave", study.all_waves())
    everybody = {plain(said("all_groups", language)) for language in LANGUAGES}
    group = (
        declared("group", list(groups.loc[groups["territory"] == territory, "group"]), everybody) if territory else ""
    )
    day = _day(filled.keys.get("date", ("",))[0], problem)
    answer = text("validates")
    validates = read_mark(answer) if answer else None
    if answer and validates is None:
        problem("validates", N_("“{found}” is neither yes nor no."), N_("Write yes or no."), found=answer)
    led_by = text("who")
    if not led_by:
        problem("who", N_("The sheet does not say who led the meeting."), N_("Fill in this cell."), WARNING)
    filled.problems += faults
    if not (territory and wave and (group or plain(text("group")) in everybody)):
        return None
    name = group or said("all_groups", study.language)
    return Session(territory, group, wave, day, led_by, validates, f"{name} ({territory})")


def _day(cell, problem):
    if is_blank(cell):
        problem("date", N_("The date of the meeting is missing."), N_("Write the day on which the group met."))
        return None
    day, fault = read_date(cell)
    if fault:
        problem("date", fault[0], fault[1], **fault[2])
    elif day > datetime.date.today():
        problem(
            "date", N_("{found} is still to come."), N_("Write the day on which the group met."), found=day.isoformat()
        )
    return day
