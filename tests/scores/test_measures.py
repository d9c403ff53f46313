import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.samples import shared
from workbench.scores import (
    bad_share,
    cumulative,
    disparity_parts,
    ends,
    good_share,
    mean_situation,
    median_situation,
    polarisation,
    win_probability,
)

TYPICAL = [0.05, 0.15, 0.30, 0.35, 0.15]


@st.composite
def distributions(draw, rows=None, levels=None):
    """Draw rows of shares on one scale, empty levels among them."""
    levels = levels or draw(st.integers(2, 9))
    shape = (rows or draw(st.integers(1, 5)), levels)
    counts = draw(hnp.arrays(int, shape, elements=st.integers(0, 40)))
    counts[:, 0] += counts.sum(axis=1) == 0
    return counts / counts.sum(axis=1, keepdims=True)


def test_published_distributions_have_their_published_figures():
    golden = pd.read_csv(shared("reference", "ordinal_golden.csv"))
    shares = golden[["p1", "p2", "p3", "p4", "p5"]].to_numpy()
    np.testing.assert_allclose(mean_situation(shares), golden["mean"], atol=1e-6)
    np.testing.assert_allclose(polarisation(shares), golden["blair_lacy"], atol=1e-6)
    # what the package offers of these; the other columns are indices that it does not show
    # "30 / 70 ends" and the others agree; where the median is not unique the lower one is taken
    np.testing.assert_allclose(median_situation(shares), golden["median"], atol=1e-6)


def test_small_samples_have_the_bias_that_was_published_and_none_once_corrected():
    """reference/README.md: 20,000 draws, plug-in bias −0.060, −0.030, −0.012, −0.003; times n/(n−1) at most 0.001."""
    rng = np.random.default_rng(5)
    for n, bias in ((10, -0.060), (20, -0.030), (50, -0.012), (200, -0.003)):
        shares = rng.multinomial(n, TYPICAL, size=20_000) / n
        assert (polarisation(shares) - 0.585).mean() == pytest.approx(bias, abs=0.0025)
        # what is kept at most 1 hides nothing here
        assert (polarisation(shares, n_eff=np.full(len(shares), n)) - 0.585).mean() == pytest.approx(0, abs=0.0025)


def test_four_identical_groups_look_apart_and_between_corrected_does_not():
    """reference/README.md: max − min of the means of four identical groups of 30 is 0.400 on average."""
    rng = np.random.default_rng(6)
    shares = rng.multinomial(30, TYPICAL, size=(4_000, 4)) / 30
    means = shares @ np.arange(1, 6)
    assert (means.max(axis=1) - means.min(axis=1)).mean() == pytest.approx(0.400, abs=0.01)
    parts = np.array([[*disparity_parts(draw, np.ones(4)), *disparity_parts(draw, np.ones(4), n_eff=[30] * 4)] for draw in shares])
    _within, between, within_c, between_c = parts.mean(axis=0)
    assert between > 0.01
    assert between_c == pytest.approx(0, abs=0.002)
    assert within_c == pytest.approx(0.585, abs=0.002)


@given(distributions(), st.data())
def test_polarisation_splits_exactly_over_groups(shares, data):
    voices = np.array(data.draw(st.lists(st.floats(0.01, 10), min_size=len(shares), max_size=len(shares))))
    mix = voices @ shares / voices.sum()
    within, between = disparity_parts(shares, voices)
    assert within + between == pytest.approx(polarisation(mix), abs=1e-12)
    assert between >= 0
    assert within >= 0


@given(distributions())
def test_reversing_the_scale_mirrors_what_it_must(shares):
    levels = shares.shape[1]
    turned = shares[:, ::-1]
    np.testing.assert_allclose(polarisation(turned), polarisation(shares), atol=1e-12)
    np.testing.assert_allclose(mean_situation(turned), levels + 1 - mean_situation(shares), atol=1e-9)
    np.testing.assert_allclose(good_share(turned), bad_share(shares), atol=1e-12)
    np.testing.assert_allclose(win_probability(turned, turned[:1]), 1 - win_probability(shares, shares[:1]), atol=1e-9)


@given(distributions())
def test_indices_stay_where_they_can_be(shares):
    levels = shares.shape[1]
    assert np.all((polarisation(shares) >= 0) & (polarisation(shares) <= 1 + 1e-12))
    np.testing.assert_allclose(mean_situation(shares), levels - cumulative(shares).sum(axis=1), atol=1e-9)
    # at least half of the answers are at or below the median, fewer than half below it
    median = median_situation(shares).astype(int)
    below = np.cumsum(np.c_[np.zeros(len(shares)), shares], axis=1)
    rows = np.arange(len(shares))
    assert np.all(below[rows, median] >= 0.5 - 1e-9)
    assert np.all(below[rows, median - 1] < 0.5)


def test_an_empty_level_counts_as_a_level():
    assert polarisation([0, 0.5, 0, 0.5, 0]) == pytest.approx(0.5)
    assert polarisation([0.5, 0, 0.5]) == 1


def test_short_scales_have_fewer_levels_at_their_ends():
    assert [ends(levels) for levels in (2, 3, 4, 5)] == [1, 1, 2, 2]
    assert good_share([0.2, 0.5, 0.3]) == pytest.approx(0.3)
    assert good_share([0.1, 0.2, 0.3, 0.4]) == pytest.approx(0.7)


def test_an_empty_row_stays_empty():
    empty = np.full((1, 5), np.nan)
    for measure in (polarisation, mean_situation, good_share, bad_share, median_situation):
        assert np.isnan(measure(empty)).all()
    assert np.isnan(polarisation(TYPICAL, n_eff=1))


def test_shares_that_are_none_are_refused():
    with pytest.raises(ValueError, match=r"each row sums to 1, found 0\.9"):
        polarisation([0.5, 0.4])
    with pytest.raises(ValueError, match="at least two levels"):
        polarisation([1.0])
    assert polarisation(np.array([0.1] * 10)) < 1  # ten times 0.1 is 1 but for rounding


def test_win_probability_counts_ties_half():
    assert win_probability(TYPICAL, TYPICAL) == pytest.approx(0.5)
    assert win_probability([0, 0, 1], [1, 0, 0]) == 1
    # by hand: (2,3) against (1,2): wins 1·½ + ties ½·½·½ …
    assert win_probability([0, 0.5, 0.5], [0.5, 0.5, 0]) == pytest.approx(0.875)
