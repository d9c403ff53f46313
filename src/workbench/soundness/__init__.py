"""Do the indicators work? What the answers show to be wrong with them, and what they cannot show.

`indicator_findings` looks at every indicator, pair, theme and group and gives a finding a row; `indicator_correlations`
gives all pairs, `indicator_shares` how each was answered. Its parts: `answering` (missing, ends, unused levels, broken
ladders), `likeness` (pairs, themes), `consistency` (alpha and omega, from `polychoric`), `differing` (groups at equal
overall level, by `odds`), `sentences`.
"""

from workbench.soundness.consistency import Consistency, ordinal_consistency
from workbench.soundness.findings import indicator_correlations, indicator_findings, indicator_shares

__all__ = ["Consistency", "indicator_correlations", "indicator_findings", "indicator_shares", "ordinal_consistency"]
