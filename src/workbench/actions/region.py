"""Several local plans added up to a region: what each territory has and lacks, and what cannot be added."""

from functools import cache

import pandas as pd
from babel.numbers import get_currency_name, list_currencies

from workbench.actions.plan import commitment_counts
from workbench.coding import read_grid
from workbench.indicators.coverage import families, family_of
from workbench.language import LANGUAGES, _, listed, names, ngettext, number, plain

_STATES = ("planned", "running", "done", "stopped")


def region_overview(studies, *, grid=None, themes=None, today=None):
    """Return one row a territory, and one for all together: actions, commitments, costs, dimensions; what is missing.

    Costs are added only where all of them say the same currency; else they stand apart in `finding`. An action without
    a cost is counted, not taken for 0.

    Parameters
    ----------
    studies : Study or list of Study
        Territories of the same code in several studies stay apart.
    grid, themes
        As in `region_dimensions`.
    today : date or str, optional
        As in `commitment_counts`.

    Returns
    -------
    DataFrame
        study (where there are several), territory, label; actions, by state: planned, running, done, stopped,
        state_not_said; `undated` (neither start nor end); commitments: kept, late, broken, due, not_said, commitments;
        `cost` (NA where it cannot be added), `currency`, `costed` and `not_costed` (number of actions); `dimensions`
        acted on, `lacks` ("A; C": those that no action touches), `finding` in words. The last row has no territory:
        all together.

    Raises
    ------
    ValueError
        As `region_dimensions`.

    Examples
    --------
    >>> from dataclasses import fields
    >>> from workbench.study import Study
    >>> from workbench.tables import TABLES, empty, frame
    >>> kept = {field.name: empty(field.name) for field in fields(Study) if field.name in TABLES}
    >>> kept["territories"] = frame("territories", [{"territory": "Valbourg"}, {"territory": "Montelago"}])
    >>> bus = {"action": "A1", "territory": "Valbourg", "label": "Bus", "cost": 900, "currency": "€"}
    >>> kept["actions"] = frame("actions", [bus])
    >>> study = Study(folder="", title="Two towns", language="en", constructed=False, files=pd.DataFrame(), **kept)
    >>> region_overview(study)[["territory", "actions", "cost", "currency"]].values.tolist()
    [['Valbourg', 1, 900.0, 'EUR'], ['Montelago', 0, <NA>, ''], ['', 1, 900.0, 'EUR']]
    """
    territories, actions, commitments = _added(studies)
    touched = region_dimensions(studies, grid=grid, themes=themes)
    touched = touched[touched["code"] != ""]
    labels = dict(zip(touched["code"], touched["label"], strict=True))
    rows = []
    for place in [*territories.to_dict("records"), None]:
        own = [table if place is None else _here(table, place) for table in (actions, commitments, touched)]
        rows.append(_summed(place, *own, labels, today))
    table = pd.DataFrame(rows)
    if len(_several(studies)) == 1:
        table = table.drop(columns="study")
    texts = [name for name in ("study", "territory", "label", "currency", "lacks", "finding") if name in table]
    counts = [name for name in table if name not in (*texts, "cost")]
    table = table.astype({**dict.fromkeys(texts, "str"), **dict.fromkeys(counts, "Int64"), "cost": "Float64"})
    table.attrs.update(_several(studies)[0].actions.attrs)
    return table


def region_commitments(studies, *, by=("territory", "actor"), today=None):
    """Return the commitments of several plans by territory, kind of actor and state.

    Parameters
    ----------
    studies : Study or list of Study
    by : sequence of {"study", "territory", "actor"}
    today : date or str, optional
        As in `commitment_counts`.

    Returns
    -------
    DataFrame
        As `commitment_counts`.
    """
    territories, _actions, commitments = _added(studies)
    order = {place: n for n, place in enumerate(territories["territory"])}
    table = commitment_counts(commitments, by=list(by), today=today)
    if "territory" in table:
        table = table.sort_values("territory", key=lambda column: column.map(order), kind="stable", ignore_index=True)
    return table


