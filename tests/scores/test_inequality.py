import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import panel, scale, sessions, shared
from workbench.cube import count_levels, cube_from_counts
from workbench.scores import inequality, score_inequality
from workbench.scores.errors import level_totals
from workbench.scores.inequality import _estimated

SHARES = ["p1", "p2", "p3", "p4", "p5"]


def test_published_distributions_have_their_inequality():
    golden = pd.read_csv(shared("reference", "ordinal_golden.csv"))
    shares = golden[SHARES].to_numpy()
    np.testing.assert_allclose(inequality(shares), golden["jenkins_down"], atol=1e-6)
    np.testing.assert_allclose(inequality(shares[:, ::-1]), golden["jenkins_up"], atol=1e-6)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=8).filter(any))
def test_it_lies_between_none_and_all_and_empty_levels_change_nothing(counts):
    shares = np.array(counts) / sum(counts)
    found = inequality(shares)
    assert -1e-12 <= found < 1
    assert inequality(np.append(0, np.append(shares, [0, 0]))) == pytest.approx(found)
    assert (found < 1e-12) == (np.count_nonzero(counts) == 1)
    # the area of its definition, by trapezes
    below = np.cumsum(shares)
    curve = np.concatenate([[0], np.cumsum(shares * below)])
    area = np.trapezoid(curve, np.concatenate([[0], below]))
    assert found == pytest.approx(1 - 2 * area, abs=1e-9)


def test_its_bias_is_removed_and_its_error_is_what_samples_show():
    rng = np.random.default_rng(2)
    truth = [0.05, 0.15, 0.30, 0.35, 0.15]
    for n in (30, 60):
        draws = rng.multinomial(n, truth, size=3000)
        rows = pd.DataFrame(draws, columns=range(1, 6)).rename_axis("territory").reset_index()
        counts = rows.melt("territory", var_name="level", value_name="count").assign(wave="1", indicator="MOB")
        one = next(level_totals(cube_from_counts(counts.astype({"territory": str}), scale()), ["territory"])[1])
        estimate, se = _estimated(one, 1)
        assert (inequality(draws / n) - 0.53175).mean() < -0.007
        assert estimate.mean() == pytest.approx(0.53175, abs=0.0015)
        assert np.median(se) == pytest.approx(estimate.std(), rel=0.1)


def test_it_is_counted_from_the_worse_end_and_has_the_design_in_its_error():
    answers = panel().query("wave == '1'")
    up = score_inequality(count_levels(answers, scale()))
    down = score_inequality(count_levels(answers.assign(level=6 - answers["level"]), scale(direction=["down"])))
    pd.testing.assert_frame_equal(up, down)
    apart = score_inequality(count_levels(answers.assign(cluster="", stratum=""), scale()))
    assert up["se"].iloc[0] != pytest.approx(apart["se"].iloc[0], rel=1e-3)
    assert up["df"].iloc[0] == 6
    row = up.iloc[0]
    assert 0 < row["low"] < row["estimate"] < row["high"] < 1
    assert (row["facet"], row["note"]) == ("inequality", "")


def test_few_answers_and_answers_all_alike_are_said():
    few = score_inequality(count_levels(sessions({"A": [1, 2, 3]}), scale())).iloc[0]
    assert pd.isna(few["estimate"])
    assert few["note"].startswith("Not shown below 30 answers")
    alike = score_inequality(count_levels(sessions({"A": [2] * 40, "B": [2] * 40, "C": [2] * 20}), scale())).iloc[0]
    assert (alike["estimate"], alike["note"]) == (0, "At the end of its scale, so no interval can be given.")
    assert not len(score_inequality(count_levels(panel().head(0), scale())))
