import pytest

from tests.labs import a_browser, labs


@pytest.fixture(scope="module")
def browser():
    with a_browser() as started:
        yield started


@pytest.fixture
def lab(tmp_path):
    with labs(tmp_path) as open_lab:
        yield open_lab
