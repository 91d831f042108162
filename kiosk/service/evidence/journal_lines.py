"""The journal as JSON Lines: a line for each journal, then one for each record, with its leaf.

The leaf is the record; the fields beside it are for reading, and verifying refuses any that differ.
If records were left out, each line carries an inclusion proof to the root of the journal's head.
"""

import base64
import json
from collections.abc import Mapping, Sequence

from kiosk.domain.credential import printed
from kiosk.domain.head import origin
from kiosk.domain.journal import Entry, Plain, encode, instant, read_detail
from kiosk.service.evidence.manifest import Part

FORMAT = "kiosk/v1/journal"


def heading(part: Part, public: bytes, query: Mapping[str, Plain]) -> str:
    """Return the line that begins a journal; `part` says how many lines follow."""
    return _line(
        {
            "format": FORMAT,
            "origin": origin(part.life),
            "key": public.hex(),
            "count": part.count,
            "size": part.size,
            "head": part.head,
            "query": query,
        }
    )


def record(entry: Entry, proof: Sequence[bytes] | None) -> str:
    """Return the line of a record."""
    leaf = base64.b64encode(encode(entry)).decode()
    values: dict[str, Plain] = {**described(entry), "leaf": leaf}
    if proof is not None:
        values["proof"] = [base64.b64encode(one).decode() for one in proof]
    return _line(values)


def described(entry: Entry) -> Mapping[str, Plain]:
    """Return a record in words: the leaf's contents, without its empty fields."""
    act = entry.act
    values: dict[str, Plain] = {
        "seq": entry.seq,
        "kind": act.kind.value,
        "occurred_at": moment(act.occurred_at),
        "recorded_at": moment(act.recorded_at),
        "clock": act.clock.value,
        "gate": act.gate,
        "direction": act.direction,
        "zone_from": act.zone_from,
        "zone_to": act.zone_to,
        "method": act.method,
        "badge": None if act.badge is None else printed(act.badge),
        "match": act.match,
        "subject": None if act.subject is None else act.subject.hex(),
        "decision": act.outcome,
        "reason": act.reason,
        "notices": list(act.notices) or None,
        "alerts": list(act.alerts) or None,
        "operator": act.operator or None,
        "list_version": act.list_version,
        "policy_version": act.policy_version,
        "detail": read_detail(act.detail) or None,
    }
    if act.answers is not None:
        answers = act.answers
        values["answers"] = {"station": answers.station.hex(), "life": answers.life.hex(), "seq": answers.seq}
    return {name: value for name, value in values.items() if value is not None}


def moment(at: int) -> str:
    """Write microseconds since 1970 in ISO 8601; as a bare number if no calendar has them."""
    try:
        return instant(at).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except OverflowError:
        return str(at)


def _line(values: Mapping[str, Plain]) -> str:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")) + "\n"
