"""One figure a row with its interval and n, by group or territory; several indicators stand in panels."""

import numpy as np
import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import axis_height, common_scale, facet_axis, figure_text, scales
from workbench.charts.marks import (
    LABEL_WIDTH,
    beside,
    empty_sheet,
    gap,
    no_answers,
    over,
    row_height,
    row_panel,
    whisker,
)
from workbench.charts.palette import ATTENTION, BLACK, BLUE, QUIET
from workbench.charts.selection import about, apart, by_group, given, keys, label, name_rows, quoted, select, sentences
from workbench.charts.sheet import LABEL, SMALL, inner_width, lines_high, open_sheet, text_width, wrap, write_title
from workbench.language import _, listed, ngettext, number, word


@redrawable
@chart("levels")
def plot_levels(
    scores, *, facet="mean", rows="", gaps=None, labels=None, levels=None, order="estimate", ax=None, **where
):
    """Return one figure a row, a dot with its interval and n, the lowest on top.

    Parameters
    ----------
    scores : DataFrame
        `scores` of `tables.py`; the figure for all groups together becomes a dashed line where the rows are groups.
    facet : str
        "mean", "good", "bad", "median", "polarisation" …
    rows : {"group", "territory", "indicator", "wave"}, optional
        What a dot stands for; by itself groups where there are any, else territories where there are several, else
        indicators. Unless it is "indicator", each indicator has a panel of its own.
    gaps : DataFrame, optional
        Columns indicator, group, direction (and territory, wave, origin): groups whose direction is "behind" are drawn
        in the strong colour and make the headline. Without it it only says whether two intervals touch.
    order : {"estimate", "given"}
        Rows from the lowest to the highest, or as they stand in the table.

    Examples
    --------
    >>> rows = [["AIR", "young people", "mean", 2.1, 1.8, 2.4, 9], ["AIR", "older people", "mean", 3.4, 3.1, 3.7, 11]]
    >>> scores = pd.DataFrame(rows, columns=["indicator", "group", "facet", "estimate", "low", "high", "n"])
    >>> [tick.get_text() for tick in plot_levels(scores).get_yticklabels()]
    ['young people', 'older people']
    """
    everything = select(scores, where, needs=("facet", "estimate"), name="scores")
    table = everything[everything["facet"] == facet]
    rows = rows or _usual_rows(table)
    measure = word("facet", facet)
    grouped = rows == "group" and "group" in table and (table["group"] != "").any()
    together = table[table["group"] == ""] if grouped else table[:0]
    table = by_group(table) if rows == "group" else table
    if not len(table):
        return empty_sheet(table, measure, no_answers(), labels=labels, ax=ax)
    panels = _panels(table, rows, labels, gaps, order)
    for one in panels:
        one["line"] = _reference(together, one["code"])
    headline = _headline(panels, facet, gaps, labels, rows)
    subtitle = about(table, measure, labels=labels, intervals=given(table, "low"), rows=rows)
    note = _note(panels, facet, gaps)
    axes = _draw(panels, facet, scales(everything, levels), (headline, subtitle, note), labels, ax)
    data = pd.concat([one["rows"] for one in panels], ignore_index=True).dropna(subset="facet").drop(columns="behind")
    what = ngettext(
        "{n} figure, each a dot with its interval.", "{n} figures, each a dot with its interval.", len(data)
    )
    telling = [_in_words(row, facet) for one in panels[:4] for row in _ends(one["rows"])]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling)


def _usual_rows(table):
    if "group" in table and (table["group"] != "").any():
        return "group"
    several = "territory" in table and table["territory"].nunique() > 1
    return "territory" if several or "indicator" not in table else "indicator"


def _panels(table, rows, labels, gaps, order):
    """Return one dict a panel (code, rows): the same rows in the same order in each, as the first panel orders them."""
    table = table.assign(
        label=name_rows(
            table.drop(columns="indicator", errors="ignore") if rows != "indicator" else table, rows, labels
        )
    )
    table["behind"] = behind(table, gaps)
    shown = ["label", *keys(table), "facet", "estimate", "low", "high", "n", "note", "behind"]
    table = table[[column for column in shown if column in table]]
    split = rows != "indicator" and "indicator" in table
    parts = list(table.groupby("indicator", sort=False)) if split else [("", table)]
    first = (
        parts[0][1].sort_values("estimate", kind="stable", na_position="last") if order == "estimate" else parts[0][1]
    )
    names = list(dict.fromkeys([*first["label"], *table["label"]]))
    panels = []
    for code, part in parts:
        whole = part.drop_duplicates("label").set_index("label").reindex(names).rename_axis("label").reset_index()
        panels.append(
            {"code": code, "rows": whole.assign(behind=whole["behind"].astype("boolean").fillna(False).astype(bool))}
        )
    return panels


