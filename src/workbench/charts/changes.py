"""What changed between two waves: a forest of intervals with a verdict in words beside each."""

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import SHARES, change_text
from workbench.charts.marks import beside, empty_sheet, row_height, row_sheet, rules, whisker
from workbench.charts.palette import ATTENTION, BLACK, BLUE, HAIRLINE, QUIET
from workbench.charts.selection import about, given, name_rows, quoted, select, sentences, size_text
from workbench.charts.sheet import FIGURE, LABEL, SMALL, inner_width, lines_high, slide_room, wrap, write
from workbench.charts.slides import on_slide
from workbench.disclosure import is_hidden
from workbench.language import _, listed, ngettext, number, percent, word

_FOOT = "¹²³⁴⁵⁶⁷⁸⁹"
_LOOKS = {"up": (BLUE, ">"), "down": (ATTENTION, "<")}


@redrawable
@chart("changes")
def plot_changes(changes, *, facet="mean", rows="indicator", labels=None, ax=None, **where):
    """Return the changes between two waves, each with its interval and a verdict; hollow = not established.

    Parameters
    ----------
    changes : DataFrame
        `changes` of `tables.py`, or what `adjusted_change` returns: difference, low, high, direction and verdict make a
        row; a warning (a new mode of collection, a new scale) becomes a note at the foot.
    facet : str
        Which facet's changes are drawn.
    rows : {"indicator", "group", "territory"}
        What a row stands for. For "indicator" the figures for all groups together are drawn.

    Examples
    --------
    >>> row = {"indicator": "MOB", "from": "2021", "to": "2024", "difference": 0.8, "low": 0.5, "high": 1.1}
    >>> ax = plot_changes(pd.DataFrame([{**row, "direction": "up"}]), labels={"MOB": "Getting around"})
    >>> from workbench.charts import caption
    >>> caption(ax).headline
    'Since 2021: better on “Getting around”'
    """
    table = select(changes, where, needs=("difference", "direction", "from", "to", rows), name="changes")
    table = table[table["facet"] == facet] if "facet" in table else table
    if rows != "group" and "group" in table and "group" not in where and (table["group"] == "").any():
        table = table[table["group"] == ""]
    measure = _("change of: {facet}", facet=word("facet", facet))
    if not len(table):
        why = _("No figure stands in two waves here yet: it takes answers to the same indicators in another wave.")
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    lines, warnings = _lines(table, rows, labels)
    headline = _headline(lines)
    subtitle = about(table, measure, labels=labels, intervals=given(table, "low"), rows=rows, extra=_extra(table))
    note = sentences(*(f"{_FOOT[place % 9]} {text}" for text, place in warnings.items()), _note(lines, facet))
    axes = _draw(lines, facet, headline, subtitle, note, ax)
    data = pd.DataFrame(lines).drop(columns=["mark"])
    what = ngettext("{n} change with its interval.", "{n} changes with their intervals.", len(lines))
    told = [_in_words(line, facet) for line in _telling(lines)]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=told)


def _lines(table, rows, labels):
    """Return the rows as dicts, from the best change to the worst, not comparable ones last; and the warnings."""
    shown = name_rows(table, rows, labels)
    if table["from"].nunique() > 1 or table["to"].nunique() > 1:
        shown = shown + " · " + table["from"] + " → " + table["to"]
    table = table.assign(label=shown)
    comparable = table["difference"].notna() & (table["direction"] != "not comparable")
    table = pd.concat([table[comparable].sort_values("difference", ascending=False, kind="stable"), table[~comparable]])
    warnings = {}
    lines = []
    for row in table.to_dict("records"):
        warning = str(row.get("warning") or "")
        if warning:
            warnings.setdefault(warning, len(warnings))
        lines.append(
            {
                "label": row["label"],
                **{key: row[key] for key in row if key != "label"},
                "mark": _FOOT[warnings[warning] % 9] if warning else "",
            }
        )
    return lines, warnings


