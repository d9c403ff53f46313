"""Every estimate and standard error that the R package survey gives of the school samples."""

import numpy as np
import pandas as pd
import pytest

from tests.samples import scale, shared
from workbench.cube import count_levels, rake_weights
from workbench.scores import score
from workbench.scores.errors import level_totals, variance

TYPES, WIDE = {"E": 4421, "H": 755, "M": 1018}, {"No": 1072, "Yes": 5122}


def published(case):
    known = pd.read_csv(shared("reference", "survey_reference.csv"))
    return known[known["case"] == case].set_index("stat")[["est", "se"]]


def schools(table, *items, even=False, **design):
    """Return a sample as answers, in which each value of an item is a level; {item: its values}.

    Only levels that are evenly spaced have a mean situation that is the item's."""
    rows = pd.read_csv(shared("data", "api_schools", f"{table}.csv"))
    values = {item: np.sort(rows[item].unique()) for item in items}
    if even:
        values = {item: np.arange(found[0], found[-1] + 1) for item, found in values.items()}
    answers = pd.concat([
        pd.DataFrame({
            "respondent": rows["cds"].astype("str"), "territory": "California", "wave": "2000", "indicator": item,
            "level": np.searchsorted(values[item], rows[item]) + 1, "weight": rows["pw"], "stype": rows["stype"], "wide": rows["sch.wide"],
            **{name: rows[column].astype("str") for name, column in design.items()},
        })
        for item in items
    ], ignore_index=True)  # fmt: skip
    return answers, values, rows


def counted(answers, values, **how):
    lengths = [len(found) for found in values.values()]
    return count_levels(answers, pd.DataFrame({"indicator": list(values), "levels": lengths}), **how)


def total(cube, values, **how):
    """Return the total of an item and its standard error, out of the totals by level."""
    one = next(level_totals(cube, ["territory"], **how)[1])
    value = values[one.indicator]
    return float(one.totals[0] @ value), float(variance(value[None, :], one.covariance)[0] ** 0.5)


def close(found, expected):
    assert found == pytest.approx(expected.tolist(), rel=1e-6)


def strata(rows):
    return rows.groupby("stype")["fpc"].first().rename("units").rename_axis("stratum").reset_index()


CLUSTERS = pd.DataFrame({"territory": ["California"], "units": [757]})


def test_a_total_of_a_stratified_sample():
    answers, values, rows = schools("apistrat", "enroll", stratum="stype")
    close(total(counted(answers, values), values, finite=strata(rows)), published("strat total enroll").loc["enroll"])


def test_totals_of_the_school_types_of_a_cluster_sample():
    answers, _values, rows = schools("apiclus1", "api00", cluster="dnum")
    types = answers.assign(indicator="TYPE", level=rows["stype"].map({"E": 1, "H": 2, "M": 3}))
    one = next(level_totals(count_levels(types, scale(3, "TYPE")), ["territory"], finite=CLUSTERS)[1])
    expected = published("clus1 total stype")
    for place, name in enumerate("EHM"):
        close((one.totals[0, place], one.covariance[0, place, place] ** 0.5), expected.loc[f"stype{name}"])


def test_a_ratio_of_two_items_of_the_same_schools():
    answers, values, rows = schools("apistrat", "api.stu", "enroll", stratum="stype", cluster="cds")
    ones = {one.indicator: one for one in level_totals(counted(answers, values), ["territory"], finite=strata(rows))[1]}
    sums = {name: float(one.totals[0] @ values[name]) for name, one in ones.items()}
    ratio = sums["api.stu"] / sums["enroll"]
    # the same school is one draw for both: its two residuals meet before they are squared
    moved = [ones[name].units[0][2] @ values[name] for name in ("api.stu", "enroll")]
    error = np.sqrt(((moved[0] - ratio * moved[1]) ** 2).sum()) / sums["enroll"]
    close((ratio, error), published("strat ratio api.stu/enroll").loc["api.stu/enroll"])


