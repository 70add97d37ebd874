"""Channels of visits, end to end: links as ad networks and mailings write them, and a published list of
referrers, against which docs/classification.md tells how often the classes agree.

    uv run python -m tests.models.test_channels     # writes the table of the page again
"""

import csv
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

from plugins.definitions.files import Seed, read
from tests.builds import ROOT, Project

PAGE = ROOT / "docs/classification.md"
# of Snowplow's referer-parser 0.4.1 on PyPI (Apache 2.0), which it takes from Piwik's and others' lists
PUBLISHED = ROOT / "tests/models/published_referrers.csv"
MARKS = ("<!-- classes -->\n", "<!-- /classes -->\n")

# page, referrer (None: none), channel
VISITS = {
    # GA4's default channel group names paid channels by the kind of source
    "cpc of a network": ("https://shop.tst/?utm_source=facebook&utm_medium=cpc", None, "paid_social"),
    "cpc of TikTok": ("https://shop.tst/?utm_source=TikTok&utm_medium=Paid", None, "paid_social"),
    "cpc of a video site": ("https://shop.tst/?utm_source=youtube&utm_medium=cpc", None, "paid_video"),
    "cpc of a search": ("https://shop.tst/?utm_source=bing&utm_medium=ppc", None, "paid_search"),
    "cpc of a shop": ("https://shop.tst/?utm_source=amazon&utm_medium=cpc", None, "paid_shopping"),
    "cpc of anybody": ("https://shop.tst/?utm_source=partner&utm_medium=cpc", None, "paid_other"),
    "a network's host": ("https://shop.tst/?utm_source=l.instagram.com", None, "organic_social"),
    # auto-tagging, as Google Ads and Microsoft Advertising document it
    "auto-tagged": ("https://shop.tst/?gad_source=1&gclid=x", "https://www.google.com/", "paid_search"),
    "auto-tagged app": ("https://shop.tst/?wbraid=x", None, "paid_search"),
    "auto-tagged by Microsoft": ("https://shop.tst/?msclkid=x", "https://www.bing.com/", "paid_search"),
    "auto-tagged, fragment": ("https://shop.tst/#/a?gclid=x", "https://www.google.com/", "paid_search"),
    "TikTok's ad": ("https://shop.tst/?ttclid=x", None, "paid_social"),
    # Meta puts it on every link that leads out
    "Facebook's link": ("https://shop.tst/?fbclid=x", "https://l.facebook.com/", "organic_social"),
    "Facebook's app": ("https://shop.tst/?fbclid=x", None, "organic_social"),
    "Facebook's link, elsewhere": ("https://shop.tst/?fbclid=x", "https://news.tst/", "referral"),
    # hosts, whole
    "search": ("https://shop.tst/", "https://www.google.com.au/", "organic_search"),
    "search app": (
        "https://shop.tst/", "android-app://com.google.android.googlequicksearchbox/", "organic_search"
    ),
    "mail": ("https://shop.tst/", "https://mail.google.com/", "email"),
    "mail app": ("https://shop.tst/", "android-app://com.google.android.gm/", "email"),
    "a document": ("https://shop.tst/", "https://drive.google.com/", "referral"),
    "a stranger": ("https://shop.tst/", "https://www.bing.com.evil.tst/", "referral"),
    "an assistant": ("https://shop.tst/?utm_source=chatgpt.com", "https://chatgpt.com/", "ai_assistant"),
    "another assistant": ("https://shop.tst/", "https://www.perplexity.ai/", "ai_assistant"),
    # the own site, and those that people come back from
    "own host": ("https://app.shop.co.uk/", "https://www.shop.co.uk/", "direct"),
    "a neighbour": ("https://shop.co.uk/", "https://other.co.uk/", "referral"),
    "own brand": ("https://shop.tst/", "https://blog.brand.tst/", "direct"),
    "login": ("https://shop.tst/", "https://login.microsoftonline.com/", "direct"),
    "payment": ("https://shop.tst/", "https://www.paypal.com/", "direct"),
    # campaigns
    "fragment": ("https://shop.tst/#utm_source=news&utm_medium=email", None, "email"),
    "capitals": ("https://shop.tst/?UTM_SOURCE=news&UTM_MEDIUM=email", None, "email"),
    "nothing": ("https://shop.tst/?utm_source=(direct)&utm_medium=(none)", None, "direct"),
}


def event(name: str, page: str, referrer: str | None, second: int = 0, **more) -> dict:
    return {
        "event": "Page Viewed", "type": "page", "anonymous_id": name,
        "message_id": f"{name}/{second}", "timestamp": f"2026-01-01T10:00:{second:02}Z",
        "context": {"page": {"url": page, "referrer": referrer}},
    } | more


def published() -> list[dict]:
    with PUBLISHED.open() as file:
        return list(csv.DictReader(file))


# Three pages of one second in the order in which they came, as collectors with whole-second clocks
# write them (rybbit-io/rybbit#1133). Of each, file and load, and second of receipt
TIES = {
    "lines of a file": [("a", 1, None), ("a", 1, None), ("a", 1, None)],
    "files of a load": [("a", 1, None), ("b", 1, None), ("c", 1, None)],
    "loads": [("c", 1, None), ("b", 2, None), ("a", 3, None)],
    "receipts": [("c", 3, 1), ("b", 2, 2), ("a", 1, 3)],
}
# what is left to chance is found out
TIED_VISITORS = 8


