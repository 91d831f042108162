"""Every act of a service against every role: who may not do it reads, changes and records nothing."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from badged import make_station, print_some, quiet
from fairground import enrol

import kiosk.service
from kiosk.domain.badge_life import BadgeAct
from kiosk.domain.credential import printed
from kiosk.domain.model import BadgeState, Direction
from kiosk.domain.roles import PERMISSIONS, Action, Actor, NotAllowedError, Role
from kiosk.gate.post import open_gate
from kiosk.service.accounts import keeping
from kiosk.service.accounts.codes import new_setup_code
from kiosk.service.accounts.keeping import NewAccount
from kiosk.service.admission.admit import Presented
from kiosk.service.badges import lifecycle, spares
from kiosk.service.event.versions import foresee, load_version
from kiosk.service.evidence.exporting import Request, export
from kiosk.service.evidence.latest import latest, names_in
from kiosk.service.lists.importing import ListToImport, check_list, import_list
from kiosk.service.muster.earlier import who_was_inside
from kiosk.service.muster.inside import who_is_inside
from kiosk.service.people import desk, finding
from kiosk.service.people.desk import NewPerson
from kiosk.service.people.erasing import erase
from kiosk.service.printers.calibrating import calibrate, forget_calibration
from kiosk.service.prints.at_once import hand_over_chosen, settle_unsure
from kiosk.service.prints.choosing import Choice, choose
from kiosk.service.prints.covers import make_covers
from kiosk.service.prints.outdated import pull, pull_all, to_destroy
from kiosk.service.prints.printing import Layout, find_outdated, past_prints
from kiosk.service.prints.resuming import Stop, resume
from kiosk.service.prints.run import Proof, Target
from kiosk.service.station import timekeeper
from kiosk.service.station.backup import Belongings, back_up

MEASURES = (99.5, 101.0, 56.0, 97.5)
BY_ITSELF = {
    "accounts/codes.py: _wrong": "a refusal, counted and recorded",
    "accounts/codes.py: new_setup_code": "issue_code asks",
    "accounts/codes.py: redeem": "whoever has the code",
    "accounts/doors.py: go_through": "a demonstration's door, which has no password",
    "accounts/keeping.py: hand_code": "issue_code asks",
    "accounts/proving.py: prove": "whoever has the password; what it is for asks for itself",
    "accounts/sessions.py: log_out": "one's own session",
    "admission/admit.py: note": "what a gate tells of itself",
    "admission/day_end.py: close_days": "the end of a day comes whoever is there",
    "lists/applying.py: fold": "finishes an import, which has asked",
    "prints/marking.py: begin": "part of a print, which has asked",
    "prints/marking.py: finish": "part of a print, which has asked",
    "prints/marking.py: take_back": "undoes a print: it must never be refused",
    "prints/recovery.py: _settle": "what a crashed print left",
    "prints/resuming.py: _settle": "part of a print, which has asked",
    "prints/resuming.py: _put_back": "part of a print, which has asked",
}
"""The units of work that ask nobody, and why."""


class Prepared:
    """A station with a supply of people and badges, each used once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.station = make_station(folder)
        self.count = 0
        calibrate(self.station, "desk", MEASURES)
        print_some(self.station, folder / "first.pdf", proof=Proof.NONE)

    def name(self, suffix: str) -> Path:
        self.count += 1
        return self.folder / f"{self.count}{suffix}"

    def person(self, category="visitor"):
        self.count += 1
        texts = {"family_name": f"Personne {self.count}", "given_name": "Awa"}
        return desk.register(self.station, NewPerson(category, texts=texts))

    def badge(self, state=BadgeState.PRINTED):
        self.count += 1
        return enrol(self.station, f"Porteur {self.count}", state=state)

    def unsure(self):
        badge = self.badge(BadgeState.RENDERED)
        with self.station.database.write() as connection:
            connection.execute("UPDATE badge SET state = 'unsure' WHERE number = ?", (badge.number,))
        return badge


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    found = Prepared(tmp_path_factory.mktemp("roles"))
    yield found
    found.station.close()


