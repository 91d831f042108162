from dataclasses import replace

import pytest

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.difference import diff
from kiosk.domain.document import Json
from kiosk.domain.event import Hours, Policy
from kiosk.domain.fault import spoken
from kiosk.domain.model import OUTSIDE, CategoryId, GateId, Reason, SiteId, ZoneId
from kiosk.domain.soundness import faults

EVENT = load_config(SAMPLE).event


def first(name: str, **changes: object):
    """The event with its first site, day, zone, gate or category changed."""
    head, *rest = getattr(EVENT, name)
    return replace(EVENT, **{name: (replace(head, **changes), *rest)})


def told(event) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in faults(event)]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("event.zones[1].parent", "event.zones, number 2 (HALL), parent"),
        ("event.days[0].sites[1]", "event.days, number 1 (2025-11-11), sites, number 2"),
        ("event.zones[7]", "event.zones, number 8"),
        ("event.nothing[0].at.all", "event.nothing, number 1, at.all"),
        ("event.policy.overridable[0]", "event.policy.overridable, number 1"),
        ("station.name", "station.name"),
    ],
)
def test_a_path_is_said_as_people_count_with_the_id_where_there_is_one(path, said):
    zones = [{"id": "PARC"}, {"id": "HALL"}]
    days = [{"date": "2025-11-11", "sites": ["A"]}]
    event: dict[str, Json] = {"zones": zones, "days": days, "policy": {"overridable": ["closed"]}}
    assert spoken(path, {"event": event, "station": {"name": "x"}}) == said


def test_an_id_that_cannot_be_one_is_told_once():
    for name, wrong in (("zones", ZoneId("Parc expo")), ("gates", GateId("porte a"))):
        head = f"event.{name}[0].id"
        assert [path for path, _ in told(first(name, id=wrong))].count(head) == 1


def test_the_sample_is_sound():
    assert faults(EVENT) == ()


@pytest.mark.parametrize("name", ["sites", "days", "zones", "gates", "categories"])
def test_an_event_without_any_of_a_kind_says_so_and_is_examined_to_the_end(name):
    found = faults(replace(EVENT, **{name: ()}))
    assert (f"event.{name}", "there is none") in [(fault.path, fault.message) for fault in found]


@pytest.mark.parametrize(
    ("event", "path", "says"),
    [
        (first("gates", id=GateId("porte a")), "event.gates[0].id", "cannot be an id"),
        (first("gates", id=GateId("B")), "event.gates[1].id", "is there twice"),
        (first("categories", id=CategoryId("")), "event.categories[0].id", "cannot be an id"),
        (first("sites", time_zone="Mars/Olympus"), "event.sites[0].time_zone", "no time zone"),
        (first("sites", time_zone="../etc"), "event.sites[0].time_zone", "no time zone"),
        (first("days", sites=()), "event.days[0].sites", "no site is open"),
        (replace(EVENT, days=EVENT.days[:2]), "event.sites[1]", "is open on no day"),
        (first("zones", id=OUTSIDE), "event.zones[0].id", "the world around"),
        (first("zones", id=ZoneId("PARC EXPO")), "event.zones[0].id", "cannot be the id of a zone"),
        (first("zones", site=SiteId("KOULIKORO")), "event.zones[1].parent", "is on the site KOULIKORO"),
        (first("zones", parent=ZoneId("B2B")), "event.zones[0].parent", "lies inside itself"),
        (first("zones", capacity=0), "event.zones[0].capacity", "not a number of people"),
        (first("zones", hours=Hours(600, 600)), "event.zones[0].hours", "from an opening to a closing"),
        (first("zones", hours=Hours(600, 3000)), "event.zones[0].hours", "from an opening to a closing"),
        (first("gates", outer=ZoneId("HALL"), inner=ZoneId("B2C")), "event.gates[0].inner", "no zone"),
        (first("gates", outer=ZoneId("HALL"), inner=ZoneId("PARC")), "event.gates[0].outer", "directly"),
        (first("gates", inner=ZoneId("B2B")), "event.gates[0].outer", "directly"),
        (first("categories", letter="EXP"), "event.categories[0].letter", "not one or two letters"),
        (first("categories", letter=EVENT.categories[1].letter), "event.categories[1].letter", "already"),
        (first("categories", colour="red"), "event.categories[0].colour", "is not a colour"),
        (replace(EVENT, policy=Policy(frozenset({Reason.REVOKED}))), "event.policy.overridable", "never"),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_is(event, path, says):
    assert [message for where, message in told(event) if where == path and says in message] != []


def test_zones_in_a_circle_of_others_are_not_blamed_for_it():
    circle = tuple(
        replace(zone, parent={"PARC": ZoneId("CONF")}.get(zone.id, zone.parent)) for zone in EVENT.zones
    )
    blamed = {path for path, message in told(replace(EVENT, zones=circle)) if "inside itself" in message}
    ids = [zone.id for zone in EVENT.zones]
    assert blamed == {f"event.zones[{ids.index(zone)}].parent" for zone in (ZoneId("PARC"), ZoneId("CONF"))}


def test_who_needs_an_escort_needs_somebody_who_can():
    alone = tuple(replace(category, can_escort=False) for category in EVENT.categories)
    assert ("nobody can escort these people") in [
        message for _, message in told(replace(EVENT, categories=alone))
    ]


def test_rows_without_a_name_are_compared_as_plain_values():
    assert diff({"x": [{"id": "A"}, 3]}, {"x": [{"id": "A"}, 4]}) == (
        "event.x: 4 added",
        "event.x: 3 removed",
    )
