"""The demonstration, whole: print, then scan; every decision is the one that `decide` makes of the row."""

import io

import pytest
from rich.console import Console

from kiosk.cli import demo_story as demo
from kiosk.domain.model import Notice, Reason
from kiosk.gate.post import open_gate
from kiosk.keys.keyring import Issued
from kiosk.service.admission.admit import Presented
from kiosk.store import badges
from kiosk.store.series import lives_of_series


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Tell the story once; return it with what `decide` says of every badge before anybody has entered."""
    told = demo.Demonstration(tmp_path_factory.mktemp("demo"), demo.PEOPLE)
    told.bar.disable = True
    station = told.station
    told.bring_in()
    told.print_all()
    gate = open_gate(station, station.event().checkpoint("A", "in")).admission
    expected = {}
    for number in told.pages:
        with station.database.read() as connection:
            row = badges.look_up(connection, number, b"")
            lives = lives_of_series(connection)
        issued = Issued(row.epoch, number, row.badge.credential_hash)
        expected[number] = gate.check(Presented(station.keyring.reissue(issued, lives))).decision
    told.open_gate()
    entrance = list(told.told.scans)
    told.make_trouble()
    told.leave()
    whole, altered = told.give_evidence()
    yield told, expected, entrance, whole, altered
    station.close()


def test_all_badges_are_read_back_from_simulated_frames_each_once(story):
    _, expected, entrance, _, _ = story
    assert len(expected) == demo.PEOPLE
    assert sorted(scan.number for scan in entrance) == sorted(expected)


def test_each_decision_is_the_one_that_decide_makes_of_its_row(story):
    """Who needs an escort is decided by who went in before; for them, both answers are right in turn."""
    _, expected, entrance, _, _ = story
    for scan in entrance:
        alone = expected[scan.number]
        if alone.reason is Reason.ESCORT_REQUIRED and scan.decision.is_granted:
            assert scan.decision.notices == (Notice.ESCORTED,)
        else:
            assert scan.decision == alone
    assert sum(scan.decision.is_granted for scan in entrance) >= 300


def test_the_demonstration_refuses_for_each_of_its_reasons(story):
    told, *_ = story
    reasons = {scan.decision.reason for scan in told.told.scans}
    assert set(demo.EXPECTED) <= reasons


def test_the_journal_verifies_and_an_altered_record_is_named(story):
    told, _, _, whole, altered = story
    assert whole.exit_code == 0
    assert altered.exit_code == 4
    revoked = next(scan for scan in told.told.scans if scan.decision.reason is Reason.REVOKED)
    assert f"record {revoked.seq} " in altered.lines[0]


def test_the_summary_fits_eighty_columns(story):
    told, *_ = story
    out = io.StringIO()
    console = Console(file=out, width=80)
    console.print(demo.summary(told.told))
    console.print(demo.decisions(told.told))
    assert max(map(len, out.getvalue().splitlines())) <= 80
