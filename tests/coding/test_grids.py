"""Grids in several versions, an evaluator's own, and every fault of one at its cell."""

import pandas as pd
import pytest

from workbench import tables
from workbench.coding import check_grid, grid_versions, read_grid
from workbench.language import LANGUAGES, speaking
from workbench.problems import ERROR, StudyProblems

HEADERS = {
    "en": ["version", "code", "belongs to", "label (en)", "seed words (en)", "kind"],
    "fr": ["version", "code", "fait partie de", "libellé (fr)", "mots-clés (fr)", "type"],
    "it": ["versione", "codice", "appartiene a", "etichetta (it)", "parole chiave (it)", "tipo"],
    "ro": ["versiune", "cod", "aparține de", "etichetă (ro)", "cuvinte-cheie (ro)", "tip"],
    "de": ["Version", "Code", "gehört zu", "Bezeichnung (de)", "Stichwörter (de)", "Art"],
    "nl": ["versie", "code", "behoort tot", "benaming (nl)", "trefwoorden (nl)", "soort"],
}
ROWS = [["x", "A", "", "family", "", "individual"], ["x", "A00", "A", "general", "", ""], ["x", "A01", "A", "food", "bread; water, milk", ""]]  # fmt: skip


def write(folder, rows, header, ending="xlsx"):
    path = folder / f"own.{ending}"
    table = pd.DataFrame(rows, columns=header)
    if ending == "csv":
        table.to_csv(path, index=False, sep=";", encoding="utf-8-sig")
    else:
        table.to_excel(path, index=False, engine={"ods": "odf"}.get(ending, "openpyxl"))
    return path


def errors(problems):
    return [(problem.cell, problem.found()) for problem in problems if problem.severity == ERROR]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scheme_is_read_under_headers_in_each_language(tmp_path, language):
    grid = read_grid(write(tmp_path, ROWS, HEADERS[language]))
    assert grid[["version", "code", "parent"]].values.tolist() == [row[:3] for row in ROWS]
    assert grid[f"label_{language}"].tolist() == ["family", "general", "food"]
    assert grid[f"seeds_{language}"].iloc[2] == "bread; water, milk"
    assert grid["source"].iloc[0] == "own.xlsx!Sheet1!A2"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_header_that_names_no_language_is_in_the_language_spoken(tmp_path, ending):
    with speaking("fr"):
        grid = read_grid(write(tmp_path, [["1", "eau"]], ["Code", "Libellé"], ending))
    assert grid.loc[0, ["version", "code", "label_fr", "label_en"]].tolist() == ["own", "1", "eau", ""]


def test_kinds_are_read_in_every_language(tmp_path):
    rows = [["A", "eau", "individuel; matériel; environnement → personne; à part"]]
    grid = read_grid(write(tmp_path, rows, ["code", "libellé (fr)", "type"]))
    assert grid["kind"].tolist() == ["individual; material; environment to person; à part"]


def test_all_faults_are_told_at_once_each_at_its_cell(tmp_path):
    rows = [
        ["SPIRAL 2022", "A", "", "resources", "", ""],
        ["SPIRAL 2022", "", "A", "no code", "", ""],
        ["SPIRAL 2022", "A01", "A", "", "", ""],
        ["SPIRAL 2022", "A01", "A", "again", "", ""],
        ["SPIRAL 2022", "A02", "Z", "no such parent", "", ""],
        ["SPIRAL 2022", "A1", "A", "no such form", "", ""],
        ["SPIRAL 2022", "A03/P", "A", "more than an object", "", ""],
        ["SPIRAL 2022", "B01", "A", "another family", "", ""],
        ["rings", "p", "q", "round", "", ""],
        ["rings", "q", "p", "and round", "", ""],
    ]
    path = write(tmp_path, rows, HEADERS["en"])
    found = errors(check_grid(path))
    assert {cell for cell, _what in found} == {"B3", "D4", "B5", "C6", "B7", "B8", "C9", "C10", "C11"}
    assert len(found) == 10  # A02's parent is absent, and of another family
    with pytest.raises(StudyProblems) as raised:
        read_grid(path)
    assert errors(raised.value.problems) == found
    assert "p → q → p" in dict(found)["C10"]


def test_missing_languages_are_warned_of_and_do_not_stop(tmp_path):
    header = ["code", "label (en)", "label (fr)", "seeds (en)"]
    path = write(tmp_path, [["1", "water", "eau", "rain"], ["2", "air", "", ""]], header)
    warnings = {(p.cell, p.found()) for p in check_grid(path)}
    assert warnings == {
        ("2", "No name in: it, ro, de, and nl. Another language is shown instead."),
        ("C3", "No name in: fr. Another language is shown instead."),
        ("2", "No seed words in: fr, it, ro, de, and nl. The name alone is compared."),
        ("D3", "No seed words in: en. The name alone is compared."),
    }
    assert len(read_grid(path)) == 2


@pytest.mark.parametrize("version", ["workbench-1", "2011", "agenda_2030"])
def test_what_the_workbench_brings_is_sound(version):
    assert [p for p in check_grid(version) if p.severity == ERROR] == []
    grid = read_grid(version)
    assert set(grid["version"]) == {version}
    assert (grid["provenance"] != "").all()
    assert errors(check_grid(grid)) == []


def test_versions_stand_beside_each_other_and_only_what_is_sourced_is_held():
    both = read_grid("2011", "workbench-1")
    assert both.groupby("version").size().to_dict() == {"2011": 8, "workbench-1": 60}
    known = grid_versions().set_index("version")
    published = known.loc[["2011", "2015", "2019"], ["families", "components"]].values.tolist()
    assert published == [[8, "59"], [9, "67–68"], [9, "69"]]
    assert known["held"].to_dict() == {"workbench-1": 60, "2011": 8, "2015": 0, "2019": 0, "agenda_2030": 17}


@pytest.mark.parametrize("version", ["2015", "2019"])
def test_a_version_of_which_only_the_number_is_known_is_not_made_up(version):
    with pytest.raises(StudyProblems, match="does not hold this version"):
        read_grid(version)


def test_the_goals_of_the_agenda_have_names_and_seeds_in_six_languages():
    goals = read_grid("Agenda 2030")
    assert goals["code"].tolist() == [f"SDG {number}" for number in range(1, 18)]
    for language in LANGUAGES:
        assert (goals[f"label_{language}"] != "").all()
        assert goals[f"seeds_{language}"].str.split(";").str.len().eq(3).all()


def test_a_table_is_checked_like_a_spreadsheet():
    grid = tables.frame("grid", [{"version": "v", "code": "a", "label_en": "x"}] * 2)
    assert errors(check_grid(grid)) == [("B3", "The code “a” stands twice.")]


def test_no_such_file_is_a_problem():
    assert [p.found() for p in check_grid("nowhere.xlsx")] == ["There is no such file."]
