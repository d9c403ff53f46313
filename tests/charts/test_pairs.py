"""Who is better off than whom, as `compare_pairs` gives it."""

import pandas as pd

from tests.samples import scale, sessions
from workbench.charts import alt_text, caption, chart_data, plot_pairs
from workbench.cube import count_levels
from workbench.language import speaking
from workbench.scores import compare_pairs

SAID = {"Young": [3, 3, 4, 4, 5, 5, 4, 3, 4], "Jobless": [1, 2, 1, 1, 2, 1, 2, 1, 1], "Parents": [3, 4, 4, 5, 3, 4, 5, 4, 3]}


def made():
    return compare_pairs(count_levels(sessions(SAID), scale()))


def test_each_pair_is_told_from_the_side_that_is_better_off():
    ax = plot_pairs(made())
    data = chart_data(ax)
    assert (data["estimate"] >= 0.5).all()
    assert data["sure"].tolist() == [True, True, False]
    assert set(data["two"].iloc[:2]) == {"Jobless"}
    assert caption(ax).headline.startswith("2 pairs told apart, most clearly ")
    assert "– Jobless" in caption(ax).headline
    assert (data["low"] <= data["estimate"]).all()


def test_what_may_be_chance_is_hollow_and_announced_nowhere():
    ax = plot_pairs(made(), group=["Parents", "Young"], other_group=["Parents", "Young"])
    assert caption(ax).headline == "No two sides can be told apart"
    marks = [line for line in ax.lines if line.get_marker() == "o"]
    assert [mark.get_markerfacecolor() for mark in marks] == ["white"]


def test_several_indicators_are_named_and_nothing_is_no_error():
    twice = pd.concat([made(), made().assign(indicator="FAIR")], ignore_index=True)
    names = [tick.get_text() for tick in plot_pairs(twice, labels={"FAIR": "Fairness"}).get_yticklabels()]
    assert sum("Fairness" in name.replace("\n", " ") for name in names) == 3
    assert caption(plot_pairs(made().iloc[:0])).headline == "Nothing to show yet"


def test_it_speaks_the_language():
    with speaking("fr"):
        text = alt_text(plot_pairs(made()))
    assert "paires" in text
    assert "between" not in text
