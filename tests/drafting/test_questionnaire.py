"""The questionnaire there and back: each language, group and resident, printed, typed and on phones."""

import shutil
import warnings

import pytest
from docx import Document

from tests.drafting.drafts import studied
from tests.drafting.forms import worded
from tests.studies import small_study
from workbench.drafting import questionnaire, questionnaire_items
from workbench.drafting.asked import lix
from workbench.language import LANGUAGES, speaking, use_language, word
from workbench.study import read_study


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


@pytest.mark.parametrize(("codes", "name"), [(("A 1", "A-1"), "A_1"), (("WORK", "WORK_P"), "WORK_P"), (("SAFE", "Gender"), "gender")])
def test_names_that_become_one_are_problems_at_their_cells_and_no_form_is_written(tmp_path, codes, name):
    heads = ["indicator", "kind of indicator", "theme", "levels", "label (en)"]
    kinds = {"WORK": "ladder"}
    rows = [[code, kinds.get(code, "situations"), "T", 5, f"Label {n}"] for n, code in enumerate(codes)]
    words = [[code, level, f"level {level}"] for code in codes if code != "WORK" for level in range(1, 6)]
    study = {"Indicators": [heads, *rows], "Situations": [["indicator", "level", "words (en)"], *words]}
    if "WORK" in codes:
        study["Propositions"] = [["indicator", "proposition", "words (en)"], *(["WORK", step, f"no {step}"] for step in "POQS")]
    folder = small_study(tmp_path / "study", study=study, young={"Answers": [["Respondent", codes[-1]], ["P1", 2]]}, survey=None)
    (folder / "waves/2024/giovani.xlsx").unlink()
    study = read_study(folder)
    written, problems = questionnaire(study, tmp_path / "forms", language="en", profile=["gender"])
    assert written["what"].tolist() == ["paper", "workbook"]
    with speaking("en"):
        errors = [(one.sheet, one.cell, one.found()) for one in problems if one.severity == "error"]
    assert len(errors) == 1
    assert errors[0][:2] == ("Indicators", "A3")
    assert errors[0][2].endswith(f"have the same name in a form for phones: {name}.")
    assert not list((tmp_path / "forms").glob("*xlsform*"))


def test_profile_columns_that_are_declared_are_asked_before_anyone_has_answered_them(tmp_path):
    folder = small_study(tmp_path / "study", survey=None)
    _table, problems = questionnaire(read_study(folder), tmp_path / "forms", language="en")
    with speaking("en"):
        assert not any("profile columns" in problem.found() for problem in problems)
    paper = Document(tmp_path / "forms/questionnaire_resident_en.docx")
    shown = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    shown = " | ".join([*shown, *(paragraph.text for paragraph in paper.paragraphs)])
    assert "Gender" in shown
    assert "Birth year" in shown


def test_profile_columns_that_nobody_reads_are_said(tmp_path):
    study = worded(tmp_path)
    with speaking("en"):
        _table, problems = questionnaire(study, tmp_path / "forms", profile=["gender", "shoe size"])
        assert any("shoe size" in problem.found() for problem in problems)
        with pytest.raises(ValueError, match="form must be"):
            questionnaire(study, tmp_path / "forms", form="mayor")
