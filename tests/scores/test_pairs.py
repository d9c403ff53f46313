import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.samples import panel, scale, sessions
from workbench.cube import count_levels
from workbench.language import speaking
from workbench.scores import compare_pairs
from workbench.scores.simultaneous import DRAWS, MANY, largest_t

SAME = [2, 2, 3, 3, 3, 4, 4, 4, 5]
LOW = [1, 1, 1, 1, 2, 2, 1, 2, 1]


def pairs(levels, **options):
    return compare_pairs(count_levels(sessions(levels), scale()), **options)


def test_the_win_probability_is_that_of_mann_and_whitney():
    said = {"A": [1, 2, 2, 5, 3], "B": [2, 3, 4, 4], "C": [5, 5, 1]}
    table = pairs(said)
    assert table[["group", "other_group"]].to_numpy().tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]
    for row in table.itertuples():
        one, other = said[row.group], said[row.other_group]
        expected = stats.mannwhitneyu(one, other).statistic / (len(one) * len(other))
        assert row.win_probability == pytest.approx(expected)
        assert (row.estimate, row.estimate_other) == pytest.approx((np.mean(one), np.mean(other)))
        assert (row.n, row.n_other) == (len(one), len(other))
    # by hand, of 20 pairs: each 2 ties once, 5 wins four times, 3 wins once and ties once
    assert table["win_probability"].iloc[0] == pytest.approx((0.5 + 0.5 + 4 + 1.5) / 20)


def test_in_large_samples_the_error_is_that_of_brunner_and_munzel():
    rng = np.random.default_rng(1)
    one, other = rng.integers(1, 6, 900), np.minimum(rng.integers(1, 7, 700), 5)
    row = pairs({"A": one.tolist(), "B": other.tolist()}).iloc[0]
    # the variance of where each person stands among the other group
    stands = [(side[:, None] > against).mean(axis=1) + (side[:, None] == against).mean(axis=1) / 2
              for side, against in ((one, other), (other, one))]  # fmt: skip
    spread = np.array([part.var(ddof=1) / len(part) for part in stands])
    expected = spread.sum() ** 0.5
    assert row["se"] == pytest.approx(expected, rel=0.01)
    test = stats.brunnermunzel(one, other)
    assert row["df"] == pytest.approx(spread.sum() ** 2 / (spread**2 / [899, 699]).sum(), rel=0.01)
    assert row["p"] == pytest.approx(test.pvalue, rel=0.05, abs=0.001)
    reach = stats.t.ppf(0.975, row["df"]) * expected
    assert [row["low"], row["high"]] == pytest.approx([row["win_probability"] - reach, row["win_probability"] + reach], abs=0.002)


def test_who_is_worse_off_is_found_and_told_from_the_side_that_is_better_off():
    table = pairs({"A": SAME, "B": SAME, "Jobseekers": LOW}).set_index(["group", "other_group"])
    assert table["direction"].tolist() == ["none", "better", "better"]
    assert table["robust"].astype(object).tolist()[1:] == [True, True]
    row = table.loc[("A", "Jobseekers")]
    assert row["low"] < row["win_probability"] < row["high"]
    assert row["verdict"].startswith("A person of “A” is better off than one of “Jobseekers” in 96% of pairs, between ")
    assert table.loc[("A", "B"), "verdict"].startswith(
        "“A” and “B” cannot be told apart: a person of the first is better off in 50% of pairs, between "
    )
    turned = pairs({"Jobseekers": LOW, "Z": SAME}).iloc[0]
    assert turned["direction"] == "worse"
    assert turned["verdict"].startswith("A person of “Z” is better off than one of “Jobseekers” in 96% of pairs")


def test_where_lower_is_better_the_lower_side_wins():
    up, down = (compare_pairs(count_levels(sessions({"A": SAME, "B": LOW}), scale(direction=[way]))) for way in ("up", "down"))
    assert down["win_probability"].iloc[0] == pytest.approx(1 - up["win_probability"].iloc[0])
    assert (up["direction"].iloc[0], down["direction"].iloc[0]) == ("better", "worse")
    assert down["low"].iloc[0] == pytest.approx(1 - up["high"].iloc[0])
    assert down["estimate"].iloc[0] == up["estimate"].iloc[0]


