"""Step 2 of the method: themes become indicators, each with its scale of situations.

An indicator is answered on a *scale of situations*, climbed on a *ladder of propositions* (`ladder_levels`), read off a
*statistic* (`statistic_scores`) or backed by filed *evidence* (`evidence_ranges`). `scale_table` and
`describe_indicators` show what was built, `indicator_tree` how it hangs together; `coverage` shows what was left out,
`words_behind` what people said in the theme of an indicator.
"""

from workbench.indicators.behind import words_behind
from workbench.indicators.coverage import coverage, match_themes
from workbench.indicators.evidence import evidence_ranges
from workbench.indicators.ladders import ladder_levels, ladder_patterns, with_ladders
from workbench.indicators.scales import describe_indicators, scale_table
from workbench.indicators.statistics import statistic_index, statistic_scores
from workbench.indicators.tree import indicator_tree

__all__ = [
    "coverage",
    "describe_indicators",
    "evidence_ranges",
    "indicator_tree",
    "ladder_levels",
    "ladder_patterns",
    "match_themes",
    "scale_table",
    "statistic_index",
    "statistic_scores",
    "with_ladders",
    "words_behind",
]
