"""A pilot beside other territories, wave by wave: before its start, where nothing should be seen, and after it."""

import numpy as np
import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import SHARES, change_text
from workbench.charts.marks import draw_legend, empty_sheet, legend_places
from workbench.charts.palette import BLACK, HAIRLINE, QUIET, WASH, kinds, readable
from workbench.charts.selection import about, called, label, quoted, select, sentences
from workbench.charts.sheet import LABEL, SMALL, inner_width, lines_high, open_sheet, panel, wrap, write_title
from workbench.language import N_, _, listed, ngettext, number, percent, word

_RESTS = {
    "territories": N_("Intervals rest on where the pilots were, and on nothing else."),
    "drift": N_("Intervals hold if territories drift apart here as they do where no pilot was at work."),
    "sampling": N_("Intervals hold if nothing else happened in any of these territories."),
}
_FIELDS = ("pilot", "territory", "indicator", "kind", "shift", "wave", "effect", "low", "high", "facet")


@redrawable
@chart("pilot waves")
def plot_pilot_waves(waves, *, labels=None, ax=None, **where):
    """Return each pilot's difference from elsewhere by wave, with its interval, a panel a pilot and indicator.

    Parameters
    ----------
    waves : DataFrame
        What `pilot_waves` returns.

    Examples
    --------
    >>> told = {"pilot": "A1", "territory": "Valbourg", "indicator": "MOB", "facet": "mean", "better": 1}
    >>> rows = [("earlier", -2, "2018", 0.1, -0.3, 0.5), ("base", -1, "2021", 0.0, None, None),
    ...         ("after", 0, "2024", 0.8, 0.4, 1.2)]
    >>> names = ["kind", "shift", "wave", "effect", "low", "high"]
    >>> table = pd.DataFrame([{**told, **dict(zip(names, row))} for row in rows])
    >>> from workbench.charts import caption
    >>> caption(plot_pilot_waves(table, labels={"MOB": "Getting around"})).headline
    'Compared with elsewhere, after the start: better on “Getting around” in Valbourg'
    """
    table = select(waves, where, needs=_FIELDS, name="waves")
    facet = table["facet"].iloc[0] if len(table) else "mean"
    measure = _("difference from the comparison territories: {facet}", facet=word("facet", facet))
    if not len(table):
        why = _(
            "No pilot can be compared with elsewhere yet: it takes an action marked as a pilot, its first wave, "
            "territories to compare with, and answers before and after."
        )
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    panels = _panels(table, labels)
    headline = _headline(panels)
    shown = table[[name for name in ("indicator", "origin") if name in table]].drop_duplicates()
    subtitle = about(shown.drop(columns="indicator"), measure, labels=labels, intervals=True)
    bases = [_(_RESTS[kind]) for kind in _RESTS if "basis" in table and (table["basis"] == kind).any()]
    note = sentences(
        _("Hollow: before the start, where nothing should be seen; filled: since the start. Cross: the last wave "
          "before it, from which is counted."), *bases, *_apart(panels),
    )  # fmt: skip
    axes = _draw(panels, facet, (headline, subtitle, note), ax)
    data = table.copy()
    what = ngettext("{n} panel, a pilot's difference by wave.", "{n} panels, a pilot's difference by wave each.",
                    len(panels))  # fmt: skip
    telling = [_in_words(one, row, facet) for one in panels[:3] for row in one["rows"] if row["kind"] != "base"]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling[:9])


def _panels(table, labels):
    """Return a dict for each pilot and indicator: its name, its rows, and the names of its sources."""
    found = []
    for (_pilot, indicator), rows in table.groupby(["pilot", "indicator"], sort=False):
        places = listed([label(name.strip(), labels) for name in rows["territory"].iloc[-1].split(";")])
        rows = rows.sort_values("shift", kind="stable").to_dict("records")
        for row in rows:
            row["source"] = called("origin", row["origin"]) if row.get("origin") else ""
        found.append({"indicator": label(indicator, labels), "places": places, "rows": rows})
    return found


def _established(row):
    """Return 1 where a row is established to be better than elsewhere, −1 where worse, else 0."""
    if row["kind"] == "base" or pd.isna(row["low"]) or row["low"] <= 0 <= row["high"]:
        return 0
    better = row.get("better")
    return int(np.sign(row["effect"])) * (1 if better is None or pd.isna(better) else int(better))


def _headline(panels):
    told = {1: [], -1: []}
    for one in panels:
        name = _("{indicator} in {places}", indicator=quoted(one["indicator"]), places=one["places"])
        last = {row["source"]: row for row in one["rows"] if row["kind"] == "after"}
        for sign, names in told.items():
            sources = [source for source, row in last.items() if _established(row) == sign]
            if sources:
                every = len(sources) == len(last) or not sources[0]
                names.append(name if every else _("{name} ({sources})", name=name, sources=listed(sources)))
    if not told[1] and not told[-1]:
        return _("Compared with elsewhere, after the start: no difference that the intervals tell apart")
    better, worse = listed(told[1]), listed(told[-1])
    if better and worse:
        return _("Compared with elsewhere, after the start: better on {better}, worse on {worse}", better=better,
                 worse=worse)  # fmt: skip
    if better:
        return _("Compared with elsewhere, after the start: better on {better}", better=better)
    return _("Compared with elsewhere, after the start: worse on {worse}", worse=worse)


