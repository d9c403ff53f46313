import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.language import LANGUAGES, forms, names
from workbench.spreadsheets.values import (
    decimal_sign,
    nearest,
    read_choice,
    read_date,
    read_list,
    read_number,
    read_yesno,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("0.853", 0.853),
        ("1.204,50", 1204.5),
        ("1,204.50", 1204.5),
        ("1 204", 1204),
        ("−3", -3),
        (".5", 0.5),
    ]
    + [("1’204", 1204), ("1.234.567", 1234567), ("3,", 3), ("1e3", 1000), (7, 7), ("\u202f12\u00a0000", 12000)],
)
def test_numbers_as_six_countries_write_them(cell, value):
    assert read_number(cell) == (value, None)


@pytest.mark.parametrize("cell", ["1,204", "12.345", "1.204"])
def test_a_number_that_can_be_two_is_not_guessed(cell):
    value, fault = read_number(cell)
    assert value is None
    assert fault[0] == "“{found}” can be read as two different numbers."


def test_the_column_tells_the_decimal_sign_where_a_cell_does_not():
    assert decimal_sign(["1,204", "0,853"]) == ","
    assert read_number("1,204", decimal=",") == (1.204, None)
    assert read_number("1.204", decimal=",") == (1204, None)


@pytest.mark.parametrize("cell", ["x", "12 people", True, "1,2,3", "--4", "1.2.3,4,5"])
def test_what_is_no_number_is_a_fault(cell):
    assert read_number(cell)[1] is not None


@given(st.floats(-1e6, 1e6).map(lambda value: round(value, 2)), st.sampled_from([",", "."]))
def test_a_written_number_is_read_back(value, sign):
    text = f"{value:.2f}".replace(".", sign)
    assert read_number(text) == (pytest.approx(value), None)


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]),
)
def test_a_written_day_is_read_back_or_called_ambiguous(day, pattern):
    read, fault = read_date(day.strftime(pattern))
    if pattern == "%d/%m/%Y" and day.day <= 12 and day.day != day.month:
        assert (read, fault[0]) == (None, "“{found}” can be read as two different days.")
    else:
        assert (read, fault) == (day, None)


@pytest.mark.parametrize(
    "text", ["12 mars 2024", "12 marzo 2024", "12 martie 2024", "12. März 2024", "12 March 2024", "12 maart 2024"]
)
def test_months_in_six_languages(text):
    assert read_date(text)[0] == datetime.date(2024, 3, 12)


@pytest.mark.parametrize("cell", ["30/02/2024", "2024-13-01", "spring 2024", 45000])
def test_what_is_no_day_is_a_fault(cell):
    assert read_date(cell)[1] is not None


def test_every_word_of_a_choice_is_recognised_in_every_language():
    for kind in ("question", "standpoint", "actor", "commitment_state", "role", "indicator_kind"):
        for name in names(kind):
            for form in forms(kind, name):
                assert read_choice(form.upper(), kind) == (name, None)
    assert len(LANGUAGES) == 6


def test_yes_no_and_lists():
    assert [read_yesno(cell)[0] for cell in ("Sì", "da", "JA", "x", 0, "nein", "", True)] == [
        True,
        True,
        True,
        True,
        False,
        False,
        None,
        True,
    ]
    assert read_yesno("peut-être")[1] is not None
    assert read_list("A;B, C\nD") == ("A; B; C; D", None)


@given(st.text(min_size=1))
def test_nothing_is_near_to_nothing(text):
    assert nearest(text, []) == ""
