"""Which rows of a table a chart shows, what they are called, and on whom they rest. No figure is computed here."""

import pandas as pd

from workbench.language import _, listed, ngettext, number, percent, word
from workbench.tables import TABLES

#: The columns that tell one figure from another, in the order in which they are named.
KEYS = ("territory", "wave", "origin", "standpoint", "profile", "group", "indicator")
_FIGURES = {column.name for table in TABLES.values() for column in table.columns}
_FIGURES |= {"label", "age", "since", "other", "assumption"}
_FIGURES -= {"theme", "generations"}  # scores of themes are told apart by them


def keys(table):
    """Return the columns of a table that tell its figures apart: the known ones first, then those a cube was split by.

    >>> keys(pd.DataFrame({"gender": ["w"], "wave": ["2024"], "facet": ["mean"], "estimate": [3.0]}))
    ['wave', 'gender']
    """
    split = [name for name in table if name not in KEYS and name not in _FIGURES] if "facet" in table else []
    return [key for key in KEYS if key in table] + [name for name in split if pd.api.types.is_string_dtype(table[name])]


def select(table, where=None, *, needs=(), name="table"):
    """Return the rows of `table` whose columns hold what `where` asks, in their order, with a fresh index.

    Parameters
    ----------
    table : DataFrame
    where : dict
        Column name to a value or a list of values; waves may be numbers.
    needs : iterable of str
        Columns that the chart cannot do without.
    name : str
        What the caller calls the table, for the message.

    Raises
    ------
    ValueError
        If a column is missing, or holds none of the values asked for and the study knows none of them.

    Examples
    --------
    >>> table = pd.DataFrame({"wave": ["2021", "2024"], "estimate": [3.1, 3.4]})
    >>> select(table, {"wave": 2024})["estimate"].tolist()
    [3.4]
    """
    where = where or {}
    for column in (*needs, *where):
        if column not in table.columns:
            raise ValueError(
                _(
                    "{name}: there is no column “{column}”; it has {found}.",
                    name=name,
                    column=column,
                    found=listed(table.columns),
                )
            )
    kept = table
    for column, wanted in where.items():
        wanted = [str(one) for one in (wanted if isinstance(wanted, (list, tuple, set)) else [wanted])]
        there = kept[column].astype("str").isin(wanted)
        # what the study knows and this table lacks (nobody was surveyed there then) is nothing to show, not a mistake
        known = ("groups", "survey") if column == "origin" else table.attrs.get(column, ())
        if not there.any() and len(kept) and not set(wanted) <= set(known):
            found = sorted(kept[column].astype("str").unique())
            raise ValueError(
                _(
                    "{column}: {wanted} is not in the table, which has {found}.",
                    column=column,
                    wanted=listed(wanted),
                    found=listed(found),
                )
            )
        kept = kept[there]
    kept = kept.reset_index(drop=True)
    if {"facet", "estimate"} <= set(kept):  # less apart than chance alone would put them: none to be seen
        below = kept["facet"].isin(("between", "disparity")) & (kept["estimate"] < 0)
        kept["estimate"] = kept["estimate"].mask(below.fillna(False), 0)
    kept.attrs.update(table.attrs)
    return kept


def overall(table, where):
    """Return the rows for all groups together where there are any, unless the caller asked for groups."""
    if "group" in table.columns and "group" not in where and (table["group"] == "").any():
        return table[table["group"] == ""]
    return table


def by_group(table):
    """Return the rows for single groups where there are any; else the table as it is."""
    if "group" in table.columns and (table["group"] != "").any():
        return table[table["group"] != ""]
    return table


def label(code, labels=None):
    """Return what a code is called, or the code itself.

    >>> label("MONEY", {"MONEY": "Money"}), label("AIR")
    ('Money', 'AIR')
    """
    return (labels or {}).get(code) or str(code)


def called(column, code, labels=None):
    """Return what the value `code` of `column` is called in the current language.

    >>> called("standpoint", "resident"), called("group", ""), called("wave", "2024")
    ('resident', 'all groups together', '2024')
    """
    if column == "group" and code == "":
        return _("all groups together")
    if column in {"origin", "standpoint", "question", "actor", "commitment_state", "evidence_kind", "facet", "who"}:
        return word(column, code)
    return label(code, labels)


def name_rows(table, column, labels=None):
    """Return what each row is called: its `column`, and behind it whatever else tells the rows of this table apart.

    >>> table = pd.DataFrame({"indicator": ["AIR", "AIR"], "wave": ["2021", "2024"]})
    >>> name_rows(table, "indicator", {"AIR": "Clean air"}).tolist()
    ['Clean air · 2021', 'Clean air · 2024']
    """
    shown = [key for key in keys(table) if key != column and table[key].nunique() > 1]
    if "profile" in shown and (column == "group" or "group" in shown):  # a group has one profile
        shown.remove("profile")
    if "origin" in shown and column == "group":  # the survey has no groups: its name says where it comes from
        shown.remove("origin")
    return pd.Series(
        [" · ".join(_row_name(row, column, shown, labels)) for row in table.to_dict("records")],
        index=table.index,
        dtype="str",
    )


