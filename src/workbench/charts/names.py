"""What a table wrote in the study's own words, said in the reader's: units, and names that a sentence quotes."""

import re

from workbench.charts.selection import label

_QUOTED = re.compile(r"(“|«\u202f)([^“”«»]+)(”|\u202f»)")


def units_called(table, labels=None):
    """Return a table whose units, if it has any, are what `labels` call them.

    >>> import pandas as pd
    >>> units_called(pd.DataFrame({"unit": ["per head", "%"]}), {"per head": "par tête"})["unit"].tolist()
    ['par tête', '%']
    """
    return table.assign(unit=[label(unit, labels) for unit in table["unit"].fillna("")]) if "unit" in table else table


def named(text, labels=None):
    """Return a sentence in which each quoted name that `labels` know is what they call it.

    Sentences are written where a table is computed, which knows themes by the names that the study gave them.

    >>> named("No action touches the theme “Safety”: 9 criteria, first “safe streets”.", {"Safety": "Sécurité"})
    'No action touches the theme “Sécurité”: 9 criteria, first “safe streets”.'
    """
    if not labels or not isinstance(text, str):
        return text
    return _QUOTED.sub(lambda found: found[1] + label(found[2], labels) + found[3], text)
