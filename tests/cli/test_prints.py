"""`kiosk badges print`, `resume`, `covers`, `outdated`, `pulled` and `settle`, as they are typed."""

import pytest
import spooler
from badged import edit, issue_all, make_station, numbers, states_of
from typer.testing import CliRunner

from kiosk.badge.pdf.raster import page_count
from kiosk.bootstrap.opening import open_station
from kiosk.cli.app import app
from kiosk.domain.errors import KioskError
from kiosk.domain.model import BadgeState
from kiosk.store.badges import set_state


@pytest.fixture
def folder(tmp_path):
    station = make_station(tmp_path)
    issue_all(station)
    station.close()
    return tmp_path


def run(folder, *words, group="badges"):
    return CliRunner().invoke(app, [group, *words, "-C", str(folder)])


def pdf(folder, name="b.pdf"):
    return "--out", str(folder / name)


def mark(folder, state):
    """Put all badges into a state, as a printer would."""
    station = open_station(folder).station
    for number in issue_all(station):
        with station.database.write() as connection:
            set_state(connection, number, state, station.clock.now())
    station.close()


def change(folder, name, field, value):
    station = open_station(folder).station
    edit(station, name, field, value)
    station.close()


def narrow(text):
    return max(map(len, text.splitlines())) <= 80


def test_a_print_says_its_number_its_cartons_and_its_lists(folder):
    shown = run(folder, "print", *pdf(folder), "--carton", "3", "--covers", str(folder / "lists.pdf"))
    assert shown.exit_code == 0, shown.exception
    assert shown.stdout.splitlines()[1] == "print 1, cartons 1 to 2"
    assert "lists to sign" in shown.stdout
    assert page_count(folder / "lists.pdf") == 3


def test_ids_come_from_a_file_as_excel_saves_it(folder):
    first, second, *_ = numbers(folder)
    for name, raw in {
        "utf8.txt": f"\ufeff{first}\r\n\r\n{second}\r\n".encode(),
        "utf16.txt": f"{first}\n{second}\n".encode("utf-16"),
    }.items():
        (folder / name).write_bytes(raw)
        shown = run(folder, "print", *pdf(folder, f"{name}.pdf"), "--all", "--ids", f"@{folder / name}")
        assert shown.stdout.startswith("2 badges on 2 pages"), shown.exception
    (folder / "empty.txt").write_text("\n")
    for file, said in {"empty.txt": "no id", "missing.txt": "cannot be read"}.items():
        refused = run(folder, "print", *pdf(folder), "--ids", f"@{folder / file}")
        assert isinstance(refused.exception, KioskError)
        assert said in refused.exception.message


def test_since_is_a_local_time_and_days_are_days_of_the_event(folder):
    assert run(folder, "print", *pdf(folder), "--since", "2025-11-11T08:00").stdout.startswith("4 badges")
    late = run(folder, "print", *pdf(folder, "c.pdf"), "--since", "2999-11-11", "--all")
    assert "nobody is chosen" in late.stderr
    assert run(folder, "print", *pdf(folder, "d.pdf"), "--days", "11", "--all").exit_code == 0
    for words in (("--since", "yesterday"), ("--days", "40")):
        assert isinstance(run(folder, "print", *pdf(folder, "e.pdf"), *words).exception, KioskError)


def test_a_print_with_nothing_to_do_says_what_next(folder):
    run(folder, "print", *pdf(folder))
    again = run(folder, "print", *pdf(folder, "c.pdf"))
    assert again.exit_code == 0
    assert "all 4 are printed\n--all prints them again; --changed those" in again.stderr
    assert narrow(again.stderr)
    assert "no paper that lies here" in run(folder, "print", *pdf(folder, "c.pdf"), "--changed").stderr
    mark(folder, BadgeState.UNSURE)
    assert "4 unsure" in run(folder, "print", *pdf(folder, "c.pdf")).stderr
    assert run(folder, "print", *pdf(folder, "c.pdf"), "--changed", "--all").exit_code == 2
    nowhere = run(folder, "print")
    assert "--printer" in nowhere.exception.hint


def test_a_jam_is_gone_on_with_from_the_last_good_badge(folder):
    run(folder, "print", *pdf(folder))
    shown = run(folder, "resume", "1", *pdf(folder, "rest.pdf"))
    assert shown.stdout.splitlines() == [
        f"3 badges on 3 pages: {folder / 'rest.pdf'}",
        "print 2, numbers 2 to 4, carton 1",
    ]
    last = run(folder, "resume", numbers(folder)[2], "--print", "2", *pdf(folder, "last.pdf"))
    assert "1 badge on 1 page" in last.stdout
    assert "print 3, numbers 4 to 4" in last.stdout
    listed = [" ".join(line.split()) for line in run(folder, "prints").stdout.splitlines()]
    assert [line.split(" ", 3)[-1] for line in listed if line[:1].isdigit()] == [
        "last.pdf 4-4 1 printed",
        "rest.pdf 2-4 1 failed, 2 printed",
        "b.pdf 1-4 3 failed, 1 printed",
    ]


def test_before_the_first_print_there_is_none_to_list(folder):
    assert run(folder, "prints").stdout == "Nothing has been printed yet.\n"
    assert "no such print" in run(folder, "resume", "1", *pdf(folder)).exception.message


