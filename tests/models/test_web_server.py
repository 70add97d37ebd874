"""Access logs of web servers, from files to sessions.

`samples/web_server` has the lines that Filebeat's modules are tested with (github.com/elastic/beats,
Apache-2.0, `filebeat/module/apache/access/test/test.log` at 1e901c4 and
`filebeat/module/nginx/access/test/test.log` at 20d7ff0), public addresses replaced by those of
documentation. The other lines are ours.
"""

import gzip
import hashlib
import re
from datetime import datetime
from pathlib import Path

import pytest

from plugins.visitor_key import visitor_key
from tests.builds import COLLECTORS, Project
from tests.models.record_loads import one_load_a_run

SAMPLES = Path(__file__).parent / "samples/web_server"
KEY = "a-secret-of-tests"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def line(clock, request, status=200, size=100, referrer="-", agent=CHROME, hosts="203.0.113.10", more="",
         day="10/Jan/2026", zone="+0000", user="-"):
    return (f'{hosts} - {user} [{day}:{clock} {zone}] "{request}" {status} {size} "{referrer}" "{agent}"{more}')


def get(clock, target, status=200, **more):
    return line(clock, f"GET {target} HTTP/1.1", status, **more)


def visitor(client, day="2026-01-10", agent=CHROME):
    """The number of a visitor, made as the documentation says."""
    days = (datetime.fromisoformat(day) - datetime(1970, 1, 1)).days
    inner = hashlib.md5("\x1f".join((KEY, str(days), client, agent)).encode()).hexdigest()
    return hashlib.md5((KEY + inner).encode()).hexdigest()


