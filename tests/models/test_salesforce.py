"""Salesforce's objects, from landing files to accounts, contacts and opportunities.

The shapes are those of the API's rows and of Fivetran's tables: fivetran/dbt_salesforce at 6c7b797
(Apache-2.0), `integration_tests/seeds` and `macros/staging`. Values are ours, but for the ids of
`test_ids_of_15_characters_get_the_published_three`, which stand in those seeds.
"""

import csv
import io
import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run


def own_id(prefix, number):
    """An id of 15 characters; letters of both cases, so that no two differ by their case alone."""
    return f"{prefix}5500000{'Xy' if number % 2 else 'xY'}{number:03d}"


def long_id(short):
    """The form of 18: for each five characters, the bits of its capitals as one character."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    blocks = [short[start:start + 5] for start in (0, 5, 10)]
    return short + "".join(
        signs[sum(1 << place for place, sign in enumerate(block) if sign.isupper())] for block in blocks
    )


def account(number, day=1, **more):
    """As the API answers."""
    time = f"2026-01-{day:02d}T08:00:00.000+0000"
    return {"attributes": {"type": "Account", "url": "/services/data/v59.0/sobjects/Account/x"},
            "Id": long_id(own_id("001", number)), "Name": f"Company {number}", "IsDeleted": False,
            "MasterRecordId": None, "ParentId": None, "CreatedDate": "2026-01-01T07:00:00.000+0000",
            "LastModifiedDate": time, "SystemModstamp": time} | more


def opportunity(number, day=1, **more):
    return account(number, day, attributes={"type": "Opportunity"}, Id=long_id(own_id("006", number))) | {
        "AccountId": long_id(own_id("001", 1)), "StageName": "Prospecting", "Amount": 1200.5,
        "CurrencyIsoCode": "USD", "CloseDate": "2026-03-31", "IsWon": False, "IsClosed": False,
        "Probability": 10, "Type": "New Business", "ForecastCategoryName": "Pipeline"} | more


def contact(number, **more):
    return account(number, attributes={"type": "Contact"}, Id=long_id(own_id("003", number))) | {
        "AccountId": long_id(own_id("001", 1)), "Email": "ada@example.com", "LastName": "Brook"} | more


def below(number, parent, **more):
    return account(number, ParentId=long_id(own_id("001", parent)), **more)


def merged(number, into, day=1, **more):
    return account(number, day, IsDeleted=True, MasterRecordId=long_id(own_id("001", into))) | more


def land(project, table, load_date, *rows, name="rows.ndjson"):
    path = project.landing / f"salesforce/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".csv"):
        text = io.StringIO()
        columns = list(dict.fromkeys(column for row in rows for column in row))
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(text.getvalue())
    else:
        path.write_text("".join(
            (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
        ))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("salesforce"), is_small=True, sources=("tracker", "salesforce"), is_brief=True)
    project.write_lines("2026-01-02", [
        {"event": "login", "message_id": "m1", "user_id": "ada", "account_id": "acme",
         "timestamp": "2026-01-02T10:00:00Z"},
        {"type": "group", "message_id": "m2", "user_id": "ada", "account_id": "acme",
         "timestamp": "2026-01-02T10:00:01Z",
         "traits": {"name": "Acme by events", "parent_account_id": "holding"}},
        {"event": "login", "message_id": "m3", "user_id": "bob", "account_id": "globex",
         "timestamp": "2026-01-02T10:00:00Z"},
        {"type": "group", "message_id": "m4", "user_id": "bob", "account_id": "globex",
         "timestamp": "2026-01-02T10:00:01Z",
         "traits": {"name": "Globex by events", "parent_account_id": "old_acme"}},
        {"event": "login", "message_id": "m5", "user_id": "cyn", "account_id": "lonely",
         "timestamp": "2026-01-02T10:00:00Z"},
    ])
    land(
        project, "accounts", "2026-01-10",
        account(1, account_id__c="acme", Industry="Energy", NumberOfEmployees=120, Type="Customer"),
        # 2 below 1, by an id of 15 characters
        account(2, ParentId=own_id("001", 1)),
        # a line of forty
        *(below(number, number - 1) for number in range(101, 140)), account(100),
        # circles: of three with one below it, of one, and of two
        below(201, 202), below(202, 203), below(203, 201), below(204, 203), below(205, 205),
        # merges: 301 into 302 into 303, which is below 1; a child of 301
        merged(301, 302, account_id__c="old_acme"), merged(302, 303), below(303, 1), below(304, 301),
        # merges in a circle, and into one that was never delivered
        merged(311, 312), merged(312, 311), merged(313, 999),
        # two that name one account: the one that was deleted does not count
        account(321, account_id__c="twice", IsDeleted=True), account(322, account_id__c="twice", Name="The living"),
        # deleted, and back
        account(331, 2, IsDeleted=True), account(331, 3),
        # the same again, but for a look at it and for a loader's columns
        account(2, ParentId=own_id("001", 1)) | {"LastViewedDate": "2026-01-09", "_airbyte_raw_id": "r"},
        "{\"Id\": \"001", account(1, Id=None), account(1, Id=["001"]), contact(1),
        account(1, attributes={}, Id=own_id("003", 1)), account(1, SystemModstamp="soon"),
    )
    # as Fivetran writes tables: no history, an id of no form, a row that is gone, no time of change
    land(
        project, "account", "2026-01-10",
        {"id": "0031G00000q9jPQAQ", "name": "Odd", "is_deleted": "false", "_fivetran_active": "true",
         "parent_id": "tqs6UXPA/Lm7W+0dX0+syw==", "_fivetran_synced": "2026-01-10 21:10:19", "account_id_c": ""},
        {"id": own_id("001", 401), "name": "Gone", "is_deleted": "TRUE", "_fivetran_active": "true",
         "parent_id": "", "_fivetran_synced": "2026-01-10 21:10:19", "account_id_c": "gone"},
        {"id": own_id("001", 402), "name": "Dropped", "is_deleted": "false", "_fivetran_deleted": "true",
         "_fivetran_synced": "2026-01-11 21:10:19", "account_id_c": "dropped"},
        name="account.csv",
    )
    land(
        project, "opportunities", "2026-01-10",
        opportunity(1, 1), opportunity(2, 1, CurrencyIsoCode="JPY", Amount="500"),
        opportunity(3, 1, CurrencyIsoCode="KWD", Amount=1.25), opportunity(4, 1, CurrencyIsoCode=None, Amount=None),
        opportunity(5, 1, AccountId=own_id("001", 301)), opportunity(6, 1, AccountId=None),
        opportunity(7, 1, Amount="a lot"),
    )
    # newest first, and one that was deleted
    land(
        project, "opportunities", "2026-01-20",
        opportunity(1, 18, StageName="Closed Won", IsWon=True, IsClosed=True, Probability=100, CloseDate="2026-01-18"),
        opportunity(1, 12, StageName="Proposal", Amount=2000),
        opportunity(2, 15, CurrencyIsoCode="JPY", Amount="500", IsDeleted=True),
    )
    history = {"id": long_id(own_id("006", 8)), "account_id": own_id("001", 2), "amount": "10", "is_deleted": "false",
               "close_date": "2018-12-18 00:00:00", "is_won": "false", "is_closed": "false", "created_date": "2026-01-01 00:00:00"}
    open_end = "9999-12-31 23:59:59"
    # with history, one file by a state: before and after versions were closed
    land(
        project, "opportunity", "2026-01-10",
        history | {"stage_name": "One", "_fivetran_start": "2026-01-02 00:00:00", "_fivetran_end": open_end, "_fivetran_active": "true"},
        name="opportunity.csv",
    )
    land(
        project, "opportunity", "2026-01-20",
        history | {"stage_name": "One", "_fivetran_start": "2026-01-02 00:00:00", "_fivetran_end": "2026-01-04 23:59:59.999", "_fivetran_active": "false"},
        history | {"stage_name": "Two", "_fivetran_start": "2026-01-05 00:00:00", "_fivetran_end": "2026-01-15 00:00:00", "_fivetran_active": "false"},
        name="opportunity.csv",
    )
    land(
        project, "contacts", "2026-01-10",
        contact(1, user_id__c="ada"), contact(2, user_id__c="nobody", AccountId=own_id("001", 301)), contact(3, AccountId=None),
        contact(4, IsDeleted=True, MasterRecordId=own_id("003", 1)),
    )
    build = project.build("--resource-type", "seed", "model", "test")
    assert build.code == 0, build.output[-4000:]
    return build


def told(build, *names):
    """account, parent, root, depth and circle of accounts of the product, or of the CRM by number."""
    ids = [long_id(own_id("001", name)) if isinstance(name, int) else name for name in names]
    rows = build.query("select account_id, parent_account_id, root_account_id, hierarchy_depth, is_in_circle from core.dim_accounts")
    found = {row[0]: row[1:] for row in rows}
    return [found[name] for name in ids]


def crm(number):
    return long_id(own_id("001", number))


def test_ids_of_15_characters_get_the_published_three(built):
    published = ["0015500000Xyy06AAB", "001q000000wW9BeAAK", "006q000000HddohAAB", "006q000000Hbmd1AAB",
                 "0051G00000600MlQAI", "00555000003F3Q6AAK", "00537000004jeWMAAY", "0011G00000eM9wvQAC"]
    assert [long_id(name[:15]) for name in published] == published
    assert built.query(f"select crm_account_id from intermediate.int_crm_accounts where name = 'Gone'") == [(crm(401),)]
    # what is no id stays as it stands
    assert built.query("select crm_account_id, parent_account_id from intermediate.int_crm_accounts where name = 'Odd'") == [
        ("0031G00000q9jPQAQ", "tqs6UXPA/Lm7W+0dX0+syw==")]


def test_an_account_of_the_crm_is_the_one_that_it_names(built):
    assert built.query("""
        select account_id, name, crm_account_id, industry, employee_count, account_type, member_count, first_seen_at is null
        from core.dim_accounts where account_id in ('acme', 'lonely', 'twice') order by all
    """) == [
        ("acme", "Company 1", crm(1), "Energy", 120, "Customer", 1, False),
        ("lonely", None, None, None, None, None, 1, False),
        ("twice", "The living", crm(322), None, None, None, 0, True),
    ]


def test_lines_of_parents_are_followed_to_any_depth(built):
    assert told(built, 2, 139, 100) == [
        ("acme", "holding", 2, False), (crm(138), crm(100), 39, False), (None, crm(100), 0, False)]
    # the CRM names no parent of this one, but an event did
    assert told(built, "acme", "lonely") == [("holding", "holding", 1, False), (None, "lonely", 0, False)]


def test_circles_are_told_and_end(built):
    assert told(built, 201, 202, 203, 204, 205) == [
        (crm(202), crm(201), None, True), (crm(203), crm(202), None, True), (crm(201), crm(203), None, True),
        (crm(203), crm(204), None, False), (crm(205), crm(205), None, True)]


def test_merges_are_followed_to_the_last(built):
    assert built.query("""
        select account_id, merged_into_account_id, parent_account_id, root_account_id, hierarchy_depth, is_deleted
        from core.dim_accounts where merged_into_account_id is not null order by all
    """) == sorted([
        (crm(302), crm(303), None, "holding", 2, True),
        (crm(313), crm(999), None, crm(999), 0, True),
        ("old_acme", crm(303), None, "holding", 2, True),
    ])
    # children go with it, those that events name, too; a circle of merges is none
    assert told(built, 304, "globex") == [(crm(303), "holding", 3, False), (crm(303), "holding", 3, False)]
    assert told(built, 311, 312) == [(None, crm(311), 0, False), (None, crm(312), 0, False)]


def test_deleted_accounts_stay_and_may_come_back(built):
    deleted = dict(built.query("select account_id, is_deleted from core.dim_accounts"))
    assert [deleted[name] for name in ("gone", "dropped", crm(331), crm(2), "twice")] == [True, True, False, False, False]


@pytest.mark.parametrize(("number", "amount", "exponent", "account"), [
    (1, 200_000, 2, "acme"), (2, 500, 0, "acme"), (3, 1250, 3, "acme"), (4, None, 2, "acme"),
    (5, 120_050, 2, crm(303)), (6, 120_050, 2, None),
])
def test_amounts_are_in_the_smallest_unit(built, number, amount, exponent, account):
    number = long_id(own_id("006", number))
    assert built.query(f"""
        select amount, currency_exponent, account_id from core.fct_opportunities
        where opportunity_id = '{number}' and not is_won order by version_number desc limit 1
    """) == [(amount, exponent, account)]


def test_versions_are_in_the_order_of_the_changes(built):
    assert built.query(f"""
        select version_number, stage, is_won, is_closed, close_date::text, valid_from::text, valid_to::text, is_current
        from core.fct_opportunities where opportunity_id = '{long_id(own_id("006", 1))}' order by 1
    """) == [
        (1, "Prospecting", False, False, "2026-03-31", "2026-01-01 07:00:00", "2026-01-12 08:00:00", False),
        (2, "Proposal", False, False, "2026-03-31", "2026-01-12 08:00:00", "2026-01-18 08:00:00", False),
        (3, "Closed Won", True, True, "2026-01-18", "2026-01-18 08:00:00", None, True),
    ]
    assert built.query(f"""
        select version_number, is_deleted, valid_from::text, is_current
        from core.fct_opportunities where opportunity_id = '{long_id(own_id("006", 2))}' order by 1
    """) == [(1, False, "2026-01-01 07:00:00", False), (2, True, "2026-01-15 08:00:00", True)]


def test_versions_of_fivetrans_history_end_when_it_says(built):
    """And one that is closed without another behind it is gone."""
    assert built.query(f"""
        select version_number, stage, valid_from::text, valid_to::text, is_current, account_id, close_date::text
        from core.fct_opportunities where opportunity_id = '{long_id(own_id("006", 8))}' order by 1
    """) == [
        (1, "One", "2026-01-01 00:00:00", "2026-01-05 00:00:00", False, crm(2), "2018-12-18"),
        (2, "Two", "2026-01-05 00:00:00", "2026-01-15 00:00:00", False, crm(2), "2018-12-18"),
    ]


def test_contacts_are_the_persons_whose_user_id_they_name(built):
    [(ada,)] = built.query("select person_id from core.identity_map where identifier = 'ada'")
    assert built.query("""
        select contact_id, account_id, person_id, merged_into_contact_id, is_deleted from core.dim_contacts order by 1
    """) == sorted([
        (long_id(own_id("003", 1)), "acme", ada, None, False),
        (long_id(own_id("003", 2)), crm(303), None, None, False),
        (long_id(own_id("003", 3)), None, None, None, False),
        (long_id(own_id("003", 4)), "acme", None, long_id(own_id("003", 1)), True),
    ])


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select load_date::text, disposition, reason, rows::int from quality.event_ledger
        where source = 'salesforce' order by all
    """) == [
        ("2026-01-10", "accepted", "", 72),
        ("2026-01-10", "duplicate", "unchanged", 1),
        ("2026-01-10", "quarantined", "missing_id", 1),
        ("2026-01-10", "quarantined", "not_json", 1),
        ("2026-01-10", "quarantined", "not_number:amount", 1),
        ("2026-01-10", "quarantined", "unusable:system_modstamp", 1),
        ("2026-01-10", "quarantined", "wrong_object", 2),
        ("2026-01-10", "quarantined", "wrong_type:id", 1),
        ("2026-01-20", "accepted", "", 4),
        ("2026-01-20", "duplicate", "unchanged", 1),
    ]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=("tracker", "salesforce"), is_brief=True)
    assert one_load_a_run(
        built, project, "dim_accounts", "dim_contacts", "fct_opportunities"
    ) == []
