"""One theme's indicators under check: how they were answered, who did not, which other they are closest to."""

import pandas as pd

from workbench.charts.chart import Drawn, chart
from workbench.charts.marks import (
    LABEL_WIDTH,
    beside,
    draw_legend,
    empty_sheet,
    legend_places,
    no_answers,
    over,
    row_panel,
    rules,
    situation_legend,
    whisker,
)
from workbench.charts.names import named
from workbench.charts.palette import ATTENTION, BLUE, INK, QUIET, ink_on, situation_colours, situation_words
from workbench.charts.selection import about, called, label, select, sentences
from workbench.charts.sheet import FIGURE, LABEL, SMALL, inner_width, lines_high, open_sheet, panel, text_width, wrap
from workbench.language import N_, _, listed, ngettext, number, percent, word

_TAGS = {
    "broken": N_("broken ladders in {where}"),
    "unused": N_("nobody on level {level}"),
    "reversed": N_("runs against its theme"),
    "redundant": N_("says the same as “{other}”"),
    "missing": N_("many without an answer in {where}"),
    "not_applicable": N_("does not concern many in {where}"),
    "floor": N_("most on the worst situation in {where}"),
    "ceiling": N_("most on the best situation in {where}"),
    "group": N_("“{who}” ({where}) differs at an equal level"),
    "standpoint": N_("residents and others ({where}) differ at an equal level"),
}
_MISSING, _CLOSEST = 1.15, 2.2


@chart("indicator check")
def plot_indicator_check(
    shares, findings=None, pairs=None, *, theme=None, labels=None, levels=None, redundant=0.8, ax=None
):
    """Return the indicators of one theme as they were answered, with what the checks found written below each.

    Parameters
    ----------
    shares : DataFrame
        As `indicator_shares` returns it.
    findings : DataFrame, optional
        As `indicator_findings` returns it.
    pairs : DataFrame, optional
        As `indicator_correlations` returns it: the closest other indicator of each, of any theme.
    theme : str, optional
        The theme as indicators name it; without it the one with most findings.
    redundant : float
        Where the line of "says the same" stands.

    Returns
    -------
    Axes
        The panel of situations.

    Raises
    ------
    ValueError
        If a column is missing, or no indicator is of that theme.

    Examples
    --------
    >>> shares = pd.DataFrame({"indicator": "MOB", "theme": "Moving", "level": [1, 2], "number": [1, 2], "missing": "",
    ...                        "n": [6, 4], "share": [0.6, 0.4]})
    >>> from workbench.charts import caption
    >>> caption(plot_indicator_check(shares, labels={"MOB": "Getting around"})).headline
    'Moving: 1 indicator, not checked'
    """
    needs = ("indicator", *(("theme", "level", "number", "missing", "n", "share") if len(shares) else ()))
    table = select(shares, {}, needs=needs, name="shares")
    looks = None if findings is None else findings[findings["severity"].eq("look")]
    theme = _theme(table, looks) if theme is None and len(table) else theme
    table = select(table, {"theme": theme}, name="shares") if len(table) else table
    measure = _("share of answers by situation, %, all places and waves that were looked at")
    if not len(table):
        return empty_sheet(table, measure, no_answers(), labels=labels, ax=ax)
    rows = _rows(table, looks, pairs, labels, levels)
    name = label(theme, labels) or _("Without a theme")
    headline = _headline(name, rows, findings)
    people = table["indicator"].map({row["code"]: row["n"] for row in rows})
    subtitle = about(table.assign(n=people), measure, labels=labels, rows="indicator")
    note = named(_note(theme, findings, pairs), labels)
    axes = _draw(rows, (headline, subtitle, note), redundant, ax)
    what = ngettext("How {n} indicator was answered.", "How {n} indicators were answered.", len(rows))
    data = table.assign(label=[label(code, labels) for code in table["indicator"]])
    return Drawn(axes, headline, subtitle, note, data, what=what, told=[_in_words(row) for row in rows])


def _theme(table, looks):
    """Return the theme with most findings, else the first."""
    themes = list(dict.fromkeys(table["theme"]))
    if looks is None or not len(themes):
        return themes[0] if themes else ""
    accused = pd.concat([looks["indicator"], looks["other"]])
    of = table.drop_duplicates("indicator").set_index("indicator")["theme"]
    counts = accused.map(of).value_counts()
    return max(themes, key=lambda theme: counts.get(theme, 0))


