"""Write planned events as lines of JSON, a column at a time.

A line is the concatenation of some twenty pieces (name, times, identifiers, properties …).
Each piece is looked up in a small table or written as bytes into a matrix, so that a
million lines take seconds. The result is one Arrow array of lines with their line ends.
"""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import vocabulary as words
from .people import (
    BOTH,
    CRAWLER,
    DAY,
    MINUTE,
    PHONE,
    PHONE_BAD_ANONYMOUS,
    PHONE_DEVICE_ONLY,
    PLANT_BAD_ALIAS,
    REINSTALLED,
    SERVER,
    USER_ONLY,
)

_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
ZERO_ID = "00000000-0000-0000-0000-000000000000"
# what the build takes for a network's delay, ms: max_transit_seconds
TRANSIT = 60_000
LINE_ENDS = ["\n", "\r\n", ""]
_OFFSETS = np.array([style[0] * MINUTE for style in words.CLOCK_STYLES])
_SEPARATORS = np.array([ord(style[2]) for style in words.CLOCK_STYLES], dtype=np.uint8)


def mix(number, salt):
    """Return a 64-bit scrambling of each number, one to one for a fixed salt."""
    with np.errstate(over="ignore"):
        x = np.asarray(number, dtype=np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 % 2**64)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def hexadecimal(number):
    """Return 16 hex digits for each unsigned 64-bit number, as a byte matrix."""
    shifts = np.arange(60, -4, -4, dtype=np.uint64)
    return _HEX[(number[:, None] >> shifts) & np.uint64(15)]


def _column(matrix):
    """Return the rows of a byte matrix as an Arrow binary array."""
    rows, width = matrix.shape
    offsets = pa.py_buffer(np.arange(rows + 1, dtype=np.int32) * np.int32(width))
    return pa.Array.from_buffers(
        pa.binary(), rows, [None, offsets, pa.py_buffer(np.ascontiguousarray(matrix))]
    )


def clock(milliseconds, separator=None):
    """Return `2026-01-02T03:04:05.678` for each time, as a byte matrix of 23 columns."""
    day, rest = np.divmod(milliseconds, DAY)
    days, which = np.unique(day, return_inverse=True)
    texts = np.datetime_as_string(days.astype("datetime64[D]")).astype("S10")
    matrix = np.empty((len(day), 23), dtype=np.uint8)
    matrix[:, :10] = texts.view(np.uint8).reshape(-1, 10)[which]
    matrix[:, 10] = ord("T") if separator is None else separator
    rest, milli = np.divmod(rest, 1000)
    rest, second = np.divmod(rest, 60)
    hour, minute = np.divmod(rest, 60)
    for at, value, digits in ((11, hour, 2), (14, minute, 2), (17, second, 2), (20, milli, 3)):
        for nth in range(digits):
            matrix[:, at + nth] = 48 + value // 10 ** (digits - 1 - nth) % 10
    matrix[:, 13] = matrix[:, 16] = ord(":")
    matrix[:, 19] = ord(".")
    return matrix


def _account_traits(town, account, user):
    """Return what a group event says: the account's name, its parent, the user's role."""
    if account < 0:
        return ""
    number = town * 7 + account
    name = (
        f"{words.COMPANY_NAMES[number % len(words.COMPANY_NAMES)]}"
        f" {words.COMPANY_TRADES[number // len(words.COMPANY_NAMES) % len(words.COMPANY_TRADES)]}"
    )
    traits = {"name": name, "role": words.ACCOUNT_ROLES[user % len(words.ACCOUNT_ROLES)]}
    # every eleventh is a part of the one before it
    if account % 11 == 7:
        traits["parent_account_id"] = f"acct_{town}_{account - 1}"
    return ',"traits":' + json.dumps(traits, separators=(",", ":"))


