"""What holds for the whole run: no example has a deadline, and where CI=true a skipped test fails it."""

import atexit
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code under test; CI draws the same examples every time.
settings.register_profile(
    "kiosk",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kiosk")
# What commands remember of stations is no business of the user who runs the tests, nor of the next test.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="kiosk-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
# What the command line says is compared in English, whatever the language of whoever runs the tests.
os.environ.update(LC_ALL="C", LANGUAGE="")


@pytest.fixture(autouse=True)
def _memory(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


def pytest_sessionfinish(session):
    if _skipped(session.config) and session.exitstatus in (
        pytest.ExitCode.OK,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for report in _skipped(config):
        terminalreporter.write_line(
            f"SKIPPED, which CI does not allow: {report.nodeid}: {report.longrepr[2]}"
        )


def _skipped(config):
    """What was skipped, where nothing may be; empty in a worker, whose reports the first process counts."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or os.environ.get("CI") != "true" or hasattr(config, "workerinput"):
        return []
    return terminal.stats.get("skipped", [])
