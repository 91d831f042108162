"""The columns of a list: the names of each in French, English and Turkish."""
# ruff: noqa: RUF001 - Turkish has a dotless i

from collections.abc import Sequence
from functools import cache

from kiosk.domain.folding import fold
from kiosk.domain.nearest import nearest

COLUMNS = (
    "external_id", "title", "given_name", "family_name", "name_native", "organisation", "position", "country",
    "nationality", "delegation", "category", "zones", "days", "language", "photo_file", "valid_from",
    "valid_until", "id_document", "birth_date", "email", "phone", "host", "notes",
)  # fmt: skip
"""Every column that a list may have, in the order in which rows are checked."""
LEFT_OUT = "-"
"""The meaning given to a header that is to be skipped."""

_ALIASES = """
external_id: id, identifiant, n°, no, numéro, num, ref, réf, référence, reference, matricule, code, id externe
external_id: registration id, registration number, kayıt no, kimlik, sıra no, sıra, n° d'inscription
title: titre, civilité, grade, rang, rank, salutation, unvan, ünvan, rütbe, hitap
given_name: prénom, prénoms, first name, given names, forename, ad, adı, isim
family_name: nom, nom de famille, noms, last name, surname, name, soyad, soyadı, soyisim
name_native: nom natif, nom arabe, nom en arabe, arabic name, native name, name in arabic, yerel ad, arapça ad
name_native: nom d'origine, nom dans sa langue, الاسم
organisation: organisme, société, entreprise, structure, institution, organization, company, employer, média
organisation: kurum, kuruluş, şirket, firma, raison sociale, ministère, unité
position: fonction, poste, qualité, job title, job, function, role, görev, pozisyon, profession
country: pays, pays de l'organisation, country code, ülke, code pays
nationality: nationalité, uyruk, uyruğu, citizenship
delegation: délégation, heyet, groupe, group, pavillon, pavilion
category: catégorie, type, badge, type de badge, badge type, kategori, profil
zones: zone, accès, access, zones d'accès, bölge, bölgeler, alan, alanlar
days: jours, jour, dates, day, gün, günler
language: langue, lang, dil
photo_file: photo, fichier photo, image, picture, fotoğraf, foto, photo filename
valid_from: valable du, valide du, valable à partir de, début, from, start, geçerlilik başlangıcı, başlangıç
valid_until: valable au, valide jusqu'au, jusqu'au, fin, until, valid to, end, geçerlilik sonu, bitiş
id_document: pièce d'identité, n° de pièce, passeport, n° passeport, passport, passport number, id number
id_document: cni, carte d'identité, pasaport, pasaport no, kimlik no
birth_date: date de naissance, né le, née le, naissance, date of birth, dob, birthday, doğum tarihi
email: e-mail, courriel, mail, adresse e-mail, adresse mail, e-posta, eposta, email address
phone: téléphone, tél, tel, portable, mobile, gsm, telephone, phone number, telefon, cep
host: hôte, invité par, accueilli par, accompagné par, invited by, contact, ev sahibi, davet eden
notes: note, remarque, remarques, observation, observations, commentaire, commentaires, comments, remarks, not
notes: notlar, açıklama
"""

_ROW_NUMBERS = (
    "n°, no, num, numéro, nr, number, ref, réf, référence, reference, sıra, sıra no, line, ligne, row, rang"
)


def _key(header: str) -> str:
    """Reduce a header to what matters: no case, accents, spaces, underscores or points."""
    return fold(header.replace("_", " ").replace("°", " o ")).replace(" ", "")


@cache
def _known() -> dict[str, str]:
    known = {_key(column): column for column in COLUMNS}
    for line in _ALIASES.strip().splitlines():
        column, _, names = line.partition(": ")
        for name in names.split(", "):
            known.setdefault(_key(name), column)
    return known


def column_of(header: str) -> str | None:
    """Return the column that a header means; None for an unknown one."""
    return _known().get(_key(header))


def nearest_column(header: str) -> str | None:
    """Return the column whose name, in some language, is closest to an unknown header."""
    closest = nearest(_key(header), _known())
    return None if closest is None else _known()[closest]


def is_row_number(header: str) -> bool:
    """Say whether a header names a number that counts within one file and means nothing in the next."""
    return _key(header) in _row_numbers()


@cache
def _row_numbers() -> frozenset[str]:
    return frozenset(_key(name) for name in _ROW_NUMBERS.split(", "))


_SPOKEN = {
    "fr": "nom, prénom, pays, catégorie, fonction, société, délégation, entreprise, civilité",
    "tr": "ad, adı, soyad, soyadı, ülke, kategori, kurum, şirket, unvan, görev, heyet",
    "de": "vorname, nachname, land, firma, kategorie",
    "pl": "imię, nazwisko, kraj, firma",
}
"""Headers that tell the language of a head."""


def head_language(headers: Sequence[str]) -> str | None:
    """Return the language of a list's head, if its words tell."""
    keys = {_key(header) for header in headers}
    votes = {lang: sum(_key(name) in keys for name in names.split(", ")) for lang, names in _SPOKEN.items()}
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else None


def recognised(headers: Sequence[str]) -> int:
    """Return how many different columns these headers mean: is this line the list's head?"""
    return len({column_of(header) for header in headers} - {None})
