import multiprocessing
import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.decisions import read_decisions, record_decision, record_decisions
from workbench.decisions.log import FILE
from workbench.language import speaking

LINES = [
    "when,who,what,criterion,from,to,note",
    "2024-05-01T10:00:00,Ana,assign,c1,T-c9,Logement,",
    "2024-05-01T10:05:00,Ana,rename,,T-c2,Se déplacer,« à pied »",
    "2024-05-02T09:00:00,Luc,undo,,,,",
]


def written(folder, text, encoding="utf-8"):
    path = folder / FILE
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


def said(decisions):
    return decisions[["what", "criterion", "from", "to", "note"]].to_numpy().tolist()


def test_what_is_recorded_is_read_again(tmp_path):
    record_decision(tmp_path, "assign", criterion="c1", theme="T-c9", to="Logement", who="Ana", note="vu ensemble")
    record_decision(tmp_path, "code", theme="Logement", to="A03")
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert said(decisions) == [
        ["assign", "c1", "T-c9", "Logement", "vu ensemble"],
        ["code", "", "Logement", "A03", ""],
    ]
    assert decisions["source"].tolist() == [f"{FILE}!A2", f"{FILE}!A3"]
    assert decisions["when"].is_monotonic_increasing


def test_a_study_is_a_place(tmp_path):
    class Study:
        folder = tmp_path

    record_decision(Study(), "rename", theme="T-c1", to="Travail")
    assert len(read_decisions(Study())[0]) == 1


def test_the_criteria_of_one_decision_share_its_time(tmp_path):
    lines = record_decision(tmp_path, "split", criterion=["c1", "c2"], theme="T-c9", to="Chaleur")
    assert lines["criterion"].tolist() == ["c1", "c2"]
    assert lines["when"].nunique() == 1


def test_a_theme_keeps_what_it_held_in_cells_that_a_spreadsheet_can_show(tmp_path):
    held = [f"valbourg-2024-{number:06d}" for number in range(5000)]
    record_decision(tmp_path, "rename", criterion=held, theme="T-c1", to="Travail")
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert decisions["criterion"].str.len().max() < 32_767
    assert "; ".join(decisions["criterion"]).split("; ") == held


def test_no_line_is_ever_changed(tmp_path):
    path, before = tmp_path / FILE, b""
    for number in range(5):
        record_decision(tmp_path, "assign", criterion=f"c{number}", to="Santé")
        assert path.read_bytes().startswith(before)
        before = path.read_bytes()


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12), min_size=3, max_size=3
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_come_back(tmp_path, words):
    label, note, who = (" ".join(word.split()) for word in words)
    (tmp_path / FILE).unlink(missing_ok=True)
    record_decision(tmp_path, "rename", theme="T-c1", to=f"x{label}".strip(), note=note, who=who)
    record_decision(tmp_path, "rename", theme="T-c1", to=label or "y", note=note, who=who)
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert decisions["to"].tolist() == [f"x{label}".strip(), label or "y"]
    assert decisions["note"].tolist() == [note, note]
    assert decisions["who"].tolist() == [who, who]


def test_no_cell_is_taken_for_a_formula(tmp_path):
    record_decision(tmp_path, "rename", theme="T-c1", to='=HYPERLINK("http://x")', note="@SUM(A1)")
    text = (tmp_path / FILE).read_text(encoding="utf-8-sig")
    assert all(not cell.strip('"').startswith(("=", "@")) for cell in text.splitlines()[1].split(","))
    assert read_decisions(tmp_path)[0]["to"].tolist() == ['=HYPERLINK("http://x")']


