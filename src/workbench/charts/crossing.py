"""What residents, professionals, institutions, a survey, statistics and evidence say of one theme, on one line."""

from itertools import pairwise

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import axis_height, common_scale, facet_axis
from workbench.charts.marks import beside, draw_legend, empty_sheet, gap, legend_places, over, row_height, row_sheet
from workbench.charts.names import units_called
from workbench.charts.palette import ATTENTION, BAND, INK, LILAC, QUIET, RANGE, STANDPOINTS
from workbench.charts.selection import about, label, quoted, select
from workbench.charts.sheet import SMALL, inner_width, lines_high, wrap
from workbench.charts.statistics import with_unit
from workbench.crossing.sentences import range_text, who
from workbench.disclosure import is_hidden
from workbench.language import _, listed, ngettext, number, percent

_SURVEY, _STATISTIC = (LILAC, "^"), (INK, "P")
_NAMES, _ASIDE = 2.7, 3.3
_PEOPLE = ("groups", "survey")


@redrawable
@chart("crossing")
def plot_crossing(views, *, apart=None, labels=None, levels=None, ax=None, **where):
    """Return what each source says of each theme or indicator, one line each, the widest disagreement on top.

    A mark with its interval for each kind of people, a bar for the range of the evidence, a cross where the group gave
    a statistic thresholds; other statistics stand behind the line as figures. A name is bold, and the two sources
    joined by a band, where they can be told apart from chance.

    Parameters
    ----------
    views : DataFrame
        What `side_by_side` returned.
    apart : DataFrame, optional
        What `disagreements` returned; without it nothing is announced.
    **where
        Column to the value or values to keep, of one territory and wave.

    Raises
    ------
    ValueError
        If a column is missing or holds none of the values asked for, or more than one territory or wave is left.

    Examples
    --------
    >>> rows = [["resident", 2.1, 1.7, 2.6], ["professional", 3.4, 2.9, 3.8]]
    >>> views = pd.DataFrame(rows, columns=["standpoint", "estimate", "low", "high"])
    >>> ax = plot_crossing(views.assign(indicator="Housing", origin="groups", levels=5, n=20))
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['Housing']
    """
    chosen = select(views, where, needs=("indicator", "origin", "standpoint", "estimate", "levels"), name="views")
    for column in ("territory", "wave"):
        if column in chosen and chosen[column].nunique() > 1:
            raise ValueError(_("{column}: the chart shows one, found {found}.", column=column,
                               found=listed(chosen[column].unique())))  # fmt: skip
    measure = _("mean situation, and where statistics and evidence stand")
    if not len(chosen):
        why = _("Nobody has answered here yet, and no statistics or evidence are filed: any of them fills this sheet.")
        return empty_sheet(chosen, measure, why, labels=labels, ax=ax)
    chosen, told = units_called(chosen, labels), _told(apart, chosen)
    lines = _lines(chosen, told, labels)
    headline, note = _headline(lines), _note(lines, chosen)
    subtitle = about(chosen[chosen["origin"].isin(_PEOPLE)].drop(columns=["origin"]), measure, labels=labels,
                     rows="indicator", extra=[_as_if(chosen)])  # fmt: skip
    axes = _draw(lines, chosen, (headline, subtitle, note), levels, ax)
    places = {line["topic"]: place for place, line in enumerate(lines)}
    data = chosen.assign(label=chosen["indicator"].map({line["topic"]: line["name"] for line in lines}))
    data = data.sort_values("indicator", key=lambda column: column.map(places), kind="stable", ignore_index=True)
    what = ngettext("{n} line with one mark for each source.", "{n} lines with one mark for each source.", len(lines))
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(line) for line in lines[:6]])


def _as_if(table):
    if "low" not in table or not table["low"].notna().any():
        return ""
    share = percent(table.attrs.get("confidence", 0.95))
    if (table["origin"] == "groups").any():
        return _("{share} intervals, as if the groups had been drawn by lot", share=share)
    return _("{share} intervals", share=share)


def _told(apart, chosen):
    """Return, by topic, the pair that is told apart most; only of the territory and wave that are shown."""
    if apart is None or not len(apart):
        return {}
    kept = apart[apart["direction"].isin(["better", "worse"]) & apart["difference"].notna()]
    for column in ("territory", "wave"):
        if column in chosen and column in kept:
            kept = kept[kept[column].isin(chosen[column].unique())]
    kept = kept.sort_values("rank", kind="stable").drop_duplicates("indicator")
    return {row["indicator"]: row for row in kept.to_dict("records")}


