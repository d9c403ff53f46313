"""Birth or intake cohorts followed through the waves: a grid with its numbers, or lines."""

import numpy as np
import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import UNIT, common_scale, figure_text, scales
from workbench.charts.marks import empty_sheet, row_height
from workbench.charts.palette import QUIET, ink_on
from workbench.charts.selection import (
    about,
    apart,
    given,
    keys,
    label,
    listed_labels,
    overall,
    quoted,
    select,
    sentences,
)
from workbench.charts.series import draw_series
from workbench.charts.sheet import (
    LABEL,
    SMALL,
    inner_width,
    lines_high,
    open_sheet,
    panel,
    text_width,
    wrap,
    write_title,
)
from workbench.disclosure import is_hidden
from workbench.language import _, listed, ngettext, number, word

_COHORTS = ("birth_cohort", "cohort", "intake_cohort")


@redrawable
@chart("cohorts")
def plot_cohorts(scores, *, facet="mean", kind="grid", labels=None, levels=None, ax=None, **where):
    """Return the figures of each cohort in each wave.

    Age, period and cohort are tied to each other, so the chart shows the figures and claims no separate effect of any.

    Parameters
    ----------
    scores : DataFrame
        What `cohort_table` returns, or `scores` of `tables.py`, with a column birth_cohort (or cohort).
    facet : str
        "mean", "good", "bad" …
    kind : {"grid", "lines"}
        A cohort × wave grid with numbers, or a line for each cohort; a panel for each indicator.

    Raises
    ------
    ValueError
        If the table holds more than one territory or origin, or `kind` is neither of the two.

    Examples
    --------
    >>> rows = [["1980–1989", "2021", "mean", 2.6, 40], ["1980–1989", "2024", "mean", 3.4, 38]]
    >>> ax = plot_cohorts(pd.DataFrame(rows, columns=["cohort", "wave", "facet", "estimate", "n"]))
    >>> [text.get_text() for text in ax.texts]
    ['2.6\\nn = 40', '3.4\\nn = 38']
    """
    if kind not in ("grid", "lines"):
        raise ValueError(_("kind: “{found}” is neither “grid” nor “lines”.", found=kind))
    cohort = next((name for name in _COHORTS if name in scores.columns), "cohort")
    everything = select(scores, where, needs=("facet", "wave", cohort, "estimate"), name="scores")
    table = overall(everything[everything["facet"] == facet], where)
    table = table[table[cohort].astype("str") != ""]
    for column in ("territory", "origin"):
        if column in table and table[column].nunique() > 1:
            found = listed(sorted(table[column].unique()))
            raise ValueError(
                _("{column}: this chart shows one at a time; choose one of {found}.", column=column, found=found)
            )
    measure = word("facet", facet)
    if not len(table):
        why = _("No cohort can be told apart here: it takes answers with a year of birth or of entry.")
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    table = table.assign(wave=table["wave"].astype("str"), label=table[cohort].astype("str"))
    table = table.sort_values(["label", "wave"], kind="stable").reset_index(drop=True)
    split = "indicator" in table and table["indicator"].nunique() > 1
    parts = list(table.groupby("indicator", sort=False)) if split else [("", table)]
    known = scales(everything, levels)
    panels = [(label(code, labels), part, known.get(code) or common_scale(known)) for code, part in parts]
    moved = [(title if split else "", name, way) for title, part, _scale in panels for name, way in _moved(part)]
    headline = _headline(table, moved)
    intervals = given(table, "low") and (kind == "lines" or bool(moved))
    subtitle = about(table, measure, labels=labels, intervals=intervals)
    note = sentences(
        _("“Higher” and “lower” are said only where the first and the last interval do not overlap."),
        _(
            "A cohort is also longer in from wave to wave: time since entry, period and cohort cannot be told "
            "apart here."
        )
        if cohort == "intake_cohort"
        else _("A cohort also grows older from wave to wave: age, period and cohort cannot be told apart here."),
    )
    draw = _grids if kind == "grid" else _lines
    axes = draw(panels, facet, (headline, subtitle, note), ax)
    cohorts, waves = table["label"].nunique(), table["wave"].nunique()
    what = ngettext("{n} cohort in {waves} waves.", "{n} cohorts in {waves} waves.", cohorts, waves=number(waves))
    telling = _in_words(panels[0][1], facet) if not split else []
    shown = ["label", *keys(table), "age", "since", "facet", "estimate", "low", "high", "n", "note"]
    data = table[[column for column in dict.fromkeys(shown) if column in table]]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling)


