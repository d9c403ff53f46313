"""Text is wrapped by its true width and nothing of it is lost; colours can be told from paper and from each other."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts import drawn
from workbench import charts
from workbench.charts import alt_text, caption, chart_data, plot_changes
from workbench.charts import palette as colours
from workbench.charts.marks import legend_places, row_height
from workbench.charts.selection import about, name_rows, select
from workbench.charts.sheet import text_width, wrap
from workbench.language import speaking

WORDS = st.text("abcdefghijklmnopéèàçœ’-", min_size=1, max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=8), st.floats(0.6, 4))
@settings(max_examples=40, deadline=None)
def test_wrapping_loses_no_letter_and_keeps_the_width(words, width):
    text = " ".join(words)
    lines = wrap(text, width).split("\n")
    assert all(text_width(line) <= width for line in lines)
    letters = "".join(lines).replace(" ", "").replace("-", "")
    assert letters == text.replace(" ", "").replace("-", "")


def test_a_narrow_no_break_space_is_no_place_to_break():
    assert wrap("part de 45\u202f%", text_width("part de 45")) == "part de\n45\u202f%"


@given(st.integers(1, 60))
def test_rows_are_never_lower_than_their_names(count):
    names = [drawn.LONG[3]] * count
    assert row_height(names, 1.5) >= 1.2 * wrap(names[0], 1.5).count("\n") * 10.5 / 72


def test_a_legend_breaks_its_line_before_the_edge():
    places, height = legend_places([("red", None, "some words")] * 20, 4.0)
    assert max(x for x, _y, _text in places) + text_width("some words", 9) + 0.26 <= 4.0
    assert height > legend_places([("red", None, "some words")], 4.0)[1]


# ---------------------------------------------------------------------- colours


@pytest.mark.parametrize("colour", [colour for colour, _mark in colours.KINDS])
def test_marks_can_be_told_from_paper(colour):
    assert colours.contrast(colour, "white") >= 3  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("colour", [colours.ATTENTION, colours.BLUE, colours.QUIET, colours.readable(colours.TEAL)])
def test_text_can_be_read(colour):
    assert colours.contrast(colour, "white") >= 4.5  # WCAG 2.2, 1.4.3


@given(st.integers(2, 12))
def test_numbers_can_be_read_on_every_situation(count):
    for colour in colours.situation_colours(count):
        assert colours.contrast(colours.ink_on(colour), colour) >= 4.5


@given(st.integers(2, 9))
def test_situations_are_as_many_colours_as_levels_and_darkest_at_the_ends(count):
    found = colours.situation_colours(count)
    assert len(set(found)) == count
    light = [colours.luminance(colour) for colour in found]
    half = count // 2
    assert light[:half] == sorted(light[:half])
    assert light[-half:] == sorted(light[-half:], reverse=True)


def test_contrast_of_the_standards_own_example():
    """WCAG: #777777 on white has 4.48:1, just below what text needs."""
    assert round(colours.contrast("#777777", "white"), 2) == 4.48


# ---------------------------------------------------------------------- rows and words


def test_rows_asked_for_may_be_numbers():
    table = pd.DataFrame({"wave": ["2021", "2024"], "estimate": [1, 2]})
    assert select(table, {"wave": [2024]})["estimate"].tolist() == [2]


def test_provenance_travels():
    table = pd.DataFrame({"wave": ["2021"]})
    table.attrs["constructed"] = True
    assert select(table, {"wave": 2021}).attrs == {"constructed": True}


def test_as_if_stands_beside_the_intervals_of_groups_only():
    table = drawn.scores("A", groups=())
    assert "as if the groups had been drawn by lot" in about(table, "mean", intervals=True)
    assert "as if" not in about(table.assign(origin="survey"), "mean", intervals=True)


def test_what_a_cube_was_split_by_is_in_the_names():
    table = pd.DataFrame({"indicator": ["A", "A"], "facet": "mean", "gender": ["women", "men"], "estimate": [1.0, 2.0]})
    assert name_rows(table, "indicator").tolist() == ["A · women", "A · men"]


def test_french_keeps_its_thin_spaces():
    with speaking("fr"):
        assert "95\u202f%" in about(drawn.scores("A", groups=()), "x", intervals=True)


# ---------------------------------------------------------------------- what a chart says


def test_caption_can_be_asked_of_axes_array_or_figure():
    ax = plot_changes(drawn.changes("AB"))
    assert caption(ax) is caption(ax.figure)
    assert alt_text(ax) == caption(ax).alt


def test_the_data_is_a_copy():
    ax = plot_changes(drawn.changes("AB"))
    data = chart_data(ax)
    data["label"] = "x"
    assert chart_data(ax)["label"].tolist() == ["A", "B"]
    assert chart_data(ax).attrs["constructed"]


def test_axes_of_another_hand_say_nothing():
    _figure, ax = plt.subplots()
    with pytest.raises(ValueError, match="no chart of the workbench"):
        caption(ax)


def test_a_docstring_says_what_all_charts_share_and_keeps_what_is_its_own():
    for name in charts.__all__:
        if name.startswith("plot_"):
            doc = getattr(charts, name).__doc__
            parts = [doc.index(f"\n{part}\n{'-' * len(part)}\n") for part in ("Parameters", "Returns", "Raises", "Examples")]
            assert parts == sorted(parts), name
            assert doc.count("\nax : Axes, optional\n") == 1, name
    assert "Code to text, of groups, territories and indicators." in charts.plot_pairs.__doc__


def test_a_territory_is_called_as_the_study_declares_it_also_without_labels():
    promises = pd.DataFrame({"territory": ["VAL"], "actor": ["public"], "kept": [1], "late": [0]})
    promises.attrs["places"] = {"VAL": "Town of Valbourg"}
    assert "Town of Valbourg" in caption(charts.plot_commitments(promises)).subtitle
    assert "Valbourg!" in caption(charts.plot_commitments(promises, labels={"VAL": "Valbourg!"})).subtitle
