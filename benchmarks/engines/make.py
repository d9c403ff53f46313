"""A made-up survey with strata, clusters and weights: 1..5, about 3 % missing, groups of unequal size.

    python benchmarks/engines/make.py ROWS ITEMS TERRITORIES WAVES GROUPS OUT.parquet
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def main(rows, items, territories, waves, groups, out):
    draw = np.random.default_rng(20261122)
    territory, wave = draw.integers(0, territories, rows), draw.integers(0, waves, rows)
    share = np.arange(groups, 0, -1)
    group = draw.choice(groups, rows, p=share / share.sum())
    stratum = (territory * waves + wave) * 2 + draw.integers(0, 2, rows)
    cluster = stratum * 8 + draw.integers(0, 8, rows)
    weight = np.exp(draw.normal(0, 0.5, rows)) * (1 + group * 0.2)
    common = draw.normal(0, 0.35, cluster.max() + 1)[cluster]
    common = draw.normal(0, 0.5, territories)[territory] + 0.05 * wave + 0.25 * (group == 0) + common
    keys = {"territory": territory, "wave": wave, "grp": group, "stratum": stratum, "psu": cluster}
    columns = {name: values.astype(np.int32) for name, values in keys.items()} | {"w": weight}
    for item in range(items):
        latent = common + draw.normal(0, 1, rows) + draw.normal(0, 0.2, 1)
        level = np.digitize(latent, [-1.2, -0.4, 0.4, 1.2]).astype(np.int8) + 1
        columns[f"q{item:02d}"] = pa.array(level.astype(np.int8), mask=draw.random(rows) < 0.03)
    pq.write_table(pa.table(columns), out, compression="zstd")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:6]), sys.argv[6])
