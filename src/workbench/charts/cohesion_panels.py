"""How the view of cohesion is drawn: shares, groups, polarisation and change side by side."""

import numpy as np
import pandas as pd

from workbench.charts.marks import beside, draw_legend, gap, legend_places, rules, situation_legend, whisker
from workbench.charts.palette import ATTENTION, BLACK, BLUE, HAIRLINE, INK, QUIET, WASH, ink_on, situation_colours
from workbench.charts.sheet import (
    FIGURE,
    LABEL,
    SMALL,
    inner_width,
    lines_high,
    open_sheet,
    panel,
    slide_room,
    text_width,
    wrap,
    write,
    write_title,
)
from workbench.charts.slides import on_slide
from workbench.language import _, listed, number

_WIDE, _TINY = 13.4, 9
#: Inches: names, then each panel and the space behind it.
_NAMES, _SHARES, _WHOM, _PULLED, _CHANGE, _SPACE, _FIGURE = 2.5, 3.1, 3.0, 1.0, 1.45, 0.3, 0.4


_MOVED = {"up": (BLUE, ">"), "down": (ATTENTION, "<")}


def even_polarisation(count):
    """Return the polarisation of answers spread evenly over `count` situations.

    >>> even_polarisation(5)
    0.8
    """
    return 2 * (count + 1) / (3 * count)


def is_high(line):
    """Tell whether the whole interval of a line's polarisation lies above that of answers spread evenly.

    >>> is_high({"count": 5, "pulled": {"low": 0.85}}), is_high({"count": 5, "pulled": {"low": 0.7}})
    (True, False)
    """
    low = line["pulled"].get("low")
    return bool(pd.notna(low) and low > even_polarisation(line["count"]))


def draw_cohesion(lines, texts, since, with_change, ax):
    """Return the Axes of the view of cohesion, drawn from the lines that `plot_cohesion` prepares.

    Of the three texts the note is a function of the lines that are shown: its example is one of them. Inside the
    panels heights are inches from the top, so that a line is as high as its names ask.
    """
    width = inner_width(ax, _WIDE)
    fixed = _NAMES + _SHARES + _WHOM + _PULLED + 2 * _FIGURE + 3 * _SPACE + (_CHANGE + 0.15 if with_change else -_SPACE)
    names_wide, *wide = (width / fixed * x for x in (_NAMES, _SHARES, _WHOM, _PULLED, _CHANGE))
    space, figure = (width / fixed * x for x in (_SPACE, _FIGURE))
    gaps_behind = (space, figure + space, figure + space)
    lefts = [names_wide + sum(wide[:k]) + sum(gaps_behind[:k]) for k in range(4)]
    items = situation_legend([line["words"] for line in lines], numbered=True)
    heads = _heads(
        since, [wide[0], wide[1] + figure, wide[2] + gaps_behind[2], wide[3] + 0.1][: 4 if with_change else 3]
    )
    head_high = max(lines_high(head, LABEL + 1) for head, _text in heads)
    top = head_high + max(lines_high(text, SMALL) for _head, text in heads) + 0.1
    legend = legend_places(items, width)[1]
    reach = _reach(lines)
    (headline, subtitle, note), room = texts, 4.6
    if on_slide():
        room = slide_room(subtitle, note(lines)) - top - 0.28 - legend
        lines = _on_this_slide(lines, names_wide - 0.15, wide[1], room)
    lines, tall = _placed(lines, names_wide - 0.15, wide[1], room)
    sheet = open_sheet(headline, subtitle, note(lines), body=top + tall + 0.28 + legend, width=_WIDE, ax=ax)
    high = min(tall, sheet.height - top - 0.28 - legend)
    axes = []
    for place, (left, (head, text)) in enumerate(zip(lefts, heads, strict=False)):
        write_title(sheet, left, head_high, head, size=LABEL + 1)
        write(sheet, left, head_high, text)
        one = panel(sheet, left, top, wide[place], high, first=place == 0)
        one.set(ylim=(tall, 0), yticks=[], xticks=[])
        axes.append(one)
    shown = [wrap(line["label"], names_wide - 0.15) for line in lines]
    axes[0].set_yticks([line["y"] for line in lines], shown, fontsize=LABEL, linespacing=1.15)
    axes[0].tick_params(axis="y", length=0, pad=8)
    _draw_shares(axes[0], lines, wide[0])
    _draw_groups(axes[1], lines, wide[1])
    _draw_polarisation(axes[2], lines)
    if with_change:
        _draw_changes(axes[3], lines, reach)
    draw_legend(sheet, 0, top + high + 0.28, sheet.width, items)
    return np.array(axes, dtype=object)


def _on_this_slide(lines, names_wide, whom_wide, room):
    """Return the lines of one slide; where there are several, the first has what the headline speaks of."""
    heights = [sum(_sides(line, names_wide, whom_wide)) for line in lines]
    if sum(heights) > room:

        def matters(place):
            line = lines[place]
            far, moved = any(one["behind"] for one in line["groups"]), line["change"].get("direction") in _MOVED
            return not (far or moved), not is_high(line)

        order = sorted(range(len(lines)), key=matters)
        lines, heights = [lines[k] for k in order], [heights[k] for k in order]
    return lines[on_slide().rows(heights, room)]


def _sides(line, names_wide, whom_wide):
    """Return how many inches a line takes above its middle, and below."""
    name = lines_high(wrap(line["label"], names_wide), LABEL) + 0.06
    up, down = (0.18, 0.2) if on_slide() else (0.23, 0.21)
    return max(up, name / 2), max(down + lines_high(_far_names(line, whom_wide), _TINY), name / 2)


