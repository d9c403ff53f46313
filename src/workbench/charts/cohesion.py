"""The view of cohesion, one line an indicator: how it is, for whom, are people pulled apart, what changed."""

from functools import partial

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.cohesion_panels import draw_cohesion, is_high
from workbench.charts.facets import scales
from workbench.charts.levels import behind
from workbench.charts.marks import empty_sheet, no_answers
from workbench.charts.palette import common_words, situation_words
from workbench.charts.selection import about, given, label, listed_labels, select, sentences
from workbench.language import _, listed, ngettext, number, percent


@redrawable
@chart("cohesion")
def plot_cohesion(scores, *, changes=None, gaps=None, rows="indicator", labels=None, levels=None, ax=None, **where):
    """Return the whole triple at one glance: a line an indicator reads from left to right as a sentence.

    How it is (all situations), for whom (every reference group a tick, those far behind named), whether people are
    pulled apart (polarisation), and what changed. The strong colour is kept for what a test has established.

    Parameters
    ----------
    scores : DataFrame
        `scores` of `tables.py` of one territory, wave and origin: facets share, mean and polarisation, for all groups
        together and, for the mean, for each group.
    changes : DataFrame, optional
        `changes` of `tables.py`; the rows of facet "mean" for all groups together. An arrow only where `direction`
        is "up" or "down", else a hollow circle.
    gaps : DataFrame, optional
        Columns indicator, group, direction; the groups whose direction is "behind" are named.
    rows : str
        The column that a line stands for.
    **where
        Column to the value to keep: territory="VAL", wave=2024, origin="groups".

    Returns
    -------
    array of Axes
        Names and shares, groups, polarisation and, with `changes`, changes; one Axes where there is nothing to show.

    Raises
    ------
    ValueError
        If the table holds more than one territory, wave or origin.

    Notes
    -----
    Polarisation is called high when its whole interval lies above 2(K+1)/(3K), what answers spread evenly over the K
    situations would give (0.80 for five): ours, drawn as a tick.

    Examples
    --------
    >>> shares = {"facet": "share", "level": range(1, 6), "estimate": 0.2}
    >>> scores = pd.DataFrame({"indicator": "AIR", "group": "", **shares})
    >>> len(plot_cohesion(scores))
    3
    """
    table = select(scores, where, needs=("facet", "level", "estimate", "group", rows), name="scores")
    for column in ("territory", "wave", "origin"):
        if column in table and table[column].nunique() > 1:
            found = listed(sorted(table[column].unique()))
            raise ValueError(
                _("{column}: this chart shows one at a time; choose one of {found}.", column=column, found=found)
            )
    lines = _lines(table, rows, changes, gaps, labels, levels)
    measure = _("shares of situations, groups, polarisation")
    if not lines:
        return empty_sheet(table, measure, no_answers(), labels=labels, ax=ax)
    groups = table.loc[table["group"] != "", "group"].nunique()
    extra = [ngettext("{n} group", "{n} groups", groups)] if groups else []
    all_together = table[table["group"] == ""]
    subtitle = about(all_together, measure, labels=labels, intervals=given(table, "low"), rows=rows, extra=extra)
    since = listed(sorted(_relevant(changes, table)["from"].unique())) if changes is not None else ""
    headline, note = _headline(lines, since), partial(_note, with_change=changes is not None)
    axes = draw_cohesion(lines, (headline, subtitle, note), since, changes is not None, ax)
    note = note(lines)
    data = _data(lines, rows)
    what = ngettext(
        "{n} line: shares of situations, mean of each group, polarisation, change.",
        "{n} lines: shares of situations, mean of each group, polarisation, change.",
        len(lines),
    )
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(line) for line in lines[:6]])


def _lines(table, rows, changes, gaps, labels, levels):
    """Return one dict a line, in the order of the table."""
    changes = _relevant(changes, table) if changes is not None else None
    known = scales(table, levels)
    lines = []
    for code, cells in table.groupby(rows, sort=False):
        together = cells[cells["group"] == ""]
        shares = together[together["facet"] == "share"].set_index("level")["estimate"]
        count, words = known.get(code, (5, None))
        means = cells[(cells["facet"] == "mean") & (cells["group"] != "")]
        means = means.assign(behind=behind(means, gaps), label=[label(one, labels) for one in means["group"]])
        change = changes[changes[rows] == code] if changes is not None else []
        lines.append(
            {
                "code": code,
                "label": label(code, labels),
                "count": count,
                "words": situation_words(count, words),
                "shares": [float(x) if pd.notna(x) else 0.0 for x in shares.reindex(range(1, count + 1))]
                if shares.notna().any()
                else [],
                "mean": _one(together, "mean"),
                "groups": means.sort_values("estimate", kind="stable").to_dict("records"),
                "pulled": _one(together, "polarisation"),
                "change": change.iloc[0].to_dict() if len(change) else {},
            }
        )
    return lines


