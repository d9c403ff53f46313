"""Small studies written to disk, for the tests to read, break and read again."""

from pathlib import Path

from openpyxl import Workbook

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

STUDY = {
    "Study": [["title", "Small study"], ["language", "en"], ["profile columns", "gender; birth_year"]],
    "Territories": [
        ["territory", "label", "population"],
        ["Valbourg", "Town of Valbourg", 24300],
        ["Montelago", "", 9100],
    ],
    "Groups": [
        ["group", "territory", "profile", "standpoint", "language"],
        ["Young people", "Valbourg", "young", "resident", "English"],
        ["Carers", "Valbourg", "care", "professional", "English"],
        ["Giovani", "Montelago", "young", "resident", "Italian"],
    ],
    "Indicators": [
        ["indicator", "kind of indicator", "code", "label (en)", "label (it)", "levels", "direction"],
        ["SAFE", "situations", "B00", "Safe in the evening", "Sicurezza la sera", 5, "up"],
        ["HOUS", "situations", "A03", "Housing", "Alloggio", 5, "up"],
        ["WORK", "ladder", "A06", "Work", "Lavoro", 5, "up"],
        ["JOBLESS", "statistic", "A06", "Unemployment", "", None, "down"],
    ],
    "Actions": [["action", "territory", "label"], ["A1", "Valbourg", "Light the way home"]],
}
YOUNG = {
    "Meeting": [["Territory", "Valbourg"], ["Group", "Young people"], ["Date", "2024-03-12"], ["Participants", 9]],
    "Criteria": [
        ["What the group said"],
        [],
        ["Question", "Criterion", "Votes"],
        ["well-being", "a room of my own", 2],
        ["Ill-being", "NA", None],
    ],
    "Answers": [
        ["Respondent", "Safe in the evening", "HOUS", "Work – P", "Work – O", "Work – Q", "Work – S"],
        ["P1", 2, 4, "no", "no", "yes", "no"],
        ["P2", "don't know", "3", "yes", "", "", ""],
        ["P3", "4 – good", None, "no", "yes", "no", "no"],
    ],
}
GIOVANI = {
    "Criteri": [
        ["Territorio", "Montelago"],
        ["Gruppo", "Giovani"],
        [],
        ["Benessere", "Malessere"],
        ["un posto dove stare", "la noia"],
        ["", "i prezzi"],
    ],
    "Risposte": [
        ["Indicatore", "P1", "P2"],
        ["Sicurezza la sera", 3, "non so"],
        ["HOUS", 5, 1],
        ["Lavoro – P", "no", "sì"],
        ["Lavoro – O", "sì", "no"],
    ],
}
SURVEY = "respondent;territory;weight;stratum;cluster;gender;SAFE;HOUS\n1;Valbourg;0,85;n;c1;f;1;5\n2;Valbourg;1,204;n;c2;m;9;4\n"


def workbook(path, sheets, change=None):
    """Write sheets (name → rows) as an xlsx file; `change` may touch the openpyxl workbook before it is saved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def small_study(folder, *, study=None, young=None, giovani=None, survey=SURVEY, language="en"):
    """Write a study of two territories, one wave, two group workbooks and one survey; return its folder."""
    declared = {**STUDY, **(study or {})}
    declared["Study"] = [["title", "Small study"], ["language", language], ["profile columns", "gender; birth_year"]]
    workbook(folder / "study.xlsx", {name: rows for name, rows in declared.items() if rows is not None})
    workbook(folder / "waves/2024/young.xlsx", {**YOUNG, **(young or {})})
    workbook(folder / "waves/2024/giovani.xlsx", {**GIOVANI, **(giovani or {})})
    if survey is not None:
        (folder / "waves/2024/survey.csv").write_text(survey, encoding="utf-8-sig")
    return folder
