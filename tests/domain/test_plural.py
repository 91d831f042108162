import pytest

from kiosk.domain.plural import counted, people


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (12_000, "12,000 days")]
)
def test_a_noun_follows_its_number(count, said):
    assert counted(count, "day") == said


def test_an_irregular_noun_and_the_words_after_it_are_given():
    assert [counted(n, "row needs you", "rows need you") for n in (1, 2)] == [
        "1 row needs you",
        "2 rows need you",
    ]
    assert [people(n) for n in (1, 0)] == ["1 person", "0 people"]
