"""What may be compared between two waves: changes of instrument and of mode, said and never dropped."""

import pandas as pd

from workbench.language import _, current_language


def in_order(waves):
    """Return waves from the earliest to the latest: by number where they are numbers, else by text.

    >>> in_order(["2021", "2018", "2024"])
    ['2018', '2021', '2024']
    """
    waves = sorted(set(waves))
    numbers = pd.to_numeric(pd.Series(waves, dtype="str"), errors="coerce")
    return waves if numbers.isna().any() else [waves[place] for place in numbers.argsort(kind="stable")]


def breaks(waves, earlier, later, territory):
    """Return what else changed between two waves of a territory, as sentences.

    Parameters
    ----------
    waves : DataFrame or None
        Table `waves`: wave, territory ("" for all), mode, break.
    earlier, later : str
    territory : str
        "" where territories are put together: then what changed in any of them counts.

    Returns
    -------
    list of str

    Examples
    --------
    >>> waves = pd.DataFrame({"wave": ["2019"], "territory": "", "mode": "", "break": "Web instead of telephone."})
    >>> breaks(waves, "2015", "2023", "Basel")
    ['Careful, something else changed in 2019 as well: “Web instead of telephone”.']
    """
    if waves is None or not len(waves):
        return []
    nothing = pd.Series("", index=waves.index, dtype="str")
    names = ("wave", "territory", "mode", "break")
    waves = pd.DataFrame({name: waves.get(name, nothing).astype("str").fillna("") for name in names})
    order = {wave: place for place, wave in enumerate(in_order([*waves["wave"], earlier, later]))}
    place = waves["wave"].map(order)
    here = waves["territory"].isin(["", territory]) if territory else pd.Series(True, index=waves.index)
    crossed = waves[here & (place > order[earlier]) & (place <= order[later]) & (waves["break"] != "")]
    said = [
        _("Careful, something else changed in {wave} as well: “{what}”.", wave=wave, what=what.strip().rstrip("."))
        for wave, what in zip(crossed["wave"], crossed["break"], strict=True)
    ]
    modes = waves[here & (waves["mode"] != "")].assign(place=place).sort_values("place", kind="stable")
    before, after = (modes.loc[modes["place"] <= order[wave], "mode"].tail(1).tolist() for wave in (earlier, later))
    if not said and before and after and before != after:
        said.append(_(
            "Careful, people were not asked in the same way: “{before}” in {earlier}, “{after}” in {later}.",
            before=before[0], after=after[0], earlier=earlier, later=later,
        ))  # fmt: skip
    return said


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
            new=_label(indicators, new), new_levels=indicators["levels"][new],
            old=_label(indicators, old), old_levels=indicators["levels"][old],
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


def _label(indicators, indicator):
    return _text(indicators, indicator, f"label_{current_language()}") or indicator
