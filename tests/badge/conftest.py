"""The fixtures of badge tests."""

import pytest
from badge.paper import TEMPLATES, Print

from kiosk.badge.design.elements import Template
from kiosk.badge.design.template import load_template


@pytest.fixture(scope="session")
def a6() -> Template:
    return load_template(TEMPLATES, "a6")


@pytest.fixture(scope="session")
def printed():
    return Print
