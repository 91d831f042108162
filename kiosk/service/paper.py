"""Own what a badge shows of a person: the list and the event, composed into the content of one badge."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.badge.content import BadgeContent
from kiosk.badge.countries import LANGUAGES
from kiosk.domain.credential import credential_hash, is_same, printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Category, Event
from kiosk.domain.model import BadgeNumber, CategoryId, Rights
from kiosk.domain.nearest import did_you_mean
from kiosk.service.event_words import day_marks, event_name, event_note
from kiosk.service.station import Station
from kiosk.store.badges import Due
from kiosk.store.people import Accredited, accredited
from kiosk.store.photos import load_photo
from kiosk.store.rights import load_rights

SPECIMEN = "SPEC1MEN000000000000"
"""Stands where a credential would: no key seals it."""
_SPARE = Category(CategoryId(""), {"fr": "?"}, "#444444", "?", ())


@dataclass(frozen=True, slots=True)
class ToPrint:
    """A badge that is to be composed: its number, what sealed it, what the list holds of it, whose it is."""

    number: BadgeNumber
    epoch: int
    credential_hash: bytes
    accreditation: int
    issue: int


def to_print(row: Due) -> ToPrint | None:
    """Return the badge in force of an accreditation; None where it has none."""
    if row.number is None:
        return None
    return ToPrint(row.number, row.epoch, row.credential_hash, row.accreditation, row.issue)


@dataclass(slots=True)
class Composer:
    """Composes badges; a set of rights is read once.

    Attributes:
        languages: codes of the badge's languages, the first one large.
        template: the design of all; "" for the one that each category names.
    """

    station: Station
    event: Event
    languages: tuple[str, ...]
    template: str = ""
    rights: dict[int, Rights] = field(default_factory=dict)

    def compose(self, badge: ToPrint) -> BadgeContent | None:
        """Compose one badge; None where the person was erased meanwhile.

        Raises:
            KioskError: this station has no key to seal it again, or another one than it was sealed with.
        """
        with self.station.database.read() as connection:
            person = accredited(connection, badge.accreditation)
            if person is None or person.holder.subject is None:
                return None
            if person.rights not in self.rights:
                self.rights[person.rights] = load_rights(connection, person.rights)
        credential = self.station.keyring.reissue(badge.epoch, badge.number)
        if not is_same(credential_hash(credential), badge.credential_hash):
            raise KioskError(
                f"badge {printed(badge.number)} was sealed with other keys than those of this station",
                "restore the right keys with `kiosk keys restore`; nothing was printed",
            )
        return self._content(person, credential, badge, self._photo(person.holder.photo))

    def sketch(self, badge: ToPrint) -> tuple[BadgeContent, bytes | None] | None:
        """Compose a badge as `compose` does, but with no true code and no picture: that needs no keys.

        Returns:
            The badge, and the SHA-256 of its picture; None where the person was erased.
        """
        with self.station.database.read() as connection:
            person = accredited(connection, badge.accreditation)
            if person is None or person.holder.subject is None:
                return None
            if person.rights not in self.rights:
                self.rights[person.rights] = load_rights(connection, person.rights)
        digest = person.holder.photo
        return self._content(person, SPECIMEN, badge, b"" if digest else None), digest

    def compose_all(self, badges: Iterator[ToPrint]) -> Iterator[BadgeContent]:
        """Compose badges one after the other, as they are asked for."""
        for badge in badges:
            content = self.compose(badge)
            if content is not None:
                yield content

    def _content(
        self, person: Accredited, credential: str, badge: ToPrint, photo: bytes | None
    ) -> BadgeContent:
        holder, event = person.holder, self.event
        category = event.category.get(person.category, _SPARE)
        rights = self.rights[person.rights]
        zones = {zone for _, zone in rights}
        days = {day for day, _ in rights}
        language = holder.language if holder.language in LANGUAGES else self.languages[0]
        return BadgeContent(
            credential=credential,
            number=printed(badge.number),
            event_lines=(event_name(event, self.languages[0]),),
            event_note=event_note(event, self.languages[0]),
            family_name=holder.family_name,
            given_name=holder.given_name,
            title=holder.title,
            name_native=holder.name_native,
            organisation=holder.organisation,
            position=holder.position,
            country=holder.country,
            category_names=_names(category, (*self.languages, language)),  # the gate reads the first ones
            category_letter=category.letter,
            colour=category.colour,
            zones=tuple(zone.label_in(language) for zone in event.zones if zone.id in zones),
            days=day_marks(event, days, language),
            photo=photo,
            issue=badge.issue,
            is_demo=event.is_demo,
            needs_escort=category.needs_escort,
            language=language,
            template=self.template or category.template,
            delegation=holder.delegation,
        )

    def _photo(self, digest: bytes | None) -> bytes | None:
        if digest is None:
            return None
        with self.station.photos.read() as connection:
            return load_photo(connection, digest)


def sample(event: Event, name: str, languages: tuple[str, ...]) -> BadgeContent:
    """Compose a badge of nobody, to look at a template; its code is sealed by no key.

    Args:
        event: whose name, days and zones are shown.
        name: of the category; "" takes the first.
        languages: as in `Composer`.

    Raises:
        KioskError: there is no such category.
    """
    wanted = CategoryId(name or event.categories[0].id)
    category = event.category.get(wanted)
    if category is None:
        raise KioskError(f'there is no category "{name}"', did_you_mean(name, event.category))
    days = {day.date for day in event.days[::2]}
    return BadgeContent(
        credential=SPECIMEN,
        number=printed(BadgeNumber(0)),
        event_lines=(event_name(event, languages[0]),),
        event_note=event_note(event, languages[0]),
        title="Dr",
        given_name="Aïssata",
        family_name="SPÉCIMEN",
        name_native="عيّنة",
        organisation="Société de l'exemple",
        position="Directrice de la coopération",
        country="ML",
        category_names=_names(category, languages),
        category_letter=category.letter,
        colour=category.colour,
        zones=tuple(zone.label_in(languages[0]) for zone in event.zones if zone.id in category.zones),
        days=day_marks(event, days, languages[0]),
        is_demo=event.is_demo,
        needs_escort=category.needs_escort,
        language=languages[0],
    )


def _names(category: Category, languages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(category.name.get(code, category.name["fr"]) for code in languages))
