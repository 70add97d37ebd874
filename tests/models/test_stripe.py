"""Stripe's objects, from landing files to subscriptions and invoices.

The shapes are those of Stripe's API: github.com/stripe/openapi at f6c2a48f (MIT),
`openapi/fixtures3.json`, and its changelog of 2025-03-31 for what moved. Values are ours.
"""

import datetime
import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run

DAY = 86_400
START = int(datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc).timestamp())


def item(amount, interval="month", count=1, quantity=1, **more):
    """A subscription's item; `amount` in cents, None for a price that is not told."""
    price = {
        "object": "price", "billing_scheme": "per_unit", "unit_amount": amount,
        "unit_amount_decimal": None if amount is None else str(amount), "type": "recurring",
        "recurring": {"interval": interval, "interval_count": count, "usage_type": "licensed"},
        "transform_quantity": None,
    } | more.pop("price", {})
    return {"id": "si_1", "object": "subscription_item", "price": price, "quantity": quantity} | more


def subscription(name, *items, **more):
    return {
        "id": name, "object": "subscription", "customer": "cus_1", "status": "active",
        "created": START, "start_date": START, "currency": "usd", "livemode": True, "metadata": {},
        "items": {"object": "list", "data": list(items or [item(1000)]), "has_more": False},
        "cancel_at_period_end": False, "ended_at": None, "discounts": [],
    } | more


def customer(name="cus_1", **more):
    return {"id": name, "object": "customer", "created": START, "livemode": True,
            "name": "A. Person", "email": "a@example.com", "metadata": {}} | more


def event(name, day, carried, kind="customer.subscription.updated"):
    return {"id": name, "object": "event", "created": START + day * DAY, "type": kind,
            "data": {"object": carried, "previous_attributes": {}}}


def land(project, table, load_date, *rows, name="rows.ndjson"):
    path = project.landing / f"stripe/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


