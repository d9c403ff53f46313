"""The pack: everything a meeting needs, the same bytes twice, accessible, and honest about what it is."""

import hashlib
import re
import zipfile

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from pptx import Presentation

from tests.council import packs
from workbench.charts import alt_text, caption
from workbench.council import council_pack
from workbench.council.report import write_report
from workbench.council.stamp import input_files
from workbench.language import speaking


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Return (study, charts, folder) of a pack written once."""
    place = tmp_path_factory.mktemp("study")
    study, charts, folder = packs.study(place), packs.charts(), tmp_path_factory.mktemp("pack")
    council_pack(study, charts, packs.tables(), folder, territory="VAL", wave="2024")
    return study, charts, folder


def test_it_lists_what_it_wrote(tmp_path):
    listed = council_pack(packs.study(tmp_path), packs.charts(), packs.tables(), tmp_path / "out")
    there = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert set(listed["file"]) == there
    assert {"council.xlsx", "council.pptx", "report.html", "method.md", "charts/01_situations.png"} <= there


def test_the_same_study_gives_the_same_bytes(pack, tmp_path):
    study, _charts, folder = pack
    council_pack(study, packs.charts(), packs.tables(), tmp_path, territory="VAL", wave="2024")
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes(), path.name


# ---------------------------------------------------------------------- slides


def test_a_slide_has_its_finding_as_title_and_its_picture_an_alt_text(pack):
    _study, charts, folder = pack
    slides = list(Presentation(folder / "council.pptx").slides)
    assert len(slides) == len(charts) + 2
    for slide, chart in zip(slides[1:], charts.values(), strict=False):
        assert slide.shapes.title.text_frame.text == caption(chart).headline
        told = [
            shape._element.xpath(".//p:cNvPr")[0].get("descr")
            for shape in slide.shapes
            if shape.has_chart or shape.shape_type == 13
        ]
        assert told == [alt_text(chart)]
        assert alt_text(chart) in slide.notes_slide.notes_text_frame.text


def test_stacked_situations_are_a_chart_of_the_program(pack):
    _study, _charts, folder = pack
    slide = Presentation(folder / "council.pptx").slides[1]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert len(chart.plots[0].series) == 5
    assert next(iter(chart.plots[0].categories)).startswith(("Logement", "Se déplacer"))
    assert sum(series.values[0] for series in chart.plots[0].series) == pytest.approx(1)


def test_nothing_stands_outside_its_slide(pack):
    _study, _charts, folder = pack
    deck = Presentation(folder / "council.pptx")
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_the_template_of_the_user_is_used_without_its_slides(pack, tmp_path):
    study, _charts, _folder = pack
    template = Presentation()
    template.slides.add_slide(template.slide_layouts[0]).shapes.title.text = "an old slide"
    template.slide_width, template.slide_height = 12192000, 6858000
    template.save(tmp_path / "ours.pptx")
    council_pack(study, packs.charts(), {}, tmp_path / "out", template=tmp_path / "ours.pptx", formats=("svg",))
    deck = Presentation(tmp_path / "out" / "council.pptx")
    assert deck.slide_width == 12192000
    assert "an old slide" not in [slide.shapes.title.text_frame.text for slide in deck.slides]


# ---------------------------------------------------------------------- report


def test_the_report_is_one_accessible_page(pack):
    _study, charts, folder = pack
    page = BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "en"
    assert [picture["alt"] for picture in page.find_all("img")] == [alt_text(chart) for chart in charts.values()]
    assert all(picture["src"].startswith("data:image/png;base64,") for picture in page.find_all("img"))
    assert len(page.find_all("h1")) == len(page.find_all("main")) == 1
    assert [head.text for head in page.select("section.chart h2")] == [
        caption(chart).headline for chart in charts.values()
    ]
    assert all(cell["scope"] == "col" for cell in page.find_all("th"))
    names = {one["id"] for one in page.find_all(id=True)}
    assert {link["href"].lstrip("#") for link in page.find_all("a")} <= names
    assert not re.search(r"(?:src|href)=\"https?:", str(page))


def test_a_text_of_a_table_is_not_run_by_the_page(pack, tmp_path):
    study, charts, _folder = pack
    tables = packs.tables()
    tables["scores"].loc[0, "note"] = "<script>alert(1)</script>"
    council_pack(study, charts, tables, tmp_path, formats=("svg",))
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


# ---------------------------------------------------------------------- what it is


def test_a_constructed_example_says_so_everywhere(pack):
    _study, _charts, folder = pack
    sentence = "Constructed example: none of these people exist."
    assert sentence in (folder / "report.html").read_text(encoding="utf-8")
    assert sentence in (folder / "method.md").read_text(encoding="utf-8")
    assert sentence in Presentation(folder / "council.pptx").slides[0].placeholders[1].text_frame.text
    with zipfile.ZipFile(folder / "council.xlsx") as zipped:
        assert sentence in zipped.read("xl/sharedStrings.xml").decode()
    for path in (folder / "charts").glob("*.csv"):
        assert all(line.endswith("yes") for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]), path.name


def test_a_real_study_does_not_say_it(tmp_path):
    charts = packs.charts()
    council_pack(packs.study(tmp_path, constructed=False), charts, {}, tmp_path / "out", formats=("svg",))
    assert "Constructed" not in (tmp_path / "out" / "method.md").read_text(encoding="utf-8")


def test_the_stamp_holds_the_hash_of_every_input(pack):
    study, _charts, folder = pack
    code = hashlib.sha256((study.folder / "study.xlsx").read_bytes()).hexdigest()
    note = (folder / "method.md").read_text(encoding="utf-8")
    assert code in note
    assert "Valbourg" in note
    assert "2024" in note


def test_outputs_and_lock_files_are_no_input(tmp_path):
    for name in ("study.xlsx", "~$study.xlsx", ".hidden", "outputs/a.csv", "waves/2024/b.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for name, _code in input_files(tmp_path)] == ["study.xlsx", "waves/2024/b.csv"]


def test_two_charts_cannot_be_one_file(tmp_path):
    charts = packs.charts()
    with pytest.raises(ValueError, match="differ only by case"):
        council_pack(packs.study(tmp_path), {"A": charts["levels"], "a": charts["changes"]}, {}, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_french_pack_speaks_french(tmp_path):
    with speaking("fr"):
        council_pack(packs.study(tmp_path), packs.charts(), packs.tables(), tmp_path / "out", formats=("svg",))
    page = BeautifulSoup((tmp_path / "out" / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "fr"
    assert "indicateur" in page.text


def test_a_page_says_once_what_all_lines_share_and_shows_means_first(tmp_path):
    rows = [
        {"territory": "V", "indicator": name, "facet": facet, "n": 30, "estimate": 3.0, "note": "As if."}
        for name in ("AIR", "MOB") for facet in ("share", "mean")
    ]  # fmt: skip
    scores = pd.DataFrame(rows + rows[:1] * 20)
    write_report({}, {"scores": scores}, tmp_path / "page.html", title="V", labels={"AIR": "Clean air"})
    page = BeautifulSoup((tmp_path / "page.html").read_text(encoding="utf-8"), "html.parser")
    assert page.caption.text == "scores · V"
    assert [head.text for head in page.find_all("th")] == ["indicator", "facet", "n", "estimate"]
    assert [line.td.text for line in page.tbody.find_all("tr")][:2] == ["Clean air", "MOB"]
    assert page.find(class_="more").text == "12 more rows in the workbook. As if."
