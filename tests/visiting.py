"""A station with its pages for tests: real accounts and sessions, a clock that is set by hand."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from starlette.testclient import TestClient

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.opening import open_station
from kiosk.domain.roles import ALL_ROLES
from kiosk.keys.passwords import Passwords
from kiosk.service.accounts.choosing import Choice
from kiosk.service.accounts.codes import Redeemed, new_setup_code, redeem
from kiosk.service.accounts.naming import key_of
from kiosk.service.accounts.proving import at_address
from kiosk.service.accounts.sessions import begin
from kiosk.service.station.acting import acting
from kiosk.service.station.station import Station
from kiosk.store.accounts import Account, AccountId, add_account, by_key
from kiosk.store.journal import size_of
from kiosk.store.journal_reading import tail
from kiosk.web.app import Site, create_app
from kiosk.web.cookie import COOKIE
from kiosk.web.routes import ROUTES

HOST = "https://127.0.0.1:8443"
OWN = {"sec-fetch-site": "same-origin"}
PASSWORD, PIN = "tigre violet dort", "492817"
HERE = ("127.0.0.1", 50000)


def in_english(text, /, **values):
    return text.format(**values) if values else text


@dataclass
class HandClock:
    """A clock that goes on only when a test says so."""

    at: datetime = datetime(2025, 11, 11, 9, tzinfo=UTC)
    ran: float = 0.0

    def now(self):
        return self.at

    def monotonic(self):
        return self.ran

    def pass_(self, **time):
        self.at += timedelta(**time)
        self.ran += timedelta(**time).total_seconds()


@dataclass
class House:
    """A station, its clock, and a browser on its own computer."""

    station: Station
    clock: HandClock
    passwords: Passwords
    client: TestClient = field(repr=False)

    def add(self, name="aissata", roles=ALL_ROLES, *, password=None, pin=None, subject=None):
        """Make an account at once; hashes are made only where a secret is given."""
        account = Account(
            AccountId(os.urandom(16)),
            name,
            frozenset(roles),
            "en",
            None if password is None else self.passwords.hash(password),
            None if pin is None else self.passwords.hash(pin),
            subject,
        )
        with self.station.database.write() as connection:
            add_account(connection, account, key_of(name), self.clock.now())
        return account

    def first(self, name="aissata"):
        """Make the first account as a person does, by the setup code."""
        told = Redeemed(new_setup_code(self.station), Choice(PASSWORD, PIN), name, "en", is_first=True)
        return redeem(self.station, self.passwords, told, at_address("127.0.0.1"))

    def seat(self, account, gate=""):
        """Begin a session for an account, and give the browser its cookie."""
        token = os.urandom(32).hex()
        with acting(self.station) as work:
            begin(work, account, token, gate)
        self.show(token)
        return token

    def show(self, token):
        """Have the browser show a cookie, or none for ""."""
        self.client.cookies.clear()
        if token:
            self.client.cookies.set(COOKIE, token, domain="127.0.0.1")

    def as_(self, *roles):
        """Log a new account with these roles in."""
        return self.seat(self.add("-".join(roles) or "nobody", roles))

    def account(self, name="aissata"):
        with self.station.database.read() as connection:
            return by_key(connection, key_of(name))

    def log_in(self, name="aissata", password=PASSWORD, **more):
        return self.client.post("/login", data={"name": name, "password": password, **more})

    def records(self, count=3):
        with self.station.database.read() as connection:
            return [entry.act for entry in tail(connection, self.station.journal, count)]

    def size(self):
        with self.station.database.read() as connection:
            return size_of(connection, self.station.journal)


@cache
def _made(is_demo):
    """A station that was made once, as a folder to copy: making one takes longer than most tests."""
    kept = TemporaryDirectory()
    create_station(Path(kept.name) / "salon", Birth(date(2025, 11, 11), is_demo=is_demo)).station.close()
    return kept


@contextmanager
def opened_house(folder, *, host=HOST, client=HERE, rows=ROUTES, is_demo=True, start_again=None):
    """Take a station and open its pages; with doors where there is somebody to start again."""
    opened = open_station(copytree(Path(_made(is_demo).name) / "salon", folder / "salon"))
    clock = HandClock()
    station = replace(opened.station, clock=clock)
    passwords = Passwords(os.urandom)
    site = Site(
        station,
        None,
        lambda _: in_english,
        passwords=passwords,
        is_demo=start_again is not None,
        start_again=start_again,
    )
    app = create_app(site, rows)
    browser = TestClient(
        app, base_url=host, headers=OWN, client=client, follow_redirects=False, raise_server_exceptions=False
    )
    try:
        with browser:
            yield House(station, clock, passwords, browser)
    finally:
        opened.station.close()
