"""What stakeholders expect of an action and what they see, from −2 to +2 on each indicator."""

import pandas as pd

from workbench.language import N_, _, names, ngettext, number, word

#: A mean difference below a quarter of a step is "as expected"; from five stakeholders on a mean is worth repeating
#: (ours).
SAME = 0.25
ENOUGH = 5

_COMPARED = {
    "below": N_("Observed below what was expected: {observed} against {expected}, {stakeholders}."),
    "above": N_("Observed above what was expected: {observed} against {expected}, {stakeholders}."),
    "as": N_("Observed as expected: {observed} against {expected}, {stakeholders}."),
    "not yet": N_("Not observed yet: {expected} expected, {stakeholders}."),
    "unexpected": N_("Nothing was said beforehand: {observed} observed, {stakeholders}."),
    "apart": N_("Nobody said both: {expected} expected by some, {observed} observed by others, {stakeholders}."),
}


def effect_summary(effects):
    """Return what stakeholders expected of each action on each indicator and what they see, in all and by role.

    Stakeholders are asked because of what they do in the action, not drawn from a population: means are descriptions of
    those who answered, and no interval is given.

    Parameters
    ----------
    effects : DataFrame
        Table `effects`: `expected` and `observed`, −2 (does harm) to +2 (helps much); the scale is ours, the method
        publishes none.

    Returns
    -------
    DataFrame
        One row per action × indicator for all stakeholders together (`role` "") and one for each role: `n`
        stakeholders, `n_expected`, `n_observed`; means `expected` and `observed`; `pairs` who said both, and among
        them the mean `difference` (observed − expected) and how many saw `less`, `same`, `more`; `lowest`, `highest`
        and `spread` (standard deviation, NA below two) of what was observed; `verdict`, a sentence. Where the roles
        differ by a whole step or more, the verdict of all together says so.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> rated = [{"action": "A1", "indicator": "MOB", "stakeholder": s, "expected": 1, "observed": 0} for s in "abcde"]
    >>> print(effect_summary(frame("effects", rated))["verdict"].iloc[0])
    Observed below what was expected: 0.0 against 1.0, 5 stakeholders. All of them saw less.
    """
    together = effects.assign(role="")
    by_role = effects[effects["role"] != ""]
    keys = ["action", "indicator"]
    rows = []
    for key, all_rows in together.groupby(keys, sort=True):
        parts = by_role[(by_role[keys] == list(key)).all(axis=1)]
        roles = [(role, parts[parts["role"] == role]) for role in names("role") if (parts["role"] == role).any()]
        summed = [_summed(*key, role, rated) for role, rated in [("", all_rows), *roles]]
        summed[0]["verdict"] = " ".join(filter(None, [summed[0]["verdict"], _roles_apart(summed[1:])]))
        rows += summed
    kinds = {
        **dict.fromkeys(["action", "indicator", "role"], "str"),
        **dict.fromkeys(["n", "n_expected", "n_observed"], "Int64"),
        **dict.fromkeys(["expected", "observed"], "Float64"),
        "pairs": "Int64",
        "difference": "Float64",
        **dict.fromkeys(["less", "same", "more", "lowest", "highest"], "Int64"),
        "spread": "Float64",
        "verdict": "str",
    }
    table = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    table.attrs.update(effects.attrs)
    return table


def stakeholder_means(effects, by):
    """Return mean `expected` and `observed` for each `by`, each stakeholder counting once: the mean of their own means.

    >>> from workbench.tables import frame
    >>> rated = [("a", "MOB", 2), ("a", "AIR", 0), ("b", "MOB", 0)]
    >>> rows = [{"action": "A1", "stakeholder": s, "indicator": i, "observed": o} for s, i, o in rated]
    >>> float(stakeholder_means(frame("effects", rows), ["action"])["observed"].iloc[0])
    0.5
    """
    own = effects.groupby([*by, "stakeholder"])[["expected", "observed"]].mean()
    return own.groupby(level=by).mean().reset_index()


def _summed(action, indicator, role, rated):
    rated = rated.dropna(subset=["expected", "observed"], how="all")
    both = rated.dropna(subset=["expected", "observed"])
    difference = both["observed"] - both["expected"]
    found = {
        "action": action,
        "indicator": indicator,
        "role": role,
        "n": rated["stakeholder"].nunique(),
        "n_expected": rated["expected"].notna().sum(),
        "n_observed": rated["observed"].notna().sum(),
        "expected": rated["expected"].mean(),
        "observed": rated["observed"].mean(),
        "pairs": len(both),
        "difference": difference.mean(),
        "less": (difference < 0).sum(),
        "same": (difference == 0).sum(),
        "more": (difference > 0).sum(),
        "lowest": rated["observed"].min(),
        "highest": rated["observed"].max(),
        "spread": rated["observed"].std() if rated["observed"].notna().sum() > 1 else pd.NA,
    }
    return {**found, "verdict": _verdict(found, both)}


def _verdict(found, both):
    """Say what was seen against what was hoped for, and how far the number of voices lets one go."""
    if not found["n_expected"] and not found["n_observed"]:
        return _("Nobody has said anything yet.")
    if not found["n_observed"]:
        which, n = "not yet", found["n_expected"]
    elif not found["n_expected"]:
        which, n = "unexpected", found["n_observed"]
    elif not found["pairs"]:
        which, n = "apart", found["n"]
    else:
        n, difference = found["pairs"], found["difference"]
        which = "as" if abs(difference) < SAME else "below" if difference < 0 else "above"
        found = {**found, "expected": both["expected"].mean(), "observed": both["observed"].mean()}
    means = {name: number(found[name], 1) for name in ("expected", "observed") if found[f"n_{name}"]}
    stakeholders = ngettext("{n} stakeholder", "{n} stakeholders", int(n))
    sentences = [_(_COMPARED[which], stakeholders=stakeholders, **means)]
    if found["pairs"] > 1:
        sentences.append(_agreement(found))
    if n < ENOUGH:
        sentences.append(_("Too few voices to say more."))
    return " ".join(filter(None, sentences))


def _agreement(found):
    """Say whether those who said both agree among themselves."""
    less, same, more = (int(found[name]) for name in ("less", "same", "more"))
    if less == found["pairs"]:
        return _("All of them saw less.")
    if more == found["pairs"]:
        return _("All of them saw more.")
    if less and more:
        return _(
            "They do not agree: {less} saw less, {same} the same, {more} more.",
            less=number(less),
            same=number(same),
            more=number(more),
        )
    return ""


def _roles_apart(roles):
    """Say which roles see the effect a whole step apart or more."""
    seen = [role for role in roles if role["n_observed"]]
    if len(seen) < 2:
        return ""
    low, high = min(seen, key=lambda role: role["observed"]), max(seen, key=lambda role: role["observed"])
    if high["observed"] - low["observed"] < 1:
        return ""
    return _(
        "Roles see it differently: {low} {low_mean} (n = {low_n}), {high} {high_mean} (n = {high_n}).",
        low=word("role", low["role"]),
        low_mean=number(low["observed"], 1),
        low_n=number(low["n_observed"]),
        high=word("role", high["role"]),
        high_mean=number(high["observed"], 1),
        high_n=number(high["n_observed"]),
    )
