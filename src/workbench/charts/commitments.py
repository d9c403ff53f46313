"""What became of the promises of each kind of actor."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import LABEL_WIDTH, empty_sheet, legend_places, row_height, row_sheet
from workbench.charts.palette import ATTENTION, BLUE, HAIRLINE, ink_on
from workbench.charts.selection import about, called, select
from workbench.charts.sheet import FIGURE, LABEL, inner_width, text_width
from workbench.language import _, listed, names, ngettext, number, word

#: What became of a commitment: a colour and a sign each.
_STATES = {"kept": (BLUE, "✓"), "late": ("#F0A35E", "…"), "broken": (ATTENTION, "✗"), "due": ("#D2D2D2", "○")}
_NOT_SAID = ("#FFFFFF", "?")


@chart("commitments")
def plot_commitments(commitments, *, rows="actor", labels=None, ax=None, **where):
    """Return how many commitments each kind of actor kept, holds late, broke or still has before it.

    Parameters
    ----------
    commitments : DataFrame
        What `commitment_counts` returns (a column a state: kept, late, broken, due, not_said), or `commitments` of
        `tables.py` (a row a commitment, with its commitment_state).
    rows : {"actor", "action", "who"}
        What a bar stands for.

    Examples
    --------
    >>> counts = pd.DataFrame({"actor": ["public", "private"], "kept": [3, 1], "late": [0, 1], "due": [2, 0]})
    >>> from workbench.charts import caption
    >>> caption(plot_commitments(counts)).headline
    '4 of 7 commitments kept, 1 late'
    """
    table = select(commitments, where, needs=(rows,), name="commitments")
    measure = _("number of commitments by what became of them")
    if not len(table):
        why = _(
            "No commitment is written down here yet: each is a line of the sheet “{sheet}”.",
            sheet=word("sheet", "commitments"),
        )
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    counts = _by_state(table, rows)
    counts.index = [called(rows, code, labels) or _("not said") for code in counts.index]
    total = counts.sum()
    headline = _commitments_headline(total)
    subtitle = about(table, measure, labels=labels, rows=rows)
    axes = _draw_states(counts, (headline, subtitle, ""), ax)
    data = counts.rename_axis("label").reset_index()
    what = ngettext(
        "{n} bar, cut by what became of the commitments.",
        "{n} bars, cut by what became of the commitments.",
        len(counts),
    )
    telling = [_("{label}: {n}.", label=name, n=_states_in_words(row)) for name, row in list(counts.iterrows())[:6]]
    return Drawn(axes, headline, subtitle, "", data, what=what, told=telling)


def _by_state(table, rows):
    """Return a table of counts: a row an actor (or what else), a column a state, in the order of the words."""
    states = [*names("commitment_state"), "not_said"]
    if "commitment_state" in table:
        said = table["commitment_state"].where(table["commitment_state"] != "", "not_said")
        counts = pd.crosstab(table[rows], said)
    else:
        counts = table.groupby(rows, sort=False)[[state for state in states if state in table]].sum()
    counts = counts[[state for state in states if state in counts]].astype(int)
    if rows == "actor":
        order = [*names("actor"), ""]
        return counts.loc[sorted(counts.index, key=lambda code: order.index(code) if code in order else len(order))]
    return counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]


def _state(name):
    return _("not said") if name == "not_said" else word("commitment_state", name)


def _draw_states(counts, texts, ax):
    rows = counts.index.tolist()
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH if max(text_width(row) for row in rows) > 1.6 else 1.7, width * 0.28)
    across = width - label_width - 0.7
    looks = {state: _STATES.get(state, _NOT_SAID) for state in counts.columns if counts[state].sum()}
    items = [(colour, None, f"{sign} {_state(state)}") for state, (colour, sign) in looks.items()]
    high, legend = row_height(rows, label_width), legend_places(items, across)[1] + 0.12
    _sheet, axes = row_sheet(texts, rows, label_width, across, high, top=legend, legend=items, ax=ax)
    most = max(int(counts.sum(axis=1).max()), 1)
    axes.set_xlim(0, most)
    for place, (_name, row) in enumerate(counts.iterrows()):
        x = 0
        for state, (colour, sign) in looks.items():
            n = int(row[state])
            if not n:
                continue
            axes.barh(
                place,
                n,
                left=x,
                height=0.64,
                color=colour,
                edgecolor=HAIRLINE if state == "not_said" else "white",
                linewidth=1.2,
            )
            text = next(
                (t for t in (f"{sign} {number(n)}", number(n)) if n * across / most > text_width(t, FIGURE) + 0.06), ""
            )
            axes.text(x + n / 2, place, text, fontsize=FIGURE, color=ink_on(colour), ha="center", va="center_baseline")
            x += n
        axes.annotate(
            number(x),
            (x, place),
            xytext=(6, 0),
            textcoords="offset points",
            fontsize=LABEL,
            fontweight="bold",
            va="center_baseline",
            annotation_clip=False,
        )
    return axes


def _commitments_headline(total):
    every = int(total.sum())
    if not every:
        return _("No commitment has been made yet")
    said = {
        "kept": number(total.get("kept", 0)),
        "late": number(total.get("late", 0)),
        "broken": number(total.get("broken", 0)),
    }
    if total.get("broken", 0) and total.get("late", 0):
        return ngettext(
            "{kept} of {n} commitment kept, {late} late, {broken} broken",
            "{kept} of {n} commitments kept, {late} late, {broken} broken",
            every,
            **said,
        )
    if total.get("broken", 0):
        return ngettext(
            "{kept} of {n} commitment kept, {broken} broken",
            "{kept} of {n} commitments kept, {broken} broken",
            every,
            **said,
        )
    if total.get("late", 0):
        return ngettext(
            "{kept} of {n} commitment kept, {late} late", "{kept} of {n} commitments kept, {late} late", every, **said
        )
    return ngettext("{kept} of {n} commitment kept", "{kept} of {n} commitments kept", every, **said)


def _states_in_words(row):
    return listed([_("{state} {n}", state=_state(state), n=number(n)) for state, n in row.items() if n])
