"""A template that is filled in as a person would is read back as what was written, in each of the six languages."""

import datetime

import pandas as pd
import pytest
from openpyxl import load_workbook

from workbench.language import LANGUAGES, current_language, use_language, word
from workbench.study import read_study
from workbench.templates import STUDY_TABLES, new_study
from workbench.templates.sheets import written_columns

FILLED = {
    "territories": [{"territory": "Valbourg", "label": "Town of Valbourg", "territory_kind": "municipality", "population": 24300}],
    "groups": [{"group": "Carers", "territory": "Valbourg", "profile": "care", "standpoint": "professional"}],
    "indicators": [
        {"indicator": "SAFE", "indicator_kind": "situations", "levels": 5, "lowest": 1, "direction": "up", "generations": True},
        {"indicator": "WORK", "indicator_kind": "ladder"},
    ],
    "situations": [{"indicator": "SAFE", "level": 1, "words_en": "never safe"}],
    "propositions": [{"indicator": "WORK", "proposition": "attainment", "words_en": "I have no work"}],
    "crosswalk": [
        {"indicator_from": "WORK", "level_from": level, "indicator_to": "SAFE", "level_to": level, "share": 1.0}
        for level in range(1, 6)
    ],
    "tree": [{"code": "Living together"}, {"code": "SAFE", "parent": "Living together", "weight": 2.0, "direction": "up"}],
    "names": [{"name": "Carers", "label_en": "Carers", "label_fr": "Aidants"}],
    "waves": [{"wave": "2026", "territory": "Valbourg", "break": "asked by phone"}],
    "actions": [
        {"action": "A1", "territory": "Valbourg", "label": "Night bus", "indicators": "SAFE; WORK", "actor": "association",
         "start": datetime.date(2026, 3, 1), "pilot": True, "action_state": "running"},
    ],
    "commitments": [
        {"action": "A1", "who": "The town", "actor": "public", "what": "pays", "until": datetime.date(2026, 12, 3), "commitment_state": "late"}
    ],
    "effects": [{"action": "A1", "indicator": "SAFE", "stakeholder": "Drivers", "role": "bearer", "expected": 2, "observed": -1}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def speak_the_same_afterwards():
    before = current_language()
    yield
    use_language(before)


def as_written(column, value, language):
    if column.kind == "yesno":
        return word("yesno", "yes" if value else "no", language)
    return word(column.allowed, value, language) if column.kind == "choice" else value


def fill_study(path, language):
    book = load_workbook(path)
    for table in STUDY_TABLES:
        sheet = book[word("sheet", table, language)]
        for row, line in enumerate(FILLED[table], start=2):
            for place, column in enumerate(written_columns(table, language), start=1):
                value = line.get(column.name)
                sheet.cell(row, place).value = None if value is None else as_written(column, value, language)
    book.save(path)


def fill_group(path, language):
    book = load_workbook(path)
    meeting = book[word("sheet", "meeting", language)]
    values = {"territory": "Valbourg", "group": "Carers", "participants": 2, "date": datetime.date(2026, 3, 12)}
    for row in meeting.iter_rows():
        for name, value in values.items():
            if row[0].value == word("column", name, language):
                row[1].value = value
    criteria = book[word("sheet", "criteria", language)]
    for place, value in enumerate([word("question", "illbeing", language), "nobody to ask", 2], start=1):
        criteria.cell(2, place).value = value
    answers = book[word("sheet", "answers", language)]
    for place, header in enumerate(["SAFE", "WORK – P", "WORK – O", "WORK – Q", "WORK – S"], start=2):
        answers.cell(1, place).value = header
    yes, no = word("yesno", "yes", language), word("yesno", "no", language)
    for row, line in enumerate(
        [[1, 4, no, no, yes, no], [2, word("reason", "dont_know", language), yes, yes, no, no]], 2
    ):
        for place, value in enumerate(line, start=1):
            answers.cell(row, place).value = value
    book.save(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_is_what_is_read(tmp_path, language):
    folder = new_study(tmp_path / "study", language=language, title="Valbourg", wave="2026")
    fill_study(folder / "study.xlsx", language)
    fill_group(folder / "waves" / "2026" / f"{word('column', 'group', language).lower()}.xlsx", language)
    study = read_study(folder)
    assert (study.title, study.language, study.constructed) == ("Valbourg", language, False)
    for table, lines in FILLED.items():
        read = getattr(study, table)
        assert len(read) == len(lines)
        for line, row in zip(lines, read.to_dict("records"), strict=True):
            found = {name: row[name] for name in line}
            dates = {name: value.date() for name, value in found.items() if isinstance(line[name], datetime.date)}
            assert {**found, **dates} == line
    assert study.groups[["date", "participants"]].astype(str).values.tolist() == [["2026-03-12", "2"]]
    assert study.criteria[["group", "question", "text", "votes"]].values.tolist() == [
        ["Carers", "illbeing", "nobody to ask", 2]
    ]
    assert study.answers["level"].tolist() == [4, pd.NA]
    assert study.answers["missing"].tolist() == ["", "dont_know"]
    assert study.ladders[["possibility", "attainment", "quality", "sustainability"]].values.tolist() == [
        [False, False, True, False],
        [True, True, False, False],
    ]
    assert study.statistics.empty
    assert study.evidence.empty
