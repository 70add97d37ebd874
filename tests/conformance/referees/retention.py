"""Retention cases: PostHog tests, vendors' documentation, the retention() function."""

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
    own_name,
    sent_properties,
    tracker_row,
    user_id,
)
from .funnels import as_conditions

COHORT_RULES = {
    "recurring": "recurring",
    "first_time": "first_time",
    # without a filter or breakdown, the first event of a type ever is our first time
    "first_ever_occurrence": "first_time",
}
CLOCKS = {
    "calendar": "calendar",
    "24_hour_windows": "rolling",
    "rolling": "rolling",
    "rolling_days": "rolling",
}
LATER = "2030-01-01"
# where nothing is said: enough for any day, week or month of the published cases
DEFAULT_PERIODS = 12


def prepare(case: Case) -> Plan:
    """Raw rows and the curve of one case; raises Unsupported."""
    settings = case.settings
    plan = Plan(folders={"core", "marts/retention"})
    if "conditions_on_date" in settings:
        curve = on_dates(case)
    else:
        curve = as_curve(settings)
        plan.needs["timezone"] = settings.get("timezone", "UTC")
        if curve["period"] == "week":
            # PostHog weeks start on Sunday when nothing is said
            default = "sunday" if case.is_posthog else "monday"
            plan.needs["week_start"] = settings.get("week_start_day") or default

    lines = conditions(settings)
    names = [event["event"] for event in case.events]
    codes = event_names(case, [
        *names, curve["start_event"], curve["return_event"], *(name for _, name, *_ in lines),
    ])
    account_index = settings.get("aggregation_group_type_index")
    for number, event in enumerate(case.events, start=1):
        row = tracker_row(case, number, event, codes[event["event"]])
        row["properties"] = sent_properties(case, event)
        if account_index is not None:
            group = (event.get("properties") or {}).get(f"$group_{account_index}")
            row["account_id"] = group and user_id(case, group)
        plan.rows.append(row)
    # anybody's any event would start this curve
    plan.alone = curve["start_event"] is None
    plan.add(
        "retention_curves",
        **{
            **curve,
            "retention_name": case.prefix,
            "start_event": codes.get(curve["start_event"], ""),
            "return_event": codes.get(curve["return_event"], ""),
            "unit": "person" if account_index is None else "account",
        },
    )
    for role, name, key, operator, value in lines:
        plan.add(
            "retention_events",
            retention_name=case.prefix,
            role=role,
            event_name=codes.get(name, ""),
            property=key,
            operator=operator,
            value=value,
        )
    return plan


def conditions(settings: dict) -> list[tuple[str, str | None, str, str, str]]:
    """Lines (role, event, property, operator, value) of roles that ask for more than one name."""
    everywhere = flat_filters(settings.get("properties"))
    lines = []
    for role in ("start", "return"):
        asked = settings.get(role) or {}
        options = asked.get("any_of") or [asked]
        found = [
            (role, option.get("event"), *condition)
            for option in options
            for condition in [
                condition
                for one in everywhere + flat_filters(
                    option.get("properties") or option.get("filters")
                )
                for condition in as_conditions(one)
            ] or [("", "", "")]
        ]
        names = [option.get("event") for option in options]
        if len(set(names)) < len(names):
            raise Unsupported("alternatives of one event")
        if len(options) > 1 or found[0][2]:
            lines += found
    return lines


def as_curve(settings: dict) -> dict:
    if "start" not in settings:
        raise Unsupported("a published result without the events that it was made from")
    for key in ("start", "return"):
        unknown = settings[key].keys() - {"event", "filters", "properties", "name", "any_of"}
        if unknown:
            raise Unsupported(f"{key} by {', '.join(sorted(unknown))}")
    rule = settings.get("retention_type", "first_time")
    clock = settings.get("window_mode", "calendar")
    if rule not in COHORT_RULES or clock not in CLOCKS:
        raise Unsupported(f"retention {rule} with windows {clock}")
    match = settings.get("match", "on")
    return {
        "start_event": settings["start"].get("event"),
        "return_event": settings["return"].get("event"),
        "period": settings["period"],
        "period_count": settings.get("total_intervals", DEFAULT_PERIODS + 1) - 1,
        "cohort_rule": COHORT_RULES[rule],
        "clock": CLOCKS[clock],
        "match": "on_or_after" if settings.get("cumulative") else match,
        "breakdown": breakdown(settings),
    }


