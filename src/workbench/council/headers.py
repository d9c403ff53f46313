"""What tables and their columns are called: the words of those that the workbench computes."""

from workbench.actions.pilots.columns import HEADERS, OWN
from workbench.language import N_, _, names, word

#: Headers of computed columns; those of spreadsheets stand in `data/words.csv`.
_HEADERS = {
    "behind": N_("behind the others"),
    "bad": N_("share in bad situations"),
    "bad_high": N_("share in bad situations, up to"),
    "bad_low": N_("share in bad situations, from"),
    "criteria": N_("number of criteria"),
    "detectable": N_("smallest change seen"),
    "df": N_("degrees of freedom"),
    "difference": N_("difference"),
    "disparity": N_("disparity"),
    "estimate_from": N_("figure before"),
    "estimate_other": N_("figure of the other side"),
    "estimate_to": N_("figure after"),
    "groups": N_("number of groups"),
    "high": N_("interval up to"),
    "highest": N_("highest level"),
    "low": N_("interval from"),
    "n": N_("n"),
    "n_eff": N_("effective n"),
    "n_from": N_("n before"),
    "n_to": N_("n after"),
    "not_said": N_("not said"),
    "notable": N_("beyond chance"),
    "number": N_("number"),
    "p": N_("p"),
    "p_adjusted": N_("adjusted p"),
    "robust": N_("whatever the scale"),
    "se": N_("standard error"),
    "series": N_("indicators"),
    "share": N_("share"),
    "situation": N_("situation in words"),
    "verdict": N_("verdict"),
    "robust_p": N_("p of “whatever the scale”"),
    "stability": N_("stability"),
    "state": N_("state"),
    "words": N_("key words"),
    "verbatims": N_("central post-its"),
    "others": N_("the others"),
    "win_probability": N_("chance to be better off"),
    "before": N_("compared with"),
    "change": N_("change"),
    "finding": N_("finding"),
    "gap": N_("gap"),
    "effect": N_("effect"),
    "decision": N_("proposal"),
    "pieces": N_("pieces"),
    "range": N_("range"),
    "pattern": N_("pattern"),
    "became": N_("what became of it"),
    "scale": N_("scale"),
    "answers": N_("number of answers"),
    "figures": N_("number of figures"),
    "sheet": N_("sheet"),
    "file": N_("file"),
    "table": N_("table"),
    "rows": N_("lines"),
    "what": N_("what"),
    "warning": N_("warning"),
    "agreement": N_("agreement"),
    "criteria_before": N_("criteria before"),
    "criteria_other": N_("criteria of the other side"),
    "dimension": N_("dimension"),
    "doubt": N_("in doubt"),
    "family": N_("family"),
    "family_named": N_("family spoken of"),
    "groups_other": N_("groups of the other side"),
    "loudest": N_("largest share of one group"),
    "measure": N_("measure"),
    "n_before": N_("all criteria before"),
    "n_other": N_("all criteria of the other side"),
    "origin_other": N_("source of the other side"),
    "other": N_("other side"),
    "people": N_("people"),
    "people_other": N_("people of the other side"),
    "residual": N_("residual"),
    "second": N_("second likeliest"),
    "share_before": N_("share before"),
    "share_other": N_("share of the other side"),
    "side": N_("side"),
    "suggested": N_("suggested by the machine"),
    "third": N_("third likeliest"),
    "why": N_("why"),
    "workbook": N_("what the workbook says"),
    "actions": N_("actions"),
    "commitments": N_("commitments"),
    "state_not_said": N_("state not said"),
    "undated": N_("without a date"),
    "costed": N_("with a cost"),
    "not_costed": N_("without a cost"),
    "dimensions": N_("dimensions acted on"),
    "lacks": N_("without action on"),
    "touching": N_("actions that touch it"),
    "names": N_("which"),
    "count": N_("how many"),
    "silent": N_("do not say"),
    "named_by": N_("named by"),
    "overdue": N_("term is over"),
    "stakeholders": N_("stakeholders"),
    "observers": N_("who observed"),
    "adjusted_from": N_("figure before, same kinds of people"),
    "adjusted_to": N_("figure after, same kinds of people"),
    "advice": N_("what to do"),
    "age": N_("age"),
    "assumption": N_("assumption"),
    "assumption_p": N_("p of the assumption"),
    "attack": N_("how it would be found"),
    "better": N_("which way is better"),
    "birth_cohort": N_("years of birth"),
    "cannot_answer": N_("what it cannot answer"),
    "confidence": N_("confidence"),
    "deff": N_("design effect"),
    "depth": N_("depth"),
    "done": N_("actions done"),
    "earlier": N_("criteria before"),
    "first": N_("first wave"),
    "good": N_("share in good situations"),
    "high_from": N_("interval before, up to"),
    "high_sampling": N_("interval of sampling, up to"),
    "high_to": N_("interval after, up to"),
    "how": N_("how"),
    "last": N_("last wave"),
    "less": N_("saw less"),
    "low_from": N_("interval before, from"),
    "low_sampling": N_("interval of sampling, from"),
    "low_to": N_("interval after, from"),
    "margin": N_("lead over the next"),
    "meaning": N_("meaning"),
    "more": N_("saw more"),
    "n_expected": N_("n of what was expected"),
    "n_first": N_("n of the first wave"),
    "n_last": N_("n of the last wave"),
    "n_observed": N_("n of what was observed"),
    "needed_people": N_("people needed"),
    "needed_units": N_("clusters or groups needed"),
    "node": N_("node"),
    "odds_high": N_("odds ratio, up to"),
    "odds_low": N_("odds ratio, from"),
    "odds_ratio": N_("odds ratio"),
    "one": N_("the first"),
    "one_group": N_("from one group only"),
    "order": N_("order"),
    "other_group": N_("other group"),
    "p_randomised": N_("p of territories drawn by lot"),
    "pair": N_("waves"),
    "pairs": N_("who said both"),
    "placings": N_("ways to draw the pilots"),
    "rank": N_("rank"),
    "rank_high": N_("rank, up to"),
    "rank_low": N_("rank, from"),
    "ranked": N_("how many are ranked"),
    "reason": N_("reason"),
    "reasons": N_("reasons"),
    "row": N_("line"),
    "said": N_("times said"),
    "same": N_("saw the same"),
    "se_sampling": N_("standard error of sampling"),
    "seconds": N_("seconds"),
    "share_high": N_("share, up to"),
    "share_low": N_("share, from"),
    "share_other_high": N_("share of the other side, up to"),
    "share_other_low": N_("share of the other side, from"),
    "since": N_("since wave"),
    "slope": N_("trend"),
    "spread": N_("standard deviation"),
    "study": N_("study"),
    "sure": N_("beyond chance"),
    "two": N_("the second"),
    "units": N_("clusters, groups or people drawn"),
    "waves": N_("waves"),
    "wording": N_("wording"),
}
#: Where a column means something else in a computed table than in a spreadsheet.
_IN_CHANGES = {"from": N_("from wave"), "to": N_("to wave"), "direction": N_("what changed")}

