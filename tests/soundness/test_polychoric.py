"""Polychoric correlations: closed forms, and what one person contributes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.soundness.polychoric import polychoric

tables = st.lists(st.lists(st.integers(1, 30), min_size=3, max_size=3), min_size=2, max_size=4).map(np.array)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.25, 0.35, 0.45])
def test_of_two_halves_it_is_the_sine(share):
    rho, _influence = polychoric(np.array([[share, 0.5 - share], [0.5 - share, share]]) * 1000)
    assert rho == pytest.approx(np.sin(np.pi / 2 * (4 * share - 1)), abs=1e-5)


@settings(deadline=None, max_examples=25)
@given(tables)
def test_it_is_the_same_the_other_way_round_and_turns_with_a_scale(table):
    rho, influence = polychoric(table)
    other, turned = polychoric(table.T), polychoric(table[::-1])
    assert other[0] == pytest.approx(rho, abs=1e-4)
    assert pytest.approx(influence, abs=0.02) == other[1].T
    assert turned[0] == pytest.approx(-rho, abs=1e-4)


@settings(deadline=None, max_examples=25)
@given(tables)
def test_influences_add_up_to_nothing_and_foretell_a_further_person(table):
    rho, influence = polychoric(table * 20)
    people = table * 20
    assert (people * influence).sum() / people.sum() == pytest.approx(0, abs=1e-3)
    more = people.astype(float)
    more[0, 0] += 1
    moved = (polychoric(more)[0] - rho) * more.sum()
    assert moved == pytest.approx(influence[0, 0], abs=0.05 + 0.1 * abs(influence[0, 0]))


def test_levels_that_nobody_chose_change_nothing_and_one_that_does_not_vary_has_none():
    table = np.array([[10, 4, 1], [3, 9, 6]])
    wider = np.insert(np.insert(table, 1, 0, axis=0), 2, 0, axis=1)
    assert polychoric(wider)[0] == pytest.approx(polychoric(table)[0])
    assert np.isnan(polychoric([[5, 6, 7]])[0])
