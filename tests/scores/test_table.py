import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import basel, panel, scale, sessions
from workbench.cube import count_levels, cube_from_counts
from workbench.language import names, speaking
from workbench.scores import FACETS, disparity_parts, polarisation, score
from workbench.scores.table import too_few
from workbench.tables import columns, empty, frame

MANY = {name: [1, 2, 2, 3, 4, 5, 5, 5] for name in "ABCD"} | {"E": [1, 1, 1, 2, 2, 1, 1, 1]}


def rows(table, **chosen):
    for name, value in chosen.items():
        table = table[table[name] == value]
    return table.reset_index(drop=True)


def test_the_table_is_the_one_that_is_declared():
    table = score(count_levels(panel(), scale(), by="half"), by=["territory", "wave", "half"])
    assert table.columns.tolist() == [*columns("scores"), "half"]
    assert frame("scores", table).dtypes.equals(table.dtypes)
    assert {*FACETS, "inequality"} == set(names("facet"))  # which is scored apart
    assert list(dict.fromkeys(table["facet"])) == ["share", "mean", "good", "bad", "median", "polarisation"]


def test_every_figure_of_a_published_table_is_found():
    """Published with don't know and no answer in the denominator: data/basel/README.md."""
    published = {
        ("4720", "2019"): {4: 74.4, "good": 95.7}, ("4721", "2005"): {"good": 91.0},
        ("4854", "2019"): {4: 23.6, 3: 43.9, 2: 21.0}, ("4127", "2023"): {4: 15.0, 3: 32.5},
    }  # fmt: skip
    for (table, wave), figures in published.items():
        cube = cube_from_counts(*basel(table))
        found = rows(score(cube, denominator=["dont_know", "no_answer", "not_applicable"]), wave=wave)
        for what, percent in figures.items():
            chosen = {"facet": "good"} if what == "good" else {"facet": "share", "level": what}
            assert round(100 * rows(found, **chosen).loc[0, "estimate"], 1) == percent


def test_who_is_in_the_denominator_does_not_touch_the_mean():
    cube = cube_from_counts(*basel("4127"))
    plain, wide = score(cube), score(cube, denominator="dont_know")
    for facet in ("mean", "median", "polarisation"):
        pd.testing.assert_frame_equal(rows(plain, facet=facet), rows(wide, facet=facet))
    assert (rows(wide, facet="good")["estimate"] < rows(plain, facet="good")["estimate"]).all()
    assert (rows(wide, facet="good")["n"] > rows(plain, facet="good")["n"]).all()


def test_shares_add_up_and_the_facets_are_the_measures():
    table = score(count_levels(panel(), scale()))
    for _wave, part in table.groupby("wave"):
        shares = rows(part, facet="share")["estimate"].to_numpy(dtype=float)
        assert shares.sum() == pytest.approx(1)
        figures = part.set_index("facet")["estimate"]
        assert figures["mean"] == pytest.approx(shares @ np.arange(1, 6))
        assert figures["good"] == pytest.approx(shares[3:].sum())
        assert figures["bad"] == pytest.approx(shares[:2].sum())
        assert figures["polarisation"] > polarisation(shares / shares.sum())


def test_groups_side_by_side_split_the_polarisation_of_their_mix():
    table = score(count_levels(sessions(MANY), scale())).set_index("facet")["estimate"]
    assert table["within"] + table["between"] == pytest.approx(table["polarisation"], abs=1e-12)
    assert table["disparity"] == pytest.approx(table["between"] / table["polarisation"])
    counts = np.array([np.bincount(levels, minlength=6)[1:] for levels in MANY.values()])
    plain = disparity_parts(counts / 8, np.ones(5))
    assert table["within"] == pytest.approx(disparity_parts(counts / 8, np.ones(5), n_eff=[8] * 5)[0])
    assert table["between"] == pytest.approx(plain[1] * 5 / 4 - (table["within"] - plain[0]))


