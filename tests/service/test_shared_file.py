import pytest

from kiosk.service.station import shared_file


def in_use(code):
    denied = PermissionError(13, "denied")
    setattr(denied, "winerror", code)  # noqa: B010 - Windows' own attribute
    return denied


def test_a_file_that_somebody_has_open_is_waited_for():
    waits, left = [], [in_use(32), in_use(5)]

    def act():
        if left:
            raise left.pop()
        return "done"

    assert shared_file.patiently(act, lambda: waits.append(1)) == "done"
    assert len(waits) == 2


def test_a_file_that_stays_open_fails_in_the_end():
    waits = []

    def act():
        raise in_use(32)

    with pytest.raises(PermissionError):
        shared_file.patiently(act, lambda: waits.append(1))
    assert 0 < len(waits) < 1000


@pytest.mark.parametrize("error", [PermissionError(13, "denied"), FileNotFoundError(2, "none")])
def test_what_waiting_does_not_mend_fails_at_once(error):
    def act():
        raise error

    with pytest.raises(OSError, match=error.strerror):
        shared_file.patiently(act, lambda: pytest.fail("waited"))


def test_a_file_is_replaced_and_read(tmp_path):
    new, file = tmp_path / "new", tmp_path / "file"
    file.write_text("old")
    new.write_text("é", encoding="utf-8")
    shared_file.replace(new, file)
    assert shared_file.read(file) == "é"
    assert not new.exists()
