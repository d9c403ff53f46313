"""What people said and promised: counts as they are, in the order of the method, and silence shown as silence."""

import pandas as pd
import pytest

from workbench.charts import (
    alt_text,
    caption,
    chart_data,
    plot_commitments,
    plot_criteria,
    plot_effects,
    plot_evidence,
    plot_priorities,
    plot_themes_by_group,
)
from workbench.language import speaking


def written(ax):
    return [text.get_text() for text in ax.texts]


def test_criteria_are_counted_and_none_is_lost():
    said = pd.DataFrame(
        [("young", "wellbeing")] * 3 + [("old", "wellbeing"), ("old", "action")], columns=["group", "question"]
    )
    ax = plot_criteria(said)
    assert caption(ax).headline == "5 criteria from 2 groups"
    assert chart_data(ax)["criteria"].sum() == 5
    assert [label.get_text() for label in ax.get_yticklabels()] == ["young", "old"]
    assert {"+ 3", "+ 1", "→ 1"} <= set(written(ax))


def themes(*rows):
    return pd.DataFrame(rows, columns=["theme", "label", "group", "criteria", "share", "notable"])


def test_themes_print_numbers_a_frame_where_notable_and_a_dash_for_silence():
    ax = plot_themes_by_group(
        themes(
            ("T1", "Money", "jobseekers", 9, 0.9, True),
            ("T1", "Money", "young", 0, 0.0, False),
            ("T2", "Bus", "young", 4, 1.0, False),
        )
    )
    assert written(ax) == ["9", "–", "9", "1/2", "–", "4", "4", "1/2", "total", "groups"]
    assert len(ax.patches) == 1
    assert caption(ax).headline == "jobseekers: more criteria than the other groups on “Money”"
    assert "2 themes come from one group only" in caption(ax).note


def test_stability_stands_beside_the_themes_that_have_one():
    rows = themes(("T1", "Money", "a", 9, 0.9, False), ("T2", "Bus", "a", 1, 0.1, False))
    ax = plot_themes_by_group(rows.assign(stability=pd.Series([0.83, pd.NA], dtype="Float64")))
    assert [text for text in written(ax) if text in ("83%", "stability")] == ["83%", "stability"]
    assert "Stability:" in caption(ax).note
    assert "stability" not in written(plot_themes_by_group(rows.assign(stability=pd.NA)))


def test_no_theme_is_announced_as_a_groups_own_without_a_test():
    ax = plot_themes_by_group(themes(("T1", "Money", "a", 90, 0.9, False), ("T1", "Money", "b", 1, 0.1, False)))
    assert caption(ax).headline == "No group speaks of a theme clearly more than the others"


def test_commitments_are_drawn_from_counts_and_from_rows_alike():
    rows = pd.DataFrame(
        [("citizen", "kept"), ("public", "kept"), ("public", "broken"), ("public", "")],
        columns=["actor", "commitment_state"],
    )
    counts = pd.DataFrame(
        {"actor": ["citizen", "public"], "kept": [1, 1], "late": 0, "broken": [0, 1], "due": 0, "not_said": [0, 1]}
    )
    charts = plot_commitments(rows), plot_commitments(counts)
    assert [caption(ax).headline for ax in charts] == ["2 of 4 commitments kept, 1 broken"] * 2
    assert [[label.get_text() for label in ax.get_yticklabels()] for ax in charts] == [["public", "citizen"]] * 2
    assert "✗ 1" in written(charts[0])


def effects(*rows):
    return pd.DataFrame(rows, columns=["action", "indicator", "expected", "observed", "n"]).astype(
        {"expected": "Float64", "observed": "Float64"}
    )


def test_an_effect_of_one_stakeholder_is_not_the_headline():
    ax = plot_effects(effects(("A", "MOB", 2.0, -2.0, 1), ("A", "AIR", 1.0, 0.5, 6), ("B", "AIR", 1.0, 1.0, 6)))
    assert caption(ax).headline == "Seen by stakeholders: 1 effect of 3 as large as expected; farthest below: A, “AIR”"


def test_an_effect_that_nobody_has_seen_yet_says_so():
    ax = plot_effects(effects(("A", "MOB", 2.0, pd.NA, 5)))
    assert caption(ax).headline == "Expected effects; none has been observed yet"
    assert "not yet" in written(ax)
    assert "not observed yet" in alt_text(ax)


