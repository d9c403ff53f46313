"""The same people in two waves: each a draw of their own; who stayed told apart from who came or left."""

import numpy as np
import pandas as pd

from workbench.cohorts.changes import compare_waves, two_waves
from workbench.cube import count_levels
from workbench.language import _, ngettext
from workbench.scores.facets import directions

#: What does not change in a person, and tells that a code was given to somebody else.
LASTING = ("birth_year", "gender")
#: From which part of contradicting codes on they are taken for no codes of people (ours).
CONTRADICTING = 0.1


def each_person(answers, *, lasting=False):
    """Make each person of a survey a draw of their own, so that the cube knows which answers one person gave together.

    A cube keeps no person. Where a survey has no clusters, the errors of a theme, of a pseudo-panel and of people who
    came again need to know who answered what: this names each person as a cluster. The cube grows with the people.

    Parameters
    ----------
    answers : DataFrame
        Table `answers`.
    lasting : bool
        True only where a code means the same person in every wave.

    Returns
    -------
    DataFrame
        The answers, with `cluster` filled where a survey left it empty. Reference groups stay as they are.

    Examples
    --------
    >>> answers = pd.DataFrame({"respondent": ["a", "b"], "wave": "2024", "group": ["", "Parents"], "cluster": ""})
    >>> each_person(answers)["cluster"].tolist()
    ['2024 a', '']
    """
    cluster = _text(answers, "cluster")
    alone = (cluster == "") & (_text(answers, "group") == "")
    person = _text(answers, "respondent")
    person = person if lasting else _text(answers, "wave") + " " + person
    found = answers.assign(cluster=cluster.mask(alone, person))
    found.attrs.update(answers.attrs)
    return found


def compare_stayers(
    answers, indicators, *, earlier=None, later=None, by=("territory",), facets=("mean", "good"), **options
):  # fmt: skip
    """Compare two waves of a panel: everybody, those who came again, and those who came or left, side by side.

    Parameters
    ----------
    answers : DataFrame
        Table `answers`, where a code of `respondent` means the same person in both waves, within a territory and group.
    indicators : DataFrame
        Table `indicators`.
    earlier, later : str, optional
        The two waves; by default the last two that have answers.
    by : str or sequence of str
        As in `compare_waves`; also profile columns of `answers`.
    facets : str or sequence of str
    **options
        Of `compare_waves`: waves, family, confidence, power, of, tree. Not margins, which are of all who answered and
        not of those who came again: weight the answers to them first, with `rake_weights`. What they take away from
        the error is not counted then, so that intervals are rather too wide.

    Returns
    -------
    DataFrame
        As `compare_waves` gives it, with the columns `who` ("all", "stayers", "others": who was there in one wave
        only), and on the rows of stayers better, same and worse: how many of those who answered both times moved which
        way.

    Raises
    ------
    ValueError
        If nobody came again, if year of birth or gender say that the codes were given to other people, or if margins
        are given.

    Notes
    -----
    Covariance: of people who are draws of their own, or of one reference group alone, each person with themselves; of
    clusters, and of three groups or more put together, the cluster or group with itself. p is adjusted within each of
    the three. Stayers are not everybody: who comes again is often better off than who does not.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "respondent": list("abcdef") * 2, "territory": "Valbourg", "wave": ["2021"] * 6 + ["2024"] * 6,
    ...     "indicator": "MOB", "level": [1, 2, 2, 3, 3, 4, 2, 3, 2, 4, 4, 5],
    ... })
    >>> found = compare_stayers(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]}), facets="mean")
    >>> found.loc[found["who"] == "stayers", ["n_to", "better", "same", "worse"]].values.tolist()
    [[6, 5, 1, 0]]
    """
    if (margins := options.pop("margins", None)) is not None and len(margins):
        raise ValueError(_("margins: they are of all who answered; weight the answers first, with wb.rake_weights."))
    by = [name for name in ([by] if isinstance(by, str) else by) if name not in ("wave", "origin")]
    alone = "group" in by
    profiles = [name for name in by if name not in ("territory", "group")]
    draws = answers.assign(**{name: _text(answers, name) for name in ("respondent", "territory", "wave", "group")})
    cells = draws[["wave"]].drop_duplicates()
    earlier, later = two_waves(_Waves(cells), earlier, later)
    if not later:
        raise ValueError(_("answers: they are of one wave."))
    draws = draws[draws["wave"].isin([earlier, later])].reset_index(drop=True)
    person = draws["territory"] + "\0" + draws["group"] + "\0" + draws["respondent"]
    there = pd.crosstab(person, draws["wave"]).gt(0).all(axis=1)
    stays = person.map(there).to_numpy()
    if not stays.any():
        raise ValueError(_("answers: nobody of {earlier} came again in {later}.", earlier=earlier, later=later))
    _contradicted(draws[stays], person[stays], earlier, later)
    if alone:  # one group at a time: its people are the draws, as those of a survey are
        groups = draws["group"] != ""
        draws = draws.assign(
            of_group=draws["group"], group="", stratum=_text(draws, "stratum").mask(groups, draws["group"]),
            territory_=draws["territory"],
        )  # fmt: skip
    draws = each_person(draws, lasting=True)
    tables = []
    for who, part in (("all", draws), ("stayers", draws[stays]), ("others", draws[~stays])):
        if part["wave"].nunique() == 2:
            split = [*profiles, *(["of_group"] if alone else [])]
            table = compare_waves(
                count_levels(part, indicators, by=split), earlier=earlier, later=later, facets=facets,
                by=["of_group" if name == "group" else name for name in by], lonely="centre",
                indicators=indicators, **options,
            )  # fmt: skip
            tables.append(table.assign(who=who))
    table = pd.concat(tables, ignore_index=True)
    if alone:
        table = table.assign(group=table["of_group"], origin=table["origin"].mask(table["of_group"] != "", "groups"))
        table = table.drop(columns="of_group")
    table = _moved(table, draws[stays], person[stays], by, indicators, earlier, later)
    table.attrs.update(answers.attrs)
    return table


