"""The five questions of analyses/: their answers on the sample are those of their headers, and of pandas and
scipy on the same events; one script draws them."""

import json
import subprocess
import sys
from datetime import timedelta

import duckdb
import pandas as pd
import pytest
from scipy import stats

from scripts.draw_analyses import PICTURES, AnalysisError, draw, rows_of, statement
from tests.builds import ROOT

ANALYSES = sorted((ROOT / "analyses").glob("*.sql"))
NAMES = [picture.analysis for picture in PICTURES]


@pytest.fixture(scope="module")
def manifest(sample_build):
    return json.loads(sample_build.database.with_name("target").joinpath("manifest.json").read_text())


@pytest.fixture(scope="module")
def connection(sample_build):
    with duckdb.connect(sample_build.published, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


@pytest.fixture(scope="module")
def answers(connection, manifest):
    return {path.stem: rows_of(connection, path, manifest) for path in ANALYSES}


@pytest.fixture(scope="module")
def events(connection):
    """People's events of the sample, in their order."""
    return connection.execute("""
        select person_id, event_name, occurred_at, event_date, value from core.fct_events
        where not is_bot order by occurred_at, event_id
    """).df()


def told(value) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("path", ANALYSES, ids=lambda path: path.stem)
def test_it_answers(path, answers):
    assert len(answers[path.stem]) > 0


@pytest.mark.parametrize("name", NAMES)
def test_header_tells_question_date_and_answer(name, answers):
    header = [line.removeprefix("--").removeprefix(" ")
              for line in (ROOT / f"analyses/{name}.sql").read_text().splitlines() if line.startswith("--")]
    assert "?" in header[0]
    assert any(line.startswith("Answer on the sample (20") for line in header)
    listed = header[header.index("Rows of the answer, their first columns:") + 1:]
    assert listed
    rows = [[told(value) for value in row] for row in answers[name].itertuples(index=False)]
    for line in listed:
        cells = [cell.strip() for cell in line.split("|")]
        assert any(row[:len(cells)] == cells for row in rows), line


def test_drop_outs_are_pandas(answers, events):
    """Of each person the attempt that comes furthest: the next step, in time, within a day of its first."""
    steps = ["product_view", "add_to_cart", "checkout_step", "transaction"]
    day = timedelta(days=1)
    reached = {}
    for person, own in events[events["event_name"].isin(steps)].groupby("person_id"):
        moments = list(own[["event_name", "occurred_at"]].itertuples(index=False, name=None))
        for start, (name, began) in enumerate(moments):
            if name != steps[0]:
                continue
            number = 1
            for name, at in moments[start + 1:]:
                if number < len(steps) and name == steps[number] and at <= began + day:
                    number += 1
            reached[person] = max(number, reached.get(person, 0))
    counts = pd.Series(reached)
    found = answers["where_do_people_drop_out"].query("funnel_name == 'shop_purchase'")
    assert list(found["units"]) == [int((counts >= number).sum()) for number in range(1, 5)]
    assert list(found["conversion_rate"]) == pytest.approx([
        (counts >= number).sum() / len(counts) for number in range(1, 5)
    ])


def test_who_comes_back_is_pandas(answers, events):
    weeks = events.assign(week=events["occurred_at"].dt.to_period("W-SUN").dt.start_time)
    signed = weeks[weeks["event_name"] == "signup_completed"].groupby("person_id")["week"].min()
    active = weeks[["person_id", "week"]].drop_duplicates().merge(signed.rename("cohort"), on="person_id")
    active["number"] = (active["week"] - active["cohort"]).dt.days // 7
    expected = active[active["number"].between(0, 8)].groupby(["cohort", "number"]).size()
    found = answers["do_they_come_back"].query("retention_name == 'weekly_after_signup'")
    assert len(found) > 60
    sizes = signed.value_counts()
    for row in found.itertuples():
        assert row.cohort_size == sizes.get(row.cohort_period, 0)
        assert row.retained == expected.get((row.cohort_period, row.period_number), 0)
        assert row.cohort_size == 0 or row.retention_rate == pytest.approx(row.retained / row.cohort_size)


def test_ways_share_out_all_conversions(answers, connection):
    found = answers["which_ways_lead_to_a_purchase"].groupby("path_name")
    whole = connection.execute("""
        select path_name, sum(conversions)::bigint from marts.path_sequences
        group by path_name having sum(conversions) > 0
    """).fetchall()
    assert found["conversions"].sum().to_dict() == dict(whole)
    assert found["share_of_conversions"].sum().to_dict() == pytest.approx(dict.fromkeys(dict(whole), 1))


def test_adoption_is_pandas(answers, events):
    uses = events[events["event_name"] == "comment_posted"]
    active = events.groupby("event_date")["person_id"].nunique()
    adopters = uses.groupby("event_date")["person_id"].nunique().reindex(active.index, fill_value=0)
    rates = adopters / active
    first = uses.groupby("person_id")["event_date"].min()
    found = answers["is_the_feature_adopted"].query("feature_name == 'comments' and uses > 0")
    assert len(found) == 3
    for row in found.itertuples():
        month = f"{row.month:%Y-%m}"
        assert row.uses == (uses["event_date"].dt.strftime("%Y-%m") == month).sum()
        assert row.new_adopters == (first.dt.strftime("%Y-%m") == month).sum()
        assert row.adopters_until_then == (first.dt.strftime("%Y-%m") <= month).sum()
        assert row.mean_adoption_rate == pytest.approx(rates[rates.index.strftime("%Y-%m") == month].mean())


def test_the_verdict_is_scipys(answers, connection, events):
    """The flag's persons, in the arm that they saw first; a proportion by chi-square and a mean by Welch."""
    exposed = connection.execute("""
        select person_id, variant, variant_count, first_exposed_at as at from core.fct_exposures
        where flag_key = 'checkout_copy' and person_id is not null and variant is not null
            and first_exposed_at >= '2026-02-10' and first_exposed_at < '2026-03-24'
        order by first_exposed_at
    """).df().groupby("person_id").agg(
        variant=("variant", "first"), variants=("variant", "nunique"), seen=("variant_count", "max"),
        at=("at", "first"))
    exposed = exposed[(exposed["variants"] == 1) & (exposed["seen"] == 1)]
    bought = events[events["event_name"] == "transaction"].merge(
        exposed["at"], left_on="person_id", right_index=True)
    window = bought["at"] + timedelta(seconds=1_209_600)
    until = window.clip(upper=pd.Timestamp("2026-03-24"))
    bought = bought[(bought["occurred_at"] >= bought["at"]) & (bought["occurred_at"] <= until)]
    spent = bought.groupby("person_id")["value"].sum().reindex(exposed.index, fill_value=0).astype(float)
    has_bought = exposed.index.isin(bought["person_id"])
    arms = {name: exposed["variant"] == name for name in ("control", "short")}

    found = answers["did_the_variant_win"].set_index(["metric_name", "variant"])
    assert {name: found.loc["bought", name].units for name in arms} == {
        name: arm.sum() for name, arm in arms.items()}
    table = [[has_bought[arm].sum(), (~has_bought[arm]).sum()] for arm in arms.values()]
    row = found.loc["bought", "short"]
    assert row.pooled_p_value == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue, rel=1e-9)
    # of a proportion √(p (1 − p))
    told = [(share, (share * (1 - share)) ** 0.5, len(of_arm)) for name in ("short", "control")
            for of_arm in [has_bought[arms[name]]] for share in [of_arm.mean()]]
    welch = stats.ttest_ind_from_stats(*told[0], *told[1], equal_var=False)
    assert row.p_value == pytest.approx(welch.pvalue, rel=1e-9)
    welch = stats.ttest_ind(spent[arms["short"]], spent[arms["control"]], equal_var=False)
    row = found.loc["spent", "short"]
    assert row.p_value == pytest.approx(welch.pvalue, rel=1e-9)
    assert (row.ci_low, row.ci_high) == pytest.approx(tuple(welch.confidence_interval(0.95)), rel=1e-9)
    assert row.verdict == "undecided" and row.ci_low < 0 < row.ci_high


