"""Two waves of a level cube into changes: difference, interval, p, badge, verdict."""

from functools import cache

import numpy as np
import pandas as pd

from workbench.cohorts.comparable import declared, from_map, in_order, labelled, reason, reworded
from workbench.cohorts.contrasts import CHANGES, Links, changed
from workbench.cohorts.crosswalks import crosswalked, through
from workbench.cohorts.parts import measures
from workbench.cohorts.verdicts import verdict
from workbench.cube import select
from workbench.cube.sums import numbered
from workbench.language import _, listed
from workbench.scores.errors import level_totals
from workbench.scores.intervals import adjusted
from workbench.scores.members import members, members_of
from workbench.scores.table import too_few
from workbench.tables import DTYPES, TABLES, columns, empty


def compare_waves(
    cube, *, earlier=None, later=None, by=("territory",), facets=("mean", "good", "polarisation"), of="indicator",
    tree=None, waves=None, comparable=None, indicators=None, crosswalk=None, family=("territory", "origin", "facet"),
    voices="equal", confidence=0.95, power=0.8, lonely="stop", margins=(),
):  # fmt: skip
    """Compare two waves of each domain: what changed, by how much, and whether it can be told apart from chance.

    Parameters
    ----------
    cube : LevelCube
    earlier, later : str, optional
        The two waves; by default the last two of the cube.
    by : str or sequence of str
        Columns of `cube.cells` that make a domain; with "group", each reference group is followed as a cohort.
    facets : str or sequence of str
        Of mean, good, bad, polarisation, and disparity (the part of polarisation that lies between reference groups).
    of : str
        What a row is about: "indicator"; or, as in `score_themes`, "theme", "dimension" (without a tree the family of
        the grid, the letters that `code` begins with) and others, whose indicators are put together.
    tree : DataFrame, optional
        The tree of the study, as in `score_themes`: how much each indicator counts in its theme or dimension.
    waves : DataFrame, optional
        Table `waves`: a break, or another mode of asking, between the two becomes the warning of every row across it.
    comparable : DataFrame, optional
        What `comparability` returned: whatever it says of a row becomes its warning, and what it says cannot be
        compared is not.
    indicators : DataFrame, optional
        Table `indicators` (replaces, since_wave, until_wave, weight, `of`); by default what the cube was counted with.
    crosswalk : DataFrame, optional
        Table `crosswalk`: how the levels of an earlier scale read on a later one. Without it two scales are never
        compared; with it the warning says so. How people would truly have answered is not known, nor in the interval.
    family : sequence of str
        Rows that agree on these columns are one family, inside which p is adjusted (Benjamini & Hochberg).
    voices
        As in `score`.
    confidence, power : float
        Of the intervals; of the smallest change that would have been seen.
    lonely, margins
        As in `score`.

    Returns
    -------
    DataFrame
        Table `changes`, with the extra `by` columns, `of` and `robust_p` behind. difference is later minus earlier;
        direction "up" means better, "down" worse, "none" that it cannot be told apart from chance, "not comparable"
        that one wave lacks it, with the reason in warning and verdict. A change is announced when its adjusted p is
        below 1 − confidence and its interval leaves 0 out. robust, on the rows of the mean: no other numbering of the
        situations, as long as it keeps their order, would turn the change round (F_k of one wave nowhere above the
        other's). robust_p: p of the test that this holds of the people behind the answers, too.

    Raises
    ------
    ValueError
        If a wave, column or facet is not there, or a stratum has one cluster and `lonely` is "stop". A cube of one wave
        is no error: it has no changes.

    Notes
    -----
    Clusters and reference groups that come again in the later wave count as the same draw: their covariance is taken
    off. People are taken as different people; `compare_stayers` knows those who came again. Degrees of freedom: the
    smaller of the two where clusters came again, else Satterthwaite's. Intervals of shares and of indices by MOVER (of
    shares with the degrees of freedom of the difference, which is ours), so that they stay possible, and p by the same.

    The change of a theme is the difference of its two `score_themes`, by the same weights, of the indicators that both
    waves have; those left out are named in the warning. One that replaced another is another instrument: it stands in
    both waves, or the older one does in both, or neither; a crosswalk joins them.

    References
    ----------
    Badge: Schröder & Yitzhaki (2017). Its test, the smallest of the K−1 t values (intersection–union): Davidson &
    Duclos (2013); levels that nobody or everybody is at or below in both waves are left out. MOVER: Zou & Donner
    (2008).

    Examples
    --------
    >>> from workbench.cube import cube_from_counts
    >>> counts = pd.DataFrame({
    ...     "territory": "Basel", "wave": ["2015"] * 4 + ["2019"] * 4, "indicator": "HOME",
    ...     "level": [1, 2, 3, 4] * 2, "count": [30, 90, 440, 440, 10, 50, 390, 550],
    ... })
    >>> cube = cube_from_counts(counts, pd.DataFrame({"indicator": ["HOME"], "levels": [4]}))
    >>> print(compare_waves(cube, facets="mean")["verdict"].iloc[0])
    The mean situation is better: +0.2 levels, between 0.1 and 0.3.
    """
    by, facets, family = ([one] if isinstance(one, str) else list(one) for one in (by, facets, family))
    by = [name for name in by if name not in ("wave", "origin")]
    family = [of if name == "indicator" else name for name in family]
    if unknown := [facet for facet in facets if facet not in CHANGES]:
        raise ValueError(f"facets: {listed(unknown)} is none of {listed(CHANGES)}")
    if unknown := [name for name in family if name not in (*by, of, *columns("changes"))]:
        raise ValueError(f"family: the changes have no {listed(unknown)}")
    earlier, later = two_waves(cube, earlier, later)
    if not later:
        nothing = empty("changes")
        return nothing.assign(**{name: "" for name in [*by, of] if name not in nothing}, robust_p=np.nan)
    cube, led = crosswalked(select(cube, wave=[earlier, later]), crosswalk)
    domains, totals = level_totals(cube, [*by, "wave"], voices=voices, lonely=lonely, margins=margins)
    key, keys = numbered(domains, [*by, "origin"])
    places = np.full((2, len(keys)), -1)
    for side, wave in zip(places, (earlier, later), strict=True):
        there = (domains["wave"] == wave).to_numpy()
        side[key[there]] = np.flatnonzero(there)
    indicators = cube.indicators if indicators is None else indicators
    links, blocks = None, []
    barred = None
    if of != "indicator":
        barred = _barred(keys, cube.indicators["indicator"], (earlier, later), waves, comparable)
    belongs = None if of == "indicator" else members_of(members(indicators, of, tree=tree), indicators)
    parts = measures(cube, totals, facets, of, indicators, places, tree=tree, barred=barred, confidence=confidence)
    for one, left_out in parts:
        links = links or Links(one.units, places, len(domains))  # the same clusters for every indicator
        block = changed(one, links, confidence=confidence, power=power)
        blocks.append(block.assign(left_out=left_out[block["key"].to_numpy()]))
    table = pd.concat(blocks, ignore_index=True).sort_values("key", kind="stable", ignore_index=True)
    table = keys.iloc[table["key"]].reset_index(drop=True).join(table).assign(**{"from": earlier, "to": later})
    table["indicator" if of == "indicator" else of] = table.pop("name")
    return told(table, cube, by, of, (waves, comparable, belongs), indicators, family, confidence, led=led)


