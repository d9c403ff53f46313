"""How many themes: what is asked for, else what people decided, else what holds best."""

import warnings

from workbench.decisions.lines import moment
from workbench.decisions.standing import number_of_themes
from workbench.language import _, date, ngettext, number


def number_taken(k, decisions, most):
    """Return how many themes are to be suggested (None: as many as hold best), and what people decided about it.

    Parameters
    ----------
    k : int or None
        What was asked for; it comes first.
    decisions : DataFrame or None
        Table `decisions`.
    most : int
        How many wordings there are.

    Returns
    -------
    k : int or None
    decided : dict
        number, who and when of the decision that stands; empty where there is none.

    Raises
    ------
    ValueError
        If k is not between 1 and the number of wordings.

    Warns
    -----
    UserWarning
        If people decided on more themes than there are wordings: then as many are taken as hold best.
    """
    if k is not None and not 1 <= k <= max(most, 1):
        raise ValueError(f"k must lie between 1 and the number of wordings, {most}; got {k}")
    decided = number_decided(decisions)
    if k is None and decided:
        k = decided["number"]
        if k > most:
            k = None
            if most:  # of no criteria at all there is nothing to warn of
                warnings.warn(beyond(decided, most), stacklevel=3)
    return k, decided


def number_decided(decisions):
    """Return number, who and when of the decision on the number of themes that stands; empty where there is none.

    >>> number_decided([{"when": "2024-05-30", "who": "Ana", "what": "number", "to": "12"}])
    {'number': 12, 'who': 'Ana', 'when': '2024-05-30'}
    """
    found = None if decisions is None else number_of_themes(decisions)
    return {} if found is None else {name: found[name] for name in ("number", "who", "when")}


def beyond(decided, most):
    """Return the sentence that warns of a number which there are not enough wordings for.

    >>> beyond({"number": 40, "who": "Ana", "when": ""}, 12)
    'Decided: 40 themes to suggest (Ana). There are only 12 different wordings: as many themes are taken as hold best.'
    """
    only = ngettext(
        "There is only {n} wording: as many themes are taken as hold best.",
        "There are only {n} different wordings: as many themes are taken as hold best.",
        most,
    )
    return f"{decided_words(decided)} {only}"


def decided_words(decided, best=None):
    """Return in words how many themes were decided, by whom and when, and which number holds best where it is another.

    >>> decided_words({"number": 12, "who": "Ana", "when": "2024-05-30T12:00"})
    'Decided: 12 themes to suggest (Ana, May 30, 2024).'
    """
    when = moment(decided["when"])
    by = ", ".join(filter(None, [decided["who"], date(when) if when else ""]))  # the day that stands in the file
    told = number(decided["number"])
    said = _("Decided: {n} themes to suggest.", n=told)
    if by:
        said = _("Decided: {n} themes to suggest ({by}).", n=told, by=by)
    if best is None or best == decided["number"]:
        return said
    return said + " " + _("They hold best with {n}.", n=number(best))
