import pytest

from workbench.decisions import read_decisions, record_decision
from workbench.decisions.log import FILE, path_of
from workbench.decisions.reading import cell_of
from workbench.decisions.standing import number_of_themes
from workbench.language import LANGUAGES, speaking, word

HEADER = "when;who;what;criterion;from;to;note\n"


def decided(folder):
    found = number_of_themes(read_decisions(folder)[0])
    return found and found["number"]


def by_hand(folder, *lines, header=HEADER):
    (folder / FILE).write_text(header + "".join(line + "\n" for line in lines), encoding="utf-8")
    return read_decisions(folder)


def test_the_last_number_stands_and_is_taken_back(tmp_path):
    assert decided(tmp_path) is None
    record_decision(tmp_path, "number", to=12, who="Ana")
    record_decision(tmp_path, "number", to="9", who="Luc")
    assert decided(tmp_path) == 9
    record_decision(tmp_path, "undo")
    assert decided(tmp_path) == 12
    record_decision(tmp_path, "undo")
    assert decided(tmp_path) is None


def test_an_earlier_number_is_taken_back_by_its_time_and_taken_up_again(tmp_path):
    first = record_decision(tmp_path, "number", to=12)["when"].iloc[0]
    record_decision(tmp_path, "new", to="Housing")
    undo = record_decision(tmp_path, "undo", theme=first)["when"].iloc[0]
    assert decided(tmp_path) is None
    record_decision(tmp_path, "undo", theme=undo)
    assert decided(tmp_path) == 12


def test_by_hand_the_later_time_stands_whatever_the_order_of_the_lines(tmp_path):
    late, early = "2024-05-02T10:00;Luc;number;;;9;", "2024-05-01T10:00;Ana;number;;;12;"
    _decisions, problems = by_hand(tmp_path, late, early)
    assert (decided(tmp_path), problems) == (9, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_each_language(tmp_path, language):
    _decisions, problems = by_hand(tmp_path, f"2024-05-01;Ana;{word('decision', 'number', language)};;;12;")
    assert (decided(tmp_path), problems) == (12, [])


@pytest.mark.parametrize("written", ["12", "12,0", "12.00", " 12 ", "+12", "12\u202f"])
def test_what_a_spreadsheet_makes_of_a_whole_number_is_one(tmp_path, written):
    _decisions, problems = by_hand(tmp_path, f"2024-05-01;Ana;number;;;{written};")
    assert (decided(tmp_path), problems) == (12, [])


@pytest.mark.parametrize("wrong", ["a dozen", "12 themes", "1", "0", "-3", "12.5", "12,5", "2,000", "½", "1e1", "NaN"])
def test_what_is_no_number_of_themes_is_named_by_its_cell_and_refused(tmp_path, wrong):
    lines = ["2024-05-01;Ana;nombre de thèmes;;;12,0;", f"2024-05-02;Ana;number;;;{wrong};"]
    _decisions, problems = by_hand(tmp_path, *lines)
    assert [problem.cell for problem in problems] == ["F3"]
    assert wrong in str(problems[0])
    with speaking("fr"):
        assert "Écrivez un nombre entier, 2 ou plus." in str(problems[0])
    assert decided(tmp_path) == 12
    with pytest.raises(ValueError, match="number of themes"):
        record_decision(tmp_path, "number", to=wrong)
    record_decision(tmp_path, "number", to=7)
    assert all(line in (tmp_path / FILE).read_text(encoding="utf-8") for line in lines)  # nothing is lost
    assert decided(tmp_path) == 7


def test_the_cell_is_that_of_the_file_as_it_is(tmp_path):
    header = "to;what;when;who;note;criterion;from\n"
    decisions, problems = by_hand(
        tmp_path, "many;number;2024-05-01;Ana;;;", "12;number;2024-05-02;Ana;;;", header=header
    )
    assert [problem.cell for problem in problems] == ["A2"]
    assert cell_of(path_of(tmp_path), decisions.iloc[0].to_dict(), "to") == "A3"
    assert cell_of(path_of(tmp_path), decisions.iloc[0].to_dict(), "who") == "D3"


def test_a_number_that_says_nothing_lacks_something(tmp_path):
    _decisions, problems = by_hand(tmp_path, "2024-05-01;Ana;number;;;;")
    assert [problem.cell for problem in problems] == ["F2"]
    with pytest.raises(ValueError, match="needs to"):
        record_decision(tmp_path, "number")
