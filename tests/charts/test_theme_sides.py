"""Themes on two sides and over the waves: nothing is announced that the figures do not hold."""

import pandas as pd
import pytest

from workbench.charts import alt_text, caption, chart_data, plot_theme_contrasts, plot_theme_waves


def sides(*rows):
    """Return contrasts: (theme, share, share_other, direction)."""
    table = pd.DataFrame(rows, columns=["theme", "share", "share_other", "direction"])
    table = table.assign(label=table["theme"], side="wellbeing", other="illbeing", groups=4, groups_other=6, n=50, n_other=40)  # fmt: skip
    return table.assign(difference=table["share"] - table["share_other"], verdict="said")


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([("Calm", 0.4, 0.1, "more"), ("Noise", 0.1, 0.4, "less")],
         "More under well-being: “Calm”; more under ill-being: “Noise”"),
        ([("Calm", 0.1, 0.2, "none"), ("Noise", 0.1, 0.4, "less")], "More under ill-being than well-being: “Noise”"),
        ([("Calm", 0.1, 0.2, "none")], "No theme can be told apart between well-being and ill-being"),
        ([("Calm", 0.9, 0.2, "one group")],
         "Only single groups speak more under well-being or ill-being; no theme is told apart"),
    ],
)  # fmt: skip
def test_the_headline_goes_no_further_than_the_figures(rows, headline):
    ax = plot_theme_contrasts(sides(*rows))
    assert caption(ax).headline == headline
    assert headline in alt_text(ax)


def test_marks_are_hollow_where_nothing_is_told_apart_and_groups_stand_beside():
    ax = plot_theme_contrasts(
        sides(("Calm", 0.4, 0.1, "more"), ("Home", 0.2, 0.1, "none"), ("Loud", 0.3, 0.1, "one group"))
    )
    filled = [line.get_markerfacecolor() != "white" for line in ax.lines if line.get_marker() in ("o", "s")]
    assert sum(filled) == 2
    assert len(filled) == 6
    assert [text.get_text() for text in ax.texts].count("4 · 6") == 3
    assert chart_data(ax)["theme"].tolist() == ["Calm", "Loud", "Home"]


def test_a_side_that_wrote_nothing_is_said():
    ax = plot_theme_contrasts(
        sides(("Calm", 0.4, None, "none")).astype({"share_other": "Float64", "difference": "Float64"})
    )
    assert caption(ax).note == "One of the two sides wrote nothing."


def fared(*rows, **columns):
    """Return theme_waves: (theme, state, criteria before, now, p)."""
    table = pd.DataFrame(rows, columns=["theme", "state", "criteria_before", "criteria", "p_adjusted"])
    table = table.assign(label=table["theme"], wave="2024", before="2021", n=100, groups=3, **columns)
    return table.assign(share=table["criteria"] / 100, change=(table["criteria"] - table["criteria_before"]) / 100)


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([("Heat", "new", 0, 20, 0.001), ("Bus", "shrank", 30, 5, 0.001)], "Since 2021: new “Heat”; less on “Bus”"),
        ([("Heat", "new", 0, 2, 0.4), ("Bus", "steady", 5, 6, 0.9)],
         "Since 2021: for the first time “Heat”, though so few may be chance"),
        ([("Bus", "steady", 5, 6, 0.9)], "Since 2021: no theme is established to be said more or less"),
        ([("Bus", "silent", 25, 0, 0.001)], "Since 2021: silent on “Bus”"),
    ],
)  # fmt: skip
def test_what_is_new_or_silent_is_news_only_beyond_chance(rows, headline):
    assert caption(plot_theme_waves(fared(*rows))).headline == headline


def test_new_and_silent_have_marks_of_their_own_hollow_where_chance_would_do():
    ax = plot_theme_waves(fared(("A", "new", 0, 20, 0.001), ("B", "new", 0, 1, 0.8), ("C", "silent", 2, 0, 0.5)))
    marks = [
        (line.get_marker(), line.get_markerfacecolor() == "white") for line in ax.lines if line.get_marker() in "PX"
    ]
    assert sorted(marks) == [("P", False), ("P", True), ("X", True)]
    said = " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    assert "new: 20 criteria from 3 groups" in said
    assert "silent: 2 criteria before, none now; may be chance" in said


def test_group_by_group_is_a_grid_of_counts():
    table = pd.concat(
        [fared(("Heat", "new", 0, 9, 0.01), group="young"), fared(("Heat", "steady", 2, 3, 0.9), group="older")]
    )
    ax = plot_theme_waves(table)
    assert [text.get_text() for text in ax.texts] == ["0 → 9", "2 → 3"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["older", "young"]
    assert caption(ax).headline == "Since 2021: new “Heat” (young)"


def test_the_last_wave_is_drawn_unless_another_is_asked_for():
    first = fared(("Heat", "new", 0, 9, 0.01)).assign(wave="2021", before="2018")
    both = pd.concat([first, fared(("Heat", "steady", 9, 8, 0.9))])
    assert chart_data(plot_theme_waves(both))["state"].tolist() == ["steady"]
    assert caption(plot_theme_waves(both, wave=2021)).headline == "Since 2018: new “Heat”"


def test_one_wave_alone_has_nothing_to_compare():
    alone = fared(("Heat", "", 0, 9, None)).assign(before="")
    assert caption(plot_theme_waves(alone)).headline == "Nothing to show yet"


def test_the_charts_leave_as_pictures_with_their_text_and_data(tmp_path):
    from workbench.council import export

    drawn = {
        "sides": plot_theme_contrasts(sides(("Calm", 0.4, 0.1, "more"))),
        "waves": plot_theme_waves(fared(("Heat", "new", 0, 9, 0.01))),
    }
    for name, chart in drawn.items():
        export(chart, tmp_path, name=name)
        assert caption(chart).headline in (tmp_path / f"{name}.txt").read_text(encoding="utf-8")
        assert {path.suffix for path in tmp_path.glob(f"{name}.*")} >= {".png", ".svg", ".txt"}
