"""What never changes about the cards of a board: what each says, who said it, and where it came from."""

import pandas as pd

from workbench.language import plain

_TOLD = ("territory", "wave", "group", "question", "language", "votes", "source")
_RANKED = ("second", "third", "nearest", "confidence", "margin", "unsure", "reason")


def cards_of(criteria, suggestion):
    """Return what never changes about each card, in the order in which a theme shows them: the most typical first.

    Returns
    -------
    cards : list of dict
        id, text, territory, wave, group, question, language, votes, source (file, sheet, cell), kind (place in
        `kinds`), near (what was said alike), confidence.
    kinds : list of str
        Kinds of groups: their profile, where the study declares it, else their name.
    """
    table = criteria.assign(criterion=criteria["criterion"].astype("str"))
    who = table["group"].astype("str") if "group" in table else pd.Series("", index=table.index)
    if "profile" in table:
        who = table["profile"].astype("str").where(table["profile"].astype("str") != "", who)
    table["_kind"] = who
    ranked = suggestion[["criterion", *(name for name in (*_RANKED, "fit") if name in suggestion)]]
    table = table.merge(ranked, on="criterion", how="left")
    if "fit" in table:
        table = table.sort_values(["fit", "criterion"], ascending=[False, True], na_position="last")
    kinds = sorted(who.unique(), key=lambda name: (name == "", plain(name)))
    texts = dict(zip(table["criterion"], table["text"], strict=True))
    cards = []
    for row in table.to_dict("records"):
        near = [texts[one] for one in str(row.get("nearest") or "").split("; ") if one in texts]
        card = {"id": row["criterion"], "text": row["text"], "kind": kinds.index(row["_kind"]), "near": near}
        card |= {name: _plain_value(row.get(name, "")) for name in _TOLD}
        card["source"] = " · ".join(part for part in str(card["source"] or "").split("!") if part)
        card["confidence"] = _plain_value(row.get("confidence"))
        cards.append(card)
    return cards, kinds


def _plain_value(value):
    """Return a cell as json can hold it."""
    if value is None or value is pd.NA or value != value:
        return None
    return float(value) if isinstance(value, float) else int(value) if isinstance(value, int) else str(value)
