"""Asking without letting anybody in, and reading pictures: what is said when it is not what it should be."""

import os
import subprocess
import sys
from io import TextIOWrapper

import cv2
import numpy as np
import pytest
from commands import even, open_shop
from typer.testing import CliRunner

from kiosk.cli.app import app
from kiosk.cli.gate import GateOutput, unspoilt
from kiosk.domain.credential import number_from, printed


@pytest.fixture
def shop(tmp_path):
    return open_shop(tmp_path)


@pytest.fixture
def blank(tmp_path):
    path = tmp_path / "blank.png"
    cv2.imwrite(str(path), np.full((200, 200), 200, np.uint8))
    return path


def test_a_printed_number_given_for_a_code_is_refused_and_pointed_to_where_it_serves(shop):
    number = printed(number_from(1, 1))
    result = shop.run("check", number, "--gate", "A")
    wrong_digit = shop.run("check", f"{number[:-1]}{(int(number[-1]) + 1) % 10}", "--gate", "A")
    assert result.exit_code == wrong_digit.exit_code == 0
    assert "PAS UN BADGE DE CET" in result.stdout
    said = [("kiosk people find" in even(one.stderr)) for one in (result, wrong_digit)]
    assert said == [True, False]


def test_a_picture_without_codes_is_said_and_no_error(blank):
    result = CliRunner().invoke(app, ["read", str(blank)])
    assert result.exit_code == 0
    assert result.stderr == f"{blank}: no codes found\n"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("none.png", "there is no file", "check its name"),
        ("folder.png", "is a folder", "FOLDER/*.jpg"),
        ("text.png", "is not a picture", ".png"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_hint_and_the_rest_is_read(tmp_path, blank, name, message, hint):
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "text.png").write_text("not a picture")
    result = CliRunner().invoke(app, ["read", str(tmp_path / name), str(blank), "--json"])
    error, todo = result.stderr.splitlines()[:2]
    assert error.startswith("kiosk: error: ")
    assert message in error
    assert todo.startswith("kiosk: hint: ")
    assert hint in todo
    assert result.exit_code == 1
    assert result.stdout.count('"codes": []') == 1


def test_a_code_is_shown_as_it_is_whatever_it_says(tmp_path):
    texts = ["[bold]loud[/bold]", "[/no such thing]", "https://example.org/" + "a" * 120]
    for number, text in enumerate(texts):
        code = cv2.QRCodeEncoder.create().encode(text)
        code = cv2.copyMakeBorder(code, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=255)
        big = cv2.resize(code, None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
        cv2.imwrite(str(tmp_path / f"{number}.png"), big)
        result = CliRunner().invoke(app, ["read", str(tmp_path / f"{number}.png")])
        assert result.exit_code == 0
        column = "".join(result.stdout.split())
        for start in range(0, len(text), 8):
            assert text[start : start + 8].replace(" ", "") in column


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x00\x00\x10ftypmp42\x00\x00\x00\x00\x00\x00\x01\x00mdat" + bytes(300),
        b"RIFF\x00\x10\x00\x00AVI LIST",
    ],
)
def test_a_broken_film_is_told_in_kiosk_s_own_words_alone(shop, content):
    film = shop.folder / "film.avi"
    film.write_bytes(content)
    words = [sys.executable, "-m", "kiosk", "gate", "A", "--headless"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*words, "--source", str(film), "-C", str(shop.folder)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert all(line.startswith("kiosk: ") for line in done.stderr.splitlines())
    assert "neither a video nor a picture" in done.stderr


def test_a_gate_ends_when_nobody_reads_its_lines_any_more(shop):
    words = [sys.executable, "-m", "kiosk", "gate", "A", "--json", "--source", "none"]
    with subprocess.Popen(  # noqa: S603 - our own command
        [*words, "-C", str(shop.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as gate:
        gate.stdin.write(b"first\n")
        gate.stdin.flush()
        assert b'"invalid"' in gate.stdout.readline()
        gate.stdout.close()
        gate.stdin.write(b"second\n")
        gate.stdin.flush()
        said = gate.stderr.read().decode()
    assert gate.returncode == 1
    assert said.splitlines()[0] == "kiosk: error: the reader of --json has gone"


class Terminal(TextIOWrapper):
    """A file that says it is a terminal, and can be read afterwards."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("kind", "shown", "kept"),
    [
        (Terminal, GateOutput.SCREEN, "!"),
        (Terminal, GateOutput.NOTHING, "libjpeg!"),
        (TextIOWrapper, GateOutput.SCREEN, "libjpeg!"),
    ],
)
def test_what_libjpeg_says_of_a_cheap_camera_s_pictures_does_not_spoil_the_screen(
    tmp_path, kind, shown, kept
):
    with (tmp_path / "stderr").open("wb") as file, kind(file, write_through=True) as stream:
        with unspoilt(shown, stream):
            os.write(stream.fileno(), b"libjpeg")  # past Python, as a library does
        stream.write("!")
    assert (tmp_path / "stderr").read_text() == kept
