"""Tables as a notebook shows them: in the reader's language, with whole texts and few digits."""

import pandas as pd

from workbench.council.presented import number_formats, presented
from workbench.language import date, ngettext, number, percent, word


def show(table, *, labels=None, most=200):
    """Return a table to look at in a notebook: in the reader's language, with whole texts and few digits.

    Parameters
    ----------
    table : DataFrame
    labels : dict, optional
        As in `presented`.
    most : int
        Rows shown; how many more there are stands below.

    Returns
    -------
    pandas.io.formats.style.Styler

    Examples
    --------
    >>> table = pd.DataFrame({"indicator": ["AIR"], "facet": ["mean"], "estimate": [3.2041]})
    >>> show(table).data.values.tolist()
    [['AIR', 'mean situation', '3.20']]
    """
    from pandas.io.formats.style import Styler

    head = table.head(most).reset_index(drop=True)
    text = head.copy()
    for column, formats in number_formats(head).items():
        if pd.api.types.is_numeric_dtype(head[column]) and not pd.api.types.is_bool_dtype(head[column]):
            text[column] = [_figure(value, form) for value, form in zip(head[column], formats, strict=True)]
        elif not pd.api.types.is_string_dtype(head[column]):
            text[column] = [_said(value) for value in head[column]]
    style = Styler(presented(text, labels), uuid="shown", escape="html").hide(axis="index")
    style = style.set_properties(**{"text-align": "left", "vertical-align": "top"})
    style = style.set_table_styles([{"selector": "th", "props": "text-align: left"}])
    left = len(table) - len(head)
    return style.set_caption(ngettext("{n} more line", "{n} more lines", left)) if left else style


def _said(value):
    if not pd.api.types.is_scalar(value):
        return value
    if pd.isna(value):
        return "–"
    if pd.api.types.is_bool(value):
        return word("yesno", "yes" if value else "no")
    return date(value) if isinstance(value, pd.Timestamp) else value


def _figure(value, form):
    if form.endswith("%"):
        return percent(value)
    return number(value, len(form.partition(".")[2]))
