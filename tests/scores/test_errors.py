import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale, sessions, shared
from workbench.cube import count_levels
from workbench.scores import score
from workbench.scores.errors import level_totals, variance


def figure(cube, facet, **options):
    rows = score(cube, facets=facet, **options)
    return rows.loc[0, ["estimate", "se"]].astype(float).tolist()


def first_wave():
    return panel().query("wave == '1'").reset_index(drop=True)


def test_means_and_shares_are_those_of_the_survey_package():
    """R: des <- svydesign(id = ~cluster, strata = ~stratum, weights = ~w, data = subset(d, wave == 1), nest = TRUE)
    svymean(~y, des); svymean(~I(as.numeric(y >= 4)), des); polarisation by svycontrast on the four F_k."""
    cube = count_levels(first_wave(), scale())
    assert figure(cube, "mean") == pytest.approx([2.777777777778, 0.193339009424], rel=1e-9)
    assert figure(cube, "good") == pytest.approx([0.314814814815, 0.075978602624], rel=1e-9)
    # svycontrast gives the uncorrected figure; sum(SE(F_k)^2) is the correction
    assert figure(cube, "polarisation") == pytest.approx([0.7241083676269 + 0.0199759945130, 0.0751431269564], rel=1e-9)


def test_a_domain_keeps_the_clusters_that_have_nobody_of_it():
    """R: s <- subset(des, g == 1); svymean(~y, s); degf(s)."""
    rows = score(count_levels(first_wave(), scale(), by="half"), by=["half"], facets="mean").set_index("half")
    assert rows.loc["1", ["estimate", "se", "df"]].tolist() == pytest.approx([2.653846153846, 0.140243020447, 6], rel=1e-9)


def test_persons_are_units_where_no_cluster_is_named():
    """R: dp <- svydesign(id = ~1, strata = ~stratum, weights = ~w, data = subset(d, wave == 1)); and of subset(dp, g == 1)."""
    cube = count_levels(first_wave().assign(cluster=""), scale(), by="half")
    assert figure(cube, "mean") == pytest.approx([2.777777777778, 0.193195595979], rel=1e-9)
    rows = score(cube, by=["half"], facets="mean").set_index("half")
    assert rows.loc["1", ["estimate", "se", "df"]].tolist() == pytest.approx([2.653846153846, 0.217654386422, 36], rel=1e-9)


def test_persons_are_units_exactly_as_if_each_were_a_cluster():
    answers = first_wave()
    persons = answers.assign(cluster=answers["respondent"])
    halves = [
        score(count_levels(table, scale(), by="half"), by=["half"]).drop(columns="n_eff")
        for table in (answers.assign(cluster=""), persons)
    ]
    pd.testing.assert_frame_equal(*halves, rtol=1e-9)


def test_a_finite_population_leaves_less_to_chance():
    """R: one$N <- c(a = 10, b = 6, c = 4)[one$stratum]; svydesign(…, fpc = ~N)."""
    units = pd.DataFrame({"stratum": ["a", "b", "c"], "units": [10, 6, 4]})
    cube = count_levels(first_wave(), scale())
    assert figure(cube, "mean", finite=units) == pytest.approx([2.777777777778, 0.143563314395], rel=1e-9)
    with pytest.raises(ValueError, match="finite: fewer units in the population"):
        score(cube, finite=units.assign(units=2))
    drawn = first_wave().groupby("stratum")["cluster"].nunique().to_numpy()
    counted = score(cube, facets=["mean", "good", "median"], finite=units.assign(units=drawn))
    assert (counted["low"] == counted["estimate"]).all()
    assert (counted["high"] == counted["estimate"]).all()
    assert set(counted["note"]) == {"All units of the population were drawn: no chance is left to count."}
    partly = score(cube, facets="mean", finite=units.assign(units=[*drawn[:2], drawn[2] + 4])).iloc[0]
    assert partly["low"] < partly["estimate"] < partly["high"]


@pytest.mark.parametrize("kind", [int, float, "Int64", "category", "str"])
def test_strata_of_the_population_may_be_kept_in_any_way(kind):
    numbered = first_wave().assign(stratum=first_wave()["stratum"].map({"a": 1, "b": 2, "c": 3}))
    units = pd.DataFrame({"stratum": [1, 2, 3], "units": [10, 6, 4]}).astype({"stratum": kind})
    found = figure(count_levels(numbered, scale()), "mean", finite=units)
    assert found == pytest.approx([2.777777777778, 0.143563314395], rel=1e-9)


def test_numbers_of_a_population_that_say_nothing_are_no_silence():
    units, cube = pd.DataFrame({"stratum": ["a", "b", "c"], "units": [10, 6, 4]}), count_levels(first_wave(), scale())
    for wrong, said in (
        (units.assign(stratum=["x", "y", "z"]), "the survey has no stratum x, y, and z"),
        (pd.concat([units, units.assign(units=20)]), "several numbers of units of the same stratum"),
        (units.rename(columns={"units": "N"}), "a table with `units`"),
    ):
        with pytest.raises(ValueError, match=said):
            score(cube, finite=wrong)


