from workbench.language import N_, speaking
from workbench.problems import WARNING, Problem, StudyProblems, problem_table

FAULT = Problem(
    "a.xlsx",
    "Réponses",
    "C14",
    N_("“{found}” is not a number."),
    N_("Type a number, or leave the cell empty."),
    {"found": "x"},
)
DOUBT = Problem("a.xlsx", "", "", N_("The file is empty."), severity=WARNING)


def test_one_list_of_problems_reads_in_both_languages():
    with speaking("fr"):
        assert (
            str(FAULT)
            == "a.xlsx · Réponses · C14 – «\u202fx\u202f» n’est pas un nombre. Saisissez un nombre, ou laissez la cellule vide."
        )
    with speaking("en"):
        assert str(FAULT) == "a.xlsx · Réponses · C14 – “x” is not a number. Type a number, or leave the cell empty."


def test_errors_come_before_warnings():
    with speaking("en"):
        table = problem_table([DOUBT, FAULT])
    assert table["severity"].tolist() == ["error", "warning"]
    assert table.columns.tolist() == ["severity", "file", "sheet", "cell", "what was found", "what to do"]


def test_a_notebook_shows_the_cells_and_not_a_traceback():
    with speaking("en"):
        raised = StudyProblems([FAULT, DOUBT])
        assert raised._render_traceback_()[0] == "1 problem keeps the study from being read:"
        assert "C14" in raised._repr_html_()
        assert "<script" not in StudyProblems([Problem("<script>", "", "", N_("The file is empty."))])._repr_html_()
