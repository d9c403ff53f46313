"""What people decided teaches: criteria that nobody placed yet go where their like was placed."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.encoder.centre import at_length_one
from workbench.themes.fit import near_the_others
from workbench.themes.replay import ALONE

#: Examples from which a theme attracts others; fewer say too little (TEXT.md: better from five a theme on).
EXAMPLES = 5
#: Once people made one theme for so many that the machine suggests, a suggested theme out of which they placed criteria
#: elsewhere no longer holds its others back …
SUGGESTED_PER_THEME = 4
#: … unless so little of it was settled, compared with all criteria, that chance would rarely leave it so, and two
#: thirds of the others are less likely in any theme that people made than two thirds of the examples: it is emerging.
EMERGING, STRANGE, MOSTLY_STRANGE = 0.01, 1 / 3, 2 / 3
#: Of what people placed, this share lies too far from its own theme's middle to be followed.
TOO_FAR = 0.05
_ALIKE = 10
#: Share of right ones that a placement must promise to be taken as sure. Ours.
SURE = 0.8
#: Beside an example: a seed word, and what finer runs keep together.
_SEED, _BESIDE = 0.5, 0.3
#: Weight that a lesson must overcome, in examples.
_PENALTY = 0.5
_AT_ONCE = 4096
MOVES = ("row", "theme", "second", "third", "margin", "confidence")


@dataclass(frozen=True)
class Taught:
    """What examples teach, and how far it can be trusted.

    `moves`: row, theme, second, third, margin (lead of the likeliest theme over the next), confidence; one row for each
    criterion that goes, or stays, where its like was placed. `right` of `judged` examples are likeliest in their own
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


def follow_examples(vectors, suggested, settled, placed, *, beside=None, seeds=None, times=None):
    """Return which undecided criteria belong to a theme that people made, and how surely.

    A ridge regression learns from what people settled how each theme speaks (`_lessons`). A criterion leaves its
    suggested theme for the likeliest theme that people made when it is more alike to that one than to the undecided
    rest of its own, and as near to its middle as nineteen in twenty examples lie to theirs. Two kinds of themes
    attract: those in which people placed five criteria or more; and, for criteria whose suggested theme is dissolved,
    all those with five criteria or more. Dissolved is a theme that nobody spoke of and out of which people placed
    criteria elsewhere, once they have made a quarter as many themes as the machine suggests, two at least: they sort by
    themes of their own, or a new wave has moved the machine's. Where clearly less is settled than of all criteria, and
    two thirds of the others are likely in none, the theme is emerging, and stays. Confidence is the share of examples
    with a like lead that are likeliest in their own theme when left out: new criteria never judge themselves. Who said
    it plays no part: a prior of group and theme would gain a point, and hear work in whatever a jobseeker says. The
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
    beside : array (n, k), optional
        Rows whose products say how often two stay together in runs finer than the suggestion (`together`): those that
        always do are likely to belong together, decided or not.
    seeds : dict of str to array (s, d), optional
        For themes that people filed under a code: the vectors of its seed words, each half an example.
    times : array of int (n, 2), optional
        How often each was said, and how often settled; by default once, and once where it is settled.

    Returns
    -------
    Taught

    References
    ----------
    Hoerl & Kennard (1970), ridge regression; Allen (1974), its left-out predictions without fitting again. Measured
    with the nearest middle (as before) and so, ten examples a theme, on Santa Monica: .64 and .69 of the others right.
    """
    suggested, settled = np.asarray(suggested, dtype="str"), np.asarray(settled, dtype="str")
    names, counts = np.unique(settled[settled != ""], return_counts=True)
    names = names[counts >= EXAMPLES]
    known = np.isin(settled, names)
    if not known.any():
        return Taught()
    own = np.where(known, np.searchsorted(names, settled), -1)
    sums = np.stack([vectors[own == theme].sum(axis=0, dtype=float) for theme in range(len(names))])
    near = vectors @ at_length_one(sums).T
    calibrated = len(names) > 1 and (known & placed).sum() >= _ALIKE
    cut = np.quantile(_near_the_others(vectors, own, len(names))[(placed if calibrated else own >= 0)[known]], TOO_FAR)
    likely, left_out = _lessons(vectors, beside, own, [(seeds or {}).get(name) for name in names])
    # those placed in a theme that does not attract yet are examples too: of what the rule gets wrong
    examples = left_out[placed]
    right = examples.argmax(axis=1) == own[placed]

    strange = likely.max(axis=1) < np.quantile(left_out[known].max(axis=1), STRANGE)
    if times is None:
        times = np.column_stack([np.ones(len(settled), dtype=int), settled != ""])
    stays, dissolved = _alike_in_suggested(vectors, suggested, settled, strange, len(names), times)
    taught = np.array([(placed & (own == theme)).sum() >= EXAMPLES for theme in range(len(names))])
    within_reach = dissolved[:, None] | taught | (suggested[:, None] == names)
    reach = np.where(within_reach, likely, -np.inf)
    first = reach.argmax(axis=1)
    alike = np.einsum("ij,ij->i", vectors, (sums / np.bincount(own[known])[:, None]).astype(np.float32)[first])
    leaves = np.isin(suggested, names) | dissolved | (alike > stays)
    # one that stays is judged by them too
    told_apart = (names[first] != suggested) | np.isin(suggested, names[taught])
    close = within_reach.any(axis=1) & (near[np.arange(len(near)), first] >= cut)
    rows = np.flatnonzero((settled == "") & leaves & close & told_apart)
    moves = pd.DataFrame(_ranked(reach[rows], names), columns=["theme", "second", "third"], dtype="str")
    moves.insert(0, "row", rows)
    moves["margin"] = _lead(likely[rows])
    moves["confidence"] = _sure(_lead(likely[rows]), _lead(examples), right) if calibrated else np.nan
    if not calibrated:
        return Taught(moves)
    cut = _cut(_lead(examples), right)
    above = right[_lead(examples) >= cut]
    return Taught(moves, len(right), int(right.sum()), float(cut), len(above), int(above.sum()))


