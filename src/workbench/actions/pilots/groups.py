"""For whom: each reference group of a pilot's territory, beside the change elsewhere."""

import numpy as np

from workbench.actions.pilots.contrast import effect_of
from workbench.actions.pilots.drift import with_drift
from workbench.actions.pilots.panel import Panel
from workbench.cube import select
from workbench.scores.intervals import critical, p_value, satterthwaite


class GroupEffects:
    """The effects of pilots on single reference groups; their figures are counted when they are first asked for.

    A group of a pilot's territory is compared with all groups of the comparison territories together: groups differ
    from one territory to the next, and a group has no counterpart elsewhere.
    """

    def __init__(self, setting, cube, *, voices, lonely):
        self.setting, self.cube, self.options, self.panel = setting, cube, {"voices": voices, "lonely": lonely}, None

    def effects(self, trial, indicator):
        """Yield one dict for each group that was there before the start and after it."""
        setting = self.setting
        found = effect_of(setting, trial, "groups", indicator, "mean")
        if "effect" not in found or ";" in found["from"] + found["to"]:
            return  # none, or since different waves: then no one change elsewhere stands beside a group
        if self.panel is None:
            aims = [name for one in setting.trials for name in one.indicators if name in setting.panel.indicators]
            part = select(self.cube, origin="groups", indicator=list(dict.fromkeys(aims)))
            self.panel = Panel(part, ["mean"], by=("territory", "group", "wave"), **self.options)
        pair, panel = (found["from"], found["to"]), self.panel
        outside = {
            at: weight for at, weight in found["domains"].items()
            if setting.panel.domains["territory"].iloc[at] not in found["territories"]
        }  # fmt: skip
        elsewhere, se, df = setting.panel.total(indicator, "mean", outside)
        known, names = panel.known(indicator, "mean"), {}
        for (_origin, territory, group, wave), at in panel.place.items():
            if territory in found["territories"] and wave in pair and known[at]:
                names.setdefault((territory, group), {})[wave] = at
        for (territory, group), places in names.items():
            if len(places) == 2:
                yield self._effect(trial, indicator, found, (territory, group), places, (elsewhere, se, df))

    def _effect(self, trial, indicator, found, whom, places, others):
        setting, length = self.setting, self.setting.panel.indicators[indicator].levels - 1
        before, after = (places[wave] for wave in (found["from"], found["to"]))
        change, own, own_df = self.panel.total(indicator, "mean", {after: 1.0, before: -1.0})
        elsewhere, se, df = others
        effect, error = change + elsewhere, float(np.hypot(own, se))
        free = float(satterthwaite((own**2, own_df), (se**2, df)))
        reach = float(critical(free, setting.confidence)) * error
        persons = self.panel.indicators[indicator].persons
        told = {
            "territory": whom[0], "group": whom[1], "indicator": indicator, "from": found["from"], "to": found["to"],
            "compared_with": "; ".join(found["against"]), "comparisons": len(found["against"]),
            "fewest": round(min(persons[before], persons[after])), "better": found["better"],
            "change": change, "change_elsewhere": -elsewhere, "effect": effect,
            "se_sampling": error, "df_sampling": free, "low_sampling": effect - reach, "high_sampling": effect + reach,
            "p_sampling": float(p_value(effect, error, free)),
        }  # fmt: skip
        seen = setting.drift("groups", "mean", None, [*found["territories"], *found["against"]])
        if seen is None or np.isnan(error):
            return _blank(told | {
                "basis": "sampling", "p": told["p_sampling"], "low": told["low_sampling"],
                "high": told["high_sampling"],
            })  # fmt: skip
        squared = 1 + 1 / len(found["against"])
        wide = with_drift(effect, error, free, seen, squared, length, confidence=setting.confidence)
        return _blank(told | {
            "basis": "drift", "p": wide["p"], "low": wide["low"], "high": wide["high"], "drift_seen": seen.seen,
            "drift": float(np.sqrt(seen.spread)) * length, "se_drift": wide["se"], "df_drift": wide["df"],
            "drift_part": seen.spread * squared * length**2,
        })  # fmt: skip


def _blank(row):
    return {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in row.items()}
