"""Small random histories of raw tracker rows, dense in trouble.

Each history is drawn from its own seed and has identifiers and message ids of its own, so that one
landing zone holds all of them side by side and none touches another. Event names belong to one of
a few worlds, each with random definitions.
"""

import json
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
BASE = datetime(2024, 3, 1)
LOADS = [date(2024, 3, day) for day in range(1, 7)]
FILES = ["a.ndjson", "b.ndjson.gz", "c.ndjson"]
WORLDS = 12
# beside the seconds of a visit: just the timeout, one microsecond more or less, ties, days
STEPS = [
    timedelta(0), timedelta(0), TICK, SECOND, 7 * SECOND, 5 * MINUTE, 20 * MINUTE,
    30 * MINUTE, 30 * MINUTE, 30 * MINUTE + TICK, 30 * MINUTE - TICK, 31 * MINUTE,
    timedelta(hours=3), timedelta(hours=11), -5 * MINUTE, -30 * MINUTE, -timedelta(hours=2),
]
PLACEHOLDERS = [
    "", " ", "null", "NULL", "None", " undefined ", "NaN", "N/A", "Anonymous", "GUEST", "unknown",
    "Not_Authenticated", "Distinct_ID", "distinctId", "id", "Email", "TRUE", "[object Object]",
    "-1", "0", 0, -1, "00000000-0000-0000-0000-000000000000", "000-00", "-", "nil", "\t",
]
BROKEN = [
    b"{", b'{"event": "x", "user_id": "u"', b"not json at all", b'{"a": "\x01"}', b'{"a": "\x00"}',
    b"{'event': 'x'}", b'{"a": 1,}', b'{"a": NaN}', b'{"a": -Infinity, "b": 1}', b'{"a": "x"} extra',
    b"[]", b'[{"event": "x"}]', b'"text"', b"5", b"null", b"true", b"  \t[1]",
    b'{"event": "\xff\xfe", "user_id": "u"}', b"\xc3", b"x" * 4000, b"\xe9" * 4000,
    b'{"event": "x", "user_id": "u", "pad": "' + b"y" * 4000 + b'"}', b"\x0b{}",
    b"{}",
]
BLANK = [b"", b"\r", b"   ", b" \t\r"]
WRONG = [5, 1.5, True, False, {}, {"a": 1}, [], ["x"], "text"]
BAD_TIMES = [
    None, "", "soon", "2024-02-30T10:00:00Z", "2024-3-1", "1709280000", "2024-03-01T25:00:00Z",
    "2024-03-01T10:00:00+1", "2024-03-01T10:00:00+99:99", "2024-03-01T10:60:00Z", "epoch",
    "2024-03-01  10:00", "Fri, 01 Mar 2024", "20240230T100000Z", "2024-03-01T10:00:00 CET", "infinity", " ", "1999-12-31T23:59:59.999999Z", "2000-01-01",
    "0099-01-01", "2031-01-01T00:00:00Z", "2024-13-01", "2024-03-01T10",
    # just two days after the first load began, and a microsecond later
    "2024-03-03T00:00:00Z", "2024-03-03T00:00:00.000001Z",
]
# what other collectors call a member
SPELLINGS = {
    "user_id": ["userId"], "anonymous_id": ["anonymousId", "user_pseudo_id"],
    "device_id": ["deviceId"], "session_id": ["sessionId"], "previous_id": ["previousId"],
    "account_id": ["accountId", "group_id", "groupId"], "message_id": ["messageId", "uuid"],
    "sent_at": ["sentAt"], "received_at": ["receivedAt"], "event": ["event_name", "eventName"],
    "timestamp": ["originalTimestamp", "original_timestamp"],
}
WORDS = ["buy now", "view item", "log in", "scroll", "pay", "share", "old thing", "größe gewählt"]
VALUES = [
    "red", "blue", "7", "", "2024-03-01", "2024-03-01T10:00:00+02:00", "2024-02-30", 7, -3, 7.0, 1.5,
    True, False, None, {}, {"a": "red"}, [], ["red"],
]
TYPES = ["string", "integer", "number", "boolean", "timestamp", "object", "array", ""]
PROPERTIES = ["colour", "size", "due", "a.b", "top/speed"]


@dataclass
class Place:
    """Where a raw line goes: its load, its file, its bytes without the line end."""

    load_date: date
    file: str
    content: bytes


@dataclass
class World:
    """Names and random definitions that some histories share."""

    prefix: str
    names: list[str]
    aliases: list[dict]
    taxonomy: list[dict]
    properties: list[dict]