def test_groups_that_are_alike_have_no_disparity_on_average():
    """Not cut off at 0: what chance adds in one draw it takes off in another."""
    rng = np.random.default_rng(9)
    draws = rng.choice(5, size=(400, 4, 10), p=[0.05, 0.15, 0.30, 0.35, 0.15]) + 1
    answers = pd.concat([
        sessions(dict(zip("ABCD", draw.tolist(), strict=True)), wave=str(number)) for number, draw in enumerate(draws)
    ])  # fmt: skip
    table = score(count_levels(answers, scale()), facets=["between", "disparity"])
    for _facet, part in table.groupby("facet"):
        assert part["estimate"].mean() == pytest.approx(0, abs=0.008)  # three standard errors of 400 draws
        assert part["estimate"].clip(lower=0).mean() > 0.01
        below = part[part["estimate"] <= 0]
        assert (below["note"] == "No more between the groups than chance alone would put there.").all()


def test_one_group_has_no_disparity_and_a_survey_neither():
    assert not set(score(count_levels(sessions({"A": [1, 2] * 20}), scale()))["facet"]) & {"within", "between", "disparity"}
    assert not set(score(count_levels(panel(), scale()))["facet"]) & {"within", "between", "disparity"}


def test_groups_and_survey_stand_side_by_side_and_are_never_pooled():
    answers = pd.concat([sessions(MANY, wave="1"), panel().query("wave == '1'")], ignore_index=True)
    answers["weight"] = answers["weight"].fillna(1)
    both = score(count_levels(answers, scale()))
    for origin, part in (("groups", sessions(MANY, wave="1")), ("survey", panel().query("wave == '1'"))):
        pd.testing.assert_frame_equal(rows(both, origin=origin), score(count_levels(part, scale())))


def test_no_polarisation_is_shown_for_few_people_and_why_is_said():
    table = score(count_levels(sessions({"A": [1, 5] * 5}), scale()), by=["territory", "wave", "group"])
    row = rows(table, facet="polarisation").loc[0]
    assert pd.isna(row[["estimate", "se", "low", "high"]]).all()
    assert row["note"] == "Not shown below 30 answers (here 10): it would say more about chance than about people."
    assert rows(table, facet="mean").loc[0, "estimate"] == 3


def test_people_who_all_agree_leave_no_interval_but_for_shares():
    table = score(count_levels(sessions({"A": [5] * 9}), scale()), by="group").set_index(["facet", "level"])
    mean = table.loc["mean"].iloc[0]
    assert mean["estimate"] == 5
    assert pd.isna(mean["low"])
    assert mean["note"] == "All answers are alike, so no interval can be given."
    share = table.loc[("share", 5)]
    assert share["low"] == pytest.approx(9 / (9 + 1.959964**2))  # Wilson for 9 of 9
    assert share["high"] == 1


def test_a_group_of_one_person_is_counted_and_its_spread_not_guessed():
    cube = count_levels(sessions({"A": [1, 5] * 20, "B": [1, 5] * 20, "C": [5]}), scale())
    table = score(cube, voices="weights").set_index("facet")
    assert table.loc["mean", "estimate"] == pytest.approx((120 + 120 + 5) / 81)
    assert pd.isna(table.loc["between", "estimate"])
    assert table.loc["between", "note"] == "A group of one person leaves unknown how far its people are apart."
    # with a third of the voices, that person leaves little to go by: 9 / (1/40 + 1/40 + 1) answers
    assert score(cube, facets="between")["note"].tolist() == [
        "Not shown below 30 answers (here 9): it would say more about chance than about people."
    ]
    alone = score(count_levels(sessions({"C": [5]}), scale()), facets="mean").iloc[0]
    assert (alone["estimate"], alone["note"]) == (5, "Too few answers for an interval.")


def test_nearly_enough_answers_are_not_called_enough():
    assert "(here 29)" in too_few(29.6)
    assert "(here 9)" in too_few(8.6)


