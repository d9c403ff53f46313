"""What a chart says in words and data, kept beside its Axes for exports and for who cannot see it."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from weakref import WeakKeyDictionary

import pandas as pd

from workbench.language import _

_captions = WeakKeyDictionary()
_drawings = WeakKeyDictionary()
#: What every chart drawn now adds to its note: how much of it is hidden.
_foot = ContextVar("foot", default="")


@dataclass(frozen=True)
class Caption:
    """What one chart says: its kind, finding, measure and note, a text for who cannot see it, the data behind."""

    kind: str
    headline: str
    subtitle: str
    note: str
    alt: str
    data: pd.DataFrame = field(repr=False)


def keep(axes, **said):
    """Keep what a chart says beside each of its Axes; see `Caption`."""
    if at_the_foot():
        said |= {name: " ".join(text for text in (said[name], at_the_foot()) if text) for name in ("note", "alt")}
    for ax in axes:
        _captions[ax] = Caption(**said)


def at_the_foot():
    """Return what every chart that is drawn now adds to its note; "" where nothing is hidden."""
    return _foot.get()


@contextmanager
def saying_at_the_foot(note):
    """Let every chart drawn inside a `with` block add `note` to its own."""
    token = _foot.set(note)
    try:
        yield
    finally:
        _foot.reset(token)


def redrawable(draw):
    """Let a chart be drawn again from other tables: what leaves the house may hold less than what is looked at."""

    @wraps(draw)
    def drawn(*args, **options):
        axes = draw(*args, **options)
        given = signature(draw).bind(*args, **options)
        given.arguments.pop("ax", None)
        for ax in axes_of(axes):
            _drawings[ax] = (drawn, given)
        return axes

    return drawn


def drawn_from(ax):
    """Return the tables that a chart was drawn from, by the names that its function has for them; {} if unknown."""
    _draw, given = next((_drawings[one] for one in axes_of(ax) if one in _drawings), (None, None))
    return {name: value for name, value in given.arguments.items() if isinstance(value, pd.DataFrame)} if given else {}


def draw_again(ax, tables, note=""):
    """Return new Axes of the same chart, drawn from other tables, with `note` behind its own."""
    draw, given = next(_drawings[one] for one in axes_of(ax) if one in _drawings)
    options = dict(given.kwargs)
    names = list(signature(draw).parameters)
    args = [tables.get(name, value) for name, value in zip(names, given.args, strict=False)]
    options |= {name: table for name, table in tables.items() if name in options}
    with saying_at_the_foot(note):
        return draw(*args, **options)


@contextmanager
def speaking_for(captions):
    """Let charts say something else inside a `with` block.

    Parameters
    ----------
    captions : list of (Axes, Caption)
    """
    axes = [(one, said) for ax, said in captions for one in axes_of(ax)]
    before = [(one, _captions[one]) for one, _said in axes]
    _captions.update(axes)
    try:
        yield
    finally:
        _captions.update(before)


def caption(ax):
    """Return what a chart says, in words and data, as it was when it was drawn.

    Parameters
    ----------
    ax : Axes, array of Axes, or Figure
        What a chart function returned, or the figure it is on; the first chart of several.

    Returns
    -------
    Caption
        kind, headline, subtitle, note, alt, data.

    Raises
    ------
    ValueError
        If no chart of the workbench is drawn there.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.charts import plot_evidence
    >>> ax = plot_evidence(pd.DataFrame({"indicator": ["AIR"], "level": [3], "evidence_kind": ["expert"]}))
    >>> caption(ax).kind
    'evidence'
    """
    for one in axes_of(ax):
        if one in _captions:
            return _captions[one]
    raise ValueError(_("ax: no chart of the workbench is drawn on {found}.", found=type(ax).__name__))


def alt_text(ax):
    """Return a chart in sentences, for who cannot see it: what it shows, the finding, the main figures, on whom.

    Parameters
    ----------
    ax : Axes, array of Axes, or Figure

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.charts import plot_evidence
    >>> ax = plot_evidence(pd.DataFrame({"indicator": ["AIR"], "level": [3], "evidence_kind": ["expert"]}))
    >>> alt_text(ax).startswith("Pieces of evidence filed under the levels of 1 indicator.")
    True
    """
    return caption(ax).alt


def chart_data(ax):
    """Return the figures that a chart shows, in the order in which it shows them.

    Parameters
    ----------
    ax : Axes, array of Axes, or Figure

    Returns
    -------
    DataFrame
        A new table; `label` holds what the chart calls a row.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.charts import plot_evidence
    >>> ax = plot_evidence(pd.DataFrame({"indicator": ["AIR"], "level": [3], "evidence_kind": ["expert"]}))
    >>> chart_data(ax)["label"].tolist()
    ['AIR']
    """
    return caption(ax).data.copy()


def axes_of(what):
    """Return the Axes that an Axes, an array of them or a Figure stands for, as a list.

    >>> axes_of([])
    []
    """
    if hasattr(what, "get_axes") and not hasattr(what, "transAxes"):
        return list(what.axes)
    if hasattr(what, "ravel"):
        return list(what.ravel())
    return list(what) if isinstance(what, (list, tuple)) else [what]