def _lines(table, told, labels):
    """Return one dict a line: topic, name, the rows of its sources, the pair that is told, how wide it is."""
    lines = []
    for topic, rows in table.groupby("indicator", sort=False):
        rows = rows.to_dict("records")
        people = [row for row in rows if row["origin"] in _PEOPLE and pd.notna(row["estimate"])]
        values = [float(row["estimate"]) for row in people]
        pair, length = told.get(topic), max(int(row["levels"]) for row in rows if pd.notna(row["levels"])) if any(
            pd.notna(row["levels"]) for row in rows) else 5  # fmt: skip
        wide = abs(float(pair["difference"])) if pair else max(values) - min(values) if values else -1.0
        lines.append({
            "topic": topic, "name": label(topic, labels), "people": people, "pair": pair, "wide": wide / (length - 1),
            "ranges": [row for row in rows if row["origin"] == "evidence" and pd.notna(row["lowest"])],
            "placed": [row for row in rows if row["origin"] == "statistic" and pd.notna(row["lowest"])],
            "beside": [row for row in rows if row["origin"] == "statistic"],
            "hidden": [row for row in rows if row["origin"] in _PEOPLE and is_hidden(row)],
        })  # fmt: skip
    return sorted(lines, key=lambda line: (line["pair"] is None, -line["wide"]))


def _look(row):
    if row["origin"] == "survey":
        return _SURVEY
    return STANDPOINTS.get(row["standpoint"], (INK, "v"))


def _draw(lines, table, said, levels, ax):
    width = inner_width(ax)
    names, aside = min(_NAMES, width * 0.26), min(_ASIDE, width * 0.3)
    across = width - names - aside - 0.3
    texts = [[wrap(text, aside - 0.1, SMALL) if text else "" for text in _aside(line)] for line in lines]
    longest = max(int(table["levels"].max()) if table["levels"].notna().any() else 5, 2)
    words = [(levels or {}).get(line["topic"]) for line in lines]
    scale = common_scale({place: (longest, found) for place, found in enumerate(words)})
    items = _legend(lines)
    top, below = legend_places(items, width - names - 0.12)[1] + 0.24, axis_height("mean", scale, across)
    marks = max(len(line["people"]) for line in lines)
    high = row_height([line["name"] for line in lines], names, least=max(0.4, 0.13 * marks + 0.12), most=0.75)
    high = max(high, *(sum(lines_high(text, SMALL) for text in both) + 0.1 for both in texts))
    bold = {place for place, line in enumerate(lines) if line["pair"]}
    sheet, axes = row_sheet(
        said, [line["name"] for line in lines], names, across, high, top=top, below=below, bold=bold, ax=ax
    )
    draw_legend(sheet, names + 0.12, 0, width - names - 0.12, items)
    facet_axis(axes, "mean", scale, across)
    if bold:
        over(axes, _("furthest apart"))
    for place, (line, both) in enumerate(zip(lines, texts, strict=True)):
        _draw_line(axes, place, line)
        pair, figures = (36 * lines_high(text, SMALL) for text in both)  # half their heights in points
        beside(axes, place, both[0], up=figures, color=ATTENTION)
        beside(axes, place, both[1], up=-pair)
        if line["hidden"] and not line["people"]:
            names_ = listed([who(row["origin"], row["standpoint"]) for row in line["hidden"]])
            gap(axes, place, _("hidden: {names}", names=names_))
    return axes


def _draw_line(axes, place, line):
    for row in line["ranges"]:
        low, high = float(row["lowest"]), float(row["highest"])
        low, high = (low - 0.06, high + 0.06) if high - low < 0.12 else (low, high)
        axes.barh(place, high - low, left=low, height=0.74, color=RANGE, edgecolor=QUIET, linewidth=0.8, zorder=0.5)
    ends = _ends(line)
    if ends:
        axes.plot(ends, [place, place], color=BAND, linewidth=9, solid_capstyle="butt", zorder=1)
    values = sorted(float(row["estimate"]) for row in line["people"])
    shift = min(0.2, 0.72 / max(len(values), 1))
    bare = not any(pd.notna(row.get("low")) for row in line["people"])
    alone = bare and all(later - earlier > 0.3 for earlier, later in pairwise(values))
    for step, row in enumerate(line["people"]):
        (hue, mark), y = _look(row), place if alone else place + shift * (step - (len(values) - 1) / 2)
        if pd.notna(row.get("low")) and pd.notna(row.get("high")):
            axes.plot([row["low"], row["high"]], [y, y], color=hue, linewidth=1.5, zorder=2)
        axes.plot([row["estimate"]], [y], mark, color=hue, markersize=7.5, markeredgecolor="white", markeredgewidth=0.8,
                  zorder=4)  # fmt: skip
    for row in line["placed"]:
        hue, mark = _STATISTIC
        axes.plot([float(row["lowest"])], [place], mark, color=hue, markersize=9, zorder=3)