# ---------------------------------------------------------------------- what spreadsheets and crashes do


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\n".join(LINES), "utf-8"),
        ("\n".join(LINES) + "\n", "utf-8-sig"),
        ("\r\n".join(LINES) + "\r\n", "cp1252"),
        ("\n".join(LINES), "utf-16"),
        ("\n".join(LINES).replace(",", ";"), "utf-8"),
        ("sep=;\n" + "\n".join(LINES).replace(",", ";"), "utf-8"),
        ("\n".join(LINES).replace(",", "\t"), "utf-8"),
        ("\n".join([LINES[0], LINES[3], LINES[1], LINES[2]]), "utf-8"),
        ("\n".join(LINES) + "\n\n,,,,,,\n", "utf-8"),
        ("\n".join(["quand,qui,quoi,numéro du critère,ancien,nouveau,note", *LINES[1:]]), "utf-8"),
    ],
    ids=["plain", "bom", "windows", "utf-16", "semicolons", "sep line", "tabs", "sorted anew", "blank lines", "French"],
)
def test_a_file_that_went_through_a_spreadsheet_says_the_same(tmp_path, text, encoding):
    written(tmp_path, text, encoding)
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert said(decisions) == [
        ["assign", "c1", "T-c9", "Logement", ""],
        ["rename", "", "T-c2", "Se déplacer", "« à pied »"],
        ["undo", "", "", "", ""],
    ]
    record_decision(tmp_path, "assign", criterion="c7", to="Santé")
    again, problems = read_decisions(tmp_path)
    assert problems == []
    assert said(again) == [*said(decisions), ["assign", "c7", "", "Santé", ""]]


def test_kinds_and_columns_are_known_in_six_languages(tmp_path):
    written(
        tmp_path,
        "nouveau;quoi;ancien;quand\nLogement;fusionner;T-c3;2024-05-01\nA03;ranger dans la grille;Logement;2024-05-02\n",
    )
    assert said(read_decisions(tmp_path)[0]) == [
        ["merge", "", "T-c3", "Logement", ""],
        ["code", "", "Logement", "A03", ""],
    ]


def test_a_line_cut_short_is_a_problem_and_swallows_no_other(tmp_path):
    cut = '2024-05-01T10:07:00,Ana,rename,,T-c2,"Se dépl'
    path = written(tmp_path, "\n".join([*LINES[:2], cut]))
    record_decision(tmp_path, "assign", criterion="c3", to="Santé")
    decisions, problems = read_decisions(tmp_path)
    assert decisions["criterion"].tolist() == ["c1", "c3"]
    assert [problem.cell for problem in problems] == ["A3"]
    assert cut in path.read_text(encoding="utf-8")


def test_zero_bytes_of_a_crash_do_no_harm(tmp_path):
    written(tmp_path, ("\n".join(LINES[:2]) + "\n").encode() + b"\x00" * 512)
    record_decision(tmp_path, "assign", criterion="c3", to="Santé")
    decisions, problems = read_decisions(tmp_path)
    assert decisions["criterion"].tolist() == ["c1", "c3"]
    assert problems == []


def test_a_cell_may_hold_a_line_break(tmp_path):
    written(tmp_path, LINES[0] + '\n2024-05-01,Ana,assign,c1,,Santé,"vu à deux\nle soir"\n' + LINES[1])
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert decisions["note"].tolist() == ["vu à deux\nle soir", ""]


@pytest.mark.parametrize(
    ("line", "cell", "severity"),
    [
        ("2024-05-03,Ana,explode,c1,,x,", "C3", "error"),
        ("2024-05-03,Ana,assign,,,x,", "D3", "error"),
        ("2024-05-03,Ana,rename,,T-c1,,", "F3", "error"),
        ("2024-05-03,Ana,validate,,,,", "E3", "error"),
        ("03/05/2024,Ana,assign,c1,,x,", "A3", "warning"),
        ("last week,Ana,assign,c1,,x,", "A3", "warning"),
    ],
)
def test_a_line_that_cannot_be_followed_is_named_by_its_cell(tmp_path, line, cell, severity):
    written(tmp_path, "\n".join([*LINES[:2], line, *LINES[2:]]))
    decisions, problems = read_decisions(tmp_path)
    assert [(problem.file, problem.cell, problem.severity) for problem in problems] == [(FILE, cell, severity)]
    assert len(decisions) == (4 if severity == "warning" else 3)
    with speaking("fr"):
        assert str(problems[0])