def test_four_identical_groups_of_30_are_told_apart_in_at_most_5_percent_of_draws():
    rng = np.random.default_rng(8)
    draws = rng.choice(5, size=(300, 4, 30), p=[0.05, 0.15, 0.30, 0.35, 0.15]) + 1
    answers = pd.concat([
        sessions(dict(zip("ABCD", draw.tolist(), strict=True)), wave=str(number)) for number, draw in enumerate(draws)
    ])  # fmt: skip
    table = compare_pairs(count_levels(answers, scale()))
    told = (table["direction"] != "none").groupby(table["wave"]).any().mean()
    assert told <= 0.05 + 0.025  # two standard errors of 300 draws
    held = ((table["low"] <= 0.5) & (table["high"] >= 0.5)).groupby(table["wave"]).all().mean()
    assert held == pytest.approx(1 - told)


def test_intervals_of_all_pairs_are_wider_than_one_and_say_what_p_says():
    rng = np.random.default_rng(2)
    said = {name: rng.integers(1 + place % 2, 6, 25).tolist() for place, name in enumerate("ABCDEF")}
    table = pairs(said)
    assert len(table) == 15
    out = (table["low"] > 0.5) | (table["high"] < 0.5)
    assert out.tolist() == (table["p_adjusted"] < 0.05).tolist()
    assert (table["p_adjusted"] >= table["p"]).all()
    assert (table["p_adjusted"] <= 1 - (1 - table["p"]) ** 15 + 1e-9).all()
    alone = pairs({name: said[name] for name in "AB"}).iloc[0]
    assert alone["p_adjusted"] == pytest.approx(alone["p"])
    assert alone["high"] - alone["low"] < table["high"].iloc[0] - table["low"].iloc[0]
    pd.testing.assert_frame_equal(table, pairs(said))


def test_the_largest_t_is_dunnetts():
    """Dunnett (1964), two-sided, 5 %: correlation 0.5, 2 and 3 comparisons: 2.38 and 2.54 with df 20."""
    for count, known in ((2, 2.38), (3, 2.54)):
        correlation = np.full((count, count), 0.5) + np.eye(count) / 2
        critical, _p, adjusted = largest_t(correlation, np.full(count, known), np.full(count, 20.0))
        assert critical == pytest.approx(known, abs=0.03)
        assert adjusted == pytest.approx(0.05, abs=3 * (0.05 * 0.95 / DRAWS) ** 0.5)
    same = largest_t(np.ones((3, 3)), np.full(3, 2.2), np.full(3, 20.0))
    assert same[0] == pytest.approx(stats.t.ppf(0.975, 20), abs=0.04)
    assert same[2] == pytest.approx(same[1], abs=0.005)


def test_too_many_pairs_to_draw_are_adjusted_by_sidak():
    count = MANY + 1
    critical, p, adjusted = largest_t(None, np.full(count, 4.5), np.full(count, 60.0))
    assert p == pytest.approx(2 * stats.t.sf(4.5, 60))
    assert adjusted == pytest.approx(1 - (1 - p) ** count)
    assert 2 * stats.t.sf(critical[0], 60) == pytest.approx(1 - 0.95 ** (1 / count))


def test_waves_of_the_same_clusters_go_together():
    again = panel()
    others = again.assign(cluster=again["cluster"].where(again["wave"] == "1", "x" + again["cluster"]))
    same, other = (compare_pairs(count_levels(table, scale()), of="wave").iloc[0] for table in (again, others))
    assert (same["wave"], same["other_wave"]) == ("1", "2")
    assert same["win_probability"] == pytest.approx(other["win_probability"])
    assert same["df"] == 6
    assert other["df"] > 9
    first = again.query("wave == '1'")
    twice = pd.concat([first, first.assign(wave="2")])
    apart = pd.concat([first, first.assign(wave="2", cluster="x" + first["cluster"])])
    one, two = (compare_pairs(count_levels(table, scale()), of="wave").iloc[0] for table in (twice, apart))
    assert one["win_probability"] == pytest.approx(0.5)
    assert one["se"] < two["se"] / 1.5  # nothing but the answer more


