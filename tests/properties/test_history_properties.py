"""Random small histories through one real build, against the rules in plain Python.

Hundreds of histories of 3 to 100 rows lie side by side in one landing zone, each with identifiers of
its own, its rows spread at random over loads and files. One `dbt build` reads them all; then each
line's fate, each event's name, time, person and session, the identity map, the sessions and the
ledger are compared with `referee` and `referee_people`. A history that differs is printed whole,
with its lines where they lie.

`FOOTPATH_HISTORIES=5000` in the environment asks for more of them, `FOOTPATH_HISTORY_SEED` for
others. What is wrong with whole files (unreadable, unexpected) is tested in test_landing_reader.py.
"""

import csv
import datetime
import gzip
import json
import os
import zlib
from collections import Counter, defaultdict

import pytest
from random_histories import COMMON_PROPERTIES, FILES, LOADS, WORLDS, History, Place, world
from referee import Definitions, Line, Row, judge_all
from referee_people import Outcome, resolve

from tests.builds import ROOT, ROW_FATES, Project

COUNT = int(os.environ.get("FOOTPATH_HISTORIES", "400"))
SEED = int(os.environ.get("FOOTPATH_HISTORY_SEED", "20240301"))
# lower than in real life, so that few rows reach them
SETTINGS = {"max_users_per_identifier": 3, "max_row_bytes": 3000}
MODELS = (
    "+fct_events", "+fct_sessions", "+dim_persons", "+identity_map", "+event_ledger",
    "+event_quarantine", "+int_events__excluded",
)
EPOCH = datetime.datetime(1970, 1, 1)


class Histories:
    """All histories, what the referee says of them, and what the build says."""

    def __init__(self, project: Project):
        self.histories = [History(number, SEED) for number in range(COUNT)]
        self.lines = self._land(project)
        self.definitions = self._define(project)
        # the project's own data tests come with it, where all that they read is built
        build = project.build(
            "--select", *MODELS, "--exclude-resource-type", "unit_test",
            "--indirect-selection", "cautious", variables=SETTINGS,
        )
        assert build.code == 0, build.output[-6000:]
        self.build = build
        self._judge()
        self._label()

    def _land(self, project: Project) -> list[list[Line]]:
        """Writes the files and returns each history's lines where they came to lie."""
        content = defaultdict(list)
        for number, history in enumerate(self.histories):
            for place in history.places:
                content[place.load_date, place.file].append((number, place))
        # one file breaks off in the middle of a line
        cut = LOADS[2], FILES[1]
        torn = Place(*cut, b'{"event": "torn", "user_id": "h00000-u0", "tim')
        content[cut].append((0, torn))
        lines = [[] for _ in self.histories]
        for (load_date, name), entries in content.items():
            path = f"tracker/events/load_date={load_date}/{name}"
            for line_number, (number, place) in enumerate(entries, start=1):
                lines[number].append(
                    Line(load_date, path, line_number, place.content, place is torn)
                )
            text = b"\n".join(place.content for _, place in entries)
            if (load_date, name) == cut:
                packer = zlib.compressobj(wbits=31)
                data = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
            else:
                data = text + b"\n"
                data = gzip.compress(data) if name.endswith(".gz") else data
            file = project.landing / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return lines

    def _define(self, project: Project) -> Definitions:
        """Writes the definitions of all worlds."""
        worlds = [world(number, SEED) for number in range(WORLDS)]
        aliases = [row for one in worlds for row in one.aliases]
        taxonomy = [row for one in worlds for row in one.taxonomy]
        properties = [row for one in worlds for row in one.properties] + COMMON_PROPERTIES
        taxonomy = [{"status": "active", "is_required_known": "false"} | row for row in taxonomy]
        project.write_seed("event_aliases", aliases)
        project.write_seed("event_taxonomy", taxonomy)
        project.write_seed("event_properties", properties)
        with (ROOT / "seeds/reference/placeholder_identifiers.csv").open() as file:
            placeholders = {row["identifier"] for row in csv.DictReader(file)}
        return Definitions(
            placeholders, aliases, taxonomy, properties, SETTINGS["max_row_bytes"]
        )

    def _judge(self) -> None:
        """The referee's words; the order within a microsecond is by the build's event ids."""
        event_ids = {
            (file, line): event_id
            for file, line, event_id in self.build.query("""
                select file, line_number, event_id
                from intermediate.int_events__read
                where defect is null
            """)
        }
        self.rows: list[list[Row]] = []
        self.outcomes: list[Outcome] = []
        for lines in self.lines:
            rows = judge_all(lines, self.definitions)
            for row in rows:
                row.event_id = event_ids.get(row.line.place, "")
            accepted = [row for row in rows if row.disposition == "accepted"]
            self.rows.append(rows)
            self.outcomes.append(resolve(accepted, SETTINGS["max_users_per_identifier"]))
        self.events = {
            row.line.place: row
            for rows in self.rows for row in rows if row.disposition == "accepted"
        }

    def _label(self) -> None:
        """Translates the build's keys of persons and sessions into the referee's names."""
        people, sessions = {}, {}
        for outcome in self.outcomes:
            people |= outcome.person_of
            sessions |= {place: places[0] for place, places in outcome.session_of.items()
                         if len(places) == 1 and not self.events[place].is_server_side}
        self.built = {
            (file, line): rest
            for file, line, *rest in self.build.query("""
                select
                    read_rows.file, read_rows.line_number, events.event_name,
                    epoch_us(events.occurred_at), epoch_us(events.received_at),
                    events.person_id, events.session_id
                from core.fct_events as events
                inner join intermediate.int_events__enriched as enriched
                    on events.event_id = enriched.event_id
                inner join intermediate.int_events__read as read_rows
                    on enriched.row_id = read_rows.row_id
            """)
        }
        self.person = names_of({at: row[3] for at, row in self.built.items()}, people)
        self.session = names_of({at: row[4] for at, row in self.built.items()}, sessions)
        self.session_key = {place: key for key, place in self.session.items()}

    def check(self, expected: list[dict], actual: dict) -> None:
        """Compares facts; `expected` has one mapping for each history, `actual` all in one."""
        wrong = []
        known = set()
        for number, facts in enumerate(expected):
            known |= facts.keys()
            found = [
                f"{key}: rules {value!r}, build {actual.get(key)!r}"
                for key, value in facts.items() if actual.get(key, "nothing") != value
            ]
            if found:
                wrong.append((number, found))
        unclaimed = {key: value for key, value in actual.items() if key not in known}
        assert known
        if wrong or unclaimed:
            pytest.fail(self.explain(wrong, unclaimed), pytrace=False)

    def explain(self, wrong: list, unclaimed: dict) -> str:
        parts = [f"seed {SEED}: {len(wrong)} of {len(self.histories)} histories differ"]
        if unclaimed:
            parts.append(f"{len(unclaimed)} facts of the build alone, such as")
            parts += [f"  {key}: {value!r}" for key, value in list(unclaimed.items())[:5]]
        if wrong:
            # the smallest tells most
            number, found = min(wrong, key=lambda item: len(self.lines[item[0]]))
            parts.append(f"history {number} of world {self.histories[number].world.prefix}:")
            parts += [f"  {one}" for one in found[:20]]
            parts.append("its definitions:")
            one = self.histories[number].world
            parts += [f"  {row}" for row in one.aliases + one.taxonomy + one.properties]
            parts.append("its lines:")
            ids = {row.line.place: row.event_id for row in self.rows[number]}
            for line in sorted(self.lines[number], key=lambda line: line.place):
                text = line.content[:400].decode(errors="backslashreplace")
                parts.append(f"  {line.file}:{line.number} {ids.get(line.place, '')[:6]} {text!r}")
        return "\n".join(parts)


