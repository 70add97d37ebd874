"""Gong's calls, from landing files to conversations.

The shapes are those of Gong's API (help.gong.io, "Calls"; names of the parts as in the public OpenAPI
description): `/v2/calls/extensive`, and `/v2/calls`, whose calls are what `metaData` is there. Values are ours.
"""

import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run

SOURCES = ("tracker", "gong")
DAY = "2026-01-05"


def head(number, **more):
    return {
        "id": number, "title": "Acme and us", "scheduled": f"{DAY}T10:00:00+02:00",
        "started": f"{DAY}T10:02:00.5+02:00", "duration": 1800, "primaryUserId": "501",
        "direction": "Conference", "scope": "External", "media": "Video", "language": "eng",
        "workspaceId": "623457276584334", "url": "https://app.gong.io/call?id=1",
    } | more


def party(number, affiliation, *methods, **more):
    return {"id": f"p{number}", "name": "A. Person", "title": None, "userId": None, "emailAddress": None,
            "speakerId": None, "affiliation": affiliation, "methods": list(methods), "context": []} | more


def linked(*accounts, kind="Account"):
    return [{"system": "Salesforce", "objects": [
        {"objectType": kind, "objectId": account, "fields": [], "timing": timing}
        for account in accounts for timing in ("Now", "TimeOfCall")
    ]}]


# beyond 2^53, and differing in the last digit alone
CALL, OTHER = "7782342274025937895", "7782342274025937896"
PARTIES = [
    party(1, "Internal", "Invitee", userId="501", emailAddress="me@us.example"),
    party(2, "Internal", "Attendee", userId="501", emailAddress="me@us.example", speakerId="s1"),
    party(3, "External", "Invitee", emailAddress="Ada@acme.example"),
    party(4, "External", "Attendee", emailAddress="ada@acme.example", speakerId="s2"),
    # invited, and did not come
    party(5, "External", "Invitee", emailAddress="ben@acme.example"),
    # several people, one microphone
    party(6, "External", "Attendee", speakerId="s3"), party(7, "External", "Attendee", speakerId="s3"),
    party(8, "Unknown", "Attendee", speakerId="s4"),
]
ANALYSED = {
    "content": {
        "topics": [{"name": "Pricing", "duration": 300}, {"name": "Wrap-up", "duration": 60},
                   {"name": "Small talk", "duration": 0}],
        "trackers": [{"id": "1", "name": "Competitors", "count": 2, "type": "KEYWORD", "occurrences": []},
                     {"id": "2", "name": "Renewal", "count": 0, "type": "KEYWORD", "occurrences": []}],
    },
    "interaction": {
        "interactionStats": [{"name": "Talk Ratio", "value": 0.61}],
        "speakers": [{"id": "s1", "userId": "501", "talkTime": 600.5},
                     {"id": "s2", "userId": None, "talkTime": 300.25}, {"id": "s3", "talkTime": 100.25}],
        "questions": {"companyCount": 3, "nonCompanyCount": 4},
    },
}


def land(project, load_date, *rows):
    path = project.landing / f"gong/calls/load_date={load_date}" / "calls.ndjson"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


def extensive(number, parties=(), context=None, more=None, **meta):
    return {"metaData": head(number, **meta), "parties": list(parties), "context": context or [],
            "content": None, "interaction": None} | (more or {})


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("gong"), is_small=True, sources=SOURCES, is_brief=True)
    land(
        project, "2026-01-06",
        extensive(CALL, PARTIES, linked("0015g00000AbCdEAAX")),
        extensive(OTHER, PARTIES, linked("0015g00000AbCdEAAX", "0015g00000ZzZzZAAX")),
        extensive("3", PARTIES, linked("0065g00000AbCdEAAX", kind="Opportunity")),
        extensive("4", [*PARTIES, party(9, "External", "Attendee", emailAddress="cy@globex.example")]),
        extensive("5", scope="Internal"), extensive("6", duration=0), extensive("7", started=None),
        # of the list of calls
        head("8"), head("9", duration=None),
        {"requestId": "x", "records": {}, "calls": [head("10")]},
        head("11", started="tomorrow"), head("12", duration="30 min"), '{"metaData": {"id": ',
    )
    land(
        project, "2026-01-07",
        # once it is analysed; and nothing but what a loader adds
        extensive(CALL, PARTIES, linked("0015g00000AbCdEAAX"), ANALYSED),
        head("8") | {"_airbyte_extracted_at": "2026-01-07"},
    )
    build = project.build("--resource-type", "seed", "model", "test")
    assert build.code == 0, build.output[-4000:]
    return build


def told(build, number, *columns):
    [row] = build.query(
        f"select {', '.join(columns)} from core.fct_conversations where conversation_id = '{number}'"
    )
    return row if len(columns) > 1 else row[0]


def test_what_a_call_says(built):
    assert told(
        built, CALL, "started_at::text", "duration_seconds", "direction", "scope", "media", "host_id",
    ) == ("2026-01-05 08:02:00.5", 1800, "conference", "external", "video", "501")
    assert told(built, "8", "duration_seconds", "topics", "talk_ratio") == (1800, None, None)


def test_account_is_that_of_the_crm_where_there_is_one(built):
    columns = ("account_id", "account_count", "external_domain")
    assert told(built, CALL, *columns) == ("0015g00000AbCdEAAX", 1, None)
    assert told(built, OTHER, *columns) == (None, 2, None)
    # else the domain is a hint, where there is but one
    assert told(built, "3", *columns) == (None, 0, "acme.example")
    assert told(built, "4", *columns) == (None, 0, None)


def test_people_count_once_and_only_if_they_came(built):
    columns = ("internal_participants", "external_participants", "unknown_participants")
    assert told(built, CALL, *columns) == (1, 2, 1)
    assert told(built, "8", *columns) == (0, 0, 0)


def test_analysis_comes_later(built):
    columns = ("topics", "trackers", "talk_ratio")
    topics, trackers, ratio = told(built, CALL, *columns)
    assert (topics, trackers) == ("Pricing|Wrap-up", "Competitors")
    assert ratio == pytest.approx(600.5 / 1001)
    assert told(built, OTHER, *columns) == (None, None, None)


def test_which_calls_are_conversations_with_customers(built):
    assert built.query("""
        select conversation_id, is_internal, is_customer_conversation
        from core.fct_conversations where length(conversation_id) = 1 order by all
    """) == [
        ("3", False, True), ("4", False, True), ("5", True, False), ("6", False, False),
        ("8", False, True), ("9", False, False),
    ]


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select disposition, reason, sum(rows)::int from quality.event_ledger
        where source = 'gong' group by all order by all
    """) == [
        ("accepted", "", 10), ("duplicate", "unchanged", 1), ("quarantined", "missing_id", 1),
        ("quarantined", "not_json", 1), ("quarantined", "unusable:duration", 1),
        ("quarantined", "unusable:started", 1),
    ]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=SOURCES, is_brief=True)
    assert one_load_a_run(
        built, project, "fct_conversations"
    ) == []
