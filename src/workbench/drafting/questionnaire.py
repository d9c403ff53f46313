"""The questionnaire: a form to print, a workbook to type answers into, and a form for phones, in the study's words."""

import math
from pathlib import Path

import pandas as pd

from workbench.drafting.asked import minutes, questionnaire_items
from workbench.drafting.form_paper import form_paper
from workbench.drafting.xlsform import write_xlsform
from workbench.language import LANGUAGES, N_, SPOKEN, names, plain, speaking, word
from workbench.meetings.speakers import said
from workbench.problems import WARNING, Problem
from workbench.spreadsheets.headers import indicator_reader
from workbench.spreadsheets.respondents import LADDER, PERSON, PROFILE, profile_name
from workbench.tables import TABLES
from workbench.templates.guidance import key_hints
from workbench.templates.sheets import open_book, write_keys

_LINES = {"group": 30, "resident": 500}
_NOT_PROFILE = {*(column.name for column in TABLES["answers"].columns), "standpoint", "profile"}


def questionnaire(
    study, folder, *, form="resident", language=None, languages=None, wave=None, territory=None, profile=None
):
    """Write the questionnaire of a study, and return what was written and what is doubtful.

    For a group: one printed sheet on which all its members' answers are noted, and one workbook. For a resident: a form
    for one person, with questions about oneself, a workbook with one line a person, and an XLSForm for KoboToolbox or
    ODK. A workbook that lies in the folder of its wave is read as answers. Statistics and evidence are not asked.

    Parameters
    ----------
    study : Study
    folder : path
        Where the files go; made if need be. A workbook that is there already is kept.
    form : {"resident", "group"}
    language : {"en", "fr", "it", "ro", "de", "nl"}, optional
        By default the study's.
    languages : collection of str, optional
        Of the XLSForm, in which people choose; by default `language` and all others in which everything is worded.
    wave, territory : str, optional
        As in `questionnaire_items`.
    profile : collection of str, optional
        What residents say of themselves; by default the profile columns that study.xlsx declares and answers hold, else
        year of birth and gender.

    Returns
    -------
    written : DataFrame
        One row a file: what ("paper", "workbook", "xlsform"), form, language, questions, minutes, path, kept.
    problems : list of Problem
        Warnings: words that are missing, texts that are hard, profile columns that are not declared, indicators that
        nobody is asked. Errors: two codes that have the same name in the XLSForm; it is not written then.

    Raises
    ------
    ValueError
        If there is no such form or language, or nothing to ask.

    Notes
    -----
    Minutes: see `questionnaire_items`; with 10 seconds for each question about oneself and a minute of welcome (ours).
    """
    if form not in _LINES:
        raise ValueError(f"form must be group or resident; got {form!r}")
    language = language or study.language
    where = {"wave": wave, "territory": territory}
    items, left_out, problems = questionnaire_items(study, language=language, **where)
    if items.empty:
        raise ValueError("the study has no indicator that people are asked: situations or a ladder")
    asked_of = _profile(study, profile, problems) if form == "resident" else []
    takes = minutes(items, profile=len(asked_of))
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    stem = "_".join([*plain(said("form", language)).split(), *plain(said(f"form_{form}", language)).split(), language])
    paper, workbook = folder / f"{stem}.docx", folder / f"{stem}.xlsx"
    form_paper(study, items, form=form, language=language, profile=asked_of, minutes=takes).save(paper)
    kept = workbook.exists()
    if not kept:
        _write_workbook(workbook, study, items, form, language, asked_of)
    files = [("paper", language, paper, False), ("workbook", language, workbook, kept)]
    if form == "resident":
        spoken = list(dict.fromkeys([language, *(languages if languages is not None else _whole(study, where))]))
        path = folder / f"{stem.removesuffix('_' + language)}_xlsform.xlsx"
        problems += write_xlsform(path, study, spoken, where, asked_of)
        files += [("xlsform", "; ".join(spoken), path, False)] if path.exists() else []
    for row in left_out.itertuples():
        what = N_("“{indicator}” is not asked: {why}.")
        problems.append(Problem("study.xlsx", "", "", what, "", {"indicator": row.label, "why": row.why}, WARNING))
    rows = [(what, form, code, len(items), takes, str(path), kept) for what, code, path, kept in files]
    table = pd.DataFrame(rows, columns=["what", "form", "language", "questions", "minutes", "path", "kept"])
    return table.astype({"questions": "Int64", "minutes": "Int64", "kept": "boolean"}), problems


