"""Changes: a verdict in words, hollow where nothing is established, and a headline that counts no noise."""

import pandas as pd
import pytest

from tests.charts import drawn
from workbench.charts import caption, plot_changes
from workbench.charts.slides import projected


def marks(ax):
    """Return {row: (mark, hollow)} of the estimates drawn."""
    points = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
    return {int(p.get_ydata()[0]): (p.get_marker(), p.get_markerfacecolor() == "white") for p in points}


def test_only_what_is_established_is_filled():
    ax = plot_changes(drawn.changes(["A", "B", "C"]))
    assert marks(ax) == {0: (">", False), 1: ("o", True), 2: ("<", False)}


def test_the_headline_names_what_is_established_and_nothing_else():
    labels = {"A": "Buses", "B": "Rents", "C": "Streets"}
    assert (
        caption(plot_changes(drawn.changes("ABC"), labels=labels)).headline
        == "Since 2021: better on “Buses”, worse on “Rents”"
    )


def test_noise_is_not_announced():
    noise = drawn.changes("ABCD").assign(direction="none")
    assert caption(plot_changes(noise)).headline == "Since 2021: no established change on any of 4 lines"


def test_many_changes_are_counted():
    many = drawn.changes("ABCDEF").assign(direction=["up", "up", "up", "down", "none", "none"])
    said = caption(plot_changes(many)).headline
    assert said == "Since 2021: 3 sure improvements, 1 sure decline, and 2 lines without established change"


def test_what_cannot_be_compared_has_no_interval_and_says_so():
    ax = plot_changes(drawn.changes("ABC", missing="A"))
    assert marks(ax)[2] == ("x", False)
    assert "not comparable" in [text.get_text() for text in ax.texts]
    assert "better" not in caption(ax).headline


def test_a_break_is_a_note_once_and_a_mark_at_its_rows():
    changes = drawn.changes("ABCDEF")
    ax = plot_changes(changes)
    assert caption(ax).note.count("en ligne en 2024") == 1
    assert sum("¹" in label.get_text() for label in ax.get_yticklabels()) == (changes["warning"] != "").sum()


def test_the_verdict_of_the_table_is_what_is_written():
    ax = plot_changes(drawn.changes("A").assign(verdict="Better, whatever the scale."))
    assert "Better, whatever the scale." in [text.get_text() for text in ax.texts]


def test_two_pairs_of_waves_keep_their_names():
    both = pd.concat(
        [drawn.changes("A"), drawn.changes("A").assign(**{"from": "2018", "to": "2021"})], ignore_index=True
    )
    names = {label.get_text() for label in plot_changes(both).get_yticklabels()}
    assert names == {"A · 2021 → 2024", "A · 2018 → 2021"}


@pytest.mark.parametrize("facet", ["mean", "good"])
def test_the_axis_is_the_same_to_both_sides(facet):
    low, high = plot_changes(drawn.changes("ABC").assign(facet=facet), facet=facet).get_xlim()
    assert low == -high


def test_beside_what_is_not_established_stands_one_short_line():
    table = drawn.changes("ABC").assign(
        verdict="A whole sentence that says once more, and at length, that nothing is known."
    )
    ax = plot_changes(table)
    beside = [text.get_text() for text in ax.texts]
    assert "not established (n = 30 and 33; 0.3 would show)" in beside
    assert sum("A whole sentence" in text for text in beside) == 2  # of what is established
    assert caption(ax).data["verdict"].nunique() == 1


def test_what_adjustment_took_back_is_called_perhaps():
    table = drawn.changes("AB").assign(direction="none")
    beside = [text.get_text() for text in plot_changes(table).texts]
    assert "perhaps, or chance among so many (n = 30 and 33)" in beside


def test_in_one_line_too_it_is_said_that_a_change_depends_on_the_scale():
    long = "The mean situation is better, and this sentence is far too long for the place that a slide has for it."
    chart = plot_changes(drawn.changes("AB").assign(verdict=long, robust=[False, True]))
    with projected(chart, 11, 5) as (figure,):
        beside = [text.get_text() for text in figure.axes[0].texts]
    assert "better: +0.8 (between +0.6 and +1.0), depends on the scale" in [one.replace("\n", " ") for one in beside]
    assert "worse: −0.5 (between −0.7 and −0.3)" in beside
