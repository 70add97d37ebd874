"""What becomes of raw tracker rows, in plain Python: a second telling of the rules.

It shares no code with the SQL models, the landing reader or the simulator, and is written for
reading, not for speed. Here a line becomes a row with its reasons, and rows compete as
duplicates; `referee_people` tells whose the accepted ones are and which sessions they make.

Times are microseconds since 1970, UTC.
"""

import datetime
import json
import re
import unicodedata
from dataclasses import dataclass, field

EPOCH = datetime.datetime(1970, 1, 1)
SECOND = 1_000_000
DAY = 86_400 * SECOND
# what a network may take, inclusive
TRANSIT = 60 * SECOND
YEAR_2000 = (datetime.datetime(2000, 1, 1) - EPOCH).days * DAY
BLANKS = " \t\r\n\x0b\x0c"
WHITE_SPACE = BLANKS.encode()
TYPES = ("track", "page", "screen", "identify", "group", "alias")
NAMELESS = {
    "page": "page_view",
    "screen": "screen_view",
    "identify": "identify",
    "group": "group",
    "alias": "alias",
}
TEXTS = ("type", "timestamp")
KEYS = (
    "user_id", "anonymous_id", "device_id", "session_id", "account_id", "previous_id", "message_id",
)
OBJECTS = ("properties", "traits", "context", "consent")
# members at the top that say the same, the first that says something counts
SPELLINGS = {
    "event": ["event", "event_name", "eventName"],
    "timestamp": ["timestamp", "originalTimestamp", "original_timestamp"],
    "sent_at": ["sent_at", "sentAt"],
    "received_at": ["received_at", "receivedAt"],
    "user_id": ["user_id", "userId"],
    "anonymous_id": ["anonymous_id", "anonymousId", "user_pseudo_id"],
    "device_id": ["device_id", "deviceId"],
    "account_id": ["account_id", "accountId", "group_id", "groupId"],
    "previous_id": ["previous_id", "previousId"],
    "session_id": ["session_id", "sessionId"],
    "message_id": ["message_id", "messageId", "uuid"],
    "page_url": ["page_url", "pageUrl", "url"],
    "referrer": ["referrer"],
    "user_agent": ["user_agent", "userAgent"],
    "device": ["device"],
}
UNTOLD = {
    "type", "properties", "traits", "context", "consent", "event_timestamp", "distinct_id",
}
STATIONS = [
    name for field in ("message_id", "sent_at", "received_at") for name in SPELLINGS[field]
]
# where a member is of another type, it is a property like one of an unknown name
TEXTS_ON_TOP = {
    "page_url", "pageUrl", "url", "referrer", "user_agent", "userAgent", "utm_source",
    "utm_medium", "utm_campaign", "utm_term", "utm_content", "country", "region", "city",
}
OBJECTS_ON_TOP = {"location", "geo", "traffic", "traffic_source"}
TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?)?",
    re.ASCII,
)


@dataclass
class Definitions:
    """The seeds as lists of mappings from column to text, and two settings.

    `placeholders` are lower-case words; `max_row_bytes` is the longest line, line end aside.
    """

    placeholders: set[str]
    event_aliases: list[dict]
    event_taxonomy: list[dict]
    event_properties: list[dict]
    max_row_bytes: int


@dataclass
class Line:
    """One physical line: `content` without its `\\n`; `is_cut` where its gzip file broke off."""

    load_date: datetime.date
    file: str
    number: int
    content: bytes
    is_cut: bool = False

    @property
    def place(self) -> tuple[str, int]:
        return self.file, self.number


@dataclass
class Row:
    """A line that is not blank, as judged. What a broken row says stays unset."""

    line: Line
    reasons: list[str] = field(default_factory=list)
    disposition: str = ""
    event_name: str | None = None
    event_type: str | None = None
    occurred_at: int | None = None
    received_at: int | None = None
    user_id: str | None = None
    anonymous_id: str | None = None
    device_id: str | None = None
    previous_id: str | None = None
    session_id: str | None = None
    is_server_side: bool = False
    identity: tuple[str, str] | None = None
    # given by the build
    event_id: str = ""

    @property
    def arrival(self) -> tuple:
        """What came first, of copies of one event and of events of one moment."""
        load_date = self.line.load_date
        received_at = day_start(load_date) if self.received_at is None else self.received_at
        return received_at, load_date, self.line.file, self.line.number