def test_two_stages_with_their_finite_populations():
    answers, values, rows = schools("apiclus2", "api00", even=True, cluster="dnum")
    cube = counted(answers, values)
    known = rows.groupby("dnum", as_index=False)["fpc2"].first().rename(columns={"dnum": "cluster", "fpc2": "people"})
    row = score(cube, facets="mean", finite=known.assign(units=757)).iloc[0]
    close((row["estimate"] + values["api00"][0] - 1, row["se"]), published("clus2 mean api00").loc["api00"])
    assert score(cube, facets="mean", finite=known).iloc[0]["se"] == score(cube, facets="mean").iloc[0]["se"]
    with pytest.raises(ValueError, match="fewer people in a cluster"):
        score(cube, facets="mean", finite=known.assign(people=0, units=757))
    with pytest.raises(ValueError, match="with margins"):
        score(counted(answers, values, by="stype"), facets="mean", finite=known.assign(units=757), margins="stype")


def test_a_post_stratified_mean_and_total():
    answers, values, _rows = schools("apiclus1", "api00", even=True, cluster="dnum")
    raked, _effect = rake_weights(answers, {"stype": TYPES})
    row = score(counted(raked, values, by="stype"), facets="mean", finite=CLUSTERS, margins="stype").iloc[0]
    close((row["estimate"] + values["api00"][0] - 1, row["se"]), published("clus1 poststrat mean api00").loc["api00"])
    answers, values, _rows = schools("apiclus1", "enroll", cluster="dnum")
    raked, _effect = rake_weights(answers, {"stype": TYPES})
    found = total(counted(raked, values, by="stype"), values, finite=CLUSTERS, margins=["stype"])
    close(found, published("clus1 poststrat total enroll").loc["enroll"])


def as_r_stops(answers):
    """R stops raking when no cell changes by a school any more: after four sweeps, before the first margin is met.

    It keeps the weights as they were after each margin, and takes residuals by these."""
    raked = rake_weights(answers, {"stype": TYPES, "wide": WIDE}, sweeps=4)[0]
    before = rake_weights(answers, {"stype": TYPES, "wide": WIDE}, sweeps=3)[0]
    stage = rake_weights(before, {"stype": TYPES})[0]
    ratio = stage["weight"].to_numpy(float) / raked["weight"].to_numpy(float)
    cells = raked.assign(ratio=ratio).groupby(["stype", "wide"])["ratio"].first()
    return raked, cells


@pytest.mark.parametrize(("item", "case"), [("api00", "clus1 raked mean api00"), ("enroll", "clus1 raked total enroll")])
def test_a_raked_mean_and_total(item, case):
    answers, values, _rows = schools("apiclus1", item, even=item == "api00", cluster="dnum")
    raked, ratio = as_r_stops(answers)
    cube = counted(raked, values, by=["stype", "wide"])
    stages = {"stype": ratio.loc[list(zip(cube.cells["stype"], cube.cells["wide"], strict=True))].to_numpy(), "wide": np.ones(len(cube.cells))}
    how = {"finite": CLUSTERS, "margins": ["stype", "wide"], "stages": stages}
    if item == "enroll":
        close(total(cube, values, **how), published(case).loc[item])
    else:
        one = next(level_totals(cube, ["territory"], **how)[1])
        value, whole = values[item], one.totals.sum()
        mean = float(one.totals[0] @ value / whole)
        close((mean, float(variance(((value - mean) / whole)[None, :], one.covariance)[0] ** 0.5)), published(case).loc[item])
        # and by the public door, which rakes until the margins are met
        row = score(cube, facets="mean", finite=CLUSTERS, margins=["stype", "wide"]).iloc[0]
        close((row["estimate"] + values[item][0] - 1, row["se"]), published(case).loc[item])
        met = rake_weights(answers, {"stype": TYPES, "wide": WIDE})[0]
        row = score(counted(met, values, by=["stype", "wide"]), facets="mean", finite=CLUSTERS, margins=["stype", "wide"]).iloc[0]
        assert row["se"] == pytest.approx(published(case).loc[item, "se"], rel=2e-6)
