"""The rules of funnels in plain Python, to referee the SQL.

Written from the rules and not from the models: loops over small lists, no care for speed. An
event is a dict with `id`, `name`, `at` (integer microseconds), `person`, `session`, `account`
(each may be None), `bot` and `properties`. A funnel is a dict of the seed's columns with
`steps`, the seed rows of its steps and exclusions.
"""

import re
from datetime import date, timedelta
from itertools import groupby

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
DAY = 86_400_000_000
# what each segment asks of an event, and the people that are of it; None is everyone
SEGMENTS = {
    "": ([], None),
    "of_events": ([{"property": "x", "operator": "is_set", "value": ""}], None),
    "of_people": ([], {"p"}),
    "of_both": ([{"property": "y", "operator": "exact", "value": "u"}], {"q"}),
}


def text_of(value):
    """A JSON scalar as the text that conditions compare; None when it is missing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def number_of(text):
    """The number that a text writes, or None."""
    return float(text) if text is not None and NUMBER.fullmatch(text) else None


def is_met(row, event):
    """Whether an event meets the property condition of one seed row."""
    if not row["property"]:
        return True
    actual = text_of(event["properties"].get(row["property"]))
    wanted = row["value"]
    operator = row["operator"] or "exact"
    if operator == "is_set":
        return actual is not None
    if operator == "is_not_set":
        return actual is None
    if operator == "is_not":
        return actual != wanted
    if operator == "not_icontains":
        return actual is None or wanted.lower() not in actual.lower()
    if actual is None:
        return False
    if operator == "exact":
        return actual == wanted
    if operator == "icontains":
        return wanted.lower() in actual.lower()
    if operator == "regex":
        return re.search(wanted, actual) is not None
    if operator == "in":
        return actual in wanted.split("|")
    left, right = number_of(actual), number_of(wanted)
    if left is None:
        return False
    return {
        "gt": left > right,
        "gte": left >= right,
        "lt": left < right,
        "lte": left <= right,
    }[operator]


def matches(rows, event):
    """Whether an event is one of a step: all rows of one of the step's event names hold."""
    names = {row["event_name"] for row in rows}
    return any(
        is_named(name, event)
        and all(is_met(row, event) for row in rows if row["event_name"] == name)
        for name in names
    )


def is_named(name, event):
    """Whether a row's event name is about an event: blank is any, a star any that does something."""
    does_nothing = event["name"] in ("identify", "group", "alias")
    return name in ("", event["name"]) or name == "*" and not does_nothing


def is_of_segment(name, event):
    """Whether a segment keeps an event."""
    rows, people = SEGMENTS[name]
    return all(is_met(row, event) for row in rows) and (people is None or event["person"] in people)


def start_of(interval, day):
    """Number of the first day of the week or month that a day, by its number, lies in."""
    start = date(1970, 1, 1) + timedelta(days=day)
    if interval == "week":
        start -= timedelta(days=start.weekday())
    if interval == "month":
        start = start.replace(day=1)
    return (start - date(1970, 1, 1)).days


def end_of(interval, day):
    """Number of the day behind the period that begins on a day."""
    days = {"week": 7, "month": 31}.get(interval, 1)
    return start_of(interval, day + days)


