"""How people are: the shares of all situations, lowest to highest, one bar a row."""

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import (
    LABEL_WIDTH,
    beside,
    empty_sheet,
    gap,
    legend_places,
    no_answers,
    over,
    row_height,
    row_sheet,
    situation_legend,
)
from workbench.charts.palette import BLACK, common_words, ink_on, situation_colours, situation_words
from workbench.charts.selection import about, apart, by_group, keys, name_rows, overall, select, sentences
from workbench.charts.sheet import FIGURE, inner_width, text_width
from workbench.language import _, ngettext, number, percent


@redrawable
@chart("situations")
def plot_situations(scores, *, rows="indicator", centred=False, labels=None, levels=None, ax=None, **where):
    """Return the shares of all situations as bars of 100 %, the row with most bad situations on top.

    Nothing is hidden behind a mean: each bar shows every situation of the declared scale, those that nobody chose too.

    Parameters
    ----------
    scores : DataFrame
        `scores` of `tables.py`: the rows of facet "share" are drawn; those of "bad", with their intervals, decide on
        the headline.
    rows : {"indicator", "group", "territory", "wave"}
        What a bar stands for. For "indicator" the figures for all groups together are drawn; what else differs between
        two bars (wave, territory, origin) is written in their names.
    centred : bool
        Bars are laid around the middle of their scale instead of starting at one line.

    Examples
    --------
    >>> share = [0.1, 0.2, 0.3, 0.3, 0.1]
    >>> scores = pd.DataFrame({"indicator": "AIR", "facet": "share", "level": range(1, 6), "n": 50, "estimate": share})
    >>> ax = plot_situations(scores, labels={"AIR": "Clean air"})
    >>> ax.get_yticklabels()[0].get_text(), len(ax.patches)
    ('Clean air', 5)
    """
    table = select(scores, where, needs=("facet", "level", "estimate", rows), name="scores")
    table = by_group(table) if rows == "group" else overall(table, where)
    measure = _("share of answers by situation, %")
    bars = _bars(table, rows, labels, levels)
    if not bars:
        return empty_sheet(table, measure, no_answers(), labels=labels, ax=ax)
    headline = _headline(bars)
    subtitle = about(table[table["facet"] == "share"], measure, labels=labels, rows=rows)
    note = _note(bars)
    names = [bar["label"] for bar in bars]
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH, width * 0.28)
    across = width - label_width - 0.75
    items = situation_legend([bar["words"] for bar in bars])
    high, legend = row_height(names, label_width), legend_places(items, across)[1]
    _sheet, axes = row_sheet(
        (headline, subtitle, note), names, label_width, across, high, top=legend + 0.3, legend=items, ax=ax
    )
    _draw(axes, bars, across, centred=centred)
    over(axes, _("n"))
    data = pd.concat([bar["data"] for bar in bars], ignore_index=True)
    what = ngettext("{n} bar of 100 %, cut by situation.", "{n} bars of 100 %, cut by situation.", len(bars))
    told = [_row_in_words(bar) for bar in _most_telling(bars)]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=told)


