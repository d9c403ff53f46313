"""Where to act first: what weighs most on people, how bad the situation is, how unequal."""

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import empty_sheet, no_answers
from workbench.charts.palette import ATTENTION, BLACK, BLUE, HAIRLINE, INK, QUIET, TEAL, readable
from workbench.charts.selection import about, given, label, listed_labels, select, sentences
from workbench.charts.sheet import (
    FIGURE,
    LABEL,
    SMALL,
    inner_width,
    lines_high,
    open_sheet,
    panel,
    slide_room,
    wrap,
    write,
)
from workbench.charts.slides import on_slide
from workbench.language import N_, _, ngettext, percent, word

#: Fewer points than these have no middle worth speaking of: they are drawn without fields.
_ENOUGH = 5
#: Quadrants: (much said?, bad?) to their name, colour and mark, the most pressing first.
_QUADRANTS = {
    (True, True): (N_("Act first: much said, often bad"), ATTENTION, "s"),
    (False, True): (N_("Look closer: little said, often bad"), INK, "D"),
    (True, False): (N_("Keep up: much said, seldom bad"), BLUE, "o"),
    (False, False): (N_("Keep an eye on: little said, seldom bad"), TEAL, "^"),
    None: (N_("Too few to sort into fields"), BLUE, "o"),
}
_NO_FIELD = None


_SIGNS = {"s": "■", "D": "◆", "o": "●", "^": "▲"}


@redrawable
@chart("priorities")
def plot_priorities(table, *, cuts=None, labels=None, ax=None, **where):
    """Return the priority map: right what people spoke of most, on top what is worst, large what is most unequal.

    Four fields sort what is drawn where there are five points or more, or `cuts` are given. A point of which nobody
    knows how unequal it is stands hollow; what cannot be placed is named in the note.

    Parameters
    ----------
    table : DataFrame
        What `priorities` returns: indicator (or theme), weight (share of what people said), bad (share in bad
        situations, with bad_low and bad_high), disparity (0..1).
    cuts : (float, float), optional
        Weight and bad share at which the four fields meet; by itself the middle of what is drawn.

    Examples
    --------
    >>> table = pd.DataFrame({"indicator": ["HOME", "AIR"], "weight": [0.4, 0.1], "bad": [0.6, 0.1]})
    >>> from workbench.charts import caption
    >>> caption(plot_priorities(table, labels={"HOME": "Housing"})).headline
    'Too few to sort; most often bad: Housing, 60% in bad situations'
    """
    column = "indicator" if "indicator" in table.columns else "theme"
    chosen = select(table, where, needs=(column, "weight", "bad"))
    measure = _("what people said × how bad × how unequal")
    if not len(chosen):
        return empty_sheet(chosen, measure, no_answers(), labels=labels, ax=ax)
    points, missing = _points(chosen, column, labels)
    if not points:  # nothing was weighed: a map without points must not read as good news
        return empty_sheet(chosen.iloc[:0], measure, _nothing_weighed(chosen), labels=labels, ax=ax)
    sorted_ = cuts is not None or len(points) >= _ENOUGH
    cuts = (cuts or _middle(points)) if sorted_ else None
    for point in points:
        point["field"] = (point["weight"] >= cuts[0], point["bad"] >= cuts[1]) if sorted_ else _NO_FIELD
    places = {field: place for place, field in enumerate(_QUADRANTS)}
    points.sort(key=lambda point: (places[point["field"]], -point["weight"] * point["bad"]))
    headline = _headline(points, cuts) if sorted_ else _few(points)
    subtitle = about(chosen, measure, labels=labels, rows=column)
    note = _note(points, missing, sorted_ and given(chosen, "bad_low"), sorted_)
    axes = _draw(points, cuts, (headline, subtitle, note), ax)
    data = pd.DataFrame(
        [
            {"number": k, **{key: value for key, value in point.items() if key != "field"}}
            for k, point in enumerate(points, 1)
        ]
    )
    what = ngettext("Map of {n} priority in four fields.", "Map of {n} priorities in four fields.", len(points))
    if not sorted_:
        what = ngettext("Map of {n} priority.", "Map of {n} priorities.", len(points))
    telling = [
        _(
            "{label}: {weight} of what was said, {bad} in bad situations.",
            label=p["label"],
            weight=percent(p["weight"]),
            bad=percent(p["bad"]),
        )
        for p in points[:5]
    ]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling)


