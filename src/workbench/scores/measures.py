"""What a distribution over situations says: level, polarisation, disparity. Pure formulas on shares, no errors here.

Everything is a function of the cumulative shares F_k = p_1 + … + p_k (k = 1 … K−1) of a *declared* scale, whose empty
levels count as levels. SPIRAL publishes no index: which measures are shown is our choice, their formulas are not.
"""

import numpy as np


def cumulative(shares):
    """Return F_1 … F_{K−1}: the share of answers on level k or below.

    Parameters
    ----------
    shares : array, shape (..., K)
        Shares of the K declared levels, lowest first.

    Returns
    -------
    array, shape (..., K − 1)

    Examples
    --------
    >>> cumulative([0.25, 0.25, 0, 0.5])
    array([0.25, 0.5 , 0.5 ])
    """
    return np.cumsum(_shares(shares), axis=-1)[..., :-1]


def mean_situation(shares):
    """Return the mean situation, from 1 to K: K − ΣF_k.

    It supposes that the steps between situations are equal; see the badge "robust" of `compare_waves`.

    Parameters
    ----------
    shares : array, shape (..., K)

    Returns
    -------
    array, shape (...); NaN where a row is empty.

    Examples
    --------
    >>> round(mean_situation([0.05, 0.15, 0.30, 0.35, 0.15]), 6)
    3.4
    """
    shares = _shares(shares)
    return _plain(shares @ np.arange(1.0, shares.shape[-1] + 1))


