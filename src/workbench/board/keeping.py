"""The number of themes kept as a decision of the study: a button beside the slider, and what stands by now."""

import html

from workbench.decisions import read_decisions, record_decision
from workbench.decisions.lines import FEWEST
from workbench.language import _, current_language, number, speaking
from workbench.themes.number import beyond, decided_words, number_decided

_STYLE = "max-width: 44em; margin: .2em 0; color: var(--jp-content-font-color1, #1a1a1a)"


def number_keeper(study, slider, *, who="", best=None, most=None):
    """Return a button that keeps the number of a slider as a decision of the study, and says what is decided by now.

    The file is read again at each move of the slider and at each click: what others decided is seen. What cannot be
    saved is said there, and nothing is decided. A number that stands already is not written a second time; a single
    theme is no decision.

    Parameters
    ----------
    study : Study, folder or path of the file
    slider : ipywidgets.SelectionSlider
    who : str
        Who decides, written beside the decision; can be changed there.
    best, most : int, optional
        The number that holds best, and how many different wordings there are; said beside what was decided.

    Returns
    -------
    ipywidgets.VBox
        The name and the button, and the sentence below.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import ipywidgets
    >>> slider = ipywidgets.SelectionSlider(options=[8, 12], value=12)
    >>> with TemporaryDirectory() as folder:
    ...     keeper = number_keeper(folder, slider, who="Ana")
    ...     keeper.children[0].children[1].click()
    ...     read_decisions(folder)[0][["who", "what", "to"]].values.tolist()
    [['Ana', 'number', '12']]
    """
    import ipywidgets

    name = ipywidgets.Text(
        value=who,
        description=_("Who decides"),
        placeholder=_("name or group"),
        style={"description_width": "initial"},
        layout={"width": "22em"},
    )
    button = ipywidgets.Button(description=_("Keep this number"), layout={"width": "auto"})
    said, language = ipywidgets.HTML(), current_language()

    def tell(_change=None):
        button.disabled = slider.value < FEWEST
        with speaking(language):
            try:
                said.value = _paragraph("status", standing(_decided(study), slider.value, best, most))
            except OSError as error:
                said.value = _alert(_("The decisions cannot be read: {error}", error=error.strerror or str(error)))

    def keep(_button):
        with speaking(language):
            try:
                decided = _decided(study)
                if not decided or decided["number"] != slider.value:
                    record_decision(study, "number", to=slider.value, who=" ".join(name.value.split()))
            except (OSError, ValueError) as error:  # TimeoutError, when another program holds the file, is one of these
                said.value = _alert(_("Not saved: {error}", error=getattr(error, "strerror", None) or str(error)))
            else:
                tell()

    slider.observe(tell, names="value")
    button.on_click(keep)
    tell()
    return ipywidgets.VBox([ipywidgets.HBox([name, button], layout={"flex_flow": "row wrap"}), said])


def standing(decided, chosen, best=None, most=None):
    """Return in words what number was decided, and whether it is the one on the slider.

    Parameters
    ----------
    decided : dict
        From `number_decided`.
    chosen : int
        The number on the slider.
    best, most : int, optional
        The number that holds best, and how many different wordings there are.

    Returns
    -------
    str

    Examples
    --------
    >>> standing({"number": 12, "who": "Ana", "when": "2024-05-30T12:00"}, 12, best=15)
    'Decided: 12 themes to suggest (Ana, May 30, 2024). They hold best with 15.'
    >>> standing({}, 12)
    'Nobody has decided how many themes there are: the other notebooks take as many as hold best.'
    """
    if not decided:
        told = _("Nobody has decided how many themes there are: the other notebooks take as many as hold best.")
        few = _("A number can be kept from {n} on.", n=number(FEWEST))
        return told if chosen >= FEWEST else f"{told} {few}"
    if most and decided["number"] > most:
        return beyond(decided, most)
    told = decided_words(decided, best)
    if decided["number"] == chosen:
        return told
    return told + " " + _("The number on the slider is not kept: the other notebooks go by the one decided.")


def _decided(study):
    return number_decided(read_decisions(study)[0])


def _paragraph(role, text):
    return f'<p role="{role}" style="{_STYLE}">{html.escape(text)}</p>'


def _alert(text):
    return _paragraph("alert", f"⚠ {text}")
