"""What changed between waves, for whom, and whether it can be told apart from chance.

First `comparability`: the map of what can be compared. Then `compare_waves`, `wave_trends`, `decompose_change` and
`compare_stayers`. Three cohorts can be followed. The same *reference group* in later waves: `group_cohorts`, and
`compare_waves(cube, by=("territory", "group"))`. People born in the same years: `birth_cohorts`, then `cohort_table`
and `pseudo_panel`. Whoever entered a scheme in the same period: `intake_cohorts`, then `cohort_table`. `cohort_kinds`
says what each of them answers.
"""

from workbench.cohorts.births import birth_cohorts, cohort_table
from workbench.cohorts.changes import compare_waves
from workbench.cohorts.composition import decompose_change
from workbench.cohorts.contrasts import smallest_change
from workbench.cohorts.instrument import comparability
from workbench.cohorts.kinds import cohort_kinds, group_cohorts, intake_cohorts
from workbench.cohorts.models import adjusted_change
from workbench.cohorts.persons import compare_stayers, each_person
from workbench.cohorts.planning import people_needed, plan_wave
from workbench.cohorts.pseudo import pseudo_panel
from workbench.cohorts.trends import wave_trends

__all__ = [
    "adjusted_change",
    "birth_cohorts",
    "cohort_kinds",
    "cohort_table",
    "comparability",
    "compare_stayers",
    "compare_waves",
    "decompose_change",
    "each_person",
    "group_cohorts",
    "intake_cohorts",
    "people_needed",
    "plan_wave",
    "pseudo_panel",
    "smallest_change",
    "wave_trends",
]
