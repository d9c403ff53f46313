"""How many criteria each group wrote to each question."""

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import LABEL_WIDTH, empty_sheet, legend_places, row_height, row_sheet
from workbench.charts.palette import BLUE, INK, LILAC, PLUM, TEAL, ink_on
from workbench.charts.selection import about, name_rows, select
from workbench.charts.sheet import FIGURE, LABEL, inner_width, text_width
from workbench.language import _, listed, names, ngettext, number, word

#: The questions of the method: a colour and a sign each.
QUESTIONS = {
    "wellbeing": (BLUE, "+"),
    "illbeing": (PLUM, "−"),
    "action": (TEAL, "→"),
    "coresponsibility": (LILAC, "⇄"),
}


@chart("criteria")
def plot_criteria(criteria, *, rows="group", labels=None, ax=None, **where):
    """Return how many criteria each group wrote to each question, the most on top.

    Parameters
    ----------
    criteria : DataFrame
        `criteria` of `tables.py`, one row a criterion.
    rows : {"group", "territory", "wave"}
        What a bar stands for; other columns that differ are written in its name.

    Examples
    --------
    >>> import pandas as pd
    >>> criteria = pd.DataFrame({"group": ["young", "young", "old"], "question": ["wellbeing", "action", "wellbeing"]})
    >>> from workbench.charts import caption
    >>> caption(plot_criteria(criteria)).headline
    '3 criteria from 2 groups'
    """
    table = select(criteria, where, needs=(rows, "question"), name="criteria")
    keys = [key for key in ("territory", "wave", "group") if key in table and (rows == "group" or key == rows)]
    measure = _("number of criteria by question")
    if not len(table):
        why = _(
            "No criteria were read here yet: each group’s are typed into a sheet “{sheet}”.",
            sheet=word("sheet", "criteria"),
        )
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    counted = table.groupby([*keys, "question"], sort=False).size().rename("criteria").reset_index()
    counted["label"] = name_rows(counted, rows, labels)
    wide = counted.pivot_table(index="label", columns="question", values="criteria", aggfunc="sum", fill_value=0)
    asked = [*names("question"), *sorted(set(wide.columns) - set(names("question")))]
    wide = wide[[question for question in asked if question in wide]]
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    total = len(table)
    groups = len(table[[key for key in ("territory", "wave", "group") if key in table]].drop_duplicates())
    headline = ngettext(
        "{criteria} from {n} group", "{criteria} from {n} groups", groups, criteria=many_criteria(total)
    )
    subtitle = about(table, measure, labels=labels, rows=rows)
    note = ""
    axes = _draw_counts(wide, (headline, subtitle, note), ax)
    order = {name: place for place, name in enumerate(wide.index)}
    data = counted.sort_values("label", key=lambda column: column.map(order), kind="stable", ignore_index=True)
    what = ngettext("{n} bar, cut by question.", "{n} bars, cut by question.", len(wide))
    asked = _(
        "By question: {counts}.",
        counts=listed([f"{word('question', q)} {number(n)}" for q, n in wide.sum().items()]),
    )
    telling = [_("{label}: {n}.", label=name, n=number(n)) for name, n in wide.sum(axis=1).head(5).items()]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[asked, *telling])


def many_criteria(n):
    """Return a number of criteria in words.

    >>> many_criteria(1)
    '1 criterion'
    """
    return ngettext("{n} criterion", "{n} criteria", n)


def _draw_counts(wide, texts, ax):
    rows = wide.index.tolist()
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH, width * 0.28)
    across = width - label_width - 0.8
    looks = {question: QUESTIONS.get(question, (INK, "·")) for question in wide.columns}
    items = [(colour, None, f"{sign} {word('question', question)}") for question, (colour, sign) in looks.items()]
    high, legend = row_height(rows, label_width), legend_places(items, across)[1] + 0.12
    _sheet, axes = row_sheet(texts, rows, label_width, across, high, top=legend, legend=items, ax=ax)
    most = wide.sum(axis=1).max()
    axes.set_xlim(0, most)
    for place, (_name, counts) in enumerate(wide.iterrows()):
        x = 0
        for question, n in counts.items():
            colour, sign = looks[question]
            axes.barh(place, n, left=x, height=0.68, color=colour, edgecolor="white", linewidth=1.2)
            text = next(
                (t for t in (f"{sign} {number(n)}", number(n)) if n * across / most > text_width(t, FIGURE) + 0.08), ""
            )
            if n and text:
                axes.text(
                    x + n / 2, place, text, fontsize=FIGURE, color=ink_on(colour), ha="center", va="center_baseline"
                )
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