def evidence(*levels, indicator="WATER"):
    return pd.DataFrame({"indicator": indicator, "level": list(levels), "evidence_kind": "expert"})


def test_evidence_of_timisoara_is_a_range():
    """Three pieces under level 3 and two under 4, on six levels from 0: 3–4 (UNDP users' guide, pp. 107–109)."""
    scale = pd.DataFrame({"indicator": ["WATER"], "levels": [6], "lowest": [0]})
    ax = plot_evidence(evidence(3, 3, 3, 4, 4), indicators=scale)
    assert caption(ax).headline == "WATER: between levels 3 and 4, by 5 pieces of evidence"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "1", "2", "3", "4", "5"]
    pieces = [line for line in ax.lines if line.get_marker() == "^"]
    assert len(pieces) == 5
    assert {round(float(line.get_xdata()[0])) for line in pieces} == {4, 5}  # the fourth and the fifth place of six


def test_the_declared_scale_holds_not_the_levels_that_occur():
    assert plot_evidence(evidence(1, 2)).get_xlim() == (0.5, 5.5)


def test_evidence_that_disagrees_is_what_is_told():
    both = pd.concat([evidence(1, 4), evidence(3, 3, indicator="AIR")], ignore_index=True)
    assert "disagrees by two levels or more on 1 indicator: WATER" in caption(plot_evidence(both)).headline


def priorities(*rows):
    return pd.DataFrame(rows, columns=["indicator", "weight", "bad", "bad_low", "bad_high", "disparity"])


@pytest.mark.parametrize(
    ("low", "headline"), [(0.5, "Act first on: HOME"), (0.2, "Much said and often bad, though not surely: HOME")]
)
def test_a_priority_is_sure_only_with_its_whole_interval(low, headline):
    table = priorities(("HOME", 0.4, 0.6, low, 0.7, 0.2), ("AIR", 0.1, 0.1, 0.05, 0.2, 0.0))
    assert caption(plot_priorities(table, cuts=(0.25, 0.35))).headline == headline


def test_few_priorities_are_not_sorted_into_fields_and_an_unknown_disparity_is_said():
    table = priorities(("HOME", 0.4, 0.6, 0.5, 0.7, 0.2), ("AIR", 0.1, 0.1, 0.05, 0.2, None))
    said = caption(plot_priorities(table))
    assert said.headline == "Too few to sort; most often bad: HOME, 60% in bad situations"
    assert "Hollow: not known how unequal: AIR." in said.note
    assert "Dashed" not in said.note


def seen(**line):
    base = {
        "action": "A1",
        "indicator": "MOB",
        "expected": 1.0,
        "observed": 1.5,
        "n": 5,
        "pairs": 0,
        "difference": None,
    }
    return pd.DataFrame([{**base, "lowest": 1, "highest": 2, **line}])


def test_expected_and_observed_of_different_people_are_no_difference():
    said = caption(plot_effects(seen()))
    assert said.headline == "Nobody said both what to expect and what is seen"
    assert "No difference where nobody said both." in said.note
    assert "Band: from the lowest to the highest" in said.note
    said = caption(plot_effects(seen(pairs=2, difference=-0.5, lowest=2)))  # the means say more, the two say less
    assert said.headline.startswith("Seen by stakeholders: less than expected: ")
    assert "The difference is that of those who said both." in said.note


def test_a_larger_disparity_is_a_larger_mark_and_missing_figures_are_named():
    table = priorities(
        ("A", 0.4, 0.6, 0.5, 0.7, 0.3), ("B", 0.1, 0.1, 0.0, 0.2, 0.0), ("C", 0.2, pd.NA, pd.NA, pd.NA, 0.1)
    )
    ax = plot_priorities(table)
    sizes = [line.get_markersize() for line in ax.lines if line.get_marker() in "sDo^"]
    assert sizes[0] > sizes[1]
    assert "Without a figure: C." in caption(ax).note


def test_french_counts_agree():
    with speaking("fr"):
        ax = plot_commitments(pd.DataFrame({"actor": ["public"], "kept": [1], "late": [0], "broken": [0], "due": [0]}))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["public"]
