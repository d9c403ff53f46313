"""What stakeholders see is told with their number, and never as more than it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.actions import effect_summary
from workbench.tables import empty, frame


def rated(*pairs, role="", action="A1"):
    return frame("effects", [
        {"action": action, "indicator": "MOB", "stakeholder": f"{role}{i}", "role": role, "expected": e, "observed": o}
        for i, (e, o) in enumerate(pairs)
    ])  # fmt: skip


def verdict(*pairs):
    return effect_summary(rated(*pairs))["verdict"].iloc[0]


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (
            [(1, 0), (1, 0), (1, 1), (1, 0), (2, 1)],
            "Observed below what was expected: 0.4 against 1.2, 5 stakeholders.",
        ),
        ([(0, 1)] * 6, "Observed above what was expected: 1.0 against 0.0, 6 stakeholders. All of them saw more."),
        ([(1, 1)] * 5, "Observed as expected: 1.0 against 1.0, 5 stakeholders."),
        (
            [(2, -1), (-1, 2), (0, 0), (1, 1), (1, 1)],
            "Observed as expected: 0.6 against 0.6, 5 stakeholders. They do not agree: 1 saw less, 3 the same, 1 more.",
        ),
        (
            [(2, 0), (1, 0)],
            "Observed below what was expected: 0.0 against 1.5, 2 stakeholders. All of them saw less. "
            "Too few voices to say more.",
        ),
        ([(1, 0)], "Observed below what was expected: 0.0 against 1.0, 1 stakeholder. Too few voices to say more."),
        ([(1, None)] * 5, "Not observed yet: 1.0 expected, 5 stakeholders."),
        ([(None, -1)] * 5, "Nothing was said beforehand: −1.0 observed, 5 stakeholders."),
        (
            [(2, None), (None, 1)],
            "Nobody said both: 2.0 expected by some, 1.0 observed by others, 2 stakeholders. Too few voices to say more.",
        ),
        ([(None, None)], "Nobody has said anything yet."),
    ],
)
def test_the_verdict_says_what_was_seen_by_how_many(pairs, sentence):
    assert verdict(*pairs) == sentence


def test_only_those_who_said_both_are_compared():
    row = effect_summary(rated((2, 1), (2, None), (None, 2), (1, 1))).iloc[0]
    assert (row["n"], row["n_expected"], row["n_observed"], row["pairs"]) == (4, 3, 3, 2)
    assert row["difference"] == -0.5
    assert row["verdict"].startswith("Observed below what was expected: 1.0 against 1.5, 2 stakeholders.")


def test_roles_stand_apart_and_a_whole_step_between_them_is_said():
    effects = frame("effects", [
        *rated((1, 2), (1, 2), role="bearer").to_dict("records"),
        *rated((1, 0), (1, -1), role="user").to_dict("records"),
        *rated((1, 1)).to_dict("records"),
    ])  # fmt: skip
    table = effect_summary(effects)
    assert table["role"].tolist() == ["", "bearer", "user"]
    assert table["n"].tolist() == [5, 2, 2]
    assert table["verdict"].iloc[0].endswith("Roles see it differently: user −0.5 (n = 2), bearer 2.0 (n = 2).")
    assert "Roles" not in table["verdict"].iloc[1]


def test_spread_is_not_given_for_one_voice():
    table = effect_summary(rated((1, 2)))
    assert table["spread"].isna().all()
    assert table[["lowest", "highest"]].values.tolist() == [[2, 2]]


ratings = st.integers(-2, 2)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(ratings, ratings), min_size=1, max_size=12))
def test_counts_and_means_agree(pairs):
    row = effect_summary(rated(*pairs)).iloc[0]
    assert row["less"] + row["same"] + row["more"] == row["pairs"] == len(pairs)
    assert row["difference"] == pytest.approx(row["observed"] - row["expected"])
    assert row["lowest"] <= row["observed"] <= row["highest"]


def test_actions_stay_apart_and_nothing_comes_of_nothing():
    both = frame("effects", [*rated((1, 1)).to_dict("records"), *rated((2, 0), action="A2").to_dict("records")])
    assert effect_summary(both)["difference"].tolist() == [0, -2]
    assert effect_summary(empty("effects")).empty