def _rows(table, looks, pairs, labels, levels):
    rows = []
    for code, cells in table.groupby("indicator", sort=False):
        given, left = cells[cells["missing"].eq("")], cells[cells["missing"].ne("")]
        words = situation_words(len(given), (levels or {}).get(code))
        found = [] if looks is None else _tags(looks, code, given, labels)
        closest = None if pairs is None else _closest(pairs, code, labels)
        shares = [0.0 if pd.isna(x) else float(x) for x in given["share"]]
        rows.append({
            "code": code, "label": label(code, labels), "shares": shares,
            "words": words, "n": int(given["n"].sum()), "lost": float(left["share"].sum()),
            "reasons": dict(zip(left["missing"], left["share"], strict=True)), "tags": found, "closest": closest,
        })  # fmt: skip
    return rows


def _tags(looks, code, given, labels):
    """Return what was found against one indicator, in a few words each, places put together."""
    here = looks[looks["indicator"].eq(code) | (looks["other"].eq(code) & looks["kind"].eq("redundant"))]
    said = []
    for kind, lines in here.groupby("kind", sort=False):
        for line in lines.to_dict("records") if kind in ("unused", "redundant", "group") else [lines.iloc[0].to_dict()]:
            places = [" ".join(filter(None, pair)) for pair in zip(lines["territory"], lines["wave"], strict=True)]
            where = line["territory"] if kind == "group" else listed(dict.fromkeys(filter(None, places)))
            other = line["indicator"] if line["other"] == code else line["other"]
            level = "" if pd.isna(line["level"]) else number(given.set_index("level")["number"][line["level"]])
            said.append(
                _(_TAGS[kind], where=label(where, labels), level=level, other=label(other, labels), who=line["group"])
            )
    return said


def _closest(pairs, code, labels):
    here = pairs[pairs["indicator"].eq(code) | pairs["other"].eq(code)].dropna(subset="estimate")
    if not len(here):
        return None
    row = here.loc[here["estimate"].idxmax()].to_dict()
    other = row["other"] if row["indicator"] == code else row["indicator"]
    return {**row, "label": called("indicator", other, labels)}


def _draw(rows, texts, redundant, ax):
    width = inner_width(ax)
    label_width = min(LABEL_WIDTH, width * 0.24)
    closest = any(row["closest"] for row in rows)
    aside = _MISSING + (_CLOSEST + 0.3 if closest else 0) + 0.9
    across = max(width - label_width - aside, 1.5)
    items = situation_legend([row["words"] for row in rows])
    legend = legend_places(items, width - label_width - 0.12)[1]
    tags = [wrap(" · ".join(row["tags"]), across, SMALL) for row in rows]
    near = [wrap(row["closest"]["label"], _CLOSEST, SMALL) if row["closest"] else "" for row in rows]
    name_high = max(lines_high(wrap(row["label"], label_width, LABEL), LABEL) for row in rows)
    below = max(lines_high(text, SMALL) for text in (*tags, *near))
    high = max(0.5, name_high + 0.12, 0.36 + 2 * below + 0.16)
    head = legend + 0.3 + max(lines_high(wrap(title, _MISSING, SMALL), SMALL) for title in (_("no situation"), "a"))
    sheet = open_sheet(*texts, body=head + high * len(rows) + 0.25, ax=ax)
    high = min(high, (sheet.height - head - 0.25) / len(rows))
    left = label_width + 0.12
    draw_legend(sheet, left, 0, width - left, items)
    axes = row_panel(sheet, [row["label"] for row in rows], left=left, top=head, width=across, height=high,
                     label_width=label_width)  # fmt: skip
    axes.set_xlim(0, 1)
    over(axes, _("n"))
    thick = 0.34 / high
    for place, (row, tag) in enumerate(zip(rows, tags, strict=True)):
        _bar(axes, place, row, across, thick)
        axes.text(0, place + thick / 2 + 0.05 / high, tag, fontsize=SMALL, color=ATTENTION, va="top", linespacing=1.15)
        beside(axes, place, number(row["n"]), va="center_baseline")
    _lost(sheet, rows, left + across + 0.75, head, high, thick)
    if closest:
        _near(sheet, rows, near, left + across + 0.75 + _MISSING + 0.3, head, high, thick, redundant)
    return axes


def _bar(axes, place, row, across, thick):
    x = 0.0
    for share, colour in zip(row["shares"], situation_colours(len(row["shares"])), strict=True):
        axes.barh(place, share, left=x, height=thick, color=colour, edgecolor="white", linewidth=1.2)
        text = number(100 * share, 0)
        if share * across > text_width(text, FIGURE) + 0.08:
            axes.text(
                x + share / 2, place, text, fontsize=FIGURE, color=ink_on(colour), ha="center", va="center_baseline"
            )
        x += share


