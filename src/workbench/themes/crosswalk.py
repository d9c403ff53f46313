"""A crosswalk between two coding schemes proposed by their words, for people to decide line by line."""

import numpy as np
import pandas as pd

from workbench import tables
from workbench.coding.crosswalks import HELP, one_version
from workbench.encoder import encode, encoder_name
from workbench.encoder.models import languages_known
from workbench.language import LANGUAGES, _, plain
from workbench.themes.dimensions import grid_names
from workbench.themes.grid import seed_words
from workbench.themes.points import centroids

_RANKED = 3


def suggest_crosswalk(earlier, later, *, encoder="default", progress=True, cache=None):
    """Return a proposed crosswalk from one coding scheme to another; nothing in it counts before people decide it.

    A code that has the same name in both (in any language) is proposed as the same. For any other, each of its words
    (name and seed words, in every language that both schemes have) votes for the later code that it lies nearest to;
    the code with most votes is proposed, and `match` stays empty: write "same", "part" or "none" in the spreadsheet,
    and `read_crosswalk` reads it. Until each line is decided, it names those that are not.

    Parameters
    ----------
    earlier, later : DataFrame
        Table `grid`, one version each.
    encoder, progress, cache
        See `encode`.

    Returns
    -------
    DataFrame
        Table `grid_crosswalk`, one row a code of the earlier scheme; also from_label, to_label, confidence (share
        of the votes, 1 for the same name; no probability), second and third (the next likeliest codes).

    Raises
    ------
    ValueError
        If one of them holds several versions, or both are the same.

    Examples
    --------
    >>> earlier = tables.frame("grid", [{"version": "1", "code": "a", "label_en": "housing"}])
    >>> later = tables.frame("grid", [{"version": "2", "code": "x", "label_en": "Housing"}])
    >>> suggest_crosswalk(earlier, later)[["from_code", "to_code", "match"]].values.tolist()
    [['a', 'x', 'same']]
    """
    was, to = one_version(earlier), one_version(later)
    if was == to:
        raise ValueError(_("earlier and later are the same version, “{version}”.", version=was))
    called, names, named = _by_name(later), grid_names(later), grid_names(earlier)
    rows = {}
    for row in earlier.to_dict("records"):
        same = [called[key] for key in _names_of(row) if key in called]
        # a family and its general component may share a name
        code = row["code"] if row["code"] in same else next(iter(same), "")
        if code:
            rows[row["code"]] = {"to_code": code, "match": "same", "confidence": 1.0, "provenance": _("same name")}
    open_ = earlier[~earlier["code"].isin(set(rows))]
    provenance = _("suggested by {encoder}", encoder=encoder_name(encoder))
    ranked = _votes(open_, later, {"encoder": encoder, "progress": progress, "cache": cache})
    for code, votes in ranked.items():
        codes = [*votes, "", "", ""]
        likely = {"to_code": codes[0], "confidence": votes.get(codes[0]), "second": codes[1], "third": codes[2]}
        rows[code] = likely | {"provenance": provenance}
    found = [
        {"from_version": was, "from_code": code, "to_version": to, **rows.get(code, {})} for code in earlier["code"]
    ]
    table = tables.frame("grid_crosswalk", found)
    table["from_label"] = table["from_code"].map(named)
    table["to_label"] = table["to_code"].map(names).fillna("").astype("str")
    table = table.reindex(columns=[*tables.columns("grid_crosswalk")[:-1], *HELP])
    table["confidence"] = table["confidence"].astype("Float64")
    table[["second", "third"]] = table[["second", "third"]].astype(object).fillna("").astype("str")
    return table


def _names_of(row):
    return [(c, plain(row[f"label_{c}"])) for c in LANGUAGES if plain(row[f"label_{c}"])]


def _by_name(grid):
    found = {}
    for row in grid.to_dict("records"):
        for key in _names_of(row):
            found.setdefault(key, row["code"])
    return found


def _votes(earlier, later, wanted):
    """Return {code: {later code: share of votes}}, most first, three at most."""
    known = languages_known(encoder_name(wanted["encoder"]))
    spoken = [c for c in LANGUAGES if all(grid[f"label_{c}"].ne("").any() for grid in (earlier, later))]
    spoken = [c for c in spoken if c in known or not known] or list(known) or list(LANGUAGES)
    ours, theirs = (seed_words(grid, spoken, general=True) for grid in (earlier, later))
    if not len(ours) or not len(theirs):
        return {}
    both = pd.concat([ours, theirs], ignore_index=True)
    vectors = encode(both["words"].tolist(), both["language"].tolist(), **wanted)
    codes, middles = centroids(vectors[len(ours) :], theirs["code"])
    near = vectors[: len(ours)] @ middles.T
    # some codes lie near to everything
    aside = near - (vectors @ middles.T).mean(axis=0)
    nearest = codes[np.argmax(aside, axis=1)]
    found = {}
    for code in dict.fromkeys(ours["code"]):
        mine = (ours["code"] == code).to_numpy()
        shares = pd.Series(nearest[mine]).value_counts(normalize=True)
        mean = dict(zip(codes, aside[mine].mean(axis=0), strict=True))
        order = sorted(shares.index, key=lambda one: (-shares[one], -mean[one]))[:_RANKED]
        found[code] = {str(one): float(shares[one]) for one in order}
    return found
