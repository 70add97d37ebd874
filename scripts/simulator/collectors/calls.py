"""What a company's code tells its collector: one call for each row of the plan.

A call is read from the tracker's own line, so that all collectors tell the same, and knows from
the plan what the line may hide: when things really were, and of which browser and visit.
"""

import json
from dataclasses import dataclass

import numpy as np

from .. import vocabulary as words
from ..people import CRAWLER, MINUTE, SERVER

TIMEOUT = 30 * MINUTE
# what old trackers write among the properties, and where it belongs
OLD_PLACES = {"page_url": ("page", "url"), "referrer": ("page", "referrer")}


@dataclass
class Call:
    """One delivery of one event; times in ms since 1970 UTC."""

    document: dict  # what the tracker writes, in its own words
    name: str  # of the event, in snake_case
    key: int  # of the event in the run
    number: int  # 64 bits that identify the event
    load: int  # day of the delivery, since 1970
    time: int  # when it happened, by a right clock
    received: int
    lead: int  # how far the device's clock is ahead, less the time on the way
    is_repeat: bool
    browser: int
    is_app: bool
    is_server: bool
    is_crawler: bool
    install: str  # names the browser or installation
    session: int  # key of the event that began the visit, as half an hour's pause cuts
    session_number: int  # of the browser's visits
    session_time: int

    @property
    def type(self):
        return self.document.get("type") or "track"

    @property
    def spelled(self):
        """The event's name as somebody wrote it; None for calls that have none."""
        return self.document.get("event") or self.document.get("event_name")

    def told(self, *path):
        """What the document says at a place, None where it says nothing."""
        found = self.document
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def text(self, *path):
        """The same as text: identifiers are numbers now and then."""
        found = self.told(*path)
        return found if found is None or isinstance(found, str) else json.dumps(found)


def visits_of(town):
    """Return (index of the first event, running number) of each event's visit to its browser."""
    opens = np.append(True, town.browser[1:] != town.browser[:-1])
    starts = opens | np.append(True, np.diff(town.time) > TIMEOUT)
    first = np.flatnonzero(starts)[np.cumsum(starts) - 1]
    counted = np.cumsum(starts)
    before = np.flatnonzero(opens)[np.cumsum(opens) - 1]
    return first, counted - counted[before] + 1


def calls_of(town, rows, renderer):
    """Yield the call behind each row in file order; broken and blank lines are the tracker's."""
    first, number = visits_of(town)
    numbers = renderer.message_numbers(np.arange(len(town.time)))
    lead = town.browser_skew - town.browser_latency
    kinds = town.browser_kind
    seen = set()
    lines = (line for _, text in rows.render(renderer) for line in _lines(text))
    for at, line in enumerate(lines):
        event = int(rows.event[at])
        if event < 0:
            continue
        browser = int(town.browser[event])
        start = int(first[event])
        document = json.loads(line)
        yield Call(
            document=document,
            name=words.NAMES[town.name[event]],
            key=renderer.event_base + event,
            number=int(numbers[event]),
            load=int(rows.load[at]),
            time=int(town.time[event]),
            received=int(rows.arrival[at]),
            lead=int(lead[browser]),
            is_repeat=event in seen,
            browser=browser,
            is_app=bool(renderer.is_app[browser]),
            is_server=bool(kinds[browser] == SERVER),
            is_crawler=bool(kinds[browser] == CRAWLER),
            install=renderer.anonymous[browser],
            session=renderer.event_base + start,
            session_number=int(number[event]),
            session_time=int(town.time[start]),
        )
        seen.add(event)


def _lines(text):
    """Return the lines of a file; a last line may lack its end."""
    lines = memoryview(text).tobytes().split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def modernized(document):
    """Return the document with what an old tracker writes in the place of today."""
    properties = dict(document.get("properties") or {})
    context = dict(document.get("context") or {})
    for old, (part, name) in OLD_PLACES.items():
        if old in properties:
            context[part] = {**context.get(part, {}), name: properties.pop(old)}
    if "user_agent" in properties:
        context["user_agent"] = properties.pop("user_agent")
    return {**document, "properties": properties, "context": context}
