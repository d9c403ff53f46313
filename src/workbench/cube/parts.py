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


def coded(series, rows):
    """Return a number for each value, and the texts in the order of the numbers; nothing is "".

    Parameters
    ----------
    series : narwhals Series or None
    rows : int

    Returns
    -------
    codes : array of int
    texts : list of str

    Examples
    --------
    >>> coded(nw.from_native(pd.Series([2024.0, None, 2021.0]), series_only=True), 3)
    (array([2, 0, 1]), ['', '2021', '2024'])
    """
    if series is None or not rows:
        return np.zeros(rows, dtype=np.intp), [""]
    plain = series.dtype.is_integer() and not series.null_count()
    codes, found = pd.factorize(series.to_numpy() if plain else series.to_pandas())
    found = pd.Series(found)
    whole = pd.api.types.is_float_dtype(found) and (found % 1 == 0).all()  # whole numbers, made floats by a gap
    texts = np.array([*(found.astype("Int64") if whole else found).astype("str"), ""], dtype=object)
    texts, order = np.unique(texts, return_inverse=True)
    if (codes >= 0).all() and "" not in set(found):
        texts, order = texts[1:], order - 1
    return order[codes], texts.tolist()


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


def distinct(series):
    """Return which of the distinct numbers each row has, and these numbers; the place behind them is "none".

    >>> distinct(nw.from_native(pd.Series([4, None, 3], dtype="Int64"), series_only=True))
    (array([1, 2, 0]), array([3., 4.]))
    """
    if series.dtype.is_integer() and (empty := series.null_count()) < len(series):
        low, high = int(series.min()), int(series.max())
        if low >= -100 and high < 100:  # even a byte has room for one more
            codes = (series.fill_null(high + 1) if empty else series).to_numpy()
            return (codes - low if low else codes).astype(np.intp), np.arange(low, high + 1.0)
    codes, found = pd.factorize(floats(series), use_na_sentinel=True)
    return np.where(codes < 0, len(found), codes), np.asarray(found)
