import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from workbench.scores.intervals import (
    adjusted,
    critical,
    difference_interval,
    logit_interval,
    p_value,
    polarisation_interval,
    satterthwaite,
    share_critical,
    share_interval,
)


def test_wilson_is_the_textbook_interval():
    """Newcombe (1998), 81 of 263: 0.2553 to 0.3662; 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718."""
    for count, n, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)):
        share = count / n
        for known in ({"df": np.inf}, {"df": n - 1, "n": n}):  # drawn one by one, t has no part in it
            found = share_interval(share, np.sqrt(share * (1 - share) / n), n, **known)
            assert [round(float(end), 4) for end in found] == [low, high]


def test_few_clusters_divide_the_effective_size_as_korn_and_graubard_have_it():
    """n* = p(1 − p)/se² · (t of n − 1 / t of df)², and then the interval of as many drawn one by one."""
    share, se, n, df = 0.2, 0.06, 90, 5
    size = share * (1 - share) / se**2 * (stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, df)) ** 2
    expected = share_interval(share, np.sqrt(share * (1 - share) / size), size, np.inf)
    assert share_interval(share, se, 90, df, n=n) == pytest.approx(expected)
    assert share_critical(df, np.inf) == pytest.approx(stats.t.ppf(0.975, df))  # where its error is not known from it
    assert share_critical([3, 0, np.nan], [2, 1, 9])[0] == pytest.approx(stats.norm.ppf(0.975))  # never less than that
    assert np.isnan(share_critical([3, 0, np.nan], [2, 1, 9])[1:]).all()


def test_a_share_of_few_people_drawn_one_by_one_is_covered_as_promised():
    """Every outcome with its probability, over many true shares: on average 95 %, where Student's t gives 97 %."""
    n, true = 20, np.linspace(0.05, 0.95, 181)[:, None]
    count = np.arange(n + 1)
    share, chance = count / n, stats.binom.pmf(count, n, true)

    def covered(**known):
        low, high = share_interval(share, np.sqrt(share * (1 - share) / (n - 1)), n - 1, n - 1, **known)
        return (((low <= true) & (true <= high)) * chance).sum(axis=1).mean()

    assert covered(n=n) == pytest.approx(0.955, abs=0.01)
    assert covered() > covered(n=n) + 0.005


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


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999])
def test_the_series_of_students_t_is_scipys_to_the_twelfth_digit(confidence):
    df = np.array([*range(1, 1021), 1234.5, 1e6, np.inf, 2.5])
    for some in (df[:300], df[:-1], df):
        assert critical(some, confidence) == pytest.approx(stats.t.ppf(0.5 + confidence / 2, some), rel=1e-12)
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


def polarised(counts):
    """Return what `polarisation_interval` takes, of people drawn at random."""
    counts = np.atleast_2d(counts)
    n = counts.sum(axis=1)
    below = np.cumsum(counts / n[:, None], axis=1)[:, :-1]
    scale, spread = 4 / below.shape[1], below * (1 - below)
    steps = np.tri(counts.shape[1])[:-1]
    move = scale * (1 - 2 * below) @ steps
    shares = counts / n[:, None]
    variance = (shares * move**2).sum(axis=1) - (shares * move).sum(axis=1) ** 2
    bias = scale * spread.sum(axis=1) / (n - 1)
    value = np.minimum(scale * spread.sum(axis=1) + bias, 1)
    return value, np.sqrt(np.maximum(variance, 0) / (n - 1)), below, bias, n - 1, n - 1


def test_polarisation_is_covered_also_where_answers_crowd_at_one_end():
    rng = np.random.default_rng(4)
    for shares, true in (([0.02, 0.05, 0.13, 0.3, 0.5], 0.4868), ([0.01, 0.02, 0.04, 0.13, 0.8], 0.2639)):
        low, high = polarisation_interval(*polarised(rng.multinomial(30, shares, size=4_000)))
        assert ((low <= true) & (true <= high)).mean() == pytest.approx(0.955, abs=0.02)


def test_a_polarisation_on_two_levels_has_the_interval_of_the_arcsine():
    """4F(1 − F) is sin²(2θ) where F = sin²θ, and θ varies alike everywhere: ± t / (2√n) on θ, far from ½ and from 0."""
    args = polarised([400, 1600])
    low, high = polarisation_interval(*args)
    wider = (400 + 0.5 * 2000 / 1999) / (2000 + 2000 / 1999)  # one answer more
    reach = critical(1999) / (2 * np.sqrt(2000))
    ends = [np.sin(2 * (np.arcsin(np.sqrt(wider)) + side * reach)) ** 2 for side in (-1, 1)]
    assert [float(low[0]), float(high[0])] == pytest.approx(ends, abs=4e-4)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8).filter(lambda counts: sum(counts) >= 2))
@example([0, 2, 2])
@example([20, 20, 0])
def test_the_interval_of_a_polarisation_holds_it_and_mirrors(counts):
    args = polarised(counts)
    low, high = polarisation_interval(*args)
    if np.count_nonzero(counts) > 1:
        assert 0 <= low[0] <= args[0][0] <= high[0] <= 1
        np.testing.assert_allclose(polarisation_interval(*polarised(counts[::-1])), (low, high), atol=1e-9)
    else:
        assert np.isnan(low[0])


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
