import pandas as pd
import pytest

from workbench import tables
from workbench.coding import check_crosswalk, read_crosswalk, read_grid
from workbench.themes import suggest_crosswalk


@pytest.fixture(scope="module")
def towards_goals(cache):
    return suggest_crosswalk(read_grid(), read_grid("agenda_2030"), encoder="use", cache=cache)


def test_each_code_of_the_earlier_scheme_has_its_line(towards_goals):
    assert towards_goals["from_code"].tolist() == read_grid()["code"].tolist()
    assert towards_goals["confidence"].between(0, 1).all()
    assert (towards_goals["to_label"] != "").all()
    likely = towards_goals.set_index("from_code")["to_code"]
    right = {"A01": "SDG 2", "A02": "SDG 3", "A05": "SDG 4", "A06": "SDG 8", "E01": "SDG 10", "A10": "SDG 11"}
    assert sum(likely[code] == goal for code, goal in right.items()) >= 5


def test_people_decide_it_in_the_spreadsheet(towards_goals, tmp_path):
    path = tmp_path / "crosswalk.xlsx"
    towards_goals.to_excel(path, index=False)
    assert {problem.cell[0] for problem in check_crosswalk(path) if problem.severity == "error"} == {"E"}
    towards_goals.assign(match="part").to_excel(path, index=False)
    assert check_crosswalk(path) == []
    assert len(read_crosswalk(path)) == len(towards_goals)


def test_the_same_name_is_the_same_whatever_its_code_and_language():
    earlier = read_grid()
    later = earlier.assign(version="workbench-2", code=earlier["code"].replace({"A03": "A13"}))
    later.loc[later["code"] == "A01", [column for column in later if column != "label_fr" and "label" in column]] = ""
    found = suggest_crosswalk(earlier, later)
    assert found["match"].unique().tolist() == ["same"]
    assert found.set_index("from_code")["to_code"][["A01", "A03", "A"]].tolist() == ["A01", "A13", "A"]


def test_a_version_does_not_lead_to_itself():
    with pytest.raises(ValueError, match="same version"):
        suggest_crosswalk(read_grid(), read_grid())


def test_a_scheme_of_names_alone_does(cache):
    goals = tables.frame(
        "grid", pd.DataFrame({"version": "x", "code": ["1", "2"], "label_fr": ["la santé", "l’école"]})
    )
    found = suggest_crosswalk(goals, read_grid("agenda_2030"), encoder="use", cache=cache)
    assert found["to_code"].tolist() == ["SDG 3", "SDG 4"]
    assert found["match"].tolist() == ["", ""]