def tied_events() -> dict[tuple[str, int], list[dict]]:
    """By file and load, the events of visitors whose pages are all of one second."""
    files = {}
    for name, places in TIES.items():
        for visitor in range(TIED_VISITORS):
            referrer = "https://www.google.com/"
            for page, (file, load, receipt) in zip(("/land", "/next", "/last"), places):
                url = f"https://shop.tst{page}"
                receipt = {"received_at": f"2026-01-01T10:00:0{receipt}Z"} if receipt else {}
                row = event(f"{name} {visitor}", url, referrer, **receipt)
                row["message_id"] += page
                files.setdefault((file, load), []).append(row)
                referrer = url
    return files


def build(folder: Path):
    project = Project(folder, is_small=True, is_brief=True)
    project.append_to_seed("own_domains", "brand.tst\n")
    lists = [
        event(f"list {row['medium']} {row['place']}", "https://shop.tst/", f"https://{row['place']}")
        for row in published()
    ]
    project.write_lines("2026-01-01", [
        # a script that runs before the page view tells no referrer
        event("late", "https://shop.tst/a", None, event="App Loaded", type="track"),
        event("late", "https://shop.tst/a", "https://www.google.com/", 1),
        event("other page", "https://shop.tst/a", None),
        event("other page", "https://shop.tst/b", None, 1),
        event("other page", "https://shop.tst/a", "https://www.google.com/", 2),
        *(event(name, page, referrer) for name, (page, referrer, _) in VISITS.items()),
        *lists,
    ])
    for (file, load), rows in tied_events().items():
        project.write_lines(f"2026-01-0{load}", rows, f"{file}.ndjson")
    built = project.build("--exclude-resource-type", "unit_test")
    assert built.code == 0, built.output[-3000:]
    return built


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("channels"))


@pytest.fixture(scope="module")
def channels(built) -> dict[str, str]:
    return channels_of(built)


def channels_of(built) -> dict[str, str]:
    return dict(built.query("""
        select distinct events.anonymous_id, sessions.channel
        from core.fct_sessions as sessions
        inner join core.fct_events as events using (session_id)
    """))


def table(channels: dict[str, str]) -> str:
    """What the published list calls a referrer, by the channel of a visit from there."""
    counts = Counter(
        (row["medium"], channels[f"list {row['medium']} {row['place']}"]) for row in published()
    )
    columns = sorted({channel for _, channel in counts})
    lines = [
        f"| published as | {' | '.join(columns)} | in all |",
        f"|---|{'---|' * (len(columns) + 1)}",
    ]
    for medium in sorted({medium for medium, _ in counts}):
        cells = [counts[medium, column] for column in columns]
        lines.append(f"| {medium} | {' | '.join(map(str, cells))} | {sum(cells)} |")
    return "\n".join(lines) + "\n"


def test_visits_are_of_their_channels(channels):
    expected = {name: channel for name, (*_, channel) in VISITS.items()}
    assert {name: channels[name] for name in VISITS} == expected


def test_a_referrer_that_the_first_page_tells_late_is_the_visits(channels):
    assert (channels["late"], channels["other page"]) == ("organic_search", "direct")


@pytest.mark.parametrize("name", TIES)
def test_of_pages_of_one_second_the_first_to_arrive_is_the_landing_page(built, name):
    visits = built.query(f"""
        select sessions.entry_page_path, sessions.exit_page_path, sessions.channel, count(*)
        from core.fct_sessions as sessions
        where sessions.session_id in (
            select session_id from core.fct_events where anonymous_id like '{name} %'
        )
        group by all
    """)
    assert visits == [("/land", "/last", "organic_search", TIED_VISITORS)]


def test_the_page_tells_how_often_a_published_list_agrees(channels):
    _, rest = PAGE.read_text().split(MARKS[0])
    assert rest.split(MARKS[1])[0] == table(channels), (
        "run: uv run python -m tests.models.test_channels"
    )


def test_click_ids_of_rules_are_those_that_are_looked_for():
    macro = (ROOT / "macros/calculations/click_ids.sql").read_text()
    found = re.findall(r"'(\w+)'", macro.split("return(")[1])
    asked = yaml.safe_load((ROOT / "seeds/definitions/channels/channels.yml").read_text())
    [column] = [one for one in asked["seeds"][0]["columns"] if one["name"] == "click_id"]
    assert [name for name in found if name not in ("ads", "hints")] == (
        column["config"]["meta"]["choices"]
    )


def test_every_channel_is_told_on_the_page():
    path = ROOT / "seeds/definitions/channels/channels.csv"
    seed = Seed("channels", path.name, path, {"channel": {}}, {})
    with path.open() as file:
        seed.columns = {name: {} for name in next(csv.reader(file))}
    read(seed)
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.M))
    assert told == {row["channel"] for row in seed.rows} | {"direct"}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        fresh = table(channels_of(build(Path(folder))))
    head, rest = PAGE.read_text().split(MARKS[0])
    PAGE.write_text(head + MARKS[0] + fresh + MARKS[1] + rest.split(MARKS[1])[1])
    sys.stdout.write(fresh)
