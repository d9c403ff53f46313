"""Residents beside professionals beside institutions: pairs as `compare_standpoints` gives them, or one row each."""

import pandas as pd

from workbench.charts import alt_text, caption, chart_data, plot_standpoints
from workbench.cube import count_levels
from workbench.scores import compare_standpoints


def pairs(direction):
    return pd.DataFrame(
        [
            ("HEARD", "resident", "professional", 2.1, 3.0, -0.9, "none"),
            ("HEARD", "resident", "institution", 2.1, 3.6, -1.5, direction),
        ],
        columns=["indicator", "standpoint", "other", "estimate", "estimate_other", "difference", "direction"],
    ).assign(n=20, n_other=8)


def test_only_a_distance_that_holds_is_announced():
    assert caption(plot_standpoints(pairs("worse"))).headline == "HEARD: 2.1 for residents, 3.6 for institutions"
    assert "No standpoint is established" in caption(plot_standpoints(pairs("none"))).headline


def test_pairs_become_one_row_for_each_standpoint():
    data = chart_data(plot_standpoints(pairs("worse")))
    assert data["standpoint"].tolist() == ["resident", "professional", "institution"]
    assert data["estimate"].tolist() == [2.1, 3.0, 3.6]
    assert data["notable"].tolist() == [True, False, True]


def test_each_standpoint_has_a_mark_of_its_own():
    ax = plot_standpoints(pairs("worse"))
    assert {"o", "s", "D"} <= {line.get_marker() for line in ax.lines}


def test_alt_text_has_the_figures_and_their_n():
    assert "residents 2.1 (n = 20)" in alt_text(plot_standpoints(pairs("worse")))


def test_it_draws_what_the_scores_room_gives():
    answers = pd.DataFrame(
        {
            "respondent": range(24),
            "territory": "V",
            "wave": "2024",
            "indicator": "MOB",
            "group": ["a"] * 8 + ["b"] * 8 + ["c"] * 8,
        }
    ).assign(
        standpoint=["resident"] * 8 + ["professional"] * 8 + ["institution"] * 8, level=[1] * 8 + [3, 4] * 4 + [5] * 8
    )
    cube = count_levels(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}), by=["standpoint"])
    ax = plot_standpoints(compare_standpoints(cube))
    assert caption(ax).headline == "MOB: 1.0 for residents, 5.0 for institutions"
