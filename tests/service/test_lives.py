"""A life is bound to its computer and its file: a copy is another life, and says so."""

import shutil
from dataclasses import replace

import pytest
from badged import issue_all, make_station
from older import DECISIONS, write_station
from registration import EVENT

from kiosk.bootstrap.creation import restore_station
from kiosk.bootstrap.opening import Arrival, open_station, opened
from kiosk.config.computer import SystemClock, file_id
from kiosk.domain.credential import credential_hash, parse
from kiosk.domain.home import Computer
from kiosk.domain.journal import Kind, read_detail
from kiosk.domain.model import Direction, Reason
from kiosk.gate.post import open_gate
from kiosk.service.admission.admit import Presented
from kiosk.service.badges.lifecycle import replace_badge
from kiosk.service.checkup.station_checks import Place, check_station
from kiosk.service.evidence.verify_database import verify_database
from kiosk.service.people.finding import the_one
from kiosk.service.station.backup import Belongings, back_up
from kiosk.service.station.heads import parsed_head, sidecar_of
from kiosk.service.station.lives import Continuity, gaps
from kiosk.service.station.memory import recall, remember
from kiosk.service.station.moving import prepare_move
from kiosk.store.database import open_database
from kiosk.store.journal import own_journals
from kiosk.store.journal_reading import Selection, entries
from kiosk.store.series import lives_of_series, own_series

HERE = Arrival(Computer("image-of-all-laptops", frozenset({"disk-1"}), frozenset({"02:00:00:00:00:01"})))
THERE = Arrival(Computer("image-of-all-laptops", frozenset({"disk-2"}), frozenset({"02:00:00:00:00:02"})))
NOON = "2025-11-11T09:00Z"


@pytest.fixture
def home(tmp_path):
    """A station that has issued badges, closed, and is at home on the first of two laptops of one image."""
    station = make_station(tmp_path / "salon")
    issue_all(station)
    with station.database.write() as connection:
        connection.execute("DELETE FROM home")  # it was made on the computer of this test
    station.close()
    made = open_station(tmp_path / "salon", arrival=HERE)
    assert made.found is Continuity.OLDER
    issue_all(made.station)
    replace_badge(made.station, "Awa")
    made.station.close()
    return tmp_path / "salon"


def visit(folder, arrival=HERE):
    """Open a station and close it; how it was found, its life and series, why that began, its alarms."""
    with opened(folder, arrival=arrival) as made:
        station = made.station
        with station.database.read() as connection:
            acts = [entry.act for entry in entries(connection, station.journal, Selection())]
            series = own_series(connection, station.life.id)
    begun = read_detail(acts[0].detail).get("because")
    return made.found, station.life.id, series, begun, [act.kind for act in acts].count(Kind.ALARM)


def next_code(folder, arrival=HERE):
    """Give somebody a new badge in this folder; return its credential."""
    station = open_station(folder, arrival=arrival).station
    number = replace_badge(station, "Awa").new
    with station.database.read() as connection:
        lives = lives_of_series(connection)
        (digest,) = next(
            iter(connection.execute("SELECT credential_hash FROM badge WHERE number = ?", (number,)))
        )
    text = station.keyring.issue(number, station.life.id)
    assert credential_hash(text) == digest
    assert lives
    station.close()
    return text


def test_a_folder_copied_with_its_sidecar_never_makes_the_same_twenty_characters(home, tmp_path):
    shutil.copytree(home, tmp_path / "copy")
    one, other = next_code(home), next_code(tmp_path / "copy")
    assert one != other
    assert parse(one).seal != parse(other).seal


def test_a_copy_beside_it_begins_a_new_life_with_an_alarm(home, tmp_path):
    found, life, _, _, _ = visit(home)
    assert found is Continuity.WHOLE
    shutil.copytree(home, tmp_path / "copy")
    copied, other, series, begun, alarms = visit(tmp_path / "copy")
    assert (copied, series, begun, alarms) == (Continuity.COPIED, None, "copied", 1)
    assert other != life
    assert visit(tmp_path / "copy")[:2] == (Continuity.WHOLE, other)
    assert visit(home)[:2] == (Continuity.WHOLE, life)