def _lost(sheet, rows, left, top, high, thick):
    """Draw the share of those asked who gave no situation."""
    side = panel(sheet, left, top, _MISSING, high * len(rows))
    side.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5))
    side.axis("off")
    for place, row in enumerate(rows):
        side.barh(place, 1, height=thick, color="none", edgecolor="#BBBBBB", linewidth=0.8)
        side.barh(place, row["lost"], height=thick, color=QUIET)
        outside = row["lost"] < 0.55
        at, align, ink = (0.04, "left", INK) if outside else (-0.04, "right", "white")
        how = {"fontsize": FIGURE, "color": ink, "ha": align, "va": "center_baseline"}
        side.text(row["lost"] + at, place, percent(row["lost"]), **how)
    over(side, wrap(_("no situation"), _MISSING, SMALL), pad=0, at=0)


def _near(sheet, rows, names, left, top, high, thick, redundant):
    """Draw the rank correlation with the closest other indicator, and its name below."""
    side = panel(sheet, left, top, _CLOSEST, high * len(rows))
    side.set(xlim=(-0.25, 1), ylim=(len(rows) - 0.5, -0.5))
    side.set_yticks([])
    side.set_xticks([0, redundant, 1], [number(x) for x in (0, redundant, 1)], fontsize=SMALL)
    rules(side, (0, 1))
    rules(side, (redundant,), color=ATTENTION, linestyle=(0, (3, 3)))
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        if row["closest"]:
            beyond = pd.notna(row["closest"]["low"]) and row["closest"]["low"] > redundant
            whisker(side, row["closest"], place, ATTENTION if beyond else BLUE, "D" if beyond else "o", size=7)
            white = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
            side.text(0.375, place + thick / 2 + 0.05 / high, name, fontsize=SMALL, color=QUIET, va="top", ha="center",
                      linespacing=1.15, bbox=white)  # fmt: skip
    over(side, wrap(_("closest other, rank correlation"), _CLOSEST, SMALL), pad=0, at=0)


def _headline(name, rows, findings):
    if findings is None:
        return ngettext(
            "{theme}: {n} indicator, not checked", "{theme}: {n} indicators, not checked", len(rows), theme=name
        )
    doubtful = [row for row in rows if row["tags"]]
    if not doubtful:
        return ngettext(
            "{theme}: nothing speaks against its indicator", "{theme}: nothing speaks against its {n} indicators",
            len(rows), theme=name,
        )  # fmt: skip
    if len(doubtful) == 1 and len(doubtful[0]["tags"]) == 1:
        return _("{theme}: “{label}” asks for a second look – {what}", theme=name, label=doubtful[0]["label"],
                 what=doubtful[0]["tags"][0])  # fmt: skip
    if len(rows) == 1:
        return _("{theme}: its indicator asks for a second look", theme=name)
    return ngettext("{theme}: {n} indicator of {all} asks for a second look", "{theme}: {n} indicators of {all} ask "
                                                                              "for a second look",
                    len(doubtful), theme=name, all=number(len(rows)))  # fmt: skip


def _note(theme, findings, pairs):
    reading = _("n = people who chose a situation; no situation = of those asked, whatever the reason.")
    if pairs is not None:
        reading = sentences(reading, _("Beyond the dashed line two indicators say nearly the same."))
    held = (
        []
        if findings is None
        else findings[findings["kind"].eq("consistency") & findings["theme"].eq(theme)]["finding"]
    )
    return sentences(*held, reading)


def _in_words(row):
    said = {"worst": percent(row["shares"][0]), "best": percent(row["shares"][-1]), "lost": percent(row["lost"])}
    text = _(
        "{label}: {worst} on the lowest situation, {best} on the highest, {lost} without one.",
        label=row["label"],
        **said,
    )
    if row["reasons"]:
        named = {word("reason", reason) if reason else _("no reason given"): n for reason, n in row["reasons"].items()}
        named = [f"{name} {percent(share)}" for name, share in named.items()]
        text = sentences(text, _("Reasons: {reasons}.", reasons=listed(named)))
    if row["closest"]:
        near = {"other": row["closest"]["label"], "rho": number(row["closest"]["estimate"], 2)}
        text = sentences(text, _("Closest to “{other}”, with a rank correlation of {rho}.", **near))
    return sentences(text, *(f"{tag[:1].upper()}{tag[1:]}." for tag in row["tags"]))
