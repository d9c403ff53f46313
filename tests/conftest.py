import pytest
from hypothesis import settings

from tests.labs import a_browser, labs

# a busy machine is no fault of the code
settings.register_profile("workbench", deadline=None)
settings.load_profile("workbench")


@pytest.fixture(scope="module")
def browser():
    with a_browser() as started:
        yield started


@pytest.fixture
def lab(tmp_path):
    with labs(tmp_path) as open_lab:
        yield open_lab
