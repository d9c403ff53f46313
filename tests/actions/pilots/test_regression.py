"""The estimate against hand sums, a published difference in differences and the figures of another library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.actions.pilots.regression import regress
from workbench.actions.pilots.trials import Cohort, Trial, cohorts_of

PANEL = {
    "A": [2.1, 2.4, 3.3, 3.9], "B": [3.0, 3.1, 3.0, 3.8], "C": [2.6, 2.5, 2.7, 2.9],
    "D": [3.4, 3.6, 3.5, 3.7], "E": [2.2, 2.0, 2.9, 3.3], "F": [3.1, 3.3, 3.2, 3.1],
}  # fmt: skip
WAVES = ["1", "2", "3", "4"]
PILOT = Trial("A1", "", {"A": "3", "B": "4", "E": "3"}, ("C", "D", "F"), ("MOB",))


def change(name, base, wave):
    return PANEL[name][int(wave) - 1] - PANEL[name][int(base) - 1]


@pytest.mark.parametrize(("shift", "told"), [(-3, 0.1), (-2, 0.0666666667), (0, 0.85), (1, 1.3)])
def test_pilots_of_different_starts_as_callaway_and_santanna(shift, told):
    # diff-diff 3.13.0, CallawaySantAnna(control_group="not_yet_treated", base_period="universal",
    # estimation_method="reg"), its event study of the same panel
    cohorts, _out = cohorts_of(PILOT, lambda name, wave: True, WAVES, shift=shift)
    assert regress(cohorts, change).effect == pytest.approx(told, abs=1e-9)


def test_card_and_kruegers_published_means():
    # full-time employees a restaurant, February and November 1992 (Card & Krueger 1994, table 3): 2.76 before rounding
    told = {("NJ", "Feb"): 20.44, ("NJ", "Nov"): 21.03, ("PA", "Feb"): 23.33, ("PA", "Nov"): 21.17}
    one = Cohort("Nov", "Feb", "Nov", ("NJ",), ("PA",))
    found = regress([one], lambda name, base, wave: told[name, wave] - told[name, base])
    assert found.effect == pytest.approx(2.76, abs=0.011)
    assert found.change == pytest.approx(0.59)
    assert np.isnan(found.se)


def test_the_weights_are_those_of_weighted_means():
    one = Cohort("3", "2", "3", ("A", "E"), ("C", "D"))
    found = regress([one], change, {"A": 3.0, "C": 1.0, "D": 4.0})
    expected = {("A", "2", "3"): 0.75, ("E", "2", "3"): 0.25, ("C", "2", "3"): -0.2, ("D", "2", "3"): -0.8}
    assert found.weights == pytest.approx(expected)
    assert found.effect == pytest.approx(sum(weight * change(*key) for key, weight in found.weights.items()))


def test_the_error_between_territories_is_that_of_a_clustered_regression_by_hand():
    one = Cohort("3", "2", "3", ("A", "E"), ("C", "D", "F"))
    treated, others = np.array([0.9, 0.9]), np.array([0.2, -0.1, -0.1])
    residual = [side - side.mean() for side in (treated, others)]
    meat = sum((r**2).sum() / len(r) ** 2 for r in residual)
    expected = np.sqrt(meat * 5 / 4 * 4 / 3)  # G/(G−1) × (N−1)/(N−K)
    assert regress([one], change).se == pytest.approx(expected)


@given(st.lists(st.floats(-2, 2), min_size=5, max_size=5), st.floats(-3, 3))
def test_what_all_territories_share_is_no_effect(moves, common):
    values = dict(zip("ABCDE", moves, strict=True))
    one = Cohort("2", "1", "2", ("A", "B"), ("C", "D", "E"))
    plain = regress([one], lambda name, base, wave: values[name]).effect
    moved = regress([one], lambda name, base, wave: values[name] + common).effect
    assert moved == pytest.approx(plain, abs=1e-9)