def test_an_indicator_that_nobody_answered_is_said_and_one_that_was_not_asked_is_left_out():
    answers = pd.concat([sessions({"A": [0, 0]}, "MOB"), sessions({"B": [3, 4]}, "FAIR")])
    table = score(count_levels(answers, scale(5, "MOB", "FAIR")), by="group", facets="mean")
    assert table[["group", "indicator"]].to_numpy().tolist() == [["A", "MOB"], ["B", "FAIR"]]
    assert table["n"].tolist() == [0, 2]
    assert table["note"].iloc[0] == "Nobody named a situation."
    assert pd.isna(table["estimate"].iloc[0])


def test_the_median_has_an_interval_of_levels():
    row = rows(score(cube_from_counts(*basel("4720"))), facet="median", wave="2019").loc[0]
    assert (row["low"], row["estimate"], row["high"]) == (4, 4, 4)
    half = sessions({"A": [2] * 10 + [3] * 10})
    row = score(count_levels(half, scale()), by="group", facets="median").iloc[0]
    assert (row["low"], row["estimate"], row["high"]) == (2, 2, 3)


def test_lower_may_be_better():
    answers = sessions({"A": [1, 1, 1, 5]})
    table = score(count_levels(answers, scale(direction=["down"])), by="group").set_index("facet")
    assert table.loc["good", "estimate"] == 0.75
    assert table.loc["bad", "estimate"] == 0.25
    assert table.loc["mean", "estimate"] == 2


def test_a_survey_without_a_design_says_so():
    notes = score(cube_from_counts(*basel("4720")), facets="mean")["note"].unique().tolist()
    assert notes == ["As if a simple random sample: neither strata, clusters nor weights are declared."]
    assert score(count_levels(panel(), scale()), facets="mean")["note"].unique().tolist() == [""]


def test_polarisation_at_its_height_still_has_a_lower_end():
    cube = count_levels(sessions({"A": [1] * 20 + [2] * 2 + [5] * 20}), scale())
    row = score(cube, by="group", facets="polarisation").iloc[0]
    assert row["estimate"] == 1
    assert 0.9 < row["low"] < 1
    assert row["high"] == 1


def test_provenance_travels_and_notes_speak_the_language():
    answers = sessions(MANY)
    answers.attrs.update(study="Made up", constructed=True)
    with speaking("fr"):
        table = score(count_levels(answers, scale()), facets="mean")
    assert table.attrs == {"study": "Made up", "constructed": True}


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 1000))
def test_weights_scaled_by_a_constant_change_nothing(factor):
    scaled = panel().assign(weight=lambda table: table["weight"] * factor)
    pd.testing.assert_frame_equal(
        score(count_levels(panel(), scale())), score(count_levels(scaled, scale())), rtol=1e-8
    )


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.integers(0, 5), min_size=1, max_size=12), min_size=1))
def test_whatever_groups_answer_every_figure_is_possible(levels):
    table = score(count_levels(sessions(levels), scale()))
    shown = table.dropna(subset="low")
    assert (shown["low"] <= shown["estimate"] + 1e-9).all()
    assert (shown["estimate"] <= shown["high"] + 1e-9).all()
    mean = rows(table, facet="mean").dropna(subset="estimate")
    assert mean["estimate"].between(1, 5).all()
    apart = table["facet"].isin(["between", "disparity"])
    others = table[~table["facet"].isin(["mean", "median"]) & ~apart].dropna(subset="estimate")
    assert others["estimate"].between(-1e-9, 1 + 1e-9).all()
    assert (table["estimate"][apart].dropna() <= 1 + 1e-9).all()  # below 0: none to be seen
    assert (table["note"][table["low"].isna()] != "").all()


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.integers(1, 5), min_size=8, max_size=15), min_size=4))
def test_polarisation_is_what_lies_within_the_groups_and_what_lies_between(levels):
    table = score(count_levels(sessions(levels), scale())).set_index("facet")["estimate"].astype(float)
    whole = table["within"] + table["between"]
    assert min(whole, 1) == pytest.approx(table["polarisation"], abs=1e-12, nan_ok=True)
    if whole > 0:
        assert table["disparity"] == pytest.approx(table["between"] / whole, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.integers(1, 5), min_size=8, max_size=15), min_size=4))
