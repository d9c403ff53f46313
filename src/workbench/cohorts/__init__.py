"""What changed between waves, for whom, and whether it can be told apart from chance.

Three cohorts can be followed. The same *reference group* in later waves: `compare_waves(cube, by=("territory",
"group"))`. People born in the same years, as a pseudo-panel: `birth_cohorts`, then `cohort_table`. Whoever entered a
scheme in the same period: any column of answers that says so, counted with `by=`.
"""

from workbench.cohorts.births import birth_cohorts, cohort_table
from workbench.cohorts.changes import compare_waves
from workbench.cohorts.composition import decompose_change
from workbench.cohorts.contrasts import smallest_change
from workbench.cohorts.instrument import comparability
from workbench.cohorts.persons import compare_stayers, each_person
from workbench.cohorts.trends import wave_trends

__all__ = [
    "birth_cohorts",
    "cohort_table",
    "comparability",
    "compare_stayers",
    "compare_waves",
    "decompose_change",
    "each_person",
    "smallest_change",
    "wave_trends",
]
