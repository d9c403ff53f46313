"""Cohorts: every figure with its n, no age, period or cohort effect claimed, one place and origin at a time."""

import pandas as pd
import pytest

from workbench.charts import caption, plot_cohorts


def table(**figures):
    rows = [
        (cohort.strip("c"), wave, "mean", x, x - 0.2, x + 0.2, 30, "MOB", "VAL")
        for cohort, values in figures.items()
        for wave, x in zip(("2018", "2024"), values, strict=True)
    ]
    columns = ["birth_cohort", "wave", "facet", "estimate", "low", "high", "n", "indicator", "territory"]
    return pd.DataFrame(rows, columns=columns)


def test_each_cell_has_its_figure_and_n():
    ax = plot_cohorts(table(c1950=(2.0, 3.0), c1980=(3.0, 3.1)))
    assert [text.get_text() for text in ax.texts] == ["2.0\nn = 30", "3.0\nn = 30", "3.0\nn = 30", "3.1\nn = 30"]


def test_a_missing_cell_is_a_dash():
    assert [text.get_text() for text in plot_cohorts(table(c1950=(2.0, 3.0), c1980=(3.0, 3.1)).drop(index=1)).texts][
        1
    ] == "–"


def test_only_a_cohort_beyond_its_intervals_is_named():
    assert (
        caption(plot_cohorts(table(c1950=(2.0, 3.0), c1980=(3.0, 3.1)))).headline
        == "From 2018 to 2024: higher for “1950”"
    )
    assert "no cohort has moved" in caption(plot_cohorts(table(c1950=(2.0, 2.1)))).headline


def test_of_many_indicators_moves_are_only_counted():
    one = table(c1950=(2.0, 3.0), c1980=(3.0, 3.1))
    axes = plot_cohorts(pd.concat([one, one.assign(indicator="AIR")], ignore_index=True))
    assert len(axes) == 2
    assert caption(axes).headline == "From 2018 to 2024: 2 lines of 4 moved beyond their intervals"


def test_the_note_claims_no_effect():
    assert "age, period and cohort cannot be told apart" in caption(plot_cohorts(table(c1950=(2.0, 3.0)))).note


def test_lines_instead_of_a_grid():
    ax = plot_cohorts(table(c1950=(2.0, 3.0), c1980=(3.0, 3.1)), kind="lines")
    assert len({line.get_marker() for line in ax.lines} - {"None", ""}) == 2


def test_those_whose_year_of_birth_is_unknown_are_no_cohort():
    ax = plot_cohorts(pd.concat([table(c1950=(2.0, 3.0)), table(c=(1.0, 1.0))], ignore_index=True))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1950"]


@pytest.mark.parametrize(
    ("how", "said"),
    [({"kind": "pie"}, "kind: “pie”"), ({"birth_cohort": "1900"}, "birth_cohort: 1900 is not in the table")],
)
def test_an_error_names_what_arrived(how, said):
    with pytest.raises(ValueError, match=said):
        plot_cohorts(table(c1950=(2.0, 3.0)), **how)


def test_two_territories_are_not_mixed():
    one = table(c1950=(2.0, 3.0))
    with pytest.raises(ValueError, match="territory: this chart shows one at a time"):
        plot_cohorts(pd.concat([one, one.assign(territory="MON")], ignore_index=True))
