"""Rows that come late, each with what it must change, and definitions that change between loads.

One landing zone holds every story, each with names and days of its own. A project builds after
each of three loads and after each change of definitions; copies of its database show what was
there before. After the loads, and after each change, a fresh project that sees everything at
once must hold the same rows.
"""

import hashlib
import shutil
from datetime import date, datetime, timedelta

import pytest

from tests.builds import Build, Project
from tests.differences import differences

START = datetime(2026, 1, 1)
LOADS = [date(2027, 1, day) for day in (1, 2, 3)]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# ten in the morning: no story but one comes near midnight
MORNING = 600
MOST_USERS = 3


def at(day: int, minute: float = MORNING) -> datetime:
    return START + day * DAY + minute * MINUTE


def person(identifier: str, kind: str = "user_id") -> str:
    return hashlib.md5(f"{kind}\x1f{identifier}".encode()).hexdigest()


class Stories:
    """Rows by load, in the order they are told."""

    def __init__(self):
        self.rows = [[] for _ in LOADS]

    def tell(self, load: int, moment: datetime, **fields) -> None:
        """One row of load 1, 2 or 3; a page view that nothing is wrong with unless told so."""
        rows = self.rows[load - 1]
        rows.append({
            "event": "page_view", "timestamp": moment.isoformat() + "Z",
            "message_id": f"load {load} row {len(rows)}",
        } | fields)

    def visit(self, load: int, visitor: str, day: int, *minutes: float, **fields) -> None:
        """Page views of one visitor, in minutes of a day."""
        for minute in minutes:
            self.tell(load, at(day, minute), anonymous_id=visitor, **fields)


def planted() -> Stories:
    told = Stories()
    told.visit(1, "starts earlier", 0, 600, 610)
    told.visit(2, "starts earlier", 0, 590)

    told.visit(1, "bridged", 3, 600, 650)
    told.visit(2, "bridged", 3, 625)

    # one microsecond too far from the first, just near enough to the last
    edge = 30 + 1 / 60_000_000
    told.visit(1, "edge", 6, 600, 600 + edge + 30)
    told.visit(2, "edge", 6, 600 + edge)

    told.visit(1, "handed over", 9, 600, 620, user_id="ana")
    told.visit(1, "handed over", 9, 610)
    told.visit(2, "handed over", 9, 615, user_id="ben")

    told.visit(1, "over midnight", 12, 1430)
    told.visit(2, "over midnight", 13, 10)

    # the copy that comes second was received first: on another day and by another name
    told.tell(1, at(20), anonymous_id="received", message_id="twice", event="product_view",
              received_at=at(22).isoformat())
    told.tell(2, at(15), anonymous_id="received", message_id="twice",
              received_at=at(21).isoformat())
    # without a receipt the load tells, and in one load the file's name
    told.tell(1, at(25), anonymous_id="unreceived", message_id="unreceived")
    told.tell(2, at(24), anonymous_id="unreceived", message_id="unreceived")

    for day in (30, 60, 90):
        told.visit(1, "claimed", day, MORNING)
    told.visit(2, "claimed", 91, MORNING, user_id="claimer")

    told.visit(1, "merged-a", 100, MORNING, user_id="merged-a")
    told.visit(1, "merged-b", 102, MORNING, user_id="merged-b")
    told.tell(2, at(131), type="alias", previous_id="merged-a", user_id="merged-b")
    # the alias links a user nobody saw until the third load, who then is the oldest
    told.tell(1, at(142), user_id="linked-new", anonymous_id="linked")
    told.tell(2, at(141), type="alias", previous_id="linked-old", user_id="linked-new")
    told.tell(3, at(140), user_id="linked-old", anonymous_id="linked, too")
    # first an alias of a visitor, then the visitor's name turns out to be a user's
    told.visit(1, "twofold", 150, MORNING)
    told.tell(2, at(151), type="alias", previous_id="twofold", user_id="twofold-user")
    told.tell(3, at(152), user_id="twofold")

    told.visit(1, "very late", 200, MORNING)
    told.visit(2, "very late", 160, MORNING)

    told.visit(1, "marathon", 210, *[600 + 20 * number for number in range(3 * 72 + 1)])
    told.visit(2, "marathon", 210, 593)

    for number in range(MOST_USERS + 1):
        load = 1 if number < 2 else number
        told.tell(load, at(220, 600 + 60 * number), device_id="kiosk", user_id=f"guest-{number}")
    told.tell(1, at(220, 900), device_id="kiosk")

    told.tell(1, at(230, 605), user_id="served")
    told.visit(2, "served", 230, 600, 610, user_id="served")
    told.visit(1, "served after", 233, 600, 610, user_id="served after")
    told.tell(2, at(233, 605), user_id="served after")
    # the visit that covers the server's event becomes the user's own by a login after it
    told.visit(1, "served at last", 236, 600, 610)
    told.tell(1, at(236, 605), user_id="served at last")
    told.visit(3, "served at last", 237, 600, user_id="served at last")

    for load, minute, role in ((1, 600, "member"), (1, 620, "owner"), (2, 610, "guest")):
        told.tell(load, at(240, minute), type="group", account_id="acme", user_id="colleague",
                  anonymous_id="colleague", traits={"role": role})
    told.tell(3, at(240, 590), account_id="acme", user_id="colleague", anonymous_id="colleague")

    told.visit(1, "buyer", 245, 600, event="product_view")
    told.visit(1, "buyer", 245, 620, event="transaction")
    told.visit(2, "buyer", 245, 610, event="add_to_cart")
    told.visit(3, "buyer", 245, 615, event="checkout_step")
    plant_for_definitions(told)
    return told