def _lessons(vectors, beside, own, seeds):
    """Return how likely each row is of each theme, and the same with an example's own lesson left out; rows × themes.

    A ridge regression of "is of this theme" (1 or 0), its penalty as heavy as half an example. An example counts the
    less, the more its theme has (by the root of their number): what was decided often must not swallow what was not.
    """
    examples = np.flatnonzero(own >= 0)
    n, themes = len(vectors), int(own.max()) + 1
    beside = np.zeros((n, 0)) if beside is None else beside
    seeds = [np.zeros((0, vectors.shape[1])) if found is None else found for found in seeds]
    words = np.hstack([np.vstack(seeds), np.zeros((sum(map(len, seeds)), beside.shape[1]))])
    of_words = np.repeat(np.arange(themes), [len(found) for found in seeds])

    def described(rows):
        parts = [vectors[rows], _BESIDE * beside[rows], np.ones((len(rows), 1))]
        return np.hstack([part.astype(np.float32) for part in parts])

    def weighed(which, each):
        sizes = np.bincount(own[examples], minlength=themes) + _SEED * np.bincount(of_words, minlength=themes)
        return each * np.sqrt(sizes.mean() / sizes[which])

    blocks = [(described(part), own[part], weighed(own[part], 1)) for part in _parts(examples)]
    blocks.append((np.hstack([words, np.ones((len(words), 1))]), of_words, weighed(of_words, _SEED)))
    width = vectors.shape[1] + beside.shape[1] + 1
    products, sums = _PENALTY * np.eye(width), np.zeros((width, themes))
    for said, which, weights in blocks:
        products += said.T @ (said * weights[:, None].astype(said.dtype))
        sums += said.T @ (np.eye(themes)[which] * weights[:, None])
    inverse = np.linalg.inv(products)
    lesson = (inverse @ sums).astype(np.float32)
    likely = np.vstack([described(part) @ lesson for part in _parts(np.arange(n))]).astype(float)
    left_out = likely.copy()
    for part, (said, which, weights) in zip(_parts(examples), blocks, strict=False):
        pull = (weights * np.einsum("ij,ij->i", said @ inverse.astype(np.float32), said))[:, None]
        left_out[part] = (likely[part] - pull * np.eye(themes)[which]) / (1 - pull)
    return likely, left_out


def _parts(rows):
    """Return `rows` in parts of a size that fits into memory beside anything else."""
    return [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]


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


def _near_the_others(vectors, own, themes):
    """Return how near each example lies to the middle of the other examples of its theme."""
    found = np.zeros(len(own))
    for theme in range(themes):
        rows = np.flatnonzero(own == theme)
        found[rows] = near_the_others(vectors[rows])
    return found[own >= 0]


def _alike_in_suggested(vectors, suggested, settled, strange, made, times):
    """Return how alike each criterion is, on average, to the undecided others of its theme; and if that is dissolved.

    An average over pairs, not the nearness to a middle: that of many lies nearer to everything than that of a few.
    Clearly less settled than of all: hypergeometric, one-sided, 0.01 (at 0.05, chance would keep one of twenty themes
    from its examples), both when wordings are counted and when each is counted as often as it was said: what many say
    is settled sooner, which makes a theme of wordings said once look untouched.
    """
    once = np.column_stack([np.ones(len(settled), dtype=int), settled != ""])
    alike, dissolved = np.full(len(settled), -np.inf), np.zeros(len(settled), dtype=bool)
    themes, which = np.unique(suggested, return_inverse=True)
    enough = made >= max(2, len(themes) / SUGGESTED_PER_THEME)
    elsewhere = (settled != "") & (settled != suggested)
    for place, theme in enumerate(themes):
        members = which == place
        gone, others = (members & elsewhere).any(), members & (settled == "")
        if enough and gone:
            familiar = strange[others].sum() < MOSTLY_STRANGE * others.sum()
            by_chance = max(_chance_of_so_few(members, elsewhere, counts) for counts in (once, times)) >= EMERGING
            dissolved |= members & (familiar or by_chance)
        rest = np.flatnonzero(members & ~elsewhere)
        if theme != ALONE and len(rest) > 1:  # what is on its own lies near to nothing
            sums = vectors[rest] @ vectors[rest].sum(axis=0) - 1
            alike[rest] = sums / (len(rest) - 1)
    return alike, dissolved


def _chance_of_so_few(members, elsewhere, counts):
    """Return how often chance takes so few out of `members`, or fewer; `counts`: how often said, how often settled."""
    from scipy.stats import hypergeom

    said, settled = counts.sum(axis=0)
    return hypergeom.cdf(counts[members & elsewhere, 1].sum(), said, settled, counts[members, 0].sum())


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
