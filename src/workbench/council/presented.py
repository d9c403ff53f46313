"""Tables as people read them: headers and choices in their language, labels, no text that acts as a formula."""

import pandas as pd

from workbench.actions.pilots.columns import HEADERS, MEANINGS, OWN
from workbench.charts.facets import SHARES
from workbench.language import N_, _, names, word
from workbench.tables import TABLES

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
_CHANGED = {
    **dict.fromkeys(("up", "better"), N_("better")),
    **dict.fromkeys(("down", "worse"), N_("worse")),
    "none": N_("not established"),
    "not comparable": N_("not comparable"),
    "behind": N_("behind"),
    "ahead": N_("ahead"),
    "more": N_("more"),
    "less": N_("less"),
    "one group": N_("one group only"),
}
#: What became of a theme from wave to wave, and who says where it stands in the grid.
_STATES = {
    "new": N_("new"),
    "grew": N_("grew"),
    "shrank": N_("shrank"),
    "silent": N_("fell silent"),
    "steady": N_("cannot be told apart"),
    "absent": N_("not spoken of"),
    "given": N_("given with the criterion"),
    "suggested": N_("suggested"),
    "decided": N_("decided"),
    "replaced": N_("changed again since"),
    "stands": N_("holds"),
    "in the workbook": N_("the workbook says so too"),
    "conflict": N_("contradicted by the workbook"),
    "gone": N_("waits: not in the plan"),
}
_SIDES = ("side", "other")
_FILED = {"statistic": N_("statistic"), "evidence": N_("evidence")}
_CHOICES = {
    column.name: column.allowed
    for table in TABLES.values()
    for column in table.columns
    if column.kind == "choice" and column.name != "direction"
} | {"origin": "origin", "origin_other": "origin", "facet": "facet"}
_PERCENT = {"share_other", "share_before", "loudest", "share", "bad", "bad_low", "bad_high", "good", "weight"}
_LABELLED = ("territory", "group", "indicator", "action", "theme")


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


def presented(table, labels=None):
    """Return a table as people read it: headers and choices in the current language, labels behind the codes.

    Parameters
    ----------
    table : DataFrame
    labels : dict, optional
        Code to text: a column of labels follows each column of codes that has any.

    Returns
    -------
    DataFrame
        The same rows. Where the table is a constructed example, a last column says so on every row.

    Examples
    --------
    >>> table = pd.DataFrame({"indicator": ["AIR"], "facet": ["mean"], "estimate": [3.2]})
    >>> presented(table, {"AIR": "Clean air"}).columns.tolist()
    ['indicator', 'indicator (label)', 'facet', 'estimate']
    """
    shown = {}
    for column in table.columns:
        name = header(column, table.columns)
        while name in shown:
            name += " *"
        shown[name] = _choices(table, column)
        texts = [(labels or {}).get(code, "") for code in table[column]] if column in _LABELLED and labels else []
        if any(texts) and "label" not in table.columns:
            shown[_("{column} (label)", column=name)] = pd.Series(texts, index=table.index, dtype="str")
    if table.attrs.get("constructed"):
        shown[word("column", "constructed")] = pd.Series(word("yesno", "yes"), index=table.index, dtype="str")
    result = pd.DataFrame(shown, index=table.index)
    result.attrs.update(table.attrs)
    return result


def _choices(table, column):
    if column in MEANINGS and OWN & set(table):
        meanings = MEANINGS[column]
        return table[column].map(lambda code: _(meanings[code]) if code in meanings else code)
    if column == "direction" and ("difference" in table or set(table[column]) <= {"", *_CHANGED} - {"up", "down"}):
        return table[column].map(lambda code: _(_CHANGED[code]) if code in _CHANGED else code)
    if "workbook" in table and column in ("what", "column", "from", "to", "workbook"):
        return _followed(table, column)
    if column == "state" and {"change", "family", "doubt", "workbook"} & set(table):
        return table[column].map(lambda code: _(_STATES[code]) if code in _STATES else code)
    if column in _SIDES and {"share_other", "standpoint"} & set(table):
        return table[column].map(
            lambda code: word("question" if code in names("question") else "standpoint", code) if code else ""
        )
    if column == "what":
        return table[column].map(lambda code: word("decision", code) if code in names("decision") else code)
    if column in _CHOICES and not pd.api.types.is_numeric_dtype(table[column]):
        return table[column].map(
            lambda code: _(_FILED[code]) if code in _FILED else word(_CHOICES[column], code) if code else code
        )
    return table[column]


def _followed(table, column):
    """Return a column of the changes of the plan, the cell's name and what it says in the current language."""
    if column in ("what", "column"):
        kind = {"what": "follow_up", "column": "column"}[column]
        return table[column].map(lambda code: word(kind, code) if code else code)
    kinds = {name: _CHOICES.get(name, "") for name in table["column"].unique()}
    told = [
        word(kinds[cell], code) if kinds[cell] and code else code
        for cell, code in zip(table["column"], table[column], strict=True)
    ]
    return pd.Series(told, index=table.index, dtype="str")


def number_formats(table):
    """Return for each column how a spreadsheet shows its numbers: a list with one format a row.

    >>> table = pd.DataFrame({"facet": ["good", "mean"], "estimate": [0.5, 3.2], "n": [9, 9]})
    >>> number_formats(table)["estimate"], number_formats(table)["n"]
    (['0%', '0.00'], ['0', '0'])
    """
    facets = table["facet"].tolist() if "facet" in table else [""] * len(table)
    formats = {}
    for column in table.columns:
        if pd.api.types.is_integer_dtype(table[column]) or column == "cost":
            formats[column] = ["0"] * len(table)
        elif column in _PERCENT:
            formats[column] = ["0%"] * len(table)
        elif column in ("p", "p_adjusted"):
            formats[column] = ["0.000"] * len(table)
        elif column in ("estimate", "low", "high", "estimate_from", "estimate_to", "difference"):
            formats[column] = ["0%" if facet in SHARES else "0.00" for facet in facets]
        elif column == "value":
            formats[column] = ["General"] * len(table)
        else:
            formats[column] = ["0.00"] * len(table)
    return formats


def harmless(text):
    """Return a text that a spreadsheet shows and never runs.

    >>> harmless("=1+1"), harmless("a café"), harmless("-5 trees")
    ("'=1+1", 'a café', "'-5 trees")
    """
    return "'" + text if text[:1] in "=+-@\t\r\n" and text else text