def plant_for_definitions(told: Stories) -> None:
    """Rows that change with the definitions: one event or visit for each change."""
    told.visit(1, "renamed", 300, 600, event="Seen Before")
    # 40 minutes apart: one session or two
    told.visit(1, "slow", 305, 600, 640)
    told.visit(1, "no longer", 310, 600, event="held_blocked")
    told.visit(1, "misspelt", 311, 600, event="held misspelt")
    told.visit(1, "choosy", 312, 600, event="signup_completed", properties={"plan": "golden"})
    told.visit(1, "stand-in a", 315, 600, user_id="nobody-at-all")
    told.visit(1, "stand-in b", 315, 600, user_id="nobody-at-all")
    told.visit(1, "by newsletter", 320, 600,
               context={"page": {"url": "https://a.example/?utm_source=letters"}})
    told.visit(1, "key", 325, 600, event="login")
    for name, minute in (("product_view", 600), ("refund", 605), ("transaction", 610)):
        told.visit(1, "refunded", 330, minute, event=name)
    # half past eleven in the evening, in New York another day
    told.visit(1, "night", 335, 1410, event="feature_used", properties={"feature": "x"})
    told.visit(1, "night", 337, 30, event="feature_used", properties={"feature": "x"})
    told.visit(1, "gadget", 340, 600, context={"user_agent": "Gadget 2 (X11; Linux x86_64)"})


