"""Cases that ask when units are active: stickiness and lifecycles of PostHog and Amplitude."""

import datetime
import re

from .cases import (
    Case,
    Differences,
    Plan,
    Unsupported,
    event_names,
    flat_filters,
    instant,
    iso,
    local,
    own_name,
    sent_properties,
    tracker_row,
    user_id,
)
from .funnels import CASE_KEY, as_conditions
from .retention import back, bucket

STATES = {
    "new": "new",
    "returning": "returning",
    "current": "returning",
    "resurrecting": "resurrecting",
    "resurrected": "resurrecting",
    "dormant": "dormant",
}
INTERVALS = {"hour", "day", "week", "month"}
# what a case may say beside its series; another word asks for a rule that is not known here
SETTINGS = {
    "aggregation_group_type_index",
    "computedAs",
    "date_from",
    "date_to",
    "filterTestAccounts",
    "interval",
    "now",
    "properties",
    "series",
    "timezone",
    "week_start_day",
}
SERIES = {"custom_name", "event", "filters", "math", "math_group_type_index", "name", "properties"}
# a filter of the vendor's test team, which a case of it names and does not repeat
TEST_ACCOUNTS = {
    "type": "person", "key": "email", "operator": "not_icontains", "value": "@posthog.com",
}
# every case is over then; a vendor prints what is so far as if it were all
AS_OF = "2030-06-02T00:00:00Z"
# how long before its first event somebody began of whom a case does not say when
BEFORE = datetime.timedelta(days=400)


def is_lifecycle(case: Case) -> bool:
    published = case.expected.get("series") or {}
    return "state_by_interval" in case.expected or bool(STATES.keys() & published)


def prepare(case: Case) -> Plan:
    """Raw rows of one case and a definition for each of its series; raises Unsupported."""
    settings = case.settings
    unknown = sorted(key for key in settings.keys() - SETTINGS if settings[key])
    if unknown:
        raise Unsupported(f"the option {', '.join(unknown)}")
    if settings["interval"] not in INTERVALS:
        raise Unsupported(f"intervals of a {settings['interval']}")
    if is_lifecycle(case) and len(settings["series"]) > 1:
        raise Unsupported("one lifecycle of several series")
    plan = Plan(folders={"core", "marts/activity"})
    plan.needs = {"timezone": zone(case), "as_of": AS_OF}
    if settings["interval"] == "week":
        plan.needs["week_start"] = week_start(case)

    units = {account_index(case, one) for one in settings["series"]}
    if len(units) > 1:
        raise Unsupported("series of several kinds of units")
    index = units.pop()
    names = [event["event"] for event in case.events]
    codes = event_names(case, [*names, *(one.get("event") for one in settings["series"])])
    for number, event in enumerate(case.events, start=1):
        row = tracker_row(case, number, event, codes[event["event"]])
        row["properties"] = {CASE_KEY: case.prefix, **sent_properties(case, event)}
        if index is not None:
            group = (event.get("properties") or {}).get(f"$group_{index}")
            row["account_id"] = group and user_id(case, group)
        plan.rows.append(row)
    plan.rows += beginnings(case)
    for number, series in enumerate(settings["series"]):
        add_definition(plan, case, number, series, codes, index)
    return plan


def beginnings(case: Case) -> list[dict]:
    """Persons begin where the vendor made them, with what it knows of them."""
    rows = []
    times = [instant(event["ts"]) for event in case.events]
    for number, person in enumerate(case.content.get("persons") or [], start=1):
        created = person.get("created_at")
        rows.append({
            "message_id": f"{case.prefix}-created-{number}",
            "type": "identify",
            "user_id": user_id(case, person["person"]),
            "anonymous_id": f"{case.prefix}-browser-{person['person']}",
            "traits": person.get("properties") or {},
            "timestamp": iso(instant(created) if created else min(times) - BEFORE),
        })
        rows[-1]["received_at"] = rows[-1]["timestamp"]
    return rows


def account_index(case: Case, series: dict) -> int | None:
    """Which kind of group a series counts, None for persons."""
    unknown = sorted(key for key in series.keys() - SERIES if series[key])
    if unknown:
        raise Unsupported(f"a series by {', '.join(unknown)}")
    index = case.settings.get("aggregation_group_type_index")
    math = series.get("math")
    if math == "unique_group":
        index = series["math_group_type_index"]
    elif math not in (None, "total", "dau", "unique_users"):
        raise Unsupported(f"units by {math}")
    return None if index is None else int(re.search(r"\d+$", str(index))[0])


def add_definition(plan, case, number, series, codes, index) -> None:
    settings = case.settings
    definition = {
        "event_name": codes.get(series.get("event"), "*"),
        "interval": settings["interval"],
        "unit": "person" if index is None else "account",
    }
    filters = [
        *flat_filters(settings.get("properties")),
        *flat_filters(series.get("properties")),
        *flat_filters(series.get("filters")),
    ]
    if settings.get("filterTestAccounts"):
        filters.append(TEST_ACCOUNTS)
    conditions = [one for filter in filters for one in as_fields(filter)]
    if series.get("event") is None:
        # any event would be every case's events
        conditions.append((CASE_KEY, "exact", case.prefix))
    if conditions:
        definition["segment_name"] = f"{case.prefix}_{number}"
    for field, operator, value in conditions:
        plan.add("segments", segment_name=f"{case.prefix}_{number}", field=field,
                 operator=operator, value=value)
    if is_lifecycle(case):
        plan.add("lifecycle_definitions", lifecycle_name=f"{case.prefix}_{number}",
                 anchor="first_seen", **definition)
    else:
        start, end = ends(case)
        plan.add("stickiness_definitions", stickiness_name=f"{case.prefix}_{number}",
                 range_start=start.date(), range_end=end.date(), **definition)


