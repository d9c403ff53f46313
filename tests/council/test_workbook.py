"""The workbook: what it is on the first sheet, typed cells, and charts that Excel draws from the cells."""

import zipfile

import pandas as pd
from openpyxl import load_workbook

from tests.charts import drawn
from tests.council import packs
from workbench.council.native import native_charts
from workbench.council.workbook import write_workbook
from workbench.language import speaking


def test_the_first_sheet_says_what_it_is(tmp_path):
    write_workbook(packs.tables(), tmp_path / "a.xlsx", about=[("study", "Valbourg"), ("wave", "2024")])
    book = load_workbook(tmp_path / "a.xlsx")
    said = [cell.value for row in book["About"].iter_rows() for cell in row if cell.value]
    assert said[0] == "Valbourg"
    assert "Constructed example: none of these people exist." in said
    assert book.sheetnames == ["About", "Scores", "Changes"]


def test_cells_are_typed_headers_frozen_and_filtered(tmp_path):
    table = pd.DataFrame({"text": ["a"], "n": pd.array([3], dtype="Int64"), "facet": ["good"], "estimate": [0.25]})
    table["date"] = pd.to_datetime(["2024-03-12"])
    write_workbook({"mine": table}, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["Mine"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "s", "n", "d"]
    assert sheet["D2"].number_format == "0%"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E2"


def test_situations_and_levels_become_charts_of_excel(tmp_path):
    write_workbook({}, tmp_path / "a.xlsx", charts=packs.charts())
    with zipfile.ZipFile(tmp_path / "a.xlsx") as zipped:
        drawings = [zipped.read(name).decode() for name in sorted(zipped.namelist()) if "charts/chart" in name]
    assert len(drawings) == 2
    assert 'c:grouping val="percentStacked"' in drawings[0]
    assert drawings[0].count("<c:ser>") == 5
    assert "<c:errBars>" in drawings[1]
    assert "Situations!$B$29" in drawings[0]


def test_the_cells_behind_a_native_chart_are_the_figures_of_the_picture(tmp_path):
    charts = packs.charts()
    write_workbook({}, tmp_path / "a.xlsx", charts=charts)
    sheet = load_workbook(tmp_path / "a.xlsx")["Situations"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=29, max_row=30)]
    assert [(row[0], row[1:6]) for row in rows] == [
        (label, values) for label, values, _n in native_charts(charts)[0]["rows"]
    ]


def test_two_tables_of_one_name_are_two_sheets(tmp_path):
    long = "a name that is much longer than Excel takes"
    write_workbook(
        {long: pd.DataFrame({"a": [1]}), long + "!": pd.DataFrame({"a": [2]}), "about": pd.DataFrame()},
        tmp_path / "a.xlsx",
    )
    names = load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len(names) == len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)


def test_a_french_workbook_speaks_french(tmp_path):
    with speaking("fr"):
        write_workbook({"criteria": pd.DataFrame({"territory": ["VAL"]})}, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[1] == "Critères"
    assert book["Critères"]["A1"].value == "territoire"


def test_a_chart_of_several_scales_stays_a_picture():
    from workbench.charts import plot_situations

    four = drawn.scores(["A"]).query("facet == 'share' and level < 5").assign(indicator="B")
    both = pd.concat([drawn.scores(["A"]), four], ignore_index=True)
    assert native_charts({"x": plot_situations(both)}) == []
