"""Min–max as the Walloon ICBE does it: goalposts common to all waves, ill-being as 1 − x; levels only by set
thresholds."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.indicators import indicator_tree, statistic_index, statistic_scores
from workbench.tables import frame


def series(*values, indicator="JOBLESS", wave="2024"):
    return frame(
        "statistics",
        [{"territory": f"T{i}", "wave": wave, "indicator": indicator, "value": v} for i, v in enumerate(values)],
    )


def declared(direction="down", **columns):
    return frame("indicators", [{"indicator": "JOBLESS", "direction": direction, **columns}])


def thresholds(*values, indicator="JOBLESS", first=1):
    steps = enumerate(values, start=first)
    return frame("situations", [{"indicator": indicator, "level": level, "threshold": value} for level, value in steps])


def test_serious_road_accidents_count_as_one_minus_x():
    # ICBE 2014, Wallonia: 0.96 after 1 − x, so 0.04 of the way from the lower to the upper goalpost
    assert statistic_scores(series(4.0), declared(floor=0, ceiling=100))["score"].tolist() == pytest.approx([0.96])


def test_an_index_by_hand_is_the_simple_mean_of_scores():
    figures = pd.concat([series(30.0, indicator="GREEN"), series(12.0)], ignore_index=True)
    rows = [
        {"indicator": "GREEN", "direction": "up", "floor": 10, "ceiling": 60},
        {"indicator": "JOBLESS", "direction": "down", "floor": 2, "ceiling": 22},
    ]
    scores = statistic_scores(figures, frame("indicators", rows))
    assert scores["score"].tolist() == pytest.approx([0.4, 0.5])
    assert scores["score"].mean() == pytest.approx(0.45)


def test_goalposts_are_common_to_all_waves_so_a_change_shared_by_all_is_seen():
    figures = pd.concat([series(5.0, 15.0, wave="2021"), series(10.0, 20.0, wave="2024")], ignore_index=True)
    scores = statistic_scores(figures, declared())
    assert scores["score"].tolist() == pytest.approx([1, 1 / 3, 2 / 3, 0])
    assert set(scores["goalposts"]) == {"observed"}
    assert (
        scores["note"]
        .str.contains("5 and 20 are the lowest and highest figures seen (2 territories, 2 waves)", regex=False)
        .all()
    )


def test_one_declared_goalpost_stays_and_the_other_is_said():
    scores = statistic_scores(series(5.0, 10.0), declared(floor=0))
    assert scores["score"].tolist() == pytest.approx([0.5, 0])
    assert scores["goalposts"].tolist() == ["mixed", "mixed"]
    assert scores["note"].str.startswith("One goalpost is declared").all()


def test_a_figure_beyond_declared_goalposts_stops_at_them_and_says_so():
    scores = statistic_scores(series(25.0, 10.0), declared(floor=0, ceiling=20))
    assert scores["score"].tolist() == pytest.approx([0, 0.5])
    assert scores["note"].tolist() == ["The figure lies beyond the goalposts: the score stops there.", ""]


values = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), min_size=2, max_size=8).filter(
    lambda v: max(v) - min(v) > 1
)


@settings(deadline=None, max_examples=20)
@given(values, st.floats(0.1, 100), st.floats(-1000, 1000))
def test_scores_do_not_depend_on_the_unit_and_turn_round_with_the_direction(figures, scale, shift):
    up = statistic_scores(series(*figures), declared("up"))["score"].to_numpy(float)
    other_unit = statistic_scores(series(*(scale * x + shift for x in figures)), declared("up"))["score"]
    down = statistic_scores(series(*figures), declared("down"))["score"]
    assert other_unit.to_numpy(float) == pytest.approx(up, abs=1e-6)
    assert down.to_numpy(float) == pytest.approx(1 - up, abs=1e-9)
    assert (up.min(), up.max()) == pytest.approx((0, 1))


def test_thresholds_that_the_group_set_give_levels_where_more_is_better():
    scores = statistic_scores(
        series(0.0, 10.0, 19.9, 60.0), declared("up", floor=0, ceiling=100), thresholds(None, 10, 20, 30, 50)
    )
    assert scores["level"].tolist() == [1, 2, 2, 5]


def test_thresholds_run_down_where_less_is_better():
    scores = statistic_scores(
        series(30.0, 12.0, 11.9, 3.0), declared(floor=0, ceiling=50), thresholds(None, 12, 8, 5, 3)
    )
    assert scores["level"].tolist() == [1, 2, 2, 5]


def test_levels_are_counted_from_one_however_people_number_the_scale():
    scale = declared("up", floor=0, ceiling=100, lowest=0)
    assert statistic_scores(series(0.0, 25.0), scale, thresholds(None, 10, 20, first=0))["level"].tolist() == [1, 3]


def test_without_thresholds_there_is_a_score_and_no_level():
    scores = statistic_scores(series(4.0), declared(floor=0, ceiling=10), thresholds(5, indicator="OTHER"))
    assert scores["score"].notna().all()
    assert scores["level"].isna().all()


def test_thresholds_out_of_order_and_figures_below_the_lowest_give_no_level():
    mixed_up = statistic_scores(series(4.0), declared("up", floor=0, ceiling=10), thresholds(3, 2, 5))
    assert mixed_up["level"].isna().all()
    assert mixed_up["note"].tolist() == ["The thresholds do not run in one direction: no level."]
    below = statistic_scores(series(1.0), declared("up", floor=0, ceiling=10), thresholds(2, 4, 6))
    assert below["level"].isna().all()
    assert below["note"].tolist() == ["The figure lies below the threshold of the lowest level: no level."]


@pytest.mark.parametrize(
    ("indicator", "note"),
    [
        (declared("", floor=0, ceiling=9), "does not say whether higher or lower is better"),
        (declared(floor=5, ceiling=5), "upper goalpost is not above"),
        (declared(), "upper goalpost is not above"),
    ],
)
def test_a_score_that_cannot_be_given_is_missing_with_its_reason(indicator, note):
    scores = statistic_scores(series(4.0), indicator)
    assert scores["score"].isna().all()
    assert note in scores["note"].iloc[0]


def test_a_missing_figure_has_no_score_and_changes_no_other():
    scores = statistic_scores(series(4.0, None, 8.0), declared())
    assert scores["score"].tolist() == [1, pd.NA, 0]
    assert scores["note"].iloc[1] == "There is no figure."


def test_rows_stay_in_order_and_keep_their_source():
    figures = pd.concat([series(1.0, 2.0), series(3.0, 4.0, indicator="GREEN")], ignore_index=True).iloc[[2, 0, 3, 1]]
    figures = figures.assign(source=["c", "a", "d", "b"])
    figures.attrs["study"] = "Valbourg"
    both = pd.concat([declared(), declared().assign(indicator="GREEN")], ignore_index=True)
    scores = statistic_scores(figures, both)
    assert scores["source"].tolist() == ["c", "a", "d", "b"]
    assert scores["value"].tolist() == [3, 1, 4, 2]
    assert scores.attrs == {"study": "Valbourg"}


def test_no_figures_give_no_scores():
    assert statistic_scores(series(), declared()).columns.tolist()[-1] == "source"


def test_an_unknown_indicator_is_refused():
    with pytest.raises(ValueError, match="no 'HEAT'"):
        statistic_scores(series(1.0, indicator="HEAT"), declared())


# ---------------------------------------------------------------------- the rule of the ICBE


def icbe():
    """Two waves of two places: 60 m² of green is the best, 20 % of jobless the worst."""
    rows = [("A", "2014", 35, 5), ("B", "2014", 10, 15), ("A", "2015", 60, 5), ("B", "2015", 10, 10)]
    figures = [
        {"territory": place, "wave": wave, "indicator": name, "value": value}
        for place, wave, green, jobless in rows
        for name, value in (("GREEN", green), ("JOBLESS", jobless))
    ]
    posts = [
        {"indicator": "GREEN", "direction": "up", "floor": 10, "ceiling": 60},
        {"indicator": "JOBLESS", "direction": "down", "floor": 0, "ceiling": 20},
    ]
    return frame("statistics", figures), frame("indicators", posts)


def test_the_index_is_the_simple_mean_with_ill_being_as_one_minus_x():
    figures, posts = icbe()
    index = statistic_index(statistic_scores(figures, posts))
    assert index[["territory", "wave", "statistics"]].values.tolist() == [
        ["A", "2014", 2], ["B", "2014", 2], ["A", "2015", 2], ["B", "2015", 2],
    ]  # fmt: skip
    # A 2014: ((35 − 10)/50 + 1 − 5/20)/2; B 2014: (0 + 1 − 15/20)/2; A 2015: (1 + .75)/2; B 2015: (0 + .5)/2
    assert index["index"].tolist() == pytest.approx([0.625, 0.125, 0.875, 0.25])
    assert set(index["note"]) == {""}


def test_a_change_that_all_places_share_is_seen_with_common_goalposts_and_would_vanish_by_wave():
    figures = pd.concat([series(5.0, 15.0, wave="2014"), series(8.0, 18.0, wave="2015")], ignore_index=True)
    index = statistic_index(statistic_scores(figures, declared(floor=0, ceiling=20)))
    assert index["index"].tolist() == pytest.approx([0.75, 0.25, 0.6, 0.1])


@pytest.mark.parametrize("posts", [{}, {"floor": 0}])
def test_a_minimum_and_maximum_of_one_wave_is_refused_with_the_reason(posts):
    figures = pd.concat([series(5.0, 15.0, wave="2021"), series(10.0, 20.0, wave="2024")], ignore_index=True)
    figures.attrs["wave"] = ("2021", "2024")
    scores = statistic_scores(figures[figures["wave"] == "2024"], declared(**posts))
    assert scores["score"].isna().all()
    assert set(scores["goalposts"]) == {"refused"}
    assert scores["note"].str.contains("the minimum and maximum of 2024 alone, and a change that all places share would vanish").all()
    together = statistic_scores(figures, declared(**posts))
    assert together["score"].notna().all()
    one = statistic_scores(figures[figures["wave"] == "2024"], declared(floor=0, ceiling=20))
    assert one["score"].tolist() == pytest.approx([0.5, 0])


def test_what_one_place_lacks_is_left_out_everywhere_and_said():
    figures, posts = icbe()
    index = statistic_index(statistic_scores(figures.iloc[:-1], posts))
    assert set(index["statistics"]) == {1}
    assert set(index["note"]) == {"Left out, since not every place and wave has it with a weight: JOBLESS."}
    assert index["index"].tolist() == pytest.approx([0.5, 0, 1, 0])


def test_weights_come_from_the_tree_on_request():
    figures, posts = icbe()
    weighted = indicator_tree(posts.assign(theme="T", weight=[3.0, 1.0]))
    index = statistic_index(statistic_scores(figures, posts), tree=weighted)
    assert index["index"].iloc[0] == pytest.approx(0.75 * 0.5 + 0.25 * 0.75)


def test_no_scores_make_no_index():
    assert statistic_index(statistic_scores(series(), declared())).empty
