"""Cases about the ways that people take: paths of PostHog."""

import re

from .activity import TEST_ACCOUNTS, as_fields, beginnings, wall_clock, zone
from .cases import (
    Case,
    Differences,
    Plan,
    Unsupported,
    end_of,
    event_names,
    flat_filters,
    local,
    sent_properties,
    tracker_row,
)
from .funnels import CASE_KEY

# what a case of paths publishes, and nothing else does
PUBLISHED = {"edges", "edges_partial", "n_edges"}
PAGE, SCREEN, CUSTOM = "$pageview", "$screen", "custom_event"
TYPES = {PAGE: "page", SCREEN: "screen", CUSTOM: "track"}
# another word asks for a rule that is not known here
SETTINGS = {
    "date_from",
    "date_to",
    "edgeLimit",
    "endPoint",
    "excludeEvents",
    "filterTestAccounts",
    "includeEventTypes",
    "now",
    "pathGroupings",
    "properties",
    "startPoint",
    "stepLimit",
    "timezone",
}


def prepare(case: Case) -> Plan:
    """Raw rows of one case and its path definition; raises Unsupported."""
    settings = case.settings
    unknown = sorted(key for key in settings.keys() - SETTINGS if settings[key])
    if unknown:
        raise Unsupported(f"the option {', '.join(unknown)}")
    asked = settings.get("includeEventTypes") or list(TYPES)
    if set(asked) - TYPES.keys():
        raise Unsupported(f"items of {', '.join(sorted(set(asked) - TYPES.keys()))}")
    plan = Plan(folders={"core", "marts/journeys"})
    codes = names_of(case)
    conditions = [
        (CASE_KEY, "exact", case.prefix),
        ("event_type", "in", "|".join(TYPES[one] for one in asked)),
    ]
    filters = flat_filters(settings.get("properties"))
    if settings.get("filterTestAccounts"):
        filters.append(TEST_ACCOUNTS)
    conditions += [one for filter in filters for one in as_fields(filter)]
    for number, event in enumerate(case.events, start=1):
        if is_in_range(case, event):
            plan.rows.append(raw_row(case, number, event, codes))
    if any(field.startswith("person.") for field, *_ in conditions):
        plan.rows += beginnings(case)
    for field, operator, value in conditions:
        plan.add("segments", segment_name=case.prefix, field=field, operator=operator, value=value)
    # names that begin with a $ are the vendor's own and no custom events
    own = [code for name, code in codes.items() if name.startswith("$") and CUSTOM in asked
           and settings.get("includeEventTypes")]
    excluded = [text for one in settings.get("excludeEvents") or [] for text in spellings(case, one, codes)]
    plan.add(
        "path_definitions",
        path_name=case.prefix,
        item="all",
        exclude="|".join(excluded + own),
        groupings="|".join(grouping(one) for one in settings.get("pathGroupings") or []),
        start_item=item_of(case, "startPoint", codes),
        end_item=item_of(case, "endPoint", codes),
        max_steps=settings.get("stepLimit") or "",
        max_edges=settings.get("edgeLimit") or "",
        segment_name=case.prefix,
    )
    return plan


def names_of(case: Case) -> dict[str, str]:
    """Names of events that are no views, as the project has them."""
    return event_names(case, [
        event["event"] for event in case.events if event["event"] not in (PAGE, SCREEN)
    ])


def raw_row(case: Case, number: int, event: dict, codes: dict[str, str]) -> dict:
    row = tracker_row(case, number, event, codes.get(event["event"]))
    row["properties"] = {CASE_KEY: case.prefix, **sent_properties(case, event)}
    properties = event.get("properties") or {}
    if event["event"] == PAGE:
        row |= {"type": "page", "context": {"page": {"url": properties.get("$current_url")}}}
    elif event["event"] == SCREEN:
        row["type"] = "screen"
        row["properties"]["screen_name"] = properties.get("$screen_name")
    return row


def is_in_range(case: Case, event: dict) -> bool:
    """Between `date_from` and `date_to`, which a definition of paths does not have."""
    start, end = case.settings.get("date_from"), case.settings.get("date_to")
    moment = local(event["ts"], zone(case))
    if start and moment < wall_clock(start, case):
        return False
    if not end:
        return True
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", end)
    return moment <= (end_of(end) if is_day else wall_clock(end, case))


def grouping(pattern: str) -> str:
    return f"*{pattern}*"


def spellings(case: Case, name: str, codes: dict[str, str]) -> list[str]:
    """What the project may call an item that the case names."""
    if name in (case.settings.get("pathGroupings") or []):
        return [grouping(name)]
    return [name, codes[name]] if name in codes else [path_of(name)]


def item_of(case: Case, setting: str, codes: dict[str, str]) -> str:
    name = case.settings.get(setting)
    return spellings(case, name, codes)[-1] if name else ""


def path_of(item: str) -> str:
    """An item of the vendor, which may be a whole URL, as the path that it is here."""
    return re.sub(r"^[a-z]+://[^/]*(?=/|$)", "", item) or "/"


def published_node(case: Case, node: str, codes: dict[str, str]) -> tuple[int, str]:
    """`2_/about` as step 2 and the item that the project has for it."""
    step, _, item = node.partition("_")
    if item in (case.settings.get("pathGroupings") or []):
        return int(step), grouping(item)
    return int(step), codes.get(item, item if item == "..." else path_of(item))


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against the mart."""
    differences = Differences()
    codes = names_of(case)
    found = {
        ((step, source), (step + 1, target)): {"value": count, "avg_ms": seconds * 1000}
        for step, source, target, count, seconds in database.execute(
            """
            select step_number, source_item, target_item, transitions, avg_seconds
            from marts.path_edges where path_name = ?
            """,
            [case.prefix],
        ).fetchall()
    }
    for key, expected in case.expected.items():
        if key == "n_edges":
            differences.check("number of edges", len(found), expected)
        elif key not in PUBLISHED:
            differences.append(f"{key}: a figure that no mart offers")
        else:
            compare_edges(case, codes, found, expected, key == "edges_partial", differences)
    return differences


def compare_edges(case, codes, found, expected, is_partial, differences) -> None:
    known = set()
    for edge in expected:
        ends = tuple(published_node(case, edge[end], codes) for end in ("source", "target"))
        known.add(ends)
        actual = found.get(ends, {})
        for key, value in edge.items():
            if key not in ("source", "target"):
                differences.check(f"{key} of {edge['source']} to {edge['target']}",
                                  actual.get(key), value)
    if not is_partial:
        differences.check("further edges", sorted(found.keys() - known), [])
