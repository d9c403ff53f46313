"""How far users and citizens are part of the actions."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import LABEL_WIDTH, beside, empty_sheet, over, row_height, row_sheet, rules
from workbench.charts.palette import BLUE, QUIET, TEAL, WASH
from workbench.charts.selection import about, label, select, sentences
from workbench.charts.sheet import LABEL, SMALL, inner_width
from workbench.language import _, ngettext, number, percent, word


@chart("co_responsibility")
def plot_co_responsibility(table, *, labels=None, ax=None, **where):
    """Return in what share of the actions users and citizens take part, with the actions that say it.

    Parameters
    ----------
    table : DataFrame
        What `co_responsibility` returns, of one territory or of all together.

    Examples
    --------
    >>> said = {"measure": "users_associated", "label": "users are associated in making it", "count": 1, "n": 2}
    >>> table = pd.DataFrame([{**said, "share": 0.5, "silent": 1, "named_by": "method"}])
    >>> from workbench.charts import caption
    >>> caption(plot_co_responsibility(table)).headline
    'Users are associated in making 1 of 2 actions; 1 action does not say'
    """
    chosen = select(table, where, needs=("measure", "label", "count", "n", "share", "silent"))
    measure = _("share of the actions that say it")
    if not len(chosen):
        why = _(
            "No action is written down here yet: each is a line of the sheet “{sheet}”.", sheet=word("sheet", "actions")
        )
        return empty_sheet(chosen, measure, why, labels=labels, ax=ax)
    rows = _rows(chosen, labels)
    headline = _headline(rows)
    subtitle = about(chosen.drop(columns="n"), measure, labels=labels)
    note = _note(rows)
    axes = _draw(rows, (headline, subtitle, note), ax)
    what = ngettext("{n} measure of co-responsibility.", "{n} measures of co-responsibility.", len(rows))
    telling = [_("{label}: {n}.", label=row["name"], n=_of(row)) for row in rows]
    return Drawn(axes, headline, subtitle, note, chosen, what=what, told=telling)


def _rows(table, labels):
    places = [name for name in ("study", "territory") if name in table and table[name].nunique() > 1]
    rows = []
    for row in table.to_dict("records"):
        where = [label(row[name], labels) for name in places]
        name = " · ".join([row["label"][:1].upper() + row["label"][1:], *where])
        rows.append({**row, "name": name})
    return rows


def _draw(rows, texts, ax):
    names = [row["name"] for row in rows]
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH, width * 0.34)
    across = width - label_width - 2.6
    high = row_height(names, label_width)
    _sheet, axes = row_sheet(texts, names, label_width, across, high, top=0.28, below=0.28, ax=ax)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.5, 1], [percent(x) for x in (0, 0.5, 1)], fontsize=SMALL, color=QUIET)
    rules(axes, [0.5, 1])
    over(axes, _("how many"), pad=10)
    over(axes, _("do not say"), pad=100)
    for place, row in enumerate(rows):
        axes.barh(place, 1, height=0.5, color=WASH, zorder=1)
        if pd.notna(row["share"]):
            colour = BLUE if row.get("named_by", "method") == "method" else TEAL
            axes.barh(place, float(row["share"]), height=0.5, color=colour, zorder=2)
        beside(axes, place, _of(row), pad=10, fontsize=LABEL, va="center_baseline")
        silent = number(row["silent"]) if row["silent"] else "–"
        beside(axes, place, silent, pad=100, va="center_baseline", color=QUIET)
    return axes


def _of(row):
    if not row["n"]:
        return _("not said")
    return _("{count} of {n}", count=number(row["count"]), n=number(row["n"]))


def _headline(rows):
    first = next((row for row in rows if row["measure"] == "users_associated"), rows[0])
    if not first["n"]:
        return _("No action says whether users are associated in making it")
    count, silent = number(first["count"]), first["silent"]
    if first["measure"] != "users_associated":
        return _("{label}: {n}", label=first["name"], n=_of(first))
    if first["count"] in (0, first["n"]):
        none = ngettext(
            "Users are not associated in making the action that says it",
            "Users are associated in making none of the {n} actions that say it", first["n"],
        )  # fmt: skip
        every = ngettext(
            "Users are associated in making the action that says it",
            "Users are associated in making all {n} actions that say it", first["n"],
        )  # fmt: skip
        said = every if first["count"] else none
    else:
        said = ngettext(
            "Users are associated in making {count} of {n} action",
            "Users are associated in making {count} of {n} actions", first["n"], count=count,
        )  # fmt: skip
    rest = ngettext("{n} action does not say", "{n} actions do not say", silent) if silent else ""
    return "; ".join(filter(None, [said, rest]))


def _note(rows):
    ours = any(row.get("named_by") == "workbench" for row in rows)
    return sentences(
        _("The whole plan is counted, so there is no interval. Seats are counted in seats, not in actions."),
        _("Dark: what the method follows; light: read off the plan, the workbench’s own.") if ours else "",
    )
