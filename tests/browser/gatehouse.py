"""A real station whose gate has decided for and against real badges, and its pages on a real port."""

import asyncio
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import uvicorn
from fairground import HandClock, enrol, found_station, issue_badge
from gate.props import post_at
from web.hub import TOKEN, free_port, until
from web.test_wire import Working, working

from kiosk.config.computer import SystemClock
from kiosk.domain.model import BadgeState
from kiosk.domain.roles import ALL_ROLES, Role
from kiosk.gate.faces import Decided
from kiosk.gate.onlookers import Shown
from kiosk.gate.telling import sign_shown
from kiosk.rehearsal.portrait import Dress, draw_portrait
from kiosk.service.accounts.naming import key_of
from kiosk.service.admission.admit import Presented
from kiosk.service.people.desk import NewPerson, block, register, suspend
from kiosk.service.posts.link import Link
from kiosk.service.posts.messages import Beat, SightSeen, SignShown
from kiosk.service.station.station import Station
from kiosk.service.words.translation import words
from kiosk.store import badges, people
from kiosk.store.accounts import Account, AccountId, add_account, by_key
from kiosk.store.photos import keep_photo
from kiosk.store.series import take_numbers
from kiosk.web.app import Site, create_app
from kiosk.web.live import Gates
from kiosk.web.visit import Viewer
from kiosk.web.wire import Wire

LANGUAGES = ("fr", "en", "tr", "ar")
LONGER = "longer"
"""A language that does not exist: every text is 40 % longer than in French."""
GATE = "A"
AISSATA = Viewer("01" * 16, "Aïssata", ALL_ROLES, "fr")


def say_in(language):
    return longer if language == LONGER else words(language).say


def longer(text, /, **values):
    """French, and two letters more for each five, as another language may need them."""
    said = words("fr").say(text, **values)
    return said + said[: 2 * len(said) // 5]


@dataclass
class House:
    """A station with people, the signs that its gate showed, and who looks at the pages."""

    station: Station
    site: Site
    viewer: list
    signs: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    clock: HandClock | None = None
    gate: Working | None = None
    url: str = ""
    loop: asyncio.AbstractEventLoop | None = None

    def speak(self, language):
        self.viewer[0] = replace(self.viewer[0], language=language)

    def hang(self, seconds):
        """Keep the pages' process busy, so that no stream says anything."""
        self.loop.call_soon_threadsafe(time.sleep, seconds)

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


TEAM = {"Aïssata": ALL_ROLES, "Fatou": {Role.GATE, Role.SUPERVISOR}, "Moussa": {Role.DESK}}


def hire(house):
    """Give a station accounts, as its page of accounts shows them; once."""
    with house.station.database.write() as connection:
        if by_key(connection, key_of("Fatou")) is not None:
            return
        for number, (name, roles) in enumerate(TEAM.items(), 1):
            account = Account(AccountId(bytes([number]) * 16), name, frozenset(roles), "fr", "a hash")
            add_account(connection, account, key_of(name), house.station.clock.now())


def as_nobody(house):
    """Have the pages be looked at by somebody who is not logged in."""
    hire(house)
    house.viewer[0] = Viewer(language=house.viewer[0].language)


def as_all(house):
    """Have the pages be looked at by Aïssata, who may do everything."""
    hire(house)
    house.viewer[0] = replace(AISSATA, language=house.viewer[0].language)


def shown_of(post, admitted, n):
    """The message that the gate's process sends of a decision."""
    face = Shown(Decided(admitted), post.signs.admitted(admitted, None), admitted.checkpoint.direction, 5.0)
    return sign_shown(GATE, n, face, post.station.clock.monotonic())


def decisions(station, issued):
    """Hold up badges at the gate, until every kind of sign has been decided; the newest sign has the name."""
    entrance = post_at(station, GATE, "in")
    way_out = post_at(station, GATE, "out")
    told = {}

    def hold(name, text, post=entrance, **more):
        told[name] = shown_of(post, post.admission.admit(Presented(text, **more)), len(told) + 1)

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
        (lost,) = take_numbers(connection, station.life.id, 1)
    newest = enrol(station, category="press")
    hold("unknown", station.keyring.issue(lost, station.life.id))
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
    """Serve the pages of a station whose clock stands, with the signs that its gate has shown."""
    clock = HandClock()
    station = found_station(folder / "salon", clock)
    house = house_of(station, Gates(SystemClock().monotonic, "e"))
    house.clock = clock
    house.now.heard_at = float("inf")  # a gate that speaks all the time
    house.signs = decisions(station, people_of(station)) | FACES
    house.now.beat, house.now.direction, house.now.tell = BEAT, "in", lambda _: None
    with listening(house):
        yield house
    station.close()


@contextmanager
def manned(folder, clock=None):
    """Serve the pages of a new station with real accounts and sessions: nobody is logged in."""
    station = found_station(folder / "salon", clock)
    house = house_of(station, Gates(SystemClock().monotonic, "e"))
    house.clock = clock
    house.site = replace(house.site, viewer_of=None)
    with listening(house):
        yield house
    station.close()


@contextmanager
def at_work(folder, *, has_accounts=False):
    """Serve the pages of a station with a real gate at work; its camera sees what a test holds up.

    With accounts, whoever looks must log in; else it is Aïssata, who may do everything.
    """
    station = found_station(folder / "salon")
    link = Link(free_port(), TOKEN)
    gates = Gates(station.clock.monotonic, "e")
    house = house_of(station, gates, Wire(link, gates, station.random))
    if has_accounts:
        house.site = replace(house.site, viewer_of=None)
    house.people = people_of(station)
    with listening(house), working(station, link) as house.gate:
        until(lambda: house.now.beat)
        yield house
    station.close()


def house_of(station, gates, wire=None):
    viewer = [AISSATA]
    site = Site(station, lambda _: viewer[0], say_in, gates, wire)
    return House(station, site, viewer)


@contextmanager
def listening(house):
    """Serve a house's pages on a free port, from a thread."""
    config = uvicorn.Config(
        create_app(house.site), port=0, log_level="warning", timeout_graceful_shutdown=1, ws="none"
    )
    server = uvicorn.Server(config)

    async def serve():
        house.loop = asyncio.get_running_loop()
        await server.serve()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    until(lambda: server.started or not thread.is_alive())
    house.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


HINT = SightSeen(GATE, hint="closer")
