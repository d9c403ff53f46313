"""Wordings that groups changed since: kept beside study.xlsx, each with its day and the wave from which it is asked.

`wordings.csv` stands in the study's folder and is only ever added to; study.xlsx, the evaluator's own file, holds the
first words and is never written. A later version wins from its wave on; earlier waves keep the words that they were
asked with.
"""

from dataclasses import replace

import pandas as pd

from workbench.decisions.lines import as_said, moment
from workbench.language import LANGUAGES, N_, names, plain, recognise
from workbench.problems import Problem
from workbench.spreadsheets.levels import scales
from workbench.spreadsheets.rows import read_rows
from workbench.spreadsheets.values import read_value
from workbench.spreadsheets.workbooks import read_sheets
from workbench.study.languages import not_written
from workbench.tables import TABLES, frame

FILE = "wordings.csv"
#: Properties of an indicator that a version may say; "label" in one language.
PROPERTIES = (
    "label", "indicator_kind", "theme", "code", "territory", "levels", "lowest", "direction", "generations", "replaces",
    "until_wave",
)  # fmt: skip
_SPOKEN = {"situations": ("words", "level"), "propositions": ("words", "proposition")}


def read_wordings(folder, indicators):
    """Return the versions in a study's folder, oldest first, as table `wordings`, and what is wrong with them.

    A line that cannot be read is a problem at its cell; the others are read.
    """
    path = folder / FILE
    if not path.is_file():
        return frame("wordings", []), []
    sheets, problems = read_sheets(path)
    rows, made = [], set(indicators["indicator"])
    for sheet in sheets:
        lines, found = read_rows(sheet, "wordings") if len(sheet.cells) else ([], [])
        problems += found
        for line in lines:
            for name in ("indicator", "part", "words", "since_wave"):
                line.values[name] = as_said(line.values.get(name) or "")
            fault = _fault(line, made)
            if fault:
                problems.append(fault)
            else:
                rows.append(line.with_source())
    order = sorted(range(len(rows)), key=lambda row: (moment(rows[row]["when"]), row))
    return frame("wordings", [rows[row] for row in order]), problems


def part_of(text):
    """Return what a version speaks of: ("level", 3), ("proposition", "quality"), ("property", "label"), or None.

    >>> part_of("3"), part_of("qualité"), part_of("label"), part_of("weather")
    (('level', 3), ('proposition', 'quality'), ('property', 'label'), None)
    """
    if text.isdigit():
        return "level", int(text)
    if text in PROPERTIES:
        return "property", text
    step = recognise("proposition", text)
    return ("proposition", step) if step else None


def _fault(line, made):
    part = part_of(line.values["part"])
    name, language, words = (line.values.get(key) or "" for key in ("indicator", "language", "words"))
    if moment(line.values.get("when") or "") is None:
        what, do = N_("“{found}” is not a time that can be read."), N_("Write it as 2024-03-12T14:30.")
        return line.problem("when", what, do, found=line.values.get("when") or "")
    if part == ("property", "indicator_kind"):
        made.add(name)
    if name not in made:
        what = N_("“{found}” is not an indicator of the study.")
        do = N_("Declare it in study.xlsx, or correct the cell.")
        return line.problem("indicator", what, do, found=name)
    if part is None:
        what = N_("“{found}” is no level, no proposition and no property of an indicator.")
        do = N_("Write a number, or one of these: {names}.")
        known = [*names("proposition"), *PROPERTIES]
        return line.problem("part", what, do, found=line.values["part"], names=known)
    if not language and (part[0] != "property" or part[1] == "label"):
        return line.problem("language", N_("The language of these words is missing."), N_("Fill in this cell."))
    if language not in ("", *LANGUAGES):
        what, do, values = not_written(language)
        return line.problem("language", what, do, **values)
    if part[0] == "property" and part[1] != "label":
        fault = read_value(TABLES["indicators"].column(part[1]), words)[1]
        return line.problem("words", fault[0], fault[1], **fault[2]) if fault else None
    return None


def beyond(indicators, wordings):
    """Return a problem for each version of a level that is not on its indicator's scale."""
    scale = indicators.set_index("indicator")[["lowest", "levels"]]
    for row in wordings.to_dict("records"):
        kind, level = part_of(row["part"])
        lowest, levels = scale.loc[row["indicator"]] if row["indicator"] in scale.index else (pd.NA, pd.NA)
        if kind != "level" or pd.isna(levels):
            continue
        lowest = 1 if pd.isna(lowest) else int(lowest)
        highest = lowest + int(levels) - 1
        if not lowest <= level <= highest:
            what = N_("“{found}” is not a level of “{indicator}” ({lowest} to {highest}).")
            told = {"found": level, "indicator": row["indicator"], "lowest": lowest, "highest": highest}
            cell = row["source"].rpartition("!")[2]
            yield Problem(FILE, "", cell, what, N_("Correct this line."), told)


