"""The plan of the next wave: what is enough stands left of the line, and what a change takes is written beside it."""

import pandas as pd

from workbench.charts import caption, plot_changes, plot_plan

ROWS = pd.DataFrame({
    "territory": "VAL", "origin": "survey", "indicator": ["A", "B", "C", "D"], "facet": "mean", "wave": "2024",
    "people": 120, "detectable": [0.4, 0.6, 0.9, None], "change": 0.5, "needed_people": [80, 200, None, None],
    "needed_units": [8, 20, None, None],
})  # fmt: skip


def beside(ax):
    return [text.get_text() for text in ax.texts]


def test_what_is_enough_and_what_is_not():
    ax = plot_plan(ROWS, labels={"A": "Buses"})
    assert caption(ax).headline == "The next wave shows a change of +0.5 on 1 of 4 lines"
    assert beside(ax) == [
        "80 people needed, 8 clusters or groups", "200 people needed, 20 clusters or groups",
        "will not be seen: the last wave is too small", "cannot be planned from the last wave",
    ]  # fmt: skip
    points = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
    assert [line.get_marker() for line in points] == ["o", "D", "D", "x"]
    assert "people in the next wave: n = 120" in caption(ax).subtitle
    assert "Buses: 80 people needed" in caption(ax).alt


def test_a_share_is_planned_in_percent():
    ax = plot_plan(ROWS.assign(facet="good", change=0.1).head(1))
    assert caption(ax).headline == "The next wave shows a change of +10% on no line"
    assert caption(plot_plan(ROWS.head(0))).headline == "Nothing to show yet"


def test_an_adjusted_change_shows_what_it_was_as_people_came():
    row = {"indicator": "MOB", "from": "2021", "to": "2024", "facet": "good", "difference": 0.2, "low": 0.1, "high": 0.3,
           "direction": "up", "change": 0.3, "assumption": "holds", "verdict": "Better."}  # fmt: skip
    ax = plot_changes(pd.DataFrame([row, row | {"indicator": "AIR", "assumption": "fails"}]), facet="good")
    strokes = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "|"]
    assert strokes == [0.3, 0.3]
    assert caption(ax).note.endswith("Upright stroke: the change as people came, before it was adjusted.")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["MOB", "AIR"]
