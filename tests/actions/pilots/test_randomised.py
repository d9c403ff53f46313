"""The placing of the pilots: exact p against scipy and by brute force, and the interval by trying every effect."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.actions.pilots.randomised import randomised, territories_needed, ways
from workbench.actions.pilots.trials import Cohort, Trial, cohorts_of

TWO = ["2021", "2024"]


def told(values, pilots, **options):
    names = [f"T{place:02}" for place in range(len(values))]
    figures = {(name, "2021"): 3.0 for name in names} | {
        (name, "2024"): 3.0 + value for name, value in zip(names, values, strict=True)
    }
    one = Cohort("2024", "2021", "2024", tuple(names[:pilots]), tuple(names[pilots:]))
    return randomised([one], figures, TWO, **options)


def refused(values, pilots, effect):
    """Return the p of an effect, by brute force."""
    values = np.array(values, dtype=float)
    values[:pilots] -= effect
    everyone = range(len(values))

    def statistic(chosen):
        chosen = list(chosen)
        return abs(values[chosen].mean() - np.delete(values, chosen).mean())

    true = statistic(range(pilots))
    return np.mean([statistic(chosen) >= true - 1e-9 for chosen in combinations(everyone, pilots)])


def test_p_is_that_of_scipys_permutation_test():
    rng = np.random.default_rng(3)
    values = rng.normal(size=8) + np.repeat([0.9, 0], [4, 4])
    outside = stats.permutation_test(
        (values[:4], values[4:]), lambda x, y: abs(x.mean() - y.mean()), alternative="greater", n_resamples=10_000
    )
    found = told(values, 4)
    assert found["placings"] == 70
    assert found["p"] == pytest.approx(outside.pvalue)
    assert found["smallest_p"] == pytest.approx(2 / 70)


@settings(max_examples=20)
@given(st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=7, max_size=7), st.integers(2, 3))
def test_the_interval_holds_every_effect_that_is_not_refused(values, pilots):
    found = told(values, pilots)
    assert found["p"] == pytest.approx(refused(values, pilots, 0))
    if np.isnan(found["low"]):
        assert found["smallest_p"] > 0.05
        return
    assume(found["high"] - found["low"] > 1e-4)
    for end, inward in (("low", 1), ("high", -1)):
        assert refused(values, pilots, found[end] + inward * 1e-6) > 0.05
        assert refused(values, pilots, found[end] - inward * 1e-6) <= 0.05


@pytest.mark.parametrize(
    ("pilots", "others", "smallest"), [(1, 1, 1), (1, 2, 1 / 3), (1, 3, 1 / 4), (2, 2, 1 / 3), (3, 3, 1 / 10), (1, 18, 1 / 19)]
)
def test_too_few_territories_give_no_interval(pilots, others, smallest):
    found = told([*[5.0] * pilots, *np.linspace(0, 0.1, others)], pilots)
    assert found["smallest_p"] == pytest.approx(smallest)
    assert np.isnan(found["low"])
    assert np.isnan(found["high"])
    assert found["p"] == pytest.approx(smallest)


def test_nineteen_comparisons_are_enough_for_one_pilot():
    rng = np.random.default_rng(1)
    found = told(np.concatenate([[2.0], rng.normal(0, 0.2, 19)]), 1)
    assert found["p"] == pytest.approx(1 / 20)
    assert 1 < found["low"] < 2 < found["high"] < 3
    assert territories_needed(1) == 19
    assert territories_needed(1, confidence=0.9) == 9


def test_many_placings_are_drawn_and_the_same_ones_every_time():
    rng = np.random.default_rng(2)
    values = rng.normal(size=24) + np.repeat([1.2, 0], [12, 12])
    found = told(values, 12)
    assert found["placings"] == ways([12, 12]) == 2_704_156
    assert found == told(values, 12)
    outside = stats.ttest_ind(values[:12], values[12:]).confidence_interval()
    assert (found["low"], found["high"]) == pytest.approx((outside.low, outside.high), abs=0.12)


def test_pilots_of_different_starts_are_placed_with_their_starts():
    waves = ["1", "2", "3"]
    rng = np.random.default_rng(5)
    figures = {(name, wave): float(rng.normal()) for name in "ABCD" for wave in waves}
    trial = Trial("A1", "", {"A": "2", "B": "3"}, ("C", "D"), ())
    cohorts, _out = cohorts_of(trial, lambda name, wave: True, waves)
    found = randomised(cohorts, figures, waves)
    effects = []
    for early, late, *rest in permutations("ABCD"):
        first = figures[early, "2"] - figures[early, "1"] - np.mean(
            [figures[name, "2"] - figures[name, "1"] for name in (late, *rest)]
        )
        second = figures[late, "3"] - figures[late, "2"] - np.mean(
            [figures[name, "3"] - figures[name, "2"] for name in rest]
        )
        effects.append((first + second) / 2)
    assert found["placings"] == 12
    assert found["p"] == pytest.approx(np.mean(np.abs(effects) >= abs(effects[0]) - 1e-9))


def test_a_figure_that_lacks_somewhere_leaves_nothing_to_place():
    one = Cohort("2024", "2021", "2024", ("A",), ("B",))
    assert randomised([one], {("A", "2021"): 1.0, ("A", "2024"): 2.0, ("B", "2021"): 1.0}, TWO) is None


def test_a_wave_before_the_start_can_be_tested_too():
    names = [f"T{place}" for place in range(8)]
    rng = np.random.default_rng(8)
    figures = {(name, wave): float(rng.normal()) for name in names for wave in ("1", "2", "3")}
    one = Cohort("3", "2", "1", tuple(names[:4]), tuple(names[4:]))
    found = randomised([one], figures, ["1", "2", "3"])
    assert found["smallest_p"] == pytest.approx(2 / 70)
    assert found["low"] < found["high"]
