"""One part of the answers: columns under the field's names, and how a column becomes numbers, whatever holds it."""

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd

#: Sums that stand beside rows which an engine has grouped already.
GROUPED = ("persons", "weights", "squares", "lacking")


@dataclass(frozen=True)
class Part:
    """Rows of answers, held by pandas, Polars or Arrow.

    Attributes
    ----------
    rows : int
    take : function of str
        Returns a column as a narwhals Series by the field's name (or an indicator's), None where there is none.
    items : tuple of str
        Indicators that have a column each, one row a respondent; none where each row is one answer.
    grouped : bool
        Rows are sums already; `GROUPED` names their columns.
    respondents : Part, optional
        Of grouped rows: how many people (`persons`) each combination of keys has.
    """

    rows: int
    take: Callable[[str], nw.Series | None]
    items: tuple[str, ...] = ()
    grouped: bool = False
    respondents: "Part | None" = None


def frame_part(table, names=None, **options):
    """Return the part that a table in memory is; `names` are its columns by the field's names.

    >>> frame_part(pd.DataFrame({"terr": ["B", "A"]}), {"territory": "terr"}).take("territory").to_list()
    ['B', 'A']
    """
    table = nw.from_native(table, eager_only=True)
    names = dict(zip(table.columns, table.columns, strict=True)) if names is None else names
    return Part(len(table), lambda name: table.get_column(names[name]) if name in names else None, **options)


def floats(series):
    """Return a column as floats, NaN where nothing stands.

    >>> floats(nw.from_native(pd.Series(["1", None]), series_only=True))
    array([ 1., nan])
    """
    if series.dtype.is_float() and not series.null_count():
        return series.to_numpy().astype(float, copy=False)
    native = series.to_native()
    if not isinstance(native, pd.Series):
        native = series.cast(nw.Float64).to_pandas()
    return pd.to_numeric(native).to_numpy(dtype=float, na_value=np.nan)
