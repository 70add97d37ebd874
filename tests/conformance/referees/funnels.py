"""Funnel cases: PostHog tests, vendors' documentation, ClickHouse windowFunnel."""

import ast
import datetime
import re

from .cases import (
    Case,
    Differences,
    Plan,
    Unsupported,
    end_of,
    event_names,
    flat_filters,
    instant,
    local,
    own_name,
    seconds,
    sent_properties,
    tracker_row,
    user_id,
)

OPERATORS = {
    "exact",
    "is_not",
    "icontains",
    "not_icontains",
    "regex",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "is_set",
    "is_not_set",
}
COMPARISONS = {"=": "exact", "!=": "is_not", "<=": "lte", ">=": "gte", "<": "lt", ">": "gt"}
ATTRIBUTIONS = {
    "first_touch": "first_touch",
    "first entry": "first_touch",
    "last_touch": "last_touch",
    "step": "step",
    "all_events": "all_steps",
    "all_steps": "all_steps",
}
ORDERS = {"ordered", "strict", "unordered"}
# allow_reentry has no twin here: a case in which that is not the same is a known difference
WINDOW_FUNNEL_MODES = {
    "strict_once": "once",
    "strict_order": "no_foreign",
    "strict_increase": "increasing",
    "strict_deduplication": "no_repeat",
    "allow_reentry": "",
}
# first-occurrence maths of PostHog at step 1
ENTRY_RULES = {
    "first_time_for_user": "first_ever",
    "first_time_for_user_with_filters": "first_match",
    "first_matching_event_for_user": "first_match",
    "first_matching_filters": "first_match",
}
# a step for any event would be a step for every case's events; this property narrows it
CASE_KEY = "conformance_case"
# longer than any case; some windows mean "no window" with a number no clock can hold
LONGEST_WINDOW_SECONDS = 100 * 366 * 86400


def prepare(case: Case) -> Plan:
    """Raw rows and the funnel of one case; raises Unsupported."""
    settings = case.settings
    refuse_foreign_rules(settings)
    steps = [alternatives(step) for step in settings["steps"]]
    exclusions = settings.get("exclusions") or []
    events = events_in_range(case)
    codes = event_names(
        case,
        [event["event"] for event in events]
        + [one.get("event") for step in steps for one in step]
        + [one["event"] for one in exclusions],
    )
    plan = Plan(folders={"core", "marts/funnels"})
    if settings.get("viz") == "trends":
        plan.needs["timezone"] = settings.get("timezone", "UTC")
    account_index = settings.get("aggregation_group_type_index")

    for number, event in enumerate(events, start=1):
        row = tracker_row(case, number, event, codes[event["event"]])
        row["properties"] = {CASE_KEY: case.prefix, **sent_properties(case, event)}
        if event["event"].isdigit():
            # ClickHouse conditions compare the event itself with numbers
            row["properties"].setdefault(own_name("event", "event"), int(event["event"]))
        if account_index is not None:
            group = (event.get("properties") or {}).get(f"$group_{account_index}")
            row["account_id"] = group and user_id(case, group)
        plan.rows.append(row)

    plan.add(
        "funnels",
        funnel_name=case.prefix,
        step_order=step_order(settings),
        window_seconds=window_seconds(settings),
        unit="person" if account_index is None else "account",
        entry_rule=entry_rule(settings),
        counting="attempts" if settings.get("counting") == "totals" else "units",
        strictness="|".join(filter(None, map(WINDOW_FUNNEL_MODES.get, settings.get("modes") or []))),
        grace_seconds=settings.get("grace_seconds") or 0,
        hold_constant=held_property(settings),
        exclusion_rule="drop_unit" if case.is_posthog else "keep_earlier_steps",
        **breakdown(settings),
    )
    everywhere = flat_filters(settings.get("properties"))
    for number, step in enumerate(steps, start=1):
        for one in step:
            add_step(plan, case, codes, one, everywhere, step_number=number)
    for number, one in enumerate(exclusions, start=1):
        add_step(
            plan,
            case,
            codes,
            one,
            everywhere,
            step_number=number,
            is_exclusion="true",
            exclude_after_step=one["from_step"],
            exclude_before_step=one["to_step"],
        )
    return plan


