import numpy as np
import pandas as pd
import pytest

from tests.samples import panel, scale, sessions
from workbench.cube import count_levels, select
from workbench.scores import score
from workbench.scores.resampled import multipliers

FACETS = ["share", "mean", "good", "bad", "polarisation"]


def survey(clusters=40, people=15, waves=("2021", "2024"), moved=0):
    """Return a clustered survey with weights; `moved` clusters are other ones in the later wave."""
    draw = np.random.default_rng(11)
    tables = []
    for at, wave in enumerate(waves):
        cluster = np.repeat(np.arange(2 * clusters), people)
        number = cluster + at * 1000 * (cluster % clusters < moved)
        latent = draw.normal(size=len(cluster)) + draw.normal(0, 0.6, 2 * clusters)[cluster]
        tables.append(pd.DataFrame({
            "respondent": [f"{wave}{n}" for n in range(len(cluster))], "territory": "Valbourg", "wave": wave,
            "indicator": "MOB", "level": np.digitize(latent, [-1, -0.3, 0.3, 1]) + 1, "group": "",
            "weight": draw.lognormal(0, 0.4, len(cluster)), "stratum": np.where(cluster < clusters, "a", "b"),
            "cluster": number.astype(str),
        }))  # fmt: skip
    return pd.concat(tables, ignore_index=True)


@pytest.mark.parametrize("moved", [0, 20])
def test_resampling_and_linearisation_agree_on_large_samples(moved):
    cube = count_levels(survey(moved=moved), scale())
    for by in (["territory", "wave"], ["territory"]):
        plain, drawn = (score(cube, by=by, facets=FACETS, replicates=replicates) for replicates in (None, 2000))
        pd.testing.assert_frame_equal(plain.drop(columns=["se", "low", "high"]), drawn.drop(columns=["se", "low", "high"]))
        np.testing.assert_allclose(drawn["se"].astype(float), plain["se"].astype(float), rtol=0.08)
        for edge in ("low", "high"):
            np.testing.assert_allclose(drawn[edge].astype(float), plain[edge].astype(float), atol=0.02)


def test_the_interval_has_the_degrees_of_freedom_of_the_design():
    cube = count_levels(panel().query("wave == '1'"), scale())
    row = score(cube, facets="mean", replicates=500).iloc[0]
    assert row["df"] == 6  # nine clusters in three strata, whatever the number of replicates
    width = (row["high"] - row["low"]) / row["se"]
    assert 4.4 < width < 2 * 2.447  # t of 6, on the logit scale a little less


def test_the_same_seed_gives_the_same_errors_and_another_does_not():
    cube = count_levels(panel(), scale())
    one, again, other = (score(cube, facets="mean", replicates=50, seed=seed)["se"].tolist() for seed in (1, 1, 2))
    assert one == again != other


def test_a_cluster_is_drawn_once_for_all_waves():
    cells = count_levels(panel(), scale()).cells
    drawn, unit = multipliers(cells, 200, 3)
    first, second = (drawn[unit[cells["wave"] == wave]] for wave in ("1", "2"))
    np.testing.assert_array_equal(first, second)
    assert set(np.unique(np.round(first[cells["stratum"][:9] == "c"], 6))) == {0, 2}  # one of two, counted twice


def test_where_clusters_change_each_wave_keeps_its_own_spread():
    cells = count_levels(survey(clusters=6, people=2, moved=3), scale()).cells
    drawn, unit = multipliers(cells, 20000, 3)
    one = drawn[unit[(cells["wave"] == "2024") & (cells["stratum"] == "a")]]
    np.testing.assert_allclose(np.cov(one), 6 / 5 * (np.eye(6) - 1 / 6), atol=0.04)
    np.testing.assert_allclose(one.sum(axis=0), 6, rtol=1e-5)


def test_lower_may_be_better():
    up, down = (count_levels(panel(), scale(direction=[way])) for way in ("up", "down"))
    good, bad = score(up, facets="good", replicates=99), score(down, facets="bad", replicates=99)
    assert good["se"].tolist() == bad["se"].tolist()


def test_what_cannot_be_drawn_again_is_refused():
    with pytest.raises(ValueError, match="only clusters can be drawn again"):
        score(count_levels(panel().assign(cluster=""), scale()), replicates=9)
    with pytest.raises(ValueError, match="has only one cluster, so none can be drawn again"):
        score(count_levels(panel().query("cluster != '9'"), scale()), replicates=9)
    groups = pd.concat([panel(), sessions({"A": [1, 2]}).assign(weight=1)])
    with pytest.raises(ValueError, match="reference groups are not drawn"):
        score(count_levels(groups, scale()), replicates=9)
    assert len(score(select(count_levels(groups, scale()), origin="survey"), facets="mean", replicates=9)) == 2
    with pytest.raises(ValueError, match="not together with finite or denominator"):
        score(count_levels(panel(), scale()), replicates=9, denominator="dont_know")
    with pytest.raises(ValueError, match="replicates: at least 2"):
        score(count_levels(panel(), scale()), replicates=1)