def _bars(table, rows, labels, levels):
    """Return one dict a bar (label, shares, words, n, bad, note, data), most bad situations first."""
    apart_by = keys(table)
    shares = table[table["facet"] == "share"].copy()
    shares["label"] = name_rows(shares, rows, labels)
    bad = {tuple(row[key] for key in apart_by): row for row in table[table["facet"] == "bad"].to_dict("records")}
    bars = []
    for key, cells in shares.groupby(apart_by, sort=False):
        cells = cells.sort_values("level")
        count = int(cells["level"].max())
        found = cells.set_index("level")["estimate"].reindex(range(1, count + 1))
        indicator = cells["indicator"].iloc[0] if "indicator" in cells else ""
        words = situation_words(count, (levels or {}).get(indicator))
        known = bool(found.notna().any())
        notes = [text for text in cells["note"].unique() if text] if "note" in cells else []
        data = cells[["label", *apart_by, "facet", "level"]].assign(
            situation=[words[int(level) - 1] for level in cells["level"]]
        )
        for column in ("estimate", "low", "high", "n", "note"):
            if column in cells:
                data[column] = cells[column]
        low, measured = min(2, count // 2), bad.get(key, {})
        low_share = float(found.iloc[:low].sum()) if known else -1.0
        if known and pd.notna(measured.get("estimate")):  # where less is better, the bad end is the upper one
            away = [abs(measured["estimate"] - end) for end in (low_share, float(found.iloc[-low:].sum()))]
            low_share, low = float(measured["estimate"]), low if away[0] <= away[1] else -low
        bars.append(
            {
                "label": cells["label"].iloc[0],
                "shares": [0.0 if pd.isna(x) else float(x) for x in found] if known else [],
                "words": words,
                "n": cells["n"].iloc[0] if "n" in cells else pd.NA,
                "note": " ".join(notes),
                "data": data,
                "low_share": low_share,
                "low": low,
                "high_share": float(found.iloc[-low:].sum() if low > 0 else found.iloc[:-low].sum()) if known else 0.0,
                "bad": measured,
            }
        )
    return sorted(bars, key=lambda bar: -bar["low_share"])


def _draw(ax, bars, across, *, centred):
    span = [_left(bar["shares"]) if centred else 0.0 for bar in bars if bar["shares"]]
    reach = max((max(left, 1 - left) for left in span), default=1.0)
    ax.set_xlim((-reach, reach) if centred else (0, 1))
    inch = across / (2 * reach if centred else 1)
    for row, bar in enumerate(bars):
        if not bar["shares"]:
            gap(ax, row, bar["note"])
        x = -_left(bar["shares"]) if centred else 0.0
        for share, colour in zip(bar["shares"], situation_colours(len(bar["shares"])), strict=True):
            ax.barh(row, share, left=x, height=0.68, color=colour, edgecolor="white", linewidth=1.2)
            text = number(100 * share, 0)
            if share * inch > text_width(text, FIGURE) + 0.08:
                ax.text(
                    x + share / 2, row, text, fontsize=FIGURE, color=ink_on(colour), ha="center", va="center_baseline"
                )
            x += share
        if pd.notna(bar["n"]):
            beside(ax, row, number(bar["n"]), va="center_baseline")
    if centred:
        ax.axvline(0, color=BLACK, linewidth=1.2, zorder=0)


def _left(shares):
    """Return how much of a bar lies below the middle of its scale."""
    half = len(shares) // 2
    return sum(shares[:half]) + (shares[half] / 2 if len(shares) % 2 else 0.0) if shares else 0.0


def _headline(bars):
    known = [bar for bar in bars if bar["shares"]]
    if not known:
        return _("No share of situations can be given")
    most, least = known[0], known[-1]
    if len(known) == 1:
        return _(
            "{label}: {share} of answers describe a bad situation",
            label=most["label"],
            share=percent(most["low_share"]),
        )
    if apart(least["bad"], most["bad"]):
        return _(
            "{label}: {share} of answers describe a bad situation, against {other_share} for {other}",
            label=most["label"],
            share=percent(most["low_share"]),
            other=least["label"],
            other_share=percent(least["low_share"]),
        )
    said = {"lowest": least["label"], "highest": most["label"]}
    said |= {"low": percent(least["low_share"]), "high": percent(most["low_share"])}
    if all(pd.notna(bar["bad"].get("low")) for bar in (least, most)):
        return _(
            "Bad situations: from {low} of answers ({lowest}) to {high} ({highest}), with intervals that overlap",
            **said,
        )
    return _("Bad situations: from {low} of answers ({lowest}) to {high} ({highest})", **said)


def _note(bars):
    bar, words = bars[0], common_words([bar["words"] for bar in bars])
    if not bar["shares"]:
        return ""
    order = _("The bars are sorted by the share of bad situations; n = number of answers.")
    if not words or not bar["low"]:
        return order
    reading = _(
        "How to read: {label} – {share} of answers describe a bad situation ({words}).",
        label=bar["label"],
        share=percent(bar["low_share"]),
        words=", ".join(words[: bar["low"]] if bar["low"] > 0 else words[bar["low"] :]),
    )
    return sentences(reading, order)


def _most_telling(bars):
    known = [bar for bar in bars if bar["shares"]]
    return known if len(known) <= 6 else [*known[:3], *known[-2:]]


def _row_in_words(bar):
    said = {"low": percent(bar["low_share"]), "high": percent(bar["high_share"])}
    return _("{label}: {low} in bad situations, {high} in good ones.", label=bar["label"], **said)