def _extra(table):
    parts = (
        [f"{table['from'].iloc[0]} → {table['to'].iloc[0]}"]
        if table["from"].nunique() == table["to"].nunique() == 1
        else []
    )
    for column in ("n_from", "n_to"):
        if column in table and table[column].notna().any():
            parts.append(
                _(
                    "{wave}: {n}",
                    wave=listed(sorted(table[column.removeprefix("n_")].unique())),
                    n=size_text(table, column),
                )
            )
    if "p_adjusted" in table and table["p_adjusted"].notna().any():
        parts.append(
            ngettext(
                "p adjusted for {n} comparison",
                "p adjusted for {n} comparisons",
                int(table["p_adjusted"].notna().sum()),
            )
        )
    return parts


def _draw(lines, facet, headline, subtitle, note, ax):
    width = inner_width(ax)
    label_width, said_width = min(2.9, width * 0.25), width * 0.36
    across = width - label_width - said_width - 0.4
    top, below = 0.34, lines_high("0", SMALL) + 0.14
    reach = _reach(lines, facet)
    if on_slide():
        room = slide_room(subtitle, note) - top - below
        heights = [_rows([line], facet, label_width, said_width, room=0)[2] for line in lines]
        lines = lines[on_slide().rows(heights, room, alike=True)]
    names, said, high = _rows(lines, facet, label_width, said_width)
    sure = {place for place, line in enumerate(lines) if line["direction"] in _LOOKS}
    sheet, axes = row_sheet(
        (headline, subtitle, note), names, label_width, across, high, top=top, below=below, bold=sure, ax=ax
    )
    write(
        sheet,
        label_width + 0.12 + across + 0.2,
        0,
        _("What can be said"),
        fontsize=LABEL,
        fontweight="bold",
        color=BLACK,
    )
    _axis(axes, reach, facet)
    for place, (line, text) in enumerate(zip(lines, said, strict=True)):
        colour, mark = _LOOKS.get(line["direction"], (HAIRLINE, "o"))
        known = pd.notna(line["difference"]) and line["direction"] != "not comparable"
        if known:
            if pd.notna(line.get("change")):  # of an adjusted change: what it was as people came
                axes.plot([line["change"]], [place], "|", color=QUIET, markersize=11, markeredgewidth=2, zorder=2)
            established = line["direction"] in _LOOKS
            whisker(
                axes,
                {**line, "estimate": line["difference"]},
                place,
                colour,
                mark,
                hollow=not established,
                size=9 if established else 7.5,
            )
        elif not is_hidden(line):
            axes.plot([0], [place], "x", color=HAIRLINE, markersize=7)
        beside(axes, place, text, pad=0.2 * 72, fontsize=FIGURE, color=colour if line["direction"] in _LOOKS else QUIET)
    return axes


def _rows(lines, facet, label_width, said_width, **fill):
    """Return names, what is said of each in lines, and the height of a row."""
    names = [line["label"] + (f" {line['mark']}" if line["mark"] else "") for line in lines]
    said = []
    for line in lines:
        text = wrap(_verdict(line, facet), said_width, FIGURE)
        short = line["direction"] == "none" or (on_slide() and "\n" in text)
        said.append(wrap(_short(line, facet), said_width, FIGURE) if short else text)
    high = max(lines_high(text, FIGURE) for text in said) + 0.08
    return names, said, max(row_height(names, label_width, **fill), high)


def _reach(lines, facet):
    """Return how far the axis goes on either side: as far on each of several slides."""
    sides = ("low", "high", "difference", "change")
    ends = [abs(float(line[side])) for line in lines for side in sides if pd.notna(line.get(side))]
    return max([0.25 if facet in SHARES else 0.6, *ends]) * 1.06


def _axis(ax, reach, facet):
    ax.set_xlim(-reach, reach)
    step = next(one for one in (0.1, 0.25, 0.5, 1.0, 2.0, 5.0) if reach / one < 2.6)
    at = [-step, 0, step] if reach < 2 * step else [-2 * step, -step, 0, step, 2 * step]
    rules(ax, at)
    ax.axvline(0, color=BLACK, linewidth=1.2, zorder=1)
    ax.set_xticks(at, [_("no change") if x == 0 else _tick(x, step, facet) for x in at], fontsize=SMALL)


def _tick(x, step, facet):
    return percent(x, signed=True) if facet in SHARES else number(x, 2 if step < 0.5 else 1, signed=True)


