"""Any figure of the scores with the citizens' words behind it: territory, wave, who, indicator and facet to choose."""

import base64
import html
import io

import pandas as pd

from workbench.charts import alt_text, plot_levels, plot_situations
from workbench.charts.captions import axes_of
from workbench.indicators import words_behind
from workbench.language import _, current_language, ngettext, speaking, word

#: What can be looked at.
FACETS = ("situations", "level", "disparity", "polarisation")
#: Every reference group by itself.
EACH = "*"
_MOST = 8
_INK = "color: var(--jp-content-font-color1, #1a1a1a)"


def choose_figures(study, scores, groups, *, gaps=None, themes=None, membership=None, territory=None, wave=None):
    """Return a widget for one figure at a time: territory, wave, who, indicator, facet; the words behind it below.

    Without widgets the same comes from `plot_situations` and `plot_levels`, and from `words_behind`. Nothing on it is
    protected: it is for work inside.

    Parameters
    ----------
    study : Study
    scores, groups : DataFrame
        What `score` returned by territory and wave, and by territory, wave and group.
    gaps : DataFrame, optional
        What `group_gaps` returned: who is behind, in the facet "disparity".
    themes, membership : DataFrame, optional
        What `apply_decisions` returned; without them no words are shown.
    territory, wave : str, optional
        Where it stands at first: by default the first territory and the last wave.

    Returns
    -------
    ipywidgets.VBox
        Five drop-downs, keyboard-operable, the chart with its text for who cannot see it, and the words; what cannot be
        shown is said in its place.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from workbench.tables import frame
    >>> share = [{"territory": "Valbourg", "wave": "2024", "origin": "survey", "indicator": "AIR", "facet": "share",
    ...           "level": level, "n": 40, "estimate": 0.2} for level in range(1, 6)]
    >>> study = SimpleNamespace(labels=dict, level_words=dict)
    >>> widget = choose_figures(study, frame("scores", share), frame("scores", []))
    >>> [choice.value for choice in widget.children[0].children]
    ['Valbourg', '2024', 'survey/', '', 'situations']
    """
    import ipywidgets

    if not len(scores):
        return ipywidgets.VBox([ipywidgets.HTML(_paragraph("note", _("Nobody has answered anything yet.")))])
    labels, levels, language = study.labels(), study.level_words(), current_language()
    tables = {"scores": scores, "groups": groups, "gaps": gaps, "labels": labels, "levels": levels}

    def menu(name, options, value):
        known = [code for _text, code in options]
        return ipywidgets.Dropdown(options=options, value=value if value in known else known[0], description=name)

    waves = list(dict.fromkeys(scores["wave"]))
    places = [(labels.get(code, code), code) for code in dict.fromkeys(scores["territory"])]
    codes = [(labels.get(code, code), code) for code in dict.fromkeys(scores["indicator"])]
    choices = {
        "territory": menu(word("column", "territory"), places, territory),
        "wave": menu(word("column", "wave"), [(one, one) for one in waves], wave or waves[-1]),
        "who": menu(_("who"), _voices(scores, groups, places[0][1], waves[-1]), None),
        "indicator": menu(word("column", "indicator"), [(_("all indicators"), ""), *codes], ""),
        "facet": menu(_("what"), [(_facet_name(facet), facet) for facet in FACETS], "situations"),
    }
    picture, words = ipywidgets.HTML(), ipywidgets.HTML()

    def show(_change=None):
        chosen = {name: choice.value for name, choice in choices.items()}
        with speaking(language):
            picture.value = figure_html(chosen, **tables)
            words.value = words_html(study, themes, membership, chosen)

    def elsewhere(_change):
        with speaking(language):
            found = _voices(scores, groups, choices["territory"].value, choices["wave"].value)
        kept, known = choices["who"].value, [code for _text, code in found]
        choices["who"].unobserve(show, names="value")
        choices["who"].options = found
        choices["who"].value = kept if kept in known else known[0]
        choices["who"].observe(show, names="value")
        show()

    for name, choice in choices.items():
        choice.observe(elsewhere if name in ("territory", "wave") else show, names="value")
    elsewhere(None)
    row = ipywidgets.HBox(list(choices.values()), layout={"flex_flow": "row wrap"})
    return ipywidgets.VBox([row, picture, words])


def _voices(scores, groups, territory, wave):
    """Return who can be looked at there and then: the survey, the groups together, each of them, and one alone."""
    there = scores[(scores["territory"] == territory) & (scores["wave"] == wave)]
    known = set(there["origin"])
    here = groups[(groups["territory"] == territory) & (groups["wave"] == wave) & (groups["group"] != "")]
    found = []
    if "survey" in known:
        found.append((word("origin", "survey"), "survey/"))
    if "groups" in known:
        found.append((_("groups, all together"), "groups/"))
    if len(here):
        found.append((_("groups, each by itself"), f"groups/{EACH}"))
    found += [(name, f"groups/{name}") for name in sorted(set(here["group"]))]
    return found or [(_("nobody"), "/")]


def _facet_name(facet):
    names = {"situations": _("all situations"), "level": _("level: mean situation"),
             "disparity": _("disparity: between groups"), "polarisation": _("polarisation")}  # fmt: skip
    return names[facet]


