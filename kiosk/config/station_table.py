"""The [station] table of config.toml, read by hand.

It is read whenever a command opens a station, and loading the library that reads the rest of the file takes
longer than most commands. Every fault is found in one pass, as there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.config.scanner import load_scanner
from kiosk.config.station import Camera, Lens, StationSettings
from kiosk.domain.fault import Fault
from kiosk.domain.model import GateId
from kiosk.domain.nearest import did_you_mean

_STATION = ("name", "languages", "data", "templates", "min_free_disk", "cameras", "gates")
_CAMERA = ("gate", "source", "width", "height", "rate", "lens")
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class _StationTable:
    """One table, and its faults."""

    path: str
    values: Mapping[str, object]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, message: str, hint: str) -> None:
        self.faults.append(Fault(f"{self.path}.{key}", message, hint))

    def only(self, known: Sequence[str]) -> None:
        for key in self.values:
            if key not in known:
                self.fault(key, "there is no such key", did_you_mean(key, known))

    def text(self, key: str, default: str) -> str:
        found = self.values.get(key, default)
        if isinstance(found, str):
            return found
        self.fault(key, f"{found!r} is not a text", 'texts stand in "quotes"')
        return default

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        found = self.values.get(key, list(default))
        if isinstance(found, list) and found and all(isinstance(one, str) for one in found):
            return tuple(found)
        self.fault(key, f"{found!r} is not a list of texts", 'lists stand in brackets: ["fr", "en"]')
        return default

    def whole(self, key: str, default: int, least: int, most: int | None = None) -> int:
        found = self.values.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            self.fault(key, f"{found!r} is not a whole number", "numbers stand without quotes")
        elif found < least or (most is not None and found > most):
            reach = f"at least {least}" if most is None else f"between {least} and {most}"
            self.fault(key, f"{found} is out of reach", f"choose a number of {reach}")
        else:
            return found
        return default


def read_station(table: object, folder: Path, installed: Path) -> tuple[StationSettings, list[Fault]]:
    """Read the settings of this computer.

    Args:
        table: the [station] table; None for a file without it.
        folder: the folder of config.toml, to which its paths are relative.
        installed: the folder of Kiosk's own templates, for a station without any.

    Returns:
        the settings, with a default for each wrong one, and the faults.
    """
    if table is not None and not isinstance(table, dict):
        return read_station({}, folder, installed)[0], [Fault("station", f"{table!r} is not a table")]
    own = _StationTable("station", table or {})
    own.only(_STATION)
    templates = own.text("templates", "badge_templates")
    beside = folder / templates
    found = own.values.get("cameras", [])
    cameras: dict[GateId, Camera] = {}
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        own.fault("cameras", f"{found!r} is not a list", "each camera begins with [[station.cameras]]")
        found = []
    for index, one in enumerate(found):
        gate, camera = _camera(_StationTable(f"station.cameras[{index}]", one, own.faults), folder)
        cameras[gate] = camera
    data = folder / own.text("data", "data")
    station = StationSettings(
        name=own.text("name", "Poste 1"),
        languages=own.texts("languages", ("fr", "en")),
        data=data,
        templates=beside if beside.is_dir() else installed / templates,
        min_free_disk=own.whole("min_free_disk", 500, 0) * _MEGABYTE,
        cameras=cameras,
        gates=() if own.values.get("gates", []) == [] else own.texts("gates", ()),
        scanner=load_scanner(data),
    )
    return station, own.faults


def _camera(table: _StationTable, folder: Path) -> tuple[GateId, Camera]:
    table.only(_CAMERA)
    if "gate" not in table.values:
        table.fault("gate", "is missing", "add it; the sample file shows how")
    usual = Camera()
    source = table.values.get("source", usual.source)
    if not isinstance(source, int | str) or isinstance(source, bool):
        table.fault(
            "source", f"{source!r} is not a camera", 'write its number, or "a file, folder or address"'
        )
        source = usual.source
    if isinstance(source, str) and "://" not in source:
        source = str(folder / source)
    lens = table.text("lens", usual.lens)
    if lens not in tuple(Lens):
        table.fault("lens", f'"{lens}" is no side of a screen', f"choose one of: {', '.join(Lens)}")
        lens = usual.lens
    return GateId(table.text("gate", "")), Camera(
        source,
        table.whole("width", usual.width, 160, 7680),
        table.whole("height", usual.height, 120, 4320),
        table.whole("rate", usual.rate, 1, 240),
        Lens(lens),
    )
