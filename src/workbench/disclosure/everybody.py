"""When the mean of a few people tells of everybody among them: that nobody, or each of them, is in a good situation."""

import math

from workbench.scores import ends


def tells_of_everybody(n, mean, length, *, lowest=1, highest=None, around=0.005, small=20):
    """Tell whether n and mean leave no doubt that all, or none, of a small group are in a good or in a bad situation.

    Parameters
    ----------
    n : float
        People; from `small` on, nothing told of all of them tells of one.
    mean : float
        Their mean situation, as it is published.
    length : int
        K, the declared length of the scale.
    lowest, highest : int, optional
        Levels that anybody chose among those whom the group is a part of. What is told of all of those is not told of
        this group.
    around : float
        Half a unit of the last digit of the mean.
    small : int

    Examples
    --------
    >>> tells_of_everybody(9, 1.22, 5), tells_of_everybody(9, 2.22, 5), tells_of_everybody(40, 1.0, 5)
    (True, False, False)
    """
    if not 0 < n < small or math.isnan(mean):
        return False
    length = int(length)
    low = 1 if math.isnan(lowest) else int(lowest)
    high = length if highest is None or math.isnan(highest) else int(highest)
    end = ends(length)
    fewest, most = math.ceil(n * (mean - around) - 1e-9), math.floor(n * (mean + around) + 1e-9)
    if fewest > most:  # a mean of people who do not weigh the same
        fewest = most = n * mean

    def somebody(levels):
        """Tell whether one of them may be on these levels: the others then make up the sum."""
        return any(most - one >= (n - 1) * low - 1e-9 and fewest - one <= (n - 1) * high + 1e-9 for one in levels)

    for levels in (
        range(1, end + 1), range(end + 1, length + 1), range(length - end + 1, length + 1), range(1, length - end + 1)
    ):  # fmt: skip
        mine = [level for level in levels if low <= level <= high]
        if mine and not somebody(mine):
            return True
    return False
