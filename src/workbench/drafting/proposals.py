"""A first proposal of situations and propositions, made of nothing but what citizens said."""

import pandas as pd

from workbench.language import names, word
from workbench.tables import DTYPES
from workbench.themes.words import quoted

#: The propositions of a ladder: what each is said of, and whether it is worded negatively (P and O are).
STEPS = {
    "possibility": ("P", "down"),
    "attainment": ("O", "down"),
    "quality": ("Q", "up"),
    "sustainability": ("S", "up"),
}
#: Where on its scale, from worst (0) to best (1), a criterion stands: the four passages between five situations. To
#: lack the possibility is the worst; to have it is the second situation; and so on. Opposition is no passage (ours).
_PLACE = {
    ("down", "P"): 0.0, ("down", "R"): 0.0, ("down", "O"): 0.25, ("down", "Q"): 0.5, ("down", "S"): 0.75,
    ("up", "P"): 0.25, ("up", "O"): 0.5, ("up", "R"): 0.5, ("up", "Q"): 0.75, ("up", "S"): 1.0,
}  # fmt: skip
#: Fragments that make a proposal, and letters of one.
_FRAGMENTS, _LETTERS = 3, 90
BETWEEN = " · "


def place_of(side, meaning):
    """Return where a criterion stands between worst (0) and best (1); None for actions and what says nothing.

    >>> place_of("down", "O"), place_of("up", "S"), place_of("act", "S")
    (0.25, 1.0, None)
    """
    return _PLACE.get((side, meaning))


def level_of(place, levels):
    """Return the level 1..K of a place between worst and best.

    >>> [level_of(place / 4, 5) for place in range(5)], [level_of(place / 4, 4) for place in range(5)]
    ([1, 2, 3, 4, 5], [1, 2, 3, 3, 4])
    """
    return 1 + int(place * (levels - 1) + 0.5)


def fragment(text):
    """Return a text as it was said, or its beginning up to a pause where it is long; never other words.

    >>> fragment("a home   of my own"), fragment("we wait for months, " * 9)
    ('a home of my own', 'we wait for months, we wait for months, we wait for months, we wait for months …')
    """
    text = " ".join(str(text).split())
    if len(text) <= _LETTERS:
        return text
    cut = max(text.rfind(sign, 0, _LETTERS) for sign in ",;:.!?")
    cut = cut if cut > _LETTERS // 3 else text.rfind(" ", 0, _LETTERS)
    return text[: cut if cut > 0 else _LETTERS].rstrip(" ,;:") + " …"


def propose(lines, levels):
    """Return a proposal for each level and each proposition of each theme, in each language that speaks of it.

    Parameters
    ----------
    lines : DataFrame
        From `draft_indicators`.
    levels : int or dict
        K, for all themes or by theme.

    Returns
    -------
    DataFrame
        theme, language, part (a level from 1 on, or a proposition), name (the scale's own label of the level, where
        it has five), words (fragments in quotation marks; "" where nobody said such a thing), criteria (ids).
    """
    rows = []
    spoken = lines[lines["text"].ne("")]
    for (theme, language), said in spoken.groupby(["theme", "language"], sort=False):
        most = levels.get(theme, 5) if isinstance(levels, dict) else levels
        at = said["place"].map(lambda place, most=most: None if pd.isna(place) else level_of(place, most))
        for level in range(1, most + 1):
            name = word("situation", str(level), language) if most == 5 and str(level) in names("situation") else ""
            rows.append((theme, language, str(level), name, *_words(said[at == level], language)))
        for step, (meaning, side) in STEPS.items():
            chosen = said[(said["meaning"] == meaning) & (said["side"] == side)]
            rows.append((theme, language, step, "", *_words(chosen, language)))
    table = pd.DataFrame(rows, columns=["theme", "language", "part", "name", "words", "criteria"])
    return table.astype(DTYPES["text"])


def _words(lines, language):
    """Return the words of a proposal and the criteria they come from: surest and most said first."""
    keys = ["unsure", "said", "groups", "confidence"]
    first = lines.sort_values(keys, ascending=[True, False, False, False], kind="stable")
    chosen = first.head(_FRAGMENTS)
    if len(first) > _FRAGMENTS and not chosen["one_group"].any() and first["one_group"].any():
        chosen = pd.concat([chosen.head(_FRAGMENTS - 1), first[first["one_group"]].head(1)])
    words = BETWEEN.join(quoted(fragment(text), language) for text in chosen["words"])
    return words, "; ".join(chosen["criteria"])