class Renderer:
    """Turns rows of one town into lines.

    Args:
        town: the plan.
        seed: of the run; it changes every identifier.
        rng: the town's generator, used for spellings.
        event_base: event key of the town's first event.
    """

    def __init__(self, town, seed, rng, event_base):
        self.town = town
        self.seed = seed
        self.event_base = event_base
        base = town.number << 24  # numbers of people and browsers, apart for each town
        browsers = len(town.browser_kind)
        numbers = mix(base + np.arange(browsers), seed * 8 + 1)
        self.anonymous = [_uuid(int(n)) for n in numbers]
        devices = mix(base + np.arange(max(0, town.browser_device.max() + 1)), seed * 8 + 2)
        self.devices = ["D%016X" % int(n) for n in devices]
        self._spell_users(base)
        self._spell_browsers(rng)
        self._spell_events(rng)
        self.raw_time = self._raw_time()
        self.tables = self._tables()

    def _spell_users(self, base):
        """Write each identifier of each user, plainly and in a way that means the same."""
        town = self.town
        self.identifiers, self.user_pieces, self.traits = [], [], []
        self.account_traits = []
        for user, count in enumerate(town.user_identifier_count):
            account = town.user_account[user]
            said = _account_traits(base // (1 << 24), int(account), user)
            account = f',"account_id":"acct_{base // (1 << 24)}_{account}"' if account >= 0 else ""
            for nth in range(count):
                if user % 37 == 5 and count == 1:
                    # a number here and its digits there are one identifier
                    text = str(7_000_000_000 + base + user)
                    other = f',"user_id":{text}'
                else:
                    text = f"u_{base + user}" + (f".{nth}" if nth else "")
                    other = f',"user_id":" {text} "'
                self.identifiers.append(text)
                self.user_pieces += [f',"user_id":"{text}"{account}', other + account]
                self.traits.append(f',"traits":{{"email":"person{base + user}@example.com"}}')
                self.account_traits.append(said)

    def _spell_browsers(self, rng):
        """Write what each browser always says: who it is, and its context."""
        town = self.town
        kinds = town.browser_kind
        size = len(kinds)
        agents = rng.integers(0, 1 << 20, size)
        hosts = rng.integers(1, 255, size)
        nets = rng.integers(0, 3, size)
        locales = rng.integers(0, 4, size)
        self.style = np.where(
            rng.random(size) < 0.7, 0, rng.integers(0, len(words.CLOCK_STYLES), size)
        )
        # old trackers write page_url and user_agent among the properties
        self.is_old = (rng.random(size) < 0.06) & ~np.isin(kinds, [USER_ONLY, SERVER])
        self.is_app = np.isin(
            kinds, [PHONE, PHONE_DEVICE_ONLY, PHONE_BAD_ANONYMOUS, REINSTALLED]
        )
        # sloppy ones write a placeholder where there is no user
        self.is_sloppy = (rng.random(size) < 0.08) & ~np.isin(kinds, [USER_ONLY, SERVER])
        consent = rng.integers(0, 4, size)
        self.ids, self.contexts, self.ends, self.agents = [], [], [], []
        for b, kind in enumerate(kinds):
            device = town.browser_device[b]
            device = f',"device_id":"{self.devices[device]}"' if device >= 0 else ""
            anonymous = f',"anonymous_id":"{self.anonymous[b]}"'
            if kind == PHONE_BAD_ANONYMOUS:
                anonymous = f',"anonymous_id":"{ZERO_ID}"'
            elif kind in (PHONE_DEVICE_ONLY, USER_ONLY, SERVER):
                anonymous = ""
            self.ids.append(anonymous + device)
            if kind == SERVER:
                self.contexts.append(',"context":{"library":{"name":"server-py","version":"3.0.1"}')
                self.ends.append("}}")
                self.agents.append("")
                continue
            pool = words.BOT_AGENTS if kind == CRAWLER else words.WEB_AGENTS
            pool = words.APP_AGENTS if self.is_app[b] else pool
            agent = pool[agents[b] % len(pool)]
            self.agents.append(f',"user_agent":"{agent}"' if self.is_old[b] else "")
            parts = [] if self.is_old[b] else [f'"user_agent":"{agent}"']
            net = ("192.0.2", "198.51.100", "203.0.113")[nets[b]]
            parts.append(f'"ip":"{net}.{hosts[b]}"')
            parts.append('"locale":"%s"' % ("en-US", "en-GB", "de-DE", "ja-JP")[locales[b]])
            if self.is_app[b]:
                parts.append('"app":{"version":"5.2.0"},"screen":{"width":390,"height":844}')
                named = f'"id":{device[13:]},' if device else ""
                parts.append(f'"device":{{{named}"type":"mobile"}}')
                parts.append('"library":{"name":"tracker-app","version":"2.4.1"}')
            else:
                parts.append('"device":{"type":"desktop"}')
                parts.append('"library":{"name":"tracker-js","version":"1.9.0"}')
            self.contexts.append(',"context":{' + ",".join(parts))
            flags = "" if consent[b] < 2 else ',"consent":{"analytics":true,"marketing":%s}' % (
                "true" if consent[b] == 2 else "false"
            )
            self.ends.append("}" + flags + "}")

    def _spell_events(self, rng):
        """Draw the spelling of each event; a retry repeats it."""
        town = self.town
        size = len(town.time)
        kind = town.browser_kind[town.browser]
        self.head = words.HEAD_TABLE.draw(town.name, rng.random(size))
        self.property = words.PROPERTY_TABLE.draw(town.name, rng.random(size))
        page = rng.integers(0, len(words.PAGES), size)
        self.page = np.where(self.is_app[town.browser] | (kind == SERVER), -1, page)
        self.referrer = np.where(town.is_first, rng.integers(0, len(words.REFERRERS), size), 0)
        # the app numbers its own sessions, and does not know of half an hour
        self.visit = self.event_base + np.cumsum(town.is_first)
        lottery = rng.random(size)
        self.has_message_id = lottery >= 0.03
        self.is_padded = lottery > 0.997
        self.is_padded |= lottery < 0.01  # these have an empty message_id, too
        self.is_padded |= (town.user % 37 == 5) & (lottery > 0.5)
        sloppy = self.is_sloppy[town.browser] & (town.user < 0)
        filler = rng.integers(0, len(words.PLACEHOLDERS), size)
        self.placeholder = np.where(sloppy, filler, -1)

    def _tables(self):
        """Return the tables the pieces of a line are looked up in; the last entry is none."""
        urls = [f',"page_url":"{u}"' for u, _ in words.PAGES]
        pages = [
            ',"page":{"url":%s,"title":%s' % (json.dumps(u), json.dumps(t, ensure_ascii=False))
            for u, t in words.PAGES
        ]
        referrers = [f',"referrer":"{r}"' if r else "" for r in words.REFERRERS]
        tables = {
            "head": words.HEAD_TABLE.entries,
            "timestamp": [',"timestamp":"'],
            "zone": [style[1] + '"' for style in words.CLOCK_STYLES],
            "message_id": ["", ',"message_id":"', ',"message_id":""'],
            "session_id": ["", ',"session_id":"'],
            "sent_at": ["", ',"sent_at":"'],
            "received_at": ["", ',"received_at":"'],
            "quote": ["", '"'],
            "utc": ["", 'Z"'],
            "ids": self.ids,
            "user": [*self.user_pieces, *[f',"user_id":{p}' for p in words.PLACEHOLDERS], ""],
            "traits": [*self.traits, *self.account_traits, ""],
            "property": words.PROPERTY_TABLE.entries,
            "page_url": [*urls, ""],
            "old_referrer": [*referrers, ""],
            "agent": self.agents,
            "brace": ["}"],
            "context": self.contexts,
            "page": [*pages, ""],
            "referrer": [*[r + "}" for r in referrers], ""],
            "campaign": [*words.CAMPAIGN_TABLE.entries, ""],
            "consent": self.ends,
            "line_end": LINE_ENDS,
        }
        return {name: _binary(table) for name, table in tables.items()}

    def lines(self, event, received, sent, line_end):
        """Return the lines of rows, an Arrow binary array.

        Args:
            event: index of the row's event in the town.
            received, sent: ms; -1 where the row does not tell. `sent` is by the browser's clock.
            line_end: what ends each row, index into LINE_ENDS.
        """
        town = self.town
        browser = town.browser[event]
        identifier = town.identifier[event]
        page, referrer = self.page[event], self.referrer[event]
        placeholder = self.placeholder[event]
        has_id = self.has_message_id[event]
        style = self.style[browser]
        offset = _OFFSETS[style]
        ids = hexadecimal(self.message_numbers(event))
        user = np.where(
            identifier >= 0,
            2 * identifier + self.is_padded[event],
            np.where(placeholder >= 0, len(self.user_pieces) + placeholder, -1),
        )
        in_app = self.is_app[browser]
        visits = hexadecimal(mix(self.visit[event], self.seed * 8 + 5))
        is_identify = town.name[event] == words.CODE["identify"]
        is_group = town.name[event] == words.CODE["group"]
        traits = np.where(is_identify, identifier, -1)
        traits = np.where(
            is_group & (identifier >= 0), len(self.traits) + identifier, traits
        )
        in_properties = self.is_old[browser] & (page >= 0)
        in_context = ~self.is_old[browser] & (page >= 0)
        always = np.zeros(len(event), dtype=np.int64)

        def take(name, index):
            """Look up; -1 is the last entry, which is none in the tables that have it."""
            table = self.tables[name]
            return table.take(pa.array(index % len(table), pa.int32()))

        def when(name, milliseconds):
            told = milliseconds >= 0
            text = _optional(_column(clock(np.maximum(milliseconds, 0))), told)
            return take(name, told * 1), text, take("utc", told * 1)

        return pc.binary_join_element_wise(
            take("head", self.head[event]),
            take("timestamp", always),
            _column(clock(self.raw_time[event] + offset, _SEPARATORS[style])),
            take("zone", style),
            take("message_id", np.where(has_id, 1, 2 * self.is_padded[event])),
            _optional(_column(ids), has_id),
            take("quote", has_id * 1),
            *when("sent_at", sent),
            *when("received_at", received),
            take("ids", browser),
            take("user", user),
            take("session_id", in_app * 1),
            _optional(_column(visits), in_app),
            take("quote", in_app * 1),
            self._previous(event),
            take("traits", traits),
            take("property", self.property[event]),
            take("page_url", np.where(in_properties, page, -1)),
            take("old_referrer", np.where(in_properties, referrer, -1)),
            take("agent", browser),
            take("brace", always),
            take("context", browser),
            take("page", np.where(in_context, page, -1)),
            take("referrer", np.where(in_context, referrer, -1)),
            take("campaign", town.campaign[event]),
            take("consent", browser),
            take("line_end", line_end),
            b"",
        )

    def message_numbers(self, event):
        """Return the number behind the message_id of each event."""
        return mix(self.event_base + event, self.seed * 8 + 3)

    def _raw_time(self):
        """Return what the device's clock showed, such that correction gives the true time.

        With both sent_at and received_at the rule adds their difference, which is the
        latency less the skew, unless a network may take as long; without, the timestamp has to be
        true by itself.
        """
        town = self.town
        browser = town.browser
        both = town.browser_mode[browser] == BOTH
        shift = town.browser_skew[browser] - town.browser_latency[browser]
        is_corrected = both & (np.abs(shift) > TRANSIT)
        return town.time + np.where(is_corrected, shift, 0)

    def _previous(self, event):
        """Return the previous_id piece of each row: alias rows have one."""
        town = self.town
        table = ["", ',"previous_id":"null"']
        index = np.zeros(len(event), dtype=np.int64)
        for at in np.flatnonzero(town.name[event] == words.CODE["alias"]):
            code = town.previous[event[at]]
            if town.plant[event[at]] == PLANT_BAD_ALIAS:
                index[at] = 1
                continue
            text = self.anonymous[-2 - code] if code < 0 else self.identifiers[code]
            index[at] = len(table)
            table.append(f',"previous_id":"{text}"')
        return _binary(table).take(pa.array(index, pa.int32()))


def _binary(table):
    """Return texts as an Arrow binary array."""
    return pa.array([text.encode() for text in table], pa.binary())


def _optional(column, present):
    """Return the column with empty text where it is not present."""
    return pc.if_else(pa.array(present), column, pa.scalar(b"", pa.binary()))


def _uuid(number):
    """Return a 36-character identifier that carries 64 bits."""
    text = "%016x" % number
    return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-8{text[15]}00-{text[:12]}"
