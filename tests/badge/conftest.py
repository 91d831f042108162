"""Own the fixtures of badge tests."""

import pytest
from badge.paper import TEMPLATES, Print

from kiosk.badge.elements import Template
from kiosk.badge.template import load_template


@pytest.fixture(scope="session")
def a6() -> Template:
    return load_template(TEMPLATES, "a6")


@pytest.fixture(scope="session")
def printed():
    return Print
