import pytest

from kiosk.domain.errors import KioskError
from kiosk.service.station.new_path import refuse_mistaken


@pytest.mark.parametrize("name", ["stick", "stick/list.csv", "folder"])
def test_a_path_that_would_become_something_else_is_refused_with_what_to_do(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(KioskError) as refused:
        refuse_mistaken(tmp_path / name, "journal.csv")
    assert refused.value.hint
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("name", ["new.pdf", "there", "there.pdf"])
def test_a_file_that_is_there_or_may_be_made_is_left_to_who_makes_it(tmp_path, name):
    for there in ("there", "there.pdf"):
        (tmp_path / there).write_text("x")
    refuse_mistaken(tmp_path / name, "badges.pdf")
    refuse_mistaken(None, "badges.pdf")
