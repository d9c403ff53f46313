"""How much of a mix's polarisation lies between its reference groups, with its error."""

import numpy as np

from workbench.cube.sums import adder
from workbench.scores.errors import variance


def between_groups(one, count, chance):
    """Split the corrected polarisation of each mix of reference groups into within and between.

    Parameters
    ----------
    one : LevelTotals
    count : int
        How many domains there are.
    chance : array, shape (domains, K − 1)
        V(F_k) of the mix.

    Returns
    -------
    dict of (estimate, se), arrays of shape (domains,)
        "within", "between" (their sum is the corrected polarisation) and "disparity", the part that is between; NaN
        where a group of one person leaves its own spread unknown. "between" and "disparity" may lie a little below 0:
        groups that are alike are then closer than chance alone would put them. Cut off at 0, four such groups of 10
        would have a disparity of 2 % on average (simulated), so nothing is cut off here.
    array of bool, shape (domains,)
        Where two groups or more answered.

    References
    ----------
    Reardon (2009); bias removed as in `measures.disparity_parts`, with V(F_k) of the mix as its error is thought of.
    Where the groups are as if drawn, a group's influence is s_g(b_g − b) on between and s_g(v_g − w) on within.
    """
    nothing = {name: (np.full(count, np.nan), np.full(count, np.nan)) for name in ("within", "between", "disparity")}
    if not one.sessions:
        return nothing, np.zeros(count, dtype=bool)
    domain, group, voice, shares, covariance, _people = one.sessions
    told = voice > 0
    domain, group, voice, shares, covariance = (part[told] for part in (domain, group, voice, shares, covariance))
    add = adder(domain, count)
    scale = 4 / (one.levels - 1)
    below = np.cumsum(shares, axis=1)[:, :-1]
    steps = np.tri(one.levels)[:-1]
    own_chance = np.einsum("kl,glm,km->gk", steps, covariance, steps, optimize=True)
    mix = np.cumsum(one.totals, axis=1)[:, :-1]  # the totals of groups are shares
    apart = below - mix[domain]
    own_spread, own_apart = scale * (below * (1 - below)).sum(axis=1), scale * (apart**2).sum(axis=1)
    within, between = add(voice * own_spread), add(voice * own_apart)
    whole = within + between

    # the influence of each group as a draw, and of each person in it
    drawn, number = _group_variance(one, domain, group, voice, own_spread - within[domain], own_apart - between[domain])
    slopes = (scale * (1 - 2 * below) @ steps, scale * 2 * apart @ steps)
    by_people = _person_variance(add, voice, slopes, covariance)
    sessions = one.basis == "sessions"
    variances = {name: np.where(sessions, drawn[name], by_people[name]) for name in ("within", "between", "both")}

    corrected = within + scale * add(voice[:, None] * own_chance).sum(axis=1)
    total = whole + scale * chance.sum(axis=1)
    rest = total - corrected
    with np.errstate(divide="ignore", invalid="ignore"):
        part = between / whole
        spread = (1 - part) ** 2 * variances["between"] + part**2 * variances["within"]
        spread -= 2 * part * (1 - part) * variances["both"]
        ratio = (rest / total, np.sqrt(np.maximum(spread, 0)) / total)
    return {
        "within": (corrected, np.sqrt(variances["within"])),
        "between": (rest, np.sqrt(variances["between"])),
        "disparity": ratio,
    }, number > 1


def _group_variance(one, domain, group, voice, within, between):
    """Return variances and covariance of within and between, the groups being as if drawn; and how many there are."""
    count, groups = len(one.persons), int(group.max(initial=-1)) + 1
    to_group, of = adder(group, groups), np.zeros(groups, dtype=int)
    of[group] = domain
    add, heard = adder(of, count), to_group(voice) > 0
    number = add(heard.astype(float))
    scale = np.divide(number, number - 1, out=np.full(count, np.nan), where=number > 1)

    def centred(influence):
        drawn = to_group(voice * influence)
        return (drawn - (add(drawn) / np.maximum(number, 1))[of]) * heard

    within, between = centred(within), centred(between)
    return {
        "within": scale * add(within**2), "between": scale * add(between**2), "both": scale * add(within * between),
    }, number  # fmt: skip


def _person_variance(add, voice, slopes, covariance):
    """Return variances and covariance of within and between, the people of each group being as if drawn at random."""
    within, between = (voice[:, None] * slope for slope in slopes)
    mixed = np.einsum("gl,glm,gm->g", within, covariance, between, optimize=True)
    own = {"within": variance(within, covariance), "between": variance(between, covariance), "both": mixed}
    return {name: add(values) for name, values in own.items()}
