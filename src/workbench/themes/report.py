"""What a reader of a suggestion must know before believing it."""

import pandas as pd

from workbench.encoder import encoder_title
from workbench.encoder.models import languages_known, languages_read
from workbench.language import LANGUAGES, _, listed, number, percent, word
from workbench.themes.number import decided_words
from workbench.themes.replay import ALONE, NOTHING

#: Share of themes and languages in common (adjusted mutual information) from which themes are said to follow languages,
#: and the criteria that it takes to say so.
LEAK, _ENOUGH = 0.10, 30
#: How surely themes tell one language from all others, from which they are said to follow it, and the criteria that it
#: takes to say so: chance gives 0.23 once in a hundred, 0.3 is about half of its criteria in themes of their own.
_TOLD, _SPOKEN = 0.30, 10


def language_leak(themes, languages, *, most="arithmetic"):
    """Return the adjusted mutual information of theme and language: 0 where themes do not follow languages, 1 where
    each language has its own. Vinh et al. (2010). `most`: what 1 stands for, as scikit-learn's average_method.

    >>> language_leak(["A", "A", "B", "B"], ["fr", "fr", "it", "it"])
    1.0
    """
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(list(languages), list(themes), average_method=most))


def beyond_the_six(themes, languages):
    """Return {language: {n, leak}} of the languages that the workbench does not speak: how surely the themes tell each
    from all others, 0 as by chance, 1 where it has themes of its own. Few such criteria among many do not show in the
    figure for all languages, so this one is divided by what there is to know of the language, not of the themes.

    >>> beyond_the_six(["A", "A", "B", "B"], ["fr", "it", "es", "es"])
    {'es': {'n': 2, 'leak': 1.0}}
    """
    spoken = pd.Series(list(languages), dtype="str")
    return {
        code: {"n": int((spoken == code).sum()), "leak": language_leak(themes, spoken == code, most="min")}
        for code in sorted(set(spoken) - {"", *LANGUAGES})
    }


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
        *_beyond(attrs["encoder"], attrs.get("beyond", {})),
        *_decided(attrs.get("decided"), attrs.get("k"), attrs.get("holds_best")),
        *_promises(attrs.get("taught", {}), suggestion),
    ]
    rows += [(_("warning"), told) for told in language_warnings(suggestion)]
    return pd.DataFrame(rows, columns=[_("what"), _("value")], dtype="str")


def _beyond(encoder, beyond):
    """Return what the encoder makes of each language that the workbench does not speak, and how themes follow it."""
    rows = []
    for code, about in beyond.items():
        if code in languages_read(encoder):
            told = _("Its authors say that the encoder knows this language; it was not measured here.")
        elif languages_known(encoder):
            told = _("Nobody says that the encoder knows this language: check each of these by hand.")
        else:
            told = _("Compared by their words alone, apart from the other languages.")
        n, leak = number(about["n"]), number(about["leak"], 2)
        figure = _("{n}; told by the themes (0 as by chance, 1 surely): {leak}.", n=n, leak=leak)
        named = _("criteria in another language: {language}", language=word("language", code))
        rows.append((named, f"{figure} {told}"))
    return rows


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


def language_warnings(suggestion):
    """Return the sentences that warn of themes which follow the languages, or one beyond the six."""
    followed = languages_followed(suggestion)
    all_together = [leak_warning(suggestion.attrs["language_leak"])] if follows_languages(suggestion) else []
    return all_together + ([followed_warning(followed)] if followed else [])


def languages_followed(suggestion):
    """Return the languages beyond the six which the themes follow, with enough criteria to tell."""
    beyond = suggestion.attrs.get("beyond", {})
    enough = len(suggestion) >= _ENOUGH
    return [code for code, about in beyond.items() if enough and about["n"] >= _SPOKEN and about["leak"] > _TOLD]


def followed_warning(languages):
    """Return the sentence that warns of themes which follow languages beyond the six."""
    return _(
        "The themes follow what is said in {languages}: have somebody who reads it see whether these criteria belong "
        "to themes of the others.",
        languages=listed([word("language", code) for code in languages]),
    )


def leak_warning(leak):
    """Return the sentence that warns of themes which follow languages."""
    return _(
        "These themes follow the languages ({leak} on a scale from 0 to 1): check whether two themes say the same "
        "thing in two languages, and merge them.",
        leak=number(leak, 2),
    )
