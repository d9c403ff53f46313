"""Places by an index: what is drawn, what is said of who comes first, and the facets that stand beside."""

import pandas as pd
import pytest

from workbench.charts import alt_text, caption, plot_ranks

ROWS = pd.DataFrame({
    "territory": ["V", "M", "A"], "wave": "2024", "origin": "survey", "node": "index", "depth": 0, "n": [90, 80, 70],
    "indicators": 12, "estimate": [0.4, 0.6, 0.5], "low": [0.3, 0.5, 0.4], "high": [0.5, 0.7, 0.6], "rank": [3, 1, 2],
    "rank_low": [2, 1, 2], "rank_high": [3, 1, 3], "ranked": 3, "good": [0.2, 0.5, 0.4], "bad": [0.5, 0.1, 0.3],
    "polarisation": [0.7, None, 0.5], "disparity": None, "note": "",
})  # fmt: skip


def test_places_stand_best_first_with_their_intervals_and_what_they_hide():
    ax = plot_ranks(ROWS, labels={"M": "Montelago"})
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Montelago", "A", "V"]
    whiskers = [line.get_xdata().tolist() for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 2]
    assert whiskers == [[1, 1], [2, 3], [2, 3]]
    assert [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"] == ["#12436D", "white", "white"]
    written = {text.get_text() for text in ax.texts}
    assert {"index", "good", "bad", "pulled apart", "0.60 (0.50 to 0.70)", "50%", "0.70", "–"} <= written
    assert "between groups" not in written
    assert caption(ax).headline == "“Montelago” comes first, and stays first through chance and method"
    assert "Montelago: place 1, between 1 and 1." in alt_text(ax)
    assert "An index hides who is left behind" in caption(ax).note


@pytest.mark.parametrize(("low", "headline"), [
    ([1, 1, 2], "First could be “M” and “V”"), ([1, 1, 1], "No order can be told: any of 3 could be first"),
    ([None] * 3, "“M” comes first; how surely cannot be said"),
])  # fmt: skip
def test_who_comes_first_is_said_no_more_surely_than_it_is(low, headline):
    assert caption(plot_ranks(ROWS.assign(rank_low=low))).headline == headline


def test_a_theme_is_ranked_by_its_name_and_two_rankings_are_never_mixed():
    both = pd.concat([ROWS, ROWS.assign(node="A", depth=1, rank=[1, 2, 3], rank_low=1, rank_high=[1, 3, 3])])
    assert [text.get_text() for text in plot_ranks(both, node="A").get_yticklabels()] == ["V", "M", "A"]
    with pytest.raises(ValueError, match="name one wave and one origin"):
        plot_ranks(pd.concat([ROWS, ROWS.assign(wave="2021")]))
    alone = ROWS.head(1).assign(rank=None, rank_low=None, rank_high=None)
    assert caption(plot_ranks(alone)).headline == "Nothing to show yet"


def test_some_of_a_ranking_are_not_called_the_first():
    said = caption(plot_ranks(ROWS, territory=["V", "A"])).headline
    assert said == "“A” stands highest of those shown: place 2 of 3"
