import json
from dataclasses import replace

import pytest

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.difference import diff
from kiosk.domain.document import canonical, digest, from_document, parse_document, to_document
from kiosk.domain.errors import KioskError
from kiosk.domain.model import EventId, ZoneId

EVENT = replace(load_config(SAMPLE, EventId(bytes(range(16)))).event, is_demo=True)


def test_a_document_reads_back_as_the_same_event():
    assert from_document(to_document(EVENT)) == EVENT
    assert parse_document(canonical(to_document(EVENT))) == EVENT


def test_the_digest_does_not_depend_on_the_order_of_keys():
    document = to_document(EVENT)
    turned = dict(reversed(list(document.items())))
    assert digest(turned) == digest(document)
    assert digest({**document, "is_demo": False}) != digest(document)
    assert canonical(document) == canonical(json.loads(canonical(document)))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": "zz"}', '{"id": 3}', "null"])
def test_a_text_that_is_no_event_document_is_refused(text):
    with pytest.raises(KioskError, match="not an event document"):
        parse_document(text)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sites", "PARC"),
        ("zones", [3]),
        ("name", []),
        ("policy", {"escort_within": "2"}),
        ("days", [{"date": "x"}]),
    ],
)
def test_a_document_of_the_wrong_shape_is_refused(key, value):
    with pytest.raises(KioskError):
        from_document({**to_document(EVENT), key: value})


def test_keys_that_an_older_document_lacks_take_their_defaults():
    document = to_document(EVENT)
    del document["policy"], document["is_demo"]
    event = from_document(document)
    assert event.policy.escort_within == 120
    assert not event.is_demo


def test_equal_documents_differ_in_nothing():
    assert diff(to_document(EVENT), to_document(EVENT)) == ()


def test_differences_are_said_in_words():
    hall, *_ = (zone for zone in EVENT.zones if zone.id == "HALL")
    zones = tuple(replace(zone, capacity=7000) if zone == hall else zone for zone in EVENT.zones)
    categories = tuple(
        replace(c, zones=(*c.zones, ZoneId("PRESSE"))) if c.id == "visitor" else c for c in EVENT.categories
    )
    new = replace(EVENT, zones=zones, categories=categories, gates=EVENT.gates[1:])
    assert diff(to_document(EVENT), to_document(new)) == (
        "event.zones.HALL.capacity: 6000 becomes 7000",
        "event.gates.A: removed (Porte A · Entrée principale)",
        "event.categories.visitor.zones: PRESSE added",
    )


def test_a_reordering_of_plain_values_is_a_difference_and_of_named_rows_is_none():
    new = replace(EVENT, zones=tuple(reversed(EVENT.zones)))
    assert diff(to_document(EVENT), to_document(new)) == ()
    first = EVENT.categories[0]
    turned = replace(EVENT, categories=(replace(first, zones=first.zones[::-1]), *EVENT.categories[1:]))
    assert len(diff(to_document(EVENT), to_document(turned))) == 1


def test_what_becomes_nothing_and_what_is_added_is_said():
    zones = tuple(replace(zone, hours=None) if zone.id == "HALL" else zone for zone in EVENT.zones)
    said = diff(to_document(replace(EVENT, zones=zones)), to_document(EVENT))
    assert said == ("event.zones.HALL.hours: nothing becomes 510, 1110",)
    named = diff(
        to_document(EVENT), to_document(replace(EVENT, name={**EVENT.name, "ar": "صالون"}, is_demo=False))
    )
    assert named == ("event.is_demo: yes becomes no", "event.name.ar: added (صالون)")


def test_a_label_of_a_zone_is_kept_and_a_document_from_before_labels_keeps_its_digest():
    event = replace(EVENT, zones=tuple(replace(zone, label={}) for zone in EVENT.zones))
    older = to_document(event)
    assert all("label" not in zone for zone in older["zones"])
    zones = (replace(event.zones[0], label={"fr": "SOIRÉE", "en": "GALA"}), *event.zones[1:])
    labelled = replace(event, zones=zones)
    assert from_document(to_document(labelled)) == labelled
    assert digest(to_document(labelled)) != digest(older)
    zone = from_document(to_document(labelled)).zones[0]
    assert [zone.label_in(language) for language in ("fr", "en", "tr")] == ["SOIRÉE", "GALA", "SOIRÉE"]
    assert event.zones[0].label_in("fr") == event.zones[0].id