def _ends(line):
    """Return from where to where the pair that is told lies; nothing where none is."""
    pair = line["pair"]
    if not pair:
        return ()
    end = float(pair["estimate"]) - float(pair["difference"])
    return float(pair["estimate"]), end


def _legend(lines):
    items = {}
    for line in lines:
        for row in line["people"]:
            items.setdefault((row["origin"], row["standpoint"]), (*_look(row), who(row["origin"], row["standpoint"])))
    order = [("groups", name) for name in STANDPOINTS]
    found = [items.pop(key) for key in order if key in items]
    survey = items.pop(("survey", ""), None)
    found += [*items.values(), *([survey] if survey else [])]
    if any(line["ranges"] for line in lines):
        found.append((RANGE, None, _("range of the evidence")))
    if any(line["placed"] for line in lines):
        found.append((*_STATISTIC, _("statistic, by the group’s thresholds")))
    return found


def _aside(line):
    """Return what stands behind a line: the pair that is told apart, and the statistics as figures."""
    return (_pair_text(line["pair"]) if line["pair"] else ""), "\n".join(figure_of(row) for row in line["beside"])


def _pair_text(pair):
    one, other = who(pair["origin"], pair["standpoint"]), who(pair["origin_other"], pair["other"])
    return f"{number(abs(float(pair['difference'])), 1)} · {one} / {other}"


def figure_of(row):
    """Return a statistic as a figure: its value, what is better, and how it changed.

    >>> figure_of({"label": "Unemployment", "value": 10.6, "unit": "%", "direction": "down", "change": -0.3,
    ...            "since": "2021"})
    'Unemployment: 10.6 % (lower is better), −0.3 since 2021'
    """
    better = {"up": _("higher is better"), "down": _("lower is better")}.get(row["direction"], "")
    text = _("{label}: {value}", label=row["label"], value=with_unit(row["value"], row["unit"]))
    if better:
        text = _("{figure} ({better})", figure=text, better=better)
    if pd.notna(row["change"]):
        change = number(round(float(row["change"]), 2) + 0.0, signed=True)
        text = _("{figure}, {change} since {wave}", figure=text, change=change, wave=row["since"])
    return text


def _headline(lines):
    told = [line for line in lines if line["pair"]]
    if not told:
        return _("No two sources can be told apart from chance on any of it")
    pair, more = told[0]["pair"], len(told) - 1
    first = _(
        "{topic}: {one} and {other} lie {size} levels apart", topic=quoted(told[0]["name"]),
        one=who(pair["origin"], pair["standpoint"]), other=who(pair["origin_other"], pair["other"]),
        size=number(abs(float(pair["difference"])), 1),
    )  # fmt: skip
    if not more:
        return first
    rest = ngettext("sources disagree on {n} line more", "sources disagree on {n} lines more", more)
    return _("{first}; {rest}", first=first, rest=rest)


def _note(lines, table):
    parts = [_("Groups speak with equal voices, the survey with its weights: they are never pooled.")]
    if any(line["pair"] for line in lines):
        parts.append(_(
            "Bold name and band: these two can be told apart after adjustment for the number of comparisons; from "
            "evidence or a statistic, by more than half a level."
        ))  # fmt: skip
    if any(line["ranges"] for line in lines):
        parts.append(_("Evidence is a range, not a mean."))
    if table["levels"].nunique() > 1:
        parts.append(_("The scales have different lengths: compare marks within a line."))
    if any(len(line["beside"]) > len(line["placed"]) for line in lines):
        parts.append(_("A statistic without thresholds is no situation: its figure stands behind the line."))
    return " ".join(parts)


def _in_words(line):
    said = [
        _("{who} {figure} (n = {n})", who=who(row["origin"], row["standpoint"]), n=number(row.get("n")),
          figure=number(float(row["estimate"]), 1))
        for row in line["people"]
    ]  # fmt: skip
    for row in line["ranges"]:
        said.append(_("the evidence {range}", range=range_text(float(row["lowest"]), float(row["highest"]))))
    said += [figure_of(row) for row in line["beside"]]
    return _("{label}: {figures}.", label=line["name"], figures=listed(said)) if said else ""
