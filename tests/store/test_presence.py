"""The presence table is the fold of the journal, whatever happens, also in a file opened again."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from salon import SALON, instant

from kiosk.domain.journal import Act, Kind, micros
from kiosk.domain.model import Direction, Outcome, Subject
from kiosk.domain.presence import MOVED_ON, Whereabouts, before_detail, closing, closing_detail, count, fold
from kiosk.store import presence
from kiosk.store.database import create_database

PEOPLE = [Subject(bytes([n]) * 16) for n in range(3)]
GATES = [gate.id for gate in SALON.gates]
DAY = date(2025, 11, 12)
KEPT = [
    b"",
    MOVED_ON,
    before_detail(None),
    before_detail(Whereabouts("VIP", DAY, micros(instant("12 10:00")))),
]


@st.composite
def acts(draw):
    kind = draw(
        st.sampled_from([Kind.SCAN, Kind.SCAN, Kind.TURNED_BACK, Kind.OVERRIDE, Kind.PRESENCE_CLOSED])
    )
    checkpoint = SALON.checkpoint(draw(st.sampled_from(GATES)), draw(st.sampled_from(Direction)))
    at = micros(instant(draw(st.sampled_from(["11 10:00", "11 11:00", "12 03:00", "12 10:00", "13 10:00"]))))
    if kind is Kind.PRESENCE_CLOSED:
        return Act(kind=kind, occurred_at=at, recorded_at=at, zone_from="PARC", detail=closing_detail(DAY))
    return Act(
        kind=kind,
        occurred_at=at,
        recorded_at=at + draw(st.sampled_from([0, 1])),
        zone_from=checkpoint.zone_from,
        zone_to=checkpoint.zone_to,
        subject=draw(st.sampled_from([*PEOPLE, None])),
        outcome=draw(st.sampled_from([*Outcome, None])),
        detail=draw(st.sampled_from(KEPT)) if kind is Kind.TURNED_BACK else b"",
    )


@settings(max_examples=60)
@given(history=st.lists(acts(), max_size=25))
def test_the_table_is_the_fold_also_after_a_restart(history, tmp_path_factory):
    path = tmp_path_factory.mktemp("presence") / "kiosk.sqlite3"
    database = create_database(path)
    for act in history:
        with database.write() as connection:
            ended = closing(act)
            if ended is None:
                presence.follow(connection, act, SALON)
            else:
                while presence.close_batch(connection, ended, SALON):
                    pass
    database.close()
    reopened = create_database(path)
    with reopened.read() as connection:
        table = dict(presence.everybody(connection))
        counts = presence.occupancy(connection, SALON, DAY)
        earlier = presence.has_earlier(connection, tuple(SALON.zone), DAY)
    reopened.close()
    assert table == fold(history, SALON)
    assert {zone: n for zone, n in counts.items() if n} == count(table.values(), SALON, DAY)
    assert earlier == any(place.day < DAY for place in table.values())


def test_a_closing_ends_in_short_batches(tmp_path):
    database = create_database(tmp_path / "kiosk.sqlite3")
    at = micros(instant("11 10:00"))
    with database.write() as connection:
        for n in range(presence.CLOSING_BATCH + 1):
            act = Act(Kind.SCAN, at, at, zone_from="OUTSIDE", zone_to="PARC", outcome=Outcome.GRANTED,
                      subject=Subject(n.to_bytes(16)))  # fmt: skip
            presence.follow(connection, act, SALON)
    end = closing(Act(Kind.PRESENCE_CLOSED, at, at, zone_from="PARC", detail=closing_detail(DAY)))
    closed = []
    while not closed or closed[-1]:
        with database.write() as connection:
            closed.append(presence.close_batch(connection, end, SALON))
    database.close()
    assert closed == [presence.CLOSING_BATCH, 1, 0]
