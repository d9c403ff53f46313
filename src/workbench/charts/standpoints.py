"""Residents beside professionals beside institutions, one line an indicator."""

from itertools import pairwise

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import axis_height, common_scale, facet_axis, figure_text, scales
from workbench.charts.marks import (
    LABEL_WIDTH,
    beside,
    empty_sheet,
    gap,
    legend_places,
    over,
    row_height,
    row_sheet,
)
from workbench.charts.palette import ATTENTION, BAND, HAIRLINE, QUIET, STANDPOINTS, kinds
from workbench.charts.selection import about, given, keys, name_rows, select
from workbench.charts.sheet import LABEL, inner_width
from workbench.disclosure import is_hidden
from workbench.language import _, listed, ngettext, number, word


@redrawable
@chart("standpoints")
def plot_standpoints(table, *, facet="mean", labels=None, levels=None, ax=None, **where):
    """Return how the standpoints see each indicator, on one line each, the widest notable distance on top.

    Parameters
    ----------
    table : DataFrame
        What `compare_standpoints` returns, a row a pair of standpoints (standpoint, other, estimate, estimate_other,
        direction); or a row a standpoint: standpoint, indicator, estimate, low, high, n, and `notable` (yes or no),
        whether the distance holds after adjustment. Only such a distance is announced.
    facet : str
        What the estimates are, when the table does not say it in a column of that name.

    Examples
    --------
    >>> rows = [["resident", "HEARD", 2.1, True], ["institution", "HEARD", 3.6, True]]
    >>> ax = plot_standpoints(pd.DataFrame(rows, columns=["standpoint", "indicator", "estimate", "notable"]))
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['HEARD']
    """
    chosen = select(table, where, needs=("standpoint", "indicator", "estimate"))
    chosen = _sides(chosen) if "other" in chosen and len(chosen) else chosen
    facet = chosen["facet"].iloc[0] if given(chosen, "facet") else facet
    measure = word("facet", facet)
    if not len(chosen):
        why = _(
            "No two standpoints answered the same indicator here: it takes groups of residents and of "
            "professionals or institutions."
        )
        return empty_sheet(chosen, measure, why, labels=labels, ax=ax)
    chosen["label"] = name_rows(chosen.drop(columns="standpoint"), "indicator", labels)
    lines = _lines(chosen)
    names, looks = [line["label"] for line in lines], kinds(pd.unique(chosen["standpoint"]), STANDPOINTS)
    looks = {name: look for name, look in looks.items() if (chosen["standpoint"] == name).any()}
    headline, note = _headline(lines, facet), _note(lines, facet)
    subtitle = about(chosen, measure, labels=labels, intervals=given(chosen, "low"), rows="indicator")
    items = [(*look, word("standpoint", name)) for name, look in looks.items()]
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH, width * 0.28)
    across = width - label_width - 1.3
    scale = common_scale(scales(chosen, levels))
    below, top = axis_height(facet, scale, across), legend_places(items, across)[1] + 0.2
    high = row_height(names, label_width)
    bold = {place for place, line in enumerate(lines) if line["notable"]}
    _sheet, axes = row_sheet(
        (headline, subtitle, note),
        names,
        label_width,
        across,
        high,
        top=top,
        below=below,
        legend=items,
        bold=bold,
        ax=ax,
    )
    facet_axis(axes, facet, scale, across)
    _draw(axes, lines, looks, facet)
    order = {name: place for place, name in enumerate(names)}
    data = chosen.sort_values("label", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)
    what = ngettext(
        "{n} line with one mark for each standpoint.", "{n} lines with one mark for each standpoint.", len(lines)
    )
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(line, facet) for line in lines[:5]])


def _sides(pairs):
    """Return pairs of standpoints as one row a standpoint; notable are the two of the widest pair that holds."""
    own = [name for name in keys(pairs) if name not in ("standpoint", "other")]
    kept = []
    for key, rows in pairs.groupby(own, sort=False):
        holds = rows[rows["direction"].isin(["better", "worse"])]
        widest = holds.loc[holds["difference"].abs().astype(float).idxmax()] if len(holds) else {}
        seen = {}
        for row in rows.to_dict("records"):
            said = row["verdict"] if is_hidden(row) else ""
            seen.setdefault(row["standpoint"], (row["estimate"], row.get("n", pd.NA), said))
            seen.setdefault(row["other"], (row["estimate_other"], row.get("n_other", pd.NA), said))
        told = {widest.get("standpoint"), widest.get("other")}
        for standpoint, (estimate, n, said) in seen.items():
            kept.append(
                dict(
                    zip(own, key, strict=True),
                    standpoint=standpoint,
                    estimate=estimate,
                    n=n,
                    notable=standpoint in told,
                    note=said if pd.isna(estimate) else "",
                )
            )
    table = pd.DataFrame(kept).astype({"estimate": "Float64", "n": "Int64"})
    table.attrs.update(pairs.attrs)
    return table


