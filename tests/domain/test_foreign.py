from enum import StrEnum

import pytest

from kiosk.domain.foreign import Words, foreign, is_foreign
from kiosk.domain.journal import Act, Kind
from kiosk.domain.model import Outcome, Subject, ZoneId
from kiosk.domain.presence import is_move


def test_a_word_of_a_newer_kiosk_is_itself_and_nothing_that_is_known():
    word = foreign(Kind, "teleport")
    assert word == word.value == str(word) == "teleport"
    assert isinstance(word, Kind)
    assert is_foreign(word)
    assert word not in {Kind.SCAN, Kind.OVERRIDE}
    assert not any(is_foreign(known) for known in Kind)
    assert {foreign(Kind, "teleport"): 1}[word] == 1


def test_nothing_follows_from_a_record_that_is_not_understood():
    went = {"subject": Subject(bytes(16)), "zone_to": ZoneId("HALL"), "outcome": Outcome.GRANTED}
    assert is_move(Act(Kind.SCAN, 1, 1, **went))
    assert not is_move(Act(foreign(Kind, "teleport"), 1, 1, **went))


@pytest.mark.parametrize("text", ["", "Scan", "scan ", "9lives", "x" * 65, "scän", "a-b", None])
def test_what_has_not_the_form_of_a_word_is_damage(text):
    with pytest.raises(KeyError):
        Words(Kind)[text]


def test_the_words_that_are_known_are_themselves():
    class Colour(StrEnum):
        RED = "red"

    words = Words(Colour)
    assert words["red"] is Colour.RED
    assert is_foreign(words["green"])
