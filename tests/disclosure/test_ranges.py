"""The bounds of hidden cells are those that counting every possible table gives."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.disclosure.complement import hide_more
from workbench.disclosure.everybody import tells_of_everybody
from workbench.disclosure.ranges import link, ranges
from workbench.scores import ends


def crossed(counts):
    """Return the cells of a table with its margins, all linked."""
    counts = np.array(counts)
    rows = [
        {"indicator": "AIR", "origin": "survey", "gender": gender, "place": place, "n": n}
        for gender, place, n in [
            ("∅", "∅", counts.sum()),
            *((f"g{i}", "∅", n) for i, n in enumerate(counts.sum(axis=1))),
            *(("∅", f"p{k}", n) for k, n in enumerate(counts.sum(axis=0))),
            *((f"g{i}", f"p{k}", n) for (i, k), n in np.ndenumerate(counts)),
        ]
    ]
    return pd.DataFrame(rows).assign(group="∅")


KEYS = ["gender", "place", "group"]


#: Every two by two table of up to eight people a cell, with its margins in the order of `crossed`.
CELLS = np.array(list(product(range(9), repeat=4)))
WHOLE = (
    CELLS @ np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1], *np.eye(4, dtype=int)]).T
)


@settings(max_examples=15, deadline=None)
@given(
    counts=st.lists(st.integers(0, 2), min_size=4, max_size=4), hidden=st.lists(st.booleans(), min_size=9, max_size=9)
)
def test_bounds_are_exact_in_a_table_with_margins(counts, hidden):
    table = crossed(np.reshape(counts, (2, 2)))
    n, unknown = table["n"].to_numpy(dtype=float), np.array(hidden)
    low, high = ranges(n, link(table, KEYS), unknown)
    possible = WHOLE[(WHOLE[:, ~unknown] == n[~unknown]).all(axis=1)]
    bounded = np.isfinite(high)
    assert low == pytest.approx(possible.min(axis=0))
    assert high[bounded] == pytest.approx(possible.max(axis=0)[bounded])
    assert (possible.max(axis=0)[~bounded] >= 8).all()


def test_a_ring_of_hidden_cells_is_solved_by_programming():
    # four hidden cells of a three by three table: bounds that no single sum tells
    table = crossed([[2, 3, 9], [4, 1, 9], [9, 9, 9]])
    unknown = (table["gender"].isin(["g0", "g1"]) & table["place"].isin(["p0", "p1"])).to_numpy()
    low, high = ranges(table["n"].to_numpy(dtype=float), link(table, KEYS), unknown)
    # g0: 2 + 3, g1: 4 + 1, p0: 2 + 4, p1: 3 + 1
    assert low[unknown].tolist() == [1, 0, 1, 0]
    assert high[unknown].tolist() == [5, 4, 5, 4]


@settings(max_examples=60, deadline=None)
@given(n=st.lists(st.integers(0, 30), min_size=2, max_size=9), need=st.integers(2, 12))
def test_complements_are_enough_and_few(n, need):
    cells = pd.DataFrame({"indicator": "AIR", "origin": "groups", "group": ["∅", *(f"g{k}" for k in range(len(n)))]})
    whole = np.array([sum(n), *n], dtype=float)
    links = link(cells.assign(n=whole), ["group"])
    few = (whole > 0) & (whole < need)
    hidden = hide_more(whole, links, few, np.full(len(whole), float(need)))
    assert (hidden >= few).all()
    if not few.any():
        assert not hidden.any()
        return
    if hidden[0]:  # the total is hidden only where nothing else is left to hide
        assert hidden[1:][whole[1:] > 0].all()
    else:
        mine = whole[1:][hidden[1:]]
        assert len(mine) > 1
        assert mine.sum() >= need
        assert np.count_nonzero(hidden & ~few) <= 2


@settings(max_examples=100, deadline=None)
@given(levels=st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_a_mean_tells_of_everybody_where_every_way_to_reach_it_does(levels):
    n, total, end = len(levels), sum(levels), ends(5)
    ways = np.array(list(product(range(n + 1), repeat=4)))
    ways = np.column_stack([ways, n - ways.sum(axis=1)])
    ways = ways[(ways[:, 4] >= 0) & (ways @ np.arange(1, 6) == total)]
    parts = (slice(0, end), slice(end, 5), slice(5 - end, 5), slice(0, 5 - end))
    assert tells_of_everybody(n, total / n, 5) == any((ways[:, part].sum(axis=1) == 0).all() for part in parts)
