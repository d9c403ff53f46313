from math import comb

import numpy as np
import pandas as pd
import pytest

from tests.themes.told import criteria, log, suggestion
from workbench.themes import apply_decisions, emerging_themes, unsure_queue

TOLD = criteria(["un toit", "Un toit !", "le bus", "la gare", "du bruit", "rien"], language="fr", wave="2024")
SUGGESTED = suggestion(T_c0="c0 c1 c2", T_c3="c3", alone="c4", nothing="c5").assign(
    confidence=[0.4, 0.4, 0.2, 0.9, 0.0, np.nan],
    margin=[0.2, 0.2, 0.1, 0.8, 0.0, np.nan],
    unsure=[True, True, True, False, True, False],
    second="T-c3",
    third="T-gone",
)


def queue(*lines, **options):
    themes, membership, _orphans = apply_decisions(SUGGESTED, log(*lines), TOLD)
    return unsure_queue(SUGGESTED, membership, TOLD, themes, **options)


def test_the_least_sure_come_first_and_what_is_on_its_own_last():
    assert queue()["criterion"].tolist() == ["c2", "c0", "c4"]
    assert queue(most=1)["criterion"].tolist() == ["c2"]


def test_the_same_words_are_asked_about_once():
    assert queue().set_index("criterion")["said"].to_dict() == {"c2": 1, "c0": 2, "c4": 1}


def test_what_is_decided_leaves_the_queue():
    assert queue(("assign", "c2", "", "T-c3"))["criterion"].tolist() == ["c0", "c4"]
    assert queue(("validate", "c2; c0; c1", "T-c0", ""))["criterion"].tolist() == ["c4"]


def test_choices_are_themes_that_are_there_by_the_names_they_have_now():
    first = queue(("rename", "", "T-c3", "Se déplacer")).iloc[0]
    assert (first["theme"], first["second"], first["third"]) == ("T-c0", "T-c3", "")
    assert first["second_label"] == "Se déplacer"
    merged = queue(("merge", "", "T-c3", "T-c0")).iloc[0]
    assert (merged["theme"], merged["second"]) == ("T-c0", "")


def waves(old, new, state="suggested"):
    """Return criteria, membership and themes: theme A with `old` earlier and `new` late criteria among 60 of each wave."""
    told = pd.DataFrame({"criterion": range(120), "wave": ["2021"] * 60 + ["2024"] * 60})
    theme = ["T-a"] * old + ["b"] * (60 - old) + ["T-a"] * new + ["b"] * (60 - new)
    themes = pd.DataFrame({"theme": ["T-a", "b"], "label": ["A", "B"], "state": [state, "decided"]})
    return told, pd.DataFrame({"criterion": range(120), "theme": theme}), themes


def test_a_theme_that_only_the_last_wave_speaks_of_is_emerging():
    (row,) = emerging_themes(*waves(0, 12)).to_dict("records")
    assert (row["theme"], row["criteria"], row["earlier"], row["expected"]) == ("T-a", 12, 0, 6.0)
    # 12 of 12 out of 60 in 120: C(60,12) / C(120,12)
    assert row["p_adjusted"] == pytest.approx(comb(60, 12) / comb(120, 12))


@pytest.mark.parametrize("case", [waves(6, 6), waves(10, 3), waves(0, 3), waves(0, 12, state="decided")])
def test_what_was_there_or_is_decided_or_too_small_to_tell_is_not(case):
    assert emerging_themes(*case).empty


def test_one_wave_brings_nothing_new():
    told, membership, themes = waves(0, 12)
    assert emerging_themes(told[60:], membership, themes).empty


def few(new, *, earlier=0, groups=("a", "b")):
    """Return a second wave of 60 in which a suggested theme has `new` criteria of these groups, beside 19 themes."""
    told, membership, themes = waves(earlier, new)
    told["group"] = [groups[place % len(groups)] for place in range(120)]
    others = pd.DataFrame({"theme": [f"T-{k}" for k in range(19)], "label": "", "state": "suggested"})
    rest = membership["theme"].eq("b")
    membership.loc[rest, "theme"] = [f"T-{k % 19}" for k in range(rest.sum())]
    return told, membership, pd.concat([themes, others], ignore_index=True)


def test_a_small_theme_that_is_new_and_said_by_several_groups_is_proposed_as_unsure():
    (row,) = emerging_themes(*few(4)).to_dict("records")
    assert (row["theme"], row["criteria"], row["earlier"], row["groups"], row["sure"]) == ("T-a", 4, 0, 2, False)
    (row,) = emerging_themes(*few(14)).to_dict("records")
    assert (row["criteria"], row["sure"]) == (14, True)


@pytest.mark.parametrize("case", [few(2), few(4, groups=("a",)), few(4, earlier=1)])
def test_one_groups_topic_a_pair_and_what_was_said_before_are_not_proposed(case):
    assert "T-a" not in set(emerging_themes(*case)["theme"])


def test_what_emerged_in_the_second_wave_is_asked_of_the_second_wave():
    told, membership, themes = few(14)
    third = told[60:].assign(criterion=range(120, 180), wave="2027")
    more = pd.DataFrame({"criterion": range(120, 180), "theme": ["T-a"] * 14 + ["T-0"] * 46})
    both = pd.concat([told, third], ignore_index=True), pd.concat([membership, more], ignore_index=True), themes
    assert emerging_themes(*both, wave=2024)["theme"].tolist() == ["T-a"]
    assert "T-a" not in set(emerging_themes(*both)["theme"])
