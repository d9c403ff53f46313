"""What a sixth wave costs, beside counting all six: processor seconds of each.

    python benchmarks/engines/waves.py FILE.parquet
"""

import json
import sys
import time

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

import workbench as wb


def main(path):
    table = pq.read_table(path)
    items = [name for name in table.column_names if name.startswith("q")]
    indicators = pd.DataFrame({"indicator": items, "levels": 5})
    told = {"by": ["grp"], "columns": {"cluster": "psu", "weight": "w"}, "wide": True}
    last = pc.max(table["wave"])
    earlier = wb.count_levels(table.filter(pc.less(table["wave"], last)), indicators, **told)
    new = table.filter(pc.equal(table["wave"], last))
    score = {"by": ["territory", "wave", "grp"], "facets": ["mean", "polarisation"]}
    times = {}

    def added(cube, more):
        return wb.score(more, **score), cube + more

    for name, work in (
        ("all: count", lambda: wb.count_levels(table, indicators, **told)),
        ("all: count and score", lambda: wb.score(wb.count_levels(table, indicators, **told), **score)),
        ("new: count", lambda: wb.count_levels(new, indicators, **told)),
        ("new: count and score", lambda: wb.score(wb.count_levels(new, indicators, **told), **score)),
        ("new: count and add to the others", lambda: earlier + wb.count_levels(new, indicators, **told)),
        ("new: count, score and add to the others", lambda: added(earlier, wb.count_levels(new, indicators, **told))),
    ):
        spent = []
        for _try in range(3):
            begun = time.process_time()
            work()
            spent.append(time.process_time() - begun)
        times[name] = round(min(spent), 3)
    print(json.dumps(times))


if __name__ == "__main__":
    main(sys.argv[1])
