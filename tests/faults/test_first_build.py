"""First builds that fail: each says why, in words that help, and the next one goes on from there."""

import re
import shutil

import duckdb
import pytest

from tests.builds import Project

SENT = {"event": "Opened", "timestamp": "2026-01-03T10:00:00Z", "anonymous_id": "visitor"}
# a source that has neither message ids nor a hash of its own
STAGING = """{{ config(materialized='staged', meta={'holds': 'changes'}) }}

with

readable as (

    {{ raw_events('acme') }}

)

select
    row_id,
    cast('acme' as {{ dbt.type_string() }}) as source,
    load_date,
    file,
    line_number,
    defect,
    raw,
    {{ json_member('document', "'event'") }} as raw_event_name,
    {{ json_member('document', "'timestamp'") }} as event_timestamp,
    {{ json_member('document', "'anonymous_id'") }} as anonymous_id
from readable
"""
COLUMNS = [line.rsplit(" ", 1)[-1].strip(", ") for line in STAGING.split("\nselect\n")[1].splitlines()[:-1]]


@pytest.fixture
def project(tmp_path):
    """A project without any build, whose landing zone has a source `acme` besides."""
    project = Project(tmp_path, is_small=True, is_brief=True)
    project.write_lines("2026-01-03", [SENT])
    folder = project.root / "models/staging/acme"
    shutil.copytree(project.root / "models/staging/tracker", folder)
    for path in folder.iterdir():
        if "sources" in path.name:
            path.with_name("_acme__sources.yml").write_text(
                path.read_text().replace("tracker", "acme").replace("Tracker", "acme"))
        path.unlink()
    (folder / "stg_acme__events.sql").write_text(STAGING)
    (folder / "stg_acme__events.yml").write_text("models:\n  - name: stg_acme__events\n    columns:\n"
        + "".join(f"      - name: {name}\n" for name in COLUMNS))
    header = project.seed_file("source_settings").read_text().splitlines()[0]
    project.append_to_seed("source_settings", "acme" + "," * header.count(",") + "\n")
    settings = project.root / "dbt_project.yml"
    edit(settings, "sources: [tracker]", "sources: [tracker, acme]")
    landed = project.landing / "acme/events/load_date=2026-01-03"
    landed.mkdir(parents=True)
    lines = [f'{{"event": "Opened", "anonymous_id": "{one}", "timestamp": "2026-01-03T10:00:00Z"}}\n'
             for one in "abca"]
    (landed / "events.ndjson").write_text("".join(lines))
    return project


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_first_build_that_fails_says_why_and_loses_nothing(project):
    # definitions need no landing zone, and what is asked is whether they are right
    build = project.build("--selector", "definitions")
    assert build.code == 0, build.output[-4000:]
    assert "The definitions are right: " in build.output and "Not published" not in build.output

    build = project.build()
    assert build.code != 0
    assert "Nothing reads acme/events" in build.output
    assert "Name it under `tables`, or `record_tables`, of the landing plugin in" in build.output
    assert "does not exist" not in build.output
    edit(project.root / "profiles.yml", "snowplow/events, ", "snowplow/events, acme/events, ")

    # one that fails behind the list of files: nothing of them was read
    staging = project.root / "models/staging/acme/stg_acme__events.sql"
    edit(staging, "    raw,\n", "    raw, no_such_column as defect_2,\n")
    build = project.build()
    assert build.code != 0
    assert "no_such_column" in build.output and "event_ledger does not exist" not in build.output
    assert "Not published, because stg_acme__events" in build.output.replace("\n", " ")
    edit(staging, " no_such_column as defect_2,", "")

    # so that another landing zone loses none, and no event of a source without ids is lost
    project.landing = project.landing.rename(project.folder / "elsewhere")
    (project.landing / "tracker/events/load_date=2026-01-03/events.ndjson").rename(
        project.landing / "tracker/events/load_date=2026-01-03/renamed.ndjson")
    build = project.build("--resource-type", "seed", "model")
    assert build.code == 0, build.output[-4000:]
    with duckdb.connect(project.database, read_only=True) as connection:
        assert connection.execute(
            "select source, count(*) from core.fct_events group by source order by source"
        ).fetchall() == [("acme", 3), ("tracker", 1)]

    # now there is something to lose
    (project.landing / "tracker/events/load_date=2026-01-03/renamed.ndjson").unlink()
    build = project.build("--full-refresh")
    assert build.code != 0 and "1 rows were read from there" in build.output


def test_a_way_to_add_rows_that_is_not_there_is_refused(tmp_path):
    project = Project(tmp_path, is_small=True, is_brief=True)
    model = project.root / "models/intermediate/events/int_events__read.sql"
    own = "incremental_strategy='append',"
    for other, told in (
        ("incremental_strategy='delete+insert',", "incremental_strategy='delete+insert'"),
        (f"{own} unique_key='row_id',", "unique_key='row_id'"),
        ("incremental_strategy='replace',", "incremental_strategy='replace' without meta.replaces"),
    ):
        edit(model, own, other)
        build = project.build("--select", "source_settings")
        assert build.code != 0
        told = f"int_events__read.sql: a kept model has .* here is {re.escape(told)}\\."
        assert re.search(told, " ".join(build.output.split())), build.output[-3000:]
        edit(model, other, own)
    kept = project.root / "models/intermediate/labels/int_events__labelled.sql"
    edit(kept, "'keys': ['row_id']", "'keys': ['event_date', 'event_id']")
    build = project.build("--select", "source_settings")
    assert build.code != 0
    told = "the keys 'event_date', 'event_id', and int_events__label_changes no column 'event_id'."
    assert told in " ".join(build.output.split()), build.output[-3000:]
