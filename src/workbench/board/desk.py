"""Behind the board: what a page asks is recorded, and answered with what changed; whatever happens, it is answered."""

import warnings
from itertools import groupby
from operator import itemgetter

from workbench.board import texts
from workbench.board.cards import cards_of
from workbench.board.gestures import Refused, concerned, decision
from workbench.board.state import board_state, differences, lay_out
from workbench.decisions.log import path_of, written
from workbench.decisions.reading import understood
from workbench.language import _, current_language, ngettext, speaking
from workbench.themes.grid import read_grid


class Desk:
    """One board's memory: the study's file of decisions, what the board shows of it, and what the pages were told.

    The file is the truth. It is read again before each answer, so what others decided is shown, and after each
    decision, so what is shown is what replays. `answer` never raises.

    Parameters
    ----------
    place : Study, folder or path of the file
    suggestion, criteria : DataFrame
        From `suggest_themes`, and table `criteria`.
    who : str
        Written beside each decision, where the page says nothing else.
    grid : DataFrame, optional
        Table `grid` to file themes under; the workbench's own by default.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> from workbench.tables import frame
    >>> criteria = frame("criteria", [{"criterion": "c1", "text": "a flat"}, {"criterion": "c2", "text": "a bus"}])
    >>> suggestion = pd.DataFrame({"criterion": ["c1", "c2"], "theme": "T-c1"})
    >>> with TemporaryDirectory() as folder:
    ...     desk = Desk(folder, suggestion, criteria)
    ...     answer = desk.answer({"do": "split", "cards": ["c2"], "name": "Getting around", "version": 1})
    ...     answer["ok"], answer["changes"]["cards"]["c2"]["theme"], answer["said"]
    (True, 'Getting around', '“a bus” is in the new theme “Getting around”.')
    """

    def __init__(self, place, suggestion, criteria, *, who="", grid=None):
        self.place, self.suggestion, self.criteria, self.who = place, suggestion, criteria, who
        self.file = path_of(place)
        self.grid = read_grid() if grid is None else grid
        self.language, self.codes = current_language(), texts.code_names(self.grid)
        self.laid = lay_out(suggestion, criteria)
        self.cards, self.kinds = cards_of(criteria, suggestion)
        self.said = {card["id"]: (card["text"], card["language"]) for card in self.cards}
        self.mine, self.undone, self.version, self.changed = [], [], 0, {}
        self.state, self.shown, self.decisions, self.read = None, {}, None, b""
        self._look()

    def answer(self, message):
        """Return the answer to one message of a page, ready to be sent; a fault is a part of it."""
        known = isinstance(message, dict)
        answer = {"kind": "answer", "page": message.get("page") if known else None, "ok": False}
        answer |= {"id": message.get("id") if known else None, "from": self.version, "said": "", "fault": ""}
        answer["changes"] = {}
        with speaking(self.language), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                if not known:
                    raise Refused(_("The board does not know this gesture; nothing was changed."))
                self._attend(message, answer)
            except Refused as refusal:
                answer["fault"] = str(refusal)
            except Exception as error:  # whatever it was, the page must hear of it, and the kernel must go on
                said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                answer["fault"] = _("This could not be done, and nothing was saved: {error}", error=said)
            answer["version"] = self.version
        return answer

    def _attend(self, message, answer):
        do = message.get("do")
        others, changes = self._look()
        answer["changes"] = changes
        if others:
            answer["others"] = others
        if do == "hello":
            answer |= {"kind": "board", "ok": True, "board": self._whole()}
        elif do == "look":
            answer["ok"] = True
        else:
            self._decide(do, message, answer)

    def _decide(self, do, message, answer):
        before = self.state
        if do in ("undo", "redo"):
            one, said = self._take_back(do)
        else:
            self._must_be_seen(message)
            one = decision(message, before)
            said = texts.done(one, before, self.said)
        who = message.get("who") if isinstance(message.get("who"), str) else self.who
        try:
            lines = written(self.place, [one | {"who": " ".join(who.split())}])
        except OSError as error:  # TimeoutError, when another program holds the file, is one of these
            reason = error.strerror or str(error)
            raise Refused(_("Not saved: {reason} Nothing was changed.", reason=reason.rstrip(".") + ".")) from error
        when = lines[0]["when"]
        self._remember(do, when)
        try:
            _others, changes = self._look(own=when)
        except Exception as error:
            raise Refused(
                _("Saved, but the file cannot be read again; run the cell again: {error}", error=error)
            ) from error
        if not any(row["when"] == when for row in reversed(self.decisions)):
            raise Refused(_("Not saved: the decision is not in the file. Nothing was changed."))
        answer["changes"] = _joined(answer["changes"], changes)
        answer |= {"ok": True, "said": said, "when": when}

    def _must_be_seen(self, message):
        """Refuse a gesture about something that somebody else has changed since the page was told."""
        seen = message.get("version")
        seen = seen if isinstance(seen, int) else 0
        cards, themes = concerned(message)
        if any(self.changed.get(("cards", card), 0) > seen for card in cards) or any(
            self.changed.get(("themes", theme), 0) > seen for theme in themes
        ):
            raise Refused(_("Somebody else has just changed this; look again before you decide. Nothing was saved."))

    def _take_back(self, do):
        if do == "redo":
            if not self.undone:
                raise Refused(_("There is nothing to do again."))
            return {"what": "undo", "theme": self.undone[-1]}, _("Done again.")
        undo = self.state["undo"]
        if undo is None:
            raise Refused(_("There is no decision to take back."))
        if not undo["when"] and not undo["last"]:
            raise Refused(_("This decision has no time, and cannot be taken back here."))
        described = texts.described(undo["rows"], self.state, self.said)
        return {"what": "undo", "theme": undo["when"]}, _("Taken back: {decision}", decision=described)

    def _remember(self, do, when):
        if do == "undo":
            self.undone.append(when)
        elif do == "redo":
            self.undone.pop()
        else:
            self.mine, self.undone = [*self.mine, when], []

    def _look(self, own=None):
        """Read the file again; return what others decided, in words, and what the pages do not know yet."""
        data = self._data()
        if self.decisions is not None and data == self.read and own is None:
            return [], {}
        file, self.read = understood(self.file, data), data
        first = self.decisions is None
        known = {row["when"] for row in self.decisions or ()}
        self.decisions = file.rows
        self.state = board_state(self.suggestion, file.rows, self.criteria, mine=self.mine, laid=self.laid)
        shown = self._shown(file.problems)
        changes, self.shown = differences(self.shown, shown), shown
        if changes:
            self.version += 1
        if own is None:
            for part in ("cards", "themes"):
                self.changed |= dict.fromkeys([(part, name) for name in changes.get(part, ())], self.version)
        new = [row for row in file.rows if row["when"] != own and row["when"] not in known]
        if first or not new:
            return [], changes
        rows = [list(one) for _when, one in groupby(new, key=itemgetter("when"))]
        return [texts.by_others(one, self.state, self.said) for one in rows[-3:]], changes

    def _data(self):
        if not self.file.is_file() and self.read:  # an empty board would look as if nothing had ever been decided
            name = self.file.name
            raise Refused(_("{file} is no longer there; put it back where it was. Nothing was saved.", file=name))
        return self.file.read_bytes() if self.file.is_file() else b""

    def _shown(self, problems):
        """Return the state as the page takes it: sentences in the reader's language instead of decisions."""
        state, undo = self.state, self.state["undo"]
        everyone = len(set(self.laid.groups))
        return {
            "themes": {
                theme: {name: value for name, value in row.items() if name != "own"}
                | {"meta": texts.meta(row, everyone), "code_label": self.codes.get(row["code"], "")}
                for theme, row in state["themes"].items()
            },
            "cards": state["cards"],
            "queue": state["queue"],
            "order": state["order"],
            "saved": ngettext("{n} decision saved", "{n} decisions saved", state["saved"]),
            "undo": texts.described(undo["rows"], state, self.said) if undo else "",
            "redo": bool(self.undone),
            "problems": [str(problem) for problem in problems][:5],
        }

    def _whole(self):
        return self.shown | {"all": self.cards, "kinds": self.kinds, "who": self.who}


def _joined(first, then):
    """Return two differences as one."""
    parts = {**first, **then}
    for part in ("themes", "cards", "queue"):
        if part in first and part in then:
            parts[part] = first[part] | then[part]
    return parts