# one visitor's lines, with what each becomes
VISIT = [
    (get("10:00:00", "/", referrer="https://www.google.com/"), "page_view"),
    # the same moment, and its line comes first where the answer was sooner
    (get("10:00:00", "/style.css?v=3", referrer="https://www.example.com/"), "asset_request"),
    (get("10:00:01", "/LOGO.PNG", 304), "asset_request"),
    (get("10:05:00", "/plans?utm_source=mail&utm_medium=email"), "page_view"),
    (get("10:06:00", "/plans/\\\"pro\\\";jsessionid=0A1B?x=1", 304), "page_view"),
    (line("10:07:00", "POST /contact HTTP/1.1"), "form_post"),
    (line("10:07:01", "POST /login HTTP/1.1", 302), "redirect"),
    (get("10:07:02", "/old", 301), "redirect"),
    (get("10:07:03", "/gone", 404), "request_failed"),
    (line("10:07:04", "POST /api/orders HTTP/1.1", 500), "request_failed"),
    (get("10:07:05", "/api/orders/7"), "api_request"),
    (line("10:07:06", "HEAD / HTTP/1.1"), "other_request"),
    (line("10:07:07", "OPTIONS /x HTTP/1.1"), "other_request"),
    (get("10:07:08", "/pixel", 204), "other_request"),
    (get("10:07:09", "/film", 206), "asset_request"),
    # as often as it was asked for
    (get("10:07:10", "/film.mp4", 206), "asset_request"),
    (get("10:07:10", "/film.mp4", 206), "asset_request"),
    (get("10:07:11", "/terms.PDF"), "file_downloaded"),
    (get("10:07:12", "http://www.example.com/absolute?a=b"), "page_view"),
    (get("10:07:13", "/a page with blanks"), "page_view"),
    # thirty minutes are no pause yet; a second more is one
    (get("10:37:13", "/status-of-orders"), "page_view"),
    (get("11:07:14", "/"), "page_view"),
]
BROKEN = [
    ("not a line of a log", "not_an_access_line"),
    ('{"time": "2026-01-10T10:00:00Z", "request": "GET / HTTP/1.1"}', "not_an_access_line"),
    ("[Sat Jan 10 10:00:00.1 2026] [core:error] [pid 1] [client 203.0.113.9:5] File does not exist: /x",
     "not_an_access_line"),
    ('203.0.113.10 - - [10/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 20', "not_an_access_line"),
    ('203.0.113.10 - - [10/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 x "-" "-"', "not_an_access_line"),
    (get("10:00:00", "/").replace("Jan", "Foo"), "invalid_timestamp"),
    (get("10:00:00", "/", day="31/Jan/2027"), "timestamp_in_future"),
    (line("10:00:00", "-", 408), "not_an_event:no_request"),
    (line("10:00:00", "", 400), "not_an_event:no_request"),
    (line("10:00:00", "hello", 400), "not_an_event:no_request"),
    (line("10:00:00", "\\x16\\x03\\x01\\x02", 400), "not_an_event:no_request"),
    (line("10:00:00", "OPTIONS * HTTP/1.0"), "not_an_event:no_request"),
    (line("10:00:00", "CONNECT example.com:443 HTTP/1.1", 405), "not_an_event:no_request"),
    (get("10:00:00", "/healthz"), "not_an_event:health_check"),
    (get("10:00:00", "/server-status?auto"), "not_an_event:health_check"),
    (get("10:00:00", "/", agent="kube-probe/1.27"), "not_an_event:health_check"),
    (get("10:00:00", "/", agent="ELB-HealthChecker/2.0"), "not_an_event:health_check"),
    (get("10:00:00", "/" + "x" * 1_000_000), "oversized"),
    (b"\xff\xfe noise \x00", "invalid_utf8"),
]
# whose request it is; each asks for a page named by its number
ADDRESSES = [
    ("203.0.113.7", {}, "203.0.113.7"),
    ("203.0.113.7:51234", {}, "203.0.113.7"),
    # the first of a list can be made up
    ("198.51.100.9, 203.0.113.7, 10.0.0.1", {}, "203.0.113.7"),
    ("198.51.100.9,203.0.113.7 172.31.0.1", {}, "203.0.113.7"),
    ('"198.51.100.9, 203.0.113.7" 10.2.1.185', {}, "203.0.113.7"),
    ("unknown, 203.0.113.7, 192.168.1.1", {}, "203.0.113.7"),
    ("- 203.0.113.7", {}, "203.0.113.7"),
    ('"-" 203.0.113.7', {}, "203.0.113.7"),
    ("www.example.com 203.0.113.7", {}, "203.0.113.7"),
    ("127.0.1.1:80 203.0.113.7", {}, "203.0.113.7"),
    ("example.com:443 198.51.100.9, 203.0.113.7, ::ffff:10.0.0.1", {"user": "ann lee"}, "203.0.113.7"),
    ("10.0.0.1", {"more": ' "203.0.113.7"'}, "203.0.113.7"),
    ("100.64.0.1", {"more": ' "198.51.100.9, 203.0.113.7" 0.005'}, "203.0.113.7"),
    ("203.0.113.7", {"more": ' "198.51.100.9"'}, "203.0.113.7"),
    ("203.0.113.7", {"more": ' "-" "0.005"'}, "203.0.113.7"),
    # a proxy of one's own, in trusted_proxies
    ("203.0.113.7, 192.0.2.77", {}, "203.0.113.7"),
    ("203.0.113.7, 169.254.0.1", {}, "203.0.113.7"),
    ("203.0.113.7, 169.253.0.1", {}, "169.253.0.1"),
    ("203.0.113.7, 100.127.0.1", {}, "203.0.113.7"),
    ("203.0.113.7, 100.128.0.1", {}, "100.128.0.1"),
    # a name may have blanks
    ("203.0.113.7", {"user": "ann b lee"}, "203.0.113.7"),
    ("unix:", {"more": ' "203.0.113.7"'}, "203.0.113.7"),
    ("172.32.0.1, 172.16.0.1", {}, "172.32.0.1"),
    ("2001:DB8::7", {}, "2001:db8::7"),
    ("[2001:db8::7]:51234, 10.225.192.17 10.2.2.121", {}, "2001:db8::7"),
    ("2001:db8::7, fd00::1, fe80::1, ::1", {}, "2001:db8::7"),
    ("host.example.net", {}, "host.example.net"),
    # nobody from outside: the farthest
    ("10.0.0.2, 10.0.0.1, 127.0.0.1", {}, "10.0.0.2"),
    ("::1", {}, "::1"),
    # the virtual host is no client
    ("www.example.com 10.0.0.5", {}, "10.0.0.5"),
]
MORE = [
    get("12:00:00", "/robots.txt", agent=GOOGLEBOT, hosts="198.51.100.66"),
    get("12:00:01", "/", agent=GOOGLEBOT, hosts="198.51.100.66"),
    # common format; a winter's and a summer's offset
    '203.0.113.20 - - [10/Jan/2026:13:00:00 +0100] "GET /common HTTP/1.0" 200 -',
    '203.0.113.20 - - [10/Jul/2025:13:00:00 +0200] "GET /summer" 200 5 1234',
    # one visitor on both sides of midnight in UTC
    get("01:59:59", "/late", zone="+0200", hosts="203.0.113.30"),
    get("02:00:00", "/early", zone="+0200", hosts="203.0.113.30"),
    # what an agent may hold
    get("14:00:00", "/quoted", agent='a \\"quoted\\" \\\\ agent', referrer='https://example.org/?q=\\"x\\"'),
    get("14:00:01", "/bytes", agent="agent-BYTES"),
]