def test_a_lonely_cluster_stops_with_a_question_or_is_compared_with_the_whole():
    """R: options(survey.lonely.psu = "adjust"); svymean(~y, …) without cluster 9."""
    cube = count_levels(first_wave().query("cluster != '9'"), scale())
    with pytest.raises(ValueError, match="Stratum “c” of Valbourg, 1, has only one cluster"):
        score(cube)
    assert figure(cube, "mean", lonely="centre") == pytest.approx([2.76041666667, 0.20788118252], rel=1e-9)
    assert score(cube, lonely="centre", facets="mean")["note"].tolist() == [
        "A stratum with only one cluster is compared with the whole sample."
    ]


def test_one_cluster_in_all_gives_a_figure_and_no_error():
    cube = count_levels(first_wave().query("cluster == '9'"), scale())
    row = score(cube, facets="mean").iloc[0]
    assert row["estimate"] > 1
    assert pd.isna(row["se"])
    assert row["note"] == "Too few answers for an interval."


def schools(table, score_, **design):
    """Return a cube where every school score is a level of its own, what to add to its mean, and the fpc."""
    rows = pd.read_csv(shared("data", "api_schools", f"{table}.csv"))
    least = rows[score_].min() - 1
    answers = pd.DataFrame({
        "respondent": rows["cds"].astype("str"), "territory": "California", "wave": "2000", "indicator": "API",
        "level": rows[score_] - least, "weight": rows["pw"], "stype": rows["stype"],
        **{name: rows[column].astype("str") for name, column in design.items()},
    })  # fmt: skip
    cube = count_levels(answers, scale(int(rows[score_].max() - least), "API"), by="stype")
    return cube, least, rows


def published(case):
    known = pd.read_csv(shared("reference", "survey_reference.csv"))
    return known[known["case"] == case].set_index("stat")[["est", "se"]]


def test_school_scores_of_a_stratified_sample_are_those_of_the_survey_package():
    cube, least, rows = schools("apistrat", "api00", stratum="stype")
    units = rows.groupby("stype")["fpc"].first().rename("units").rename_axis("stratum").reset_index()
    mean, se = figure(cube, "mean", finite=units)
    assert [mean + least, se] == pytest.approx(published("strat mean api00").loc["api00"].tolist(), rel=1e-9)
    found = score(cube, by=["stype"], facets="mean", finite=units).set_index("stype")
    for stype, expected in published("strat by stype api00").iterrows():
        assert found.loc[stype, "estimate"] + least == pytest.approx(expected["est"], rel=1e-9)
        assert found.loc[stype, "se"] == pytest.approx(expected["se"], rel=1e-9)


def test_school_scores_of_a_cluster_sample_are_those_of_the_survey_package():
    units = pd.DataFrame({"territory": ["California"], "units": [757]})
    cube, least, _rows = schools("apiclus1", "api00", cluster="dnum")
    mean, se = figure(cube, "mean", finite=units)
    assert [mean + least, se] == pytest.approx(published("clus1 mean api00").loc["api00"].tolist(), rel=1e-9)
    cube, least, _rows = schools("apiclus1", "api99", cluster="dnum")
    found = score(cube, by=["stype"], facets="mean", finite=units).set_index("stype")
    for stype, expected in published("clus1 by stype api99").iterrows():
        assert found.loc[stype, "estimate"] + least == pytest.approx(expected["est"], rel=1e-9)
        assert found.loc[stype, "se"] == pytest.approx(expected["se"], rel=1e-9)


def test_shares_of_school_types_are_known_where_they_are_the_strata():
    """The reference gives a standard error of 0: every draw of this design has the same shares."""
    rows = pd.read_csv(shared("data", "api_schools", "apistrat.csv"))
    answers = pd.DataFrame({
        "respondent": rows["cds"].astype("str"), "territory": "California", "wave": "2000", "indicator": "TYPE",
        "level": rows["stype"].map({"E": 1, "M": 2, "H": 3}), "weight": rows["pw"], "stratum": rows["stype"],
    })  # fmt: skip
    found = score(count_levels(answers, scale(3, "TYPE")), facets="share").set_index("level")
    expected = published("strat mean stype").loc[["stypeE", "stypeM", "stypeH"], "est"].tolist()
    assert found["estimate"].tolist() == pytest.approx(expected, rel=1e-9)
    assert found["se"].tolist() == pytest.approx([0, 0, 0], abs=1e-8)


def test_two_stages_count_by_their_first_stage():
    """R: svymean(~api00, svydesign(id = ~dnum, weights = ~pw, data = apiclus2)): the ultimate cluster, without fpc."""
    cube, least, _rows = schools("apiclus2", "api00", cluster="dnum")
    mean, se = figure(cube, "mean")
    assert [mean + least, se] == pytest.approx([670.8118081181, 30.7115763093], rel=1e-9)