def names_of(keys: dict, names: dict) -> dict:
    """A name for each key: that of the first event under it.

    A second key of the same name is distinguished, so that a person or session that the build
    tears in two differs, as does one that it makes of two.
    """
    found, taken = {}, set()
    for place in sorted(keys):
        key, name = keys[place], names.get(place)
        if key is not None and name is not None and key not in found:
            found[key] = ("again", name) if name in taken else name
            taken.add(name)
    return found


@pytest.fixture(scope="module")
def histories(tmp_path_factory):
    print(f"seed {SEED}, {COUNT} histories")
    return Histories(Project(tmp_path_factory.mktemp("histories"), sources=("tracker",)))


def test_every_kind_of_trouble_is_there(histories):
    """Guards the generator: a rule that no history touches is not tested."""
    rows = [row for rows in histories.rows for row in rows]
    reasons = Counter(reason.split(":")[0] for row in rows for reason in row.reasons)
    assert set(reasons) == {
        "truncated_file", "invalid_utf8", "oversized", "not_json", "not_an_object", "wrong_type",
        "unknown_type", "missing_event_name", "missing_timestamp", "invalid_timestamp",
        "timestamp_before_2000", "timestamp_in_future", "missing_identity", "blocked_event",
        "unknown_event", "missing_property", "wrong_property_type", "value_not_allowed",
        "same_message_id", "same_content",
    }
    assert max(len(row.reasons) for row in rows) >= 4
    evidence = Counter(
        fact[2] for outcome in histories.outcomes for fact in outcome.identity_map.values()
    )
    assert set(evidence) == {
        "user_id", "alias", "sole_login", "first_login", "login", "anonymous", "shared_equipment",
    }
    sessions = [one for outcome in histories.outcomes for one in outcome.sessions.values()]
    people = {person for outcome in histories.outcomes for person in outcome.person_of.values()}
    assert {"user_id", "anonymous_id", "device_id", "session_id"} == {kind for kind, _ in people}
    assert any("@" in text for _, text in people)
    assert any(one.ended_at - one.started_at == 24 * 3600 * 1_000_000 for one in sessions)
    joins = [
        outcome.session_of[place]
        for outcome in histories.outcomes for place in outcome.session_of
        if histories.events[place].is_server_side
    ]
    assert any(joins) and not all(joins)
    assert len(histories.events) > len(rows) / 2


