"""What the next wave can show: the smallest change of each indicator, beside the one that is wanted."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.facets import SHARES, change_text
from workbench.charts.marks import beside, empty_sheet, row_height, row_sheet, rules, whisker
from workbench.charts.palette import ATTENTION, BLACK, BLUE, HAIRLINE, QUIET
from workbench.charts.selection import about, name_rows, select, size_text
from workbench.charts.sheet import FIGURE, LABEL, SMALL, inner_width, lines_high, wrap, write
from workbench.language import _, ngettext, number, word


@chart("plan")
def plot_plan(plan, *, rows="indicator", labels=None, ax=None, **where):
    """Return the smallest change that the next wave can show for each indicator, beside the change that is wanted.

    Parameters
    ----------
    plan : DataFrame
        What `plan_wave` returns.
    rows : {"indicator", "territory", "group"}
        What a row stands for.

    Examples
    --------
    >>> row = {"indicator": "MOB", "facet": "mean", "wave": "2024", "people": 100, "detectable": 0.45, "change": 0.5}
    >>> ax = plot_plan(pd.DataFrame([{**row, "needed_people": 82, "verdict": "Enough."}]))
    >>> from workbench.charts import caption
    >>> caption(ax).headline
    'The next wave shows a change of +0.5 on all lines'
    """
    table = select(plan, where, needs=("facet", "detectable", "change", "people", rows), name="plan")
    facet = table["facet"].iloc[0] if len(table) else "mean"
    measure = _("smallest change that can be seen: {facet}", facet=word("facet", facet))
    if not len(table):
        why = _(
            "There is no wave here yet to plan the next one from: answers of groups or of a survey fill this sheet."
        )
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    table = table.assign(label=name_rows(table, rows, labels)).sort_values("detectable", kind="stable")
    lines = table.to_dict("records")
    change = float(table["change"].iloc[0])
    enough = [pd.notna(line["detectable"]) and line["detectable"] <= change for line in lines]
    headline = _headline(change_text(change, facet), sum(enough), len(lines))
    extra = [_("people in the next wave: {n}", n=size_text(table, "people"))]
    subtitle = about(table, measure, labels=labels, rows=rows, extra=extra)
    note = _("Left of the line: seen as wanted; right of it: only a larger change would be told from chance.")
    axes = _draw(lines, enough, change, facet, (headline, subtitle, note), ax)
    data = table.drop(columns=["kind"], errors="ignore")
    telling = [_("{label}: {verdict}.", label=one["label"], verdict=_said(one).rstrip(".")) for one in lines[:6]]
    return Drawn(axes, headline, subtitle, note, data, told=telling)


def _headline(change, enough, every):
    if enough == every:
        return _("The next wave shows a change of {change} on all lines", change=change)
    if not enough:
        return _("The next wave shows a change of {change} on no line", change=change)
    return ngettext(
        "The next wave shows a change of {change} on {enough} of {n} line",
        "The next wave shows a change of {change} on {enough} of {n} lines",
        every, change=change, enough=number(enough),
    )  # fmt: skip


def _said(line):
    needed = line.get("needed_people")
    if pd.isna(line["detectable"]):
        return _("cannot be planned from the last wave")
    if pd.isna(needed):
        return _("will not be seen: the last wave is too small")
    units = line.get("needed_units")
    if pd.notna(units) and units != needed:
        shown = {"needed": number(int(needed)), "units": number(int(units))}
        return _("{needed} people needed, {units} clusters or groups", **shown)
    return ngettext("{n} person needed", "{n} people needed", int(needed))


def _draw(lines, enough, change, facet, texts, ax):
    width = inner_width(ax)
    names = [line["label"] for line in lines]
    label_width, said_width = min(2.9, width * 0.25), width * 0.3
    across = width - label_width - said_width - 0.4
    said = [wrap(_said(line), said_width, FIGURE) for line in lines]
    high = max(row_height(names, label_width, least=0.32), max(lines_high(text, FIGURE) for text in said) + 0.08)
    head = wrap(_("What a change of {change} takes", change=change_text(change, facet)), said_width, LABEL, "bold")
    top, below = max(0.34, lines_high(head, LABEL) + 0.05), lines_high("0", SMALL) + 0.14
    sheet, axes = row_sheet(texts, names, label_width, across, high, top=top, below=below, ax=ax)
    write(sheet, label_width + across + 0.32, 0, head, fontsize=LABEL, fontweight="bold", color=BLACK)
    reach = max([2 * change, *(float(line["detectable"]) for line in lines if pd.notna(line["detectable"]))]) * 1.06
    axes.set_xlim(0, reach)
    step = next(one for one in (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0) if reach / one < 5.5)
    at = [k * step for k in range(int(reach / step) + 1)]
    rules(axes, at)
    axes.axvline(change, color=BLACK, linewidth=1.2, linestyle="--", zorder=1)
    axes.set_xticks(at, [_tick(x, step, facet) for x in at], fontsize=SMALL)
    for place, (line, is_enough, text) in enumerate(zip(lines, enough, said, strict=True)):
        colour = BLUE if is_enough else ATTENTION
        if pd.isna(line["detectable"]):
            axes.plot([0], [place], "x", color=HAIRLINE, markersize=7)
        else:
            axes.plot([0, line["detectable"]], [place, place], color=HAIRLINE, linewidth=1, zorder=1)
            whisker(axes, {"estimate": line["detectable"]}, place, colour, "o" if is_enough else "D", size=8)
        beside(axes, place, text, pad=0.2 * 72, fontsize=FIGURE, color=QUIET if is_enough else ATTENTION)
    return axes


def _tick(x, step, facet):
    return change_text(x, facet) if facet in SHARES else number(x, 2 if step < 0.1 or step == 0.25 else 1)
