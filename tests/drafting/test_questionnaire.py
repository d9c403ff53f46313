"""The questionnaire there and back: each language, group and resident, printed, typed and on phones."""

import shutil
import warnings

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.drafting.drafts import studied
from tests.drafting.hand import through_libreoffice
from tests.studies import small_study
from workbench.drafting import questionnaire, questionnaire_items
from workbench.drafting.asked import lix
from workbench.language import LANGUAGES, speaking, use_language, word
from workbench.study import read_study

office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
LABELS = {code: f"label ({code})" for code in LANGUAGES}


def worded(tmp_path, languages=LANGUAGES):
    """Return a study with two scales and a ladder in words of each language."""
    use_language("en")
    heads = [f"words ({code})" for code in languages]
    study = {
        "Indicators": [
            ["indicator", "kind of indicator", "theme", "levels", "lowest", "direction", "sustains", *(LABELS[code] for code in languages)],
            *(
                [code, kind, theme, levels, lowest, "up", None, *(f"{label} {lang}" for lang in languages)]
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
    study["Indicators"] = [row[:6] + row[7:] for row in study["Indicators"]]
    plain_answers = {"Risposte": None}
    young = {"Answers": [["Respondent", "SAFE", "HOUS"], ["P1", 2, 0]]}
    giovani = {"Risposte": [["Indicatore", "P1"], ["SAFE", 3]]}
    del plain_answers
    survey = "respondent;territory;weight;birth year;gender;SAFE\n1;Valbourg;1;1980;f;1\n"
    folder = small_study(tmp_path / "study", study=study, young=young, giovani=giovani, survey=survey)
    return read_study(folder)


def typed(path, people, language):
    """Type answers as a person would: by column header; return the path."""
    book = load_workbook(path)
    sheet = book[word("sheet", "answers", language)]
    heads = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for row, person in enumerate(people, start=2):
        for column, value in enumerate(person, start=1):
            sheet.cell(row, column).value = value
    keys = {"territory": "Valbourg", "group": "Carers"}
    if word("sheet", "meeting", language) in book.sheetnames:
        for row in book[word("sheet", "meeting", language)].iter_rows(max_col=2):
            for key, value in keys.items():
                if row[0].value == word("column", key, language):
                    row[1].value = value
    book.save(path)
    return list(heads)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["group", "resident"])
def test_a_form_typed_in_is_read_as_answers_in_each_language(tmp_path, language, form):
    study = worded(tmp_path)
    table, _problems = questionnaire(study, tmp_path / "forms", form=form, language=language)
    path = table.set_index("what").loc["workbook", "path"]
    yes, no = word("yesno", "yes", language), word("yesno", "no", language)
    items = questionnaire_items(study, language=language)[0]
    given = {"SAFE": 4, "HOUS": 5, ("WORK", "possibility"): no, ("WORK", "attainment"): no, ("WORK", "quality"): yes, ("WORK", "sustainability"): no}
    answers = [given.get((row.indicator, row.proposition), given.get(row.indicator)) for row in items.itertuples()]
    unknown = [word("reason", "dont_know", language)] * len(items)
    who = ["Z1"] if form == "group" else ["Z1", "Valbourg", 1971, "f"]
    other = ["Z2", *who[1:]]
    heads = typed(path, [[*who, *answers], [*other, *unknown]], language)
    assert len(heads) == len(who) + len(items)
    shutil.copy(path, study.folder / "waves/2024/typed.xlsx")
    use_language("en")
    back = read_study(study.folder)
    new = back.answers[back.answers["source"].str.contains("typed")].set_index(["respondent", "indicator"])
    assert new.loc[("Z1", "SAFE"), "level"] == 4
    assert new.loc[("Z1", "HOUS"), "level"] == 6  # the sixth of the levels 0 to 5
    assert new.loc[("Z2", "SAFE"), "missing"] == "dont_know"
    ladder = back.ladders[back.ladders["source"].str.contains("typed")].set_index("respondent").loc["Z1"]
    assert ladder[["possibility", "attainment", "quality", "sustainability"]].tolist() == [False, False, True, False]
    assert set(new["group"]) == ({"Carers"} if form == "group" else {""})
    if form == "resident":
        assert new.loc[("Z1", "SAFE"), ["birth_year", "gender"]].tolist() == ["1971", "f"]


@office
def test_a_form_saved_by_libreoffice_is_read(tmp_path):
    study = worded(tmp_path)
    path = questionnaire(study, tmp_path / "forms", form="group", language="ro")[0].set_index("what").loc["workbook", "path"]
    items = questionnaire_items(study, language="ro")[0]
    typed(path, [["Z1", *(3 if row.kind == "situations" else "da" for row in items.itertuples())]], "ro")
    from pathlib import Path

    shutil.copy(through_libreoffice(Path(path), tmp_path, "ods"), study.folder / "waves/2024/typed.ods")
    back = read_study(study.folder)
    new = back.answers[back.answers["source"].str.contains("typed")]
    assert new["level"].tolist() == [{"SAFE": 3, "HOUS": 4}[one] for one in new["indicator"]]


def test_an_empty_form_in_its_folder_brings_nothing(tmp_path):
    study = worded(tmp_path)
    path = questionnaire(study, tmp_path / "forms", form="resident")[0].set_index("what").loc["workbook", "path"]
    shutil.copy(path, study.folder / "waves/2024/typed.xlsx")
    assert len(read_study(study.folder).answers) == len(study.answers)


def test_order_and_what_is_not_asked(tmp_path):
    study = worded(tmp_path)
    study.indicators["generations"] = study.indicators["indicator"].eq("SAFE").astype("boolean")
    items, left_out, problems = questionnaire_items(study)
    assert items["indicator"].drop_duplicates().tolist() == ["WORK", "HOUS", "SAFE"]  # fewest words; generations last
    assert items["proposition"].head(4).tolist() == ["possibility", "attainment", "quality", "sustainability"]
    assert left_out["indicator"].tolist() == ["JOBLESS"]
    assert problems == []
    study.indicators.loc[study.indicators["indicator"] == "HOUS", "since_wave"] = "2027"
    assert "HOUS" not in set(questionnaire_items(study)[0]["indicator"])
    assert "HOUS" in set(questionnaire_items(study, wave="2027")[0]["indicator"])


def test_missing_words_are_said_at_their_row_and_never_replaced(tmp_path):
    study, _themes, _membership = studied(tmp_path)
    with speaking("en"):
        items, _left, problems = questionnaire_items(study, language="fr")
        told = {(problem.sheet, problem.cell, problem.found()) for problem in problems}
    assert ("Situations", "2", "“HOUS – 1” has no words in French.") in told
    assert ("Indicators", "3", "“HOUS” has no words in French.") in told
    assert items.set_index("indicator").loc["HOUS", "texts"] == [""] * 5
    questionnaire(study, tmp_path / "forms", language="fr")
    paper = Document(tmp_path / "forms/questionnaire_habitant_fr.docx")
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert word("paper", "form_untranslated", "fr") in cells
    assert "a flat to stay in" not in cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_words_are_said_and_easy_ones_are_not(tmp_path, language):
    study = worded(tmp_path)
    rows = study.situations["indicator"] == "SAFE"
    study.situations.loc[rows, f"words_{language}"] = "unproportionate administrative obligations notwithstanding considerable participation"
    with speaking("en"):
        found = [problem.found() for problem in questionnaire_items(study, language=language)[2]]
    assert len(found) == 1
    assert found[0].startswith("“SAFE” is hard to read")


def test_lix_by_hand():
    assert lix(["I go home.", "Everybody understands."]) == pytest.approx(5 / 2 + 100 * 2 / 5)
    assert lix([]) is None


def test_an_xlsform_is_one_and_its_data_come_back(tmp_path):
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not installed")
    study = worded(tmp_path)
    table, _problems = questionnaire(study, tmp_path / "forms", language="fr")
    path = table.set_index("what").loc["xlsform", "path"]
    assert table.set_index("what").loc["xlsform", "language"].split("; ") == ["fr", "en", "it", "ro", "de", "nl"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = xls2xform.convert(path)
    assert result.warnings == []
    assert 'lang="Français (fr)" default="true()"' in result.xform
    assert "sicher nl 5" in result.xform
    for name in ("SAFE", "HOUS", "WORK_P", "WORK_S", "territory", "birth_year"):
        assert f'nodeset="/questionnaire/{name}"' in result.xform or f"/{name}\"" in result.xform
    sent = "origin;survey;;;;;;;\n\nrespondent;territory;SAFE;HOUS;WORK_P;WORK_O;WORK_Q;WORK_S;birth_year\nuuid:1;Valbourg;4;0;no;no;yes;no;1971\nuuid:2;Valbourg;99;5;99;;;;\n"
    (study.folder / "waves/2024/kobo.csv").write_text(sent, encoding="utf-8")
    use_language("en")
    back = read_study(study.folder)
    new = back.answers[back.answers["source"].str.contains("kobo")].set_index(["respondent", "indicator"])
    assert new["level"].fillna(0).to_dict() == {("uuid:1", "SAFE"): 4, ("uuid:1", "HOUS"): 1, ("uuid:2", "SAFE"): 0, ("uuid:2", "HOUS"): 6}
    assert new.loc[("uuid:2", "SAFE"), "missing"] == "dont_know"


def test_profile_columns_that_nobody_reads_are_said(tmp_path):
    study = worded(tmp_path)
    with speaking("en"):
        _table, problems = questionnaire(study, tmp_path / "forms", profile=["gender", "shoe size"])
        assert any("shoe size" in problem.found() for problem in problems)
        with pytest.raises(ValueError, match="form must be"):
            questionnaire(study, tmp_path / "forms", form="mayor")
