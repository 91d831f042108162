"""The composing of badges: list and event become the content of one badge."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kiosk.badge.countries import LANGUAGES
from kiosk.badge.drawing.content import BadgeContent, DayMark
from kiosk.domain.credential import printed
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Category, Event
from kiosk.domain.model import BadgeNumber, CategoryId, Rights
from kiosk.domain.nearest import did_you_mean
from kiosk.keys.keyring import Issued
from kiosk.service.badges.event_words import day_marks, event_name, event_note
from kiosk.service.station.station import Station
from kiosk.store.badges import Connection, Due
from kiosk.store.people import Accredited, accredited_among
from kiosk.store.photos import load_photos
from kiosk.store.rights import load_rights
from kiosk.store.series import lives_of_series

SPECIMEN = "SPEC1MEN000000000000"
"""Takes the place of a credential: no key seals it."""
_AT_A_TIME = 50
"""Badges composed ahead of demand; with their photos about two megabytes."""
_SPARE = Category(CategoryId(""), {"fr": "?"}, "#444444", "?", ())


@dataclass(frozen=True, slots=True)
class ToPrint:
    """A badge to be composed: its number, its key epoch, its data on the list, its holder."""

    number: BadgeNumber
    epoch: int
    credential_hash: bytes
    accreditation: int
    issue: int


def to_print(row: Due) -> ToPrint | None:
    """Return the badge in force of an accreditation; None if it has none."""
    if row.number is None:
        return None
    return ToPrint(row.number, row.epoch, row.credential_hash, row.accreditation, row.issue)


@dataclass(frozen=True, slots=True)
class _Common:
    """What badges of one category share if they have the same rights and language."""

    category: Category
    names: tuple[str, ...]
    zones: tuple[str, ...]
    days: tuple[DayMark, ...]
    template: str


@dataclass(slots=True)
class Composer:
    """Composes badges, many at a time; shared parts are composed once.

    Attributes:
        languages: codes of the badge's languages, the first one large.
        template: the design of all; "" for each category's own.
    """

    station: Station
    event: Event
    languages: tuple[str, ...]
    template: str = ""
    rights: dict[int, Rights] = field(default_factory=dict)
    _common: dict[tuple[CategoryId, int, str], _Common] = field(default_factory=dict)
    _event_texts: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        first = self.languages[0]
        self._event_texts = (event_name(self.event, first), event_note(self.event, first))

    def sketch(self, badge: ToPrint) -> tuple[BadgeContent, bytes | None] | None:
        """Compose a badge as `compose_all` does, but without a true code or a picture: that needs no keys.

        Returns:
            the badge, and the SHA-256 of its picture; None if the person was erased.
        """
        with self.station.database.read() as connection:
            people = self._people(connection, (badge,))
        if not people:
            return None
        ((_, person),) = people
        digest = person.holder.photo
        return self._content(person, SPECIMEN, badge, b"" if digest else None), digest

    def compose_all(self, badges: Iterable[ToPrint]) -> Iterator[BadgeContent]:
        """Compose badges, some ahead of demand; people erased meanwhile are left out.

        Raises:
            KioskError: this station has no key to seal one again, or not the key that it was sealed with.
        """
        source = iter(badges)
        while some := tuple(islice(source, _AT_A_TIME)):
            with self.station.database.read() as connection:
                people = self._people(connection, some)
            photos = self._photos({one.holder.photo for _, one in people if one.holder.photo})
            credentials = self._credentials([badge for badge, _ in people])
            for (badge, person), credential in zip(people, credentials, strict=True):
                photo = photos.get(person.holder.photo) if person.holder.photo else None
                yield self._content(person, credential, badge, photo)

    def _people(self, connection: Connection, badges: Sequence[ToPrint]) -> list[tuple[ToPrint, Accredited]]:
        """Return the holders of the badges; people erased meanwhile are left out."""
        known = accredited_among(connection, [badge.accreditation for badge in badges])
        pairs = [(badge, known[badge.accreditation]) for badge in badges if badge.accreditation in known]
        found = [(badge, person) for badge, person in pairs if person.holder.subject is not None]
        for _, person in found:
            if person.rights not in self.rights:
                self.rights[person.rights] = load_rights(connection, person.rights)
        return found

    def _photos(self, digests: Collection[bytes]) -> dict[bytes, bytes]:
        if not digests:  # without photos there is no need for the photo file, which may be damaged
            return {}
        with self.station.photos.read() as connection:
            return load_photos(connection, digests)

    def _credentials(self, badges: Sequence[ToPrint]) -> list[str]:
        with self.station.database.read() as connection:
            lives = lives_of_series(connection)
        issued = [Issued(badge.epoch, badge.number, badge.credential_hash) for badge in badges]
        return self.station.keyring.reissue_all(issued, lives)

    def _shared(self, person: Accredited, language: str) -> _Common:
        key = (person.category, person.rights, language)
        found = self._common.get(key)
        if found is None:
            event = self.event
            category = event.category.get(person.category, _SPARE)
            zones = {zone for _, zone in self.rights[person.rights]}
            days = {day for day, _ in self.rights[person.rights]}
            found = self._common[key] = _Common(
                category,
                _names(category, (*self.languages, language)),  # the gate reads the first ones
                tuple(zone.label_in(language) for zone in event.zones if zone.id in zones),
                day_marks(event, days, language),
                self.template or category.template,
            )
        return found

    def _content(
        self, person: Accredited, credential: str, badge: ToPrint, photo: bytes | None
    ) -> BadgeContent:
        holder = person.holder
        language = holder.language if holder.language in LANGUAGES else self.languages[0]
        common = self._shared(person, language)
        category = common.category
        return BadgeContent(
            credential=credential,
            number=printed(badge.number),
            event_lines=self._event_texts[:1],
            event_note=self._event_texts[1],
            family_name=holder.family_name,
            given_name=holder.given_name,
            title=holder.title,
            name_native=holder.name_native,
            organisation=holder.organisation,
            position=holder.position,
            country=holder.country,
            category_names=common.names,
            category_letter=category.letter,
            colour=category.colour,
            zones=common.zones,
            days=common.days,
            photo=photo,
            issue=badge.issue,
            is_demo=self.event.is_demo,
            needs_escort=category.needs_escort,
            language=language,
            template=common.template,
            delegation=holder.delegation,
        )


def sample(event: Event, name: str, languages: tuple[str, ...]) -> BadgeContent:
    """Compose a badge of no real person, to preview a template; no key seals its code.

    Args:
        event: its name, days and zones are shown.
        name: of the category; "" takes the first.
        languages: as in `Composer`.

    Raises:
        KioskError: there is no such category.
    """
    wanted = CategoryId(name or event.categories[0].id)
    category = event.category.get(wanted)
    if category is None:
        raise KioskError('there is no category "{name}"', did_you_mean(name, event.category), name=name)
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