def _points(table, column, labels):
    shown = table["label"] if "label" in table else pd.Series("", index=table.index)
    points, missing = [], []
    for row, own in zip(table.to_dict("records"), shown, strict=True):
        name = own or label(row[column], labels)
        if pd.isna(row["weight"]) or pd.isna(row["bad"]):
            missing.append(name)
            continue
        figures = {key: row.get(key, pd.NA) for key in ("bad_low", "bad_high", "disparity", "n")}
        points.append(
            {"label": name, column: row[column], "weight": float(row["weight"]), "bad": float(row["bad"]), **figures}
        )
    return points, missing


def _nothing_weighed(table):
    """Return why no line has both a weight and a share in bad situations."""
    if not table["weight"].notna().any():
        return _(
            "No indicator stands under a theme that people spoke of: write the theme of each indicator, as it is "
            "called here, on the sheet “{sheet}”.", sheet=word("sheet", "indicators"),
        )  # fmt: skip
    if not table["bad"].notna().any():
        return _("No share in bad situations can be shown: too few people answered, or what they answered is hidden.")
    return _("No indicator has both: a theme that people spoke of, and enough answers.")


def _middle(points):
    if not points:
        return 0.5, 0.5
    return tuple((min(p[key] for p in points) + max(p[key] for p in points)) / 2 for key in ("weight", "bad"))


def _draw(points, cuts, texts, ax):
    width = inner_width(ax)
    listing = width * 0.36
    across = width - listing - 0.95
    blocks = _blocks(points, listing)
    listed_high = sum(lines_high(text, LABEL) for text, *_rest in blocks)
    body, apart = max(4.7, listed_high + 0.08 * len(blocks) + 0.3), 0.05
    if on_slide():
        body = max(slide_room(*texts[1:]), listed_high + 0.1)
        apart = min(0.05, (body - 0.1 - listed_high) / max(len(blocks), 1))
    sheet = open_sheet(*texts, body=body, ax=ax)
    axes = panel(sheet, 0.6, 0.05, across, sheet.height - 0.6, first=True)
    axes.spines[["left", "bottom"]].set_visible(True)
    _frame(axes, points, cuts)
    _draw_points(axes, points, across, sheet.height - 0.6)
    top = 0.05
    for text, mark, colour in blocks:
        left = 0.6 + across + 0.35
        if mark:
            write(sheet, left, top, mark, fontsize=LABEL, color=colour)
        look = {"fontsize": LABEL, "fontweight": "bold"} if mark else {"fontsize": FIGURE}
        write(sheet, left + 0.2, top, text, color=BLACK, **look)
        top += lines_high(text, LABEL) + apart
    return axes


def _blocks(points, wide):
    """Return the list beside the map, (text, mark, colour): a marked heading for each field in use."""
    blocks = []
    for field, (name, colour, mark) in _QUADRANTS.items():
        mine = [(k, point) for k, point in enumerate(points, 1) if point["field"] == field]
        if mine:
            blocks.append((wrap(_(name), wide - 0.2, LABEL, "bold"), _SIGNS[mark], colour))
            blocks += [(wrap(f"{k}  {point['label']}", wide - 0.2, LABEL), "", colour) for k, point in mine]
    return blocks


