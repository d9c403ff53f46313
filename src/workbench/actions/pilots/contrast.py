"""One effect of one pilot on one figure: estimate, chance of three kinds, and which interval can be given."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from workbench.actions.pilots.drift import drift, own_spread, with_drift
from workbench.actions.pilots.panel import Panel
from workbench.actions.pilots.randomised import randomised
from workbench.actions.pilots.regression import regress
from workbench.actions.pilots.trials import cohorts_of
from workbench.cohorts.comparable import declared, in_order
from workbench.cohorts.contrasts import CHANGES
from workbench.scores.intervals import critical, p_value


@dataclass(eq=False)
class Setting:
    """All that the effects of one cube share: its figures, its pilots, what broke, and how it is to be told."""

    panel: Panel
    trials: list
    waves: object = None
    comparable: object = None
    weights: dict = None
    confidence: float = 0.95
    drift_among: str = "all"
    drifts: dict = field(default_factory=dict)
    breaks: dict = field(default_factory=dict)

    @cached_property
    def order(self):
        """All waves, those that only the plan knows too."""
        return in_order([*self.panel.order, *(start for one in self.trials for start in one.starts.values() if start)])

    def touched(self, indicator, trial=None):
        """Return {territory: first wave after a pilot on this indicator began there}, of all pilots but `trial`."""
        found, place = {}, self.order.index
        for one in self.trials:
            if one is not trial and indicator in one.indicators:
                for territory, start in one.starts.items():
                    if start:
                        found[territory] = min(start, found.get(territory, start), key=place)
        return found

    @cached_property
    def since(self):
        """Indicator to the first wave after any pilot on it began, anywhere."""
        starts = {name: list(self.touched(name).values()) for name in self.panel.indicators}
        return {name: min(waves, key=self.order.index) for name, waves in starts.items() if waves}

    def drift(self, origin, facet, level, compared):
        """Return the drift of one kind of figures, see `drift`; it is kept."""
        names = tuple(sorted(compared)) if self.drift_among == "compared" else None
        key = origin, facet, level, names
        if key not in self.drifts:
            self.drifts[key] = drift(self.panel, origin, facet, self.since, level=level, among=names)
        return self.drifts[key]

    def broken(self, territory, origin, indicator, pair):
        """Return whether two waves cannot be compared here, and what else changed, in sentences."""
        if self.comparable is None and not self._named:
            origin = indicator = ""  # nothing that broke concerns one of them only
        key = territory, origin, indicator, pair
        if key not in self.breaks:
            self.breaks[key] = self._broken(*key)
        return self.breaks[key]

    @cached_property
    def _named(self):
        waves = self.waves
        return waves is not None and "indicator" in waves and (waves["indicator"].fillna("") != "").any()

    def _broken(self, territory, origin, indicator, pair):
        told = declared(self.waves, *pair, territory, indicator)
        lost = any(kind == "scale" and own for kind, _said, own in told)
        said = [sentence for _kind, sentence, _own in told]
        if self.comparable is not None:
            rows = self.comparable
            here = (rows["from"] == pair[0]) & (rows["to"] == pair[1]) & (rows["indicator"] == indicator)
            for name, value in (("territory", territory), ("origin", origin)):
                here &= rows[name] == value if name in rows else True
            if here.any():
                lost = (rows.loc[here, "comparable"] == "no").any()
                said = [why for why in rows.loc[here & (rows["comparable"] == "careful"), "why"] if why]
        return bool(lost), said


def effect_of(setting, trial, origin, indicator, facet, *, level=None, shift=0):
    """Return one effect as a dict, with whom it was compared and who was left out.

    Parameters
    ----------
    setting : Setting
    trial : Trial
    origin, indicator, facet : str
    level : int, optional
        Of the cumulative shares (facet "below").
    shift : int
        Waves after the start: 0 the first one, below 0 those before.

    Returns
    -------
    dict
        Without "effect" where none can be computed.
    """
    panel, named = setting.panel, "mean" if facet == "below" else facet
    there = panel.there(origin, indicator, named, level)
    touched = setting.touched(indicator, trial)
    cohorts, out = cohorts_of(trial, there, setting.order, shift=shift, touched=touched)
    cohorts, warnings = _comparable(setting, cohorts, out, origin, indicator)
    figure = panel.facet(indicator, named, level).estimate

    def at(territory, wave):
        return float(figure[panel.place[origin, territory, wave]])

    def change(territory, base, wave):
        return at(territory, wave) - at(territory, base)

    alone = [(name, change(name, one.base, one.wave)) for one in cohorts for name in one.treated]
    used = [one for one in cohorts if one.against]
    for one in cohorts:
        out |= dict.fromkeys([] if one.against else one.treated, "alone")
    told = {
        "from": _waves(setting, [one.base for one in cohorts]), "to": _waves(setting, [one.wave for one in cohorts]),
        "territories": [name for one in used or cohorts for name in one.treated], "out": out, "warnings": warnings,
        "against": list(dict.fromkeys(name for one in used for name in one.against)),
        "better": {"mean": None, "below": None}.get(facet, CHANGES.get(facet)) or _better(panel, indicator, facet),
    }  # fmt: skip
    if not used:
        return told | ({"change": float(np.mean([moved for _name, moved in alone]))} if alone else {})
    fit = regress(used, change, setting.weights)
    domains = {}
    for (name, base, wave), weight in fit.weights.items():
        for end, sign in ((wave, 1), (base, -1)):
            place = panel.place[origin, name, end]
            domains[place] = domains.get(place, 0.0) + sign * weight
    _effect, se, df = panel.total(indicator, named, domains, level)
    reach = float(critical(df, setting.confidence)) * se
    elsewhere = [change(name, one.base, one.wave) for one in used for name in one.against]
    persons = panel.indicators[indicator].persons
    told |= {
        "change": fit.change, "change_elsewhere": fit.change - fit.effect, "effect": fit.effect,
        "pilots_low": min(moved for name, moved in alone if name in told["territories"]),
        "pilots_high": max(moved for name, moved in alone if name in told["territories"]),
        "elsewhere_low": min(elsewhere), "elsewhere_high": max(elsewhere), "se_sampling": se, "df_sampling": df,
        "low_sampling": fit.effect - reach, "high_sampling": fit.effect + reach, "se_territories": fit.se,
        "p_sampling": float(p_value(fit.effect, se, df)), "domains": domains,
        "people": round(sum(persons[place] for place in {
            panel.place[origin, name, one.wave] for one in used for name in (*one.treated, *one.against)
        })),
        "fewest": round(min(persons[place] for place in domains)),
    }  # fmt: skip
    figures = {
        (name, wave): at(name, wave)
        for name in (*told["territories"], *told["against"]) for wave in panel.order if there(name, wave)
    }  # fmt: skip
    return told | _interval(setting, told, used, fit, figures, (origin, indicator, facet, level, se, df))


def _interval(setting, told, used, fit, figures, about):
    """Return the best interval that can be given, what it rests on, and what the placing of the pilots says."""
    origin, indicator, facet, level, se, df = about
    panel, confidence = setting.panel, setting.confidence
    length = panel.indicators[indicator].levels - 1 if facet == "mean" else 1
    drawn = randomised(used, figures, setting.order, weights=setting.weights, confidence=confidence)
    found = {"placings": 0, "smallest_p": np.nan, "p_randomised": np.nan}
    if drawn:
        found = {"placings": drawn["placings"], "smallest_p": drawn["smallest_p"], "p_randomised": drawn["p"]}
        if not np.isnan(drawn["low"]):
            return found | {"basis": "territories", **{name: drawn[name] for name in ("p", "low", "high")}}
    named = "mean" if facet == "below" else facet
    seen = setting.drift(origin, named, level, [*told["territories"], *told["against"]])
    if seen is None and len({(one.base, one.wave) for one in used}) == 1:
        pair = used[0].base, used[0].wave
        change, sampling, names = panel.steps(origin, indicator, named, pair, level)
        here = np.isin(names, used[0].against)
        unit = panel.indicators[indicator].levels - 1 if named == "mean" and level is None else 1
        seen = own_spread(change[here], sampling[here], unit)
        if seen is not None:
            seen = replace(seen, seen=0)
    if seen is None:
        return found | {
            "basis": "sampling", "p": told["p_sampling"], "low": told["low_sampling"], "high": told["high_sampling"],
        }  # fmt: skip
    squared = sum(weight**2 for weight in fit.weights.values())
    wide = with_drift(fit.effect, se, df, seen, squared, length, confidence=confidence)
    return found | {
        "basis": "drift", "p": wide["p"], "low": wide["low"], "high": wide["high"], "seen": seen.seen,
        "drift": float(np.sqrt(seen.spread)) * length, "se_drift": wide["se"], "df_drift": wide["df"],
        "drift_part": seen.spread * squared * length**2,
    }  # fmt: skip


def _comparable(setting, cohorts, out, origin, indicator):
    """Return the cohorts without the territories in which the two waves cannot be compared, and the warnings."""
    found, warnings = [], []
    for one in cohorts:
        kept = {"treated": [], "against": []}
        for side, names in kept.items():
            for name in getattr(one, side):
                lost, said = setting.broken(name, origin, indicator, (one.base, one.wave))
                if lost:
                    out[name] = "scale"
                else:
                    names.append(name)
                    warnings += said
        if kept["treated"]:
            found.append(replace(one, **{side: tuple(names) for side, names in kept.items()}))
    return found, list(dict.fromkeys(warnings))


def _waves(setting, waves):
    return "; ".join(sorted(set(waves), key=setting.order.index))


def _better(panel, indicator, facet):
    better = panel.indicators[indicator].better
    return -better if facet == "below" else better