def judge_all(lines: list[Line], definitions: Definitions) -> list[Row]:
    """Rows of all lines that are not blank, with reasons and dispositions."""
    rows = [judge(line, definitions) for line in lines if line.content.strip(WHITE_SPACE)]
    for row in rows:
        row.disposition = "quarantined" if row.reasons else "accepted"
    passed = [row for row in rows if not row.reasons]
    passed.sort(key=lambda row: row.arrival)
    heard = set()
    for row in passed:
        if row.identity in heard:
            row.disposition = "duplicate"
            row.reasons = [f"same_{row.identity[0]}"]
        heard.add(row.identity)
    return rows


def judge(line: Line, definitions: Definitions) -> Row:
    """One row with all its reasons, sorted; none when it may pass."""
    row = Row(line)
    written, defect = read(line, definitions.max_row_bytes)
    if defect:
        row.reasons = [defect]
        return row
    document = respelled(written)
    reasons = wrong_types(document)
    judge_name(row, document, reasons, definitions)
    judge_time(row, document, reasons)
    judge_identifiers(row, document, reasons, definitions.placeholders)
    judge_properties(row, document, reasons, definitions.event_properties)
    row.reasons = sorted(reasons)
    row.is_server_side = (
        bool(row.user_id)
        and not (row.anonymous_id or row.device_id or row.session_id)
        and not any(text_of(value) for value in client_traces(document))
    )
    row.identity = identity(written, document)
    return row


def read(line: Line, max_row_bytes: int) -> tuple[dict | None, str]:
    """The row as an object, or the one reason why it is none."""
    content = line.content.removesuffix(b"\r")
    if line.is_cut:
        return None, "truncated_file"
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None, "invalid_utf8"
    if len(content) > max_row_bytes:
        return None, "oversized"
    try:
        # NaN and Infinity are no JSON, but no reason to lose a row
        document = json.loads(text, parse_constant=lambda word: None)
    except ValueError:
        return None, "not_json"
    if not isinstance(document, dict):
        return None, "not_an_object"
    return document, ""


def respelled(written: dict) -> dict:
    """The same event in our own spelling, its properties with what nothing else is made of."""
    document = {name: written.get(name) for name in UNTOLD}
    for field, names in SPELLINGS.items():
        values = [written.get(name) for name in names]
        if field in ("page_url", "referrer", "user_agent"):
            values = [value for value in values if is_text(value)]
        document[field] = next((one for one in values if one is not None and one != ""), None)
    known = UNTOLD | {name for names in SPELLINGS.values() for name in names}
    more = {
        name: value for name, value in written.items()
        if (
            value is not None and not is_text(value) if name in TEXTS_ON_TOP
            else value is not None and not isinstance(value, dict) if name in OBJECTS_ON_TOP
            else value is not None and not is_text(value) and not isinstance(value, dict)
            if name == "device"
            else name not in known
        )
    }
    own = written.get("properties")
    if more and (own is None or isinstance(own, dict)):
        own = own or {}
        document["properties"] = own | {name: more[name] for name in more if name not in own}
    # a timestamp that differs from an original one is corrected already
    original = written.get("originalTimestamp") or written.get("original_timestamp")
    if original is not None and document["timestamp"] != original:
        document["sent_at"] = None
    return document


def is_text(value) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def wrong_types(document: dict) -> set[str]:
    allowed = dict.fromkeys(TEXTS, (str,))
    allowed |= dict.fromkeys(KEYS, (str, int, float))
    allowed |= dict.fromkeys(OBJECTS, (dict,))
    allowed["event"] = (str,)
    fields = {name: document.get(name) for name in allowed}
    return {
        f"wrong_type:{name}"
        for name, value in fields.items()
        # a Python boolean is an int, a JSON boolean is no number
        if value is not None and (isinstance(value, bool) or not isinstance(value, allowed[name]))
    }


