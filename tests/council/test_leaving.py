"""Nothing that is written holds a hidden figure: no picture, text, csv, sheet, slide or embedded workbook."""

import io
import re
import zipfile

import matplotlib.pyplot as plt
import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from tests.council import packs
from tests.disclosure.tables import answers, row, spread, tables_of
from workbench.charts import caption, chart_data, plot_levels, plot_situations, plot_waves
from workbench.council import council_pack, export
from workbench.disclosure import protect

SAID = {
    "young": [1, 3, 3],
    "older": spread(9, start=1),
    "parents": [1, 2, 3, 3, 3, 4, 5],
    "carers": spread(11, start=3),
}


@pytest.fixture(scope="module")
def tables():
    """Return scores of four groups, one of three people, and of all together."""
    return tables_of(answers(SAID))


def test_a_chart_is_drawn_anew_without_what_is_hidden(tables, tmp_path):
    chart = plot_levels(tables["groups"], facet="mean")
    export(chart, tmp_path, name="groups", formats=("svg",))
    picture = (tmp_path / "groups.svg").read_text(encoding="utf-8")
    assert picture.count("hidden: too few people") == 2
    assert "2 figures are hidden" in picture
    data = pd.read_csv(tmp_path / "groups.csv")
    assert set(data.loc[data["estimate"].isna(), "label"]) == {"young", "parents"}
    assert data["what is hidden"].str.startswith("2 figures are hidden.").all()
    assert "young" not in re.sub(r"label.*", "", (tmp_path / "groups.txt").read_text(encoding="utf-8")).split("From")[0]
    assert "2 figures are hidden." in (tmp_path / "groups.txt").read_text(encoding="utf-8")
    # what is looked at is left as it was, and no figure is left behind
    assert chart_data(chart)["estimate"].notna().all()
    assert len(plt.get_fignums()) == 1


def test_a_chart_that_hides_nothing_stays_as_it_was_drawn(tmp_path):
    scores = tables_of(answers({"": spread(61)}))["scores"]
    chart = plot_situations(scores)
    chart.figure.texts[0].set_text("My own headline")
    export(chart, tmp_path, name="survey", formats=("svg",))
    assert "My own headline" in (tmp_path / "survey.svg").read_text(encoding="utf-8")
    told = pd.read_csv(tmp_path / "survey.csv")["estimate"]
    assert (told == told.round(2)).all()
    exact = chart_data(chart)["estimate"].astype(float)
    assert (exact != exact.round(2)).any()


def test_a_minimum_of_none_shows_everything_and_says_so(tables, tmp_path):
    export(plot_levels(tables["groups"], facet="mean"), tmp_path, name="groups", formats=("svg",), minimum=None)
    assert "For internal use" in (tmp_path / "groups.svg").read_text(encoding="utf-8")
    assert pd.read_csv(tmp_path / "groups.csv")["estimate"].notna().all()
    export(tables["groups"], tmp_path, name="table", minimum=None)
    assert pd.read_csv(tmp_path / "table.csv")["what is hidden"].str.startswith("For internal use").all()


def test_lines_say_which_wave_is_hidden(tmp_path):
    rows = [answers({**SAID, "young": spread(9)}, wave="2021"), answers(SAID, wave="2024")]
    chart = plot_waves(tables_of(pd.concat(rows))["groups"], lines="group", facet="mean")
    export(chart, tmp_path, name="waves", formats=("svg",))
    assert "Cross at the foot: the figure of that wave is hidden." in (tmp_path / "waves.svg").read_text(
        encoding="utf-8"
    )


def test_answers_of_single_people_are_not_exported(tmp_path):
    with pytest.raises(ValueError, match="single people"):
        export(answers({"young": [1, 2, 3]}), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def pack(tables, tmp_path_factory):
    place, folder = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("pack")
    charts = {
        "groups": plot_levels(tables["groups"], facet="mean"),
        "situations": plot_situations(tables["groups"], rows="group"),
    }
    council_pack(packs.study(place), charts, tables, folder, formats=("svg",))
    return folder


def numbers(data):
    """Return every number in the cells of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    return {round(value, 6) for value in cells if isinstance(value, (int, float)) and not isinstance(value, bool)}


def test_no_workbook_of_the_pack_holds_a_hidden_number(pack, tables):
    books = [(pack / "council.xlsx").read_bytes()]
    with zipfile.ZipFile(pack / "council.pptx") as deck:
        books += [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
    assert len(books) > 1
    whole = tables["groups"]
    for group in ("young", "parents"):
        exact = float(row(whole, group=group, facet="mean")["estimate"])
        for data in books:
            assert not {round(one, 2) for one in numbers(data)} & ({round(exact, 2)} - {3.0})
    assert not any({3, 7} & numbers(data) for data in books[1:])
    # the shares of a small group are in no embedded chart
    shares = set(
        whole.loc[(whole["facet"] == "share") & (whole["group"] == "older"), "estimate"].astype(float).round(6)
    )
    assert not numbers(books[1]) & (shares - {0.0})


def test_slides_sheets_and_report_say_what_is_hidden(pack):
    deck = Presentation(str(pack / "council.pptx"))
    said = " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "figures of groups of fewer than 20 people are not told" in said
    assert "are hidden, and as many others as it takes" in said
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert next(str(label) for chart in charts for label in chart.plots[0].categories).count("(hidden)") == 1
    assert all(value is None for chart in charts for series in chart.plots[0].series for value in series.values)
    book = openpyxl.load_workbook(pack / "council.xlsx")
    about = " ".join(str(cell.value) for line in book.worksheets[0].iter_rows() for cell in line if cell.value)
    assert "20 figures are hidden." in about
    report = (pack / "report.html").read_text(encoding="utf-8")
    assert "20 figures are hidden." in report
    assert "are hidden, and as many others as it takes" in (pack / "method.md").read_text(encoding="utf-8")


def test_a_chart_of_a_protected_table_says_it_too(tables):
    chart = plot_levels(protect(tables)["groups"], facet="mean")
    assert caption(chart).data["estimate"].isna().sum() == 2
