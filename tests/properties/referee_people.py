"""Whose events are and which sessions they make, in plain Python: a second telling of the rules.

Takes the accepted rows of `referee`. A person is named by the kind and text of the identifier that
stands for it, such as `("user_id", "u1")`; a session by the place of its first event.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from referee import DAY, SECOND, Row

TIMEOUT = 30 * 60 * SECOND
# how long after a session a server's event may still belong to it
JOIN = TIMEOUT
LONGEST = DAY
Person = tuple[str, str]


@dataclass
class Session:
    """A run of events of one stream."""

    rows: list[Row]
    # the known user, once one has shown up
    user: Person | None = None

    @property
    def started_at(self) -> int:
        return self.rows[0].occurred_at

    @property
    def ended_at(self) -> int:
        return self.rows[-1].occurred_at

    @property
    def place(self) -> tuple[str, int]:
        return self.rows[0].line.place


@dataclass
class Outcome:
    """What the rules say about one history.

    Attributes
    ----------
    person_of : place of an event -> person
    identity_map : (kind, identifier, valid from) -> (person, valid to, evidence)
    sessions : place of the first event -> Session
    person_of_session : place of the first event -> person
    session_of : place of an event -> places of the sessions it may be in; several only for a
        server's event that two sessions cover which began at the same microsecond
    """

    person_of: dict = field(default_factory=dict)
    identity_map: dict = field(default_factory=dict)
    sessions: dict = field(default_factory=dict)
    person_of_session: dict = field(default_factory=dict)
    session_of: dict = field(default_factory=dict)


def resolve(accepted: list[Row], max_users_per_identifier: int) -> Outcome:
    """People and sessions of accepted rows."""
    rows = sorted(accepted, key=lambda row: (row.occurred_at, row.arrival))
    outcome = Outcome()
    users = merge_users(rows, outcome)
    shared, turns = own_identifiers(rows, users, max_users_per_identifier, outcome)
    for row in rows:
        outcome.person_of[row.line.place] = person_of(row, users, turns)
    note_anonymous(rows, shared, outcome)
    for session in cut_sessions(rows, users):
        outcome.sessions[session.place] = session
        first = outcome.person_of[session.place]
        outcome.person_of_session[session.place] = session.user or first
        for row in session.rows:
            outcome.session_of[row.line.place] = [session.place]
    for row in rows:
        if row.is_server_side:
            outcome.session_of[row.line.place] = covering(row, outcome)
    return outcome


def merge_users(rows: list[Row], outcome: Outcome) -> dict[str, Person]:
    """Each user identifier's person: the oldest of those that aliases join."""
    known_users = {row.user_id for row in rows if row.user_id}
    visitors = {row.anonymous_id for row in rows if row.anonymous_id}
    first_seen: dict[str, int] = {}
    neighbours = defaultdict(set)
    for row in rows:
        if not row.user_id:
            continue
        first_seen.setdefault(row.user_id, row.occurred_at)
        previous = row.previous_id
        # an alias of a visitor who never was a user is a login and nothing else
        if row.event_type == "alias" and previous:
            if previous in known_users or previous not in visitors:
                first_seen.setdefault(previous, row.occurred_at)
                neighbours[previous].add(row.user_id)
                neighbours[row.user_id].add(previous)
    # rows come in order of time, so that the first sighting is the earliest
    users: dict[str, Person] = {}
    for user in sorted(first_seen, key=lambda user: (first_seen[user], user)):
        reached = [] if user in users else [user]
        for one in reached:
            users[one] = ("user_id", user)
            reached.extend(other for other in neighbours[one] if other not in reached)
    for user, person in users.items():
        evidence = "user_id" if person == ("user_id", user) else "alias"
        outcome.identity_map["user_id", user, first_seen[user]] = (person, None, evidence)
    return users


