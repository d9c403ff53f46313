"""The one frame that every chart stands in: its style, what is kept of what it says, and what all docstrings share."""

import re
from dataclasses import dataclass, field
from functools import wraps
from inspect import cleandoc, signature

import pandas as pd

from workbench.charts.captions import axes_of, keep
from workbench.charts.selection import sentences
from workbench.charts.sheet import drawing
from workbench.charts.slides import remember

#: What `chart` adds to a docstring: parameters that charts share, by name, and what all of them return and raise.
_PARAMETERS = {
    "labels": "labels : dict, optional\n    Code to text, as `study.labels()` gives it.",
    "levels": "levels : dict, optional\n    Indicator to the words of its situations, lowest first.",
    "ax": "ax : Axes, optional\n    Draw inside the box of these Axes.",
    "where": '**where\n    Column to the value or values to keep: territory="VAL", wave=2024.',
}
_SECTIONS = {
    "Returns": "Axes, or an array of Axes where there are several panels",
    "Raises": "ValueError\n    If a column is missing or holds none of the values asked for.",
}


@dataclass(frozen=True)
class Drawn:
    """What a chart function hands over: its Axes, the texts on its sheet, the figures, and sentences for its alt text.

    `what` says what kind of picture it is, and stands in front of the finding; `told` are its main figures, behind it.
    """

    axes: object
    headline: str
    subtitle: str
    note: str
    data: pd.DataFrame = field(repr=False)
    what: str = ""
    told: tuple = ()


def chart(kind):
    """Let a function from a table to `Drawn` be a chart: it is drawn in the workbench's style and returns its Axes.

    Its words and figures are kept for `caption`, the figures with the attrs of the table; a territory is called as the
    study declares it, also where no labels are given. Its docstring says what is its own; the rest is added to it.
    """

    def framed(draw):
        first = next(iter(signature(draw).parameters))

        @wraps(draw)
        def drawn(*args, **options):
            told = (args[0] if args else options[first]).attrs
            options["labels"] = told.get("places", {}) | (options.get("labels") or {})
            with drawing():
                made = draw(*args, **options)
            axes, data = axes_of(made.axes), made.data.copy()
            data.attrs.update(told)
            alt = sentences(made.what, made.headline, *made.told, made.subtitle)
            remember(axes, drawn, args, options)
            keep(axes, kind=kind, headline=made.headline, subtitle=made.subtitle, note=made.note, alt=alt, data=data)
            return made.axes if len(axes) > 1 else axes[0]

        drawn.__doc__ = _completed(draw.__doc__, signature(draw).parameters)
        return drawn

    return framed


def _completed(doc, parameters):
    """Return a numpydoc docstring with the shared parts that it leaves out."""
    if doc is None:  # python -OO
        return None
    summary, *parts = re.split(r"\n\n(?=\w+\n-+\n)", cleandoc(doc))
    own = {part.partition("\n")[0]: part for part in parts}
    for name, text in _PARAMETERS.items():
        if name in parameters and not re.search(rf"^(\*\*)?{name}\b", own["Parameters"], re.MULTILINE):
            own["Parameters"] += f"\n{text}"
    for name, text in _SECTIONS.items():
        own.setdefault(name, f"{name}\n{'-' * len(name)}\n{text}")
    rest = [part for name, part in own.items() if name in ("Notes", "Examples")]
    return "\n\n".join([summary, own["Parameters"], own["Returns"], own["Raises"], *rest]) + "\n"
