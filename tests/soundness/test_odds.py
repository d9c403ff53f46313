"""Proportional odds beside statsmodels, and the score test beside the rank test that it is."""

import numpy as np
import pytest

from workbench.soundness.odds import proportional_odds, score_test


@pytest.fixture
def drawn():
    chance = np.random.default_rng(5)
    x = np.column_stack([chance.normal(size=300), chance.random(300) < 0.3])
    latent = x @ [0.8, -0.6] + chance.logistic(size=300)
    return np.digitize(latent, [-1.5, 0, 1.2]) + 1, x


def test_coefficients_and_errors_are_those_of_statsmodels(drawn):
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    level, x = drawn
    fit = proportional_odds(level, x)
    peer = OrderedModel(level, x, distr="logit").fit(method="bfgs", disp=False, gtol=1e-8)
    assert fit.coefficients[3:] == pytest.approx(peer.params[:2], abs=1e-4)
    assert fit.coefficients[0] == pytest.approx(peer.params[2], abs=1e-4)
    assert np.sqrt(np.diag(np.linalg.inv(fit.information)))[3:] == pytest.approx(peer.bse[:2], rel=0.03)
    assert fit.converged


def test_the_score_of_a_group_without_covariates_is_the_rank_test(drawn):
    from scipy.stats import mannwhitneyu

    level, x = drawn
    group = x[:, 1] > 0
    none = np.zeros((300, 0))
    score, variance = score_test(proportional_odds(level, none), group, none)
    p = mannwhitneyu(level[group], level[~group], use_continuity=False, method="asymptotic").pvalue
    from scipy.stats import norm

    assert 2 * norm.sf(abs(score) / np.sqrt(variance)) == pytest.approx(p, rel=0.02)


def test_the_one_step_is_near_the_full_fit(drawn):
    level, x = drawn
    null = proportional_odds(level, x[:, :1])
    score, variance = score_test(null, x[:, 1] > 0, x[:, :1])
    assert score / variance == pytest.approx(proportional_odds(level, x).coefficients[-1], abs=0.06)


def test_levels_that_do_not_vary_have_no_fit_and_a_separated_one_does_not_run_away():
    assert proportional_odds(np.ones(9, dtype=int), np.zeros((9, 1))) is None
    fit = proportional_odds(np.repeat([1, 2], 10), np.repeat([0.0, 1.0], 10)[:, None])
    assert np.isfinite(fit.coefficients).all()
