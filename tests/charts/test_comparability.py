"""The instrument map: every cell has its sign, every reason its note."""

import pandas as pd

from workbench.charts import caption, chart_data, plot_comparability
from workbench.language import speaking

ROWS = [
    ("VAL", "survey", "MOB", "2018", "2021", "careful", "Web instead of telephone."),
    ("VAL", "survey", "MOB", "2021", "2024", "yes", ""),
    ("VAL", "survey", "OLD", "2018", "2021", "no", "“New” took its place."),
    ("VAL", "groups", "MOB", "2018", "2021", "yes", ""),
    ("VAL", "groups", "MOB", "2021", "2024", "yes", ""),
]


def table(rows=ROWS):
    names = ["territory", "origin", "indicator", "from", "to", "comparable", "why"]
    return pd.DataFrame(rows, columns=names).assign(reasons="")


def signs(ax):
    return [text.get_text() for text in ax.texts]


def test_each_cell_has_its_sign_and_each_reason_its_note():
    ax = plot_comparability(table(), origin="survey", labels={"MOB": "Getting around", "OLD": "Before"})
    assert signs(ax) == ["!¹", "✓", "×²"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["2018 → 2021", "2021 → 2024"]
    said = caption(ax)
    assert said.headline == "Not to be compared between all waves: “Before”"
    assert said.note == "¹ Web instead of telephone. ² “New” took its place."
    assert "Getting around, 2018 → 2021: with care." in said.alt
    assert said.data["comparable"].tolist() == ["careful", "yes", "no"]


def test_where_rows_fall_together_the_worst_is_shown():
    ax = plot_comparability(table(), rows="territory")
    assert signs(ax) == ["×¹", "✓"]
    assert chart_data(ax)["label"].tolist() == ["VAL", "VAL"]


def test_what_needs_care_is_counted():
    ax = plot_comparability(table(ROWS[:2]))
    assert caption(ax).headline == "The line can be compared only with care"
    with speaking("fr"):
        assert caption(plot_comparability(table(ROWS[1:2]))).headline == "Tout ce qui a été demandé peut être comparé"


def test_an_empty_map_has_a_sheet():
    assert caption(plot_comparability(table().head(0))).headline == "Nothing to show yet"


def test_more_reasons_than_notes_are_counted():
    rows = [("VAL", "survey", f"I{k}", "2018", "2021", "careful", f"Reason {k}.") for k in range(12)]
    assert caption(plot_comparability(table(rows))).note.endswith("Reason 8. 3 more reasons in the table.")
