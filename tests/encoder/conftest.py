import pytest


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """A folder of vectors for all tests, so that each text is encoded once."""
    return tmp_path_factory.mktemp("vectors")
