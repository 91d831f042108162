"""A desk's station for each test that asks for one, and a list to import into it."""

from pathlib import Path

import pytest
from registration import OpenDesk, open_desk


@pytest.fixture
def desk(tmp_path) -> OpenDesk:
    return open_desk(tmp_path)


@pytest.fixture
def write(tmp_path):
    """Write a list, byte for byte; return its path."""

    def write(raw: bytes) -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes(raw)
        return path

    return write
