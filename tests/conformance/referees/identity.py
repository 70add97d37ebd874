"""Identity cases: who is one person, by events, by identify calls, by alias edges."""

import datetime
import re

from .cases import EPOCH, Case, Differences, Plan, Unsupported, iso

# published names of identifiers -> ours
FIELDS = {
    "user_id": "user_id",
    "device_id": "device_id",
    "anonymous_id": "anonymous_id",
    "domain_userid": "anonymous_id",
    "apple_idfv": "device_id",
}


def prepare(case: Case) -> Plan:
    """Raw rows of one case; raises Unsupported."""
    settings = case.settings
    if settings.get("limits") or settings.get("priority"):
        raise Unsupported("limits and priorities of identifiers")
    if "properties" in case.expected:
        raise Unsupported("properties of merged persons; persons here carry none")
    plan = Plan()
    for one in settings.get("exclude") or []:
        plan.add("placeholder_identifiers", identifier=own(case, one), reason="excluded")

    for number, row in enumerate(raw_rows(case), start=1):
        moment = iso(EPOCH + datetime.timedelta(minutes=number))
        plan.rows.append(
            {
                "message_id": f"{case.prefix}-{number}",
                "event": f"{case.prefix}_event",
                "timestamp": moment,
                "received_at": moment,
                **row,
            }
        )
    if not plan.rows:
        raise Unsupported("a limit stated in prose, without events")
    return plan


def raw_rows(case: Case) -> list[dict]:
    if case.content.get("edges"):
        return [
            {"type": "alias", "previous_id": own(case, one), "user_id": own(case, other)}
            for one, other in case.content["edges"]
        ]
    if case.content.get("calls"):
        return [call_row(case, call) for call in case.content["calls"]]
    if case.events:
        return [
            {
                FIELDS[name]: own(case, value)
                for name, value in identifiers(event).items()
                if value is not None
            }
            for event in case.events
        ]
    return placeholder_rows(case)


def identifiers(event: dict) -> dict:
    found = event.get("ids") or {
        key: value for key, value in event.items() if key.endswith("_id")
    }
    unknown = sorted(set(found) - set(FIELDS))
    if unknown:
        raise Unsupported(f"identifiers of the kind {', '.join(unknown)}")
    return found


def call_row(case: Case, call: dict) -> dict:
    user = own(case, call["distinct_id"])
    if call["type"] == "identify":
        return {
            "type": "identify",
            "user_id": user,
            "anonymous_id": own(case, call["anon_distinct_id"]),
        }
    if call["type"] in ("alias", "merge_dangerously"):
        return {"type": "alias", "user_id": user, "previous_id": own(case, call["alias"])}
    raise Unsupported(f"the call {call['type']}")


def placeholders(case: Case) -> list[str]:
    """Published values that are no identifiers, in the spellings that must count too."""
    insensitive = case.expected.get("case_insensitive") or []
    blanks = ["", " ", "   "] if "blank" in str(case.expected.get("also", "")) else []
    return [
        *insensitive,
        *(one.upper() for one in insensitive),
        *(case.expected.get("case_sensitive") or []),
        *blanks,
    ]


def placeholder_rows(case: Case) -> list[dict]:
    """Two users on each value: were it an identifier, it would be the second one's."""
    return [
        {"user_id": own(case, f"{place}-{turn}"), "anonymous_id": value}
        for turn in ("first", "second")
        for place, value in enumerate(placeholders(case))
    ]


def own(case: Case, value: str) -> str:
    """The identifier as the case sends it: its own, unless it is one that must be ignored."""
    for pattern in case.settings.get("blocked_patterns") or []:
        if re.fullmatch(pattern, value):
            return value
    return f"{case.prefix}-{value}"


