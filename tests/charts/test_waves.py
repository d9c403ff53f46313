"""Lines over the waves: broken where a wave broke, announced only where the intervals say so; series as published."""

import pandas as pd
import pytest

from workbench.charts import caption, plot_statistics, plot_waves

BREAKS = pd.DataFrame({"territory": [""], "wave": ["2024"], "break": ["asked online, by telephone before"]})


def table(*figures, indicator="MOB"):
    rows = [(indicator, str(2018 + 3 * k), "mean", x, x - 0.2, x + 0.2, 40) for k, x in enumerate(figures)]
    return pd.DataFrame(rows, columns=["indicator", "wave", "facet", "estimate", "low", "high", "n"])


def joins(ax):
    """Return the lines from one wave to the next; a grid line spans the panel instead."""
    return [line for line in ax.lines if line.get_transform() == ax.transData and len(set(line.get_xdata())) == 2]


def test_a_line_joins_waves_and_breaks_at_a_break():
    assert len(joins(plot_waves(table(2.0, 2.5, 3.0)))) == 2
    assert len(joins(plot_waves(table(2.0, 2.5, 3.0), breaks=BREAKS))) == 1


def test_a_break_of_one_indicator_breaks_no_other_line():
    own = BREAKS.assign(indicator="MOB", group="")
    assert len(joins(plot_waves(table(2.0, 2.5, 3.0), breaks=own))) == 1
    assert len(joins(plot_waves(table(2.0, 2.5, 3.0, indicator="AIR"), breaks=own))) == 2


def test_a_break_between_two_waves_that_were_asked_is_a_break_too():
    skipped = table(2.0, 2.5, 3.0).drop(index=1)
    assert len(joins(plot_waves(skipped, breaks=BREAKS.assign(wave="2021")))) == 0


def test_no_move_is_announced_across_a_break():
    assert caption(plot_waves(table(2.0, 2.0, 3.0))).headline == "Between 2018 and 2024: higher on “MOB”"
    broken = caption(plot_waves(table(2.0, 2.0, 3.0), breaks=BREAKS))
    assert broken.headline == "No two waves can be compared"
    assert "2024: asked online" in broken.note


@pytest.mark.parametrize(
    ("figures", "headline"),
    [
        ((3.0, 3.1, 3.3), "Between 2018 and 2024: no move that the intervals tell apart"),
        ((3.0, 3.1, 2.3), "Between 2018 and 2024: lower on “MOB”"),
    ],
)
def test_a_move_is_announced_only_beyond_the_intervals(figures, headline):
    assert caption(plot_waves(table(*figures))).headline == headline


def test_waves_stand_as_far_apart_as_their_years():
    scores = table(2.0, 2.5, 3.0).assign(wave=["2010", "2012", "2024"])
    ax = plot_waves(scores)
    first, second = (line.get_xdata() for line in joins(ax))
    assert second[1] - second[0] == pytest.approx(6 * (first[1] - first[0]))


def test_a_panel_an_indicator():
    axes = plot_waves(pd.concat([table(2.0, 2.5), table(3.0, 3.1, indicator="AIR")], ignore_index=True))
    assert len(axes) == 2


def test_lines_are_told_apart_by_colour_and_mark():
    both = pd.concat(
        [table(2.0, 2.5).assign(territory="VAL"), table(3.0, 3.1).assign(territory="MON")], ignore_index=True
    )
    ax = plot_waves(both)
    looks = {(line.get_color(), line.get_marker()) for line in ax.lines if line.get_marker() not in ("None", "")}
    assert len({colour for colour, _mark in looks}) == len({mark for _colour, mark in looks}) == 2


def statistics(*rows):
    return pd.DataFrame(rows, columns=["territory", "wave", "indicator", "value", "unit", "publisher"])


def test_published_figures_are_told_as_published():
    one = statistics(("VAL", "2021", "JOBLESS", 9.0, "%", "INSEE"), ("VAL", "2024", "JOBLESS", 8.5, "%", "INSEE"))
    said = caption(plot_statistics(one, labels={"JOBLESS": "Unemployment", "VAL": "Valbourg"}))
    assert said.headline == "Unemployment, Valbourg: 9 % in 2021, 8.5 % in 2024"
    assert "Source: INSEE." in said.note


def test_territories_are_set_side_by_side():
    two = statistics(("VAL", "2024", "JOBLESS", 8.5, "%", ""), ("MON", "2024", "JOBLESS", 4.0, "%", ""))
    assert caption(plot_statistics(two)).headline == "JOBLESS in 2024: from 4 % (MON) to 8.5 % (VAL)"
