"""Effects of pilots leave without those of a few people, and without what would give them away."""

import numpy as np
import pandas as pd
import pytest

from tests.actions.pilots.worlds import plan
from workbench.actions import estimate_pilots, pilot_waves
from workbench.cube import cube_from_counts
from workbench.disclosure import hidden_figures, protect

SIZES = {"young": 3, "parents": 9, "older": 12, "carers": 30}


@pytest.fixture(scope="module")
def cube():
    rng = np.random.default_rng(4)
    rows = [
        {"territory": place, "wave": wave, "group": group, "indicator": name, "level": int(rng.integers(1, 6)), "count": 1}
        for place in "ABC" for wave in ("2021", "2024") for group, people in SIZES.items()
        for name in ("MOB", "AIR") for _one in range(people)
    ]  # fmt: skip
    return cube_from_counts(pd.DataFrame(rows), pd.DataFrame({"indicator": ["MOB", "AIR"], "levels": [5, 5]}))


@pytest.fixture(scope="module")
def estimates(cube):
    return estimate_pilots(cube, plan("A", "B; C"))


def of_groups(table):
    return table[table["role"] == "group"].set_index("group")


def test_each_effect_says_how_few_people_are_behind_it(estimates):
    assert of_groups(estimates)["fewest"].to_dict() == SIZES
    assert set(estimates.loc[estimates["role"] == "aim", "fewest"]) == {sum(SIZES.values())}


def test_a_group_of_three_is_hidden_with_the_next_smallest(estimates):
    made = of_groups(protect(estimates, minimum=5))
    figures = ["change", "effect", "low", "high", "p", "se_sampling", "fewest"]
    assert made.loc[["young", "parents"], figures].isna().all().all()
    assert hidden_figures(made)[0] == 2
    assert of_groups(protect(estimates, minimum=None))["effect"].notna().all()


def test_a_small_group_tells_how_it_moved_and_no_more(estimates):
    made = of_groups(protect(estimates, minimum=5))
    known = of_groups(estimates)["effect"]
    assert made.loc["older", "effect"] == pytest.approx(known["older"], abs=0.005)
    assert made.loc["older", ["low", "high", "p", "se_sampling", "drift", "p_sampling"]].isna().all()
    assert "no interval" in made.loc["older", "verdict"]
    assert made.loc["carers", ["effect", "low", "high"]].notna().all()


def test_the_whole_territory_is_told(cube, estimates):
    made = protect(estimates, minimum=5)
    aims = made["role"] == "aim"
    assert made.loc[aims, "effect"].notna().all()
    pd.testing.assert_frame_equal(
        protect(pilot_waves(cube, plan("A", "B; C")), minimum=5)[["effect"]].round(2),
        pilot_waves(cube, plan("A", "B; C"))[["effect"]].round(2),
    )


def test_few_people_in_a_territory_tell_nothing_and_under_twenty_no_shares(cube, estimates):
    few = protect(estimates.assign(fewest=4), minimum=5)
    assert few["effect"].isna().all()
    small = protect(estimates.assign(fewest=15), minimum=5)
    aims = small[small["role"] == "aim"]
    assert aims.loc[aims["facet"] == "mean", "effect"].notna().all()
    assert aims.loc[aims["facet"] != "mean", ["effect", "low", "high"]].isna().all().all()


def test_how_many_answered_in_all_does_not_give_away_how_few_they_were(estimates):
    assert protect(estimates.assign(fewest=4), minimum=5)["people"].isna().all()
