import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale
from workbench.cohorts import birth_cohorts, cohort_table
from workbench.cube import count_levels
from workbench.language import speaking
from workbench.scores import score


def people(n=400):
    """Return a survey in two waves where each generation keeps its own situation: 4 for the old, 2 for the young."""
    rng = np.random.default_rng(2)
    year = rng.integers(1940, 2000, n)
    answers = pd.DataFrame({
        "respondent": np.arange(n).astype(str), "territory": "Valbourg", "wave": np.where(np.arange(n) % 2, "2014", "2024"),
        "indicator": "MOB", "birth_year": year, "level": np.where(year < 1970, 4, 2) + rng.integers(-1, 2, n),
    })  # fmt: skip
    return answers


def test_a_cohort_spans_its_years_of_birth():
    years = pd.DataFrame({"birth_year": [1969, 1970, 1979, 1980, "1975", None, "?", 45]})
    assert birth_cohorts(years)["birth_cohort"].tolist() == [
        "1960–1969", "1970–1979", "1970–1979", "1980–1989", "1970–1979", "", "", "",
    ]  # fmt: skip
    assert birth_cohorts(years, width=15, start=1955)["birth_cohort"].tolist()[:2] == ["1955–1969", "1970–1984"]
    assert "birth_cohort" not in years


def test_birth_cohorts_need_years_of_birth():
    with pytest.raises(ValueError, match="answers: they have no column birth_year"):
        birth_cohorts(panel())
    with pytest.raises(ValueError, match="width: a cohort spans at least 1 year, not 0"):
        birth_cohorts(people(), width=0)


def test_cohorts_are_followed_through_the_waves_as_they_grow_older():
    cube = count_levels(birth_cohorts(people(), width=30, start=1940), scale(), by="birth_cohort")
    table = cohort_table(cube)
    assert table[["birth_cohort", "wave", "age"]].to_numpy().tolist() == [
        ["1940–1969", "2014", "45–74"], ["1940–1969", "2024", "55–84"],
        ["1970–1999", "2014", "15–44"], ["1970–1999", "2024", "25–54"],
    ]  # fmt: skip
    # what differs is the generation, not the wave
    assert table["estimate"].tolist() == pytest.approx([4, 4, 2, 2], abs=0.3)
    assert (table["low"] < table["estimate"]).all()
    plain = score(cube, by=["territory", "wave", "birth_cohort"], facets="mean").sort_values(["birth_cohort", "wave"])
    for column in ("n", "estimate", "se", "low", "high"):
        assert table[column].tolist() == plain[column].tolist()


def test_who_has_no_year_of_birth_is_shown_apart_and_last():
    answers = people(40)
    answers["birth_year"] = answers["birth_year"].astype("Int64").where(answers.index > 4)
    table = cohort_table(count_levels(birth_cohorts(answers, width=100), scale(), by="birth_cohort"))
    assert table["birth_cohort"].tolist() == ["1900–1999", "1900–1999", "", ""]
    assert table["note"].iloc[-2].startswith("2 answers without a year of birth.")
    assert table["note"].iloc[-1].startswith("3 answers without a year of birth.")
    assert table["n"].sum() == 40
    with speaking("fr"):
        french = cohort_table(count_levels(birth_cohorts(answers, width=100), scale(), by="birth_cohort"))
    assert french["note"].iloc[-2].startswith("2 réponses sans année de naissance.")


def test_a_study_without_answers_has_an_empty_table():
    table = cohort_table(count_levels(birth_cohorts(people(4).head(0)), scale(), by="birth_cohort"))
    assert table.empty
    assert {"birth_cohort", "age", "estimate"} <= set(table)


def test_a_wave_that_is_no_year_has_no_ages():
    answers = people().assign(wave="first")
    assert set(cohort_table(count_levels(birth_cohorts(answers), scale(), by="birth_cohort"))["age"]) == {""}


def test_a_cohort_table_needs_cohorts():
    with pytest.raises(ValueError, match="cube: it has no birth cohorts"):
        cohort_table(count_levels(panel(), scale()))
    cube = count_levels(birth_cohorts(people()), scale(), by="birth_cohort")
    with pytest.raises(ValueError, match="facet: 'share' has one figure a level"):
        cohort_table(cube, facet="share")


def test_provenance_travels():
    answers = people()
    answers.attrs.update(constructed=True)
    cube = count_levels(birth_cohorts(answers), scale(), by="birth_cohort")
    assert cohort_table(cube).attrs == {"constructed": True}
