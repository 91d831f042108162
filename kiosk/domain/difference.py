"""The differences between two event documents, in words for an organiser."""

from collections.abc import Mapping, Sequence

from kiosk.domain.document import Document, Json

_KEYS = ("id", "date")
"""The keys that identify a row of a list, so that moving a row is not a change."""


def diff(old: Document, new: Document) -> tuple[str, ...]:
    """Describe each difference in one sentence, in the order of the new document; () for none."""
    return tuple(_compare("event", old, new))


def _compare(path: str, old: Json, new: Json) -> list[str]:
    if old == new:
        return []
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _compare_tables(path, old, new)
    if _is_named_list(old) and _is_named_list(new):
        return _compare_tables(path, _by_name(old), _by_name(new))
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return _compare_lists(path, old, new)
    return [f"{path}: {_show(old)} becomes {_show(new)}"]


def _compare_tables(path: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> list[str]:
    said: list[str] = []
    for key, value in new.items():
        if key in old:
            said += _compare(f"{path}.{key}", old[key], value)
        else:
            said.append(f"{path}.{key}: added{_what(value)}")
    said += [f"{path}.{key}: removed{_what(value)}" for key, value in old.items() if key not in new]
    return said


def _compare_lists(path: str, old: Sequence[Json], new: Sequence[Json]) -> list[str]:
    added = [f"{path}: {_show(value)} added" for value in new if value not in old]
    removed = [f"{path}: {_show(value)} removed" for value in old if value not in new]
    return added + removed or [f"{path}: {_show(old)} becomes {_show(new)}"]


def _is_named_list(value: Json) -> bool:
    return isinstance(value, (list, tuple)) and all(
        isinstance(row, Mapping) and any(key in row for key in _KEYS) for row in value
    )


def _by_name(rows: Json) -> dict[str, Json]:
    listed = rows if isinstance(rows, (list, tuple)) else ()
    tables = [row for row in listed if isinstance(row, Mapping)]
    return {str(next(row[key] for key in _KEYS if key in row)): row for row in tables}


def _what(value: Json) -> str:
    if isinstance(value, Mapping):
        name = value.get("name")
        return f" ({name['fr']})" if isinstance(name, Mapping) and "fr" in name else ""
    return f" ({_show(value)})"


def _show(value: Json) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_show(item) for item in value) or "nothing"
    return str(value)
