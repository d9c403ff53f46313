import pytest

from tests.themes.told import bank, log
from workbench.themes import decisions_by_coder, suggest_themes
from workbench.themes.replay import replay

OPTIONS = {"encoder": "lemmas", "progress": False, "cache": False}


def test_what_people_decided_holds_unless_a_number_is_asked_for():
    told, decisions = bank("fr", every=6), log(("number", "", "", "4"))
    found = suggest_themes(told, decisions=decisions, **OPTIONS)
    assert (found.attrs["k"], found.attrs["decided"]["number"]) == (4, 4)
    assert suggest_themes(told, k=3, decisions=decisions, **OPTIONS).attrs["k"] == 3


def test_more_themes_than_wordings_are_warned_of():
    told = bank("fr", every=9)
    with pytest.warns(UserWarning, match="different wordings"):
        found = suggest_themes(told, decisions=log(("number", "", "", "4000")), **OPTIONS)
    assert found.attrs["k"] == suggest_themes(told, **OPTIONS).attrs["k"]


def test_replay_and_coders_leave_it_alone():
    decisions = log(("number", "", "", "4"))
    assert replay(decisions, {"c1"}, ()).orphans == []
    assert decisions_by_coder(decisions.assign(who="Ana")) == {}
