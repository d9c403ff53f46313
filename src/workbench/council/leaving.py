"""What leaves the house: charts and tables protected together, each chart drawn anew where it hides something."""

from contextlib import ExitStack, contextmanager
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.charts.captions import axes_of, caption, draw_again, drawn_from, speaking_for
from workbench.disclosure import protect, table_notes


@contextmanager
def leaving(charts, tables, *, minimum, small, study, verbatims):
    """Give charts and tables as they may leave, for the length of a `with` block.

    Parameters
    ----------
    charts : dict of str to Axes
        A chart in which nothing is hidden stays as it was drawn, its data rounded; another is drawn anew from the
        protected tables, and its figure is closed at the end.
    tables : dict of str to DataFrame
    minimum, small, study, verbatims
        As in `disclosure.protect`.
    """
    from matplotlib.pyplot import close

    sources = {f"{name} → {key}": (name, key, table)
               for name, chart in charts.items() for key, table in drawn_from(chart).items()}  # fmt: skip
    safe = protect(
        {**{name: table for name, (_chart, _key, table) in sources.items()}, **tables},
        minimum=minimum, small=small, study=study, verbatims=verbatims,
    )  # fmt: skip
    shown, spoken, made = {}, [], []
    for name, chart in charts.items():
        mine = {key: safe[place] for place, (whose, key, _table) in sources.items() if whose == name}
        if not mine:
            shown[name] = chart
            continue
        again = draw_again(chart, mine)
        made.append(again)
        notes = chart_notes(caption(again).data)
        if notes or not _alike(caption(again).data, caption(chart).data):
            again = draw_again(chart, mine, notes)
            made.append(again)
            shown[name] = again
        else:
            shown[name] = chart
            spoken.append((chart, replace(caption(chart), data=caption(again).data)))
    with ExitStack() as stack:
        stack.enter_context(speaking_for(spoken))
        for axes in made:
            stack.callback(close, _figure(axes))
        yield shown, {name: safe[name] for name in tables}


def chart_notes(data):
    """Return what a chart says of what it hides, as one text."""
    return " ".join(table_notes(data))


def _alike(one, other):
    """Tell whether two tables hold the same figures, but for their rounding."""
    if one.shape != other.shape:
        return False
    numbers = [name for name in other if pd.api.types.is_numeric_dtype(other[name]) and name in one]
    pairs = (
        (table[name].astype("Float64").to_numpy(float, na_value=np.nan) for table in (one, other)) for name in numbers
    )
    return all(np.allclose(mine, theirs, rtol=0, atol=0.0051, equal_nan=True) for mine, theirs in pairs)


def _figure(axes):
    return axes_of(axes)[0].get_figure(root=True)