def breakdown(settings: dict) -> str:
    asked = settings.get("breakdown")
    if not asked:
        return ""
    several = asked if isinstance(asked, list) else asked.get("breakdowns") or [asked]
    if len(several) != 1:
        raise Unsupported("a breakdown of cohorts by several properties")
    [one] = several
    kind = one.get("type") or "event"
    key = one.get("key") or one.get("property")
    if kind not in ("event", "person", "group") or not isinstance(key, str):
        raise Unsupported(f"a breakdown by an expression in {kind}")
    owner = f"group_{one.get('group_type_index') or 0}" if kind == "group" else kind
    return own_name(owner, key)


def on_dates(case: Case) -> dict:
    """retention(date = d0, date = d1, …) as a daily curve that starts on d0."""
    dates = [instant(one).date() for one in case.settings["conditions_on_date"]]
    names = {event["event"] for event in case.events}
    if len(names) != 1:
        raise Unsupported("conditions on dates over several events")
    name = names.pop()
    return {
        "start_event": name,
        "return_event": name,
        "period": "day",
        "period_count": (dates[-1] - dates[0]).days,
        "cohort_rule": "recurring",
        "clock": "calendar",
        "match": "on",
    }


class Result:
    """What the marts say about one curve."""

    def __init__(self, case: Case, database):
        self.case = case
        self.cells = {}
        self.sizes = {}
        self.problems = []
        for value, cohort, number, size, retained, rate, complete in database.execute(
            """
            select
                breakdown_value, cohort_period, period_number, cohort_size, retained,
                retention_rate, is_complete
            from marts.retention_cohorts where retention_name = ?
            """,
            [case.prefix],
        ).fetchall():
            self.cells[cohort, number] = self.cells.get((cohort, number), 0) + retained
            self.sizes[cohort, value] = size
            if number == 0 and retained != size:
                self.problems.append(f"period 0 of {cohort} is not the cohort's size")
            if rate != (retained / size if complete else None):
                self.problems.append(f"rate of {cohort}, period {number}: {rate}")
        # (cohort, person) -> period numbers with a return, 0 for belonging to the cohort
        self.numbers = {}
        self.of_value = {}
        for cohort, value, user, number in database.execute(
            """
            select
                cohorts.cohort_period, cohorts.breakdown_value,
                coalesce(persons.user_id, cohorts.unit_id), cohorts.period_number
            from (
                select
                    retention_name, cohort_period, breakdown_value, unit_id, person_id,
                    0 as period_number
                from marts.retention_members
                union all
                select
                    retention_name, cohort_period, breakdown_value, unit_id, person_id,
                    period_number
                from marts.retention_returns
            ) as cohorts
            left join core.dim_persons as persons
                on cohorts.person_id = persons.person_id
            where cohorts.retention_name = ?
            """,
            [case.prefix],
        ).fetchall():
            person = user.removeprefix(f"{case.prefix}-")
            self.numbers.setdefault((cohort, person), []).append(number)
            self.of_value.setdefault((cohort, value), set()).add(person)

    def row(self, cohort: datetime.datetime, length: int) -> list[int]:
        return [self.cells.get((cohort, number), 0) for number in range(length)]

    def members(self, cohort: datetime.datetime) -> list[str]:
        return sorted(person for at, person in self.numbers if at == cohort)


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against the marts."""
    result = Result(case, database)
    differences = Differences(result.problems)
    for key, expected in case.expected.items():
        comparison = COMPARISONS_OF.get(key)
        if comparison is None:
            differences.append(f"{key}: a figure that no mart offers")
        else:
            comparison(case, result, expected, differences)
    return differences


def matrix(case, result, expected, differences):
    cohorts = grid(case)
    differences.check("rows", len(cohorts), len(expected))
    for cohort, row in zip(cohorts, expected, strict=False):
        differences.check(f"cohort {cohort}", result.row(cohort, len(row)), row)
    # a bucket that starts elsewhere would be read as an empty cohort
    between = {at for at, _ in result.cells if cohorts[0] <= at <= cohorts[-1]}
    differences.check("starts of cohorts", sorted(between - set(cohorts)), [])


def rows(case, result, expected, differences):
    for date, row in expected.items():
        differences.check(f"cohort {date}", result.row(instant(date), len(row)), row)


def n_rows(case, result, expected, differences):
    """Rows of the table, or of the list of persons of one cohort."""
    index = case.settings.get("actors_for_cohort_index")
    actual = grid(case) if index is None else result.members(grid(case)[index])
    differences.check("number of rows", len(actual), expected)


def actors(case, result, expected, differences):
    if isinstance(expected, dict):
        for key, persons in expected.items():
            found = result.of_value.get(cohort_of_value(case, key), set())
            differences.check(f"actors of {key}", sorted(found), sorted(persons))
        return
    cohort = grid(case)[case.settings["actors_for_cohort_index"]]
    actual = {
        person: sorted(numbers)
        for (at, person), numbers in result.numbers.items()
        if at == cohort
    }
    differences.check(
        "returns by person", actual, {one["person"]: one["return_offsets"] for one in expected}
    )


def cohort_size(case, result, expected, differences):
    for key, size in expected.items():
        differences.check(
            f"size of {key}", result.sizes.get(cohort_of_value(case, key), 0), size
        )


def cohort_of_value(case: Case, key: str) -> tuple[datetime.datetime, str]:
    """`day2|control`: the third day of the range, and a breakdown value."""
    period, value = key.split("|", 1)
    parsed = re.fullmatch(rf"{case.settings['period']}(\d+)", period)
    if not parsed:
        raise Unsupported(f"a cohort called {period}")
    first = bucket(instant(case.settings["date_from"]), case.settings["period"], "monday")
    return back(first, case.settings["period"], -int(parsed[1])), value


def values(case, result, expected, differences):
    """Published single values, `[3]['date']` of the table."""
    cohorts = grid(case)
    for one in expected:
        parsed = re.fullmatch(r"\[(\d+)\]\['date'\]", one["path"])
        if not parsed:
            differences.append(f"{one['path']}: a value that no mart offers")
            continue
        differences.check(one["path"], cohorts[int(parsed[1])], wall_clock(one["equals"]))


def dates(case, result, expected, differences):
    differences.check("cohorts", grid(case), [wall_clock(one) for one in expected])


def retained_interval(case, result, expected, differences):
    """The one interval in which a person came back; 0 is the cohort's own."""
    for person, interval in expected.items():
        numbers = sorted(
            number
            for (_, name), found in result.numbers.items()
            if name == person
            for number in found
        )
        differences.check(f"returns of {person}", numbers, sorted({0, interval}))


