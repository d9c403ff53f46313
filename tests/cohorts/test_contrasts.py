import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale, sessions, shared
from workbench.cohorts import comparability, compare_waves
from workbench.cohorts.contrasts import Links, changed, weighed
from workbench.cube import count_levels, select
from workbench.scores import score
from workbench.scores.errors import level_totals
from workbench.scores.influence import measured
from workbench.scores.intervals import critical, difference_interval, satterthwaite


def halves():
    """Return the second wave of the panel, its two halves as domains: other people of the same clusters."""
    cube = select(count_levels(panel(), scale(), by="half"), wave="2")
    domains, totals = level_totals(cube, ["half"])
    assert domains["half"].tolist() == ["0", "1"]
    return next(totals)


def test_two_domains_of_one_wave_share_their_clusters():
    """R: svycontrast(svyby(~y, ~g, subset(both, wave == 2), svymean, covmat = TRUE), c(-1, 1)) with svydesign(id =
    ~cluster, strata = ~stratum, weights = ~w, data = d, nest = TRUE): −0.03846153846, SE 0.15266; of as.numeric(y >= 4)
    0.01794871795, SE 0.06151; d as in `tests.samples.panel`."""
    one = halves()
    found = changed(measured(one, 1, ["mean", "good"]), Links(one.units, [[0], [1]], 2)).set_index("facet")
    assert found.loc["mean", ["difference", "se"]].astype(float).tolist() == pytest.approx([-0.03846153846, 0.15266], abs=5e-6)
    assert found.loc["good", ["difference", "se"]].astype(float).tolist() == pytest.approx([0.01794871795, 0.06151], abs=5e-6)


def test_a_weighted_sum_of_two_is_their_difference():
    one = halves()
    links, mean = Links(one.units, [[0], [1]], 2), measured(one, 1, ["mean"]).facets["mean"]
    estimate, se, df = (values[0] for values in weighed(mean, links, np.array([[-1.0], [1.0]]), one.df))
    row = changed(measured(one, 1, ["mean"]), links).iloc[0]
    assert [estimate, se, df] == pytest.approx([row["difference"], row["se"], row["df"]])
    alone, se_alone, _df = (values[0] for values in weighed(mean, links, np.array([[0.0], [1.0]]), one.df))
    assert alone == mean.estimate[1]
    assert se_alone == pytest.approx(mean.variance[1] ** 0.5)


def test_a_side_that_is_missing_leaves_nothing_to_compare():
    one = halves()
    row = changed(measured(one, 1, ["mean"]), Links(one.units, [[0], [-1]], 2)).iloc[0]
    assert not row["both"]
    assert np.isnan(row["difference"])
    assert row["estimate_from"] == pytest.approx(float(measured(one, 1, ["mean"]).facets["mean"].estimate[0]))


def test_the_border_region_says_what_changed_for_whom():
    """V9 (satisfied with life) rises in the whole sample; V22 (a say) falls in the countryside, from 3.084034 to 2.841410."""
    raw = pd.read_csv(shared("data", "border_wellbeing", "well_being.csv"))
    raw = raw.assign(respondent=raw.index.astype("str"), territory=raw["Area"], wave=raw["Year"].astype("str"), group="")
    answers = raw.melt(["respondent", "territory", "wave", "group", "Weight", "Gender"], ["V9", "V22"], "indicator", "level")
    cube = count_levels(answers.rename(columns={"Weight": "weight"}), scale(5, "V9", "V22"), by="Gender")
    assert comparability(cube)["comparable"].unique().tolist() == ["yes"]
    whole = compare_waves(cube, by=[], facets=["mean", "good"]).set_index(["indicator", "facet"])
    assert whole.loc[("V9", "good"), "direction"] == "up"
    assert whole.loc[("V9", "good"), "verdict"].startswith("More people in good situations: +7 points")
    rural = compare_waves(cube, facets="mean").set_index(["territory", "indicator"]).loc[("Rural", "V22")]
    assert rural["difference"] == pytest.approx(2.841410 - 3.084034, abs=1e-6)
    assert rural["high"] < 0.06
    by_gender = compare_waves(cube, by=["territory", "Gender"], facets="mean")
    assert len(by_gender) == 8


def test_the_change_of_a_share_has_the_degrees_of_freedom_of_the_difference():
    """By hand from each wave's own interval: its ends taken as far out as Welch's degrees of freedom have them, against
    those of as many people drawn one by one."""
    waves = {"2021": {"A": [1, 2, 4, 5], "B": [2, 3, 4, 4], "C": [1, 2, 2, 4]},
             "2024": {"D": [3, 4, 5, 5], "E": [2, 3, 3, 4], "F": [3, 4, 4, 5]}}
    answers = pd.concat([sessions(groups, wave=wave) for wave, groups in waves.items()], ignore_index=True)
    cube = count_levels(answers, scale())
    change = compare_waves(cube, facets="good").iloc[0]
    own = score(cube, facets="good").set_index("wave")
    ends, alone = [], satterthwaite(*zip(own["se"].astype(float) ** 2, own["n"].astype(float) - 1, strict=True))
    for wave in waves:
        estimate, low, high, df, n = own.loc[wave, ["estimate", "low", "high", "df", "n"]].astype(float)
        ratio = critical(change["df"]) / critical(df) * critical(n - 1) / critical(alone)
        ends.append((estimate, estimate - (estimate - low) * ratio, estimate + (high - estimate) * ratio))
    assert change["df"] > 2
    assert [change["low"], change["high"]] == pytest.approx([float(end) for end in difference_interval(*ends)])


def test_the_change_of_a_share_of_people_drawn_one_by_one_is_newcombes():
    """Method 10 from each wave's own Wilson interval: Student's t, of which wave's or of both, has no part in it."""
    levels = {"2021": [1] * 5 + [4] * 15, "2024": [2] * 12 + [5] * 10}
    answers = pd.concat([
        pd.DataFrame({"territory": "A", "wave": wave, "indicator": "MOB", "level": level}) for wave, level in levels.items()
    ]).reset_index(names="respondent")  # fmt: skip
    cube = count_levels(answers.assign(respondent=answers["wave"] + answers["respondent"].astype("str")), scale())
    change = compare_waves(cube, facets="good").iloc[0]
    own = score(cube, facets="good")[["estimate", "low", "high"]].astype(float).to_numpy()
    assert [change["low"], change["high"]] == pytest.approx([float(end) for end in difference_interval(*own)])
