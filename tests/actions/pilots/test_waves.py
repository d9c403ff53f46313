"""Wave by wave: nothing is seen before the start where nothing was, and what was there already is found."""

import numpy as np
import pytest

from tests.actions.pilots.worlds import drawn, plan
from workbench.actions import estimate_pilots, pilot_waves

FIVE = ("2012", "2015", "2018", "2021", "2024")


def test_it_counts_from_the_last_wave_before_the_start_and_ends_in_the_estimate():
    cube = drawn(np.random.default_rng(1), "ABCD", indicators=("MOB", "AIR"), effect={("A", "2024"): 0.15})
    found = pilot_waves(cube, plan("A", "BCD"))
    assert found[["kind", "shift", "wave"]].values.tolist() == [
        ["earlier", -2, "2018"], ["base", -1, "2021"], ["after", 0, "2024"],
    ]  # fmt: skip
    row = estimate_pilots(cube, plan("A", "BCD"), facets="mean").iloc[0]
    assert found["effect"].iloc[2] == pytest.approx(row["effect"])
    assert found["low"].iloc[2] == pytest.approx(row["low"])
    assert found["effect"].iloc[1] == 0
    assert "would have been seen" in found["verdict"].iloc[0]


def test_territories_that_already_moved_apart_are_found():
    already = {("A", wave): move for wave, move in zip(FIVE, (-0.08, -0.04, 0, 0.05, 0.1), strict=True)}
    cube = drawn(np.random.default_rng(2), "ABCD", waves=FIVE, indicators=("MOB", "AIR", "WORK", "HOUS"), people=1500,
                 effect=already)  # fmt: skip
    earlier = pilot_waves(cube, plan("A", "BCD")).query("kind == 'earlier'")
    assert earlier["p_adjusted"].min() < 0.01
    assert (earlier["p_adjusted"] >= earlier["p"]).all()
    assert "already before the start" in earlier["verdict"].iloc[0]


def test_with_territories_enough_earlier_waves_are_judged_by_where_the_pilots_were():
    cube = drawn(np.random.default_rng(3), "ABCDEFGH")
    found = pilot_waves(cube, plan(list("ABCD"), "EFGH"))
    assert found["basis"].tolist() == ["territories", "", "territories"]
    assert (found["detectable"].dropna() > 0).all()


def test_pilots_of_different_starts_are_put_together_by_the_time_since():
    cube = drawn(np.random.default_rng(3), "ABCD", waves=FIVE)
    found = pilot_waves(cube, plan({"A": "2018", "B": "2024"}, "CD")).set_index("shift")
    assert found.loc[0, "wave"] == "2018; 2024"
    assert found.loc[1, ["wave", "pilots"]].tolist() == ["2021", 1]
    assert found.index.tolist() == [-4, -3, -2, -1, 0, 1, 2]


def test_another_facet_and_a_plan_without_a_wave():
    cube = drawn(np.random.default_rng(3), "ABC")
    found = pilot_waves(cube, plan("A", "BC"), facet="good")
    assert found["verdict"].str.contains("points").any()
    assert not len(pilot_waves(cube, plan("A", "BC").assign(pilot_wave="")))
    with pytest.raises(ValueError, match="facet"):
        pilot_waves(cube, plan("A", "BC"), facet="below")
