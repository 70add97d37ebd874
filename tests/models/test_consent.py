"""Decisions about consent, from landing files to intervals.

The shapes are those of Snowplow's `consent_preferences` 1-0-0 (github.com/snowplow/iglu-central at
cbac22e, Apache-2.0) and of OneTrust's receipts (developer.onetrust.com). Values are ours.
"""

import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run

PREFERENCES = "unstruct_event_com_snowplowanalytics_snowplow_consent_preferences_1"


def snowplow(name, day, kind, *scopes, user="ann", **more):
    said = {"eventType": kind, "basisForProcessing": "consent", "consentVersion": "1.0",
            "consentScopes": list(scopes), "domainsApplied": ["example.com"], "gdprApplies": True}
    return {"event_id": name, "user_id": user, "domain_userid": "cookie-1",
            "derived_tstamp": f"2026-01-{day:02} 12:00:00.000", "collector_tstamp": f"2026-01-{day:02} 12:00:01.000",
            PREFERENCES: said} | more


def receipt(name, day, who="bob", **more):
    purposes = {key: more.pop(key) for key in list(more) if key.startswith("C0")}
    return {"receiptId": name, "identifier": who, "identifierType": "Customer ID",
            # without a zone, as in the vendor's example
            "interactionDate": f"2026-01-{day:02}T12:00:00", "language": "en", "test": False,
            "purposes": [{"Id": key, "TransactionType": kind, "Preferences": []} for key, kind in purposes.items()],
            } | more


def land(project, layout, load_date, *rows):
    path = project.landing / f"consent/{layout}/load_date={load_date}/rows.ndjson"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file, with the publishing of all."""
    project = Project(tmp_path_factory.mktemp("consent"), is_small=True, sources=("tracker", "consent"), is_brief=True)
    as_text = snowplow("s-csv", 1, "allow_selected", "marketing", user="csv")
    as_text[PREFERENCES] = json.dumps(as_text[PREFERENCES])
    land(
        project, "snowplow", "2026-01-10",
        snowplow("s-2", 5, "allow_selected", "necessary", "Statistics"),
        snowplow("s-1", 2, "allow_all"), snowplow("s-1", 2, "allow_all"),
        snowplow("s-pending", 6, "pending"),
        snowplow("s-cookie", 3, "deny_all", user=None), as_text,
        {"event_id": "s-visible", "user_id": "ann", "unstruct_event_com_snowplowanalytics_snowplow_cmp_visible_1": {"elapsedTime": 1.5}},
        snowplow("s-nobody", 3, "deny_all", user=None, domain_userid=None),
        snowplow("s-when", 3, "deny_all", derived_tstamp="soon"), snowplow("s-what", 3, "maybe"),
        '{"event_id": "s-half", ',
    )
    # a decision that comes late, and one that ends what was decided
    land(
        project, "snowplow", "2026-02-10",
        snowplow("s-late", 3, "withdrawn"), snowplow("s-end", 20, "expired"),
    )
    land(
        project, "onetrust", "2026-01-10",
        receipt("r-1", 2, C0002="CONFIRMED", C0004="CONFIRMED"),
        receipt("r-2", 4, C0004="WITHDRAWN", consentDate="2026-01-01T12:00:00Z"),
        receipt("r-3", 5, C0002="PENDING"),
        receipt("r-mail", 2, "Ann@Example.com", identifierType="Email", C0002="CONFIRMED"),
        receipt("r-test", 6, C0002="OPT_OUT", test=True), receipt("r-word", 6, C0002="PERHAPS"),
        receipt("r-none", 6, purposes="all"), receipt("r-nobody", 6, None, C0002="OPT_OUT"),
    )
    build = project.build("--resource-type", "seed", "model", "test")
    assert build.code == 0, build.output[-4000:]
    return build


def intervals(build, identifier, category):
    return build.query(f"""
        select valid_from::date::text, valid_to::date::text, state, evidence from privacy.consent_intervals
        where identifier = '{identifier}' and category = '{category}' order by valid_from nulls first
    """)


def test_full_sets_refuse_what_they_do_not_name(built):
    assert intervals(built, "ann", "marketing") == [
        (None, "2026-01-02", "unknown", "no_decision"), ("2026-01-02", "2026-01-03", "granted", "allow_all"),
        ("2026-01-03", "2026-01-05", "refused", "withdrawn"), ("2026-01-05", "2026-01-20", "refused", "allow_selected"),
        ("2026-01-20", None, "unknown", "expired"),
    ]
    assert intervals(built, "ann", "analytics")[3] == ("2026-01-05", "2026-01-20", "granted", "allow_selected")
    assert {state for _, _, state, _ in intervals(built, "ann", "necessary")} == {"granted"}


def test_receipts_change_what_they_name(built):
    assert intervals(built, "bob", "marketing") == [
        (None, "2026-01-02", "unknown", "no_decision"), ("2026-01-02", "2026-01-04", "granted", "confirmed"),
        ("2026-01-04", None, "refused", "withdrawn"),
    ]
    assert intervals(built, "bob", "analytics") == [
        (None, "2026-01-02", "unknown", "no_decision"), ("2026-01-02", None, "granted", "confirmed"),
    ]
    assert intervals(built, "bob", "functional") == []


def test_identifiers(built):
    assert built.query("select distinct identifier_type, identifier from privacy.consent_intervals order by all") == [
        ("anonymous_id", "cookie-1"), ("email", "257c57037d384ae37ea27a07e8a01665"),
        ("user_id", "ann"), ("user_id", "bob"), ("user_id", "csv"),
    ]


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select load_date::text, disposition, reason, rows::int from quality.event_ledger
        where source = 'consent' order by all
    """) == [
        ("2026-01-10", "accepted", "", 9),
        ("2026-01-10", "duplicate", "delivery_id", 1),
        ("2026-01-10", "quarantined", "missing_identifier", 2),
        ("2026-01-10", "quarantined", "missing_purposes", 1),
        ("2026-01-10", "quarantined", "not_json", 1),
        ("2026-01-10", "quarantined", "test_receipt", 1),
        ("2026-01-10", "quarantined", "unusable:decided_at", 1),
        ("2026-01-10", "quarantined", "unusable:decision", 2),
        ("2026-01-10", "unread", "unknown_object", 1),
        ("2026-02-10", "accepted", "", 2),
    ]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=("tracker", "consent"), is_brief=True)
    assert one_load_a_run(
        built, project, "consent_intervals"
    ) == []
