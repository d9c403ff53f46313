"""From a hidden, continuous situation to one of K levels, and how far it moves for a planted effect of a given size."""

from bisect import bisect_right
from functools import cache
from math import sqrt
from statistics import NormalDist

from workbench.example.world import told

#: Spread of the hidden situation, in levels: between people, between sessions or sampling points, and of one answer.
PERSON, PLACE, ANSWER = 0.40, 0.12, 0.85
SPREAD = sqrt(PERSON**2 + PLACE**2 + ANSWER**2)


@cache
def scales():
    """Return {indicator: its line in `data/example/latent.csv`}, numbers as such and cut points as a tuple."""
    lines = {}
    for line in told("latent"):
        numbers = {name: float(cell) for name, cell in line.items() if name not in ("indicator", "cuts")}
        lines[line["indicator"]] = numbers | {"cuts": tuple(float(cut) for cut in line["cuts"].split())}
    return lines


def level_of(situation, cuts):
    """Return the level, 1..K, in which a hidden situation lies between K − 1 cut points.

    >>> level_of(2.7, (1.5, 2.5, 3.5, 4.5))
    3
    """
    return bisect_right(cuts, situation) + 1


def expected_mean(centre, cuts):
    """Return the mean level of people whose hidden situation is normal around `centre`.

    >>> round(expected_mean(3, (1.5, 2.5, 3.5, 4.5)), 6)
    3.0
    """
    hidden = NormalDist(centre, SPREAD)
    return 1 + sum(1 - hidden.cdf(cut) for cut in cuts)


def expected_polarisation(centre, distance, cuts):
    """Return the polarisation of people of whom half lie `distance` below `centre` and half as far above it.

    References
    ----------
    Blair & Lacy (2000): 4/(K − 1) · Σ F_k (1 − F_k).
    """
    halves = NormalDist(centre - distance, SPREAD), NormalDist(centre + distance, SPREAD)
    below = [sum(half.cdf(cut) for half in halves) / 2 for cut in cuts]
    return 4 / len(cuts) * sum(share * (1 - share) for share in below)


@cache
def shift_for(size, centre, cuts):
    """Return how far `centre` must move for the mean level to move by `size` levels.

    >>> cuts = (1.5, 2.5, 3.5, 4.5)
    >>> round(expected_mean(2.5 + shift_for(0.8, 2.5, cuts), cuts) - expected_mean(2.5, cuts), 6)
    0.8
    """
    target = expected_mean(centre, cuts) + size
    if not 1 < target < len(cuts) + 1:
        raise ValueError(f"size: a mean level of {target:.2f} cannot be reached, got a change of {size} at {centre}")
    return _solve(lambda shift: expected_mean(centre + shift, cuts) - target, -10, 10)


@cache
def distance_for(polarisation, centre, cuts):
    """Return how far the two halves must lie from `centre` for their polarisation.

    >>> cuts = (1.5, 2.5, 3.5, 4.5)
    >>> round(expected_polarisation(3, distance_for(0.9, 3, cuts), cuts), 6)
    0.9
    """
    return _solve(lambda distance: expected_polarisation(centre, distance, cuts) - polarisation, 0, 10)


def _solve(rises, low, high):
    """Return where a rising function crosses zero, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < 0 else (low, middle)
    return (low + high) / 2


@cache
def centre_of(indicator, territory, wave, profile="", group=""):
    """Return the centre of the hidden situation of a group (or of all residents), and how far its two halves lie apart.

    Planted effects are the only thing that moves between waves, or sets one group of one territory apart from the same
    profile elsewhere.

    Parameters
    ----------
    indicator, territory, wave : str
    profile : str
        The profile's name in `latent.csv`; "" for the survey of residents.
    group : str

    Returns
    -------
    centre, distance : float
        In levels; distance is 0 but where polarisation is planted.

    Examples
    --------
    >>> now, before = (centre_of("MOB", "Valbourg", wave)[0] for wave in ("2024", "2021"))
    >>> now > before, centre_of("MOB", "Arinești", "2024") == centre_of("MOB", "Arinești", "2021")
    (True, True)
    """
    scale = scales()[indicator]
    centre = scale[territory] + (scale[profile] if profile else 0)
    distance = 0.0
    for planted in told("planted"):
        if (planted["territory"], planted["indicator"], planted["kind"]) != (territory, indicator, "effect"):
            continue
        holds = planted["wave_from"] <= wave <= planted["wave_to"]
        left_behind = planted["what"] == "left behind" and planted["group"] == group and holds
        changed = planted["what"] == "change" and wave >= planted["wave_to"]
        if left_behind or changed:
            centre += shift_for(float(planted["size"]), centre, scale["cuts"])
        if planted["what"] == "polarised" and holds:
            distance = distance_for(float(planted["size"]), centre, scale["cuts"])
    return centre, distance
