"""Expressions that spare most rows the slow part, against the slow part alone.

A guard may only be wrong about speed. Each expression is what the macro compiles to on DuckDB,
the plain one beside it says the same without a guard.
"""

import json

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builds import ROOT

MACROS = (
    "dialect/is_json", "dialect/json_fields", "dialect/json_kind", "dialect/json_member",
    "dialect/parse_utc", "dialect/regexp_contains", "dialect/trimmed", "dialect/url_path", "calculations/clean_identifier",
    "calculations/iso_spelling",
)
WHITE_SPACE = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)"
LENIENT = r"'[:,\[]\s*-?(?i:nan|inf)|,\s*[\]}]'"
ISO = (
    r"'\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?'"
)
SCHEME = "^[A-Za-z][A-Za-z0-9+.-]*://"


class Adapter:
    """Stands in for dbt's: an expression is that of DuckDB."""

    def dispatch(self, name):
        return getattr(self.macros, f"duckdb__{name}")


def macros():
    """The project's macros, as Python functions that return SQL."""
    adapter = Adapter()
    files = [(ROOT / f"macros/{name}.sql").read_text() for name in MACROS]
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals.update(adapter=adapter, tojson=json.dumps)
    adapter.macros = environment.from_string("".join(files)).module
    return adapter.macros


SQL = macros()
PLAIN = {
    "is_json": f"""
        coalesce(json_valid(x), false) and not regexp_matches(
            regexp_replace(x, '"(?:[^"\\\\]|\\\\.)*"', '""', 'g'), {LENIENT}
        )""",
    "trimmed": f"trim(x, {WHITE_SPACE})",
    "clean_identifier": f"""
        case when replace(replace(trim(x, {WHITE_SPACE}), '0', ''), '-', '') <> ''
            then case
                when regexp_matches(trim(x, {WHITE_SPACE}), '^[^@ ]+@[^@ ]+[.][^@ ]+$')
                    then lower(trim(x, {WHITE_SPACE}))
                else trim(x, {WHITE_SPACE}) end end""",
    "parse_utc": f"case when regexp_full_match(x, {ISO}) then cast(try_cast(x as timestamptz) as"
    " timestamp) end",
    "url_path": f"""
        case
            when regexp_matches(x, '{SCHEME}')
                then coalesce(
                    nullif(regexp_extract(x, '{SCHEME}[^/?#]*(/[^?#]*)?', 1), ''), '/'
                )
            when left(x, 1) = '/' then regexp_extract(x, '^[^?#]*')
        end || regexp_extract(x, '^[^#]*(#!?/[^?#]*)', 1)""",
}


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        opened.execute("set TimeZone = 'UTC'")
        yield opened


def differences(connection, texts, lean, plain):
    """Texts on which two expressions over `x` are of two minds, with both results."""
    return connection.execute(
        f"select x, cast({lean} as varchar), cast({plain} as varchar) from unnest($texts) as t(x) "
        f"where ({lean}) is distinct from ({plain})",
        {"texts": [*texts, None]},
    ).fetchall()


def altered(texts):
    """Texts of which up to three characters became others: nearly what they were."""
    odd = st.sampled_from([*" \t\n\r\x0b\x0c\x00\x1f0129-+.:,/#?@TZtze\\\"'{[é٣😀\u00a0\ufeff"])
    changes = st.lists(st.tuples(st.integers(0, 200), odd), max_size=3)

    def alter(text, places):
        letters = list(text)
        for place, letter in places:
            if letters:
                letters[place % len(letters)] = letter
        return "".join(letters)

    return st.builds(alter, texts, changes)


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# of each part of an instant a good spelling, and others
TWO_DIGITS = [*"00 01 12 13 23 24 29 30 31 32 59 60 61 +1 1- 1".split(), " 1", "1 ", "\t1"]
INSTANT_PARTS = (
    ("2024", ["0000", "0001", "1582", "1969", "2023", "9999", "10000", "-023", "+024", " 024",
              "\n024", "024 "]),
    ("-02", [f"-{two}" for two in TWO_DIGITS]),
    ("-28", [f"-{two}" for two in TWO_DIGITS]),
    ("T", ["t", " ", "  ", "T ", ""]),
    ("23", TWO_DIGITS), (":59", [f":{two}" for two in TWO_DIGITS]),
    (":59", [*(f":{two}" for two in TWO_DIGITS), ""]),
    (".999", [".000", ".9 9", ".99 ", ". 99", ".1", ".12345678", "", ".", ",999"]),
    ("Z", ["", "z", " Z", "+02", "-0330", "+23:59", "+24:00", " UTC"]),
)


def instants():
    """Instants of which up to two parts are odd."""
    odd = st.one_of([
        st.tuples(st.just(place), st.sampled_from(spellings))
        for place, (_, spellings) in enumerate(INSTANT_PARTS)
    ])
    good = [spelling for spelling, _ in INSTANT_PARTS]

    def spell(changes):
        return "".join((dict(enumerate(good)) | dict(changes)).values())

    return st.lists(odd, max_size=2).map(spell)