def test_a_folder_renamed_where_it_is_goes_on_with_its_life(home, tmp_path):
    life = visit(home)[1]
    home.rename(tmp_path / "renamed")
    assert visit(tmp_path / "renamed")[:2] == (Continuity.WHOLE, life)


def test_the_same_disk_in_another_laptop_of_the_same_image_begins_a_new_life_and_goes_on_at_home(home):
    _, life, series, _, _ = visit(home)
    found, other, _, begun, alarms = visit(home, THERE)
    assert (found, begun, alarms) == (Continuity.ELSEWHERE, "elsewhere", 1)
    assert other != life
    back = visit(home, HERE)
    assert back[:3] == (Continuity.WHOLE, life, series)
    assert visit(home, THERE)[:2] == (Continuity.WHOLE, other)


def test_a_file_older_than_the_head_beside_it_goes_on_with_no_life_of_its_home(home):
    station = open_station(home, arrival=HERE).station
    station.database.checkpoint()
    path = station.database.path
    station.close()
    older = path.read_bytes()
    next_code(home)
    visit(home)
    for log in path.parent.glob("kiosk.sqlite3-*"):
        log.unlink()
    with path.open("r+b") as file:  # written over in place: the file's own id stays
        file.truncate()
        file.write(older)
    found, _, _, begun, alarms = visit(home)
    assert (found, begun, alarms) == (Continuity.BEHIND, "behind", 1)


def test_a_station_moved_on_purpose_begins_a_new_life_without_an_alarm(home, tmp_path):
    station = open_station(home, arrival=HERE).station
    prepare_move(station)
    station.close()
    shutil.copytree(home, tmp_path / "moved")
    assert visit(tmp_path / "moved", THERE)[3:] == ("moved", 0)
    told = visit(home, replace(THERE, is_on_purpose=True))
    assert told[3:] == ("moved", 0)


def test_a_move_that_was_given_up_excuses_nothing(home):
    station = open_station(home, arrival=HERE).station
    prepare_move(station)
    replace_badge(station, "Awa")
    station.close()
    assert visit(home, THERE)[3:] == ("elsewhere", 1)


def test_a_restored_backup_begins_a_new_life_without_an_alarm(home, tmp_path):
    made = open_station(home, arrival=HERE)
    words = "quatre girafes sous la pluie"
    belongings = Belongings(home, made.config, made.settings.templates, made.keys_folder, words)
    back_up(made.station, belongings, tmp_path / "salon.kiosk")
    made.station.close()
    restored = restore_station(tmp_path / "salon.kiosk", tmp_path / "new", lambda: words)
    restored.station.close()
    assert restored.found is Continuity.MOVED
    found, _, _, begun, alarms = visit(tmp_path / "new", Arrival())
    assert (found, begun, alarms) == (Continuity.WHOLE, "moved", 0)


def test_a_station_of_the_version_before_goes_on_and_its_badges_open_as_they_did(tmp_path):
    path = write_station(tmp_path)
    made = open_station(tmp_path, NOON)
    station = made.station
    assert made.found is Continuity.OLDER
    with station.database.read() as connection:
        assert len(own_journals(connection)) == 2
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    gate = open_gate(station, station.event().checkpoint("A", Direction.OUT)).admission
    for text, before in DECISIONS.items():
        told = gate.check(Presented(text)).decision
        assert before in ("granted", *told.notices)
    new = replace_badge(station, "Kofi").new
    assert new >> 22 != next(iter(map(parse, DECISIONS))).number >> 22
    person = the_one(station, "Kofi").person
    assert person.holder.family_name == "Mensah"
    station.close()
    assert sidecar_of(path).exists()
    assert visit(tmp_path, Arrival())[0] is Continuity.WHOLE


