from tests.themes.told import criteria, log, suggestion
from workbench.themes import apply_decisions, rewordings

TOLD = criteria(["un toit", "le bus", "un toit"])


def wordings(*lines):
    return rewordings(TOLD, log(*lines))[["criterion", "text", "wording"]].to_numpy().tolist()


def test_the_last_wording_stands_beside_the_first_words():
    assert wordings(("reword", "c0; c2", "", "un chez-soi"), ("reword", "c2", "", "un logement à soi")) == [
        ["c0", "un toit", "un chez-soi"],
        ["c2", "un toit", "un logement à soi"],
    ]


def test_a_rewording_can_be_taken_back():
    assert wordings(("reword", "c1", "", "un bus le dimanche"), ("undo", "", "", "")) == []


def test_a_rewording_moves_nothing_and_is_reported_when_its_criterion_is_gone():
    suggested = suggestion(T_c0="c0 c2", alone="c1")
    plain, reworded = (
        apply_decisions(suggested, log(*lines), TOLD)
        for lines in ((), (("reword", "c1", "", "un bus"), ("reword", "gone", "", "?")))
    )
    assert reworded[0].equals(plain[0])
    assert reworded[1].equals(plain[1])
    assert reworded[2]["criterion"].tolist() == ["gone"]
