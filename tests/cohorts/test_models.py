import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale, sessions
from workbench.cohorts import adjusted_change
from workbench.cohorts.ordered import fit_ordered, probabilities, sandwich, score_rows
from workbench.cube import count_levels

#: MASS::housing, Copenhagen (Madsen 1976): counts of satisfaction low, medium, high by influence, type, contact.
HOUSING = [
    [21, 21, 28], [34, 22, 36], [10, 11, 36], [61, 23, 17], [43, 35, 40], [26, 18, 54], [13, 9, 10], [8, 8, 12], [6, 7, 9],
    [18, 6, 7], [15, 13, 13], [7, 5, 11], [14, 19, 37], [17, 23, 40], [3, 5, 23], [78, 46, 43], [48, 45, 86], [15, 25, 62],
    [20, 23, 20], [10, 22, 24], [7, 10, 21], [57, 23, 13], [31, 21, 13], [5, 6, 13],
]  # fmt: skip


def housing():
    """Return the answers of the housing survey, one row a tenant; contact with neighbours takes the place of the wave."""
    rows = []
    for place, counts in enumerate(HOUSING):
        contact, rest = divmod(place, 12)
        kind, influence = divmod(rest, 3)
        for level, count in enumerate(counts, 1):
            rows += [{"wave": str(1 + contact), "type": "TAXR"[kind], "influence": "LMH"[influence], "level": level}] * count
    table = pd.DataFrame(rows).assign(territory="Copenhagen", indicator="SAT")
    return table.assign(respondent=table.index.astype("str"))


def test_polr_on_the_housing_data():
    """R: polr(Sat ~ Infl + Type + Cont, weights = Freq, data = housing); README of the reference figures."""
    place = np.arange(24)
    kind, influence = place % 12 // 3, place % 3
    columns = [influence == 1, influence == 2, kind == 1, kind == 2, kind == 3, place >= 12]
    fit = fit_ordered(np.array(HOUSING), np.column_stack(columns).astype(float))
    assert np.sum(HOUSING) == 1681
    assert fit.slopes.tolist() == pytest.approx(
        [0.566393733, 1.288819089, -0.572349983, -0.366186353, -1.091014630, 0.360283996], abs=1e-6
    )
    assert fit.thresholds.tolist() == pytest.approx([-0.496135109, 0.690708248], abs=1e-6)
    # R: summary(polr(…, Hess = TRUE)): standard errors of the model
    assert np.sqrt(np.diag(fit.bread)).tolist() == pytest.approx(
        [0.124847245, 0.125471939, 0.1046527841, 0.1271561472, 0.1192380115, 0.1551733359, 0.151486022, 0.0955357975], abs=1e-5
    )
    # R: colMeans(predict(polr, transform(housing, Cont = "Low"), type = "probs")), one row a tenant
    for low, shares in ((0, [0.381290229, 0.265870065, 0.352839705]), (1, [0.306250323, 0.262126765, 0.431622912])):
        design = np.column_stack([*columns[:-1], np.full(24, low)]).astype(float)
        people = np.sum(HOUSING, axis=1) / 1681
        assert (people @ probabilities(fit, design)[0]).tolist() == pytest.approx(shares, abs=1e-7)


def test_adjusted_shares_are_the_average_predictions():
    row = adjusted_change(count_levels(housing(), scale(3, "SAT"), by=["type", "influence"]), ["type", "influence"]).iloc[0]
    assert row["adjusted_from"] == pytest.approx(0.352839705, abs=1e-7)
    assert row["adjusted_to"] == pytest.approx(0.431622912, abs=1e-7)
    assert row["odds_ratio"] == pytest.approx(np.exp(0.360283996), abs=1e-6)
    assert (row["n_from"], row["n_to"], row["direction"]) == (713, 968, "up")
    assert row["low"] < row["difference"] < row["high"]
    # the average interval of the model, which holds here, is near that of the sandwich
    assert row["se"] == pytest.approx(0.0207, abs=0.001)
    assert row["assumption"] == "holds"


def test_svyolr_with_strata_clusters_and_weights():
    """R: svyolr(yo ~ wf + gf, design = svydesign(id = ~cluster, strata = ~stratum, weights = ~w, data = d, nest = TRUE));
    d as in `tests.samples.panel`."""
    cube = count_levels(panel(), scale(), by="half")
    cells = cube.cells
    design = np.column_stack([cells["wave"] == "2", cells["half"] == "1"]).astype(float)
    fit = fit_ordered(cube.weights[:, 0], design)
    assert fit.slopes.tolist() == pytest.approx([-0.289552810851, -0.360696412869], abs=1e-7)
    assert fit.thresholds.tolist() == pytest.approx(
        [-2.126555462781, -0.102403277791, 0.524426033273, 1.550597900639], abs=1e-7
    )
    spread, df = sandwich(cells)(cube.weights[:, 0], cube.squares[:, 0], score_rows(fit, design))
    assert np.sqrt(np.diag(fit.bread @ spread @ fit.bread)).tolist() == pytest.approx(
        [0.346390156481, 0.451623484498, 0.435303025370, 0.393686493045, 0.458805467962, 0.283717963540], abs=1e-5
    )
    assert df == 6
    row = adjusted_change(cube, "half").iloc[0]
    assert row["odds_ratio"] == pytest.approx(np.exp(-0.289552810851), abs=1e-6)
    assert np.log(row["odds_high"] / row["odds_low"]) / 2 == pytest.approx(0.458805 * 2.446912, abs=1e-4)


