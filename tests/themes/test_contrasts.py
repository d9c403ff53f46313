"""Each theme on two sides: what is more on one of them, what cannot be told apart, and one loud group."""

import numpy as np
import pandas as pd
import pytest

from workbench.themes import theme_contrasts

THEMES = pd.DataFrame({"theme": ["A", "B"], "label": ["Roof", "Bus"], "stability": [0.9, 0.4]})


def said(*rows):
    """Return criteria and membership: (group, standpoint, question, theme, how many)."""
    lines = [row[:4] for row in rows for _time in range(row[4])]
    table = pd.DataFrame(lines, columns=["group", "standpoint", "question", "theme"])
    table = table.assign(criterion=range(len(table)), territory="VAL", wave="2024")
    return table.drop(columns="theme"), table[["criterion", "theme"]]


def spread(wellbeing, illbeing, groups=6, standpoint="resident"):
    """Return rows of groups that all speak alike: (A, B) of each question."""
    return [
        (f"g{k}", standpoint, question, theme, n)
        for k in range(groups)
        for question, counts in (("wellbeing", wellbeing), ("illbeing", illbeing))
        for theme, n in zip("AB", counts, strict=True)
    ]


def test_what_all_groups_say_more_on_one_side_is_told_with_its_groups():
    found = theme_contrasts(*said(*spread((5, 2), (1, 6))), THEMES).set_index("theme")
    assert found["direction"].to_dict() == {"A": "more", "B": "less"}
    row = found.loc["A"]
    assert row[["criteria", "criteria_other", "n", "n_other", "groups", "groups_other"]].tolist() == [
        30,
        6,
        42,
        42,
        6,
        6,
    ]
    assert row["difference"] == pytest.approx(30 / 42 - 6 / 42)
    assert row["low"] < row["difference"] < row["high"]
    assert row["verdict"] == "more under “well-being” (71%) than “ill-being” (14%), from 6 groups"
    assert row["stability"] == 0.9


def test_newcombes_interval_where_sessions_do_not_cluster():
    """Newcombe (1998), table II, case (a): 56/70 − 48/80, method 10: 0.0524 to 0.3339."""
    rows = [(f"g{k}", "", question, theme, 1) for question, counts in (("wellbeing", (56, 14)), ("illbeing", (48, 32))) for theme, n in zip("AB", counts, strict=True) for k in range(n)]  # fmt: skip
    rows = [(f"{question}{theme}{k}", *rest) for k, (_g, _s, question, theme, n) in enumerate(rows) for rest in [("", question, theme, n)]]  # fmt: skip
    row = theme_contrasts(*said(*rows), THEMES).set_index("theme").loc["A"]
    assert (row["low"], row["high"]) == pytest.approx((0.0524, 0.3339), abs=2e-3)


def test_one_loud_group_is_not_a_majority():
    rows = [
        *spread((0, 5), (0, 5)),
        ("loud", "resident", "wellbeing", "A", 40),
        ("loud", "resident", "illbeing", "B", 5),
    ]
    row = theme_contrasts(*said(*rows), THEMES).set_index("theme").loc["A"]
    assert row["direction"] in ("one group", "none")
    assert (row["groups"], row["loudest"]) == (1, 1.0)
    alone = said(("only", "resident", "wellbeing", "A", 40), ("only", "resident", "illbeing", "B", 40))
    found = theme_contrasts(*alone, THEMES)
    assert found["direction"].tolist() == ["one group", "one group"]
    assert found["verdict"].iloc[0].endswith("but from one group only")


def test_residents_beside_professionals():
    rows = spread((5, 2), (5, 2)) + [(f"p{group}", *rest) for group, *rest in spread((1, 6), (1, 6), standpoint="professional")]  # fmt: skip
    people = pd.DataFrame({"territory": "VAL", "wave": "2024", "group": [f"g{k}" for k in range(6)], "participants": 9})
    found = theme_contrasts(*said(*rows), THEMES, by="standpoint", groups=people).set_index("theme")
    assert found.loc["A", ["side", "other", "direction"]].tolist() == ["resident", "professional", "more"]
    assert found.loc["A", "people"] == 54
    assert pd.isna(found.loc["A", "people_other"])
    assert found.loc["A", "verdict"] == "more under “residents” (71%) than “professionals” (14%), from 6 groups"


def test_a_side_that_wrote_nothing_and_a_place_without_criteria():
    rows = [row for row in spread((5, 2), (1, 6)) if row[2] == "wellbeing"]
    found = theme_contrasts(*said(*rows), THEMES)
    assert found["difference"].isna().all()
    assert set(found["direction"]) == {"none"}
    assert set(found["verdict"]) == {"one of the two sides wrote nothing"}
    assert theme_contrasts(*said(), THEMES).empty
    with pytest.raises(ValueError, match="sides"):
        theme_contrasts(*said(*rows), THEMES, by="group")


def test_places_are_compared_each_by_itself():
    criteria, membership = said(*spread((5, 2), (1, 6)))
    more = criteria.assign(territory="MON", criterion=criteria["criterion"] + 1000, question="wellbeing")
    both = pd.concat([criteria, more], ignore_index=True)
    members = pd.concat([membership, membership.assign(criterion=membership["criterion"] + 1000)], ignore_index=True)
    found = theme_contrasts(both, members, THEMES, within="territory").set_index(["territory", "theme"])
    assert found.loc[("VAL", "A"), "direction"] == "more"
    assert pd.isna(found.loc[("MON", "A"), "difference"])
    one = theme_contrasts(both, members, THEMES, territory="VAL")
    assert one["territory"].tolist() == ["VAL", "VAL"]
    assert one["difference"].tolist() == pytest.approx(found.loc["VAL"]["difference"].tolist())


def test_groups_that_each_have_a_topic_of_their_own_do_not_make_a_difference_of_sides():
    """Where sides are alike and only groups differ, few tables may tell a difference; Fisher alone tells many."""
    from scipy.stats import fisher_exact

    random, told, naive = np.random.default_rng(3), 0, 0
    for _repeat in range(30):
        rows = []
        for k in range(10):
            lean = random.beta(0.7, 0.7)  # each session speaks mostly of one of the two
            n = random.binomial(12, lean)
            rows += [(f"g{k}", "resident" if k < 5 else "professional", "wellbeing", theme, m) for theme, m in (("A", n), ("B", 12 - n))]  # fmt: skip
        found = theme_contrasts(*said(*rows), THEMES, by="standpoint")
        told += bool((found["direction"] != "none").any())
        row = found.iloc[0]
        naive += fisher_exact([[row["criteria"], row["n"] - row["criteria"]], [row["criteria_other"], row["n_other"] - row["criteria_other"]]])[1] < 0.05  # fmt: skip
    assert naive > 9
    assert told <= 3
