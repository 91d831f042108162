# ruff: noqa: RUF001  (Turkish)
"""What a badge shows of its holder, in the holder's language."""

import pypdfium2 as pdfium
from badged import make_station, print_some

from kiosk.service.people.desk import NewPerson, register
from kiosk.service.prints.choosing import Choice

WORDS = {
    "fr": (
        "Exposant",
        "Exhibitor",
        "Allemagne · Germany",
        "VALABLE · VALID",
        "ACCÈS · ACCESS",
        "TRIBUNES",
        "mar.",
    ),
    "en": (
        "Exposant",
        "Exhibitor",
        "Allemagne · Germany",
        "VALID · VALABLE",
        "ACCESS · ACCÈS",
        "STANDS",
        "Tue",
    ),
    "tr": (
        "Exposant",
        "Exhibitor · Katılımcı",
        "Allemagne · Almanya",
        "GEÇERLİ",
        "GİRİŞ İZNİ",
        "ÖRNEK",
        "Sal",
    ),
    "ar": ("Exposant", "Exhibitor", "عارض", "ألمانيا", "Allemagne", "حية", "الدخول", "عرض"),
}


def test_a_badge_speaks_the_language_of_its_holder_and_that_of_the_gate(tmp_path):
    station = make_station(tmp_path)
    for language in WORDS:
        texts = {
            "given_name": "Anna",
            "family_name": f"Becker {language.upper()}",
            "country": "DE",
            "language": language,
        }
        register(station, NewPerson("exhibitor", texts=texts))
    print_some(
        station, tmp_path / "badges.pdf", Choice(people=tuple(f"Becker {language}" for language in WORDS))
    )
    station.close()
    document = pdfium.PdfDocument(tmp_path / "badges.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    for language, words in WORDS.items():
        (page,) = (page for page in pages if f"Becker {language.upper()}" in page)
        assert {word for word in words if word not in page} == set()
