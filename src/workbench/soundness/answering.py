"""How people answered one indicator: who did not and why, who stands at an end, what nobody chose, broken ladders."""

import numpy as np
import pandas as pd
from scipy.special import betainc

from workbench.scores.intervals import share_interval

#: Fewer answers than this tell nothing of a share.
FEW = 5


def answering(asked, *, missing, ends, unused, broken, confidence):
    """Return every share that was looked at, one row each, with its p against what is tolerated.

    Parameters
    ----------
    asked : Asked
    missing, ends, unused, broken : float
        Tolerated shares; see `indicator_findings`.
    confidence : float

    Returns
    -------
    list of dict
        kind, indicator, territory, wave, level, n, estimate, low, high, p, told (whether there were enough answers),
        and for missing answers `reasons`, for ladders `pattern`.
    """
    cube = asked.cube
    reasons = list(cube.reasons)
    lost = {name: [place for place, reason in enumerate(reasons) if reason in names] for name, names in {
        "not_applicable": ["not_applicable"], "broken": ["no_ladder"],
        "missing": [reason for reason in reasons if reason not in ("not_applicable", "no_ladder", "not_asked")],
    }.items()}  # fmt: skip
    asked_of = [place for place, reason in enumerate(reasons) if reason != "not_asked"]
    rows, unit = [], _units(cube.cells)
    by_territory, by_wave = (list(_places(cube.cells, by)) for by in (["territory"], ["territory", "wave"]))
    for column, (name, declared) in enumerate(asked.indicators.iterrows()):
        top = int(declared["levels"])
        given, left = cube.persons[:, column, :top], cube.missing[1][:, column]
        answered, missed = given.sum(axis=1), {kind: left[:, places].sum(axis=1) for kind, places in lost.items()}
        whole = answered + left[:, asked_of].sum(axis=1)
        worst, best = (0, top - 1) if declared["better"] > 0 else (top - 1, 0)
        for (territory,), here in by_territory:
            at, units = {"indicator": name, "territory": territory}, unit[here]
            look = [
                ("missing", missed["missing"], whole, missing),
                ("not_applicable", missed["not_applicable"], whole, 2 * missing),
                ("floor", given[:, worst], answered, ends),
                ("ceiling", given[:, best], answered, ends),
            ]
            for kind, hits, n, tolerated in look:
                if n[here].sum():
                    told = {"reasons": _counted(left[here], reasons)} if kind == "missing" else {}
                    level = {"floor": worst + 1, "ceiling": best + 1}.get(kind, pd.NA)
                    share = _share(hits[here], n[here], units, tolerated, confidence)
                    rows.append({"kind": kind, **at, "level": level, **share, **told})
        if declared.get("indicator_kind") == "ladder" or missed["broken"].any():
            climbed = answered + missed["broken"]
            for (territory, wave), here in by_wave:
                if climbed[here].sum():
                    at = {"indicator": name, "territory": territory, "wave": wave}
                    share = _share(missed["broken"][here], climbed[here], unit[here], broken, confidence)
                    rows.append({"kind": "broken", **at, **share, "pattern": _pattern(asked.patterns, at)})
        rows += _levels(name, given.sum(axis=0), unused, confidence)
    return rows


def _pattern(patterns, at):
    """Return the commonest pattern of what is no ladder in one place; "" where only the flag is known."""
    here = patterns[patterns[list(at)].eq(list(at.values())).all(axis=1)]
    return "".join(sorted(here["pattern"].mode())[:1])


def _levels(name, chosen, unused, confidence):
    """Return each level of one indicator: how likely nobody would choose it if a share `unused` of people stood "
    "there."""
    n = chosen.sum()
    if not n:
        return []
    rows = []
    for place, count in enumerate(chosen):
        p = 1.0 if count else float((1 - unused) ** n)
        low, high = share_interval(
            count / n, np.sqrt(count / n * (1 - count / n) / n), n, max(n - 1, 1), n=n, confidence=confidence
        )
        rows.append({
            "kind": "unused", "indicator": name, "level": place + 1, "n": int(n), "estimate": count / n,
            "low": float(low) if count else 0.0,
            "high": float(high), "p": p, "told": bool(count or (1 - unused) ** n < 1 - confidence),
        })  # fmt: skip
    return rows


def _places(cells, by):
    for key, part in cells.groupby(by, sort=True):
        yield key, part.index.to_numpy()


def _units(cells):
    """Return what was drawn together in each cell; −1 where people were drawn one by one."""
    alone = cells["group"].eq("") & cells["cluster"].eq("")
    units = pd.factorize(pd.MultiIndex.from_frame(cells[["territory", "wave", "group", "stratum", "cluster"]]))[0]
    return np.where(alone, -1, units)


def _share(hits, n, units, tolerated, confidence):
    """Return a share with its interval, and the p that it is no more than tolerated, by effective sample size."""
    total = n.sum()
    share = hits.sum() / total
    spread = share * (1 - share) / total
    alone = units < 0  # people drawn one by one: their own variance
    residual = np.bincount(units[~alone], (hits - share * n)[~alone]) if (~alone).any() else np.zeros(0)
    there = np.unique(units[~alone & (n > 0)])
    drawn = (residual**2).sum() + (hits[alone] * (1 - share) ** 2 + (n[alone] - hits[alone]) * share**2).sum()
    count = len(there) + n[alone].sum()
    inflated = count / (count - 1) * drawn / total**2 if count > 1 else spread
    effect = max(1.0, inflated / spread) if spread > 0 else 1.0
    size = total / effect
    error, df = np.sqrt(spread * effect), max(count - 1, 1)
    low, high = share_interval(share, error, size, df, n=total, confidence=confidence)
    p = float(betainc(share * size, (1 - share) * size + 1, tolerated)) if share > 0 else 1.0
    numbers = {"n": round(total), "estimate": float(share), "low": float(low), "high": float(high)}
    return {**numbers, "p": p, "told": bool(total >= FEW)}


def _counted(left, reasons):
    counts = dict(zip(reasons, left.sum(axis=0), strict=True))
    return {reason: int(count) for reason, count in sorted(counts.items(), key=lambda item: -item[1]) if count}
