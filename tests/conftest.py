"""Own what holds for the whole run: in CI a skipped test fails it, and no test needs a fast machine."""

import os

import hypothesis
import pytest

hypothesis.settings.register_profile("kiosk", deadline=None)  # a busy machine is no fault of ours
hypothesis.settings.load_profile("kiosk")


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
