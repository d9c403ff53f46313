"""Exports of the study's own form, as KoboToolbox and ODK write them: read without a mapping."""

import csv

import pytest
from openpyxl import Workbook, load_workbook

from tests.drafting.forms import worded
from workbench.drafting import questionnaire
from workbench.language import LANGUAGES, speaking, use_language
from workbench.problems import StudyProblems
from workbench.study import read_study

#: Two people: the second says "don't know", and climbs no ladder.
PEOPLE = [
    {"respondent": "aa11", "territory": "Valbourg", "SAFE": "4", "HOUS": "0", "WORK_P": "no", "WORK_O": "no", "WORK_Q": "yes", "WORK_S": "no", "birth_year": "1971", "gender": "f"},
    {"respondent": "bb22", "territory": "Montelago", "SAFE": "99", "HOUS": "5", "WORK_P": "99", "WORK_O": "", "WORK_Q": "", "WORK_S": "", "birth_year": "1990", "gender": "m"},
]  # fmt: skip
KOBO = {"_id": "3141{n}", "_uuid": "5b1c-{n}", "_submission_time": "2024-05-0{n}T10:00:00", "_validation_status": "", "_notes": "", "_status": "submitted_via_web", "_submitted_by": "", "__version__": "vAb{n}", "_tags": "", "_index": "{n}"}
ODK = {"meta-instanceID": "uuid:{n}", "KEY": "uuid:{n}", "SubmitterID": "7", "SubmitterName": "Ana", "AttachmentsPresent": "0", "AttachmentsExpected": "0", "Status": "", "ReviewState": "", "DeviceID": "x", "Edits": "0", "FormVersion": "1"}


@pytest.fixture
def study(tmp_path):
    return worded(tmp_path)




def asked_as(study, language, tmp_path):
    """Return functions from names to labels, as an export with labels has them: of columns, and of values by column."""
    table, _problems = questionnaire(study, tmp_path / "forms", language=language, languages=[language])
    book = load_workbook(table.set_index("what").loc["xlsform", "path"])
    survey, choices = ([[cell or "" for cell in row] for row in book[name].iter_rows(min_row=2, values_only=True)] for name in ("survey", "choices"))
    heads = {row[1]: row[2] or row[1] for row in survey}
    lists = {row[1]: row[0].removeprefix("select_one ") for row in survey}
    said = {(row[0], row[1]): row[2] for row in choices}
    return heads, lambda column, value: said.get((lists.get(column), value), value)


def sent(study, name, rows, between=";"):
    """Lay an export into the study's wave, and return the answers and ladders that are read out of it."""
    path = study.folder / "waves/2024" / name
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=between).writerows([list(rows[0]), *(row.values() for row in rows)])
    else:
        book = Workbook()
        book.active.title = "Well-being 2024"
        for row in [list(rows[0]), *(list(row.values()) for row in rows)]:
            book.active.append(row)
        book.save(path)
    use_language("en")
    back = read_study(study.folder)
    new, ladders = (table[table["source"].str.contains(path.stem)] for table in (back.answers, back.ladders))
    return back, new, ladders


def check(new, ladders, *, who=("aa11", "bb22")):
    found = {(row.respondent, row.indicator): row.missing or row.level for row in new.itertuples()}
    one, two = who
    assert found == {(one, "SAFE"): 4, (one, "HOUS"): 1, (two, "SAFE"): "dont_know", (two, "HOUS"): 6}
    assert new.drop_duplicates("respondent")[["territory", "group", "birth_year", "gender"]].values.tolist() == [["Valbourg", "", "1971", "f"], ["Montelago", "", "1990", "m"]]
    climbed = ladders.set_index("respondent")[["possibility", "attainment", "quality", "sustainability"]]
    assert climbed.loc[one].tolist() == [False, False, True, False]
    assert climbed.loc[two].isna().all()


def with_platform(columns, rows):
    before = [name for name in columns if name == "SubmissionDate"]
    return [{**dict.fromkeys(before, "2024-05-01"), **row, **{name: text.format(n=n) for name, text in columns.items()}} for n, row in enumerate(rows, 1)]


@pytest.mark.parametrize("name", ["kobo.xlsx", "kobo.csv"])
@pytest.mark.parametrize("prefix", ["", "about/", "a/b/"])
def test_an_export_of_kobotoolbox_by_names(study, name, prefix):
    rows = [{"start": "2024-05-01T09:00", "end": "2024-05-01T09:09", **{f"{prefix}{key}": value for key, value in row.items()}, "formhub/uuid": "x", "meta/instanceID": "y"} for row in PEOPLE]
    check(*sent(study, name, with_platform(KOBO, rows))[1:])


@pytest.mark.parametrize("prefix", ["", "about-", "a-b-"])
def test_an_export_of_odk_central(study, prefix):
    rows = [{"SubmissionDate": "2024-05-01T10:00", **{f"{prefix}{key}": value for key, value in row.items()}} for row in PEOPLE]
    check(*sent(study, "central.csv", with_platform(ODK, rows), between=",")[1:])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", ["", "A group/"])
def test_an_export_by_labels_in_each_language(study, tmp_path, language, prefix):
    heads, value = asked_as(study, language, tmp_path)
    rows = [{f"{prefix}{heads[key]}": value(key, said) for key, said in row.items()} for row in PEOPLE]
    check(*sent(study, "labels.xlsx", with_platform(KOBO, rows))[1:])


def test_what_a_reviewer_rejected_is_not_read_and_said(study):
    rows = with_platform(KOBO, [*PEOPLE, {**PEOPLE[0], "respondent": "cc33"}])
    rows[2]["_validation_status"] = "Not Approved"
    back, new, ladders = sent(study, "kobo.xlsx", rows)
    check(new, ladders)
    with speaking("en"):
        assert "Lines that were rejected on the platform, and were not read: 4." in [one.found() for one in back.warnings]


def test_a_form_that_names_nobody_goes_by_the_platforms_number(study):
    rows = [{key: value for key, value in row.items() if key != "respondent"} for row in PEOPLE]
    check(*sent(study, "kobo.xlsx", with_platform(KOBO, rows))[1:], who=("5b1c-1", "5b1c-2"))


def test_a_question_that_the_study_does_not_know_is_a_problem_at_its_cell(study):
    rows = with_platform(KOBO, [{**row, "about/PARKS": "3"} for row in PEOPLE])
    with speaking("en"), pytest.raises(StudyProblems) as caught:
        sent(study, "kobo.xlsx", rows)
    with speaking("en"):
        assert [(one.cell, one.found()) for one in caught.value.problems if one.severity == "error"] == [
            ("K1", "The column “about/PARKS” is neither an indicator nor a profile column.")
        ]


def test_a_survey_of_ones_own_is_no_export(study):
    rows = [{"_id": "1", "SAFE": "3", "HOUS": "4"}]
    with speaking("en"), pytest.raises(StudyProblems, match="does not say who answered"):
        sent(study, "own.csv", rows)
