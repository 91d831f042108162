"""A station in a network: TLS or nothing from elsewhere, and addresses that change (checklist 13)."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from ipaddress import IPv4Address

import pytest
from visiting import opened_house
from web.hub import TOKEN, free_port, until

from kiosk.bootstrap.creation import Birth, create_station
from kiosk.bootstrap.pages import site_of
from kiosk.config.network import local_name, own_addresses
from kiosk.domain.roles import Role
from kiosk.keys.authority import certificate_for
from kiosk.service.posts.link import Link
from kiosk.service.posts.square_code import square_code
from kiosk.vision.reader import Reader
from kiosk.web.reach import Network
from kiosk.web.server import Watch, serve

NAME = "salon.local"


def elsewhere():
    """An address of this computer that is not 127.0.0.1: of its network, else another loopback."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(("198.51.100.1", 9))
        return asked.getsockname()[0]
    return "127.0.0.2"


ELSEWHERE = elsewhere()


@dataclass
class Reached:
    """A station that is served to a network, and a telephone that trusts its authority."""

    network: Network
    port: int
    names: list

    def connect(self, port=None):
        """Reach the station as a telephone does, from an address that is not its own loopback."""
        port = port or self.network.port
        return socket.create_connection((ELSEWHERE, port), 30, source_address=(ELSEWHERE, 0))

    def trusting(self):
        return ssl.create_default_context(cadata=self.network.reach.authority.decode())

    def ask(self, path, name=NAME, host=None):
        line = http.client.HTTPSConnection(name, self.network.port, timeout=30)
        line.sock = self.trusting().wrap_socket(self.connect(), server_hostname=name)
        line.request("GET", path, headers={"Host": host or f"{name}:{self.network.port}"})
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer, body


@contextmanager
def reached(folder):
    made = create_station(folder / "salon", Birth(date(2025, 11, 11), is_demo=True))
    names, port = [[NAME]], free_port()
    certify = partial(certificate_for, folder / "keys", random=os.urandom, now=made.station.clock.now())
    network = Network(free_port(), lambda: tuple(names[-1]), lambda found: certify(addresses=found))
    site = site_of(made, Link(free_port(), TOKEN), network)
    alive, over = [], threading.Event()
    watch = Watch(lambda: alive.append(True), lambda: not over.is_set())
    thread = threading.Thread(target=serve, args=(site, port, watch))
    thread.start()
    try:
        until(lambda: alive or not thread.is_alive())
        yield Reached(network, port, names)
    finally:
        over.set()
        thread.join()
        made.station.close()


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    with reached(tmp_path_factory.mktemp("network")) as station:
        yield station


def test_checklist_13_a_telephone_that_trusts_the_authority_gets_the_pages(station):
    answer, body = station.ask("/login")
    assert answer.status == 200
    assert b'name="password"' in body
    assert station.ask("/start")[0].status == 403, "the first account is made on the computer itself"


def test_checklist_13_who_does_not_trust_it_gets_nothing(station):
    with station.connect() as raw, pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(raw, server_hostname=NAME)


def test_checklist_11_a_foreign_host_is_refused_over_tls_too(station):
    for host in ("salon.example", f"{ELSEWHERE}.example:{station.network.port}", ""):
        assert station.ask("/login", host=host or "other.local")[0].status == 400


def test_checklist_13_tls_1_1_is_refused(station):
    older = station.trusting()
    older.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="deprecated"):
        older.minimum_version = older.maximum_version = ssl.TLSVersion.TLSv1_1
    with station.connect() as raw, pytest.raises(ssl.SSLError):
        older.wrap_socket(raw, server_hostname=NAME)


def test_checklist_13_plain_http_is_not_spoken_off_loopback(station):
    with pytest.raises(ConnectionRefusedError):
        station.connect(station.port)
    with station.connect() as raw:
        raw.sendall(f"GET /login HTTP/1.1\r\nHost: {NAME}:{station.network.port}\r\n\r\n".encode())
        came = b""
        with suppress(ConnectionError):
            came = raw.recv(1000)
        assert b"HTTP" not in came


