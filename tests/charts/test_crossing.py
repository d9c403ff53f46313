"""Sources of one theme on one line: what is announced, marked, told beside, and fits."""

import pandas as pd
import pytest

from tests.charts.drawn import faults, names
from workbench.charts import alt_text, caption, chart_data, plot_crossing
from workbench.disclosure import protect
from workbench.language import speaking

PEOPLE = [("groups", "resident"), ("groups", "professional"), ("groups", "institution"), ("survey", "")]


def views(codes, **more):
    rows = []
    for k, code in enumerate(codes):
        base = {"territory": "VAL", "wave": "2024", "indicator": code, "levels": 5, "facet": "mean", "note": ""}
        for step, (origin, standpoint) in enumerate(PEOPLE):
            mean = 2.0 + (0.3 * k + 0.4 * step) % 2
            rows.append({**base, "origin": origin, "standpoint": standpoint, "n": 20 + step, "estimate": mean,
                         "low": mean - 0.4, "high": mean + 0.4})  # fmt: skip
        if k % 3 == 0:
            rows.append({**base, "origin": "evidence", "standpoint": "", "lowest": 3, "highest": 4 - k % 2})
        if k % 4 == 0:
            label = f"Dépenses communales consacrées au logement par habitant {k}"
            rows.append({**base, "origin": "statistic", "standpoint": "", "label": label, "value": 18.4, "change": -0.3,
                         "unit": "€ par habitant et par an", "direction": "up", "since": "2021",
                         "lowest": 4 if k % 8 == 0 else None})  # fmt: skip
    table = pd.DataFrame(rows).assign(**more)
    kinds = {"n": "Int64", "levels": "Int64", **dict.fromkeys(("lowest", "highest", "value", "change"), "Float64")}
    table = table.reindex(columns=list(dict.fromkeys([*table, *kinds, "label", "unit", "direction", "since"])))
    texts = ["label", "unit", "direction", "since"]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    table = table.astype(kinds)
    table.attrs.update({"study": "Small", "constructed": True})
    return table


def pair(code, difference=0.9, **more):
    row = {"territory": "VAL", "wave": "2024", "indicator": code, "origin": "groups", "standpoint": "professional",
           "origin_other": "groups", "other": "resident", "estimate": 3.0, "difference": difference, "rank": 1,
           "direction": "better", "verdict": "", "n": 21, "n_other": 20}  # fmt: skip
    return {**row, **more}


def test_the_headline_says_who_lies_how_far_from_whom():
    table = pd.DataFrame([pair("C1"), pair("C2", 1.2, rank=2), pair("C0", direction="none", rank=3)])
    ax = plot_crossing(views(names(3)), apart=table, labels=names(3))
    assert caption(ax).headline == (
        "“Thing 2”: professionals’ groups and residents’ groups lie 1.2 levels apart; sources disagree on 1 line more"
    )
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["Thing 2", "Thing 1", "Thing 0"]
    assert [tick.get_fontweight() for tick in ax.get_yticklabels()] == ["bold", "bold", "normal"]
    one = plot_crossing(views(names(3)), apart=table[:1], labels=names(3))
    assert caption(one).headline == "“Thing 1”: professionals’ groups and residents’ groups lie 0.9 levels apart"


def test_without_a_pair_that_holds_nothing_is_announced():
    for table in (None, pd.DataFrame([pair("C1", direction="none")])):
        ax = plot_crossing(views(names(3)), apart=table)
        assert caption(ax).headline == "No two sources can be told apart from chance on any of it"
        assert "Bold name" not in caption(ax).note


def test_each_source_has_a_mark_of_its_own_and_evidence_a_bar():
    ax = plot_crossing(views(names(1)))
    assert {"o", "s", "D", "^", "P"} <= {line.get_marker() for line in ax.lines}
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(3, 1)]


def test_a_statistic_without_thresholds_is_a_figure_and_no_mark():
    table = views(names(5))
    ax = plot_crossing(table[table["indicator"] == "C4"])
    assert "P" not in {line.get_marker() for line in ax.lines}
    told = "Dépenses communales consacrées au logement par habitant 4: 18.4 € par habitant et par an"
    assert told in alt_text(ax)
    assert "is no situation" in caption(ax).note


def test_alt_text_has_the_figures_with_their_n_and_data_the_order_of_the_lines():
    ax = plot_crossing(views(names(2)), apart=pd.DataFrame([pair("C1")]), labels=names(2))
    assert "residents’ groups 2.3 (n = 20)" in alt_text(ax)
    assert "the evidence between 3 and 4" in alt_text(ax)
    assert chart_data(ax)["label"].unique().tolist() == ["Thing 1", "Thing 0"]


def test_one_territory_and_wave_at_a_time():
    two = pd.concat([views(names(1)), views(names(1), wave="2021")])
    with pytest.raises(ValueError, match="the chart shows one, found 2024 and 2021"):
        plot_crossing(two)
    assert caption(plot_crossing(two, wave=2021)).kind == "crossing"
    assert caption(plot_crossing(views(names(1))[:0])).headline == "Nothing to show yet"


def test_what_is_hidden_has_no_mark_and_is_announced_by_nobody():
    table = views(names(2))
    table.loc[table["standpoint"].eq("professional"), "n"] = 3
    made = protect({"views": table, "apart": pd.DataFrame([pair("C1", n=3)])})
    ax = plot_crossing(made["views"], apart=made["apart"])
    assert "s" not in {line.get_marker() for line in ax.lines}
    assert caption(ax).headline == "No two sources can be told apart from chance on any of it"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("count", [1, 4, 20])
def test_nothing_runs_into_anything(language, count):
    codes = names(count, long=True)
    told = pd.DataFrame([pair(code, 0.5 + k / 20, rank=k + 1) for k, code in enumerate(list(codes)[: count // 2])],
                        columns=list(pair("")))  # fmt: skip
    with speaking(language):
        ax = plot_crossing(views(codes), apart=told, labels=codes)
        assert faults(ax.figure) == []
