"""Who is who, and what is one event, through a real build.

The merge of users runs in a materialization, which unit tests cannot reach: here aliases form
chains, cycles, a hub and components of which the truth is known by how they are planted. What
hangs on hashes (people of events, copies told by content) is asked of the same build.
"""

import hashlib
from datetime import datetime, timedelta

import pytest

from tests.builds import ROW_FATES, Project

START = datetime(2026, 1, 1)
CHAINS = (2, 3, 60, 1000)
HUB = 500
MOST_USERS = 10


def at(minutes: float) -> str:
    return (START + timedelta(minutes=minutes)).isoformat(timespec="microseconds") + "Z"


def event(minutes: float, **fields) -> dict:
    return {"event": "seen", "timestamp": at(minutes), **fields}


def alias(minutes: float, previous_id: str, user_id: str) -> dict:
    return event(minutes, type="alias", previous_id=previous_id, user_id=user_id)


def person(identifier: str, kind: str = "user_id") -> str:
    return hashlib.md5(f"{kind}\x1f{identifier}".encode()).hexdigest()


def message_key(message_id: str) -> str:
    """The event_id of the tracker's event with this message id."""
    return hashlib.md5(f"tracker\x1fmessage\x1f{message_id}".encode()).hexdigest()


def planted_users() -> tuple[list[dict], dict[str, str]]:
    """Rows, and of every user identifier the one that stands for it."""
    rows, canonical = [], {}
    for length in CHAINS:
        names = [f"chain{length}-{number:04}" for number in range(length + 1)]
        # links in an order that jumps to and fro; 7 is prime to every length
        links = [number * 7 % length for number in range(length)]
        assert sorted(links) == list(range(length))
        rows += [
            alias(1_000 + minute / 100, names[link], names[link + 1])
            for minute, link in enumerate(links)
        ]
        # neither an end of the chain nor its first alias is the oldest
        oldest = names[length // 2]
        rows.append(event(10, user_id=oldest))
        canonical |= dict.fromkeys(names, oldest)

    for length in (2, 3):
        names = [f"cycle{length}-{number}" for number in range(length)]
        rows += [
            alias(2_000 - number, names[number], names[(number + 1) % length])
            for number in range(length)
        ]
        # the last alias is the earliest: it names the last one and the first one at once
        canonical |= dict.fromkeys(names, names[0])

    spokes = [f"hub-{number:03}" for number in range(HUB)]
    rows += [alias(3_000 + number, spoke, "hub") for number, spoke in enumerate(spokes)]
    rows.append(event(20, user_id=spokes[-1]))
    canonical |= dict.fromkeys([*spokes, "hub"], spokes[-1])

    # two components of users on one browser, which is no reason to merge
    rows += [alias(4_000, "left-0", "left-1"), alias(4_001, "left-1", "left-2")]
    rows += [alias(4_000, "right-0", "right-1")]
    rows += [
        event(4_100, user_id="left-2", anonymous_id="common"),
        event(4_200, user_id="right-1", anonymous_id="common"),
    ]
    canonical |= {"left-0": "left-0", "left-1": "left-0", "left-2": "left-0"}
    canonical |= {"right-0": "right-0", "right-1": "right-0"}

    # first seen at the same moment: the text decides; `Z` comes before `a`
    rows += [event(30, user_id="tie-a"), event(30, user_id="tie-Z"), alias(5_000, "tie-a", "tie-Z")]
    canonical |= {"tie-a": "tie-Z", "tie-Z": "tie-Z"}

    rows.append(event(40, user_id="alone"))
    canonical["alone"] = "alone"
    return rows, canonical


def planted_owners() -> tuple[list[dict], dict[str, str]]:
    """Rows on shared browsers, and of every message the person it belongs to."""
    rows, people = [], {}

    def seen(minutes, who, **fields):
        message = f"owner-{len(rows)}"
        rows.append(event(minutes, message_id=message, **fields))
        people[message] = who

    ana, ben = person("ana"), person("ben")
    seen(6_000, ana, anonymous_id="home")
    seen(6_001, ana, anonymous_id="home", user_id="ana")
    seen(6_002, ana, anonymous_id="home")
    seen(6_003, ben, anonymous_id="home", user_id="ben")
    seen(6_004, ben, anonymous_id="home")
    seen(6_005, ana, anonymous_id="home", user_id="ana")
    seen(6_006, ana, anonymous_id="home")
    # the browser's owner before the device's, the device's before the visitor himself
    seen(6_100, ben, device_id="tablet", user_id="ben")
    seen(6_101, ana, device_id="tablet", anonymous_id="home")
    seen(6_102, ben, device_id="tablet", anonymous_id="cleared")
    seen(6_103, person("nobody", "anonymous_id"), anonymous_id="nobody")
    seen(6_104, person("nobody", "device_id"), device_id="nobody")
    # an alias that names a visitor is a login on him, and no merge
    seen(6_200, person("cleo"), anonymous_id="walk-in")
    rows.append(alias(6_201, "walk-in", "cleo"))
    # as many users as allowed, and one more
    for count in (MOST_USERS, MOST_USERS + 1):
        kiosk = f"kiosk-{count}"
        for number in range(count):
            user = f"{kiosk}-{number}"
            seen(6_300 + number, person(user), anonymous_id=kiosk, user_id=user)
        last = f"{kiosk}-{count - 1}"
        who = person(last) if count <= MOST_USERS else person(kiosk, "anonymous_id")
        seen(6_400, who, anonymous_id=kiosk)
    return rows, people


def planted_sessions() -> list[dict]:
    rows = []
    # one person by two names stays in his session, another person does not
    rows += [alias(7_000, "work-name", "home-name")]
    for number, user in enumerate(("work-name", "home-name")):
        rows.append(event(7_100 + number, user_id=user, anonymous_id="renamed"))
    for number, user in enumerate(("dora", "emil")):
        rows.append(event(7_100 + number, user_id=user, anonymous_id="passed on"))
    # every twenty minutes for three days: 24 hours after its start an event still belongs
    rows += [event(20 * number, anonymous_id="marathon") for number in range(3 * 72 + 1)]
    return rows


def planted_copies() -> tuple[list[tuple[str, dict]], dict[str, list[tuple]]]:
    """Rows with their load, and by visitor the fates of his rows in order of load and line."""
    first, second = "2026-02-01", "2026-02-02"
    base = event(8_000, properties={"n": 1}, context={"page": {"url": "/a"}})
    content = base | {"anonymous_id": "content"}
    late = base | {"anonymous_id": "late", "message_id": "m-late"}
    broken = base | {"anonymous_id": "broken", "message_id": "m-broken"}
    named = base | {"anonymous_id": "named"}
    rows = [
        (first, content | {"sent_at": at(8_001), "received_at": at(8_001)}),
        (first, content | {"sent_at": at(8_002), "received_at": at(8_003)}),
        (first, content | {"properties": {"n": 2}}),
        (first, content | {"context": {"page": {"url": "/b"}}}),
        (first, content | {"type": "page"}),
        (second, content | {"received_at": at(8_500)}),
        # first received wins, in whatever load it comes
        (first, late | {"received_at": at(9_000)}),
        (second, late | {"received_at": at(8_999)}),
        # a copy that is quarantined does not take the place of a good one
        (first, broken | {"timestamp": "soon"}),
        (second, broken),
        # the id tells, whatever the rest says; a blank one is none
        (first, named | {"message_id": "m-named"}),
        (first, named | {"message_id": " m-named ", "properties": {"n": 9}}),
        (first, named | {"message_id": 77}),
        (first, named | {"message_id": "77", "properties": {"n": 9}}),
        (first, named | {"message_id": " "}),
        (first, named | {"message_id": ""}),
    ]
    fates = {
        "content": [
            ("accepted", ""), ("duplicate", "same_content"), ("accepted", ""),
            ("accepted", ""), ("accepted", ""), ("duplicate", "same_content"),
        ],
        "late": [("duplicate", "same_message_id"), ("accepted", "")],
        "broken": [("quarantined", "invalid_timestamp"), ("accepted", "")],
        "named": [
            ("accepted", ""), ("duplicate", "same_message_id"),
            ("accepted", ""), ("duplicate", "same_message_id"),
            ("accepted", ""), ("duplicate", "same_content"),
        ],
    }
    return rows, fates


USERS, CANONICAL = planted_users()
OWNERS, PEOPLE = planted_owners()
COPIES, FATES = planted_copies()


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("identity"), is_small=True, is_brief=True)
    copies = {load: [row for at_load, row in COPIES if at_load == load] for load, _ in COPIES}
    rows = [*USERS, *OWNERS, *planted_sessions(), *copies["2026-02-01"]]
    project.write_lines("2026-02-01", rows)
    project.write_lines("2026-02-02", copies["2026-02-02"])
    # names are free here: the shipped taxonomy asks for known ones
    project.write_seed("event_taxonomy", [])
    project.write_seed("event_properties", [])
    build = project.build(
        "--select", "+fct_events", "+fct_sessions", "+int_events__excluded",
        "--resource-type", "seed", "model",
        variables={"max_users_per_identifier": MOST_USERS},
    )
    assert build.code == 0, build.output[-4000:]
    return build


