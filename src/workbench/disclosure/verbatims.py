"""The words of a group of few people, which leave only when the evaluator says so."""

import numpy as np

from workbench.language import _

#: Columns that hold what people said, alone or several joined by `_SEVERAL`.
_SAID = ("text", "label", "verbatims")
_SEVERAL = "; "


def without_verbatims(table, study, minimum):
    """Return a table without the words of groups in which fewer than `minimum` people took part.

    Parameters
    ----------
    table : DataFrame
        Words are found in the columns `text`, `label` and `verbatims`.
    study : Study
        Its criteria and groups say who said what. A group without a number of participants counts as large enough: a
        reference group has five people at least.
    minimum : int

    Returns
    -------
    DataFrame
        The same table where no word is taken out.
    """
    columns = [column for column in _SAID if column in table]
    if not columns or not len(study.criteria):
        return table
    small = study.groups[(study.groups["participants"] < minimum).fillna(False)]
    where = ["territory", "wave", "group"]
    mine = study.criteria[where].astype("str").merge(small[where].astype("str").assign(few=True), how="left")
    few = mine["few"].notna().to_numpy()
    said = study.criteria["text"].astype("str")
    secret = set(said[few]) - set(said[~few]) - {""}
    if not secret:
        return table
    word, counted, made = _("words of a group of few people: hidden"), 0, table.copy()
    for column in columns:
        cells = [
            _SEVERAL.join(word if one in secret else one for one in str(text).split(_SEVERAL))
            if str(text) not in secret
            else word
            for text in made[column]
        ]
        changed = np.array([cell != str(text) for cell, text in zip(cells, made[column], strict=True)], dtype=bool)
        if changed.any():
            made[column] = np.where(changed, np.array(cells, dtype=object), made[column].astype(object))
            counted += int(changed.sum())
    made.attrs["words_"] = counted
    return made
