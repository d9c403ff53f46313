"""The view of cohesion: one line an indicator; the strong colour only where a test has established something."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import same_color

from tests.charts import drawn
from workbench.charts import caption, chart_data, plot_cohesion
from workbench.charts.cohesion_panels import even_polarisation
from workbench.charts.palette import ATTENTION
from workbench.scores import polarisation


def said(axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def test_it_reads_from_left_to_right():
    axes = plot_cohesion(drawn.scores("AB"), changes=drawn.changes("AB"))
    heads = [text.get_text() for text in axes[0].figure.texts]
    assert [heads.index(head) for head in ("How it is", "For whom", "Pulled apart?", "Since 2021")] == sorted(
        heads.index(head) for head in ("How it is", "For whom", "Pulled apart?", "Since 2021")
    )
    assert len(axes) == 4
    assert len(plot_cohesion(drawn.scores("AB"))) == 3


def test_the_headline_comes_from_what_is_established():
    labels = {"A": "Money", "B": "Housing"}
    chart = plot_cohesion(drawn.scores("AB"), changes=drawn.changes("AB"), gaps=drawn.gaps(("A", "old")), labels=labels)
    assert caption(chart).headline == "old far behind on “Money”. Worse since 2021: Housing"


def test_nothing_established_is_what_the_headline_says():
    scores = drawn.scores("AB")
    scores.loc[scores["facet"] == "polarisation", "low"] = 0.1
    chart = plot_cohesion(scores, changes=drawn.changes("AB").assign(direction="none"))
    assert caption(chart).headline == "No group is clearly behind and no change is established"
    strong = [line for line in (*chart[1].lines, *chart[3].lines) if same_color(line.get_color(), ATTENTION)]
    assert strong == []


def test_a_group_is_named_only_when_it_is_behind():
    names = said(plot_cohesion(drawn.scores("AB"), gaps=drawn.gaps(("B", "young"))))
    assert names.count("young") == 1
    assert "old" not in names


def test_each_group_has_its_tick():
    axes = plot_cohesion(drawn.scores("A", groups=("a", "b", "c")))
    upright = [line for line in axes[1].lines if len(set(line.get_xdata())) == 1 and len(line.get_xdata()) == 2]
    assert len(upright) == 3


@given(st.integers(2, 10))
def test_the_mark_of_spread_answers_is_the_polarisation_of_equal_shares(count):
    assert even_polarisation(count) == pytest.approx(polarisation([1 / count] * count))


def test_polarisation_is_coloured_only_when_its_interval_is_above_the_mark():
    scores = drawn.scores("AB")
    pulled = (scores["facet"] == "polarisation") & (scores["indicator"] == "B")
    scores.loc[pulled, ["estimate", "low", "high"]] = [0.95, 0.85, 1.0]
    axes = plot_cohesion(scores)
    coloured = [bar for bar in axes[2].patches if same_color(bar.get_facecolor(), ATTENTION)]
    assert len(coloured) == 1
    assert caption(axes).headline == "People are pulled apart on B"


def test_a_change_that_cannot_be_compared_says_so():
    assert "not comparable" in said(plot_cohesion(drawn.scores("AB"), changes=drawn.changes("AB", missing="B")))


def test_the_last_pair_of_waves_is_shown():
    both = pd.concat([drawn.changes("A").assign(**{"from": "2018"}), drawn.changes("A")], ignore_index=True)
    assert "Since 2021" in [text.get_text() for text in plot_cohesion(drawn.scores("A"), changes=both)[0].figure.texts]


@pytest.mark.parametrize("column", ["territory", "wave", "origin"])
def test_one_territory_wave_and_origin_at_a_time(column):
    scores = drawn.scores("A")
    both = pd.concat([scores, scores.assign(**{column: "other"})], ignore_index=True)
    with pytest.raises(ValueError, match=f"{column}: this chart shows one at a time"):
        plot_cohesion(both)


def test_the_data_holds_every_figure_of_the_picture():
    data = chart_data(plot_cohesion(drawn.scores("AB"), changes=drawn.changes("AB")))
    assert set(data["facet"]) == {"share", "mean", "polarisation", "change"}
    assert (data["facet"] == "share").sum() == 10


def test_an_arrow_stands_within_its_panel_with_its_interval():
    moved = drawn.changes("A").assign(difference=1.0, low=0.8, high=1.2, direction="up")
    panel = plot_cohesion(drawn.scores("A"), changes=moved)[-1]
    low, high = panel.get_xlim()
    (arrow,) = [line for line in panel.lines if line.get_marker() == ">"]
    half = arrow.get_markersize() / 72 / 2 * (high - low) / (panel.bbox.width / panel.figure.dpi)
    assert high > 1.2
    assert arrow.get_xdata()[0] + half < high


def test_the_ends_of_an_interval_stand_out_beyond_the_arrow_that_covers_it():
    narrow = drawn.changes("A").assign(low=0.79, high=0.81)
    panel = plot_cohesion(drawn.scores("A"), changes=narrow)[3]
    (arrow,) = [line for line in panel.lines if line.get_marker() == ">"]
    (ends,) = [line for line in panel.lines if line.get_marker() == "|"]
    assert list(ends.get_xdata()) == [0.79, 0.81]
    assert ends.get_markersize() > arrow.get_markersize() + arrow.get_markeredgewidth()
    assert ends.get_zorder() > arrow.get_zorder()