def refuse_foreign_rules(settings: dict) -> None:
    if "steps" not in settings:
        raise Unsupported("a sequence or next-node function, not a funnel")
    if settings.get("order", "ordered") not in ORDERS:
        raise Unsupported(f"step order {settings['order']}")
    if settings.get("counting", "unique") not in ("unique", "totals"):
        raise Unsupported(f"counting {settings['counting']}")
    unknown = set(settings.get("modes") or []) - WINDOW_FUNNEL_MODES.keys()
    if unknown:
        raise Unsupported(f"windowFunnel mode {', '.join(sorted(unknown))}")
    if settings.get("viz") == "trends" and settings.get("interval", "day") != "day":
        raise Unsupported(f"a funnel by {settings['interval']}")
    for number, step in enumerate(settings["steps"], start=1):
        if number > 1 and step.get("math", "total") != "total":
            raise Unsupported(f"first-occurrence maths ({step['math']}) of a later step")


def entry_rule(settings: dict) -> str:
    maths = settings["steps"][0].get("math") or "total"
    if maths not in {"total", *ENTRY_RULES}:
        raise Unsupported(f"first-occurrence maths ({maths})")
    # windowFunnel in strict order stops for good where the order is broken; a first step that is
    # repeated at once opens another attempt, which tells only where a repeat ends one
    modes = set(settings.get("modes") or [])
    is_strict = "strict_order" in modes and "strict_deduplication" not in modes
    if (settings.get("reentry") == "off" or is_strict) and maths == "total":
        return "first_entry"
    return ENTRY_RULES.get(maths, "best_attempt")


def held_property(settings: dict) -> str:
    held = settings.get("hold_constant") or ""
    held = held[0] if isinstance(held, list) and len(held) == 1 else held
    if isinstance(held, list):
        raise Unsupported("several properties held constant")
    return own_name("event", held) if held else ""


def events_in_range(case: Case) -> list[dict]:
    """PostHog reads only events between date_from and date_to; funnels here have no range."""
    settings = case.settings
    if not case.is_posthog:
        return case.events
    zone = settings.get("timezone", "UTC")
    lower = settings.get("date_from") and instant(settings["date_from"])
    if entry_rule(settings) in ("first_ever", "first_match"):
        # the first of all history counts; what was entered earlier is not looked at
        lower = None
    upper = settings.get("date_to") and end_of(settings["date_to"])
    return [
        event
        for event in case.events
        if (not lower or local(event["ts"], zone) >= lower)
        and (not upper or local(event["ts"], zone) <= upper)
    ]


def step_order(settings: dict) -> str:
    return settings.get("order", "ordered")


def window_seconds(settings: dict) -> int:
    for key in ("window_seconds", "window_units"):
        if key in settings:
            return min(settings[key], LONGEST_WINDOW_SECONDS)
    return min(seconds(settings["window"]), LONGEST_WINDOW_SECONDS)


def breakdown(settings: dict) -> dict:
    asked = settings.get("breakdown")
    if not asked:
        return {}
    keys = asked.get("keys", asked.get("key"))
    keys = keys if isinstance(keys, list) else [keys]
    kind = asked.get("type") or "event"
    owners = {
        "event": "event",
        "person": "person",
        "group": f"group_{asked.get('group_type_index') or 0}",
    }
    if kind not in owners:
        raise Unsupported(f"a breakdown by an expression in {kind}")
    attribution = asked.get("attribution") or "first_touch"
    if attribution not in ATTRIBUTIONS:
        raise Unsupported(f"breakdown attribution {attribution}")
    row = {
        "breakdown": "+".join(own_name(owners[kind], key) for key in keys),
        "breakdown_attribution": ATTRIBUTIONS[attribution],
    }
    if attribution == "step":
        # published steps count from 0, ours from 1
        row["breakdown_step"] = int(asked["attribution_step"]) + 1
    return row


def alternatives(step: dict) -> list[dict]:
    """A step as a list of events of which one is enough."""
    if "expr" in step:
        parsed = re.fullmatch(r"(\w+)\s*(<=|>=|!=|=|<|>)\s*('?)([^']*)\3", step["expr"])
        if not parsed:
            raise Unsupported(f"the expression {step['expr']}")
        key, sign, _, value = parsed.groups()
        return [{"filters": [{"key": key, "operator": COMPARISONS[sign], "value": value}]}]
    options = step.get("any_of") or [step]
    for option in options:
        unknown = option.keys() - {"event", "filters", "math", "name", "any_of"}
        if unknown or "event" not in option and not option.get("filters"):
            raise Unsupported(f"a step by {', '.join(sorted(unknown)) or 'nothing'}")
    names = [option.get("event") for option in options]
    if len(set(names)) < len(names):
        raise Unsupported("alternatives of one event in one step")
    return options