def test_outdated_paper_is_listed_pulled_and_printed_again(folder):
    assert "No paper is out of date." in run(folder, "outdated").stdout
    first, second, *_ = numbers(folder)
    run(folder, "print", *pdf(folder))
    run(folder, "handover", first)
    change(folder, "Mensah", "organisation", "Ministère de la Défense")
    change(folder, "Traoré", "name_native", "تراوري")
    run(folder, "replace", second)
    shown = run(folder, "outdated", "--pull-sheet", str(folder / "pull.pdf"))
    assert shown.exit_code == 0, shown.exception
    assert narrow(shown.stdout.partition("pull sheet")[0])
    assert page_count(folder / "pull.pdf") == 1
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert any(line.startswith(f"1 · 2 {second} Awa Diallo replaced by") for line in lines)
    assert any("native name print again" in line for line in lines)
    assert any(line.startswith(f"- {first}") and line.endswith("replace") for line in lines)
    done = run(folder, "print", *pdf(folder, "new.pdf"), "--changed")
    assert "1 badge on 1 page" in done.stdout
    assert "each into the place of its old paper: carton 1" in done.stdout
    assert "1 out of date with their holders" in done.stderr
    assert run(folder, "pulled", "--all").stdout == "1 pulled and destroyed\n"
    assert [name for name in ("Mensah", "Traoré", "Diallo") if name in run(folder, "outdated").stdout] == [
        "Mensah"
    ]
    assert run(folder, "pulled").exit_code == 2
    assert isinstance(run(folder, "pulled", first).exception, KioskError)


def test_a_delegation_that_has_signed_is_handed_its_badges_in_one_go(folder):
    run(folder, "print", *pdf(folder), "--category", "exhibitor")
    shown = run(folder, "handover", "--delegation", "Mali")
    assert shown.stdout == "1 handed over\n"
    assert states_of(folder) == {
        "Mensah": "issued",
        "Diallo": "issued",
        "Traoré": "handed_over",
        "Gül": "printed",
    }
    for words in ((), (numbers(folder)[3], "--delegation", "Mali")):
        assert run(folder, "handover", *words).exit_code == 2


def test_of_a_dead_badge_it_is_said_where_its_paper_lies(folder):
    first, second, *_ = numbers(folder)
    run(folder, "print", *pdf(folder))
    for words, place in ((("revoke", first), 1), (("replace", second), 2)):
        said = run(folder, *words).stdout
        assert f"destroy the paper of {words[1]}: carton 1, position {place}" in said
        (advice,) = [line.split() for line in said.splitlines() if "kiosk badges pulled" in line]
        assert run(folder, *advice[2:]).stdout == "1 pulled and destroyed\n"
    assert "carton" not in run(folder, "find", "Diallo", group="people").stdout


def test_unsure_badges_are_settled_one_by_one_or_all(folder):
    run(folder, "print", *pdf(folder))
    mark(folder, BadgeState.UNSURE)
    first, *_ = numbers(folder)
    assert "it comes again" in run(folder, "settle", first, "--failed").stdout
    assert run(folder, "settle", "--all", "--printed").stdout == "3 unsure, now printed\n"
    assert run(folder, "settle", "--all", "--printed").stdout == "no badge is unsure\n"
    assert sorted(states_of(folder).values()) == ["failed", "printed", "printed", "printed"]
    for words in ((first,), (first, "--printed", "--failed"), ("--printed",), (first, "--all", "--failed")):
        assert run(folder, "settle", *words).exit_code == 2


def test_people_are_shown_with_the_place_of_their_badge(folder):
    run(folder, "print", *pdf(folder))
    shown = run(folder, "show", "Traoré", group="people")
    assert "printed, issue 1, carton 1, position 3" in " ".join(shown.stdout.split())
    listed = run(folder, "find", "Traoré", group="people")
    assert "carton 1 · 3" in listed.stdout
    assert narrow(listed.stdout)
    erased = run(folder, "erase", "Traoré", "--yes", group="people")
    assert "carton 1, position 3" in erased.stdout


def test_lists_to_sign_are_made_later_too(folder):
    run(folder, "print", *pdf(folder))
    shown = run(folder, "covers", "--delegation", "Mali", "--out", str(folder / "mali.pdf"))
    assert shown.stdout == f"lists for 1 delegation: {folder / 'mali.pdf'}\n"
    assert (
        "exists already"
        in run(folder, "print", *pdf(folder, "c.pdf"), "--covers", str(folder / "mali.pdf")).exception.message
    )


def test_badges_go_to_a_printer_by_its_name(folder, tmp_path_factory, monkeypatch):
    if not spooler.HAS_CUPS:
        pytest.skip(spooler.WITHOUT)
    with spooler.running(tmp_path_factory.mktemp("cups")) as server:
        monkeypatch.setenv("CUPS_SERVER", server.socket)
        server.queue("Bureau-1")
        server.queue("jammed", "jammed:/head")
        shown = run(folder, "print", "--printer", "Bureau-1", "--person", "Gül")
        assert shown.stdout.splitlines() == [
            "1 badge on 1 page, printed: Bureau-1, job Bureau-1-1",
            "print 1",
        ]
        broken = run(folder, "print", "--printer", "jammed")
        assert broken.exit_code == 1
        assert "aborted: the head is jammed" in broken.stderr
        assert "kiosk badges resume LAST --print 2" in broken.stderr
        assert set(states_of(folder).values()) == {"printed", "failed"}
        resumed = run(folder, "resume", "1", "--printer", "Bureau-1")
        assert "2 badges on 2 pages, printed" in resumed.stdout
        server.tool("cupsreject", "Bureau-1")
        refused = run(folder, "print", "--printer", "Bureau-1", "--all")
        assert "refused the job" in refused.exception.message
    assert set(states_of(folder).values()) == {"printed"}
