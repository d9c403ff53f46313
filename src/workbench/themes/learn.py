"""What people decided teaches: criteria that nobody placed yet go where their like was placed."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.encoder.centre import at_length_one
from workbench.themes.replay import ALONE

#: Examples from which a theme attracts others; fewer say too little (TEXT.md: better from five a theme on).
EXAMPLES = 5
#: A suggested theme of which this share was placed elsewhere no longer holds its others back.
DISSOLVED = 0.2
#: … unless so little of it was settled, compared with all criteria, that chance would rarely leave it so.
EMERGING = 0.05
#: Of what people placed, this share lies too far from its own theme's middle to be followed.
TOO_FAR = 0.1
_ALIKE = 10
#: Share of right ones that a placement must promise to be taken as sure. Ours.
SURE = 0.8
_SEED = 0.5
MOVES = ("row", "theme", "second", "third", "margin", "confidence")


@dataclass(frozen=True)
class Taught:
    """What examples teach, and how far it can be trusted.

    `moves`: row, theme, second, third, margin (lead of the nearest theme over the next), confidence; one row for each
    criterion that goes, or stays, where its like was placed. `right` of `judged` examples are nearest to their own
    theme when left out; where fewer than ten can be judged, none are. From the lead `cut` on, `right_above` of
    `judged_above` are: what is placed with a smaller lead is unsure. The cut is chosen on what people decided, never on
    what is new.
    """

    moves: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({name: [] for name in MOVES}))
    judged: int = 0
    right: int = 0
    cut: float = float("inf")
    judged_above: int = 0
    right_above: int = 0

    def figures(self):
        """Return the counts by name, without the moves."""
        return {name: value for name, value in vars(self).items() if name != "moves"}


def follow_examples(vectors, suggested, settled, placed, *, seeds=None):
    """Return which undecided criteria belong to a theme that people made, and how surely.

    A criterion leaves its suggested theme for the nearest theme that people made when it is more alike to that one than
    to the undecided rest of its own, and as near to it as nine tenths of the examples lie to theirs. Two kinds of
    themes attract: those in which people placed five criteria or more; and, for criteria whose suggested theme is
    dissolved because a fifth of it or more was settled elsewhere (a new wave has moved the machine's themes), all those
    with five criteria or more. Where clearly less is settled than elsewhere, the theme is emerging, and stays.
    Confidence is the share of examples with a like lead that are nearest to their own theme when left out: new criteria
    never judge themselves. The nearest middle is as good as logistic regression here (TEXT.md) and can be shown. The
    cuts are ours.

    Parameters
    ----------
    vectors : array (n, d)
        Of distinct criteria, rows at length 1.
    suggested : array of str (n,)
        Theme suggested to each.
    settled : array of str (n,)
        Theme that people settled for each, directly or with a whole theme; "" where they did not.
    placed : array of bool (n,)
        Whether they settled it directly; only these are examples to learn the cuts from.
    seeds : dict of str to array (d,), optional
        For themes that people filed under a code: the sum of its seed words' vectors. A seed word counts as half an
        example: measured on the example study, 4 examples a theme place .47 of the others right with them, .36 without,
        20 examples .51 and .49.

    Returns
    -------
    Taught
    """
    suggested, settled = np.asarray(suggested, dtype="str"), np.asarray(settled, dtype="str")
    names, counts = np.unique(settled[settled != ""], return_counts=True)
    names = names[counts >= EXAMPLES]
    known = np.isin(settled, names)
    if not known.any():
        return Taught()
    said = np.stack([_SEED * (seeds or {}).get(name, np.zeros(vectors.shape[1])) for name in names])
    sums = said + np.stack([vectors[settled == name].sum(axis=0) for name in names])
    near = vectors @ at_length_one(sums).T
    own = np.where(known, np.searchsorted(names, settled), -1)
    left_out = _left_out(vectors, own, near, sums)
    calibrated = len(names) > 1 and (known & placed).sum() >= _ALIKE
    judges = known & placed if calibrated else known
    cut = np.quantile(left_out[judges, own[judges]], TOO_FAR)
    # those placed in a theme that does not attract yet are examples too: of what the rule gets wrong
    examples = left_out[placed]
    right = examples.argmax(axis=1) == own[placed]

    stays, dissolved = _alike_in_suggested(vectors, suggested, settled)
    taught = np.array([(placed & (settled == name)).sum() >= EXAMPLES for name in names])
    within_reach = dissolved[:, None] | taught | (suggested[:, None] == names)
    reach = np.where(within_reach, near, -np.inf)
    best, target = reach.max(axis=1), names[reach.argmax(axis=1)]
    sizes = np.array([(settled == name).sum() for name in names])
    means = (sums - said) / sizes[:, None]
    alike = np.einsum("ij,ij->i", vectors, means[reach.argmax(axis=1)])
    leaves = np.isin(suggested, names) | dissolved | (alike > stays)
    told_apart = (target != suggested) | np.isin(suggested, names[taught])  # one that stays is judged by them too
    rows = np.flatnonzero((settled == "") & leaves & (best >= cut) & told_apart)
    moves = pd.DataFrame(_ranked(reach[rows], names), columns=["theme", "second", "third"], dtype="str")
    moves.insert(0, "row", rows)
    moves["margin"] = _lead(near[rows])
    moves["confidence"] = _sure(_lead(near[rows]), _lead(examples), right) if calibrated else np.nan
    if not calibrated:
        return Taught(moves)
    cut = _cut(_lead(examples), right)
    above = right[_lead(examples) >= cut]
    return Taught(moves, len(right), int(right.sum()), float(cut), len(above), int(above.sum()))


def _cut(leads, right):
    """Return the smallest lead from which on enough examples are right; infinity where there is none."""
    order = np.argsort(-leads, kind="stable")
    so_far = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last = np.r_[leads[order][1:] < leads[order][:-1], True]  # equal leads are cut together
    enough = np.flatnonzero((so_far >= SURE) & last & (np.arange(1, len(order) + 1) >= _ALIKE))
    return leads[order][enough[-1]] if len(enough) else np.inf


def _ranked(near, names):
    """Return the three nearest names of each row; "" where there are fewer."""
    padded = np.pad(near, ((0, 0), (0, 3)), constant_values=-np.inf)
    order = np.argsort(-padded, axis=1, kind="stable")[:, :3]
    found = np.take_along_axis(padded, order, axis=1) > -np.inf
    return np.where(found, np.array([*names, "", "", ""], dtype=object)[order], "")


def _left_out(vectors, own, near, sums):
    """Return nearness to every theme's middle, that of an example's own theme (-1: none) without the example."""
    result = near.copy()
    for theme in range(near.shape[1]):
        rows = np.flatnonzero(own == theme)
        without = at_length_one(sums[theme] - vectors[rows])
        result[rows, theme] = np.einsum("ij,ij->i", vectors[rows], without)
    return result


def _alike_in_suggested(vectors, suggested, settled):
    """Return how alike each criterion is, on average, to the undecided others of its theme; and if that is dissolved.

    An average over pairs, not the nearness to a middle: that of many lies nearer to everything than that of a few.
    Dissolved: a fifth or more was settled elsewhere, and not clearly less than of all criteria (hypergeometric,
    one-sided, 0.05).
    """
    from scipy.stats import hypergeom

    total, in_all = len(settled), (settled != "").sum()
    alike, dissolved = np.full(len(vectors), -np.inf), np.zeros(len(vectors), dtype=bool)
    for theme in np.unique(suggested):
        members = suggested == theme
        elsewhere = members & (settled != "") & (settled != theme)
        n, gone = members.sum(), elsewhere.sum()
        dissolved |= members & (gone >= DISSOLVED * n) & (hypergeom.cdf(gone, total, in_all, n) >= EMERGING)
        rest = np.flatnonzero(members & ~elsewhere)
        if theme != ALONE and len(rest) > 1:  # what is on its own lies near to nothing
            sums = vectors[rest] @ vectors[rest].sum(axis=0) - 1
            alike[rest] = sums / (len(rest) - 1)
    return alike, dissolved


def _lead(near):
    if near.shape[1] < 2:
        return near[:, 0]
    top = np.sort(near, axis=1)
    return top[:, -1] - top[:, -2]


def _sure(leads, of_examples, right):
    """Return, for each lead, the share of right ones among the examples whose lead is most alike."""
    order = np.argsort(of_examples, kind="stable")
    leading, right = of_examples[order], right[order].astype(float)
    width = min(len(right), max(_ALIKE, len(right) // 5))
    start = np.clip(np.searchsorted(leading, leads) - width // 2, 0, len(right) - width)
    total = np.concatenate([[0], np.cumsum(right)])
    return (total[start + width] - total[start]) / width
