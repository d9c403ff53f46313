"""Every kind of fault, planted by hand, is found and told; what is sound, or too small, is not accused."""

import numpy as np
import pandas as pd
import pytest

from workbench.language import speaking
from workbench.soundness import indicator_correlations, indicator_findings, indicator_shares
from workbench.tables import frame

KINDS = ["broken", "unused", "reversed", "redundant", "missing", "not_applicable", "floor", "ceiling", "group",
         "standpoint", "consistency"]  # fmt: skip
NAMES = [f"I{k}" for k in range(8)]


def indicators(**columns):
    themes = [f"T{k // 2}" for k in range(8)]
    return frame("indicators", [{"indicator": n, "theme": t, "levels": 5, "indicator_kind": "situations", "label_en": f"Label {n}"}
                                for n, t in zip(NAMES, themes, strict=True)]).assign(**columns)  # fmt: skip


def people(seed=1, groups=8, members=25):
    """Return levels (people × indicators) of one sound wave, and who they are."""
    chance = np.random.default_rng(seed)
    size = groups * members
    levels = 3 + chance.normal(0, 0.5, (size, 1)) + chance.normal(0, 0.9, (size, 8))
    who = pd.DataFrame({"respondent": [str(k) for k in range(size)], "group": np.repeat([f"G{g}" for g in range(groups)], members)})
    who["standpoint"] = np.where(who["group"].isin(["G6", "G7"]), "professional", "resident")
    return np.clip(np.rint(levels), 1, 5), who.assign(territory="Valbourg", wave="2024")


def answers(levels, who, missing=None):
    long = who.loc[who.index.repeat(8)].reset_index(drop=True)
    said = np.full(levels.shape, "") if missing is None else missing
    level = np.where(said.ravel() == "", levels.ravel(), np.nan)
    return frame("answers", long.assign(indicator=np.tile(NAMES, len(who)), level=level, missing=said.ravel()))


def looked(found):
    return {(row["kind"], row["indicator"]) for row in found[found["severity"].eq("look")].to_dict("records")}


def test_a_sound_study_is_accused_of_nothing_and_every_kind_says_so():
    found = indicator_findings(answers(*people()), indicators())
    assert looked(found) == set()
    assert list(dict.fromkeys(found["kind"])) == ["consistency", *KINDS[1:-1], "broken"]
    assert found.loc[found["severity"].eq("cannot tell"), "kind"].tolist() == ["broken"]  # there is no ladder
    assert found.loc[found["kind"].eq("redundant"), "looked_at"].tolist() == [28]
    assert found.loc[found["kind"].eq("redundant"), "finding"].iloc[0] == "Pairs that say the same: nothing found among 28 looked at."


def test_a_level_that_nobody_chose_is_told_as_people_number_it():
    levels, who = people(members=60)
    levels[:, 2] = np.minimum(levels[:, 2], 4)
    found = indicator_findings(answers(levels, who), indicators(lowest=0))
    row = found[found["kind"].eq("unused")].iloc[0]
    assert (row["severity"], row["indicator"], row["level"]) == ("look", "I2", 5)
    assert row["finding"] == "Label I2: nobody of 480 people chose level 4; at most 0.8% would."
    assert row["low"] == 0
    assert 0 < row["high"] < 0.02


def test_a_redundant_pair_is_found_once_with_n_and_interval():
    levels, who = people()
    levels[:, 5] = levels[:, 0]
    found = indicator_findings(answers(levels, who), indicators())
    assert looked(found) == {("redundant", "I0")}
    row = found.iloc[0]
    assert (row["other"], row["n"], row["estimate"]) == ("I5", 200, pytest.approx(1))
    assert row["low"] > 0.8


def test_an_indicator_that_runs_the_other_way_is_found_unless_its_direction_says_so():
    levels, who = people()
    levels = np.clip(np.rint(levels + 0.6 * (levels[:, [0]] - 3)), 1, 5)
    levels[:, 1] = 6 - levels[:, 0]
    found = indicator_findings(answers(levels, who), indicators())
    assert ("reversed", "I1") in looked(found)
    direction = ["down" if name == "I1" else "up" for name in NAMES]
    assert not {kind for kind, _name in looked(indicator_findings(answers(levels, who), indicators(direction=direction)))} & {"reversed"}


