"""The well-being workbench: from reference groups' spreadsheets to a council chart.

Data walks one way, and the rooms are in the order of the notebooks:

spreadsheets → study → themes → indicators → level cube → scores → changes → actions → charts → council pack

`tables` says what one row of each table is; `problems` what is wrong in a file, by cell; `decisions` keeps what people
decided; `language` is the only room that speaks to people. Every public name is a plain function: data first, options
by keyword, a new table out.
"""

from workbench.actions import (
    action_plan,
    commitment_counts,
    coverage_of_actions,
    effect_summary,
    pilot_effect,
    priorities,
)
from workbench.board import choose_situations
from workbench.charts import (
    alt_text,
    caption,
    chart_data,
    plot_changes,
    plot_cohesion,
    plot_cohorts,
    plot_commitments,
    plot_criteria,
    plot_effects,
    plot_evidence,
    plot_levels,
    plot_priorities,
    plot_situations,
    plot_standpoints,
    plot_statistics,
    plot_themes_by_group,
    plot_waves,
)
from workbench.cohorts import birth_cohorts, cohort_table, compare_waves
from workbench.council import council_pack, export, show
from workbench.cube import LevelCube, count_levels, cube_from_counts
from workbench.decisions import read_decisions, record_decision, record_decisions
from workbench.indicators import (
    coverage,
    describe_indicators,
    evidence_ranges,
    ladder_levels,
    ladder_patterns,
    scale_table,
    statistic_scores,
    with_ladders,
)
from workbench.language import speaking, use_language
from workbench.meetings import (
    export_decisions_sheet,
    first_meeting_sheets,
    read_decisions_sheet,
    read_validation_sheet,
    validation_sheets,
)
from workbench.problems import Problem, StudyProblems, problem_table
from workbench.scores import compare_standpoints, group_gaps, polarisation, score, win_probability
from workbench.spreadsheets import mark_workbook, propose_mapping, read_mapped, similar_codes
from workbench.study import Study, check_study, missing_reasons, read_study, what_came_in
from workbench.templates import new_study
from workbench.themes import (
    apply_decisions,
    emerging_themes,
    only_one_group,
    overlooked,
    read_grid,
    rewordings,
    stability_curve,
    suggest_codes,
    suggest_themes,
    suggestion_report,
    theme_counts,
    theme_waves,
    theme_words,
    unsure_queue,
)

__all__ = [
    "LevelCube",
    "Problem",
    "Study",
    "StudyProblems",
    "action_plan",
    "alt_text",
    "apply_decisions",
    "birth_cohorts",
    "caption",
    "chart_data",
    "check_study",
    "choose_situations",
    "cohort_table",
    "commitment_counts",
    "compare_standpoints",
    "compare_waves",
    "council_pack",
    "count_levels",
    "coverage",
    "coverage_of_actions",
    "cube_from_counts",
    "describe_indicators",
    "effect_summary",
    "emerging_themes",
    "evidence_ranges",
    "export",
    "export_decisions_sheet",
    "first_meeting_sheets",
    "group_gaps",
    "ladder_levels",
    "ladder_patterns",
    "mark_workbook",
    "missing_reasons",
    "new_study",
    "only_one_group",
    "overlooked",
    "pilot_effect",
    "plot_changes",
    "plot_cohesion",
    "plot_cohorts",
    "plot_commitments",
    "plot_criteria",
    "plot_effects",
    "plot_evidence",
    "plot_levels",
    "plot_priorities",
    "plot_situations",
    "plot_standpoints",
    "plot_statistics",
    "plot_themes_by_group",
    "plot_waves",
    "polarisation",
    "priorities",
    "problem_table",
    "propose_mapping",
    "read_decisions",
    "read_decisions_sheet",
    "read_grid",
    "read_mapped",
    "read_study",
    "read_validation_sheet",
    "record_decision",
    "record_decisions",
    "rewordings",
    "scale_table",
    "score",
    "show",
    "similar_codes",
    "speaking",
    "stability_curve",
    "statistic_scores",
    "suggest_codes",
    "suggest_themes",
    "suggestion_report",
    "theme_counts",
    "theme_waves",
    "theme_words",
    "unsure_queue",
    "use_language",
    "validation_sheets",
    "what_came_in",
    "win_probability",
    "with_ladders",
]
