"""Statistics and filed evidence beside what people say: a place or a range on the same scale, or a figure as it is."""

import pandas as pd

from workbench.crossing.people import PLACE
from workbench.indicators.evidence import evidence_ranges
from workbench.indicators.scales import indicator_label
from workbench.indicators.statistics import statistic_scores
from workbench.language import listed
from workbench.scores.members import belonging

#: How far a level reaches to either side, in levels of its own scale: evidence and thresholds know whole levels only.
HALF = 0.5


def filed(statistics, evidence, indicators, situations, of, scales):
    """Return what statistics and evidence say, one row each by territory, wave and topic.

    Parameters
    ----------
    statistics, evidence, situations : DataFrame or None
        The tables of these names.
    indicators : DataFrame
    of : str
        As in `side_by_side`.
    scales : dict
        Topic to K, the scale on which people's mean situation of it stands.

    Returns
    -------
    list of dict
        `lowest` and `highest` on the scale of the topic, 1 the worst where the topic is a theme; `slack`, how far a
        level reaches there.
    """
    belongs = None if of == "indicator" else belonging(indicators, of).to_dict()
    rows = {row["indicator"]: row for row in indicators.to_dict("records")}
    known = {name: (belongs or {}).get(name) or name for name in rows}
    found = _of_statistics(statistics, indicators, situations, rows) if _some(statistics) else []
    if _some(evidence):
        found += _of_evidence(evidence, indicators, rows)
    placed = []
    for row in found:
        topic = known.get(row["series"], "")
        if topic:
            placed.append(
                _on_scale({**row, "indicator": topic}, rows[row["series"]], scales.get(topic), belongs is None)
            )
    return _evidence_together(placed, rows)


def _some(table):
    return table is not None and len(table) > 0


def _of_statistics(statistics, indicators, situations, rows):
    table = statistic_scores(statistics, indicators, situations)
    before = table.sort_values("wave", kind="stable").groupby(["territory", "indicator"])["value"].shift()
    since = table.sort_values("wave", kind="stable").groupby(["territory", "indicator"])["wave"].shift()
    table = table.assign(change=table["value"] - before, since=since.fillna(""))
    return [
        {
            "territory": row["territory"], "wave": row["wave"], "series": row["indicator"], "origin": "statistic",
            "label": indicator_label(rows[row["indicator"]], indicators.attrs.get("language", "")),
            "lowest": row["level"], "highest": row["level"],
            **{name: row[name] for name in ("value", "unit", "direction", "change", "since", "year", "publisher")},
            "source": row["source"],
        }
        for row in table.to_dict("records")
    ]  # fmt: skip


def _of_evidence(evidence, indicators, rows):
    ranges = evidence_ranges(evidence, indicators)
    sources = evidence.groupby([*PLACE, "indicator"])["source"].agg(lambda cells: "; ".join(filter(None, cells)))
    return [
        {
            "territory": row["territory"], "wave": row["wave"], "series": row["indicator"], "origin": "evidence",
            "label": indicator_label(rows[row["indicator"]], indicators.attrs.get("language", "")),
            "lowest": row["low"], "highest": row["high"],
            "pieces": row["pieces"], "note": row["note"],
            "source": sources.get((row["territory"], row["wave"], row["indicator"]), ""),
        }
        for row in ranges.to_dict("records")
    ]  # fmt: skip


def _on_scale(row, declared, length, own):
    """Return a row whose levels stand on the scale of its topic, 1 the worst, where the topic is a theme."""
    levels = declared["levels"]
    row = {**row, "levels": length or levels, "weight": declared["weight"], "slack": HALF}
    if own or pd.isna(row["lowest"]) or pd.isna(levels):
        return row
    levels, length = int(levels), int(length or levels)
    stretch = (length - 1) / (levels - 1)
    ends = [1 + stretch * (level - 1) for level in (row["lowest"], row["highest"])]
    if declared["direction"] == "down":
        ends = [length + 1 - end for end in reversed(ends)]
    return {**row, "levels": length, "lowest": ends[0], "highest": ends[1], "slack": HALF * stretch}


def _evidence_together(rows, indicators):
    """Put the evidence of several indicators of a theme together: the range in which their mean must lie.

    The theme is the weighted mean of its indicators; where each of them lies between two levels, it lies between the
    weighted means of the lower and of the upper ones (ours). Statistics stay apart: they have no common unit.
    """
    kept, several = [row for row in rows if row["origin"] != "evidence"], {}
    for row in rows:
        if row["origin"] == "evidence":
            several.setdefault((row["territory"], row["wave"], row["indicator"]), []).append(row)
    for pieces in several.values():
        weights = [1.0 if pd.isna(row["weight"]) else float(row["weight"]) for row in pieces]
        mean = {
            name: sum(w * float(row[name]) for w, row in zip(weights, pieces, strict=True)) / (sum(weights) or 1.0)
            for name in ("lowest", "highest", "slack")
        }
        joined = {
            "pieces": sum(int(row["pieces"]) for row in pieces),
            "label": listed([row["label"] for row in pieces]),
            "series": "; ".join(row["series"] for row in pieces),
            "note": " ".join(dict.fromkeys(row["note"] for row in pieces if row["note"])),
            "source": "; ".join(row["source"] for row in pieces if row["source"]),
        }
        kept.append({**pieces[0], **mean, **joined})
    return kept
