import pytest
from visiting import opened_house


@pytest.fixture
def house(tmp_path):
    with opened_house(tmp_path) as opened:
        yield opened
