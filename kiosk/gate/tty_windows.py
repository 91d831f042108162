"""The console of Windows, by its own functions (kernel32, "Console Functions"). Not tested on Windows."""

import ctypes
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.gate.wire import Watcher

if sys.platform == "win32":
    from ctypes import wintypes

    _INPUT = -10  # STD_INPUT_HANDLE
    # Only ENABLE_EXTENDED_FLAGS and ENABLE_WINDOW_INPUT: no Ctrl-C, no lines, no echo, and no selection with
    # the mouse, which would hold back output.
    _BYTES_ONLY = 0x0080 | 0x0008
    _KEY = 0x0001  # KEY_EVENT
    _SIZE = 0x0004  # WINDOW_BUFFER_SIZE_EVENT
    _SIGNALLED = 0
    _MANY = 256
    QUIET_MS = 100
    PATIENCE = 20

    class _KeyEvent(ctypes.Structure):
        _fields_ = (
            ("is_down", wintypes.BOOL),
            ("repeats", wintypes.WORD),
            ("key", wintypes.WORD),
            ("scan", wintypes.WORD),
            ("char", wintypes.WCHAR),
            ("control", wintypes.DWORD),
        )

    class _Event(ctypes.Union):
        # A mouse event is as large as a key event; the others are smaller.
        _fields_ = (("key", _KeyEvent), ("other", wintypes.DWORD * 4))

    class _Record(ctypes.Structure):
        _fields_ = (("kind", wintypes.WORD), ("event", _Event))

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.GetStdHandle.restype = wintypes.HANDLE
    _kernel.GetStdHandle.argtypes = (wintypes.DWORD,)
    _kernel.GetConsoleMode.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
    _kernel.SetConsoleMode.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    _kernel.FlushConsoleInputBuffer.argtypes = (wintypes.HANDLE,)
    _kernel.WaitForSingleObject.argtypes = (wintypes.HANDLE, wintypes.DWORD)
    _kernel.ReadConsoleInputW.argtypes = (
        wintypes.HANDLE,
        ctypes.POINTER(_Record),
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
    )

    class WindowsTty:
        """A console, taken when it is made.

        Args:
            handle: of the console's input.
            shell: the mode to restore at the end.
        """

        def __init__(self, handle: int, shell: int) -> None:
            self._handle = handle
            self._shell = shell
            self._is_over = False
            self._watcher: Watcher | None = None
            self._set(_BYTES_ONLY)

        def watch(self, watcher: "Watcher") -> None:
            """From now on tell a watcher when the console changes size."""
            self._watcher = watcher

        def read(self, timeout: float) -> bytes | None:
            """Return what was typed; None after `timeout` seconds of silence; b"" at the end."""
            while True:
                has_come = _kernel.WaitForSingleObject(self._handle, int(timeout * 1000)) == _SIGNALLED
                if self._is_over:
                    return b""
                if not has_come:
                    return None
                typed = self._events()
                if typed is None:
                    return b""
                if typed:  # released keys are no characters, but no silence either
                    return typed.encode("utf-8", "surrogatepass")

        def _events(self) -> str | None:
            """Take the events that have come; return the characters in them, None if the console is gone."""
            records, count = (_Record * _MANY)(), wintypes.DWORD()
            if not _kernel.ReadConsoleInputW(self._handle, records, _MANY, ctypes.byref(count)):
                return None
            typed: list[str] = []
            for record in records[: count.value]:
                key = record.event.key
                if record.kind == _KEY and key.is_down and key.char != "\0":
                    typed.append(key.char * key.repeats)
                elif record.kind == _SIZE and self._watcher is not None:
                    self._watcher.redraw()
            return "".join(typed)

        def give_back(self) -> None:
            """Let the code being typed finish, discard it, and restore the mode."""
            self._is_over = True
            for _ in range(PATIENCE):
                if _kernel.WaitForSingleObject(self._handle, QUIET_MS) != _SIGNALLED:
                    break
                _kernel.FlushConsoleInputBuffer(self._handle)
            self._set(self._shell)

        def _set(self, mode: int) -> None:
            _kernel.SetConsoleMode(self._handle, mode)
            _kernel.FlushConsoleInputBuffer(self._handle)

    @contextmanager
    def take() -> Iterator[WindowsTty | None]:
        """Take the console for the length of a block; None if the input is not a console."""
        handle, shell = _kernel.GetStdHandle(_INPUT & 0xFFFFFFFF), wintypes.DWORD()
        if not handle or not _kernel.GetConsoleMode(handle, ctypes.byref(shell)):
            yield None
            return
        # In no mode is Ctrl-Break read as a character.
        before = signal.signal(signal.SIGBREAK, signal.SIG_IGN)
        tty = WindowsTty(handle, shell.value)
        try:
            yield tty
        finally:
            tty.give_back()
            signal.signal(signal.SIGBREAK, before)
