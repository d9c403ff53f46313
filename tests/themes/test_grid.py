import numpy as np
import pandas as pd
import pytest

from tests.themes.told import bank
from workbench.coding import read_grid
from workbench.language import LANGUAGES, speaking
from workbench.problems import StudyProblems
from workbench.themes import overlooked, suggest_codes
from workbench.themes.grid import general_code, seed_words


@pytest.fixture(scope="module")
def grid():
    return read_grid()


def test_the_own_scheme_says_what_is_sourced_and_what_is_ours(grid):
    sourced = set(grid.loc[grid["provenance"].str.startswith("Council of Europe"), "code"])
    # the components of which the method names a source, and the eight families
    assert sourced == set("ABCDEFGH") | {"A00", "A01", "A02", "A03", "A04", "A05", "A06", "A07", "A09", "A11", "B00", "B01", "B02"}  # fmt: skip
    assert set(grid["provenance"]) == {"Council of Europe", "Council of Europe (code by position)", "workbench"}
    assert grid.loc[grid["provenance"].str.contains("position"), "code"].tolist() == ["A04", "B01"]


def test_kinds_are_those_of_the_method(grid):
    families = grid[grid["parent"] == ""].set_index("code")["kind"]
    assert {code for code in families.index if "individual" in families[code]} == set("ADFGH")
    assert {code for code in families.index if "; material" in families[code]} == set("AB")
    assert {code for code in families.index if "person to environment" in families[code]} == set("GH")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_speaks_six_languages(grid, language):
    assert (grid[f"label_{language}"] != "").all()
    seeds = grid.loc[grid[f"seeds_{language}"] != "", f"seeds_{language}"].str.split("; ").str.len()
    assert len(seeds) == 44
    assert seeds.between(3, 4).all()


def test_seed_words_mean_the_same_line_by_line_in_every_language(grid):
    sizes = seed_words(grid, LANGUAGES).groupby(["code", "language"]).size().unstack()
    assert (sizes.nunique(axis=1) == 1).all()


def test_every_family_has_its_general_component(grid):
    families = grid.loc[grid["parent"] == "", "code"]
    assert {general_code(code, grid) for code in grid["code"]} == {f"{family}00" for family in families}


def test_the_example_is_laid_beside_the_right_families(cache):
    told = bank("fr", every=2)
    told = told[told["planted"].isin(["housing", "mobility", "learning", "health", "work", "heard", "safety"])]
    membership = told[["criterion"]].assign(theme=told["planted"])
    themes = pd.DataFrame({"theme": sorted(told["planted"].unique()), "label": "", "code": ""})
    found = suggest_codes(themes, membership, told, encoder="use", cache=cache).set_index("theme")
    right = {"housing": "A03", "mobility": "A10", "learning": "A05", "health": "A02", "work": "A06", "heard": "C02",
             "safety": "E04"}  # fmt: skip
    assert np.mean([found["code"][theme][0] == code[0] for theme, code in right.items()]) >= 6 / 7
    assert np.mean([code in found.loc[theme, ["code", "second", "third"]].tolist() for theme, code in right.items()]) >= 5 / 7  # fmt: skip


def test_in_doubt_the_general_component_is_taken(cache):
    told = pd.DataFrame({"criterion": ["a", "b"], "text": ["une bonne école", "le lycée"], "language": "fr"})
    membership = told[["criterion"]].assign(theme="T")
    themes = pd.DataFrame({"theme": ["T"], "label": ["École"], "code": [""]})
    found = suggest_codes(themes, membership, told, encoder="use", cache=cache).iloc[0]
    assert bool(found["doubt"])
    assert (found["code"], found["second"], found["state"]) == ("A00", "A05", "suggested")


def test_a_code_that_people_gave_stands(cache):
    told = pd.DataFrame({"criterion": list("abc"), "text": ["une école", "le lycée", "les profs"], "language": "fr"})
    membership = told[["criterion"]].assign(theme="T")
    themes = pd.DataFrame({"theme": ["T"], "label": ["École"], "code": ["H02"]})
    with speaking("fr"):
        found = suggest_codes(themes, membership, told, encoder="use", cache=cache).iloc[0]
    assert found[["code", "dimension", "state"]].tolist() == ["H02", "civisme, respect du bien commun", "decided"]


def test_lemmas_do_where_no_encoder_is(cache):
    told = pd.DataFrame({"criterion": list("abcd"), "text": ["le loyer", "un loyer trop cher", "logement", "un logement décent"]})  # fmt: skip
    told["language"] = "fr"
    membership = told[["criterion"]].assign(theme="T")
    themes = pd.DataFrame({"theme": ["T"], "label": ["x"], "code": [""]})
    found = suggest_codes(themes, membership, told, encoder="lemmas", cache=cache).iloc[0]
    assert "A03" in found[["code", "second", "third"]].tolist()


def test_what_no_theme_speaks_of_is_shown(grid):
    found = overlooked(pd.DataFrame({"code": ["A03/P15/k", "B01", "D"]}), grid).set_index("code")
    assert not {"A03", "B01", "D00", "A", "A00"} & set(found.index)
    assert found["family_named"][["A01", "B03", "D02", "C02"]].tolist() == [True, True, True, False]
    assert len(overlooked(pd.DataFrame({"code": [""]}), grid)) == 44


# ---------------------------------------------------------------------- an evaluator's own scheme

GOALS = pd.DataFrame({
    "Code": ["SDG 3", "SDG 4", "SDG 11"],
    "Libellé (fr)": ["bonne santé et bien-être", "éducation de qualité", "villes et communautés durables"],
})  # fmt: skip


@pytest.mark.parametrize("name", ["goals.csv", "goals.xlsx"])
def test_a_scheme_in_a_spreadsheet_is_read_and_used(tmp_path, name, cache):
    path = tmp_path / name
    GOALS.to_csv(path, index=False, sep=";") if name.endswith("csv") else GOALS.to_excel(path, index=False)
    grid = read_grid(path)
    assert grid[["version", "code", "label_fr"]].iloc[1].tolist() == ["goals", "SDG 4", "éducation de qualité"]
    told = pd.DataFrame({"criterion": list("abc"), "text": ["une école", "le lycée", "apprendre"], "language": "fr"})
    themes = pd.DataFrame({"theme": ["T"], "label": ["École"], "code": [""]})
    found = suggest_codes(themes, told[["criterion"]].assign(theme="T"), told, grid, encoder="use", cache=cache)
    assert found["code"].tolist() == ["SDG 4"]
    assert overlooked(found, grid)["code"].tolist() == ["SDG 11", "SDG 3"]


@pytest.mark.parametrize(
    ("table", "cell"),
    [(pd.DataFrame({"weather": ["rain"]}), "1"), (GOALS.assign(Code=["a", "b", "a"]), "A4")],
)
def test_a_faulty_scheme_is_refused_by_its_line(tmp_path, table, cell):
    table.to_csv(tmp_path / "goals.csv", index=False)
    with pytest.raises(StudyProblems) as found:
        read_grid(tmp_path / "goals.csv")
    assert [problem.cell for problem in found.value.problems] == [cell]


def test_a_scheme_that_was_read_is_the_readers_own():
    first = read_grid()
    first["code"] = "changed"
    assert "changed" not in set(read_grid()["code"])
