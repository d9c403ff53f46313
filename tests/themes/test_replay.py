from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.themes.replay import Replay, replay

CRITERIA, THEMES = ["c0", "c1", "c2", "c3"], ["T-c0", "T-c2"]
LABELS = {"T-c0": "“home”", "T-c2": "“bus”"}
NAMES = st.sampled_from(["T-c0", "T-c2", "T-c1", "Home", "home", "Bus", "“home”", "alone", "gone", ""])
LINES = st.fixed_dictionaries({
    "when": st.sampled_from(["", "1", "2", "3", "4", "5"]),
    "what": st.sampled_from(["assign", "split", "merge", "rename", "new", "validate", "code", "reword", "undo"]),
    "criterion": st.sampled_from(["c0", "c1", "c1; c2", "c3; gone", ""]),
    "from": st.one_of(NAMES, st.sampled_from(["1", "2", "3"])),
    "to": NAMES,
})  # fmt: skip


@given(st.lists(st.tuples(LINES, st.booleans()), max_size=14))
@settings(max_examples=200, deadline=None)
def test_a_log_followed_as_it_grows_says_what_it_says_when_read_at_once(lines):
    growing, rows = Replay(CRITERIA, THEMES, LABELS), []
    for line, looked_at in lines:
        rows = [*rows, line]
        if looked_at:
            assert growing.follow(rows) == Replay(CRITERIA, THEMES, LABELS).follow(list(rows))
    shorter = rows[: len(rows) // 2]
    assert growing.follow(shorter) == Replay(CRITERIA, THEMES, LABELS).follow(list(shorter))


def test_only_what_is_new_is_followed(monkeypatch):
    from workbench.themes import replay as module

    growing, followed, follow = Replay(CRITERIA, THEMES), [], module._follow
    monkeypatch.setattr(module, "_follow", lambda row, *rest: (followed.append(row["to"]), follow(row, *rest)))
    rows = [{"when": str(n), "what": "assign", "criterion": "c1", "from": "", "to": f"Theme {n}"} for n in range(4)]
    for n in range(1, 5):
        growing.follow(rows[:n])
    assert followed == ["Theme 0", "Theme 1", "Theme 2", "Theme 3"]
    growing.follow([*rows, {"when": "9", "what": "undo", "criterion": "", "from": "3", "to": ""}])
    assert growing.settled.homes() == {"c1": "Theme 2"}


def test_a_table_and_its_rows_say_the_same():
    from tests.themes.told import log

    table = log(("assign", "c1", "", "Home"), ("rename", "c0", "T-c0", "Roof"))
    assert replay(table, CRITERIA, THEMES) == Replay(CRITERIA, THEMES).follow(table.to_dict("records"))
