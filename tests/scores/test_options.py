"""Options that say nothing, or what cannot be, stop with a sentence; none is passed over in silence."""

import numpy as np
import pandas as pd
import pytest

from tests.samples import sessions
from workbench.composite import composite_index
from workbench.crossing import disagreements, side_by_side
from workbench.cube import count_levels
from workbench.scores import compare_pairs, compare_standpoints, group_gaps, score, score_inequality, score_themes

GROUPS = {"A": [1, 2, 2, 3], "B": [2, 3, 4, 4], "C": [3, 4, 5, 5], "D": [1, 1, 5, 5]}


def cube(**columns):
    declared = pd.DataFrame({"indicator": ["MOB"], "levels": [5], "theme": ["Moving"]})
    return count_levels(sessions(GROUPS).assign(standpoint="resident", **columns), declared, by="standpoint")


def index(cube, **options):
    return composite_index(cube, pd.DataFrame({"code": ["MOB"]}), draws=100, **options)


@pytest.mark.parametrize(
    "way",
    [
        score, score_themes, score_inequality, group_gaps, compare_standpoints, compare_pairs, disagreements, side_by_side,
        index,
    ],
)
@pytest.mark.parametrize("confidence", [95, 1.0, 0, np.nan])
def test_a_confidence_is_a_share(way, confidence):
    with pytest.raises(ValueError, match="confidence: between 0 and 1"):
        way(cube(), confidence=confidence)


def test_a_reason_that_nobody_gives_is_no_denominator():
    with pytest.raises(ValueError, match="dont_knwo"):
        score(cube(), denominator="dont_knwo")
    assert score(cube(), denominator="dont_know").equals(score(cube()))


def test_a_column_named_twice_is_one():
    assert score(cube(), by=["wave", "wave"]).equals(score(cube(), by="wave"))
    assert score_themes(cube(), by=["wave", "wave"]).equals(score_themes(cube(), by="wave"))


@pytest.mark.parametrize("voice", [-1, np.nan, np.inf])
def test_a_voice_is_a_number(voice):
    with pytest.raises(ValueError, match="voices: each"):
        score(cube(), voices={"A": voice, "B": 1, "C": 1, "D": 1})


def test_a_group_without_a_voice_is_as_if_it_had_not_been_there():
    three = score(count_levels(sessions({name: GROUPS[name] for name in "ABC"}), cube().indicators))
    found = score(cube(), voices={"A": 1, "B": 1, "C": 1, "D": 0})
    figures = ["n", "n_eff", "estimate", "se", "df", "low", "high"]
    pd.testing.assert_frame_equal(found[figures], three[figures])
    with pytest.raises(ValueError, match="voices: of D nobody has one"):
        score(cube(), by="group", voices={"A": 1, "B": 1, "C": 1, "D": 0})


def test_people_who_weigh_nothing_have_no_median():
    answers = pd.DataFrame({"territory": "V", "level": [3, 4, 5], "indicator": "MOB", "weight": 0.0})
    assert score(count_levels(answers, cube().indicators), facets=["mean", "median"])["estimate"].isna().all()
