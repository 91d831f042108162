# ruff: noqa: RUF001 - letters of other alphabets are what is tested
"""Lists that are not UTF-8: read as they were saved, or asked about; never taken as they are."""

import pytest
from registration import quiet

from kiosk.domain.errors import KioskError
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.lists.mending import is_suspect, mend

FRENCH = "nom;prenom;categorie"
ENGLISH = "last name;first name;category"
CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
TURKISH = "Soyad;Ad;Kategori"
TWICE = ("Traoré Zoé", "Yıldız Gülşen", "الأمين محمد", "Смирнова Анна", "Şahin Çağla")


def listed(head: str, *names: str) -> str:
    return "\n".join([head, *(f"{name.replace(' ', ';')};visitor" for name in names), ""])


def imported(desk) -> list[str]:
    query = "SELECT family_name || ' ' || given_name FROM holder ORDER BY n"
    return [name for (name,) in desk.database.connection.execute(query)]


@pytest.mark.parametrize(
    ("head", "names", "pages"),
    [
        (TURKISH, ("Yıldırım Gülşen", "Çağlar İsmail"), ("cp1254", "iso8859_9", "mac_turkish", "cp857")),
        (FRENCH, ("Yıldırım Gülşen", "Traoré Zoé"), ("cp1254",)),
        ("Soyadı;Adı;Kategori", ("Aydın Ali",), ("cp1254", "cp857")),
        (
            ENGLISH,
            ("Смирнова Анна", "Козлов Сергей"),
            ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic"),
        ),
        (ENGLISH, ("Γεωργίου Ανδρέας",), ("cp1253", "iso8859_7")),
        (FRENCH, ("كوليبالي آمنة", "Traoré Zoé"), ("cp1256",)),
        (ENGLISH, ("الأمين محمد", "حسن فاطمة"), ("cp1256", "iso8859_6")),
        (ENGLISH, ("Nováček Jiří", "Dvořák Zdeněk"), ("cp1250", "iso8859_2")),
        (ENGLISH, ("Wójcik Michał", "Żak Świętosława"), ("cp1250", "iso8859_2")),
        (ENGLISH, ("Kazlauskas Žygimantas", "Bērziņš Jānis"), ("cp1257", "iso8859_13")),
        (FRENCH, ("Koné Hélène", "Keïta François"), ("cp1252", "iso8859_15", "mac_roman", "cp850")),
        (FRENCH, ("KONÉ HÉLÈNE",), ("cp1252", "mac_roman", "cp850")),
        (ENGLISH, ("Núñez José", "Müller Jörg"), ("cp1252", "mac_roman")),
        (ENGLISH, ("Þórsson Jón", "Guðjónsdóttir Sigríður"), ("cp1252",)),
    ],
)
def test_names_are_read_in_the_code_page_that_makes_words_of_them(desk, write, head, names, pages):
    for page in pages:
        path = write(listed(head, *names).encode(page))
        promised = check_list(desk, ListToImport(path), quiet)
        assert (promised.new, promised.refused) == (len(names), 0)
        assert promised.samples, "the user is shown some of it"
    import_list(desk, ListToImport(path), quiet)
    assert imported(desk) == list(names)


def test_a_few_turkish_names_at_the_end_of_a_long_french_list_decide_its_code_page(desk, write):
    names = [f"Traoré Zoé{n}" for n in range(5_000)]
    raw = listed("nom;prénom;catégorie", *names, "Şahin Çağla", "Işık Gülşah").encode("cp1254")
    report = check_list(desk, ListToImport(write(raw)), quiet)
    assert report.encoding == "cp1254"


def test_where_the_letters_do_not_tell_the_user_is_shown_the_ways_and_asked(desk, write):
    path = write(listed(ENGLISH, "דוד כהן").encode("cp1255"))
    with pytest.raises(KioskError) as caught:
        import_list(desk, ListToImport(path), quiet)
    assert "as cp1251: " in caught.value.message
    assert "--encoding" in caught.value.hint
    assert "CSV UTF-8" in caught.value.hint
    assert imported(desk) == []
    import_list(desk, ListToImport(path, encoding="windows-1255"), quiet)
    assert imported(desk) == ["דוד כהן"]


def test_an_encoding_that_nobody_knows_is_refused(desk, write):
    with pytest.raises(KioskError, match="no encoding"):
        check_list(desk, ListToImport(write(b"nom;category\nBa;visitor\n"), encoding="klingon"), quiet)


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1254", "mac_roman", "cp850", "cp1251"])
@pytest.mark.parametrize("name", TWICE)
def test_what_was_encoded_twice_is_mended_and_said(desk, write, page, name):
    text = listed(FRENCH, name)
    twice = "".join(_character(byte, page) for byte in text.encode())
    report = import_list(desk, ListToImport(write(twice.encode())), quiet)
    assert imported(desk) == [name]
    assert "1 line was encoded twice, and mended" in report.notices[0]


def _character(byte: int, page: str) -> str:
    """What a program shows for a byte: where the code page has no letter, a control character."""
    shown = bytes([byte]).decode(page, "replace")
    return chr(byte) if shown == "\ufffd" else shown


def test_three_times_is_twice_and_once_more():
    text = "Aïssata Ba – L’Étoile"
    thrice = text.encode().decode("latin-1").encode().decode("latin-1")
    assert is_suspect(thrice)
    assert mend(thrice) == text


ONCE = "«CAFÉ»|L’ÉTÉ’|“ÉLÈVE”|Ångström – Å|créée|Øystein Ærø|Škoda Žižek|SÃO PAULO|Île «Î»|№ 5"


@pytest.mark.parametrize("text", ONCE.split("|"))
def test_what_was_encoded_once_stays(text):
    assert mend(text) == text
