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
    if column == "n_other" and "standpoint" in table:  # people, not criteria
        return _("n of the other side")
    if column == "lead" and "doubt" in table:  # of a theme's dimension, not of an action
        return _("lead over the next")
    if column in _HEADERS:
        return _(_HEADERS[column])
    if column in names("commitment_state"):
        return word("commitment_state", column)
    return word("column", column)
