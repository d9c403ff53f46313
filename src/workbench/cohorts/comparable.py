"""What may be compared between two waves: changes of instrument and of mode, said and never dropped."""

import pandas as pd

from workbench.language import LANGUAGES, _, current_language


def in_order(waves):
    """Return waves from the earliest to the latest: by number where they are numbers, else by text.

    >>> in_order(["2021", "2018", "2024"])
    ['2018', '2021', '2024']
    """
    waves = sorted(set(waves))
    numbers = pd.to_numeric(pd.Series(waves, dtype="str"), errors="coerce")
    return waves if numbers.isna().any() else [waves[place] for place in numbers.argsort(kind="stable")]


def breaks(waves, earlier, later, territory, indicator="", group=""):
    """Return what else changed between two waves of a territory, as sentences.

    Parameters
    ----------
    waves : DataFrame or None
        Table `waves`: wave, territory ("" for all), mode, break; indicator and group where it concerns only these.
    earlier, later : str
    territory : str
        "" where territories are put together: then what changed in any of them counts.
    indicator, group : str
        What is compared: a break of another indicator or group does not count. "" for all groups together: then a
        break of any of them counts.

    Returns
    -------
    list of str

    Examples
    --------
    >>> waves = pd.DataFrame({"wave": ["2019"], "territory": "", "mode": "", "break": "Web instead of telephone."})
    >>> breaks(waves, "2015", "2023", "Basel")
    ['Careful, something else changed in 2019 as well: “Web instead of telephone”.']
    """
    return [said for _kind, said, _named in declared(waves, earlier, later, territory, indicator, group)]


def declared(waves, earlier, later, territory, indicator="", group=""):
    """Return what `breaks` returns as (kind, sentence, whether it names the indicator).

    The kind is a name of the words "change", "other" where none is given. A scale that changed under an indicator's own
    name leaves nothing to compare.

    >>> waves = pd.DataFrame({"wave": ["2019"], "break": "Five situations in other words.", "change": "scale"})
    >>> declared(waves, "2015", "2019", "Basel")[0][::2]
    ('scale', False)
    """
    if waves is None or not len(waves):
        return []
    nothing = pd.Series("", index=waves.index, dtype="str")
    names = ("wave", "territory", "mode", "break", "indicator", "group", "change")
    waves = pd.DataFrame({name: waves.get(name, nothing).astype("str").fillna("") for name in names})
    order = {wave: place for place, wave in enumerate(in_order([*waves["wave"], earlier, later]))}
    place = waves["wave"].map(order)
    here = waves["territory"].isin(["", territory]) if territory else pd.Series(True, index=waves.index)
    here &= waves["indicator"].isin(["", indicator])
    here &= waves["group"].isin(["", group]) if group else True
    crossed = waves[here & (place > order[earlier]) & (place <= order[later]) & (waves["break"] != "")]
    said = []
    for what in crossed.to_dict("records"):
        text = {"wave": what["wave"], "what": what["break"].strip().rstrip("."), "group": what["group"]}
        if what["group"] and not group:
            told = _("Careful, something else changed in {wave} as well for “{group}”: “{what}”.", **text)
        else:
            told = _("Careful, something else changed in {wave} as well: “{what}”.", **text)
        said.append((what["change"] or "other", told, what["indicator"] != ""))
    modes = waves[here & (waves["mode"] != "")].assign(place=place).sort_values("place", kind="stable")
    before, after = (modes.loc[modes["place"] <= order[wave], "mode"].tail(1).tolist() for wave in (earlier, later))
    if not said and before and after and before != after:
        said.append(("mode", _(
            "Careful, people were not asked in the same way: “{before}” in {earlier}, “{after}” in {later}.",
            before=before[0], after=after[0], earlier=earlier, later=later,
        ), False))  # fmt: skip
    return said


def reworded(indicators, indicator, earlier, later):
    """Return, as sentences, that the words of a scale changed between two waves.

    Parameters
    ----------
    indicators : DataFrame
        Table `indicators`, by indicator; `reworded` holds the waves ("2024; 2027") from which other words were asked.
    indicator, earlier, later : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator": ["SAFE"], "reworded": ["2024"]}).set_index("indicator")
    >>> reworded(indicators, "SAFE", "2021", "2024"), reworded(indicators, "SAFE", "2024", "2027")
    (['Careful, the words of the scale changed in 2024.'], [])
    """
    waves = [wave.strip() for wave in _text(indicators, indicator, "reworded").split(";") if wave.strip()]
    return [
        _("Careful, the words of the scale changed in {wave}.", wave=wave)
        for wave in waves
        if _before(earlier, wave) and (wave == later or _before(wave, later))
    ]


