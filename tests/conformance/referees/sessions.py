"""Session cases: Mixpanel, GA4, Matomo and DuckDB sessions by time-out."""

from .cases import Case, Differences, Plan, Unsupported, instant, tracker_row

MODES = {"timeout", "matomo"}
FLAGS = {True: "true", False: "false"}


def prepare(case: Case) -> Plan:
    """Raw rows of one case and the source settings that it needs; raises Unsupported."""
    settings = case.settings
    if settings["mode"] not in MODES:
        raise Unsupported(f"sessions by {settings['mode']}: a named event starts and ends them")
    if settings.get("referrer_change"):
        raise Unsupported("a new session when the referrer changes")
    plan = Plan()
    plan.needs["timeout_minutes"] = str(settings.get("timeout_minutes", 30))
    plan.needs["max_hours"] = str(settings.get("max_hours", 24))
    plan.needs["split_at_midnight"] = FLAGS[bool(settings.get("midnight_reset"))]
    plan.needs["split_on_campaign"] = FLAGS[bool(settings.get("campaign_change"))]
    if settings.get("midnight_reset"):
        plan.needs["timezone"] = settings.get("timezone", "UTC")
    page_events = settings.get("page_events") or []
    for number, event in enumerate(case.events, start=1):
        row = tracker_row(case, number, event, code(case, event["event"]))
        if event["event"] in page_events:
            # views are a kind of event here, not a name
            row["type"] = "screen" if "screen" in event["event"] else "page"
            del row["event"]
        plan.rows.append(row)
    for name in settings.get("key_events") or []:
        plan.add("key_events", event_name=code(case, name), reason="published key event")
    return plan


def code(case: Case, name: str) -> str:
    return f"{case.prefix}_{name.lower()}"


class Result:
    """Sessions of the case in order of their start, and the session of each event."""

    def __init__(self, case: Case, database):
        self.sessions = [
            {"id": one, "duration_s": duration, "engaged": engaged, "bounce": bounce, "count": count}
            for one, duration, engaged, bounce, count in database.execute(
                """
                select session_id, duration_seconds, is_engaged, is_bounce, event_count
                from core.fct_sessions where stream_id in (
                    select stream_id from core.fct_events where user_id like ?
                )
                order by started_at
                """,
                [f"{case.prefix}-%"],
            ).fetchall()
        ]
        ranks = {one["id"]: rank for rank, one in enumerate(self.sessions, start=1)}
        # (time, raw name) -> number of its session
        self.index = {
            (at, name): ranks.get(session)
            for at, name, session in database.execute(
                """
                select occurred_at, coalesce(raw_event_name, ''), session_id
                from core.fct_events where user_id like ?
                """,
                [f"{case.prefix}-%"],
            ).fetchall()
        }

    def of(self, case: Case, event: dict) -> int | None:
        if event["ts"] is None:
            # such a row is quarantined, so it can have none
            return None
        at = instant(event["ts"])
        found = {
            rank
            for (moment, name), rank in self.index.items()
            if moment == at and name in ("", code(case, event["event"]))
        }
        return found.pop() if len(found) == 1 else None


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against events and sessions."""
    result = Result(case, database)
    differences = Differences()
    timed = [event for event in case.events if event["ts"] is not None]
    differences.check("events kept", len(result.index), len(timed))
    for key, expected in case.expected.items():
        comparison = COMPARISONS_OF.get(key)
        if comparison is None:
            differences.append(f"{key}: a figure that no mart offers")
        else:
            comparison(case, result, expected, differences)
    return differences


def sessions(case, result, expected, differences):
    actual = [
        {
            "events": [
                event["event"] for event in case.events if result.of(case, event) == rank
            ],
            "duration_s": one["duration_s"],
        }
        for rank, one in enumerate(result.sessions, start=1)
    ]
    differences.check("sessions", actual, expected)


def session_index(case, result, expected, differences):
    actual = [result.of(case, event) for event in case.events]
    differences.check("session of each event", actual, expected)


def session_index_by_ts(case, result, expected, differences):
    actual = {
        event["ts"] or "null": result.of(case, event) for event in case.events
    }
    differences.check("session by time", actual, expected)


def durations(case, result, expected, differences):
    differences.check("durations", [one["duration_s"] for one in result.sessions], expected)


def flag(key):
    def comparison(case, result, expected, differences):
        published = expected if isinstance(expected, list) else [expected]
        differences.check(key, [one[key] for one in result.sessions], published)

    return comparison


COMPARISONS_OF = {
    "sessions": sessions,
    "session_index": session_index,
    "session_index_by_ts": session_index_by_ts,
    "durations": durations,
    "engaged": flag("engaged"),
    "bounce": flag("bounce"),
}
