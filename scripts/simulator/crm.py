"""What the company's CRM (Salesforce) tells of its accounts, contacts and opportunities.

Every account with a user is one there, and most say which. Some are below another, some were made twice
and merged. A loader brings what changed once a week, a few of it again.
"""

import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

FOLDER = Path("salesforce")
DAY = 86_400
INDUSTRIES = ["Energy", "Healthcare", "Retail", "Technology", "Transportation"]
STAGES = [("Prospecting", 10), ("Qualification", 25), ("Proposal", 60), ("Negotiation", 80)]
# of accounts: those that name the account of the product, those below another, those made twice
NAMES_ACCOUNT, BELOW, MADE_TWICE = 0.9, 0.25, 0.06
TWICE = 0.03
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def crm_id(prefix: str, number: int) -> str:
    """An id of 18 characters: the last three say which of the others are capitals."""
    short = f"{prefix}Sim{number:09d}"
    return short + "".join(
        SIGNS[sum(1 << place for place in range(5) if short[block + place].isupper())]
        for block in (0, 5, 10)
    )


class Company:
    """One account's rows, as (second, table, row) in the order of their changes."""

    def __init__(self, account: str, number: int, user: str, begin: int, days: int, seed: int):
        self.draw = draw = random.Random(f"crm {seed} {account}")
        self.id = crm_id("001", number)
        self.begin, self.rows = begin, []
        made = begin - draw.randint(1, 300) * DAY
        row = {
            "Name": f"{account.replace('_', ' ').title()} Ltd", "ParentId": None,
            "MasterRecordId": None, "Type": draw.choice(["Customer", "Customer", "Prospect"]),
            "Industry": draw.choice(INDUSTRIES), "NumberOfEmployees": draw.randint(5, 5_000),
            "account_id__c": account if draw.random() < NAMES_ACCOUNT else None,
        }
        if number % 10 and draw.random() < BELOW:
            # the first of each ten are at the top, or the line goes on
            row["ParentId"] = crm_id("001", draw.randrange(number // 10 * 10, number))
        seen = begin + draw.randrange(days) * DAY // 3
        self.add("accounts", "Account", self.id, made, seen, row)
        if draw.random() < MADE_TWICE:
            other = crm_id("001", 900_000 + number)
            twin = row | {"Name": f"{row['Name']} (copy)", "account_id__c": None}
            self.add("accounts", "Account", other, made, seen, twin)
            self.add("accounts", "Account", other, made, seen + 20 * DAY,
                     twin | {"MasterRecordId": self.id}, is_deleted=True)
        self.add("contacts", "Contact", crm_id("003", number), made, seen, {
            "AccountId": self.id, "Email": f"buyer@{account.replace('_', '-')}.example",
            "LastName": f"Buyer {number}", "user_id__c": user,
        })
        if draw.random() < 0.6:
            self.sell(crm_id("006", number), seen + draw.randint(1, 20) * DAY, days)

    def sell(self, name: str, at: int, days: int):
        """An opportunity, stage by stage."""
        draw, made = self.draw, at
        amount, currency = draw.randint(10, 900) * 100, draw.choice(["USD", "USD", "EUR", "JPY"])
        kind = draw.choice(["New Business", "Renewal", "Expansion"])
        close = datetime.date.fromordinal(719_163 + at // DAY + 60)
        stages = STAGES[: draw.randint(1, 4)] + draw.choice(
            [[("Closed Won", 100)], [("Closed Lost", 0)], []])
        for stage, chance in stages:
            if at >= self.begin + days * DAY:
                break
            is_closed = stage.startswith("Closed")
            if is_closed:
                close = datetime.date.fromordinal(719_163 + at // DAY)
            self.add("opportunities", "Opportunity", name, made, at, {
                "AccountId": self.id, "StageName": stage, "Amount": amount, "CurrencyIsoCode": currency,
                "CloseDate": close.isoformat(), "Probability": chance, "IsClosed": is_closed,
                "IsWon": stage == "Closed Won", "Type": kind,
            })
            at += draw.randint(3, 25) * DAY + draw.randrange(DAY)

    def add(self, table, kind, name, made, at, row, is_deleted=False):
        self.rows.append((at, table, {
            "attributes": {"type": kind}, "Id": name, "IsDeleted": is_deleted,
            "CreatedDate": instant(made), "SystemModstamp": instant(at), **row,
        }))


def write(accounts: list[str], users: list[str], begin: int, days: int, seed: int, landing: Path, codec) -> None:
    """Writes the landing files of these accounts.

    Args:
        accounts: ids of the companies, as events name them.
        users: of each, the id of a user.
        begin: first day, seconds since 1970 UTC.
        days: how many, as of the simulator.
        seed: of the simulator; each account draws by itself.
        landing: gets `salesforce/<table>/load_date=…/part-0.ndjson.gz`.
        codec: of pyarrow, for gzip.
    """
    files = defaultdict(list)
    for number, (account, user) in enumerate(zip(accounts, users)):
        company = Company(account, number, user, begin, days, seed)
        for at, table, row in company.rows:
            load = begin // DAY + ((at - begin) // (7 * DAY) + 1) * 7
            files[table, load].append(row)
            if company.draw.random() < TWICE:
                files[table, load + 7].append(row)
    for (table, day), rows in sorted(files.items()):
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
        path = landing / FOLDER / table / f"load_date={date}" / "part-0.ndjson.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        path.write_bytes(codec.compress(text.encode(), asbytes=True))


def instant(second: int) -> str:
    """As the API writes a time: an offset without a colon."""
    time = datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
    return time.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