PLANS = [
    {"price": "price_usage", "plan_name": "Usage", "monthly_amount": "2500"},
    {"price": "prod_tiers", "plan_name": "Tiers", "monthly_amount": "400"},
    {"price": "Base", "plan_name": "Basic"},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file, with the publishing of all."""
    project = Project(tmp_path_factory.mktemp("stripe"), is_small=True, sources=("tracker", "stripe"))
    prices = {
        "sub_month": [item(1000, quantity=3)],
        "sub_year": [item(12_000, "year")],
        "sub_quarter": [item(3000, "month", 3)],
        "sub_week": [item(1200, "week")],
        "sub_day": [item(12, "day")],
        "sub_two": [item(1000), item(500, quantity=2)],
        "sub_fraction": [item(None, price={"unit_amount": None, "unit_amount_decimal": "0.5"}, quantity=10)],
        "sub_metered": [item(7, price={"recurring": {"interval": "month", "interval_count": 1, "usage_type": "metered"}}, quantity=None), item(1000)],
        "sub_tiers": [item(None, price={"billing_scheme": "tiered"}), item(1000)],
        "sub_pack_up": [item(100, quantity=11, price={"transform_quantity": {"divide_by": 5, "round": "up"}})],
        "sub_pack_down": [item(100, quantity=11, price={"transform_quantity": {"divide_by": 5, "round": "down"}})],
        "sub_plan": [{"id": "si_2", "quantity": 2, "plan": {"amount": 600, "interval": "year", "interval_count": 1}}],
        "sub_free": [item(0)],
        "sub_planned": [
            item(7, price={"id": "price_usage", "recurring": {"interval": "month", "usage_type": "metered"}}, quantity=None),
            item(None, price={"billing_scheme": "tiered", "product": {"id": "prod_tiers", "object": "product"}}),
            item(1000, price={"nickname": "Base"}),
        ],
        "sub_named": [item(100, price={"id": "price_1", "nickname": "Addon"}), item(900, price={"id": "price_2"})],
    }
    project.write_seed("plans", PLANS)
    land(
        project, "subscriptions", "2026-01-10",
        *(subscription(name, *items) for name, items in prices.items()),
        subscription("sub_more", has_more := item(1000), items={"object": "list", "data": [has_more], "has_more": True}),
        subscription("sub_yen", item(500), currency="jpy"),
        subscription("sub_expanded", customer=customer("cus_2")),
        subscription("sub_own", metadata={"account_id": "acme"}),
        subscription("sub_other", customer="cus_9"),
        subscription("sub_test", livemode=False),
        subscription("sub_coupons", discounts=[
            {"id": "di_1", "object": "discount", "start": START, "end": START + 40 * DAY,
             "source": {"type": "coupon", "coupon": {"percent_off": 20.5, "duration": "repeating"}}},
            {"id": "di_2", "coupon": {"amount_off": 300, "currency": "usd", "duration": "forever"}},
            {"id": "di_3", "coupon": {"percent_off": 50, "duration": "once"}},
            "di_4",
        ], discount={"id": "di_1", "start": START, "coupon": "co_1"}),
        subscription("sub_coupon", item(12_000, "year"),
                     discount={"id": "di_5", "coupon": {"amount_off": 1200, "currency": "usd", "duration": "forever"}}),
        subscription("sub_other_coupon", discount={"id": "di_6", "coupon": {"amount_off": 5, "currency": "eur"}}),
        # a month later nothing has changed, but for what a loader adds
        subscription("sub_month", item(1000, quantity=3), _airbyte_extracted_at="2026-01-10"),
        "{\"id\": \"sub_cut\", ",
        subscription(None), {"id": 5, "object": "subscription"},
        {"id": "ch_2", "object": "charge", "customer": "cus_1", "status": "succeeded"},
    )
    land(
        project, "subscriptions", "2026-02-10",
        subscription("sub_month", item(1000, quantity=5)),
    )
    invoice = {"object": "invoice", "customer": "cus_2", "status": "paid", "currency": "usd",
               "created": START, "amount_due": 1000, "amount_paid": 1000, "subtotal": 900, "total": 1000,
               "status_transitions": {"paid_at": START + DAY}}
    land(
        project, "events", "2026-01-11",
        # delivered out of order, and one of them twice
        event("evt_3", 20, subscription("sub_life", status="canceled", ended_at=START + 20 * DAY)),
        event("evt_1", 0, subscription("sub_life", status="incomplete")),
        event("evt_2", 0, subscription("sub_life", status="active")),
        event("evt_1", 0, subscription("sub_life", status="incomplete")),
        event("evt_9", 1, {"id": "ch_1", "object": "charge"}, "charge.succeeded"),
        event("evt_8", 3, customer("cus_3", metadata={"account_id": "globex"}), "customer.updated"),
        event("evt_6", 4, customer("cus_3", metadata={"account_id": "globex"}), "customer.deleted"),
        event("evt_5", 4, invoice | {"id": "in_gone", "status": "draft"}, "invoice.created"),
        event("evt_4", 5, invoice | {"id": "in_gone", "status": "draft"}, "invoice.deleted"),
        {"id": "evt_7", "object": "event", "created": "soon", "data": {"object": subscription("sub_life")}},
    )
    land(
        project, "customers", "2026-01-10",
        customer(), customer("cus_2", metadata={"account_id": "initech"}),
        {"id": "cus_4", "object": "customer", "deleted": True},
    )
    land(
        project, "invoices", "2026-01-10",
        invoice | {"id": "in_old", "subscription": "sub_year"},
        invoice | {"id": "in_new", "parent": {"subscription_details": {"subscription": "sub_year"}}},
        invoice | {"id": "in_open", "status": "open", "status_transitions": {}, "amount_paid": 0},
        invoice | {"id": "in_draft", "status": "draft"},
        invoice | {"id": "in_major", "total": 12.5},
    )
    land(
        project, "invoices", "2026-01-11",
        {"id": "in_draft", "object": "invoice", "deleted": True, "customer": "cus_2"},
        invoice | {"id": "in_open"},
    )
    build = project.build("--resource-type", "seed", "model", "test")
    assert build.code == 0, build.output[-4000:]
    return build


def current(build, column, name):
    [(value,)] = build.query(
        f"select {column} from core.fct_subscriptions where subscription_id = '{name}' and is_current"
    )
    return value


@pytest.mark.parametrize(("name", "amount"), [
    ("sub_month", 5000), ("sub_year", 1000), ("sub_quarter", 1000), ("sub_week", 5200),
    ("sub_day", 365), ("sub_two", 2000), ("sub_fraction", 5), ("sub_metered", 1000),
    ("sub_tiers", None), ("sub_pack_up", 300), ("sub_pack_down", 200), ("sub_plan", 100),
    ("sub_free", 0), ("sub_more", None), ("sub_yen", 500), ("sub_planned", 3900),
])
def test_amount_of_a_month(built, name, amount):
    assert current(built, "monthly_amount", name) == amount


@pytest.mark.parametrize(("name", "account"), [
    ("sub_own", "acme"), ("sub_expanded", "initech"), ("sub_other", "cus_9"), ("sub_month", "cus_1"),
])
def test_account_is_the_subscriptions_own_then_the_customers_then_the_customer(built, name, account):
    assert current(built, "account_id", name) == account


@pytest.mark.parametrize(("name", "plan"), [
    ("sub_planned", "Usage"), ("sub_named", "price_2"), ("sub_free", None),
])
def test_plan_is_that_of_the_dearest_item(built, name, plan):
    """By the seed, which knows ids of prices and products and nicknames; else nickname, then id."""
    assert current(built, "plan_name", name) == plan


def test_discounts_have_their_terms_where_they_are_told(built):
    assert built.query("""
        select
            subscription_id, discount_id, percent_off, monthly_amount_off::double, is_recurring,
            date_diff('day', timestamp '2026-01-01', ends_at)
        from core.fct_subscription_discounts order by all
    """) == [
        ("sub_coupon", "di_5", None, 100, True, None),
        ("sub_coupons", "di_1", 20.5, None, True, 40),
        ("sub_coupons", "di_2", None, 300, True, None),
        ("sub_coupons", "di_3", 50, None, False, None),
        ("sub_coupons", "di_4", None, None, False, None),
        ("sub_other_coupon", "di_6", None, None, False, None),
    ]
    # 1000 less 20.5 % less 300 in January, without the percentage in February, when it has ended
    assert built.query("""
        select subscription_id, month::text, mrr::double from intermediate.int_subscription_months
        where subscription_id in ('sub_coupon', 'sub_coupons') order by all
    """) == [
        ("sub_coupon", "2026-01-01", 9), ("sub_coupon", "2026-02-01", 9),
        ("sub_coupons", "2026-01-01", 4.95), ("sub_coupons", "2026-02-01", 7),
    ]


def test_customers_move_by_what_they_pay_at_the_end_of_a_month(built):
    """One that is canceled within its first month never counts; the open month shows what is so far."""
    assert built.query("""
        select customer_id, account_id, month::text, movement, opening_mrr::double, closing_mrr::double,
            paying_subscriptions, unknown_subscriptions, is_complete
        from marts.mrr_movements where customer_id <> 'cus_1' order by all
    """) == [
        ("cus_2", "initech", "2026-01-01", "new", 0, 10, 1, 0, True),
        ("cus_2", "initech", "2026-02-01", None, 10, 10, 1, 0, False),
        ("cus_9", "cus_9", "2026-01-01", "new", 0, 10, 1, 0, True),
        ("cus_9", "cus_9", "2026-02-01", None, 10, 10, 1, 0, False),
    ]
    [(movement, unknown)] = built.query("""
        select movement, unknown_subscriptions from marts.mrr_movements
        where customer_id = 'cus_1' and not is_complete
    """)
    # of sub_tiers and sub_more nobody knows the price
    assert (movement, unknown) == ("expansion", 2)


def test_currency_has_its_exponent(built):
    assert [current(built, "currency_exponent", name) for name in ("sub_yen", "sub_month")] == [0, 2]
    assert current(built, "is_test", "sub_test") and not current(built, "is_test", "sub_month")


def test_versions_are_in_the_order_of_the_changes(built):
    assert built.query("""
        select version_number, status, valid_from::date::text, valid_to::date::text, is_current
        from core.fct_subscriptions where subscription_id = 'sub_life' order by version_number
    """) == [
        (1, "incomplete", "2026-01-01", "2026-01-01", False),
        (2, "active", "2026-01-01", "2026-01-21", False),
        (3, "canceled", "2026-01-21", None, True),
    ]
    # a first state held since the making; the second since the load that shows it
    assert built.query("""
        select version_number, quantity, valid_from::date::text, valid_to::date::text
        from core.fct_subscriptions where subscription_id = 'sub_month' order by version_number
    """) == [(1, 3, "2026-01-01", "2026-02-10"), (2, 5, "2026-02-10", None)]


def test_invoices_are_as_they_are_now(built):
    assert built.query("""
        select invoice_id, account_id, subscription_id, status, paid_amount, paid_at::date::text
        from core.fct_invoices order by all
    """) == [
        ("in_new", "initech", "sub_year", "paid", 1000, "2026-01-02"),
        ("in_old", "initech", "sub_year", "paid", 1000, "2026-01-02"),
        ("in_open", "initech", None, "paid", 1000, "2026-01-02"),
    ]


def test_what_an_event_says_is_deleted_is(built):
    """Though the object that it carries says what it said before."""
    assert built.query("""
        select record_id, version_number, valid_from::date::text from intermediate.int_record_versions
        where record_id in ('cus_3', 'in_gone') and disposition = 'accepted' order by all
    """) == [("cus_3", 1, "2026-01-01"), ("cus_3", 2, "2026-01-05"),
             ("in_gone", 1, "2026-01-01"), ("in_gone", 2, "2026-01-06")]


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select load_date::text, disposition, reason, rows::int from quality.event_ledger
        where source = 'stripe' order by all
    """) == [
        ("2026-01-10", "accepted", "", 31),
        ("2026-01-10", "duplicate", "unchanged", 1),
        ("2026-01-10", "quarantined", "missing_customer|missing_status", 1),
        ("2026-01-10", "quarantined", "missing_id", 1),
        ("2026-01-10", "quarantined", "not_json", 1),
        ("2026-01-10", "quarantined", "not_whole:total", 1),
        ("2026-01-10", "quarantined", "wrong_object", 1),
        ("2026-01-11", "accepted", "", 9),
        ("2026-01-11", "duplicate", "delivery_id", 1),
        ("2026-01-11", "quarantined", "unusable:created", 1),
        ("2026-01-11", "unread", "unknown_object", 1),
        ("2026-02-10", "accepted", "", 1),
    ]
    assert ", 1 that no model reads." in built.output
    assert built.query("""
        select reasons, raw from quality.event_quarantine
        where source = 'stripe' and reasons = '["not_json"]'
    """) == [('["not_json"]', '{"id": "sub_cut", ')]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=("tracker", "stripe"))
    project.write_seed("plans", PLANS)
    assert one_load_a_run(
        built, project, "fct_invoices", "mrr_movements", "ltv_cohorts"
    ) == []
