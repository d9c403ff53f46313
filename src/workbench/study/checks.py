"""What a study's tables say of each other: faults that stop it, doubts that are shown and do not."""

import pandas as pd

from workbench.decisions.log import path_of
from workbench.decisions.reading import cell_of
from workbench.decisions.standing import number_of_themes
from workbench.language import N_, word
from workbench.problems import WARNING, Problem
from workbench.study.languages import language_doubts


def faults(study, rows):
    """Return what contradicts itself between the tables, each at its cell.

    Parameters
    ----------
    study : Study
    rows : dict
        Table name → list of Row of study.xlsx, to find the cells.

    Returns
    -------
    list of Problem
    """
    return [
        *_nothing_yet(study),
        *_scales(rows),
        *_levels_beyond(study, rows),
        *plan_faults(rows),
        *_unknown_names(study, rows),
        *_repeated_answers(study.answers),
        *_repeated_answers(study.ladders),
    ]


def doubts(study):
    """Return what looks odd but may be true, as warnings.

    Respondents who give one and the same answer throughout; two columns of a file that are equal; the same answers
    under two numbers; a declared group that brought nothing; more themes decided than there are criteria; criteria in
    languages that the workbench does not speak.
    """
    return [
        *_straight_lines(study.answers),
        *_equal_columns(study.answers),
        *_same_answers(study.answers),
        *_silent(study),
        *_more_themes_than_criteria(study),
        *language_doubts(study.criteria),
    ]


def _nothing_yet(study):
    """A study that was only just begun is told what comes next."""
    if study.territories.empty:
        advice = N_("Declare at least one territory; overwrite the example line.")
        sheet = word("sheet", "territories", study.language)  # as the study itself calls it
        yield Problem("study.xlsx", sheet, "", N_("No territory is declared yet."), advice)
    if not study.all_waves():
        advice = N_("Fill in a group's workbook and put it into a folder named after the year, such as waves/2024.")
        yield Problem("waves", "", "", N_("Nothing has come in yet."), advice)


def _unknown_names(study, rows):
    """A name that nothing in the study bears translates nothing; perhaps it is misspelt."""
    known = {*study.groups["group"], *study.indicators["theme"], *study.tree["code"], *study.grid["code"]}
    known |= {*study.decisions["to"], *study.decisions["from"], *study.statistics["unit"], *study.indicators["unit"]}
    known.add(study.title)
    for row in rows.get("names", []):
        if row.values.get("name") not in known:
            yield row.problem(
                "name", N_("“{found}” is no theme, dimension, group or unit of this study."),
                N_("Write it as the study does."), WARNING, found=row.values.get("name"),
            )  # fmt: skip


def _scales(rows):
    for row in rows.get("indicators", []):
        kind, levels, replaces = (row.values.get(name) for name in ("indicator_kind", "levels", "replaces"))
        if kind in ("situations", "evidence") and levels is None:
            advice = N_("Write how many situations there are, for instance 5.")
            yield row.problem("levels", N_("The scale has no number of levels."), advice)
        if levels is not None and not 2 <= levels <= 20:
            yield row.problem(
                "levels",
                N_("A scale of {found} levels cannot be read."),
                N_("Write a number from 2 to 20."),
                found=levels,
            )
        elif kind == "ladder" and levels not in (None, 5):
            advice = N_("Write 5, or choose another kind.")
            yield row.problem("levels", N_("A ladder has five levels."), advice)
        if replaces and replaces == row.values.get("indicator"):
            yield row.problem(
                "replaces", N_("The indicator replaces itself."), N_("Write the code of the earlier indicator.")
            )
        low, high = row.values.get("floor"), row.values.get("ceiling")
        if low is not None and high is not None and low >= high:
            yield row.problem(
                "ceiling", N_("The upper goalpost is not above the lower one."), N_("Correct one of the two.")
            )


def _levels_beyond(study, rows):
    scale = study.indicators.set_index("indicator")
    for row in rows.get("situations", []):
        indicator, level = row.values.get("indicator"), row.values.get("level")
        if indicator not in scale.index or level is None:
            continue
        first = _lowest(scale.at[indicator, "lowest"])
        last = first + int(scale.at[indicator, "levels"] if pd.notna(scale.at[indicator, "levels"]) else 5) - 1
        if not first <= level <= last:
            advice = N_("Correct the level, or the number of levels of the indicator.")
            yield row.problem(
                "level",
                N_("“{found}” is not a level of “{indicator}” ({lowest} to {highest})."),
                advice,
                found=level,
                indicator=indicator,
                lowest=first,
                highest=last,
            )


def _lowest(value):
    return 1 if pd.isna(value) else int(value)