def _verdict(line, facet):
    if line.get("verdict"):
        return str(line["verdict"])
    if line["direction"] == "not comparable" or pd.isna(line["difference"]):
        return _("not comparable")
    said = {"low": change_text(line.get("low"), facet), "high": change_text(line.get("high"), facet)}
    if line["direction"] in _LOOKS:
        return _("{difference} (between {low} and {high})", difference=change_text(line["difference"], facet), **said)
    return _("cannot be told apart from no change (between {low} and {high})", **said)


def _short(line, facet):
    """Return what stands beside a row in one line, so that it is read from afar, and what is established stands out."""
    people = line.get("n_from"), line.get("n_to")
    if line["direction"] not in ("none", *_LOOKS) or pd.isna(line["difference"]) or any(pd.isna(n) for n in people):
        return _verdict(line, facet)
    if line["direction"] in _LOOKS:
        said = {side: change_text(line.get(side), facet) for side in ("difference", "low", "high")}
        if line["direction"] == "up":
            told = _("better: {difference} (between {low} and {high})", **said)
        else:
            told = _("worse: {difference} (between {low} and {high})", **said)
        steady = facet != "mean" or pd.isna(line.get("robust")) or line["robust"]
        return told if steady else _("{change}, depends on the scale", change=told)
    said = {"before": number(people[0]), "after": number(people[1])}
    if pd.notna(line.get("low")) and pd.notna(line.get("high")) and (line["low"] > 0 or line["high"] < 0):
        return _("perhaps, or chance among so many (n = {before} and {after})", **said)
    if pd.isna(line.get("detectable")):
        return _("not established (n = {before} and {after})", **said)
    seen = change_text(line["detectable"], facet).lstrip("+")
    return _("not established (n = {before} and {after}; {size} would show)", size=seen, **said)


def _headline(lines):
    wave = listed(sorted({line["from"] for line in lines}))
    better = [line["label"] for line in lines if line["direction"] == "up"]
    worse = [line["label"] for line in lines if line["direction"] == "down"]
    open_ = sum(line["direction"] == "none" for line in lines)
    if not better and not worse:
        if not open_:
            return _("Since {wave}: nothing can be compared", wave=wave)
        return ngettext(
            "Since {wave}: no established change on {n} indicator",
            "Since {wave}: no established change on any of {n} lines",
            open_,
            wave=wave,
        )
    if len(better) + len(worse) <= 3:
        better, worse = listed([quoted(one) for one in better]), listed([quoted(one) for one in worse])
        if better and worse:
            return _("Since {wave}: better on {better}, worse on {worse}", wave=wave, better=better, worse=worse)
        return (
            _("Since {wave}: better on {better}", wave=wave, better=better)
            if better
            else _("Since {wave}: worse on {worse}", wave=wave, worse=worse)
        )
    parts = [
        ngettext("{n} sure improvement", "{n} sure improvements", len(better)) if better else "",
        ngettext("{n} sure decline", "{n} sure declines", len(worse)) if worse else "",
        ngettext("{n} line without established change", "{n} lines without established change", open_) if open_ else "",
    ]
    return _("Since {wave}: {counts}", wave=wave, counts=listed([part for part in parts if part]))


def _note(lines, facet):
    detectable = [
        line["detectable"] for line in lines if line["direction"] == "none" and pd.notna(line.get("detectable"))
    ]
    reading = _("Triangle: established change, right is better; hollow circle: may be chance; cross: not comparable.")
    if any(pd.notna(line.get("change")) for line in lines):
        reading = sentences(reading, _("Upright stroke: the change as people came, before it was adjusted."))
    if not detectable:
        return reading
    low, high = change_text(min(detectable), facet).lstrip("+"), change_text(max(detectable), facet).lstrip("+")
    if low == high:
        return sentences(reading, _("Where nothing is established, a change of {low} would have been seen.", low=low))
    return sentences(
        reading,
        _("Where nothing is established, a change of {low} to {high} would have been seen.", low=low, high=high),
    )


def _telling(lines):
    sure = [line for line in lines if line["direction"] in _LOOKS]
    return sure[:6] if sure else lines[:2]


def _in_words(line, facet):
    return _("{label}: {verdict}.", label=line["label"], verdict=_verdict(line, facet).rstrip("."))