def test_the_error_of_two_kinds_in_the_same_clusters_is_that_of_their_clusters():
    """The same by hand: Σ_h n_h/(n_h − 1) Σ_c (u_c − ū_h)², u_c the influences of a cluster's people of both kinds."""
    answers = panel().query("wave == '1'").reset_index(drop=True)
    big = pd.concat([answers.assign(cluster=answers["cluster"] + "-" + str(copy)) for copy in range(200)])
    row = compare_pairs(count_levels(big, scale(), by="half"), of="half").iloc[0]
    sides = [big[big["half"] == half] for half in "01"]
    shares = [side.groupby("level")["weight"].sum().reindex(range(1, 6), fill_value=0) for side in sides]
    shares = [(part / part.sum()).to_numpy() for part in shares]
    place = [np.cumsum(part) - part / 2 for part in shares]
    wins = float(shares[0] @ place[1])
    moved = []
    for side, against, sign in ((sides[0], place[1], 1), (sides[1], place[0], -1)):
        gain = against[side["level"].astype(int) - 1] - (wins if sign > 0 else 1 - wins)
        moved.append(side.assign(u=sign * gain * side["weight"] / side["weight"].sum()))
    units = big[["stratum", "cluster"]].drop_duplicates()
    total = pd.concat(moved).groupby(["stratum", "cluster"])["u"].sum()
    total = total.reindex(pd.MultiIndex.from_frame(units), fill_value=0)
    variance = total.groupby("stratum").apply(lambda u: len(u) * u.var(ddof=1)).sum()
    assert row["win_probability"] == pytest.approx(wins)
    assert row["se"] == pytest.approx(variance**0.5, rel=0.01)  # the answer more weighs little among 10,800


def test_kinds_of_people_who_answer_alike_in_each_cluster_are_known_to_be_alike():
    """What is left of the error is the one answer more of each side, p(1 − p)/(size + 1)²; clusters move all alike."""
    levels = [1, 1, 2, 3, 3, 4, 4, 5]
    answers = pd.DataFrame([
        (f"{kind}{cluster}{one}", "Valbourg", "2024", "MOB", level, "", f"c{cluster}", kind)
        for cluster, level in enumerate(levels) for kind in "ABC" for one in range(4)
    ], columns=["respondent", "territory", "wave", "indicator", "level", "group", "cluster", "kind"])  # fmt: skip
    table = compare_pairs(count_levels(answers, scale(), by="kind"), of="kind").astype({"se": float, "p": float})
    shares = np.bincount(levels, minlength=6)[1:] / len(levels)
    slope = np.cumsum(shares) - shares / 2
    size = len(levels) - 1  # clusters that agree tell as much as one person each
    expected = np.sqrt(2 * (shares @ slope**2 - (shares @ slope) ** 2)) / (size + 1)
    assert table["se"].tolist() == pytest.approx([expected] * 3)
    assert (table["direction"] == "none").all()


def test_pairs_behind_which_the_same_clusters_stand_hold_together_by_sidak():
    rng = np.random.default_rng(2)
    answers = pd.DataFrame({
        "respondent": np.arange(240), "territory": "Valbourg", "wave": "2024", "indicator": "MOB", "group": "",
        "level": rng.integers(1, 6, 240), "kind": np.tile(list("ABCD"), 60), "cluster": np.repeat(list("abcdefghij"), 24),
    })  # fmt: skip
    same = compare_pairs(count_levels(answers, scale(), by="kind"), of="kind")
    assert same["p_adjusted"].tolist() == pytest.approx((1 - (1 - same["p"].astype(float)) ** 6).tolist())
    apart = compare_pairs(count_levels(answers.assign(cluster=""), scale(), by="kind"), of="kind")
    assert (apart["p_adjusted"].astype(float) < 1 - (1 - apart["p"].astype(float)) ** 6 - 1e-6).any()


