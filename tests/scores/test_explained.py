"""Errors after raking: what the margins explain of the answers is no matter of chance."""

import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale
from workbench.cube import count_levels, rake_weights
from workbench.scores import score, score_themes


def raked():
    answers = panel().query("wave == '1'").reset_index(drop=True)
    answers["age"] = np.where(np.arange(len(answers)) % 3 == 0, "young", "old")
    answers["even"] = (answers["level"] % 2).astype("str")
    margins = {"half": {"0": 0.5, "1": 0.5}, "age": {"young": 0.4, "old": 0.6}}
    return rake_weights(answers, margins)[0]


def by_person(answers, inside, margins, unit):
    """Return the mean of a domain and its error: residuals from the margins, person by person, as R's survey does."""
    w, y = answers["weight"].to_numpy(float), answers["level"].to_numpy(float)
    told = inside & ~np.isnan(y)
    mean = (w * np.where(told, y, 0)).sum() / w[told].sum()
    z = np.where(told, y - mean, 0) / w[told].sum()
    dummies = np.hstack([pd.get_dummies(answers[column]).to_numpy(float) for column in margins])
    root = np.sqrt(w) if len(margins) == 1 else np.ones(len(w))
    z = z - dummies @ np.linalg.lstsq(root[:, None] * dummies, root * z, rcond=None)[0]
    units = answers["cluster"].to_numpy() if unit == "cluster" else answers["respondent"].to_numpy()
    total = pd.Series(w * z).groupby([answers["stratum"].to_numpy(), units]).sum()
    spread = sum(len(h) / (len(h) - 1) * ((h - h.mean()) ** 2).sum() for _s, h in total.groupby(level=0))
    return mean, spread**0.5


@pytest.mark.parametrize("unit", ["cluster", "person"])
@pytest.mark.parametrize("margins", [["half"], ["half", "age"]])
def test_errors_are_those_of_the_residuals_of_each_person(unit, margins):
    answers = raked()
    answers = answers if unit == "cluster" else answers.assign(cluster="")
    cube = count_levels(answers, scale(), by=["half", "age", "even"])
    row = score(cube, facets="mean", margins=margins).iloc[0]
    expected = by_person(answers, np.ones(len(answers), dtype=bool), margins, unit)
    assert [row["estimate"], row["se"]] == pytest.approx(expected, rel=1e-9)
    parts = score(cube, by=["even"], facets="mean", margins=margins).set_index("even")
    for even in ("0", "1"):
        expected = by_person(answers, (answers["even"] == even).to_numpy(), margins, unit)
        assert parts.loc[even, ["estimate", "se"]].tolist() == pytest.approx(expected, rel=1e-9)


def test_those_who_did_not_answer_are_of_the_sample_all_the_same():
    answers = raked().astype({"level": "Float64"})
    answers.loc[answers.index % 7 == 2, "level"] = np.nan
    for unit, table in (("cluster", answers), ("person", answers.assign(cluster=""))):
        cube = count_levels(table, scale(), by=["half", "age"])
        row = score(cube, facets="mean", margins=["half", "age"]).iloc[0]
        expected = by_person(table.astype({"level": float}), np.ones(len(table), dtype=bool), ["half", "age"], unit)
        assert [row["estimate"], row["se"]] == pytest.approx(expected, rel=1e-9)


def test_what_the_margins_tell_wholly_is_certain():
    answers = raked().assign(level=lambda rows: rows["half"].astype(int) + 1, cluster="")
    cube = count_levels(answers, scale(2), by=["half"])
    assert score(cube, facets="good", margins="half")["se"].iloc[0] == pytest.approx(0, abs=1e-9)
    assert score(cube, facets="good")["se"].iloc[0] > 0.05


def test_a_theme_takes_margins_into_account_too():
    cube = count_levels(raked(), scale(theme="T"), by=["half", "age"])
    how = {"facets": "mean", "margins": ["half", "age"]}
    assert score_themes(cube, **how)["se"].tolist() == pytest.approx(score(cube, **how)["se"].tolist())


def test_margins_that_the_cube_is_not_split_by_are_refused():
    cube = count_levels(raked(), scale())
    with pytest.raises(ValueError, match="margins: the cube is not split by half"):
        score(cube, margins="half")
    with pytest.raises(ValueError, match="not together with"):
        score(count_levels(raked(), scale(), by="half"), margins=["half"], replicates=10)