IDENTIFIERS = st.one_of(
    ANY, st.text(" \t\n\r\x0b\x0c\x1f0-1a", max_size=8),
    st.sampled_from(["00000000-0000-0000-0000-000000000000", "01-a", "é ", "\u00a0"]),
    st.text("@.aB0- \t", max_size=8),
)
URLS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["https", "http", "HTTP", "app+x.y-1", "1a", "about", "", "é"]),
        st.sampled_from(["://", ":", "//", "/", ""]),
        st.one_of(ANY, st.text("aA.@:/?#-\n", max_size=10)),
        st.sampled_from(["", "/", "/a/b", "?a=/b", "#/c", "/\n?"]),
    ),
)
# JSON as any writer spells it, and what is nearly so
SPACE = st.sampled_from(["", "", " ", "\n", "\t \r"])
LEAVES = st.one_of(
    st.sampled_from(["NaN", "nan", "-NaN", "Infinity", "-inf", "INF", "- inf", "-Infinity"]),
    st.sampled_from(["1", "-0.5e3", "true", "false", "null", "'x'"]),
    st.sampled_from(['"NaN"', '": nan, ]"', r'"\": -inf"', r'"\\"', r'"\u004eaN"']),
    ANY.map(json.dumps),
    ANY.map(lambda text: json.dumps(text, ensure_ascii=False)),
)


def containers(members):
    lists = st.builds(
        lambda items, space, end: f"[{space}{f',{space}'.join(items)}{space}{end}{space}]",
        st.lists(members, max_size=3), SPACE, st.sampled_from(["", "", ","]),
    )
    names = st.one_of(ANY.map(json.dumps), st.sampled_from(['"a"', '"nan"', '","']))
    pairs = st.builds(lambda n, s, v: f"{n}{s}:{s}{v}", names, SPACE, members)
    return st.one_of(lists, st.builds(
        lambda items, space, end: f"{{{space}{f',{space}'.join(items)}{space}{end}{space}}}",
        st.lists(pairs, max_size=3), SPACE, st.sampled_from(["", "", ","]),
    ))


DOCUMENTS = st.recursive(LEAVES, containers, max_leaves=6)
TEXTS = {
    "is_json": DOCUMENTS, "trimmed": IDENTIFIERS, "clean_identifier": IDENTIFIERS,
    "parse_utc": instants(), "url_path": URLS,
}


@pytest.mark.parametrize("name", PLAIN)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_lean_expression_says_what_the_plain_one_says(connection, name, data):
    texts = data.draw(st.lists(st.one_of(TEXTS[name], altered(TEXTS[name]), ANY), max_size=40))
    lean = getattr(SQL, name)("x")
    if name == "parse_utc":
        # other spellings that may be a time are read by one expression alone
        other = f"regexp_matches(x, '^([A-Za-z]{{3}}, )?[0-9]') and not regexp_full_match(x, {ISO})"
        lean = f"case when not ({other}) then {lean} end"
    assert differences(connection, texts, lean, PLAIN[name]) == []


@settings(max_examples=150, deadline=None)
@given(documents=st.lists(DOCUMENTS, max_size=20))
def test_kind_is_told_by_the_first_character(connection, documents):
    objects = [f'{{"value": {document}}}' for document in documents]
    plain = """
        case left(cast(v as varchar), 1)
            when '"' then 'string' when '{' then 'object' when '[' then 'array'
            when 't' then 'boolean' when 'f' then 'boolean'
            else case when cast(v as varchar) <> 'null' then 'number' end
        end"""
    found = connection.execute(
        f"select x, {SQL.json_kind('v')}, {plain} from (select x, from_json("
        "case when json_valid(x) then x end, '{\"value\": \"JSON\"}').value as v "
        f"from unnest($texts) as t(x)) where ({SQL.json_kind('v')}) is distinct from ({plain})",
        {"texts": objects},
    ).fetchall()
    assert found == []


NAMES = st.one_of(
    st.sampled_from(["a", "user_agent", "a/b", "a~b", 'say "x"', "back\\slash", "é", "😀", "", "\n"]),
    ANY,
)


def quoted(name, escapes):
    """A name as JSON, every character of it spelled as a code or as it is."""
    if not escapes:
        return json.dumps(name, ensure_ascii=False)
    units = name.encode("utf-16-be").hex()
    return '"' + "".join(f"\\u{units[i:i + 4]}" for i in range(0, len(units), 4)) + '"'


@settings(max_examples=300, deadline=None)
@given(
    members=st.lists(st.tuples(NAMES, st.booleans(), DOCUMENTS), max_size=5), wanted=NAMES,
)
def test_member_is_found_however_its_name_is_spelled(connection, members, wanted):
    pairs = [f"{quoted(name, escapes)}: {value}" for name, escapes, value in members]
    document = "{" + ", ".join(pairs) + "}"
    plain = "json_extract_string(x, '/' || replace(replace(k, '~', '~0'), '/', '~1'))"
    found = connection.execute(
        f"select {SQL.json_member('x', 'k')} is not distinct from {plain} from (select "
        "case when json_valid($document) then $document end as x, $wanted::varchar as k)",
        {"document": document, "wanted": wanted},
    ).fetchone()
    assert found == (True,)
