"""The gates that `kiosk serve` starts, written as `A:in`, or `A:in:none` for one without a camera."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.errors import KioskError

WAYS = ("in", "out")
EXAMPLE = "A:in"


@dataclass(frozen=True, slots=True)
class ServedGate:
    """One gate to be started.

    Attributes:
        way: in or out.
        source: of its pictures; None for the one of config.toml.
    """

    name: str
    way: str
    source: str | None = None


def served_gates(written: Sequence[str]) -> tuple[ServedGate, ...]:
    """Return the gates that were asked for. Raises KioskError for one that is miswritten, or named twice."""
    gates = tuple(_gate(text) for text in written)
    names = [gate.name for gate in gates]
    for name in names:
        if names.count(name) > 1:
            raise KioskError(
                "gate {name} is named twice",
                "one process works at a gate; its page turns it round",
                name=name,
            )
    return gates


def _gate(text: str) -> ServedGate:
    name, _, rest = text.partition(":")
    way, _, source = rest.partition(":")
    if not name or name.startswith("-") or (way or "in") not in WAYS:
        raise KioskError(
            '"{text}" is no gate with a direction', "write it like {example}", text=text, example=EXAMPLE
        )
    return ServedGate(name, way or "in", source or None)