def region_dimensions(studies, *, grid=None, themes=None):
    """Return how many actions of each territory touch each dimension, zeros too.

    An action touches the dimensions of the indicators that it names, and of the themes: those that indicators of its
    study stand under, those filed in `themes`, and those called like a line of the grid. A dimension is a family of the
    grid. An action that leads to none is counted under the code "".

    Parameters
    ----------
    studies : Study or list of Study
    grid : DataFrame, optional
        Table `grid`, one version; by default the study's own, or the workbench's.
    themes : DataFrame, optional
        Table `themes`, with code: as people filed them.

    Returns
    -------
    DataFrame
        study, territory, code, label (of the dimension), `touching` (number of actions), `names` (their codes).

    Raises
    ------
    ValueError
        If there is no study, or the studies are coded in different grids and none is given.
    """
    rows, schemes = [], [_scheme(study, grid) for study in _several(studies)]
    versions = sorted({scheme["version"].iloc[0] for scheme in schemes if len(scheme)})
    if len(versions) > 1:
        raise ValueError(
            _("The studies are coded in {versions}: say in which to add them, grid=…", versions=listed(versions))
        )
    for study, scheme in zip(_several(studies), schemes, strict=True):
        tops, found = families(scheme), _families_of(study, scheme, themes)
        for territory in study.territories["territory"]:
            own = [row["action"] for row in study.actions.to_dict("records") if row["territory"] == territory]
            for code, label in [*tops.items(), ("", _("no dimension"))]:
                names_ = [name for name in own if (code in found[name] if code else not found[name])]
                rows.append({"study": study.title, "territory": territory, "code": code, "label": label,
                             "touching": len(names_), "names": "; ".join(names_)})  # fmt: skip
    kinds = {"study": "str", "territory": "str", "code": "str", "label": "str", "touching": "Int64", "names": "str"}
    table = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    table.attrs.update(_several(studies)[0].actions.attrs)
    return table


def _families_of(study, scheme, themes):
    """Return {action: the families of the grid that it touches}."""
    of_indicator, of_name = {}, {}
    for row in study.indicators.to_dict("records"):
        family = family_of(row["code"], scheme)
        of_indicator[row["indicator"]] = {family} - {""}
        if row["theme"]:
            of_name.setdefault(plain(row["theme"]), set()).update(of_indicator[row["indicator"]])
    for row in [] if themes is None else themes.to_dict("records"):
        for name in (row["theme"], row["label"]):
            of_name.setdefault(plain(name), set()).update({family_of(row["code"], scheme)} - {""})
    labels = [name for name in scheme if name.startswith("label_")]
    for row in scheme.to_dict("records"):
        for name in (row["code"], *(row[label] for label in labels)):
            if plain(name):
                of_name.setdefault(plain(name), {family_of(row["code"], scheme)} - {""})
    found = {}
    for row in study.actions.to_dict("records"):
        named = [of_indicator.get(one.strip(), set()) for one in row["indicators"].split(";")]
        named += [of_name.get(plain(one), set()) for one in row["themes"].split(";")]
        found[row["action"]] = set().union(*named)
    return found


def _several(studies):
    several = list(studies) if isinstance(studies, list | tuple) else [studies]
    if not several:
        raise ValueError("studies: give one study at least")
    return several


def _scheme(study, grid):
    """Return the one version of a grid in which a study's actions are placed."""
    scheme = grid if grid is not None else study.grid if len(study.grid) else read_grid()
    return scheme[scheme["version"] == scheme["version"].iloc[0]] if len(scheme) else scheme


def _added(studies):
    """Return the territories, actions and commitments of all studies, each with its study."""
    parts = {"territories": [], "actions": [], "commitments": []}
    for study in _several(studies):
        of = dict(zip(study.actions["action"], study.actions["territory"], strict=True))
        parts["territories"].append(study.territories.assign(study=study.title))
        parts["actions"].append(study.actions.assign(study=study.title))
        place = study.commitments["action"].map(of).astype("str")
        parts["commitments"].append(study.commitments.assign(study=study.title, territory=place))
    attrs = _several(studies)[0].actions.attrs
    added = [pd.concat(tables, ignore_index=True) for tables in parts.values()]
    for table in added:
        table.attrs.update(attrs)
    return added


