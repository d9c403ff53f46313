"""Peer: the mean situation and its error by svy (MIT), one indicator after the other."""

import sys

import polars as pl
import svy

table = pl.read_parquet(sys.argv[1])
items = [name for name in table.columns if name.startswith("q")]
table = table.with_columns(pl.col(items).cast(pl.Float64))
sample = svy.Sample(table, svy.Design(stratum="stratum", psu="psu", wgt="w"))
found = [sample.estimation.mean(item, by=["territory", "wave", "grp"], drop_nulls=True) for item in items]
print("mean_se", sum(one.to_polars()["se"].sum() for one in found))