def test_users_merge_along_any_chain_cycle_and_hub(build):
    merged = build.query("select user_id, canonical_user_id from intermediate.int_users__merged")
    assert {user: CANONICAL[user] for user in CANONICAL} == {
        user: canonical for user, canonical in merged if user in CANONICAL
    }


def test_merged_users_are_one_person_and_others_are_not(build):
    rows = build.query("select user_id, person_id from intermediate.int_users__merged")
    people = dict(rows)
    assert {user: people[user] for user in CANONICAL} == {
        user: person(canonical) for user, canonical in CANONICAL.items()
    }


def test_no_alias_is_left_between_two_people(build):
    assert build.query("""
        select count(*), count(*) filter (where before.person_id <> after.person_id)
        from intermediate.int_user_aliases as aliases
        join intermediate.int_users__merged as before on aliases.previous_id = before.user_id
        join intermediate.int_users__merged as after on aliases.user_id = after.user_id
    """) == [(sum(CHAINS) + 2 + 3 + HUB + 3 + 1 + 1, 0)]


def test_events_belong_to_who_owned_the_browser_then(build):
    keys = {message_key(message_id): message_id for message_id in PEOPLE}
    rows = build.query("select event_id, person_id from core.fct_events")
    assert {keys[key]: person for key, person in rows if key in keys} == PEOPLE


