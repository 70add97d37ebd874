"""What the company's billing system (Stripe) tells of its accounts, and what each paid a month.

Every account with a user may be a customer. Its subscription lives by events, which a loader
brings once a week, a few a week late or twice, and by a list of all subscriptions on each first of a month.
"""

import calendar
import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

FOLDER = Path("stripe")
DAY = 86_400
# monthly and yearly prices of a seat in cents, and how often each is taken
PLANS = [("price_starter", 2_900, "month", 5), ("price_team", 9_900, "month", 3),
         ("price_yearly", 99_000, "year", 2)]
CURRENCIES = ["usd"] * 7 + ["eur"] * 2 + ["jpy"]
# of accounts: those that pay nothing, and of the others those that begin with a trial
FREE, TRIAL = 0.3, 0.4
TRIAL_DAYS = 14
LATE, TWICE = 0.05, 0.03


class Story:
    """One account's subscription: its states in order, as (second, status, price, seats)."""

    def __init__(self, account: str, begin: int, days: int, seed: int):
        self.account = account
        self.draw = draw = random.Random(f"billing {seed} {account}")
        self.currency = draw.choice(CURRENCIES)
        self.customer = f"cus_{account}"
        self.subscription = f"sub_{account}"
        self.names_account = draw.random() < 0.8
        self.states: list[tuple] = []
        if draw.random() < FREE:
            return
        price = draw.choices(PLANS, [plan[3] for plan in PLANS])[0][:3]
        seats = draw.randint(1, 20)
        at = begin + draw.randrange(max(1, days * 2 // 3)) * DAY + draw.randrange(DAY)
        end = begin + days * DAY
        if draw.random() < TRIAL:
            self.states.append((at, "trialing", price, seats))
            at += TRIAL_DAYS * DAY
        while at < end:
            self.states.append((at, "active", price, seats))
            at += draw.randint(5, 40) * DAY + draw.randrange(DAY)
            turn = draw.random()
            if turn < 0.35:
                seats += draw.randint(1, 5)
            elif turn < 0.55:
                seats = max(1, seats - draw.randint(1, 5))
            elif turn < 0.65:
                self.states.append((at, "past_due", price, seats))
                at += 3 * DAY
            elif turn < 0.8:
                self.states.append((at, "canceled", price, seats))
                break
            else:
                price = draw.choice(PLANS)[:3]
        self.states = [state for state in self.states if state[0] < end]

    def monthly(self, second: int) -> float:
        """What it pays a month at a moment, in the smallest unit of its currency."""
        held = [state for state in self.states if state[0] <= second]
        if not held or held[-1][1] not in ("active", "past_due"):
            return 0.0
        _, _, (_, amount, interval), seats = held[-1]
        return amount * seats / (12 if interval == "year" else 1)

    def customer_object(self) -> dict:
        return {
            "id": self.customer, "object": "customer", "created": self.states[0][0],
            "currency": self.currency, "livemode": True,
            "email": f"billing@{self.account.replace('_', '-')}.example",
            "metadata": {"account_id": self.account} if self.names_account else {},
        }

    def subscription_object(self, number: int) -> dict:
        """It as of its state of this number."""
        at, status, (price, amount, interval), seats = self.states[number]
        begun = self.states[0][0]
        is_trial = self.states[0][1] == "trialing"
        return {
            "id": self.subscription, "object": "subscription", "customer": self.customer,
            "status": status, "created": begun, "start_date": begun, "currency": self.currency,
            "livemode": True, "metadata": {}, "discounts": [], "cancel_at": None,
            "cancel_at_period_end": False,
            "canceled_at": at if status == "canceled" else None,
            "ended_at": at if status == "canceled" else None,
            "trial_end": begun + TRIAL_DAYS * DAY if is_trial else None,
            "items": {"object": "list", "has_more": False, "data": [{
                "id": f"si_{self.account}", "object": "subscription_item", "quantity": seats,
                "current_period_end": at + 30 * DAY, "subscription": self.subscription,
                "price": {
                    "id": price, "object": "price", "currency": self.currency,
                    "billing_scheme": "per_unit", "unit_amount": amount,
                    "unit_amount_decimal": str(amount), "type": "recurring",
                    "recurring": {"interval": interval, "interval_count": 1, "usage_type": "licensed"},
                    "transform_quantity": None,
                },
            }]},
        }

    def invoice_objects(self) -> list[tuple[int, dict]]:
        """One for each state that is paid, with the second it was made."""
        return [
            (at, {
                "id": f"in_{self.account}_{number}", "object": "invoice", "created": at,
                "customer": self.customer, "currency": self.currency, "livemode": True,
                "parent": {"subscription_details": {"subscription": self.subscription}},
                "status": "paid", "billing_reason": "subscription_cycle",
                "amount_due": amount * seats, "amount_paid": amount * seats,
                "subtotal": amount * seats, "total": amount * seats,
                "status_transitions": {"finalized_at": at, "paid_at": at},
            })
            for number, (at, status, (_, amount, _), seats) in enumerate(self.states)
            if status == "active"
        ]


def write(accounts: list[str], begin: int, days: int, seed: int, landing: Path, codec) -> list[tuple]:
    """Writes the landing files of these accounts; returns what each paid at the end of each month.

    Args:
        accounts: ids of the companies, as events name them.
        begin: first day, seconds since 1970 UTC.
        days: how many, as of the simulator.
        seed: of the simulator; each account draws by itself.
        landing: gets `stripe/<table>/load_date=…/part-0.ndjson.gz`.
        codec: of pyarrow, for gzip.

    Returns (account or customer, month's first day, monthly amount in the smallest unit) for each
    account that ever subscribed and each month that ends within these days.
    """
    stories = [Story(account, begin, days, seed) for account in accounts]
    stories = [story for story in stories if story.states]
    files = defaultdict(list)

    def deliver(story, table, at, row):
        load = begin // DAY + ((at - begin) // (7 * DAY) + 1) * 7
        load += 7 if story.draw.random() < LATE else 0
        files[table, load].append(row)
        if story.draw.random() < TWICE:
            files[table, load + 7].append(row)

    for story in stories:
        deliver(story, "customers", story.states[0][0], story.customer_object())
        for number, (at, status, *_) in enumerate(story.states):
            kind = "created" if number == 0 else "deleted" if status == "canceled" else "updated"
            deliver(story, "events", at, {
                "id": f"evt_{story.account}_{number}", "object": "event", "created": at,
                "type": f"customer.subscription.{kind}", "livemode": True,
                "data": {"object": story.subscription_object(number)},
            })
        for at, invoice in story.invoice_objects():
            deliver(story, "invoices", at, invoice)
    for month in months(begin, days):
        # the list of a month's first day is taken at midnight: what the events said before
        first = month_end(month)
        for story in stories:
            before = [n for n, state in enumerate(story.states) if state[0] < first]
            if before:
                files["subscriptions", first // DAY].append(story.subscription_object(before[-1]))
    for (table, day), rows in sorted(files.items()):
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
        path = landing / FOLDER / table / f"load_date={date}" / "part-0.ndjson.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        path.write_bytes(codec.compress(text.encode(), asbytes=True))
    return [
        (story.account if story.names_account else story.customer, month,
         story.monthly(month_end(month) - 1))
        for story in stories for month in months(begin, days)
    ]


def months(begin: int, days: int) -> list[datetime.date]:
    """First days of the months that end within the days."""
    first = datetime.datetime.fromtimestamp(begin, datetime.timezone.utc).date().replace(day=1)
    found = []
    while month_end(first) <= begin + days * DAY:
        found.append(first)
        first = (first + datetime.timedelta(days=31)).replace(day=1)
    return found


def month_end(month: datetime.date) -> int:
    """The second at which the next month begins."""
    days = calendar.monthrange(month.year, month.month)[1]
    return calendar.timegm((month + datetime.timedelta(days=days)).timetuple())
