"""Zendesk's tickets, from landing files to what became of each.

The shapes are those of Zendesk's API (developer.zendesk.com: ticket audits and their events, incremental
exports, satisfaction ratings, ticket metrics) and of Fivetran's tables (github.com/fivetran/dbt_zendesk at
d4a8aa3, Apache-2.0, `integration_tests/seeds`). Values are ours.
"""

import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run

AGENT, LATER_AGENT, ASKER, ADMIN = 10, 11, 12, 13


def at(day, clock="00:00:00"):
    return f"2026-01-{day:02}T{clock}Z"


def ticket(number, status="new", updated=None, **more):
    return {
        "id": number, "created_at": at(1), "updated_at": updated or at(1), "status": status,
        "priority": None, "type": None, "subject": "A subject", "requester_id": ASKER,
        "organization_id": 1, "via": {"channel": "web", "source": {}}, "tags": [], "custom_fields": [],
        "satisfaction_rating": {"score": "unoffered"}, "is_public": True,
    } | more


def audit(number, ticket_number, when, author, *events):
    return {"id": number, "ticket_id": ticket_number, "created_at": when, "author_id": author,
            "events": [{"id": number * 10 + place} | event for place, event in enumerate(events)],
            "via": {"channel": "web"}, "metadata": {}}


def made(**fields):
    return [{"type": "Create", "field_name": name, "value": value} for name, value in fields.items()]


def change(field, before, after):
    return {"type": "Change", "field_name": field, "value": after, "previous_value": before}


def comment(author, is_public=True):
    return {"type": "Comment", "author_id": author, "public": is_public, "body": "Help!"}


def land(project, table, load_date, *rows, name="rows.ndjson"):
    path = project.landing / f"zendesk/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


