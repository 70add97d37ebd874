"""What the company's support system (Zendesk) tells of its accounts' tickets, and what became of each.

An account may ask for help a few times. A loader brings audits, tickets as they then are, and ratings every
other week; a few audits come a load late or twice.
"""

import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

FOLDER = Path("zendesk")
DAY = 86_400
HOUR = 3_600
LOAD = 14 * DAY
AGENTS = [9001, 9002, 9003]
PRIORITIES = ["low", "normal", "high", "urgent"]
# tickets of an account, and how often
TICKETS = [0] * 12 + [1] * 5 + [2] * 2 + [4]
LATE, TWICE = 0.05, 0.03


def written(second: int) -> str:
    return datetime.datetime.fromtimestamp(second, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Ticket:
    """One ticket: its audits in order as (second, author, events), and its state after each."""

    def __init__(self, number: int, company: int, draw: random.Random, begin: int, days: int):
        self.number, self.company = number, company
        self.requester = 100_000 + company
        self.audits: list[tuple] = []
        self.ratings: list[tuple] = []
        self.truth = {"first_reply_at": None, "first_resolved_at": None, "resolved_at": None,
                      "reopens": 0, "escalations": 0, "satisfaction_score": None}
        self.kind = draw.choice(["question", "incident", "problem", None])
        self.state = {"status": "new", "priority": draw.choice(PRIORITIES[:3] + [None])}
        self.created = self.now = begin + draw.randrange(days) * DAY + draw.randrange(DAY)
        self.end = begin + days * DAY
        self.add(self.requester, {}, is_public=True)
        self.live(draw)

    def live(self, draw):
        agent = draw.choice(AGENTS)
        if draw.random() < 0.3:
            self.wait(draw, 600)
            self.add(agent, {}, is_public=False)
        if draw.random() < 0.9:
            self.wait(draw, draw.choice([2, 8, 30]) * HOUR)
            self.add(agent, {"status": "pending"}, is_public=True)
        if draw.random() < 0.4:
            self.wait(draw, 2 * DAY)
            self.add(self.requester, {"status": "open"}, is_public=True)
        raised = {None: "normal", "low": "normal", "normal": "high", "high": "urgent"}
        if draw.random() < 0.25:
            self.wait(draw, DAY)
            self.add(agent, {"priority": raised[self.state["priority"]]})
        while draw.random() < 0.85:
            self.wait(draw, 3 * DAY)
            self.add(agent, {"status": "solved"}, is_public=True if draw.random() < 0.5 else None)
            if draw.random() < 0.75:
                if draw.random() < 0.4:
                    self.rate(draw)
                break
            self.wait(draw, 2 * DAY)
            self.add(self.requester, {"status": "open"}, is_public=True)
        if self.state["status"] == "solved" and draw.random() < 0.5:
            self.now += 4 * DAY
            self.add(-1, {"status": "closed"})

    def wait(self, draw, most: int):
        self.now += draw.randint(1, most)

    def add(self, author: int, changes: dict, is_public=None):
        """One audit, unless the days are over by then."""
        if self.now >= self.end:
            return
        number = self.number * 100 + len(self.audits)
        before = dict(self.state)
        changes = {name: value for name, value in changes.items() if self.state[name] != value}
        events = []
        if not self.audits:
            said = self.state | {"organization_id": self.company, "type": self.kind}
            events += [{"type": "Create", "field_name": name, "value": value}
                       for name, value in said.items() if value is not None]
        events += [{"type": "Change", "field_name": name, "value": value, "previous_value": before[name]}
                   for name, value in changes.items()]
        if is_public is not None:
            events.append({"type": "Comment", "author_id": author, "public": is_public,
                           "body": "A made-up text of somebody who needs help, or gives it."})
        events = [{"id": number * 10 + place} | event for place, event in enumerate(events)]
        self.state |= changes
        self.audits.append((self.now, author, number, events, dict(self.state)))
        self.remember(before, changes, author, is_public)

    def remember(self, before, changes, author, is_public):
        if author in AGENTS and is_public and self.truth["first_reply_at"] is None:
            self.truth["first_reply_at"] = self.now
        if changes.get("status") == "solved":
            self.truth["resolved_at"] = self.now
            if self.truth["first_resolved_at"] is None:
                self.truth["first_resolved_at"] = self.now
        if changes.get("status") == "open":
            self.truth["resolved_at"] = None
            self.truth["reopens"] += before["status"] == "solved"
        if "priority" in changes:
            self.truth["escalations"] += before["priority"] is not None

    def rate(self, draw):
        """Asked a day after, and an answer perhaps, which perhaps changes."""
        at = self.now + DAY
        for score in ["offered", *draw.choice([[], ["good"], ["good"], ["bad"], ["bad", "good"]])]:
            if at < self.end:
                self.ratings.append((at, score))
                self.truth["satisfaction_score"] = score if score != "offered" else None
            at += draw.randint(1, DAY)

    def ticket_object(self, second: int) -> dict | None:
        """It as it is at a moment."""
        held = [audit for audit in self.audits if audit[0] < second]
        if not held:
            return None
        at, *_, state = held[-1]
        return {
            "id": self.number, "created_at": written(self.created), "updated_at": written(at),
            "generated_timestamp": at, "status": state["status"], "priority": state["priority"],
            "type": self.kind, "requester_id": self.requester, "organization_id": self.company,
            "subject": "A made-up subject", "via": {"channel": "email"}, "tags": [],
            "custom_fields": [], "satisfaction_rating": {"score": "unoffered"},
        }

    def audit_objects(self):
        return [(at, {"id": number, "ticket_id": self.number, "created_at": written(at),
                      "author_id": author, "events": events, "via": {"channel": "web"}})
                for at, author, number, events, _ in self.audits]

    def rating_objects(self):
        return [(at, {"id": self.number, "ticket_id": self.number, "score": score,
                      "created_at": written(self.ratings[0][0]), "updated_at": written(at)})
                for at, score in self.ratings]


def organization(number: int, account: str, draw: random.Random, begin: int) -> tuple[dict, str | None]:
    """What the system knows of an account, and which account it names by that, if any."""
    kind = draw.choice(["field"] * 6 + ["external"] * 3 + [None])
    said = {"id": number, "name": f"Company {number}", "created_at": written(begin),
            "updated_at": written(begin), "external_id": account if kind == "external" else None,
            "organization_fields": {"account_id": account if kind == "field" else None}}
    return said, account if kind else None


def write(accounts: list[str], begin: int, days: int, seed: int, landing: Path, codec) -> list[tuple]:
    """Writes the landing files of these accounts; returns what became of each ticket.

    Args:
        accounts: ids of the companies, as events name them.
        begin: first day, seconds since 1970 UTC.
        days: how many, as of the simulator.
        seed: of the simulator; each account draws by itself.
        landing: gets `zendesk/<table>/load_date=…/part-0.ndjson.gz`.
        codec: of pyarrow, for gzip.

    Returns (ticket, account or null, created_at, first_reply_at, first_resolved_at, resolved_at,
    reopens, escalations, satisfaction_score) of each; moments are microseconds since 1970.
    """
    files = defaultdict(list)
    truth = []

    def load_of(at):
        return begin + ((at - begin) // LOAD + 1) * LOAD

    for number in AGENTS:
        files["users", begin + LOAD].append(
            {"id": number, "name": "An agent", "role": "agent", "active": True,
             "created_at": written(begin), "updated_at": written(begin)})
    for company, account in enumerate(accounts, start=1):
        draw = random.Random(f"support {seed} {account}")
        known, named = organization(company, account, draw, begin)
        tickets = [Ticket(company * 10 + place, company, draw, begin, days)
                   for place in range(draw.choice(TICKETS))]
        if not tickets:
            continue
        first = load_of(min(ticket.created for ticket in tickets))
        files["organizations", first].append(known)
        files["users", first].append(
            {"id": 100_000 + company, "name": "A person", "email": f"person{company}@example.com",
             "role": "end-user", "active": True, "organization_id": company,
             "created_at": written(begin), "updated_at": written(begin)})
        for ticket in tickets:
            for at, audit in ticket.audit_objects():
                load = load_of(at) + (LOAD if draw.random() < LATE else 0)
                files["ticket_audits", load].append(audit)
                if draw.random() < TWICE:
                    files["ticket_audits", load + LOAD].append(audit)
            for load in sorted({load_of(at) for at, *_ in ticket.audits}):
                files["tickets", load].append(ticket.ticket_object(load))
            for at, rating in ticket.rating_objects():
                files["satisfaction_ratings", load_of(at)].append(rating)
            told = [ticket.truth[name] for name in
                    ("first_reply_at", "first_resolved_at", "resolved_at")]
            truth.append((
                str(ticket.number), named,
                *[at and at * 1_000_000 for at in [ticket.created, *told]],
                ticket.truth["reopens"], ticket.truth["escalations"], ticket.truth["satisfaction_score"],
            ))
    for (table, load), rows in sorted(files.items()):
        date = datetime.datetime.fromtimestamp(load, datetime.timezone.utc).date()
        path = landing / FOLDER / table / f"load_date={date}" / "part-0.ndjson.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        path.write_bytes(codec.compress(text.encode(), asbytes=True))
    return truth
