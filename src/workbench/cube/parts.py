"""One part of the answers: columns under the field's names, and how a column becomes numbers, whatever holds it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

#: What makes a cell, as far as it is a column of the data.
GIVEN = ("territory", "wave", "group", "stratum", "cluster")
#: Sums that stand beside rows which an engine has grouped already.
GROUPED = ("persons", "weights", "squares", "lacking")


@dataclass(frozen=True)
class Part:
    """Rows of answers, whatever holds them.

    Attributes
    ----------
    rows : int
    take : function of str
        Returns a column as a Series by the field's name (or an indicator's), None where there is none.
    items : tuple of str
        Indicators that have a column each, one row a respondent; none where each row is one answer.
    grouped : bool
        Rows are sums already; `GROUPED` names their columns.
    respondents : Part, optional
        Of grouped rows: how many people (`persons`) each combination of keys has.
    """

    rows: int
    take: Callable[[str], pd.Series | None]
    items: tuple[str, ...] = ()
    grouped: bool = False
    respondents: "Part | None" = None


def frame_part(table, names=None, **options):
    """Return the part that a table in memory is; `names` are its columns by the field's names.

    >>> frame_part(pd.DataFrame({"terr": ["B", "A"]}), {"territory": "terr"}).take("territory").to_list()
    ['B', 'A']
    """
    names = dict(zip(table.columns, table.columns, strict=True)) if names is None else names
    return Part(len(table), lambda name: table[names[name]] if name in names else None, **options)


def held(column, name=None):
    """Return a column of Arrow as a Series: whole numbers stay whole beside gaps, and are not copied.

    >>> import pyarrow as pa
    >>> held(pa.chunked_array([[4, None, 3]])).to_list()
    [4, <NA>, 3]
    """
    import pyarrow as pa

    whole = pa.types.is_integer(column.type)
    return pd.Series(pd.arrays.ArrowExtensionArray(column) if whole else column.to_pandas(), name=name)


def floats(series):
    """Return a column as floats, NaN where nothing stands; what is no number is told with the column's name.

    >>> floats(pd.Series(["1", None]))
    array([ 1., nan])
    """
    if isinstance(series.dtype, np.dtype) and series.dtype.kind == "f":
        return series.to_numpy(dtype=float)
    try:
        return pd.to_numeric(series).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        wrong = series[series.notna() & pd.to_numeric(series, errors="coerce").isna()]
        raise ValueError(f"{series.name}: {wrong.iloc[0]!r} is no number") from None


def need(module, what):
    """Return a module that serves some sources only, or say how to get it."""
    try:
        return __import__(module, fromlist=["_"])
    except ImportError:
        raise ImportError(f'{what} needs more: pip install "wellbeing-workbench[engines]"') from None
