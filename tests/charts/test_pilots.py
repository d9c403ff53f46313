"""A pilot wave by wave: hollow before its start, filled since, a cross where it is counted from."""

import pandas as pd
import pytest

from tests.charts import drawn
from workbench.charts import caption, chart_data, plot_pilot_waves
from workbench.language import speaking

TOLD = {"pilot": "A1", "territory": "Valbourg", "indicator": "MOB", "facet": "mean", "better": 1, "origin": "survey",
        "basis": "drift", "p_adjusted": None}  # fmt: skip
WAVES = [
    {"kind": "earlier", "shift": -2, "wave": "2018", "effect": 0.1, "low": -0.3, "high": 0.5, "p_adjusted": 0.6},
    {"kind": "base", "shift": -1, "wave": "2021", "effect": 0.0, "low": None, "high": None, "basis": ""},
    {"kind": "after", "shift": 0, "wave": "2024", "effect": 0.8, "low": 0.4, "high": 1.2},
]


def table(*changed):
    return pd.DataFrame([{**TOLD, **row, **more} for more in changed or ({},) for row in WAVES])


def marks(ax):
    lines = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
    return [(line.get_marker(), line.get_markerfacecolor() == "white") for line in lines]


def test_before_the_base_and_after_are_told_apart_without_colour():
    ax = plot_pilot_waves(table(), labels={"MOB": "Getting around"})
    assert marks(ax) == [("o", True), ("x", False), ("o", False)]
    assert caption(ax).headline == "Compared with elsewhere, after the start: better on “Getting around” in Valbourg"
    assert "start" in [text.get_text() for text in ax.texts]
    assert "+0.8" in [text.get_text() for text in ax.texts]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2018", "2021", "2024"]
    assert "Intervals hold if territories drift apart here" in caption(ax).note
    assert "“" in caption(ax).alt
    assert len(chart_data(ax)) == 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"better": -1}, "worse on “MOB” in Valbourg"),
        ({"basis": "sampling", "low": -0.4, "high": 2.0}, "no difference that the intervals tell apart"),
    ],
)
def test_the_headline_follows_the_better_end_and_the_interval(changed, said):
    rows = table()
    rows.loc[rows["kind"] == "after", list(changed)] = list(changed.values())
    assert caption(plot_pilot_waves(rows)).headline.endswith(said)


def test_two_sources_stand_side_by_side_and_one_that_says_so_is_named():
    rows = table({}, {"origin": "groups"})
    rows.loc[(rows["origin"] == "groups") & (rows["kind"] == "after"), "low"] = -0.2
    ax = plot_pilot_waves(rows)
    assert caption(ax).headline.endswith("better on “MOB” in Valbourg (residents’ survey)")
    assert {mark for mark, _hollow in marks(ax)} == {"o", "s", "x"}


def test_pilots_stand_in_panels_and_what_was_apart_before_is_said():
    rows = table({}, {"pilot": "B1", "indicator": "AIR", "territory": "Arinești; Montelago"})
    rows.loc[(rows["pilot"] == "B1") & (rows["kind"] == "earlier"), "p_adjusted"] = 0.01
    axes = plot_pilot_waves(rows)
    assert len(axes) == 2
    assert "Already apart before the start: “AIR”." in caption(axes).note
    assert "better on “MOB” in Valbourg and “AIR” in Arinești and Montelago" in caption(axes).headline


def test_nothing_to_show_another_facet_and_french():
    assert caption(plot_pilot_waves(table().head(0))).headline == "Nothing to show yet"
    assert "+80%" in [text.get_text() for text in plot_pilot_waves(table({"facet": "good"})).texts]
    with speaking("fr"):
        assert "mieux sur" in caption(plot_pilot_waves(table())).headline


def test_everything_stands_on_the_sheet():
    ax = plot_pilot_waves(table({}, {"origin": "groups"}, {"indicator": "AIR"}, {"indicator": "WORK"}))
    assert drawn.faults(ax[0].figure) == []
