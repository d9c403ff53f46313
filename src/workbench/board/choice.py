"""How many themes: a slider beside the curve that says how well they hold, and what each number brings."""

import html
import warnings

import pandas as pd

from workbench.board.keeping import number_keeper
from workbench.decisions import read_decisions
from workbench.language import _, current_language, ngettext, number, speaking
from workbench.tables import empty
from workbench.themes.apply import apply_decisions
from workbench.themes.number import number_decided, number_taken
from workbench.themes.replay import ALONE, NOTHING
from workbench.themes.suggest import stability_curve, suggest_themes

#: Themes that are named, largest first.
_LARGEST = 8
_WIDE, _HIGH, _EDGE = 340, 150, 26
_INK = "color: var(--jp-content-font-color1, #1a1a1a)"


def choose_themes(
    criteria,
    *,
    k=None,
    ks=None,
    decisions=None,
    study=None,
    who="",
    grid=None,
    encoder="default",
    seed=0,
    progress=True,
    cache=None,
):
    """Return a slider for the number of themes beside the curve of how well they hold; it says what a number brings.

    The slider takes the numbers that `stability_curve` tried. On each change themes are suggested anew (one or two
    seconds for a thousand criteria; it is said that they are at work) and the largest are named, with their key words.
    Where nobody moves it, also in a run without a browser, the number holds that `suggest_themes` takes by itself: the
    one that people decided, else the one that holds best.

    With `study`, a button keeps the number as a decision of the study (`decisions.csv`), by which every later
    suggestion goes; themes that people named or filled stand beside those that are suggested. Without widgets the same
    is `record_decision(study, "number", to=12, who=…)`.

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`.
    k : int, optional
        Where the slider stands at first; by default at the number that people decided, if they did.
    ks : iterable of int, optional
        Numbers to choose from; by default those of `stability_curve`.
    decisions : DataFrame, optional
        As in `suggest_themes`; by default those of `study`, as its file says now.
    study : Study, folder or path of the file, optional
        Where the number is kept.
    who : str
        Who decides, written beside the decision; can be changed there.
    grid, encoder, seed, progress, cache
        As in `suggest_themes`.

    Returns
    -------
    ipywidgets.VBox
        With `value`: the number chosen, and `suggestion`: what `suggest_themes` gives for it, not made a second time
        (in its `attrs` also holds_best: the number that holds best).

    Raises
    ------
    ValueError
        If k is less than 1 or more than half of the wordings, or a column is missing.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> said = ["a warm flat", "rent is too high", "the bus is late", "no bus on Sunday"]
    >>> rows = [{"criterion": f"c{n}", "text": text, "language": "en"} for n, text in enumerate(said)]
    >>> choice = choose_themes(frame("criteria", rows), ks=[1, 2], encoder="use", cache=False)
    >>> choice.value, choice.suggestion["theme"].tolist()
    (2, ['T-c0', 'T-c0', 'T-c2', 'T-c2'])
    """
    import ipywidgets
    import traitlets

    options = {"encoder": encoder, "seed": seed, "progress": progress, "cache": cache}
    if decisions is None and study is not None:
        decisions, _unread = read_decisions(study)
    curve = stability_curve(criteria, ks=ks, **options)
    asked, decided = number_taken(None, decisions, curve.attrs["wordings"]) if k is None else (int(k), {})
    if asked is not None and asked not in curve["k"].tolist():
        curve = _with_point(curve, asked, stability_curve(criteria, ks={asked}, **options))
    tried, best = curve["k"].tolist(), int(curve.loc[curve["chosen"], "k"].iloc[0])
    first = best if asked is None else asked
    if first not in tried and not decided:
        raise ValueError(f"k must lie between 1 and half of the wordings; got {k}")
    language, suggested, found = current_language(), {}, {}

    def suggest(chosen):
        if chosen not in suggested:
            suggested[chosen] = suggest_themes(criteria, k=chosen, decisions=decisions, grid=grid, **options)
        return suggested[chosen]

    class ThemeChoice(ipywidgets.VBox):
        value = traitlets.Int()

        @property
        def suggestion(self):
            """What `suggest_themes` gives for the number chosen."""
            found = suggest(self.value).copy()
            found.attrs["holds_best"] = best
            if study is not None:  # the number may have been kept since
                found.attrs["decided"] = number_decided(read_decisions(study)[0])
            return found

    slider = ipywidgets.SelectionSlider(
        options=[(number(one), one) for one in sorted({first, *tried})],
        value=first,
        description=_("Number of themes"),
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": "24em"},
    )
    picture, told = ipywidgets.HTML(), ipywidgets.HTML()

    def show(_change=None):
        chosen = slider.value
        with speaking(language):
            picture.value = picture_of(curve, chosen)
            if chosen not in found:
                told.value = _paragraph("status", _("Themes are being suggested…"))
                found[chosen] = _told(lambda: suggest(chosen), decisions, criteria)
            told.value = found[chosen]

    slider.observe(show, names="value")
    left = ipywidgets.VBox([slider, picture])
    parts = [ipywidgets.HBox([left, told], layout={"flex_flow": "row wrap"})]
    if study is not None:
        parts.append(number_keeper(study, slider, who=who, best=best, most=curve.attrs["wordings"]))
    choice = ThemeChoice(parts, value=first)
    traitlets.dlink((slider, "value"), (choice, "value"))
    show()
    return choice


