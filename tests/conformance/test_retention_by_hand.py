"""Every kind of retention curve against the rules told once more, in plain Python."""

import datetime
import itertools
import random
from zoneinfo import ZoneInfo

import duckdb
import pytest
from referees import cases, project

HOURS = datetime.timedelta(hours=1)
DAYS = datetime.timedelta(days=1)
LENGTHS = {"hour": HOURS, "day": DAYS, "week": 7 * DAYS, "month": 30 * DAYS}
# summer time begins in the middle of the events
ZONE = ZoneInfo("America/New_York")
START = datetime.datetime(2024, 2, 26)
# half an hour before a local midnight, the end of a Saturday
END = datetime.datetime(2025, 7, 13, 3, 30)
PERIOD_COUNT = 5
CURVES = {
    "_".join(map(str, (period, rule, clock, match, returned))): {
        "start_event": "open",
        "return_event": returned,
        "period": period,
        "period_count": PERIOD_COUNT,
        "cohort_rule": rule,
        "clock": clock,
        "match": match,
    }
    for period, rule, clock, match, returned in itertools.product(
        LENGTHS,
        ("first_time", "recurring"),
        ("calendar", "rolling"),
        ("on", "on_or_after"),
        ("buy", "open", ""),
    )
}


def history() -> list[tuple[str, str, datetime.datetime]]:
    """(person, event, UTC time): scattered, with many returns right at the edges."""
    chance = random.Random(20240310)
    edges = [datetime.timedelta(), -datetime.timedelta(microseconds=1)]
    events = []
    for number in range(30):
        moments = [START + chance.random() * 20 * DAYS]
        for _ in range(chance.randint(2, 9)):
            length = chance.choice([HOURS, DAYS, 7 * DAYS, 30 * DAYS, 5 * HOURS])
            step = chance.randint(1, 6) * length + chance.choice(edges)
            moments.append(chance.choice(moments) + step)
        # midnight in New York, before or after the clocks change
        moments.append(START + chance.randint(1, 30) * DAYS + chance.choice([4, 5]) * HOURS)
        events += [
            (f"p{number}", chance.choice(["open", "open", "buy", "other"]), moment)
            for moment in moments
        ]
    # cells that end shortly before and after the last event, on either clock
    ages = [datetime.timedelta(), HOURS / 2, HOURS, 3 * HOURS, 6 * HOURS]
    ages += [number * DAYS + hours * HOURS for number in (1, 2, 6, 31, 36) for hours in (0, 5)]
    return events + [("p0", "open", END - age) for age in ages]


def bucket(moment: datetime.datetime, period: str) -> datetime.datetime:
    local = moment.replace(tzinfo=datetime.UTC).astimezone(ZONE).replace(tzinfo=None)
    hour = local.replace(minute=0, second=0, microsecond=0)
    day = hour.replace(hour=0)
    return {
        "hour": hour,
        "day": day,
        # weeks of this build start on Sunday
        "week": day - (day.weekday() + 1) % 7 * DAYS,
        "month": day.replace(day=1),
    }[period]


def later(start: datetime.datetime, period: str, number: int) -> datetime.datetime:
    if period == "month":
        months = start.year * 12 + start.month - 1 + number
        return start.replace(year=months // 12, month=months % 12 + 1)
    return start + number * LENGTHS[period]


def utc(local: datetime.datetime) -> datetime.datetime:
    return local.replace(tzinfo=ZONE).astimezone(datetime.UTC).replace(tzinfo=None)


def cells(curve: dict, events: list) -> dict:
    """(cohort, period number) -> (size, retained, whether it is complete)."""
    period = curve["period"]
    as_of = max(moment for _, _, moment in events)
    cohorts: dict = {}
    for person in {person for person, _, _ in events}:
        starts = sorted(at for who, name, at in events if (who, name) == (person, "open"))
        if curve["cohort_rule"] == "first_time":
            starts = starts[:1]
        for at in starts:
            cohorts.setdefault(bucket(at, period), {}).setdefault(person, at)

    found = {}
    for cohort, members in cohorts.items():
        retained = [set(members), *(set() for _ in range(PERIOD_COUNT))]
        for person, name, at in events:
            if person not in members or curve["return_event"] not in ("", name):
                continue
            if curve["clock"] == "rolling":
                number = (at - members[person]) // LENGTHS[period]
            else:
                number = -1
                while later(cohort, period, number + 1) <= bucket(at, period):
                    number += 1
            reached = range(1, number + 1) if curve["match"] == "on_or_after" else [number]
            for one in reached:
                if 1 <= one <= PERIOD_COUNT:
                    retained[one].add(person)
        for number, persons in enumerate(retained):
            end = utc(later(cohort, period, number + 1))
            if curve["clock"] == "rolling":
                end = utc(later(cohort, period, 1)) + (number + 1) * LENGTHS[period]
            found[cohort, number] = (len(members), len(persons), end <= as_of)
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The retention mart over the history, in New York with weeks from Sunday."""
    plan = cases.Plan(
        rows=[
            {
                "message_id": str(number),
                "event": name,
                "user_id": person,
                "anonymous_id": f"{person}-browser",
                "timestamp": cases.iso(moment),
                "received_at": cases.iso(moment),
            }
            for number, (person, name, moment) in enumerate(history())
        ],
        needs={"timezone": ZONE.key, "week_start": "sunday"},
        folders={"core", "marts/retention"},
    )
    for name, curve in CURVES.items():
        plan.add("retention_curves", retention_name=name, **curve)
    build = project.Build()
    build.add(cases.Case("by_hand", "by_hand", "by_hand", {}), plan)
    path = build.run(tmp_path_factory.mktemp("retention"), with_tests=True)
    with duckdb.connect(path, read_only=True) as database:
        rows = database.execute(
            """
            select
                retention_name, cohort_period, period_number,
                cohort_size, retained, is_complete, retention_rate
            from marts.retention_cohorts
            """
        ).fetchall()
    by_curve = {name: {} for name in CURVES}
    for name, cohort, number, size, retained, complete, rate in rows:
        by_curve[name][cohort, number] = (size, retained, complete)
        assert rate == (retained / size if complete else None)
    return by_curve


@pytest.mark.parametrize("name", CURVES)
def test_curve_is_as_told_by_hand(name, built):
    assert built[name] == cells(CURVES[name], history())