def _apart(panels):
    """Return, as a sentence, which pilots moved otherwise before their start."""
    names = [
        quoted(one["indicator"]) for one in panels
        if any(row["kind"] == "earlier" and pd.notna(row.get("p_adjusted")) and row["p_adjusted"] < 0.05
               for row in one["rows"])
    ]  # fmt: skip
    return [_("Already apart before the start: {names}.", names=listed(names))] if names else []


def _in_words(one, row, facet):
    name = " · ".join(text for text in (one["indicator"], row["source"]) if text)
    if row.get("verdict"):
        return _("{label}: {verdict}.", label=name, verdict=str(row["verdict"]).rstrip("."))
    return _("{label}: {figures}.", label=name, figures=f"{row['wave']} {change_text(row['effect'], facet)}")


def _draw(panels, facet, texts, ax):
    sources = list(dict.fromkeys(row["source"] for one in panels for row in one["rows"]))
    looks = kinds(sources)
    width = inner_width(ax)
    across = min(len(panels), max(1, int(width // 3.4)))
    bands, each = -(-len(panels) // across), width / across
    titles = [wrap(f"{one['indicator']} · {one['places']}", each - 0.5, LABEL, "bold") for one in panels]
    starts = range(0, len(panels), across)
    above = [max(lines_high(one, LABEL) for one in titles[k : k + across]) + 0.14 for k in starts]
    items = [(*looks[name], name) for name in sources if name] if len(sources) > 1 else []
    legend = legend_places(items, width)[1] + (0.1 if items else 0)
    below = lines_high("0\n0", SMALL) + 0.3
    tall = max(2.0, 3.4 / bands)
    sheet = open_sheet(*texts, body=legend + sum(above) + bands * (tall + below), ax=ax)
    draw_legend(sheet, 0, 0, width, items)
    tall = max(0.4, (sheet.height - legend - sum(above)) / bands - below)
    reach, step = _reach(panels, facet)
    axes = np.empty(len(panels), dtype=object)
    for place, one in enumerate(panels):
        band, column = divmod(place, across)
        left, top = column * each, legend + sum(above[:band]) + band * (tall + below)
        write_title(sheet, left, top + above[band] - 0.14, titles[place])
        axes[place] = panel(sheet, left + 0.62, top + above[band], each - 1.15, tall, first=place == 0)
        _axis(axes[place], one, facet, reach, step)
        for at, source in enumerate(sources):
            rows = [row for row in one["rows"] if row["source"] == source]
            _points(axes[place], rows, facet, looks[source], 0.09 * (at - (len(sources) - 1) / 2))
    return axes


def _reach(panels, facet):
    ends = [abs(float(row[side])) for one in panels for row in one["rows"] for side in ("effect", "low", "high")
            if pd.notna(row[side])]  # fmt: skip
    reach = max([0.25 if facet in SHARES else 0.6, *ends]) * 1.08
    return reach, next(one for one in (0.1, 0.25, 0.5, 1.0, 2.0, 5.0) if reach / one < 3.2)


def _axis(ax, one, facet, reach, step):
    shifts = sorted({int(row["shift"]) for row in one["rows"]})
    ax.set_xlim(shifts[0] - 0.5, shifts[-1] + 0.6)
    ax.set_ylim(-reach, reach)
    at = [k * step for k in range(-int(reach / step), int(reach / step) + 1)]
    names = [_tick(y, step, facet) for y in at]
    ax.set_yticks(at, ["0" if y == 0 else name for y, name in zip(at, names, strict=True)], fontsize=SMALL, color=QUIET)
    for y in at:
        ax.axhline(y, color=WASH, linewidth=1, zorder=0)
    ax.axhline(0, color=BLACK, linewidth=1.2, zorder=1)
    waves = {
        shift: "\n".join(dict.fromkeys(row["wave"].replace("; ", "\n") for row in one["rows"] if row["shift"] == shift))
        for shift in shifts
    }  # fmt: skip
    ax.set_xticks(shifts, [waves[shift] for shift in shifts], fontsize=SMALL)
    if shifts[0] < 0 <= shifts[-1]:
        ax.axvline(-0.5, color=HAIRLINE, linewidth=1.2, linestyle="--", zorder=1)
        ax.annotate(_("start"), (-0.5, 1), xycoords=("data", "axes fraction"), xytext=(4, -2),
                    textcoords="offset points", fontsize=SMALL, color=QUIET, va="top")  # fmt: skip


def _points(ax, rows, facet, look, aside):
    colour, mark = look
    for row in rows:
        x = row["shift"] + aside
        if row["kind"] == "base":
            ax.plot([x], [0], "x", color=colour, markersize=7, zorder=3)
            continue
        if pd.notna(row["low"]):
            ax.plot([x, x], [row["low"], row["high"]], color=colour, linewidth=2, solid_capstyle="butt", zorder=2)
        inside = colour if row["kind"] == "after" else "white"
        ax.plot([x], [row["effect"]], mark, color=colour, markersize=8, markeredgewidth=1.6, markerfacecolor=inside,
                zorder=3)  # fmt: skip
    after = [row for row in rows if row["kind"] == "after"]
    if after:
        ax.annotate(change_text(after[-1]["effect"], facet), (after[-1]["shift"] + aside, after[-1]["effect"]),
                    xytext=(9 if aside >= 0 else -9, 0), textcoords="offset points", fontsize=SMALL, va="center",
                    ha="left" if aside >= 0 else "right", color=readable(colour), clip_on=False,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.85})  # fmt: skip


def _tick(y, step, facet):
    return percent(y, signed=True) if facet in SHARES else number(y, 2 if step == 0.25 else 1, signed=True)
