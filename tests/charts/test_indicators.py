"""The picture of a theme's indicators under check: what was found stands below each, and nothing else does."""

import pandas as pd
import pytest

from workbench.charts import alt_text, caption, chart_data, plot_indicator_check
from workbench.language import speaking

LABELS = {"A": "Being heard", "B": "Welcome", "C": "Safety"}


def shares(*codes, theme="T", counts=(1, 2, 4, 2, 1), lost=2):
    whole = sum(counts)
    rows = [
        (code, theme, level, level - 1, "", n, n / whole) for code in codes for level, n in enumerate(counts, 1)
    ] + [(code, theme, pd.NA, pd.NA, "dont_know", lost, lost / (whole + lost)) for code in codes]
    return pd.DataFrame(rows, columns=["indicator", "theme", "level", "number", "missing", "n", "share"])


def findings(*rows):
    names = ["kind", "severity", "indicator", "other", "territory", "wave", "group", "level", "theme", "finding"]
    defaults = {"severity": "look", "other": "", "territory": "", "wave": "", "group": "", "level": pd.NA, "theme": "", "finding": ""}
    return pd.DataFrame([{**defaults, **row} for row in rows], columns=names)


def test_without_findings_it_says_that_nothing_was_checked_and_with_none_that_nothing_speaks_against():
    table = shares("A", "B")
    assert caption(plot_indicator_check(table)).headline == "T: 2 indicators, not checked"
    assert caption(plot_indicator_check(table, findings())).headline == "T: nothing speaks against its 2 indicators"


def test_one_finding_is_the_headline_and_a_level_is_numbered_as_people_do():
    found = findings({"kind": "unused", "indicator": "A", "level": 5}, {"kind": "consistency", "severity": "note", "theme": "T", "finding": "Alpha 0.4."})
    ax = plot_indicator_check(shares("A", "B"), found, labels=LABELS)
    assert caption(ax).headline == "T: “Being heard” asks for a second look – nobody on level 4"
    assert caption(ax).note.startswith("Alpha 0.4.")
    assert "nobody on level 4" in [text.get_text() for text in ax.texts]


def test_both_of_a_pair_are_marked_and_places_are_put_together():
    found = findings(
        {"kind": "redundant", "indicator": "A", "other": "C"},
        {"kind": "broken", "indicator": "B", "territory": "VAL", "wave": "2021"},
        {"kind": "broken", "indicator": "B", "territory": "VAL", "wave": "2024"},
    )
    table = pd.concat([shares("A", "B"), shares("C", theme="U")], ignore_index=True)
    ax = plot_indicator_check(table, found, theme="T", labels=LABELS)
    assert caption(ax).headline == "T: 2 indicators of 2 ask for a second look"
    texts = [text.get_text() for text in ax.texts]
    assert "says the same as “Safety”" in texts
    assert "broken ladders in VAL 2021 and VAL 2024" in texts
    other = plot_indicator_check(table, found, theme="U", labels=LABELS)
    assert caption(other).headline == "U: “Safety” asks for a second look – says the same as “Being heard”"


def test_without_a_theme_the_one_with_most_findings_is_drawn():
    table = pd.concat([shares("A", "B"), shares("C", theme="U")], ignore_index=True)
    assert caption(plot_indicator_check(table, findings({"kind": "unused", "indicator": "C", "level": 1}))).headline.startswith("U")
    assert caption(plot_indicator_check(table)).headline.startswith("T")


def test_the_closest_other_indicator_may_be_of_another_theme():
    pairs = pd.DataFrame([("A", "C", 50, 0.9, 0.85, 0.95), ("A", "B", 50, 0.2, 0.0, 0.4)],
                         columns=["indicator", "other", "n", "estimate", "low", "high"])  # fmt: skip
    ax = plot_indicator_check(shares("A", "B"), pairs=pairs, labels=LABELS)
    assert "Closest to “Safety”, with a rank correlation of 0.90." in alt_text(ax)
    assert "Closest to “Being heard”, with a rank correlation of 0.20." in alt_text(ax)


def test_the_data_are_what_is_drawn_and_the_alt_text_speaks_french():
    table = shares("A", "B")
    ax = plot_indicator_check(table, labels=LABELS)
    assert chart_data(ax)["label"].unique().tolist() == ["Being heard", "Welcome"]
    assert len(chart_data(ax)) == len(table)
    with speaking("fr"):
        said = alt_text(plot_indicator_check(table, labels=LABELS))
    assert "10\u202f% dans la situation la plus basse" in said
    assert "ne sait pas 17\u202f%" in said


def test_a_theme_without_indicators_is_refused():
    with pytest.raises(ValueError, match="theme"):
        plot_indicator_check(shares("A"), theme="Elsewhere")
