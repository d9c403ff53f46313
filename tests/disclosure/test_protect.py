"""What leaves holds nothing that rests on too few people, and nothing that gives it away."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.disclosure.tables import STANDPOINTS, answers, indicators, row, spread, tables_of
from workbench.cohorts import compare_waves
from workbench.cube import count_levels
from workbench.disclosure import COUNCIL, audit_disclosure, hidden_figures, protect, table_notes
from workbench.scores import compare_pairs, compare_standpoints, group_gaps, score
from workbench.tables import frame

NAMES = ["young", "older", "parents", "jobseekers", "carers", "shops", "town"]


def study(groups=NAMES, **more):
    known = [
        {"territory": "Valbourg", "wave": "2024", "group": name, "profile": name, "participants": 9,
         "standpoint": STANDPOINTS.get(name, "resident")}
        for name in groups
    ]  # fmt: skip
    declared = frame("indicators", [{"indicator": "AIR", "levels": 5}])
    return SimpleNamespace(
        **{"groups": frame("groups", known), "indicators": declared, "criteria": frame("criteria", []), **more}
    )


def sized(*sizes):
    return {name: spread(n, start=place) for place, (name, n) in enumerate(zip(NAMES, sizes, strict=False))}


def test_a_group_of_few_people_and_the_smallest_other_are_hidden_with_all_their_figures():
    made = protect(tables_of(answers(sized(3, 9, 8, 10))))["groups"]
    hidden = made[made["n"].isna()]
    assert set(hidden["group"]) == {"young", "parents"}
    assert hidden[["n_eff", "estimate", "se", "df", "low", "high"]].isna().all(axis=None)
    assert set(hidden["note"]) == {"hidden: too few people, or it would give others away"}
    shown = row(made, group="older", facet="mean")
    assert shown["n"] == 9
    assert shown["estimate"] == pytest.approx(np.mean(spread(9, start=1)), abs=0.005)


def test_nothing_is_hidden_of_groups_as_the_method_wants_them_but_their_shares():
    made = protect(tables_of(answers(sized(9, 8, 11, 10, 9))))
    means = made["groups"][made["groups"]["facet"] == "mean"]
    assert means["estimate"].notna().all()
    assert means["low"].notna().all()
    shares = made["groups"][made["groups"]["facet"].isin(["share", "good", "bad", "median"])]
    assert shares["estimate"].isna().all()
    assert shares["n"].notna().all()
    together = made["scores"][made["scores"]["facet"].isin(["share", "good", "bad", "mean", "disparity"])]
    assert together["estimate"].notna().all()


def test_inputs_are_left_as_they_were():
    tables = tables_of(answers(sized(3, 9, 8)))
    before = {name: table.copy(deep=True) for name, table in tables.items()}
    protect(tables)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, before[name])
        assert "disclosure" not in table.attrs


def test_what_is_protected_stays_as_it_is():
    tables = tables_of(answers(sized(3, 9, 8, 10)))
    once = protect(tables, study=study(NAMES[:4]))
    twice = protect(once, study=study(NAMES[:4]))
    for name, table in once.items():
        pd.testing.assert_frame_equal(twice[name], table)


def test_a_total_of_which_a_group_is_hidden_tells_its_spread_less_exactly():
    made = protect(tables_of(answers(sized(3, 9, 8, 10, 9))), study=study(NAMES[:5]))["scores"]
    mean = row(made, facet="mean")
    assert mean["se"] is pd.NA
    assert [round(10 * mean[end], 6) % 1 for end in ("low", "high")] == [0, 0]
    assert row(made, facet="disparity")["estimate"] is pd.NA


def test_a_mean_that_tells_of_everybody_in_a_small_group_is_hidden():
    said = sized(9, 8, 11, 10) | {"older": [1] * 8}
    made = protect(tables_of(answers(said)))["groups"]
    assert row(made, group="older", facet="mean")["n"] is pd.NA
    large = protect(tables_of(answers({"young": [1] * 30, "older": spread(30)})))["groups"]
    assert row(large, group="young", facet="mean")["estimate"] == 1.0


def test_the_interval_of_a_small_group_does_not_tell_how_far_its_people_are_apart():
    alike = {"young": [3] * 9, "older": [1, 1, 1, 1, 3, 5, 5, 5, 5], "parents": spread(9), "jobseekers": spread(9)}
    made = protect(tables_of(answers(alike)))["groups"]
    young, older = (row(made, group=name, facet="mean") for name in ("young", "older"))
    assert (young["low"], young["high"]) == (older["low"], older["high"])
    assert young["se"] is pd.NA


def test_pooled_intervals_are_those_of_the_pooled_spread():
    from scipy.stats import t

    said = {"young": [2, 3, 3, 4, 3], "older": [1, 5, 2, 4, 3, 3], "parents": [2, 2, 4, 4, 3, 3, 3, 1, 5, 3]}
    low, high = (
        row(protect(tables_of(answers(said)))["groups"], group="older", facet="mean")[end] for end in ("low", "high")
    )
    squares = sum(((np.array(levels) - np.mean(levels)) ** 2).sum() for levels in said.values())
    df = sum(len(levels) - 1 for levels in said.values())
    # of the same spread a mean of 3 has the interval of a mean in the middle of its scale
    reach = t.ppf(0.975, df) * np.sqrt(squares / df / 6) / 4 / 0.25
    assert low == pytest.approx(1 + 4 / (1 + np.exp(reach)), abs=0.006)
    assert high == pytest.approx(5 - 4 / (1 + np.exp(reach)), abs=0.006)


def test_the_same_figure_is_hidden_in_every_table_of_a_pack():
    rows = answers(sized(3, 9, 8, 10))
    cube = count_levels(rows, indicators())
    made = protect({**tables_of(rows), "gaps": group_gaps(cube)})
    hidden = set(made["groups"].loc[made["groups"]["n"].isna(), "group"])
    assert set(made["gaps"].loc[made["gaps"]["n"].isna(), "group"]) == hidden
    left = made["gaps"].set_index("group").loc["young"]
    assert left[["estimate", "others", "difference", "low", "high", "p_adjusted"]].isna().all()
    assert "behind" not in left["verdict"]
    assert left["direction"] == ""


def test_a_hidden_wave_hides_the_change_and_keeps_the_other_wave():
    later = sized(9, 9, 8, 10)
    rows = pd.concat([answers(sized(3, 9, 8, 10), wave="2021"), answers(later)])
    cube = count_levels(rows, indicators())
    changes = compare_waves(cube, by=("territory", "group"), facets="mean")
    made = protect({"groups": score(cube, by=["territory", "wave", "group"]), "changes": changes})["changes"]
    young = row(made, group="young")
    assert young[["n_from", "estimate_from", "difference", "low", "high", "p"]].isna().all()
    assert young["n_to"] == 9
    assert row(made, group="jobseekers")["difference"] is not pd.NA


def test_totals_by_standpoint_give_no_group_away():
    rows = answers(sized(9, 9, 9, 9, 9, 9, 4))
    cube = count_levels(rows, indicators(), by="standpoint")
    tables = {**tables_of(rows), "views": compare_standpoints(cube)}
    made = protect(tables, study=study())
    groups = made["groups"][made["groups"]["facet"] == "mean"]
    hidden = set(groups.loc[groups["n"].isna(), "group"])
    assert "town" in hidden
    # the institution is one group: its total is hidden, and another standpoint's, with one of its groups
    assert hidden & {"carers", "shops"} or len(hidden & set(NAMES[:4])) > 0
    views = made["views"]
    told = set(views.loc[views["n"].notna(), "standpoint"]) | set(views.loc[views["n_other"].notna(), "other"])
    assert "institution" not in told
    assert len(told) < 2
    assert not len(audit_disclosure(made, study=study()))
    assert len(
        audit_disclosure(
            protect({name: tables[name] for name in ("scores", "groups")}) | {"views": tables["views"]}, study=study()
        )
    )


def test_pairs_hide_the_side_that_is_hidden_and_how_the_people_of_small_groups_are_apart():
    rows = answers(sized(3, 9, 8, 10, 40, 45))
    tables = {**tables_of(rows), "pairs": compare_pairs(count_levels(rows, indicators()))}
    made = protect(tables)
    hidden = set(made["groups"].loc[made["groups"]["n"].isna(), "group"])
    assert "young" in hidden
    pairs = made["pairs"]
    gone = pairs["group"].isin(hidden) | pairs["other_group"].isin(hidden)
    figures = ["win_probability", "se", "low", "high", "p", "robust_p"]
    assert pairs.loc[gone, figures].isna().all(axis=None)
    assert set(pairs.loc[pairs["group"].isin(hidden), "n"].isna()) == {True}
    assert set(pairs.loc[pairs["other_group"].isin(hidden), "n_other"].isna()) == {True}
    assert set(pairs.loc[gone, "verdict"]) == {"hidden: too few people, or it would give others away"}
    large = pairs[pairs["group"].isin(["carers", "shops"]) & pairs["other_group"].isin(["carers", "shops"])]
    assert large[["n", "n_other", "win_probability", "low", "high"]].notna().all(axis=None)
    assert large["verdict"].str.contains("of pairs").all()
    small = pairs[~gone].drop(large.index)
    assert small[["n", "n_other", "estimate", "estimate_other"]].notna().all(axis=None)
    assert small[["win_probability", "low", "high"]].isna().all(axis=None)
    assert not len(audit_disclosure(made))


def test_parts_of_a_survey_are_hidden_below_ten_in_a_council():
    rows = answers({"": spread(60)}).assign(gender=["w"] * 30 + ["m"] * 23 + ["x"] * 7)
    table = score(count_levels(rows, indicators(), by="gender"), by=["territory", "wave", "gender"])
    assert protect(table)["n"].notna().all()
    made = protect(table, minimum=COUNCIL)
    assert set(made.loc[made["n"].isna(), "gender"]) == {"x", "m"}
    assert protect(table, minimum={"survey": 5})["n"].notna().all()


def test_shares_of_a_small_part_are_not_left_over_from_the_others():
    rows = answers({"": spread(60)}).assign(gender=["w"] * 48 + ["m"] * 12)
    table = score(count_levels(rows, indicators(), by="gender"), by=["territory", "wave", "gender"])
    made = protect(table)
    shares = made[made["facet"] == "share"]
    assert shares["estimate"].isna().all()
    assert made.loc[made["facet"] == "mean", "estimate"].notna().all()


def test_people_of_no_listed_part_are_hidden_too():
    tables = tables_of(answers(sized(9, 8, 11, 3)))
    unlisted = {**tables, "groups": tables["groups"][tables["groups"]["group"] != "jobseekers"]}
    assert set(audit_disclosure(unlisted)["attack"]) >= {"rest"}
    made = protect(unlisted)
    assert made["groups"]["n"].isna().any()
    assert not len(audit_disclosure(made))


def test_a_minimum_of_none_hides_nothing_and_says_so():
    tables = tables_of(answers(sized(1, 2, 3)))
    for minimum in (None, 1):
        made = protect(tables, minimum=minimum)
        pd.testing.assert_frame_equal(made["groups"], tables["groups"])
        assert "internal" in table_notes(made["groups"])[0]


def test_a_table_says_how_many_figures_are_hidden_and_why():
    made = protect(tables_of(answers(sized(3, 9, 8, 10))))["groups"]
    hidden, withheld = hidden_figures(made)
    assert hidden == (made["n"].isna()).sum() == 20
    notes = " ".join(table_notes(made))
    assert "20 figures are hidden. They rest on fewer than 5 people" in notes
    assert f"{withheld} figures of groups of fewer than 20 people are not told" in notes


def test_answers_of_single_people_do_not_leave():
    with pytest.raises(ValueError, match="answers: it holds the answers of single people"):
        protect({"answers": answers(sized(9))})
    assert len(protect({"answers": answers(sized(9))}, minimum=None)["answers"]) == 9


@pytest.mark.parametrize("minimum", [0, -3, 2.5, "5", True, {"group": 5}])
def test_a_minimum_is_a_number_of_people(minimum):
    with pytest.raises(ValueError, match="minimum"):
        protect(tables_of(answers(sized(9)))["groups"], minimum=minimum)


def test_small_is_a_number_of_people():
    with pytest.raises(ValueError, match="small"):
        protect(tables_of(answers(sized(9)))["groups"], small=-1)


def test_tables_that_count_nobody_are_left_as_they_are():
    statistics = frame("statistics", [{"territory": "Valbourg", "wave": "2024", "indicator": "AIR", "value": 11.834}])
    assert protect(statistics)["value"].tolist() == [11.834]
    empty = protect(score(count_levels(answers({"young": [3]}), indicators())).head(0))
    assert len(empty) == 0


def test_a_hidden_wave_is_not_what_all_waves_together_less_the_others_leave():
    rows = pd.concat([answers({"": spread(n)}, wave=wave) for wave, n in (("2018", 40), ("2021", 3), ("2024", 50))])
    cube = count_levels(rows, indicators())
    made = protect({"waves": score(cube), "all": score(cube, by=["territory"])})
    assert set(made["waves"].loc[made["waves"]["n"].isna(), "wave"]) == {"2018", "2021"}
    assert made["all"]["n"].notna().all()


def test_one_group_alone_is_shown_where_it_is_large_enough():
    made = protect(tables_of(answers(sized(9))))
    assert row(made["groups"], group="young", facet="mean")["n"] == 9
    assert row(made["scores"], facet="mean", origin="groups")["n"] == 9
    few = protect(tables_of(answers(sized(4))))
    assert few["groups"]["n"].isna().all()
    assert few["scores"]["n"].isna().all()


def test_nobody_answered_is_told():
    rows = pd.concat([answers(sized(9, 8, 9, 10)), answers({"town": [np.nan] * 7})])
    made = protect(tables_of(rows))["groups"]
    assert row(made, group="town", facet="mean")["n"] == 0
    assert row(made, group="town", facet="mean")["note"] == "Nobody named a situation."


@st.composite
def sessions(draw):
    groups = draw(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=13), min_size=1, max_size=7))
    return dict(zip(NAMES, groups, strict=False))


@settings(max_examples=6, deadline=None)
@given(said=sessions(), minimum=st.integers(2, 8), whole=st.booleans())
def test_what_is_hidden_cannot_be_worked_out(said, minimum, whole):
    rows = answers(said)
    cube = count_levels(rows, indicators())
    tables = {**tables_of(rows), "gaps": group_gaps(cube)}
    known = study(list(said))
    if whole:
        tables["views"] = compare_standpoints(count_levels(rows, indicators(), by="standpoint"))
    made = protect(tables, minimum=minimum, study=known)
    assert audit_disclosure(made, minimum=minimum, study=known).to_dict("records") == []
    for group, (low, high) in attacked(made, said).items():
        assert high - low >= minimum, (group, low, high)
    shown = made["groups"].loc[(made["groups"]["facet"] == "mean") & made["groups"]["n"].notna()]
    assert all(len(said[name]) >= minimum for name in shown["group"])


def attacked(made, said):
    """Return the n that each hidden group can have, by a programme of its own that knows nothing of the workbench's."""
    names, standpoints = list(said), sorted({STANDPOINTS.get(name, "resident") for name in said})
    place = {name: k for k, name in enumerate([*names, *standpoints, "all"])}
    equal, right, bounds = [], [], [(0, None)] * len(place)

    def line(total, parts):
        equal.append([sum(k == place[part] for part in parts) - (k == place[total]) for k in range(len(place))])
        right.append(0)

    line("all", names)
    for standpoint in standpoints:
        line(standpoint, [name for name in names if STANDPOINTS.get(name, "resident") == standpoint])
    published = [
        (made["groups"], "group", "n"), (made["gaps"], "group", "n"),
        *([(made["views"], "standpoint", "n"), (made["views"], "other", "n_other")] if "views" in made else []),
    ]  # fmt: skip
    for table, column, n in published:
        for key, people in zip(table[column], table[n], strict=True):
            if pd.notna(people):
                bounds[place[key]] = (people, people)
    total = made["scores"]["n"].dropna()
    if len(total):
        bounds[place["all"]] = (total.iloc[0], total.iloc[0])
    found = {}
    for name in names:
        if bounds[place[name]][1] is None:
            ends = []
            for sign in (1, -1):
                goal = [sign * (k == place[name]) for k in range(len(place))]
                solved = linprog(goal, A_eq=np.array(equal), b_eq=right, bounds=bounds)
                ends.append(np.inf if solved.status == 3 else sign * solved.fun)
            found[name] = tuple(ends)
    return found


@settings(max_examples=4, deadline=None)
@given(
    counts=st.lists(st.lists(st.integers(0, 25), min_size=2, max_size=3), min_size=2, max_size=3).filter(
        lambda rows: len({len(one) for one in rows}) == 1 and sum(map(sum, rows)) > 0
    ),
    minimum=st.integers(2, 10),
)
def test_parts_that_cross_cannot_be_worked_out(counts, minimum):
    rows = pd.concat(
        [
            answers({"": spread(n, start=i + k)}).assign(gender=f"g{i}", place=f"p{k}")
            for i, line in enumerate(counts) for k, n in enumerate(line) if n
        ],
        ignore_index=True,
    )  # fmt: skip
    cube = count_levels(rows, indicators(), by=["gender", "place"])
    splits = ([], ["gender"], ["place"], ["gender", "place"])
    tables = {"_".join(["by", *split]): score(cube, by=["territory", "wave", *split]) for split in splits}
    made = protect(tables, minimum=minimum)
    assert audit_disclosure(made, minimum=minimum).to_dict("records") == []
