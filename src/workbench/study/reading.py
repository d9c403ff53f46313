"""A folder of spreadsheets into a study, or every problem of every file at once."""

from functools import cache, partial
from pathlib import Path

import pandas as pd

from workbench.decisions import read_decisions
from workbench.language import N_, SPOKEN, current_language, use_language
from workbench.problems import ERROR, Problem, StudyProblems
from workbench.spreadsheets.criteria import name_criteria
from workbench.spreadsheets.levels import scales
from workbench.spreadsheets.mappings import read_mapping
from workbench.spreadsheets.rows import reference_problems
from workbench.spreadsheets.speakers import TABLES_OF_A_WAVE, Declared, Gathered
from workbench.spreadsheets.values import read_list
from workbench.spreadsheets.waves import gather_file
from workbench.spreadsheets.workbooks import SPREADSHEETS, TEXTS, read_sheets
from workbench.study.bundle import Study
from workbench.study.checks import doubts, faults
from workbench.study.declaring import DECLARED, NEEDED, about_study, declared_rows, no_workbook, workbook_of
from workbench.study.following import followed
from workbench.study.grids import codes_of_study, gather_crosswalks, gather_grids, version_of, wave_doubts
from workbench.study.link_checks import link_faults, with_tree
from workbench.study.scale_checks import scale_faults
from workbench.study.wordings import as_worded, asked_in, beyond, read_wordings
from workbench.tables import frame


def read_study(folder, *, language=None):
    """Return the study in a folder, or raise every problem of every file at once.

    From here on the workbench speaks the study's language, or `language` if given.

    Parameters
    ----------
    folder : path or Study
        It holds `study.xlsx` (what the evaluator declares), `waves/<wave>/` with workbooks of reference groups and
        surveys, and optionally `mappings/`, `grids/`, `crosswalks/`, `decisions.csv`, `follow_up.csv` and
        `wordings.csv`. A Study is read again from its folder.
    language : {"en", "fr"}, optional

    Returns
    -------
    Study

    Raises
    ------
    StudyProblems
        With file, sheet and cell of each fault. Warnings do not raise; they stand in `study.warnings`.
    """
    study, problems = _gather(Path(getattr(folder, "folder", folder)), language)
    if any(problem.severity == ERROR for problem in problems):
        raise StudyProblems(problems)
    return study


def check_study(folder, *, language=None):
    """Return every problem of a study's files, errors and warnings, as a list of Problem; empty if there is none.

    Parameters
    ----------
    folder : path
    language : {"en", "fr"}, optional
        The language to speak from here on; the study's own if absent.

    Examples
    --------
    >>> print(check_study("nowhere", language="en")[0])
    study.xlsx – There is no such file. Make a study with “workbench new”, or check the name of the folder.
    """
    return _gather(Path(folder), language)[1]


def _gather(folder, language):
    if language:
        use_language(language)
    path = workbook_of(folder)
    if path is None:
        return None, [no_workbook()]
    sheets, problems = read_sheets(path)
    about, found = about_study(sheets)
    problems += found
    if not language and about.get("language") in SPOKEN:
        use_language(about["language"])
    rows, found = declared_rows(sheets, path.name)
    problems += found
    if not sheets or any(name not in rows for name in NEEDED):
        return None, problems + _unopened(folder) + read_decisions(folder)[1]
    tables = {name: frame(name, [row.with_source() for row in rows.get(name, [])]) for name in DECLARED}
    first = {name: tables[name] for name in ("indicators", "situations", "propositions")}
    wordings, found = read_wordings(folder, first["indicators"])
    problems += found
    if len(wordings):
        tables |= as_worded(first, wordings)
        problems += beyond(tables["indicators"], wordings)
    tables["indicators"] = with_tree(tables["indicators"], tables["tree"])
    gathered = Gathered(problems=problems)
    mappings = [read_mapping(mapping) for mapping in sorted((folder / "mappings").glob("*.csv"))]
    for _mapping, found in mappings:
        gathered.problems += found
    declared = Declared(
        territories=tuple(tables["territories"]["territory"]),
        groups=tables["groups"]
        .groupby("territory")["group"]
        .apply(lambda groups: tuple(dict.fromkeys(groups)))
        .to_dict(),
        indicators=tables["indicators"],
        situations=tables["situations"],
        scale=scales(tables["indicators"], tables["situations"]),
        profile=tuple(read_list(about.get("profile_columns", ""))[0].split("; ")),
        mappings=tuple(mapping for mapping, _found in mappings if mapping),
        propositions=tables["propositions"],
        territory_labels=dict(zip(tables["territories"]["territory"], tables["territories"]["label"], strict=True)),
    )
    asked_then = cache(partial(asked_in, declared, first, wordings)) if len(wordings) else None
    _gather_waves(folder, declared, gathered, asked_then)
    known = {
        "territories.territory": set(declared.territories),
        "indicators.indicator": set(tables["indicators"]["indicator"]),
    }
    plan, found = followed(folder, rows, known, about["follow_up_until"])
    gathered.problems += found
    tables |= plan
    known["actions.action"] = set(tables["actions"]["action"])
    tables["decisions"], found = read_decisions(folder)
    gathered.problems += found
    for name in DECLARED:
        gathered.problems += reference_problems(rows.get(name, []), name, known)
    tables["grid"], found = gather_grids(folder, about["grid"], about["grid_at"])
    gathered.problems += found
    tables["grid_crosswalk"], found = gather_crosswalks(folder, tables["grid"])
    gathered.problems += [*found, *wave_doubts(rows.get("waves", []), tables["grid"])]
    study = _study(folder, about, tables, gathered, {"wordings": wordings, "first_words": first})
    gathered.problems += codes_of_study(study, rows, gathered)
    gathered.problems += faults(study, rows) + scale_faults(study, rows) + link_faults(rows)
    study.warnings.extend(problem for problem in [*gathered.problems, *doubts(study)] if problem.severity != ERROR)
    return study, _first_at_each_cell(gathered.problems) + study.warnings


