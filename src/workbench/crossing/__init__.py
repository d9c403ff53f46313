"""One theme from all sides: what residents and professionals say, what a survey, statistics and filed evidence say.

`side_by_side` lays the sources beside each other and pools none; `disagreements` says which two lie furthest apart, by
how much, and whether that can be told apart from chance. Its parts: `people` (groups by standpoint, the survey: their
mean situation and its error), `filed` (statistics and evidence on the same scale), `pairs`, `sentences`.
"""

from workbench.crossing.pairs import disagreements
from workbench.crossing.views import side_by_side

__all__ = ["disagreements", "side_by_side"]
