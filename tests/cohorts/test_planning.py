import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale, sessions
from workbench.cohorts import compare_waves, people_needed, plan_wave
from workbench.cube import count_levels
from workbench.scores import score


def test_people_for_a_change_are_the_published_ones():
    """Reference figures: s 1.05, deff 1.5, 50 against 50, power 0.80: 0.73 of a level."""
    assert people_needed(0.73, 1.05, deff=1.5) in (50, 51)
    assert people_needed(0.1, 0.5) == 394  # two shares of a half, 10 points: n = 2 (1.96 + 0.84)² p(1−p)/δ², and t
    assert people_needed(0.3, 1.05, deff=1.5, earlier=100) is None


def cube(n=60, seed=1, **columns):
    rng = np.random.default_rng(seed)
    return count_levels(sessions({"": rng.integers(1, 6, n).tolist()}, wave="2024", **columns), scale())


def test_as_many_people_again_show_what_a_comparison_of_two_such_waves_would():
    levels = np.random.default_rng(1).integers(1, 6, 60).tolist()
    two = count_levels(pd.concat([sessions({"": levels}, wave="2021"), sessions({"": levels}, wave="2024")]), scale())
    row = plan_wave(two).iloc[0]
    change = compare_waves(two, facets="mean").iloc[0]
    assert (row["wave"], row["n"], row["people"], row["units"]) == ("2024", 60, 60, 60)
    assert row["detectable"] == pytest.approx(change["detectable"], rel=1e-3)
    assert row["deff"] == pytest.approx(60 / 59)
    assert row["spread"] == pytest.approx(np.std(levels))


def test_more_people_show_less_and_what_is_needed_is_enough():
    small, large = (plan_wave(cube(), people=people, change=0.6).iloc[0] for people in (60, 300))
    assert large["detectable"] < small["detectable"]
    needed = int(small["needed_people"])
    assert plan_wave(cube(), people=needed).iloc[0]["detectable"] <= 0.6
    assert plan_wave(cube(), people=needed - 1).iloc[0]["detectable"] > 0.6
    assert small["verdict"].endswith(f"For 0.60 it takes {needed} people.")


def test_a_last_wave_that_is_too_small_is_said_to_be():
    row = plan_wave(cube(20), change=0.2).iloc[0]
    assert pd.isna(row["needed_people"])
    assert row["verdict"].endswith("0.20 will not be seen with any number: the last wave is too small.")
    alike = plan_wave(count_levels(sessions({"": [3] * 9}), scale())).iloc[0]
    assert alike["verdict"] == "The answers of the last wave are too few or too much alike to plan from."


def test_clusters_and_groups_are_counted_too():
    row = plan_wave(count_levels(panel(), scale()), change=0.8).iloc[0]
    assert row["units"] == 9
    assert row["needed_units"] == int(np.ceil(row["needed_people"] * 9 / 54))
    assert "clusters" in row["verdict"]
    table = score(count_levels(panel(), scale()), facets="mean").query("wave == '2'").iloc[0]
    assert row["deff"] == pytest.approx(table["se"] ** 2 * 54 / row["spread"] ** 2)
    rng = np.random.default_rng(4)
    groups = sessions({name: rng.integers(1, 6, 9).tolist() for name in "ABCDEFGH"})
    row = plan_wave(count_levels(groups, scale()), change=1.0).iloc[0]
    assert row["units"] == 8
    assert "groups" in row["verdict"]


def test_the_design_effect_is_that_of_most_indicators():
    answers = pd.concat([panel().assign(indicator=name, level=(panel()["level"] + shift) % 5 + 1) for shift, name in enumerate("ABC")])
    rows = plan_wave(count_levels(answers, scale(5, "A", "B", "C")))
    assert rows["deff"].nunique() == 1


def test_shares_are_planned_in_points_and_many_comparisons_ask_for_more():
    row = plan_wave(cube(200), facet="good").iloc[0]
    assert row["change"] == 0.1
    assert "points" in row["verdict"]
    assert plan_wave(cube(200), facet="good", comparisons=10).iloc[0]["detectable"] > row["detectable"]
    with pytest.raises(ValueError, match="facet: polarisation is none of"):
        plan_wave(cube(), facet="polarisation")
    with pytest.raises(ValueError, match="change: more than 0, not -1"):
        plan_wave(cube(), change=-1)
    assert plan_wave(count_levels(panel().head(0), scale())).empty


def test_people_who_all_weigh_nothing_give_no_plan_and_no_error():
    answers = sessions({"": [1, 2, 3]}, wave="2024").assign(weight=0.0)
    table = plan_wave(count_levels(answers, scale()))
    assert table.empty
    assert {"territory", "indicator", "detectable", "needed_people", "verdict"} <= set(table)