#: Tables that the workbench computes; those of spreadsheets stand in `data/words.csv`.
_TABLES = {
    "scores": N_("scores"),
    "changes": N_("changes"),
    "gaps": N_("gaps between groups"),
    "themes": N_("themes"),
    "priorities": N_("priorities"),
    "situations": N_("situations"),
    "levels": N_("levels"),
    "region": N_("local plans added up"),
    "co_responsibility": N_("co-responsibility"),
}


def sheet_title(name):
    """Return what a table is called in the current language, or its own name.

    >>> sheet_title("gaps"), sheet_title("criteria"), sheet_title("mine")
    ('gaps between groups', 'Criteria', 'mine')
    """
    return _(_TABLES[name]) if name in _TABLES else word("sheet", name)


def header(column, table=()):
    """Return what a column is called in the current language.

    >>> header("p_adjusted"), header("indicator")
    ('adjusted p', 'indicator')
    """
    if column in HEADERS and OWN & set(table):
        return _(HEADERS[column])
    if "difference" in table and column in _IN_CHANGES:
        return _(_IN_CHANGES[column])
    if column == "expected" and "residual" in table:  # of a cell of counts, not of an action
        return _("expected by chance")
    if column == "expected" and "sure" in table:  # of a theme, had nothing changed
        return _("expected if nothing had changed")
    if column == "said" and "n_first" in table:  # a sentence
        return _("what is said")
    if column == "answers" and "cannot_answer" in table:
        return _("what it answers")
    if column == "n_other" and "criteria_other" not in table:  # people, not criteria
        return _("n of the other side")
    if column == "lead" and "doubt" in table:  # of a theme's dimension, not of an action
        return _("lead over the next")
    if column.endswith("_label"):
        return _("{column} (label)", column=header(column.removesuffix("_label"), table))
    if column.startswith("level_") and column[6:].isdigit():
        return f"{word('column', 'level')} {column[6:]}"
    if column in names("evidence_kind") and "pieces" in table:
        return word("evidence_kind", column)
    if column in _HEADERS:
        return _(_HEADERS[column])
    if column in names("commitment_state"):
        return word("commitment_state", column)
    return word("column", column)
