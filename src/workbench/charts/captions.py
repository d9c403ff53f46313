"""What a chart says in words and data, kept beside its Axes for exports and for who cannot see it."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import pandas as pd

from workbench.language import _

_captions = WeakKeyDictionary()


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
    for ax in axes:
        _captions[ax] = Caption(**said)


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