def test_a_badge_whose_number_two_lives_have_opens_for_its_own_holder_only(home, tmp_path):
    shutil.copytree(home, tmp_path / "copy")
    station = open_station(tmp_path / "copy", arrival=HERE).station
    number = replace_badge(station, "Awa").new
    text = station.keyring.issue(number, station.life.id)
    kofi = the_one(station, "Kofi").person
    twin = replace(station.life, id=b"a life elsewhere")
    other = station.keyring.issue(number, twin.id)
    with station.database.write() as connection:  # as it will come from another station
        connection.execute(
            "INSERT INTO badge (number, epoch, accreditation, credential_hash, state, issue, issued_at)"
            " VALUES (?, 0, ?, ?, 'printed', 9, 0)",
            (number, kofi.n, credential_hash(other)),
        )
        connection.execute("INSERT INTO series VALUES (?, ?, 2, 2)", (number >> 22, twin.id))
    gate = open_gate(station, station.event().checkpoint("A", Direction.OUT)).admission
    assert gate.check(Presented(other)).subject == kofi.holder.subject
    assert gate.check(Presented(text)).subject == the_one(station, "Awa").person.holder.subject
    misread = text[:-1] + ("0" if text[-1] != "0" else "1")
    assert Reason.FORGED in gate.check(Presented(misread)).decision.notices
    station.close()


def test_a_newer_file_copied_over_ones_own_leaves_the_proof_of_what_was_lost(home, tmp_path):
    shutil.copytree(home, tmp_path / "other")
    for _ in range(3):
        next_code(home)
    visit(home)  # signs: the head beside the file proves records that the other computer's file has not
    mine = sidecar_of(home / "data" / "kiosk.sqlite3").read_text()
    visit(tmp_path / "other", THERE)
    life = parsed_head(mine).life
    there = tmp_path / "other" / "data" / "kiosk.sqlite3"
    here = home / "data" / "kiosk.sqlite3"
    shutil.copy2(there, here)
    assert visit(home)[0] in (Continuity.COPIED, Continuity.ELSEWHERE, Continuity.BEHIND)
    kept = here.with_name(f"{here.name}.head-{life.id.hex()[:8]}")
    assert kept.read_text() == mine
    visit(home)
    database = open_database(here)
    (gap,) = [one for one in gaps(database) if one.life == life]
    lost = range(gap.first, gap.last + 1)
    assert len(lost) == 3
    database.close()
    verdict = verify_database(here)
    assert f"records {gap.first} to {gap.last} not here" in " ".join(verdict.lines)
    place = Place(here, here, here.parent / "keys", 0, EVENT, home, Computer(), file_id)
    says = [finding.says for finding in check_station(place, SystemClock()) if finding.about == "journal"]
    assert any(f"records {gap.first} to {gap.last} of life" in one for one in says)


def test_a_whole_folder_put_back_from_an_older_copy_is_seen_by_who_remembers_the_newer_head(home):
    visit(home)
    data = home / "data"
    older = {path: path.read_bytes() for path in data.iterdir() if path.is_file()}
    next_code(home)
    visit(home)
    for path in set(data.glob("kiosk.sqlite3*")) - older.keys():
        path.unlink()
    for (
        path,
        content,
    ) in older.items():  # in place: home, file and head are as they were
        path.write_bytes(content)
    found, life, _, begun, alarms = visit(home)
    assert (found, begun, alarms) == (Continuity.BEHIND, "behind", 1)
    database = open_database(data / "kiosk.sqlite3")
    (gap,) = gaps(database)
    database.close()
    assert gap.first <= gap.last
    assert visit(home)[:2] == (Continuity.WHOLE, life)


def test_a_state_folder_that_cannot_be_written_stops_nothing(home, tmp_path):
    file = tmp_path / "no folder"
    file.write_text("")
    remember(file / "kiosk", home / "data" / "kiosk.sqlite3")
    remember(None, home / "data" / "kiosk.sqlite3")
    life = open_database(home / "data" / "kiosk.sqlite3")
    (first, *_) = own_journals(life.connection)
    life.close()
    assert recall(file / "kiosk", first.life) == recall(None, first.life) == ()
    assert visit(home)[0] is Continuity.WHOLE


def test_a_damaged_detail_closes_no_station(home):
    database = open_database(home / "data" / "kiosk.sqlite3")
    with database.write() as connection:
        connection.execute("DROP TRIGGER journal_keeps_what_it_has")
        connection.execute("UPDATE journal SET detail = '{' WHERE n & 1099511627775 = 0")
    assert gaps(database) == []
    database.close()
    assert visit_found(home) is Continuity.WHOLE


def visit_found(folder):
    with opened(folder, arrival=HERE) as made:
        return made.found