def listed(one):
    path = one.name(".csv")
    path.write_text(f"family_name,category\nListe {one.count},visitor\n", encoding="utf-8")
    return lambda station: import_list(station, ListToImport(path), quiet)


def suspended(one):
    person = desk.suspend(one.station, one.person())
    return lambda station: desk.reinstate(station, person)


def blocked(one):
    person = desk.block(one.station, one.person())
    return lambda station: desk.reinstate(station, person)


def with_person(act, category="visitor"):
    def prepare(one):
        person = one.person(category)
        return lambda station: act(station, person)

    return prepare


def with_badges(act, state=BadgeState.PRINTED):
    def prepare(one):
        badge = one.unsure() if state is BadgeState.UNSURE else one.badge(state)
        return lambda station: act(station, [badge.number])

    return prepare


def with_text(act):
    def prepare(one):
        badge = one.badge()
        return lambda station: act(station, printed(badge.number))

    return prepare


def printing(one):
    person, out = one.person(), one.name(".pdf")
    choice = Choice(people=(person.holder.name,))
    return lambda station: print_some(station, out, choice, Proof.NONE)


def resuming(one):
    person, first, rest = one.person(), one.name(".pdf"), one.name(".pdf")
    print_some(one.station, first, Choice(people=(person.holder.name,)), Proof.NONE)
    layout, target = Layout(one.folder / "badge_templates"), Target(rest, Proof.NONE)
    return lambda station: resume(station, Stop("0"), layout, target, quiet)


def linking(one):
    (spare,) = spares.make_spares(one.station, 1)
    person = one.person()
    return lambda station: spares.link(station, spare.credential, person.holder.name)


def replacing_by_link(one):
    (spare,) = spares.make_spares(one.station, 1)
    badge = one.badge()
    return lambda station: spares.link(station, spare.credential, printed(badge.number))


def voiding(one):
    (spare,) = spares.make_spares(one.station, 1)
    return lambda station: spares.void(station, [spare.number])


def dead_in_a_carton(one):
    person = one.person()
    print_some(one.station, one.name(".pdf"), proof=Proof.NONE)
    number = finding.the_one(one.station, person.holder.name).current.number
    lifecycle.revoke(one.station, [number])
    return number


def pulling(one):
    number = dead_in_a_carton(one)
    return lambda station: pull(station, [number])


def pulling_all(one):
    dead_in_a_carton(one)
    return pull_all


def loading(one):
    event = one.station.event()
    one.count += 1
    return lambda station: load_version(
        station, replace(event, name={**event.name, "en": f"Fair {one.count}"})
    )


def backing_up(one):
    out, folder = one.name(".kiosk"), one.folder
    belongings = Belongings(
        folder,
        folder / "config.toml",
        folder / "badge_templates",
        folder / "data" / "keys",
        "a long passphrase",
    )
    return lambda station: back_up(station, belongings, out)


def scanning(one):
    badge = one.badge()
    checkpoint = one.station.event().checkpoint("A", Direction.IN)
    return lambda station: open_gate(station, checkpoint).admission.admit(Presented(badge.text))


def turning_back(one):
    checkpoint = one.station.event().checkpoint("A", Direction.IN)
    admitted = open_gate(one.station, checkpoint).admission.admit(Presented(one.badge().text))
    return lambda station: open_gate(station, checkpoint).admission.turn_back(admitted.seq)


def confirming(one):
    keeper = timekeeper.begin(one.station)
    return lambda station: timekeeper.confirm(station, keeper)


def forgetting(one):
    calibrate(one.station, "desk", MEASURES)
    return lambda station: forget_calibration(station, "desk")


def exporting(one):
    out = one.name(".csv")
    return lambda station: export(station, Request(out))


def looking_up(one):
    name = one.person().holder.name
    return lambda station: finding.find(station, name)


