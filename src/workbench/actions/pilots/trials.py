"""What was tried where, since when, and with whom it can be compared: pilots as the action plan tells them."""

from dataclasses import dataclass

from workbench.cohorts.comparable import in_order


@dataclass(frozen=True)
class Trial:
    """One pilot, in one territory or in several.

    Attributes
    ----------
    pilot : str
        The codes of its actions: "V1", or "V1; M4" where several territories tried the same.
    label : str
    starts : dict
        Territory to the first wave after the pilot began there; "" where the plan does not say.
    against : tuple of str
        The territories to compare with.
    indicators : tuple of str
        What it was meant to move.
    """

    pilot: str
    label: str
    starts: dict
    against: tuple
    indicators: tuple


def read_trials(actions, *, together="label"):
    """Return the pilots of an action plan.

    Parameters
    ----------
    actions : DataFrame
        Table `actions`; those with `pilot` count.
    together : str or None
        Pilots that agree on this column are one, tried in several territories; by default those that have the same
        label. None: each action by itself.

    Returns
    -------
    list of Trial
        In the order of the plan.

    Raises
    ------
    ValueError
        If the actions have no such column.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> bus = {"label": "Night bus", "indicators": "MOB", "pilot": True, "compared_with": "C; D"}
    >>> plan = [{**bus, "action": "A1", "territory": "A", "pilot_wave": "2021"},
    ...         {**bus, "action": "B1", "territory": "B", "pilot_wave": "2024"}]
    >>> [(one.pilot, one.starts, one.against) for one in read_trials(frame("actions", plan))]
    [('A1; B1', {'A': '2021', 'B': '2024'}, ('C', 'D'))]
    """
    if together is not None and together not in actions:
        raise ValueError(f"together: the actions have no column {together!r}")
    found = {}
    for row in actions[actions["pilot"].fillna(False).astype(bool)].to_dict("records"):
        found.setdefault((together and row[together]) or ("", row["action"]), []).append(row)
    return [_trial(rows) for rows in found.values()]


def _trial(rows):
    starts = {}
    for row in rows:  # of two in one territory the first counts
        known = [wave for wave in (starts.get(row["territory"]), row["pilot_wave"]) if wave]
        starts[row["territory"]] = in_order(known)[0] if known else ""
    against = dict.fromkeys(code for row in rows for code in codes(row["compared_with"]))
    return Trial(
        "; ".join(row["action"] for row in rows), rows[0]["label"] or rows[0]["action"], starts,
        tuple(name for name in against if name not in starts),
        tuple(dict.fromkeys(code for row in rows for code in codes(row["indicators"]))),
    )  # fmt: skip


def codes(cell):
    """Return the codes of a cell that holds several.

    >>> codes("MOB; AIR;")
    ['MOB', 'AIR']
    """
    return [code.strip() for code in str(cell).split(";") if code.strip()]


@dataclass(frozen=True)
class Cohort:
    """Territories of one pilot that are compared between the same two waves, with the same other territories.

    `start` is the wave with which the pilot began for them, `base` the last wave before it, `wave` the one looked at.
    """

    start: str
    base: str
    wave: str
    treated: tuple
    against: tuple


def cohorts_of(trial, there, order, *, shift=0, touched=None):
    """Return whom each territory of a pilot is compared with, and between which waves.

    A territory that starts later counts among the comparisons until it starts (Callaway & Sant'Anna's "not yet
    treated"), one that has started never does: it would carry the effect to the wrong side.

    Parameters
    ----------
    trial : Trial
    there : function of (territory, wave)
        Whether there is a figure.
    order : list of str
        All waves, the earliest first.
    shift : int
        How many waves after the start is looked at; below 0, before it: −1 is the wave before, which is the base.
    touched : dict, optional
        Territory to the wave since which another pilot works on the same indicator there: it compares no longer.

    Returns
    -------
    list of Cohort
    dict
        Territory to why it is left out: "plan" (no start is said), "before" (no figure before the start), "wave" (none
        of the wave looked at), "answers" (of a comparison: none in one of the two), "other pilot".

    Examples
    --------
    >>> trial = Trial("A1", "", {"A": "2021", "B": "2024"}, ("C",), ("MOB",))
    >>> found, _out = cohorts_of(trial, lambda territory, wave: True, ["2018", "2021", "2024"])
    >>> [(one.treated, one.base, one.wave, one.against) for one in found]
    [(('A',), '2018', '2021', ('C', 'B')), (('B',), '2021', '2024', ('C',))]
    """
    out, sides = {}, {}
    place = {wave: at for at, wave in enumerate(order)}
    for territory, start in trial.starts.items():
        if start not in place:
            out[territory] = "wave" if start else "plan"
            continue
        before = [wave for wave in order[: place[start]] if there(territory, wave)]
        at = place[start] + shift
        if not before:
            out[territory] = "before"
        elif not 0 <= at < len(order) or not there(territory, order[at]):
            out[territory] = "wave"
        else:
            sides.setdefault((start, before[-1], order[at]), []).append(territory)
    found = []
    for (start, base, wave), treated in sides.items():
        last = max(place[base], place[wave])
        against = []
        for territory in (*trial.against, *trial.starts):
            since = (touched or {}).get(territory, trial.starts.get(territory, ""))
            since = place.get(since, len(order)) if since else len(order)
            if territory in treated or (territory in trial.starts and since <= last):
                continue
            if since <= last:
                out[territory] = "other pilot"
            elif there(territory, base) and there(territory, wave):
                against.append(territory)
            else:
                out.setdefault(territory, "answers")
        found.append(Cohort(start, base, wave, tuple(treated), tuple(against)))
    return found, out
