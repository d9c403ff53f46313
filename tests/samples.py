"""Samples whose figures are known from outside: R's survey package, and published counts."""

from pathlib import Path

import pandas as pd
import pytest

SHARED = Path(__file__).parents[1].parent / "shared"


def shared(*parts):
    """Return a file of the shared folder, or skip the test with the reason."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared folder with {'/'.join(parts)} is not beside the project")
    return path


def panel():
    """Return answers of two waves: 3 strata of 4, 3 and 2 clusters, 6 people in each, the same clusters in both waves.

    The same in R:
        d <- do.call(rbind, lapply(1:2, function(w) do.call(rbind, lapply(1:9, function(c) data.frame(wave = w,
             cluster = c, stratum = c("a","a","a","a","b","b","b","c","c")[c], i = 1:6)))))
        d$y <- (d$i*7 + d$cluster*3 + d$i*d$cluster*d$wave + d$wave*2) %% 5 + 1
        d$w <- 1 + (d$i + d$cluster) %% 3;  d$g <- (d$i*d$cluster + d$wave) %% 2
    """
    rows = [
        {
            "respondent": f"{wave}-{cluster}-{i}", "territory": "Valbourg", "wave": str(wave), "group": "",
            "indicator": "MOB", "level": (i * 7 + cluster * 3 + i * cluster * wave + wave * 2) % 5 + 1, "missing": "",
            "weight": 1 + (i + cluster) % 3, "stratum": "aaaabbbcc"[cluster - 1], "cluster": str(cluster),
            "half": str((i * cluster + wave) % 2),
        }
        for wave in (1, 2) for cluster in range(1, 10) for i in range(1, 7)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def scale(levels=5, *names, **columns):
    """Return a table of indicators that share one scale."""
    return pd.DataFrame({"indicator": list(names or ("MOB",)), "levels": levels, **columns})


def sessions(levels_by_group, indicator="MOB", wave="2024", **columns):
    """Return the answers of reference groups: {group: [level, …]}, 0 for "don’t know"."""
    rows = [
        {"respondent": f"{group}{place}", "territory": "Valbourg", "wave": wave, "group": group, "indicator": indicator,
         "level": level or None, "missing": "" if level else "dont_know"}
        for group, levels in levels_by_group.items() for place, level in enumerate(levels)
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"level": "Int64"}).assign(**columns)


def basel(table):
    """Return one published table of the resident survey of Basel as counts; level K is the best answer."""
    reasons = {"Weiss nicht": "dont_know", "Keine Angabe": "no_answer", "Geht nachts nie raus": "not_applicable"}
    raw = pd.read_csv(shared("data", "basel", f"{table}.tsv"), sep="\t", encoding="utf-8-sig", index_col=0)
    answers = [column for column in raw if column not in reasons]
    levels = {column: len(answers) - place for place, column in enumerate(answers)}
    counts = raw.rename_axis("wave").reset_index().melt("wave", var_name="answer", value_name="count")
    counts = counts.assign(
        territory="Basel", indicator=table, wave=counts["wave"].astype("str"),
        level=counts["answer"].map(levels).astype("Int64"), missing=counts["answer"].map(reasons).fillna(""),
    )  # fmt: skip
    return counts, scale(len(answers), table)
