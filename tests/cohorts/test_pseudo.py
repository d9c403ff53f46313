import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from workbench.cohorts import each_person, pseudo_panel
from workbench.cube import count_levels

DECLARED = pd.DataFrame({"indicator": ["FEEL", "MOB"], "levels": 5})
TRUE = 0.6


def world(seed, people=40, cohorts=10, waves=5, slope=TRUE, together=0.8):
    """Return answers whose cohort means follow FEEL = own + wave + slope × MOB, people's own answers going together."""
    rng = np.random.default_rng(seed)
    rows = []
    for cohort in range(cohorts):
        own = rng.uniform(-0.5, 0.5)
        for wave in range(waves):
            mob = rng.uniform(2.2, 3.8)
            feel = 3 + own + 0.1 * wave - 0.2 + slope * (mob - 3)
            shared = rng.normal(size=people)
            for indicator, mean in (("MOB", mob), ("FEEL", feel)):
                mixed = together * shared + np.sqrt(1 - together**2) * rng.normal(size=people)
                levels = 1 + binom.ppf(norm.cdf(mixed), 4, (mean - 1) / 4)  # levels 1 to 5 whose mean is `mean`
                rows.append(pd.DataFrame({
                    "respondent": [f"{cohort}-{wave}-{k}" for k in range(people)], "wave": str(2000 + wave),
                    "birth_cohort": f"{1940 + 10 * cohort}–{1949 + 10 * cohort}", "indicator": indicator, "level": levels,
                }))  # fmt: skip
    return pd.concat(rows, ignore_index=True).assign(territory="Valbourg")


def found(answers, **options):
    cube = count_levels(each_person(answers), DECLARED, by="birth_cohort")
    return pseudo_panel(cube, "FEEL", "MOB", **options).iloc[0]


@pytest.mark.parametrize(("together", "pulled"), [(0.0, -1), (1.0, 1)])
def test_the_correction_finds_the_slope_that_was_put_in(together, pulled):
    """Chance pulls the plain slope to none, or to what people's own answers have in common (here: all)."""
    rows = [found(world(seed, people=15, together=together)) for seed in range(12)]
    corrected, plain = (np.array([row[name] for row in rows], dtype=float) for name in ("estimate", "uncorrected"))
    error = corrected.std(ddof=1) / np.sqrt(12)
    assert abs(corrected.mean() - TRUE) < 2.5 * error
    assert pulled * (plain.mean() - TRUE) > 0.05
    assert sum(row["low"] <= TRUE <= row["high"] for row in rows) >= 10


def test_with_many_people_there_is_little_to_correct():
    row = found(world(3, people=300, cohorts=6))
    assert row["reliability"] > 0.95
    assert row["estimate"] == pytest.approx(row["uncorrected"], abs=0.02)
    assert row["estimate"] == pytest.approx(TRUE, abs=0.1)
    assert row["verdict"].startswith("Where “MOB” of a cohort is one level higher, “FEEL” is +0.")


def test_cohorts_that_move_by_chance_alone_tell_nothing():
    rng = np.random.default_rng(1)
    flat = world(1, people=12, cohorts=4, waves=3)
    flat["level"] = rng.integers(1, 6, len(flat))
    row = found(flat)
    assert row["reliability"] < 0.5
    assert pd.isna(row["estimate"])
    assert row["verdict"].startswith("What moves these cohorts is mostly chance")


def test_few_cohorts_have_no_interval():
    row = found(world(4, people=200, cohorts=3))
    assert pd.notna(row["estimate"])
    assert pd.isna(row["low"])
    assert row["verdict"].endswith("Too few cohorts for an interval.")


def test_a_cube_that_keeps_nobody_cannot_tell():
    cube = count_levels(world(1, people=10, cohorts=4), DECLARED, by="birth_cohort")
    with pytest.raises(ValueError, match="cube: it does not know who answered what"):
        pseudo_panel(cube, "FEEL", "MOB")
    with pytest.raises(ValueError, match="cube: it has no cohorts"):
        pseudo_panel(count_levels(world(1, people=10, cohorts=4), DECLARED), "FEEL", "MOB")
    drawn = count_levels(each_person(world(1, people=10, cohorts=4)), DECLARED, by="birth_cohort")
    with pytest.raises(ValueError, match="through: 'within' or 'cohorts'"):
        pseudo_panel(drawn, "FEEL", "MOB", through="persons")
    with pytest.raises(ValueError, match="facet: polarisation is none of"):
        pseudo_panel(drawn, "FEEL", "MOB", facet="polarisation")
