import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from workbench.example.latent import (
    SPREAD,
    centre_of,
    distance_for,
    expected_mean,
    expected_polarisation,
    level_of,
    scales,
    shift_for,
)
from workbench.example.world import WAVES, asked, told

FIVE = (1.5, 2.5, 3.5, 4.5)
centres = st.floats(1.5, 4.5)


def shares(centre, cuts=FIVE, distance=0.0):
    """The shares of the levels, by SciPy: half of the people below the centre, half above."""
    ends = np.array([-np.inf, *cuts, np.inf])
    return sum(np.diff(norm.cdf(ends, centre + side * distance, SPREAD)) for side in (-1, 1)) / 2


@given(centres, st.floats(-0.4, 0.4))
def test_a_shift_moves_the_mean_level_by_its_size(centre, size):
    levels = np.arange(1, 6)
    moved = centre + shift_for(size, centre, FIVE)
    assert shares(moved) @ levels - shares(centre) @ levels == pytest.approx(size, abs=1e-9)


@given(centres, st.floats(0.7, 0.99))
def test_a_distance_gives_its_polarisation(centre, size):
    below = np.cumsum(shares(centre, distance=distance_for(size, centre, FIVE)))[:-1]
    assert np.sum(below * (1 - below)) == pytest.approx(size, abs=1e-3 if centre in (1.5, 4.5) else 1e-6)


def test_polarisation_runs_from_nothing_to_one():
    assert expected_polarisation(3, 40, FIVE) == pytest.approx(1)
    assert expected_polarisation(40, 0, FIVE) == pytest.approx(0)


@given(centres)
def test_the_mean_level_is_that_of_the_shares(centre):
    assert expected_mean(centre, FIVE) == pytest.approx(shares(centre) @ np.arange(1, 6))


@given(st.floats(-10, 15))
def test_a_situation_lies_in_one_of_the_declared_levels(situation):
    level = level_of(situation, FIVE)
    assert 1 <= level <= 5
    assert level == 1 + sum(situation >= cut for cut in FIVE)


def test_a_mean_level_beyond_the_scale_cannot_be_planted():
    with pytest.raises(ValueError, match=r"size: a mean level of 6\.00 cannot be reached, got a change of 3"):
        shift_for(3, 3.0, FIVE)


def test_nothing_moves_between_waves_but_what_is_planted():
    moved = {
        (p["territory"], p["indicator"]) for p in told("planted") if p["what"] == "change" and p["kind"] == "effect"
    }
    for group in told("groups"):
        for indicator in scales():
            where = indicator, group["territory"]
            for profile, name in ((group["bank_profile"], group["group"]), ("", "")):
                centre = {wave: centre_of(*where, wave, profile, name) for wave in WAVES}
                assert centre["2018"] == centre["2021"]
                assert (centre["2021"] == centre["2024"]) == ((group["territory"], indicator) not in moved)


def test_a_scale_has_one_cut_point_less_than_levels():
    for wave in WAVES:
        for line in asked(wave):
            cuts = scales()[line["indicator"]]["cuts"]
            assert len(cuts) == int(line["levels"]) - 1
            assert list(cuts) == sorted(cuts)


def test_the_new_scale_of_feeling_well_rests_on_the_same_situations_as_the_old_one():
    old, new = scales()["FEEL4"], scales()["FEEL"]
    assert {name for name in old if old[name] != new[name]} == {"cuts"}
