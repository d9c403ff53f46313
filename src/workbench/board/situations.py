"""The chart of situations with a choice to click."""

import base64
import html
import io

from workbench.charts import alt_text, plot_situations
from workbench.language import _, current_language, speaking, word


def choose_situations(scores, *, labels=None, levels=None, plot=plot_situations):
    """Return a widget that shows the situations of one territory, wave and origin at a time, as they are chosen.

    Without widgets the same picture comes from `plot_situations(scores, territory=…, wave=…, origin=…)`.

    Parameters
    ----------
    scores : DataFrame
        Table `scores`, all groups together.
    labels, levels : dict, optional
        As in `plot_situations`.
    plot : function
        Draws the chosen rows: (scores, *, territory, wave, origin, labels, levels) → Axes.

    Returns
    -------
    ipywidgets.VBox
        Three drop-downs above the chart, keyboard-operable; what cannot be drawn is said in place of the chart.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> share = [{"territory": "Valbourg", "wave": "2024", "origin": "survey", "indicator": "AIR", "facet": "share",
    ...           "level": level, "n": 40, "estimate": 0.2} for level in range(1, 6)]
    >>> widget = choose_situations(frame("scores", share))
    >>> [choice.value for choice in widget.children[0].children]
    ['Valbourg', '2024', 'survey']
    """
    import ipywidgets

    shown = {
        "territory": labels or {},
        "wave": {},
        "origin": {name: word("origin", name) for name in ("groups", "survey")},
    }
    choices = {
        name: ipywidgets.Dropdown(
            options=[(texts.get(code, code), code) for code in scores[name].unique()],
            value=scores[name].iloc[-1] if name == "wave" else scores[name].iloc[0],
            description=word("column", name),
        )
        for name, texts in shown.items()
    }
    picture, language = ipywidgets.HTML(), current_language()

    def draw(_change=None):
        with speaking(language):
            chosen = {name: choice.value for name, choice in choices.items()}
            picture.value = picture_of(scores, chosen, plot, labels=labels, levels=levels)

    for choice in choices.values():
        choice.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([ipywidgets.HBox(list(choices.values())), picture])


def picture_of(scores, chosen, plot, **options):
    """Return the chart of what is chosen as html, with its text for who cannot see it; or say that there is none.

    Parameters
    ----------
    scores : DataFrame
    chosen : dict
        Column to value.
    plot : function
        As in `choose_situations`.
    **options
        Passed on to `plot`.

    Returns
    -------
    str

    Examples
    --------
    >>> from workbench.tables import empty
    >>> picture_of(empty("scores"), {"wave": "2024"}, plot_situations)
    '<p>Nobody was asked there then: choose another wave or origin.</p>'
    """
    import matplotlib.pyplot as plt

    kept = scores
    for name, value in chosen.items():
        kept = kept[kept[name] == value]
    if kept.empty:
        nobody = _("Nobody was asked there then: choose another wave or origin.")
        return f"<p>{html.escape(nobody)}</p>"
    ax, drawn = plot(scores, **chosen, **options), io.BytesIO()
    ax.figure.savefig(drawn, format="png", dpi=80)
    plt.close(ax.figure)
    picture = base64.b64encode(drawn.getvalue()).decode("ascii")
    return f'<img alt="{html.escape(alt_text(ax))}" src="data:image/png;base64,{picture}">'
