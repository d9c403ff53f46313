"""The audit finds what is left open; one that cannot fail would be none."""

import pandas as pd
import pytest

from tests.disclosure.tables import answers, indicators, spread, tables_of
from workbench.cohorts import compare_waves
from workbench.cube import count_levels
from workbench.disclosure import audit_disclosure, protect
from workbench.scores import score

MEAN = ["mean"]


def naive(tables, minimum=5):
    """Hide figures of few people, and nothing else: what many reports do."""
    made = {}
    for name, table in tables.items():
        few = (table["n"] < minimum).fillna(False)
        made[name] = table.assign(
            **{column: table[column].mask(few) for column in ("n", "estimate", "se", "low", "high")}
        )
    return made


def groups(*sizes):
    names = ["young", "older", "parents", "carers", "shops"]
    return answers({name: spread(n, start=k) for k, (name, n) in enumerate(zip(names, sizes, strict=False))})


def attacks(tables, **options):
    found = audit_disclosure(tables, **options)
    return set(zip(found["group"] if "group" in found else [""] * len(found), found["attack"], strict=True))


def only_means(rows):
    return {name: table[table["facet"] == "mean"].round(2) for name, table in tables_of(rows).items()}


def test_one_hidden_group_is_the_total_less_the_others():
    found = audit_disclosure(naive(only_means(groups(3, 9, 8))))
    one = found[found["attack"] == "narrow"].iloc[0]
    assert (one["group"], one["low"], one["high"]) == ("young", 3, 3)


def test_two_hidden_groups_of_few_people_together_are_few_people():
    found = audit_disclosure(naive(only_means(groups(1, 2, 9, 8))))
    narrow = found[found["attack"] == "narrow"]
    assert set(narrow["group"]) == {"young", "older"}
    assert set(narrow["high"]) == {3}


def test_two_hidden_groups_of_enough_people_together_stay_hidden():
    assert not attacks(naive(only_means(groups(4, 4, 9, 8))))


def test_few_people_that_are_told_are_found():
    assert ("young", "few") in attacks(only_means(groups(4, 9, 9)))


def test_a_total_in_another_table_is_used():
    hidden = naive(only_means(groups(3, 9, 8)))
    changes = compare_waves(
        count_levels(pd.concat([groups(3, 9, 8), groups(9, 9, 9).assign(wave="2027")]), indicators()), facets="mean"
    )
    assert ("young", "narrow") in attacks({"groups": hidden["groups"], "changes": changes})


def test_a_wave_that_is_hidden_in_one_table_is_told_by_the_changes():
    rows = pd.concat([groups(3, 9, 8), groups(9, 9, 9).assign(wave="2027")])
    cube = count_levels(rows, indicators())
    hidden = naive({"groups": score(cube, by=["territory", "wave", "group"], facets=MEAN)})["groups"].round(2)
    changes = compare_waves(cube, by=("territory", "group"), facets="mean")
    assert ("young", "few") in attacks({"groups": hidden, "changes": changes})


def test_shares_of_a_small_group_are_found():
    assert ("young", "shares") in attacks(naive(tables_of(groups(9, 9, 9))))
    assert not attacks(naive(tables_of(groups(9, 9, 9))), small=0)


def test_shares_that_are_left_over_are_found():
    rows = answers({"": spread(60)}).assign(gender=["w"] * 48 + ["m"] * 12)
    cube = count_levels(rows, indicators(), by="gender")
    table = score(cube, by=["territory", "wave", "gender"])
    table["estimate"] = table["estimate"].mask((table["gender"] == "m") & (table["facet"] != "mean")).round(2)
    together = score(cube).round(2)
    found = audit_disclosure({"parts": table, "together": together})
    assert set(found["attack"]) == {"shares narrow"}
    assert set(found["gender"]) == {"m"}


@pytest.mark.parametrize(
    ("levels", "tells"), [([1] * 9, True), ([5] * 9, True), ([1] * 8 + [2], True), ([1, 5] * 4, False)]
)
def test_a_mean_that_tells_of_everybody_is_found(levels, tells):
    rows = pd.concat([groups(9, 9, 9), answers({"town": levels})])
    assert (("town", "everybody") in attacks(only_means(rows))) == tells


def test_what_a_mean_leaves_for_two_hidden_groups_may_tell_of_both():
    rows = pd.concat([answers({"young": [1, 1, 1], "older": [1, 1, 1, 1]}), groups(0, 0, 9, 9)])
    found = attacks(naive(only_means(rows)))
    assert {("young", "everybody"), ("older", "everybody")} <= found


def test_many_digits_of_a_total_are_found():
    tables = {name: table[table["facet"] == "mean"] for name, table in tables_of(groups(7, 9, 11)).items()}
    assert "digits" in audit_disclosure(tables)["attack"].tolist()
    assert not attacks(protect(tables))


def test_nothing_is_found_in_nothing():
    assert audit_disclosure({}).to_dict("records") == []
    assert audit_disclosure(tables_of(groups(9))["groups"].head(0)).to_dict("records") == []