def test_missing_answers_and_their_reasons():
    levels, who = people()
    chance = np.random.default_rng(4)
    missing = np.full(levels.shape, "", dtype=object)
    missing[chance.random(len(levels)) < 0.3, 3] = "dont_know"
    missing[chance.random(len(levels)) < 0.05, 3] = "no_answer"
    missing[chance.random(len(levels)) < 0.4, 6] = "not_applicable"
    missing[:100, 7] = "not_asked"
    found = indicator_findings(answers(levels, who, missing), indicators())
    assert looked(found) == {("missing", "I3"), ("not_applicable", "I6")}
    row = found[found["kind"].eq("missing")].iloc[0]
    assert row["finding"].startswith("Label I3, Valbourg: 27% of 200 people")
    assert "don’t know" in row["finding"]
    assert row["advice"].startswith("Many do not know")


def test_a_theme_whose_indicators_run_against_each_other_is_told_without_endless_figures():
    levels, who = people(groups=4, members=12)
    for turned in (levels[:, 0], 6 - levels[:, 0], np.clip(6 - levels[:, 0] + np.arange(len(levels)) % 2, 1, 5)):
        levels[:, 1] = turned
        found = indicator_findings(answers(levels, who), indicators())
        theme = found[found["kind"].eq("consistency") & found["theme"].eq("T0")]["finding"].iloc[0]
        assert "ordinal alpha" in theme
        assert len(theme) < 120
    assert "< -1" in theme or "< −1" in theme


def test_crowding_at_either_end_follows_the_direction():
    levels, who = people()
    levels[:, 4] = np.where(np.arange(len(levels)) % 4 == 0, levels[:, 4], 5)
    for direction, kind in (("up", "ceiling"), ("down", "floor")):
        found = indicator_findings(answers(levels, who), indicators(direction=direction))
        assert (kind, "I4") in looked(found)
        assert found[found["kind"].eq(kind)].iloc[0]["level"] == 5


def test_broken_ladders_are_found_by_place_with_their_pattern():
    levels, who = people()
    who = pd.concat([who, who.assign(territory="Montelago")], ignore_index=True)
    climbs = {1: (True, True, False, False), 3: (False, False, False, False), 5: (False, False, True, True)}
    rows = []
    for place, person in enumerate(who.to_dict("records")):
        steps = (True, True, True, False) if person["territory"] == "Montelago" and place % 3 == 0 else climbs[1 + 2 * (place % 3)]
        rows.append({**person, "indicator": "WORK", **dict(zip(("possibility", "attainment", "quality", "sustainability"), steps, strict=True))})
    both = pd.concat([indicators(), frame("indicators", [{"indicator": "WORK", "indicator_kind": "ladder", "theme": "T9"}])], ignore_index=True)
    found = indicator_findings(answers(levels, people()[1]), both, ladders=frame("ladders", rows))
    broken = found[found["kind"].eq("broken")]
    assert broken[["severity", "territory", "wave", "n"]].values.tolist() == [["look", "Montelago", "2024", 200]]
    assert broken["estimate"].iloc[0] == pytest.approx(67 / 200, abs=0.01)
    assert "Most often: P− O− Q+ S−." in broken["finding"].iloc[0]


def test_a_group_that_differs_on_one_indicator_is_found_and_one_that_is_lower_throughout_is_not():
    levels, who = people()
    levels[who["group"].eq("G1")] = np.maximum(levels[who["group"].eq("G1")] - 1, 1)
    assert looked(indicator_findings(answers(levels, who), indicators())) == set()
    levels[who["group"].eq("G2"), 4] = np.maximum(levels[who["group"].eq("G2"), 4] - 2, 1)
    found = indicator_findings(answers(levels, who), indicators())
    assert looked(found) == {("group", "I4")}
    row = found.iloc[0]
    assert (row["group"], row["n"], row["measure"]) == ("G2", 25, "odds ratio")
    assert 0 < row["low"] < row["estimate"] < row["high"] < 1
    assert "stands lower on Label I4 than the other groups" in row["finding"]