def write(project, load_date, name, lines):
    path = project.landing / f"web_server/access/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = b"".join(one if isinstance(one, bytes) else one.encode() for one in (
        one if one[-1:] in (b"\n", "\n") else one + (b"\n" if isinstance(one, bytes) else "\n") for one in lines
    )).replace(b"agent-BYTES", b"agent \xe9\xff")
    path.write_bytes(gzip.compress(text, mtime=0) if name.endswith(".gz") else text)


# with what facts do not tell
EVENTS = """(
    select facts.*, told.page_host, told.user_agent
    from core.fct_events as facts
    inner join (select distinct event_id, page_host, user_agent from intermediate.int_events__read) as told
        on facts.event_id = told.event_id
)"""
VARIABLES = {"trusted_proxies": ["192.0.2."]}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("web"), is_small=True, sources=COLLECTORS, is_brief=True)
    addresses = [
        get(f"15:00:{number:02}", f"/{number}", hosts=hosts, **more)
        for number, (hosts, more, _) in enumerate(ADDRESSES)
    ]
    lines = [text for text, _ in VISIT]
    # in the order of their ends
    write(project, "2026-01-10", "access.log", [lines[1], lines[0], *lines[2:15]])
    write(project, "2026-01-10", "other_vhosts_access.log", addresses)
    write(project, "2026-01-10", "error.log", [text for text, _ in BROKEN])
    write(project, "2026-01-11", "access.log-20260111.gz", MORE)
    # the file once more as it was rotated, whole
    write(project, "2026-01-11", "access.log.1", [lines[1], lines[0], *lines[2:]])
    for sample in SAMPLES.glob("*.log"):
        write(project, "2026-01-12", f"{sample.name}.2", sample.read_text().splitlines())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOOTPATH_VISITOR_KEY", KEY)
        build = project.build(variables=VARIABLES)
        assert build.code == 0, build.output[-4000:]
        yield build


def test_each_line_has_one_name(built):
    found = built.query(f"""
        select event_name, count(*), count(distinct anonymous_id) from core.fct_events
        where anonymous_id = '{visitor("203.0.113.10")}' group by all order by all
    """)
    expected = {}
    for _, name in VISIT:
        expected[name] = expected.get(name, 0) + 1
    assert found == [(name, count, 1) for name, count in sorted(expected.items())]


