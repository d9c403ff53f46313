"""Criteria → themes: the machine suggests, people decide, decisions last.

`suggest_themes` gives each criterion a theme, with its reasons. People decide otherwise, or not; each decision is a
line of `decisions.csv` (room `decisions`). `apply_decisions` replays them over the suggestion: these
are the themes, and they can be computed again at any time. Then who said what (`theme_counts`, `theme_waves`,
`only_one_group`) and where it stands in a grid of room `coding` (`suggest_codes`, `overlooked`): a theme is not
a dimension.
"""

from workbench.themes.apply import apply_decisions, theme_words, themes_said
from workbench.themes.coders import compare_coders, decisions_by_coder
from workbench.themes.contrasts import theme_contrasts
from workbench.themes.counts import only_one_group, theme_counts
from workbench.themes.crosswalk import suggest_crosswalk
from workbench.themes.dimensions import suggest_codes
from workbench.themes.queue import emerging_themes, unsure_queue
from workbench.themes.report import language_leak, suggestion_report
from workbench.themes.rewordings import rewordings
from workbench.themes.spoken import criterion_codes, dimension_counts, overlooked
from workbench.themes.suggest import stability_curve, suggest_themes
from workbench.themes.waves import theme_waves

__all__ = [
    "apply_decisions",
    "compare_coders",
    "criterion_codes",
    "decisions_by_coder",
    "dimension_counts",
    "emerging_themes",
    "language_leak",
    "only_one_group",
    "overlooked",
    "rewordings",
    "stability_curve",
    "suggest_codes",
    "suggest_crosswalk",
    "suggest_themes",
    "suggestion_report",
    "theme_contrasts",
    "theme_counts",
    "theme_waves",
    "theme_words",
    "themes_said",
    "unsure_queue",
]
