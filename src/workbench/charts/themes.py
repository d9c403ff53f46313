"""Themes by group: what is said by whom, what only one group says, and who is silent."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.criteria import many_criteria
from workbench.charts.marks import beside, empty_sheet, over, row_height
from workbench.charts.palette import ATTENTION, BLACK, ink_on
from workbench.charts.selection import about, label, quoted, select, sentences
from workbench.charts.sheet import (
    LABEL,
    SMALL,
    inner_width,
    lines_high,
    open_sheet,
    panel,
    slide_room,
    text_width,
    wrap,
)
from workbench.charts.slides import on_slide
from workbench.language import _, listed, ngettext, number, percent, word


@chart("themes")
def plot_themes_by_group(counts, *, labels=None, ax=None, **where):
    """Return themes by groups as a grid: numbers printed, shade for the share within the group, a frame where notable.

    Parameters
    ----------
    counts : DataFrame
        One row a theme and group: theme, label, group, criteria (number), share (of the group's criteria), notable (yes
        or no: the group speaks of it more than the others, after adjustment); stability of the theme if it is there.

    Examples
    --------
    >>> rows = [["T1", "Money", "jobseekers", 9, 0.45, True], ["T1", "Money", "young", 1, 0.05, False]]
    >>> counts = pd.DataFrame(rows, columns=["theme", "label", "group", "criteria", "share", "notable"])
    >>> from workbench.charts import caption
    >>> caption(plot_themes_by_group(counts)).headline
    'jobseekers: more criteria than the other groups on “Money”'
    """
    table = select(counts, where, needs=("theme", "group", "criteria", "share", "notable"), name="counts")
    measure = _("number of criteria; shade: share of the group's criteria; frame: clearly more than the other groups")
    if not len(table):
        why = _(
            "No criteria were read here yet: each group’s are typed into a sheet “{sheet}”.",
            sheet=word("sheet", "criteria"),
        )
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    named = table["label"].where(table["label"] != "", table["theme"]) if "label" in table else table["theme"]
    table = table.assign(
        label=[label(name, labels) for name in named], notable=table["notable"].fillna(False).astype(bool)
    )
    table["criteria"] = table["criteria"].fillna(0).astype(int)
    totals = table.groupby("theme", sort=False)["criteria"].sum().sort_values(ascending=False, kind="stable")
    groups = list(dict.fromkeys(table["group"]))
    headline = _themes_headline(table, labels)
    said = [many_criteria(int(totals.sum())), ngettext("{n} group", "{n} groups", len(groups))]
    subtitle = about(table.drop(columns="group"), measure, labels=labels, extra=said)
    note = _themes_note(table, totals, groups, labels)

    def note_on(themes):
        return _themes_note(table, totals, groups, labels, themes)

    axes = _draw_grid(table, totals, groups, (headline, subtitle, note_on), labels, ax)
    order = {theme: place for place, theme in enumerate(totals.index)}
    data = table.sort_values("theme", key=lambda column: column.map(order), kind="stable", ignore_index=True)
    what = ngettext("Grid of {n} theme by group.", "Grid of {n} themes by group.", len(totals))
    name_of = table.drop_duplicates("theme").set_index("theme")["label"]
    telling = [_("{label}: {n}.", label=name_of[theme], n=many_criteria(int(n))) for theme, n in totals.head(5).items()]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling)


def _draw_grid(table, totals, groups, texts, labels, ax):
    headline, subtitle, note = texts
    import seaborn
    from matplotlib.colors import LinearSegmentedColormap, to_hex
    from matplotlib.patches import Rectangle

    cells = {(row["theme"], row["group"]): row for row in table.to_dict("records")}
    name_of = table.drop_duplicates("theme").set_index("theme")["label"]
    themes = totals.index.tolist()
    shown = [name_of[theme] for theme in themes]
    width = inner_width(ax)
    steady = _stability(table)
    label_width, edge = min(2.45 if steady else 2.8, width * 0.27), 1.9 if steady else 1.2
    words, sizes = [one for group in groups for one in label(group, labels).split()], (9, 8.5, 8, 7.5)
    if on_slide():  # the names of groups are not made smaller: those of themes give way
        sizes = (SMALL,)
        asked = (max(text_width(one, SMALL) for one in words) + 0.07) * len(groups)
        label_width = min(label_width, max(1.6, width - 0.12 - edge - asked))
    each = min((width - label_width - 0.12 - edge) / len(groups), 1.4)
    size = next((x for x in sizes if max(text_width(one, x) for one in words) < each - 0.06), None)
    upright, size = size is None, size or SMALL
    heads = [wrap(label(group, labels), 1.9 if upright else each - 0.06, size) for group in groups]
    lines = [line for head in heads for line in head.split("\n")]
    tall = max(text_width(one, size) for one in lines) if upright else max(lines_high(head, size) for head in heads)
    top, high = tall + 0.16, row_height(shown, label_width, least=0.36, most=0.5, room=4.6)
    if on_slide():
        room = slide_room(subtitle, note(themes)) - top
        heights = [max(0.24, lines_high(wrap(one, label_width), LABEL) + 0.06) for one in shown]
        here = on_slide().rows(heights, room, alike=True)
        themes, shown = themes[here], shown[here]
        high = max(*heights[here], min(room / len(themes), 0.5))
    sheet = open_sheet(headline, subtitle, note(themes), body=top + high * len(themes), ax=ax)
    high = min(high, (sheet.height - top) / len(themes))
    axes = panel(sheet, label_width + 0.12, top, each * len(groups), high * len(themes), first=True)
    shares = pd.DataFrame([[float(cells.get((t, g), {}).get("share") or 0) for g in groups] for t in themes])
    deepest = max(0.2, *(float(row.get("share") or 0) for row in cells.values()))
    colours = LinearSegmentedColormap.from_list("share", ["#F4F8FC", "#9CC3E3", "#1F6AA8"])
    seaborn.heatmap(shares, ax=axes, cmap=colours, vmin=0, vmax=deepest, cbar=False, linewidths=0.8, linecolor="white")
    axes.set(xlabel="", ylabel="")
    axes.set_yticks(
        [k + 0.5 for k in range(len(themes))], [wrap(one, label_width) for one in shown], fontsize=LABEL, rotation=0
    )
    axes.set_xticks(
        [k + 0.5 for k in range(len(groups))], heads, fontsize=size, color=BLACK, rotation=90 if upright else 0
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0, pad=6)
    for y, theme in enumerate(themes):
        for x, group in enumerate(groups):
            row = cells.get((theme, group), {})
            n = int(row.get("criteria") or 0)
            ink = ink_on(to_hex(colours(shares.iat[y, x] / deepest)))
            weight = "bold" if row.get("notable") else "normal"
            text = number(n) if n else "–"
            axes.text(
                x + 0.5, y + 0.5, text, ha="center", va="center_baseline", fontsize=LABEL, color=ink, fontweight=weight
            )
            if row.get("notable"):
                frame = Rectangle((x + 0.03, y + 0.04), 0.94, 0.92, fill=False, edgecolor=ATTENTION, linewidth=2.4)
                axes.add_patch(frame)
        speaking = sum(int(cells.get((theme, group), {}).get("criteria") or 0) > 0 for group in groups)
        beside(axes, y + 0.5, number(totals[theme]), pad=12, va="center_baseline", fontsize=LABEL)
        beside(axes, y + 0.5, f"{number(speaking)}/{number(len(groups))}", pad=52, va="center_baseline", fontsize=LABEL)
        if steady:
            beside(axes, y + 0.5, percent(steady.get(theme)), pad=99, va="center_baseline", fontsize=LABEL)
    over(axes, _("total"), pad=12, top=0)
    over(axes, _("groups"), pad=52, top=0)
    if steady:
        over(axes, _("stability"), pad=99, top=0)
    return axes


def _stability(table):
    """Return {theme: its stability}; nothing where no theme has one (people decided them all), nor for a meeting."""
    if on_slide() or "stability" not in table or not table["stability"].notna().any():
        return {}
    return table.drop_duplicates("theme").set_index("theme")["stability"].to_dict()


def _themes_headline(table, labels):
    notable = table[table["notable"]].sort_values("share", ascending=False, kind="stable")
    if not len(notable):
        return _("No group speaks of a theme clearly more than the others")
    by_group = {group: rows["label"].tolist() for group, rows in notable.groupby("group", sort=False)}
    if len(by_group) > 2:
        return ngettext(
            "{n} group has a theme of its own: {pairs}",
            "{n} groups have themes of their own, first of all {pairs}",
            len(by_group),
            pairs=listed(
                [f"{label(group, labels)} ({quoted(themes[0])})" for group, themes in list(by_group.items())[:2]]
            ),
        )
    said = [
        _(
            "{group}: more criteria than the other groups on {themes}",
            group=label(group, labels),
            themes=listed([quoted(theme) for theme in themes[:3]]),
        )
        for group, themes in by_group.items()
    ]
    return sentences(*said).rstrip(".")


def _themes_note(table, totals, groups, labels, themes=None):
    """Return the note, whose example is one of `themes`: those of this slide."""
    here = table if themes is None else table[table["theme"].isin(themes)]
    row = here[here["criteria"] > 0].sort_values(["notable", "criteria"], ascending=False, kind="stable")
    alone = sum(
        (table[(table["theme"] == theme) & (table["criteria"] > 0)]["group"].nunique() == 1) for theme in totals.index
    )
    reading = ""
    if len(row):
        first = row.iloc[0]
        reading = _(
            "How to read: {group} – {criteria} on {theme}, {share} of all that this group wrote; a dash means silence.",
            group=label(first["group"], labels),
            criteria=many_criteria(int(first["criteria"])),
            theme=quoted(first["label"]),
            share=percent(first["share"]),
        )
    said = (
        ngettext("{n} theme comes from one group only.", "{n} themes come from one group only.", alone)
        if alone and len(groups) > 1
        else ""
    )
    steady = _("Stability: how often what stands together here stayed together when it was drawn anew.")
    return sentences(reading, said, steady if _stability(table) else "")
