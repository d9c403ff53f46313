import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from workbench.themes.consensus import agreement, curve, joined, resampled, stability, usual_k


def blobs(k=4, each=25, spread=0.3, seed=0):
    random = np.random.default_rng(seed)
    middles = random.normal(0, 3, (k, 6))
    return np.repeat(middles, each, axis=0) + random.normal(0, spread, (k * each, 6)), np.repeat(np.arange(k), each)


def test_themes_that_are_there_are_found_and_hold():
    points, true = blobs()
    labels = resampled(points, 4)
    shares = joined(labels, 4)
    assert adjusted_rand_score(true, shares.argmax(axis=1)) == 1
    assert shares.sum(axis=1) == pytest.approx(1)
    assert shares.max(axis=1).min() > 0.6
    assert min(stability(labels, true).values()) > 0.8


def test_the_number_of_themes_that_holds_best_is_chosen():
    points, _true = blobs(k=3, each=40)
    table = curve(points, [2, 3, 4, 6, 9])
    assert table.loc[table["chosen"], "k"].tolist() == [3]


def test_noise_does_not_hold():
    points = np.random.default_rng(1).normal(size=(200, 20))
    assert agreement(resampled(points, 8, runs=6)) < 0.2


def test_stability_is_the_share_of_pairs_that_stay_together():
    labels = np.array([[0, 0, 1, 1], [0, 1, 1, 1]])
    themes = np.array([0, 0, 0, 1])
    together = [[0, 1], [1, 2]]  # of the pairs 01 02 12 of theme 0: run one keeps 01, run two keeps 12
    assert stability(labels, themes) == {0: pytest.approx(sum(map(len, together)) / 2 / 6), 1: 1.0}


@given(st.integers(2, 30), st.integers(1, 6))
@settings(max_examples=15, deadline=None)
def test_any_number_of_points_and_themes_will_do(n, k):
    points = np.random.default_rng(n).normal(size=(n, 5))
    k = min(k, n)
    shares = joined(resampled(points, k, runs=5), k)
    assert shares.shape == (n, k)
    assert shares.sum(axis=1) == pytest.approx(1)


def test_the_same_seed_gives_the_same():
    points, _true = blobs(spread=2.5)
    assert np.array_equal(resampled(points, 5, seed=3), resampled(points, 5, seed=3))
    assert not np.array_equal(resampled(points, 5, seed=3), resampled(points, 5, seed=4))


def test_the_usual_number_grows_slowly():
    assert [usual_k(n) for n in (1, 12, 100, 365, 900, 10**6)] == [1, 2, 6, 11, 17, 30]