class Funnel:
    """One funnel, ready to be asked about the events of one unit."""

    def __init__(self, definition):
        self.definition = definition
        steps = [row for row in definition["steps"] if row["is_exclusion"] != "true"]
        self.step_count = max(int(row["step_number"]) for row in steps)
        self.steps = [
            [row for row in steps if int(row["step_number"]) == number]
            for number in range(1, self.step_count + 1)
        ]
        exclusions = [row for row in definition["steps"] if row["is_exclusion"] == "true"]
        def bounds(row):
            return int(row["exclude_after_step"]), int(row["exclude_before_step"])
        self.exclusions = [
            (*key, list(rows)) for key, rows in groupby(sorted(exclusions, key=bounds), bounds)
        ]
        seconds = int(definition["window_seconds"] or 0)
        self.window = (seconds if seconds > 0 else 14 * 86_400) * 1_000_000
        self.order = definition["step_order"] or "ordered"
        self.unit = definition["unit"] or "person"
        self.interval = definition.get("trend_interval") or "day"
        self.drops = definition["exclusion_rule"] == "drop_unit"
        self.breakdown = definition["breakdown"]
        self.keys = self.breakdown.split("+")
        self.attribution = definition["breakdown_attribution"] or "first_touch"
        self.entry_rule = definition.get("entry_rule") or "best_attempt"
        self.counts_attempts = definition.get("counting") == "attempts"
        self.strictness = set((definition.get("strictness") or "").split("|"))
        self.grace = int(definition.get("grace_seconds") or 0) * 1_000_000
        self.held = definition.get("hold_constant") or ""

    def value(self, event):
        """The breakdown value of an event, of several keys those joined; blank where it has none."""
        return " · ".join(text_of(event["properties"].get(key)) or "" for key in self.keys)

    def held_value(self, event):
        """What is held constant, blank where the event has none."""
        if self.held == "session_id":
            return event["session"] or ""
        return text_of(event["properties"].get(self.held)) or ""

    def groups(self, events):
        """The events of a unit, those of each held value by themselves."""
        if not self.held:
            return [events]
        values = sorted({self.held_value(event) for event in events} - {""})
        return [[e for e in events if self.held_value(e) == value] for value in values]

    def openings(self, events, group):
        """Events of a unit that may open an attempt in one of its groups; None for each."""
        if self.entry_rule == "best_attempt":
            return None
        names = {row["event_name"] for row in self.steps[0]}
        asked = group if self.entry_rule == "first_entry" else events
        first = next((
            event for event in asked
            if (any(is_named(name, event) for name in names)
                if self.entry_rule == "first_ever" else matches(self.steps[0], event))
        ), None)
        return [first] if first and matches(self.steps[0], first) else []

    def step_sets(self, events):
        """The steps (from 0) that each event of a unit matches."""
        return [
            {k for k in range(self.step_count) if matches(self.steps[k], event)}
            for event in events
        ]

    def sequences(self, events):
        """(breakdown value, steps matched by each event under that value) of a unit."""
        sets = self.step_sets(events)
        values = [self.value(event) for event in events]
        touched = [value for value, steps in zip(values, sets) if steps]
        if not touched:
            return []
        if not self.breakdown or self.attribution in ("first_touch", "last_touch"):
            blank = " · ".join("" for _ in self.keys)
            named = [value for value in touched if value != blank]
            place = -1 if self.attribution == "last_touch" else 0
            return [(named[place] if named else blank, sets)]
        if self.attribution == "all_steps":
            return [
                (wanted, [s if v == wanted else set() for v, s in zip(values, sets)])
                for wanted in set(touched)
            ]
        step = int(self.definition["breakdown_step"]) - 1
        wanted_values = {v for v, s in zip(values, sets) if step in s}
        return [
            (wanted, [s if v == wanted else s - {step} for v, s in zip(values, sets)])
            for wanted in wanted_values
        ]

    def attempts(self, events, sets, openings=None):
        """Every attempt: the places (in the unit's events) of the steps that it reached."""
        for start, steps in enumerate(sets):
            if openings is not None and events[start] not in openings:
                continue
            if self.order == "unordered":
                if steps:
                    yield self.unordered_attempt(events, sets, start)
            elif 0 in steps:
                yield self.ordered_attempt(events, sets, start)

    def ordered_attempt(self, events, sets, start):
        places = [start]
        deadline = events[start]["at"] + self.window
        for step in range(1, self.step_count):
            if self.order == "strict":
                candidates = range(places[-1] + 1, min(places[-1] + 2, len(events)))
            else:
                now = events[places[-1]]["at"]
                candidates = [
                    i for i, event in enumerate(events)
                    if event["at"] >= now - self.grace and i not in places
                ]
                if self.strictness & {"no_repeat", "no_foreign"}:
                    candidates = [i for i in candidates if i > places[-1]]
                if "increasing" in self.strictness:
                    candidates = [i for i in candidates if events[i]["at"] > now]
                candidates = [i for i in candidates if step in sets[i]][:1]
                between = [sets[i] for c in candidates for i in range(places[-1] + 1, c)]
                if "no_repeat" in self.strictness and any(s & set(range(step)) for s in between):
                    break
                if "no_foreign" in self.strictness and any(step - 1 not in s for s in between):
                    break
            found = [
                i for i in candidates if step in sets[i] and events[i]["at"] <= deadline
            ]
            if not found:
                break
            places.append(found[0])
        return places

    def unordered_attempt(self, events, sets, start):
        """Grow a matching of events to steps by augmenting paths."""
        holder, places = {}, []

        def settle(place, seen):
            for step in sets[place]:
                if step not in seen:
                    seen.add(step)
                    if step not in holder or settle(holder[step], seen):
                        holder[step] = place
                        return True
            return False

        deadline = events[start]["at"] + self.window
        for place in range(start, len(events)):
            if events[place]["at"] <= deadline and settle(place, set()):
                places.append(place)
        return places

    def hit(self, events, places):
        """(steps kept, place of the first excluded event) of an attempt, or None."""
        deadline = events[places[0]]["at"] + self.window
        hits = []
        for after, before, rows in self.exclusions:
            if len(places) < after:
                continue
            for i in range(places[after - 1] + 1, len(events)):
                if not matches(rows, events[i]):
                    continue
                inside = (
                    i < places[before - 1]
                    if len(places) >= before
                    else events[i]["at"] <= deadline
                )
                if inside:
                    kept = after
                    while kept < len(places) and places[kept] < i:
                        kept += 1
                    hits.append((kept, i))
                break
        return (min(k for k, _ in hits), min(i for _, i in hits)) if hits else None

    def judged(self, events, sets, openings=None):
        """Attempts as (places that count, excluded after step, place of the hit)."""
        judged = []
        for places in self.attempts(events, sets, openings):
            hit = self.hit(events, places)
            if hit and self.drops and self.order == "unordered":
                continue
            judged.append((places[: hit[0]], hit[0], hit[1]) if hit else (places, None, None))
        return judged

    def best(self, judged):
        """The attempt that counts among these, or None when the unit is dropped."""
        if self.drops:
            hits = [hit for _, _, hit in judged if hit is not None]
            complete = [
                max(places)
                for places, kept, _ in judged
                if kept is None and len(places) == self.step_count
            ]
            if hits and not (complete and min(complete) < min(hits)):
                return None
        return min(judged, key=lambda one: (-len(one[0]), one[0][0]), default=None)


    def counted(self, events, judged):
        """Attempts that follow each other: each opens behind the end of the one before."""
        counted, after, later = [], -1, None
        for places, kept, hit in sorted(judged, key=lambda one: one[0][0]):
            start = places[0]
            if start <= after or later is not None and events[start]["at"] <= later:
                continue
            counted.append(places)
            after, later = -1, None
            if hit is not None:
                after = hit
            elif len(places) == self.step_count or self.order == "strict":
                after = max(places)
            else:
                later = events[start]["at"] + self.window
        return counted


