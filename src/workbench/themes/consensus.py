"""Themes that hold when a part of the criteria is taken away.

k-means is run on many subsamples; two criteria belong together when the runs put them together. No n × n matrix is
made: each run gives each criterion one of k labels, and these labels are all that is kept.
"""

import warnings
from itertools import combinations

import numpy as np
import pandas as pd

#: Share of the criteria that each run sees, and the most it sees: more would only cost time.
SHARE, AT_MOST = 0.8, 4000
#: Runs behind a suggestion, behind each point of the stability curve, and behind what stays together.
RUNS, TRIAL_RUNS, TOGETHER_RUNS = 40, 10, 20
#: Criteria on which numbers of themes are tried, and the themes of the runs are made one, at most.
TRIAL_AT_MOST, JOINED_AT_MOST = 4000, 20_000
_WIDTH = 60


def resampled(points, k, *, runs=RUNS, seed=0):
    """Return the labels (runs, n) that k-means gives to all points, each run fitted on a random part of them."""
    size = min(len(points), max(k, min(int(np.ceil(SHARE * len(points))), AT_MOST)))
    random = np.random.default_rng(seed)
    labels = np.empty((runs, len(points)), dtype=np.int32)
    for run in range(runs):
        part = np.sort(random.choice(len(points), size, replace=False))
        labels[run] = _kmeans(points[part], k, int(random.integers(2**31)), starts=1).predict(points)
    return labels


def joined(labels, k, *, seed=0):
    """Return (n, k) shares: of those whom the runs put beside a criterion, how many are of each theme.

    The themes are the k-means of the criteria described by their labels in all runs (k-means-based consensus
    clustering, Wu et al. 2015); rows of the result sum to 1, and the largest share says the theme.
    """
    beside = _indicator(labels, k)
    n = labels.shape[1]
    part = _part(beside, seed)
    axes = _axes(part)
    starts = 10 if n <= AT_MOST else 2  # many criteria leave little to chance
    found = _kmeans(part @ axes, k, seed, starts)
    themes = found.labels_ if part is beside else found.predict(beside @ axes)
    of_theme = np.eye(k)[themes]
    in_cluster = beside.T @ of_theme
    sizes = in_cluster.sum(axis=1, keepdims=True)
    return beside @ np.divide(in_cluster, sizes, out=np.zeros_like(in_cluster), where=sizes > 0) / len(labels)


def together(points, k, *, seed=0):
    """Return (n, d) rows whose products say in what share of runs on subsamples two criteria stay together.

    The main axes of the runs' labels: of the share itself, n × n, nothing is made.
    """
    n = len(points)
    if n < 2:
        return np.zeros((n, 0))
    k = min(k, n)
    beside = _indicator(resampled(points, k, runs=TOGETHER_RUNS, seed=seed), k)
    return beside @ _axes(_part(beside, seed)) / TOGETHER_RUNS**0.5


def stability(labels, themes):
    """Return {theme: how often two of its criteria stay together over the runs}, 0 to 1; 1 for a single criterion."""
    found = {}
    for theme in np.unique(themes):
        within = labels[:, themes == theme]
        pairs = within.shape[1] * (within.shape[1] - 1)
        kept = sum((sizes := np.bincount(run).astype(float)) @ (sizes - 1) for run in within)
        found[theme] = kept / (pairs * len(labels)) if pairs else 1.0
    return found


def agreement(labels):
    """Return the mean adjusted Rand index between runs: 1 where all agree, 0 as chance would (Hubert & Arabie 1985)."""
    from sklearn.metrics import adjusted_rand_score

    return float(np.mean([adjusted_rand_score(one, other) for one, other in combinations(labels, 2)]))


def usual_k(n):
    """Return how many themes n distinct criteria usually need: the root of a third of n, 30 at most. Ours.

    >>> [usual_k(n) for n in (6, 30, 300, 1000, 100_000)]
    [1, 3, 10, 18, 30]
    """
    return int(np.clip(round((n / 3) ** 0.5), 1, 30))


def curve(points, ks=None, *, seed=0):
    """Return a table k, stability, chosen: the agreement of runs for each number of themes.

    Between 0.7 and 1.4 times the usual number, the one with the highest agreement is chosen, the smaller of equals:
    the curve is flat over a wide range, so the number of themes is first of all a question of how many a group can
    work with.
    """
    usual = usual_k(len(points))
    if ks is None:
        ks = {round(usual * factor) for factor in (0.7, 0.85, 1, 1.2, 1.4)}
    ks = sorted({int(k) for k in ks if 1 <= k <= max(1, len(points) // 2)}) or [1]
    if len(points) > TRIAL_AT_MOST:  # an agreement is an average: so many tell it to the third digit
        points = points[np.sort(np.random.default_rng(seed).choice(len(points), TRIAL_AT_MOST, replace=False))]
    agreements = [agreement(resampled(points, k, runs=TRIAL_RUNS, seed=seed)) if k > 1 else 0.0 for k in ks]
    table = pd.DataFrame({"k": pd.array(ks, dtype="Int64"), "stability": pd.array(agreements, dtype="Float64")})
    table["chosen"] = table["k"] == ks[int(np.argmax(np.round(agreements, 3)))]
    return table


def _kmeans(points, k, seed, starts):
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct points than themes: some stay empty
        return KMeans(k, n_init=starts, random_state=seed).fit(points)


def _indicator(labels, k):
    from scipy.sparse import csr_array

    runs, n = labels.shape
    columns = (labels + k * np.arange(runs)[:, None]).T.ravel()
    return csr_array((np.ones(runs * n), columns, np.arange(0, runs * n + 1, runs)), shape=(n, runs * k))


def _part(rows, seed):
    """Return the rows, or as many of them as say enough, drawn at random."""
    n = rows.shape[0]
    if n <= JOINED_AT_MOST:
        return rows
    return rows[np.sort(np.random.default_rng(seed).choice(n, JOINED_AT_MOST, replace=False))]


def _axes(beside):
    """Return the main axes of the rows of `beside`."""
    n, together = beside.shape[0], (beside.T @ beside).toarray()
    mean = beside.mean(axis=0)
    _variances, axes = np.linalg.eigh(together - n * np.outer(mean, mean))
    return axes[:, ::-1][:, : max(2, min(_WIDTH, n // 4))]