SOURCES = ("tracker", "zendesk")
VARIABLES = {"ticket_topic_field": "77"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("zendesk"), is_small=True, sources=SOURCES, is_brief=True)
    land(
        project, "organizations", "2026-01-10",
        {"id": 1, "created_at": at(1), "updated_at": at(1), "organization_fields": {"account_id": "acme"}},
        {"id": 2, "created_at": at(1), "updated_at": at(1), "external_id": "globex", "organization_fields": {}},
        {"id": 3, "created_at": at(1), "updated_at": at(1), "external_id": None, "name": "Neither"},
        {"id": 4, "created_at": at(1), "external_id": "other", "organization_fields": {"account_id": "initech"}},
    )
    land(
        project, "users", "2026-01-10",
        {"id": AGENT, "role": "agent", "created_at": at(1), "updated_at": at(1), "active": True},
        {"id": LATER_AGENT, "role": "end-user", "created_at": at(1), "updated_at": at(1)},
        {"id": ASKER, "role": "end-user", "created_at": at(1), "updated_at": at(1), "external_id": "u12",
         "email": "a@example.com"},
        {"id": ADMIN, "role": "admin", "created_at": at(5), "updated_at": at(5)},
    )
    land(
        project, "users", "2026-01-11",
        {"id": LATER_AGENT, "role": "agent", "created_at": at(1), "updated_at": at(5)},
    )
    land(
        project, "tickets", "2026-01-10",
        ticket(1, "closed", at(9), priority="urgent", type="incident"),
        ticket(2, satisfaction_rating={"score": "bad"}),
        ticket(3, "open", at(6), organization_id=2),
        ticket(4, "closed", at(2), organization_id=3),
        ticket(5, "open", at(2), organization_id=None),
        ticket(6, "deleted", at(4), organization_id=4),
        ticket(8, "open", at(1), tags=["vip", "escalated"], merged_ticket_ids="[7]"),
        ticket(9, "solved", at(3)),
        ticket(11, "open", at(4), organization_id=2, custom_fields=[
            {"id": 76, "value": "x"}, {"id": 77, "value": "billing"}]),
        # the export's own clock goes on while the ticket's time of change does not
        ticket(12, "pending", at(3), generated_timestamp=1767412900),
        ticket(12, "open", at(3), generated_timestamp=1767412810),
        '{"id": 99, "status": ',
        {"tickets": [ticket(98)], "after_cursor": "x"},
        ticket(97, None), ticket(96, created_at="yesterday"), ticket(None),
    )
    land(
        project, "tickets", "2026-01-11",
        ticket(5, "solved", at(8), organization_id=None),
        # nothing but what a loader adds
        ticket(4, "closed", at(2), organization_id=3, _airbyte_extracted_at="2026-01-11"),
    )
    audits = [
        audit(101, 1, at(1), ASKER, *made(status="new", organization_id="1"), comment(ASKER)),
        audit(102, 1, at(1, "00:10:00"), AGENT, comment(AGENT, is_public=False)),
        audit(103, 1, at(1, "01:00:00"), AGENT, change("status", "new", "pending"), comment(AGENT),
              {"type": "Notification", "recipients": [ASKER]}, {"type": "SomethingNew", "value": {"a": [1]}}),
        audit(104, 1, at(2), ASKER, change("status", "pending", "open"), comment(ASKER),
              change("priority", None, "high")),
        audit(105, 1, at(3), AGENT, change("priority", "high", "urgent")),
        audit(106, 1, at(4), AGENT, change("status", "open", "solved")),
        audit(107, 1, at(5), ASKER, change("status", "solved", "open"), comment(ASKER)),
        # two changes in one go: the later counts
        audit(108, 1, at(6), AGENT, change("status", "open", "pending"), change("status", "pending", "solved")),
        audit(109, 1, at(9), -1, change("status", "solved", "closed")),
        # an agent opens it and writes again
        audit(201, 2, at(1), AGENT, *made(status="new"), comment(AGENT)),
        audit(202, 2, at(1, "02:00:00"), AGENT, comment(AGENT)),
        # no agent yet on the third, and none that is known
        audit(301, 3, at(1), ASKER, *made(status="open"), comment(ASKER)),
        audit(302, 3, at(2), 5555, comment(5555)),
        audit(303, 3, at(3), LATER_AGENT, comment(LATER_AGENT)),
        audit(304, 3, at(6), LATER_AGENT, comment(LATER_AGENT)),
        audit(401, 4, at(1), ASKER, *made(status="new"), comment(ASKER)),
        # before the first that is known of an administrator, that one counts
        audit(402, 4, at(2), ADMIN, change("status", "new", "closed"), comment(ADMIN)),
        # a loader that began late: what the change replaced held until then
        audit(1101, 11, at(3), AGENT, change("organization_id", "1", "2"), change("status", "new", "open")),
        audit(0, None, at(3), AGENT, comment(AGENT)) | {"id": 1},
        # a ticket that never came
        audit(9901, 95, at(3), AGENT, *made(status="new")),
    ]
    # out of order, and two of them twice
    land(project, "ticket_audits", "2026-01-10", *reversed(audits[::2]), audits[0])
    land(project, "ticket_audits", "2026-01-12", *audits[1::2], audits[2])
    land(
        project, "ticket_events", "2026-01-10",
        {"id": 901, "ticket_id": 9, "timestamp": 1767225600, "created_at": at(1), "updater_id": ASKER, "child_events": [
            {"id": 9011, "event_type": "Create", "status": "open", "priority": "low", "type": "question"},
            {"id": 9012, "event_type": "Comment", "comment_public": True, "comment_present": True}]},
        {"id": 902, "ticket_id": 9, "timestamp": 1767312000, "updater_id": AGENT, "child_events": [
            {"id": 9021, "event_type": "Change", "priority": "normal", "previous_value": "low"},
            {"id": 9022, "event_type": "Comment", "comment_public": True, "comment_present": True}]},
        {"id": 903, "ticket_id": 9, "timestamp": 1767398400, "updater_id": AGENT, "child_events": [
            {"id": 9031, "event_type": "Change", "status": "solved", "previous_value": "open"}]},
    )
    land(
        project, "ticket_metrics", "2026-01-11",
        {"id": 1, "ticket_id": 5, "reopens": 2, "solved_at": at(7), "created_at": at(1), "updated_at": at(8),
         "reply_time_in_minutes": {"calendar": 30, "business": 0}},
        {"id": 2, "ticket_id": 1, "reopens": 7, "solved_at": at(2), "created_at": at(1), "updated_at": at(8),
         "reply_time_in_minutes": {"calendar": 1, "business": 0}},
    )
    rating = {"id": 1, "ticket_id": 1, "created_at": at(7)}
    land(
        project, "satisfaction_ratings", "2026-01-11",
        rating | {"score": "good", "updated_at": at(9)},
        rating | {"score": "offered", "updated_at": at(7)},
        {"id": 2, "ticket_id": 3, "score": "offered", "created_at": at(7), "updated_at": at(7)},
    )
    land(
        project, "satisfaction_ratings", "2026-01-10",
        rating | {"score": "bad", "updated_at": at(8)},
    )
    # Fivetran's tables
    land(
        project, "ticket", "2026-01-10",
        "id,_fivetran_synced,_fivetran_deleted,created_at,updated_at,status,priority,type,requester_id,organization_id,via_channel,custom_77",
        "7,2026-01-10 02:00:00.000,FALSE,2026-01-01 00:00:00,2026-01-05 00:00:00,closed,,,12,1,email,shipping",
        "13,2026-01-10 02:00:00.000,TRUE,2026-01-01 00:00:00,2026-01-05 00:00:00,open,high,,12,,email,",
        name="ticket.csv",
    )
    history = "status,7,{},2026-01-10 02:00:00.000,,{}"
    land(
        project, "ticket_field_history", "2026-01-10",
        "field_name,ticket_id,updated,_fivetran_synced,user_id,value",
        # begins before the ticket was made
        history.format("2025-12-31 22:00:00", "new"),
        history.format("2026-01-02 00:00:00", "on-hold"),
        *[history.format("2026-01-03 00:00:00", "solved")] * 4,
        "priority,7,2026-01-02 00:00:00,2026-01-10 02:00:00.000,,high",
        "custom_field,7,2026-01-02 00:00:00,2026-01-10 02:00:00.000,,x",
        name="history.csv",
    )
    land(
        project, "ticket_comment", "2026-01-10",
        "id,_fivetran_synced,body,created,public,ticket_id,user_id,_fivetran_deleted",
        "1,2026-01-10 02:00:00,Help!,2026-01-01 00:00:00,TRUE,7,10,FALSE",
        "2,2026-01-10 02:00:00,note,2026-01-01 01:00:00,FALSE,7,10,FALSE",
        "3,2026-01-10 02:00:00,gone,2026-01-01 02:00:00,TRUE,7,10,TRUE",
        "4,2026-01-10 02:00:00,answer,2026-01-01 03:00:00,TRUE,7,10,FALSE",
        name="comments.csv",
    )
    land(
        project, "ticket_tag", "2026-01-10",
        "tag,ticket_id,_fivetran_synced", "closed_by_merge,7,2026-01-10 02:00:00",
        "customer,7,2026-01-10 02:00:00", "customer,7,2026-01-10 02:00:00",
        name="tags.csv",
    )
    build = project.build("--resource-type", "seed", "model", "test", variables=VARIABLES)
    assert build.code == 0, build.output[-4000:]
    return build