def of_units(funnel, all_events):
    """(unit, breakdown value, [(events of one held value, attempts as `judged`)]) of a funnel.

    The places of attempts are those in all events of the unit.
    """
    segment = funnel.definition.get("segment_name", "")
    mine = [
        e for e in all_events
        if not e["bot"] and e[funnel.unit] is not None and is_of_segment(segment, e)
    ]
    for unit in {e[funnel.unit] for e in mine}:
        events = sorted(
            (e for e in mine if e[funnel.unit] == unit), key=lambda e: (e["at"], e["id"])
        )
        by_value = {}
        for group in funnel.groups(events):
            openings = funnel.openings(events, group)
            place = [events.index(event) for event in group]
            for value, sets in funnel.sequences(group):
                by_value.setdefault(value, []).append([
                    ([place[i] for i in places], kept, None if hit is None else place[hit])
                    for places, kept, hit in funnel.judged(group, sets, openings)
                ])
        for value, judged in by_value.items():
            yield unit, events, value, judged


def evaluate(definition, all_events):
    """(rows of units, rows of units by period of entry) of a funnel, as sorted lists of tuples.

    A unit is (breakdown value, unit, times of its steps, excluded after step); a period is the
    same with the number of its first UTC day in front.
    """
    funnel = Funnel(definition)
    units, days = [], []
    for unit, events, value, groups in of_units(funnel, all_events):
        judged = [one for group in groups for one in group]

        def row(chosen):
            places, kept, _ = chosen
            return value, unit, tuple(events[i]["at"] for i in places), kept

        best = funnel.best(judged)
        if best:
            units.append(row(best))
        def period(one, events=events):
            return start_of(funnel.interval, events[one[0][0]]["at"] // DAY)

        for day in {period(one) for one in judged}:
            best = funnel.best([one for one in judged if period(one) == day])
            if best:
                days.append((day, *row(best)))
    return sorted(units, key=str), sorted(days, key=str)


def attempts_of(definition, all_events):
    """Attempts by breakdown value and step that they reached, of a funnel that counts them."""
    funnel = Funnel(definition)
    counts = {}
    for _, events, value, groups in of_units(funnel, all_events):
        for judged in groups:
            for places in funnel.counted(events, judged):
                for step in range(1, len(places) + 1):
                    counts[value, step] = counts.get((value, step), 0) + 1
    return counts
