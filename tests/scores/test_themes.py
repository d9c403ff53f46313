import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, sessions
from workbench.cohorts import compare_waves, each_person
from workbench.cube import count_levels
from workbench.indicators import indicator_tree
from workbench.scores import score, score_themes
from workbench.tables import frame

DECLARED = pd.DataFrame({
    "indicator": ["MOB", "AIR", "CARE"], "levels": [5, 3, 5], "theme": ["Streets", "Streets", "Health"],
    "direction": ["up", "down", "up"], "weight": [1.0, 3.0, 1.0], "code": ["A10", "A11", "A02"],
    "generations": [False, True, False], "replaces": "",
})  # fmt: skip


def survey():
    """Return answers of one wave on three indicators: other scales, another direction, some missing."""
    one = panel().query("wave == '1'").reset_index(drop=True)
    place = np.arange(len(one))
    air = one.assign(indicator="AIR", level=pd.array((place * 5 + place // 7) % 3 + 1, dtype="Int64"))
    air.loc[place % 11 == 4, ["level", "missing"]] = [pd.NA, "no_answer"]
    care = one.assign(indicator="CARE", level=(one["level"] + place // 3) % 5 + 1)
    return pd.concat([one.astype({"level": "Int64"}), air, care], ignore_index=True)


def by_respondent(answers, weights, score_of, units):
    """Return the weighted mean of indicators and its standard error, from each person's linearised value."""
    wide = answers.pivot_table(index="respondent", columns="indicator", values="level", aggfunc="first").astype(float)
    design = answers.drop_duplicates("respondent").set_index("respondent").loc[wide.index]
    w, estimate, z = design["weight"].to_numpy(float), 0, np.zeros(len(wide))
    for name, share in weights.items():
        value = score_of(name, wide[name].to_numpy())
        told = ~np.isnan(value)
        mean = (w * np.where(told, value, 0)).sum() / w[told].sum()
        estimate += share * mean
        z += share * np.where(told, w * (value - mean), 0) / w[told].sum()
    total = design.assign(z=z, unit=design[units] if units else wide.index).groupby(["stratum", "unit"])["z"].sum()
    variance = sum(
        len(part) / (len(part) - 1) * ((part - part.mean()) ** 2).sum() for _h, part in total.groupby(level="stratum")
    )
    return estimate, variance**0.5


def on_five(name, level):
    return level if name != "AIR" else 1 + 2 * (3 - level)


def is_good(name, level):
    good = level >= 4 if name != "AIR" else level <= 1
    return np.where(np.isnan(level), np.nan, good)


@pytest.mark.parametrize(("facet", "value"), [("mean", on_five), ("good", is_good)])
def test_a_theme_is_as_sure_as_the_mean_of_each_persons_answers(facet, value):
    row = score_themes(count_levels(survey(), DECLARED), facets=facet).set_index("theme").loc["Streets"]
    expected = by_respondent(survey(), {"MOB": 0.25, "AIR": 0.75}, value, "cluster")
    assert [row["estimate"], row["se"]] == pytest.approx(expected, rel=1e-9)
    assert (row["n"], row["df"], row["indicator"]) == (54, 6, "")


def test_people_who_are_known_one_by_one_make_a_theme_as_sure_as_it_is():
    answers = survey().assign(cluster="")
    expected = by_respondent(answers, {"MOB": 0.25, "AIR": 0.75}, on_five, None)
    exact, most = (
        score_themes(count_levels(table, DECLARED), facets="mean").set_index("theme").loc["Streets"]
        for table in (each_person(answers), answers)
    )
    assert [exact["estimate"], exact["se"]] == pytest.approx(expected, rel=1e-9)
    assert most["se"] > exact["se"]
    assert most["note"] == "The error is the most it can be: which answers one person gave together is not known."
    assert exact["note"] == ""


def test_the_error_of_a_theme_is_what_drawing_clusters_again_finds():
    """48 clusters of 6: the bootstrap of whole clusters, people and all."""
    rng = np.random.default_rng(4)
    where = np.repeat(np.arange(48), 6)
    apart, person = rng.normal(0, 0.6, 48)[where], rng.normal(0, 0.8, 288)
    levels = {name: np.clip(np.rint(3 + apart + person + rng.normal(0, 0.7, 288)), 1, 5) for name in ("MOB", "CARE")}
    answers = pd.concat([
        pd.DataFrame({"respondent": range(288), "territory": "V", "wave": "1", "indicator": name, "level": level, "cluster": where.astype(str)})
        for name, level in levels.items()
    ])  # fmt: skip
    declared = pd.DataFrame({"indicator": ["MOB", "CARE"], "levels": 5, "theme": "T"})
    row = score_themes(count_levels(answers, declared), facets="mean").iloc[0]
    means = np.mean(list(levels.values()), axis=0).reshape(48, 6).mean(axis=1)
    drawn = means[rng.integers(0, 48, (4000, 48))].mean(axis=1)
    assert row["estimate"] == pytest.approx(means.mean())
    assert row["se"] == pytest.approx(drawn.std(ddof=1), rel=0.06)
    # as if the two indicators had nothing to do with each other it would be far too sure
    each = score(count_levels(answers, declared), facets="mean")["se"].astype(float)
    assert row["se"] > 1.2 * np.sqrt((each**2).sum()) / 2


def test_a_theme_of_one_indicator_has_its_figures_and_intervals():
    cube = count_levels(survey(), DECLARED)
    facets = ["share", "mean", "good", "bad", "polarisation"]
    theme = score_themes(cube, facets=facets).query("theme == 'Health'")
    alone = score(cube, facets=facets).query("indicator == 'CARE'")
    columns = ["n", "n_eff", "estimate", "se", "df", "low", "high"]
    pd.testing.assert_frame_equal(
        theme[["facet", "level", *columns]].reset_index(drop=True), alone[["facet", "level", *columns]].reset_index(drop=True),
    )  # fmt: skip


def test_shares_of_a_theme_are_counted_from_the_worse_end():
    answers = sessions({"A": [1, 1, 2], "B": [1, 3, 3], "C": [2, 2, 3]}, "UP")
    down = answers.assign(indicator="DOWN", level=4 - answers["level"])
    declared = pd.DataFrame({"indicator": ["UP", "DOWN"], "levels": 3, "direction": ["up", "down"], "theme": "T"})
    cube = count_levels(pd.concat([answers, down]), declared)
    theme = score_themes(cube, facets=["share", "mean"])
    alone = score(cube, facets=["share", "mean"]).query("indicator == 'UP'")
    assert theme["estimate"].tolist() == pytest.approx(alone["estimate"].tolist())
    assert theme["se"].tolist() == pytest.approx(alone["se"].tolist())


def test_shares_are_told_only_where_all_scales_have_one_length():
    cube = count_levels(survey(), DECLARED)
    rows = score_themes(cube, facets=["share", "good"])
    assert rows[rows["facet"] == "share"]["theme"].unique().tolist() == ["Health"]  # 5 and 3 levels are no distribution
    old, new = sessions({"A": [1, 2, 3]}, "OLD", "2021"), sessions({"A": [3, 4, 5]}, "NEW", "2024")
    declared = pd.DataFrame({"indicator": ["OLD", "NEW"], "levels": [4, 5], "theme": "T", "replaces": ["", "OLD"]})
    rows = score_themes(count_levels(pd.concat([old, new]), declared), facets=["share", "mean"])
    assert rows.groupby("wave")["facet"].value_counts().to_dict() == {("2021", "mean"): 1, ("2024", "share"): 5, ("2024", "mean"): 1}


def test_what_a_territory_lacks_is_named_with_the_weight_that_is_there():
    answers = survey()
    there = answers.assign(territory="Montelago").query("indicator != 'AIR'")
    cube = count_levels(pd.concat([answers, there]), DECLARED.assign(label_en=["Getting around", "Clean air", "Care"]))
    rows = score_themes(cube, facets="mean").set_index(["territory", "theme"])["note"]
    assert rows["Montelago", "Streets"] == "Without “Clean air”: 25% of the weight is there."
    assert rows["Valbourg", "Streets"] == rows["Montelago", "Health"] == ""
    whole = score(cube, facets="mean").set_index(["territory", "indicator"])["estimate"]
    found = score_themes(cube, facets="mean").set_index(["territory", "theme"])["estimate"]
    assert found["Montelago", "Streets"] == pytest.approx(whole["Montelago", "MOB"])


def test_the_tree_of_the_study_says_how_much_each_counts():
    tree = frame("tree", [
        {"code": "A"}, {"code": "Streets", "parent": "A", "weight": 1}, {"code": "Health", "parent": "A", "weight": 1},
        {"code": "MOB", "parent": "Streets", "weight": 1}, {"code": "AIR", "parent": "Streets", "weight": 1},
        {"code": "CARE", "parent": "Health"},
    ])  # fmt: skip
    indicators = frame("indicators", DECLARED)
    cube = count_levels(survey(), indicators)
    mean = score_themes(cube, of="dimension", tree=tree, facets="mean").iloc[0]
    expected = by_respondent(survey(), {"MOB": 0.25, "AIR": 0.25, "CARE": 0.5}, on_five, "cluster")
    assert [mean["estimate"], mean["se"]] == pytest.approx(expected, rel=1e-9)
    again = score_themes(cube, of="dimension", tree=indicator_tree(indicators, tree=tree), facets="mean").iloc[0]
    assert again["estimate"] == mean["estimate"]
    flat = score_themes(cube, of="dimension", facets="mean").iloc[0]
    assert flat["estimate"] == pytest.approx(by_respondent(survey(), {"MOB": 0.2, "AIR": 0.6, "CARE": 0.2}, on_five, "cluster")[0])


def test_an_indicator_that_was_replaced_stands_where_the_new_one_was_not_asked():
    old, new = sessions({"A": [1, 2, 3]}, "OLD", "2021"), sessions({"A": [3, 4, 5]}, "NEW", "2024")
    declared = pd.DataFrame({"indicator": ["OLD", "NEW"], "levels": 5, "theme": "T", "replaces": ["", "OLD"]})
    rows = score_themes(count_levels(pd.concat([old, new]), declared), facets="mean")
    assert rows.set_index("wave")["estimate"].to_dict() == pytest.approx({"2021": 2.0, "2024": 4.0})
    assert not rows["note"].str.contains("Without").any()


def test_generations_are_the_indicators_flagged_for_them():
    rows = score_themes(count_levels(survey(), DECLARED), of="generations", facets="good")
    alone = score(count_levels(survey(), DECLARED), facets="good").query("indicator == 'AIR'")
    assert rows["estimate"].tolist() == alone["estimate"].tolist()
    with pytest.raises(ValueError, match="of: the indicators have no “generations”"):
        score_themes(count_levels(survey(), DECLARED.drop(columns="generations")), of="generations")


def test_a_theme_scores_as_its_change_does():
    answers = pd.concat([survey(), survey().assign(wave="2", level=lambda rows: rows["level"].clip(2))])
    cube = count_levels(answers, DECLARED)
    change = compare_waves(cube, of="theme", facets="mean").set_index("theme")
    means = score_themes(cube, facets="mean").set_index(["theme", "wave"])["estimate"]
    assert change.loc["Streets", "estimate_to"] == pytest.approx(means["Streets", "2"])


def test_disparity_of_a_theme_is_told_of_groups_and_few_answers_are_said():
    groups = {name: [1 + place % 3, 2, 3, 4, 5, 5 - place % 2] * 3 for place, name in enumerate("ABCD")}
    declared = pd.DataFrame({"indicator": ["MOB", "CARE"], "levels": 5, "theme": "T"})
    answers = pd.concat([sessions(groups, name) for name in ("MOB", "CARE")])
    rows = score_themes(count_levels(answers, declared), facets=["polarisation", "disparity"])
    each = score(count_levels(answers, declared), facets=["polarisation", "disparity"])
    assert rows["estimate"].tolist() == pytest.approx(each.groupby("facet", sort=False)["estimate"].mean().tolist())
    few = score_themes(count_levels(sessions({"A": [1, 2], "B": [3, 4]}), declared.head(1)), facets="polarisation").iloc[0]
    assert pd.isna(few["estimate"])
    assert few["note"].startswith("Not shown below 30 answers")
    assert set(score_themes(count_levels(survey(), DECLARED), facets="disparity")["facet"]) == set()


def test_what_is_no_facet_and_an_empty_cube():
    cube = count_levels(survey(), DECLARED)
    with pytest.raises(ValueError, match="facets: median is none of"):
        score_themes(cube, facets="median")
    assert list(score_themes(count_levels(survey().head(0), DECLARED), of="theme").columns)[-1] == "theme"