def test_a_header_does_not_make_plain_http_secure_nor_a_telephone_local(station):
    line = http.client.HTTPConnection("127.0.0.1", station.port, timeout=30)
    line.request("GET", "/login", headers={"Host": f"{NAME}", "X-Forwarded-Proto": "https"})
    assert line.getresponse().status == 400
    line.close()


def test_plain_http_is_still_spoken_on_the_computer_itself(station):
    line = http.client.HTTPConnection("127.0.0.1", station.port, timeout=30)
    line.request("GET", "/start")
    assert line.getresponse().status == 200
    line.close()


def test_the_certificate_for_telephones_is_the_authority_s(station):
    answer, body = station.ask("/ca.crt")
    assert (answer.status, answer.getheader("content-type")) == (200, "application/x-x509-ca-cert")
    assert body == station.network.reach.authority
    assert b"PRIVATE" not in body


def test_a_computer_with_another_address_makes_itself_another_certificate(tmp_path):
    with reached(tmp_path) as station:
        before = station.network.reach
        station.names.append(["10.1.2.3", NAME])
        station.network.look()
        assert station.network.reach.addresses[0] == f"https://10.1.2.3:{station.network.port}/"
        assert station.network.reach.fingerprint == before.fingerprint
        assert station.ask("/login", "10.1.2.3")[0].status == 200
        station.names.append([])
        station.network.look()
        assert station.ask("/login", "10.1.2.3")[0].status == 200


def test_a_computer_knows_its_private_addresses_and_its_name():
    *addresses, name = own_addresses()
    assert name.endswith(".local")
    assert all(IPv4Address(one).is_private and not IPv4Address(one).is_loopback for one in addresses)
    assert local_name("Kiosk-7.example.org") == ("kiosk-7.local",)
    for wrong in ("localhost", "", "poste 1", "-a", "é"):
        assert local_name(wrong) == ()


def test_the_page_of_the_network_is_for_who_keeps_accounts(tmp_path):
    with opened_house(tmp_path) as house:
        house.as_(Role.GATE)
        assert house.client.get("/network").status_code == 403
        assert house.client.get("/ca.crt").status_code == 404
        house.as_(Role.ADMIN)
        assert "kiosk serve --network" in house.client.get("/network").text


def test_the_code_on_the_screen_leads_to_the_certificate():
    import numpy as np  # noqa: PLC0415

    address = "https://192.168.100.200:8443/ca.crt"
    code = square_code(address)
    picture = np.full((code.side, code.side), 255, np.uint8)
    for step in code.path.split("M")[1:]:
        x, y = step.removesuffix("h1v1h-1z").split()
        picture[int(y), int(x)] = 0
    (reading,) = Reader().read(np.kron(picture, np.ones((8, 8), np.uint8))).readings
    assert reading.text == address


def test_kiosk_serve_says_how_the_network_reaches_it(tmp_path):
    create_station(tmp_path / "salon", Birth(date(2025, 11, 11), is_demo=True)).station.close()
    ports = free_port(), free_port()
    command = [sys.executable, "-m", "kiosk", "serve", "--dir", str(tmp_path / "salon"), "--network"]
    command += ["--port", str(ports[0]), "--network-port", str(ports[1])]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert served.stdout.readline()
        with socket.create_connection((ELSEWHERE, ports[1]), 30):
            pass
    finally:
        served.terminate()
        said = served.communicate(timeout=60)[1]
    assert served.returncode == 0
    assert f":{ports[1]}/" in said
    assert "fingerprint  " in said


def test_a_taken_port_of_the_network_is_said(tmp_path):
    create_station(tmp_path / "salon", Birth(date(2025, 11, 11), is_demo=True)).station.close()
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - taken as a server would
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "kiosk", "serve", "--dir", str(tmp_path / "salon"), "--network"]
        command += ["--port", str(free_port()), "--network-port", str(port)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert ended.returncode == 1
    assert f"port {port} is taken" in ended.stderr
