"""Who comes first by an index, and how far chance and method may move each place; the three facets beside it."""

import pandas as pd

from workbench.charts.captions import redrawable
from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import beside, empty_sheet, over, row_height, row_sheet, rules, whisker
from workbench.charts.palette import BLACK, BLUE, QUIET
from workbench.charts.selection import about, label, listed_labels, quoted, select, sentences
from workbench.charts.sheet import FIGURE, SMALL, inner_width, lines_high, text_width
from workbench.disclosure import is_hidden
from workbench.language import N_, _, ngettext, number, percent

#: What is written beside each row: column, heading, whether it is a share.
_BESIDE = (
    ("good", N_("good"), True), ("bad", N_("bad"), True), ("polarisation", N_("pulled apart"), False),
    ("disparity", N_("between groups"), True),
)  # fmt: skip


@redrawable
@chart("ranks")
def plot_ranks(index, *, rows="territory", node=None, labels=None, ax=None, **where):
    """Return the rank of each territory with its interval, best first, and beside it what a rank hides.

    Parameters
    ----------
    index : DataFrame
        What `composite_index` returns: estimate, rank, rank_low, rank_high, good, bad, polarisation, disparity.
    rows : str
        What a row stands for.
    node : str, optional
        Which node of the tree; by default the whole.
    **where
        Column to the value or values to keep. Of several waves or origins only the last wave, and one origin, can be
        ranked together: name them.

    Raises
    ------
    ValueError
        If a column is missing or holds none of the values asked for, or the rows are not of one ranking.

    Examples
    --------
    >>> index = pd.DataFrame({
    ...     "territory": ["V", "M"], "node": "index", "depth": 0, "estimate": [0.4, 0.6], "rank": [2, 1],
    ...     "rank_low": [2, 1], "rank_high": [2, 1], "ranked": 2,
    ... })
    >>> from workbench.charts import caption
    >>> caption(plot_ranks(index, labels={"M": "Montelago"})).headline
    '“Montelago” comes first, and stays first through chance and method'
    """
    table = select(index, where, needs=("node", "depth", "estimate", "rank", "rank_low", "rank_high", rows))
    table = table[table["depth"] == 0] if node is None else table[table["node"] == node]
    measure = _("place by the index of {n} indicators", n=_indicators(table))
    table = table[table["rank"].notna()]
    if not len(table):
        why = _("No place can be ranked yet: it takes answers to the indicators of the index in two places.")
        return empty_sheet(table, _("place by the index"), why, labels=labels, ax=ax)
    if table[rows].duplicated().any():
        raise ValueError(_("index: these are several rankings; name one wave and one origin."))
    lines = [
        row | {"label": label(row[rows], labels)}
        for row in table.sort_values(["rank", rows], kind="stable").to_dict("records")
    ]
    headline = _headline(lines)
    subtitle = about(table, measure, labels=labels, intervals=True, rows=rows)
    note = sentences(
        _("Line: where chance and method (weights, steps between situations, mean, one indicator left out) put it "
          "in 95 of 100 draws."),
        _("An index hides who is left behind: read the shares beside it."),
    )  # fmt: skip
    axes = _draw(lines, (headline, subtitle, note), ax)
    data = pd.DataFrame(lines)
    what = ngettext("{n} place with its interval.", "{n} places with their intervals.", len(lines))
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[*map(_in_words, lines[:8])])


def _indicators(table):
    counted = table["indicators"].dropna() if "indicators" in table else []
    return number(int(counted.max())) if len(counted) else "–"


def _headline(lines):
    shown = [line for line in lines if not is_hidden(line)]
    if shown and shown[0]["rank"] != 1:  # the first of all is not among the rows
        top = {"label": quoted(shown[0]["label"]), "rank": number(shown[0]["rank"]), "n": number(_last(shown))}
        return _("{label} stands highest of those shown: place {rank} of {n}", **top)
    first = [quoted(line["label"]) for line in shown if pd.notna(line["rank_low"]) and line["rank_low"] == 1]
    if len(first) == len(shown) and len(first) > 1:
        return ngettext(
            "No order can be told: any of {n} could be first", "No order can be told: any of {n} could be first",
            len(first),
        )  # fmt: skip
    if len(first) == 1:
        return _("{label} comes first, and stays first through chance and method", label=first[0])
    if first:
        return _("First could be {names}", names=listed_labels(first, 4))
    return _("{label} comes first; how surely cannot be said", label=quoted(shown[0]["label"] if shown else "–"))


def _draw(lines, texts, ax):
    width = inner_width(ax)
    names = [line["label"] for line in lines]
    label_width = min(2.9, width * 0.22)
    columns = [(_("index"), [_figure(line) for line in lines])]
    for name, heading, share in _BESIDE:
        if any(pd.notna(line.get(name)) for line in lines):
            told = [_told(line.get(name), share) for line in lines]
            columns.append((_(heading), told))
    wide = [max(text_width(text, FIGURE) for text in (heading, *told)) + 0.28 for heading, told in columns]
    across = max(width - label_width - 0.4 - sum(wide), width * 0.2)
    high = row_height(names, label_width)
    top, below = 0.4, lines_high("0", SMALL) + 0.3
    sure = {place for place, line in enumerate(lines) if line["rank_low"] == line["rank_high"]}
    _sheet, axes = row_sheet(texts, names, label_width, across, high, top=top, below=below, bold=sure, ax=ax)
    last = _last(lines)
    axes.set_xlim(0.6, last + 0.4)
    step = max(1, -(-last // 8))
    at = [1, *range(1 + step, last + 1, step)]
    rules(axes, at)
    axes.set_xticks(at, [number(place) for place in at], fontsize=SMALL)
    axes.set_xlabel(_("place (1: the best)"), fontsize=SMALL, color=QUIET)
    for place, line in enumerate(lines):
        row = {"estimate": line["rank"], "low": line["rank_low"], "high": line["rank_high"]}
        whisker(axes, row, place, BLUE, hollow=place not in sure)
    pad = 0.22
    for (heading, told), wide_ in zip(columns, wide, strict=True):
        over(axes, heading, pad=pad * 72)
        for place, text in enumerate(told):
            beside(axes, place, text, pad=pad * 72, fontsize=FIGURE, color=BLACK)
        pad += wide_
    return axes


def _last(lines):
    """Return how many there are in the ranking, of which the rows may be some."""
    return int(max(line["ranked"] if pd.notna(line.get("ranked")) else len(lines) for line in lines))


def _figure(line):
    if pd.isna(line["estimate"]):
        return "–"
    if pd.isna(line.get("low")) or pd.isna(line.get("high")):
        return number(line["estimate"], 2)
    low, high = (number(line[side], 2) for side in ("low", "high"))
    return _("{estimate} ({low} to {high})", estimate=number(line["estimate"], 2), low=low, high=high)


def _told(value, share):
    if value is None or pd.isna(value):
        return "–"
    # groups closer than chance alone would put them: none apart to be seen
    return percent(max(float(value), 0)) if share else number(value, 2)


def _in_words(line):
    if pd.isna(line["rank_low"]):
        return _("{label}: place {rank}", label=line["label"], rank=number(line["rank"]))
    ends = {"low": number(line["rank_low"]), "high": number(line["rank_high"])}
    return _("{label}: place {rank}, between {low} and {high}", label=line["label"], rank=number(line["rank"]), **ends)