def _frame(ax, points, cuts):
    for axis, key, place in ((ax.xaxis, "weight", 0), (ax.yaxis, "bad", 1)):
        values = [point[key] for point in points] + ([cuts[place]] if cuts is not None else [])
        pad = max((max(values) - min(values)) * 0.14, 0.02)
        low, high = max(0.0, min(values) - pad), min(1.0, max(values) + pad)
        (ax.set_xlim if place == 0 else ax.set_ylim)(low, high)
        step = next(one for one in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if (high - low) / one <= 6)
        ticks = [k * step for k in range(int(low / step), int(high / step) + 2) if low <= k * step <= high]
        axis.set_ticks(ticks, [percent(x) for x in ticks], fontsize=SMALL, color=QUIET)
    ax.tick_params(pad=7)
    if cuts is not None:
        ax.axvline(cuts[0], color=HAIRLINE, linewidth=1, linestyle=(0, (5, 3)), zorder=0)
        ax.axhline(cuts[1], color=HAIRLINE, linewidth=1, linestyle=(0, (5, 3)), zorder=0)
    ax.set_xlabel(_("share of what people said →"), fontsize=SMALL, color=QUIET)
    ax.set_ylabel(_("share in bad situations →"), fontsize=SMALL, color=QUIET)


def _draw_points(ax, points, wide, tall):
    """Draw the marks, their numbers beside them where a place is free of marks and other numbers."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    spots = [((p["weight"] - x0) / (x1 - x0) * wide, (p["bad"] - y0) / (y1 - y0) * tall) for p in points]
    apart = [0.0 if pd.isna(p["disparity"]) else min(1.0, max(0.0, float(p["disparity"]))) for p in points]
    radii = [0.07 + 0.2 * part**0.5 for part in apart]
    taken = [(x, y, r) for (x, y), r in zip(spots, radii, strict=True)]
    for k, (point, (x, y), r) in enumerate(zip(points, spots, radii, strict=True), 1):
        _name, colour, mark = _QUADRANTS[point["field"]]
        ax.plot(
            [point["weight"]],
            [point["bad"]],
            mark,
            markersize=2 * r * 72,
            color=colour,
            alpha=0.85,
            markerfacecolor="white" if pd.isna(point["disparity"]) else colour,
            markeredgecolor=colour if pd.isna(point["disparity"]) else "white",
            clip_on=False,
        )
        far = r + 0.1
        around = [(far, 0), (0, far), (-far, 0), (0, -far), (far, far), (-far, far), (far, -far), (-far, -far)]
        places = [(x + dx * reach, y + dy * reach) for reach in (1, 1.6, 2.3) for dx, dy in around]
        free = [at for at in places if all((at[0] - a) ** 2 + (at[1] - b) ** 2 >= (c + 0.09) ** 2 for a, b, c in taken)]
        at = next((one for one in free if 0 < one[0] < wide and 0 < one[1] < tall), places[0])
        taken.append((*at, 0.09))
        ax.annotate(
            str(k),
            (point["weight"], point["bad"]),
            xytext=((at[0] - x) * 72, (at[1] - y) * 72),
            textcoords="offset points",
            fontsize=LABEL,
            fontweight="bold",
            color=readable(colour),
            ha="center",
            va="center",
        )


def _headline(points, cuts):
    first = [p for p in points if p["field"] == (True, True)]
    sure = [p for p in first if pd.isna(p["bad_low"]) or p["bad_low"] >= cuts[1]]
    if sure:
        return _("Act first on: {topics}", topics=listed_labels([p["label"] for p in sure]))
    if first:
        return _(
            "Much said and often bad, though not surely: {topics}", topics=listed_labels([p["label"] for p in first])
        )
    return _("Nothing is both much said and often bad")


def _few(points):
    worst = max(points, key=lambda point: point["bad"])
    return _(
        "Too few to sort; most often bad: {topic}, {bad} in bad situations",
        topic=worst["label"],
        bad=percent(worst["bad"]),
    )


def _note(points, missing, intervals, sorted_):
    unknown = [point["label"] for point in points if pd.isna(point["disparity"])]
    return sentences(
        _("Larger mark: more unequal between groups."),
        _("Hollow: not known how unequal: {topics}.", topics=listed_labels(unknown)) if unknown else "",
        _("Dashed lines: the middle of what is drawn, only to sort.") if sorted_ else "",
        _("The headline names only what lies above the line with its whole interval.") if intervals else "",
        _("Without a figure: {topics}.", topics=listed_labels(missing)) if missing else "",
    )
