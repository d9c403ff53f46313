"""Tables that are split by different columns speak of the same people: what one hides, another must not tell."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.disclosure.tables import answers, indicators, spread
from workbench.cube import count_levels
from workbench.disclosure import audit_disclosure, protect
from workbench.scores import score

PARTS = ["wave", "gender", "place"]


def survey(counts):
    """Return answers of a survey: counts by wave, gender and place."""
    return pd.concat(
        [
            answers({"": spread(n, start=sum(where))}, wave=f"w{where[0]}").assign(
                gender=f"g{where[1]}", place=f"p{where[2]}"
            )
            for where, n in np.ndenumerate(counts) if n
        ],
        ignore_index=True,
    )  # fmt: skip


def least_and_most(tables, counts):
    """Return what a reader can make of each hidden n, by a programme over the smallest cells that shares no code."""
    places = [[part[0] + str(at) for part, at in zip(PARTS, where, strict=True)] for where in np.ndindex(counts.shape)]
    cells = pd.DataFrame(places, columns=PARTS)
    known, right, hidden = [], [], []
    for by, table in tables.items():
        listed = np.zeros(len(cells), dtype=bool)
        for row in table[table["facet"] == "mean"].to_dict("records"):
            mine = np.logical_and.reduce([cells[key] == row[key] for key in by], axis=0) & np.ones(len(cells), bool)
            listed |= mine
            if pd.isna(row["n"]):
                hidden.append(mine.astype(float))
            else:
                known.append(mine.astype(float))
                right.append(float(row["n"]))
        known.append((~listed).astype(float))  # who stands in no line is nobody
        right.append(0.0)
    found = []
    for mine in hidden:
        ends = [linprog(sign * mine, A_eq=np.array(known), b_eq=right, method="highs") for sign in (1, -1)]
        found.append((ends[0].fun, np.inf if ends[1].status == 3 else -ends[1].fun))
    return found


def test_two_tables_without_a_common_total_give_nothing_away_together():
    counts = np.array([[[2, 9], [8, 9]], [[1, 11], [12, 10]]])
    cube = count_levels(survey(counts), indicators(), by=PARTS[1:])
    tables = {by: score(cube, by=by, facets="mean") for by in (("gender", "place"), ("gender", "wave"))}
    made = dict(zip(tables, protect({"-".join(by): table for by, table in tables.items()}).values(), strict=True))
    hidden = made["gender", "place"].query("n.isna()")
    assert sorted(zip(hidden["gender"], hidden["place"], strict=True)) == [("g0", "p0"), ("g0", "p1")]
    assert all(most - least >= 5 for least, most in least_and_most(made, counts))


SPLITS = [("wave",), ("gender",), ("place",), ("wave", "gender"), ("wave", "place"), ("gender", "place"), tuple(PARTS)]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 12), min_size=8, max_size=8),
    st.lists(st.sampled_from(SPLITS), min_size=2, max_size=4, unique=True),
    st.sampled_from([3, 5, 10]),
)
def test_no_choice_of_splits_lets_a_hidden_n_be_worked_out(people, splits, minimum):
    counts = np.array(people).reshape(2, 2, 2)
    if not counts.any():
        return
    cube = count_levels(survey(counts), indicators(), by=PARTS[1:])
    tables = {"_".join(by): score(cube, by=by, facets="mean") for by in splits}
    made = protect(tables, minimum=minimum, small=0)
    for least, most in least_and_most({by: made["_".join(by)] for by in splits}, counts):
        assert most - least >= minimum - 1e-6
    finds = audit_disclosure(made, minimum=minimum, small=0)
    assert finds[finds["attack"].isin(["few", "narrow"])].empty