def _here(table, place):
    return table[(table["study"] == place["study"]) & (table["territory"] == place["territory"])]


def _summed(place, actions, commitments, touched, labels, today):
    states = actions["action_state"].value_counts()
    counts = commitment_counts(commitments, by="actor", today=today)
    reached = set(touched.loc[touched["touching"] > 0, "code"])
    lacking = [code for code in labels if code not in reached]
    costs = _costs(actions)
    whole = len(costs) == 1 and (next(iter(costs)) != "" or (place is not None and len(actions) > 0))
    row = {
        "study": place["study"] if place else "",
        "territory": place["territory"] if place else "",
        "label": (place["label"] or place["territory"]) if place else _("all together"),
        "actions": len(actions),
        **{state: int(states.get(state, 0)) for state in _STATES},
        "state_not_said": int(states.get("", 0)),
        "undated": int((actions["start"].isna() & actions["end"].isna()).sum()),
        **{state: int(counts[state].sum()) for state in [*names("commitment_state"), "not_said", "commitments"]},
        "cost": sum(costs.values()) if whole else pd.NA,
        "currency": next(iter(costs)) if whole else "",
        "costed": int(actions["cost"].notna().sum()),
        "not_costed": int(actions["cost"].isna().sum()),
        "dimensions": len(reached),
        "lacks": "; ".join(lacking),
    }
    return row | {"finding": _finding(row, costs, whole, [labels[code] for code in lacking])}


def _costs(actions):
    """Return {currency: sum of the costs that say it}."""
    told = actions[actions["cost"].notna()]
    return told["cost"].groupby(told["currency"].map(currency_code), sort=False).sum().to_dict()


def _finding(row, costs, whole, lacking):
    if not row["actions"]:
        return _("No plan yet.")
    said = []
    if lacking:
        said.append(_("No action on: {dimensions}.", dimensions=listed(lacking)))
    if costs and not whole:
        sums = [
            f"{number(cost, 0)} {code}" if code else _("costs that say no currency") for code, cost in costs.items()
        ]
        said.append(_("Costs are not added: {sums}.", sums=listed(sums)))
    elif costs and not row["currency"]:
        said.append(_("No cost says its currency."))
    bare, undated, stateless = row["not_costed"], row["undated"], row["state_not_said"]
    if bare:
        said.append(ngettext("{n} action without a cost.", "{n} actions without a cost.", bare))
    if undated:
        said.append(ngettext("{n} action without a date.", "{n} actions without a date.", undated))
    if stateless:
        said.append(ngettext("{n} action without a state.", "{n} actions without a state.", stateless))
    if not row["commitments"]:
        said.append(_("No commitment has been made."))
    return " ".join(said)


def currency_code(text):
    """Return the code of a currency that is said by code, sign or name in one of the six languages; else what was said.

    >>> currency_code("€"), currency_code("lei"), currency_code("francs suisses"), currency_code("$")
    ('EUR', 'RON', 'CHF', '$')
    """
    said = " ".join(str(text).split())
    if said.upper() in list_currencies():
        return said.upper()
    return _currencies().get(plain(said) or said, said)


@cache
def _currencies():
    """Return {name or sign: code} of currencies in Europe and of the dollar; a sign that several share is none."""
    found = {"€": "EUR", "lei": "RON", "leu": "RON", "£": "GBP"}
    for language in LANGUAGES:
        for code in ("EUR", "RON", "CHF", "GBP", "MDL", "PLN", "HUF", "CZK", "SEK", "DKK", "NOK", "USD"):
            found |= {plain(get_currency_name(code, count, language)): code for count in (None, 1, 2, 20)}
    return found
