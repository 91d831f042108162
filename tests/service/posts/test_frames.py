"""Frames: whatever a stream of bytes is cut into, the same messages come out, and garbage never does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.posts.frames import LARGEST, Content, Framed, Unframing, frame_of, framed
from kiosk.service.posts.messages import Beat, Watched, WireError, read

FRAMES = st.lists(st.builds(Framed, st.sampled_from(Content), st.binary(max_size=40)), max_size=6)


@given(FRAMES, st.lists(st.integers(0, 300), max_size=8))
def test_frames_come_out_as_they_went_in_however_the_stream_is_cut(frames, cuts):
    stream = b"".join(framed(frame.content, frame.body) for frame in frames)
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    unframing, came = Unframing(), []
    for begin, end in pairwise(edges):
        came += unframing.feed(stream[begin:end])
    assert came == frames


@given(st.binary(max_size=64))
def test_any_bytes_are_frames_or_an_error_that_is_named(data):
    try:
        for came in Unframing().feed(data):
            read(came.body)
    except WireError:
        pass


def test_a_frame_is_as_the_design_says():
    assert framed(Content.PICTURE, b"abc") == b"\x00\x00\x00\x04Pabc"


def test_a_frame_that_is_too_long_is_neither_written_nor_read():
    with pytest.raises(WireError):
        framed(Content.JSON, bytes(LARGEST))
    with pytest.raises(WireError):
        list(Unframing().feed((LARGEST + 1).to_bytes(4)))


@pytest.mark.parametrize("data", [b"\0\0\0\0", b"\0\0\0\2X{"])
def test_an_empty_frame_or_one_of_another_kind_ends_the_stream(data):
    with pytest.raises(WireError):
        list(Unframing().feed(data))


@pytest.mark.parametrize("message", [Beat("A", fps=14.5), Watched("A")])
def test_a_message_is_a_frame_of_json(message):
    (came,) = Unframing().feed(frame_of(message))
    assert came.content is Content.JSON
    assert read(came.body) == message


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b'{"kind": "sing"}', b'{"kind": "sign"}', b"\xff"])
def test_what_is_no_message_is_an_error_that_is_named(body):
    with pytest.raises(WireError):
        read(body)
