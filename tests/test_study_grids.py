"""The grid that a study declares, its crosswalks, and codes that are not of its grid: from spreadsheets to tables."""

import pandas as pd
import pytest

from tests.studies import STUDY, YOUNG, small_study, workbook
from workbench.coding import recode
from workbench.language import speaking
from workbench.study import check_study, read_study


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


CODED = {
    "Criteria": [
        ["Question", "Criterion", "Code"],
        ["well-being", "a room of my own", "A03-02/Q"],
        ["Ill-being", "no bus", "A99"],
        ["Ill-being", "no train", "A99"],
        ["Ill-being", "noise", ""],
    ]
}


def study(folder, grid="", waves=None, **more):
    """Write a study that declares `grid`, with criteria that came with codes."""
    small_study(folder, young={**YOUNG, **CODED})
    about = [["title", "Small study"], ["language", "en"], ["grid", grid], ["profile columns", "gender; birth_year"]]
    sheets = {**STUDY, "Study": about, **({"Waves": [["wave", "grid"], *waves]} if waves else {}), **more}
    workbook(folder / "study.xlsx", sheets)
    return folder


def own_grid(folder, rows, name="town.xlsx"):
    (folder / "grids").mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows, columns=["version", "code", "label (en)"]).to_excel(folder / "grids" / name, index=False)


def told(folder):
    return {(p.file, p.sheet, p.cell, p.found()) for p in check_study(folder) if "grid" in p.found().lower()}


def test_the_workbenchs_own_grid_is_meant_where_none_is_declared(tmp_path):
    read = read_study(study(tmp_path))
    assert set(read.grid["version"]) == {"workbench-1"}
    assert read.grid_crosswalk.empty
    assert read.criteria["version"].unique().tolist() == ["workbench-1"]


def test_a_code_that_the_grid_lacks_is_named_at_its_first_cell_and_kept(tmp_path):
    folder = study(tmp_path)
    what = "The grid (workbench-1) has no code “A99” (2 times in this file): it is counted under no dimension."
    assert told(folder) == {("waves/2024/young.xlsx", "Criteria", "C3", what)}
    assert read_study(folder).criteria["code"].tolist().count("A99") == 2


def test_codes_of_indicators_and_of_decisions_are_checked_too(tmp_path):
    folder = study(tmp_path, Indicators=[*STUDY["Indicators"][:1], ["SAFE", "situations", "Z9", "Safe", "", 5, "up"]])
    line = "2024-01-01T10:00,Ana,code,,Housing,Q01,\n"
    (folder / "decisions.csv").write_text("when,who,what,criterion,from,to,note\n" + line, encoding="utf-8")
    cells = {(file, cell) for file, _sheet, cell, _found in told(folder)}
    assert {("study.xlsx", "C2"), ("decisions.csv", "A2")} <= cells


@pytest.mark.parametrize("name", ["town", "town.xlsx", "grids/town.xlsx"])
def test_a_studys_own_grid_is_found_in_its_folder(tmp_path, name):
    own_grid(tmp_path, [["", "A03", "homes"], ["", "A99", "buses"], ["", "A06", "work"], ["", "B00", "around us"]])
    read = read_study(study(tmp_path, grid=name))
    assert read.grid[["version", "code"]].iloc[0].tolist() == ["town", "A03"]
    assert read.grid["source"].iloc[0] == "grids/town.xlsx!Sheet1!A2"
    assert told(tmp_path) == set()


def test_several_grids_stand_side_by_side_the_first_one_first(tmp_path):
    own_grid(tmp_path, [["town", "A03", "homes"]])
    read = read_study(study(tmp_path, grid="agenda_2030; town"))
    assert read.grid["version"].unique().tolist() == ["agenda_2030", "town"]
    assert read.criteria["version"].unique().tolist() == ["agenda_2030"]


def test_a_grid_that_is_nowhere_and_one_that_is_only_a_number_are_told_at_their_cell(tmp_path):
    for grid in ("atlantis", "2019", "../elsewhere.csv"):
        found = [p for p in check_study(study(tmp_path / grid.strip("./"), grid=grid)) if p.severity == "error"]
        assert [(p.file, p.sheet, p.cell) for p in found] == [("study.xlsx", "Study", "B3")]


def test_a_file_outside_the_study_is_not_read(tmp_path):
    (tmp_path / "secret.csv").write_text("code;label (en)\nA;x\n", encoding="utf-8")
    found = check_study(study(tmp_path / "study", grid="../secret.csv"))
    assert any("There is no grid" in problem.found() for problem in found)


def test_the_faults_of_a_grid_come_with_those_of_the_study(tmp_path):
    own_grid(tmp_path, [["town", "A03", "homes"], ["town", "A03", "again"], ["town", "A04", ""]])
    found = {(p.file, p.cell) for p in check_study(study(tmp_path, grid="town")) if p.severity == "error"}
    assert found == {("grids/town.xlsx", "B3"), ("grids/town.xlsx", "C4")}


def test_a_wave_coded_in_another_version_is_carried_by_the_studys_crosswalk(tmp_path):
    own_grid(
        tmp_path, [["old", "A03", "homes"], ["old", "A99", "buses"], ["new", "H1", "homes"], ["new", "H2", "ways"]]
    )
    (tmp_path / "crosswalks").mkdir()
    lines = "from version;from code;to version;to code;match\nold;A03;new;H1;same\nold;A99;new;H2;same\n"
    (tmp_path / "crosswalks" / "old to new.csv").write_text(lines, encoding="utf-8")
    indicators = [[*row[:2], "code" if row[0] == "indicator" else "", *row[3:]] for row in STUDY["Indicators"]]
    folder = study(tmp_path, grid="town", waves=[["2024", "old"]], Indicators=indicators)
    own = {p.found() for p in check_study(folder) if p.file == "study.xlsx" and "grid" in p.found().lower()}
    assert own == set()
    read = read_study(folder)
    assert read.criteria["version"].unique().tolist() == ["old"]
    recoded, left = recode(read.criteria, read.grid_crosswalk, to="new")
    assert sorted(recoded["code"]) == ["", "", "", "", "H1", "H2", "H2"]
    assert left["why"].tolist() == ["without its detail"]


def test_a_wave_of_a_version_that_the_study_lacks_is_told(tmp_path):
    folder = study(tmp_path, waves=[["2024", "2011"]])
    assert ("study.xlsx", "Waves", "B2", "The study does not hold the grid “2011”: codes of this wave are not checked.") in told(folder)  # fmt: skip
