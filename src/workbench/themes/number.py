"""How many themes: what is asked for, else what people decided, else what holds best."""

import warnings

from workbench.decisions.lines import moment
from workbench.decisions.standing import number_of_themes
from workbench.language import _, date, number


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
    found = None if decisions is None else number_of_themes(decisions)
    decided = {} if found is None else {name: found[name] for name in ("number", "who", "when")}
    if k is None and decided:
        k = decided["number"]
        if k > most:
            warnings.warn(beyond(decided, most), stacklevel=3)
            k = None
    return k, decided


def beyond(decided, most):
    """Return the sentence that warns of a number which there are not enough wordings for.

    >>> beyond({"number": 40, "who": "Ana", "when": ""}, 12)
    'Decided: 40 themes (Ana). There are only 12 different wordings: as many themes are taken as hold best.'
    """
    only = _("There are only {n} different wordings: as many themes are taken as hold best.", n=number(most))
    return f"{decided_words(decided)} {only}"


def decided_words(decided):
    """Return in words how many themes were decided, by whom and when.

    >>> decided_words({"number": 12, "who": "Ana", "when": "2024-05-30T12:00"})
    'Decided: 12 themes (Ana, May 30, 2024).'
    """
    when = moment(decided["when"])
    by = ", ".join(filter(None, [decided["who"], date(when.astimezone()) if when else ""]))
    told = number(decided["number"])
    return _("Decided: {n} themes ({by}).", n=told, by=by) if by else _("Decided: {n} themes.", n=told)