class _Waves:
    """What `two_waves` asks of a cube."""

    def __init__(self, cells):
        self.cells = cells


def _text(table, column):
    if column not in table:
        return pd.Series("", index=table.index, dtype="str")
    return table[column].astype("str").fillna("")


def _contradicted(stayed, person, earlier, later):
    """Refuse codes that were plainly given to other people in the later wave."""
    for column in LASTING:
        if column not in stayed:
            continue
        values = pd.DataFrame({"person": person, "value": _text(stayed, column)})
        values = values[~values["value"].isin(["", "<NA>", "nan"])]
        known = values.groupby("person")["value"].nunique()
        wrong = int((known > 1).sum())
        if wrong > CONTRADICTING * len(known):
            raise ValueError(ngettext(
                "respondent: {n} code has another {column} in {later} than in {earlier}: it is another person.",
                "respondent: {n} codes have another {column} in {later} than in {earlier}: they are other people.",
                wrong, column=column, earlier=earlier, later=later,
            ))  # fmt: skip


def _moved(table, stayed, person, by, indicators, earlier, later):
    """Return the table with how many of those who answered both times are better off, as before, or worse off."""
    moved = ["better", "same", "worse"]
    table = table.assign(**dict.fromkeys(moved, pd.array([pd.NA] * len(table), dtype="Int64")))
    if "indicator" not in table or not (table["indicator"] != "").all():
        return table
    group = stayed["of_group"] if "of_group" in stayed else stayed["group"]
    rows = pd.DataFrame({
        "person": person, "indicator": stayed["indicator"], "territory": stayed["territory"], "group": group,
        **{name: _text(stayed, name) for name in by if name not in ("territory", "group")},
        "origin": np.where(group == "", "survey", "groups"), "wave": stayed["wave"],
        "level": pd.to_numeric(stayed["level"]).astype("Float64"),
    })  # fmt: skip
    keys = [*by, "origin", "indicator"]
    both = rows.pivot_table(index=["person", *keys], columns="wave", values="level", aggfunc="first").dropna()
    if not len(both):
        return table
    way = np.sign((both[later] - both[earlier]).to_numpy(dtype=float))
    better = dict(zip(indicators["indicator"], directions(indicators), strict=True))
    way *= both.index.get_level_values("indicator").map(better).to_numpy()
    counts = pd.DataFrame({"better": way > 0, "same": way == 0, "worse": way < 0}, index=both.index)
    counts = counts.groupby(level=keys).sum().astype("Int64")
    here = table["who"] == "stayers"
    found = counts.reindex(pd.MultiIndex.from_frame(table.loc[here, keys]))
    for name in moved:
        table.loc[here, name] = found[name].to_numpy()
    return table


