"""From citizens' words to a scale that can be asked: drafts, drafting sheets, and the questionnaire.

`draft_indicators` lays the criteria of each theme out by what they speak of (`meanings`) and proposes a scale made of
nothing but what was said (`proposals`).
"""

from workbench.drafting.layout import draft_indicators
from workbench.drafting.meanings import suggest_meanings

__all__ = ["draft_indicators", "suggest_meanings"]
