"""From the level cube to scores: how well people are, how unequal, how pulled apart; each with its error.

`measures` holds the formulas, `errors` what chance may have done to the totals they are made of, `table` the scores
that come out, `gaps` who is left behind and who sees it differently, `pairs` who is better off than whom.
"""

from workbench.scores.facets import directions
from workbench.scores.gaps import compare_standpoints, group_gaps
from workbench.scores.inequality import inequality, score_inequality
from workbench.scores.measures import (
    bad_share,
    cumulative,
    disparity_parts,
    ends,
    good_share,
    mean_situation,
    median_situation,
    polarisation,
    win_probability,
)
from workbench.scores.pairs import compare_pairs
from workbench.scores.table import FACETS, score
from workbench.scores.themes import score_themes

__all__ = [
    "FACETS",
    "bad_share",
    "compare_pairs",
    "compare_standpoints",
    "cumulative",
    "directions",
    "disparity_parts",
    "ends",
    "good_share",
    "group_gaps",
    "inequality",
    "mean_situation",
    "median_situation",
    "polarisation",
    "score",
    "score_inequality",
    "score_themes",
    "win_probability",
]
