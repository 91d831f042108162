"""One gate: its loop, its lamp, its typed input."""
