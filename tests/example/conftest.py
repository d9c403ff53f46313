import pytest

from workbench.example import make_example


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The example in a folder of its own, and what was put into it."""
    folder = tmp_path_factory.mktemp("made") / "example"
    return folder, make_example(folder)


@pytest.fixture(scope="session")
def tables(made):
    return made[1]
