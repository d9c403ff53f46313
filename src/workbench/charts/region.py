"""Which territories act on which dimensions: several local plans side by side."""

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import empty_sheet, row_height
from workbench.charts.palette import ATTENTION, BLACK, ink_on
from workbench.charts.selection import about, label, listed_labels, quoted, select
from workbench.charts.sheet import LABEL, SMALL, inner_width, lines_high, open_sheet, panel, text_width, wrap
from workbench.language import _, ngettext, number, word

_SHADES = ("#F4F8FC", "#C5DCEF", "#7FB0D8", "#1F6AA8")


@chart("region")
def plot_region(table, *, labels=None, ax=None, **where):
    """Return territories by dimensions as a grid: the number of actions that touch each, a dash where none does.

    Parameters
    ----------
    table : DataFrame
        What `region_dimensions` returns.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [["Valbourg", "A", "resources", 2], ["Valbourg", "B", "living environment", 0]]
    >>> table = pd.DataFrame(rows, columns=["territory", "code", "label", "touching"])
    >>> from workbench.charts import caption
    >>> caption(plot_region(table)).headline
    'No territory acts on “living environment”'
    """
    chosen = select(table, where, needs=("territory", "code", "label", "touching"))
    measure = _("number of actions that touch each dimension; an action may touch several")
    shown = chosen[(chosen["code"] != "") | (chosen["touching"] > 0)]
    if not len(shown):
        why = _(
            "No territory is declared yet: each is a line of the sheet “{sheet}”.", sheet=word("sheet", "territories")
        )
        return empty_sheet(chosen, measure, why, labels=labels, ax=ax)
    shown = shown.assign(place=_places(shown, labels))
    headline = _headline(shown)
    subtitle = about(shown.drop(columns="territory"), measure, labels=labels)
    note = _("A dash: no action of this territory touches the dimension; a frame: no territory’s does.")
    axes = _draw(shown, (headline, subtitle, note), ax)
    places = shown["place"].unique()
    what = ngettext("Grid of {n} territory by dimension.", "Grid of {n} territories by dimension.", len(places))
    telling = [_in_words(place, shown[shown["place"] == place]) for place in places[:6]]
    data = shown.drop(columns="place").reset_index(drop=True)
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling)


def _places(table, labels):
    several = "study" in table and table["study"].nunique() > 1
    named = [label(code, labels) for code in table["territory"]]
    return [f"{name} · {study}" for name, study in zip(named, table["study"], strict=True)] if several else named


def _draw(table, texts, ax):
    from matplotlib.patches import Rectangle

    places, codes = list(dict.fromkeys(table["place"])), list(dict.fromkeys(table["code"]))
    called = dict(zip(table["code"], table["label"], strict=True))
    cells = {(row["place"], row["code"]): int(row["touching"]) for row in table.to_dict("records")}
    width = inner_width(ax)
    label_width = min(2.4, width * 0.25)
    each = min((width - label_width - 0.12) / len(codes), 1.5)
    words = [word for code in codes for word in called[code].split()]
    size = next((x for x in (9, 8.5, 8, 7.5, 7) if max(text_width(one, x) for one in words) < each - 0.06), None)
    upright, size = size is None, size or SMALL
    heads = [wrap(called[code], 2.2 if upright else each - 0.06, size) for code in codes]
    tall = (
        max(text_width(line, size) for head in heads for line in head.split("\n"))
        if upright
        else max(lines_high(head, size) for head in heads)
    )
    top, high = tall + 0.16, row_height(places, label_width, least=0.42, most=0.56)
    sheet = open_sheet(*texts, body=top + high * len(places), ax=ax)
    high = min(high, (sheet.height - top) / len(places))
    axes = panel(sheet, label_width + 0.12, top, each * len(codes), high * len(places), first=True)
    axes.set_xlim(0, len(codes))
    axes.set_ylim(len(places), 0)
    axes.set_yticks([k + 0.5 for k in range(len(places))], [wrap(one, label_width) for one in places], fontsize=LABEL)
    axes.set_xticks(
        [k + 0.5 for k in range(len(codes))], heads, fontsize=size, color=BLACK, rotation=90 if upright else 0
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0, pad=6)
    most = max(cells.values())
    bare = {code for code in codes if code and not any(cells.get((place, code)) for place in places)}
    for y, place in enumerate(places):
        for x, code in enumerate(codes):
            n = cells.get((place, code), 0)
            shade = _SHADES[0] if not n else _SHADES[1 + min(2, (n - 1) * 3 // max(most, 3))]
            axes.add_patch(Rectangle((x + 0.02, y + 0.03), 0.96, 0.94, facecolor=shade, edgecolor="none"))
            if code in bare:
                frame = {"fill": False, "edgecolor": ATTENTION, "linewidth": 1.6}
                axes.add_patch(Rectangle((x + 0.04, y + 0.07), 0.92, 0.86, **frame))
            text = number(n) if n else "–"
            axes.text(x + 0.5, y + 0.5, text, ha="center", va="center_baseline", fontsize=LABEL, color=ink_on(shade))
    return axes


def _headline(table):
    told = table[table["code"] != ""]
    places = told["place"].nunique()
    reached = told.groupby(["code", "label"], sort=False)["touching"].agg(lambda n: int((n > 0).sum())).reset_index()
    none = [quoted(name) for name in reached.loc[reached["touching"] == 0, "label"]]
    if len(none) == len(reached):
        return _("No territory has an action that leads to a dimension")
    if none:
        return _("No territory acts on {dimensions}", dimensions=listed_labels(none))
    fewest = reached.loc[reached["touching"].idxmin()]
    if fewest["touching"] == places:
        return _("Every territory acts on every dimension")
    return ngettext(
        "{dimension}: only {n} territory of {all} acts on it", "{dimension}: only {n} territories of {all} act on it",
        int(fewest["touching"]), dimension=quoted(fewest["label"]), all=number(places),
    )  # fmt: skip


def _in_words(place, rows):
    touched = rows[(rows["touching"] > 0) & (rows["code"] != "")]
    if touched.empty:
        return _("{label}: no action.", label=place)
    return _("{label}: {n}.", label=place, n=listed_labels([
        f"{row['label']} {number(row['touching'])}" for row in touched.to_dict("records")
    ], most=8))  # fmt: skip