def reason(indicator, indicators, earlier, later, missing, group=""):
    """Return why an indicator that only one of two waves has cannot be compared, in a sentence.

    Parameters
    ----------
    indicator : str
    indicators : DataFrame
        Table `indicators`, by indicator; replaces, since_wave and until_wave are used where they are given.
    earlier, later : str
    missing : str
        The wave that lacks it.
    group : str
        The reference group, where one group is compared.

    Examples
    --------
    >>> indicators = pd.DataFrame({"indicator": ["FEEL4", "FEEL"], "levels": [4, 5], "replaces": ["", "FEEL4"]})
    >>> reason("FEEL4", indicators.set_index("indicator"), "2018", "2021", "2021")
    '“FEEL” (5 situations) took the place of “FEEL4” (4 situations).'
    """
    replaced = _text(indicators, indicator, "replaces")
    after = [name for name in indicators.index if _text(indicators, name, "replaces") == indicator]
    old, new = (replaced, indicator) if missing == earlier and replaced else (indicator, after[0] if after else "")
    if old in indicators.index and new in indicators.index and (missing == later or old != indicator):
        return _(
            "“{new}” ({new_levels} situations) took the place of “{old}” ({old_levels} situations).",
            new=labelled(indicators, new), new_levels=indicators["levels"][new],
            old=labelled(indicators, old), old_levels=indicators["levels"][old],
        )  # fmt: skip
    since, until = _text(indicators, indicator, "since_wave"), _text(indicators, indicator, "until_wave")
    if missing == earlier and since and _before(earlier, since):
        return _("It is only asked since {wave}.", wave=since)
    if missing == later and until and _before(until, later):
        return _("It was last asked in {wave}.", wave=until)
    if group:
        return _("“{group}” gave no answer in {wave}.", group=group, wave=missing)
    return _("There is no answer of {wave}.", wave=missing)


def _before(wave, other):
    return wave != other and in_order([wave, other])[0] == wave


def _text(indicators, indicator, column):
    if column not in indicators or indicator not in indicators.index or pd.isna(indicators[column][indicator]):
        return ""
    return str(indicators[column][indicator])


def labelled(indicators, indicator):
    """Return the label of an indicator in the current language, else the study's, else any; its code where it has none.

    >>> labelled(pd.DataFrame({"indicator": ["FEEL"], "label_en": ["Feeling well"]}).set_index("indicator"), "FEEL")
    'Feeling well'
    """
    spoken = dict.fromkeys([current_language(), indicators.attrs.get("language", ""), *LANGUAGES])
    return next(filter(None, (_text(indicators, indicator, f"label_{code}") for code in spoken)), indicator)


def from_map(comparable, table, of, belongs):
    """Return what an instrument map says of each row of changes: whether it can be compared, and why not or with care.

    Parameters
    ----------
    comparable : DataFrame
        Table `comparability`.
    table : DataFrame
        Changes: from, to, origin, the `by` columns, indicator (or `of`).
    of : str
        "indicator", or the column that its rows stand for.
    belongs : dict of list
        The themes or dimensions that each indicator counts in; of them only what asks for care is taken over.

    Returns
    -------
    list of (str, str)
        "yes", "careful" or "no", and the sentences.

    Raises
    ------
    ValueError
        If the map was made without the groups that are compared.
    """
    if (table["group"] != "").any() and "group" not in comparable:
        raise ValueError("comparable: it was made without groups; comparability(…, by=('territory', 'group'))")
    earlier, later = table["from"].iloc[0], table["to"].iloc[0]
    here = comparable[(comparable["from"] == earlier) & (comparable["to"] == later)]
    if of != "indicator":
        here = here[here["comparable"] == "careful"]
        here = here.assign(**{of: [belongs.get(name, []) for name in here["indicator"]]}).explode(of)
    keys = [name for name in ("territory", "group") if name in here and (table[name] != "").any()]
    keys += ["origin", of]
    found = {}
    order = ("yes", "careful", "no")
    rows = here[[*keys, "comparable", "why"]].drop_duplicates()
    for *key, state, why in rows.itertuples(index=False, name=None):
        worst, said = found.get(tuple(key), ("yes", []))
        found[tuple(key)] = max(worst, state, key=order.index), [*said, why] if why and why not in said else said
    told = (found.get(key, ("yes", [])) for key in table[keys].itertuples(index=False, name=None))
    return [(state, " ".join(said)) for state, said in told]
