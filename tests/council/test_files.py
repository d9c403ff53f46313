"""Charts and tables as files: the same bytes twice, text kept as text, alt text inside, no formula, no date."""

import csv
import io
import zipfile

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import Image

from tests.charts import drawn
from workbench.charts import alt_text, caption, plot_changes, plot_situations
from workbench.council import export
from workbench.council.files import steady
from workbench.language import speaking


@pytest.fixture
def chart():
    return plot_situations(drawn.scores(["HOUS", "MOB"]), labels={"HOUS": "Logement"})


def test_a_chart_is_pictures_data_and_a_text(chart, tmp_path):
    paths = export(chart, tmp_path / "new" / "folder", name="04_situations")
    assert [path.name for path in paths] == [f"04_situations.{kind}" for kind in ("png", "svg", "csv", "txt")]
    assert all(path.stat().st_size > 0 for path in paths)
    assert paths[3].read_text(encoding="utf-8").strip() == alt_text(chart)


def test_the_png_has_300_dots_an_inch_and_its_text(chart, tmp_path):
    with Image.open(export(chart, tmp_path)[0]) as picture:
        assert round(picture.info["dpi"][0]) == 300
        assert picture.info["Title"] == caption(chart).headline
        assert picture.info["Description"] == alt_text(chart)
        assert "Software" not in picture.info
        assert picture.width == 3600


def test_the_svg_keeps_its_text_as_text(chart, tmp_path):
    svg = export(chart, tmp_path)[1].read_text(encoding="utf-8")
    assert ">Logement</text>" in svg
    assert caption(chart).headline in svg
    assert "<dc:date>" not in svg


@pytest.mark.parametrize("kind", ["chart", "table"])
def test_the_same_gives_the_same_bytes(kind, tmp_path):
    def made(folder):
        what = plot_changes(drawn.changes("AB")) if kind == "chart" else drawn.scores("AB")
        return [path.read_bytes() for path in export(what, tmp_path / folder, formats=("png", "svg", "pdf"))]

    assert made("first") == made("second")


def test_a_table_is_csv_and_xlsx(tmp_path):
    paths = export(drawn.scores("A"), tmp_path, name="scores", labels={"A": "Air"})
    assert [path.name for path in paths] == ["scores.csv", "scores.xlsx"]
    rows = list(csv.DictReader(io.StringIO(paths[0].read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(drawn.scores("A"))
    assert {row["indicator (label)"] for row in rows} == {"Air"}
    assert {row["constructed"] for row in rows} == {"yes"}


def test_what_looks_like_a_formula_stays_text(tmp_path):
    evil = ['=HYPERLINK("x")', "+1", "-2 bus", "@here", "plain"]
    paths = export(pd.DataFrame({"text": evil, "=cmd": [-1.5] * 5}), tmp_path)
    lines = list(csv.reader(io.StringIO(paths[0].read_text(encoding="utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == ["'" + text for text in evil[:4]] + ["plain"]
    assert lines[0][1] == "'=cmd"
    assert lines[1][1] == "-1.5"  # a number below zero is a number
    cells = [cell for row in load_workbook(paths[1])["Table"].iter_rows(min_row=2, max_col=1) for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in evil]


def test_a_french_csv_opens_in_french_excel(tmp_path):
    with speaking("fr"):
        path = export(pd.DataFrame({"indicator": ["A"], "estimate": [3.25], "robust": [True]}), tmp_path)[0]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    header, line = path.read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("indicateur;estimation;")
    assert line == "A;3,25;oui"


def test_nothing_is_an_empty_cell(tmp_path):
    table = pd.DataFrame({"a": pd.array([1, pd.NA], dtype="Int64"), "b": [None, "x"], "c": [float("nan"), 0.1]})
    lines = export(table, tmp_path)[0].read_text(encoding="utf-8-sig").splitlines()
    assert lines[1:] == ["1,,", ",x,0.1"]


@pytest.mark.parametrize(
    ("how", "said"),
    [({"formats": ["gif"]}, "formats: gif"), ({"name": "../up"}, "name: “../up”"), ({"name": "a/b"}, "name: “a/b”")],
)
def test_an_error_names_what_arrived(chart, tmp_path, how, said):
    with pytest.raises(ValueError, match=said):
        export(chart, tmp_path, **how)
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_of_another_hand_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no chart of the workbench"):
        export(plt.figure(), tmp_path)


def test_the_headline_is_back_after_a_picture_without_it(chart, tmp_path):
    from workbench.council.files import save_picture

    whole = save_picture(chart.figure, tmp_path / "a.png", caption(chart), dpi=50)
    headless = save_picture(chart.figure, tmp_path / "b.png", caption(chart), dpi=50, headless=True)
    again = save_picture(chart.figure, tmp_path / "c.png", caption(chart), dpi=50)
    with Image.open(whole) as one, Image.open(headless) as other:
        assert other.height < one.height
        assert other.width == one.width
    assert whole.read_bytes() == again.read_bytes()


def test_a_document_inside_a_document_loses_its_times_too():
    def packed(day):
        inner, outer = io.BytesIO(), io.BytesIO()
        core = f'<x><dcterms:created xsi:type="a">{day}T00:00:00Z</dcterms:created></x>'
        with zipfile.ZipFile(inner, "w") as zipped:
            zipped.writestr(zipfile.ZipInfo("docProps/core.xml", (int(day[:4]), 1, 1, 0, 0, 0)), core)
        with zipfile.ZipFile(outer, "w") as zipped:
            zipped.writestr(zipfile.ZipInfo("ppt/embeddings/a.xlsx", (int(day[:4]), 1, 1, 0, 0, 0)), inner.getvalue())
        return outer.getvalue()

    assert packed("2023-01-01") != packed("2024-01-01")
    assert steady(packed("2023-01-01")) == steady(packed("2024-01-01"))
