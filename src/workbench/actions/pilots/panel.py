"""Every figure by territory and wave, and any weighted sum of them with the chance in who was asked."""

from dataclasses import replace

import numpy as np

from workbench.cohorts.comparable import in_order
from workbench.cohorts.contrasts import Links, weighed
from workbench.scores.errors import level_totals
from workbench.scores.facets import directions
from workbench.scores.influence import Facet, measured


class Panel:
    """The figures of a cube by territory and wave.

    Parameters
    ----------
    cube : LevelCube
    facets : sequence of str
        As in `measured`.
    by : sequence of str
        "territory" and "wave", and what else splits a territory.
    voices, lonely
        As in `compare_waves`.
    """

    def __init__(self, cube, facets, *, by=("territory", "wave"), voices="equal", lonely="stop"):
        domains, totals = level_totals(cube, by, voices=voices, lonely=lonely)
        keys = ["origin", *by]
        self.place = {key: at for at, key in enumerate(domains[keys].itertuples(index=False, name=None))}
        self.domains, self.order = domains, in_order(cube.cells["wave"])
        self.origins = [name for name in ("groups", "survey") if (domains["origin"] == name).any()]
        self.indicators = {}
        for one, better in zip(totals, directions(cube.indicators), strict=True):
            self.indicators[one.indicator] = measured(one, better, facets)
        self._links, self._parts, self._steps, self._both = {}, {}, {}, {}

    def facet(self, indicator, facet, level=None):
        """Return one figure of every domain; of the cumulative shares, "below", that of one level."""
        key = indicator, facet, level
        if key not in self._parts:
            one = self.indicators[indicator]
            self._parts[key] = one.facets[facet] if level is None else _step(one.below, level - 1)
        return self._parts[key]

    def known(self, indicator, facet, level=None):
        """Return which domains have a figure that may be shown."""
        figure = self.facet(indicator, facet, level)
        there = (self.indicators[indicator].persons > 0) & ~np.isnan(figure.estimate)
        return there if figure.few is None else there & (figure.few != 1)

    def there(self, origin, indicator, facet="mean", level=None):
        """Return a function that says whether a territory has a figure in a wave."""
        known = self.known(indicator, facet, level)

        def has(territory, wave):
            at = self.place.get((origin, territory, wave))
            return at is not None and bool(known[at])

        return has

    def total(self, indicator, facet, weights, level=None):
        """Return the weighted sum of a figure over domains: estimate, standard error, degrees of freedom.

        Clusters and reference groups that stand in several of the domains are one draw each.

        Parameters
        ----------
        indicator, facet, level
        weights : dict
            Domain (its number in `place`) to weight.
        """
        domains = tuple(sorted(weights))
        one = self.indicators[indicator]
        if domains not in self._links:
            self._links[domains] = Links(one.units, np.array(domains)[:, None], len(self.domains))
        share = np.array([[weights[at]] for at in domains])
        figure = self.facet(indicator, facet, level)
        estimate, se, df = weighed(figure, self._links[domains], share, one.df)
        return float(estimate[0]), float(se[0]), float(df[0])

    def steps(self, origin, indicator, facet, pair, level=None):
        """Return, for each territory asked in both waves, its change and that change's sampling variance."""
        asked = origin, indicator, facet, pair, level
        if asked not in self._steps:
            self._steps[asked] = self._changes(*asked)
        return self._steps[asked]

    def _changes(self, origin, indicator, facet, pair, level):
        known = self.known(indicator, facet, level)
        names, places = self.both(origin, pair)
        figure = self.facet(indicator, facet, level)
        key = origin, pair
        if key not in self._links:
            self._links[key] = Links(self.indicators[indicator].units, places, len(self.domains))
        change, se, _df = weighed(figure, self._links[key], np.ones(places.shape) * [[-1], [1]],
                                  self.indicators[indicator].df)  # fmt: skip
        use = known[places].all(axis=0)
        return np.where(use, change, np.nan), np.where(use, se**2, np.nan), names

    def both(self, origin, pair):
        """Return the territories that were asked in two waves, and their domains in each."""
        if (origin, pair) not in self._both:
            where = {}
            for (source, territory, wave), at in self.place.items():
                if source == origin and wave in pair:
                    where.setdefault(territory, {})[wave] = at
            names = [name for name, found in where.items() if len(found) == 2]
            places = np.array([[where[name][wave] for name in names] for wave in pair], dtype=int).reshape(2, -1)
            self._both[origin, pair] = np.array(names, dtype=object), places
        return self._both[origin, pair]


def _step(below, at):
    """Return the cumulative share of one level as a facet of its own."""
    figure = Facet(below.estimate[:, at], below.variance[:, at], None)
    return replace(figure, make_moves=lambda: tuple(moves[:, at] for moves in below.moves))