def test_script_draws_every_question(sample_build, tmp_path):
    done = subprocess.run(
        [sys.executable, "scripts/draw_analyses.py", "--database", sample_build.published, "--manifest",
         sample_build.database.with_name("target") / "manifest.json", "--out", tmp_path],
        cwd=ROOT, capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(tmp_path / f"{name}.png") for name in NAMES]
    for name in NAMES:
        picture = (tmp_path / f"{name}.png").read_bytes()
        assert picture.startswith(b"\x89PNG") and len(picture) > 10_000


def test_what_is_missing_is_named(tmp_path, manifest):
    with pytest.raises(AnalysisError, match="no published database at .*Run `uv run dbt build`"):
        draw(tmp_path / "none.duckdb", tmp_path / "none.json", tmp_path)
    path = tmp_path / "own.sql"
    path.write_text("select * from {{ ref('nothing') }}")
    with pytest.raises(AnalysisError, match="own.sql reads nothing, which the last build"):
        statement(path, manifest)
    path.write_text("select {{ var('mau_days') }}")
    with pytest.raises(AnalysisError, match="only dbt renders: `uv run dbt show -s own`"):
        statement(path, manifest)
    path.write_text("select * from {{ ref(\"fct_events\") }}")
    assert statement(path, manifest) == 'select * from "core"."fct_events"'
    with duckdb.connect() as empty, pytest.raises(AnalysisError, match="own.sql: .*`uv run dbt build`"):
        rows_of(empty, path, manifest)