def test_turning_the_scale_round_mirrors_the_scores(levels):
    turned = {name: [6 - level for level in said] for name, said in levels.items()}
    one, other = (score(count_levels(sessions(said), scale())).set_index(["facet", "level"]) for said in (levels, turned))
    for facet, mirror in (("good", "bad"), ("bad", "good"), ("polarisation", "polarisation"), ("between", "between")):
        left, right = (table.loc[name, ["estimate", "se"]].astype(float) for table, name in ((one, facet), (other, mirror)))
        np.testing.assert_allclose(left, right, atol=1e-9)
    means = [table.loc["mean", ["estimate", "low", "high"]].astype(float).to_numpy()[0] for table in (one, other)]
    np.testing.assert_allclose(6 - means[1][[0, 2, 1]], means[0], atol=1e-9)


def test_no_answers_make_an_empty_table():
    table = score(count_levels(empty("answers"), scale()))
    assert table.columns.tolist() == columns("scores")
    assert table.empty


def test_one_group_met_twice_is_one_group():
    twice = pd.concat([sessions({"A": [1, 2, 5] * 6}, wave=wave) for wave in ("2021", "2024")])
    assert "between" not in set(score(count_levels(twice, scale()), by="territory")["facet"])


@st.composite
def surveys(draw):
    """Return a survey of one respondent or some, in clusters, whose answers may all be missing."""
    people = draw(st.integers(1, 25))
    levels = st.lists(st.sampled_from([None, 1, 2, 3, 4, 5]), min_size=people, max_size=people)
    return pd.DataFrame({
        "respondent": range(people), "territory": "Valbourg", "wave": "1", "group": "", "indicator": "MOB",
        "level": pd.array(draw(levels), dtype="Int64"), "missing": "", "stratum": "",
        "weight": draw(st.lists(st.floats(0.1, 10), min_size=people, max_size=people)),
        "cluster": [f"c{number % 5}" if draw(st.booleans()) else "" for number in range(people)],
    })  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(surveys())
def test_whatever_a_survey_says_its_figures_are_possible_and_turn_with_the_scale(answers):
    table = score(count_levels(answers, scale()), lonely="centre")
    turned = score(count_levels(answers.assign(level=6 - answers["level"]), scale()), lonely="centre")
    assert (table["note"][table["low"].isna()] != "").all()
    assert table["n"].eq(answers["level"].notna().sum()).all()
    one, other = (found.set_index(["facet", "level"])[["estimate", "se"]].astype(float) for found in (table, turned))
    for facet, mirror in (("good", "bad"), ("bad", "good"), ("polarisation", "polarisation")):
        np.testing.assert_allclose(one.loc[facet], other.loc[mirror], atol=1e-7)
    np.testing.assert_allclose(one.loc["share"], other.loc["share"][::-1], atol=1e-7)
    np.testing.assert_allclose(one.loc["mean", "estimate"], 6 - other.loc["mean", "estimate"], atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(surveys(), st.integers(6, 9))
def test_levels_that_nobody_chose_count_as_levels(answers, longer):
    short, long = (score(count_levels(answers, scale(length)), lonely="centre", facets=["share", "mean", "polarisation"])
                   for length in (5, longer))  # fmt: skip
    assert len(rows(long, facet="share")) == longer
    pd.testing.assert_series_equal(rows(short, facet="mean")["estimate"], rows(long, facet="mean")["estimate"])
    above = rows(long, facet="share").query("level > 5")["estimate"].dropna()
    assert (above.abs() < 1e-12).all()
    wide, narrow = (rows(table, facet="polarisation")["estimate"].astype(float) for table in (long, short))
    np.testing.assert_allclose(wide * (longer - 1), narrow * 4, atol=1e-9)
