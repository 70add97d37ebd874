"""Lines that the rules must reject, each with its reasons, and blank lines.

Every line stands beside the planned events and takes none of their places: the truth about
people and sessions does not depend on it. Its identifiers are those of real browsers, so
that a rejected line that slips through does harm that can be seen.
"""

import json

OVERSIZED_BYTES = 5_000_000


def _without(row, *fields):
    return {k: v for k, v in row.items() if k not in fields}


def _dump(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


# how a valid row becomes one that is rejected: (what to do, reasons)
_OBJECTS = [
    (lambda r: r | {"timestamp": 1_767_225_600}, ["wrong_type:timestamp"]),
    (lambda r: r | {"event": 42}, ["wrong_type:event"]),
    (lambda r: _without(r, "event") | {"event_name": ["a"]}, ["wrong_type:event"]),
    (lambda r: r | {"type": 7}, ["wrong_type:type"]),
    (lambda r: r | {"user_id": {"id": [1]}}, ["wrong_type:user_id"]),
    (
        lambda r: _without(r, "anonymous_id", "device_id") | {"user_id": {"id": 1}},
        ["wrong_type:user_id"],
    ),
    (lambda r: r | {"anonymous_id": ["x"], "user_id": "u_x"}, ["wrong_type:anonymous_id"]),
    (lambda r: r | {"device_id": True}, ["wrong_type:device_id"]),
    (lambda r: r | {"session_id": {}}, ["wrong_type:session_id"]),
    (lambda r: r | {"account_id": [1]}, ["wrong_type:account_id"]),
    (lambda r: r | {"previous_id": False}, ["wrong_type:previous_id"]),
    (lambda r: r | {"message_id": True}, ["wrong_type:message_id"]),
    (lambda r: r | {"properties": "a=1"}, ["wrong_type:properties"]),
    (lambda r: r | {"traits": 3}, ["wrong_type:traits"]),
    (lambda r: r | {"context": []}, ["wrong_type:context"]),
    (lambda r: r | {"consent": "yes"}, ["wrong_type:consent"]),
    (
        lambda r: r | {"event": False, "properties": [1]},
        ["wrong_type:event", "wrong_type:properties"],
    ),
    (lambda r: r | {"type": "teleport"}, ["unknown_type"]),
    (lambda r: _without(r, "event"), ["missing_event_name"]),
    (lambda r: r | {"event": ""}, ["missing_event_name"]),
    (lambda r: r | {"event": "   "}, ["missing_event_name"]),
    (lambda r: r | {"event": "!?!"}, ["missing_event_name"]),
    (lambda r: r | {"event": None}, ["missing_event_name"]),
    # without a receipt that could stand in
    (lambda r: _without(r, "received_at", "timestamp"), ["missing_timestamp"]),
    (lambda r: _without(r, "received_at") | {"timestamp": None}, ["missing_timestamp"]),
    (lambda r: r | {"received_at": "later", "timestamp": ""}, ["missing_timestamp"]),
    (lambda r: _without(r, "received_at") | {"timestamp": "yesterday"}, ["invalid_timestamp"]),
    (
        lambda r: _without(r, "received_at") | {"timestamp": "2026-02-30T10:00:00Z"},
        ["invalid_timestamp"],
    ),
    (
        lambda r: r | {"received_at": "", "timestamp": "2026-13-01T10:00:00Z"},
        ["invalid_timestamp"],
    ),
    (
        lambda r: r | {"received_at": "1970-01-01T00:00:09Z", "timestamp": "1970-01-01T00:00:00Z"},
        ["timestamp_before_2000"],
    ),
    (
        lambda r: _without(r, "received_at") | {"timestamp": "9999-01-01T00:00:00Z"},
        ["timestamp_in_future"],
    ),
    (
        lambda r: _without(r, "received_at") | {"timestamp": "2199-06-01"},
        ["timestamp_in_future"],
    ),
    (lambda r: _without(r, "anonymous_id", "device_id", "user_id"), ["missing_identity"]),
    (
        lambda r: _without(r, "device_id")
        | {"anonymous_id": "00000000-0000-0000-0000-000000000000", "user_id": "undefined"},
        ["missing_identity"],
    ),
    (lambda r: r | {"event": "debug_heartbeat"}, ["blocked_event"]),
    (lambda r: r | {"event": "Debug Heartbeat"}, ["blocked_event"]),
    (lambda r: r | {"event": "legacySdkPing"}, ["unknown_event"]),
    (
        lambda r: r | {"event": "signup_completed", "properties": {"method": "email"}},
        ["missing_property:plan"],
    ),
    (
        lambda r: r | {"event": "signup_completed", "properties": {"plan": None}},
        ["missing_property:plan"],
    ),
    (
        lambda r: r | {"event": "signup_completed", "properties": {"plan": "platinum"}},
        ["value_not_allowed:plan"],
    ),
    (
        lambda r: r
        | {"event": "feature_used", "properties": {"feature": "api", "duration_ms": "fast"}},
        ["wrong_property_type:duration_ms"],
    ),
    (
        lambda r: r | {"event": "survey_submitted", "properties": {"score": 9.5, "comment": 1}},
        ["wrong_property_type:comment", "wrong_property_type:score"],
    ),
    (
        lambda r: r | {"event": "ctaTapped", "properties": {"email": 17}},
        ["wrong_property_type:email"],
    ),
    (
        lambda r: _without(
            r, "anonymous_id", "device_id", "user_id", "event", "timestamp", "received_at"
        ),
        ["missing_event_name", "missing_identity", "missing_timestamp"],
    ),
    (
        lambda r: _without(r, "received_at")
        | {"event": "debug_heartbeat", "timestamp": "1970-01-01T00:00:00Z"},
        ["blocked_event", "timestamp_before_2000"],
    ),
]

# lines that are not even objects: (bytes made of a valid line, reason)
_LINES = [
    (lambda line: line[: len(line) // 2], "not_json"),
    (lambda line: b"ERROR 502 bad gateway <html>", "not_json"),
    (lambda line: line.replace(b"a", b"\x00", 1), "not_json"),
    (lambda line: line.replace(b'"', b"'"), "not_json"),
    (lambda line: line + b"}", "not_json"),
    (lambda line: line.replace(b"page", b"pa\tge", 1), "not_json"),
    (lambda line: b"[" + line + b"]", "not_an_object"),
    (lambda line: b'"just a string"', "not_an_object"),
    (lambda line: b"42", "not_an_object"),
    (lambda line: b"null", "not_an_object"),
    (lambda line: b"true", "not_an_object"),
    (lambda line: line.replace(b"page", b"p\xff\xfege", 1), "invalid_utf8"),
    (lambda line: line[:-2] + b"\xe6\x97", "invalid_utf8"),
]
KINDS = len(_OBJECTS) + len(_LINES)
BLANKS = [b"", b"   ", b" \t "]


def broken_line(kind, row):
    """Return (line without its end, sorted reasons) for a kind in [0, KINDS).

    `row` is a valid row with event, timestamp, message_id, sent_at, received_at and an
    anonymous_id.
    """
    if kind < len(_OBJECTS):
        change, reasons = _OBJECTS[kind]
        return _dump(change(row)), sorted(reasons)
    change, reason = _LINES[kind - len(_OBJECTS)]
    return change(_dump(row)), [reason]


def oversized_line(row):
    """Return a valid row of five million bytes; it is longer than any row may be."""
    filler = "spam and eggs, " * (OVERSIZED_BYTES // 15)
    return _dump(row | {"properties": {"text": filler[: OVERSIZED_BYTES - 1000]}}), ["oversized"]
