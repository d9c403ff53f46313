"""Did the pilot help? Its territories' change, less the change where nothing was tried, and what follows from it.

`estimate_pilots` gives the effects, `pilot_waves` the same wave by wave with those before the start, `pilot_reasons`
what speaks for and against each decision, `judge_pilots` the decision: extend, adjust, stop, cannot tell yet.
"""

from workbench.actions.pilots.decisions import judge_pilots
from workbench.actions.pilots.estimates import estimate_pilots
from workbench.actions.pilots.reasons import pilot_reasons
from workbench.actions.pilots.waves import pilot_waves

__all__ = ["estimate_pilots", "judge_pilots", "pilot_reasons", "pilot_waves"]
