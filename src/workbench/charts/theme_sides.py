"""Each theme on two sides: well-being beside ill-being, residents beside professionals, with what can be said of it."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.criteria import QUESTIONS, many_criteria
from workbench.charts.marks import beside, empty_sheet, legend_places, over, row_height, row_sheet, rules
from workbench.charts.palette import ATTENTION, BAND, BLUE, PLUM, QUIET, STANDPOINTS
from workbench.charts.selection import about, label, listed_labels, quoted, select
from workbench.charts.sheet import FIGURE, LABEL, SMALL, inner_width, lines_high, wrap
from workbench.language import _, ngettext, number, percent, word

_TOLD = ("more", "less")


@chart("theme sides")
def plot_theme_contrasts(contrasts, *, labels=None, ax=None, **where):
    """Return each theme's share on two sides as two marks with their intervals, bold where they can be told apart.

    Behind each line stand the reference groups that said it, on either side, and what can be said.

    Parameters
    ----------
    contrasts : DataFrame
        What `theme_contrasts` returned.

    Examples
    --------
    >>> row = {"theme": "T", "label": "Noise", "side": "wellbeing", "other": "illbeing", "share": 0.1, "groups": 3}
    >>> row |= {"share_other": 0.4, "groups_other": 7, "difference": -0.3, "direction": "less"}
    >>> from workbench.charts import caption
    >>> caption(plot_theme_contrasts(pd.DataFrame([row]))).headline
    'More under ill-being than well-being: “Noise”'
    """
    needs = ("theme", "side", "other", "share", "share_other", "difference", "direction", "groups", "groups_other")
    table = select(contrasts, where, needs=needs, name="contrasts")
    measure = _("share of the criteria of each side")
    if not len(table):
        why = _("No theme was spoken of on two sides here: it takes criteria on both.")
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    one, other = table["side"].iloc[0], table["other"].iloc[0]
    looks = _looks(one, other)
    lines = _lines(table, labels)
    headline, note = _headline(lines, looks), _note(lines, looks)
    sizes = [
        _("{side}: {n}", side=looks[side][2], n=many_criteria(int(table[column].max())))
        for side, column in ((one, "n"), (other, "n_other"))
        if column in table
    ]
    subtitle = about(
        table.drop(columns=["n"], errors="ignore"),
        measure,
        labels=labels,
        intervals=False,
        extra=[*sizes, _as_if(table)],
    )
    axes = _draw(lines, looks, (headline, subtitle, note), ax)
    data = pd.DataFrame(lines)
    what = ngettext("{n} theme on two sides.", "{n} themes on two sides.", len(lines))
    telling = [line for line in lines if line["direction"] in _TOLD][:6] or lines[:2]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(line, looks) for line in telling])


def side_name(side):
    """Return what a side is called: a question, or a standpoint in the plural.

    >>> side_name("resident"), side_name("illbeing"), side_name("north")
    ('residents', 'ill-being', 'north')
    """
    plural = {"resident": _("residents"), "professional": _("professionals"), "institution": _("institutions")}
    return plural.get(side) or word("question", side)


def _looks(one, other):
    """Return {side: (colour, mark, name)}."""
    marks = {"wellbeing": "o", "illbeing": "s", "action": "^", "coresponsibility": "D"}
    known = {name: (colour, marks[name]) for name, (colour, _sign) in QUESTIONS.items()} | STANDPOINTS
    spare = {one: (BLUE, "o"), other: (PLUM, "s")}
    return {side: (*known.get(side, spare[side]), side_name(side)) for side in (one, other)}


def _as_if(table):
    share = percent(table.attrs.get("confidence", 0.95))
    return _("{share} intervals, as if the groups had been drawn by lot", share=share)


def _lines(table, labels):
    """Return the rows as dicts, from what one side says most to what the other does, what is not known last."""
    named = table["label"].where(table["label"] != "", table["theme"]) if "label" in table else table["theme"]
    table = table.assign(label=[label(name, labels) for name in named])
    return table.sort_values("difference", ascending=False, kind="stable", na_position="last").to_dict("records")


def _draw(lines, looks, texts, ax):
    width = inner_width(ax)
    names = [line["label"] for line in lines]
    label_width, said_width, count_width = min(2.9, width * 0.25), width * 0.33, 0.8
    across = width - label_width - said_width - count_width - 0.5
    said = [wrap(_said(line), said_width, FIGURE) for line in lines]
    items = [(colour, mark, name) for colour, mark, name in looks.values()]
    legend = legend_places(items, across)[1] + 0.3
    below = lines_high("0", SMALL) + 0.14
    high = max(row_height(names, label_width), max(lines_high(text, FIGURE) for text in said) + 0.08)
    bold = {place for place, line in enumerate(lines) if line["direction"] in _TOLD}
    _sheet, axes = row_sheet(
        texts, names, label_width, across, high, top=legend, below=below, legend=items, bold=bold, ax=ax
    )
    _axis(axes, lines)
    for place, line in enumerate(lines):
        established = line["direction"] in _TOLD
        if established:
            ends = [line["share"], line["share_other"]]
            axes.plot(ends, [place, place], color=BAND, linewidth=9, zorder=1, solid_capstyle="butt")
        for suffix, shift, (colour, mark, _name) in zip(("", "_other"), (-0.14, 0.14), looks.values(), strict=True):
            _mark(axes, line, suffix, place + shift, colour, mark, hollow=not established)
        counts = f"{number(line['groups'])} · {number(line['groups_other'])}"
        beside(axes, place, counts, pad=14, fontsize=LABEL, va="center_baseline")
        colour = ATTENTION if established else QUIET
        beside(axes, place, said[place], pad=14 + 72 * count_width, fontsize=FIGURE, color=colour)
    over(axes, _("groups"), pad=14)
    over(axes, _("What can be said"), pad=14 + 72 * count_width)
    return axes


def _mark(ax, line, suffix, y, colour, mark, *, hollow):
    share = line[f"share{suffix}"]
    if pd.isna(share):
        return
    low, high = line.get(f"share{suffix}_low"), line.get(f"share{suffix}_high")
    if pd.notna(low) and pd.notna(high):
        ax.plot([low, high], [y, y], color=colour, linewidth=1.6, zorder=2, solid_capstyle="butt")
    look = {"markersize": 7.5, "markeredgewidth": 1.5, "markerfacecolor": "white" if hollow else colour}
    ax.plot([share], [y], mark, color=colour, zorder=3, clip_on=False, **look)


def _axis(ax, lines):
    ends = [
        float(line[name])
        for line in lines
        for name in ("share", "share_high", "share_other", "share_other_high")
        if pd.notna(line.get(name))
    ]
    reach = min(1.0, max([0.1, *ends]) * 1.05)
    step = next(one for one in (0.05, 0.1, 0.2, 0.5, 1) if reach / one < 4.5)
    at = [k * step for k in range(int(reach / step + 1e-9) + 1)]
    ax.set_xlim(0, reach)
    rules(ax, at)
    ax.set_xticks(at, [percent(x) for x in at], fontsize=SMALL)


def _said(line):
    return str(line.get("verdict") or "")


def _headline(lines, looks):
    (one, other) = (name for _colour, _mark, name in looks.values())
    if all(pd.isna(line["difference"]) for line in lines):
        return _("One of the two sides wrote nothing.").rstrip(".")
    more = [_quoted(line["label"]) for line in lines if line["direction"] == "more"]
    less = [_quoted(line["label"]) for line in lines[::-1] if line["direction"] == "less"]
    if more and less:
        return _(
            "More under {one}: {more}; more under {other}: {less}",
            one=one,
            other=other,
            more=listed_labels(more),
            less=listed_labels(less),
        )
    if more or less:
        one, other, found = (one, other, more) if more else (other, one, less)
        return _("More under {one} than {other}: {found}", one=one, other=other, found=listed_labels(found))
    if any(line["direction"] == "one group" for line in lines):
        return _("Only single groups speak more under {one} or {other}; no theme is told apart", one=one, other=other)
    return _("No theme can be told apart between {one} and {other}", one=one, other=other)


def _quoted(text):
    """Return a label as a sentence quotes it; a quotation of what people said stays as it is."""
    return text if text[:1] in '“«„"' else quoted(text)


def _note(lines, looks):
    line = next((one for one in lines if pd.notna(one["difference"])), None)
    if line is None:
        return _("One of the two sides wrote nothing.")
    (one, other) = (name for _colour, _mark, name in looks.values())
    return _(
        "How to read: {label} – {share} of what stands under {one}, {share_other} under {other}; groups that said it: "
        "{groups} and {groups_other}. Filled and bold: told apart after adjustment, with more than one group behind; "
        "hollow: cannot be told apart from chance.",
        label=line["label"],
        one=one,
        other=other,
        share=percent(line["share"]),
        share_other=percent(line["share_other"]),
        groups=number(line["groups"]),
        groups_other=number(line["groups_other"]),
    )


def _in_words(line, looks):
    (one, other) = (name for _colour, _mark, name in looks.values())
    return _(
        "{label}: {share} under {one}, {share_other} under {other}.",
        label=line["label"],
        one=one,
        other=other,
        share=percent(line["share"]),
        share_other=percent(line["share_other"]),
    )
