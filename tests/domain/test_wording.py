from kiosk.domain.plural import counted, people
from kiosk.domain.wording import Phrase, filled, joined


def test_a_text_is_its_english_and_remembers_what_it_was_made_of():
    text = Phrase("no. {n} of {what}", n=1, what=people(1000))
    assert text == "no. 1 of 1,000 people"
    assert (text.template, text.values) == ("no. {n} of {what}", {"n": 1, "what": "1,000 people"})


def test_a_template_without_its_value_stands_as_it_is():
    assert filled("{a} {b}", {"a": 1}) == "{a} {b}"
    assert filled("{", {}) == "{"


def test_a_phrase_of_a_phrase_is_the_same_phrase():
    text = Phrase(Phrase("no. {n}", n=1), n=2)
    assert (text, text.template, text.values) == ("no. 1", "no. {n}", {"n": 1})


def test_texts_are_joined_without_forgetting_what_they_were_made_of():
    text = joined([Phrase("no. {n}", n=1), "plain"], "; ")
    assert text == "no. 1; plain"
    assert [getattr(one, "template", None) for one in text.values.values()] == ["no. {n}", None]
    assert joined([]) == ""


def test_a_count_remembers_its_number_and_its_noun():
    count = counted(2, "record was", "records were")
    assert count == "2 records were"
    assert (count.number, count.one, count.many) == (2, "record was", "records were")
