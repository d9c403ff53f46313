"""Indicators beside each other: which say the same, and which run against the others of their theme."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

#: Among fewer people two columns are easily the same by chance.
FEW = 20


def correlations(asked, *, confidence=0.95):
    """Return the rank correlation of every pair of indicators that people answered together.

    Parameters
    ----------
    asked : Asked
    confidence : float

    Returns
    -------
    DataFrame
        indicator, other, n (people who answered both), estimate, low, high, se (on Fisher's scale). Ranks are taken
        inside each territory, wave and source, so that what differs between places makes no correlation.

    References
    ----------
    Error: Bonett & Wright (2000).
    """
    ranks = asked.within().to_numpy()
    there = ~np.isnan(ranks)
    filled, mask = np.where(there, ranks, 0), there.astype(float)
    n, product, squares = mask.T @ mask, filled.T @ filled, (filled**2).T @ mask
    place = pd.factorize(asked.people["place"])[0]
    apart = [np.bincount(place, mask[:, one]) > 0 for one in range(mask.shape[1])]
    rows = []
    for one, other in combinations(range(mask.shape[1]), 2):
        spread = np.sqrt(squares[one, other] * squares[other, one])
        if n[one, other] and spread > 0:
            places = int((apart[one] & apart[other]).sum())
            rho = product[one, other] / spread
            names = asked.levels.columns[one], asked.levels.columns[other]
            rows.append(_told(*names, n[one, other], places, rho, confidence))
    columns = ["indicator", "other", "n", "estimate", "low", "high", "se"]
    return pd.DataFrame(rows, columns=columns)


def _told(one, other, n, places, rho, confidence):
    rho = float(np.clip(rho, -1, 1))
    held = np.clip(rho, -0.9999, 0.9999)
    se = np.sqrt((1 + held**2 / 2) / max(n - places - 2, 1))
    reach = ndtri(0.5 + confidence / 2) * se
    ends = np.tanh(np.arctanh(held) + np.array([-reach, reach]))
    low, high = (float(end) if n - places >= 4 else np.nan for end in ends)
    return {"indicator": one, "other": other, "n": int(n), "estimate": rho, "low": low, "high": high, "se": se}


def likeness(asked, pairs, *, redundant, confidence):
    """Return every pair as a row with its p against a correlation of `redundant`; and indicators against their theme.

    Returns
    -------
    list of dict
        kind ("redundant", "reversed"), indicator, other, theme, n, estimate, low, high, p, told.
    """
    rows = []
    for pair in pairs.to_dict("records"):
        beyond = (np.arctanh(np.clip(pair["estimate"], -0.9999, 0.9999)) - np.arctanh(redundant)) / pair["se"]
        numbers = {name: pair[name] for name in ("indicator", "other", "n", "estimate", "low", "high")}
        rows.append({"kind": "redundant", **numbers, "p": float(ndtr(-beyond)), "told": pair["n"] >= FEW})
    ranks = asked.within()
    scale = ranks.std(ddof=0).replace(0, np.nan)
    places = asked.people["place"].nunique()
    for theme, names in themes_of(asked).items():
        for name in names:
            others = (ranks / scale)[[other for other in names if other != name]].mean(axis=1)
            both = ranks[name].notna() & others.notna()
            if not both.any() or ranks.loc[both, name].std(ddof=0) == 0 or others[both].std(ddof=0) == 0:
                continue
            rho = float(np.corrcoef(ranks.loc[both, name], others[both])[0, 1])
            told = _told(name, "", both.sum(), places, rho, confidence)
            p = float(ndtr(np.arctanh(np.clip(rho, -0.9999, 0.9999)) / told.pop("se")))
            rows.append({"kind": "reversed", "theme": theme, **told, "p": p, "told": told["n"] >= FEW})
    return rows


def themes_of(asked):
    """Return {theme: its indicators with answers}, for themes of two or more that the same people answered."""
    named = asked.indicators["theme"] if "theme" in asked.indicators else pd.Series("", index=asked.indicators.index)
    found = {}
    for theme, names in named[named.str.strip() != ""].groupby(named, sort=False).groups.items():
        there = asked.levels[list(names)].notna()
        kept = [name for name in names if (there[name] & (there.sum(axis=1) > 1)).any()]
        if len(kept) > 1:
            found[theme] = kept
    return found