class Built:
    """The project that builds load by load, and what its database held after each."""

    def __init__(self, folder):
        self.folder = folder
        self.variables = {"max_users_per_identifier": MOST_USERS}
        self.project = self.new_project("by_loads")
        # blocked, and a name that must be known
        self.project.append_to_seed(
            "event_taxonomy",
            "held_blocked,,,,,blocked,false\nheld_*,,,,,active,true\n",
        )
        told = planted()
        self.after: list[Build] = []
        for load_date, rows in zip(LOADS, told.rows, strict=True):
            self.project.write_lines(str(load_date), rows)
            self.build()

    def new_project(self, name: str, landing=None) -> Project:
        folder = self.folder / name
        folder.mkdir()
        return Project(folder, landing, is_small=True, is_brief=True)

    def build(self) -> None:
        """Builds seeds and models, and keeps a copy of the database."""
        build = self.run(self.project)
        kept = self.folder / f"after_{len(self.after) + 1}.duckdb"
        shutil.copy(build.database, kept)
        self.after.append(Build(build.code, build.output, kept))

    def run(self, project: Project) -> Build:
        build = project.build(
            "--exclude-resource-type", "test", "unit_test", variables=self.variables
        )
        assert build.code == 0, build.output[-6000:]
        return build

    def check(self) -> None:
        """Compares the last state with a fresh build of the same files and definitions."""
        fresh = self.new_project(f"at_once_{len(self.after)}", self.project.landing)
        shutil.copytree(self.project.root / "seeds", fresh.root / "seeds", dirs_exist_ok=True)
        found = differences(
            self.after[-1].database, self.run(fresh).database, self.project.changes()
        )
        shutil.rmtree(fresh.folder)
        if found:
            lines = []
            for one in found:
                lines.append(str(one))
                lines += [f"  by loads: {row}" for row in one.left_rows[:3]]
                lines += [f"  at once:  {row}" for row in one.right_rows[:3]]
            pytest.fail("\n".join(lines), pytrace=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return Built(tmp_path_factory.mktemp("late"))


@pytest.fixture(scope="module")
def after(built):
    """What the database held after each load, by the load's number."""
    return dict(enumerate(built.after[: len(LOADS)], start=1))


def sessions(build: Build, visitor: str) -> list[tuple]:
    """Beginning and end in minutes of the first session's day, and number of events."""
    rows = build.query(f"""
        select started_at, ended_at, event_count
        from core.fct_sessions
        where stream_id in (
            select stream_id from core.fct_events where anonymous_id = '{visitor}'
        )
        order by started_at
    """)
    day = datetime.combine(rows[0][0].date(), datetime.min.time())
    return [((begin - day) / MINUTE, (end - day) / MINUTE, count) for begin, end, count in rows]


def people(build: Build, visitor: str) -> list[str]:
    """The person of each event of a visitor, by time."""
    return [who for who, in build.query(f"""
        select person_id from core.fct_events where anonymous_id = '{visitor}'
        order by occurred_at
    """)]


def test_equal_to_one_build_of_all_loads(built):
    built.check()


def test_first_event_of_a_session_comes_late(after):
    assert sessions(after[1], "starts earlier") == [(600, 610, 2)]
    assert sessions(after[2], "starts earlier") == [(590, 610, 3)]


def test_late_event_joins_two_sessions(after):
    assert sessions(after[1], "bridged") == [(600, 600, 1), (650, 650, 1)]
    assert sessions(after[2], "bridged") == [(600, 650, 3)]


def test_late_event_at_the_edge_joins_the_nearer_session(after):
    assert [count for *_, count in sessions(after[1], "edge")] == [1, 1]
    assert [count for *_, count in sessions(after[2], "edge")] == [1, 2]


def test_late_login_of_somebody_else_splits_a_session(after):
    assert sessions(after[1], "handed over") == [(600, 620, 3)]
    assert sessions(after[2], "handed over") == [(600, 610, 2), (615, 615, 1), (620, 620, 1)]
    ana, ben = person("ana"), person("ben")
    assert people(after[2], "handed over") == [ana, ana, ben, ana]


def test_session_over_midnight_and_loads(after):
    assert sessions(after[1], "over midnight") == [(1430, 1430, 1)]
    assert sessions(after[2], "over midnight") == [(1430, 1450, 2)]


def test_copy_received_earlier_takes_the_place_of_the_accepted_one(after):
    query = """
        select event_name, occurred_at, event_date, load_date
        from core.fct_events where anonymous_id = 'received'
    """
    assert after[1].query(query) == [("product_view", at(20), at(20).date(), LOADS[0])]
    assert after[2].query(query) == [("page_view", at(15), at(15).date(), LOADS[1])]
    assert after[2].query("""
        select load_date, disposition, reason, rows
        from quality.event_ledger where disposition = 'duplicate'
        order by all
    """) == [
        (LOADS[0], "duplicate", "same_message_id", 1),
        (LOADS[1], "duplicate", "same_message_id", 1),
    ]


def test_copy_without_a_receipt_stays_a_copy(after):
    for load in (1, 2, 3):
        assert after[load].query("""
            select occurred_at, load_date from core.fct_events where anonymous_id = 'unreceived'
        """) == [(at(25), LOADS[0])]


def test_login_claims_what_a_browser_did_two_months_ago(after):
    assert people(after[1], "claimed") == [person("claimed", "anonymous_id")] * 3
    assert people(after[2], "claimed") == [person("claimer")] * 4
    query = f"""
        select user_id, first_seen_at, last_seen_at, is_identified
        from core.dim_persons
        where person_id in ('{person("claimer")}', '{person("claimed", "anonymous_id")}')
    """
    assert after[1].query(query) == [(None, at(30), at(90), False)]
    assert after[2].query(query) == [("claimer", at(30), at(91), True)]


def test_alias_merges_two_users_of_last_month(after):
    assert people(after[1], "merged-b") == [person("merged-b")]
    assert people(after[2], "merged-b") == [person("merged-a")]
    assert after[2].query("""
        select user_id, first_seen_at, last_seen_at from core.dim_persons
        where user_id like 'merged-%'
    """) == [("merged-a", at(100), at(131))]


def test_user_named_by_an_alias_turns_out_to_be_the_oldest(after):
    assert people(after[1], "linked") == [person("linked-new")]
    # nobody was seen before the alias itself, which names both at once
    assert people(after[2], "linked") == [person("linked-new")]
    assert people(after[3], "linked") == [person("linked-old")]


def test_alias_of_a_visitor_becomes_one_of_a_user(after):
    assert people(after[1], "twofold") == [person("twofold", "anonymous_id")]
    assert people(after[2], "twofold") == [person("twofold-user")]
    names = "select user_id from core.dim_persons where user_id like 'twofold%' order by all"
    assert after[2].query(names) == [("twofold-user",)]
    # a merge now. Both users begin with the alias, and of two as old the text decides
    assert after[3].query(names) == [("twofold",)]
    assert people(after[3], "twofold") == [person("twofold")]


def test_event_comes_forty_days_late(after):
    query = f"""
        select first_seen_at, last_seen_at from core.dim_persons
        where person_id = '{person("very late", "anonymous_id")}'
    """
    assert after[1].query(query) == [(at(200), at(200))]
    assert after[2].query(query) == [(at(160), at(200))]
    assert len(sessions(after[2], "very late")) == 2


def test_late_first_event_moves_every_cut_of_a_long_stream(after):
    day = 24 * 60
    assert sessions(after[1], "marathon") == [
        (600, 600 + day, 73),
        (620 + day, 620 + 2 * day, 73),
        (640 + 2 * day, 600 + 3 * day, 71),
    ]
    # 24 hours from 9:53 end before ten o'clock
    assert sessions(after[2], "marathon") == [
        (593, 580 + day, 73),
        (600 + day, 600 + 2 * day, 73),
        (620 + 2 * day, 600 + 3 * day, 72),
    ]


def test_device_becomes_shared_equipment_with_the_third_load(after):
    query = """
        select person_id from core.fct_events where device_id = 'kiosk' and user_id is null
    """
    last = MOST_USERS - 1
    assert after[1].query(query) == [(person("guest-1"),)]
    assert after[2].query(query) == [(person(f"guest-{last}"),)]
    assert after[3].query(query) == [(person("kiosk", "device_id"),)]
    shared = """
        select user_count, is_never_stitched from quality.shared_identifiers
        where identifier = 'kiosk'
    """
    assert after[2].query(shared) == [(MOST_USERS, False)]
    assert after[3].query(shared) == [(MOST_USERS + 1, True)]


@pytest.mark.parametrize(
    ("visitor", "counts"),
    [("served", {2: 3, 3: 3}), ("served after", {1: 2, 2: 3}), ("served at last", {2: 2, 3: 3})],
)
def test_event_of_a_server_joins_the_session_that_covers_it(after, visitor, counts):
    found = {load: sessions(after[load], visitor)[0] for load in counts}
    assert found == {load: (600, 610, count) for load, count in counts.items()}


def test_event_of_a_server_waits_for_its_session(after):
    query = """
        select session_id is not null from core.fct_events
        where user_id = 'served' and anonymous_id is null
    """
    assert after[1].query(query) == [(False,)]
    assert after[2].query(query) == [(True,)]


def test_role_told_late_stands_between_the_others(after):
    query = """
        select role, valid_from, valid_to from core.account_members
        where account_id = 'acme' order by valid_from
    """
    minutes = [at(240, minute) for minute in (590, 600, 610, 620)]
    assert after[1].query(query) == [
        ("member", minutes[1], minutes[3]), ("owner", minutes[3], None),
    ]
    assert after[3].query(query) == [
        (None, minutes[0], minutes[1]), ("member", minutes[1], minutes[2]),
        ("guest", minutes[2], minutes[3]), ("owner", minutes[3], None),
    ]


def test_steps_that_come_late_complete_a_funnel(after):
    who = person("buyer", "anonymous_id")
    query = f"""
        select furthest_step, converted_at from marts.funnel_units
        where funnel_name = 'shop_purchase' and unit_id = '{who}'
    """
    assert after[1].query(query) == [(1, None)]
    assert after[2].query(query) == [(2, None)]
    assert after[3].query(query) == [(4, at(245, 620))]


def edit(project: Project, name: str, old: str, new: str, folder: str = "definitions") -> None:
    """Replaces text of a seed that is there just once."""
    path = project.seed_file(name, folder)
    text = path.read_text()
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new))


