"""Ordinal alpha and omega beside R's psych, on a survey of Statistics Poland."""

import numpy as np
import pandas as pd
import pytest

from tests.samples import shared
from workbench.soundness.consistency import alpha_of, omega_of, one_factor, ordinal_consistency

#: R 4.2, psych 2.2.9:
#:   d <- read.csv("well_being.csv"); x <- d[, c("V4", "V5", "V6", "V8", "V23")]
#:   p <- polychoric(x)$rho; alpha(p)$total$std.alpha; omega(p, nfactors = 1)$omega.tot
PSYCH = {
    "place": (["V4", "V5", "V6", "V8", "V23"], 0.68099887, 0.684357696),
    "satisfaction": ([f"V{k}" for k in range(9, 21)], 0.902397571, 0.903678828),
    "community": (["V16", "V21", "V22", "V23"], 0.701355723, 0.707278132),
    "work": (["V1", "V2", "V12"], 0.824478476, 0.827612013),
}
#: The same of d[d$Year == 2015 & d$Area == …, ] for the first block: alpha, omega, and people.
PARTS = {"Rural": (0.749022826, 0.764211197, 119), "Urban": (0.619814993, 0.63035175, 388)}


@pytest.fixture(scope="module")
def border():
    return pd.read_csv(shared("data", "border_wellbeing", "well_being.csv"))


@pytest.mark.parametrize("block", PSYCH)
def test_alpha_and_omega_are_those_of_psych(border, block):
    names, alpha, omega = PSYCH[block]
    held = ordinal_consistency(border[names])
    assert held.alpha[0] == pytest.approx(alpha, abs=1e-4)
    assert held.omega[0] == pytest.approx(omega, abs=1e-4)
    assert held.n == 1197


def test_polychoric_correlations_are_those_of_psych(border):
    held = ordinal_consistency(border[PSYCH["place"][0]]).correlations
    assert held.loc["V4"].tolist() == pytest.approx([1, 0.177046, 0.229993, 0.252176, 0.292109], abs=1e-4)
    assert held.loc["V5", "V6"] == pytest.approx(0.466149, abs=1e-4)


@pytest.mark.parametrize("area", PARTS)
def test_a_part_of_the_survey(border, area):
    alpha, omega, n = PARTS[area]
    held = ordinal_consistency(border.loc[border["Year"].eq(2015) & border["Area"].eq(area), PSYCH["place"][0]])
    assert (held.alpha[0], held.omega[0], held.n) == (pytest.approx(alpha, abs=1e-4), pytest.approx(omega, abs=1e-4), n)


def test_the_interval_is_that_of_resampled_people(border):
    block = border[PSYCH["community"][0]]
    chance = np.random.default_rng(1)
    draws = [ordinal_consistency(block.iloc[chance.integers(0, len(block), len(block))]) for _ in range(60)]
    held = ordinal_consistency(block)
    for figure, drawn in ((held.alpha, [d.alpha[0] for d in draws]), (held.omega, [d.omega[0] for d in draws])):
        assert (figure[2] - figure[1]) / (2 * 1.96) == pytest.approx(np.std(drawn), rel=0.3)


def test_people_who_sat_together_and_agree_make_the_interval_wider():
    chance = np.random.default_rng(3)
    table = np.repeat(chance.normal(size=(30, 1)), 10, axis=0) + chance.normal(size=(300, 3))
    block = pd.DataFrame(np.clip(np.rint(table + 3), 1, 5), columns=list("abc"))
    alone, together = (ordinal_consistency(block, clusters=c) for c in (None, pd.Series(np.repeat(range(30), 10))))
    assert together.alpha[0] == alone.alpha[0]
    assert together.alpha[2] - together.alpha[1] > 1.2 * (alone.alpha[2] - alone.alpha[1])


def test_indicators_that_are_all_alike_have_the_alpha_of_spearman_and_brown():
    matrix = np.full((4, 4), 0.36) + np.eye(4) * 0.64
    assert alpha_of(matrix) == pytest.approx(4 * 0.36 / (1 + 3 * 0.36))
    assert omega_of(matrix) == pytest.approx(alpha_of(matrix), abs=1e-6)
    assert one_factor(matrix) == pytest.approx(0.6, abs=1e-6)


def test_of_two_indicators_omega_cannot_be_told():
    block = pd.DataFrame({"a": [1, 2, 3, 3, 4] * 6, "b": [1, 3, 2, 4, 4] * 6})
    held = ordinal_consistency(block)
    rho = held.correlations.iloc[0, 1]
    assert held.alpha[0] == pytest.approx(2 * rho / (1 + rho))
    assert np.isnan(held.omega).all()


@pytest.mark.parametrize("levels", [[1, 2, 3] * 3, [4] * 40, [np.nan] * 40])
def test_too_few_people_or_an_indicator_that_does_not_vary_tell_nothing(levels):
    held = ordinal_consistency(pd.DataFrame({"a": levels, "b": np.resize([1, 2, 3, 5], len(levels))}))
    assert np.isnan([*held.alpha, *held.omega]).all()


def test_missing_answers_are_left_out_pair_by_pair():
    block = pd.DataFrame({"a": [1, 2, 3, 4] * 10, "b": [1, 2, 4, 3] * 10, "c": [2, 1, 3, 4] * 10}, dtype=float)
    gone = pd.concat([block, pd.DataFrame({"a": [1.0, np.nan], "b": [np.nan, 2.0]})], ignore_index=True)
    assert ordinal_consistency(gone).alpha[0] == pytest.approx(ordinal_consistency(block).alpha[0])
    assert ordinal_consistency(gone).n == 40


@pytest.mark.parametrize("sign", [1, -1])
def test_indicators_that_say_the_same_or_the_opposite_have_no_interval(sign):
    one = np.tile([1, 2, 3, 4, 5], 9)
    held = ordinal_consistency(pd.DataFrame({"one": one, "other": sign * one, "more": np.roll(one, 7)}))
    assert abs(held.correlations.loc["one", "other"]) == pytest.approx(1, abs=0.01)
    assert np.isnan(held.alpha[1:]).all()
    assert np.isnan(held.omega[1:]).all()