def _with_point(curve, asked, tried):
    """Return a curve with the number asked for, where it can be; what is taken by itself stays what it is."""
    tried = tried[tried["k"] == asked].assign(chosen=False)
    longer = pd.concat([curve, tried]).sort_values("k", ignore_index=True)
    longer.attrs.update(curve.attrs)
    return longer


def _told(suggest, decisions, criteria):
    """Return in html what themes are suggested; what is wrong is said there, for nobody sees what a slider raises."""
    decided = empty("decisions") if decisions is None else decisions
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            themes, _membership, _orphans = apply_decisions(suggest(), decided, criteria)
        except (ValueError, OSError) as error:
            return _paragraph("alert", "⚠ " + _("No themes could be suggested: {error}", error=str(error)))
    said = dict.fromkeys(str(one.message) for one in heard if one.category is UserWarning)
    return themes_told(themes) + "".join(_paragraph("note", f"⚠ {text}") for text in said)


def _paragraph(role, text):
    return f'<p role="{role}" style="max-width: 44em; {_INK}">{html.escape(text)}</p>'


def themes_told(themes):
    """Return in html how many themes there are, what stays on its own, and the largest with their key words.

    Parameters
    ----------
    themes : DataFrame
        From `apply_decisions`.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [["T-c1", "“a flat”", 3, "en: rent"], ["alone", "On its own", 1, ""]]
    >>> told = themes_told(pd.DataFrame(rows, columns=["theme", "label", "criteria", "words"]))
    >>> "1 theme" in told, "“a flat”" in told, "1 criterion on its own" in told
    (True, True, True)
    """
    own = themes[~themes["theme"].isin([ALONE, NOTHING])]
    alone = int(themes.loc[themes["theme"] == ALONE, "criteria"].sum())
    head = [ngettext("{n} theme", "{n} themes", len(own))]
    head.append(ngettext("{n} criterion on its own", "{n} criteria on their own", alone))
    rows = []
    for row in own.head(_LARGEST).to_dict("records"):
        size = ngettext("{n} criterion", "{n} criteria", row["criteria"])
        words = f"<br><small>{html.escape(row['words'])}</small>" if row["words"] else ""
        rows.append(
            f'<li style="margin: 0 0 .35em"><b>{html.escape(row["label"])}</b> · {html.escape(size)}{words}</li>'
        )
    rest = len(own) - len(rows)
    more = _paragraph("note", ngettext("and {n} smaller one", "and {n} smaller ones", rest)) if rest else ""
    return (
        f'<div role="status" style="max-width: 44em; line-height: 1.35; {_INK}">'
        f'<p style="margin: .3em 0"><b>{html.escape(" · ".join(head))}</b></p>'
        f'<ol style="margin: 0; padding-left: 1.6em">{"".join(rows)}</ol>{more}</div>'
    )


def picture_of(curve, chosen):
    """Return the stability curve as an svg, the number chosen marked, with its text for who cannot see it.

    Parameters
    ----------
    curve : DataFrame
        From `stability_curve`.
    chosen : int

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> curve = pd.DataFrame({"k": [8, 10], "stability": [0.5, 0.62], "chosen": [False, True]})
    >>> "8: 0.50, 10: 0.62" in picture_of(curve, 10)
    True
    """
    rows = [(int(row["k"]), float(row["stability"])) for row in curve.to_dict("records")]
    numbers, best = [k for k, _value in rows], int(curve.loc[curve["chosen"], "k"].iloc[0])
    few, many = min(numbers), max(numbers)
    top = max(0.05, *(value for _k, value in rows))

    def place(k, value):
        across = (k - few) / (many - few) if many > few else 0.5
        return _EDGE + across * (_WIDE - 2 * _EDGE), _HIGH - _EDGE - max(value, 0) / top * (_HIGH - 2.2 * _EDGE)

    points = [(k, value, *place(k, value)) for k, value in rows]
    said = ", ".join(f"{number(k)}: {number(value, 2)}" for k, value in rows)
    alt = _(
        "Stability for each number of themes: {points}. Chosen: {k}. By itself: {best}.",
        points=said,
        k=number(chosen),
        best=number(best),
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for _k, _value, x, y in points)
    marks = []
    for k, value, x, y in points:
        here = k == chosen
        fill = "currentColor" if here else "var(--jp-layout-color0, #ffffff)"
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{6 if here else 4}" fill="{fill}" '
            'stroke="currentColor" stroke-width="2"/>'
        )
        weight = ' font-weight="700"' if here else ""
        marks.append(
            f'<text x="{x:.1f}" y="{y - 11:.1f}" text-anchor="middle"{weight}>{html.escape(number(value, 2))}</text>'
        )
        marks.append(f'<text x="{x:.1f}" y="{_HIGH - 6}" text-anchor="middle"{weight}>{html.escape(number(k))}</text>')
    base = _HIGH - _EDGE + 4
    note = _(
        "Stability: how alike the themes stay when a part of the criteria is taken away (1: the same, 0: as by chance)."
    )
    return (
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="0 0 {_WIDE} {_HIGH}" '
        f'width="{_WIDE}" height="{_HIGH}" font-size="12" fill="currentColor" '
        f'style="{_INK}; font-family: system-ui, sans-serif">'
        f'<path d="M{_EDGE / 2} {base}H{_WIDE - _EDGE / 2}" stroke="currentColor" opacity=".45"/>'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>{"".join(marks)}</svg>'
        f'<p style="max-width: {_WIDE}px; margin: 0; line-height: 1.3; {_INK}"><small>{html.escape(note)}</small></p>'
    )
