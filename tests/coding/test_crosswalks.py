"""Codes carried from one version to another: nothing guessed, nothing lost in silence."""

import pandas as pd
import pytest

from workbench import tables
from workbench.coding import check_crosswalk, read_crosswalk, recode
from workbench.coding.crosswalks import one_version
from workbench.problems import StudyProblems

LINES = [
    ("2011", "A01", "2019", "A01", "same", None),
    ("2011", "A07", "2019", "A07", "part", 0.7),
    ("2011", "A07", "2019", "A12", "part", 0.3),
    ("2011", "A08", "2019", "B09", "part", None),
    ("2011", "B05", "2019", "", "none", None),
]
HEADER = ["from_version", "from_code", "to_version", "to_code", "match", "share"]


def crosswalk(lines=LINES):
    return tables.frame("grid_crosswalk", pd.DataFrame(lines, columns=HEADER))


def written(folder, lines, header=HEADER):
    path = folder / "crosswalk.xlsx"
    pd.DataFrame(lines, columns=header).to_excel(path, index=False)
    return path


def test_codes_are_carried_and_what_cannot_be_is_listed():
    told = pd.DataFrame({"criterion": list("abcdefg"), "version": "2011"})
    told["code"] = ["A01-11/P15/k", "A07", "A07", "B05", "C01", "", "A01"]
    recoded, left = recode(told, crosswalk(), to="2019")
    assert recoded["code"].tolist() == ["A01/P15/k", "", "", "", "", "", "A01"]
    assert recoded["code_was"].tolist() == told["code"].tolist()
    assert set(recoded["version"]) == {"2019"}
    assert left[["code", "rows", "why", "candidates"]].values.tolist() == [
        ["A01-11/P15/k", 1, "without its detail", "A01"],
        ["A07", 2, "ambiguous", "A07; A12"],
        ["B05", 1, "lost", ""],
        ["C01", 1, "not listed", ""],
    ]
    assert told["code"].iloc[0] == "A01-11/P15/k"


def test_in_doubt_the_general_component_on_request():
    told = pd.DataFrame({"code": ["A07/Q", "A08"]})
    recoded, left = recode(told, crosswalk(), version="2011", to="2019", general=True)
    assert recoded["code"].tolist() == ["A00/Q", "B00"]
    assert left["why"].tolist() == ["ambiguous", "ambiguous"]


def test_codes_of_the_wanted_version_stay():
    told = pd.DataFrame({"code": ["A07", "A07"], "version": ["2011", "2019"]})
    assert recode(told, crosswalk(), to="2019")[0]["code"].tolist() == ["", "A07"]


@pytest.mark.parametrize("way", [("2019", "2011"), ("2015", "2019"), ("", "2019")])
def test_no_way_without_a_crosswalk_and_none_backwards(way):
    with pytest.raises(ValueError, match="No crosswalk leads"):
        recode(pd.DataFrame({"code": ["A01"]}), crosswalk(), version=way[0], to=way[1])


def test_versions_are_not_compared_in_silence():
    told = pd.DataFrame({"code": ["A01", "A01", ""], "version": ["2011", "2019", "2015"]})
    with pytest.raises(ValueError, match="2011, 2019"):
        one_version(told)
    assert one_version(told[1:]) == "2019"
    assert one_version(told[["code"]]) == ""


def test_a_spreadsheet_is_read_in_the_words_of_its_language(tmp_path):
    header = ["version de départ", "code de départ", "version d’arrivée", "code d’arrivée", "correspondance", "part"]
    read = read_crosswalk(written(tmp_path, [["2011", "A07", "2019", "A12", "en partie", "0,3"]], header))
    assert read.loc[0, HEADER].tolist() == ["2011", "A07", "2019", "A12", "part", 0.3]


def test_every_fault_at_its_cell(tmp_path):
    lines = [
        ("2011", "A01", "2011", "A01", "same", None),
        ("2011", "A02", "2019", "", "same", None),
        ("2011", "A03", "2019", "A03", "none", None),
        ("2011", "A04", "2019", "A04", "part", 1.4),
        ("2011", "A05", "2019", "A05", "part", 0.6),
        ("2011", "A05", "2019", "A06", "part", 0.6),
        ("2011", "A06", "2019", "A05", "same", None),
        ("2011", "A06", "2019", "A06", "part", None),
        ("2011", "A07", "2019", "Z99", "part", None),
        ("2011", "A07", "2019", "Z99", "part", None),
        ("2011", "A08", "2019", "A01", "perhaps", None),
    ]
    grid = tables.frame("grid", [{"version": "2019", "code": f"A0{k}", "label_en": "x"} for k in range(1, 7)])
    path = written(tmp_path, lines)
    found = {problem.cell for problem in check_crosswalk(path, grid=grid)}
    assert found == {"C2", "D3", "D4", "F5", "F7", "E8", "D10", "D11", "E12"}
    with pytest.raises(StudyProblems):
        read_crosswalk(path)


def test_codes_without_a_line_are_warned_of(tmp_path):
    grid = tables.frame("grid", [{"version": "2011", "code": code, "label_en": "x"} for code in ("A01", "A02", "B01")])
    (warning,) = check_crosswalk(written(tmp_path, [LINES[0]]), grid=grid)
    assert (warning.severity, warning.found()) == ("warning", "No line says what becomes of: A02 and B01.")


def test_a_file_without_a_crosswalk_is_a_problem(tmp_path):
    assert len(check_crosswalk(written(tmp_path, [["rain"]], ["weather"]))) == 1