def _lines(table):
    """Return one dict a line (label, its known rows, the pair that is told, how far apart), notable and wide first."""
    lines = []
    for name, rows in table.groupby("label", sort=False):
        known = rows[rows["estimate"].notna()].sort_values("estimate", kind="stable").to_dict("records")
        told = [row for row in known if row.get("notable") is True]
        notable = len(told) > 1
        pair = (told[0], told[-1]) if notable else (known[0], known[-1]) if known else ()
        wide = float(pair[1]["estimate"] - pair[0]["estimate"]) if pair else 0.0
        hidden = [row["standpoint"] for row in rows.to_dict("records") if is_hidden(row)]
        line = {"label": name, "known": known, "pair": pair, "wide": wide, "notable": notable, "hidden": hidden}
        lines.append(line)
    return sorted(lines, key=lambda line: (not line["notable"], -line["wide"]))


def _draw(ax, lines, looks, facet):
    over(ax, _("distance"))
    for place, line in enumerate(lines):
        if line["hidden"]:
            gap(ax, place, _("hidden: {names}", names=listed([word("standpoint", one) for one in line["hidden"]])))
        if not line["known"]:
            if not line["hidden"]:
                gap(ax, place, "")
            continue
        colour = ATTENTION if line["notable"] else QUIET
        ends = [row["estimate"] for row in line["pair"]]
        band = {"color": BAND, "linewidth": 9} if line["notable"] else {"color": HAIRLINE, "linewidth": 1}
        ax.plot(ends, [place, place], zorder=1, solid_capstyle="butt", **band)
        if len(line["known"]) > 1:
            text = figure_text(line["wide"], facet)
            weight = "bold" if line["notable"] else "normal"
            beside(ax, place, text, color=colour, fontsize=LABEL, fontweight=weight, va="center_baseline")
        values = sorted(float(row["estimate"]) for row in line["known"])
        near = any(b - a < 0.03 * (ax.get_xlim()[1] - ax.get_xlim()[0]) for a, b in pairwise(values))
        shift = 0.16 if near or any(pd.notna(row.get("low")) for row in line["known"]) else 0.0
        for step, row in enumerate(line["known"]):
            (hue, mark), y = looks[row["standpoint"]], place + shift * (step - (len(line["known"]) - 1) / 2)
            if pd.notna(row.get("low")) and pd.notna(row.get("high")):
                ax.plot([row["low"], row["high"]], [y, y], color=hue, linewidth=1.4, zorder=2)
            ax.plot(
                [row["estimate"]],
                [y],
                mark,
                color=hue,
                markersize=8,
                markeredgecolor="white",
                markeredgewidth=0.8,
                zorder=3,
            )


def _headline(lines, facet):
    notable = [line for line in lines if line["notable"] and len(line["known"]) > 1]
    if not notable:
        return _("No standpoint is established to see things otherwise than another")
    line = notable[0]
    low, high = line["pair"]
    if len(notable) == 1:
        return _(
            "{label}: {low} for {low_who}, {high} for {high_who}",
            label=line["label"],
            low=figure_text(low["estimate"], facet),
            low_who=_plural(low["standpoint"]),
            high=figure_text(high["estimate"], facet),
            high_who=_plural(high["standpoint"]),
        )
    return ngettext(
        "Standpoints differ on {n} indicator: {topics}",
        "Standpoints differ on {n} indicators, most on {topics}",
        len(notable),
        topics=listed([one["label"] for one in notable[:2]]),
    )


def _plural(standpoint):
    known = {"resident": _("residents"), "professional": _("professionals"), "institution": _("institutions")}
    return known.get(standpoint, standpoint)


def _note(lines, facet):
    line = next((one for one in lines if len(one["known"]) > 1), None)
    if line is None:
        return ""
    low, high = line["pair"]
    return _(
        "How to read: {label} – {low_who} say {low}, {high_who} say {high}. Broad band and bold name: the distance "
        "holds after adjustment for the number of comparisons; thin line: it cannot be told apart from chance.",
        label=line["label"],
        low=figure_text(low["estimate"], facet),
        low_who=_plural(low["standpoint"]),
        high=figure_text(high["estimate"], facet),
        high_who=_plural(high["standpoint"]),
    )


def _in_words(line, facet):
    parts = [
        _(
            "{who} {figure} (n = {n})",
            who=_plural(row["standpoint"]),
            figure=figure_text(row["estimate"], facet),
            n=number(row.get("n")),
        )
        for row in line["known"]
    ]
    return _("{label}: {figures}.", label=line["label"], figures=listed(parts)) if parts else ""
