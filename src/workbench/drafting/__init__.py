"""From citizens' words to a scale that can be asked: drafts, drafting sheets, and the questionnaire.

`draft_indicators` lays the criteria of each theme out by what they speak of (`meanings`) and proposes a scale made of
nothing but what was said (`proposals`). `drafting_sheets` bring it to the group,
`read_drafting_sheet` takes it back; `questionnaire` asks what was
worded.
"""

from workbench.drafting.asked import questionnaire_items
from workbench.drafting.layout import draft_indicators
from workbench.drafting.meanings import suggest_meanings
from workbench.drafting.questionnaire import questionnaire
from workbench.drafting.reading import read_drafting_sheet
from workbench.drafting.sheet import drafting_sheets

__all__ = [
    "draft_indicators",
    "drafting_sheets",
    "questionnaire",
    "questionnaire_items",
    "read_drafting_sheet",
    "suggest_meanings",
]
