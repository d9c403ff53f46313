"""Back to the groups: sheets for their meetings, and what they decide there; and the board's work in a spreadsheet.

First meeting: `first_meeting_sheets`, a page for each question and the workbook to type the post-its into. Second
meeting: `validation_sheets` bring each group (and a rainbow group of all) its criteria under the suggested themes;
`read_validation_sheet` makes decisions of what it says. In between, people sort themes on the board, or in a
spreadsheet (`export_decisions_sheet`, `read_decisions_sheet`). Sheets are in the language of their group.
"""

from workbench.meetings.board_reading import read_decisions_sheet
from workbench.meetings.board_sheet import export_decisions_sheet
from workbench.meetings.first import first_meeting_sheets
from workbench.meetings.reading import read_validation_sheet
from workbench.meetings.validation import validation_sheets

__all__ = [
    "export_decisions_sheet",
    "first_meeting_sheets",
    "read_decisions_sheet",
    "read_validation_sheet",
    "validation_sheets",
]