def _placed(lines, names_wide, whom_wide, room):
    """Return the lines with the height of their middle, and how high all are together, in inches: few fill the room."""
    placed, top = [], 0.0
    sides = [_sides(line, names_wide, whom_wide) for line in lines]
    spare = min(max(0.0, room - sum(map(sum, sides))) / len(lines) / 2, 0.06)
    for line, (up, down) in zip(lines, sides, strict=True):
        placed.append({**line, "y": top + spare + up})
        top += up + down + 2 * spare
    return placed, top


def _heads(since, wide):
    heads = [
        (_("How it is"), _("share of answers by situation, %")),
        (_("For whom"), _("mean situation: all, and each group")),
        (_("Pulled apart?"), _("polarisation, 0 to 1")),
        (_("Since {wave}", wave=since) if since else _("Change"), _("change of level")),
    ]
    return [
        (wrap(head, room, LABEL + 1, "bold"), wrap(text, room, SMALL))
        for (head, text), room in zip(heads, wide, strict=False)
    ]


def _draw_shares(ax, lines, wide):
    ax.set_xlim(0, 1)
    for line in lines:
        x, row = 0.0, line["y"]
        if not line["shares"]:
            gap(ax, row, "")
        for share, colour in zip(line["shares"], situation_colours(len(line["shares"])), strict=True):
            ax.barh(row, share, left=x, height=0.32, color=colour, edgecolor="white", linewidth=1)
            text = number(100 * share, 0)
            if share * wide > text_width(text, FIGURE) + 0.06:
                ax.text(
                    x + share / 2, row, text, fontsize=FIGURE, color=ink_on(colour), ha="center", va="center_baseline"
                )
            x += share


def _far_names(line, wide):
    """Return the names of the groups that are behind, in lines that fit the panel."""
    return wrap(listed([one["label"] for one in line["groups"] if one["behind"]]), wide, _TINY)


def _draw_groups(ax, lines, wide):
    count = max(line["count"] for line in lines)
    ax.set_xlim(0.8, count + 0.2)
    ax.set_xticks(range(1, count + 1), [number(k) for k in range(1, count + 1)], fontsize=SMALL)
    inch = (count - 0.6) / wide
    for line in lines:
        row, middle = line["y"], line["y"] - 0.07
        ax.plot([1, count], [middle, middle], color="#D8D8D8", linewidth=1.2, zorder=0)
        if pd.notna(line["mean"]["estimate"]):
            whisker(ax, line["mean"], middle, BLUE, size=7)
            beside(ax, middle, number(line["mean"]["estimate"], 1), va="center_baseline", fontsize=FIGURE, color=BLUE)
        else:
            gap(ax, middle, line["mean"].get("note"))
        known = [one for one in line["groups"] if pd.notna(one["estimate"])]
        for one in known:
            far = one["behind"]
            ax.plot(
                [one["estimate"]] * 2,
                [row + 0.04, row + 0.18],
                color=ATTENTION if far else INK,
                linewidth=3.2 if far else 1.2,
                solid_capstyle="butt",
                zorder=3 if far else 2,
            )
        far = [one for one in known if one["behind"]]
        if far:
            names = _far_names(line, wide)
            half = max(text_width(text, _TINY) for text in names.split("\n")) / 2 * inch
            x = min(max(far[0]["estimate"], 0.8 + half), count + 0.2 - half)
            ax.text(x, row + 0.195, names, fontsize=_TINY, color=ATTENTION, ha="center", va="top", linespacing=1.05)


def _draw_polarisation(ax, lines):
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 1], [_("alike"), _("apart")], fontsize=SMALL)
    for text, side in zip(ax.get_xticklabels(), ("left", "right"), strict=True):
        text.set_ha(side)
    for line in lines:
        row = line["y"]
        value = line["pulled"]["estimate"]
        ax.barh(row, 1, height=0.16, color=WASH)
        if pd.isna(value):
            beside(ax, row, "–", va="center_baseline")
            continue
        high = is_high(line)
        ax.barh(row, float(value), height=0.16, color=ATTENTION if high else HAIRLINE)
        ax.plot([even_polarisation(line["count"])] * 2, [row - 0.13, row + 0.13], color=BLACK, linewidth=1.2)
        look = {"color": ATTENTION if high else QUIET, "fontweight": "bold" if high else "normal", "fontsize": FIGURE}
        beside(ax, row, number(value, 2), va="center_baseline", **look)


def _reach(lines):
    """Return how far the axis of changes goes on either side: as far on each of several slides."""
    drawn = [line["change"] for line in lines if line["change"]]
    ends = [abs(float(one[side])) for one in drawn for side in ("low", "high") if pd.notna(one.get(side))]
    return max([0.5, *ends]) * 1.15


def _draw_changes(ax, lines, reach):
    ax.set_xlim(-reach, reach)
    step = 0.5 if reach < 1.2 else 1.0
    ax.set_xticks([-step, 0, step], [number(-step, 1), "0", number(step, 1, signed=True)], fontsize=SMALL)
    rules(ax, [0], color=HAIRLINE)
    for line in lines:
        row = line["y"]
        change = line["change"]
        if not change or pd.isna(change.get("difference")):
            text = _("not comparable") if change.get("direction") == "not comparable" else "–"
            ax.text(
                0,
                row,
                text,
                fontsize=SMALL,
                color=QUIET,
                ha="center",
                va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
            continue
        colour, mark = _MOVED.get(change["direction"], (HAIRLINE, "o"))
        sure, ends = change["direction"] in _MOVED, [change.get("low"), change.get("high")]
        whisker(ax, {**change, "estimate": change["difference"]}, row, colour, mark, hollow=not sure, size=6)
        if pd.notna(ends).all():  # they stand out beyond an arrow that is wider than its interval
            ax.plot(ends, [row, row], "|", color=colour, markersize=11 if sure else 7, markeredgewidth=1.6, zorder=4)
