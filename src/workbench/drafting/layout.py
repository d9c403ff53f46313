"""The criteria of each decided theme laid out: from what pulls down to what lifts up, by what they speak of."""

import pandas as pd

from workbench.drafting.meanings import MEANINGS, suggest_meanings
from workbench.drafting.proposals import place_of, propose
from workbench.language import _, listed, names, plain
from workbench.themes import rewordings
from workbench.themes.apply import SUGGESTED
from workbench.themes.replay import ALONE, NOTHING

_SIDES = {"illbeing": "down", "wellbeing": "up"}
_ORDER = {"down": 0, "up": 1, "act": 2}
_COLUMNS = {
    "theme": "str", "label": "str", "language": "str", "side": "str", "question": "str", "meaning": "str",
    "state": "str", "confidence": "Float64", "reason": "str", "unsure": "boolean", "text": "str", "words": "str",
    "said": "Int64", "groups": "Int64", "said_by": "str", "one_group": "boolean", "place": "Float64", "criteria": "str",
}  # fmt: skip


def draft_indicators(
    study, themes, membership, *, levels=5, only=None, wave=None, encoder="default", progress=True, cache=None
):
    """Lay out what was said under each decided theme, and propose a scale in words made of nothing else.

    Parameters
    ----------
    study : Study
    themes, membership : DataFrame
        From `apply_decisions`.
    levels : int or dict
        Situations of the scale, for all themes or by theme.
    only : collection of str, optional
        Themes, by id or label; by default all that people decided or groups validated.
    wave : str or list of str, optional
        Only what was said in it; by default in all waves.
    encoder, progress, cache
        As in `suggest_meanings`.

    Returns
    -------
    lines : DataFrame
        One row for each thing said (same words, same question: once): theme, label, language, side ("down" for
        ill-being, "up" for well-being, "act" for what people do), question, meaning, state, confidence, reason,
        unsure (see `suggest_meanings`), text, words (the group's own rewording, else the text), said (how often, by
        votes), groups (how many), said_by, one_group (only one said it), place (0 worst to 1 best), criteria (ids).
        Theme by theme, worst first, most said first. Nothing that was said is left out.
    proposals : DataFrame
        One row for each level and proposition, by theme and language: theme, language, part, name, words, criteria.
        Quotations only; "" where nobody said such a thing. It is a proposal: the group words its scale.

    Raises
    ------
    ValueError
        If a theme of `only` is not there.

    Notes
    -----
    P and O are proposed out of what people said of ill-being, Q and S out of what they said of well-being, as ladders
    are worded. Which place on the scale a meaning has is ours; so is the choice of fragments: the three that were
    said most, one of them said by a single group where there is one.
    """
    chosen = _chosen(themes, only)
    criteria = study.criteria
    if wave is not None:
        criteria = criteria[criteria["wave"].isin([wave] if isinstance(wave, str) else list(wave))]
    told = criteria.merge(membership[["criterion", "theme"]], on="criterion")
    told = told[told["theme"].isin(chosen)]
    meanings = suggest_meanings(told, study.decisions, encoder=encoder, progress=progress, cache=cache)
    better = rewordings(criteria, study.decisions).set_index("criterion")["wording"].to_dict()
    told = told.merge(meanings, on="criterion", validate="1:1")
    told["words"] = [better.get(row.criterion, row.text) for row in told.itertuples()]
    told["_times"] = told["votes"].fillna(1).clip(lower=1).astype(int)
    told["_plain"] = [plain(text) or text for text in told["text"]]
    labels = dict(zip(themes["theme"], themes["label"], strict=True))
    keys = ["theme", "language", "question", "_plain"]
    rows = [_line(theme, labels, same) for (theme, *_key), same in told.groupby(keys, sort=False)]
    lines = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    lines = _sorted(lines, {theme: place for place, theme in enumerate(themes["theme"])})
    lines.attrs.update(criteria.attrs)
    proposals = propose(lines[lines["meaning"].ne("")], levels)
    proposals.attrs.update(criteria.attrs)
    return lines, proposals


def _chosen(themes, only):
    named = themes[~themes["theme"].isin([ALONE, NOTHING])]
    if only is None:
        return set(named.loc[named["state"] != SUGGESTED, "theme"])
    wanted = [only] if isinstance(only, str) else list(only)
    known = {plain(label): theme for theme, label in zip(named["theme"], named["label"], strict=True)}
    known |= {plain(theme): theme for theme in named["theme"]}
    unknown = [name for name in wanted if plain(name) not in known]
    if unknown:
        raise ValueError(
            _("“{found}” is no theme; there are {themes}.", found=unknown[0], themes=listed(named["label"]))
        )
    return {known[plain(name)] for name in wanted}


def _line(theme, labels, same):
    first = same.sort_values(["state", "confidence"], ascending=[True, False], kind="stable").iloc[0]  # decided first
    by_group = same.groupby(["territory", "group"], sort=False)["_times"].sum().sort_values(ascending=False)
    side = _SIDES.get(first["question"], "act")
    return {
        "theme": theme,
        "label": labels.get(theme, theme),
        "side": side,
        "said": int(same["_times"].sum()),
        "groups": len(by_group),
        "said_by": ", ".join(f"{group or territory} ({n})" for (territory, group), n in by_group.items()),
        "one_group": len(by_group) == 1,
        "place": place_of(side, first["meaning"]),
        "criteria": "; ".join(sorted(same["criterion"])),
        **{
            name: first[name]
            for name in (
                "language", "question", "meaning", "state", "confidence", "reason", "unsure", "text", "words",
            )
        },
    }  # fmt: skip


def _sorted(lines, order):
    asked = {question: place for place, question in enumerate(names("question"))}
    letter = {meaning: place for place, meaning in enumerate("RPOQS")}  # what opposes comes before what is missing
    keys = pd.DataFrame({
        "theme": lines["theme"].map(order),
        "side": lines["side"].map(_ORDER),
        "meaning": lines["meaning"].map(letter).fillna(len(MEANINGS)),
        "question": lines["question"].map(asked),
        "said": -lines["said"],
        "text": lines["text"],
        "criteria": lines["criteria"],
    })  # fmt: skip
    return lines.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True)