def add_step(plan: Plan, case: Case, codes: dict, step: dict, everywhere: list, **row) -> None:
    name = step.get("event")
    conditions = [
        condition
        for one in flat_filters(step.get("filters")) + everywhere
        for condition in as_conditions(one)
    ]
    if name is None:
        conditions.append((CASE_KEY, "exact", case.prefix))
    for key, operator, value in conditions or [("", "", "")]:
        plan.add(
            "funnel_steps",
            funnel_name=case.prefix,
            event_name=codes[name] if name is not None else "",
            property=key,
            operator=operator,
            value=value,
            **row,
        )


def as_conditions(one: dict) -> list[tuple[str, str, str]]:
    """A published filter as rows (property, operator, value) that must all hold."""
    kind = one.get("type") or "event"
    if kind not in ("event", "person"):
        raise Unsupported(f"a filter on {kind}")
    key = own_name(kind, one["key"])
    operator = one.get("operator") or "exact"
    if operator not in OPERATORS:
        raise Unsupported(f"the operator {operator}")
    value = one.get("value")
    values = [as_text(part) for part in (value if isinstance(value, list) else [value])]
    if operator in ("is_set", "is_not_set"):
        return [(key, operator, "")]
    if operator == "exact" and len(values) > 1:
        if any("|" in part for part in values):
            raise Unsupported("a value with the sign that separates values")
        return [(key, "in", "|".join(values))]
    if operator in ("is_not", "not_icontains"):
        return [(key, operator, part) for part in values]
    if len(values) > 1:
        raise Unsupported(f"several values for {operator}")
    return [(key, operator, values[0])]