def behind(table, gaps):
    """Return for each row of `table` whether `gaps` says that its group is behind.

    >>> table = pd.DataFrame({"indicator": ["AIR", "AIR"], "group": ["young", "old"]})
    >>> behind(table, pd.DataFrame({"indicator": ["AIR"], "group": ["old"], "direction": ["behind"]})).tolist()
    [False, True]
    """
    if gaps is None or not len(gaps):
        return pd.Series(False, index=table.index)
    keys = [key for key in ("territory", "wave", "origin", "group", "indicator") if key in table and key in gaps]
    lagging = set(map(tuple, gaps.loc[gaps["direction"] == "behind", keys].astype("str").to_numpy()))
    return pd.Series([tuple(map(str, key)) in lagging for key in table[keys].to_numpy()], index=table.index, dtype=bool)


def _reference(together, code):
    part = together[together["indicator"] == code] if code else together
    return part["estimate"].iloc[0] if len(part) == 1 else pd.NA


def _draw(panels, facet, known_scales, texts, labels, ax):
    width = inner_width(ax)
    names = panels[0]["rows"]["label"].tolist()
    longest = max(text_width(name, LABEL, "bold") for name in names) + 0.05
    label_width = min(width * 0.28, LABEL_WIDTH if len(panels) == 1 else min(2.5, longest))
    most = max(1, int((width - label_width) // (2.7 if len(panels) <= 6 else 2.1)))
    bands = -(-len(panels) // most)
    across = -(-len(panels) // bands)
    each = (width - label_width - 0.12) / across
    inner = each - 1.15
    scale = [known_scales.get(one["code"]) or common_scale(known_scales) for one in panels]
    high = row_height(names, label_width, room=4.4 / bands, least=0.4 if bands == 1 else 0.27)
    titles = [wrap(label(one["code"], labels), each - 0.25, LABEL, "bold") if len(panels) > 1 else "" for one in panels]
    over_them = [max(lines_high(one, LABEL) for one in titles[k : k + across]) for k in range(0, len(panels), across)]
    below = max(axis_height(facet, one, inner) for one in scale) + 0.14
    band = 0.3 + high * len(names) + below
    tall = sum(over_them) + band * bands
    sheet = open_sheet(*texts, body=tall, ax=ax)
    squeeze = min(1.0, sheet.height / tall)
    axes = np.empty(len(panels), dtype=object)
    for place, one in enumerate(panels):
        row, column = divmod(place, across)
        top, left = (sum(over_them[:row]) + row * band) * squeeze, label_width + 0.12 + column * each
        write_title(sheet, left, top + over_them[row], titles[place])
        ever = {
            k for other in panels[row * across : (row + 1) * across] for k in np.flatnonzero(other["rows"]["behind"])
        }
        axes[place] = row_panel(
            sheet,
            names,
            left=left,
            top=top + over_them[row] + 0.3,
            width=inner,
            height=high * squeeze,
            label_width=label_width,
            first=place == 0,
            bold=ever,
        )
        if column:
            axes[place].tick_params(labelleft=False)
        facet_axis(axes[place], facet, scale[place], inner)
        _dots(axes[place], one, facet)
    return axes


def _dots(ax, one, facet):
    over(ax, _("n"), pad=44)
    if pd.notna(one["line"]):
        ax.axvline(float(one["line"]), color=BLACK, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
        text = _("all groups: {figure}", figure=figure_text(one["line"], facet))
        (low, high), wide = ax.get_xlim(), ax.bbox.width / ax.figure.dpi
        half = text_width(text, SMALL) / 2 / wide * (high - low)
        x = max(min(float(one["line"]), high - half), low + half)
        ax.text(x, 1, text, fontsize=SMALL, color=QUIET, transform=ax.get_xaxis_transform(), va="bottom", ha="center")
    for place, row in enumerate(one["rows"].to_dict("records")):
        beside(ax, place, number(row.get("n")), pad=44, va="center_baseline")
        if pd.isna(row["estimate"]):
            gap(ax, place, row.get("note"))
            continue
        colour = ATTENTION if row["behind"] else BLUE
        whisker(ax, row, place, colour, "D" if row["behind"] else "o", size=7)
        beside(ax, place, figure_text(row["estimate"], facet), color=colour, fontsize=LABEL, va="center_baseline")


def _ends(rows):
    known = rows[rows["estimate"].notna()].sort_values("estimate", kind="stable").to_dict("records")
    return known if len(known) < 3 else [known[0], known[-1]]


def _headline(panels, facet, gaps, labels, rows):
    ends = [_ends(one["rows"]) for one in panels if one["rows"]["estimate"].notna().any()]
    if not ends:
        return _("No figure can be given yet")
    if gaps is not None:
        return gap_headline(pd.concat([one["rows"] for one in panels]), labels)
    if len(ends) > 1:
        some = sum(apart(low, high) for low, *_rest, high in (e for e in ends if len(e) > 1))
        what = _("{measure} by {column}", measure=word("facet", facet), column=word("column", rows))
        what = what[:1].upper() + what[1:]
        if some == 0:
            return _("{what}: lowest and highest can be told apart on no indicator", what=what)
        if some == len(ends):
            return _("{what}: lowest and highest can be told apart on every indicator", what=what)
        return ngettext(
            "{what}: lowest and highest can be told apart on {n} indicator of {all}",
            "{what}: lowest and highest can be told apart on {n} indicators of {all}",
            some, what=what, all=number(len(ends)),
        )  # fmt: skip
    low, high = ends[0][0], ends[0][-1]
    said = {
        "low": low["label"],
        "low_figure": figure_text(low["estimate"], facet),
        "high": high["label"],
        "high_figure": figure_text(high["estimate"], facet),
    }
    if low is high:
        return _("{label}: {figure}", label=said["low"], figure=said["low_figure"])
    if apart(low, high):
        return _("{low}: {low_figure}, below {high} with {high_figure}", **said)
    if pd.isna(low.get("high")) or pd.isna(high.get("low")):
        return _("From {low_figure} ({low}) to {high_figure} ({high})", **said)
    return _("From {low_figure} ({low}) to {high_figure} ({high}), with intervals that overlap", **said)


def gap_headline(rows, labels):
    """Return who is behind and on what, from rows with label, indicator and behind.

    >>> rows = pd.DataFrame({"label": ["Jobseekers"], "indicator": ["MONEY"], "behind": [True]})
    >>> gap_headline(rows, {"MONEY": "Money"})
    'Jobseekers: behind the other groups on “Money”'
    """
    lagging = rows[rows["behind"]]
    groups = list(dict.fromkeys(lagging["label"]))
    topics = (
        [quoted(label(code, labels)) for code in dict.fromkeys(lagging["indicator"])] if "indicator" in lagging else []
    )
    if not groups:
        return _("No group is clearly behind the others")
    if len(groups) == 1 and len(topics) in (1, 2, 3):
        return _("{group}: behind the other groups on {topics}", group=groups[0], topics=listed(topics))
    if len(groups) <= 3:
        return _("Behind the other groups: {groups}", groups=listed(groups))
    return ngettext("{n} group is clearly behind the others", "{n} groups are clearly behind the others", len(groups))


def _note(panels, facet, gaps):
    rows = [row for one in panels for row in one["rows"].to_dict("records") if pd.notna(row.get("low"))]
    if not rows:
        return ""
    row = rows[0]
    reading = _(
        "How to read: {label} – {figure}; the line runs from {low} to {high}, where the true figure may well lie. "
        "The number at the end of the row is n, the people who answered.",
        label=row["label"],
        figure=figure_text(row["estimate"], facet),
        low=figure_text(row["low"], facet),
        high=figure_text(row["high"], facet),
    )
    return sentences(reading, _("Diamond and bold name: behind the other groups.") if gaps is not None else "")


def _in_words(row, facet):
    figure = figure_text(row["estimate"], facet)
    if pd.isna(row.get("low")):
        return _("{label}: {figure}.", label=row["label"], figure=figure)
    low, high = figure_text(row["low"], facet), figure_text(row["high"], facet)
    return _("{label}: {figure} (between {low} and {high}).", label=row["label"], figure=figure, low=low, high=high)