def test_people_without_clusters_are_draws_of_their_own():
    rng = np.random.default_rng(3)
    answers = panel().assign(cluster="", weight=rng.uniform(1, 3, 108))
    plain = count_levels(answers, scale(), by="half")
    named = count_levels(answers.assign(cluster=answers["respondent"]), scale(), by="half")
    for column in ("adjusted_to", "difference", "se", "df", "assumption_p"):
        assert adjusted_change(plain, "half")[column].iloc[0] == pytest.approx(adjusted_change(named, "half")[column].iloc[0])


def test_a_change_of_who_came_is_taken_out():
    kinds = {"2021": (60, 60), "2024": (20, 100)}
    rng = np.random.default_rng(2)
    rows = []
    for wave, (young, old) in kinds.items():
        for age, count, shares in (("young", young, [0.05, 0.1, 0.2, 0.3, 0.35]), ("old", old, [0.3, 0.3, 0.2, 0.15, 0.05])):
            levels = (rng.permutation(np.repeat(np.arange(1, 6), np.round(np.array(shares) * count).astype(int)))).tolist()
            rows.append(sessions({"": levels}, wave=wave, age=age).assign(respondent=[f"{wave}{age}{k}" for k in range(len(levels))]))
    row = adjusted_change(count_levels(pd.concat(rows), scale(), by="age"), "age").iloc[0]
    assert row["change"] < -0.14
    assert abs(row["difference"]) < 0.02
    assert row["direction"] == "none"
    assert row["verdict"].startswith("With the same kinds of people no change is told: ")
    assert "As people came it was −1" in row["verdict"]


def test_a_change_that_differs_along_the_scale_is_said_to():
    spread = {"2021": [50, 50, 200, 50, 50], "2024": [120, 40, 80, 40, 120]}
    rows = [sessions({"": np.repeat(np.arange(1, 6), counts).tolist()}, wave=wave) for wave, counts in spread.items()]
    row = adjusted_change(count_levels(pd.concat(rows).assign(age="all"), scale(), by="age"), "age").iloc[0]
    assert row["assumption"] == "fails"
    assert "The waves do not differ alike along the scale" in row["verdict"]


def test_without_covariates_to_tell_people_apart_shares_stay_near_what_they_are():
    rows = [sessions({"": [1, 2, 3, 4, 5] * 20}, wave="2021"), sessions({"": [2, 3, 4, 4, 5] * 20}, wave="2024")]
    row = adjusted_change(count_levels(pd.concat(rows).assign(age="x"), scale(), by="age"), "age", facet="mean").iloc[0]
    assert row["difference"] == pytest.approx(0.6, abs=0.06)  # the model smooths the shares
    down = count_levels(pd.concat(rows).assign(age="x"), scale(direction=["down"]), by="age")
    assert adjusted_change(down, "age").iloc[0]["direction"] == "down"


def test_reference_groups_speak_with_equal_voices():
    rng = np.random.default_rng(5)
    rows = [
        sessions({name: rng.integers(1, 6, size).tolist() for name, size in zip("ABCD", (5, 8, 20, 9), strict=True)}, wave=wave, age="x")
        for wave in ("2021", "2024")
    ]  # fmt: skip
    row = adjusted_change(count_levels(pd.concat(rows), scale(), by="age"), "age").iloc[0]
    from workbench.cohorts import compare_waves

    assert row["estimate_to"] == pytest.approx(compare_waves(count_levels(pd.concat(rows), scale()), facets="good")["estimate_to"].iloc[0])
    assert (row["origin"], row["df"]) == ("groups", 3)


def test_what_cannot_be_adjusted_says_why():
    alike = pd.concat([sessions({"": [3] * 9}, wave=wave, age="x") for wave in "12"])
    assert adjusted_change(count_levels(alike, scale(), by="age"), "age")["verdict"].iloc[0].startswith("All answers are alike")
    apart = pd.concat([sessions({"": [1, 2, 3, 4]}, wave=wave, age=wave) for wave in "12"])
    said = adjusted_change(count_levels(apart, scale(), by="age"), "age")["verdict"].iloc[0]
    assert said.startswith("The kinds of people differ wholly between the waves")
    cube = count_levels(panel(), scale(), by="half")
    with pytest.raises(ValueError, match="adjust_for: the cube has no gender"):
        adjusted_change(cube, "gender")
    with pytest.raises(ValueError, match="facet: polarisation is none of"):
        adjusted_change(cube, "half", facet="polarisation")
    assert adjusted_change(count_levels(panel().query("wave == '1'"), scale(), by="half"), "half").empty


def test_the_only_cluster_of_a_stratum_is_compared_with_the_whole():
    lonely = panel()
    lonely.loc[lonely["cluster"] == "9", "stratum"] = "d"
    row = adjusted_change(count_levels(lonely, scale(), by="half"), "half").iloc[0]
    usual = adjusted_change(count_levels(panel(), scale(), by="half"), "half").iloc[0]
    assert row["df"] == usual["df"] - 1
    assert row["difference"] == pytest.approx(usual["difference"])
    assert row["se"] > 0.5 * usual["se"]


def test_two_reference_groups_speak_with_equal_voices_too():
    rows = [sessions({"A": [1, 2] * 3, "B": [4, 5, 4] * 8}, wave="2021", age="x"), sessions({"A": [2, 3] * 3, "B": [4, 5, 3] * 8}, wave="2024", age="x")]
    row = adjusted_change(count_levels(pd.concat(rows), scale(), by="age"), "age").iloc[0]
    assert row["estimate_from"] == pytest.approx(0.5)