def ends(levels):
    """Return how many levels count as good, and as many as bad: two, but never more than half of a short scale.

    Ours: two of five or of four, one of three or of two, so that the middle of a scale of three is neither.

    >>> [ends(levels) for levels in (2, 3, 4, 5, 7)]
    [1, 1, 2, 2, 2]
    """
    return min(2, levels // 2)


def good_share(shares):
    """Return the share of answers on the two highest levels (see `ends` for scales shorter than four).

    Parameters
    ----------
    shares : array, shape (..., K)

    Returns
    -------
    array, shape (...); NaN where a row is empty.

    Examples
    --------
    >>> good_share([0.05, 0.15, 0.30, 0.35, 0.15])
    0.5
    """
    shares = _shares(shares)
    return _plain(shares[..., -ends(shares.shape[-1]) :].sum(axis=-1))


def bad_share(shares):
    """Return the share of answers on the two lowest levels (see `ends` for scales shorter than four).

    Parameters
    ----------
    shares : array, shape (..., K)

    Returns
    -------
    array, shape (...); NaN where a row is empty.

    Examples
    --------
    >>> bad_share([0.5, 0, 0.5])
    0.5
    """
    shares = _shares(shares)
    return _plain(shares[..., : ends(shares.shape[-1])].sum(axis=-1))


def median_situation(shares):
    """Return the median situation: the lowest level that half of the answers do not exceed (lower median).

    Parameters
    ----------
    shares : array, shape (..., K)

    Returns
    -------
    array, shape (...); NaN where a row is empty.

    Examples
    --------
    >>> median_situation([0.5, 0, 0, 0, 0.5])
    1.0
    """
    shares = _shares(shares)
    # shares are sums of floats: a half is a half to the ninth digit
    level = (np.cumsum(shares, axis=-1) < 0.5 - 1e-9).sum(axis=-1) + 1.0
    return _plain(np.where(np.isnan(shares).any(axis=-1), np.nan, level))


def polarisation(shares, *, n_eff=None):
    """Return how far answers are pulled to the two ends of their scale, from 0 (all alike) to 1 (half at each end).

    Parameters
    ----------
    shares : array, shape (..., K)
        Weighted shares of the K declared levels, lowest first; each row sums to 1.
    n_eff : array, shape (...), optional
        Effective sample sizes; when given, the small-sample bias is removed (and the figure is kept at most 1).

    Returns
    -------
    array, shape (...), in [0, 1]; NaN where a row is empty.

    Raises
    ------
    ValueError
        If a row does not sum to 1 within 1e-9.

    References
    ----------
    v = 4/(K−1) Σ F_k(1−F_k). Blair & Lacy (2000); Apouey (2007) with alpha = 2. The plug-in figure is too low by
    4/(K−1) Σ V(F_k), with V(F_k) = F_k(1−F_k)/n_eff: times n_eff/(n_eff − 1) removes it.

    Examples
    --------
    >>> polarisation([0.5, 0, 0, 0, 0.5])
    1.0
    """
    below = cumulative(shares)
    index = 4 / below.shape[-1] * (below * (1 - below)).sum(axis=-1)
    if n_eff is not None:
        n_eff = np.asarray(n_eff, dtype=float)
        index = np.minimum(index * np.where(n_eff > 1, n_eff / np.where(n_eff > 1, n_eff - 1, 1), np.nan), 1)
    return _plain(index)


def disparity_parts(shares, voices, *, n_eff=None):
    """Split the polarisation of a mix of groups exactly into what lies within groups and what lies between them.

    Parameters
    ----------
    shares : array, shape (groups, K)
        Shares of the levels in each group.
    voices : array, shape (groups,)
        How much each group counts; they are scaled to sum to 1.
    n_eff : array, shape (groups,), optional
        Effective sample sizes of the groups; when given, the small-sample bias is removed (plug-in `between` is too
        high, plug-in `within` too low). A corrected `between` may fall a little below 0, which means: none to be seen.

    Returns
    -------
    within, between : float
        Their sum is the polarisation of the mix, corrected if they are.

    References
    ----------
    Reardon (2009): v = Σ s_g v_g + 4/(K−1) Σ_k Σ_g s_g (F_gk − F_k)². Taking "between" as a measure of disparity is
    ours.

    Examples
    --------
    >>> within, between = disparity_parts([[1, 0, 0], [0, 0, 1]], [1, 1])
    >>> float(within), float(between)
    (0.0, 1.0)
    """
    below = cumulative(shares)
    voices = np.asarray(voices, dtype=float) / np.sum(voices)
    scale = 4 / below.shape[-1]
    spread = below * (1 - below)
    within = scale * (voices @ spread).sum()
    between = scale * (voices @ (below - voices @ below) ** 2).sum()
    if n_eff is not None:
        chance = spread / (np.asarray(n_eff, dtype=float)[:, None] - 1)
        pooled = voices**2 @ chance
        within += scale * (voices @ chance).sum()
        between -= scale * (voices @ chance - pooled).sum()
    return within, between


def win_probability(shares_a, shares_b):
    """Return the chance that a person of A is in a better situation than one of B; ties count half.

    0.5 means no difference. "In 70 of 100 pairs the person of A is better off" needs no numbers on the situations.

    Parameters
    ----------
    shares_a, shares_b : array, shape (..., K)

    Returns
    -------
    array, shape (...), in [0, 1]

    References
    ----------
    Σ_k p_k^A (F_{k−1}^B + p_k^B/2): Agresti (2010), the probabilistic index, or the area under the ROC curve.

    Examples
    --------
    >>> win_probability([0, 0, 1], [0.5, 0, 0.5])
    0.75
    """
    shares_a, shares_b = _shares(shares_a), _shares(shares_b)
    return _plain((shares_a * (np.cumsum(shares_b, axis=-1) - shares_b / 2)).sum(axis=-1))


def _shares(shares):
    shares = np.asarray(shares, dtype=float)
    if shares.ndim == 0 or shares.shape[-1] < 2:
        raise ValueError(f"shares: a scale has at least two levels, found shape {shares.shape}")
    total = shares.sum(axis=-1)
    wrong = ~np.isnan(total) & (np.abs(total - 1) > 1e-9)
    if wrong.any():
        raise ValueError(f"shares: each row sums to 1, found {np.atleast_1d(total[wrong])[0]}")
    return shares


def _plain(values):
    return float(values) if np.ndim(values) == 0 else values
