import warnings

import pytest

from tests.themes.told import bank, criteria, log
from workbench.language import speaking
from workbench.themes import apply_decisions, decisions_by_coder, suggest_themes, suggestion_report
from workbench.themes.replay import replay

OPTIONS = {"encoder": "lemmas", "progress": False, "cache": False}


def told_of(suggestion):
    report = suggestion_report(suggestion)
    return dict(zip(report["what"], report["value"], strict=True)).get("number of themes")


def test_what_people_decided_holds_unless_a_number_is_asked_for():
    told, decisions = bank("fr", every=6), log(("number", "", "", "4"))
    found = suggest_themes(told, decisions=decisions, **OPTIONS)
    other = suggest_themes(told, k=3, decisions=decisions, **OPTIONS)
    assert (found.attrs["k"], found.attrs["decided"]["number"], other.attrs["k"]) == (4, 4, 3)
    with speaking("en"):
        assert told_of(found) == "Decided: 4 themes to suggest (May 1, 2024)."
        assert told_of(other) == "Decided: 4 themes to suggest (May 1, 2024). This suggestion was made for 3."
        assert told_of(suggest_themes(told, decisions=log(), **OPTIONS)) is None


def test_a_number_taken_back_leaves_what_holds_best():
    told = bank("fr", every=6)
    decisions = log(("number", "", "", "4"), ("undo", "", "", ""))
    found = suggest_themes(told, decisions=decisions, **OPTIONS)
    assert found.attrs["decided"] == {}
    assert found.attrs["k"] == suggest_themes(told, **OPTIONS).attrs["k"]


def test_more_themes_than_wordings_are_warned_of():
    told = bank("fr", every=9)
    with pytest.warns(UserWarning, match="different wordings"):
        found = suggest_themes(told, decisions=log(("number", "", "", "4000")), **OPTIONS)
    assert found.attrs["k"] == suggest_themes(told, **OPTIONS).attrs["k"]


@pytest.mark.parametrize("said", [[], ["don't know"]])
def test_of_no_criteria_there_is_nothing_to_warn_of(said):
    table = criteria(said) if said else criteria(["a"]).head(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = suggest_themes(table, decisions=log(("number", "", "", "4")), **OPTIONS)
    assert (len(found), found.attrs["k"]) == (len(said), 0)


@pytest.mark.parametrize("many", [1, 3])
def test_few_criteria_and_a_number_that_is_too_high(many):
    told = criteria(["a warm flat", "the bus is late", "trees by the river"][:many], language="en")
    only = {1: "There is only 1 wording", 3: "There are only 3 different wordings"}[many]
    with speaking("en"), pytest.warns(UserWarning, match=only):
        suggest_themes(told, decisions=log(("number", "", "", "4")), **OPTIONS)
    if many > 2:
        found = suggest_themes(told, decisions=log(("number", "", "", "2")), **OPTIONS)
        assert found.attrs["k"] == 2


def test_in_the_next_wave_the_number_holds_and_the_themes_of_people_stay():
    told = bank("fr", every=4)
    first = told[told.index % 3 > 0].reset_index(drop=True)
    number = ("number", "", "", "6")
    before = suggest_themes(first, decisions=log(number), **OPTIONS)
    theme = before["theme"][before["theme"].str.startswith("T-")].value_counts().index[0]
    members = before.loc[before["theme"] == theme, "criterion"].tolist()
    decisions = log(number, ("rename", "; ".join(members), theme, "Chez soi"))
    after = suggest_themes(told, decisions=decisions, **OPTIONS)
    themes, membership, orphans = apply_decisions(after, decisions, told)
    assert (after.attrs["k"], len(orphans)) == (6, 0)
    assert themes.loc[themes["theme"] == theme, "label"].tolist() == ["Chez soi"]
    assert set(members) <= set(membership.loc[membership["theme"] == theme, "criterion"])
    assert set(membership["criterion"]) == set(told["criterion"])


def test_replay_and_coders_leave_it_alone():
    decisions = log(("number", "", "", "4"))
    assert replay(decisions, {"c1"}, ()).orphans == []
    assert decisions_by_coder(decisions.assign(who="Ana")) == {}
    both = log(("number", "", "", "4"), ("new", "", "", "Heat"))
    assert decisions_by_coder(both.assign(who="Ana"))["Ana"]["what"].tolist() == ["number", "new"]
