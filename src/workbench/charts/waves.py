"""Figures over the waves with their intervals, a panel for each indicator."""

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import UNIT, figure_text, scales
from workbench.charts.marks import empty_sheet, no_answers
from workbench.charts.selection import about, apart, given, keys, label, overall, quoted, select, sentences
from workbench.charts.series import draw_series, series_of
from workbench.disclosure import is_hidden
from workbench.language import _, listed, ngettext, number, word


@redrawable
@chart("waves")
def plot_waves(scores, *, facet="mean", lines="", breaks=None, labels=None, levels=None, ax=None, **where):
    """Return a figure over the waves with its intervals, a panel an indicator, lines broken where a wave broke.

    Parameters
    ----------
    scores : DataFrame
        `scores` of `tables.py`, of several waves.
    facet : str
        "mean", "good", "bad", "polarisation" …
    lines : {"group", "territory", "origin", "standpoint"}, optional
        What a line stands for; by itself the first of them that differs within the table.
    breaks : DataFrame, optional
        `study.waves` (territory, wave, break): no line is drawn into a wave at which something changed.

    Examples
    --------
    >>> rows = [["MOB", "2021", "mean", 2.6, 2.4, 2.8], ["MOB", "2024", "mean", 3.4, 3.2, 3.6]]
    >>> scores = pd.DataFrame(rows, columns=["indicator", "wave", "facet", "estimate", "low", "high"])
    >>> from workbench.charts import caption
    >>> caption(plot_waves(scores, labels={"MOB": "Getting around"})).headline
    'Between 2021 and 2024: higher on “Getting around”'
    """
    everything = select(scores, where, needs=("facet", "wave", "indicator", "estimate"), name="scores")
    table = everything[everything["facet"] == facet]
    table = table if lines == "group" else overall(table, where)
    measure = word("facet", facet)
    if not len(table):
        return empty_sheet(table, measure, no_answers(), labels=labels, ax=ax)
    lines = lines or _telling_apart(table)
    series = series_of(table, lines, labels, breaks)
    known = scales(everything, levels)
    unit = facet in UNIT
    panels = [
        {
            "title": label(code, labels),
            "series": [one for one in series if one["indicator"] == code],
            "limits": (0, 1) if unit else (1, known[code][0]),
            "ticks": [(x, figure_text(x, facet)) for x in (0, 0.5, 1)]
            if unit
            else [(k, number(k)) for k in range(1, known[code][0] + 1)],
        }
        for code in pd.unique(table["indicator"])
    ]
    headline = _headline(series, facet)
    subtitle = about(table, measure, labels=labels, intervals=given(table, "low"), rows=lines)
    broken = dict.fromkeys(text for one in series for text in one["broken"])
    hidden = any(is_hidden(row) for one in series for row in one["rows"].to_dict("records"))
    note = sentences(
        _("“Higher” and “lower” are said only where the first and the last interval do not overlap."),
        *broken,
        _("Cross at the foot: the figure of that wave is hidden.") if hidden else "",
    )
    axes = draw_series(panels, (headline, subtitle, note), lambda x: figure_text(x, facet), ax)
    shown = ["label", *keys(table), "facet", "estimate", "low", "high", "n", "note"]
    data = pd.concat([one["rows"] for one in series], ignore_index=True)
    data = data[[column for column in shown if column in data]]
    what = ngettext("{n} line over the waves.", "{n} lines over the waves.", len(series))
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(one, facet) for one in series[:6]])


def _telling_apart(table):
    return next(
        (key for key in ("group", "territory", "origin", "standpoint") if key in table and table[key].nunique() > 1), ""
    )


def _ends(line):
    """Return the first and the last figure of a line that can be compared: none lies before its last break."""
    rows = line["rows"]
    start = max(line["breaks"], default="")
    known = rows[rows["estimate"].notna() & (rows["wave"] >= start)].to_dict("records")
    return (known[0], known[-1]) if len(known) > 1 else None


def _headline(series, facet):
    ends = [(line, _ends(line)) for line in series]
    ends = [(line, pair) for line, pair in ends if pair]
    if not ends:
        return _("No two waves can be compared")
    first, last = min(pair[0]["wave"] for _l, pair in ends), max(pair[1]["wave"] for _l, pair in ends)
    higher = [line["rows"]["label"].iloc[0] for line, pair in ends if apart(*pair)]
    lower = [line["rows"]["label"].iloc[0] for line, pair in ends if apart(*pair[::-1])]
    said = {"first": first, "last": last}
    if not higher and not lower:
        return _("Between {first} and {last}: no move that the intervals tell apart", **said)
    if len(higher) + len(lower) <= 3:
        up, down = listed([quoted(one) for one in higher]), listed([quoted(one) for one in lower])
        if higher and lower:
            return _("Between {first} and {last}: higher on {higher}, lower on {lower}", higher=up, lower=down, **said)
        if higher:
            return _("Between {first} and {last}: higher on {higher}", higher=up, **said)
        return _("Between {first} and {last}: lower on {lower}", lower=down, **said)
    return _(
        "Between {first} and {last}: higher in {higher}, lower in {lower} of {all} lines",
        higher=number(len(higher)),
        lower=number(len(lower)),
        all=number(len(ends)),
        **said,
    )


def _in_words(line, facet):
    known = line["rows"][line["rows"]["estimate"].notna()].to_dict("records")
    parts = [_("{wave} {figure}", wave=row["wave"], figure=figure_text(row["estimate"], facet)) for row in known]
    return _("{label}: {figures}.", label=line["rows"]["label"].iloc[0], figures=", ".join(parts)) if parts else ""