def test_pages_and_what_is_kept_of_other_requests(built):
    found = built.query(f"""
        select strftime(occurred_at, '%H:%M:%S'), event_name, page_path, page_host, properties
        from {EVENTS} where anonymous_id = '{visitor("203.0.113.10")}'
    """)
    assert {
        ("10:00:00", "page_view", "/", None, '{"method":"GET","status_code":200,"bytes":100}'),
        ("10:00:00", "asset_request", None, None,
         '{"method":"GET","status_code":200,"bytes":100,"path":"/style.css"}'),
        ("10:06:00", "page_view", '/plans/"pro"', None, '{"method":"GET","status_code":304,"bytes":100}'),
        ("10:07:12", "page_view", "/absolute", "www.example.com",
         '{"method":"GET","status_code":200,"bytes":100}'),
        ("10:07:13", "page_view", "/a page with blanks", None,
         '{"method":"GET","status_code":200,"bytes":100}'),
    } <= set(found)


def test_sessions_are_cut_by_the_usual_rule(built):
    sessions = built.query(f"""
        select strftime(started_at, '%H:%M:%S'), strftime(ended_at, '%H:%M:%S'), event_count, page_view_count,
            entry_page_path, exit_page_path, referrer_host, utm_source, is_bot, device_type
        from core.fct_sessions where stream_id in (
            select stream_id from core.fct_events where anonymous_id = '{visitor("203.0.113.10")}'
        ) order by started_at
    """)
    assert sessions == [
        ("10:00:00", "10:37:13", 21, 6, "/", "/status-of-orders", "www.google.com", "mail", False, "desktop"),
        ("11:07:14", "11:07:14", 1, 1, "/", "/", None, None, False, "desktop"),
    ]
    assert built.query(
        "select event_count, is_bot, page_view_count from core.fct_sessions where is_bot and started_at >= '2026-01-01'"
    ) == [(2, True, 1)]


def test_broken_lines_are_quarantined_by_name(built):
    found = built.query("""
        select line_number, cast(reasons as varchar) from quality.event_quarantine
        where file like '%error.log' order by line_number
    """)
    assert found == [(number, f'["{reason}"]') for number, (_, reason) in enumerate(BROKEN, start=1)]


def test_the_client_is_the_last_that_is_not_ones_own(built):
    found = dict(built.query("""
        select page_path, anonymous_id from core.fct_events
        where occurred_at between '2026-01-10 15:00:00' and '2026-01-10 15:01:00'
    """))
    assert found == {f"/{number}": visitor(client) for number, (_, _, client) in enumerate(ADDRESSES)}


def test_virtual_hosts_are_the_pages(built):
    found = built.query(f"""
        select page_path, page_host from {EVENTS}
        where page_host is not null and occurred_at between '2026-01-10 15:00:00' and '2026-01-10 15:01:00'
        order by all
    """)
    assert found == [("/10", "example.com"), ("/29", "www.example.com"), ("/8", "www.example.com")]


def test_a_visitor_is_another_one_after_a_day(built):
    found = built.query("""
        select page_path, anonymous_id, cast(occurred_at as varchar) from core.fct_events
        where page_path in ('/late', '/early') order by occurred_at
    """)
    assert found == [
        ("/late", visitor("203.0.113.30", "2026-01-09"), "2026-01-09 23:59:59"),
        ("/early", visitor("203.0.113.30", "2026-01-10"), "2026-01-10 00:00:00"),
    ]


def test_common_format_times_and_agents(built):
    found = built.query(f"""
        select page_path, cast(occurred_at as varchar), user_agent, referrer_host, properties
        from {EVENTS} where page_path in ('/common', '/summer', '/quoted', '/bytes') order by page_path
    """)
    assert found == [
        ("/bytes", "2026-01-10 14:00:01", "agent \\xe9\\xff", None, '{"method":"GET","status_code":200,"bytes":100}'),
        ("/common", "2026-01-10 12:00:00", None, None, '{"method":"GET","status_code":200,"bytes":0}'),
        ("/quoted", "2026-01-10 14:00:00", 'a "quoted" \\ agent', "example.org",
         '{"method":"GET","status_code":200,"bytes":100}'),
        ("/summer", "2025-07-10 11:00:00", None, None, '{"method":"GET","status_code":200,"bytes":5}'),
    ]
    seconds = built.query("""
        select page_path, json_extract_string(properties, '$.request_seconds') from core.fct_events
        where properties like '%request_seconds%' order by page_path
    """)
    assert seconds == [("/12", "0.005"), ("/14", "0.005")]


