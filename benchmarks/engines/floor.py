"""The floor: the same figures by numpy alone, for these very columns (whole numbers, clusters nested in strata).

    python benchmarks/engines/floor.py FILE.parquet

It knows what a library cannot: that keys are numbers without gaps, and in which territory and wave each cluster lies.
A level cube holds three sums (weights, people, squared weights), so it makes these for each indicator, with n and the
effective n; but it keeps none of them, gives no interval and writes no table. Prints figures that must agree.
"""

import json
import sys

import numpy as np
import pyarrow.parquet as pq

LEVELS = 5
WIDTH = LEVELS + 1  # and those who did not answer


def main(path):
    table = pq.read_table(path)
    items = [name for name in table.column_names if name.startswith("q")]
    group, cluster, stratum, weight = (table[name].to_numpy() for name in ("grp", "psu", "stratum", "w"))
    groups, clusters = int(group.max()) + 1, int(cluster.max()) + 1
    cell = (cluster.astype(np.int64) * groups + group) * WIDTH
    stratum_of = np.zeros(clusters, dtype=np.int64)
    stratum_of[cluster] = stratum
    there = np.bincount(cluster, minlength=clusters) > 0
    first = np.flatnonzero(np.diff(stratum_of, prepend=-1))  # clusters lie in the order of their strata
    drawn = np.add.reduceat(there, first)[:, None, None]
    domains = len(first) // 2
    sums = dict.fromkeys(("mean", "mean_se", "polarisation", "polarisation_se", "n", "n_eff"), 0.0)
    for item in items:
        level = table[item].combine_chunks()
        known = level.is_valid().to_numpy(zero_copy_only=False)
        level = level.fill_null(1).to_numpy()
        place = cell + np.where(known, level - 1, LEVELS)
        counts, people, squares = (
            np.bincount(place, value, clusters * groups * WIDTH).reshape(clusters, groups, WIDTH)[..., :LEVELS]
            for value in (weight, None, weight**2)
        )
        people, squares = (
            np.add.reduceat(part.sum(axis=2), first, axis=0).reshape(domains, 2, groups).sum(axis=1)
            for part in (people, squares)
        )
        in_stratum = np.add.reduceat(counts, first, axis=0)
        total = in_stratum.reshape(domains, 2, groups, LEVELS).sum(axis=1)
        whole = total.sum(axis=2, keepdims=True)
        shares = total / whole
        below = np.cumsum(shares, axis=2)[..., :-1]
        mean = shares @ np.arange(1.0, LEVELS + 1)
        slope = 4 / (LEVELS - 1) * (1 - 2 * below)
        polarisation = 4 / (LEVELS - 1) * (below * (1 - below)).sum(axis=2)
        # the influence of one answer on level k on the mean and on polarisation
        on_mean = (np.arange(1.0, LEVELS + 1) - mean[..., None]) / whole
        steps = np.tri(LEVELS)[:-1]
        on_spread = (slope @ steps - (slope * below).sum(axis=2, keepdims=True)) / whole
        for name, influence in (("mean_se", on_mean), ("polarisation_se", on_spread)):
            of = np.repeat(influence, 2, axis=0)  # by stratum
            score = np.einsum("cgl,cgl->cg", counts, of[np.searchsorted(first, np.arange(clusters), "right") - 1])
            score = score * there[:, None]
            square = np.add.reduceat(score**2, first, axis=0)
            middle = np.add.reduceat(score, first, axis=0) ** 2 / drawn[:, :, 0]
            variance = drawn[:, :, 0] / (drawn[:, :, 0] - 1) * (square - middle)
            sums[name] += np.sqrt(variance.reshape(domains, 2, groups).sum(axis=1)).sum()
        for name, values in (("mean", mean), ("polarisation", polarisation), ("n", people)):
            sums[name] += values.sum()
        sums["n_eff"] += (whole[..., 0] ** 2 / squares).sum()
    print(json.dumps({"items": len(items), **sums}))


if __name__ == "__main__":
    main(sys.argv[1])
