"""Dots with their intervals: whole scale, groups behind in the strong colour, no order that intervals do not show."""

import pandas as pd
import pytest
from matplotlib.colors import same_color

from tests.charts import drawn
from workbench.charts import caption, chart_data, plot_levels
from workbench.charts.palette import ATTENTION


def table(*rows):
    return pd.DataFrame(rows, columns=["group", "estimate", "low", "high"]).assign(indicator="AIR", facet="mean", n=9)


@pytest.mark.parametrize(
    ("second", "headline"),
    [
        (("old", 3.4, 3.1, 3.7), "young: 2.1, below old with 3.4"),
        (("old", 2.5, 2.1, 2.9), "From 2.1 (young) to 2.5 (old), with intervals that overlap"),
        (("old", 2.5, None, None), "From 2.1 (young) to 2.5 (old)"),
    ],
)
def test_the_headline_says_what_the_intervals_say(second, headline):
    assert caption(plot_levels(table(("young", 2.1, 1.8, 2.4), second))).headline == headline


def test_the_axis_is_the_whole_scale():
    ax = plot_levels(table(("young", 3.1, 3.0, 3.2), ("old", 3.2, 3.1, 3.3)))
    assert ax.get_xlim()[0] < 1
    assert ax.get_xlim()[1] > 5
    assert plot_levels(table(("young", 0.5, 0.4, 0.6)).assign(facet="good"), facet="good").get_xlim() == (0, 1)


def test_a_group_that_is_behind_is_named_and_has_its_own_mark():
    scores = drawn.scores(["AIR"], groups=("young", "old"))
    ax = plot_levels(scores, gaps=drawn.gaps(("AIR", "old")), labels={"AIR": "Air"})
    assert caption(ax).headline == "old: behind the other groups on “Air”"
    marks = {
        line.get_marker()
        for line in ax.lines
        if same_color(line.get_color(), ATTENTION) and line.get_marker() != "None"
    }
    assert marks == {"D"}
    assert [label.get_fontweight() for label in ax.get_yticklabels()].count("bold") == 1


def test_no_gap_is_announced_where_none_is_established():
    gaps = drawn.gaps(("AIR", "old")).assign(direction="none")
    assert caption(plot_levels(drawn.scores(["AIR"]), gaps=gaps)).headline == "No group is clearly behind the others"


def test_all_groups_together_are_a_line_not_a_row():
    ax = plot_levels(drawn.scores(["AIR"]))
    assert {label.get_text() for label in ax.get_yticklabels()} == {"young", "old"}
    assert "all groups: 3.1" in [text.get_text() for text in ax.texts]


def test_panels_have_the_same_rows_in_the_same_order():
    axes = plot_levels(drawn.scores(["A", "B", "C"]))
    assert len(axes) == 3
    orders = [part["group"].tolist() for _code, part in chart_data(axes).groupby("indicator")]
    assert orders[0] == orders[1] == orders[2]
    assert set(chart_data(axes)["indicator"]) == {"A", "B", "C"}


def test_without_groups_a_row_is_a_territory_or_an_indicator():
    alone = drawn.scores(["A", "B"], groups=())
    both = pd.concat([alone, alone.assign(territory="MON")], ignore_index=True)
    assert {label.get_text() for label in plot_levels(alone).get_yticklabels()} == {"A", "B"}
    assert {label.get_text() for label in plot_levels(both)[0].get_yticklabels()} == {"VAL", "MON"}


def test_a_missing_figure_has_its_reason_in_its_place():
    ax = plot_levels(drawn.scores(["A", "B"], groups=(), missing=("B",)))
    assert "Fewer than 5 people answered." in [text.get_text() for text in ax.texts]
