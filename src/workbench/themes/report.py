"""What a reader of a suggestion must know before believing it."""

import pandas as pd

from workbench.encoder import encoder_title
from workbench.language import _, number, percent
from workbench.themes.number import decided_words
from workbench.themes.replay import ALONE, NOTHING

#: Share of themes and languages in common (adjusted mutual information) from which themes are said to follow languages,
#: and the criteria that it takes to say so.
LEAK, _ENOUGH = 0.10, 30


def language_leak(themes, languages):
    """Return the adjusted mutual information of theme and language: 0 where themes do not follow languages, 1 where
    each language has its own. Vinh et al. (2010).

    >>> language_leak(["A", "A", "B", "B"], ["fr", "fr", "it", "it"])
    1.0
    """
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(list(languages), list(themes)))


def suggestion_report(suggestion):
    """Return what a reader of a suggestion must know, in the current language: encoder, themes, languages, warnings.

    Parameters
    ----------
    suggestion : DataFrame
        From `suggest_themes`.

    Returns
    -------
    DataFrame
        Two columns: what, and its value in words.
    """
    attrs, themes = suggestion.attrs, suggestion["theme"]
    leak = attrs.get("language_leak")
    rows = [
        (_("encoder"), encoder_title(attrs["encoder"])),
        (_("themes suggested"), number(themes[~themes.isin([ALONE, NOTHING])].nunique())),
        (_("criteria on their own"), number((themes == ALONE).sum())),
        (_("answers without content, set aside"), number((themes == NOTHING).sum())),
        (_("themes and languages in common (0 none, 1 all)"), number(leak, 2)),
        *_decided(attrs.get("decided"), attrs.get("k"), attrs.get("holds_best")),
        *_promises(attrs.get("taught", {}), suggestion),
    ]
    if follows_languages(suggestion):
        rows.append((_("warning"), leak_warning(leak)))
    return pd.DataFrame(rows, columns=[_("what"), _("value")], dtype="str")


def _decided(decided, taken, best):
    """Return what people decided about the number of themes, and whether this suggestion keeps to it."""
    if not decided:
        return []
    told = decided_words(decided, best)
    other = _("This suggestion was made for {n}.", n=number(taken))
    return [(_("number of themes"), told if taken == decided["number"] else f"{told} {other}")]


def _promises(taught, suggestion):
    """Return what the criteria that people placed promise for the others: they were left out one by one, and placed."""
    judged, above = taught.get("judged", 0), taught.get("judged_above", 0)
    if not judged:
        return [(_("examples placed right when left out"), _("not known: fewer than ten criteria are decided"))]
    unsure = (_("unsure, to decide one by one"), number(suggestion["unsure"].sum()))
    rows = [(_("examples placed right when left out"), _share(taught["right"], judged)), unsure]
    sure = _("expected right among the others")
    return [*rows, (sure, _share(taught["right_above"], above) if above else _("none is sure enough yet"))]


def _share(right, n):
    """Return a share with its interval (Wilson 1927, 95 %) and n, in words."""
    from scipy.stats import binomtest

    low, high = binomtest(right, n).proportion_ci(method="wilson")
    low, high, share = percent(low), percent(high), percent(right / n)
    return _("{share} (between {low} and {high}, n {n})", share=share, low=low, high=high, n=number(n))


def follows_languages(suggestion):
    """Return whether the themes of a suggestion follow its languages, with enough criteria to tell."""
    return suggestion.attrs.get("language_leak", 0) > LEAK and len(suggestion) >= _ENOUGH


def leak_warning(leak):
    """Return the sentence that warns of themes which follow languages."""
    return _(
        "These themes follow the languages ({leak} on a scale from 0 to 1): check whether two themes say the same "
        "thing in two languages, and merge them.",
        leak=number(leak, 2),
    )