def _grids(panels, facet, texts, ax):
    names = sorted({name for _title, part, _scale in panels for name in part["label"]})
    waves = sorted({wave for _title, part, _scale in panels for wave in part["wave"]})
    width = inner_width(ax)
    label_width = min(2.6, width * 0.28, max(text_width(name, LABEL) for name in names) + 0.05)
    alone = len(panels) == 1
    cell = 1.5 if alone else 0.62
    most = max(1, int((width - label_width) // (cell * len(waves) + 0.35)))
    bands = -(-len(panels) // most)
    across = -(-len(panels) // bands)
    each = (width - label_width - 0.12) / across
    wide = min(each - 0.3, cell * len(waves)) if not alone else min(each, cell * len(waves))
    high = row_height(names, label_width, least=0.56, most=0.66) if alone else 0.34
    titles = ["" if alone else wrap(title, each - 0.25, LABEL, "bold") for title, _part, _scale in panels]
    head = max(lines_high(wrap(wave, wide / len(waves), SMALL), SMALL) for wave in waves) + 0.14
    above = [
        max(lines_high(one, LABEL) for one in titles[k : k + across]) + head for k in range(0, len(panels), across)
    ]
    sheet = open_sheet(*texts, body=sum(above) + (high * len(names) + 0.2) * bands, ax=ax)
    high = max(0.05, min(high, ((sheet.height - sum(above)) / bands - 0.2) / len(names)))
    axes = np.empty(len(panels), dtype=object)
    for place, (_title, part, scale) in enumerate(panels):
        row, column = divmod(place, across)
        left, top = label_width + 0.12 + column * each, sum(above[:row]) + row * (high * len(names) + 0.2)
        write_title(sheet, left, top + above[row] - head, titles[place])
        axes[place] = panel(sheet, left, top + above[row], wide, high * len(names), first=place == 0)
        shown = [wrap(name, label_width) for name in names] if column == 0 else [""] * len(names)
        _grid(axes[place], part, names, waves, (0, 1) if facet in UNIT else (1, scale[0]), facet, alone=alone)
        axes[place].set_yticks([k + 0.5 for k in range(len(names))], shown, fontsize=LABEL, rotation=0)
        axes[place].set_xticks([k + 0.5 for k in range(len(waves))], waves, fontsize=SMALL)
        axes[place].xaxis.tick_top()
        axes[place].tick_params(length=0, pad=5)
    return axes


def _grid(ax, part, names, waves, limits, facet, *, alone):
    import seaborn
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    low, top = limits
    colours = LinearSegmentedColormap.from_list("level", ["#F4F8FC", "#9CC3E3", "#12436D"])
    rows = {(row["label"], row["wave"]): row for row in part.to_dict("records")}
    cells = {place: row for place, row in rows.items() if pd.notna(row["estimate"])}
    figures = [[float(cells.get((name, wave), {}).get("estimate", float("nan"))) for wave in waves] for name in names]
    seaborn.heatmap(figures, ax=ax, cmap=colours, vmin=low, vmax=top, cbar=False, linewidths=1.5, linecolor="white")
    for y, name in enumerate(names):
        for x, wave in enumerate(waves):
            row = cells.get((name, wave))
            text, ink = _("hidden") if is_hidden(rows.get((name, wave), {})) else "–", QUIET
            if row:
                ink = ink_on(to_hex(colours((float(row["estimate"]) - low) / (top - low))))
                text = figure_text(row["estimate"], facet)
                if alone and row.get("age"):
                    text += "\n" + _("aged {age}", age=row["age"])
                if alone and pd.notna(row.get("n")):
                    text += "\n" + _("n = {n}", n=number(row["n"]))
            ax.text(x + 0.5, y + 0.5, text, ha="center", va="center", color=ink, fontsize=SMALL, linespacing=1.15)


def _lines(panels, facet, texts, ax):
    drawn = []
    for title, part, scale in panels:
        series = [{"name": name, "rows": rows, "breaks": set()} for name, rows in part.groupby("label", sort=False)]
        limits = (0, 1) if facet in UNIT else (1, scale[0])
        ticks = [(x, figure_text(x, facet)) for x in (0, 0.5, 1)]
        if facet not in UNIT:
            ticks = [(k, number(k)) for k in range(1, scale[0] + 1)]
        drawn.append({"title": title if len(panels) > 1 else "", "series": series, "limits": limits, "ticks": ticks})
    return draw_series(drawn, texts, lambda x: figure_text(x, facet), ax)


def _moved(table):
    """Return (cohort, "higher" or "lower") where the first and the last wave can be told apart."""
    moved = []
    for name, rows in table[table["estimate"].notna()].groupby("label", sort=False):
        first, last = rows.iloc[0].to_dict(), rows.iloc[-1].to_dict()
        if apart(first, last) or apart(last, first):
            moved.append((name, "higher" if apart(first, last) else "lower"))
    return moved


def _headline(table, moved):
    first, last = table["wave"].min(), table["wave"].max()
    if first == last:
        return _("Cohorts in one wave, {wave}", wave=first)
    if not moved:
        return _("From {first} to {last}: no cohort has moved beyond its intervals", first=first, last=last)
    if "indicator" in table and table["indicator"].nunique() > 1:  # so many pairs of intervals: some part by chance
        pairs = table[table["estimate"].notna()].groupby(["indicator", "label"]).ngroups
        return ngettext(
            "From {first} to {last}: {n} line of {all} moved beyond its intervals",
            "From {first} to {last}: {n} lines of {all} moved beyond their intervals",
            len(moved), first=first, last=last, all=number(pairs),
        )  # fmt: skip
    higher = listed_labels([quoted(name) for _title, name, way in moved if way == "higher"])
    lower = listed_labels([quoted(name) for _title, name, way in moved if way == "lower"])
    said = {"first": first, "last": last}
    if higher and lower:
        return _("From {first} to {last}: higher for {higher}, lower for {lower}", higher=higher, lower=lower, **said)
    if higher:
        return _("From {first} to {last}: higher for {cohorts}", cohorts=higher, **said)
    return _("From {first} to {last}: lower for {cohorts}", cohorts=lower, **said)


def _in_words(table, facet):
    said = []
    for name, rows in list(table[table["estimate"].notna()].groupby("label", sort=False))[:6]:
        parts = [
            _("{wave} {figure}", wave=row["wave"], figure=figure_text(row["estimate"], facet))
            for row in rows.to_dict("records")
        ]
        said.append(_("{label}: {figures}.", label=name, figures=", ".join(parts)))
    return said
