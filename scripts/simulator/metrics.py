"""Funnels and retention by the definitions, counted plainly over the planned events.

Nothing is shared with the SQL: the rules are those of the definitions' documentation. The
events of a unit must not tie in time (the plan keeps them apart), so no tie-break is needed.
"""

import csv
import re
from collections import Counter, defaultdict

import numpy as np

from . import vocabulary as words
from .people import DAY, HOUR

PERIOD = {"hour": HOUR, "day": DAY, "week": 7 * DAY, "month": 30 * DAY}


def read_definitions(folder):
    """Return (funnels, steps by funnel, retention curves) as dicts of text."""

    def rows(name):
        path = next(folder.rglob(f"{name}.csv"))
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    steps = defaultdict(list)
    for step in rows("funnel_steps"):
        steps[step["funnel_name"]].append(step)
    return rows("funnels"), steps, rows("retention_curves")


_OPERATORS = {
    "exact": lambda have, want: have == want,
    "is_not": lambda have, want: have != want,
    "icontains": lambda have, want: want.lower() in have.lower(),
    "not_icontains": lambda have, want: want.lower() not in have.lower(),
    "regex": lambda have, want: re.search(want, have) is not None,
    "gt": lambda have, want: float(have) > float(want),
    "gte": lambda have, want: float(have) >= float(want),
    "lt": lambda have, want: float(have) < float(want),
    "lte": lambda have, want: float(have) <= float(want),
    "in": lambda have, want: have in want.split("|"),
    "is_set": lambda have, want: True,
}


def _matches(rows, events):
    """Return which events match a step: same event AND-ed, other events alternatives."""
    hit = np.zeros(len(events["name"]), dtype=bool)
    for name in {row["event_name"] for row in rows}:
        fits = events["name"] == words.CODE.get(name, -1)
        for row in rows:
            if row["event_name"] != name or not row["property"]:
                continue
            passes = np.array(
                [property_passes(values, row) for values in words.PROPERTY_VALUES], dtype=bool
            )
            fits &= passes[events["property"]]
        hit |= fits
    return hit


def property_passes(values, row):
    """Return whether an event with these properties meets a step's condition."""
    have = values.get(row["property"])
    if have is None:
        return row["operator"] == "is_not_set"
    if row["operator"] not in _OPERATORS:
        return False
    return _OPERATORS[row["operator"]](str(have), row["value"])


def _next(positions, after, side="right"):
    """Return the first of the sorted positions after each given one, a huge number if none."""
    padded = np.append(positions, np.iinfo(np.int64).max)
    return padded[np.searchsorted(positions, after, side=side)]


def _depths(funnel, rows, unit, time, events):
    """Return (start position, depth) of every attempt; events are ordered by unit and time."""
    window = int(funnel["window_seconds"]) * 1000
    numbers = sorted({int(r["step_number"]) for r in rows if r["is_exclusion"] != "true"})
    masks = [
        _matches(
            [r for r in rows if r["is_exclusion"] != "true" and int(r["step_number"]) == n],
            events,
        )
        for n in numbers
    ]
    size = len(time)

    def reachable(position, start):
        safe = np.minimum(position, size - 1)
        return (position < size) & (unit[safe] == unit[start]) & (
            time[safe] <= time[start] + window
        )

    if funnel["step_order"] == "unordered":
        start = np.flatnonzero(np.logical_or.reduce(masks))
        depth = sum(
            reachable(_next(np.flatnonzero(m), start, "left"), start).astype(np.int64)
            for m in masks
        )
        return start, depth

    start = np.flatnonzero(masks[0])
    at, alive = start, np.ones(len(start), dtype=bool)
    depth = np.ones(len(start), dtype=np.int64)
    exclusions = [r for r in rows if r["is_exclusion"] == "true"]
    if exclusions and funnel["exclusion_rule"] != "keep_earlier_steps":
        raise ValueError(f"{funnel['funnel_name']}: only keep_earlier_steps is simulated")
    forbidden = {}  # exclusion -> its first position after the step that arms it
    for nth, mask in enumerate(masks[1:], start=2):
        for row in exclusions:
            if int(row["exclude_after_step"]) == nth - 1:
                found = np.flatnonzero(_matches([row], events))
                forbidden[id(row)] = _next(found, at)
        if funnel["step_order"] == "strict":
            onward = at + 1
            alive &= mask[np.minimum(onward, size - 1)]
        else:
            onward = _next(np.flatnonzero(mask), at)
        alive &= reachable(onward, start)
        for row in exclusions:
            if int(row["exclude_after_step"]) < nth <= int(row["exclude_before_step"]):
                alive &= onward < forbidden[id(row)]
        depth += alive
        at = np.where(alive, onward, at)
    return start, depth


