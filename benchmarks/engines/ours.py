"""Ours: mean situation, polarisation, n and their errors and intervals, from a file to a table.

    python benchmarks/engines/ours.py FILE.parquet [SIZE [REPLICATES]]

With SIZE so many indicators are counted and scored at a time; with 0, the whole cube stands in memory. With REPLICATES
the errors come from so many draws of the clusters.
"""

import json
import resource
import sys
import time

import pandas as pd
import pyarrow.parquet as pq

import workbench as wb

BY, COLUMNS = ["territory", "wave", "grp"], {"cluster": "psu", "weight": "w"}


def spent():
    """Return the processor seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(path, size=0, replicates=0):
    imported, begun = spent(), time.perf_counter()
    items = [name for name in pq.read_schema(path).names if name.startswith("q")]
    indicators = pd.DataFrame({"indicator": items, "levels": 5})
    told = {"by": ["grp"], "columns": COLUMNS}
    if int(size):
        cubes = wb.count_in_turn(path, indicators, size=int(size), **told)
    else:
        cubes = [wb.count_levels(path, indicators, wide=True, **told)]

    def scored(cube):  # through map, so that one cube is free before the next is counted
        return wb.score(cube, by=BY, facets=["mean", "polarisation"], replicates=int(replicates) or None)

    table = pd.concat(map(scored, cubes))
    of = {facet: table[table["facet"] == facet] for facet in ("mean", "polarisation")}
    first = of["mean"].iloc[0]
    used = {"task": spent() - imported, "wall": time.perf_counter() - begun}
    print(json.dumps({
        "items": len(items), "mean": of["mean"]["estimate"].sum(), "mean_se": of["mean"]["se"].sum(),
        "polarisation_se": of["polarisation"]["se"].sum(), "n": float(of["mean"]["n"].sum()),
        "n_eff": of["mean"]["n_eff"].sum(), "first": [first["estimate"], first["se"]],
        "first_item_se": of["mean"].loc[of["mean"]["indicator"] == items[0], "se"].sum(), **used,
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
