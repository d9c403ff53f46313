"""Who is better off than whom: each pair of groups, territories or waves with its interval."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import beside, empty_sheet, row_height, row_sheet, rules, whisker
from workbench.charts.palette import BLACK, BLUE, HAIRLINE, QUIET
from workbench.charts.selection import about, label, select
from workbench.charts.sheet import FIGURE, LABEL, SMALL, inner_width, lines_high, wrap, write
from workbench.disclosure import is_hidden
from workbench.language import _, ngettext, percent


@chart("pairs")
def plot_pairs(pairs, *, labels=None, ax=None, **where):
    """Return in how many pairs of people the one side is better off, each with its interval; hollow = may be chance.

    Parameters
    ----------
    pairs : DataFrame
        What `compare_pairs` returns.
    labels : dict, optional
        Code to text, of groups, territories and indicators.

    Returns
    -------
    Axes
        Each pair is told from the side that is better off.

    Examples
    --------
    >>> row = {"group": "Young people", "other_group": "Jobseekers", "indicator": "MOB", "n": 10, "n_other": 10}
    >>> row |= {"win_probability": 0.78, "low": 0.61, "high": 0.89, "direction": "better"}
    >>> ax = plot_pairs(pd.DataFrame([row]))
    >>> from workbench.charts import caption
    >>> caption(ax).headline
    'Young people better off than Jobseekers: in 78% of pairs'
    """
    table = select(pairs, where, needs=("indicator", "win_probability", "low", "high", "direction"), name="pairs")
    other = next((name for name in table if name.startswith("other_")), "other_group")
    measure = _("share of pairs of people in which the first is better off, ties half")
    if not len(table):
        why = _("No two groups, places or waves answered the same indicator here: it takes answers of another one.")
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    lines = _lines(table, other.removeprefix("other_"), other, labels)
    headline = _headline(lines)
    sides = [other, other.removeprefix("other_")]  # they are the rows
    subtitle = about(table.drop(columns=sides, errors="ignore"), measure, labels=labels,
                     intervals=table["low"].notna().any())  # fmt: skip
    note = _("Hollow: the two cannot be told apart. The intervals of all pairs of an indicator hold together.")
    axes = _draw(lines, (headline, subtitle, note), ax)
    data = pd.DataFrame(lines)
    told = [_("{label}: {verdict}.", label=one["label"], verdict=_said(one)) for one in lines[:6]]
    return Drawn(axes, headline, subtitle, note, data, told=told)


def _lines(table, of, other, labels):
    """Return a dict a pair, told from the side that is better off, the widest difference on top."""
    several = table["indicator"].nunique() > 1
    lines = []
    for row in table.to_dict("records"):
        sides = [label(row[name], labels) for name in (of, other)]
        figures = [row["win_probability"], row["low"], row["high"]]
        if pd.notna(figures[0]) and figures[0] < 0.5:
            sides, figures = sides[::-1], [1 - figures[at] for at in (0, 2, 1)]
        name = _("{one} – {other}", one=sides[0], other=sides[1])
        if several:
            name = _("{label}: {figures}", label=label(row["indicator"], labels), figures=name)
        lines.append(row | {"label": name, "one": sides[0], "two": sides[1], "estimate": figures[0], "low": figures[1],
                            "high": figures[2], "sure": row["direction"] in ("better", "worse")})  # fmt: skip
    return sorted(lines, key=lambda line: (not line["sure"], -(0 if pd.isna(line["estimate"]) else line["estimate"])))


def _headline(lines):
    sure = [line for line in lines if line["sure"]]
    if not sure:
        return _("No two sides can be told apart")
    if len(sure) == 1:
        one = sure[0]
        return _(
            "{one} better off than {other}: in {share} of pairs",
            one=one["one"], other=one["two"], share=percent(one["estimate"]),
        )  # fmt: skip
    return ngettext(
        "{n} pair told apart, most clearly {label}", "{n} pairs told apart, most clearly {label}", len(sure),
        label=sure[0]["label"],
    )  # fmt: skip


def _said(line):
    if pd.isna(line["estimate"]) or pd.isna(line["low"]):
        return str(line.get("verdict", "")) if is_hidden(line) else _("too few answers")
    shown = {name: percent(line[name]) for name in ("low", "high")}
    return _("{difference} (between {low} and {high})", difference=percent(line["estimate"]), **shown)


def _draw(lines, texts, ax):
    width = inner_width(ax)
    names = [line["label"] for line in lines]
    label_width, said_width = width * 0.3, width * 0.24
    across = width - label_width - said_width - 0.4
    said = [wrap(_said(line), said_width, FIGURE) for line in lines]
    high = max(row_height(names, label_width, least=0.32), max(lines_high(text, FIGURE) for text in said) + 0.08)
    head = wrap(_("The first is better off in"), said_width, LABEL, "bold")
    top, below = max(0.34, lines_high(head, LABEL) + 0.05), lines_high("0\n0", SMALL) + 0.14
    bold = {place for place, line in enumerate(lines) if line["sure"]}
    sheet, axes = row_sheet(texts, names, label_width, across, high, top=top, below=below, bold=bold, ax=ax)
    write(sheet, label_width + across + 0.32, 0, head, fontsize=LABEL, fontweight="bold", color=BLACK)
    at = (0, 0.25, 0.5, 0.75, 1)
    axes.set_xlim(0, 1)
    rules(axes, at)
    axes.axvline(0.5, color=BLACK, linewidth=1.2, zorder=1)
    marks = [f"{percent(x)}\n" + _("no difference") if x == 0.5 else percent(x) for x in at]
    axes.set_xticks(at, marks, fontsize=SMALL)
    for place, (line, text) in enumerate(zip(lines, said, strict=True)):
        colour = BLUE if line["sure"] else HAIRLINE
        whisker(axes, line, place, colour, "o", hollow=not line["sure"], size=9 if line["sure"] else 7.5)
        beside(axes, place, text, pad=0.2 * 72, fontsize=FIGURE, color=BLUE if line["sure"] else QUIET)
    return axes
