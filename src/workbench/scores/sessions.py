"""Reference groups: sessions, each with its voice, into the covariance of the mix's shares.

Reference groups are no probability sample. From `SESSIONS` groups on, the groups are taken as if drawn at random (the
same group in two waves is one draw); below, the people of each group are, because two sessions cannot tell their own
spread. Both are ours, and every table says which.
"""

import numpy as np

from workbench.cube.sums import adder, effective, numbered, squarer
from workbench.language import listed

#: From how many groups on their own spread is taken for the error.
SESSIONS = 3


def session_totals(cube, places, domain, count, voices):
    """Prepare the sessions of a cube; return the function that measures one indicator.

    Parameters
    ----------
    cube : LevelCube
    places : array of int
        The cells of the reference groups.
    domain : array of int
        The domain of each of them.
    count : int
        How many domains there are.
    voices
        As in `level_totals`.

    Returns
    -------
    function of (weights, people, squares), each cells × L
        Returns fields of `LevelTotals` by name.
    """
    cells = cube.cells.iloc[places].reset_index(drop=True).assign(domain_=domain)
    session, sessions = numbered(cells, ["domain_", "territory", "wave", "group"])
    sessions["lasting"] = numbered(sessions, ["territory", "group"])[0]
    unit, groups = numbered(sessions, ["domain_", "lasting"])
    of, of_group = sessions["domain_"].to_numpy(), groups["domain_"].to_numpy()
    to_session, to_domain = adder(session, len(sessions)), adder(of, count)
    to_group, group_to_domain = adder(unit, len(groups)), adder(of_group, count)
    crossed = squarer(of_group, count)

    def measure(weights, people, squares):
        weights, squares = to_session(weights[places]), to_session(squares[places])
        people, weight = to_session(people[places]).sum(axis=1), weights.sum(axis=1)
        shares = np.divide(weights, weight[:, None], out=np.zeros_like(weights), where=weight[:, None] > 0)
        voice = _voice(voices, sessions["group"], weight)
        if (unheard := (weight > 0) & (to_domain(voice)[of] <= 0)).any():
            raise ValueError(f"voices: of {listed(sorted(set(sessions['group'][unheard])))} nobody has one")
        voice = np.divide(voice, to_domain(voice)[of], out=np.zeros_like(voice), where=weight > 0)
        people = np.where(voice > 0, people, 0)  # who has no voice is not heard
        chance = _chance(shares, squares, weight, people)
        heard = to_group(voice) > 0
        number = group_to_domain(heard.astype(float))
        several = number >= SESSIONS
        totals = to_domain(voice[:, None] * shares)
        scale = np.sqrt(np.divide(number, number - 1, out=np.zeros_like(number), where=several))
        middle = totals / np.maximum(number, 1)[:, None]
        residuals = (scale[of_group] * heard)[:, None] * (to_group(voice[:, None] * shares) - middle[of_group])
        told = np.where((voice > 0)[:, None, None], voice[:, None, None] ** 2 * chance, 0)
        square = np.divide(squares.sum(axis=1), weight**2, out=np.zeros_like(weight), where=weight > 0)
        answered = to_domain(people)
        return {
            "totals": totals,
            "covariance": np.where(several[:, None, None], crossed(residuals), to_domain(told)),
            "persons": answered,
            "n_eff": effective(np.ones(count), to_domain(voice**2 * square)),
            "df": np.where(several, number - 1, answered - to_domain((people > 0).astype(float))),
            "basis": np.where(answered > 0, np.where(several, "sessions", "persons"), ""),
            "units": (of_group, groups["lasting"].to_numpy(), residuals),
            "sessions": (of, unit, voice, shares, chance, people),
        }

    return measure


def _voice(voices, group, weight):
    if isinstance(voices, dict):
        if absent := sorted(set(group) - set(voices)):
            raise ValueError(f"voices: no voice for {listed(absent)}")
        return np.where(weight > 0, group.map(voices).to_numpy(dtype=float), 0)
    return weight if voices == "weights" else (weight > 0).astype(float)


def _chance(shares, squares, weight, people):
    """Return the covariance of each session's shares, its people being as if drawn at random; NaN for one person."""
    cross = squares[:, :, None] * shares[:, None, :]
    spread = squares.sum(axis=1)[:, None, None] * shares[:, :, None] * shares[:, None, :]
    spread -= cross + cross.transpose(0, 2, 1)
    level = np.arange(shares.shape[1])
    spread[:, level, level] += squares
    scale = np.divide(people, people - 1, out=np.full_like(people, np.nan), where=people > 1)
    return np.divide(scale, weight**2, out=np.full_like(people, np.nan), where=weight > 0)[:, None, None] * spread
