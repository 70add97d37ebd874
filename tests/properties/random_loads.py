"""Random small histories that come in loads, dense in what a late row can change.

Each history has identifiers and 60 days of its own, so that what one load touches in a history
does not hide what it forgets in another. Its rows crowd at few instants (a session's timeout,
midnight, the longest session) and are split at random, or by time, or backwards, over the loads
of a run, of which most bring it nothing.
"""

import csv
import functools
import gzip
import json
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import yaml
from random_histories import (
    BAD_TIMES, BROKEN, COMMON_PROPERTIES, MINUTE, SECOND, TICK, WORLDS, History, World, iso, respell, world,
)

from tests.builds import ROOT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# histories that share their days are those of random_histories, in March 2024
FIRST_DAY = datetime(2025, 1, 1)
STRETCH = 70 * DAY
PREFIX = "late"
# of the sample's records of a table, at most
RECORDS = 150
THEMES = [
    ["page_view", "signup_started", "signup_completed", "feature_used", "form_submitted"],
    ["product_view", "add_to_cart", "checkout_step", "transaction", "remove_from_cart"],
    ["workspace_created", "teammate_invited", "report_created", "page_view"],
]
# beside the seconds of a visit: just the timeout, one microsecond more or less, ties
STEPS = [
    timedelta(0), TICK, SECOND, 10 * SECOND, 10 * SECOND + TICK, MINUTE, 15 * MINUTE,
    30 * MINUTE, 30 * MINUTE, 30 * MINUTE + TICK, 30 * MINUTE - TICK, 45 * MINUTE, HOUR,
    -15 * MINUTE, -30 * MINUTE, -30 * MINUTE - TICK, -HOUR, DAY, -DAY,
]
# from the first instant of a history to the others
FAR = [timedelta(0), 20 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 31 * DAY, 40 * DAY, 44 * DAY]
HOURS = [timedelta(0), -10 * MINUTE, 10 * HOUR, 23 * HOUR + 50 * MINUTE]
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64)", "Googlebot/2.1 (+http://www.google.com/bot.html)"]
# beside the shipped funnels and curves: the rules that none of them has
FUNNELS = """\
late_cart_dropped,ordered,3600,person,drop_unit,,,,week,late_planned
late_cart_by_plan,ordered,604800,person,keep_earlier_steps,plan,last_touch,,month,
late_signup_all_values,unordered,172800,person,keep_earlier_steps,utm_source,all_steps,,,late_both
late_checklist_at_step,unordered,604800,account,keep_earlier_steps,plan,step,1,week,late_planned
late_steps_that_share,unordered,86400,person,keep_earlier_steps,,,,,
late_strict_of_some,strict,604800,session,keep_earlier_steps,,,,month,late_both
"""
FUNNEL_STEPS = """\
late_cart_dropped,1,Added,add_to_cart,,,,false,,
late_cart_dropped,2,Bought,transaction,,,,false,,
late_cart_dropped,3,Removed,remove_from_cart,,,,true,1,2
late_cart_by_plan,1,Viewed,product_view,,,,false,,
late_cart_by_plan,2,Added,add_to_cart,,,,false,,
late_cart_by_plan,3,Viewed again,product_view,,,,false,,
late_signup_all_values,1,Visited,page_view,,,,false,,
late_signup_all_values,2,Started,signup_started,,,,false,,
late_checklist_at_step,1,Created,workspace_created,,,,false,,
late_checklist_at_step,2,Invited,teammate_invited,,,,false,,
late_steps_that_share,1,Viewed,page_view,,,,false,,
late_steps_that_share,1,Viewed,signup_started,,,,false,,
late_steps_that_share,2,Viewed again,page_view,,,,false,,
late_steps_that_share,3,Submitted,form_submitted,,,,false,,
late_strict_of_some,1,Viewed,page_view,,,,false,,
late_strict_of_some,2,Anything,*,,,,false,,
"""
CURVES = """\
late_any_week,page_view,,week,6,recurring,rolling,on,,late_planned
late_any_month,feature_used,,month,2,first_time,calendar,on_or_after,,late_both
late_any_day,product_view,product_view,day,40,recurring,calendar,on,account,late_planned
late_hourly,workspace_created,,hour,30,first_time,rolling,on_or_after,,
"""
SEGMENTS = """\
late_planned,person.plan,in,a|b
late_both,person.plan,is_set,
late_both,plan,is_set,
"""
STICKINESS = """\
late_account_days,*,day,account,,,late_planned
late_weeks,page_view,week,person,,,late_both
late_hours,*,hour,person,,,
"""
LIFECYCLES = """\
late_days,*,day,person,first_seen,late_planned
late_account_weeks,*,week,account,first_match,
late_months,page_view,month,person,first_match,late_both
late_account_hours,workspace_created,hour,account,first_seen,
"""
FEATURES = """\
late_feature,feature_used,plan,,2025-01-20,
late_page_views,page_view,,,,
"""
PATHS = """\
late_events,all,,button_*,,,,5,,30,transaction,
late_ends,event,,,signup_s*,signup_s*,signup_completed,3,6,15,feature_used,late_both
late_planned_ways,all,,,*ed|signup_*,,*ed,4,,0.5,report_created,late_planned
"""
EXPERIMENTS = """\
late_plans,feature_used,,plan,free,,0.1,,,,,late_planned
late_surfaces,product_view,,surface,web,web=1|app=1,,50,,2100-01-01,,
"""
EXPERIMENT_METRICS = """\
late_plans,bought,proportion,transaction,,,,,
late_plans,views per visit,ratio,product_view,,page_view,,,7
late_surfaces,added,mean,add_to_cart,,,,86400,1
"""
EXPERIENCE = """\
product_view,scroll,,,percent
feature_used,timing,,,percent
feature_used,video_start,plan,,percent
page_view,video_progress,plan,,percent
signup_started,form_field,surface,plan,
signup_started,error,surface,,
"""
ATTRIBUTION = """\
late_orders,transaction,value,3,,,1,,late_planned
late_carts,add_to_cart,,1,exposure_path|remove_if_last_and_not_all|first_path,direct|referral,,0.2|0.7,
"""


@dataclass(frozen=True)
class Load:
    """What one run finds new: a file in the folder of a day, counted from the first load."""

    day: int
    file: str


# None: a run that finds no new file. Files are added to a load date that was read before, and
# under names that sort before those that were
LOADS = [
    Load(0, "m.ndjson"), Load(1, "m.ndjson.gz"), Load(1, "a.ndjson"), None,
    Load(2, "m.ndjson"), Load(2, "b.ndjson"),
]


@dataclass(frozen=True)
class Rules:
    """The settings of one run that change how its rows are read.

    `tracker` is the tracker's line of source_settings.csv behind its name; `max_hours` and
    `max_users` are told again because histories crowd there.
    """

    tracker: str
    max_hours: int
    max_users: int
    variables: dict


RULES = {
    "gaps": Rules("gap,30,24,false,false,client", 24, 3, {}),
    "splits": Rules(
        "gap,30,2,true,true,client", 2, 2,
        {"timezone": "America/St_Johns", "week_start": "sunday"},
    ),
    "tracker_ids": Rules("tracker,30,24,false,false,server", 24, 3, {}),
}


@dataclass
class Raw:
    """A raw line; `moment` is about when it happened, `is_repeat` that it copies another."""

    moment: datetime
    is_repeat: bool
    content: bytes


class LateHistory(History):
    """One history on days of its own: `raws` are its lines, `loads` where each of them goes.

    `number` decides what happens, `slot` its names and days.
    """

    def __init__(self, number: int, slot: int, seed: int, rules: Rules):
        self.chance = random.Random(f"{seed} late history {number}")
        self.number = slot
        self.prefix = f"h{slot:05}"
        self.world = World(PREFIX, [], [], [], [])
        self.rules = rules
        self.messages = 0
        choose = self.chance.randint
        self.users = [f"{self.prefix}-u{n}" for n in range(choose(1, 3))]
        self.visitors = [f"{self.prefix}-v{n}" for n in range(choose(1, 2))]
        self.devices = [f"{self.prefix}-d0"]
        self.accounts = [f"{self.prefix}-a{n}" for n in range(choose(1, 2))]
        self.names = self.chance.choice(THEMES)
        first = FIRST_DAY + slot * STRETCH + 3 * DAY + self.pick(*HOURS)
        self.instants = [first] + [
            first + self.pick(*FAR) + self.pick(timedelta(0), *HOURS) for _ in range(choose(0, 3))
        ]
        self.now = first
        self.raws: list[Raw] = []
        story = self.pick(
            None, None, self.tell_visits, self.tell_visits, self.tell_long_stream,
            self.tell_crowd, self.tell_chain, self.tell_server, self.tell_server,
            self.tell_account, self.tell_traits, self.tell_steps, self.tell_steps,
        )
        if story:
            story()
        for _ in range(choose(0 if story else 2, 6)):
            self.add(self.somewhere(), **self.signs())
        self.repeat()
        for _ in range(self.pick(0, 0, 0, 1)):
            content = self.chance.choice(BROKEN)
            self.raws.append(Raw(self.now, False, content.replace(b"\n", b" ")))
        self.loads = split(self.raws, self.chance)

    def somewhere(self) -> datetime:
        """The next moment: mostly a step away, sometimes at another instant."""
        if self.happens(0.25):
            self.now = self.chance.choice(self.instants)
        else:
            self.now += self.chance.choice(STEPS)
        return self.now

    def add(self, moment: datetime, **fields) -> dict:
        """One row; `fields` go before what is drawn."""
        self.now = moment
        name = self.chance.choice(self.names)
        if self.happens(0.06):
            name = self.pick("late blocked", "Late Renamed", "late unheard of")
        row = {"event": name}
        row |= self.times(moment) if self.happens(0.4) else {"timestamp": iso(moment, self.chance)}
        self.messages += 1
        if self.happens(0.85):
            row["message_id"] = f"{self.prefix}-m{self.messages}"
        properties = {"surface": "web"}
        if self.happens(0.4):
            properties["plan"] = self.pick("free", "pro")
        if self.happens(0.05):
            del properties["surface"]
        # no chance: what is drawn for the rest stays as it was; some are over 100
        if self.messages % 3 == 0:
            properties["percent"] = self.messages * 7 % 120
        row["properties"] = properties
        is_server_side = fields.keys() == {"user_id"}
        if not is_server_side and self.happens(0.6):
            row["context"] = self.context()
        if not is_server_side and self.happens(0.4):
            row["session_id"] = f"{self.prefix}-s{self.pick(0, 1)}"
        if self.happens(0.15):
            row["account_id"] = self.chance.choice(self.accounts)
        row |= fields
        if self.happens(0.04):
            row["timestamp"] = self.chance.choice(BAD_TIMES)
        if self.happens(0.15):
            row = respell(row, self.chance)
        self.raws.append(Raw(moment, False, json.dumps(row).encode()))
        return row

    def context(self) -> dict:
        context = {"page": {"url": f"https://shop.example/{self.pick('a', 'b', 'c')}"}}
        if self.happens(0.3):
            context["campaign"] = {"source": self.pick("news", "google"), "medium": "cpc"}
        if self.happens(0.2):
            context["page"]["referrer"] = self.pick("https://google.com/", "https://x.example/")
        if self.happens(0.3):
            context["user_agent"] = self.pick(*AGENTS)
        return context

    def signs(self) -> dict:
        """Who an event says it is of, and sometimes that two users are one."""
        user, visitor = self.chance.choice(self.users), self.chance.choice(self.visitors)
        device = self.devices[0]
        style = self.chance.randrange(16)
        if style < 6:
            return {"anonymous_id": visitor}
        if style < 9:
            return {"anonymous_id": visitor, "user_id": user}
        if style < 11:
            return {"anonymous_id": visitor, "device_id": device}
        if style < 12:
            return {"device_id": device}
        if style < 13:
            return {"device_id": device, "user_id": user}
        if style < 15:
            return {"user_id": user}
        other = self.pick(*self.users, *self.visitors, f"{self.prefix}-g")
        return {"type": "alias", "user_id": user, "previous_id": other}

    def tell_visits(self) -> None:
        """Visits on one browser whose middle, when it comes late, joins or splits them."""
        visitor = self.visitors[0]
        for _ in range(self.chance.randint(3, 7)):
            step = self.pick(15 * MINUTE, 30 * MINUTE, 30 * MINUTE + TICK, 45 * MINUTE, SECOND)
            fields = {"anonymous_id": visitor}
            if self.happens(0.25):
                fields["user_id"] = self.chance.choice(self.users)
            self.add(self.now + step, **fields)

    def tell_long_stream(self) -> None:
        """No pause for longer than a session may last, perhaps three times over."""
        count = 2 * self.rules.max_hours + self.pick(0, 1, 2)
        if self.rules.max_hours < 4:
            count *= self.pick(1, 2, 3)
        for _ in range(count):
            step = self.pick(*[30 * MINUTE] * 12, 30 * MINUTE - TICK, 20 * MINUTE)
            self.add(self.now + step, anonymous_id=self.visitors[0])

    def tell_crowd(self) -> None:
        """As many users on one device as may be, and perhaps one more."""
        self.users = [
            f"{self.prefix}-u{n}" for n in range(self.rules.max_users + self.pick(0, 1, 1))
        ]
        kind, name = self.pick(("device_id", self.devices[0]), ("anonymous_id", self.visitors[0]))
        for user in self.users:
            self.add(self.somewhere(), user_id=user, **{kind: name})
        self.add(self.somewhere(), **{kind: name})

    def tell_chain(self) -> None:
        """Users with a life of their own, some of which turn out to be one."""
        self.users = [f"{self.prefix}-u{n}" for n in range(self.pick(2, 3, 4))]
        for user in self.users:
            fields = {"anonymous_id": self.pick(*self.visitors, f"{self.prefix}-v-{user[-2:]}")}
            self.add(self.somewhere(), user_id=user, **fields)
        for _ in range(self.pick(1, 1, 2, 3)):
            previous, user = self.chance.sample(self.users, 2)
            self.add(self.somewhere(), type="alias", previous_id=previous, user_id=user)

    def tell_server(self) -> None:
        """A visit, and what the server says of the user around its edges."""
        user, begin = self.users[0], self.now
        signs = {"anonymous_id": self.visitors[0]}
        moments = [begin, begin + self.pick(10, 30) * MINUTE, begin + 30 * MINUTE]
        for moment in moments:
            self.add(moment, **signs | ({"user_id": user} if self.happens(0.5) else {}))
        for moment in (moments[0], moments[1], moments[2]):
            if self.happens(0.6):
                self.add(moment + self.pick(timedelta(0), TICK, -TICK, MINUTE), user_id=user)

    def tell_account(self) -> None:
        """Members of accounts whose roles, names and parents are told at any time."""
        for _ in range(self.chance.randint(2, 5)):
            traits = {}
            if self.happens(0.7):
                traits["role"] = self.pick("owner", "member", "guest")
            if self.happens(0.5):
                traits["name"] = self.pick("Acme", "Acme Inc")
            if self.happens(0.4):
                traits["parent_account_id"] = self.chance.choice(self.accounts)
            self.add(
                self.somewhere(), type="group", account_id=self.chance.choice(self.accounts),
                user_id=self.chance.choice(self.users), traits=traits,
                anonymous_id=self.visitors[0],
            )

    def tell_traits(self) -> None:
        """What is said of users and of visitors who may become one, some of it at one moment."""
        moments = [self.somewhere() for _ in range(2)]
        for _ in range(self.chance.randint(2, 6)):
            names = self.chance.sample(["plan", "city", "Plan", "first name"], self.pick(0, 1, 2, 3))
            traits = {
                name: self.pick("a", "b", 1, None, {"c": self.pick("d", None)}) for name in names
            }
            who = self.pick(
                {"user_id": self.chance.choice(self.users)}, {"anonymous_id": self.visitors[0]}
            )
            self.add(self.pick(*moments, self.somewhere()), type="identify", traits=traits, **who)

    def tell_steps(self) -> None:
        """One visitor on his way through the steps of a funnel, some of them twice."""
        names = self.names + self.chance.sample(self.names, 2)
        if self.happens(0.3):
            self.chance.shuffle(names)
        signs = self.signs()
        signs.pop("type", None)
        signs.pop("previous_id", None)
        for name in names:
            step = self.pick(timedelta(0), TICK, MINUTE, MINUTE, HOUR, HOUR + TICK, DAY, 7 * DAY)
            self.add(self.now + step, event=name, account_id=self.accounts[0], **signs)

    def repeat(self) -> None:
        """Rows sent again: received sooner or later, at another time, or told otherwise."""
        count = min(len(self.raws), self.pick(0, 0, 1, 2, 3))
        for raw in self.chance.sample(self.raws, count):
            row = json.loads(raw.content)
            style = self.chance.randrange(6)
            if style == 1:
                received = raw.moment + self.pick(-2 * HOUR, -TICK, TICK, HOUR, 3 * DAY)
                row["received_at"] = iso(received, self.chance)
            elif style == 2:
                row.pop("received_at", None)
            elif style > 2 and "message_id" in row:
                moment = raw.moment + self.pick(timedelta(0), HOUR, -DAY, 7 * DAY)
                row["timestamp"] = iso(moment, self.chance)
                if self.happens(0.5):
                    row["event"] = self.chance.choice(self.names)
                if self.happens(0.5):
                    row |= {"user_id": self.chance.choice(self.users)}
                if self.happens(0.2):
                    row["timestamp"] = self.chance.choice(BAD_TIMES)
            self.raws.append(Raw(raw.moment, True, json.dumps(row).encode()))


def split(raws: list[Raw], chance: random.Random) -> list[int]:
    """The number of each line's load: some of the loads, in one of several orders."""
    filled = [number for number, load in enumerate(LOADS) if load]
    used = sorted(chance.sample(filled, chance.choice([2, 2, 3, len(filled)])))
    style = chance.randrange(7)
    if style < 2:
        return [chance.choice(used) for _ in raws]
    if style == 2:
        # all at once, but for one straggler
        late = chance.randrange(len(raws))
        return [used[-1] if number == late else used[0] for number in range(len(raws))]
    if style == 3:
        # one forerunner
        first = chance.randrange(len(raws))
        return [used[0] if number == first else used[-1] for number in range(len(raws))]
    if style == 4:
        # originals and copies apart, in either order
        before, after = chance.sample([used[0], used[-1]], 2)
        return [after if raw.is_repeat else before for raw in raws]
    # by time, or the newest first
    order = sorted(range(len(raws)), key=lambda number: (raws[number].moment, number))
    if style == 6:
        order.reverse()
    loads = [0] * len(raws)
    for place, number in enumerate(order):
        loads[number] = used[place * len(used) // len(raws)]
    return loads


class CrowdedHistory:
    """A history of random_histories, which shares its days with many others, in loads."""

    def __init__(self, number: int, slot: int, seed: int, rules: Rules):
        history = History(slot, seed)
        self.prefix = history.prefix
        chance = random.Random(f"{seed} loads of {number}")
        # their order tells as much as their time would
        self.raws = [
            Raw(FIRST_DAY + index * SECOND, False, place.content)
            for index, place in enumerate(history.places)
        ]
        self.loads = split(self.raws, chance)


def write_load(
    landing: Path, histories: list, index: int, load: Load, first_load: date
) -> None:
    """Writes the files of one load: its lines of all histories, and records of other systems."""
    day = f"load_date={first_load + timedelta(days=load.day)}"
    write_records(landing, index, day, load.file, first_load)
    for table, loads in sample_records().items():
        write_lines(landing / table / day / load.file, loads[index])
    lines = [
        raw.content
        for history in histories
        for raw, place in zip(history.raws, history.loads, strict=True) if place == index
    ]
    write_lines(landing / "tracker/events" / day / load.file, lines)


def write_lines(path: Path, lines: list[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = b"".join(line + b"\n" for line in lines)
    path.write_bytes(gzip.compress(data, mtime=0) if path.name.endswith(".gz") else data)


def write_records(landing: Path, index: int, day: str, file: str, first_load: date) -> None:
    """Few customers, subscriptions and invoices in few states, so that changes come late, twice, at one
    moment, back to what was, and in lists that say the same."""
    draw = random.Random(f"records {index}")
    begin = int(datetime(first_load.year, first_load.month, first_load.day).timestamp())

    def subscription():
        price = {"unit_amount": draw.choice([0, 1000, None]),
                 "recurring": {"interval": draw.choice(["month", "year", "week"])}}
        items = [{"quantity": draw.choice([1, 3]), "price": price}] * draw.choice([1, 1, 2])
        return {"id": f"sub_{draw.randrange(4)}", "object": "subscription", "created": begin,
                "customer": f"cus_{draw.randrange(3)}", "currency": draw.choice(["usd", "jpy"]),
                "status": draw.choice(["incomplete", "active", "active", "canceled"]),
                "items": {"data": items},
                "discounts": draw.choice([[], [{"id": "di_1", "start": begin, "coupon": {
                    "percent_off": draw.choice([20, 50]), "duration": "forever"}}]])}

    def customer():
        return {"id": f"cus_{draw.randrange(3)}", "object": "customer", "created": begin,
                "metadata": draw.choice([{}, {"account_id": "acme"}])} | draw.choice(
                    [{}, {}, {"deleted": True}])

    def invoice():
        return {"id": f"in_{draw.randrange(3)}", "object": "invoice", "created": begin,
                "customer": f"cus_{draw.randrange(3)}", "status": draw.choice(["open", "paid"]),
                "total": draw.choice([100, 200]), "currency": "usd"}

    def event():
        made = draw.choice([subscription, customer, invoice])()
        # one id has one content, wherever it comes again
        number = draw.randrange(30)
        draw_again = random.Random(f"event {number}")
        made["id"] = made["id"][:-1] + str(draw_again.randrange(3))
        return {"id": f"evt_{number}", "object": "event",
                "created": begin + 86_400 * draw_again.randrange(-3, 4),
                "type": f"{made['object']}.{draw.choice(['updated', 'updated', 'deleted'])}",
                "data": {"object": made}}

    makers = {"customers": customer, "subscriptions": subscription, "invoices": invoice,
              "events": event}
    for table, make in makers.items():
        rows = [make() for _ in range(draw.randint(3, 9))]
        rows += [draw.choice(rows), {"object": table}, {"id": 7, "object": "charge"}]
        lines = [json.dumps(row).encode() for row in rows] + [b"no record"]
        write_lines(landing / "stripe" / table / day / file, lines)

    # of which the sample has none
    calls = [
        {"metaData": {"id": f"77{draw.randrange(4)}", "started": f"{first_load}T10:02:00Z",
                      "duration": draw.choice([0, 600, 1800]), "scope": draw.choice(["External", "Internal"])},
         "parties": [{"id": "p1", "affiliation": draw.choice(["Internal", "External"]), "methods": ["Attendee"],
                      "emailAddress": "ada@acme.example", "speakerId": "s1"}],
         "context": []}
        for _ in range(draw.randint(2, 5))
    ]
    lines = [json.dumps(call).encode() for call in [*calls, draw.choice(calls)]]
    write_lines(landing / "gong/calls" / day / file, lines)


@functools.cache
def sample_records() -> dict[str, list[list[bytes]]]:
    """The sample's records of each table but Stripe's, over the loads in any order: some come twice,
    some with a field of another record of their table."""
    settings = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    found = {}
    for source, names in settings["record_tables"].items():
        for table in (f"{source}/{name}" for name in names if source != "stripe"):
            draw = random.Random(f"records of {table}")
            lines = [line for path in sorted((ROOT / "landing" / table).rglob("*.ndjson*"))
                     for line in read_lines(path)]
            if not lines:
                continue
            lines = draw.sample(lines, min(len(lines), RECORDS))
            documents = [json.loads(line) for line in lines]
            changed = [json.dumps(changed_record(draw, documents)).encode()
                       for _ in range(len(documents) // 3)]
            loads = [[b"no record"] for _ in LOADS]
            for line in lines + changed + draw.sample(lines, len(lines) // 5):
                loads[draw.choice([n for n, load in enumerate(LOADS) if load])].append(line)
            found[table] = loads
    return found


def read_lines(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()


def changed_record(draw: random.Random, documents: list[dict]) -> dict:
    one, other = draw.choice(documents), draw.choice(documents)
    names = sorted(name for name in other if not name.lower().endswith("id"))
    return one | {name: other[name] for name in draw.sample(names, min(len(names), 1))}


def define(project, rules: Rules, seed: int) -> None:
    """Definitions of all histories: random ones for those that share days, few for the rest."""
    worlds = [world(number, seed) for number in range(WORLDS)]
    taxonomy = [row for one in worlds for row in one.taxonomy]
    taxonomy.append({"event_name": "late_blocked", "status": "blocked"})
    project.write_seed(
        "event_taxonomy",
        [{"status": "active", "is_required_known": "false"} | row for row in taxonomy],
    )
    aliases = [row for one in worlds for row in one.aliases]
    aliases.append({"source": "*", "raw_name": "Late Renamed", "event_name": "page_view"})
    project.write_seed("event_aliases", aliases)
    properties = [row for one in worlds for row in one.properties]
    project.write_seed("event_properties", properties + COMMON_PROPERTIES)
    project.add_columns("funnels", "trend_interval", "segment_name")
    project.add_columns("retention_curves", "unit", "segment_name")
    project.add_columns("experiments", "segment_name")
    project.add_columns("attribution_definitions", "segment_name")
    project.append_to_seed("funnels", FUNNELS)
    project.append_to_seed("funnel_steps", FUNNEL_STEPS)
    project.append_to_seed("retention_curves", CURVES)
    project.append_to_seed("segments", SEGMENTS)
    project.append_to_seed("stickiness_definitions", STICKINESS)
    project.append_to_seed("lifecycle_definitions", LIFECYCLES)
    project.append_to_seed("features", FEATURES)
    project.append_to_seed("path_definitions", PATHS)
    project.append_to_seed("experiments", EXPERIMENTS)
    project.append_to_seed("experiment_metrics", EXPERIMENT_METRICS)
    project.append_to_seed("attribution_definitions", ATTRIBUTION)
    project.append_to_seed("experience_events", EXPERIENCE)
    names = ["session_rule", "timeout_minutes", "max_hours", "split_on_campaign",
             "split_at_midnight", "timestamp_trust"]
    settings = dict(zip(names, rules.tracker.split(","), strict=True))
    with project.seed_file("source_settings").open(newline="") as file:
        others = [row for row in csv.DictReader(file) if row["source"] not in ("tracker", "snowplow")]
    project.write_seed("source_settings", [
        {"source": "tracker"} | settings,
        {"source": "snowplow", "session_rule": "tracker", "timestamp_trust": "server"},
        *others,
    ])
