"""The build of the sample against what the simulator knows to be true.

The simulator plans people, devices, sessions and the fate of every line, and counts funnels
and retention with plain Python of its own; nothing here is compared with the project's SQL
but its results.
"""

import gzip

import duckdb
import pytest

from tests.builds import FIGURE, ROOT, ROW_FATES


@pytest.fixture(scope="module")
def database(sample_build, sample_truth):
    """The working database, by the name that its views know, and the truth in the schema `truth`."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"attach '{sample_build.database}' as footpath (read_only)")
    connection.execute("create schema truth")
    for path in sorted(sample_truth.glob("*.parquet")):
        connection.execute(f"create view truth.{path.stem} as from read_parquet('{path}')")
    connection.execute("""
        create table events as
        select
            due.*,
            enriched.event_name as built_name,
            enriched.occurred_at as built_at,
            enriched.is_bot as built_is_bot,
            labelled.person_id,
            labelled.session_id
        from truth.events as due
        inner join footpath.intermediate.int_events__read as read_rows
            using (file, line_number)
        inner join footpath.intermediate.int_events__enriched as enriched using (row_id)
        inner join footpath.intermediate.int_events__labelled as labelled using (row_id)
    """)
    return connection


def rows(database, sql):
    return database.execute(sql).fetchall()


def physical_lines():
    count = 0
    for path in (ROOT / "landing/tracker").rglob("*.ndjson.gz"):
        with gzip.open(path) as lines:
            count += sum(1 for line in lines if line.strip())
    return count


def test_ledger_adds_up_to_the_physical_lines(database):
    ledger = "select sum(rows) from footpath.quality.event_ledger where source = 'tracker'"
    assert rows(database, ledger) == [(physical_lines(),)]


def test_every_line_has_its_due_fate(database):
    fates = ROW_FATES.replace("intermediate.", "footpath.intermediate.")
    differences = rows(database, f"""
        select *
        from (
            select file, line_number, disposition,
                case when disposition = 'quarantined' then reason else '' end as reason
            from {fates} as fates
            inner join footpath.intermediate.int_events__read using (row_id, source)
            where source = 'tracker'
        ) as built
        full join (
            select file, line_number, disposition, array_to_string(reasons, '|') as reason
            from truth.rows
        ) as due using (file, line_number)
        where built.disposition is distinct from due.disposition
            or (due.disposition = 'quarantined' and built.reason is distinct from due.reason)
    """)
    assert differences == []


def test_quarantine_holds_the_text_of_every_line(database):
    held = dict(
        ((file, line_number), raw) for file, line_number, raw in rows(database, """
            select file, line_number, raw from footpath.quality.event_quarantine
            where source = 'tracker'
        """)
    )
    assert len(held) > 100
    for file in {file for file, _ in held}:
        with gzip.open(ROOT / "landing" / file) as lines:
            for line_number, line in enumerate(lines, start=1):
                if (file, line_number) in held:
                    text = line.rstrip(b"\r\n").decode(errors="backslashreplace")
                    assert held.pop((file, line_number)) == text
    assert held == {}


def test_events_are_named_timed_and_told_from_bots(database):
    assert rows(database, "select count(*) from events") == rows(
        database, "select count(*) from truth.events"
    )
    wrong = rows(database, """
        select * from events
        where event_name <> built_name or occurred_at <> built_at or is_bot <> built_is_bot
    """)
    assert wrong == []


@pytest.mark.parametrize(
    ("known", "built"), [("person_key", "person_id"), ("session_key", "session_id")]
)
def test_partition_is_that_of_the_truth(database, known, built):
    """Two events share a person (a session) just when the truth says so."""
    for one, other in ((known, built), (built, known)):
        torn = rows(database, f"""
            select {one} from events where {one} is not null
            group by {one} having count(distinct coalesce({other}, '')) > 1
        """)
        assert torn == []
    assert rows(database, f"select * from events where ({known} is null) <> ({built} is null)") == []


def test_funnels_are_those_of_the_truth(database):
    # units of Snowplow's sample are not the simulator's: count the tracker's own
    database.execute("""
        create or replace table tracker_units as
        select funnel_name, breakdown_value, furthest_step
        from footpath.marts.funnel_units
        where unit_id not in (
            select distinct unit_id from (
                select person_id as unit_id from footpath.core.fct_events where source = 'snowplow'
                union all
                select session_id from footpath.core.fct_events where source = 'snowplow'
            ) where unit_id is not null
        )
    """)
    counted = rows(database, """
        select due.funnel_name, due.breakdown_value, due.step_number, due.units,
            count(units.furthest_step) as built_units
        from truth.funnels as due
        left join tracker_units as units
            on due.funnel_name = units.funnel_name
            and due.breakdown_value = units.breakdown_value
            and units.furthest_step >= due.step_number
        group by all
    """)
    assert len(counted) > 20
    assert [row for row in counted if row[3] != row[4]] == []


def test_funnel_steps_count_the_units(database):
    """The published mart itself, where no Snowplow person can take part."""
    alone = rows(database, """
        select due.funnel_name, due.step_number, due.units, steps.units
        from truth.funnels as due
        left join footpath.marts.funnel_steps as steps
            using (funnel_name, breakdown_value, step_number)
        where due.funnel_name not like 'shop_%' and due.funnel_name not like 'cart_%'
    """)
    assert len(alone) > 10
    assert [row for row in alone if row[2] != row[3]] == []


def test_retention_is_that_of_the_truth(database):
    # Snowplow's sample is of 2022, the simulator's days are of 2026: cohorts do not mix
    differences = rows(database, """
        select *
        from (
            select retention_name, cast(cohort_period as timestamp) as cohort_period,
                period_number, cohort_size, retained
            from truth.retention
        ) as due
        full join (
            select retention_name, cohort_period, period_number, cohort_size, retained
            from footpath.marts.retention_cohorts
            where cohort_period >= timestamp '2025-01-01'
        ) as built using (retention_name, cohort_period, period_number)
        where due.cohort_size is distinct from built.cohort_size
            or due.retained is distinct from built.retained
    """)
    assert differences == []


def pairs(database, label):
    """Pairs of events of one human: how many share `label`, of how many; and shared in all."""
    return rows(database, f"""
        with labelled as (
            select human, {label} as label, count(*) as events from events group by all
        ),
        same as (select sum(events * (events - 1) / 2) as pairs from labelled),
        true_pairs as (
            select sum(events * (events - 1) / 2) as pairs
            from (select sum(events) as events from labelled group by human)
        ),
        built_pairs as (
            select sum(events * (events - 1) / 2) as pairs
            from (select sum(events) as events from labelled group by label)
        )
        select same.pairs, true_pairs.pairs, built_pairs.pairs
        from same, true_pairs, built_pairs
    """)[0]


def test_identity_is_precise_and_its_recall_is_known(database, record_property):
    """Of events put on one person, all are one human's wherever it can be known.

    What cannot be known is planted and named by the truth's `devices`: equipment shared by
    too many, browsers that several people use without logging in again. With those left out,
    precision must be exactly 1; recall over all is what the rules can reach, no more.
    """
    database.execute("""
        create or replace table everything as from events;
        create or replace table events as
        select * from everything
        where person_key not in (
            select person_key from everything group by person_key
            having count(distinct human) > 1
        )
    """)
    same, _, built = pairs(database, "person_id")
    assert same == built, "events of two humans on one person, which the truth tells apart"
    database.execute("create or replace table events as from everything")
    same, true, built = pairs(database, "person_id")
    known_same, _, known_built = pairs(database, "person_key")
    assert (same, built) == (known_same, known_built)
    record_property(
        FIGURE,
        f"identity pairs: precision 1 where it can be known, {same / built:.4f} over all; "
        f"recall {same / true:.4f}",
    )
    assert same / true > 0.9


def test_published_figures_are_those_of_the_sample(database):
    """docs/truth.md is written by hand; its figures are held to the truth here."""
    text = (ROOT / "docs/truth.md").read_text()
    fates = dict(rows(database, "select disposition, count(*) from truth.rows group by all"))
    assert f"{sum(fates.values()):,}: {fates['accepted']:,} accepted" in text
    assert f"{fates['duplicate']:,} duplicates, {fates['quarantined']:,} quarantined" in text
    same, true, built = pairs(database, "person_key")
    assert f"precision {same / built:.3f}" in text
    assert f"recall {same / true:.3f}" in text
    browsers = rows(database, """
        select reason, count(*) from truth.devices where not is_knowable group by all
    """)
    for _, count in browsers:
        assert f"\n| {count} |" in text
    known = rows(database, "select count(*) from truth.devices")[0][0]
    assert f"each of the {sum(count for _, count in browsers)} browsers of {known:,} that" in text


def test_what_accounts_pay_at_the_end_of_each_month(database):
    """From events that come late and twice, and lists of what is there anyway."""
    assert rows(database, """
        with built as (
            select account_id, month, sum(case when is_paying then monthly_amount else 0 end) as amount
            from footpath.core.fct_subscriptions
            inner join (select distinct month from truth.revenue) as months
                on
                    valid_from < cast(month + interval 1 month as timestamp)
                    and coalesce(valid_to >= cast(month + interval 1 month as timestamp), true)
            group by all
        )
        select account_id, month, monthly_amount, amount
        from truth.revenue
        full join built using (account_id, month)
        where abs(coalesce(monthly_amount, 0) - coalesce(amount, 0)) > 0.001
        order by all
    """) == []
    assert rows(database, "select count(*) > 150 from truth.revenue where monthly_amount > 0") == [(True,)]


def test_what_became_of_each_support_ticket(database):
    """From audits that come late and twice, tickets as they were at each load, and ratings."""
    columns = """ticket_id, account_id, created_at, first_reply_at, first_resolved_at, resolved_at,
        reopens, escalations, satisfaction_score"""
    assert rows(database, f"""
        (select {columns} from truth.tickets except select {columns} from footpath.core.fct_tickets)
        union all
        (select {columns} from footpath.core.fct_tickets except select {columns} from truth.tickets)
        order by all
    """) == []
    assert rows(database, "select count(*) > 150 from truth.tickets") == [(True,)]


def test_monthly_revenue_of_accounts_is_the_truth(database):
    """In the reporting currency, by the rates of the sample; the months that are over."""
    assert rows(database, """
        with rates (currency, rate) as (values ('usd', 0.01), ('eur', 0.011), ('jpy', 0.0067)),
        currencies as (
            select distinct account_id, currency from footpath.core.fct_subscriptions
        ),
        due as (
            select account_id, month, monthly_amount * rate as amount
            from truth.revenue
            inner join currencies using (account_id)
            inner join rates using (currency)
        ),
        built as (
            select account_id, month, sum(closing_mrr) as closing_mrr
            from footpath.marts.mrr_movements where is_complete group by all
        )
        select account_id, month, amount, closing_mrr
        from due
        full join built using (account_id, month)
        where abs(coalesce(amount, 0) - coalesce(closing_mrr, 0)) > 1e-6
        order by all
    """) == []
    assert rows(database, """
        select count(distinct month), count(*) > 150
        from footpath.marts.mrr_movements where is_complete and closing_mrr > 0
    """) == [(3, True)]