def test_fate_of_every_line(histories):
    actual = {
        (file, line): (load_date, disposition, reason)
        for file, line, *(load_date, disposition, reason) in histories.build.query(f"""
            select
                read_rows.file, read_rows.line_number, fates.load_date, fates.disposition, fates.reason
            from {ROW_FATES} as fates
            inner join intermediate.int_events__read as read_rows
                on fates.row_id = read_rows.row_id
        """)
    }
    expected = [
        {
            row.line.place: (row.line.load_date, row.disposition, "|".join(row.reasons))
            for row in rows
        }
        for rows in histories.rows
    ]
    histories.check(expected, actual)


def test_quarantine_keeps_reasons_and_text(histories):
    actual = {
        (file, line): (load_date, json.loads(reasons), raw)
        for file, line, load_date, reasons, raw in histories.build.query(
            "select file, line_number, load_date, reasons, raw from quality.event_quarantine"
        )
    }
    expected = [
        {
            row.line.place: (
                row.line.load_date, row.reasons,
                row.line.content.removesuffix(b"\r").decode(errors="backslashreplace"),
            )
            for row in rows if row.disposition == "quarantined"
        }
        for rows in histories.rows
    ]
    histories.check(expected, actual)


def test_ledger_sums(histories):
    actual = histories.build.query(
        "select load_date, disposition, reason, rows from quality.event_ledger"
    )
    expected = Counter(
        (row.line.load_date, row.disposition, "|".join(row.reasons))
        for rows in histories.rows for row in rows
    )
    assert {tuple(key): count for *key, count in actual} == expected


def test_rows_of_one_identity_share_their_event_id(histories):
    rows = [row for rows in histories.rows for row in rows if row.identity]
    assert all(row.event_id for row in rows)
    pairs = {(row.identity, row.event_id) for row in rows if row.disposition != "quarantined"}
    assert len({one for one, _ in pairs}) == len({one for _, one in pairs}) == len(pairs)


def test_events(histories):
    """Name, time, receipt and person of each accepted event."""
    actual = {
        place: (name, occurred_at, received_at, histories.person.get(person))
        for place, (name, occurred_at, received_at, person, _) in histories.built.items()
    }
    expected = [
        {
            place: (row.event_name, row.occurred_at, row.received_at, outcome.person_of[place])
            for place, row in ((place, histories.events[place]) for place in outcome.person_of)
        }
        for outcome in histories.outcomes
    ]
    histories.check(expected, actual)


def test_identity_map(histories):
    actual = {
        (kind, text, begin): (histories.person.get(person), end, evidence)
        for kind, text, begin, end, person, evidence in histories.build.query("""
            select
                identifier_type, identifier, epoch_us(valid_from), epoch_us(valid_to),
                person_id, evidence
            from core.identity_map
        """)
    }
    histories.check([outcome.identity_map for outcome in histories.outcomes], actual)


def test_persons(histories):
    actual = {
        histories.person.get(person): rest
        for person, *rest in histories.build.query("""
            select
                person_id, user_id, epoch_us(first_seen_at), epoch_us(last_seen_at),
                identifier_count, is_identified
            from core.dim_persons
        """)
    }
    expected = []
    for outcome in histories.outcomes:
        times, identifiers = defaultdict(list), defaultdict(set)
        for place, person in outcome.person_of.items():
            times[person].append(histories.events[place].occurred_at)
        for (kind, text, _), (person, _, _) in outcome.identity_map.items():
            identifiers[person].add((kind, text))
        expected.append({
            person: [
                person[1] if person[0] == "user_id" else None, min(moments), max(moments),
                len(identifiers[person]), person[0] == "user_id",
            ]
            for person, moments in times.items()
        })
    histories.check(expected, actual)


def test_session_of_every_event(histories):
    """Server-side events among them, which join a session or have none."""
    actual = {
        place: histories.session.get(session) if session else "none"
        for place, (*_, session) in histories.built.items()
    }
    expected = [
        {place: chosen(histories, places) for place, places in outcome.session_of.items()}
        for outcome in histories.outcomes
    ]
    histories.check(expected, actual)


def chosen(histories, places):
    """The session a server's event joins; the smallest key among those that began together."""
    if not places:
        return "none"
    return min(places, key=lambda place: histories.session_key.get(place, ""))


def test_sessions(histories):
    actual = {
        histories.session.get(session): (begin, end, count, histories.person.get(person))
        for session, begin, end, count, person in histories.build.query("""
            select
                session_id, epoch_us(started_at), epoch_us(ended_at), event_count, person_id
            from core.fct_sessions
        """)
    }
    expected = []
    for outcome in histories.outcomes:
        counts = Counter(chosen(histories, places) for places in outcome.session_of.values())
        expected.append({
            place: (
                session.started_at, session.ended_at, counts[place],
                outcome.person_of_session[place],
            )
            for place, session in outcome.sessions.items()
        })
    histories.check(expected, actual)
