import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import panel, scale, sessions
from workbench.cube import count_levels
from workbench.language import number, speaking
from workbench.scores import compare_standpoints, group_gaps, win_probability

SAME = [2, 2, 3, 3, 3, 4, 4, 4, 5]
LOW = [1, 1, 1, 1, 2, 2, 1, 2, 1]


def counted(levels, **columns):
    return count_levels(sessions(levels, **columns), scale(), by=list(columns))


def test_the_group_that_is_left_behind_is_found_and_the_others_are_not():
    gaps = group_gaps(counted({"A": SAME, "B": SAME, "C": SAME, "Jobseekers": LOW})).set_index("group")
    assert gaps["direction"].to_dict() == {"A": "none", "B": "none", "C": "none", "Jobseekers": "behind"}
    row = gaps.loc["Jobseekers"]
    assert row["others"] == pytest.approx(np.mean(SAME))
    assert row["difference"] == pytest.approx(np.mean(LOW) - np.mean(SAME))
    assert row["low"] < row["difference"] < row["high"] < 0
    shares = [np.bincount(levels, minlength=6)[1:] / 9 for levels in (LOW, SAME)]
    assert row["win_probability"] == pytest.approx(win_probability(*shares))
    ends = f"between {number(row['low'], 1)} and {number(row['high'], 1)}."
    assert row["verdict"] == f"“Jobseekers” is behind the other groups: −2.0 levels, {ends}"
    assert gaps.loc["A", "verdict"] == "“A” cannot be told apart from the other groups with 9 answers."


def test_the_error_of_a_gap_by_hand():
    """All groups vary alike, so the pooled variance s² is each one's own: s²/9 + 3 · s²/9 / 3²."""
    gaps = group_gaps(counted({"A": SAME, "B": SAME, "C": SAME, "D": [level - 1 for level in SAME]}))
    spread = np.var(SAME, ddof=1)
    assert gaps["se"].tolist() == pytest.approx([(spread / 9 * (1 + 1 / 3)) ** 0.5] * 4)


def test_people_who_happen_to_agree_do_not_seem_certain():
    gaps = group_gaps(counted({"A": SAME, "B": SAME, "C": SAME, "D": [3, 3]})).set_index("group")
    assert gaps.loc["D", "se"] > 0.5
    assert gaps.loc["D", "direction"] == "none"


def test_where_lower_is_better_the_lowest_group_is_ahead():
    cube = count_levels(sessions({"A": SAME, "B": SAME, "C": LOW}), scale(direction=["down"]))
    assert group_gaps(cube).set_index("group")["direction"]["C"] == "ahead"


def test_four_identical_groups_of_30_are_told_apart_in_at_most_5_percent_of_draws():
    rng = np.random.default_rng(8)
    draws = rng.choice(5, size=(300, 4, 30), p=[0.05, 0.15, 0.30, 0.35, 0.15]) + 1
    answers = pd.concat([
        sessions({name: levels.tolist() for name, levels in zip("ABCD", draw, strict=True)}, wave=str(number))
        for number, draw in enumerate(draws)
    ])  # fmt: skip
    gaps = group_gaps(count_levels(answers, scale()))
    told = (gaps["direction"] != "none").groupby(gaps["wave"]).any().mean()
    assert told <= 0.05 + 0.025  # two standard errors of 300 draws
    assert ((gaps["low"] <= 0) & (gaps["high"] >= 0)).mean() == pytest.approx(0.95, abs=0.03)