def told(build, number, *columns):
    [row] = build.query(
        f"select {', '.join(columns)} from core.fct_tickets where ticket_id = '{number}'"
    )
    return row if len(columns) > 1 else row[0]


@pytest.mark.parametrize(("number", "hours"), [
    # after a private note
    (1, 1),
    # the second comment of the agent who opened it
    (2, 2),
    # of somebody who was an agent by then
    (3, 5 * 24),
    (4, 24), (5, 0.5), (7, 3), (9, 24), (6, None), (8, None),
])
def test_first_reply_is_the_first_public_comment_of_an_agent_after_the_making(built, number, hours):
    assert told(built, number, "first_reply_seconds") == (hours and hours * 3600)


@pytest.mark.parametrize(("number", "first", "last", "seconds", "reopens"), [
    (1, "2026-01-04", "2026-01-06", 5 * 86_400, 1),
    # straight to closed
    (4, "2026-01-02", "2026-01-02", 86_400, 0),
    # without a history the vendor's own counts
    (5, "2026-01-07", "2026-01-07", 6 * 86_400, 2),
    (7, "2026-01-03", "2026-01-03", 2 * 86_400, 0),
    (9, "2026-01-03", "2026-01-03", 2 * 86_400, 0),
    (3, None, None, None, 0), (6, None, None, None, 0),
])
def test_resolution(built, number, first, last, seconds, reopens):
    assert told(
        built, number, "first_resolved_at::date::text", "resolved_at::date::text",
        "resolution_seconds", "reopens",
    ) == (first, last, seconds, reopens)