def test_visitor_that_an_alias_names_is_no_user(build):
    assert build.query(
        "select count(*) from intermediate.int_users where user_id = 'walk-in'"
    ) == [(0,)]


def test_one_person_by_two_names_stays_in_the_session(build):
    assert dict(build.query("""
        select anonymous_id, count(distinct session_id)
        from core.fct_events where anonymous_id in ('renamed', 'passed on') group by all
    """)) == {"renamed": 1, "passed on": 2}


def test_three_days_without_a_pause_are_cut_greedily_at_24_hours(build):
    assert build.query("""
        select sessions.started_at, sessions.duration_seconds, sessions.event_count
        from core.fct_sessions as sessions
        where sessions.session_id in (
            select session_id from core.fct_events where anonymous_id = 'marathon'
        )
        order by sessions.started_at
    """) == [
        (START, 86400.0, 73),
        (START + timedelta(minutes=20 * 73), 86400.0, 73),
        (START + timedelta(minutes=20 * 146), 70 * 1200.0, 71),
    ]


def test_copies_are_told_by_message_id_else_by_content(build):
    rows = build.query(f"""
        select documents.anonymous_id, fates.disposition, fates.reason
        from {ROW_FATES} as fates
        join intermediate.int_events__read as documents on fates.row_id = documents.row_id
        order by fates.row_id
    """)
    found = {}
    for visitor, *fate in rows:
        found.setdefault(visitor, []).append(tuple(fate))
    assert {visitor: found[visitor] for visitor in FATES} == FATES