def _whole(study, where):
    """Return the languages in which every question has words."""
    found = []
    for code in LANGUAGES:
        items, _left, _problems = questionnaire_items(study, language=code, **where)
        if all(text for texts in items["texts"] for text in texts):
            found.append(code)
    return found


def _profile(study, profile, problems):
    declared = [name for name in study.answers.columns if name not in _NOT_PROFILE]
    declared += [name for name in map(profile_name, study.profile_columns) if name not in declared]
    wanted = list(profile) if profile is not None else declared or ["birth_year", "gender"]
    wanted = [profile_name(name) for name in wanted]
    absent = [name for name in wanted if name not in declared]
    if absent:
        what = N_("Not among the profile columns that answers hold so far: {columns}.")
        do = N_("Name them beside “{key}” on the first sheet of study.xlsx, else they are not read.")
        told = {"columns": absent, "key": lambda: word("column", "profile_columns")}
        problems.append(Problem("study.xlsx", word("sheet", "study"), "", what, do, told, WARNING))
    return wanted


def profile_label(name, language):
    """Return how a profile column is asked: its word where the workbench has one, else its name."""
    return word("column", name, language) if name in PROFILE else name


def header_of(item, indicators, language):
    """Return the header under which the answers to a question are typed, as it is read: its label, else its code."""
    read = indicator_reader(indicators, (*PERSON, *LADDER))
    meant = ("indicator", item["indicator"], *([item["proposition"]] if item["proposition"] else []))
    step = f" – {word('proposition', item['proposition'], language)}" if item["proposition"] else ""
    text = f"{item['label']}{step}"
    return text if read(text) == meant else f"{item['indicator']}{step}"


def _write_workbook(path, study, items, form, language, profile):
    rows = items.to_dict("records")
    with speaking(language if language in SPOKEN else "en"), open_book(path, language) as book:
        _write_scales(book, rows, language)
        if form == "group":
            keys = dict.fromkeys(("territory", "group", "wave", "date", "participants", "language"), "")
            write_keys(book, "meeting", keys | {"language": word("language", language, language)}, key_hints(language))
        else:  # else the reader asks who answered
            hint = {"origin": said("form_type", language)}
            write_keys(book, "meeting", {"origin": word("origin", "survey", language)}, hint)
        sheet = book.workbook.add_worksheet(word("sheet", "answers", language))
        people = ["respondent"] if form == "group" else ["respondent", "territory"]
        heads = [word("column", name, language) for name in people]
        heads += [profile_label(name, language) for name in profile]
        first = len(heads)
        heads += [header_of(row, study.indicators, language) for row in rows]
        sheet.set_row(0, 15 * max(math.ceil(len(head) / 15) for head in heads) + 6)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, book.formats["required" if place < len(people) else "optional"])
        sheet.set_column(0, len(heads) - 1, 18)
        unknown = word("reason", "dont_know", language)
        for place, row in enumerate(rows, start=first):
            options = [str(level) for level in row["options"]] or [
                word("yesno", name, language) for name in names("yesno")
            ]
            rule = {"validate": "list", "source": [*options, unknown], "show_error": False}
            sheet.data_validation(1, place, _LINES[form], place, rule)
        if form == "resident":
            places = list(study.territories["territory"])
            if sum(len(place) + 1 for place in places) < 250:
                sheet.data_validation(
                    1, 1, _LINES[form], 1, {"validate": "list", "source": places, "show_error": False}
                )
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)


def _write_scales(book, rows, language):
    """Write what the numbers mean, for whoever types; this sheet is not read."""
    sheet = book.workbook.add_worksheet(word("sheet", "instructions", language))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, said("form", language), book.formats["title"])
    sheet.write_string(1, 1, said("form_type", language), book.formats["text"])
    at = 3
    for row in rows:
        parts = [str(level) for level in row["options"]] or [word("proposition", row["proposition"], language)]
        for part, text in zip(parts, row["texts"], strict=True):
            sheet.write_string(at, 0, f"{row['label']} – {part}", book.formats["name"])
            sheet.write_string(at, 1, text or said("form_untranslated", language), book.formats["text"])
            at += 1
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