def draw_figure(chosen, *, scores, groups, gaps=None, labels=None, levels=None):
    """Return the chart of what is chosen.

    Parameters
    ----------
    chosen : dict
        territory, wave, who ("survey/", "groups/" for all together, "groups/*" for each, "groups/Parents" for one),
        indicator ("" for all), facet.
    scores, groups, gaps, labels, levels
        As in `choose_figures`.

    Returns
    -------
    Axes, or an array of Axes

    Raises
    ------
    ValueError
        If there is nothing to show, with the reason.
    """
    origin, _slash, group = chosen["who"].partition("/")
    facet = chosen["facet"]
    where = {"territory": chosen["territory"], "wave": chosen["wave"], "origin": origin}
    if chosen["indicator"]:
        where["indicator"] = chosen["indicator"]
    each = group == EACH or (facet == "disparity" and group != "")
    if facet == "disparity" and origin == "survey":
        raise ValueError(_("A survey has no reference groups: disparity lies between groups. Choose the groups."))
    if each and not chosen["indicator"]:
        raise ValueError(_("Choose one indicator to see each group by itself."))
    table = groups if group else scores
    if group and not each:
        where["group"] = group
    kept = table
    for column, value in where.items():
        kept = kept[kept[column] == value]
    if kept.empty:
        raise ValueError(_("Nobody was asked there then: choose another wave, another indicator or somebody else."))
    if each and facet in ("level", "disparity"):
        together = scores[(scores["group"] == "") & (scores["origin"] == origin)]
        table = pd.concat([together, groups], ignore_index=True)
        table.attrs.update(groups.attrs)
    rows, options = "group" if each else "indicator", {"labels": labels, "levels": levels}
    if facet == "situations":
        return plot_situations(table, rows=rows, **options, **where)
    if facet == "disparity" and each:
        return plot_levels(table, rows=rows, gaps=gaps, **options, **where)
    name = {"level": "mean"}.get(facet, facet)
    return plot_levels(table, facet=name, rows=rows, **options, **where)


def figure_html(chosen, **tables):
    """Return the chart of what is chosen as html, with its text for who cannot see it; or say why there is none."""
    from matplotlib.pyplot import close

    try:
        axes = draw_figure(chosen, **tables)
    except ValueError as error:
        return _paragraph("alert", "⚠ " + str(error))
    figure, drawn = axes_of(axes)[0].get_figure(root=True), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=80)
    text = html.escape(alt_text(axes))
    close(figure)
    picture = base64.b64encode(drawn.getvalue()).decode("ascii")
    return f'<img alt="{text}" src="data:image/png;base64,{picture}">'


def words_html(study, themes, membership, chosen):
    """Return the words behind the chosen indicator as html, by question, with who said them and where they stand.

    Those of all waves: an indicator is built once, of what was said by then.

    Parameters
    ----------
    study : Study
    themes, membership : DataFrame or None
    chosen : dict
        As in `draw_figure`.
    """
    if themes is None or membership is None:
        return ""
    if not chosen["indicator"]:
        return _paragraph("note", _("Choose one indicator to read the citizens’ words behind it."))
    group = chosen["who"].partition("/")[2]
    try:
        table = words_behind(
            study, themes, membership, indicator=chosen["indicator"], territory=chosen["territory"],
            group=None if group in ("", EACH) else group,
        )  # fmt: skip
    except ValueError as error:
        return _paragraph("alert", "⚠ " + str(error))
    if table.empty:
        return _paragraph("note", table.attrs["why"])
    head = _("In their words: “{theme}”", theme=" · ".join(dict.fromkeys(table["theme"])))
    parts = [f"<h4 style='margin: .6em 0 .2em'>{html.escape(head)}</h4>"]
    for question, rows in table.groupby("question", sort=False):
        name = word("question", question)
        parts.append(f"<p style='margin: .5em 0 .1em'><b>{html.escape(name[:1].upper() + name[1:])}</b></p>")
        parts.append(f"<ul style='margin: 0'>{''.join(map(_line, rows.head(_MOST).to_dict('records')))}</ul>")
        if len(rows) > _MOST:
            more = "".join(map(_line, rows.iloc[_MOST:].to_dict("records")))
            title = html.escape(ngettext("and {n} wording more", "and {n} wordings more", len(rows) - _MOST))
            parts.append(f"<details><summary>{title}</summary><ul style='margin: 0'>{more}</ul></details>")
    parts.append(_paragraph("note", _(
        "For work inside: nothing on this screen is protected. What leaves passes export, which hides figures and "
        "words of few people."
    )))  # fmt: skip
    return f'<div role="region" style="max-width: 62em; line-height: 1.35; {_INK}">{"".join(parts)}</div>'


def _line(row):
    who = ngettext("{n} group", "{n} groups", row["groups"])
    tail = f"{who}: {row['who']}" if row["who"] else who
    return (
        f"<li>{html.escape(row['text'])} <small>– {html.escape(tail)} · "
        f"<code style='font-size: inherit'>{html.escape(row['source'])}</code></small></li>"
    )


def _paragraph(role, text):
    return f'<p role="{role}" style="max-width: 62em; {_INK}">{html.escape(text)}</p>'