def test_territories_and_profiles_are_compared_too_and_surveys_apart_from_groups():
    answers = pd.concat([panel().assign(territory=name) for name in ("Ober", "Unter")], ignore_index=True)
    table = compare_pairs(count_levels(answers, scale()), of="territory", by="wave")
    assert table[["wave", "territory", "other_territory"]].to_numpy().tolist() == [["1", "Ober", "Unter"], ["2", "Ober", "Unter"]]
    assert table["direction"].eq("none").all()
    groups = sessions({"A": SAME, "B": LOW}, wave="1")
    both = pd.concat([groups, panel().query("wave == '1'")], ignore_index=True)
    both["weight"] = both["weight"].fillna(1)
    assert compare_pairs(count_levels(both, scale()))["origin"].tolist() == ["groups"]
    with pytest.raises(ValueError, match="the cube has no age"):
        compare_pairs(count_levels(groups, scale()), of="age")


def test_who_cannot_be_compared_is_said_and_nothing_is_guessed():
    table = pairs({"A": SAME, "B": [5], "C": [0, 0]})
    assert table[["group", "other_group"]].to_numpy().tolist() == [["A", "B"]]  # nobody of C named a situation
    assert table["low"].isna().all()
    assert table["verdict"].tolist() == ["Too few answers to compare “A” and “B”."]
    empty = pairs({"A": SAME})
    assert empty.empty
    assert empty.columns.tolist() == table.columns.tolist()
    alike = pairs({"A": [3] * 9, "B": [3] * 9}).iloc[0]
    assert alike["win_probability"] == 0.5
    assert alike["low"] < 0.2
    assert alike["high"] > 0.8
    apart = pairs({"A": [5] * 9, "B": [1] * 9}).iloc[0]
    assert apart["win_probability"] == 1
    assert 0.5 < apart["low"] < 0.8
    assert apart["high"] == pytest.approx(1)


@settings(max_examples=10, deadline=None)
@example({"A": [2, 2, 4], "B": [1, 1]})
@given(st.dictionaries(st.sampled_from("ABCD"), st.lists(st.integers(0, 5), min_size=1, max_size=9), min_size=2))
def test_turning_the_scale_round_turns_every_pair_and_stretching_it_changes_no_win(levels):
    def said(change):
        return {name: [change(level) if level else 0 for level in one] for name, one in levels.items()}

    one, turned = pairs(levels), pairs(said(lambda level: 6 - level))
    stretched = compare_pairs(count_levels(sessions(said(lambda level: 2 * level)), scale(10)))
    names = ["win_probability", "se", "low", "high", "p", "p_adjusted"]
    if not len(one):
        assert turned.empty
        return
    left, right, wide = (table[names].astype(float).to_numpy() for table in (one, turned, stretched))
    np.testing.assert_allclose(left[:, [0, 1, 4, 5]], wide[:, [0, 1, 4, 5]], atol=0.02)
    np.testing.assert_allclose(left[:, 0], 1 - right[:, 0], atol=1e-9)
    np.testing.assert_allclose(left[:, 2:4], 1 - right[:, [3, 2]], atol=1e-4)
    shown = one.dropna(subset="low")
    assert ((shown["low"] <= shown["win_probability"]) & (shown["win_probability"] <= shown["high"])).all()
    assert one["robust"].isna().equals(turned["robust"].isna())


@settings(max_examples=10, deadline=None)
@given(st.floats(0.01, 1000))
def test_weights_scaled_by_a_constant_change_no_pair(factor):
    scaled = panel().assign(weight=lambda table: table["weight"] * factor)
    one, other = (compare_pairs(count_levels(table, scale(), by="half"), of="half") for table in (panel(), scaled))
    pd.testing.assert_frame_equal(one, other, rtol=1e-5)


def test_verdicts_speak_the_language():
    with speaking("fr"):
        verdict = pairs({"A": SAME, "B": LOW})["verdict"].iloc[0]
    assert "96" in verdict
    assert "better off" not in verdict


@pytest.mark.parametrize("others", [[1, 1, 1, 2, 3, 3], [1, 1, 1, 1, 2, 3]])
def test_a_side_that_wins_every_pair_wins_them_whatever_rounding_makes_of_it(others):
    row = compare_pairs(count_levels(sessions({"A": [4, 4], "B": others}), scale()), of="group").iloc[0]
    assert (row["win_probability"], row["high"]) == (1, 1)
    assert row["low"] > 0.01