def events(build: Build, visitor: str, *columns: str) -> list[tuple]:
    """Columns of a visitor's events, by time."""
    return build.query(f"""
        select {", ".join(columns)} from core.fct_events where anonymous_id = '{visitor}'
        order by occurred_at
    """)


class TestDefinitionsChange:
    """Each test changes definitions and builds again, in this order, some with new rows.

    What one test changes is read by different tables, so that a table that is rebuilt for
    one change does not hide that another was forgotten.
    """

    def test_funnels_and_curves(self, built):
        buyer = f"""
            select furthest_step from marts.funnel_units
            where
                funnel_name = 'shop_purchase'
                and unit_id = '{person("buyer", "anonymous_id")}'
        """
        assert built.after[-1].query(buyer) == [(4,)]
        edit(built.project, "funnels", "shop_purchase,ordered,86400", "shop_purchase,ordered,899")
        built.project.append_to_seed(
            "funnels", "refunds,ordered,3600,person,keep_earlier_steps,,,\n"
        )
        built.project.append_to_seed(
            "funnel_steps",
            "refunds,1,Viewed,product_view,,,,false,,\nrefunds,2,Paid back,refund,,,,false,,\n",
        )
        built.project.append_to_seed(
            "retention_curves",
            "hourly_refunds,refund,,hour,3,first_time,calendar,on\n"
            "weekly_views,page_view,,week,2,recurring,calendar,on\n",
        )
        built.build()
        # checkout was fifteen minutes after the view, a second too late now
        assert built.after[-1].query(buyer) == [(2,)]
        assert built.after[-1].query("""
            select step_number, units from marts.funnel_steps where funnel_name = 'refunds'
            order by step_number
        """) == [(1, 2), (2, 1)]
        assert built.after[-1].query("""
            select period_number, retained from marts.retention_cohorts
            where retention_name = 'hourly_refunds'
            order by period_number
        """) == [(0, 1), (1, 0), (2, 0), (3, 0)]
        built.check()

    def test_key_events_and_first_day_of_the_week(self, built):
        engaged = """
            select is_engaged from core.fct_sessions
            where session_id in (
                select session_id from core.fct_events where anonymous_id = 'key'
            )
        """
        weeks = """
            select distinct dayofweek(cohort_period) from marts.retention_cohorts
            where retention_name = 'weekly_views'
        """
        # Monday is 1, Sunday 0
        assert built.after[-1].query(engaged) == [(False,)]
        assert built.after[-1].query(weeks) == [(1,)]
        built.project.append_to_seed("key_events", "login,a user came back\n", "reference")
        built.variables["week_start"] = "sunday"
        built.build()
        assert built.after[-1].query(engaged) == [(True,)]
        assert built.after[-1].query(weeks) == [(0,)]
        built.check()

    def test_channel_rules_and_as_of(self, built):
        channel = """
            select channel from core.fct_sessions
            where session_id in (
                select session_id from core.fct_events where anonymous_id = 'by newsletter'
            )
        """
        immature = "select count(*) > 0 from marts.funnel_steps_by_day where not is_mature"
        assert built.after[-1].query(channel) == [("other_campaign",)]
        built.project.append_to_seed("channels", "1,^letters$,,,,,email\n")
        built.variables["as_of"] = f"{at(245, 612).isoformat()}Z"
        built.build()
        assert built.after[-1].query(channel) == [("email",)]
        assert built.after[-1].query(immature) == [(True,)]
        built.check()

    def test_aliases(self, built):
        build = built.after[-1]
        assert events(build, "renamed", "event_name", "raw_event_name") == [
            ("seen_before", "Seen Before")
        ]
        assert events(build, "misspelt", "event_name") == []
        built.project.append_to_seed(
            "event_aliases", "*,Seen Before,menu_opened\n*,held misspelt,form_submitted\n"
        )
        # the third load date gets another file, whose name sorts before the one that was read
        built.project.write_lines(str(LOADS[-1]), [{
            "event": "Seen Before", "timestamp": f"{at(300, 590).isoformat()}Z",
            "message_id": "seen late", "anonymous_id": "renamed",
        }], "another.ndjson")
        built.build()
        build = built.after[-1]
        assert events(build, "renamed", "event_name", "raw_event_name") == [
            ("menu_opened", "Seen Before")
        ] * 2
        assert events(build, "misspelt", "event_name") == [("form_submitted",)]
        built.check()

    def test_property_aliases(self, built):
        """An edit changes history, and no landing file is read again."""
        asked = "json_keys(properties)"
        assert events(built.after[-1], "night", asked) == [(["feature"],)] * 2
        built.project.append_to_seed("property_aliases", "*,Feature,capability\n")
        built.build()
        assert events(built.after[-1], "night", asked) == [(["capability"],)] * 2
        assert built.after[-1].query("""
            select count(*) from runs.plan where node like '%int_events__read' and mode = 'rebuild'
        """) == [(0,)]
        built.check()

    def test_taxonomy(self, built):
        assert events(built.after[-1], "no longer", "event_name") == []
        edit(built.project, "event_taxonomy", "held_blocked,,,,,blocked", "held_blocked,,,,,active")
        edit(built.project, "event_taxonomy", "page_view,navigation", "page_view,reading")
        built.build()
        assert events(built.after[-1], "no longer", "event_name") == [("held_blocked",)]
        assert events(built.after[-1], "bridged", "category") == [("reading",)] * 3
        assert built.after[-1].query("""
            select count(*) from quality.event_quarantine where raw like '%held_blocked%'
        """) == [(0,)]
        built.check()

    def test_properties(self, built):
        assert events(built.after[-1], "choosy", "event_name") == []
        edit(built.project, "event_properties", "signup_completed,plan,string,true,free|",
             "signup_completed,plan,string,true,golden|free|")
        built.build()
        assert events(built.after[-1], "choosy", "event_name") == [("signup_completed",)]
        built.check()

    def test_placeholders(self, built):
        one = person("nobody-at-all")
        assert people(built.after[-1], "stand-in a") == [one]
        assert people(built.after[-1], "stand-in b") == [one]
        built.project.append_to_seed(
            "placeholder_identifiers", "nobody-at-all,a stand-in for no user\n", "reference"
        )
        built.build()
        for visitor in ("stand-in a", "stand-in b"):
            assert people(built.after[-1], visitor) == [person(visitor, "anonymous_id")]
        built.check()

    def test_user_agents(self, built):
        assert events(built.after[-1], "gadget", "is_bot", "device_type") == [(False, "desktop")]
        edit(built.project, "user_agent_patterns", "device_type,tv,3,",
             "bot,bot,1,^gadget,robots of ours\ndevice_type,tv,1,", "reference")
        built.build()
        # a robot has no device
        assert events(built.after[-1], "gadget", "is_bot", "device_type") == [(True, None)]
        built.check()

    def test_timeout(self, built):
        assert sessions(built.after[-1], "slow") == [(600, 600, 1), (640, 640, 1)]
        edit(built.project, "source_settings", "tracker,gap,30", "tracker,gap,60")
        built.project.write_lines(str(LOADS[-1]), [{
            "event": "page_view", "timestamp": f"{at(305, 700).isoformat()}Z",
            "message_id": "slow and late", "anonymous_id": "slow",
        }], "zuletzt.ndjson")
        built.build()
        assert sessions(built.after[-1], "slow") == [(600, 700, 3)]
        built.check()

    def test_most_users_of_an_identifier(self, built):
        kiosk = """
            select person_id from core.fct_events where device_id = 'kiosk' and user_id is null
        """
        assert built.after[-1].query(kiosk) == [(person("kiosk", "device_id"),)]
        built.variables["max_users_per_identifier"] = MOST_USERS + 1
        built.build()
        assert built.after[-1].query(kiosk) == [(person(f"guest-{MOST_USERS}"),)]
        built.check()

    def test_time_zone(self, built):
        days = [at(335).date(), at(337).date()]
        assert events(built.after[-1], "night", "event_date") == [(day,) for day in days]
        built.variables["timezone"] = "America/New_York"
        built.build()
        days[1] -= DAY
        assert events(built.after[-1], "night", "event_date") == [(day,) for day in days]
        built.check()
