"""Languages brought onto one another.

A sentence encoder leaves a language's vectors a little aside of another's, so a clustering finds languages first. What
sets a language aside is taken off in one of three ways:

* **own**: the mean of its own texts, where there are enough of them and they come from people like the others' – else
  that mean also holds what these people speak about, and taking it off would hide a theme;
* **grid**: the mean of the seed words of the coding scheme in that language, which mean the same in six languages;
* **all**: for another language, or one that nobody noted, the mean of these over the languages at hand. It takes off
  what all texts have in common, not what sets this language aside.
"""

import csv
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from workbench.language import LANGUAGES

#: Texts of one language from which their own mean is taken.
ENOUGH = 30
#: Share of its speakers' profiles that a language must have in common with the others, not to be tied to a group.
COMMON = 0.5
_AT_ONCE = 256


def tied_languages(languages, groups):
    """Return the languages that are tied to a group: those who speak them are other people than those who do not.

    For each language, the profiles of its texts are compared with those of all other texts: the overlap is the sum
    over profiles of the smaller of the two shares, 1 where they are alike, 0 where no profile is in both. Below one
    half the language is tied. Four towns with the same eight profiles each, and one language each, are *not* tied,
    though no group speaks two languages: what counts is what kind of people speaks. This measure is ours.

    Parameters
    ----------
    languages, groups : sequence of str
        Of each text: its language, and the kind of group it comes from (its profile, rather than its name).

    Returns
    -------
    set of str

    Examples
    --------
    >>> sorted(tied_languages(["fr", "fr", "it", "it"], ["young", "older", "older", "young"]))
    []
    >>> sorted(tied_languages(["fr", "fr", "it", "it"], ["young", "young", "older", "older"]))
    ['fr', 'it']
    """
    table = pd.DataFrame({"language": list(languages), "group": list(groups)})
    counts = pd.crosstab(table["group"], table["language"])
    tied = set()
    for language in counts:
        others = counts.drop(columns=language).sum(axis=1)
        if others.sum():
            overlap = np.minimum(counts[language] / counts[language].sum(), others / others.sum()).sum()
            if overlap < COMMON:
                tied.add(language)
    return tied


def centring(languages, groups=None):
    """Return how each language is brought onto the others: by its "own" mean, by the "grid", or by that of "all".

    Parameters
    ----------
    languages : sequence of str
        Of each text.
    groups : sequence of str, optional
        The kind of group each comes from; without it, several languages are taken to be tied to their groups.

    Returns
    -------
    dict of str
        Language to "own", "grid" or "all" (a language that the coding scheme does not speak, and too few texts).

    Examples
    --------
    >>> centring(["fr"] * 40 + ["nl"] * 5, ["young"] * 45)
    {'fr': 'own', 'nl': 'grid'}
    """
    counts = pd.Series(list(languages), dtype="str").value_counts().sort_index()
    if len(counts) == 1:
        tied = set()
    else:
        tied = tied_languages(languages, groups) if groups is not None else set(counts.index)
    how = {}
    for language, n in counts.items():
        if n >= ENOUGH and language not in tied:
            how[language] = "own"
        else:
            how[language] = "grid" if language in LANGUAGES else "all"
    return how


def centred(vectors, languages, how, seed_means):
    """Return `vectors` with each language's mean taken off, at length 1.

    `how` comes from `centring`; `seed_means` is {language: mean of the seed words}, for those that need it. People's
    words differ from the scheme's in the same way in every language; that difference is estimated over all texts, and
    drawn to nothing where there are few.
    """
    languages = np.asarray(languages, dtype=object)
    # vectors are 16-bit numbers, their sums in 64 bits are exact: no order of rows can change a mean
    wide = vectors.astype(np.float64)
    from_seeds = [language for language in how if how[language] != "own"]
    known = np.isin(languages, list(seed_means))
    offset = np.zeros(vectors.shape[1])
    if from_seeds:
        aside = sum(
            wide[languages == language].sum(axis=0) - (languages == language).sum() * mean
            for language, mean in seed_means.items()
        )
        offset = aside / (known.sum() + ENOUGH)  # a few texts say more of their theme than of how people speak
    for language, way in how.items():
        rows = languages == language
        if way == "own":
            wide[rows] -= wide[rows].mean(axis=0)
        else:
            wide[rows] -= seed_means[language] + offset
    return at_length_one(wide)


def at_length_one(vectors):
    """Return rows at length 1 (float32); a row of nothing stays nothing."""
    vectors = np.asarray(vectors)
    result = np.zeros(vectors.shape, dtype=np.float32)
    for start in range(0, len(vectors), _AT_ONCE):  # never all of them in 64 bits: as many as the processor keeps near
        part = vectors[start : start + _AT_ONCE].astype(np.float64)
        lengths = np.linalg.norm(part, axis=1, keepdims=True)
        np.divide(part, lengths, out=result[start : start + _AT_ONCE], where=lengths > 1e-9, casting="same_kind")
    return result


@cache
def seed_words(language):
    """Return the names and seed words of the workbench's own coding scheme in `language`, in its order."""
    with (files("workbench") / "data" / "grid.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row[f"seeds_{language}"]]
    return [
        words.strip() for row in rows for words in (row[f"label_{language}"], *row[f"seeds_{language}"].split(";"))
    ]
