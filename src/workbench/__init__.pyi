# Every public name and its room: rooms are loaded when they are first asked for.
from .actions import (
    action_plan,
    co_responsibility,
    commitment_counts,
    coverage_of_actions,
    effect_summary,
    estimate_pilots,
    export_plan_sheet,
    judge_pilots,
    pilot_reasons,
    pilot_waves,
    priorities,
    record_action,
    record_commitment,
    region_commitments,
    region_dimensions,
    region_overview,
    undo_follow_up,
)
from .board import choose_figures, choose_situations, choose_themes, draft_board, follow_commitments, theme_board
from .charts import (
    alt_text,
    caption,
    chart_data,
    plot_changes,
    plot_co_responsibility,
    plot_cohesion,
    plot_cohorts,
    plot_commitments,
    plot_comparability,
    plot_criteria,
    plot_crossing,
    plot_effects,
    plot_evidence,
    plot_indicator_check,
    plot_levels,
    plot_pairs,
    plot_pilot_waves,
    plot_plan,
    plot_priorities,
    plot_ranks,
    plot_region,
    plot_situations,
    plot_standpoints,
    plot_statistics,
    plot_theme_contrasts,
    plot_theme_waves,
    plot_themes_by_group,
    plot_waves,
)
from .coding import (
    Code,
    check_crosswalk,
    check_grid,
    climb,
    code_parts,
    covers,
    format_code,
    grid_versions,
    parse_code,
    place_code,
    read_crosswalk,
    read_grid,
    recode,
)
from .cohorts import (
    adjusted_change,
    birth_cohorts,
    cohort_kinds,
    cohort_table,
    comparability,
    compare_stayers,
    compare_waves,
    decompose_change,
    each_person,
    group_cohorts,
    intake_cohorts,
    people_needed,
    plan_wave,
    pseudo_panel,
    wave_trends,
)
from .composite import aggregate, composite_index, composite_left_out, composite_sources, normalise
from .council import council_pack, export, show
from .crossing import disagreements, side_by_side
from .cube import LevelCube, count_in_turn, count_levels, cube_from_counts, rake_weights, read_cube, select, write_cube
from .decisions import read_decisions, record_decision, record_decisions
from .disclosure import audit_disclosure, protect
from .drafting import (
    draft_indicators,
    drafting_sheets,
    questionnaire,
    questionnaire_items,
    read_drafting_sheet,
    suggest_meanings,
)
from .indicators import (
    coverage,
    describe_indicators,
    evidence_ranges,
    indicator_tree,
    ladder_levels,
    ladder_patterns,
    scale_table,
    statistic_index,
    statistic_scores,
    with_ladders,
    words_behind,
)
from .language import speaking, use_language
from .meetings import (
    export_decisions_sheet,
    first_meeting_sheets,
    read_decisions_sheet,
    read_validation_sheet,
    validation_sheets,
)
from .problems import Problem, StudyProblems, problem_table
from .scores import (
    compare_pairs,
    compare_standpoints,
    group_gaps,
    inequality,
    polarisation,
    score,
    score_inequality,
    score_themes,
    win_probability,
)
from .soundness import indicator_correlations, indicator_findings, indicator_shares, ordinal_consistency
from .spreadsheets import mark_workbook, propose_mapping, read_mapped, similar_codes
from .study import (
    Study,
    check_study,
    missing_reasons,
    read_follow_up,
    read_plan,
    read_study,
    what_came_in,
    wording_versions,
)
from .templates import new_study
from .themes import (
    apply_decisions,
    compare_coders,
    criterion_codes,
    decisions_by_coder,
    dimension_counts,
    emerging_themes,
    only_one_group,
    overlooked,
    rewordings,
    stability_curve,
    suggest_codes,
    suggest_crosswalk,
    suggest_themes,
    suggestion_report,
    theme_contrasts,
    theme_counts,
    theme_waves,
    theme_words,
    themes_said,
    unsure_queue,
)
