"""What margins explain of the answers, which is no matter of chance once the weights are raked to them.

The residual of each person from the margins takes the place of the answer in every cluster's total, as the R package
survey does after `postStratify` and `rake`: of one margin the weighted mean of each category is taken off; of several,
plain means are taken off in turn until nothing changes.
"""

import numpy as np

from workbench.cube.sums import numbered
from workbench.language import listed

_TURNS = 200


class Explained:
    """The margins of the surveys in a cube; the same for every indicator.

    Parameters
    ----------
    cube : LevelCube
    cells : DataFrame
        The cells of the surveys, with `domain_`, `stratum_`, `unit`.
    places : array of int
        Their places in the cube.
    margins : sequence of str
        Columns of the cells.
    stages : dict of array, optional
        Where raking was stopped before the margins were met: by margin, for each cell, the weight after that margin as
        a multiple of the last one.

    Raises
    ------
    ValueError
        If the cube is not split by a margin.
    """

    def __init__(self, cube, cells, places, margins, stages=None):
        if absent := [name for name in margins if name not in cube.by]:
            raise ValueError(f"margins: the cube is not split by {listed(absent)}; count_levels(…, by=…) splits it")
        self.cells, self.margins = cells, list(margins)
        sample = ["territory", "wave"]
        self.cross, self.crossed = numbered(cells, [*sample, *self.margins])
        self.of = [numbered(self.crossed, [*sample, name])[0] for name in self.margins]
        self.stages = [
            np.ones(len(self.crossed)) if stages is None else _first(stages[name], self.cross, len(self.crossed))
            for name in self.margins
        ]
        # everybody who was asked anything is of the sample, whichever question they left out
        self.weight, self.people, self.squares = (
            (levels.sum(axis=2) + lost.sum(axis=2)).max(axis=1)[places]
            for levels, lost in zip((cube.weights, cube.persons, cube.squares), cube.missing, strict=True)
        )
        self.counted = self.weight if len(self.margins) == 1 else self.people
        self.whole = np.bincount(self.cross, self.counted, len(self.crossed))

    def fitted(self, weights, people, domains):
        """Return what the margins explain in each domain: array of shape (domains, cross-classified cells, L).

        Parameters
        ----------
        weights, people : array, shape (cells, L)
        domains : int
        """
        said = weights if len(self.margins) == 1 else people
        length, crosses = said.shape[1], len(self.crossed)
        place = self.cells["domain_"].to_numpy() * crosses + self.cross
        total = np.stack(
            [np.bincount(place, said[:, level], domains * crosses) for level in range(length)], axis=1
        ).reshape(domains, crosses, length)
        explained = np.zeros_like(total)
        for _turn in range(_TURNS):
            before = explained.copy()
            for categories, stage in zip(self.of, self.stages, strict=True):
                left = (total - explained * self.whole[:, None]) / stage[:, None]
                count = np.bincount(categories, self.whole)
                mean = np.zeros((domains, len(count), length))
                np.add.at(mean, (slice(None), categories), left)
                mean = np.divide(mean, count[:, None], out=np.zeros_like(mean), where=count[:, None] > 0)
                explained += stage[:, None] * mean[:, categories]
            if len(self.margins) == 1 or np.abs(explained - before).max(initial=0) < 1e-14:
                break
        return explained

    def sums(self, explained, keys, domain, key):
        """Return Σ of what is explained over the cells of each key, for rows of a domain and a key.

        Parameters
        ----------
        explained : array
            As `fitted` gives it.
        keys : array of int, shape (cells,)
            The key of each cell, such as its unit; −1 for cells that do not count.
        domain, key : array of int, shape (rows,)
        """
        return self._over(explained, self.weight, keys, domain, key)

    def alone(self, explained, alone, squares, middle, keys, rows):
        """Return what the margins change of Σ (z − z̄)(z − z̄)′ over people who are units of their own: z = w (y − f).

        Parameters
        ----------
        explained : array
        alone : tuple of (places of their cells, function that adds them to rows)
        squares : array, shape (cells, L)
            Σ w² by level.
        middle : array, shape (rows, L)
            z̄ of each row.
        keys : array of int, shape (cells,)
            The stratum of each cell.
        rows : tuple of (domain, stratum) of each row

        Returns
        -------
        array, shape (rows, L, L)
        """
        places, add = alone
        theirs = np.full(len(keys), -1)
        theirs[places] = keys[places]
        length = explained.shape[2]
        own = explained[self.cells["domain_"].to_numpy()[places], self.cross[places]]
        cross = add((squares[places][:, :, None] * own[:, None, :]).reshape(len(places), -1))
        both = (explained[..., :, None] * explained[..., None, :]).reshape(*explained.shape[:2], -1)
        change = self._over(both, self.squares, theirs, *rows).reshape(-1, length, length)
        mixed = self._over(explained, self.weight, theirs, *rows)[:, :, None] * middle[:, None, :]
        mixed -= cross.reshape(-1, length, length)
        return change + mixed + mixed.transpose(0, 2, 1)

    def _over(self, explained, amount, keys, domain, key):
        crosses, count = len(self.crossed), int(keys.max(initial=-1)) + 1
        used = keys >= 0
        share = np.bincount(keys[used] * crosses + self.cross[used], amount[used], count * crosses)
        share = share.reshape(count, crosses)
        found = np.zeros((len(domain), explained.shape[2]))
        order = np.argsort(domain, kind="stable")
        cuts = np.searchsorted(domain[order], np.arange(len(explained) + 1))
        for place, block in enumerate(explained):
            rows = order[cuts[place] : cuts[place + 1]]
            some = key[rows] < count
            found[rows[some]] = share[key[rows[some]]] @ block
        return found


def _first(values, cross, count):
    found = np.ones(count)
    found[cross] = values
    return found
