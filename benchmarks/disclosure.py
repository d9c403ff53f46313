"""How long it takes to hide what rests on too few people, in the tables of a region: prints one line a step.

    python benchmarks/disclosure.py [territories] [waves] [groups] [indicators]
"""

import sys
import time

import numpy as np
import pandas as pd

from workbench.disclosure import audit_disclosure, protect


def region(territories=200, waves=5, groups=10, indicators=20, *, seed=1):
    """Return scores by group and of all groups together, of reference groups of 3 to 12 people."""
    draw = np.random.default_rng(seed)
    cells = pd.MultiIndex.from_product(
        [
            [f"T{k:03}" for k in range(territories)], [str(2015 + k) for k in range(waves)],
            [f"G{k:02}" for k in range(groups)], [f"I{k:02}" for k in range(indicators)],
        ], names=["territory", "wave", "group", "indicator"],
    ).to_frame(index=False)  # fmt: skip
    n = draw.integers(3, 13, size=len(cells))
    counts = draw.multinomial(n, [0.1, 0.25, 0.3, 0.25, 0.1])
    by = ["territory", "wave", "indicator"]
    shares = counts / n[:, None]
    parts = pd.concat([cells, pd.DataFrame(shares, columns=range(1, 6))], axis=1).assign(n=n)
    together = parts.groupby(by, as_index=False).agg({**dict.fromkeys(range(1, 6), "mean"), "n": "sum"})
    return {"scores": scores(together.assign(group="")), "groups": scores(parts)}


def scores(cells):
    level = np.arange(1.0, 6)
    shares = cells[[*range(1, 6)]].to_numpy()
    keys = cells[["territory", "wave", "group", "indicator", "n"]].assign(origin="groups")
    spread = np.sqrt((shares @ level**2 - (shares @ level) ** 2) / np.maximum(cells["n"] - 1, 1))
    mean = keys.assign(facet="mean", estimate=shares @ level, se=spread, low=1.0, high=5.0, note="")
    each = [keys.assign(facet="share", level=k, estimate=shares[:, k - 1], note="") for k in range(1, 6)]
    return pd.concat([mean, *each], ignore_index=True).astype({"level": "Int64"})


def main(*sizes):
    tables = region(*map(int, sizes))
    rows = sum(map(len, tables.values()))
    started = time.process_time()
    made = protect(tables)
    print(f"protect: {rows} rows, {time.process_time() - started:.1f} s of CPU")
    started = time.process_time()
    found = audit_disclosure(made)
    print(f"audit: {len(found)} found, {time.process_time() - started:.1f} s of CPU")
    means = made["groups"].loc[made["groups"]["facet"] == "mean", "n"]
    few = (tables["groups"].loc[tables["groups"]["facet"] == "mean", "n"] < 5).mean()
    print(f"groups of fewer than 5 people: {few:.1%}; hidden: {means.isna().mean():.1%}")


if __name__ == "__main__":
    main(*sys.argv[1:])