def world(number: int, seed: int) -> World:
    chance = random.Random(f"{seed} world {number}")
    prefix = f"w{number}"
    names = [f"{prefix}_{word.replace(' ', '_')}" for word in WORDS]
    taxonomy = [
        {"event_name": name, "category": "c",
         "status": chance.choice(["active", "active", "active", "deprecated", "blocked"])}
        for name in names if chance.random() < 0.7
    ]
    taxonomy += [
        {"event_name": f"{prefix}_legacy_*",
         "is_required_known": chance.choice(["true", "true", "false"])},
        {"event_name": f"{prefix}_legacy_known"},
    ]
    if chance.random() < 0.4:
        taxonomy.append({"event_name": f"{prefix}_legacy_known_*", "is_required_known": "true"})
    if chance.random() < 0.3:
        taxonomy.append({"event_name": f"{prefix}_s*", "is_required_known": "true"})
    aliases = [
        {"source": "*", "raw_name": f"{prefix} Tapped", "event_name": names[0]},
        {"source": "*", "raw_name": f"{prefix}Clicked", "event_name": names[1]},
        {"source": "tracker", "raw_name": f"{prefix} clicked", "event_name": names[2]},
        {"source": "snowplow", "raw_name": f"{prefix} shared", "event_name": names[3]},
        # one step and no more: what an alias names is not looked up again
        {"source": "*", "raw_name": f"{prefix} pressed", "event_name": f"{prefix}_tapped"},
    ]
    properties = [
        {"event_name": name, "property": property, "type": chance.choice(TYPES),
         "is_required": chance.choice(["true", "false", "false", ""]),
         "allowed_values": chance.choice(["", "", "red|blue", "7|-3|1.5", "true|red"])}
        for name in names
        for property in chance.sample(PROPERTIES, chance.choice([0, 0, 1, 2]))
    ]
    return World(prefix, names, aliases, taxonomy, properties)


# of every track, page and screen event; the names of worlds may have a rule on top
COMMON_PROPERTIES = [
    {"event_name": "*", "property": "surface", "type": "string", "is_required": "true",
     "allowed_values": "web|app"},
    {"event_name": "*", "property": "size", "type": "", "is_required": "false",
     "allowed_values": "red|7|1.5|2024-03-01|true|blue"},
]


def iso(moment: datetime, chance: random.Random) -> str:
    """One of many ways to write an instant."""
    style = chance.randrange(8)
    text = moment.isoformat(timespec="microseconds")
    if style == 0:
        return text + chance.choice("Zz")
    if style == 5:
        return text.replace(".", ",").replace("T", "t") + "Z"
    if style == 6:
        return text.replace("T", " ") + chance.choice([" UTC", " GMT", " +0000", " +00:00"])
    if style == 7:
        return text.replace("-", "").replace(":", "") + chance.choice(["", "Z", "+0000"])
    if style == 1:
        return (moment + timedelta(hours=5.5)).isoformat(" ", "microseconds") + "+05:30"
    if style == 2:
        return (moment - timedelta(hours=8)).isoformat(timespec="microseconds") + "-0800"
    if style == 3:
        return (moment + timedelta(hours=2)).isoformat(timespec="microseconds") + "+02"
    if style == 4:
        # digits below the microsecond are cut
        return moment.isoformat(timespec="microseconds") + chance.choice(["9", "4999", ""])
    return moment.isoformat()


def respell(row: dict, chance: random.Random) -> dict:
    """A row as another collector may write it, and flat: mostly the same event."""
    names = chance.sample(sorted(SPELLINGS), chance.randint(0, len(SPELLINGS)))
    respelled = {}
    for name, value in row.items():
        others = SPELLINGS.get(name)
        if name == "properties" and isinstance(value, dict) and chance.random() < 0.6:
            on_top = [one for one in value if chance.random() < 0.6]
            respelled |= {one: value[one] for one in on_top if one not in row}
            kept = {one: value[one] for one in value if one not in on_top or chance.random() < 0.2}
            if kept or chance.random() < 0.5:
                respelled[name] = kept
        elif others and name in names:
            if chance.random() < 0.2:
                respelled[name] = chance.choice(["", None])
            respelled[chance.choice(others)] = value
        else:
            respelled[name] = value
    if chance.random() < 0.1:
        respelled |= chance.choice([
            {"page_url": "https://a/b"}, {"url": ""}, {"referrer": {}}, {"userAgent": "curl"},
            {"device": "mobile"}, {"device": {"type": "tv"}}, {"device": 5}, {"geo": "here"},
            {"location": {"city": "Ulm"}}, {"utm_source": 5}, {"country": ["DE"]},
        ])
    return respelled


