"""One behaviour through four collectors: the same people, sessions, funnels and retention.

The simulator writes one small company as each collector would. What a collector cannot express
(`scripts/simulator/collectors/limits.py`) is left out of the tracker's company that it is compared
by; everything else must come out equal, once what hangs on the names of events (hashed ids) is
named by the first event of a person or session instead.
"""

import json
import subprocess
import sys
from collections import Counter

import duckdb
import pytest

from scripts.simulator.collectors.limits import LIMITS
from tests.builds import COLLECTORS, ROOT, Project

# one company of the tracker serves two collectors: so each is also without what only the other one
# cannot express. What has a column of its own is left out of the comparison below instead
OTHERS = sorted({*LIMITS["ga4"], "foreign_name"} - {"user_agent"})
COMPANIES = {
    "tracker_as_segment": ("tracker", ["segment"]),
    "segment": ("segment", []),
    "tracker_as_others": ("tracker", OTHERS),
    "snowplow": ("snowplow", OTHERS),
    "ga4": ("ga4", OTHERS),
}
PAIRS = {
    "segment": "tracker_as_segment",
    "snowplow": "tracker_as_others",
    "ga4": "tracker_as_others",
}
# what names an event in every collector
KEY = "concat_ws('|', occurred_at, event_name, user_id, anonymous_id)"
# columns that tell of the delivery or of the collector, and not of what happened; what properties
# there are depends on the vendor's names of them
DELIVERY = {
    "source", "load_date", "received_at", "raw_event_name", "notes", "tracker_session_id",
    "event_type", "properties",
}
# limits that are columns, and the cookie that Snowplow's collector sets as the browser's device
COLUMNS = {
    "segment": set(),
    "snowplow": {"account_id", "device_id", "identifier_count"},
    "ga4": {"browser", "os"},
}
# and tables and rows that are nothing without those
TABLES = [
    "core.fct_events", "core.fct_sessions", "core.dim_persons", "core.identity_map",
    "core.fct_active_days", "core.dim_accounts", "core.account_members",
]
NO_TABLES = {"snowplow": {"core.fct_active_days", "core.dim_accounts", "core.account_members"}}
NO_ROWS = {
    "snowplow": {("identifier_type", "device_id"), ("funnel_name", "account_rollout")},
}
# events whose properties vendors have words of their own for
OWN_WORDS = [
    "page_view", "screen_view", "list_view", "product_view", "add_to_cart", "remove_from_cart",
    "checkout_step", "transaction",
]