def as_fields(filter: dict) -> list[tuple[str, str, str]]:
    """A published filter as conditions of a segment: (field, operator, value)."""
    kind = filter.get("type") or "event"
    if kind == "group":
        owner = f"group_{filter.get('group_type_index', 0)}"
        renamed = as_conditions({**filter, "type": "event"})
        return [(own_name(owner, filter["key"]), *rest) for _, *rest in renamed]
    conditions = as_conditions(filter)
    if kind == "person":
        return [(f"person.{filter['key']}", *rest) for _, *rest in conditions]
    return conditions


def zone(case: Case) -> str:
    return case.settings.get("timezone") or "UTC"


def week_start(case: Case) -> str:
    # PostHog weeks start on Sunday when nothing is said
    return case.settings.get("week_start_day") or ("sunday" if case.is_posthog else "monday")


def wall_clock(value: str, case: Case) -> datetime.datetime:
    """A published end of a range on the case's clock: a date, a time, or days before now."""
    if value == "all":
        return min(local(event["ts"], zone(case)) for event in case.events)
    if parsed := re.fullmatch(r"-(\d+)([dwm])(Start|End)?", value):
        if parsed[3] or not case.settings.get("now"):
            raise Unsupported(f"a range from {value} by the clock of who reads it")
        now = local(case.settings["now"], zone(case))
        if parsed[2] == "m":
            return back(now, "month", int(parsed[1]))
        return now - datetime.timedelta(days=int(parsed[1]) * (7 if parsed[2] == "w" else 1))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return instant(value)
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return local(value, zone(case))
    raise Unsupported(f"a range by {value}")


def ends(case: Case) -> tuple[datetime.datetime, datetime.datetime]:
    settings = case.settings
    end = settings.get("date_to") or settings.get("now")
    if not settings.get("date_from") or not end:
        raise Unsupported("a range that ends today, by the clock of who reads it")
    return wall_clock(settings["date_from"], case), wall_clock(end, case)


def periods(case: Case) -> list[datetime.datetime]:
    """Starts of the periods from the one that holds date_from to that of date_to."""
    interval = case.settings["interval"]
    start, end = (bucket(one, interval, week_start(case)) for one in ends(case))
    found = [end]
    while found[0] > start:
        found.insert(0, back(found[0], interval, 1))
    return found


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against the marts."""
    differences = Differences()
    comparisons = LIFECYCLES if is_lifecycle(case) else STICKINESS
    for key, expected in case.expected.items():
        comparison = comparisons.get(key)
        if comparison is None:
            differences.append(f"{key}: a figure that no mart offers")
        else:
            comparison(case, database, expected, differences)
    return differences


def lifecycle(case: Case, database) -> dict:
    """(state, start of the period) -> units."""
    return {
        (state, start): units
        for state, start, units in database.execute(
            """
            select state, period_start, units from marts.lifecycle_periods
            where lifecycle_name = ?
            """,
            [f"{case.prefix}_0"],
        ).fetchall()
    }


def states(case, database, expected, differences):
    """A row of numbers per state, those of dormant units below zero."""
    found = lifecycle(case, database)
    for name, published in expected.items():
        if name not in STATES:
            differences.append(f"{name}: a state that no mart offers")
            continue
        sign = -1 if name == "dormant" else 1
        actual = [sign * found.get((STATES[name], start), 0) for start in periods(case)]
        differences.check(name, actual, published)


def days(case, database, expected, differences):
    differences.check("periods", [f"{one:%Y-%m-%d}" for one in periods(case)],
                      [one[:10] for one in expected])


def state_by_interval(case, database, expected, differences):
    """The one state of the one unit that the case is about."""
    found = lifecycle(case, database)
    for start, state in expected.items():
        actual = [name for name in STATES.values() if found.get((name, instant(start)))]
        differences.check(f"state at {start}", sorted(set(actual)), [STATES.get(state, state)])


def intervals(case, database, expected, differences):
    """Series by their number or as a list; units by how many intervals they were active in."""
    listed = expected if isinstance(expected, list) else list(expected.values())
    differences.check("series", len(case.settings["series"]), len(listed))
    column = "units"
    if (case.settings.get("computedAs") or "non_cumulative") != "non_cumulative":
        column = "cumulative_units"
    for number, published in enumerate(listed):
        rows = database.execute(
            f"""
            select active_intervals, {column} from marts.stickiness_intervals
            where stickiness_name = ? order by active_intervals
            """,
            [f"{case.prefix}_{number}"],
        ).fetchall()
        interval = case.settings["interval"]
        name = case.settings["series"][number].get("event")
        actual = {
            "data": [units for _, units in rows],
            "days": [place for place, _ in rows],
            "labels": [f"{place} {interval}{'s' if place > 1 else ''}" for place, _ in rows],
            "label": name or "All events",
            "count": sum(units for _, units in rows),
        }
        for key, value in published.items():
            if key not in actual:
                differences.append(f"{key}: a figure that no mart offers")
            else:
                differences.check(f"{key} of series {number}", actual[key], value)


LIFECYCLES = {"series": states, "days": days, "state_by_interval": state_by_interval}
STICKINESS = {"series": intervals}
