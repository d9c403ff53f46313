import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.scores.intervals import (
    adjusted,
    critical,
    difference_interval,
    logit_interval,
    p_value,
    satterthwaite,
    share_interval,
)


def test_wilson_is_the_textbook_interval():
    """Newcombe (1998), 81 of 263: 0.2553 to 0.3662; 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718."""
    for count, n, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)):
        share = count / n
        found = share_interval(share, np.sqrt(share * (1 - share) / n), n, np.inf)
        assert [round(float(end), 4) for end in found] == [low, high]


def test_the_difference_of_two_shares_is_newcombes():
    """Newcombe (1998), method 10: 56/70 − 48/80 is 0.2, from 0.0524 to 0.3339."""
    sides = []
    for count, n in ((48, 80), (56, 70)):
        share = count / n
        sides.append((share, *share_interval(share, np.sqrt(share * (1 - share) / n), n, np.inf)))
    assert [round(float(end), 4) for end in difference_interval(*sides)] == [0.0524, 0.3339]


def test_correlation_narrows_a_difference():
    sides = (0.4, 0.3, 0.5), (0.6, 0.5, 0.7)
    apart, together = difference_interval(*sides), difference_interval(*sides, correlation=0.8)
    assert together[0] > apart[0]
    assert together[1] < apart[1]


def test_students_t_is_scipys_and_needs_degrees_of_freedom():
    assert critical(7) == pytest.approx(stats.t.ppf(0.975, 7))
    assert critical(np.inf, 0.9) == pytest.approx(stats.norm.ppf(0.95))
    assert np.isnan(critical([0, -1, np.nan])).all()
    assert p_value(1.3, 0.5, 9) == pytest.approx(2 * stats.t.sf(2.6, 9))
    assert np.isnan(p_value(1.0, 0.0, 9))
    assert np.isnan(p_value(1.0, 0.5, 0))


def test_welchs_degrees_of_freedom_are_scipys():
    rng = np.random.default_rng(3)
    a, b = rng.normal(0, 1, 9), rng.normal(0, 3, 14)
    parts = [(sample.var(ddof=1) / len(sample), len(sample) - 1) for sample in (a, b)]
    assert satterthwaite(*parts) == pytest.approx(stats.ttest_ind(a, b, equal_var=False).df)
    assert satterthwaite((0.5, 9), (0.0, 4)) == pytest.approx(9)
    assert np.isnan(satterthwaite((np.nan, 9), (0.5, 4)))


@given(st.floats(0.001, 0.999), st.floats(1e-4, 2), st.integers(1, 200))
def test_intervals_hold_their_figure_and_stay_possible(value, se, df):
    for low, high in (share_interval(value, se, 50, df), logit_interval(value, se, df)):
        assert 0 <= low <= value <= high <= 1


def test_where_nothing_is_known_nothing_is_said():
    for value, se in ((0.0, 0.1), (1.0, 0.1), (0.5, 0.0), (0.5, np.nan)):
        assert np.isnan(logit_interval(value, se, 9)).all()
    assert np.isnan(share_interval(0.5, np.nan, 20, 9)).all()
    assert np.isnan(share_interval(0.5, 0.1, 20, 0)).all()


def test_p_is_adjusted_family_by_family():
    p = np.array([0.01, 0.02, np.nan, 0.03, 0.5, 0.04])
    family = [0, 0, 0, 1, 1, 0]
    expected = stats.false_discovery_control(p[[0, 1, 5]])
    np.testing.assert_allclose(adjusted(p, family)[[0, 1, 5]], expected)
    np.testing.assert_allclose(adjusted(p, family)[[3, 4]], [0.06, 0.5])
    assert np.isnan(adjusted(p, family)[2])
    assert len(adjusted([], [])) == 0