def counting_earlier(one):
    at = one.station.clock.now()
    return lambda station: who_was_inside(station, at)


def naming(one):
    records = latest(one.station, 5)
    return lambda station: names_in(station, records)


def rehearsing(one):
    path = one.name(".csv")
    path.write_text("family_name,category\nListe,visitor\n", encoding="utf-8")
    return lambda station: check_list(station, ListToImport(path), quiet)


def foreseeing(one):
    event = replace(one.station.event(), name={"en": "Another fair", "fr": "Un autre salon"})
    return lambda station: foresee(station, event)


def covering(one):
    badge, out = one.badge(), one.name(".pdf")
    choice = Choice(people=(printed(badge.number),))
    return lambda station: make_covers(station, choice, out)


def comparing(one):
    layout = Layout(one.folder / "badge_templates")
    event = one.station.event()
    rows = choose(one.station, event, Choice())
    return lambda station: find_outdated(station, event, layout, rows, quiet)


def registering(one):
    one.count += 1
    new = NewPerson("visitor", texts={"family_name": f"Arrivée {one.count}"})
    return lambda station: desk.register(station, new)


def with_account(act):
    """Do something with an account that nobody has used yet."""

    def prepare(one):
        one.count += 1
        wanted = NewAccount(f"account {one.count}", frozenset({Role.GATE}))
        identity = keeping.add(one.station, wanted).account.id
        return lambda station: act(station, identity)

    return prepare


def making_an_account(one):
    one.count += 1
    wanted = NewAccount(f"account {one.count}", frozenset({Role.GATE}))
    return lambda station: keeping.add(station, wanted)


def linking_a_badge(one):
    badge, prepare = one.badge(), with_account(lambda station, identity: (station, identity))
    _, identity = prepare(one)(one.station)
    return lambda station: keeping.link_badge(station, identity, badge.text)


def issue(station, person):
    lifecycle.issue_missing(station, [person.n], quiet)


def reinstate(station, person):
    desk.reinstate(station, desk.suspend(station, person))


