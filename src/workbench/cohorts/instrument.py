"""The instrument map: which indicator can be compared between which waves, where, and why not; before any change."""

from functools import cache
from itertools import combinations, pairwise

import pandas as pd

from workbench.cohorts.comparable import declared, in_order, reason
from workbench.cube.sums import adder, numbered
from workbench.language import N_, _, listed, names, number, word

#: How many times as many people make a group another one (ours).
OTHER_SIZE = 2
_STATES = ("yes", "careful", "no")


def comparability(
    cube, *, by=("territory",), indicators=None, waves=None, groups=None, territories=None, crosswalk=None,
    pairs="consecutive",
):  # fmt: skip
    """Map what can be compared between waves, what only with care, and what not, each with its reasons.

    Parameters
    ----------
    cube : LevelCube
        Who was asked which indicator, where and when.
    by : str or sequence of str
        ("territory",), or ("territory", "group") to look at each reference group.
    indicators : DataFrame, optional
        Table `indicators` (replaces, since_wave, until_wave); by default what the cube was counted with.
    waves : DataFrame, optional
        Table `waves`: breaks and ways of asking that were declared. A break of the kind "scale" that names an indicator
        makes it not comparable.
    groups : DataFrame, optional
        Table `groups`: profile, standpoint.
    territories : DataFrame, optional
        Table `territories`: formerly (what it was made from), since_wave.
    crosswalk : DataFrame, optional
        Table `crosswalk` (indicator_from, indicator_to): an indicator whose levels can be carried over to the one that
        took its place is compared with care, once that is done.
    pairs : {"consecutive", "all"}
        Each wave with the next one, or with every later one.

    Returns
    -------
    DataFrame
        Table `comparability`: one row an indicator and pair of waves in each territory (and group), where either wave
        has answers: the `by` columns, origin, indicator, from, to, comparable ("yes", "careful", "no"), reasons (codes:
        replaced, not_asked, crosswalk, scale, wording, mode, group, members, size, territory, other) and why, in
        sentences. `compare_waves(…, comparable=this)` carries them into every verdict.

    Raises
    ------
    ValueError
        If a `by` column is not there, or `pairs` is neither of the two.

    Notes
    -----
    Groups that came or did not come again are named where groups are put together, because the mix is then another one:
    see `decompose_change`. A group of more than twice or less than half as many people is told (ours).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": ["2015", "2019"], "indicator": "HOME", "level": 4, "count": 90,
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> waves = pd.DataFrame({"wave": ["2019"], "territory": "", "mode": "", "break": "Web instead of telephone"})
    >>> row = comparability(cube, waves=waves).iloc[0]
    >>> row["comparable"], row["why"]
    ('careful', 'Careful, something else changed in 2019 as well: “Web instead of telephone”.')
    """
    if pairs not in ("consecutive", "all"):
        raise ValueError(f"pairs: 'consecutive' or 'all', not {pairs!r}")
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin")]
    if absent := [name for name in by if name not in cube.cells]:
        raise ValueError(f"by: the cube has no {listed(absent)}")
    known = [*by, "origin", "indicator", "from", "to", "comparable", "reasons", "why"]
    order = in_order(cube.cells["wave"])
    look = _Look(cube, cube.indicators if indicators is None else indicators, waves, groups, territories, crosswalk)
    cell, keys = numbered(cube.cells, [*by, "origin", "wave"])
    asked = adder(cell, len(keys))(cube.persons.sum(axis=2) + cube.missing[1].sum(axis=2)) > 0
    place, domains = numbered(keys, [*by, "origin"])
    at = {(one, wave): row for row, (one, wave) in enumerate(zip(place, keys["wave"], strict=True))}
    rows = []
    for number_, domain in enumerate(domains.to_dict("records")):
        for earlier, later in pairwise(order) if pairs == "consecutive" else combinations(order, 2):
            before, after = ([False] * asked.shape[1] if (row := at.get((number_, wave))) is None else asked[row]
                             for wave in (earlier, later))  # fmt: skip
            for name, was, is_ in zip(cube.indicators["indicator"], before, after, strict=True):
                if was or is_:
                    found = look.at(domain, name, earlier, later, was, is_)
                    rows.append(domain | {"indicator": name, "from": earlier, "to": later} | found)
    table = pd.DataFrame(rows, columns=known).astype("str")
    table.attrs.update(cube.attrs)
    return table