class Result:
    """Persons of the case's events in order, and of its identifiers."""

    def __init__(self, case: Case, database):
        self.case = case
        self.by_event = [
            person
            for (person,) in database.execute(
                "select person_id from core.fct_events where event_name = ? order by occurred_at",
                [f"{case.prefix}_event"],
            ).fetchall()
        ]
        self.users = dict(
            database.execute("select person_id, user_id from core.dim_persons").fetchall()
        )
        # the newest interval says who holds an identifier now; a user identifier that is
        # sent as somebody's anonymous one as well stays the user's
        self.holders = {}
        for identifier, kind, person in database.execute(
            """
            select identifier, identifier_type, person_id from core.identity_map
            order by identifier_type = 'user_id', valid_from nulls first
            """
        ).fetchall():
            self.holders[identifier] = person

    def groups(self, identifiers) -> list[list[str]]:
        """Identifiers as sets of one person; one nobody holds stands for itself."""
        by_person: dict = {}
        for one in identifiers:
            by_person.setdefault(self.holders.get(own(self.case, one), one), []).append(one)
        return sorted(sorted(group) for group in by_person.values())


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against events, persons and the identity map."""
    result = Result(case, database)
    differences = Differences()
    for key, expected in case.expected.items():
        if key in EXPLANATIONS:
            continue
        comparison = COMPARISONS_OF.get(key)
        if comparison is None:
            differences.append(f"{key}: a figure that no mart offers")
        else:
            comparison(case, result, expected, differences)
    return differences


def count_of_persons(case, result, expected, differences):
    differences.check("persons", len(set(result.by_event)), expected)


def labels(case, result, expected, differences):
    """A label for each event, the same for the same person."""
    for key in LABELS & case.expected.keys():
        published = restated(case.expected, key)
        differences.check("person of each event", first_seen(result.by_event), published)


def restated(expected: dict, key: str) -> list[int]:
    """Which published labels are equal, once merges are told of earlier events too."""
    merged = dict(expected.get("merged") or [])
    return first_seen([merged.get(label, label) for label in expected[key]])


def first_seen(values: list) -> list[int]:
    """The same shape with 0 for the first value, 1 for the next new one, and so on."""
    order = list(dict.fromkeys(values))
    return [order.index(value) for value in values]


def merged(case, result, expected, differences):
    """Compared with the labels of the events, which are restated by it."""
    differences.check("labels to restate", bool(LABELS & case.expected.keys()), True)


def canonical_id(case, result, expected, differences):
    """The user's identifier, or a device that is nobody's yet."""
    actual = [result.users.get(person) for person in result.by_event]
    published = [None if one.startswith("$device:") else own(case, one) for one in expected]
    differences.check("user of each event", actual, published)
    differences.check("person of each event", first_seen(result.by_event), first_seen(expected))


def device_owner(case, result, expected, differences):
    device = next(event["device_id"] for event in case.events)
    holder = result.users.get(result.holders.get(own(case, device)))
    differences.check("owner of the device", holder, own(case, expected.split()[0]))


def persons(case, result, expected, differences):
    every = [one for group in expected for one in group]
    differences.check("persons", result.groups(every), sorted(map(sorted, expected)))


def components(case, result, expected, differences):
    every = {one for edge in case.content["edges"] for one in edge}
    actual = [group for group in result.groups(every) if len(group) > 1]
    differences.check("components", actual, sorted(map(sorted, expected)))


def ignored(case, result, expected, differences):
    differences.check("held though no identifier", [one for one in expected if one in result.holders], [])


def placeholders_ignored(case, result, expected, differences):
    sent = [one.strip() for one in placeholders(case)]
    held = sorted({one for one in sent if one in result.holders or one.lower() in result.holders})
    differences.check("held though no identifier", held, [])
    # each event is still there, with the user that it names
    count = 2 * len(placeholders(case))
    differences.check("events kept", len(result.by_event), count)
    differences.check("persons", len(set(result.by_event)), count)


LABELS = {"amplitude_id_at_ingest", "assigned_at_event"}
# prose beside a figure: a vendor's message, or a rule that another key is tested by
EXPLANATIONS = {"warning", "also"}
COMPARISONS_OF = {
    "amplitude_id_at_ingest": labels,
    "assigned_at_event": labels,
    "merged": merged,
    "unique_users": count_of_persons,
    "unique_users_after_merge": count_of_persons,
    "n_users": count_of_persons,
    "n_profiles": count_of_persons,
    "canonical_id": canonical_id,
    "device_owner": device_owner,
    "persons": persons,
    "components": components,
    "ignored": ignored,
    "case_insensitive": placeholders_ignored,
    "case_sensitive": placeholders_ignored,
}
