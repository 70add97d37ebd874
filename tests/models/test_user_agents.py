"""Robots and device types against published lists of user agents, with the figures that
docs/classification.md tells.

    uv run python -m tests.models.test_user_agents     # writes the tables of the page again

The lists come with the packages: robots from crawler-user-agents (each with agents as seen), real
devices and further robots from the test data of Matomo's device detector, in its Python port.
"""

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import crawleruseragents
import device_detector
import duckdb
import pytest
import yaml

from plugins.user_agent_parser import user_agent_parts
from tests.builds import ROOT, FastLoader

PAGE = ROOT / "docs/classification.md"
DETECTED = Path(device_detector.__file__).parent / "tests/fixtures/upstream"
# the list's words for our types; it knows others (car browser, smart speaker …) that we do not
TYPES = {
    "smartphone": "mobile", "phablet": "mobile", "feature phone": "mobile", "tablet": "tablet",
    "tv": "tv", "desktop": "desktop", "console": "console", "wearable": "wearable",
}


@cache
def classified() -> list[tuple[str, str, str]]:
    """(list, what it says, what we say) of each agent."""
    agents = {}
    path = Path(crawleruseragents.__file__).parent / "crawler-user-agents.json"
    for robot in json.loads(path.read_text()):
        for agent in robot.get("instances", []):
            agents.setdefault(agent, ("crawler-user-agents", "bot"))
    for path in sorted(DETECTED.glob("*.yml")):
        for row in yaml.load(path.read_text(), FastLoader):
            kind = "bot" if row.get("bot") else (row.get("device") or {}).get("type")
            # a client hint tells more than the agent does
            if "headers" not in row and (kind == "bot" or kind in TYPES):
                agents.setdefault(row["user_agent"], ("device-detector", TYPES.get(kind, kind)))
    with duckdb.connect() as connection:
        connection.execute("create table agents (agent text, is_listed boolean)")
        connection.executemany("insert into agents values (?, ?)", [
            (agent, user_agent_parts(agent)["device"] == "Spider") for agent in agents
        ])
        with (ROOT / "seeds/reference/user_agent_patterns.csv").open() as file:
            patterns = [
                (row["kind"], row["value"], int(row["priority"]), row["pattern"])
                for row in csv.DictReader(file)
            ]
        connection.execute("create table patterns (kind text, value text, priority int, pattern text)")
        connection.executemany("insert into patterns values (?, ?, ?, ?)", patterns)
        found = connection.execute("""
            select
                agent,
                case
                    when is_listed or bool_or(kind = 'bot') then 'bot'
                    else coalesce(
                        min_by(value, priority) filter (where kind = 'device_type'), 'unknown'
                    )
                end
            from agents
            left join patterns on regexp_matches(lower(agent), pattern)
            group by agent, is_listed
        """).fetchall()
    return [(*agents[agent], said) for agent, said in found]


def share(source: str, kinds: set[str], said) -> float:
    """Of a list's agents of some kinds, those of which we say so."""
    chosen = [(kind, ours) for where, kind, ours in classified() if where == source and kind in kinds]
    assert len(chosen) > 20
    return sum(said(kind, ours) for kind, ours in chosen) / len(chosen)


def table(source: str) -> str:
    counts = Counter((kind, ours) for where, kind, ours in classified() if where == source)
    kinds = sorted({kind for kind, _ in counts})
    said = sorted({ours for _, ours in counts})
    lines = [f"| {source} says | {' | '.join(said)} | in all |", "|---" * (len(said) + 2) + "|"]
    for kind in kinds:
        row = [counts[kind, ours] for ours in said]
        lines.append(f"| {kind} | {' | '.join(f'{count:,}' for count in row)} | {sum(row):,} |")
    return "\n".join(lines) + "\n"


def page_with(tables: dict[str, str], text: str) -> str:
    for name, lines in tables.items():
        marks = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
        text = re.sub(f"(?s){re.escape(marks[0])}.*?{re.escape(marks[1])}",
                      lambda _: marks[0] + lines + marks[1], text)
    return text


def tables() -> dict[str, str]:
    return {name: table(name) for name in ("crawler-user-agents", "device-detector")}


def test_listed_robots_are_found():
    assert share("crawler-user-agents", {"bot"}, lambda _, ours: ours == "bot") == 1


def test_robots_of_another_list_are_found():
    assert share("device-detector", {"bot"}, lambda _, ours: ours == "bot") > 0.65


def test_devices_are_no_robots():
    assert share("device-detector", set(TYPES.values()), lambda _, ours: ours != "bot") > 0.995


@pytest.mark.parametrize(("kind", "least"), [
    ("mobile", 0.97), ("tablet", 0.75), ("tv", 0.5), ("console", 0.5), ("wearable", 0.7),
    ("desktop", 0.7),
])
def test_devices_are_of_their_type(kind, least):
    assert share("device-detector", {kind}, lambda kind, ours: kind == ours) > least


def test_the_page_tells_these_figures():
    assert page_with(tables(), PAGE.read_text()) == PAGE.read_text()
    assert all(f"<!-- {name} -->" in PAGE.read_text() for name in tables())


if __name__ == "__main__":
    PAGE.write_text(page_with(tables(), PAGE.read_text()))