def _row_name(row, column, shown, labels):
    if column == "group" and row[column] == "" and row.get("origin") == "survey":
        first = word("origin", "survey")
    else:
        first = called(column, row[column], labels)
    return [first, *(called(key, row[key], labels) for key in shown)]


def wave_text(table, column="wave"):
    """Return the waves of a table in words.

    >>> wave_text(pd.DataFrame({"wave": ["2024", "2021", "2024"]}))
    'waves 2021 and 2024'
    """
    waves = sorted(set(table[column].astype("str")) - {""})
    if not waves:
        return ""
    return _("wave {wave}", wave=waves[0]) if len(waves) == 1 else _("waves {waves}", waves=listed(waves))


def size_text(table, column="n"):
    """Return on how many people the figures rest, from the fewest to the most.

    >>> size_text(pd.DataFrame({"n": [180, 214]}))
    'n = 180 to 214'
    """
    if column not in table.columns or not table[column].notna().any():
        return ""
    low, high = int(table[column].min()), int(table[column].max())
    return _("n = {n}", n=number(low)) if low == high else _("n = {low} to {high}", low=number(low), high=number(high))


def about(table, measure, *, labels=None, intervals=False, rows="", extra=()):
    """Return the subtitle of a chart: what is measured, of what, where, when, who answered, how many, and how sure.

    Parameters
    ----------
    table : DataFrame
        What is drawn; its attrs say whether it is a constructed example.
    measure : str
    labels : dict
        Code to text.
    intervals : bool
        Whether intervals are drawn. Reference groups are no sample, so theirs are called "as if".
    rows : str
        The column that the rows of the chart stand for, which is not repeated here.
    extra : iterable of str
        More of the same, in front of the intervals.

    Examples
    --------
    >>> about(pd.DataFrame({"territory": ["VAL"], "wave": ["2024"]}), "share of answers", labels={"VAL": "Valbourg"})
    'Share of answers · Valbourg · wave 2024'
    """
    parts = [measure]
    for column in ("indicator", "territory"):
        codes = (
            [code for code in pd.unique(table[column]) if code != ""]
            if column in table.columns and column != rows
            else []
        )
        if len(codes) == 1 or (column == "territory" and 1 < len(codes) <= 4):
            parts.append(listed([label(code, labels) for code in codes]))
        elif column == "territory" and codes:
            parts.append(ngettext("{n} territory", "{n} territories", len(codes)))
    if "wave" in table.columns:
        parts.append(wave_text(table))
    if "group" in table.columns and rows != "group" and table["group"].nunique() == 1 and table["group"].iloc[0] != "":
        parts.append(label(table["group"].iloc[0], labels))
    origins = [one for one in pd.unique(table["origin"]) if one] if "origin" in table.columns else []
    if origins:
        parts.append(listed([word("origin", one) for one in origins]))
    parts.append(size_text(table))
    parts.extend(extra)
    if intervals:
        share = percent(table.attrs.get("confidence", 0.95))
        if "groups" in origins:
            parts.append(_("{share} intervals, as if the groups had been drawn by lot", share=share))
        else:
            parts.append(_("{share} intervals", share=share))
    if table.attrs.get("constructed"):
        parts.append(_("constructed example"))
    text = " · ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def sentences(*parts):
    """Return sentences one after the other, each with its full stop.

    >>> sentences("One", "", "Two?", "Three.")
    'One. Two? Three.'
    """
    whole = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if part[-1] in ".!?…" else part + "." for part in whole)


def apart(lower, higher):
    """Tell whether two figures' intervals do not touch: `lower` ends before `higher` begins.

    >>> apart({"low": 1.8, "high": 2.3}, {"low": 2.4, "high": 3.0})
    True
    """
    high, low = lower.get("high"), higher.get("low")
    return bool(pd.notna(high) and pd.notna(low) and high < low)


def quoted(text):
    """Return a label as it is quoted in a sentence.

    >>> quoted("Clean air")
    '“Clean air”'
    """
    return _("“{text}”", text=text)


def given(table, column):
    """Tell whether a column is there and holds anything.

    >>> given(pd.DataFrame({"note": ["", ""]}), "note")
    False
    """
    return column in table.columns and bool((table[column].notna() & (table[column].astype("str") != "")).any())


def listed_labels(names, most=3):
    """Return labels as a sentence lists them, the last of many only counted.

    >>> listed_labels(["a", "b", "c", "d", "e"])
    'a, b, and 3 others'
    """
    if len(names) <= most:
        return listed(names)
    rest = len(names) - most + 1
    return listed([*names[: most - 1], ngettext("{n} other", "{n} others", rest)])