def test_a_group_that_is_all_at_one_end_has_no_finite_odds_and_is_still_told():
    levels, who = people()
    levels[who["group"].eq("G2"), 4] = 1
    row = indicator_findings(answers(levels, who), indicators()).iloc[0]
    assert (row["kind"], row["group"]) == ("group", "G2")
    assert pd.isna(row["estimate"])
    assert "all at one end" in row["finding"]


def test_professionals_who_see_one_thing_otherwise():
    levels, who = people()
    levels[who["standpoint"].eq("professional"), 3] = np.minimum(levels[who["standpoint"].eq("professional"), 3] + 2, 5)
    found = indicator_findings(answers(levels, who), indicators())
    row = found[found["kind"].eq("standpoint")].iloc[0]
    assert (row["severity"], row["indicator"], row["group"], row["other"]) == ("look", "I3", "professional", "resident")
    assert "professionals see Label I3 higher than residents" in row["finding"]


def test_eight_people_and_one_indicator_are_told_what_cannot_be_told():
    levels, who = people(groups=1, members=8)
    one = answers(levels, who).query("indicator == 'I0'")
    found = indicator_findings(one, indicators())
    assert set(found["severity"]) <= {"nothing", "cannot tell"}
    assert set(found["kind"]) == set(KINDS)
    cannot = found[found["severity"].eq("cannot tell")].set_index("kind")["finding"]
    assert cannot["redundant"] == "Pairs that say the same: nothing could be looked at."
    assert "too few answers" in cannot["unused"]
    assert {"group", "standpoint", "consistency", "reversed"} <= set(cannot.index)


def test_no_answers_at_all_are_no_error():
    found = indicator_findings(frame("answers", []), indicators())
    assert found["severity"].unique().tolist() == ["cannot tell"]
    assert indicator_correlations(frame("answers", []), indicators()).empty
    assert indicator_shares(frame("answers", []), indicators()).empty


def test_findings_are_told_in_french():
    levels, who = people()
    levels[:, 5] = levels[:, 0]
    with speaking("fr"):
        row = indicator_findings(answers(levels, who), indicators(label_fr="Étiquette")).iloc[0]
    assert row["finding"].startswith("Étiquette et Étiquette disent presque la même chose")
    assert row["advice"].startswith("Gardez celui")


def test_the_answers_are_not_changed_and_their_origin_is_kept():
    table = answers(*people())
    table.attrs["constructed"] = True
    before = table.copy()
    found = indicator_findings(table, indicators())
    pd.testing.assert_frame_equal(table, before)
    assert found.attrs["constructed"]


def test_what_is_tolerated_is_a_share():
    with pytest.raises(ValueError, match="redundant: a share between 0 and 1"):
        indicator_findings(answers(*people()), indicators(), redundant=1.2)


def test_correlations_between_places_are_not_those_of_people():
    levels, who = people()
    who["territory"] = np.where(np.arange(len(who)) % 2 == 0, "A", "B")
    chance = np.random.default_rng(9)
    levels[:, :2] = chance.integers(1, 3, (len(who), 2)) + np.where(who["territory"].eq("A"), 0, 3)[:, None]
    pairs = indicator_correlations(answers(levels, who), indicators()).set_index(["indicator", "other"])
    assert abs(pairs.loc[("I0", "I1"), "estimate"]) < 0.3


def test_shares_are_of_those_with_a_level_and_reasons_of_those_asked():
    levels, who = people(groups=1, members=10)
    missing = np.full(levels.shape, "", dtype=object)
    missing[:2, 0], missing[2:5, 0] = "dont_know", "not_asked"
    shares = indicator_shares(answers(levels, who, missing), indicators(lowest=0)).query("indicator == 'I0'")
    assert shares["level"].tolist() == [1, 2, 3, 4, 5, pd.NA]
    assert shares["number"].tolist() == [0, 1, 2, 3, 4, pd.NA]
    assert shares["share"][:5].sum() == pytest.approx(1)
    assert shares["share"].iloc[5] == pytest.approx(2 / 7)
