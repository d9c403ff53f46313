"""Step 4 of the method: who does what next, whether promises are kept, and whether a pilot helped.

`action_plan` and `commitment_counts` follow what is promised, `effect_summary` what stakeholders expect and see,
`priorities` and `coverage_of_actions` show where to act, `pilot_effect` compares a pilot with other territories.
"""

from workbench.actions.effects import effect_summary
from workbench.actions.pilots import pilot_effect
from workbench.actions.plan import action_plan, commitment_counts
from workbench.actions.priorities import coverage_of_actions, priorities

__all__ = [
    "action_plan",
    "commitment_counts",
    "coverage_of_actions",
    "effect_summary",
    "pilot_effect",
    "priorities",
]
