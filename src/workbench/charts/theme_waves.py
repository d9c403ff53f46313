"""How themes fared since an earlier wave: a forest of changes for all, or a grid of themes by groups."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.criteria import many_criteria
from workbench.charts.marks import (
    beside,
    draw_legend,
    empty_sheet,
    legend_places,
    over,
    row_height,
    row_sheet,
    rules,
    whisker,
)
from workbench.charts.palette import ATTENTION, BLACK, BLUE, HAIRLINE, QUIET
from workbench.charts.selection import about, called, given, label, listed_labels, name_rows, quoted, select, sentences
from workbench.charts.sheet import FIGURE, LABEL, SMALL, inner_width, lines_high, open_sheet, panel, wrap
from workbench.charts.sheet import text_width as wide
from workbench.language import N_, _, listed, ngettext, number, percent

_SURE = 0.05
#: State of a theme → colour, mark, word.
_LOOKS = {
    "new": (BLUE, "P", N_("new")),
    "grew": (BLUE, ">", N_("grew")),
    "steady": (HAIRLINE, "o", N_("cannot be told apart")),
    "shrank": (ATTENTION, "<", N_("shrank")),
    "silent": (ATTENTION, "X", N_("fell silent")),
}


@chart("theme waves")
def plot_theme_waves(waves, *, labels=None, ax=None, **where):
    """Return how themes fared in a wave: what is new, grew, shrank or fell silent; hollow = cannot be told from chance.

    Followed for each group (`theme_waves(…, by="group")`) it is a grid of themes by groups.

    Parameters
    ----------
    waves : DataFrame
        What `theme_waves` returned. Where it has several waves, the last one is drawn unless `wave=` asks for others.

    Examples
    --------
    >>> row = {"theme": "T", "label": "Heat", "wave": "2024", "before": "2021", "criteria": 9, "n": 90, "share": 0.1}
    >>> waves = pd.DataFrame([row | {"change": 0.1, "state": "new", "p_adjusted": 0.01, "groups": 4}])
    >>> from workbench.charts import caption
    >>> caption(plot_theme_waves(waves)).headline
    'Since 2021: new “Heat”'
    """
    table = select(waves, where, needs=("theme", "wave", "before", "criteria", "change", "state"), name="waves")
    table = table[table["state"].isin(list(_LOOKS))]
    table = table if "wave" in where or not len(table) else table[table["wave"] == table["wave"].max()]
    measure = _("change of a theme's share of all criteria")
    if not len(table):
        why = _("Themes are followed from the second wave on: it takes criteria in two waves.")
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    named = table["label"].where(table["label"] != "", table["theme"]) if "label" in table else table["theme"]
    table = table.assign(label=[label(name, labels) for name in named])
    grid = "group" in table and table["group"].nunique() > 1
    lines = _lines(table, labels, grid=grid)
    since = listed(sorted(set(table["before"])))
    headline, note = _headline(lines, since, labels, grid=grid), _note(lines, grid=grid)
    sizes = [f"{since} → {listed(sorted(set(table['wave'])))}"]
    if "n" in table and not grid:
        sizes += [many_criteria(int(n)) for n in {table["n"].max()} if pd.notna(n)]
    shown = table.drop(columns=["n", "wave"], errors="ignore")
    subtitle = about(shown, measure, labels=labels, intervals=not grid and given(table, "low"), extra=sizes)
    draw = _draw_grid if grid else _draw_forest
    axes = draw(lines, (headline, subtitle, note), labels, ax)
    data = pd.DataFrame(lines)
    what = ngettext("{n} theme compared with before.", "{n} themes compared with before.", data["theme"].nunique())
    telling = [line for line in lines if _sure(line)][:6] or lines[:2]
    told = [_in_words(line, labels, grid=grid) for line in telling]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=told)


def _lines(table, labels, *, grid):
    """Return the rows as dicts, what is said more on top; `row` is what a row is called."""
    shown = table.drop(columns=["wave", *(["group"] if grid else [])], errors="ignore")
    rows = name_rows(shown.assign(theme=table["label"]), "theme", labels)
    if table["wave"].nunique() > 1:
        rows = rows + " · " + table["wave"]
    table = table.assign(row=rows)
    return table.sort_values("change", ascending=False, kind="stable").to_dict("records")


def _sure(line):
    return line["state"] in ("grew", "shrank") or (
        line["state"] in ("new", "silent") and pd.notna(line.get("p_adjusted")) and line["p_adjusted"] < _SURE
    )


# ---------------------------------------------------------------------- for all together


def _draw_forest(lines, texts, labels, ax):
    width = inner_width(ax)
    names = [line["row"] for line in lines]
    label_width, said_width = min(2.9, width * 0.27), width * 0.33
    across = width - label_width - said_width - 0.5
    said = [wrap(_verdict(line), said_width, FIGURE) for line in lines]
    states = [state for state in _LOOKS if any(line["state"] == state for line in lines)]
    items = [(_LOOKS[s][0], _LOOKS[s][1] if s != "steady" else "hollow o", _(_LOOKS[s][2])) for s in states]
    legend, below = legend_places(items, width - label_width - 0.12)[1] + 0.28, lines_high("0", SMALL) + 0.14
    high = max(row_height(names, label_width), max(lines_high(text, FIGURE) for text in said) + 0.08)
    bold = {place for place, line in enumerate(lines) if _sure(line)}
    sheet, axes = row_sheet(texts, names, label_width, across, high, top=legend, below=below, bold=bold, ax=ax)
    draw_legend(sheet, label_width + 0.12, 0, width - label_width - 0.12, items)
    _axis(axes, lines)
    for place, (line, text) in enumerate(zip(lines, said, strict=True)):
        colour, mark, _word = _LOOKS[line["state"]]
        shown = {**line, "estimate": line["change"]}
        whisker(axes, shown, place, colour, mark, hollow=not _sure(line), size=9 if _sure(line) else 7.5)
        beside(axes, place, text, pad=14, fontsize=FIGURE, color=colour if _sure(line) else QUIET)
    over(axes, _("What can be said"), pad=14)
    return axes


def _axis(ax, lines):
    ends = [abs(float(line[end])) for line in lines for end in ("low", "high", "change") if pd.notna(line.get(end))]
    reach = max([0.05, *ends]) * 1.06
    step = next(one for one in (0.02, 0.05, 0.1, 0.2, 0.5, 1) if reach / one < 2.6)
    at = [-step, 0, step] if reach < 2 * step else [-2 * step, -step, 0, step, 2 * step]
    ax.set_xlim(-reach, reach)
    rules(ax, at)
    ax.axvline(0, color=BLACK, linewidth=1.2, zorder=1)
    ax.set_xticks(at, [_("no change") if x == 0 else percent(x, signed=True) for x in at], fontsize=SMALL)


def _verdict(line):
    now, share = many_criteria(int(line["criteria"])), percent(line["share"])
    behind = line.get("groups")
    groups = ngettext("{n} group", "{n} groups", int(behind)) if pd.notna(behind) and behind else ""
    if line["state"] == "new":
        text = _("new: {criteria} from {groups}", criteria=now, groups=groups)
        text = text if groups else _("new: {criteria}", criteria=now)
        return text if _sure(line) else _("{text}; may be chance", text=text)
    if line["state"] == "silent":
        was = line.get("criteria_before")
        text = _("silent: none now")
        if pd.notna(was) and was:
            text = _("silent: {criteria} before, none now", criteria=many_criteria(int(was)))
        return text if _sure(line) else _("{text}; may be chance", text=text)
    before = percent(line["share"] - line["change"])
    said = {"before": before, "now": share, "criteria": now}
    if line["state"] == "steady":
        low, high = line.get("low"), line.get("high")
        if pd.notna(low) and pd.notna(high) and not low <= 0 <= high:
            return _("not established among so many themes: {before}, now {now} ({criteria})", **said)
        return _("cannot be told apart: {before}, now {now} ({criteria})", **said)
    if line["state"] == "grew":
        return _("grew: {before}, now {now} ({criteria})", **said)
    return _("shrank: {before}, now {now} ({criteria})", **said)


# ---------------------------------------------------------------------- group by group


def _draw_grid(lines, texts, labels, ax):
    width = inner_width(ax)
    names = list(dict.fromkeys(line["row"] for line in lines))
    groups = sorted({line["group"] for line in lines})
    label_width = min(2.8, width * 0.27)
    each = min((width - label_width - 0.2) / len(groups), 1.5)
    words = [one for group in groups for one in label(group, labels).split()]
    size = next((x for x in (9, 8.5, 8, 7.5) if max(wide(one, x) for one in words) < each - 0.06), None)
    upright, size = size is None, size or SMALL
    heads = [wrap(label(group, labels), 1.9 if upright else each - 0.06, size) for group in groups]
    tall = (
        max(wide(one, size) for head in heads for one in head.split("\n"))
        if upright
        else max(lines_high(head, size) for head in heads)
    )
    states = [state for state in _LOOKS if any(line["state"] == state for line in lines)]
    items = [(_LOOKS[s][0], _LOOKS[s][1] if s != "steady" else "hollow o", _(_LOOKS[s][2])) for s in states]
    legend = legend_places(items, width - label_width - 0.12)[1] + 0.1
    top, high = legend + tall + 0.16, row_height(names, label_width, least=0.36, most=0.5, room=4.6)
    sheet = open_sheet(*texts, body=top + high * len(names), ax=ax)
    draw_legend(sheet, label_width + 0.12, 0, width - label_width - 0.12, items)
    high = min(high, (sheet.height - top) / len(names))
    axes = panel(sheet, label_width + 0.12, top, each * len(groups), high * len(names), first=True)
    axes.set(xlim=(-0.5, len(groups) - 0.5), ylim=(len(names) - 0.5, -0.5))
    axes.set_yticks(range(len(names)), [wrap(one, label_width) for one in names], fontsize=LABEL)
    axes.set_xticks(range(len(groups)), heads, fontsize=size, color=BLACK, rotation=90 if upright else 0)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, pad=6)
    for y in range(len(names) + 1):
        axes.axhline(y - 0.5, color="#E4E4E4", linewidth=0.8, zorder=0)
    for line in lines:
        x, y = groups.index(line["group"]), names.index(line["row"])
        colour, mark, _word = _LOOKS[line["state"]]
        was = line.get("criteria_before")
        told = f"{number(was)} → {number(line['criteria'])}" if pd.notna(was) else number(line["criteria"])
        ink, weight = (colour, "bold") if _sure(line) else (QUIET, "normal")
        shift = 0.0
        if line["state"] != "steady":
            shift = 0.12
            look = {"markersize": 7, "markeredgewidth": 1.3, "markerfacecolor": colour if _sure(line) else "white"}
            axes.plot([x - 0.3], [y], mark, color=colour, **look)
        how = {"ha": "center", "va": "center_baseline", "fontsize": FIGURE}
        axes.text(x + shift, y, told, color=ink, fontweight=weight, **how)
    return axes


# ---------------------------------------------------------------------- words


def _headline(lines, since, labels, *, grid):
    found = []
    for state, message in (
        ("new", N_("new {themes}")),
        ("grew", N_("more on {themes}")),
        ("shrank", N_("less on {themes}")),
        ("silent", N_("silent on {themes}")),
    ):
        told = [line for line in lines if line["state"] == state and _sure(line)]
        names = [_name(line, labels, grid=grid) for line in told]
        if names:
            found.append(_(message, themes=listed_labels(list(dict.fromkeys(names)))))
    if found:
        return _("Since {wave}: {found}", wave=since, found="; ".join(found))
    if grid:
        return _("Since {wave}: no group is established to speak more or less of a theme", wave=since)
    fresh = [_quoted(line["row"]) for line in lines if line["state"] == "new"]
    if fresh:
        themes = listed_labels(list(dict.fromkeys(fresh)))
        return _("Since {wave}: for the first time {themes}, though so few may be chance", wave=since, themes=themes)
    return _("Since {wave}: no theme is established to be said more or less", wave=since)


def _name(line, labels, *, grid):
    if not grid:
        return _quoted(line["row"])
    return _("{theme} ({group})", theme=_quoted(line["row"]), group=called("group", line["group"], labels))


def _quoted(text):
    """Return a label as a sentence quotes it; a quotation of what people said stays as it is."""
    return text if text[:1] in '“«„"' else quoted(text)


def _note(lines, *, grid):
    reading = _(
        "Filled and bold: established after adjustment for the number of themes; hollow: cannot be told apart from "
        "chance. New: nobody spoke of it in any earlier wave; silent: somebody did, nobody now."
    )
    line = next((one for one in lines if pd.notna(one.get("criteria_before"))), None)
    if not grid or line is None:
        return reading
    shown = {"group": line["group"], "theme": _quoted(line["row"])}
    counts = {"before": many_criteria(int(line["criteria_before"])), "now": number(line["criteria"])}
    return sentences(_("How to read: {group} – {before} on {theme} before, {now} now.", **shown, **counts), reading)


def _in_words(line, labels, *, grid):
    return _("{label}: {verdict}.", label=_name(line, labels, grid=grid), verdict=_verdict(line).rstrip("."))
