from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.meetings.meeting import studied
from workbench.language import LANGUAGES, names, recognise, word
from workbench.meetings import first_meeting_sheets
from workbench.study import read_study


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_for_each_question_and_a_workbook_that_is_read(tmp_path, language):
    study, _suggestion = studied(tmp_path)
    sheets = first_meeting_sheets(study, tmp_path / "sheets", wave="2026", groups=["Carers"], language=language)
    assert sheets[["territory", "group", "language"]].to_numpy().tolist() == [["Valbourg", "Carers", language]]
    paper = Document(sheets["paper"][0])
    titles = [paragraph.text for paragraph in paper.paragraphs if paragraph.style.name == "Title"]
    assert [recognise("question", title) for title in titles] == names("question")
    assert len(paper.tables) == 4
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Town of Valbourg" in text
    assert "Carers" in text
    assert "2026" in text

    book = load_workbook(sheets["workbook"][0])
    criteria = book[word("sheet", "criteria", language)]
    for place, value in enumerate([word("question", "action", language), "we sit together", 3], start=1):
        criteria.cell(2, place).value = value
    del book[word("sheet", "answers", language)]
    (study.folder / "waves" / "2026").mkdir()
    book.save(study.folder / "waves" / "2026" / "carers.xlsx")
    told = read_study(study.folder).criteria.query("wave == '2026'")
    assert told[["territory", "group", "question", "text", "votes"]].to_numpy().tolist() == [
        ["Valbourg", "Carers", "action", "we sit together", 3]
    ]


def test_a_workbook_that_may_be_filled_in_is_kept(tmp_path):
    study, _suggestion = studied(tmp_path)
    first = first_meeting_sheets(study, tmp_path / "sheets", wave="2026")
    again = first_meeting_sheets(study, tmp_path / "sheets", wave="2026")
    assert first["kept"].tolist() == [False] * 3
    assert again["kept"].tolist() == [True] * 3
    assert first["language"].tolist() == ["it", "en", "en"]


@pytest.mark.parametrize(
    "wrong", [{"groups": ["Nobody"]}, {"territory": "Atlantis"}, {"questions": ["x"]}, {"language": "xx"}]
)
def test_what_is_not_known_is_refused(tmp_path, wrong):
    study, _suggestion = studied(tmp_path)
    with pytest.raises(ValueError, match=r"Nobody|Atlantis|x"):
        first_meeting_sheets(study, tmp_path / "sheets", **wrong)
    assert not (tmp_path / "sheets").exists()


def test_a_set_for_whoever_comes_where_no_group_is_declared(tmp_path):
    study, _suggestion = studied(tmp_path)
    study = replace(study, groups=study.groups.iloc[:0], language="ro")
    sheets = first_meeting_sheets(study, tmp_path / "sheets")
    assert sheets[["territory", "group", "language"]].to_numpy().tolist() == [["", "", "ro"]]
    assert sheets["paper"][0].endswith("prima_intalnire.docx")
    assert load_workbook(sheets["workbook"][0])[word("sheet", "meeting", "ro")]["B2"].value is None