def test_a_cluster_that_comes_again_is_one_draw_when_waves_are_put_together():
    """Twice the same answers tell no more than once."""
    once = first_wave()
    twice = pd.concat([once, once.assign(wave="2")], ignore_index=True)
    one, two = (score(count_levels(table, scale()), by=["territory"], facets="mean") for table in (once, twice))
    assert two["se"].iloc[0] == pytest.approx(one["se"].iloc[0], rel=1e-12)


def test_residuals_of_the_clusters_are_what_the_covariance_is_made_of():
    domains, totals = level_totals(count_levels(first_wave(), scale(), by="half"), ["half"])
    one = next(totals)
    for place in range(len(domains)):
        mine = [residual[domain == place] for domain, _unit, residual in one.units]
        squares = sum(part.T @ part for part in mine)
        np.testing.assert_allclose(squares, one.covariance[place], atol=1e-9)


def test_reference_groups_are_drawn_as_sessions_or_as_people():
    groups = {"A": [1, 2, 2, 3], "B": [2, 3, 4], "C": [4, 4, 5]}
    answers = sessions(groups)
    means = {name: np.mean(levels) for name, levels in groups.items()}
    mix = score(count_levels(answers, scale()), facets="mean").iloc[0]
    # three sessions: the spread of their means, each with the same voice
    assert mix["estimate"] == pytest.approx(np.mean(list(means.values())))
    assert mix["se"] == pytest.approx(np.std(list(means.values()), ddof=1) / 3**0.5)
    assert mix["df"] == 2
    two = score(count_levels(answers.query("group != 'C'"), scale()), facets="mean").iloc[0]
    # two: the spread of their people
    spread = sum(np.var(groups[name], ddof=1) / len(groups[name]) for name in "AB") / 4
    assert two["se"] == pytest.approx(spread**0.5)
    assert two["df"] == 4 + 3 - 2
    assert "people had been drawn" in two["note"]
    assert "groups had been drawn" in mix["note"]


def test_voices_are_a_choice_that_shows():
    cube = count_levels(sessions({"A": [1, 1, 1, 1], "B": [5], "C": [3, 3]}), scale())
    assert figure(cube, "mean")[0] == pytest.approx(3)
    assert figure(cube, "mean", voices="weights")[0] == pytest.approx((4 + 5 + 6) / 7)
    assert figure(cube, "mean", voices={"A": 2, "B": 1, "C": 1})[0] == pytest.approx((2 + 5 + 3) / 4)
    with pytest.raises(ValueError, match="voices: no voice for C"):
        score(cube, voices={"A": 2, "B": 1})
    with pytest.raises(ValueError, match="voices: 'equal', 'weights' or a dict, not 'loud'"):
        score(cube, voices="loud")


def test_options_that_are_none_are_refused():
    cube = count_levels(first_wave(), scale())
    with pytest.raises(ValueError, match="lonely: 'stop' or 'centre', not 'drop'"):
        score(cube, lonely="drop")
    with pytest.raises(ValueError, match="by: the cube has no gender"):
        score(cube, by="gender")
    with pytest.raises(ValueError, match="facets"):
        score(cube, facets="gini")


def test_variance_is_never_below_nothing():
    assert variance(np.array([1.0, 1.0]), np.array([[1.0, -1.0], [-1.0, 1.0 - 1e-15]])) == 0


def test_people_drawn_within_clusters_add_what_they_leave_to_chance():
    """Σ_h (1−f) n/(n−1) Σ_c (z_c − z̄)² + Σ_c f1 (1−f2) m/(m−1) Σ_i (z_i − z̄_c)², person by person, in a domain too."""
    answers = first_wave()
    units = {"a": 10, "b": 6, "c": 4}
    known = answers[["stratum", "cluster"]].drop_duplicates()
    known = known.assign(units=known["stratum"].map(units), people=known["cluster"].astype(int) + 8)
    rows = score(count_levels(answers, scale(), by="half"), by=["half"], facets="mean", finite=known).set_index("half")
    for half, row in rows.iterrows():
        there, w, y = (answers["half"] == half).to_numpy(), answers["weight"].to_numpy(float), answers["level"].to_numpy(float)
        mean = (w * y)[there].sum() / w[there].sum()
        z = np.where(there, w * (y - mean), 0) / w[there].sum()
        spread = 0.0
        for stratum, part in answers.assign(z=z).groupby("stratum"):
            sums = part.groupby("cluster")["z"].sum()
            share = len(sums) / units[stratum]
            spread += (1 - share) * len(sums) * sums.var()
            for cluster, people in part.groupby("cluster")["z"]:
                spread += share * (1 - len(people) / (int(cluster) + 8)) * len(people) * people.var()
        assert [row["estimate"], row["se"]] == pytest.approx([mean, spread**0.5], rel=1e-9)