class _Look:
    """What was declared and what came in, asked for one indicator, domain and pair of waves at a time."""

    def __init__(self, cube, indicators, waves, groups, territories, crosswalk):
        self.indicators, self.waves = indicators.set_index("indicator"), waves
        self.carried = set()
        if crosswalk is not None and len(crosswalk):  # here table `crosswalk` of study.xlsx comes in
            self.carried = set(zip(crosswalk["indicator_from"], crosswalk["indicator_to"], strict=True))
        cells = cube.cells[cube.cells["origin"] == "groups"]
        self.people = cells.groupby(["territory", "wave", "group"])["respondents"].sum().to_dict()
        self.groups = {} if groups is None else _by_wave(groups)
        self.territories = [] if territories is None or "formerly" not in territories else _made(territories)
        told = [waves is not None and name in waves and waves[name].astype("str").fillna("").ne("").any()
                for name in ("indicator", "group")]  # fmt: skip
        self.names_indicator, self.names_group = told
        self.declared, self.moved, self.members = cache(self.declared), cache(self.moved), cache(self.members)

    def at(self, domain, indicator, earlier, later, was, is_):
        """Return comparable, reasons and why of one indicator."""
        territory, group = domain.get("territory", ""), domain.get("group", "")
        found = list(self.lacking(indicator, earlier, later, was, is_, group))
        if domain["origin"] == "groups":
            found += self.members(territory, group, earlier, later)
        found += self.moved(territory, earlier, later)
        of = (indicator if self.names_indicator else "", group if self.names_group else "")
        found += self.declared(territory, *of, earlier, later)
        state = max((_STATES.index(state) for state, _code, _said in found), default=0)
        codes = list(dict.fromkeys(code for _state, code, _said in found))
        said = dict.fromkeys(said for _state, _code, said in found)
        return {"comparable": _STATES[state], "reasons": ", ".join(codes), "why": " ".join(said)}

    def lacking(self, indicator, earlier, later, was, is_, group):
        """Yield why one of the waves has no answer."""
        if was and is_:
            return
        said = reason(indicator, self.indicators, earlier, later, later if was else earlier, group)
        old = self.indicators["replaces"].get(indicator, "") if "replaces" in self.indicators else ""
        new = self.replaced_by(indicator)
        pair = (indicator, new) if was and new else (old, indicator) if is_ and old else None
        if pair in self.carried:
            yield "careful", "crosswalk", said + " " + _("A crosswalk carries the levels of one over to the other.")
        else:
            yield "no", "replaced" if pair else "not_asked", said

    def replaced_by(self, indicator):
        if "replaces" not in self.indicators:
            return ""
        return next(iter(self.indicators.index[self.indicators["replaces"] == indicator]), "")

    def declared(self, territory, indicator, group, earlier, later):
        """Return what the table of waves says changed."""
        return [
            ("no" if kind == "scale" and own else "careful", kind if kind in names("change") else "other", said)
            for kind, said, own in declared(self.waves, earlier, later, territory, indicator, group)
        ]

    def members(self, territory, group, earlier, later):
        """Return what became of the reference groups between two waves."""
        sizes = [
            {name: people for (place, when, name), people in self.people.items()
             if when == wave and territory in ("", place) and group in ("", name)}
            for wave in (earlier, later)
        ]  # fmt: skip
        if not all(sizes):  # no group at all in one of them: said as "no answer"
            return []
        found = []
        for codes, words in (
            (sorted(set(sizes[0]) - set(sizes[1])), N_("Did not come again in {wave}: {names}.")),
            (sorted(set(sizes[1]) - set(sizes[0])), N_("Came only in {wave}: {names}.")),
        ):
            if codes:
                said = _(words, wave=later, names=listed([_("“{text}”", text=name) for name in codes]))
                found.append(("careful", "members", said))
        for name in sorted(set(sizes[0]) & set(sizes[1])):
            found += self.redefined(territory, name, earlier, later, sizes)
        return found

    def redefined(self, territory, name, earlier, later, sizes):
        for column, words in (
            ("profile", N_("“{group}” is no longer the same people: {before} in {earlier}, {after} in {later}.")),
            ("standpoint", N_("“{group}” speaks from another standpoint: {before} in {earlier}, {after} in {later}.")),
        ):
            before, after = (self.groups.get((territory, wave, name), {}).get(column, "") for wave in (earlier, later))
            if column == "standpoint":
                before, after = word("standpoint", before), word("standpoint", after)
            if before and after and before != after:
                said = {"group": name, "before": before, "after": after, "earlier": earlier, "later": later}
                yield "careful", "group", _(words, **said)
        before, after = sizes[0][name], sizes[1][name]
        if max(before, after) > OTHER_SIZE * min(before, after) > 0:
            yield "careful", "size", _(
                "“{group}” is of another size: {before} people in {earlier}, {after} in {later}.",
                group=name, before=number(int(before)), after=number(int(after)), earlier=earlier, later=later,
            )  # fmt: skip

    def moved(self, territory, earlier, later):
        """Return whether the territory was split, merged or redrawn between two waves."""
        found = []
        for new, formers, since in self.territories:
            within = since and since != earlier and in_order([since, earlier])[0] == earlier
            if not (within and (since == later or in_order([since, later])[0] == since)):
                continue
            if territory in ("", new, *formers):
                former = listed([_("“{text}”", text=name) for name in formers])
                said = _("“{new}” was made from {former} in {wave}.", new=new, former=former, wave=since)
                found.append(("careful", "territory", said))
        return found


def _by_wave(groups):
    own = [name for name in ("profile", "standpoint") if name in groups]
    rows = groups[["territory", "wave", "group", *own]].astype("str").fillna("")
    return {(row["territory"], row["wave"], row["group"]): row for row in rows.to_dict("records")}


def _made(territories):
    """Return (territory, what it was made from, since when) of those made from others."""
    since = territories["since_wave"] if "since_wave" in territories else pd.Series("", index=territories.index)
    made = []
    for name, formers, when in zip(territories["territory"], territories["formerly"], since, strict=True):
        formers = [one.strip() for one in ("" if pd.isna(formers) else str(formers)).split(";") if one.strip()]
        if formers:
            made.append((str(name), tuple(formers), "" if pd.isna(when) else str(when)))
    return made
