import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from tests.studies import SHARED, workbook
from workbench.language import speaking
from workbench.spreadsheets.workbooks import read_sheets

ROWS = [["group", "text"], ["Élus", "qu’on s’écoute"], ["Tineri", "străzi curate în oraș"]]


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "utf-8")]
)
def test_text_files_in_each_dialect(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    path.write_text("\r\n".join(delimiter.join(row) for row in ROWS), encoding=encoding)
    sheets, problems = read_sheets(path)
    assert sheets[0].cells.values.tolist() == ROWS
    assert problems == []


def test_an_old_encoding_is_read_and_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "groupe;texte\nÉlus;qu’on s’écoute à l’hôtel de ville, ça serait déjà très bien\n", encoding="cp1252"
    )
    sheets, problems = read_sheets(path)
    assert sheets[0].cells.iat[1, 1].startswith("qu’on s’écoute à l’hôtel")
    assert [problem.severity for problem in problems] == ["warning"]
    assert "cp1252" in problems[0].found()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_every_kind_of_workbook_keeps_its_addresses(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    if ending == "xls":
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("Critères")
        for r, row in enumerate(ROWS):
            for c, cell in enumerate(row):
                sheet.write(r + 2, c + 1, cell)
        book.save(str(path))
    else:
        pd.DataFrame(ROWS).to_excel(str(path), sheet_name="Critères", header=False, index=False, startrow=2, startcol=1)
    sheets, problems = read_sheets(path)
    assert problems == []
    sheet = sheets[0]
    assert (sheet.name, sheet.cells.iat[3, 1], sheet.address(3, 1)) == ("Critères", "Élus", "B4")
    assert sheet.cells.iloc[:2].eq("").all(axis=None)


def test_a_formula_without_a_result_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Answers": [["n"], ["=1+1"]]})
    problems = read_sheets(path)[1]
    assert [str(problem) for problem in problems] == [
        "a.xlsx · Answers · A2 – The formula has no stored result. "
        "Open the workbook in your spreadsheet program, let it calculate, and save it."
    ]


def test_a_workbook_under_the_wrong_ending_is_told_its_right_one(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Answers": [["n"]]}).rename(tmp_path / "a.ods")
    assert "Rename it to .xlsx" in read_sheets(path)[1][0].advice()
    pd.DataFrame(ROWS).to_excel(str(tmp_path / "b.ods"))
    assert "Rename it to .ods" in read_sheets((tmp_path / "b.ods").rename(tmp_path / "b.xlsx"))[1][0].advice()


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 500_000_000)
    assert path.stat().st_size < 1_000_000
    sheets, problems = read_sheets(path)
    assert sheets == []
    assert problems[0].found() == "The workbook unpacks to 500 MB, which is not safe to open."


def test_thousands_of_coloured_empty_rows_are_no_data(tmp_path):
    book = Workbook()
    book.active.append(["group"])
    for row in range(2, 5000):
        book.active.cell(row, 3).fill = PatternFill("solid", fgColor="FFFF00")
    book.save(tmp_path / "a.xlsx")
    assert read_sheets(tmp_path / "a.xlsx")[0][0].cells.shape == (1, 1)


def test_a_password_is_asked_to_be_taken_off(tmp_path):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert read_sheets(path)[1][0].found() == "The workbook is locked by a password."


@pytest.mark.skipif(not (SHARED / "data/xlsforms").is_dir(), reason="the shared folder with the XLSForms is not there")
def test_forms_of_other_makers_open():
    for path in sorted((SHARED / "data/xlsforms").glob("*.xls*")):
        sheets, problems = read_sheets(path)
        assert sheets, path.name
        assert any(len(sheet.cells) for sheet in sheets)
        assert all(problem.where().startswith(path.name) for problem in problems)