def plan_faults(rows):
    """Yield what contradicts itself in the action plan: days, costs, seats, effects."""
    for row in rows.get("actions", []):
        start, end, cost, users, seats = (
            row.values.get(name) for name in ("start", "end", "cost", "users_on_board", "board_members")
        )
        if start and end and end < start:
            yield row.problem(
                "end",
                N_("The action ends before it begins ({found})."),
                N_("Correct one of the two days."),
                found=start,
            )
        if cost is not None and cost < 0:
            yield row.problem("cost", N_("The cost {found} is below 0."), N_("Correct the cell."), found=cost)
        if users is not None and (users < 0 or (seats is not None and users > seats)):
            yield row.problem(
                "users_on_board",
                N_("{found} users on a board of {seats} seats cannot be."),
                N_("Write how many seats the board has, and how many of them users hold."),
                found=users,
                seats="–" if seats is None else seats,
            )
    for row in rows.get("effects", []):
        for name in ("expected", "observed"):
            value = row.values.get(name)
            if value is not None and not -2 <= value <= 2:
                yield row.problem(
                    name, N_("The effect “{found}” is not between −2 and +2."), N_("Correct the cell."), found=value
                )


def _at(row, what, do="", severity="error", **values):
    file, _, rest = row["source"].partition("!")
    sheet, _, cell = rest.rpartition("!")
    return Problem(file, sheet, cell, what, do, values, severity)


def _repeated_answers(answers):
    """A respondent who answers one indicator twice in a wave: one line is a copy, or two people share a number."""
    key = ["territory", "wave", "group", "respondent", "indicator"]
    again = answers[answers.duplicated(key) & answers["respondent"].ne("")]
    first = answers.drop_duplicates(key).set_index(key)["source"]
    line = again["source"].str.replace(r"[A-Z]+(\d+)$", r"\1", regex=True)
    for row in again[~line.duplicated()].to_dict("records"):
        earlier = first.loc[tuple(row[name] for name in key)]
        yield _at(
            row,
            N_("Respondent “{found}” has answered before, in {earlier}."),
            N_("Delete one of the two lines, or give the person another number."),
            found=row["respondent"],
            earlier=earlier.replace("!!", "!").replace("!", " · "),
        )


def _wide(answers):
    return answers.pivot_table(
        index=["territory", "wave", "group", "respondent"],
        columns="indicator",
        values="level",
        aggfunc="first",
        sort=False,
    )


def _straight_lines(answers):
    if answers.empty:
        return
    first = answers.drop_duplicates(["territory", "wave", "group", "respondent"]).set_index(
        ["territory", "wave", "group", "respondent"]
    )
    wide = _wide(answers)
    for who in wide.index[(wide.nunique(axis=1) == 1) & (wide.count(axis=1) >= 8)]:
        row = first.loc[who].to_dict()
        level = int(wide.loc[who].dropna().iloc[0])
        yield _at(
            row,
            N_("Respondent “{found}” gave the level {level} to every question."),
            "",
            WARNING,
            found=who[3],
            level=level,
        )


def _equal_columns(answers):
    if answers.empty:
        return
    for place, part in _wide(answers).groupby(level=["territory", "wave", "group"]):
        if len(part) < 20:  # among few people two columns are easily the same by chance
            continue
        seen = {}
        for name, levels in part.fillna(0).items():
            told = tuple(levels)
            if told in seen and len(set(told)) > 1:
                here = answers[["territory", "wave", "group"]].eq(list(place)).all(axis=1) & answers["indicator"].eq(
                    name
                )
                what = N_("The answers to “{found}” are the same as those to “{other}”, person by person.")
                copied = N_("Check that one column was not copied.")
                yield _at(answers[here].iloc[0].to_dict(), what, copied, WARNING, found=name, other=seen[told])
            seen.setdefault(told, name)


def _same_answers(answers):
    if answers.empty:
        return
    wide = _wide(answers)
    full = wide[wide.count(axis=1) >= 12].reset_index()
    again = full[full.duplicated([column for column in full.columns if column != "respondent"])]
    first = answers.drop_duplicates(["territory", "wave", "group", "respondent"]).set_index(
        ["territory", "wave", "group", "respondent"]
    )
    for who in again[["territory", "wave", "group", "respondent"]].itertuples(index=False):
        row = first.loc[tuple(who)].to_dict()
        yield _at(
            row,
            N_("Respondent “{found}” has the same answers as another one."),
            N_("Check that the line was not copied."),
            WARNING,
            found=who[3],
        )


def _silent(study):
    for row in study.groups[study.groups["wave"].eq("")].to_dict("records"):
        yield _at(
            row,
            N_("The group “{found}” is declared but brought nothing in any wave."),
            N_("Add its workbook, or take it out of “{sheet}”."),
            WARNING,
            found=row["group"],
            sheet=lambda: word("sheet", "groups"),
        )


def _more_themes_than_criteria(study):
    decided, there = number_of_themes(study.decisions), len(study.criteria)
    if decided and decided["number"] > there > 0:
        file = path_of(study)
        yield Problem(
            file.name,
            "",
            cell_of(file, decided, "to"),
            N_("{found} themes are more than there are criteria ({n})."),
            N_("Decide on another number; until then as many themes are taken as hold best."),
            {"found": decided["number"], "n": there},
            WARNING,
        )
