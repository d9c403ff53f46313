from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.decisions import reading
from workbench.decisions.reading import understood

HEAD = "when,who,what,criterion,from,to,note\n"
PIECES = st.sampled_from([
    HEAD, "2024-01-01T10:00,Ana,assign,c1,,Bus,\n", "2024-01-02T10:00,Ana,new,,,Été,\n", "2023-12-31,Ben,undo,,,,\n",
    "later,Ben,assign,c2,,Home,\n", '2024-01-03T10:00,Ana,assign,c1,,"cut sh\n', '"two\nlines"\n', "\n", "\r\n", '"',
    "2024-01-04,Ana,assign,c1,,Bus", "\ufeff", "sep=;\n", "wann;was;thema\n", "x", "\x00\x00", ",,,,,,\n",
])  # fmt: skip
PLACE = Path("decisions.csv")


@given(st.lists(st.tuples(PIECES, st.booleans()), max_size=9), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_file_read_as_it_grows_says_what_it_says_when_read_at_once(pieces, usual):
    data = HEAD.encode() if usual else b""
    reading._kept.clear()
    for text, looked_at in pieces:
        data += text.encode()
        if looked_at:
            grown, whole = understood(PLACE, data), understood(Path("elsewhere") / PLACE, data)
            assert replace(grown, grows=False) == replace(whole, grows=False)
            reading._kept.pop(Path("elsewhere") / PLACE)


def test_of_a_file_that_grew_only_the_new_lines_are_read(monkeypatch):
    seen, read = [], reading.decision_of
    monkeypatch.setattr(reading, "decision_of", lambda line, *rest: (seen.append(line), read(line, *rest))[1])
    data = HEAD
    for day in (1, 2, 3):
        data += f"2024-01-0{day},Ana,new,,,Theme {day},\n"
        file = understood(PLACE, data.encode())
    assert [line[:10] for line in seen] == ["2024-01-01", "2024-01-02", "2024-01-03"]
    assert [row["source"] for row in file.rows] == ["decisions.csv!A2", "decisions.csv!A3", "decisions.csv!A4"]


@pytest.mark.parametrize("added", ["2024-01-01,Ben,new,,,Before,\n", "some day,Ben,new,,,Whenever,\n"])
def test_a_line_that_belongs_elsewhere_stands_there(added):
    data = HEAD + "2024-01-02,Ana,new,,,Bus,\n"
    understood(PLACE, data.encode())
    assert len(understood(PLACE, (data + added).encode()).rows) == 2


def test_few_files_are_kept():
    for n in range(20):
        understood(Path(f"{n}.csv"), HEAD.encode())
    assert len(reading._kept) == reading._FILES
