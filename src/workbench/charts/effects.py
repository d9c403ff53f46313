"""What each action was expected to do, and what is observed."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import beside, empty_sheet, over, row_height, row_sheet, rules
from workbench.charts.palette import ATTENTION, BLACK, BLUE, HAIRLINE, INK, QUIET
from workbench.charts.selection import about, label, quoted, select, sentences
from workbench.charts.sheet import LABEL, SMALL, inner_width, lines_high, wrap
from workbench.language import _, ngettext, number, word

#: An effect that fewer stakeholders speak of is not named in the headline, if there are others.
_FEW = 3


@chart("effects")
def plot_effects(effects, *, labels=None, ax=None, **where):
    """Return what each action was expected to do and what is observed, from −2 (does harm) to +2 (helps much).

    Parameters
    ----------
    effects : DataFrame
        What `effect_summary` returns: action, indicator, expected, observed (means), n; the rows for all roles together
        are drawn unless `role=` asks for another. Both figures are what stakeholders say, so no interval is drawn; a
        band shows how far apart they see it (lowest, highest), and the difference is that of those who said both
        (difference, pairs).

    Examples
    --------
    >>> rows = [["A1", "MOB", 1.5, 0.5, 8], ["A2", "AIR", 1.0, 1.2, 7]]
    >>> ax = plot_effects(pd.DataFrame(rows, columns=["action", "indicator", "expected", "observed", "n"]))
    >>> from workbench.charts import caption
    >>> caption(ax).headline
    'Seen by stakeholders: 1 effect of 2 as large as expected; farthest below: A1, “MOB”'
    """
    table = select(effects, where, needs=("action", "indicator", "expected", "observed"), name="effects")
    if "role" in table and "role" not in where and (table["role"] == "").any():
        table = table[table["role"] == ""]
    measure = _("mean of what stakeholders say, from −2 (does harm) to +2 (helps much)")
    if not len(table):
        why = _(
            "No stakeholder has said here yet what an action does: it is written on a sheet “{sheet}”.",
            sheet=word("sheet", "effects"),
        )
        return empty_sheet(table, measure, why, labels=labels, ax=ax)
    lines = _effect_lines(table, labels)
    headline = _effects_headline(lines)
    subtitle = about(table.drop(columns="indicator"), measure, labels=labels)
    note = _("Hollow circle: expected; filled mark: observed; the arrow leads from one to the other. n = stakeholders.")
    note = sentences(note, *_said_apart(lines))
    axes = _draw_effects(lines, (headline, subtitle, note), ax)
    kept = [column for column in table.columns if column not in ("label",)]
    data = pd.DataFrame(
        [{"label": line["full"], **{key: line[key] for key in kept}} for line in lines if not line["head"]]
    )
    what = ngettext("{n} effect, expected and observed.", "{n} effects, expected and observed.", len(data))
    telling = [_effect_in_words(line) for line in lines if not line["head"]][:6]
    return Drawn(axes, headline, subtitle, note, data, what=what, told=telling)


def _effect_lines(table, labels):
    """Return the rows with a heading row for each action, in the order of the table."""
    lines = []
    for action, rows in table.groupby("action", sort=False):
        name = label(action, labels)
        lines.append({"head": True, "name": name})
        for row in rows.to_dict("records"):
            said = label(row["indicator"], labels)
            lines.append({**row, "head": False, "name": said, "action_name": name, "full": f"{name} · {said}"})
    return lines


def _draw_effects(lines, texts, ax):
    rows = [line["name"] for line in lines]
    width = inner_width(ax)
    label_width = min(4.2, width * 0.36)
    across = width - label_width - 1.6
    words = [_("does harm"), _("does some harm"), _("no effect"), _("helps"), _("helps much")]
    ticks = [
        f"{number(k - 2, 0, signed=True)}\n{wrap(text, across / 4.4 - 0.05, SMALL)}" for k, text in enumerate(words)
    ]
    below = max(lines_high(tick, SMALL) for tick in ticks) + 0.12
    high = row_height(rows, label_width, least=0.36, most=0.42)
    heads = {place for place, line in enumerate(lines) if line["head"]}
    _sheet, axes = row_sheet(texts, rows, label_width, across, high, top=0.25, below=below, bold=heads, ax=ax)
    axes.set_xlim(-2.2, 2.2)
    rules(axes, [-2, -1, 1, 2])
    axes.axvline(0, color=BLACK, linewidth=1.2, zorder=1)
    axes.set_xticks([-2, -1, 0, 1, 2], ticks, fontsize=SMALL, linespacing=1.1)
    over(axes, _("difference"), pad=8)
    over(axes, _("n"), pad=82)
    for place, line in enumerate(lines):
        if line["head"]:
            axes.axhline(place - 0.5, color=HAIRLINE, linewidth=0.6, xmin=-label_width / across, clip_on=False)
            continue
        _draw_effect(axes, place, line)
    return axes


def _difference(line):
    """Return observed − expected of those who said both; of all where the table does not tell them apart."""
    if "pairs" in line and "difference" in line:
        return line["difference"]
    return line["observed"] - line["expected"] if _both(line) else pd.NA


def _both(line):
    return pd.notna(line["expected"]) and pd.notna(line["observed"])


def _said_apart(lines):
    """Return what a reader must know of rows in which stakeholders disagree, or did not say both."""
    rows = [line for line in lines if not line["head"]]
    if any(_wide(line) for line in rows):
        yield _("Band: from the lowest to the highest that stakeholders see.")
    if any(_both(line) and pd.isna(_difference(line)) for line in rows):
        yield _("No difference where nobody said both.")
    elif any(_both(line) and line.get("pairs") != line.get("n") for line in rows if "pairs" in line):
        yield _("The difference is that of those who said both.")


def _wide(line):
    low, high = line.get("lowest"), line.get("highest")
    return pd.notna(low) and pd.notna(high) and high > low


def _draw_effect(ax, place, line):
    expected, observed, difference = line["expected"], line["observed"], _difference(line)
    less = pd.notna(difference) and difference < 0
    colour = ATTENTION if less else BLUE
    if _wide(line):
        ax.plot([line["lowest"], line["highest"]], [place, place], color=colour, alpha=0.22, linewidth=9, zorder=1,
                solid_capstyle="round")  # fmt: skip
    if pd.notna(difference) and abs(observed - expected) > 0.12:
        ax.annotate(
            "",
            (observed, place),
            (expected, place),
            zorder=2,
            arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 4, "shrinkB": 4},
        )
    if pd.notna(expected):
        ax.plot(
            [expected],
            [place],
            "o",
            markersize=8,
            markerfacecolor="white",
            markeredgecolor=INK,
            markeredgewidth=1.5,
            zorder=3,
        )
    if pd.notna(observed):
        ax.plot([observed], [place], "s" if less else "o", markersize=6.5, color=colour, zorder=4)
        if pd.notna(expected):
            text = number(difference, 1, signed=True) if pd.notna(difference) else "–"
            beside(ax, place, text, pad=14, color=colour, fontsize=LABEL, va="center_baseline")
    else:
        beside(ax, place, _("not yet"), pad=14, va="center_baseline")
    if pd.notna(line.get("n")):
        beside(ax, place, number(line["n"]), pad=82, va="center_baseline", color=QUIET)


def _effects_headline(lines):
    both = [line for line in lines if not line["head"] and pd.notna(_difference(line))]
    if not both:
        seen = any(pd.notna(line["observed"]) for line in lines if not line["head"])
        return (
            _("Nobody said both what to expect and what is seen")
            if seen
            else _("Expected effects; none has been observed yet")
        )
    reached = [line for line in both if _difference(line) >= 0]
    heard = [line for line in both if pd.isna(line.get("n")) or line["n"] >= _FEW] or both
    farthest = min(heard, key=_difference)
    if len(reached) == len(both):
        return ngettext(
            "Seen by stakeholders: the effect is as large as expected",
            "Seen by stakeholders: all {n} effects as large as expected",
            len(both),
        )
    where = {"action": farthest["action_name"], "indicator": quoted(farthest["name"])}
    if not reached:
        return ngettext(
            "Seen by stakeholders: less than expected: {action}, {indicator}",
            "Seen by stakeholders: none of {n} effects as large as expected; farthest below: {action}, {indicator}",
            len(both), **where,
        )  # fmt: skip
    return ngettext(
        "Seen by stakeholders: {n} effect of {all} as large as expected; farthest below: {action}, {indicator}",
        "Seen by stakeholders: {n} effects of {all} as large as expected; farthest below: {action}, {indicator}",
        len(reached), all=number(len(both)), **where,
    )  # fmt: skip


def _effect_in_words(line):
    if pd.isna(line["observed"]):
        return _(
            "{label}: expected {expected}, not observed yet.",
            label=line["full"],
            expected=number(line["expected"], 1, signed=True),
        )
    if pd.isna(line["expected"]):
        return _("{label}: observed {observed}, nothing was expected.", label=line["full"],
                 observed=number(line["observed"], 1, signed=True))  # fmt: skip
    if _wide(line):
        return _(
            "{label}: expected {expected}, observed {observed}, seen from {low} to {high}.",
            label=line["full"],
            expected=number(line["expected"], 1, signed=True),
            observed=number(line["observed"], 1, signed=True),
            low=number(line["lowest"], 0, signed=True),
            high=number(line["highest"], 0, signed=True),
        )
    return _(
        "{label}: expected {expected}, observed {observed}.",
        label=line["full"],
        expected=number(line["expected"], 1, signed=True),
        observed=number(line["observed"], 1, signed=True),
    )