def build(folder, name):
    """The database of a company: written by one collector, and read alone."""
    collector, within = COMPANIES[name]
    script = [sys.executable, str(ROOT / "scripts/simulate.py"), "--quiet"]
    told = ["--people", "100", "--days", "3", "--seed", "3", "--collector", collector]
    told += [word for one in within for word in ("--within", one)]
    played = folder / "played"
    done = subprocess.run([*script, *told, "--out", str(played)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    project = Project(
        folder, landing=played / "landing", is_small=True, sources=COLLECTORS, is_brief=True
    )
    settings = project.seed_file("source_settings")
    # one rule of sessions for all: pauses
    settings.write_text(settings.read_text().replace(f"{collector},tracker,", f"{collector},gap,"))
    done = project.build()
    assert done.code == 0, done.output
    return done.database


class Company:
    """What was built from one collector's files."""

    def __init__(self, database):
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'")
        self.connection.execute(f"attach '{database}' as footpath (read_only)")
        self.connection.execute("use footpath")
        self.names = {
            column: dict(self.rows(f"""
                select {column}, min({KEY}) from core.fct_events
                where {column} is not null group by {column}
            """))
            for column in ("event_id", "person_id", "session_id", "stream_id")
        }
        self.units = {**self.names["person_id"], **self.names["session_id"]}

    def rows(self, sql):
        return self.connection.execute(sql).fetchall()

    def table(self, name, no_columns=frozenset(), no_rows=frozenset()):
        """Counter of the rows of a table but for some columns, and for rows with some value of a
        column, with names of events in the place of hashed ids."""
        columns = [told[0] for told in self.rows(f"describe {name}")]
        columns = [column for column in columns if column not in no_columns]
        text = ", ".join(f"cast({column} as varchar)" for column in columns)
        told = (zip(columns, row) for row in self.rows(f"select {text} from {name}"))
        named = ([(column, self.name(column, text) or "") for column, text in row] for row in told)
        return Counter(tuple(row) for row in named if not no_rows.intersection(row))

    def name(self, column, value):
        return self.names.get(column, self.units if column == "unit_id" else {}).get(value, value)


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    """The company of a name, built when it is first asked for."""
    built = {}

    def company(name):
        if name not in built:
            built[name] = Company(build(tmp_path_factory.mktemp(name), name))
        return built[name]

    return company


@pytest.fixture(scope="module", params=PAIRS)
def pair(request, companies):
    """(name of the collector, its company, the tracker's)."""
    return request.param, companies(request.param), companies(PAIRS[request.param])


def tables_of_metrics(company):
    """Tables and views of funnels and retention that people read."""
    return [
        f"{schema}.{name}" for schema, name in company.rows("""
            select table_schema, table_name from information_schema.tables
            where table_catalog = 'footpath' and table_schema in ('core', 'marts')
            and (table_name like 'funnel%' or table_name like 'retention%')
            order by all
        """)
    ]


def differences(pair, tables):
    """Of each table that differs how many rows, and the first few, only the collector or only the
    tracker has."""
    collector, told, tracker = pair
    found = {}
    for table in sorted(set(tables) - NO_TABLES.get(collector, set())):
        left_out = DELIVERY | COLUMNS[collector], NO_ROWS.get(collector, frozenset())
        mine, others = told.table(table, *left_out), tracker.table(table, *left_out)
        assert others, table
        if mine != others:
            more, fewer = mine - others, others - mine
            found[table] = len(more), len(fewer), sorted(more)[:2], sorted(fewer)[:2]
    return found


def test_events_are_the_same(pair):
    _, told, tracker = pair
    sql = f"select {KEY} from core.fct_events"
    mine, others = Counter(told.rows(sql)), Counter(tracker.rows(sql))
    assert (mine - others, others - mine) == (Counter(), Counter())
    assert max(mine.values()) == 1 and len(mine) > 1_000


def test_core_tables_are_the_same(pair):
    assert differences(pair, TABLES) == {}


def test_funnels_and_retention_are_the_same(pair):
    tables = tables_of_metrics(pair[-1])
    assert len(tables) > 5
    assert differences(pair, tables) == {}


def test_properties_are_carried(pair):
    """Each property of the tracker's is there with its value, except where a vendor has words or
    places of its own for what happened."""
    collector, told, tracker = pair
    sql = f"""
        select {KEY}, coalesce(properties, '{{}}') from core.fct_events
        where event_type = 'track' and event_name not in ({", ".join(f"'{n}'" for n in OWN_WORDS)})
    """
    mine = {key: json.loads(text) for key, text in told.rows(sql)}
    others = {key: json.loads(text) for key, text in tracker.rows(sql)}
    lost = {
        key: (properties, mine.get(key)) for key, properties in others.items()
        if not properties.items() <= mine.get(key, {}).items()
    }
    assert lost == {}
    assert sum(map(bool, others.values())) > 500


@pytest.mark.parametrize("collector", ["snowplow", "ga4"])
def test_sessions_of_the_vendor_are_the_same_but_for_users_and_long_ones(companies, collector):
    """Their own begin after half an hour, too, but know neither who logs in nor a longest one."""
    [(torn, joined, events)] = companies(collector).rows("""
        with told as (
            select
                events.session_id, events.person_id, events.occurred_at,
                enriched.tracker_session_id
            from core.fct_events as events
            inner join intermediate.int_events__enriched as enriched using (event_id)
            where events.session_id is not null and enriched.tracker_session_id is not null
        ),
        ours as (
            select count(distinct tracker_session_id) as number from told group by session_id
        ),
        theirs as (
            select
                count(distinct session_id) as number,
                count(distinct person_id) = 1
                and max(occurred_at) - min(occurred_at) <= interval 1 day as is_plain
            from told group by tracker_session_id
        )
        select
            (select count(*) from ours where number > 1),
            (select count(*) from theirs where number > 1 and is_plain),
            (select count(*) from told)
    """)
    assert (torn, joined) == (0, 0)
    assert events > 1_000


def test_page_of_limits_is_what_the_simulator_leaves_out():
    page = (ROOT / "docs/sources.md").read_text().split("## What collectors cannot express")[1]
    told = {}
    for line in page.split("\n## ")[0].splitlines():
        if line.startswith("| `"):
            limit, *reasons = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
            for collector, reason in zip(["segment", "snowplow", "ga4"], reasons):
                if reason:
                    told.setdefault(collector, {})[limit] = reason
    assert told == {name: limits for name, limits in LIMITS.items() if limits}
