"""A hundred million rows by twenty indicators, from a folder of Parquet files to a level cube.

    python benchmarks/engines/large.py FOLDER
"""

import json
import resource
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

import workbench as wb


def main(folder):
    items = [name for name in pq.read_schema(next(Path(folder).glob("*.parquet"))).names if name.startswith("q")]
    indicators = pd.DataFrame({"indicator": items, "levels": 5})
    cube = wb.count_levels(folder, indicators, by="grp", columns={"cluster": "psu", "weight": "w"}, wide=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "rows": cube.cells["respondents"].sum(), "answers": cube.persons.sum(), "cells": len(cube.cells),
        "items": len(items), "cpu": used.ru_utime + used.ru_stime, "MB": used.ru_maxrss / 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
