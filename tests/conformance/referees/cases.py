"""Cases as they are published, and what is common to all kinds of them."""

import datetime
import json
import math
import os
import re
import zoneinfo
from dataclasses import dataclass, field
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "fixtures"
# a folder of further cases of the same shape, run beside the project's own
MORE = "FOOTPATH_CONFORMANCE_CASES"
# plain numbers as times (ClickHouse) are seconds from here
EPOCH = datetime.datetime(2024, 1, 1)
UNIT_SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2592000,
}


class Unsupported(Exception):
    """The case asks for a rule or an option that footpath does not have."""


@dataclass(frozen=True, eq=False)
class Case:
    """One published case.

    `prefix` begins every name and identifier that the case sends, so that cases in one
    database cannot touch each other. `file` is the stem of the fixture it stands in.
    """

    id: str
    file: str
    prefix: str
    content: dict

    @property
    def settings(self) -> dict:
        return self.content.get("settings") or {}

    @property
    def events(self) -> list[dict]:
        return self.content.get("events") or []

    @property
    def expected(self) -> dict:
        return self.content["expected"]

    @property
    def is_posthog(self) -> bool:
        return self.content["source"]["system"].startswith("PostHog")


@dataclass
class Plan:
    """What a case needs: raw rows, rows of definition seeds, settings, models.

    `rows` are the tracker's, `records` those of other tables, by `<source>/<table>`.

    `needs` are settings of the whole project (variables and source settings) that the
    case depends on; cases that do not contradict each other share a build. `alone` asks
    for a build with no other case in it. `folders` are those below models/ that it is compared
    with; what these read is built as well.
    """

    rows: list[dict] = field(default_factory=list)
    records: dict[str, list[dict]] = field(default_factory=dict)
    seeds: dict[str, list[dict]] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {"core"})
    alone: bool = False

    def add(self, seed: str, **row) -> None:
        self.seeds.setdefault(seed, []).append(row)


class Differences(list):
    """Texts, one per figure that is not as published."""

    def check(self, what: str, actual, expected) -> None:
        if not same(actual, expected):
            self.append(f"{what}: {actual!r}, published {expected!r}")


def same(actual, expected) -> bool:
    if isinstance(actual, (list, tuple)) and isinstance(expected, (list, tuple)):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(actual, dict) and isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(
            same(actual[key], expected[key]) for key in actual
        )
    numbers = (int, float)
    if isinstance(actual, numbers) and isinstance(expected, numbers):
        return math.isclose(actual, expected, rel_tol=1e-9, abs_tol=1e-9)
    return actual == expected


def read_cases() -> list[Case]:
    """All cases, the project's own and those of the folder in FOOTPATH_CONFORMANCE_CASES."""
    paths = sorted(FIXTURES.glob("*.json"))
    if os.environ.get(MORE):
        paths += sorted(Path(os.environ[MORE]).glob("*.json"))
    contents = [
        (path.stem, content)
        for path in paths
        for content in json.loads(path.read_text(encoding="utf-8"))
    ]
    cases = [
        Case(content["id"], stem, f"c{number:04d}", content)
        for number, (stem, content) in enumerate(contents, start=1)
    ]
    ids = [case.id for case in cases]
    twice = sorted({case_id for case_id in ids if ids.count(case_id) > 1})
    if twice:
        raise ValueError(f"cases with one id: {', '.join(twice)}")
    return cases


def instant(value) -> datetime.datetime:
    """A published time as naive UTC: ISO text (date alone: midnight) or seconds."""
    if isinstance(value, (int, float)):
        return EPOCH + datetime.timedelta(seconds=value)
    moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if moment.tzinfo:
        moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return moment


def local(value, zone: str) -> datetime.datetime:
    """A published time on the clock of a zone, without its offset."""
    moment = instant(value).replace(tzinfo=datetime.UTC)
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


def end_of(value: str) -> datetime.datetime:
    """The last moment that a `date_to` includes; a date alone is the whole day."""
    moment = instant(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        moment += datetime.timedelta(days=1) - datetime.timedelta(microseconds=1)
    return moment


def iso(moment: datetime.datetime) -> str:
    return moment.isoformat(timespec="microseconds") + "Z"


def seconds(window: dict) -> int:
    """Seconds of `{"value": 7, "unit": "day"}`."""
    if window["unit"] not in UNIT_SECONDS:
        raise Unsupported(f"a window in units of {window['unit']}")
    return int(window["value"] * UNIT_SECONDS[window["unit"]])


def event_names(case: Case, names) -> dict[str, str]:
    """Name in the case -> name of its own in the project, already in snake case."""
    codes: dict[str, str] = {}
    for name in sorted({name for name in names if name is not None}):
        slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "event"
        code = f"{case.prefix}_{slug}"
        while code in codes.values():
            code += "_x"
        codes[name] = code
    return codes


def user_id(case: Case, person: str) -> str:
    return f"{case.prefix}-{person}"


def tracker_row(case: Case, number: int, event: dict, name: str) -> dict:
    """A raw row of the reference tracker: a known person in a stream of its own."""
    row = {
        "message_id": f"{case.prefix}-{number}",
        "type": "track",
        "event": name,
        "user_id": user_id(case, event["person"]),
        "anonymous_id": f"{case.prefix}-browser-{event.get('distinct_id', event['person'])}",
        "properties": event.get("properties") or {},
    }
    if event["ts"] is not None:
        row["timestamp"] = row["received_at"] = iso(instant(event["ts"]))
    return row


def sent_properties(case: Case, event: dict) -> dict:
    """The event's properties and those of its person and groups, under names of their own.

    Names of their own, because a definition takes `browser` for the column of that name.
    Definitions read properties of events only. A vendor that keeps properties of persons
    and groups carries them on each event as well when it stores one; so does this raw row.
    """
    properties = event.get("properties") or {}
    sent = {own_name("event", key): value for key, value in properties.items()}
    for person in case.content.get("persons") or []:
        if person["person"] == event["person"]:
            for key, value in (person.get("properties") or {}).items():
                sent[own_name("person", key)] = value
    for entry in case.content.get("setup") or []:
        group = entry.get("group")
        if not group:
            continue
        owner = f"group_{group['group_type_index']}"
        if properties.get(f"${owner}") == group["group_key"]:
            for key, value in (group.get("properties") or {}).items():
                sent[own_name(owner, key)] = value
    return sent


def own_name(owner: str, key: str) -> str:
    """The property as it is sent; `owner` is event, person or group_<index>."""
    return f"{owner}:{key}"


def flat_filters(node) -> list[dict]:
    """A tree of filters as a list that must all hold; `{key: value}` means exact."""
    if not node:
        return []
    if isinstance(node, list):
        return [leaf for part in node for leaf in flat_filters(part)]
    if "values" in node:
        if node.get("type", "AND").upper() != "AND" and len(node["values"]) > 1:
            raise Unsupported("filters of which one is enough (OR)")
        return flat_filters(node["values"])
    if "key" in node:
        return [node]
    return [{"key": key, "value": value} for key, value in node.items()]
