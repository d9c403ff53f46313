import numpy as np
import pandas as pd
import pytest

from workbench.example.people import LADDER
from workbench.example.world import told

WHO = ["territory", "wave", "group", "respondent"]


@pytest.fixture(scope="module")
def answered(tables):
    answers = tables["answers"].dropna(subset=["level"])
    return answers.assign(
        origin=np.where(answers["group"].eq(""), "survey", "groups"),
        level=answers["level"].astype(float),
        weight=answers["weight"].astype(float).fillna(1),
    )


def mean(answers):
    return np.average(answers["level"], weights=answers["weight"])


def change(answered, territory, indicator, origin):
    """Return the difference of mean levels 2021 to 2024 and its naive standard error."""
    here = answered[answered[["territory", "indicator", "origin"]].eq([territory, indicator, origin]).all(axis=1)]
    then, now = (here[here["wave"].eq(wave)] for wave in ("2021", "2024"))
    error = sum(part["level"].var() * part["weight"].pow(2).sum() / part["weight"].sum() ** 2 for part in (then, now))
    return mean(now) - mean(then), np.sqrt(error)


@pytest.mark.parametrize("wave", ["2018", "2021", "2024"])
@pytest.mark.parametrize("indicator", ["MONEY", "HOUS"])
def test_jobseekers_of_valbourg_are_left_behind(answered, indicator, wave):
    here = answered[answered[["territory", "indicator", "wave"]].eq(["Valbourg", indicator, wave]).all(axis=1)]
    theirs = here["group"].eq("Demandeurs d’emploi")
    assert here[theirs]["level"].mean() - here[~theirs & here["group"].ne("")]["level"].mean() <= -0.9


@pytest.mark.parametrize("origin", ["groups", "survey"])
def test_getting_around_improves_in_valbourg(answered, origin):
    difference, error = change(answered, "Valbourg", "MOB", origin)
    assert difference == pytest.approx(0.8, abs=0.2)
    assert difference > 4 * error


@pytest.mark.parametrize("origin", ["groups", "survey"])
@pytest.mark.parametrize(
    ("territory", "indicator"),
    [("Arinești", "CLEAN"), ("Arinești", "NEIGH"), ("Montelago", "MOB"), ("Arinești", "MOB")],
)
def test_what_is_noise_is_no_more_than_noise(answered, territory, indicator, origin):
    difference, error = change(answered, territory, indicator, origin)
    assert abs(difference) < 1.96 * error


def test_fair_treatment_is_polarised_in_montelago_and_nothing_else_is(answered):
    def polarisation(part):
        below = np.array([np.average(part["level"] <= level, weights=part["weight"]) for level in range(1, 5)])
        return np.sum(below * (1 - below))

    five = answered[answered["indicator"].ne("FEEL4")]
    found = five.groupby(["territory", "indicator", "origin", "wave"])[["level", "weight"]].apply(polarisation)
    planted = found.loc["Montelago", "FAIR"]
    assert len(planted) == 6
    assert planted.min() >= 0.85
    assert found.drop(("Montelago", "FAIR")).max() < 0.7
    here = five[five["territory"].eq("Montelago") & five["indicator"].eq("FAIR")]
    ends = here["level"].isin([1, 5]).groupby(here["origin"]).mean()
    assert (ends > 0.5).all()


def test_the_planted_table_says_what_the_tests_ask():
    kinds = {(line["territory"], line["indicator"], line["kind"]) for line in told("planted")}
    assert {("Valbourg", "MOB", "effect"), ("Arinești", "CLEAN", "noise"), ("Arinești", "NEIGH", "none")} <= kinds


def test_some_two_thousand_people_answer(tables):
    people = tables["answers"].drop_duplicates(WHO)
    assert 1900 <= len(people) <= 2100
    sizes = people.groupby([*WHO[:3]]).size().reset_index(name="n")
    assert sizes[sizes["group"].ne("")]["n"].between(8, 11).all()
    survey = sizes[sizes["group"].eq("")].set_index(["territory", "wave"])["n"]
    assert survey.loc["Valbourg"].between(140, 160).all()
    assert survey.drop("Valbourg").between(60, 90).all()


def test_each_survey_has_weights_strata_and_enough_clusters(tables):
    answers = tables["answers"]
    survey = answers[answers["group"].eq("")].drop_duplicates(WHO)
    assert survey[["stratum", "cluster", "birth_year", "gender", "neighbourhood"]].ne("").all(axis=None)
    design = survey.groupby(["territory", "wave", "stratum"])["cluster"].nunique()
    assert design.min() >= 4
    assert set(design.groupby(["territory", "wave"]).size()) <= {2, 3}
    weights = survey.groupby(["territory", "wave"])["weight"]
    assert weights.mean().to_numpy(dtype=float) == pytest.approx(1, abs=0.001)
    assert survey["weight"].min() > 0
    assert survey["weight"].astype(float).std() > 0.25
    assert (answers.loc[answers["group"].ne(""), "weight"].isna()).all()


def test_strata_weigh_what_their_residents_weigh(tables):
    survey = tables["answers"][tables["answers"]["group"].eq("")].drop_duplicates(WHO)
    weighed = survey.groupby(["territory", "stratum"])["weight"].sum().astype(float)
    living = pd.DataFrame(told("neighbourhoods")).astype({"residents": float})
    living = living.groupby(["territory", "stratum"])["residents"].sum()
    shares = [table / table.groupby("territory").transform("sum") for table in (weighed, living)]
    assert (shares[0] - shares[1]).abs().max() < 0.05


def test_missing_answers_have_their_reason(tables):
    answers = tables["answers"]
    assert (answers["level"].isna() == answers["missing"].ne("")).all()
    assert set(answers["missing"]) == {"", "dont_know", "no_answer", "not_applicable"}
    assert answers["level"].isna().mean() == pytest.approx(0.06, abs=0.02)


def test_levels_stay_within_their_declared_scale(tables):
    levels = tables["indicators"].set_index("indicator")["levels"]
    answers = tables["answers"].dropna(subset=["level"])
    assert answers["level"].between(1, answers["indicator"].map(levels)).all()
    assert set(answers.loc[answers["indicator"].eq("FEEL4"), "wave"]) == {"2018"}
    assert set(answers.loc[answers["indicator"].eq("FEEL"), "wave"]) == {"2021", "2024"}


def test_most_ladders_climb_step_by_step_and_a_few_do_not(tables):
    ladders = tables["ladders"]
    assert set(ladders["indicator"]) == {"WORK", "SERV"}
    full = ladders[ladders[list(LADDER)].notna().all(axis=1)]
    reached = full[list(LADDER)].astype(bool) ^ [True, True, False, False]  # P and O are worded negatively
    climbs = reached.astype(int).diff(axis=1).iloc[:, 1:].le(0).all(axis=1)
    assert 0.95 < climbs.mean() < 1
    assert 0 < ladders[list(LADDER)].isna().all(axis=1).mean() < 0.1
    assert set(reached[climbs].sum(axis=1)) == {0, 1, 2, 3, 4}


def test_nobody_answers_twice(tables):
    for name in ("answers", "ladders"):
        assert not tables[name].duplicated([*WHO, "indicator"]).any()
