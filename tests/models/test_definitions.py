"""Mistakes in the definition seeds: each is named by file, line and column, and stops the build.

A copy of the project gets seeds with one mistake a line; dbt builds what is needed to judge
them and one model that reads them.
"""

import csv
import shutil
from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner

ROOT = Path(__file__).parents[2]
COPIED = ["macros", "models", "plugins", "seeds", "tests/generic"]
SELECTED = [
    "path:seeds/definitions",
    "+int_definitions__problems",
    "definitions_are_valid",
    "int_event_aliases__defined",
    "int_funnel_steps__defined",
    "int_funnels__defined",
    "int_retention_curves__defined",
]

# seed, line of cells, and the columns that the line is wrong in (None: nothing is wrong)
FUNNELS = [
    ("good,,,,,,,", []),
    ("blank words,ordered,,person,keep_earlier_steps,x,step,1", []),
    ("lost,ordered,60,person,drop_unit,,,", ["funnel_name"]),
    ("good,,,,,,,", ["funnel_name"]),
    (",,,,,,,", ["funnel_name"]),
    ("order,orderly,,,,,,", ["step_order"]),
    ("window,,1.5,,,,,", ["window_seconds"]),
    ("unit,,-1,user,,,,", ["unit"]),
    ("ages,,31557600000,,,,,", []),
    ("eternity,,31557600001,,,,,", ["window_seconds"]),
    ("rule,,,,drop,,,", ["exclusion_rule"]),
    ("attribution,,,,,x,first,", ["breakdown_attribution"]),
    ("no step,,,,,x,step,", ["breakdown_step"]),
    ("far step,,,,,x,step,2", ["breakdown_step"]),
    ("word step,,,,,x,step,one", ["breakdown_step"]),
]
STEPS = [(f"{name},1,,a,,,,,,", []) for name in (
    "good", "blank words", "order", "window", "unit", "rule", "attribution", "no step",
    "far step", "word step", "ages", "eternity",
)] + [
    ("good,2,Two,,x,gte,-1.5e3,false,,", []),
    ("good,,,c,,,,TRUE,1,2", []),
    ("good,2,,a,x,is_set,,no,,", []),
    ("unheard of,1,,a,,,,,,", ["funnel_name"]),
    ("unit,3,,a,,,,,,", ["step_number"]),
    ("rule,0,,a,,,,,,", ["step_number"]),
    ("rule,two,,a,,,,,,", ["step_number"]),
    ("good,2,,a,x,equals,1,,,", ["operator"]),
    ("good,2,,a,,gt,1,,,", ["property"]),
    ("good,2,,a,x,,,,,", ["value"]),
    ("good,2,,a,x,lt,few,,,", ["value"]),
    ("good,2,,a,x,gt,nan,,,", ["value"]),
    ("good,2,,a,x,regex,(a,,,", ["value"]),
    ("good,2,,a,,,,perhaps,,", ["is_exclusion"]),
    ("good,,,c,,,,true,,2", ["exclude_after_step"]),
    ("good,,,c,,,,true,1,9", ["exclude_before_step"]),
    ("good,,,c,,,,true,2,2", ["exclude_before_step"]),
    ("good,2,,a,,,,false,1,2", ["is_exclusion"]),
]
CURVES = [
    ("good,,,day,0,,,", []),
    ("good,,,day,7,,,", ["retention_name"]),
    ("period,,,year,7,,,", ["period"]),
    ("no period,,,,7,,,", ["period"]),
    ("count,,,day,-1,,,", ["period_count"]),
    ("long,,,hour,1000,,,", []),
    ("too long,,,day,1001,,,", ["period_count"]),
    ("no count,,,day,,,,", ["period_count"]),
    ("cohort,,,day,7,once,,", ["cohort_rule"]),
    ("clock,,,day,7,,sundial,", ["clock"]),
    ("match,,,day,7,,,before", ["match"]),
    (",,,day,7,,,", ["retention_name"]),
]
SETTINGS = [
    ("tracker,,,,,,", []),
    ("snowplow,gap,0.5,24,true,false,server", []),
    ("sundial,,,,,,", ["source"]),
    ("tracker,session,30,24,,,", ["source", "session_rule"]),
    ("snowplow,,0,x,2,3,", ["source", "timeout_minutes", "max_hours", "split_on_campaign",
                            "split_at_midnight"]),
    ("*,,,,,,both", ["source", "timestamp_trust"]),
    ("tracker,,525601,8761,,,", ["source", "timeout_minutes", "max_hours"]),
]
TAXONOMY = [
    ("a,,,,,,", []),
    ("b*,,,,,blocked,true", []),
    ("a,,,,,active,", ["event_name"]),
    (",,,,,gone,maybe", ["event_name", "status", "is_required_known"]),
    ("A,,,,,,", ["event_name"]),
]
ALIASES = [
    ("*,Old,a", []),
    ("tracker,Old,b", []),
    ("*,Old,c", ["raw_name"]),
    ("pigeon,,", ["source", "raw_name", "event_name"]),
    ("*,OLD,A", []),
    ("*,old,d", ["event_name"]),
]
PROPERTIES = [
    ("*,x,,,,", []),
    ("a,x,integer,false,,", []),
    ("a,x,float,,,", ["property", "type"]),
    (",,,2,,", ["event_name", "property", "is_required"]),
    ("A,x,integer,,,", ["property"]),
]
SEEDS = {
    "event_aliases": ALIASES,
    "event_properties": PROPERTIES,
    "event_taxonomy": TAXONOMY,
    "funnel_steps": STEPS,
    "funnels": FUNNELS,
    "retention_curves": CURVES,
    "source_settings": SETTINGS,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, without the tests that are beside the point."""
    folder = tmp_path_factory.mktemp("definitions")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "tests/models").mkdir()
    shutil.copy(ROOT / "tests/models/definitions_are_valid.sql", folder / "tests/models")
    (folder / "landing").mkdir()
    return folder


def write_seeds(project, keep):
    """Write the lines of every seed for which `keep(columns that are wrong)` holds."""
    for seed, lines in SEEDS.items():
        path = project / f"seeds/definitions/{seed}.csv"
        with (ROOT / f"seeds/definitions/{seed}.csv").open() as file:
            header = ",".join(next(csv.reader(file)))
        rows = [line for line, wrong in lines if keep(wrong)]
        path.write_text("\n".join([header, *rows]) + "\n")


def build(project, monkeypatch):
    """Build what judges the definitions; {name of node: its result}."""
    monkeypatch.setenv("FOOTPATH_DATABASE", str(project / "footpath.duckdb"))
    monkeypatch.setenv("FOOTPATH_LANDING", str(project / "landing"))
    monkeypatch.setenv("FOOTPATH_PROJECT", str(ROOT))
    monkeypatch.setenv("DBT_TARGET_PATH", str(project / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(project / "logs"))
    result = dbtRunner().invoke(
        ["build", "--quiet", "--project-dir", str(project), "--profiles-dir", str(project)]
        + ["--select", *SELECTED]
    )
    assert result.exception is None, result.exception
    return {entry.node.name: entry for entry in result.result.results}


def test_every_mistake_is_told_with_its_line_and_stops_the_build(project, monkeypatch):
    write_seeds(project, lambda wrong: True)
    results = build(project, monkeypatch)
    message = results["definitions_are_valid"].message
    told = sorted(
        line.strip().split(":")[0]
        for line in message.splitlines()
        if line.strip().startswith("seeds/definitions/")
    )
    expected = sorted(
        f"seeds/definitions/{seed}.csv line {number}, {column}"
        for seed, lines in SEEDS.items()
        for number, (_, wrong) in enumerate(lines, start=2)
        for column in wrong
    )
    assert told == expected
    assert (
        "seeds/definitions/funnels.csv line 7, step_order: 'orderly' is no step_order."
        " Write ordered, strict or unordered."
    ) in message
    assert {results[name].status for name in SELECTED[3:]} == {"skipped"}


def test_source_without_settings_is_told(project, monkeypatch):
    write_seeds(project, lambda wrong: not wrong)
    settings = project / "seeds/definitions/source_settings.csv"
    header, *lines = settings.read_text().splitlines()
    kept = [line for line in lines if not line.startswith("snowplow,")]
    settings.write_text("\n".join([header, *kept]) + "\n")
    results = build(project, monkeypatch)
    assert (
        "seeds/definitions/source_settings.csv line 1, source: 'snowplow' is read, but has no line."
    ) in results["definitions_are_valid"].message


def test_right_definitions_are_built(project, monkeypatch):
    """After the others on purpose: what was mended is read as it stands now."""
    write_seeds(project, lambda wrong: not wrong)
    steps = project / "seeds/definitions/funnel_steps.csv"
    header, *lines = steps.read_text().splitlines()
    kept = [line for line in lines if line.split(",")[0] in ("good", "blank words", "ages")]
    steps.write_text("\n".join([header, *kept]) + "\n")
    results = build(project, monkeypatch)
    assert {entry.status for entry in results.values()} <= {"success", "pass"}


def test_misspelt_header_is_not_taken_for_blanks(project, monkeypatch):
    """Also after a good build: the seed's table of before must not lend its columns."""
    write_seeds(project, lambda wrong: not wrong)
    build(project, monkeypatch)
    funnels = project / "seeds/definitions/funnels.csv"
    funnels.write_text(funnels.read_text().replace("step_order", "order", 1))
    results = build(project, monkeypatch)
    assert results["int_funnels__problems"].status == "error"
    assert "step_order" in results["int_funnels__problems"].message