def test_published_lines(built):
    found = built.query(f"""
        select cast(occurred_at as varchar), event_name, page_path, page_host, is_bot
        from {EVENTS} where occurred_at < '2020-01-01' order by all
    """)
    assert found == [
        ("2016-01-22 13:18:29", "page_view", "/assets/xxxx", None, True),
        ("2016-12-07 10:05:07", "page_view", "/ocelot", None, False),
        ("2016-12-07 10:05:07", "page_view", "/ocelot", None, False),
        ("2016-12-07 10:05:07", "page_view", "/ocelot", None, False),
        ("2016-12-26 14:16:29", "request_failed", None, None, False),
        ("2016-12-26 16:22:13", "request_failed", None, None, False),
        ("2016-12-30 06:47:09", "request_failed", None, None, True),
        # the two samples have one line in common
        ("2017-05-29 19:02:48", "request_failed", None, None, False),
        ("2019-07-04 07:20:46", "page_view", "/", "vhost1.example.com", False),
    ]


def test_the_ledger_counts_every_line_once(built):
    found = dict(((disposition, reason), rows) for disposition, reason, rows in built.query(
        "select disposition, reason, sum(rows) from quality.event_ledger "
        "where disposition <> 'unread' group by all"
    ))
    reasons = {}
    for _, reason in [*BROKEN, *[("", "not_an_event:no_request")] * 3, ("", "not_an_event:health_check")]:
        reasons[("quarantined", reason)] = reasons.get(("quarantined", reason), 0) + 1
    assert found == reasons | {
        # a rotated file that is delivered again, and the line that both samples have
        ("duplicate", "same_content"): 15 + 1,
        ("accepted", ""): len(VISIT) + len(ADDRESSES) + len(MORE) + 9,
    }


def test_no_address_is_published_but_in_quarantine(built):
    address = re.compile(r"(?<![\d.])(203\.0\.113|198\.51\.100|10\.0\.0|192\.0\.2)\.\d+")
    tables = built.query("""
        select table_schema, table_name from information_schema.tables
        where table_schema in ('core', 'marts', 'privacy', 'quality') and table_name <> 'event_quarantine'
    """)
    assert ("core", "fct_events") in tables
    for schema, table in tables:
        text = str(built.query(f'select * from {schema}."{table}"'))
        assert not address.search(text) and KEY not in text, table
    assert KEY.encode() not in built.database.read_bytes()
    assert not address.search(built.output) and KEY not in built.output


def test_each_load_in_a_run_of_its_own_gives_the_same(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=COLLECTORS, is_brief=True)
    assert one_load_a_run(built, project, "fct_events", "fct_sessions", variables=VARIABLES) == []


def test_a_key_is_made_up_once_and_for_ones_own_eyes(tmp_path, monkeypatch):
    monkeypatch.delenv("FOOTPATH_VISITOR_KEY", raising=False)
    database = str(tmp_path / "footpath.duckdb")
    made_up = visitor_key(database, {})
    file = tmp_path / "footpath.visitor_key"
    assert len(made_up) == 64 and file.read_text() == f"{made_up}\n" and file.stat().st_mode & 0o777 == 0o600
    assert visitor_key(database, {}) == made_up
    assert visitor_key(str(tmp_path / "other.duckdb"), {}) != made_up
    kept = {}
    assert visitor_key(":memory:", kept) == visitor_key(":memory:", kept) != made_up
    monkeypatch.setenv("FOOTPATH_VISITOR_KEY", KEY)
    assert visitor_key(database, {}) == KEY
