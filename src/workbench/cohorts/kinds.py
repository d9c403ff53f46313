"""The three meanings of "cohort", what each answers, and two of them: reference groups, and who entered when."""

import pandas as pd

from workbench.cohorts.births import YEARS
from workbench.cohorts.comparable import in_order
from workbench.language import _, listed


def cohort_kinds():
    """Return the three kinds of cohorts, with the question that each answers and what none of them can say.

    Returns
    -------
    DataFrame
        In the current language: kind, who is followed, what it answers, what it cannot answer, how.

    Examples
    --------
    >>> cohort_kinds()["how"].tolist()
    ['compare_waves(cube, by=("territory", "group"))', 'birth_cohorts, cohort_table', 'intake_cohorts, cohort_table']
    """
    rows = [
        (
            _("reference group"), _("the same group in later waves, often with other people in it"),
            _("Did the situation of this group change?"),
            _("Whether the same people changed: for that the same codes must come again (compare_stayers)."),
            'compare_waves(cube, by=("territory", "group"))',
        ),
        (
            _("birth cohort"), _("people born in the same years, other ones in each wave"),
            _("How do people of one generation fare as they grow older?"),
            _("What is due to age, to the times or to the generation: each is the sum of the two others."),
            "birth_cohorts, cohort_table",
        ),
        (
            _("intake cohort"), _("people who entered a scheme in the same period"),
            _("How do people fare one, two, three years after they entered?"),
            _("What the scheme did: those who left it are not asked, and nobody outside is compared (see pilots)."),
            "intake_cohorts, cohort_table",
        ),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["kind", "who", "answers", "cannot_answer", "how"])


def group_cohorts(cube):
    """Follow each reference group through the waves: in which it met, and whether it vanished, came or came back.

    Parameters
    ----------
    cube : LevelCube

    Returns
    -------
    DataFrame
        One row a territory and group: territory, group, waves (in which it answered), first, last, n_first, n_last
        (people), state ("stayed" in every wave of its territory, "vanished", "came", "both", "interrupted") and what
        that means in words.

    Examples
    --------
    >>> from workbench.cube import count_levels
    >>> answers = pd.DataFrame({
    ...     "respondent": list("abcd"), "territory": "Valbourg", "wave": ["2021", "2024", "2024", "2021"],
    ...     "group": ["Young", "Young", "Parents", "Jobseekers"], "indicator": "MOB", "level": [1, 2, 3, 4],
    ... })
    >>> found = group_cohorts(count_levels(answers, pd.DataFrame({"indicator": ["MOB"], "levels": [5]})))
    >>> found.set_index("group")["state"].to_dict()
    {'Jobseekers': 'vanished', 'Parents': 'came', 'Young': 'stayed'}
    """
    cells = cube.cells[cube.cells["origin"] == "groups"]
    people = cells.groupby(["territory", "group", "wave"])["respondents"].sum()
    rows = []
    for (territory, group), mine in people.groupby(level=[0, 1]):
        met = in_order(mine.index.get_level_values("wave"))
        known = in_order(cells.loc[cells["territory"] == territory, "wave"])
        state = _state(met, known)
        rows.append({
            "territory": territory, "group": group, "waves": ", ".join(met), "first": met[0], "last": met[-1],
            "n_first": int(mine[territory, group, met[0]]), "n_last": int(mine[territory, group, met[-1]]),
            "state": state, "said": _words(state, met, known),
        })  # fmt: skip
    names = ["territory", "group", "waves", "first", "last", "n_first", "n_last", "state", "said"]
    table = pd.DataFrame(rows, columns=names)
    table.attrs.update(cube.attrs)
    return table


def _state(met, known):
    came, vanished = met[0] != known[0], met[-1] != known[-1]
    within = known[known.index(met[0]) : known.index(met[-1]) + 1]
    if within != met:
        return "interrupted"
    return {(False, False): "stayed", (True, False): "came", (False, True): "vanished"}.get((came, vanished), "both")


def _words(state, met, known):
    once = met[0] == met[-1]
    shown = {"first": met[0], "last": met[-1], "waves": listed([wave for wave in known if wave not in met])}
    return {
        "stayed": _("Met in every wave."), "came": _("Met since {first} only.", **shown),
        "vanished": _("Met for the last time in {last}.", **shown),
        "both": _("Met only in {first}.", **shown) if once else _("Met only from {first} to {last}.", **shown),
        "interrupted": _("Did not meet in {waves}.", **shown),
    }[state]  # fmt: skip


def intake_cohorts(answers, *, entered="intake", width=1):
    """Add the intake cohort of each respondent: the year, or the years, in which he or she entered a scheme.

    Parameters
    ----------
    answers : DataFrame
        Table `answers` with a profile column that says when people entered: a year, a date, or the name of a period.
    entered : str
        That column.
    width : int
        How many years make a cohort.

    Returns
    -------
    DataFrame
        The answers, with `intake_cohort` behind: "2021", or "2020–2021" where a cohort spans more; a period without a
        year as it is written; "" where nothing is known. Count with `by="intake_cohort"`, then `cohort_table`.

    Raises
    ------
    ValueError
        If the answers have no such column, or width is below 1.

    Examples
    --------
    >>> answers = pd.DataFrame({"intake": [2019, "2021-03-01", "May 2020", None, "spring"]})
    >>> intake_cohorts(answers)["intake_cohort"].tolist()
    ['2019', '2021', '2020', '', 'spring']
    """
    if entered not in answers:
        raise ValueError(f"answers: they have no column {entered}")
    if width < 1:
        raise ValueError(f"width: a cohort spans at least 1 year, not {width}")
    text = answers[entered].astype("str").fillna("").str.strip().replace(["<NA>", "nan", "NaT", "None"], "")
    year = pd.to_numeric(text.str.extract(r"(?<!\d)(\d{4})(?!\d)")[0], errors="coerce")
    known = year.between(*YEARS)
    first = (year.where(known, 0) // width * width).astype(int)
    cohort = [
        (str(begin) if width == 1 else f"{begin}–{begin + width - 1}") if there else said
        for begin, there, said in zip(first, known, text, strict=True)
    ]
    found = answers.assign(intake_cohort=pd.Series(cohort, index=answers.index, dtype="str"))
    found.attrs.update(answers.attrs)
    return found
