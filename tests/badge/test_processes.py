"""Processes that work beside the one that began them."""

import signal

import photo_acts
import pytest

from kiosk.badge.pdf.processes import begin, undisturbed


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no signal masks")
def test_ctrl_c_reaches_the_process_that_began_the_others_and_none_of_them():
    with begin(1) as pool:
        with undisturbed():
            hears = pool.submit(photo_acts.hears_ctrl_c)
        assert not hears.result()
    assert photo_acts.hears_ctrl_c()
