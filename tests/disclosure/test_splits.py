"""Tables that are split by different columns speak of the same people: what one hides, another must not tell."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.disclosure.tables import answers, indicators, spread
from workbench.cube import count_levels
from workbench.disclosure import audit_disclosure, protect
from workbench.scores import score, score_themes

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


@pytest.mark.parametrize("column", ["age", "language", "stratum", "cluster", "kind"])
def test_a_cube_may_be_split_by_a_column_whose_name_another_table_has(column):
    sizes = {"a": 30, "b": 25, "c": 8, "d": 3}
    rows = pd.concat([answers({"": spread(n)}).assign(**{column: name}) for name, n in sizes.items()])
    own = column in ("stratum", "cluster")
    cube = count_levels(rows, indicators(), by=() if own else column)
    tables = {"whole": score(cube, lonely="centre"), "parts": score(cube, by=column, lonely="centre")}
    made = protect(tables)
    told = made["parts"].query("facet == 'mean'").set_index(column)["n"]
    assert made["whole"]["n"].notna().all()
    assert told[["a", "b"]].tolist() == [30, 25]
    assert told[["c", "d"]].isna().all()
    assert audit_disclosure(made).empty


def test_each_theme_is_a_figure_of_its_own():
    levels = {"young": [1] * 9, "older": spread(9), "parents": spread(10), "carers": spread(12)}
    rows = pd.concat([answers({name: spread(9, start=1) for name in levels}), answers(levels, indicator="BUS")])
    declared = indicators("AIR", "BUS").assign(theme=["Air", "Moving"])
    table = score_themes(count_levels(rows, declared), by=["territory", "wave", "group"], facets="mean")
    made = protect(table)
    hidden = made[made["estimate"].isna()]
    assert set(hidden["theme"]) == {"Moving"}
    assert "young" in set(hidden["group"])
    few = protect(table.assign(n=table["n"].mask((table["group"] == "older") & (table["theme"] == "Air"), 3)))
    assert few[few["theme"] == "Air"].set_index("group")["n"].isna().to_dict()["older"]
    assert few.query("theme == 'Moving' and group == 'carers'")["n"].notna().all()
