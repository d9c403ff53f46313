"""Pieces of evidence filed under the levels of an indicator: a range of levels, never a mean."""

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import (
    LABEL_WIDTH,
    beside,
    draw_legend,
    empty_sheet,
    legend_places,
    over,
    row_height,
    row_panel,
)
from workbench.charts.palette import BLUE, KINDS, PLUM, QUIET, RANGE, TEAL, WASH, kinds, situation_words
from workbench.charts.selection import about, name_rows, select
from workbench.charts.sheet import LABEL, SMALL, inner_width, lines_high, open_sheet, wrap
from workbench.language import _, listed, names, ngettext, number, word

_KINDS = {"statistic": (BLUE, "s"), "expert": (TEAL, "^"), "concerned": (PLUM, "o"), "municipal": KINDS[3]}


@chart("evidence")
def plot_evidence(evidence, *, indicators=None, labels=None, levels=None, ax=None, **where):
    """Return the pieces of evidence of each indicator under their levels, a mark for each piece by its kind.

    Parameters
    ----------
    evidence : DataFrame
        `evidence` of `tables.py`: indicator, level (as people number the scale), evidence_kind.
    indicators : DataFrame, optional
        `indicators` of `tables.py`: the length of each scale, and whether it is numbered from 0 or 1; without it a
        scale is as long as `levels` says, else five.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.charts import caption
    >>> pieces = pd.DataFrame({"indicator": "WATER", "level": [3, 3, 4], "evidence_kind": "expert"})
    >>> caption(plot_evidence(pieces, labels={"WATER": "Clean water"})).headline
    'Clean water: between levels 3 and 4, by 3 pieces of evidence'
    """
    table = select(evidence, where, needs=("indicator", "level", "evidence_kind"), name="evidence")
    measure = _("pieces of evidence under the level they speak for")
    if not len(table):
        why = _("No evidence is filed here yet: it is written on a sheet “{sheet}”.", sheet=word("sheet", "evidence"))
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    table = table.assign(label=name_rows(table, "indicator", labels), level=table["level"].astype(int))
    lines = _lines(table, _declared(table, indicators, levels))
    headline = _headline(lines)
    subtitle = about(table, measure, labels=labels, rows="indicator")
    note = _(
        "Shaded: the range of levels for which there is evidence. It is a range, not a mean: pieces are not votes."
    )
    axes = _draw(lines, (headline, subtitle, note), levels, ax)
    keys = [
        key
        for key in ("label", "territory", "wave", "indicator", "level", "evidence_kind", "text", "source")
        if key in table
    ]
    data = table[keys].sort_values(["label", "level"], kind="stable", ignore_index=True)
    what = ngettext(
        "Pieces of evidence filed under the levels of {n} indicator.",
        "Pieces of evidence filed under the levels of {n} indicators.",
        len(lines),
    )
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(line) for line in lines[:6]])


def _declared(table, indicators, levels):
    """Return {indicator: (lowest number, K)} as the scales are declared."""
    declared = {}
    for code, found in table.groupby("indicator", sort=False)["level"]:
        lowest, count = min(1, int(found.min())), len((levels or {}).get(code, ())) or 5
        row = indicators[indicators["indicator"] == code] if indicators is not None else []
        if len(row):
            lowest = int(row["lowest"].fillna(1).iloc[0])
            count = int(row["levels"].fillna(count).iloc[0])
        declared[code] = (lowest, max(count, int(found.max()) - lowest + 1))
    return declared


def _lines(table, declared):
    lines = []
    for name, rows in table.groupby("label", sort=False):
        lowest, count = declared[rows["indicator"].iloc[0]]
        pieces = rows.groupby(["level", "evidence_kind"], sort=True).size()
        low, high = int(rows["level"].min()), int(rows["level"].max())
        lines.append(
            {
                "label": name,
                "indicator": rows["indicator"].iloc[0],
                "lowest": lowest,
                "count": count,
                "low": low,
                "high": high,
                "pieces": pieces,
            }
        )
    return lines


