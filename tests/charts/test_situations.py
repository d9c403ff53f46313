"""All situations of the declared scale, the worst on top; the headline goes no further than the intervals."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts import drawn
from workbench.charts import caption, chart_data, plot_situations
from workbench.language import speaking


def table(*bars, bad=()):
    """Return scores of facet share, one bar (its shares) an indicator, and of bad (low, high)."""
    rows = [
        {"indicator": f"I{k}", "facet": "share", "level": level, "estimate": share, "n": 40}
        for k, shares in enumerate(bars)
        for level, share in enumerate(shares, 1)
    ]
    for k, (low, high) in enumerate(bad):
        shares = bars[k]
        rows.append(
            {"indicator": f"I{k}", "facet": "bad", "estimate": sum(shares[:2]), "low": low, "high": high, "n": 40}
        )
    return pd.DataFrame(rows).astype({"level": "Int64"})


def widths(ax):
    return [patch.get_width() for patch in ax.patches]


@given(st.lists(st.integers(0, 20), min_size=2, max_size=9).filter(lambda counts: sum(counts) > 0))
@settings(max_examples=15, deadline=None)
def test_a_bar_shows_every_level_of_its_scale_and_sums_to_all(counts):
    import matplotlib.pyplot as plt

    shares = [count / sum(counts) for count in counts]
    ax = plot_situations(table(shares))
    assert widths(ax) == pytest.approx(shares)
    assert sum(widths(ax)) == pytest.approx(1)
    plt.close("all")


def test_a_level_that_nobody_chose_keeps_its_place_in_the_legend():
    ax = plot_situations(table([0, 0, 0, 0, 1.0]))
    said = [text.get_text() for one in ax.figure.axes for text in one.texts]
    assert {"very unsatisfactory", "ideal"} <= set(said)


def test_the_worst_row_is_on_top():
    ax = plot_situations(table([0, 0.1, 0.9], [0.6, 0.2, 0.2], [0.3, 0.3, 0.4]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["I1", "I2", "I0"]
    assert chart_data(ax)["label"].unique().tolist() == ["I1", "I2", "I0"]


@pytest.mark.parametrize(
    ("bad", "headline"),
    [
        ([(0.5, 0.7), (0.1, 0.3)], "I0: 60% of answers describe a bad situation, against 20% for I1"),
        ([(0.3, 0.9), (0.1, 0.4)], "Bad situations: from 20% of answers (I1) to 60% (I0), with intervals that overlap"),
        ([], "Bad situations: from 20% of answers (I1) to 60% (I0)"),
    ],
)
def test_the_headline_compares_only_what_its_intervals_tell_apart(bad, headline):
    shares = [0.3, 0.3, 0.2, 0.1, 0.1], [0.1, 0.1, 0.3, 0.3, 0.2]
    assert caption(plot_situations(table(*shares, bad=bad))).headline == headline


def test_where_less_is_better_the_bad_end_is_the_upper_one():
    bars = table([0.0, 0.1, 0.2, 0.3, 0.4], [0.3, 0.3, 0.4, 0.0, 0.0])
    bad = pd.DataFrame(
        {"indicator": ["I0", "I1"], "facet": "bad", "estimate": [0.7, 0.0], "low": [0.6, 0.0], "high": [0.8, 0.1]}
    )
    ax = plot_situations(pd.concat([bars, bad], ignore_index=True))
    assert caption(ax).headline == "I0: 70% of answers describe a bad situation, against 0% for I1"
    assert "(good, ideal)" in caption(ax).note


def test_centred_bars_meet_at_the_middle_of_their_scale():
    ax = plot_situations(
        table([0.1, 0.2, 0.4, 0.2, 0.1], [0.5, 0.5, 0.0, 0.0, 0.0], [0.2, 0.3, 0.3, 0.2]), centred=True
    )
    lefts = {label.get_text(): [] for label in ax.get_yticklabels()}
    for patch in ax.patches:
        lefts[list(lefts)[round(patch.get_y() + patch.get_height() / 2)]].append(patch.get_x())
    assert lefts["I0"][0] == pytest.approx(-0.5)
    assert lefts["I1"][0] == pytest.approx(-1.0)
    assert lefts["I2"][2] == pytest.approx(0.0)


def test_own_words_of_one_scale_are_used_and_of_several_the_common_ones():
    levels = {"I0": ["nothing", "little", "all"], "I1": ["no", "half", "yes"]}
    alone = plot_situations(table([0.2, 0.3, 0.5]), levels=levels)
    both = plot_situations(table([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]), levels=levels)
    words = [{text.get_text() for one in ax.figure.axes for text in one.texts} for ax in (alone, both)]
    assert {"nothing", "little", "all"} <= words[0]
    assert not {"nothing", "no"} & words[1]


def test_two_waves_are_two_bars_and_say_so():
    ax = plot_situations(drawn.scores(["AIR"], waves=("2021", "2024")), labels={"AIR": "Air"})
    assert {label.get_text() for label in ax.get_yticklabels()} == {"Air · 2021", "Air · 2024"}


def test_groups_and_survey_are_never_pooled():
    both = pd.concat(
        [drawn.scores(["AIR"]), drawn.scores(["AIR"], groups=()).assign(origin="survey")], ignore_index=True
    )
    ax = plot_situations(both)
    assert {label.get_text() for label in ax.get_yticklabels()} == {"AIR · reference groups", "AIR · residents’ survey"}


def test_french_is_written_as_the_french_write_it():
    with speaking("fr"):
        ax = plot_situations(table([0.256, 0.744]))
    assert "26\u202f%" in caption(ax).headline


@pytest.mark.parametrize(
    ("scores", "how", "said"),
    [
        (pd.DataFrame({"facet": ["share"]}), {}, "scores: there is no column “level”"),
        (table([1.0, 0.0]), {"indicator": "I9"}, "indicator: I9 is not in the table, which has I0"),
        (table([1.0, 0.0]), {"town": "x"}, "scores: there is no column “town”"),
    ],
)
def test_an_error_names_what_is_missing(scores, how, said):
    with pytest.raises(ValueError, match=said):
        plot_situations(scores, **how)


def test_the_table_is_left_as_it_was():
    scores = drawn.scores(["AIR", "MOB"])
    before = scores.copy()
    plot_situations(scores, rows="group", indicator="AIR")
    pd.testing.assert_frame_equal(scores, before)


def test_themes_are_drawn_like_indicators():
    rows = table([0.1, 0.2, 0.4, 0.2, 0.1], [0.5, 0.2, 0.1, 0.1, 0.1], bad=((0.2, 0.4), (0.6, 0.8)))
    ax = plot_situations(rows.assign(theme=rows["indicator"], indicator=""), rows="theme", labels={"I1": "Money"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Money", "I0"]
