import os
import subprocess
import sys
from pathlib import Path

import pytest

RULES = Path(__file__).parent / "conftest.py"
SKIPS = 'import pytest\n\ndef test_one(): pass\n\ndef test_two(): pytest.skip("no camera here")\n'
PASSES = "def test_one(): pass\n"


def run(folder, tests, ci):
    (folder / "conftest.py").write_text(RULES.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_some.py").write_text(tests, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        "0",
        "--rootdir",
        str(folder),
    ]
    environment = {**os.environ, "CI": ci}
    return subprocess.run(  # noqa: S603 - pytest itself
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("tests", "ci", "code"), [(SKIPS, "true", 1), (SKIPS, "", 0), (PASSES, "true", 0)])
def test_a_skipped_test_fails_the_run_in_ci_and_says_why(tmp_path, tests, ci, code):
    ran = run(tmp_path, tests, ci)
    assert ran.returncode == code, ran.stdout
    assert ("which CI does not allow" in ran.stdout and "no camera here" in ran.stdout) == bool(code)
