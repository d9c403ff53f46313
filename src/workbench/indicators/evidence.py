"""Filed evidence: pieces laid under the levels of an indicator give a range of levels, never a mean."""

import pandas as pd

from workbench.language import _, listed, names, number, word


def evidence_ranges(evidence, indicators):
    """Return the range of levels under which pieces of evidence lie, for each territory, wave and indicator.

    Parameters
    ----------
    evidence : DataFrame
        Table `evidence`: one piece a row, with its kind and its level as people number the scale (from `lowest`).
    indicators : DataFrame
        Table `indicators`: `levels` (K, declared) and `lowest` (0 or 1: how people number the scale).

    Returns
    -------
    DataFrame
        One row per territory × wave × indicator: `pieces`; `level_1` … pieces under each level, 1 the lowest of all
        scales (NA above the indicator's K); one column for each kind of evidence (statistic, expert, concerned,
        municipal) with its pieces; `low` and `high`, the lowest and highest level with a piece (1..K); `range` as
        people number the scale ("3–4"); `note` in words.

    Raises
    ------
    ValueError
        If a piece lies under a level that its indicator does not declare.

    References
    ----------
    UNDP, A users' guide to measuring local governance, pp. 107–109 (Timișoara 2007–08).

    Examples
    --------
    Timișoara, six levels numbered from 0: three pieces under level 3 and two under level 4.

    >>> from workbench.tables import frame
    >>> pieces = [{"territory": "Timișoara", "wave": "2008", "indicator": "WATER", "level": k} for k in (3, 3, 3, 4, 4)]
    >>> scale = frame("indicators", [{"indicator": "WATER", "levels": 6, "lowest": 0}])
    >>> evidence_ranges(frame("evidence", pieces), scale)[["pieces", "low", "high", "range"]]
       pieces  low  high range
    0       5    4     5   3–4
    """
    kinds = names("evidence_kind")
    keys = ["territory", "wave", "indicator"]
    table = evidence.merge(indicators[["indicator", "levels", "lowest"]], on="indicator", how="left", validate="m:1")
    lowest = table["lowest"].fillna(1)
    table = table.assign(lowest=lowest, level=table["level"] - lowest + 1)
    outside = table[~table["level"].between(1, table["levels"]).fillna(False).astype(bool)]
    if len(outside):
        row = outside.iloc[0]
        filed, declared = row["level"] - 1 + row["lowest"], f"the {row['levels']} levels of {row['indicator']!r}"
        raise ValueError(f"evidence: {filed} is not one of {declared}, which are numbered from {row['lowest']}")

    rows = []
    for key, pieces in table.groupby(keys, sort=True):
        levels, lowest = int(pieces["levels"].iloc[0]), int(pieces["lowest"].iloc[0])
        under = pieces["level"].value_counts().reindex(range(1, levels + 1), fill_value=0)
        by_kind = pieces["evidence_kind"].value_counts().reindex(kinds, fill_value=0)
        low, high = int(pieces["level"].min()), int(pieces["level"].max())
        shown = [str(level - 1 + lowest) for level in (low, high)]
        rows.append({
            **dict(zip(keys, key, strict=True)),
            "pieces": len(pieces),
            **{f"level_{level}": count for level, count in under.items()},
            **by_kind.to_dict(),
            "low": low,
            "high": high,
            "range": shown[0] if low == high else "–".join(shown),
            "note": _note(under, by_kind, lowest),
        })  # fmt: skip
    widest = int(table["levels"].max()) if len(table) else 0
    counts = ["pieces", *(f"level_{level}" for level in range(1, widest + 1)), *kinds, "low", "high"]
    result = pd.DataFrame(rows, columns=[*keys, *counts, "range", "note"])
    result = result.astype({**dict.fromkeys([*keys, "range", "note"], "str"), **dict.fromkeys(counts, "Int64")})
    result.attrs.update(evidence.attrs)
    return result


def _note(under, by_kind, lowest):
    """Say what the range does not show: one piece only, one kind of source only, a hole in the middle."""
    if under.sum() == 1:
        return _("One piece of evidence only.")
    notes = []
    held = by_kind[by_kind > 0].index
    if len(held) == 1:
        notes.append(_("All pieces are of one kind: {kind}.", kind=word("evidence_kind", held[0])))
    used = under[under > 0].index
    holes = [number(level - 1 + lowest) for level in range(min(used), max(used)) if under[level] == 0]
    if holes:
        notes.append(_("The pieces disagree: none lies under {levels}.", levels=listed(holes)))
    return " ".join(notes)
