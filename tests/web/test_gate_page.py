"""A gate's page: what the public sees, what the steward sees, and what neither does."""

import os
from dataclasses import replace
from datetime import date

import pytest
from browser.gatehouse import GATE, LANGUAGES, decisions, house_of, people_of, say_in
from fairground import HandClock, enrol, found_station
from gate.props import post_at
from starlette.testclient import TestClient
from visiting import HERE, HOST, OWN

from kiosk.domain.roles import ALL_ROLES
from kiosk.keys.passwords import Passwords
from kiosk.service.admission.admit import Presented
from kiosk.service.people.desk import NewPerson, register
from kiosk.service.posts.messages import Beat, SightSeen, SignShown
from kiosk.web.app import create_app
from kiosk.web.gate import halves
from kiosk.web.gate_view import days_text, ink_on
from kiosk.web.live import Gates
from kiosk.web.render import Pages
from kiosk.web.visit import Viewer, Visit

PASSWORDS = Passwords(os.urandom)
HIDDEN = ("forged", "unknown", "revoked", "suspended", "blocked")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A station whose gate has decided for and against people; the clock stands."""
    clock = HandClock()
    station = found_station(tmp_path_factory.mktemp("gate") / "salon", clock)
    house = house_of(station, Gates(clock.monotonic, "e"))
    house.clock = clock
    house.signs = decisions(station, people_of(station))
    yield house
    station.close()


@pytest.fixture
def client(house):
    house.viewer[0] = Viewer("aissata", "Aïssata", ALL_ROLES, "fr")
    house.now.sign = house.now.sight = house.now.beat = None
    with TestClient(create_app(house.site), HOST, headers=OWN, client=HERE) as client:
        yield client


def part(text, name):
    """Cut one half out of a page."""
    begin = text.index(f'data-put="{name}">')
    return text[begin : text.index("<footer" if name == "steward" else '<div class="left"', begin)]


def shown(house, client, name, **more):
    house.now.sign = replace(house.signs[name], **more)
    text = client.get(f"/gate/{GATE}").text
    return part(text, "public"), part(text, "steward")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_overridable", [False, True])
def test_public_halves_are_equal(house, client, language, is_overridable):
    """Whatever is wrong with a badge, and whatever a supervisor may do about it, nobody else reads it."""
    house.speak(language)
    colour = "amber" if is_overridable else "red"
    halves = {shown(house, client, name, colour=colour, overridable=is_overridable)[0] for name in HIDDEN}
    assert len(halves) == 1
    assert 'data-look="refused"' in halves.pop()


def test_a_watched_person_looks_like_anybody(house, client):
    """Alerts have a message of their own: the sign of a watched person is that of any other."""
    alike = shown(house, client, "granted")
    assert "watched" not in "".join(alike)
    assert {field for field in SignShown.__dataclass_fields__ if "alert" in field} == set()


def test_a_public_half_names_nobody(house, client):
    for name in house.signs:
        public, _ = shown(house, client, name)
        assert "Aïssata" not in public
        assert "İSMAİLOĞLU" not in public


@pytest.mark.parametrize(
    ("name", "look", "word"),
    [
        ("granted", "granted", "ENTREZ"),
        ("left", "granted", "AU REVOIR"),
        ("waiting", "ask", "PATIENTEZ"),
        ("superseded", "refused", "ACCUEIL"),
        ("ambiguous", "refused", "BADGE"),
        ("invalid", "refused", "BADGE"),
    ],
)
def test_each_decision_has_its_colour_and_its_word(house, client, name, look, word):
    public, _ = shown(house, client, name)
    assert f'data-look="{look}"' in public
    assert f">{word}<" in public


def test_the_holder_is_greeted_in_two_languages(house, client):
    public, _ = shown(house, client, "guest")
    assert "Bienvenue" in public
    assert "Hoş geldiniz" in public


@pytest.mark.parametrize(
    ("face", "way", "look"),
    [
        (SignShown(GATE, 1, "camera", "fault", "in", fault="black"), "in", "fault"),
        (SignShown(GATE, 1, "camera", "fault", "out", fault="black"), "out", "exit"),
        (SignShown(GATE, 1, "unrecorded", "fault", "in", fault="full"), "in", "fault"),
        (
            SignShown(GATE, 1, "unrecorded", "fault", "out", fault="other", said="disk I/O error"),
            "out",
            "exit",
        ),
        (SignShown(GATE, 1, "late", "fault", "in"), "in", "fault"),
        (SignShown(GATE, 1, "late", "fault", "out"), "out", "exit"),
        (SignShown(GATE, 1, "throttled", "red", "in"), "in", "refused"),
        (SignShown(GATE, 1, "throttled", "amber", "out"), "out", "exit"),
        (SignShown(GATE, 1, "opening", "idle", "in"), "in", "idle"),
        (SignShown(GATE, 1, "checking", "idle", "in"), "in", "idle"),
        (SignShown(GATE, 1, "question", "ask", "in", wish="end", digit="4"), "in", "idle"),
        (SignShown(GATE, 1, "turned_back", "amber", "in"), "in", "idle"),
        (SignShown(GATE, 1, "nothing_undone", "idle", "in"), "in", "idle"),
    ],
    ids=lambda value: f"{value.face}-{value.direction}" if isinstance(value, SignShown) else None,
)
def test_every_other_face_has_a_half_for_each(house, client, face, way, look):
    house.now.sign = face
    text = client.get(f"/gate/{GATE}").text
    assert f'data-look="{look}"' in part(text, "public")
    assert "SORTIE LIBRE" in part(text, "public") or way == "in" or look != "exit"
    assert 'class="what"' in part(text, "steward")


def test_nobody_is_denied_an_exit_by_a_page(house, client):
    public, _ = shown(house, client, "forged", direction="out", colour="red")
    assert 'data-look="exit"' in public


def test_a_code_that_is_seen_but_not_read_asks_its_holder_to_come_closer(house, client):
    house.now.sight = SightSeen(GATE, hint="closer")
    text = client.get(f"/gate/{GATE}").text
    assert 'data-look="hint"' in part(text, "public")
    assert "APPROCHEZ" in part(text, "public")


def test_the_steward_sees_who_it_is_and_what_to_do(house, client):
    _, steward = shown(house, client, "granted")
    for text in (
        "<bdi>Son Excellence Aïssata Fatoumata COULIBALY-OUÉDRAOGO</bdi>",
        "<bdi>عائشة فاطمة كوليبالي ودراوغو</bdi>",
        "Ministère de la Défense",
        "Officiel",
        'fill="#b3202a"',
        "HALL · B2B · STATIQUE · CONF · HONNEUR · SOIRÉE",
        "11-12",
        "Comparer le visage à la photo.",
        f"/gate/{GATE}/photo/{house.signs['granted'].subject}",
    ):
        assert text in steward


def test_a_replaced_badge_says_which_one_took_its_place(house, client):
    _, steward = shown(house, client, "superseded")
    assert "le n° 2 a été émis le 11/11 09:00" in steward


def test_somebody_already_inside_is_shown_since_when(house, client):
    """The sample lets a second entry pass, with a notice; where the policy does not, the time is said."""
    _, steward = shown(
        house, client, "guest", outcome="denied", reason="passback", colour="amber", overridable=True
    )
    assert "DÉJÀ ENTRÉ À 09:00" in steward


def test_the_last_passages_come_newest_first(house, client):
    _, steward = shown(house, client, "waiting")
    assert steward.count("data-row=") == 10
    assert steward.index("Awa TRAORÉ") < steward.index("Mehmet İSMAİLOĞLU")


def test_a_passage_that_was_undone_is_crossed_out(house, client):
    gate = post_at(house.station, "B", "in").admission
    came = enrol(house.station, "Salif")
    seq = gate.admit(Presented(came.text)).seq
    assert "Salif" in client.get("/gate/B").text
    assert "n&#39;est pas entré" not in client.get("/gate/B").text
    gate.turn_back(seq)
    text = client.get("/gate/B").text
    assert "n&#39;est pas entré" in text
    assert f'data-row="{seq}" disabled' in text


def test_green_needs_a_record(house, client):
    """A green whose time is over is not shown again to a page that loads later, nor after the clock leapt."""
    assert 'data-look="granted"' in shown(house, client, "granted")[0]
    house.clock.go(4)
    text = client.get(f"/gate/{GATE}").text
    assert 'data-look="granted"' in part(text, "public")
    assert 'data-ttl="1000"' in text
    house.clock.go(1)
    try:
        assert 'data-look="idle"' in part(client.get(f"/gate/{GATE}").text, "public")
    finally:
        house.clock.go(-5)


def test_names_are_shown_and_never_run(house, client):
    texts = {
        "given_name": "<script>alert(1)</script>",
        "family_name": "{{7*7}}",
        "organisation": "<img src=x>",
    }
    person = register(house.station, NewPerson("visitor", texts=texts))
    _, steward = shown(house, client, "granted", subject=person.holder.subject.hex())
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in steward
    assert "<script>" not in steward
    assert "<img src=x>" not in steward


def test_a_photo_is_sent_to_those_who_look_at_the_gate_and_kept_by_nobody(house, client):
    subject = house.signs["granted"].subject
    answer = client.get(f"/gate/{GATE}/photo/{subject}")
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["cache-control"] == "no-store"
    nobody = house.signs["waiting"].subject
    for wrong in (nobody, "00" * 16, "zz", "../../etc/passwd"):
        assert client.get(f"/gate/{GATE}/photo/{wrong}").status_code == 404


def test_the_fonts_of_the_badges_are_those_of_the_pages(client):
    for name in ("regular", "bold"):
        answer = client.get(f"/fonts/{name}.ttf")
        assert answer.content.startswith(b"\0\1\0\0")
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/fonts/italic.ttf").status_code == 404


def test_a_gate_that_the_event_does_not_have_has_no_page(client):
    answer = client.get("/gate/NOWHERE")
    assert answer.status_code == 404
    assert "NOWHERE" in answer.text


def test_the_second_screen_has_the_public_half_alone(house, client):
    house.now.sign = house.signs["granted"]
    text = client.get(f"/gate/{GATE}/public").text
    assert 'data-look="granted"' in text
    assert "Aïssata" not in text
    assert "data-row" not in text


@pytest.mark.parametrize(
    ("beat", "said"),
    [
        (None, ["ne répond pas"]),
        (Beat(GATE, inside=1204, capacity=12000), ["1\u202f204 / 12\u202f000"]),
        (Beat(GATE, inside=7), ["Dedans", "<dd>7</dd>"]),
        (Beat(GATE, direction="out"), ["SORTIE", 'data-direction="out"']),
        (Beat(GATE, list_age_s=7_200, unknown_here=63), ["2 h · badges inconnus : 63", 'class="bad"']),
        (Beat(GATE, list_age_s=200_000), ["2 j"]),
        (Beat(GATE, camera="black"), ["Son image est noire", 'class="bad"']),
        (Beat(GATE, store="full", is_disk_low=True), ["NON ENREGISTRÉ", "DISQUE PRESQUE PLEIN"]),
        (Beat(GATE, clock="suspect"), ["HEURE DOUTEUSE"]),
        (Beat(GATE, clock="confirmed", clock_offset_s=-90), ["réglée de -90 s"]),
        (Beat(GATE, battery=12, battery_minutes=100), ["12 % · 1:40", 'class="bad"']),
    ],
)
def test_what_goes_stale_is_said_above_the_screen(house, client, beat, said):
    house.now.beat = beat
    text = client.get(f"/gate/{GATE}/frame").text
    for one in said:
        assert one in text
    house.now.beat = None


@pytest.mark.parametrize(
    ("days", "text"),
    [([11, 12], "11-12"), ([11], "11"), ([11, 13], "11, 13"), ([11, 12, 14], "11-12, 14")],
)
def test_days_are_written_as_people_do(days, text):
    assert days_text([date(2025, 11, day) for day in days]) == text


def test_days_of_two_months_have_their_months():
    assert days_text([date(2025, 11, 30), date(2025, 12, 1)]) == "30/11-01/12"


def test_a_letter_is_legible_on_its_colour():
    assert ink_on("#ffffff") == ink_on("#d97706") == "#000000"
    assert ink_on("#111827") == ink_on("#b3202a") == "#ffffff"


def told(house, language="fr"):
    return halves(
        Visit(
            house.station,
            house.viewer[0],
            house.site.gates,
            Pages(language, say_in),
            {"gate": GATE},
            passwords=PASSWORDS,
        )
    )


def test_the_stream_renders_the_halves_of_the_first_load(house, client):
    house.now.sign = house.signs["granted"]
    text = client.get(f"/gate/{GATE}").text
    assert told(house)["public"] in text
    assert told(house)["steward"] in text
    assert told(house)["ttl"] == "5000"


@pytest.mark.parametrize(
    ("name", "sound", "heard"),
    [
        ("granted", "granted", "ENTREZ. Son Excellence Aïssata"),
        ("waiting", "ask", "ACCRÉDITATION EN ATTENTE. Awa TRAORÉ. Envoyer à l'accueil"),
        ("forged", "refused", "BADGE FALSIFIÉ. Faire patienter"),
    ],
)
def test_a_decision_is_heard(house, name, sound, heard):
    house.now.sign = house.signs[name]
    assert told(house)["sound"] == sound
    assert told(house)["heard"].startswith(heard)


def test_that_the_next_person_may_come_is_not_announced(house):
    house.now.sign = SignShown(GATE, 1, "ready", "idle", "in", warnings=("list_stale",))
    assert told(house)["sound"] == told(house)["heard"] == ""
    assert "LISTE PÉRIMÉE" in told(house)["steward"]