ACTS = {
    "register": (registering, Action.REGISTER),
    "import a list": (listed, Action.IMPORT),
    "approve a contractor": (with_person(desk.approve, "contractor"), Action.APPROVE),
    "suspend": (with_person(desk.suspend), Action.SUSPEND),
    "block": (with_person(desk.block), Action.BLOCK),
    "lift a suspension": (suspended, Action.REINSTATE),
    "lift a block": (blocked, Action.UNBLOCK),
    "erase": (with_person(erase), Action.ERASE),
    "issue": (
        with_person(lambda station, one: lifecycle.issue_missing(station, [one.n], quiet)),
        Action.PRINT,
    ),
    "print": (printing, Action.PRINT),
    "go on with a print": (resuming, Action.PRINT),
    "replace": (with_text(lifecycle.replace_badge), Action.REPLACE),
    "revoke": (with_badges(lifecycle.revoke), Action.REVOKE),
    "hand over": (with_badges(lifecycle.hand_over), Action.HAND_OVER),
    "hand over all": (lambda _: lambda station: hand_over_chosen(station, Choice()), Action.HAND_OVER),
    "requeue": (with_badges(lifecycle.requeue), Action.PRINT),
    "settle as printed": (with_badges(lifecycle.settle_printed, BadgeState.UNSURE), Action.PRINT),
    "settle as failed": (with_badges(lifecycle.settle_failed, BadgeState.UNSURE), Action.PRINT),
    "settle all": (lambda _: lambda station: settle_unsure(station, BadgeAct.SETTLE_PRINTED), Action.PRINT),
    "make spares": (lambda _: lambda station: spares.make_spares(station, 1), Action.PRINT),
    "link a spare": (linking, Action.HAND_OVER),
    "link a spare in the place of a badge": (replacing_by_link, Action.REPLACE),
    "void a spare": (voiding, Action.REVOKE),
    "pull": (pulling, Action.PRINT),
    "pull all": (pulling_all, Action.PRINT),
    "calibrate": (lambda _: lambda station: calibrate(station, "desk", MEASURES), Action.PRINT),
    "forget a calibration": (forgetting, Action.PRINT),
    "load the event": (loading, Action.CHANGE_EVENT),
    "export": (exporting, Action.EXPORT),
    "back up": (backing_up, Action.KEEP_KEYS),
    "scan": (scanning, Action.SCAN),
    "turn back": (turning_back, Action.TURN_BACK),
    "confirm the clock": (confirming, Action.CONFIRM_CLOCK),
    "make an account": (making_an_account, Action.KEEP_ACCOUNTS),
    "give an account other roles": (
        with_account(lambda station, one: keeping.set_roles(station, one, frozenset({Role.DESK}))),
        Action.KEEP_ACCOUNTS,
    ),
    "stop an account": (with_account(keeping.stop), Action.KEEP_ACCOUNTS),
    "resume an account": (with_account(keeping.resume), Action.KEEP_ACCOUNTS),
    "link a badge to an account": (linking_a_badge, Action.KEEP_ACCOUNTS),
    "hand out a code": (with_account(keeping.hand_code), Action.KEEP_ACCOUNTS),
    "reset an account": (with_account(keeping.reset), Action.KEEP_ACCOUNTS),
    "make a setup code": (lambda _: new_setup_code, Action.KEEP_ACCOUNTS),
    "find people": (looking_up, Action.FIND),
    "list those who wait": (lambda _: finding.waiting, Action.FIND),
    "read a person's rights": (with_person(desk.rights_of), Action.FIND),
    "count who is inside": (lambda _: who_is_inside, Action.COUNT_INSIDE),
    "count who was inside": (counting_earlier, Action.COUNT_INSIDE),
    "read the end of the journal": (lambda _: lambda station: latest(station, 5), Action.READ_JOURNAL),
    "read the names in records": (naming, Action.READ_JOURNAL),
    "rehearse an import": (rehearsing, Action.IMPORT),
    "foresee a change of the event": (foreseeing, Action.CHANGE_EVENT),
    "make lists to sign": (covering, Action.HAND_OVER),
    "compare paper with the list": (comparing, Action.PRINT),
    "list paper to destroy": (lambda _: to_destroy, Action.PRINT),
    "list the prints": (lambda _: lambda station: past_prints(station, 5), Action.PRINT),
}


def contents(station):
    """All rows of the station's file, but for the heads: a gate that opens signs what there is."""
    with station.database.read() as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(("sqlite_", "person_search", "head"))
        ]
        return {name: list(connection.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608 - our own


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_by_the_roles_that_may_and_by_nobody_else(prepared, act, role):
    prepare, action = ACTS[act]
    do = prepare(prepared)
    before, files = contents(prepared.station), sorted(prepared.folder.iterdir())
    station = prepared.station.acting_as(Actor("an account", frozenset({role})))
    if action in PERMISSIONS[role]:
        do(station)
        return
    with pytest.raises(NotAllowedError, match="an account may not"):
        do(station)
    assert contents(prepared.station) == before
    assert sorted(prepared.folder.iterdir()) == files


@pytest.mark.parametrize("act", [desk.approve, reinstate])
def test_a_desk_alone_lets_in_nobody_for_whom_security_vouches(prepared, act):
    person = prepared.person("press")
    station = prepared.station.acting_as(Actor("an account", frozenset({Role.DESK, Role.SUPERVISOR})))
    with pytest.raises(NotAllowedError):
        act(station, person)


def test_every_unit_of_work_asks_who_may_or_is_known_to_ask_nobody():
    root = Path(kiosk.service.__path__[0])
    silent = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                called = {
                    call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                }
                if "acting" in called and "needs" not in called:
                    silent.add(f"{path.relative_to(root).as_posix()}: {node.name}")
    assert silent == set(BY_ITSELF)
