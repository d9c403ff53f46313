"""How far territories drift: taken off what chance in who was asked makes, worth no more squares than it has."""

import numpy as np
import pytest

from tests.actions.pilots.worlds import drawn
from workbench.actions.pilots.drift import Drift, drift, own_spread, pooled, with_drift
from workbench.actions.pilots.panel import Panel


def test_by_hand():
    change = np.array([[0.1, 0.3], [0.2, 0.0], [0.6, 0.0]])
    found = pooled([(change, np.full((3, 2), 0.01))])
    assert found.observed == pytest.approx((change.var(axis=0, ddof=1)).mean())
    assert found.spread == pytest.approx(found.observed - 0.01)
    assert found.seen == 2


def test_sampling_chance_alone_is_no_drift():
    assert pooled([(np.array([[0.1], [0.0], [0.05]]), np.full((3, 1), 1.0))]).spread == 0


def test_indicators_that_move_together_count_as_one_and_others_as_many():
    rng = np.random.default_rng(7)
    shared = np.repeat(rng.normal(size=(6, 1)), 30, axis=1)
    assert pooled([(shared, np.zeros((6, 30)))]).df == pytest.approx(5)
    apart = [pooled([(rng.normal(size=(6, 30)), np.zeros((6, 30)))]).df for _draw in range(200)]
    assert 100 < np.median(apart) <= 150


def test_its_variance_is_that_of_a_mean_of_squares():
    # df d of a variance estimate s² says that its own variance is 2 s⁴ / d
    rng = np.random.default_rng(9)
    root = np.linalg.cholesky(0.3 * np.eye(12) + 0.7)
    found = [pooled([(rng.normal(size=(5, 12)) @ root.T, np.zeros((5, 12)))]) for _draw in range(3000)]
    seen = np.array([one.observed for one in found])
    true = 2 * seen.mean() ** 2 / seen.var()
    assert np.median([one.df for one in found]) == pytest.approx(true, rel=0.3)


def test_two_territories_show_no_spread_and_three_do():
    rng = np.random.default_rng(0)
    for count, known in ((2, False), (3, True)):
        panel = Panel(drawn(rng, "ABCD"[:count], indicators=("MOB", "AIR", "WORK")), ["mean"])
        found = drift(panel, "survey", "mean", {"MOB": "2024"})
        assert (found is not None) == known
    assert found.seen == 5  # two indicators over two pairs of waves, and the pilot's own before its start
    assert drift(panel, "survey", "mean", {}, among=["A", "B"]) is None
    assert drift(panel, "survey", "mean", dict.fromkeys(("MOB", "AIR", "WORK"), "2018")) is None


def test_territories_drift_as_much_as_they_were_made_to():
    rng = np.random.default_rng(11)
    names = tuple(f"I{k:02}" for k in range(40))
    panel = Panel(drawn(rng, [f"T{k}" for k in range(12)], indicators=names, people=2000, shock=0.03), ["mean"])
    found = drift(panel, "survey", "mean", {})
    # a shock moves people from the lowest to the highest level: 4 steps of the scale's 4, in both waves of a change
    assert np.sqrt(found.spread) == pytest.approx(0.03 * np.sqrt(2), rel=0.1)


def test_comparison_territories_show_their_own_spread():
    found = own_spread([0.4, 0.0, -0.4], [0.01, 0.01, 0.01], 4)
    assert (found.observed, found.df) == (pytest.approx(0.01), 2)
    assert own_spread([0.4], [0.01], 4) is None


def test_with_no_drift_the_interval_is_that_of_who_was_asked():
    found = with_drift(0.5, 0.1, 100, Drift(0.0, 0.0, 5.0, 3), 1.5, 4)
    assert found["df"] == pytest.approx(100)
    assert found["high"] - 0.5 == pytest.approx(0.1 * 1.98397, abs=1e-4)
    wide = with_drift(0.5, 0.1, 100, Drift(0.01, 0.01, 5.0, 3), 1.5, 4)
    assert wide["se"] == pytest.approx(np.sqrt(0.01 * 1.5 * 16 + 0.01))
    assert 5 < wide["df"] < 6