def own_identifiers(rows: list[Row], users, max_users: int, outcome: Outcome):
    """Shared identifiers, and (person, from, to) of every other that somebody logged in on."""
    visitors = {row.anonymous_id for row in rows if row.anonymous_id}
    logins, visitors_on = defaultdict(list), defaultdict(set)
    first_seen: dict[Person, int] = {}
    for row in rows:
        own = {("anonymous_id", row.anonymous_id), ("device_id", row.device_id)}
        if row.event_type == "alias" and row.user_id and row.previous_id in visitors:
            own.add(("anonymous_id", row.previous_id))
        if row.device_id and row.anonymous_id:
            visitors_on["device_id", row.device_id].add(row.anonymous_id)
        for kind, text in own:
            if text:
                first_seen.setdefault((kind, text), row.occurred_at)
                if row.user_id:
                    logins[kind, text].append((row.occurred_at, users[row.user_id]))
    shared = {one for one, seen in visitors_on.items() if len(seen) > max_users}
    turns = {}
    for identifier, moments in logins.items():
        count = len({person for _, person in moments})
        if count > max_users:
            shared.add(identifier)
        if identifier in shared:
            continue
        # a login of somebody else begins a turn
        starts = [
            (at, person)
            for number, (at, person) in enumerate(moments)
            if number == 0 or moments[number - 1][1] != person
        ]
        ends = [at for at, _ in starts[1:]] + [None]
        turns[identifier] = []
        for number, ((at, person), end) in enumerate(zip(starts, ends)):
            begin = first_seen[identifier] if number == 0 else at
            evidence = "sole_login" if count == 1 else "login" if number else "first_login"
            if begin != end:
                turns[identifier].append((person, begin, end))
                outcome.identity_map[*identifier, begin] = (person, end, evidence)
    return shared, turns


def person_of(row: Row, users, turns) -> Person:
    if row.user_id:
        return users[row.user_id]
    own = [("anonymous_id", row.anonymous_id), ("device_id", row.device_id)]
    own = [(kind, text) for kind, text in own if text]
    for identifier in own:
        for person, begin, end in turns.get(identifier, []):
            if begin <= row.occurred_at and (end is None or row.occurred_at < end):
                return person
    return own[0] if own else ("session_id", row.session_id)


def note_anonymous(rows: list[Row], shared, outcome: Outcome) -> None:
    """Visitors who stay their own persons, from the first event at which they were."""
    noted = set()
    for row in rows:
        person = outcome.person_of[row.line.place]
        # an anonymous session has no identifier to look it up by
        if person[0] not in ("user_id", "session_id") and person not in noted:
            noted.add(person)
            evidence = "shared_equipment" if person in shared else "anonymous"
            outcome.identity_map[*person, row.occurred_at] = (person, None, evidence)


def cut_sessions(rows: list[Row], users) -> list[Session]:
    sessions: list[Session] = []
    latest: dict[Person, Session] = {}
    for row in rows:
        if row.is_server_side:
            continue
        stream = next(
            (kind, getattr(row, kind))
            for kind in ("anonymous_id", "device_id", "user_id", "session_id")
            if getattr(row, kind)
        )
        user = users[row.user_id] if row.user_id else None
        session = latest.get(stream)
        if (
            session is None
            or row.occurred_at - session.ended_at > TIMEOUT
            or row.occurred_at - session.started_at > LONGEST
            or (user and session.user and user != session.user)
        ):
            session = latest[stream] = Session([])
            sessions.append(session)
        session.rows.append(row)
        session.user = session.user or user
    return sessions


def covering(row: Row, outcome: Outcome) -> list[tuple[str, int]]:
    """The latest started sessions of the row's person that cover its time, else that ended just
    before."""
    person = outcome.person_of[row.line.place]
    found = [
        session
        for place, session in outcome.sessions.items()
        if outcome.person_of_session[place] == person
        and session.started_at <= row.occurred_at <= session.ended_at + JOIN
    ]
    found = [one for one in found if row.occurred_at <= one.ended_at] or found
    latest = max((session.started_at for session in found), default=None)
    return [session.place for session in found if session.started_at == latest]