def _first_at_each_cell(problems):
    """Return the errors, without those that only follow from an earlier one at the same cell."""
    seen, first = set(), []
    for problem in problems:
        at = (problem.file, problem.sheet, problem.cell)
        if problem.severity == ERROR and not (problem.cell and at in seen):
            first.append(problem)
        seen.add(at)
    return first


def _unopened(folder):
    """Return what keeps the waves' files from being opened, where the study itself cannot be read yet."""
    paths = [path for path in _files_of(folder / "waves") if path.suffix.lower() in SPREADSHEETS | TEXTS]
    return [problem for path in paths for problem in read_sheets(path, name=path.relative_to(folder).as_posix())[1]]


def _files_of(root):
    """Return the files below a folder, without hidden ones and the locks of spreadsheet programs."""
    paths = sorted(root.rglob("*")) if root.is_dir() else []
    hidden = ("~$", ".")
    return [
        path
        for path in paths
        if path.is_file() and not any(part.startswith(hidden) for part in path.relative_to(root).parts)
    ]


def _gather_waves(folder, declared, gathered, asked_then=None):
    root = folder / "waves"
    for path in _files_of(root):
        name = path.relative_to(root).as_posix()
        wave = path.relative_to(root).parts[0] if len(path.relative_to(root).parts) > 1 else ""
        if path.suffix.lower() in SPREADSHEETS | TEXTS:
            asked = asked_then(wave) if asked_then else declared
            gather_file(path, f"waves/{name}", wave, asked, gathered)
        else:
            unread = (
                N_("The file is no spreadsheet and was not read."),
                N_("Save it as xlsx, ods or csv if it holds data."),
            )
            gathered.problems.append(Problem(f"waves/{name}", "", "", *unread, {}, "warning"))


def _study(folder, about, tables, gathered, versions):
    for line, name in zip(gathered.tables["criteria"], name_criteria(gathered.tables["criteria"]), strict=True):
        line["criterion"] = name
    tables = tables | {name: frame(name, gathered.tables[name]) for name in TABLES_OF_A_WAVE}
    tables["criteria"] = tables["criteria"].sort_values("criterion", ignore_index=True)
    if tables["criteria"]["code"].ne("").any():
        tables["criteria"]["version"] = version_of(tables["criteria"], tables["waves"], tables["grid"])
    tables["groups"] = _sessions(tables, gathered.meetings)
    who = tables["groups"].drop_duplicates(["territory", "group"])[
        ["territory", "group", "standpoint", "profile", "language"]
    ]
    for name in ("criteria", "answers", "ladders"):
        joined = tables[name].merge(who, on=["territory", "group"], how="left", suffixes=("", "_of_group"))
        if name == "criteria":
            joined["language"] = joined["language"].where(
                joined["language"].ne(""), joined["language_of_group"].fillna("")
            )
        joined = joined.drop(columns=[column for column in ("language_of_group",) if column in joined])
        joined = joined.drop(columns=["language"]) if name != "criteria" else joined
        tables[name] = joined.fillna({"standpoint": "", "profile": ""})
    title = about.get("title") or folder.resolve().name
    files = pd.DataFrame(gathered.files, columns=["file", "sheet", "table", "rows"])
    waves = {wave for name in TABLES_OF_A_WAVE for wave in tables[name]["wave"]} | set(tables["groups"]["wave"])
    known = {"territory": tuple(tables["territories"]["territory"]), "wave": tuple(sorted(waves - {""}))}
    spoken = about["language"] or current_language()
    places = {row["territory"]: row["label"] or row["territory"] for row in tables["territories"].to_dict("records")}
    for table in (*tables.values(), files):
        table.attrs.update(study=title, constructed=about["constructed"], language=spoken, places=places, **known)
    profile = tuple(filter(None, read_list(about.get("profile_columns", ""))[0].split("; ")))
    told = {**tables, "files": files, "profile_columns": profile, **versions}
    return Study(folder, title, spoken, about["constructed"], **told)


def _sessions(tables, meetings):
    """Return one row a group and wave: what the evaluator declared of the group, joined to its meetings."""
    declared, told = tables["groups"], frame("groups", meetings)
    spoke = pd.concat([tables[name][["territory", "group", "wave"]] for name in ("criteria", "answers", "ladders")])
    waves = pd.concat([spoke[spoke["group"].ne("")], told[["territory", "group", "wave"]]]).drop_duplicates()
    always = declared[declared["wave"].eq("")].drop(columns="wave").merge(waves, on=["territory", "group"], how="left")
    once = declared[declared["wave"].ne("")]
    sessions = pd.concat([once, always.fillna({"wave": ""})]).drop_duplicates(["territory", "group", "wave"])
    told = told.drop_duplicates(["territory", "group", "wave"])[["territory", "group", "wave", "date", "participants"]]
    sessions = sessions.merge(told, on=["territory", "group", "wave"], how="left", suffixes=("", "_told"))
    for name in ("date", "participants"):
        sessions[name] = sessions[name].fillna(sessions.pop(f"{name}_told"))
    return frame("groups", sessions.sort_values(["territory", "wave", "group"], ignore_index=True))