def judge_name(row: Row, document: dict, reasons: set[str], definitions: Definitions) -> None:
    if "wrong_type:type" not in reasons:
        row.event_type = "track" if document["type"] is None else document["type"]
        if row.event_type not in TYPES:
            reasons.add("unknown_type")
    if "wrong_type:event" in reasons:
        return
    name = snake_case(document["event"] or "") or NAMELESS.get(row.event_type)
    if name is None:
        if row.event_type == "track":
            reasons.add("missing_event_name")
        return
    row.event_name = alias_of(name, definitions.event_aliases)
    known = {one["event_name"]: one for one in definitions.event_taxonomy}
    own = known.get(row.event_name)
    if own and own["status"] == "blocked":
        reasons.add("blocked_event")
    if not own and any(
        one.endswith("*") and rule["is_required_known"] == "true"
        and row.event_name.startswith(one[:-1])
        for one, rule in known.items()
    ):
        reasons.add("unknown_event")


def snake_case(text: str) -> str:
    """`HTTPRequest done` -> `http_request_done`."""
    words = [""]
    for at, character in enumerate(text):
        kind = unicodedata.category(character)
        before = unicodedata.category(text[at - 1]) if at else ""
        after = unicodedata.category(text[at + 1]) if at + 1 < len(text) else ""
        if kind[0] not in "LMN":
            words.append("")
            continue
        ends_a_word = before == "Ll" or before.startswith("N")
        ends_an_acronym = before == "Lu" and after == "Ll"
        if kind == "Lu" and (ends_a_word or ends_an_acronym):
            words.append("")
        words[-1] += character.lower()
    return "_".join(word for word in words if word)


def alias_of(name: str, aliases: list[dict]) -> str:
    for source in ("tracker", "*"):
        for one in aliases:
            if one["source"] == source and snake_case(one["raw_name"]) == name:
                return one["event_name"]
    return name


def judge_time(row: Row, document: dict, reasons: set[str]) -> None:
    told = document["timestamp"]
    sent_at = instant(document["sent_at"])
    row.received_at = instant(document["received_at"])
    if row.received_at is not None and row.received_at < YEAR_2000:
        row.received_at = None
    if "wrong_type:timestamp" in reasons:
        return
    row.occurred_at = instant(told)
    loaded = day_start(row.line.load_date)
    receipt = loaded + DAY if row.received_at is None else row.received_at
    if row.occurred_at is not None and sent_at is not None and row.received_at is not None:
        delay = row.received_at - sent_at
        corrected = row.occurred_at + delay
        if abs(delay) > TRANSIT and YEAR_2000 <= corrected <= receipt + DAY:
            row.occurred_at = corrected
    if row.occurred_at is not None and YEAR_2000 <= row.occurred_at <= receipt + DAY:
        return
    # a receipt that can be stands in for a time that is none, or cannot be
    if row.received_at is not None and row.received_at <= loaded + 2 * DAY:
        row.occurred_at = row.received_at
    elif told is None:
        reasons.add("missing_timestamp")
    elif row.occurred_at is None:
        reasons.add("invalid_timestamp")
    elif row.occurred_at < YEAR_2000:
        reasons.add("timestamp_before_2000")
    else:
        reasons.add("timestamp_in_future")


def instant(value) -> int | None:
    """ISO 8601 text, and what warehouses make of it, as microseconds; None for anything else."""
    if not isinstance(value, str):
        return None
    text = value.upper().replace(",", ".")
    text = re.sub(r" ?(UTC|GMT)$", "Z", text)
    text = re.sub(r" ([+-]\d\d:?\d\d)$", r"\1", text)
    basic = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:(\d\d)(.*))?)?", text, re.ASCII)
    if basic and basic.group(6):
        text = "{}-{}-{}T{}:{}:{}{}".format(*basic.groups(default=""))
    match = TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, sign, off_hours, off_minutes = match.groups()
    try:
        moment = datetime.datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
        offset = datetime.time(int(off_hours or 0), int(off_minutes or 0))
    except ValueError:
        return None
    microseconds = (moment - EPOCH) // datetime.timedelta(microseconds=1)
    microseconds += int(f"{fraction or 0:0<6}"[:6])
    east = (offset.hour * 60 + offset.minute) * 60 * SECOND
    return microseconds + (east if sign == "-" else -east)


