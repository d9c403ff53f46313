from openpyxl import load_workbook

from tests.studies import small_study
from workbench.language import speaking
from workbench.spreadsheets.marking import mark_workbook
from workbench.study import check_study


def test_a_marked_copy_names_the_fault_on_its_cell_and_leaves_the_original_alone(tmp_path):
    folder = small_study(tmp_path, young={"Answers": [["Respondent", "SAFE"], ["P1", 7], ["@home", 3]]})
    path = folder / "waves/2024/young.xlsx"
    before = path.read_bytes()
    with speaking("en"):
        copy = mark_workbook(path, check_study(folder), tmp_path / "marked")
    assert path.read_bytes() == before
    book = load_workbook(copy)
    assert book.sheetnames == ["Problems", "Meeting", "Criteria", "Answers"]
    cell = book["Answers"]["B2"]
    assert (cell.value, cell.fill.fgColor.rgb) == (7, "FFF9D5C2")
    assert cell.comment.text.startswith("“7” is not a situation")
    assert book["Answers"]["A3"].value == "@home"
    assert book["Answers"]["A3"].data_type == "s"
    assert book["Problems"]["D2"].value == "B2"
