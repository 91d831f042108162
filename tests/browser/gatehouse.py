"""A real station whose gate has decided for and against real badges, and its pages on a real port."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import anyio
import uvicorn
from fairground import HandClock, enrol, found_station, issue_badge
from gate.props import post_at

from kiosk.domain.credential import printed
from kiosk.domain.model import BadgeState
from kiosk.domain.roles import ALL_ROLES
from kiosk.rehearsal.portrait import Dress, draw_portrait
from kiosk.service.admission.admit import Presented
from kiosk.service.people.desk import NewPerson, block, register, suspend
from kiosk.service.posts.messages import Beat, SightSeen, SignShown
from kiosk.service.words.translation import words
from kiosk.store import badges, people
from kiosk.store.photos import keep_photo
from kiosk.web.app import Site, create_app
from kiosk.web.visit import Viewer

LANGUAGES = ("fr", "en", "tr", "ar")
GATE = "A"
GREEN_MS = 5000


def say_in(language):
    return words(language).say


@dataclass
class House:
    """A station with people, the signs that its gate showed, and who looks at the pages."""

    station: object
    clock: HandClock
    site: Site
    viewer: list = field(default_factory=lambda: [Viewer("aissata", "Aïssata", ALL_ROLES, "fr")])
    signs: dict = field(default_factory=dict)
    url: str = ""

    def speak(self, language):
        self.viewer[0] = replace(self.viewer[0], language=language)

    @property
    def now(self):
        return self.site.gates.gate(GATE)


LONG = {
    "title": "Son Excellence",
    "given_name": "Aïssata Fatoumata",
    "family_name": "COULIBALY-OUÉDRAOGO",
    "name_native": "عائشة فاطمة كوليبالي ودراوغو",
    "organisation": "Ministère de la Défense et des Anciens combattants",
    "position": "Directrice générale adjointe de la coopération internationale",
    "language": "tr",
}
PEOPLE = {
    "official": LONG,
    "exhibitor": {"given_name": "Mehmet", "family_name": "İSMAİLOĞLU", "organisation": "ASELSAN",
                  "language": "tr"},
    "visitor": {"given_name": "Awa", "family_name": "TRAORÉ", "organisation": "Coopérative de Ségou"},
    "delegation": {"given_name": "Fatima", "family_name": "El Alaoui", "name_native": "فاطمة الزهراء العلوي",
                   "organisation": "Chambre de commerce", "language": "ar"},
}  # fmt: skip


def people_of(station):
    """Register people with photos, and give each a badge."""
    issued = {}
    for seed, (category, texts) in enumerate(PEOPLE.items()):
        with station.photos.write() as connection:
            digest = keep_photo(connection, draw_portrait(2 * seed + 1, Dress.PLAIN))
        person = register(station, NewPerson(category, texts=texts, photo=digest))
        issued[category] = issue_badge(station, person)
    return issued


def shown_of(admitted, n):
    decision = admitted.decision
    colour = "green" if decision.is_granted else "amber" if decision.is_overridable else "red"
    return SignShown(
        GATE, n, "decided", colour, admitted.checkpoint.direction,
        seq=admitted.seq,
        at=admitted.at.isoformat(timespec="milliseconds"),
        outcome=decision.outcome,
        reason=decision.reason or "",
        notices=tuple(decision.notices),
        subject="" if admitted.subject is None else admitted.subject.hex(),
        badge="" if admitted.number is None else printed(admitted.number),
        issue=admitted.issue,
        superseded_by="" if admitted.superseded_by is None else printed(admitted.superseded_by),
        overridable=decision.is_overridable,
        ttl_ms=GREEN_MS,
    )  # fmt: skip


def decisions(station, issued):
    """Hold up badges at the gate, until every kind of sign has been decided; the newest sign has the name."""
    entrance = post_at(station, GATE, "in").admission
    way_out = post_at(station, GATE, "out").admission
    told = {}

    def hold(name, text, admission=entrance, **more):
        told[name] = shown_of(admission.admit(Presented(text, **more)), len(told) + 1)

    def the(category):
        with station.database.read() as connection:
            return people.accredited(connection, issued[category].person)

    hold("granted", issued["official"].text)
    hold("passback", issued["official"].text)
    hold("left", issued["official"].text, way_out)
    hold("guest", issued["exhibitor"].text)
    hold("ambiguous", "", is_ambiguous=True)
    hold("invalid", "https://example.org/")
    with station.database.write() as connection:
        series = badges.own_series(connection, station.life.id)
        (lost,) = badges.take_numbers(connection, series, 1)
    newest = enrol(station, category="press")
    hold("unknown", station.keyring.issue(lost))
    good = issued["visitor"].text
    hold("forged", good[:-1] + ("0" if good[-1] != "0" else "1"))
    with station.database.write() as connection:
        badges.set_state(connection, issued["visitor"].number, BadgeState.REVOKED, station.clock.now())
    hold("revoked", good)
    suspend(station, the("delegation"))
    hold("suspended", issued["delegation"].text)
    block(station, the("delegation"))
    hold("blocked", issued["delegation"].text)
    newer = issue_badge(station, the("exhibitor"), issue=2)
    with station.database.write() as connection:
        badges.set_successor(connection, issued["exhibitor"].number, newer.number)
        badges.set_state(connection, issued["exhibitor"].number, BadgeState.SUPERSEDED, station.clock.now())
    hold("superseded", issued["exhibitor"].text)
    hold("waiting", newest.text)
    return told


FACES = {
    "opening": SignShown(GATE, 91, "opening", "idle", "in"),
    "camera": SignShown(GATE, 92, "camera", "fault", "in", fault="overexposed"),
    "free_exit": SignShown(GATE, 93, "camera", "fault", "out", fault="overexposed"),
    "unrecorded": SignShown(GATE, 94, "unrecorded", "fault", "in", fault="damaged"),
    "late": SignShown(GATE, 95, "late", "fault", "in"),
    "throttled": SignShown(GATE, 96, "throttled", "red", "in"),
    "ready": SignShown(GATE, 97, "ready", "idle", "in", warnings=("clock_suspect", "list_stale", "disk_low")),
}
"""Signs for which nobody has to hold anything up."""
BEAT = Beat(
    GATE,
    fps=15.2,
    list_age_s=840,
    unknown_here=63,
    battery=62,
    battery_minutes=100,
    inside=1204,
    capacity=12000,
)


@contextmanager
def served(folder):
    """Serve the pages of a station on a free port, from a thread."""
    clock = HandClock()
    station = found_station(folder / "salon", clock)
    viewer = [Viewer("aissata", "Aïssata", ALL_ROLES, "fr")]
    site = Site(station, lambda _: viewer[0], say_in)
    house = House(station, clock, site, viewer)
    house.signs = decisions(station, people_of(station)) | FACES
    house.now.beat = BEAT
    house.now.is_there = True
    server = uvicorn.Server(
        uvicorn.Config(create_app(site), port=0, log_level="warning", timeout_graceful_shutdown=1, ws="none")
    )
    thread = threading.Thread(target=anyio.run, args=(server.serve,), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    house.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield house
    finally:
        server.should_exit = True
        thread.join()
        station.close()


HINT = SightSeen(GATE, hint="closer")
