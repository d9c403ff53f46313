"""The same cube from Spark in local mode: how far the sums lie from those of pandas at most.

    python benchmarks/engines/spark.py FILE.parquet
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
from pyspark.sql import SparkSession

import workbench as wb

warnings.simplefilter("ignore")


def main(path):
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.shuffle.partitions", "4").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    table = spark.read.parquet(path)
    items = [name for name in table.columns if name.startswith("q")]
    indicators = pd.DataFrame({"indicator": items, "levels": 5})
    told = {"by": ["grp"], "columns": {"cluster": "psu", "weight": "w"}, "wide": True}
    found, ours = wb.count_levels(table, indicators, **told), wb.count_levels(pd.read_parquet(path), indicators, **told)
    spark.stop()
    assert found.cells.equals(ours.cells)
    assert found.reasons == ours.reasons
    apart = {name: np.abs(getattr(found, name) - getattr(ours, name)) for name in ("weights", "squares", "missing")}
    print(json.dumps({
        "cells": len(ours.cells), "persons equal": bool((found.persons == ours.persons).all()),
        "sums apart": max(float(values.max()) for values in apart.values()),
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