def _one(together, facet):
    found = together[together["facet"] == facet]
    return found.iloc[0].to_dict() if len(found) else {"estimate": pd.NA, "note": ""}


def _relevant(changes, table):
    """Return the changes of the mean, all groups together, of the drawn territory and origin, up to the drawn wave."""
    kept = changes[changes["facet"] == "mean"] if "facet" in changes else changes
    kept = kept[kept["group"] == ""] if "group" in kept else kept
    for column, mine in (("territory", "territory"), ("origin", "origin"), ("to", "wave")):
        if column in kept and mine in table and len(table):
            kept = kept[kept[column].astype("str").isin(table[mine].astype("str").unique())]
    if "from" in kept and kept["from"].nunique() > 1:  # the change since the wave before
        kept = kept[kept["from"] == kept["from"].max()]
    return kept


def _headline(lines, since):
    far = [(one["label"], line["label"]) for line in lines for one in line["groups"] if one["behind"]]
    better = [line["label"] for line in lines if line["change"].get("direction") == "up"]
    worse = [line["label"] for line in lines if line["change"].get("direction") == "down"]
    pulled = [line["label"] for line in lines if is_high(line)]
    said = []
    if far:
        groups = list(dict.fromkeys(name for name, _topic in far))
        topics = list(dict.fromkeys(topic for name, topic in far if name == groups[0]))
        if len(groups) == 1 and len(topics) <= 2:
            said.append(
                _("{group} far behind on {topics}", group=groups[0], topics=listed([f"“{one}”" for one in topics]))
            )
        else:
            said.append(
                ngettext(
                    "{n} group is far behind: {groups}",
                    "{n} groups are far behind: {groups}",
                    len(groups),
                    groups=listed_labels(groups),
                )
            )
    if worse:
        said.append(_("Worse since {wave}: {topics}", wave=since, topics=listed_labels(worse)))
    if better:
        said.append(_("Better since {wave}: {topics}", wave=since, topics=listed_labels(better)))
    if pulled and len(said) < 2:
        said.append(_("People are pulled apart on {topics}", topics=listed_labels(pulled)))
    if not said:
        return _("No group is clearly behind and no change is established")
    return sentences(*said[:2]).rstrip(".")


def _note(lines, with_change):
    first = next((line for line in lines if line["shares"]), None)
    reading = ""
    words = common_words([line["words"] for line in lines])
    if first and words:
        low = min(2, first["count"] // 2)
        reading = _(
            "How to read: {label} – {share} of answers describe a bad situation ({words}).",
            label=first["label"],
            share=percent(sum(first["shares"][:low])),
            words=", ".join(words[:low]),
        )
    groups = _("Small ticks: groups; broad ticks with a name: clearly behind the others after adjustment.")
    pulled = _("Upright tick: polarisation of answers spread evenly; coloured where the whole interval lies above it.")
    change = (
        _("Arrow: established change (adjusted p); circle: cannot be told apart from chance.") if with_change else ""
    )
    return sentences(reading, groups, pulled, change)


def _data(lines, rows):
    kept = []
    for line in lines:
        head = {"label": line["label"], rows: line["code"]}
        kept += [{**head, "facet": "share", "level": k, "estimate": share} for k, share in enumerate(line["shares"], 1)]
        kept += [
            {**head, "facet": facet, **_figures(line[name])}
            for facet, name in (("mean", "mean"), ("polarisation", "pulled"))
        ]
        kept += [
            {
                **head,
                "facet": "mean",
                "group": one["group"],
                "direction": "behind" if one["behind"] else "",
                **_figures(one),
            }
            for one in line["groups"]
        ]
        if line["change"]:
            change = {**line["change"], "estimate": line["change"].get("difference")}
            kept.append({**head, "facet": "change", "direction": change.get("direction", ""), **_figures(change)})
    data = pd.DataFrame(kept)
    for column in ("group", "direction"):
        if column in data:
            data[column] = data[column].fillna("").astype("str")
    return data


def _figures(row):
    return {key: row.get(key, pd.NA) for key in ("estimate", "low", "high", "n", "note")}


def _in_words(line):
    if not line["shares"]:
        return ""
    low = min(2, line["count"] // 2)
    far = [one["label"] for one in line["groups"] if one["behind"]]
    said = {
        "label": line["label"],
        "share": percent(sum(line["shares"][:low])),
        "pulled": number(line["pulled"]["estimate"], 2),
    }
    if far:
        return _(
            "{label}: {share} in bad situations, polarisation {pulled}, behind: {groups}.", groups=listed(far), **said
        )
    return _("{label}: {share} in bad situations, polarisation {pulled}.", **said)