def as_text(value) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Result:
    """What the marts say about one funnel."""

    def __init__(self, case: Case, database):
        self.steps = {}
        for value, number, units, average, median, attempts in database.execute(
            """
            select
                breakdown_value, step_number, units,
                avg_seconds_from_previous, median_seconds_from_previous, attempts
            from marts.funnel_steps where funnel_name = ?
            """,
            [case.prefix],
        ).fetchall():
            self.steps[value, number] = {
                "count": units,
                "avg_seconds": average,
                "median_seconds": median,
                "attempts": attempts,
            }
        earliest = datetime.date.min
        if "steps" in case.settings and case.settings.get("date_from") and (
            entry_rule(case.settings) in ("first_ever", "first_match")
        ):
            earliest = instant(case.settings["date_from"]).date()
            self.read_entries(case, database, earliest)
        # unit -> (value, furthest step, seconds of each step after the first)
        names = {
            person: text.removeprefix(f"{case.prefix}-")
            for person, text in database.execute(
                "select person_id, user_id from core.dim_persons where user_id like ?",
                [f"{case.prefix}-%"],
            ).fetchall()
        }
        self.units = [
            (value, names.get(unit, unit), furthest)
            for value, unit, furthest in database.execute(
                """
                select breakdown_value, unit_id, furthest_step
                from marts.funnel_units where funnel_name = ? and entered_at >= ?
                """,
                [case.prefix, earliest],
            ).fetchall()
        ]

    def read_entries(self, case: Case, database, earliest: datetime.date) -> None:
        """Steps of units that entered in the range: a unit enters once where its first event counts."""
        blank = {"count": 0, "avg_seconds": None, "median_seconds": None, "attempts": None}
        self.steps = {key: dict(blank) for key in self.steps}
        for value, number, units, average, median in database.execute(
            """
            select
                breakdown_value, step_number, count(*),
                avg(seconds_from_previous), median(seconds_from_previous)
            from marts.funnel_entry_steps
            where funnel_name = ? and counts_on_day and entry_date >= ?
            group by breakdown_value, step_number
            """,
            [case.prefix, earliest],
        ).fetchall():
            self.steps[value, number] |= {
                "count": units, "avg_seconds": average, "median_seconds": median,
            }

    def count(self, value: str, number: int) -> int:
        return self.steps.get((value, number), {"count": 0})["count"]

    def values(self) -> list[str]:
        return sorted(
            value for (value, number), step in self.steps.items() if number == 1 and step["count"]
        )

    def actors(self, value: str, number: int) -> list[str]:
        """Names of units that reached a step, or, below zero, dropped right before it."""
        return sorted(
            name
            for at, name, furthest in self.units
            if at == value
            and (furthest >= number if number > 0 else furthest == -number - 1)
        )

    def level(self, value: str, name: str | None = None) -> int:
        levels = [
            furthest
            for at, unit, furthest in self.units
            if at == value and name in (None, unit)
        ]
        return max(levels, default=0)


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against the marts."""
    result = Result(case, database)
    differences = Differences()
    for key, expected in case.expected.items():
        comparison = COMPARISONS_OF.get(key)
        if comparison is None:
            differences.append(f"{key}: a figure that no mart offers")
        else:
            comparison(case, database, result, expected, differences)
    return differences


def check_step(label: str, actual: dict, expected: dict, differences: Differences) -> None:
    for key in ("count", "avg_seconds", "median_seconds"):
        if key in expected:
            differences.check(f"{label} {key}", actual[key], expected[key])


def steps(case, database, result, expected, differences):
    for position, step in enumerate(expected, start=1):
        number = step.get("step", position)
        actual = result.steps.get(("", number))
        if actual is None:
            differences.append(f"no step {number}")
        else:
            check_step(f"step {number}", actual, step, differences)


def breakdowns(case, database, result, expected, differences):
    differences.check(
        "values", result.values(), sorted(one_value(one["value"]) for one in expected)
    )
    for one in expected:
        value = one_value(one["value"])
        for number, step in enumerate(one["steps"], start=1):
            actual = result.steps.get((value, number))
            if actual is None:
                differences.append(f"no step {number} of {value!r}")
            else:
                check_step(f"step {number} of {value!r}", actual, step, differences)


def breakdown_values(case, database, result, expected, differences):
    differences.check("values", result.values(), sorted(map(one_value, expected)))


def actors_at_step(case, database, result, expected, differences):
    for number, actors in expected.items():
        differences.check(
            f"actors at {number}", result.actors("", int(number)), actor_names(case, actors)
        )


def actors_at_step_by_breakdown(case, database, result, expected, differences):
    for key, actors in expected.items():
        number, value = key.split("|", 1)
        value = one_value(ast.literal_eval(value))
        differences.check(
            f"actors at {number} of {value!r}",
            result.actors(value, int(number)),
            actor_names(case, actors),
        )


def n_results(case, database, result, expected, differences):
    if case.settings.get("breakdown"):
        differences.check("number of values", len(result.values()), expected)
    elif case.settings.get("viz") == "trends":
        differences.check("number of days", len(days(case)), expected)
    else:
        numbers = [number for value, number in result.steps if value == ""]
        differences.check("number of steps", len(numbers), expected)


def periods(case, database, result, expected, differences):
    """Conversion by the day of entry, in percent as published."""
    first = case.settings.get("from_step", 1)
    last = case.settings.get("to_step", len(case.settings["steps"]))
    units = {
        (value, day, number): count
        for value, day, number, count in database.execute(
            """
            select breakdown_value, entry_date, step_number, units
            from marts.funnel_steps_by_day where funnel_name = ?
            """,
            [case.prefix],
        ).fetchall()
    }
    grid = days(case)

    def rate(value, day):
        entered = units.get((value, day, first), 0)
        return 100 * units.get((value, day, last), 0) / entered if entered else 0

    for one in expected:
        if "data" in one:
            value = one_value(one["breakdown_value"])
            differences.check(
                f"rates of {value!r}", [rate(value, day) for day in grid], one["data"]
            )
            continue
        day = grid[one["period_index"]]
        actual = {
            "reached_from_step_count": units.get(("", day, first), 0),
            "reached_to_step_count": units.get(("", day, last), 0),
            "conversion_rate": rate("", day),
        }
        for key in actual.keys() & one.keys():
            differences.check(f"{key} on {day}", actual[key], one[key])


def conversion_seconds(case, database) -> list[float]:
    """Seconds from from_step to to_step of each unit that reached the latter."""
    first = case.settings.get("from_step", 1)
    last = case.settings.get("to_step", len(case.settings["steps"]))
    return [
        row[0]
        for row in database.execute(
            """
            select epoch_us(later) / 1e6 - epoch_us(earlier) / 1e6
            from (
                select
                    cast(step_times ->> ? as timestamp) as earlier,
                    cast(step_times ->> ? as timestamp) as later
                from marts.funnel_units where funnel_name = ? and furthest_step >= ?
            )
            order by 1
            """,
            [f"$[{first - 1}]", f"$[{last - 1}]", case.prefix, last],
        ).fetchall()
    ]


def average_conversion_seconds(case, database, result, expected, differences):
    times = conversion_seconds(case, database)
    average = sum(times) / len(times) if times else None
    differences.check("average conversion seconds", average, expected)


def bins(case, database, result, expected, differences):
    """Left edges and units of the histogram, whose times count from the first step."""
    assert case.settings.get("from_step", 1) == 1
    actual = database.execute(
        """
        select bucket_start_seconds, units from marts.funnel_times
        where funnel_name = ? and step_number = ? order by all
        """,
        [case.prefix, case.settings.get("to_step", len(case.settings["steps"]))],
    ).fetchall()
    differences.check("units by conversion time", actual, [tuple(bin) for bin in expected])


def level(case, database, result, expected, differences):
    differences.check("furthest step", result.level(""), expected)


def level_by_person(case, database, result, expected, differences):
    for person, furthest in expected.items():
        differences.check(f"furthest step of {person}", result.level("", person), furthest)


def level_by_value(case, database, result, expected, differences):
    actual = {value: result.level(value) for value in result.values()}
    differences.check("furthest step by value", actual, expected)


def entries_by_value(case, database, result, expected, differences):
    actual = {value: result.count(value, 1) for value in result.values()}
    differences.check("entries by value", actual, expected)


def conversions_by_value(case, database, result, expected, differences):
    last = len(case.settings["steps"])
    counts = {value: result.count(value, last) for value in result.values()}
    actual = {value: count for value, count in counts.items() if count}
    differences.check("conversions by value", actual, expected)


def conversions_totals(case, database, result, expected, differences):
    """Where a unit converts once, its conversions are the units of the last step."""
    differences.check("conversions", result.count("", len(case.settings["steps"])), expected)


def entries(case, database, result, expected, differences):
    differences.check("entries", result.steps["", 1]["attempts"], expected)


def conversions(case, database, result, expected, differences):
    last = len(case.settings["steps"])
    differences.check("conversions", result.steps["", last]["attempts"], expected)


def raw_event_count_step1(case, database, result, expected, differences):
    [[actual]] = database.execute(
        "select count(*) from core.fct_events where event_name = ?", [name_of_step_1(case)]
    ).fetchall()
    differences.check("events of step 1", actual, expected)


def extra_step1_between(case, database, result, expected, differences):
    """Events of step 1 between the first two steps of each unit that reached the second."""
    [[actual]] = database.execute(
        """
        select count(events.event_id)
        from (
            select
                unit_id,
                cast(step_times ->> '$[0]' as timestamp) as first_at,
                cast(step_times ->> '$[1]' as timestamp) as second_at
            from marts.funnel_units where funnel_name = ?
        ) as units
        inner join core.fct_events as events
            on
                units.unit_id = events.person_id
                and events.occurred_at > units.first_at
                and events.occurred_at < units.second_at
        where events.event_name = ?
        """,
        [case.prefix, name_of_step_1(case)],
    ).fetchall()
    differences.check("events of step 1 between", actual, expected)


def name_of_step_1(case: Case) -> str:
    names = [event["event"] for event in case.events]
    return event_names(case, names)[case.settings["steps"][0]["event"]]


COMPARISONS_OF = {
    "entries": entries,
    "conversions": conversions,
    "raw_event_count_step1": raw_event_count_step1,
    "extra_step1_between": extra_step1_between,
    "steps": steps,
    "breakdowns": breakdowns,
    "breakdown_values": breakdown_values,
    "actors_at_step": actors_at_step,
    "actors_at_step_by_breakdown": actors_at_step_by_breakdown,
    "n_results": n_results,
    "periods": periods,
    "average_conversion_seconds": average_conversion_seconds,
    "bins": bins,
    "level": level,
    "level_by_person": level_by_person,
    "level_by_value": level_by_value,
    "entries_by_value": entries_by_value,
    "conversions_by_value": conversions_by_value,
    "conversions_totals": conversions_totals,
}


def one_value(value) -> str:
    """A published breakdown value, `["Chrome"]` or `"Chrome"`, as the mart writes it."""
    return " · ".join(map(as_text, value if isinstance(value, list) else [value]))


def actor_names(case: Case, actors: list) -> list[str]:
    if case.settings.get("aggregation_group_type_index") is not None:
        return sorted(user_id(case, actor) for actor in actors)
    return sorted(actors)


def days(case: Case) -> list[datetime.date]:
    """The days of the published grid; without date_to it ends on the published `now`."""
    settings = case.settings
    first = instant(settings["date_from"]).date()
    last = end_of(settings.get("date_to") or settings["now"]).date()
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]
