"""Lines over the waves, in panels: what scores, official series and cohorts share."""

from itertools import pairwise

import numpy as np
import pandas as pd

from workbench.charts.marks import draw_legend, legend_places
from workbench.charts.palette import HAIRLINE, QUIET, WASH, kinds, readable
from workbench.charts.selection import called, keys, label
from workbench.charts.sheet import (
    LABEL,
    SMALL,
    inner_width,
    line_height,
    lines_high,
    open_sheet,
    panel,
    text_width,
    wrap,
    write_title,
)
from workbench.disclosure import is_hidden
from workbench.language import _

_PANEL = 1.75


def series_of(table, lines, labels, breaks):
    """Return one dict a line: its indicator and name, its rows by wave, and the waves it breaks at."""
    own = [key for key in keys(table) if key != "wave"]
    apart_by = [key for key in own if key not in ("indicator", lines) and table[key].nunique() > 1]
    series = []
    for _key, rows in table.groupby(own, sort=False):
        rows = rows.assign(wave=rows["wave"].astype("str")).sort_values("wave", kind="stable")
        first = rows.iloc[0]
        names = [called(key, first[key], labels) for key in ([lines] if lines else []) + apart_by]
        rows = rows.assign(label=" · ".join([label(first["indicator"], labels), *names]))
        found = _breaks_of(breaks, first, rows["wave"])
        series.append(
            {
                "indicator": first["indicator"],
                "name": " · ".join(names),
                "rows": rows,
                "breaks": set(found),
                "broken": [_("{wave}: {what}", wave=wave, what=text) for wave, text in found.items()],
            }
        )
    return series


def _breaks_of(breaks, line, waves):
    if breaks is None or not len(breaks):
        return {}
    mine = breaks[breaks["territory"].isin(["", line.get("territory", "")]) & (breaks["break"] != "")]
    for column in ("indicator", "group"):  # a break may concern one of them only; of all groups together it counts
        if column in mine and line.get(column, ""):
            mine = mine[mine[column].isin(["", line[column]])]
    return {
        row["wave"]: row["break"] for row in mine.to_dict("records") if waves.iloc[0] < row["wave"] <= waves.iloc[-1]
    }


def draw_series(panels, texts, figure, ax=None):
    """Draw panels of lines on one sheet and return their Axes; each panel is a dict title, series, limits, ticks."""
    waves = sorted({wave for one in panels for line in one["series"] for wave in line["rows"]["wave"]})
    years = [float(wave) for wave in waves] if all(wave.isdigit() for wave in waves) else list(range(len(waves)))
    at = dict(zip(waves, years, strict=True))
    span = (years[-1] - years[0]) or 1.0
    looks = kinds([line["name"] for one in panels for line in one["series"]])
    items = [(*looks[name], name) for name in looks if name] if len(looks) > 1 else []
    width = inner_width(ax)
    most = max(1, int(width // 2.6))
    bands = -(-len(panels) // most)
    across = -(-len(panels) // bands)
    each = width / across
    titles = [wrap(one["title"], each - 0.55, LABEL, "bold") for one in panels]
    above = [
        max(lines_high(title, LABEL) for title in titles[k : k + across]) + 0.12 for k in range(0, len(panels), across)
    ]
    tall = max(_PANEL, 3.6 / bands)
    legend = legend_places(items, width)[1] + (0.1 if items else 0)
    sheet = open_sheet(*texts, body=legend + sum(above) + (tall + 0.5) * bands, ax=ax)
    draw_legend(sheet, 0, 0, width, items)
    tall = max(0.3, min(tall, (sheet.height - legend - sum(above)) / bands - 0.5))
    axes = np.empty(len(panels), dtype=object)
    for place, one in enumerate(panels):
        row, column = divmod(place, across)
        top, left = legend + sum(above[:row]) + row * (tall + 0.5), column * each
        write_title(sheet, left, top + above[row] - 0.12, titles[place])
        axes[place] = panel(sheet, left + 0.42, top + above[row], each - 1.05, tall, first=place == 0)
        axes[place].set_xlim(years[0] - 0.12 * span, years[-1] + 0.12 * span)
        margin = 0.06 * (one["limits"][1] - one["limits"][0])
        axes[place].set_ylim(one["limits"][0] - margin, one["limits"][1] + margin)
        axes[place].set_yticks(
            [x for x, _t in one["ticks"]], [text for _x, text in one["ticks"]], fontsize=SMALL, color=QUIET
        )
        axes[place].set_xticks(_thinned(waves, at, each - 1.05, years, span), None)
        axes[place].set_xticklabels(
            [wave for wave in waves if at[wave] in set(axes[place].get_xticks())], fontsize=SMALL
        )
        for y, _text in one["ticks"]:
            axes[place].axhline(y, color=WASH, linewidth=1, zorder=0)
        _draw_lines(axes[place], one["series"], at, span, looks, figure)
    return axes


def _thinned(waves, at, wide, years, span):
    """Return the places of the waves whose names have room below a panel; the last one always has."""
    need = max(text_width(wave, SMALL) for wave in waves) + 0.08
    inch, kept = wide / (1.24 * span), []
    for wave in reversed(waves):
        if not kept or (kept[-1] - at[wave]) * inch >= need:
            kept.append(at[wave])
    return kept[::-1]


def _draw_lines(ax, series, at, span, looks, figure):
    for place, line in enumerate(series):
        colour, mark = looks[line["name"]]
        shift = 0.018 * span * (place - (len(series) - 1) / 2)
        known = [row for row in line["rows"].to_dict("records") if pd.notna(row["estimate"])]
        for row in line["rows"].to_dict("records"):
            if is_hidden(row):
                ax.plot([at[row["wave"]] + shift], [ax.get_ylim()[0]], "x", color=colour, markersize=6, clip_on=False)
        for row in known:
            x = at[row["wave"]] + shift
            if pd.notna(row.get("low")) and pd.notna(row.get("high")):
                ax.plot([x, x], [row["low"], row["high"]], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
            ax.plot([x], [row["estimate"]], mark, color=colour, markersize=6.5, zorder=3)
        for before, after in pairwise(known):
            if any(before["wave"] < wave <= after["wave"] for wave in line["breaks"]):
                ax.axvline(
                    (at[before["wave"]] + at[after["wave"]]) / 2, color=HAIRLINE, linewidth=1, linestyle=":", zorder=1
                )
            else:
                xs = [at[row["wave"]] + shift for row in (before, after)]
                ax.plot(xs, [before["estimate"], after["estimate"]], color=colour, linewidth=1.4, zorder=2)
    if len(series) <= 6:
        _write_last(ax, series, at, span, looks, figure)


def _write_last(ax, series, at, span, looks, figure):
    """Write the last figure of each line beside it, pushed apart where two would run into each other."""
    ends = []
    for line in series:
        known = line["rows"][line["rows"]["estimate"].notna()]
        if len(known):
            ends.append((float(known["estimate"].iloc[-1]), known["wave"].iloc[-1], looks[line["name"]][0]))
    low, high = ax.get_ylim()
    step = line_height(SMALL) * (high - low) / (ax.bbox.height / ax.figure.dpi)
    place = -np.inf
    right = max((at[wave] for _value, wave, _colour in ends), default=0) + 0.06 * span
    for value, _wave, colour in sorted(ends):
        place = max(value, place + step)
        ax.text(right, place, figure(value), fontsize=SMALL, color=readable(colour), va="center", clip_on=False)