def is_after(wave, other):
    """Return whether a wave comes after another one: by number where both are numbers, else by text.

    >>> is_after("2024", "2021"), is_after("9", "10"), is_after("2024b", "2024a")
    (True, False, True)
    """
    if wave.isdigit() and other.isdigit():
        return int(wave) > int(other)
    return wave > other


def as_worded(tables, wordings, wave=None):
    """Return the tables `indicators`, `situations`, `propositions` as versions have made them.

    Parameters
    ----------
    tables : dict of DataFrame
        As study.xlsx declares them.
    wordings : DataFrame
        Table `wordings`, oldest first.
    wave : str, optional
        As people were asked in it; by default as they are asked now.

    Returns
    -------
    dict of DataFrame
        `indicators` also has `reworded`: the waves from which other words stand for a level or a proposition.
    """
    kept = [
        row for row in wordings.to_dict("records")
        if wave is None or not row["since_wave"] or not is_after(row["since_wave"], wave)
    ]  # fmt: skip
    rows = {"indicators": {row["indicator"]: dict(row) for row in tables["indicators"].to_dict("records")}}
    for name, (_prefix, key) in _SPOKEN.items():
        rows[name] = {(row["indicator"], row[key]): dict(row) for row in tables[name].to_dict("records")}
    since = {}
    for row in kept:
        _follow(row, rows, since)
    made = {name: frame(name, list(held.values())) for name, held in rows.items()}
    reworded = ["; ".join(since.get(name, ())) for name in made["indicators"]["indicator"]]
    made["indicators"]["reworded"] = pd.array(reworded, dtype="str")
    return made


def asked_in(declared, first, wordings, wave):
    """Return what is declared, with scales in the words, and indicators by the labels, of a wave.

    Labels from before and since are understood, too: a header may be an old one.
    """
    then = as_worded(first, wordings, wave or None)
    own = then["indicators"].drop(columns="reworded")
    called = pd.concat([own, declared.indicators, first["indicators"]], ignore_index=True)
    scale = scales(declared.indicators, then["situations"])
    said = pd.concat([then["propositions"], declared.propositions, first["propositions"]], ignore_index=True)
    return replace(declared, indicators=called, situations=then["situations"], scale=scale, propositions=said)


def _follow(row, rows, since):
    (kind, part), name, language = part_of(row["part"]), row["indicator"], row["language"]
    if kind == "property":
        here = rows["indicators"].setdefault(name, {"indicator": name, "source": row["source"]})
        if "since_wave" not in here:
            here["since_wave"] = row["since_wave"]
        if part == "label":
            here[f"label_{language}"] = row["words"]
        else:
            here[part] = read_value(TABLES["indicators"].column(part), row["words"])[0]
        return
    table = {"level": "situations", "proposition": "propositions"}[kind]
    key = _SPOKEN[table][1]
    here = rows[table].setdefault((name, part), {"indicator": name, key: part, "source": row["source"]})
    before = here.get(f"words_{language}") or ""
    here[f"words_{language}"] = row["words"]
    if before and plain(before) != plain(row["words"]) and row["since_wave"] not in since.setdefault(name, []):
        since[name].append(row["since_wave"])


def wording_versions(study):
    """Return every version of the words of levels and propositions, the first ones included.

    Parameters
    ----------
    study : Study

    Returns
    -------
    DataFrame
        One row a version: indicator, part (a level as people number it, or a proposition), language, version (1 is
        the one of study.xlsx or the first that a group wrote), since_wave ("": always), when, who, words, source.
    """
    first = [
        {"indicator": row["indicator"], "part": str(row[key]), "language": code, "words": row[f"words_{code}"]}
        | {"source": row["source"], "when": "", "who": "", "since_wave": ""}
        for name, (_prefix, key) in _SPOKEN.items()
        for row in study.first_words[name].to_dict("records")
        for code in LANGUAGES
        if row[f"words_{code}"]
    ]
    later = [row for row in study.wordings.to_dict("records") if part_of(row["part"])[0] != "property"]
    order = ["indicator", "part", "language", "since_wave", "when", "who", "words", "source"]
    table = pd.DataFrame([*first, *later], columns=order, dtype="str")
    table = table.sort_values(["indicator", "part", "language"], kind="stable", ignore_index=True)
    table.insert(3, "version", table.groupby(["indicator", "part", "language"]).cumcount() + 1)
    table.attrs.update(study.indicators.attrs)
    return table
