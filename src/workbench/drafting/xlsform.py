"""The questionnaire as an XLSForm (xlsform.org), for KoboToolbox and ODK: on phones, offline, in several languages."""

import re
from pathlib import Path

import xlsxwriter

from workbench.drafting.asked import questionnaire_items
from workbench.language import N_, names, plain, word
from workbench.meetings.speakers import said
from workbench.problems import Problem
from workbench.spreadsheets.respondents import PROFILE

#: What XLSForms call a language: its own name, and its code in brackets.
SPEAKERS = {
    "en": "English (en)", "fr": "Français (fr)", "it": "Italiano (it)", "ro": "Română (ro)", "de": "Deutsch (de)",
    "nl": "Nederlands (nl)",
}  # fmt: skip
#: The name of "don't know" among the choices; answers are read so.
UNKNOWN = "99"
_LETTERS = {"possibility": "P", "attainment": "O", "quality": "Q", "sustainability": "S"}


def write_xlsform(path, study, languages, where, profile):
    """Write the XLSForm of a study, and return what is doubtful in the languages that the printed form does not have.

    A question is named by its indicator's code (WORK_P for a proposition), a choice by its number, so the data that
    come back are read as answers; nobody has to answer; “don't know” is among the choices. Where two names would be
    one, no form is written: the platforms would refuse it, and answers could not be told apart.

    Parameters
    ----------
    path : path
    study : Study
    languages : list of str
        The first one is shown first.
    where : dict
        wave, territory: as in `questionnaire_items`.
    profile : list of str

    Returns
    -------
    list of Problem
        Errors, at the cells of study.xlsx, where names are the same; else warnings.
    """
    told = {code: questionnaire_items(study, language=code, **where) for code in languages}
    rows = {code: items.set_index(["indicator", "proposition"]) for code, (items, _left, _problems) in told.items()}
    first = told[languages[0]][0].to_dict("records")
    if same := _same_names(study, first, profile):
        Path(path).unlink(missing_ok=True)  # an earlier one asks something else
        return same
    survey = [["calculate", "respondent", *[""] * len(languages), "once(uuid())"]]
    survey.append(
        _asked(
            "select_one territory", "territory", {code: _head(word("column", "territory", code)) for code in languages}
        )
    )
    choices = [
        ["territory", _name(row["territory"]), *[row["label"] or row["territory"]] * len(languages)]
        for row in study.territories.to_dict("records")
    ]
    for answer in names("yesno"):
        choices.append(["agree", answer, *(_head(word("yesno", answer, code)) for code in languages)])
    unknown = [UNKNOWN, *(_head(word("reason", "dont_know", code)) for code in languages)]
    choices.append(["agree", *unknown])
    for item in first:
        key = (item["indicator"], item["proposition"])
        name = _name(item["indicator"])
        here = {code: rows[code].loc[key] for code in languages}
        if item["proposition"]:
            label = {code: f"{row['texts'][0] or said('form_untranslated', code)}" for code, row in here.items()}
            label = {code: f"{here[code]['label']} – {text} {said('form_agree', code)}" for code, text in label.items()}
            survey.append(_asked("select_one agree", f"{name}_{_LETTERS[item['proposition']]}", label))
            continue
        label = {code: f"{row['label']} – {said('form_choose', code)}" for code, row in here.items()}
        survey.append(_asked(f"select_one scale_{name}", name, label))
        for place, level in enumerate(item["options"]):
            texts = [here[code]["texts"][place] or said("form_untranslated", code) for code in languages]
            choices.append([f"scale_{name}", str(level), *(f"{level} – {text}" for text in texts)])
        choices.append([f"scale_{name}", *unknown])
    for name in profile:
        label = {code: _head(word("column", name, code)) if name in PROFILE else name for code in languages}
        survey.append(_asked("integer" if name == "birth_year" else "text", _name(name), label))
    labels = [f"label::{SPEAKERS[code]}" for code in languages]
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _sheet(book, "survey", [["type", "name", *labels, "calculation"], *survey])
        _sheet(book, "choices", [["list_name", "name", *labels], *choices])
        form = plain(study.title).replace(" ", "_") or "questionnaire"
        settings = [["form_title", "form_id", "default_language"], [study.title, form, SPEAKERS[languages[0]]]]
        _sheet(book, "settings", settings)
    return [problem for code in languages[1:] for problem in told[code][2]]


def _same_names(study, items, profile):
    """Return a problem for each indicator, territory or profile column whose name in the form another one has."""
    sources = dict(zip(study.indicators["indicator"], study.indicators["source"], strict=True))
    order = list(sources)  # as declared: the later one gives way
    items = sorted(items, key=lambda item: order.index(item["indicator"]))
    taken = [("respondent", word("column", "respondent"), ""), ("territory", word("column", "territory"), "")]
    for item in items:
        step = f"_{_LETTERS[item['proposition']]}" if item["proposition"] else ""
        taken.append((f"{_name(item['indicator'])}{step}", item["indicator"], sources[item["indicator"]]))
    taken += [(_name(name), name, "") for name in profile]
    places = [
        (_name(row["territory"]), row["territory"], row["source"]) for row in study.territories.to_dict("records")
    ]
    return [problem for names in (taken, places) for problem in _doubles(names)]


def _doubles(names):
    seen, problems = {}, []
    for name, what, source in names:
        first, at = seen.setdefault(plain(name), (what, source))
        if (what, source) == (first, at):
            continue
        file, _sep, rest = (source or at).partition("!")
        sheet, _sep, cell = rest.rpartition("!")
        values = {"one": first, "other": what, "name": name}
        do = N_("Change one of the two codes; the form for phones was not written.")
        text = N_("“{one}” and “{other}” have the same name in a form for phones: {name}.")
        problems.append(Problem(file or "study.xlsx", sheet, cell, text, do, values))
    return problems


def _asked(kind, name, label):
    return [kind, name, *label.values()]


def _name(text):
    """Return a name as XForms take it: letters, digits and underscores, not a digit first.

    >>> _name("A 1"), _name("2nd")
    ('A_1', '_2nd')
    """
    name = re.sub(r"\W", "_", text)
    return name if not name[:1].isdigit() else f"_{name}"


def _sheet(book, name, rows):
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(at, place, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(rows[0]) - 1, 26)


def _head(text):
    return text[0].upper() + text[1:]