def test_every_difference_carries_the_badge_and_its_test():
    """F_k of C lies nowhere above that of the others; that of X, split to both ends, crosses it."""
    gaps = group_gaps(counted({"A": SAME, "B": SAME, "C": LOW, "X": [1] * 4 + [5] * 5})).set_index("group")
    assert gaps.loc["C", "robust"]
    assert 0 < gaps.loc["C", "robust_p"] < 0.05
    assert not gaps.loc["X", "robust"]
    assert gaps.loc["X", "robust_p"] > 0.5  # a step goes the other way
    spread = group_gaps(counted({"A": [3] * 30, "B": [3] * 30, "X": [1] * 6 + [5] * 24})).set_index("group")
    assert spread.loc["X", "direction"] == "ahead"
    assert spread.loc["X", "verdict"].endswith("How far apart the situations are taken to be matters here: see the shares.")
    table = compare_standpoints(count_levels(standpoints(), scale(), by="standpoint"))
    assert table["robust"].tolist()[0] is True
    assert table["robust_p"].notna().all()


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCD"), st.lists(st.integers(1, 5), min_size=2, max_size=9), min_size=2),
    st.lists(st.floats(0.1, 5), min_size=4, max_size=4),
)
def test_a_robust_gap_stands_under_any_numbering_of_the_situations(levels, steps):
    """The badge does not change with the numbers either: it looks at their order only."""
    gaps = group_gaps(counted(levels)).set_index("group")
    number_of = dict(enumerate(np.cumsum([0, *steps]), 1))
    means = {name: np.mean([number_of[level] for level in said]) for name, said in levels.items()}
    for name, row in gaps.iterrows():
        if pd.isna(row["robust"]):
            assert row["difference"] == pytest.approx(0)
            continue
        others = np.mean([mean for other, mean in means.items() if other != name])
        if row["robust"]:
            assert np.sign(row["difference"]) * (means[name] - others) > 0
    wide = {name: [2 * level for level in said] for name, said in levels.items()}
    stretched = group_gaps(count_levels(sessions(wide), scale(10))).set_index("group")
    assert stretched["robust"].equals(gaps["robust"])


def test_a_group_alone_has_nobody_to_be_compared_with():
    gaps = group_gaps(counted({"A": SAME}))
    assert gaps.empty
    assert "verdict" in gaps
    assert group_gaps(count_levels(panel(), scale())).columns.tolist() == gaps.columns.tolist()


def test_groups_without_any_spread_are_not_told_apart():
    gaps = group_gaps(counted({"A": [3, 3], "B": [4, 4]}))
    assert gaps["direction"].tolist() == ["none", "none"]
    assert gaps["verdict"].iloc[0] == "“A”: too few answers to compare it with the other groups."


def standpoints():
    levels = {"Young": LOW, "Old": LOW, "Parents": LOW, "Workers": SAME, "Shops": SAME, "Staff": [2] * 4}
    side = {"Workers": "professional", "Shops": "professional", "Staff": "institution"}
    answers = sessions(levels)
    return answers.assign(standpoint=answers["group"].map(side).fillna("resident"))


def test_residents_and_professionals_are_set_side_by_side():
    table = compare_standpoints(count_levels(standpoints(), scale(), by="standpoint"))
    assert table["rank"].tolist() == [1, 2, 3]
    first = table.iloc[0]
    assert (first["standpoint"], first["other"]) == ("resident", "professional")
    assert first["difference"] == pytest.approx(np.mean(LOW) - np.mean(SAME))
    assert first["direction"] == "worse"
    assert first["verdict"].startswith("It is worse seen by the residents than by the professionals: −2.0 levels, between")
    last = table.iloc[-1]
    assert {last["standpoint"], last["other"]} == {"resident", "institution"}
    assert last["direction"] == "none"


def test_disagreement_is_ranked_in_parts_of_the_scale():
    short = standpoints().assign(indicator="SHORT", level=lambda table: (table["level"] > 1).astype("Int64") + 1)
    answers = pd.concat([standpoints(), short], ignore_index=True)
    table = compare_standpoints(count_levels(answers, pd.DataFrame({"indicator": ["MOB", "SHORT"], "levels": [5, 2]}),
                                             by="standpoint"))  # fmt: skip
    apart = (table["difference"].abs() / table["indicator"].map({"MOB": 4, "SHORT": 1})).tolist()
    assert apart == sorted(apart, reverse=True)
    assert sorted(table["rank"]) == list(range(1, 7))


def test_standpoints_need_to_be_counted():
    with pytest.raises(ValueError, match="it has no standpoints"):
        compare_standpoints(counted({"A": SAME}))
    only = count_levels(standpoints().query("standpoint == 'resident'"), scale(), by="standpoint")
    assert compare_standpoints(only).empty


def test_verdicts_speak_the_language():
    with speaking("fr"):
        verdict = group_gaps(counted({"A": SAME, "B": SAME, "C": LOW}))["verdict"].iloc[2]
    assert "−2,0" in verdict
