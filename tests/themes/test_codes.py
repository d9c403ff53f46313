"""The grammar of SPIRAL's codes, by the examples that its page of codification gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.themes import Code, format_code, parse_code

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
