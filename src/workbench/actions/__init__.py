"""Step 4 of the method: who does what next, whether promises are kept, and whether a pilot helped.

`action_plan` and `commitment_counts` follow what is promised, `effect_summary` what stakeholders expect and see,
`priorities` and `coverage_of_actions` show where to act, `estimate_pilots` compares pilots with other territories.
`record_commitment` and `record_action` change the plan from a notebook, `export_plan_sheet` gives it back as a
workbook. `co_responsibility` follows how far users take part, `region_overview` adds several plans up.
"""

from workbench.actions.coverage import coverage_of_actions
from workbench.actions.effects import effect_summary
from workbench.actions.pilots import estimate_pilots, judge_pilots, pilot_reasons, pilot_waves
from workbench.actions.plan import action_plan, commitment_counts
from workbench.actions.priorities import priorities
from workbench.actions.recording import record_action, record_commitment, undo_follow_up
from workbench.actions.region import region_commitments, region_dimensions, region_overview
from workbench.actions.renewed import export_plan_sheet
from workbench.actions.together import co_responsibility

__all__ = [
    "action_plan",
    "co_responsibility",
    "commitment_counts",
    "coverage_of_actions",
    "effect_summary",
    "estimate_pilots",
    "export_plan_sheet",
    "judge_pilots",
    "pilot_reasons",
    "pilot_waves",
    "priorities",
    "record_action",
    "record_commitment",
    "region_commitments",
    "region_dimensions",
    "region_overview",
    "undo_follow_up",
]