def test_a_line_whose_time_cannot_be_read_stays_where_it_stands(tmp_path):
    written(tmp_path, "\n".join([LINES[0], LINES[1], "03/05/2024,Ana,assign,c2,,x,", *LINES[2:]]))
    assert read_decisions(tmp_path)[0]["what"].tolist() == ["assign", "assign", "rename", "undo"]


def test_without_a_header_the_usual_order_is_taken_and_said(tmp_path):
    written(tmp_path, "\n".join(LINES[1:]))
    decisions, problems = read_decisions(tmp_path)
    assert len(decisions) == 3
    assert [problem.severity for problem in problems] == ["warning"]


def test_in_french_the_file_opens_in_a_french_spreadsheet(tmp_path):
    with speaking("fr"):
        record_decision(tmp_path, "rename", theme="T-c1", to="Santé")
    assert (tmp_path / FILE).read_bytes().startswith("\ufeffwhen;who;what".encode())


@pytest.mark.parametrize(
    "wrong",
    [{"what": "destroy"}, {"what": "assign", "to": "x"}, {"what": "rename", "theme": "x"}, {"what": "validate"}],
)
def test_a_decision_that_says_nothing_is_refused(tmp_path, wrong):
    with pytest.raises(ValueError, match=r"what must be|needs"):
        record_decision(tmp_path, **wrong)
    assert not (tmp_path / FILE).exists()


# ---------------------------------------------------------------------- two at once


def _record_many(folder, who):
    for number in range(15):
        record_decision(folder, "assign", criterion=f"{who}{number}", to="Santé", who=who)


def test_two_notebooks_write_at_once_and_lose_nothing(tmp_path):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_record_many, args=(tmp_path, who)) for who in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert sorted(decisions["criterion"]) == sorted(f"{who}{number}" for who in "ab" for number in range(15))
    assert decisions["when"].is_unique


def test_a_clock_that_goes_back_keeps_the_order(tmp_path):
    written(tmp_path, LINES[0] + "\n2999-01-01T00:00:00+00:00,Ana,assign,c1,,Santé,\n")
    record_decision(tmp_path, "assign", criterion="c1", to="Travail")
    assert read_decisions(tmp_path)[0]["to"].tolist() == ["Santé", "Travail"]


def test_a_decision_is_on_disk_before_the_next(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", synced.append)
    record_decision(tmp_path, "assign", criterion="c1", to="Santé")
    assert len(synced) == 1


def test_many_decisions_stand_in_their_order_or_none_is_written(tmp_path):
    told = [{"what": "new", "to": "Santé"}, {"what": "assign", "criterion": ["c1", "c2"], "to": "Santé", "who": "Ana"}]
    record_decisions(tmp_path, told)
    decisions, problems = read_decisions(tmp_path)
    assert problems == []
    assert decisions[["what", "criterion", "to"]].values.tolist() == [["new", "", "Santé"], ["assign", "c1", "Santé"], ["assign", "c2", "Santé"]]
    assert decisions["when"].nunique() == 2
    with pytest.raises(ValueError, match="needs criterion"):
        record_decisions(tmp_path, [{"what": "new", "to": "Travail"}, {"what": "assign", "to": "Travail"}])
    assert len(read_decisions(tmp_path)[0]) == 3


def test_a_meeting_is_followed_at_its_own_date(tmp_path):
    record_decision(tmp_path, "assign", criterion="c1", to="Travail")
    meeting = record_decisions(tmp_path, [{"what": "assign", "criterion": name, "to": "Santé", "when": date(2024, 5, 12)} for name in ("c1", "c2")])
    decisions, _problems = read_decisions(tmp_path)
    assert decisions["criterion"].tolist() == ["c1", "c2", "c1"]
    assert decisions["to"].tolist() == ["Santé", "Santé", "Travail"]
    assert meeting["when"].str.startswith("2024-05-12T12:00").all()
    assert meeting["when"].nunique() == 2
    with pytest.raises(ValueError, match="future"):
        record_decision(tmp_path, "assign", criterion="c1", to="Travail", when=date(2999, 1, 1))