def flags_by_person(case, result, expected, differences):
    conditions = [instant(one) for one in case.settings["conditions_on_date"]]
    for person, flags in expected.items():
        numbers = result.numbers.get((conditions[0], person), [])
        actual = [int((one - conditions[0]).days in numbers) for one in conditions]
        differences.check(f"flags of {person}", actual, flags)


COMPARISONS_OF = {
    "matrix": matrix,
    "rows": rows,
    "n_rows": n_rows,
    "actors": actors,
    "cohort_size": cohort_size,
    "values": values,
    "dates": dates,
    "retained_interval": retained_interval,
    "flags_by_person": flags_by_person,
}


def wall_clock(value: str) -> datetime.datetime:
    """The start of a cohort as it is printed, on the clock of the case's own zone."""
    return datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).replace(tzinfo=None)


def grid(case: Case) -> list[datetime.datetime]:
    """Starts of the cohorts of a published table: the last one holds date_to."""
    settings = case.settings
    period = settings["period"]
    week_start = settings.get("week_start_day") or ("sunday" if case.is_posthog else "monday")
    # a table that ends today is read on a day when nothing happens any more
    end = bucket(end_of(settings.get("date_to") or LATER), period, week_start)
    count = settings["total_intervals"]
    return [back(end, period, count - 1 - number) for number in range(count)]


def bucket(moment: datetime.datetime, period: str, week_start: str) -> datetime.datetime:
    hour = moment.replace(minute=0, second=0, microsecond=0)
    if period == "hour":
        return hour
    day = hour.replace(hour=0)
    if period == "week":
        return day - datetime.timedelta(days=(day.weekday() + (week_start == "sunday")) % 7)
    return day.replace(day=1) if period == "month" else day


def back(start: datetime.datetime, period: str, number: int) -> datetime.datetime:
    if period == "month":
        months = start.year * 12 + start.month - 1 - number
        return start.replace(year=months // 12, month=months % 12 + 1)
    return start - number * datetime.timedelta(**{f"{period}s": 1})
