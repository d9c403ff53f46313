"""Official and local series over the waves, as they were published."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import empty_sheet
from workbench.charts.names import units_called
from workbench.charts.selection import about, given, label, quoted, select, sentences
from workbench.charts.series import draw_series, series_of
from workbench.language import _, listed, ngettext, number, word


@chart("statistics")
def plot_statistics(table, *, labels=None, ax=None, **where):
    """Return official and local series over the waves as published, a panel for each, a line for each territory.

    Parameters
    ----------
    table : DataFrame
        `statistics` of `tables.py`: territory, wave, indicator, value, unit, publisher.

    Examples
    --------
    >>> rows = [["Valbourg", "2021", "JOBLESS", 9.0, "%"], ["Valbourg", "2024", "JOBLESS", 8.5, "%"]]
    >>> ax = plot_statistics(pd.DataFrame(rows, columns=["territory", "wave", "indicator", "value", "unit"]))
    >>> from workbench.charts import caption
    >>> caption(ax).headline
    'JOBLESS, Valbourg: 9 % in 2021, 8.5 % in 2024'
    """
    chosen = select(table, where, needs=("territory", "wave", "indicator", "value"))
    measure = _("figures as published")
    if not len(chosen):
        why = _(
            "No statistics were read here yet: they are written on a sheet “{sheet}”.",
            sheet=word("sheet", "statistics"),
        )
        return empty_sheet(chosen, measure, why, labels=labels, ax=ax)
    chosen = units_called(chosen if "unit" in chosen else chosen.assign(unit=""), labels)
    chosen = chosen.assign(estimate=chosen["value"].astype("Float64"))
    series = series_of(chosen, "territory", labels, None)
    panels = []
    for code in pd.unique(chosen["indicator"]):
        mine = [one for one in series if one["indicator"] == code]
        unit = chosen.loc[chosen["indicator"] == code, "unit"].iloc[0]
        limits, ticks = _own_axis(chosen.loc[chosen["indicator"] == code, "estimate"])
        title = _("{label}, {unit}", label=label(code, labels), unit=unit) if unit else label(code, labels)
        panels.append({"title": title, "series": mine, "limits": limits, "ticks": ticks})
    publishers = sorted(set(chosen["publisher"]) - {""}) if given(chosen, "publisher") else []
    headline = _statistics_headline(series, chosen)
    subtitle = about(chosen, measure, labels=labels, rows="territory")
    note = sentences(
        _("Source: {publishers}.", publishers=listed(publishers)) if publishers else "",
        _("Each panel has its own scale, which need not start at zero."),
    )
    axes = draw_series(panels, (headline, subtitle, note), number, ax)
    data = pd.concat([one["rows"] for one in series], ignore_index=True)
    shown = ["label", "territory", "wave", "indicator", "value", "unit", "year", "publisher"]
    data = data[[column for column in shown if column in data]]
    what = ngettext("{n} published series over the waves.", "{n} published series over the waves.", len(series))
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_published(one) for one in series[:6]])


def _own_axis(values):
    """Return limits and at most four round ticks for a published series."""
    from matplotlib.ticker import MaxNLocator

    known = values.dropna().astype(float)
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    pad = (high - low) * 0.25 or abs(high) * 0.2 or 1.0
    ticks = [x for x in MaxNLocator(nbins=4).tick_values(low - pad, high + pad) if low - pad <= x <= high + pad]
    return (low - pad, high + pad), [(x, number(round(x, 6))) for x in ticks]


def with_unit(value, unit):
    """Return a published figure with its unit.

    >>> with_unit(9.0, "%")
    '9 %'
    """
    return _("{value} {unit}", value=number(value), unit=unit).strip()


def _statistics_headline(series, table):
    last = max(table["wave"].astype("str"))
    ends = [line["rows"][line["rows"]["estimate"].notna()].to_dict("records") for line in series]
    ends = [rows for rows in ends if rows]
    if not ends:
        return _("No published figure")
    names = list(dict.fromkeys(rows[-1]["label"].split(" · ")[0] for rows in ends))
    if len(names) > 3:
        return ngettext("Published figures on {n} subject", "Published figures on {n} subjects", len(names))
    if len(names) > 1:
        return _("Published figures on {topics}", topics=listed([quoted(name) for name in names]))
    if len(ends) == 1:
        first, final = ends[0][0], ends[0][-1]
        said = {
            "label": final["label"].replace(" · ", ", "),
            "last": final["wave"],
            "figure": with_unit(final["value"], final["unit"]),
        }
        if first["wave"] == final["wave"]:
            return _("{label}: {figure} in {last}", **said)
        return _(
            "{label}: {before} in {first}, {figure} in {last}",
            first=first["wave"],
            before=with_unit(first["value"], first["unit"]),
            **said,
        )
    final = sorted((rows[-1] for rows in ends if rows[-1]["wave"] == last), key=lambda row: row["value"])
    low, high = final[0], final[-1]
    name = low["label"].split(" · ")[0]
    return _(
        "{label} in {last}: from {low} ({low_place}) to {high} ({high_place})",
        label=name,
        last=last,
        low=with_unit(low["value"], low["unit"]),
        low_place=low["label"].split(" · ")[-1],
        high=with_unit(high["value"], high["unit"]),
        high_place=high["label"].split(" · ")[-1],
    )


def _published(line):
    known = line["rows"][line["rows"]["estimate"].notna()].to_dict("records")
    parts = [_("{wave} {figure}", wave=row["wave"], figure=with_unit(row["value"], row["unit"])) for row in known]
    return _("{label}: {figures}.", label=line["rows"]["label"].iloc[0], figures=", ".join(parts)) if parts else ""
