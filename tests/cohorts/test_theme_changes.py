"""The change of a theme or a dimension is the difference of its two scores, by the same tree."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from tests.samples import panel, scale, sessions
from workbench.tables import frame

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
FACETS = ["mean", "good", "bad", "polarisation", "disparity"]
TREE = frame("tree", [
    {"code": "Living"}, {"code": "Together", "weight": 2},
    {"code": "Home", "parent": "Living", "weight": 3}, {"code": "Outside", "parent": "Living", "weight": 1},
    {"code": "Ties", "parent": "Together"},
    {"code": "HOUS", "parent": "Home", "weight": 2}, {"code": "MONEY", "parent": "Home", "weight": 0.5},
    {"code": "MOB", "parent": "Outside", "weight": 5}, {"code": "SAFE", "parent": "Outside"},
    {"code": "FEEL", "parent": "Ties", "weight": 4}, {"code": "TIES", "parent": "Ties"},
])  # fmt: skip


@pytest.fixture(scope="module")
def example():
    """Return the answers of the example, and its indicators with one whose lower situations are the better ones."""
    study = wb.read_study(EXAMPLE, language="en")
    indicators = study.indicators.assign(
        direction=study.indicators["direction"].mask(study.indicators["indicator"] == "MONEY", "down")
    )
    return wb.with_ladders(study.answers, study.ladders), indicators, study.territories["territory"]


def pairs(cube, of, tree, earlier, later):
    """Return each change beside the scores of its two waves."""
    changes = wb.compare_waves(cube, of=of, tree=tree, facets=FACETS, earlier=earlier, later=later)
    scores = wb.score_themes(cube, of=of, tree=tree, facets=FACETS)
    keys = ["territory", "origin", of, "facet"]
    for side, wave in (("_before", earlier), ("_after", later)):
        there = scores[scores["wave"] == wave].set_index(keys)[["estimate", "se"]].add_suffix(side)
        changes = changes.join(there, on=keys)
    return changes


@pytest.mark.parametrize("of", ["theme", "dimension"])
@pytest.mark.parametrize("tree", [TREE, None], ids=["tree", "flat"])
def test_each_change_in_the_example_is_the_difference_of_its_two_scores(example, of, tree):
    answers, indicators, territories = example
    cube = wb.count_levels(answers, indicators)
    found = pairs(cube, of, tree, "2021", "2024")
    assert set(found["territory"]) == set(territories)
    assert set(found["origin"]) == {"survey", "groups"}
    assert set(found["facet"]) == set(FACETS)
    left_out = found["warning"].str.startswith("Only of what can be compared")
    told = found[~left_out & found["difference"].notna()]
    assert len(told) > 0.8 * len(found.dropna(subset=["estimate_before", "estimate_after"]))
    difference = (told["estimate_after"] - told["estimate_before"]).to_numpy(float)
    assert np.abs(told["difference"].to_numpy(float) - difference).max() < 1e-12
    if tree is not None:
        assert set(found[of]) == ({"Home", "Outside", "Ties"} if of == "theme" else {"Living", "Together"})
        flat = wb.compare_waves(cube, of=of, facets="mean")  # the weights of the tree do count
        assert not set(flat["difference"].dropna().round(9)) & set(told.query("facet == 'mean'")["difference"].round(9))


def test_what_only_one_wave_has_is_named_and_the_rest_is_the_difference_of_scores_without_it(example):
    answers, indicators, _territories = example
    found = pairs(wb.count_levels(answers, indicators), "dimension", TREE, "2018", "2021")
    crossed = found[(found["dimension"] == "Together") & found["difference"].notna()]
    assert len(crossed)  # FEEL took the place of FEEL4 between the two: neither is compared with the other
    labels = indicators.set_index("indicator")["label_en"]
    said = f"Only of what can be compared: without “{labels['FEEL']}” and “{labels['FEEL4']}”."
    assert crossed["warning"].eq(said).all()
    rest = answers[~answers["indicator"].isin(["FEEL", "FEEL4"])]
    rest = pairs(wb.count_levels(rest, indicators), "dimension", TREE, "2018", "2021")
    rest = rest[(rest["dimension"] == "Together") & rest["difference"].notna()]
    assert crossed["difference"].tolist() == rest["difference"].tolist()
    assert rest["difference"].tolist() == pytest.approx((rest["estimate_after"] - rest["estimate_before"]).tolist(), abs=1e-12)


def test_errors_of_waves_with_other_people_add_up(example):
    answers, indicators, _territories = example
    apart = answers.assign(cluster="", stratum="")
    found = pairs(wb.count_levels(apart, indicators), "dimension", TREE, "2021", "2024")
    told = found[(found["origin"] == "survey") & found["difference"].notna() & (found["warning"] == "")]
    assert len(told) > 4
    whole = np.hypot(told["se_before"].astype(float), told["se_after"].astype(float))
    assert told["se"].astype(float).tolist() == pytest.approx(whole.tolist())


def test_the_older_of_two_indicators_stands_for_both_where_both_waves_asked_it():
    waves = {"2018": {"OLD": [1, 2, 2]}, "2021": {"OLD": [2, 3, 3], "NEW": [4, 5, 5]}, "2024": {"NEW": [4, 4, 3]}}
    answers = pd.concat([
        sessions(dict.fromkeys("ABC", levels), name, wave)
        for wave, asked in waves.items() for name, levels in asked.items()
    ])  # fmt: skip
    declared = pd.DataFrame({
        "indicator": ["OLD", "NEW"], "levels": 5, "theme": "T", "replaces": ["", "OLD"], "weight": [1.0, 3.0],
    })  # fmt: skip
    cube = wb.count_levels(answers, declared)
    first, second = (
        wb.compare_waves(cube, of="theme", facets="mean", earlier=a, later=b).iloc[0]
        for a, b in (("2018", "2021"), ("2021", "2024"))
    )  # fmt: skip
    assert first["difference"] == pytest.approx(1.0)
    assert first["warning"] == "Only of what can be compared: without “NEW”."
    assert (second["difference"], second["warning"]) == (pytest.approx(11 / 3 - 14 / 3), "")


def test_an_indicator_that_the_tree_gives_no_weight_makes_no_theme():
    indicators = frame("indicators", [{"indicator": name, "levels": 5, "theme": "T"} for name in ("LONE", "MOB")])
    cube = wb.count_levels(sessions({"A": [1, 2, 3], "B": [3, 4, 5]}, "LONE"), indicators)
    tree = frame("tree", [{"code": "T"}, {"code": "MOB", "parent": "T"}])
    assert not len(wb.score_themes(cube, tree=tree, indicators=indicators, facets="mean"))


def test_a_trend_follows_the_scores_by_the_tree(example):
    answers, indicators, _territories = example
    cube = wb.count_levels(answers[~answers["indicator"].isin(["FEEL", "FEEL4"])], indicators)
    trends = wb.wave_trends(cube, of="theme", tree=TREE)
    trends = trends[trends["warning"] == ""]
    assert len(trends)
    scores = wb.score_themes(cube, tree=TREE, facets="mean")
    for row in trends.to_dict("records"):
        mine = scores[(scores[["territory", "origin", "theme"]] == [row["territory"], row["origin"], row["theme"]]).all(axis=1)]
        slope = np.polyfit(mine["wave"].astype(float), mine["estimate"].astype(float), 1)[0]
        assert row["slope"] == pytest.approx(slope)


def test_stayers_are_compared_by_the_tree():
    answers = panel().assign(respondent=lambda rows: rows["cluster"] + rows["respondent"].str.rsplit("-").str[-1])
    two = answers.assign(indicator="AIR", level=(answers["level"] * 2 + answers.index) % 5 + 1)
    indicators = frame("indicators", [{"indicator": name, "levels": 5, "theme": "T"} for name in ("MOB", "AIR")])
    tree = frame("tree", [
        {"code": "T"}, {"code": "MOB", "parent": "T", "weight": 3}, {"code": "AIR", "parent": "T", "weight": 1},
    ])  # fmt: skip
    both = pd.concat([answers, two])
    row = wb.compare_stayers(both, indicators, facets="mean", of="theme", tree=tree).iloc[0]
    each = wb.compare_stayers(both, indicators, facets="mean").query("who == 'all'").set_index("indicator")["difference"]
    assert row["difference"] == pytest.approx(0.75 * each["MOB"] + 0.25 * each["AIR"])


def test_what_margins_explain_is_no_chance_of_a_change_either():
    answers = panel()
    person = answers["respondent"].str[-1].astype(int) * answers["cluster"].astype(int)
    answers = answers.assign(half=(person % 2).astype(str))  # the same in both waves
    cube = wb.count_levels(answers, scale(), by=["half"])
    row = wb.compare_waves(cube, facets="mean", margins="half").iloc[0]
    # the same as one wave in which each person answers twice: the later minus the earlier level, halved and moved
    one = answers.assign(
        respondent=answers["respondent"].str[2:], indicator=answers["wave"].map({"1": "BEFORE", "2": "AFTER"}), wave="1"
    )  # fmt: skip
    declared = pd.DataFrame({"indicator": ["BEFORE", "AFTER"], "levels": 5, "direction": ["down", "up"], "theme": "T"})
    theme = wb.score_themes(wb.count_levels(one, declared, by=["half"]), facets="mean", margins="half").iloc[0]
    assert row["difference"] == pytest.approx(2 * theme["estimate"] - 6)
    assert row["se"] == pytest.approx(2 * theme["se"])
    assert row["se"] != pytest.approx(wb.compare_waves(cube, facets="mean")["se"].iloc[0], rel=1e-3)
