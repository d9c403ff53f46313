"""One function a chart: a table in, Axes out; nothing is computed here but counts and places.

Every chart carries its finding as a sentence, its measure, n, place, wave and origin, and a note on how to read it.
`alt_text`, `chart_data` and `caption` give what a chart says, for exports and for who cannot see it.

How a chart is written (the shortest are `pairs.py` and `together.py`):

1. A file with `plot_…` under `@chart("kind")`; its docstring says what is its own, `chart` adds what all share.
2. `select` keeps the rows asked for; where none are left, return `empty_sheet` with the sentence that says why.
3. Make the headline (the finding), the subtitle (`about`) and the note, each from the rows, before anything is drawn.
4. Draw on `row_sheet` (named rows) or `open_sheet` and `panel`, in inches: a sheet grows with what stands on it.
5. Return `Drawn`: Axes, the three texts, the figures shown, and their sentences for the alt text.
"""

from workbench.charts.captions import alt_text, caption, chart_data
from workbench.charts.changes import plot_changes
from workbench.charts.cohesion import plot_cohesion
from workbench.charts.cohorts import plot_cohorts
from workbench.charts.commitments import plot_commitments
from workbench.charts.comparability import plot_comparability
from workbench.charts.criteria import plot_criteria
from workbench.charts.crossing import plot_crossing
from workbench.charts.effects import plot_effects
from workbench.charts.evidence import plot_evidence
from workbench.charts.indicators import plot_indicator_check
from workbench.charts.levels import plot_levels
from workbench.charts.pairs import plot_pairs
from workbench.charts.pilots import plot_pilot_waves
from workbench.charts.planning import plot_plan
from workbench.charts.priorities import plot_priorities
from workbench.charts.ranks import plot_ranks
from workbench.charts.region import plot_region
from workbench.charts.situations import plot_situations
from workbench.charts.standpoints import plot_standpoints
from workbench.charts.statistics import plot_statistics
from workbench.charts.theme_sides import plot_theme_contrasts
from workbench.charts.theme_waves import plot_theme_waves
from workbench.charts.themes import plot_themes_by_group
from workbench.charts.together import plot_co_responsibility
from workbench.charts.waves import plot_waves

__all__ = [
    "alt_text",
    "caption",
    "chart_data",
    "plot_changes",
    "plot_co_responsibility",
    "plot_cohesion",
    "plot_cohorts",
    "plot_commitments",
    "plot_comparability",
    "plot_criteria",
    "plot_crossing",
    "plot_effects",
    "plot_evidence",
    "plot_indicator_check",
    "plot_levels",
    "plot_pairs",
    "plot_pilot_waves",
    "plot_plan",
    "plot_priorities",
    "plot_ranks",
    "plot_region",
    "plot_situations",
    "plot_standpoints",
    "plot_statistics",
    "plot_theme_contrasts",
    "plot_theme_waves",
    "plot_themes_by_group",
    "plot_waves",
]
