"""The board of post-its as a widget: the page in `theme_board.js`, answered by a `Desk`."""

from importlib.resources import files

from workbench.board import texts
from workbench.board.desk import Desk
from workbench.language import word


def theme_board(study, suggestion, *, who="", grid=None):
    """Return the board of post-its on which people decide about themes; each move is in the study's file at once.

    Columns are themes, cards are criteria. Cards are dragged, or moved by keyboard: the keys stand on the board. What
    the machine is unsure of is asked on top, least sure first, with the likeliest themes to choose from. Every gesture
    is one decision in `decisions.csv`, written before the next one is taken; what cannot be saved is said on the board,
    and nothing moves. Run the cell again, reload the page, open a second one: the board shows what the file says, also
    what others wrote in the meantime.

    Without widgets the same is decided with `record_decision`, or in the study's `decisions.csv`.

    Parameters
    ----------
    study : Study
        Its criteria are the cards; its folder keeps the decisions.
    suggestion : DataFrame
        From `suggest_themes(study.criteria, …)`.
    who : str
        Who decides, written beside each decision; can be changed on the board.
    grid : DataFrame, optional
        Table `grid` (see `read_grid`) to file themes under; the workbench's own by default.

    Returns
    -------
    anywidget.AnyWidget
        Then read what was decided: `decisions, problems = read_decisions(study)`.

    Raises
    ------
    ValueError
        If the suggestion was made from other criteria.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> from workbench.tables import frame
    >>> criteria = frame("criteria", [{"criterion": "c1", "text": "a flat"}, {"criterion": "c2", "text": "a bus"}])
    >>> study = SimpleNamespace(folder="no/such/folder", criteria=criteria)
    >>> board = theme_board(study, pd.DataFrame({"criterion": ["c1", "c2"], "theme": "T-c1"}), who="Ana")
    >>> board.texts["undo"]
    'Undo'
    """
    import anywidget
    import traitlets

    page = files("workbench") / "board"

    class ThemeBoard(anywidget.AnyWidget):
        _esm = (page / "theme_board.js").read_text(encoding="utf-8")
        _css = (page / "theme_board.css").read_text(encoding="utf-8")
        texts = traitlets.Dict().tag(sync=True)
        codes = traitlets.List().tag(sync=True)

    known = texts.page()
    spoken = {code: word("language", code) for code in study.criteria["language"].unique() if code}
    known |= {"key": texts.KEYS, "language": known["language"] | spoken}  # people speak more languages than the six
    desk = Desk(study, suggestion, study.criteria, who=who, grid=grid)
    board = ThemeBoard(texts=known, codes=[list(pair) for pair in desk.codes.items()])
    board.on_msg(lambda widget, message, _buffers: widget.send(desk.answer(message)))
    return board
