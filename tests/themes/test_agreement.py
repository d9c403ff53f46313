"""Agreement of coders against worked examples that were published, and its properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.themes.agreement import cohen_kappa, interval, krippendorff_alpha, percent_agreement

# Krippendorff (2011), section C: four observers, twelve units, five categories, missing values (.)
RELIABILITY = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def patterns(observers):
    return np.array([[-1 if value is None else value for value in unit] for unit in zip(*observers, strict=True)])


def test_alpha_of_four_observers_with_missing_values():
    found = patterns(RELIABILITY)
    assert krippendorff_alpha(found, np.ones(12)) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_two_observers_and_more_than_two_categories():
    """Krippendorff (2011), section B: two observers, twelve units, five categories: alpha = 0.692."""
    first, second = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"], ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]  # fmt: skip
    codes = [[ord(one) - 97, ord(other) - 97] for one, other in zip(first, second, strict=True)]
    assert krippendorff_alpha(codes, np.ones(12)) == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_the_binary_example():
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert krippendorff_alpha(list(zip(first, second, strict=True)), np.ones(10)) == pytest.approx(0.095, abs=5e-4)


def test_kappa_of_cohens_table():
    """Cohen (1960): 200 joint judgements, .70 observed, .41 by chance, kappa = .492."""
    table = np.array([[88, 10, 2], [14, 40, 6], [18, 10, 12]])
    cells = [[i, j] for i in range(3) for j in range(3)]
    assert percent_agreement(cells, table.ravel()) == pytest.approx(0.70)
    assert cohen_kappa(cells, table.ravel()) == pytest.approx(0.492, abs=5e-4)


def test_kappa_of_fleiss_table():
    """Fleiss, Levin & Paik (2003), table 18.1: 100 subjects, kappa = .676."""
    table = [75, 1, 4, 5, 4, 1, 0, 0, 10]
    cells = [[i, j] for i in range(3) for j in range(3)]
    assert cohen_kappa(cells, table) == pytest.approx(0.676, abs=5e-4)


CODES = st.lists(st.lists(st.integers(-1, 3), min_size=3, max_size=3), min_size=2, max_size=20)


@given(CODES)
def test_counting_patterns_is_the_same_as_listing_units(units):
    distinct, counts = np.unique(np.array(units), axis=0, return_counts=True)
    for measure in (percent_agreement, cohen_kappa, krippendorff_alpha):
        each, together = measure(np.array(units), np.ones(len(units))), measure(distinct, counts)
        assert np.isnan(each) == np.isnan(together)
        assert np.isnan(each) or each == pytest.approx(together)
        assert np.isnan(each) or each <= 1 + 1e-9


@given(CODES, st.permutations(range(4)), st.permutations(range(3)))
def test_the_names_of_categories_and_the_order_of_coders_do_not_matter(units, renamed, order):
    first = np.array(units)
    second = np.where(first < 0, -1, np.array(renamed)[first])[:, list(order)]
    for measure in (percent_agreement, cohen_kappa, krippendorff_alpha):
        a, b = measure(first, np.ones(len(first))), measure(second, np.ones(len(first)))
        assert a == pytest.approx(b, nan_ok=True)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30))
def test_coders_who_always_agree_have_one_unless_nothing_could_differ(values):
    units = np.array([values, values]).T
    expected = 1 if len(set(values)) > 1 else np.nan
    for measure in (cohen_kappa, krippendorff_alpha):
        assert measure(units, np.ones(len(units))) == pytest.approx(expected, nan_ok=True)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    random, held = np.random.default_rng(5), []
    for _repeat in range(200):
        truth = random.integers(0, 4, 150)
        other = np.where(random.random(150) < 0.7, truth, random.integers(0, 4, 150))
        distinct, counts = np.unique(np.stack([truth, other], axis=1), axis=0, return_counts=True)
        low, high = interval(krippendorff_alpha, distinct, counts, draws=300)
        held.append(low <= 0.7 <= high)  # 70 % seen alike, the rest by chance: alpha = .70
    assert 0.90 <= np.mean(held) <= 0.98


def test_full_agreement_of_few_leaves_room_for_doubt():
    low, high = interval(krippendorff_alpha, [[0, 0], [1, 1]], [3, 2])
    assert low < 0.8 < high == 1
    assert interval(krippendorff_alpha, [[0, 0], [1, 1]], [300, 200])[0] > 0.99
    assert np.isnan(interval(percent_agreement, [[0, 0]], [1])).all()