@pytest.mark.parametrize(("number", "count", "is_escalated"), [
    # its first priority is none
    (1, 1, True), (9, 1, True), (7, 0, False), (8, 0, True), (2, 0, False),
])
def test_escalation_is_a_raised_priority_or_a_tag(built, number, count, is_escalated):
    assert told(built, number, "escalations", "is_escalated") == (count, is_escalated)


@pytest.mark.parametrize(("number", "account"), [
    (1, "acme"), (3, "globex"), (4, None), (5, None), (6, "initech"), (7, "acme"),
])
def test_account_is_what_the_organization_names(built, number, account):
    assert told(built, number, "account_id") == account


def test_what_a_ticket_says_now(built):
    assert told(built, 1, "status", "priority", "topic", "channel", "requester_id", "user_id") == (
        "closed", "urgent", "incident", "web", "12", "u12")
    assert [told(built, number, "topic") for number in (11, 7, 2)] == ["billing", "shipping", None]
    assert told(built, 12, "status") == "pending"
    assert told(built, 13, "status", "is_deleted", "changed_at::date::text") == ("deleted", True, "2026-01-10")
    assert built.query("select ticket_id from core.fct_tickets where is_merged") == [("7",)]
    assert built.query("select ticket_id from core.fct_tickets where is_deleted order by 1") == [("13",), ("6",)]


def test_last_rating_counts_and_an_offer_is_none(built):
    assert told(built, 1, "satisfaction_score", "rated_at::date::text") == ("good", "2026-01-09")
    assert told(built, 2, "satisfaction_score", "rated_at") == ("bad", None)
    assert told(built, 3, "satisfaction_score", "rated_at") == (None, None)


def test_a_past_day_is_seen_as_it_was(built):
    def as_of(number, day):
        return built.query(f"""
            select status, priority, account_id from core.fct_ticket_statuses
            where ticket_id = '{number}' and valid_from <= '{day}' and coalesce(valid_to > '{day}', true)
        """)

    assert as_of(1, "2026-01-01 00:30") == [("new", None, "acme")]
    assert as_of(1, "2026-01-03 12:00") == [("open", "urgent", "acme")]
    assert as_of(1, "2026-01-04 12:00") == [("solved", "urgent", "acme")]
    assert as_of(1, "2026-01-20") == [("closed", "urgent", "acme")]
    # the organization of the time
    assert as_of(11, "2026-01-02") == [("new", None, "acme")]
    assert as_of(11, "2026-01-05") == [("open", None, "globex")]
    # of one that is first seen at its end nobody knows how it was before
    assert as_of(6, "2026-01-02") == []
    assert as_of(5, "2026-01-01 12:00") == [("open", None, None)]
    assert as_of(7, "2025-12-31 23:00") == [("new", None, "acme")]
    assert as_of(7, "2026-01-02 12:00") == [("hold", "high", "acme")]
    assert as_of(13, "2026-01-06") == []
    # a ticket that never came
    assert as_of(95, "2026-01-05") == []


def test_intervals_follow_each_other(built):
    assert built.query("""
        select ticket_id from core.fct_ticket_statuses
        where valid_to <= valid_from
        union all
        select ticket_id from (
            select ticket_id, valid_to, lead(valid_from) over (
                partition by ticket_id order by interval_number
            ) as next_from
            from core.fct_ticket_statuses
        ) where valid_to is distinct from next_from
    """) == []


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select disposition, reason, sum(rows)::int from quality.event_ledger
        where source = 'zendesk' group by all order by all
    """) == [
        ("accepted", "", 62),
        ("duplicate", "unchanged", 7),
        ("quarantined", "missing_id", 1),
        ("quarantined", "missing_id|missing_status", 1),
        ("quarantined", "missing_status", 1),
        ("quarantined", "missing_ticket_id", 1),
        ("quarantined", "not_json", 1),
        ("quarantined", "unusable:created_at", 1),
    ]
    assert built.query("""
        select reasons, raw from quality.event_quarantine where reasons = '["not_json"]'
    """) == [('["not_json"]', '{"id": 99, "status": ')]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=SOURCES, is_brief=True)
    assert one_load_a_run(
        built, project, "fct_tickets", "fct_ticket_statuses", variables=VARIABLES
    ) == []