def _draw(lines, texts, levels, ax):
    rows = [line["label"] for line in lines]
    found = {kind for line in lines for _level, kind in line["pieces"].index}
    looks = {
        kind: look for kind, look in kinds([*names("evidence_kind"), *sorted(found)], _KINDS).items() if kind in found
    }
    items = [(*look, word("evidence_kind", kind)) for kind, look in looks.items()]
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH, width * 0.28)
    across = width - label_width - 0.9
    count = max(line["count"] for line in lines)
    one_scale = len({(line["lowest"], line["count"]) for line in lines}) == 1
    each = across / count
    ticks = _ticks(lines[0], levels if len(lines) == 1 else None, each) if one_scale else []
    below = max((lines_high(tick, SMALL) for tick in ticks), default=0) + 0.12
    room = max(2, int((each - 0.2) // 0.16))
    most = max(int(n) for line in lines for n in line["pieces"].groupby(level=0).sum())
    stack = -(-most // room)
    high = max(row_height(rows, label_width), 0.2 * stack + 0.2)
    top = legend_places(items, across)[1] + 0.26
    sheet = open_sheet(*texts, body=top + high * len(rows) + below, ax=ax)
    draw_legend(sheet, label_width + 0.12, 0, across, items)
    high = min(high, (sheet.height - top - below) / len(rows))
    axes = row_panel(sheet, rows, left=label_width + 0.12, top=top, width=across, height=high, label_width=label_width)
    axes.set_xlim(0.5, count + 0.5)
    if ticks:
        axes.set_xticks(range(1, count + 1), ticks, fontsize=SMALL, linespacing=1.1)
    over(axes, _("pieces"))
    for place, line in enumerate(lines):
        _draw_pieces(axes, place, line, looks, room, 0.16 / each, 0.2 / high)
        beside(axes, place, number(int(line["pieces"].sum())), va="center_baseline", fontsize=LABEL)
        if not one_scale:
            for level in range(1, line["count"] + 1):
                axes.text(
                    level,
                    place + 0.47,
                    number(level - 1 + line["lowest"]),
                    fontsize=7.5,
                    color=QUIET,
                    ha="center",
                    va="bottom",
                )
    return axes


def _draw_pieces(ax, place, line, looks, room, across, down):
    shift = 1 - line["lowest"]
    ax.barh(place, line["count"], left=0.5, height=0.86, color=WASH, zorder=0)
    ax.barh(place, line["high"] - line["low"] + 1, left=line["low"] + shift - 0.5, height=0.86, color=RANGE, zorder=0.5)
    for level in range(2, line["count"] + 1):
        ax.plot([level - 0.5] * 2, [place - 0.43, place + 0.43], color="white", linewidth=1.5, zorder=1)
    for level, pieces in line["pieces"].groupby(level=0):
        marks = [kind for (_level, kind), n in pieces.items() for _piece in range(int(n))]
        marks.sort(key=list(looks).index)
        stack = -(-len(marks) // room)
        for k, kind in enumerate(marks):
            row, column = divmod(k, room)
            wide = min(room, len(marks) - row * room)
            x = level + shift + (column - (wide - 1) / 2) * across
            ax.plot(
                [x],
                [place + (row - (stack - 1) / 2) * down],
                looks[kind][1],
                color=looks[kind][0],
                markersize=7.5,
                zorder=3,
            )


def _ticks(line, levels, each):
    words = situation_words(line["count"], (levels or {}).get(line["indicator"]))
    numbers = [number(k + line["lowest"]) for k in range(line["count"])]
    plain = words == situation_words(line["count"], None) and words[0] == number(1)
    return (
        numbers if plain else [f"{n}\n{wrap(text, each - 0.1, SMALL)}" for n, text in zip(numbers, words, strict=True)]
    )


def _headline(lines):
    if len(lines) == 1:
        return _in_words(lines[0]).rstrip(".")
    wide = [line for line in lines if line["high"] - line["low"] >= 2]
    if wide:
        return ngettext(
            "The evidence disagrees by two levels or more on {n} indicator: {topics}",
            "The evidence disagrees by two levels or more on {n} indicators: {topics}",
            len(wide),
            topics=listed([line["label"] for line in wide[:3]]),
        )
    return ngettext(
        "On {n} indicator the evidence agrees within one level",
        "On all {n} indicators the evidence agrees within one level",
        len(lines),
    )


def _in_words(line):
    pieces = int(line["pieces"].sum())
    if line["low"] == line["high"]:
        return ngettext(
            "{label}: level {low}, by {n} piece of evidence",
            "{label}: level {low}, by {n} pieces of evidence",
            pieces,
            label=line["label"],
            low=number(line["low"]),
        )
    return ngettext(
        "{label}: between levels {low} and {high}, by {n} piece of evidence",
        "{label}: between levels {low} and {high}, by {n} pieces of evidence",
        pieces,
        label=line["label"],
        low=number(line["low"]),
        high=number(line["high"]),
    )
