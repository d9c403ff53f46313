"""A study worded in six languages, and its forms typed in by hand."""

from openpyxl import load_workbook

from tests.studies import small_study
from workbench.language import LANGUAGES, use_language, word
from workbench.study import read_study


def worded(tmp_path, languages=LANGUAGES):
    """Return a study with two scales and a ladder in words of each language."""
    use_language("en")
    heads = [f"words ({code})" for code in languages]
    study = {
        "Indicators": [
            ["indicator", "kind of indicator", "theme", "levels", "lowest", "direction", *(f"label ({code})" for code in languages)],
            *(
                [code, kind, theme, levels, lowest, "up", *(f"{label} {lang}" for lang in languages)]
                for code, kind, theme, levels, lowest, label in [
                    ("SAFE", "situations", "Safety", 5, 1, "Sicurezza la sera"), ("HOUS", "situations", "Housing", 6, 0, "Alloggio"),
                    ("WORK", "ladder", "Work", 5, 1, "Lavoro"), ("JOBLESS", "statistic", "Work", None, None, "Jobless"),
                ]
            ),
        ],
        "Situations": [
            ["indicator", "level", *heads],
            *(["SAFE", level, *(f"sicher {lang} {level}" for lang in languages)] for level in range(1, 6)),
            *(["HOUS", level, *(f"wohnen {lang} {level}" for lang in languages)] for level in range(6)),
        ],
        "Propositions": [
            ["indicator", "proposition", *heads],
            *(["WORK", step, *(f"arbeit {lang} {step}" for lang in languages)] for step in "POQS"),
        ],
    }
    young = {"Answers": [["Respondent", "SAFE", "HOUS"], ["P1", 2, 0]]}
    giovani = {"Risposte": [["Indicatore", "P1"], ["SAFE", 3]]}
    survey = "respondent;territory;weight;birth year;gender;SAFE\n1;Valbourg;1;1980;f;1\n"
    folder = small_study(tmp_path / "study", study=study, young=young, giovani=giovani, survey=survey)
    return read_study(folder)


def typed(path, people, language):
    """Return the workbook of a form with answers typed into it as a person would."""
    book = load_workbook(path)
    sheet = book[word("sheet", "answers", language)]
    for row, person in enumerate(people, start=2):
        for column, value in enumerate(person, start=1):
            sheet.cell(row, column).value = value
    keys = {"territory": "Valbourg", "group": "Carers"}
    if word("sheet", "meeting", language) in book.sheetnames:
        for row in book[word("sheet", "meeting", language)].iter_rows(max_col=2):
            for key, value in keys.items():
                if row[0].value == word("column", key, language):
                    row[1].value = value
    return book