def funnel_units(funnel, rows, events):
    """Return a Counter of (breakdown value, step number) -> units that came this far.

    `events` holds the columns name, time, person, session, account, property, source
    (text '' for none), bots left out. A first touch is the unit's first event of any step.
    """
    unit = events[funnel["unit"]]
    order = np.lexsort((events["time"], unit))
    order = order[unit[order] >= 0]
    ordered = {name: column[order] for name, column in events.items()}
    unit = ordered[funnel["unit"]]
    start, depth = _depths(funnel, rows, unit, ordered["time"], ordered)
    best = defaultdict(int)
    for who, reached in zip(unit[start].tolist(), depth.tolist()):
        best[who] = max(best[who], reached)
    value = {}
    if funnel["breakdown"]:
        if (funnel["breakdown"], funnel["breakdown_attribution"]) != ("utm_source", "first_touch"):
            raise ValueError(f"{funnel['funnel_name']}: only a first utm_source is simulated")
        any_step = _matches([r for r in rows if r["is_exclusion"] != "true"], ordered)
        for at in np.flatnonzero(any_step).tolist():
            value.setdefault(int(unit[at]), str(ordered["source"][at]))
    units = Counter()
    for who, reached in best.items():
        for step in range(1, reached + 1):
            units[value.get(who, ""), step] += 1
    return units


def bucket(time, period):
    """Return the calendar bucket of each time as a running number, UTC, weeks from Monday."""
    if period == "week":
        return (time // DAY + 3) // 7
    if period == "month":
        return time.astype("datetime64[ms]").astype("datetime64[M]").astype(np.int64)
    return time // PERIOD[period]


def bucket_start(number, period):
    """Return the first instant of a bucket as datetime64[us]."""
    if period == "month":
        return np.datetime64(number, "M").astype("datetime64[us]")
    milliseconds = (number * 7 - 3) * DAY if period == "week" else number * PERIOD[period]
    return np.datetime64(milliseconds, "ms").astype("datetime64[us]")


def retention_cells(curve, events):
    """Return a Counter of (cohort bucket, period number) -> persons, number 0 the cohort's size."""
    period, last = curve["period"], int(curve["period_count"])
    person, time = events["person"], events["time"]
    starts = events["name"] == words.CODE[curve["start_event"]]
    returns = np.ones(len(time), dtype=bool)
    if curve["return_event"]:
        returns = events["name"] == words.CODE[curve["return_event"]]
    buckets = bucket(time, period)

    entered = defaultdict(set)  # person -> cohorts
    first = {}  # person -> time of the first start
    for at in np.flatnonzero(starts).tolist():
        who = int(person[at])
        entered[who].add(int(buckets[at]))
        first[who] = min(first.get(who, time[at]), time[at])
    if curve["cohort_rule"] == "first_time":
        entered = {who: {min(cohorts)} for who, cohorts in entered.items()}
    elif curve["clock"] == "rolling":
        raise ValueError(f"{curve['retention_name']}: rolling and recurring is not simulated")

    came = defaultdict(set)  # person -> buckets, or periods since the first start
    for at in np.flatnonzero(returns).tolist():
        who = int(person[at])
        if who not in entered:
            continue
        if curve["clock"] == "calendar":
            came[who].add(int(buckets[at]))
        elif time[at] >= first[who]:
            came[who].add(int((time[at] - first[who]) // PERIOD[period]))

    cells = Counter()
    for who, cohorts in entered.items():
        for cohort in cohorts:
            origin = cohort if curve["clock"] == "calendar" else 0
            since = {b - origin for b in came[who]}
            cells[cohort, 0] += 1
            for number in range(1, last + 1):
                if curve["match"] == "on_or_after":
                    cells[cohort, number] += max(since, default=-1) >= number
                else:
                    cells[cohort, number] += number in since
    return cells
