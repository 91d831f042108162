# ruff: noqa: RUF001 - French and Turkish letters
"""Countries, nationalities and dates of birth as lists write them."""

from datetime import date

import pytest

from kiosk.badge.countries import countries
from kiosk.service.lists.birth_dates import read_birth_date
from kiosk.service.lists.country_words import ALPHA_3, NATIONALITIES
from kiosk.service.lists.spelling import country_code, nearest_country


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("KR", "Korea, Republic of|Corée (la République de)|Rep. of Korea|korean"),
        ("KP", "Korea, Democratic People's Republic of|République populaire démocratique de Corée"),
        ("IR", "Iran, Islamic Republic of|Iran (Islamic Republic of)|l'Iran|République islamique d'Iran"),
        ("ML", "Mali (le)|République du Mali|malienne|MLI|mali"),
        ("CI", "RCI|République de Côte d'Ivoire|Côte d’Ivoire|Ivory Coast"),
        ("US", "U.S.A.|United States of America|États-Unis d'Amérique (les)"),
        ("GB", "Scotland|Royaume-Uni|United Kingdom of Great Britain and Northern Ireland|British"),
        ("CD", "Congo, Democratic Republic of the|République démocratique du Congo|RDC"),
        ("CG", "République du Congo|Congo (the)|Congo-Brazzaville"),
        ("NL", "Netherlands, Kingdom of the|NLD|Pays-Bas (les)"),
        ("TR", "Türkiye Cumhuriyeti|Republic of Türkiye|turc|Turkish"),
        ("NE", "Niger (le)|nigérien"),
        ("NG", "République fédérale du Nigéria|nigérian"),
        ("GW", "Guinée-Bissau"),
        ("DO", "Dominican Republic (the)"),
        ("DM", "Dominica"),
        ("TZ", "Tanzania, United Republic of"),
        ("", "N/A|-|néant|inconnu"),
    ],
)
def test_a_country_is_known_by_its_formal_names_and_its_people(code, written):
    assert {country_code(text) for text in written.split("|")} == {code}


def test_every_country_is_known_by_its_codes_and_names():
    assert set(ALPHA_3.values()) == set(countries())
    for three, two in ALPHA_3.items():
        assert country_code(three) == two
    for code, names in countries().items():
        assert {country_code(name) for name in names.values()} == {code}
    assert set(NATIONALITIES.values()) <= set(countries())


@pytest.mark.parametrize("text", ["Kosovo", "Atlantis", "Ruritania", "République", "United", "the"])
def test_what_is_no_country_is_none_and_nothing_far_is_proposed(text):
    assert not country_code(text)
    assert nearest_country(text) is None


MISSPELT = [("Malii", "Mali"), ("Senegall", "Sénégal"), ("Burkina Fasso", "Burkina Faso")]


@pytest.mark.parametrize(("text", "meant"), MISSPELT)
def test_a_misspelt_country_is_proposed(text, meant):
    assert country_code(text) is None
    assert nearest_country(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "1980-12-31", "1980/12/31", "31/12/1980", "31.12.1980", "31-12-1980", "31/12/80", "19801231",
        "1980-12-31 00:00:00", "31/12/1980 00:00", "1980-12-31T00:00:00Z", "31 décembre 1980", "31-Dec-1980",
        "31 Aralık 1980", "December 31, 1980", "12/31/1980",
    ],
)  # fmt: skip
def test_a_date_of_birth_is_read_as_people_write_it(text):
    written = read_birth_date(text, 2026)
    assert written is not None
    assert written.day == date(1980, 12, 31)
    assert not written.is_doubtful


def test_a_date_that_could_be_read_both_ways_is_doubtful_and_day_first():
    written = read_birth_date("03/04/1980", 2026)
    assert written is not None
    assert (written.day, written.is_doubtful, written.is_month_first) == (date(1980, 4, 3), True, False)
    short = read_birth_date("01/02/05", 2026)
    assert short is not None
    assert short.day == date(2005, 2, 1)


@pytest.mark.parametrize(
    "text",
    ["1965", "vers 1965", "né vers 1965", "31/31/1980", "30 février 1980", "", "Bamako", "31 foo 1980"],
)
def test_what_is_no_whole_date_is_none(text):
    assert read_birth_date(text, 2026) is None
