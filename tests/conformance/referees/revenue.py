"""Cases that ask how revenue moves: a customer who subscribes, adds and cancels (ChartMogul)."""

import calendar
import datetime

from .cases import Case, Differences, Plan, Unsupported

MOVEMENTS = {
    "new_business": "new",
    "new": "new",
    "expansion": "expansion",
    "contraction": "contraction",
    "churn": "churn",
    "reactivation": "reactivation",
}
SETTINGS = {"yearly_divides_by"}
INTERVALS = {"week", "month", "quarter", "year"}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
# a case numbers its steps; they come in the middle of months, from this one on
FIRST = datetime.datetime(2024, 1, 15, tzinfo=datetime.UTC)


def prepare(case: Case) -> Plan:
    """A subscription of one customer for each item, told by events of the billing system."""
    unknown = sorted(case.settings.keys() - SETTINGS)
    if unknown or case.settings.get("yearly_divides_by", 12) != 12:
        raise Unsupported(f"the option {', '.join(unknown) or 'yearly_divides_by'}")
    plan = Plan(folders={"core", "marts/revenue"})
    plan.needs = {"timezone": "UTC", "as_of": ""}
    held: dict[str, tuple[datetime.datetime, dict]] = {}
    month = 0
    for number, step in enumerate(sorted(case.content["inputs"], key=lambda one: one["at"])):
        at = later(FIRST, month)
        if step["action"] in ("subscribe", "add"):
            if step["interval"] not in INTERVALS:
                raise Unsupported(f"a bill every {step['interval']}")
            held[step["item"]] = (at, subscription(case, number, step, at))
        elif step["action"] == "cancel":
            begun, made = held.pop(step["item"])
            if step.get("effective") == "end of paid period":
                while later(begun, month_of(made)) <= at:
                    begun = later(begun, month_of(made))
                at = later(begun, month_of(made))
            elif step.get("effective"):
                raise Unsupported(f"an end effective {step['effective']}")
            made = {**made, "status": "canceled", "ended_at": stamp(at)}
            plan.records.setdefault("stripe/events", []).append(
                event(case, number, "deleted", made, at))
            month = (at.year - FIRST.year) * 12 + at.month - FIRST.month
        else:
            raise Unsupported(f"the step {step['action']}")
        if step["action"] != "cancel":
            plan.records.setdefault("stripe/events", []).append(
                event(case, number, "created", held[step["item"]][1], at))
        month += 1
    return plan


def later(moment: datetime.datetime, months: int) -> datetime.datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    return moment.replace(year=moment.year + years, month=month + 1)


def stamp(moment: datetime.datetime) -> int:
    return calendar.timegm(moment.timetuple())


def month_of(made: dict) -> int:
    """Months of a paid period."""
    recurring = made["items"]["data"][0]["price"]["recurring"]
    if recurring["interval"] == "week":
        raise Unsupported("the end of a paid week")
    return MONTHS[recurring["interval"]] * recurring["interval_count"]


def subscription(case: Case, number: int, step: dict, at: datetime.datetime) -> dict:
    """One object of the API; a quarter is three months there."""
    is_quarter = step["interval"] == "quarter"
    return {
        "id": f"{case.prefix}_sub_{number}", "object": "subscription", "status": "active",
        "customer": f"{case.prefix}_customer", "created": stamp(at), "start_date": stamp(at),
        "currency": "usd", "livemode": True, "metadata": {}, "discounts": [], "ended_at": None,
        "items": {"object": "list", "has_more": False, "data": [{
            "id": f"{case.prefix}_si_{number}", "object": "subscription_item", "quantity": 1,
            "price": {
                "id": f"{case.prefix}_price_{number}", "object": "price", "nickname": step["item"],
                "billing_scheme": "per_unit", "unit_amount_decimal": str(round(step["billed"] * 100)),
                "recurring": {
                    "interval": "month" if is_quarter else step["interval"],
                    "interval_count": 3 if is_quarter else 1, "usage_type": "licensed",
                },
            },
        }]},
    }


def event(case: Case, number: int, kind: str, carried: dict, at: datetime.datetime) -> dict:
    return {
        "id": f"{case.prefix}_evt_{number}", "object": "event", "created": stamp(at),
        "type": f"customer.subscription.{kind}", "data": {"object": carried},
    }


def compare(case: Case, database) -> Differences:
    """The movements in their order, to the cent that is published."""
    differences = Differences()
    for key in case.expected.keys() - {"movements"}:
        differences.append(f"{key}: a figure that no mart offers")
    actual = [
        [name, round(float(amount), 2)]
        for name, amount in database.execute(
            """
            select movement, new_mrr + expansion_mrr + contraction_mrr + churn_mrr + reactivation_mrr
            from marts.mrr_movements
            where customer_id = ? and movement is not null
            order by month
            """,
            [f"{case.prefix}_customer"],
        ).fetchall()
    ]
    published = [[MOVEMENTS.get(name, name), amount] for name, amount in case.expected["movements"]]
    differences.check("movements", actual, published)
    return differences
