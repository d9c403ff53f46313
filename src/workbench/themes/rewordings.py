"""What a group says in better words later: beside its first words, never in their place."""

import pandas as pd

from workbench.themes.replay import replay


def rewordings(criteria, decisions):
    """Return the criteria that their group said in other words since, with both: nothing that was said is replaced.

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`.
    decisions : DataFrame
        Table `decisions`, oldest first; a rewording that was taken back does not count, of several the last does.

    Returns
    -------
    DataFrame
        One row a reworded criterion, by criterion: criterion, text (as first said), wording, who, when.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> criteria = frame("criteria", [{"criterion": "c1", "text": "a flat"}])
    >>> said = {"when": "2024-05-30T12:00", "what": "reword", "criterion": "c1", "to": "a home of my own"}
    >>> rewordings(criteria, frame("decisions", [said]))[["text", "wording"]]
         text           wording
    0  a flat  a home of my own
    """
    texts = dict(zip(criteria["criterion"].astype("str"), criteria["text"], strict=True))
    said = replay(decisions, texts, ()).worded
    rows = [
        (criterion, texts[criterion], line["to"], line["who"], line["when"]) for criterion, line in sorted(said.items())
    ]
    result = pd.DataFrame(rows, columns=["criterion", "text", "wording", "who", "when"], dtype="str")
    result.attrs.update(criteria.attrs)
    return result