def day_start(day: datetime.date) -> int:
    return (day - EPOCH.date()).days * DAY


def judge_identifiers(row: Row, document: dict, reasons: set[str], placeholders) -> None:
    device = document["device_id"]
    for path in (("context", "device", "id"), ("device", "id")):
        device = inside(document, *path) if device is None else device
    row.user_id = identifier(document.get("user_id"), placeholders)
    row.anonymous_id = identifier(document.get("anonymous_id"), placeholders)
    row.device_id = identifier(device, placeholders)
    row.previous_id = identifier(document.get("previous_id"), placeholders)
    row.session_id = identifier(document.get("session_id"), placeholders)
    wrong = {"wrong_type:user_id", "wrong_type:anonymous_id", "wrong_type:device_id"}
    known = row.user_id or row.anonymous_id or row.device_id or row.session_id
    if not (known or reasons & wrong):
        reasons.add("missing_identity")


def identifier(value, placeholders: set[str]) -> str | None:
    text = text_of(value).strip(BLANKS)
    if text.lower() in placeholders or not text.strip("0-"):
        return None
    # the same number, however it is written; e-mail addresses in whichever case
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return text.lower() if re.fullmatch(r"[^@ ]+@[^@ ]+\.[^@ ]+", text) else text


def text_of(value) -> str:
    """A scalar as JSON writes it, a text as it is, and nothing for null."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def inside(document: dict, *path: str):
    """A member of nested objects; None where anything on the way is no object."""
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def client_traces(document: dict) -> list:
    return [
        inside(document, "context", "page", "url"),
        inside(document, "context", "page", "path"),
        document["page_url"],
        document["referrer"],
        inside(document, "context", "page", "title"),
        inside(document, "context", "page", "referrer"),
        inside(document, "context", "app", "version"),
        inside(document, "context", "screen", "width"),
        inside(document, "context", "screen", "height"),
        inside(document, "context", "device", "type"),
        inside(document, "device", "type"),
        document["device"] if is_text(document["device"]) else None,
        inside(document, "properties", "page_url"),
        inside(document, "properties", "referrer"),
    ]


def judge_properties(row: Row, document: dict, reasons: set[str], rules: list[dict]) -> None:
    if "wrong_type:properties" in reasons:
        return
    properties = one_member_each(document.get("properties") or {})
    own = {"*"} if row.event_type in ("track", "page", "screen") else set()
    own.add(row.event_name)
    for rule in rules:
        if rule["event_name"] not in own:
            continue
        name = snake_case(rule["property"])
        value = properties.get(name)
        allowed = rule["allowed_values"]
        if value is None:
            if rule["is_required"] == "true":
                reasons.add(f"missing_property:{name}")
        elif rule["type"] and not is_of_type(value, rule["type"]):
            reasons.add(f"wrong_property_type:{name}")
        elif allowed and text_of(value) not in allowed.split("|"):
            reasons.add(f"value_not_allowed:{name}")


def one_member_each(properties: dict) -> dict:
    """Spellings of one name are one: its own before the first, a value before a null."""
    found: dict[str, list] = {}
    for key, value in properties.items():
        found.setdefault(snake_case(key), []).append((value is None, snake_case(key) != key, value))
    return {name: min(values, key=lambda one: one[:2])[2] for name, values in found.items()}


def is_of_type(value, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "timestamp":
        return instant(value) is not None
    expected = {
        "string": str, "integer": int, "number": (int, float),
        "boolean": bool, "object": dict, "array": list,
    }
    return isinstance(value, expected[name])


def identity(written: dict, document: dict) -> tuple[str, str]:
    """What makes a row the same as another: its message id, else all that it says."""
    message = text_of(document.get("message_id")).strip(BLANKS)
    if message:
        return "message_id", message
    said = {name: value for name, value in written.items() if name not in STATIONS}
    return "content", json.dumps(by_value(said), sort_keys=True)


def by_value(value):
    """A JSON value whose whole numbers are all spelled alike."""
    if isinstance(value, dict):
        return {name: by_value(one) for name, one in value.items()}
    if isinstance(value, list):
        return [by_value(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
