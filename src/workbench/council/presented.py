"""Tables as people read them: headers and choices in their language, labels, no text that acts as a formula."""

import pandas as pd

from workbench.actions.pilots.columns import MEANINGS, OWN
from workbench.charts.facets import SHARES
from workbench.charts.names import named
from workbench.council.headers import header
from workbench.language import N_, _, names, word
from workbench.tables import TABLES

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
_PROVENANCE = {
    "Council of Europe": N_("Council of Europe"),
    "Council of Europe (code by position)": N_("Council of Europe (code by position)"),
    "workbench": N_("workbench"),
}
_SIDES = ("side", "other")
_KINDS = names("indicator_kind")
_FILED = {"statistic": N_("statistic"), "evidence": N_("evidence")}
_CHOICES = {
    column.name: column.allowed
    for table in TABLES.values()
    for column in table.columns
    if column.kind == "choice" and column.name != "direction"
} | {"origin": "origin", "origin_other": "origin", "facet": "facet"}
_PERCENT = {"share_other", "share_before", "loudest", "share", "bad", "bad_low", "bad_high", "good", "weight"}
_LABELLED = ("territory", "group", "indicator", "action", "theme")
#: Texts that are names themselves, and sentences that quote some: both in the study's own words.
NAMED = ("unit", "label", "theme_label", "second_label", "third_label")
SENTENCES = ("verdict", "finding", "why", "said", "warning", "note")
#: What a look at indicators, or at what the study covers, came to.
_FOUND = {
    "look": N_("to look at"),
    "note": N_("to note"),
    "nothing": N_("nothing found"),
    "cannot tell": N_("cannot be told"),
    "renamed": N_("named by a former name"),
    "unknown": N_("unknown"),
    "stayed": N_("met in every wave"),
    "vanished": N_("did not meet again"),
    "came": N_("came later"),
    "both": N_("came later and did not meet again"),
    "interrupted": N_("missed a wave"),
}


def presented(table, labels=None):
    """Return a table as people read it: headers and choices in the current language, labels behind the codes.

    Parameters
    ----------
    table : DataFrame
    labels : dict, optional
        Code to text: a column of labels follows each column of codes that has any; units, and the names of themes,
        by themselves and in sentences, are replaced by theirs.

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
        if column in NAMED and labels:
            shown[name] = table[column].map(lambda text: labels.get(text, text))
        elif column in SENTENCES and labels:
            shown[name] = table[column].map(lambda text: named(text, labels))
        texts = [(labels or {}).get(code, "") for code in table[column]] if column in _LABELLED and labels else []
        told = any(text not in ("", code) for text, code in zip(texts, table[column], strict=False))
        if told and not {"label", f"{column}_label"} & set(table):
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
    if column == "direction":
        return table[column].map(lambda code: word("direction", code) if code in names("direction") else code)
    if column == "state" and {"stability", "gap"} & set(table):
        return table[column].map(lambda code: word("theme_state", code) if code else code)
    if column in ("gap", "severity") or (column == "state" and "n_first" in table):
        return table[column].map(lambda code: _(_FOUND[code]) if code in _FOUND else header(code) if code else code)
    if column == "kind" and {"order", "levels", "depth"} & set(table):
        nodes = ("dimension", "theme", "indicator")
        return table[column].map(
            lambda code: word("indicator_kind", code) if code in _KINDS else header(code) if code in nodes else code
        )
    if column == "side" and "meaning" in table:
        return table[column].map(lambda code: word("side", code) if code else code)
    if column == "provenance":
        return table[column].map(lambda code: _(_PROVENANCE[code]) if code in _PROVENANCE else code)
    if column == "table":
        return table[column].map(lambda code: word("sheet", code) if code else code)
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
