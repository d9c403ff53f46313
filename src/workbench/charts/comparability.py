"""The instrument map: which indicator can be compared from one wave to the next, and what stands against it."""

import numpy as np
import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import draw_legend, empty_sheet, legend_places, row_height, row_sheet
from workbench.charts.palette import ATTENTION, BAND, BLACK, BLUE, HAIRLINE, RANGE, WASH
from workbench.charts.selection import about, listed_labels, name_rows, quoted, select, sentences
from workbench.charts.sheet import FIGURE, LABEL, inner_width, lines_high, text_width
from workbench.language import _, ngettext, number, word

_LOOKS = {"yes": (RANGE, BLUE, "✓"), "careful": (BAND, ATTENTION, "!"), "no": (WASH, BLACK, "×")}
_NOTES = "¹²³⁴⁵⁶⁷⁸⁹"


@chart("comparability")
def plot_comparability(comparable, *, rows="indicator", labels=None, ax=None, **where):
    """Return the map of what can be compared between waves: ✓ comparable, ! with care, × not, with the reasons below.

    Parameters
    ----------
    comparable : DataFrame
        What `comparability` returns.
    rows : {"indicator", "group", "territory"}
        What a row stands for; where several rows of the map fall together the worst of them is shown.

    Examples
    --------
    >>> row = {"indicator": "MOB", "from": "2021", "to": "2024", "comparable": "yes", "reasons": "", "why": ""}
    >>> ax = plot_comparability(pd.DataFrame([row]))
    >>> from workbench.charts import caption
    >>> caption(ax).headline
    'All that was asked can be compared'
    """
    table = select(comparable, where, needs=(rows, "from", "to", "comparable", "why"), name="comparable")
    measure = _("what can be compared")
    if not len(table):
        why = _("There is one wave only: what can be compared is said when another one has answers.")
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    own = table[[name for name in ("territory", "origin", "group", "indicator") if name in table]]
    alone = own.loc[:, [name == rows or own[name].nunique() == 1 for name in own]]
    table = table.assign(label=name_rows(alone, rows, labels), pair=table["from"] + " → " + table["to"])
    names, pairs = (pd.unique(table[column]).tolist() for column in ("label", "pair"))
    cells = _worst(table)
    notes = {}
    for said in cells["why"]:
        if said:
            notes.setdefault(said, _NOTES[len(notes)] if len(notes) < len(_NOTES) else "")
    headline = _headline(cells)
    rest = sum(not mark for mark in notes.values())
    more = ngettext("{n} more reason in the table.", "{n} more reasons in the table.", rest) if rest else ""
    note = sentences(*(f"{mark} {said}" for said, mark in notes.items() if mark), more)
    subtitle = about(table.drop(columns="why"), measure, labels=labels, rows=rows)
    axes = _draw(cells, names, pairs, notes, (headline, subtitle, note), ax)
    data = cells.rename(columns={"why": "reason"})
    unsure = [row for row in cells.to_dict("records") if row["comparable"] != "yes"]
    named = [(f"{row['label']}, {row['pair']}", word("comparable", row["comparable"])) for row in unsure[:6]]
    said = [_("{label}: {verdict}.", label=name, verdict=state) for name, state in named]
    return Drawn(axes, headline, subtitle, note, data, told=[*said, note])


def _worst(table):
    """Return one row a label and pair of waves: the worst that is said there, and every reason once."""
    order = list(_LOOKS)
    rows = []
    for (name, pair), mine in table.groupby(["label", "pair"], sort=False):
        state = order[max(order.index(one) for one in mine["comparable"])]
        said = pd.unique(mine.loc[mine["comparable"] == state, "why"])
        rows.append({"label": name, "pair": pair, "comparable": state, "why": " ".join(one for one in said if one)})
    return pd.DataFrame(rows)


def _headline(cells):
    states = ("careful", "no")
    careful, lost = (pd.unique(cells.loc[cells["comparable"] == state, "label"]).tolist() for state in states)
    every = cells["label"].nunique()
    if not careful and not lost:
        return _("All that was asked can be compared")
    if lost and len(lost) <= 3:
        names = listed_labels([quoted(name) for name in lost])
        return _("Not to be compared between all waves: {names}", names=names)
    if lost:
        told = {"lost": number(len(lost)), "n": number(every)}
        return _("{lost} of {n} lines cannot be compared between all waves", **told)
    if len(careful) == every:
        return ngettext(
            "The line can be compared only with care", "All {n} lines can be compared only with care", every
        )
    return ngettext(
        "{n} line of {all} can be compared only with care", "{n} lines of {all} can be compared only with care",
        len(careful), all=number(every),
    )  # fmt: skip


def _draw(cells, names, pairs, notes, texts, ax):
    from matplotlib.patches import Rectangle

    width = inner_width(ax)
    label_width = min(4.2, width * 0.4, max(text_width(name, LABEL) for name in names) + 0.1)
    each = min(2.2, (width - label_width - 0.2) / len(pairs))
    items = [(ink, None, f"{sign} {word('comparable', state)}") for state, (_wash, ink, sign) in _LOOKS.items()]
    items = [(wash, None, text) for (_ink, _mark, text), (wash, _i, _s) in zip(items, _LOOKS.values(), strict=True)]
    legend = legend_places(items, width)[1] + 0.1
    high = row_height(names, label_width, least=0.3, most=0.42)
    head = lines_high("0", FIGURE) + 0.12
    sheet, axes = row_sheet(texts, names, label_width, each * len(pairs), high, top=legend + head, below=0.05, ax=ax)
    draw_legend(sheet, 0, 0, width, items)
    axes.set_xlim(-0.5, len(pairs) - 0.5)
    axes.set_xticks(np.arange(len(pairs)), pairs, fontsize=FIGURE)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for row in cells.to_dict("records"):
        x, y = pairs.index(row["pair"]), names.index(row["label"])
        wash, ink, sign = _LOOKS[row["comparable"]]
        axes.add_patch(Rectangle((x - 0.48, y - 0.44), 0.96, 0.88, facecolor=wash, edgecolor=HAIRLINE, linewidth=0.4))
        text = sign + notes.get(row["why"], "")
        axes.text(x, y, text, fontsize=LABEL, fontweight="bold", color=ink, ha="center", va="center_baseline")
    return axes
