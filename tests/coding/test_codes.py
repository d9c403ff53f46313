"""The grammar of SPIRAL's codes, by the examples that its page of codification gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding import Code, climb, covers, format_code, parse_code, place_code
from workbench.coding.codes import side_of

CODES = st.builds(
    Code,
    family=st.sampled_from("ABCDEFGH"),
    component=st.integers(0, 99),
    detail=st.integers(0, 99),
    meaning=st.sampled_from("RPOQS"),
    shade=st.integers(0, 99),
    beneficiary=st.sampled_from("aikz"),
)


def test_the_published_example():
    assert parse_code("A01-11/P15/k") == Code("A", 1, 11, "P", 15, "k")


@pytest.mark.parametrize("text", ["A00-00/O-00/i", "A00", "A", "A/O", "A00-00//i"])
def test_zeros_climb_one_level_of_generality(text):
    assert parse_code(text) == Code("A")
    assert format_code(parse_code(text)) == "A"


@pytest.mark.parametrize(("text", "shortest"), [("A01-00", "A01"), ("A01/O21", "A01/O21"), ("A01//k", "A01/O/k")])
def test_partial_codes_are_valid(text, shortest):
    assert format_code(parse_code(text)) == shortest


@given(CODES)
def test_a_code_that_is_written_is_read_again(code):
    assert parse_code(format_code(code)) == code


@pytest.mark.parametrize("text", ["", "1", "AA", "A1", "A01-1", "A01/X", "A01/P1", "A01/P15/kk", "A/P/k/x", "SDG 11"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match="text must be a code"):
        parse_code(text)


@given(CODES)
def test_each_step_up_covers_what_was_below_and_ends_at_the_family(code):
    steps = [format_code(code)]
    while climb(steps[-1]) != steps[-1]:
        steps.append(climb(steps[-1]))
        assert covers(steps[-1], steps[-2])
        assert covers(steps[-1], code)
    assert steps[-1] == code.family
    assert len(steps) <= 6


@given(CODES, CODES)
def test_two_codes_cover_each_other_only_where_they_are_the_same(one, other):
    if covers(one, other) and covers(other, one):
        assert one == other
    assert covers(one, one)


@given(CODES, CODES, CODES)
def test_what_covers_a_cover_covers(one, other, third):
    if covers(one, other) and covers(other, third):
        assert covers(one, third)


@pytest.mark.parametrize(
    ("general", "other"),
    [("A01", "A02"), ("A01-11", "A01"), ("A", "B"), ("A/P", "A/Q"), ("A//k", "A"), ("A/P15", "A/P")],
)
def test_what_is_said_more_narrowly_does_not_cover(general, other):
    assert not covers(general, other)


def test_the_side_is_that_of_the_question():
    assert [side_of(question) for question in ("wellbeing", "illbeing", "action", "")] == [
        "positive",
        "negative",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [("A01-11/P15/k", "A01-11"), ("A01-12", "A01"), ("A/P", "A00"), ("A", "A00"), ("B", "B"), ("B07", ""), ("a01", "A01"),
     ("", ""), ("sdg4", "SDG 4"), ("nonsense", ""), ("Z; SDG 4", "SDG 4")],
)  # fmt: skip
def test_a_code_has_its_line_in_a_scheme(text, place):
    assert place_code(text, ["A", "A00", "A01", "A01-11", "B", "SDG 4"]) == place
