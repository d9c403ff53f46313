import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.language import names, word
from workbench.tables import TABLES, columns, empty, frame


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_word_and_every_choice_its_words(name):
    for column in TABLES[name].columns:
        if column.kind == "choice":
            assert names(column.allowed)
    written = [column for column in TABLES[name].columns if name not in ("scores", "changes", "themes", "grid")]
    assert all(word("column", column.name, "fr") != "" for column in written)


@pytest.mark.parametrize("name", TABLES)
def test_references_lead_to_a_column_that_exists(name):
    for column in TABLES[name].columns:
        if "." in column.allowed:
            table, _, referred = column.allowed.partition(".")
            assert referred in columns(table)


@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional={"respondent": st.text(), "level": st.none() | st.integers(1, 5), "gender": st.text()}
        )
    )
)
def test_a_frame_keeps_every_row_and_every_column(rows):
    table = frame("answers", rows)
    assert len(table) == len(rows)
    assert list(table.columns[: len(columns("answers"))]) == columns("answers")
    assert (table["respondent"] == [row.get("respondent", "") for row in rows]).all()
    assert table["level"].isna().sum() == sum(row.get("level") is None for row in rows)
    assert (table.dtypes[columns("answers")] == empty("answers").dtypes).all()


def test_a_frame_does_not_change_what_it_is_made_of():
    rows = pd.DataFrame({"level": [1, 2]})
    frame("answers", rows)
    assert rows.columns.tolist() == ["level"]