def told(table, cube, by, of, instrument, indicators, family, confidence, *, led=None):
    """Return contrasts as table `changes`: p adjusted, direction, warning and verdict."""
    known = columns("changes")
    table = table.assign(**dict.fromkeys((name for name in known if name not in table), ""))
    warning, lost = _warnings(table, of, *instrument, indicators, led or {})
    table.loc[lost, ["difference", "se", "df", "low", "high", "p", "detectable", "robust", "robust_p"]] = np.nan
    table["both"] &= ~lost
    families = numbered(table, family)[0] if family else np.zeros(len(table), dtype=int)
    table["p_adjusted"] = adjusted(table["p"], families)
    sure = (table["p_adjusted"] < 1 - confidence) & ((table["low"] > 0) | (table["high"] < 0))
    sign = np.where(sure, np.sign(table["difference"]) * table["better"], 0)
    table["direction"] = np.select([~table["both"], sign > 0, sign < 0], ["not comparable", "up", "down"], "none")
    table["warning"] = warning
    table["verdict"] = [verdict(row, confidence) for row in _records(table)]
    table = table[[*known, *(name for name in [*by, of] if name not in known), "robust_p"]]
    kinds = {name: DTYPES[TABLES["changes"].column(name).kind] for name in known}
    table = table.astype({**kinds, "robust_p": "Float64"})
    table.attrs.update(cube.attrs)
    return table


