"""All notebooks, on a study as small as a study can be: two workbooks, one survey, one wave, nothing decided yet."""

import pytest

from tests.studies import GIOVANI, STUDY, YOUNG, small_study, workbook
from workbench.language import speaking
from workbench.notebooks import find_notebooks
from workbench.run import run_study


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    with speaking("fr"):
        return run_study(small_study(folder / "ville"), language="fr", outputs=folder / "outputs")


def test_every_notebook_comes_to_its_end(outputs):
    assert {path.stem for path in (outputs / "notebooks").glob("*.ipynb")} == {path.stem for path in find_notebooks()}


def test_charts_tables_and_pack_are_there(outputs):
    charts = {path.stem for path in (outputs / "charts").glob("*.png")}
    assert {"00_cohesion", "02_criteria_by_group", "02_themes_by_group", "04_situations_survey", "05_waves"} <= charts
    for chart in charts:
        assert all((outputs / "charts" / f"{chart}.{ending}").is_file() for ending in ("svg", "csv", "txt"))
    assert (outputs / "tables" / "04_scores.xlsx").is_file()
    assert {"report.html", "council.pptx", "council.xlsx", "method.md"} <= {path.name for path in (outputs / "pack").iterdir()}


def test_a_real_study_is_not_called_constructed(outputs):
    report = (outputs / "pack" / "report.html").read_text(encoding="utf-8")
    assert "xemple construit" not in report
    assert '<html lang="fr"' in report


def test_a_study_of_criteria_alone_comes_to_its_end(tmp_path):
    folder = tmp_path / "ville"
    indicators = STUDY["Indicators"][:1]
    workbook(folder / "study.xlsx", {**STUDY, "Indicators": indicators, "Study": [["title", "Only words so far"]]})
    for name, book in (("young", YOUNG), ("giovani", GIOVANI)):
        said = {sheet: rows for sheet, rows in book.items() if sheet in ("Meeting", "Criteria", "Criteri")}
        workbook(folder / f"waves/2024/{name}.xlsx", said)
    found = run_study(folder, language="en", outputs=tmp_path / "outputs")
    assert {path.stem for path in (found / "notebooks").glob("*.ipynb")} == {path.stem for path in find_notebooks()}
