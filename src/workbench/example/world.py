"""What the example's world is made of: the texts and figures of `data/example/*.csv`, and streams of chance."""

import csv
import datetime
import random
from functools import cache
from importlib.resources import files

from workbench.tables import TABLES, frame

WAVES = ("2018", "2021", "2024")
#: The first seed from 2024 on at which simple means show every planted effect in every wave (jobseekers at least 0.9 of
#: a level behind, getting around up by 0.6 to 1.0, polarisation from 0.85), while what is planted as nothing (two
#: changes, and one pilot against its comparison territories) stays within 1.5 naive standard errors. Nothing else was
#: looked at: all other differences are as they fell.
SEED = 2034
#: Tables that study.xlsx declares and that stand in `data/example` under the same name.
DECLARED = (
    "territories", "indicators", "situations", "propositions", "names", "waves", "actions", "commitments", "effects",
)  # fmt: skip


@cache
def told(name):
    """Return the lines of one csv of `data/example`, as text.

    Parameters
    ----------
    name : str
        The file without its ending: "groups", "planted", "criteria_fr" …

    Returns
    -------
    tuple of dict
        Column → text; "" where nothing stands.

    Examples
    --------
    >>> [line["territory"] for line in told("territories")]
    ['Valbourg', 'Montelago', 'Arinești', 'Pays de Verlune']
    """
    with (files("workbench") / "data" / "example" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def stream(*names):
    """Return a stream of chance of its own for what `names` name: a change in one place leaves the others as they are.

    Python's generator is used since it gives the same numbers in every version of Python and on every machine.

    >>> stream(2024, "survey", "Valbourg").random() == stream(2024, "survey", "Valbourg").random()
    True
    """
    return random.Random("|".join(str(name) for name in names))


def typed(name):
    """Return one csv of `data/example` as the table of the same name, numbers, dates and yes/no as such.

    >>> typed("indicators").set_index("indicator").loc["COOP", ["levels", "lowest"]].tolist()
    [6, 0]
    """
    columns = {column.name: column.kind for column in TABLES[name].columns}
    rows = [{column: _value(columns.get(column), cell) for column, cell in line.items()} for line in told(name)]
    return frame(name, rows)


def _value(kind, cell):
    if not cell:
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    if kind == "yesno":
        return cell == "yes"
    if kind == "date":
        return datetime.datetime.fromisoformat(cell)
    return cell


def asked(wave):
    """Return the indicators that people answer in a wave: situations and ladders, in the order of the questionnaire.

    >>> [line["indicator"] for line in asked("2018") if line["indicator"].startswith("FEEL")]
    ['FEEL4']
    """
    return [
        line
        for line in told("indicators")
        if line["indicator_kind"] in ("situations", "ladder")
        and (not line["since_wave"] or line["since_wave"] <= wave)
        and (not line["until_wave"] or wave <= line["until_wave"])
    ]


def sessions(seed):
    """Return the sessions of reference groups: one line a group and wave.

    Parameters
    ----------
    seed : int

    Returns
    -------
    list of dict
        The columns of table `groups`, and `bank` (the profile's name in the banks of criteria) and `languages` (all
        that are spoken in the group, most first).
    """
    lines = []
    for group in told("groups"):
        for wave in WAVES:
            chance = stream(seed, "session", group["territory"], wave, group["group"])
            day = datetime.datetime(int(wave), 2, 5) + datetime.timedelta(days=chance.randrange(75))
            if day.weekday() == 6:
                day += datetime.timedelta(days=1)
            languages = group["languages"].split("; ")
            lines.append(
                {name: group[name] for name in ("group", "territory", "profile", "standpoint")}
                | {"wave": wave, "date": day, "participants": chance.randint(8, 11), "language": languages[0]}
                | {"bank": group["bank_profile"], "languages": languages}
            )
    return lines
