"""docs/events.md tells each field that the tracker's staging model reads, and each reason."""

import ast
import json
import re

from tests.builds import ROOT, Project

PAGE = (ROOT / "docs/events.md").read_text()
# what the same models say of platforms and of names
NO_REASONS = {
    "track", "server", "web", "app", "page_view", "screen_view", "anonymous_id", "device_id",
    "user_id", "session_id", "unusable:received_at",
}
# fields that need no search for the first that says something
READ_BY_NAME = {"type", "properties", "traits", "consent"}
STAGING = (ROOT / "models/staging/tracker/stg_tracker__events.sql").read_text()


SPELLINGS = ast.literal_eval(re.search(
    r"return\(({.*})\)", (ROOT / "macros/sources/tracker_spellings.sql").read_text(), re.DOTALL
)[1])


def fields_read():
    """Paths of the fields that the staging model takes out of a row, in our own spelling."""
    own = {field for field, places in SPELLINGS.items() if places[0] == field}
    assert len(own) > 10
    return {"event_name", "context.device.id"} | {
        places[0] for places in SPELLINGS.values()
        if places[0] in own or places[0].startswith("context.")
    }


def paths(tree, before=""):
    for name, kind in tree.items():
        if isinstance(kind, dict):
            yield from paths(kind, f"{before}{name}.")
        else:
            yield before + name


def fields_told():
    fields = PAGE[PAGE.index("## Fields"):PAGE.index("## Flat events")]
    return set(re.findall(r"^\| `([\w.]+)` \|", fields, re.M))


def test_every_field_is_told_and_no_other():
    assert fields_told() == fields_read()


def test_every_spelling_is_told_and_no_other():
    table = PAGE[PAGE.index("| field | places |"):PAGE.index("## Reasons")]
    told = {
        field: re.findall(r"`([^`]+)`", places)
        for field, places in re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.M)
    }
    assert told == {
        field: places for field, places in SPELLINGS.items() if places != [field]
    }
    assert set(re.findall(r"tracker_(?:json|text)\('(\w+)'", STAGING)) == {
        field for field in SPELLINGS if field not in READ_BY_NAME
    }


def test_properties_that_state_a_value_are_told_in_their_order():
    macro = (ROOT / "macros/calculations/value_properties.sql").read_text()
    stated = re.findall(r"'([\w.]+)': '([\d.]+)'", macro)
    rows = re.findall(r"^\| (`[^|]*`) \| (major units|hundredths|Snowplow)", PAGE, re.M)
    units = {"major units": "1", "hundredths": "0.01", "Snowplow": "1"}
    told = [
        (name, units[unit]) for names, unit in rows for name in re.findall(r"`([\w.]+)`", names)
    ]
    assert told == stated and len(told) == 11
    currencies = (ROOT / "macros/calculations/event_currency.sql").read_text()
    [listed] = re.findall(r"in \[(.*?)\]", currencies)
    line = PAGE[PAGE.index("`currency` is `"):PAGE.index("three\nletters")]
    assert re.findall(r"`([\w.]+)`", line)[1:] == re.findall(r"'([\w.]+)'", listed)


def test_every_reason_is_told_and_no_other():
    reasons = set()
    events = ROOT / "models/intermediate/events"
    names = ("int_events__read", "int_event_names__normalized", "int_property_violations")
    for path in (events / f"{name}.sql" for name in names):
        reasons |= set(re.findall(r"(?:then|else) '([\w:]+)'", path.read_text()))
        reasons |= set(re.findall(r"'(\w+)' as reason", path.read_text()))
    defects = (ROOT / "macros/calculations/reading_defect.sql").read_text()
    reasons |= set(re.findall(r"then '(\w+)'", defects))
    reader = (ROOT / "plugins/landing.py").read_text()
    columns = reader[:reader.index("raw : string")]
    reasons |= set(re.findall(r"`(\w+)(?:`|:<)", columns[columns.index("defect : string"):]))
    reasons = {reason.rstrip(":") for reason in reasons - NO_REASONS} | {"wrong_type"}
    page = PAGE[PAGE.index("## Reasons"):]
    cells = re.findall(r"^\| (`.*?) \|", page, re.M)
    found = {name.split(":")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}
    assert found == reasons
    typed = set(re.findall(r"wrong_type\('(\w+)'|'wrong_type:(\w+)'", STAGING))
    row = next(line for line in page.splitlines() if "wrong_type:<field>" in line)
    assert set(re.findall(r"`(\w+)`", row)) == {one or other for one, other in typed}


def test_examples_are_accepted_and_use_fields_that_are_told(tmp_path):
    example = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    smallest = json.loads(re.search(r"`({\"event\".*?})`", PAGE)[1])
    known = fields_told()
    open_fields = {"properties", "traits", "consent"}
    assert set(paths({k: v for k, v in example.items() if k not in open_fields})) <= known
    project = Project(tmp_path, is_small=True, is_brief=True)
    project.write_lines("2026-01-02", [example, smallest])
    build = project.build(
        "--select", "+fct_events", "--exclude-resource-type", "unit_test", "test"
    )
    assert build.code == 0, build.output[-3000:]
    assert build.query("""
        select event_name, strftime(occurred_at, '%H:%M:%S.%g'), utm_source, page_path, browser
        from core.fct_events order by event_name
    """) == [
        ("login", "08:30:00.000", None, None, None),
        ("plan_chosen", "08:30:00.250", "newsletter", "/plans", "Firefox"),
    ]
