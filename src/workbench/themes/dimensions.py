"""Themes laid beside a coding scheme: which dimension each one is nearest to."""

import numpy as np
import pandas as pd

from workbench.coding.codes import place_code
from workbench.coding.crosswalks import one_version
from workbench.encoder import encode, encoder_name
from workbench.encoder.models import languages_known
from workbench.language import LANGUAGES, current_language
from workbench.themes.grid import general_code, read_grid, seed_words
from workbench.themes.points import centroids, kind_of_group
from workbench.themes.replay import ALONE, NOTHING

#: A dimension is in doubt when it leads the next one by less than this many standard errors.
DOUBT = 2
_FEWEST = 3
#: Criteria that count as much as the scheme's own words, when it is asked what likeness is usual.
_STAND_IN = 200


def suggest_codes(themes, membership, criteria, grid=None, *, encoder="default", progress=True, cache=None):
    """Return the dimension of the coding scheme that lies nearest to each theme.

    Each criterion is compared with each component's name and seed words; similarities are z-scored for each component,
    because some lie near to everything. A theme's is the mean over its criteria. Where the best does not lead the next
    by two standard errors over the theme's criteria, or there are fewer than three, it is in doubt, and the general
    component of the family is suggested: the method's own rule. A code that people gave stands, where it is one of this
    scheme: a theme may be filed in several ("A05; SDG 4"). On the fifteen planted
    themes of the example: family right for all, component for thirteen.

    Parameters
    ----------
    themes, membership, criteria : DataFrame
        What `apply_decisions` returned, and table `criteria`.
    grid : DataFrame, optional
        Table `grid`, one version; the workbench's own by default. Components without seed words are compared by their
        name.
    encoder, progress, cache
        See `encode`.

    Returns
    -------
    DataFrame
        One row a theme: theme, label, code, dimension (its name in the current language), lead (over the next, in
        standard errors), doubt (yes or no), second, third (the next components), state ("suggested", "decided").

    Raises
    ------
    ValueError
        If the grid holds several versions.

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": list("abc"), "text": ["late buses", "no bus on Sunday", "a cycle lane"]})
    >>> criteria["language"] = "en"
    >>> membership = pd.DataFrame({"criterion": list("abc"), "theme": "T-a"})
    >>> themes = pd.DataFrame({"theme": ["T-a"], "label": ["Buses"], "code": [""]})
    >>> suggest_codes(themes, membership, criteria, encoder="use", cache=False)[["theme", "code", "dimension"]]
      theme code                  dimension
    0   T-a  A10  getting around, transport
    """
    grid = read_grid() if grid is None else grid
    one_version(grid)
    said = criteria.merge(membership[["criterion", "theme"]], on="criterion")
    said = said[~said["theme"].isin([ALONE, NOTHING])].sort_values("criterion", ignore_index=True)
    rows = themes[~themes["theme"].isin([ALONE, NOTHING])]
    wanted = {"encoder": encoder, "progress": progress, "cache": cache}
    codes, scores = _dimension_scores(said, grid, wanted)
    names = grid_names(grid)
    found = []
    for theme, label, code in zip(rows["theme"], rows["label"], rows["code"], strict=True):
        best, lead = _best(scores[(said["theme"] == theme).to_numpy()])
        doubt = bool(len(best)) and not lead >= DOUBT
        suggested = "" if not len(best) else general_code(codes[best[0]], grid) if doubt else codes[best[0]]
        ranked = [codes[place] for place in best[:3]] + [""] * 3
        others = [other for other in ranked if other != suggested]
        given = place_code(code, names)
        found.append({
            "theme": theme, "label": label, "code": given or suggested, "dimension": names.get(given or suggested, ""),
            "lead": lead, "doubt": doubt and not given, "second": others[0], "third": others[1],
            "state": "decided" if given else "suggested",
        })  # fmt: skip
    columns = ["theme", "label", "code", "dimension", "lead", "doubt", "second", "third", "state"]
    result = pd.DataFrame(found, columns=columns).astype({"lead": "Float64", "doubt": "boolean"})
    result.attrs.update(criteria.attrs | {"encoder": encoder_name(encoder)})
    return result


# ---------------------------------------------------------------------- steps


def grid_names(grid):
    """Return {code: its name}, in the current language, else in the first that it has."""
    spoken = [f"label_{language}" for language in (current_language(), *LANGUAGES)]
    rows = grid.to_dict("records")
    return {row["code"]: next((row[name] for name in spoken if row[name]), row["code"]) for row in rows}


def _dimension_scores(said, grid, wanted):
    """Return the codes compared, and for each criterion its z-scored likeness to each."""
    known = languages_known(encoder_name(wanted["encoder"]))
    language = said["language"] if "language" in said else pd.Series("", index=said.index)
    spoken = [code for code in LANGUAGES if code in set(language) and (code in known or not known)]
    seeds = seed_words(grid, spoken or known or LANGUAGES)
    if not len(seeds) or not len(said):
        return [], np.zeros((len(said), 0))
    if known:
        vectors = encode(said["text"].tolist(), language.tolist(), groups=kind_of_group(said), **wanted)
        of_seeds = encode(seeds["words"].tolist(), seeds["language"].tolist(), **wanted)
    else:  # lemmas are compared within one body of texts
        both = pd.concat([said["text"], seeds["words"]]), pd.concat([language, seeds["language"]])
        vectors, of_seeds = np.split(encode(both[0].tolist(), both[1].tolist(), **wanted), [len(said)])
    codes, middles = centroids(of_seeds, seeds["code"])
    near, usual = vectors @ middles.T, of_seeds @ middles.T
    # few criteria of few themes say little about what is usual; the scheme's own words stand in
    weight = len(near) / (len(near) + _STAND_IN)
    mean = weight * near.mean(axis=0) + (1 - weight) * usual.mean(axis=0)
    spread = weight * near.std(axis=0) + (1 - weight) * usual.std(axis=0)
    aside = near - mean
    return codes.tolist(), np.divide(aside, spread, out=np.zeros_like(aside), where=spread > 1e-6)


def _best(scores):
    """Return the components of a theme, likeliest first, and the lead of the first in standard errors."""
    if not scores.size:
        return [], float("nan")
    order = np.argsort(-scores.mean(axis=0), kind="stable")
    if len(scores) < _FEWEST or len(order) < 2:
        return order, float("nan")
    ahead = scores[:, order[0]] - scores[:, order[1]]
    error = ahead.std(ddof=1) / len(ahead) ** 0.5
    return order, float(ahead.mean() / error) if error > 0 else float("inf")
