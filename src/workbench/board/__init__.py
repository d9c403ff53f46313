"""Widgets: the same verbs as in the cells, to click, drag and type. Only this room imports ipywidgets and anywidget.

`figures` shows one figure of the scores at a time, as it is chosen, and the words behind it; `situations` one chart;
`choice` is the slider for the number of themes; `drafts` walks the themes whose indicators are worded; `follow` the
list of open commitments. `theme_board` is the board of post-its on which people decide about themes: `cards` and
`state` are what it shows (tables in, dictionaries out), `gestures` what a hand on it means as a decision, `desk`
records the decisions and answers the page, `widget` is the page itself with `theme_board.js` and `theme_board.css`,
`texts` what it says.
"""

from workbench.board.choice import choose_themes
from workbench.board.drafts import draft_board
from workbench.board.figures import choose_figures
from workbench.board.follow import follow_commitments
from workbench.board.situations import choose_situations
from workbench.board.widget import theme_board

__all__ = ["choose_figures", "choose_situations", "choose_themes", "draft_board", "follow_commitments", "theme_board"]