class History:
    """One random history; `places` are its raw lines in the order they are written."""

    def __init__(self, number: int, seed: int):
        self.chance = random.Random(f"{seed} history {number}")
        self.number = number
        self.prefix = f"h{number:05}"
        self.world = world(number % WORLDS, seed)
        choose = self.chance.randint
        self.users = [f"{self.prefix}-u{n}" for n in range(choose(1, 5))]
        self.visitors = [f"{self.prefix}-v{n}" for n in range(choose(1, 3))]
        self.devices = [f"{self.prefix}-d{n}" for n in range(choose(1, 2))]
        if self.chance.random() < 0.3:
            # the same text as a user, a visitor and a device is three identifiers
            text = f"{self.prefix}-x"
            for some in (self.users, self.visitors, self.devices):
                some.append(text)
        if self.chance.random() < 0.2:
            self.users.append(f"{self.prefix}-U0")
        if self.chance.random() < 0.2:
            self.users += [f"{self.prefix}@A.test", f"{self.prefix}@a.Test", f"{self.prefix}@A"]
        if self.chance.random() < 0.2:
            self.users += [8_000_000 + number, 8_000_000.0 + number]
        if self.chance.random() < 0.2:
            self.visitors += [f"{self.prefix}-v{n}" for n in range(3, 6)]
        if self.chance.random() < 0.3:
            self.users.append(9_000_000 + number)
        self.ghosts = [f"{self.prefix}-g{n}" for n in range(2)]
        self.now = BASE + timedelta(hours=choose(0, 8))
        self.messages = 0
        rows = self.long_stream() if self.chance.random() < 0.2 else []
        rows += [self.row() for _ in range(choose(3, 12 if rows else 30))]
        if self.chance.random() < 0.25:
            rows += self.busy_hour()
        rows += self.repeats(rows)
        self.places = [self.place(row) for row in rows]
        for _ in range(choose(0, 3)):
            self.places.append(self.land(self.chance.choice(BROKEN)))
        for _ in range(choose(0, 2)):
            self.places.append(self.land(self.chance.choice(BLANK)))
        self.chance.shuffle(self.places)

    def pick(self, *options):
        return self.chance.choice(options)

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability

    def long_stream(self) -> list[dict]:
        """More than a day without a pause: steps of just the timeout, some a little shorter."""
        visitor = self.chance.choice(self.visitors)
        steps = [30 * MINUTE] * self.pick(48, 49, 51)
        if self.happens(0.5):
            steps[self.chance.randrange(40)] = self.pick(30 * MINUTE - TICK, 29 * MINUTE, TICK)
        moment = self.now
        rows = []
        for step in [timedelta(0), *steps]:
            moment += step
            row = self.plain(moment)
            row["anonymous_id"] = visitor
            if self.happens(0.04):
                row["user_id"] = self.chance.choice(self.users)
            rows.append(row)
        self.now += self.pick(timedelta(0), timedelta(hours=23))
        return rows

    def busy_hour(self) -> list[dict]:
        """One user on a browser and a device at once, and his events from a server meanwhile."""
        user = self.chance.choice(self.users)
        streams = [
            {"user_id": user, "anonymous_id": self.visitors[0]},
            {"user_id": user, "device_id": self.devices[0]},
        ]
        rows = []
        for minute in (0, 10, 25, 40, 45):
            for stream in streams:
                if self.happens(0.7):
                    moment = self.now + minute * MINUTE + self.pick(timedelta(0), TICK)
                    rows.append(self.plain(moment) | stream)
            if self.happens(0.5):
                rows.append(self.plain(self.now + minute * MINUTE) | {"user_id": user})
        return rows

    def plain(self, moment: datetime) -> dict:
        """An event without identifiers that nothing is wrong with, in most worlds."""
        row = {"event": self.world.prefix + " idle", "properties": {"surface": "web"}}
        row |= self.times(moment) | self.message()
        return row

    def times(self, moment: datetime) -> dict:
        """timestamp, sent_at and received_at of which `moment` comes out, in most cases."""
        off = self.pick(
            timedelta(0), timedelta(0), 3 * SECOND, -90 * SECOND, timedelta(days=2), TICK,
            MINUTE, MINUTE + TICK, -MINUTE, timedelta(days=20_000),
        )
        times = {"timestamp": iso(moment, self.chance)}
        received = moment + self.pick(timedelta(0), SECOND, MINUTE, timedelta(hours=9))
        if self.happens(0.03):
            # at the edge of what counts as the future
            received = moment - timedelta(days=1) - self.pick(timedelta(0), TICK, -TICK)
        style = self.chance.randrange(5)
        if style == 0:
            times["received_at"] = iso(received, self.chance)
        elif style == 1:
            times["sent_at"] = iso(received, self.chance)
        elif style in (2, 3):
            # what is no more than a network's delay is not corrected
            shift = off if abs(off) > MINUTE else timedelta(0)
            times["timestamp"] = iso(moment - shift, self.chance)
            times["sent_at"] = iso(received - off, self.chance)
            times["received_at"] = iso(received, self.chance)
        if self.happens(0.03):
            times[self.pick("sent_at", "received_at")] = self.pick(
                "later", 17, "", None, "2024-02-30", "1970-01-01T00:00:00Z"
            )
        return times

    def message(self) -> dict:
        self.messages += 1
        style = self.chance.randrange(10)
        if style < 6:
            return {"message_id": f"{self.prefix}-m{self.messages}"}
        if style == 6:
            return {"message_id": 10_000_000 + self.number * 1000 + self.messages}
        if style == 7:
            return {"message_id": self.pick("", "  ", None)}
        return {}

    def row(self) -> dict:
        self.now += self.chance.choice(STEPS)
        row = self.times(self.now) | self.message()
        self.name_it(row)
        self.sign_it(row)
        self.dress_it(row)
        if self.happens(0.1):
            for _ in range(self.chance.randint(1, 3)):
                self.spoil_it(row)
        return respell(row, self.chance) if self.happens(0.15) else row

    def name_it(self, row: dict) -> None:
        prefix = self.world.prefix
        name = self.pick(
            *(f"{prefix} {word}" for word in WORDS), f"{prefix} idle", f"{prefix} idle",
            f"{prefix}BuyNow", f"{prefix.upper()}-buy--now!", f"{prefix}ViewITEM", f"{prefix}VIEWItem",
            f"{prefix} Tapped", f"{prefix}_clicked", f"{prefix}Pressed", f"{prefix} shared",
            f"{prefix} Legacy Known", f"{prefix}LegacyOther", f"{prefix} legacy known 2",
            f"${prefix}Idle", f"{prefix} GRÖSSE", f"{prefix} Größe_gewählt",
        )
        style = self.chance.randrange(12)
        if style < 8:
            row[self.pick("event", "event", "event_name")] = name
            if self.happens(0.3):
                row["type"] = "track"
        elif style == 8:
            row["type"] = self.pick("page", "screen", "identify", "group")
        elif style == 9:
            row |= {"type": self.pick("page", "screen", "identify"), "event": self.pick(name, "", "!")}
        else:
            row |= {"event": None, "event_name": name}

    def sign_it(self, row: dict) -> None:
        """Identifiers: anonymous, logging in, on a device, from a server, or an alias."""
        user, visitor = self.chance.choice(self.users), self.chance.choice(self.visitors)
        device = self.chance.choice(self.devices)
        style = self.chance.randrange(20)
        if style < 6:
            row["anonymous_id"] = visitor
        elif style < 10:
            row |= {"anonymous_id": visitor, "user_id": user}
        elif style < 12:
            row |= {"anonymous_id": visitor, "device_id": device}
        elif style < 13:
            row |= {"device_id": device}
        elif style < 14:
            row |= {"device_id": device, "user_id": user}
        elif style < 17:
            row["user_id"] = user
        else:
            previous = self.pick(*self.users, *self.visitors, *self.ghosts)
            row |= {"type": "alias", "user_id": user, "previous_id": previous}
            if self.happens(0.3):
                row["anonymous_id"] = visitor
        for name in ("user_id", "anonymous_id", "device_id", "previous_id"):
            if name in row and self.happens(0.06):
                row[name] = self.chance.choice(PLACEHOLDERS)
            elif name in row and self.happens(0.1):
                row[name] = self.pick(f" {row[name]} ", f"{row[name]}\t", str(row[name]))
            elif name not in row and self.happens(0.05):
                row[name] = self.pick(None, "", "null")

    def spelled(self, name: str) -> str:
        """A property in one of its spellings, mostly the definitions' own."""
        words = name.replace(".", " ").replace("/", " ")
        return self.pick(name, name, name, words.replace(" ", "_"), words.title(), f"{words} ")

    def dress_it(self, row: dict) -> None:
        properties = {}
        if self.happens(0.95):
            properties["surface"] = self.pick("web", "app")
        for name in PROPERTIES:
            if self.happens(0.4):
                properties[self.spelled(name)] = self.chance.choice(VALUES)
                if self.happens(0.1):
                    properties[self.spelled(name)] = self.chance.choice(VALUES)
        if self.happens(0.1):
            properties[self.pick("page_url", "referrer", "user_agent")] = self.pick("", "https://a/b")
        if properties or self.happens(0.5):
            row["properties"] = properties
        context = {}
        if self.happens(0.2):
            context["page"] = self.pick({"url": "https://a/b"}, {"title": "T"}, {"referrer": "r"}, {},
                                        {"url": "", "title": ""}, {"path": "/b"}, "page")
        if self.happens(0.05):
            context["user_agent"] = self.pick("Mozilla/5.0 (X11; Linux x86_64)", "", None)
        if self.happens(0.1):
            context |= self.pick({"app": {"version": "1.2"}}, {"screen": {"height": 700}},
                                 {"device": {"type": "tablet"}}, {"library": {"name": "server-sdk"}},
                                 {"locale": "de"}, {"device": {"id": self.devices[0]}})
        if context:
            row["context"] = context
        if self.happens(0.08):
            row["session_id"] = self.pick(
                f"{self.prefix}-s1", f"{self.prefix}-s1", 10_000_000 + self.number, "", "\t ", None,
                "0000-0000", "undefined",
            )
        if self.happens(0.03):
            row["type"] = None

    def spoil_it(self, row: dict) -> None:
        field = self.pick(
            "user_id", "anonymous_id", "device_id", "previous_id", "message_id", "session_id",
            "account_id", "properties", "traits", "context", "consent", "event", "event_name", "type",
            "timestamp", "timestamp", "nobody", "type", "nameless",
        )
        if field == "nobody":
            for name in ("user_id", "anonymous_id", "device_id"):
                row[name] = self.chance.choice(PLACEHOLDERS)
        elif field == "nameless":
            row |= {"type": self.pick("track", None), "event": self.pick("", "!?", None), "event_name": ""}
        elif field == "timestamp":
            row[field] = self.pick(self.chance.choice(BAD_TIMES), self.chance.choice(WRONG))
        elif field == "type":
            row[field] = self.pick("Track", "click", "", 5, True, {}, [])
        elif field == "event":
            row[field] = self.pick(*WRONG[:-1], [f"{self.world.prefix} buy now"], {"w": "pay"}, "\u2026")
        elif field == "message_id":
            row[field] = self.pick(*WRONG[2:-1])
        else:
            row[field] = self.chance.choice(WRONG)
            if row[field] in ("text", 5, 1.5):
                # an identifier of this history and no other
                row[field] = f"{self.prefix}-{row[field]}"

    def repeats(self, rows: list[dict]) -> list[dict]:
        """Rows sent again: as they were, received at another time, or told otherwise; and rows
        of somebody else at the same microsecond."""
        again = []
        for row in self.chance.sample(rows, min(len(rows), self.chance.randint(0, 7))):
            row = json.loads(json.dumps(row))
            style = self.chance.randrange(6)
            if style == 1:
                row["sent_at"] = row["received_at"] = iso(self.now, self.chance)
            elif style == 2:
                row.pop("received_at", None)
                if not str(row.get("message_id") or "").strip():
                    row["message_id"] = self.pick("", " ", None)
            elif style == 3 and row.get("message_id") and row["message_id"] is not True:
                row["message_id"] = str(row["message_id"]) + self.pick("", " ")
                row["user_id"] = self.chance.choice(self.users)
                row["timestamp"] = iso(self.now, self.chance)
            elif style > 3:
                self.messages += 1
                row["message_id"] = f"{self.prefix}-m{self.messages}"
                row["user_id"] = self.chance.choice(self.users)
            again.append(row)
        return again

    def place(self, row: dict) -> Place:
        text = json.dumps(row, ensure_ascii=self.happens(0.5))
        return self.land((self.pick("", "", "", " ", "\t") + text).encode())

    def land(self, content: bytes) -> Place:
        end = self.pick(b"", b"", b"", b"\r")
        return Place(self.chance.choice(LOADS), self.chance.choice(FILES), content + end)
