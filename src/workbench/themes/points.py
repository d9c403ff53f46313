"""Criteria as points: what was said alike lies near."""

import numpy as np

from workbench.encoder import encode, encoder_name
from workbench.encoder.centre import at_length_one
from workbench.encoder.models import languages_known
from workbench.themes.grid import read_grid, seed_words

#: Axes that a clustering sees: one for fifteen texts, between these two.
_FEWEST, _MOST, _TEXTS_PER_AXIS = 10, 60, 15
#: Each axis is scaled by its spread to this power: 0 leaves it, 1 makes all alike. Half-way was best on four sets.
_EVEN = 0.5
#: Texts that say where the axes lie, at most: a thousand columns are told apart by ten times as many rows.
_SEEN = 10_000


def points(texts, languages, *, groups=None, encoder="default", progress=True, cache=None):
    """Return (meaning, bearings) of distinct texts: two arrays with rows at length 1.

    `meaning` comes from the encoder. `bearings` says to which dimensions of the workbench's own coding scheme a text
    lies nearer than other texts do (one column a dimension, z-scored): a general encoder does not know what matters
    when people speak of well-being, the seed words of the scheme do. Which dimension it is plays no part, so themes
    stay the territory's own, also where another scheme is used. Measured: see `suggest_themes`.
    """
    wanted = {"encoder": encoder, "progress": progress, "cache": cache}
    meaning = encode(texts, languages, groups=groups, **wanted)
    known = languages_known(encoder_name(encoder))
    if not known or not len(texts):
        return meaning, np.zeros((len(texts), 0), dtype=np.float32)  # lemmas of seeds and texts share no axes
    return meaning, standing_out(meaning @ _directions(languages, known, wanted).T)


def seed_points(seeds, languages, meaning, *, encoder="default", progress=True, cache=None):
    """Return (meaning, bearings) of the seed words in `seeds` (see `seed_words`), as `points` gives them for the texts.

    None where the encoder compares words alone: seeds and texts share no axes then.
    """
    wanted = {"encoder": encoder, "progress": progress, "cache": cache}
    known = languages_known(encoder_name(encoder))
    if not known or not len(seeds) or not len(meaning):
        return None
    said = encode(seeds["words"].tolist(), seeds["language"].tolist(), **wanted)
    directions = _directions(languages, known, wanted)
    return said, standing_out(said @ directions.T, beside=meaning @ directions.T)


def _directions(languages, known, wanted):
    """Return where the dimensions of the workbench's own coding scheme lie, one row each."""
    spoken = [language for language in known if language in set(languages)] or known
    seeds = seed_words(read_grid(), spoken)
    vectors = encode(seeds["words"].tolist(), seeds["language"].tolist(), **wanted)
    return centroids(vectors, seeds["code"].to_numpy())[1]


def kind_of_group(criteria):
    """Return what kind of people said each: their profile, or else their group; None where neither is known."""
    for column in ("profile", "group"):
        if column in criteria and criteria[column].astype("str").str.len().any():
            return criteria[column].astype("str").tolist()
    return None


def standing_out(similarities, *, beside=None):
    """Return similarities z-scored by column (as those in `beside` are), rows at length 1; raw ones say nothing."""
    usual = similarities if beside is None else beside
    spread = usual.std(axis=0)
    aside = similarities - usual.mean(axis=0)
    return at_length_one(np.divide(aside, spread, out=np.zeros_like(aside), where=spread > 1e-6))


def centroids(vectors, names):
    """Return the distinct `names`, sorted, and the mean direction of each one's vectors."""
    distinct, which = np.unique(np.asarray(names, dtype="str"), return_inverse=True)
    sums = np.zeros((len(distinct), vectors.shape[1]))
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=len(distinct)))
    for theme in range(len(distinct)):
        sums[theme] = vectors[order[ends[theme - 1] if theme else 0 : ends[theme]]].sum(axis=0, dtype=float)
    return distinct, at_length_one(sums)


def main_axes(vectors):
    """Return `vectors` on their main axes (principal components), each scaled half-way to the same spread.

    A clustering sees these instead of a thousand columns: quicker, and less led by the one or two axes on which all
    short texts differ. The number of axes and the scaling are ours, chosen on four sets of short texts. Of very many
    texts, a random part says where the axes lie.
    """
    seen = vectors
    if len(vectors) > _SEEN:
        seen = vectors[np.sort(np.random.default_rng(0).choice(len(vectors), _SEEN, replace=False))]
    wide = seen.astype(np.float64)
    middle = wide.mean(axis=0)
    wide -= middle
    variances, axes = np.linalg.eigh(wide.T @ wide / max(len(wide), 1))
    kept = int(np.clip(len(vectors) // _TEXTS_PER_AXIS, _FEWEST, _MOST))
    variances, axes = variances[::-1][:kept], axes[:, ::-1][:, :kept]
    real = variances > 1e-9
    scaled = axes[:, real] / variances[real] ** (_EVEN / 2)
    if seen is vectors:
        return wide @ scaled
    return vectors @ scaled.astype(np.float32) - (middle @ scaled).astype(np.float32)
