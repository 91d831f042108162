"""The catalogues of words: whole, in step with the texts of Kiosk, and fit to be filled in."""

import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.mofile import read_mo
from wording import LOCALE, SPOKEN, committed, extract, flat, wanted

FORMS = {"fr": 2, "tr": 1, "ar": 6}


def texts(catalogue):
    return {(message.context, message.id) for message in catalogue if message.id}


def names(text):
    """The values that a text is filled with, and how each is written."""
    return sorted((name, written, way) for _, name, written, way in Formatter().parse(text) if name)


def compiled(language):
    return LOCALE / language / "LC_MESSAGES" / "kiosk.mo"


@pytest.mark.parametrize("language", SPOKEN)
def test_every_text_of_kiosk_is_in_the_catalogue_and_no_other(language):
    needed = texts(wanted(language))
    assert len(needed) > 400
    assert texts(committed(language)) == needed, "`make words` brings it up to date"


@pytest.mark.parametrize("language", SPOKEN)
def test_every_text_is_translated_and_none_is_left_fuzzy(language):
    lacking = [one.id for one in committed(language) if one.id and not all(flat(one.string))]
    assert lacking == []
    assert [one.id for one in committed(language) if one.fuzzy and one.id] == []


def takes_the_same(english, said):
    """Whether a translation can be filled in; a form for exactly one, or two, may say its number in words."""
    lacking = [one for one in names(english) if one not in names(said)]
    return not names(english) or (lacking in ([], [("n", "", None)]) and {*names(said)} <= {*names(english)})


@pytest.mark.parametrize("language", SPOKEN)
def test_a_translation_takes_the_values_of_its_english(language):
    pairs = [
        (english, said)
        for one in committed(language)
        for english in flat(one.id)
        for said in flat(one.string)
        if one.id and not takes_the_same(english, said)
    ]
    assert pairs == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_text_that_depends_on_a_number_has_every_form_of_the_language(language):
    catalogue = committed(language)
    assert catalogue.num_plurals == FORMS[language]
    plural = [one for one in catalogue if not isinstance(one.id, str)]
    assert len(plural) > 10
    assert [one.id for one in plural if len(one.string) != FORMS[language]] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_what_python_reads_was_made_of_the_catalogue_that_is_committed(language):
    with compiled(language).open("rb") as file:
        made = {(one.context, flat(one.id)): flat(one.string) for one in read_mo(file) if one.id}
    kept = {(one.context, flat(one.id)): flat(one.string) for one in committed(language) if one.id}
    assert made == kept, "`make words` compiles it"


def test_french_has_a_space_before_signs_of_two_parts_and_the_apostrophe_of_a_keyboard():
    said = [text for one in committed("fr") if one.id for text in flat(one.string)]
    bare = [re.sub(r"`[^`]*`|\S*://\S*|\{[^}]*\}|\d+:\d\d|\S+=\S+", "x", text) for text in said]
    close = r"[^\s:«(\[-][;!?»](?:\s|$)|[^\s:]:(?:\s|$)|«\S"
    assert [text for text in bare if re.search(close, text)] == []
    assert [text for text in said if "\N{RIGHT SINGLE QUOTATION MARK}" in text] == []


def test_arabic_is_written_in_arabic():
    said = [text for one in committed("ar") if one.id for text in flat(one.string)]
    latin = [text for text in said if re.search("[a-z]{3}", re.sub(r"{[^}]*}|\.toml", "", text))]
    assert [text for text in latin if not re.search("[\u0621-\u064a]", text)] == ["zbar"]


def test_texts_are_found_wherever_they_are_said():
    source = """
HINT = "look at {path}"
def do(path):
    raise KioskError("no {path}" if path else "nothing", HINT, path=path)
@app.command("do")
def command(option: Annotated[int, typer.Option("--option", help="How many.")]):
    \"\"\"Do it.

    At once,
    or never.
    \"\"\"
    console.say(other)
    words.plural("{n} gate", "{n} gates", 2)
    words.say_as("a way", "Out")
    table.text("kind")
    say(f"{counted(3, 'badge')} here")
"""
    found = {message for _, _, message, _ in extract(BytesIO(source.encode()), None, None, None)}
    assert found == {
        "look at {path}", "no {path}", "nothing", "How many.", "Do it.", "At once, or never.",
        ("{n} gate", "{n} gates"), ("a way", "Out"), ("{n} badge", "{n} badges"),
    }  # fmt: skip


def test_a_value_that_is_written_otherwise_is_found():
    assert names("a {name:,}") != names("un {name}") != names("un {nom}")