def _barred(keys, indicators, pair, waves, comparable):
    """Return, for each indicator whose scale changed under its own name, in which domains: no theme may take it in."""
    found = {}
    place = keys["territory"] if "territory" in keys else pd.Series("", index=keys.index)
    for name in indicators:
        if comparable is None:
            told = {
                one: any(kind == "scale" and own for kind, _said, own in declared(waves, *pair, one, name))
                for one in set(place)
            }  # fmt: skip
        else:
            rows = comparable[(comparable["from"] == pair[0]) & (comparable["to"] == pair[1])]
            rows = rows[(rows["indicator"] == name) & rows["reasons"].str.contains("scale")]
            rows = rows[rows["comparable"] == "no"]
            told = {one: len(rows) > 0 and (not one or "territory" not in rows or one in set(rows["territory"]))
                    for one in set(place)}  # fmt: skip
        if any(told.values()):
            found[name] = place.map(told).to_numpy(dtype=bool)
    return found


def _records(table):
    """Yield the rows as dicts of what a verdict needs."""
    names = ["facet", "direction", "difference", "low", "high", "detectable", "p", "n_from", "n_to", "robust"]
    names.append("warning")
    for row in zip(*(table[name].tolist() for name in names), strict=True):
        yield dict(zip(names, row, strict=True))


def two_waves(cube, earlier, later):
    """Return the two waves to compare; "" where the cube has only one and none was asked for."""
    known = in_order(cube.cells["wave"])
    for name, wave in (("earlier", earlier), ("later", later)):
        if wave is not None and str(wave) not in known:
            raise ValueError(f"{name}: the cube has no wave {wave}; it has {listed(known)}")
    if later is None:
        later = known[-1] if known and known[-1] != str(earlier) else ""
    before = known[: known.index(str(later))] if later else []
    if earlier is None:
        earlier = before[-1] if before else ""
    if later and earlier and str(earlier) not in before:
        raise ValueError(f"earlier: {earlier} is not before {later}")
    return (str(earlier), str(later)) if earlier and later else ("", "")


def _warnings(table, of, waves, comparable, belongs, indicators, led):
    """Return, for each row, why it cannot be compared or what changed beside people's situation; and which are lost."""
    earlier, later = table["from"].iloc[0], table["to"].iloc[0]
    by_code = indicators.set_index("indicator")

    @cache
    def crossed(territory, indicator, group):
        found = declared(waves, earlier, later, territory, indicator, group)
        lost = any(kind == "scale" and own for kind, _said, own in found)
        return "no" if lost else "yes", " ".join(said for _kind, said, _own in found)

    @cache
    def lacking(indicator, missing, group):
        return reason(indicator, by_code, earlier, later, missing, group)

    @cache
    def worded(indicator):
        return " ".join(reworded(by_code, indicator, earlier, later))

    @cache
    def joined(indicator):
        return through(indicator, led, lambda name: labelled(by_code, name)) if comparable is None else ""

    if comparable is None:
        named = waves is not None and "indicator" in waves
        own = table["indicator"] if named else [""] * len(table)
        apart = table["group"] if waves is not None and "group" in waves else [""] * len(table)
        mapped = list(map(crossed, table["territory"], own, apart))
    else:
        mapped = from_map(comparable, table, of, belongs)
    said, lost = [], []
    names = ["territory", "group", "indicator", "n_from", "n_to", "few", "left_out", "both", "facet"]
    for row, (state, why) in zip(table[names].itertuples(index=False), mapped, strict=True):
        asked = row.n_from > 0 and row.n_to > 0
        if asked and not row.both:
            why = _not_told(row)
        elif asked:
            why = " ".join(part for part in (joined(row.indicator), row.left_out, why, worded(row.indicator)) if part)
        elif comparable is None or state != "no":
            why = lacking(row.indicator, later if row.n_from > 0 else earlier, row.group)
        said.append(why)
        lost.append(asked and state == "no")
    return said, np.array(lost, dtype=bool)


def _not_told(row):
    if not np.isnan(row.few):
        return too_few(row.few)
    return _("It takes two groups or more in both waves.") if row.facet == "disparity" else row.left_out
