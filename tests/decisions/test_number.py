import pytest

from workbench.decisions import read_decisions, record_decision
from workbench.decisions.log import FILE
from workbench.decisions.standing import number_of_themes


def decided(folder):
    found = number_of_themes(read_decisions(folder)[0])
    return found and found["number"]


def test_the_last_number_stands_and_is_taken_back(tmp_path):
    assert decided(tmp_path) is None
    record_decision(tmp_path, "number", to=12, who="Ana")
    record_decision(tmp_path, "number", to="9", who="Luc")
    assert decided(tmp_path) == 9
    record_decision(tmp_path, "undo")
    assert decided(tmp_path) == 12


@pytest.mark.parametrize("wrong", ["a dozen", "1", "0", "-3", "12.5", "2,000"])
def test_what_is_no_number_of_themes_is_named_by_its_cell_and_refused(tmp_path, wrong):
    lines = "when;who;what;criterion;from;to;note\n2024-05-01;Ana;nombre de thèmes;;;12,0;\n"
    (tmp_path / FILE).write_text(lines + f"2024-05-02;Ana;number;;;{wrong};\n", encoding="utf-8")
    _decisions, problems = read_decisions(tmp_path)
    assert [problem.cell for problem in problems] == ["F3"]
    assert decided(tmp_path) == 12
    with pytest.raises(ValueError, match="number of themes"):
        record_decision(tmp_path, "number", to=wrong)
