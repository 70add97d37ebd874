"""Mistakes in the definition seeds: each is named by file, line and column, and stops the run.

A copy of the project gets seeds with one mistake a line, and dbt runs as people run it. What is
wrong with a file itself is asked of the validator directly, which takes no database.
"""

import csv
import datetime
import json
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from plugins.definitions.answer import SHIPPED, answer
from plugins.definitions.cells import snake_case
from scripts.definitions import empty, hashes
from tests.builds import SOURCES, Project

ROOT = Path(__file__).parents[2]
COPIED = ["macros", "models", "plugins", "seeds"]
# checks alone, and what the definitions become
SELECTED = [
    "path:seeds/definitions", "path:models/intermediate/definitions", "int_definition_segments",
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
    ("step zero,,,,,x,step,0", ["breakdown_step"]),
]
STEPS = [(f"{name},1,,a,,,,,,", []) for name in (
    "good", "blank words", "order", "window", "unit", "rule", "attribution", "no step",
    "far step", "word step", "step zero", "ages", "eternity",
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
    ("good,,,c,,,,true,0,2", ["exclude_after_step"]),
    ("good,,,c,,,,true,1,9", ["exclude_before_step"]),
    ("good,,,c,,,,true,2,2", ["exclude_before_step"]),
    ("good,2,,a,,,,false,1,2", ["is_exclusion"]),
    ('good,2,,a,x,in,"a, b",,,', ["value"]),
    ('good,2,,a,x,in,"a, b|c",,,', []),
    ('good,2,,a,x,exact,"a, b",,,', []),
    ("good,2,,--,,,,,,", ["event_name"]),
    ('"good",2,"Two\nlines",a,x,is_set,,,,', []),
    ("good,2,,a,x,equals,1,,,", ["operator"]),
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
SEGMENTS = [
    ("phones,device_type,exact,mobile", []),
    ("phones,Screen Width,lt,500", []),
    ("pro,person.plan,,pro", []),
    ("known,person.email,IS_SET,", []),
    (",os,exact,ios", ["segment_name"]),
    ("no field,,exact,ios", ["field", "field"]),
    ("no value,os,exact,", ["value"]),
    ("operator,os,like,ios", ["operator"]),
    ("few,person.seats,gt,few", ["value"]),
    ("accounts,account.plan,exact,pro", ["field"]),
    ("no trait,person.,exact,pro", ["field"]),
]
STICKINESS = [
    ("good,,,,,,", []),
    ("ranged,a,Week,account,2024-02-29,2024-02-29,phones", []),
    ("good,*,day,person,,,", ["stickiness_name"]),
    (",,,,,,", ["stickiness_name"]),
    ("interval,a,year,,,,", ["interval"]),
    ("unit,a,,session,,,", ["unit"]),
    ("beginning,sign*,,,,,", ["event_name"]),
    ("start alone,a,,,2024-01-01,,", ["range_end"]),
    ("end alone,a,,,,2024-01-01,", ["range_start"]),
    ("backwards,a,,,2024-01-02,2024-01-01,", ["range_end"]),
    ("no day,a,,,2023-02-29,2024-01-01,", ["range_start"]),
    ("no date,a,,,2024-01-01,31.01.2024,", ["range_end"]),
    ("segment,a,,,,,tablets", ["segment_name"]),
]
LIFECYCLES = [
    ("good,,,,,", []),
    ("anchored,a,Hour,account,FIRST_MATCH,pro", []),
    ("good,*,day,person,,", ["lifecycle_name"]),
    (",,,,,", ["lifecycle_name"]),
    ("interval,a,quarter,,,", ["interval"]),
    ("unit,a,,session,,", ["unit"]),
    ("anchor,a,,,first_login,", ["anchor"]),
    ("beginning,sign*,,,,", ["event_name"]),
    ("segment,a,,,,tablets", ["segment_name"]),
]
EXPERIENCES = [
    ("load,timing,,,load_ms", []),
    ("load,Timing,,,lcp_ms", []),
    ("load,timing,,,load_ms", ["amount_property"]),
    (",error,code,,", ["event_name"]),
    ("shown,warning,code,,", ["kind"]),
    ("shown,,code,,", ["kind"]),
]
FEATURES = [
    ("good,used,,,,", []),
    ("told,used,feature,editor,2026-01-31T14:30:00Z,Editing", []),
    ("there,used,feature,,,", []),
    ("good,used,,,,", ["feature_name"]),
    (",,,,,", ["feature_name", "event_name"]),
    ("no property,used,,editor,,", ["property"]),
    ("day,used,,,31.01.2026,", ["released_at"]),
    ("beginning,use*,,,,", ["event_name"]),
]
PATHS = [
    ("good,,,,,,,,,,,", []),
    ("full,All,/a*|b,/c*,/p/*|/q,/a/,b,2,1,0.5,bought,phones", []),
    ("longest,page,,,,,,20,,,,", []),
    ("good,page,,,,,,,,,,", ["path_name"]),
    (",,,,,,,,,,,", ["path_name"]),
    ("item,pages,,,,,,,,,,", ["item"]),
    ("short,,,,,,,1,,,,", ["max_steps"]),
    ("long,,,,,,,21,,,,", ["max_steps"]),
    ("no edges,,,,,,,,0,,,", ["max_edges"]),
    ("no gap,,,,,,,,,0,,", ["gap_minutes"]),
    ('commas,,"/a,/b",,,,,,,,,', ["include"]),
    ("starts with many,,,,,/a*,,,,,,", ["start_item"]),
    ("ends with many,,,,,,/*,,,,,", ["end_item"]),
    ("left out,,,/a|/b*,,/b/,,,,,,", ["start_item"]),
    ("not taken,,/a|/b*,,,,/c,,,,,", ["end_item"]),
    ("not grouped,,,,/p/*,/p/mug,,,,,,", ["start_item"]),
    ("grouped,,/p/*,,/p/*,/p/*,/p/*,,,,,", []),
    ("beginning,,,,,,,,,,sign*,", ["conversion_event"]),
    ("segment,,,,,,,,,,,tablets", ["segment_name"]),
]
SETTINGS = [
    ("tracker,,,,,,", []),
    ("snowplow, Tracker ,0.5,1.5, TRUE,yes,Server", []),
    ("sundial,,,,,,", ["source"]),
    ("tracker,session,30,24,,,", ["source", "session_rule"]),
    ("snowplow,,0,x,2,3,", ["source", "timeout_minutes", "max_hours", "split_on_campaign",
                            "split_at_midnight"]),
    ("*,,,,,,both", ["source", "timestamp_trust"]),
    ("tracker,,525601,8761,,,", ["source", "timeout_minutes", "max_hours"]),
]
TAXONOMY = [
    ("a,,,,,,", []),
    ("b*,,,,, Blocked ,true", []),
    ("c*d,,,,,,", []),
    ("a,,,,,active,", ["event_name"]),
    (",,,,,gone,maybe", ["event_name", "status", "is_required_known"]),
    ("A,,,,,,", ["event_name"]),
]
ALIASES = [
    ("*,Old,a", []),
    ("tracker,Old,b", []),
    ("*,Old,c", ["raw_name"]),
    ("pigeon,,", ["source", "raw_name", "event_name"]),
    ("*,OLD,A", ["event_name"]),
    ("*,old,d", ["event_name"]),
    ("*,OLD NAME,new_name", []),
    ("*,Old Name,new_name", []),
    ("*,x,new name", ["event_name"]),
]
PROPERTIES = [
    ("*,x,,,,", []),
    ("a, x ,Integer,1,,", []),
    ("a,x,float,,,", ["property", "type"]),
    (",,,2,,", ["event_name", "property", "is_required"]),
    ("A,x,integer,,,", ["property"]),
    ("b,x,,,free|pro,Direct", []),
    ('c,x,,,"free,pro",', ["allowed_values"]),
    ("d,x,,,,secret", ["pii_class"]),
    # spellings of one property, and names of one by an alias
    ("e,Order ID,string,,,", []),
    ("e,orderId,string,,,", ["property"]),
    ("e,Old Order,string,,,", ["property"]),
    ("f,Old Order,string,,,", []),
    ("f,$os,,,,", []),
    ("f,os,,,,", []),
]
PROPERTY_ALIASES = [
    ("*,Old Order,order_id", []),
    ("tracker,oldOrder,own_id", []),
    ("*,oldOrder,order_id", ["raw_name"]),
    ("*,a,Order ID", ["property"]),
    ("pigeon,,", ["source", "raw_name", "property"]),
    ("*,$browser,browser", []),
]
CHANNELS = [
    ("1,^google$,search,^cpc$,^$,gclid|MSCLKID,paid_search", []),
    ("2,(,,,,,a", ["source_pattern"]),
    ("3,,,(?P<a>b),,,a", ["medium_pattern"]),
    ("4,,,,[,,a", ["referrer_pattern"]),
    ("5,,searches,,,,a", ["source_class"]),
    ("6,,,,,gclid|clid,a", ["click_id"]),
    ('7,,,,,"gclid,fbclid",a', ["click_id"]),
    ("8,,,,,,a", ["channel"]),
    ("9,a,,,,,Paid Search", ["channel"]),
    ("1,a,,,,,a", ["priority"]),
    (",a,,,,,", ["channel", "priority"]),
]
CLASSES = [
    ("a.example,search", []),
    ("*.a.example,OTHER", []),
    ("a.*,social", []),
    ("facebook ads,social", []),
    ("größe.example,video", []),
    ("a.example,social", ["domain"]),
    ("b.example,sociable", ["class"]),
    ("https://c.example,", ["class", "domain"]),
    ("d.example/x,social", ["domain"]),
    ("d.example:80,social", ["domain"]),
    ("D.example,social", ["domain"]),
    ("*,social", ["domain"]),
    ("*.com.*.d,social", ["domain"]),
    (".d.example,social", ["domain"]),
    ("d..example,social", ["domain"]),
]
OWN = [("a.example", []), ("www.B.example", ["domain"])]
EXCLUDED = [
    ("a.example,LOGIN", []),
    ("b.example,", ["kind"]),
    ("c.example,bank", ["kind"]),
    ("a.example,payment", ["domain"]),
]
EXPERIMENTS = [
    ("good,seen,test,arm,a,a=1|b=2.5,0.05,5000,2026-01-01,2026-01-01T00:00:01Z,", []),
    ("plain,seen,,arm,a,,,,,,", []),
    ("half,seen,,arm,a=b,c=1|a=b=1e-1|off=0,0.5,1e-9,,2026-02-01T14:30+01:00,", []),
    ("good,seen,,arm,a,,,,,,", ["experiment_name"]),
    (",,,,,,,,,,", ["experiment_name", "exposure_event", "control"]),
    ("unmeasured,seen,,arm,a,,,,,,", ["experiment_name"]),
    ("alpha,seen,,arm,a,,0,,,,", ["alpha"]),
    ("alpha up,seen,,arm,a,,0.51,,,,", ["alpha"]),
    ("tuning,seen,,arm,a,,,0,,,", ["sequential_tuning"]),
    ("day,seen,,arm,a,,,,2026-02-30,,", ["started_at"]),
    ("clock,seen,,arm,a,,,,,01.02.2026,", ["ended_at"]),
    ("end,seen,,arm,a,,,,2026-01-02,2026-01-02T00:00:00Z,", ["ended_at"]),
    ("zone,seen,,arm,a,,,,2026-01-01T23:00:00Z,2026-01-02T00:00:00+01:00,", ["ended_at"]),
    ("lists,seen,,arm,a,a=1|b,,,,,", ["weights"]),
    ("words,seen,,arm,a,a=1|b=two,,,,,", ["weights"]),
    ("minus,seen,,arm,a,a=1|b=-1,,,,,", ["weights"]),
    ("twice,seen,,arm,a,a=1|b=1|a=1,,,,,", ["weights"]),
    ("control,seen,,arm,c,a=1|b=1,,,,,", ["weights"]),
    ("no control,seen,,arm,c,a=1|b=1|c=0,,,,,", ["weights"]),
    ("one arm,seen,,arm,a,a=1|b=0,,,,,", ["weights"]),
    ('commas,seen,,arm,a,"a=1,b=1",,,,,', ["weights"]),
    ("flagged,,,,a,,,,,,button", []),
    ("no exposures,,,,a,,,,,,", ["exposure_event"]),
    ("both,seen,,arm,a,,,,,,button", ["flag_key"]),
    ("no arm,seen,,,a,,,,,,", ["variant_property"]),
    ("unread,,test,arm,a,,,,,,button", ["experiment_property", "variant_property"]),
]
METRICS = [(f"{name},did,proportion,done,,,,,", []) for name in (
    "good", "plain", "half", "alpha", "alpha up", "tuning", "day", "clock", "end", "zone", "lists",
    "words", "minus", "twice", "control", "no control", "one arm", "commas", "flagged", "no exposures",
    "both", "no arm", "unread",
)] + [
    ("good,sum,MEAN,done,total,,,3600,7", []),
    ("good,rate,ratio,done,total,seen,price,1,1", []),
    ("good,did,mean,done,,,,,", ["metric_name"]),
    ("nowhere,did,mean,done,,,,,", ["experiment_name"]),
    (",,,,,,,,", ["experiment_name", "metric_name", "kind", "event"]),
    ("good,median,median,done,,,,,", ["kind"]),
    ("good,much,proportion,done,total,,,,", ["property"]),
    ("good,open,ratio,done,,,,,", ["denominator_event"]),
    ("good,mean of,mean,done,,seen,price,,", ["denominator_event", "denominator_property"]),
    ("good,no window,mean,done,,,,0,", ["window_seconds"]),
    ("good,no period,mean,done,,,,,0", ["cuped_days"]),
    ("good,half a day,mean,done,,,,,0.5", ["cuped_days"]),
]
RATES = [
    ("eur,usd,1.1", []),
    ("EUR,usd,1.1", ["currency"]),
    ("euro,usd,1.1", ["currency"]),
    ("usd,usd,1", ["currency"]),
    ("gbp,pounds,1", ["reporting_currency"]),
    ("gbp,usd,0", ["rate"]),
    ("chf,usd,", ["rate"]),
]
ATTRIBUTION = [
    ("good,buy,,,,,,", []),
    ("full,Buy,Total,0.5,First_Path|unique_path,direct | none,1e-9,0.5 | 0.5", []),
    ("any,*,,,,,,0|0", []),
    ("good,buy,,,,,,", ["attribution_name"]),
    (",,,,,,,", ["attribution_name", "conversion_event"]),
    ("beginning,sign*,,,,,,", ["conversion_event"]),
    ("no lookback,buy,,0,,,,", ["lookback_days"]),
    ("long lookback,buy,,3651,,,,", ["lookback_days"]),
    ("transform,buy,,,last_path,,,", ["path_transform"]),
    ("twice,buy,,,first_path|First_path,,,", ["path_transform"]),
    ("ignored,buy,,,,direct|carrier_pigeon,,", ["ignored_channels"]),
    ("half life,buy,,,,,0,", ["half_life_days"]),
    ("one weight,buy,,,,,,0.4", ["position_weights"]),
    ("three weights,buy,,,,,,0.2|0.2|0.2", ["position_weights"]),
    ("words,buy,,,,,,0.2|half", ["position_weights"]),
    ("minus,buy,,,,,,-0.1|0.4", ["position_weights"]),
    ("too much,buy,,,,,,0.51|0.5", ["position_weights"]),
    ('commas,buy,,,,,,"0.4,0.4"', ["position_weights"]),
]
PROFILES = [
    ("good,0,42,1", []),
    ("late,42,,2", []),
    ("good,,,3", ["profile_name"]),
    ("unranked,,,", ["priority"]),
    ("turned round,42,42,5", ["max_age_days"]),
    ("unborn,-1,,6", ["min_age_days"]),
]
MEASURES = [
    ("good,,depth,event_count,a,,,,,,0,10,,1", []),
    ("good,,depth,event_count,a,p,gt,3,28,level,0,10,,1", []),
    ("good,late,depth,active_days,,,,,7,trend,0,2,5,0.5", []),
    ("values,,depth,distinct_values,a,p,,,,,0,3,,1", []),
    ("values,,depth,distinct_values,a,q,exact,x,,,0,3,,1", []),
    ("theme,,intent,conversation_themes,,,,price,,,0,1,,1", []),
    ("rollout,,intent,funnel_rate,,,,good,,,0,1,,1", []),
    ("slow,,friction,slow_requests,,,,1e3,,,1,0,,1", []),
    (",,,,,,,,,,,,,", ["measure_name", "dimension", "kind", "zero_points_at", "full_points_at", "weight"]),
    ("two words,,depth,event_count,,,,,,,0,1,,1", ["measure_name"]),
    ("nobodys,early,depth,event_count,,,,,,,0,1,,1", ["profile_name"]),
    ("kind,,depth,sentiment,,,,,,,0,1,,1", ["kind"]),
    ("dimension,,luck,event_count,,,,,,,0,1,,1", ["dimension"]),
    ("flat,,depth,event_count,,,,,,,1,1,,1", ["full_points_at"]),
    ("weightless,,depth,event_count,,,,,,,0,1,,0", ["weight"]),
    ("window,,depth,event_count,,,,,0,,0,1,,1", ["window_days"]),
    ("volume,,depth,event_count,,,,,,,0,1,-1,1", ["min_volume"]),
    ("beginning,,depth,event_count,sign*,,,,,,0,1,,1", ["event_name"]),
    ("blank_value,,depth,event_count,a,p,exact,,,,0,1,,1", ["value"]),
    ("no_property,,depth,event_count,a,,exact,x,,,0,1,,1", ["property"]),
    ("no_values,,depth,distinct_values,a,,,,,,0,1,,1", ["property"]),
    ("of_tickets,,support,ticket_count,a,p,exact,x,,,0,1,,1", ["event_name", "property", "operator", "value"]),
    ("no_theme,,intent,conversation_themes,,,,,,,0,1,,1", ["value"]),
    ("no_funnel,,intent,funnel_rate,,,,unheard of,,,0,1,,1", ["value"]),
    ("in_words,,friction,slow_requests,,,,long,,,1,0,,1", ["value"]),
    ("twofold,,depth,event_count,a,,,,28,,0,1,,1", []),
    ("twofold,,support,event_count,a,p,exact,x,14,,0,1,,1", ["dimension", "window_days"]),
]
BANDS = [
    ("fine,70", []),
    ("poor,0", []),
    ("also poor,0", ["min_score"]),
    ("insufficient_data,10", ["band_name"]),
    ("beyond,100.5", ["min_score"]),
]
OVERRIDES = [
    ("acme,2024-01-02,2024-01-02,fine,known,success", []),
    ("acme,2024-01-03,,poor,why,success", []),
    ("acme,2024-01-03,,poor,why,success", ["valid_from"]),
    ("acme,2024-01-04,2024-01-03,poor,why,success", ["valid_to"]),
    ("beta,,,great,,", ["valid_from", "band_name", "note", "owner"]),
]
WEIGHTS = [
    ("contract_value,gte,1000,2", []),
    ("tier,in,a|b,1.5", []),
    ("strategic_fit,is_set,,1.5", []),
    ("mood,exact,good,2", ["factor"]),
    ("tier,gt,many,2", ["value"]),
    ("tier,exact,,2", ["value"]),
    ("tier,exact,a,0", ["multiplier"]),
]
SEEDS = {
    "attribution_definitions": ATTRIBUTION,
    "channels": CHANNELS,
    "event_aliases": ALIASES,
    "event_properties": PROPERTIES,
    "event_taxonomy": TAXONOMY,
    "excluded_referrers": EXCLUDED,
    "exchange_rates": RATES,
    "experience_events": EXPERIENCES,
    "experiment_metrics": METRICS,
    "experiments": EXPERIMENTS,
    "features": FEATURES,
    "funnel_steps": STEPS,
    "funnels": FUNNELS,
    "health_bands": BANDS,
    "health_measures": MEASURES,
    "health_overrides": OVERRIDES,
    "health_profiles": PROFILES,
    "lifecycle_definitions": LIFECYCLES,
    "own_domains": OWN,
    "path_definitions": PATHS,
    "property_aliases": PROPERTY_ALIASES,
    "retention_curves": CURVES,
    "revenue_weights": WEIGHTS,
    "segments": SEGMENTS,
    "source_classes": CLASSES,
    "source_settings": SETTINGS,
    "stickiness_definitions": STICKINESS,
}




@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project, without its tests, which are beside the point."""
    folder = tmp_path_factory.mktemp("definitions")
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dbt_project.yml", "profiles.yml", "selectors.yml"):
        shutil.copy(ROOT / name, folder / name)
    # the collectors that have a line in SETTINGS
    settings = folder / "dbt_project.yml"
    settings.write_text(SOURCES.sub("sources: [tracker, snowplow]", settings.read_text()))
    (folder / "tests/generic").mkdir(parents=True)
    shutil.copytree(ROOT / "tests/generic", folder / "tests/generic", dirs_exist_ok=True)
    (folder / "landing").mkdir()
    return folder


def file_of(root, seed):
    """The CSV file of a definition seed, in the folder of whatever family."""
    [path] = root.glob(f"seeds/definitions/**/{seed}.csv")
    return path


def write_seeds(project, keep):
    """Write the lines of every seed for which `keep(columns that are wrong)` holds."""
    for seed, lines in SEEDS.items():
        path = file_of(project, seed)
        with file_of(ROOT, seed).open() as file:
            header = ",".join(next(csv.reader(file)))
        rows = [line for line, wrong in lines if keep(wrong)]
        path.write_text("\n".join([header, *rows]) + "\n")


def build(project, monkeypatch, *arguments, database=":memory:"):
    """Build the definitions; (what dbt raised as text, {name of node: its status})."""
    monkeypatch.setenv("FOOTPATH_DATABASE", str(database))
    monkeypatch.setenv("FOOTPATH_LANDING", str(project / "landing"))
    monkeypatch.setenv("FOOTPATH_PROJECT", str(ROOT))
    monkeypatch.setenv("DBT_TARGET_PATH", str(project / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(project / "logs"))
    result = dbtRunner().invoke(
        ["build", "--quiet", "--project-dir", str(project), "--profiles-dir", str(project)]
        + list(arguments or ["--select", *SELECTED])
    )
    # so that the file can be read here
    DuckDBConnectionManager.close_all_connections()
    statuses = {} if result.result is None else {
        entry.node.name: str(entry.status) for entry in result.result.results
    }
    return str(result.exception or ""), statuses


def build_good(project, monkeypatch):
    """Build the lines that are right, of what has nothing wrong with it."""
    write_seeds(project, lambda wrong: not wrong)
    for seed in ("funnels", "funnel_steps", "experiments", "experiment_metrics"):
        path = file_of(project, seed)
        header, *lines = path.read_text().splitlines()
        names = ("good,", "blank words,", "ages,", '"good"', 'lines"', "plain,", "half,")
        kept = [line for line in lines if line.startswith(names)]
        path.write_text("\n".join([header, *kept]) + "\n")
    raised, statuses = build(project, monkeypatch, database=project / "footpath.duckdb")
    assert raised == ""
    assert set(statuses.values()) <= {"success", "pass"}


def rows_of(project, sql):
    with duckdb.connect(project / "footpath.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_mistake_is_told_with_its_line_and_stops_the_run(project, monkeypatch):
    write_seeds(project, lambda wrong: True)
    message, statuses = build(project, monkeypatch)
    told = sorted(
        line.strip().split(":")[0]
        for line in message.splitlines()
        if line.strip().startswith("seeds/definitions/")
    )
    expected = []
    for seed, lines in SEEDS.items():
        number = 2
        for line, wrong in lines:
            file = file_of(project, seed).relative_to(project)
            expected += [f"{file} line {number}, {column}" for column in wrong]
            number += 1 + line.count("\n")
    assert told == sorted(expected)
    assert (
        "seeds/definitions/funnels/funnels.csv line 7, step_order: 'orderly' is not one of the"
        " choices. Write ordered, strict or unordered."
    ) in message
    assert statuses == {}


def test_source_without_settings_is_told(project, monkeypatch):
    write_seeds(project, lambda wrong: not wrong)
    settings = file_of(project, "source_settings")
    header, *lines = settings.read_text().splitlines()
    kept = [line for line in lines if not line.startswith("snowplow,")]
    settings.write_text("\n".join([header, *kept]) + "\n")
    message, _ = build(project, monkeypatch)
    assert (
        "seeds/definitions/tracking/source_settings.csv line 1, source: 'snowplow' is read, but"
        " has no line."
    ) in message


def test_source_that_is_off_keeps_its_line(project, monkeypatch):
    write_seeds(project, lambda wrong: not wrong)
    message, _ = build(
        project, monkeypatch, "--select", *SELECTED, "--vars", "{sources: [tracker]}"
    )
    assert "is not a source" not in message


def test_right_definitions_are_typed(project, monkeypatch):
    """After the others on purpose: what was wrong is read as it stands now."""
    build_good(project, monkeypatch)
    rows = rows_of(project, """
        select step_order, window_seconds, unit, breakdown, breakdown_step, line
        from definitions.funnels order by line
    """)
    assert rows == [
        ("ordered", 1209600, "person", None, None, 2),
        ("ordered", 1209600, "person", "x", 1, 3),
        ("ordered", 31557600000, "person", None, None, 4),
    ]
    # a line break in a cell counts; `no` and TRUE are booleans
    rows = rows_of(project, """
        select line, step_name, is_exclusion, exclude_after_step from definitions.funnel_steps
        where step_number is null or step_name is not null order by line
    """)
    assert rows == [(5, "Two", False, None), (6, None, True, 1), (10, "Two\nlines", False, None)]
    # cells are trimmed, words of any case are read, blanks have their defaults
    assert rows_of(project, "select * from definitions.source_settings order by line") == [
        ("tracker", "gap", 30, 24, False, False, "client", "iso", None, True, 30, "UTC", 2),
        ("snowplow", "tracker", 0.5, 1.5, True, True, "server", "iso", None, True, 30, "UTC", 3),
    ]
    assert rows_of(project, "select * from definitions.event_properties order by line") == [
        ("*", "x", None, False, None, "none", 2),
        ("a", "x", "integer", True, None, "none", 3),
        ("b", "x", None, False, "free|pro", "direct", 4),
        ("e", "order_id", "string", False, None, "none", 5),
        ("f", "old_order", "string", False, None, "none", 6),
        ("f", "$os", None, False, None, "none", 7),
        ("f", "os", None, False, None, "none", 8),
    ]
    assert rows_of(project, "select * from definitions.property_aliases order by line") == [
        ("*", "old_order", "order_id", 2),
        ("tracker", "old_order", "own_id", 3),
        ("*", "$browser", "browser", 4),
    ]
    assert rows_of(project, """
        select * exclude (line, segment_name) from definitions.attribution_definitions order by line
    """) == [
        ("good", "buy", None, 30, None, "direct", 7, "0.4|0.4"),
        ("full", "buy", "total", 0.5, "first_path|unique_path", "direct | none", 1e-9, "0.5 | 0.5"),
        ("any", "*", None, 30, None, "direct", 7, "0|0"),
    ]
    # a date is a date, and any event a star
    assert rows_of(project, """
        select stickiness_name, event_name, interval, unit, range_start, segment_name
        from definitions.stickiness_definitions order by line
    """) == [
        ("good", "*", "day", "person", None, None),
        ("ranged", "a", "week", "account", datetime.date(2024, 2, 29), "phones"),
    ]
    assert rows_of(project, """
        select segment_name, is_about_person, property, operator, condition_count
        from intermediate.int_segments__defined order by line
    """) == [
        ("phones", False, "device_type", "exact", 2),
        ("phones", False, "screen_width", "lt", 2),
        ("pro", True, "plan", "exact", 1),
        ("known", True, "email", "is_set", 1),
    ]
    # a star at the end is kept, another one is no letter
    assert rows_of(project, """
        select event_name, status, is_required_known from definitions.event_taxonomy order by line
    """) == [("a", "active", False), ("b*", "blocked", True), ("c_d", "active", False)]


def test_a_default_in_the_yaml_is_part_of_what_rows_are_made_by(project, monkeypatch):
    build_good(project, monkeypatch)
    asked = """
        select node, max_by(lineage, run) from runs.builds where node like '%funnels%'
        group by node order by node
    """
    before = dict(rows_of(project, asked))
    path = file_of(project, "funnels").with_suffix(".yml")
    text = path.read_text()
    path.write_text(text.replace("default: 1209600", "default: 60"))
    try:
        build_good(project, monkeypatch)
        after = dict(rows_of(project, asked))
        assert {node for node in after if after[node] != before[node]} == {
            "seed.footpath.funnels", "model.footpath.int_funnels__defined",
        }
        assert rows_of(project, "select min(window_seconds) from definitions.funnels") == [(60,)]
    finally:
        path.write_text(text)


def test_misspelt_header_is_not_taken_for_blanks(project, monkeypatch):
    """Also after a good build: the seed's table of before must not lend its columns."""
    build_good(project, monkeypatch)
    funnels = file_of(project, "funnels")
    funnels.write_text(funnels.read_text().replace("step_order", "order", 1))
    message, statuses = build(project, monkeypatch)
    assert (
        "seeds/definitions/funnels/funnels.csv line 1: has the unknown column 'order'."
        " Write step_order."
    ) in message
    assert statuses == {}


def test_the_selector_checks_definitions_alone(project, monkeypatch):
    """Also in a database that has nothing yet."""
    write_seeds(project, lambda wrong: True)
    selected = ("--selector", "definitions")
    message, statuses = build(project, monkeypatch, *selected)
    assert ("step_order: 'orderly'" in message, statuses) == (True, {})
    build_good(project, monkeypatch)
    message, statuses = build(project, monkeypatch, *selected)
    assert message == ""
    built = {name for name in statuses if "on-run" not in name}
    assert set(SEEDS) <= built
    assert built == {path.stem for path in (ROOT / "seeds/definitions").rglob("*.csv")}
    assert set(statuses.values()) == {"success"}


def test_a_new_seed_is_a_csv_and_its_yaml(project, monkeypatch):
    write_seeds(project, lambda wrong: not wrong)
    build_good(project, monkeypatch)
    folder = project / "seeds/definitions/weather"
    folder.mkdir()
    try:
        (folder / "weather_signals.yml").write_text(yaml.dump({"seeds": [{
            "name": "weather_signals",
            "config": {"meta": {"unique": ["signal"]}},
            "columns": [
                column("signal", required=True),
                column("event_name", type="event_name", required=True),
                column("weight", type="number", min=0, max=1, default=0.5),
                column("days", type="integer", above=0, required=True, unit="days"),
                column("direction", choices=["up", "down"], default="up"),
                column("is_on", type="boolean", default=True),
                column("curve", references="retention_curves.retention_name"),
                column("plans", is_list=True),
                # the file may leave it out
                column("note", optional=True, default="none"),
            ],
        }]}))
        signals = folder / "weather_signals.csv"
        header = "signal,event_name,weight,days,direction,is_on,curve,plans\n"
        signals.write_text(header + 'a,Feature Used,,7,DOWN,no,good,free|pro\nb,"x",1,1,,,,\n')
        raised, statuses = build(
            project, monkeypatch, database=project / "footpath.duckdb"
        )
        assert (raised, statuses["weather_signals"]) == ("", "success")
        assert rows_of(project, "select * from definitions.weather_signals order by line") == [
            ("a", "feature_used", 0.5, 7, "down", False, "good", "free|pro", "none", 2),
            ("b", "x", 1.0, 1, "up", True, None, None, "none", 3),
        ]
        signals.write_text(header + 'a,,1.1,0,left,maybe,goood,"free,pro"\na,x,-0.1,x,,,,\n')
        message, _ = build(project, monkeypatch)
        told = [
            line.split("weather_signals.csv ")[1]
            for line in message.splitlines() if "weather_signals.csv" in line
        ]
        assert told == [
            "line 2, curve: 'goood' is not in retention_curves.csv. Write good.",
            "line 2, days: '0' is too small. Write a whole number of days above 0.",
            "line 2, direction: 'left' is not one of the choices. Write up or down.",
            "line 2, event_name: '' is blank. Write a value.",
            "line 2, is_on: 'maybe' is neither true nor false. Write true or false.",
            "line 2, plans: 'free,pro' has commas between its values. Separate them with |:"
            " free|pro",
            "line 2, weight: '1.1' is too large. Write a number up to 1.",
            "line 3, days: 'x' is not a whole number. Write a whole number of days above 0.",
            "line 3, signal: 'a' is already on line 2. Keep one of the lines, or give it a name of"
            " its own.",
            "line 3, weight: '-0.1' is too small. Write a number from 0.",
        ]
        (folder / "weather_signals.yml").unlink()
        message, _ = build(project, monkeypatch)
        assert [line.strip() for line in message.splitlines() if "weather_signals" in line] == [
            "seeds/definitions/weather/weather_signals.csv line 1: weather_signals.yml is missing"
            " beside weather_signals.csv. Describe the seed and its columns there.",
        ]
    finally:
        shutil.rmtree(folder)


SENT = {"message_id": "1", "anonymous_id": "a", "timestamp": "2026-01-01T00:00:00Z"}


def test_names_that_never_came_are_one_warning(tmp_path):
    """Lines of the shipped definitions are silent, though there is no sample; new ones are not."""
    project = Project(tmp_path, is_small=True)
    project.write_lines("2026-01-01", [
        {"event": "Plan Chosen", "properties": {"plan": 1}} | SENT,
    ])
    project.append_to_seed("funnels", "choice,,,,,plann,,\n")
    project.append_to_seed(
        "funnel_steps",
        "choice,1,,plan_chosen,plan,is_set,,,,\nchoice,2,,plan_chosed,utm_sorce,is_set,,,,\n",
    )
    project.append_to_seed(
        "event_properties", "signup_started,x,,,,\nplan_chosn,plan,,,,\nplan_chosen,later,,,,\n"
    )
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-3000:]
    told = [line for line in build.output.splitlines() if "never came" in line]
    assert len(told) == 1
    names = told[0].split("never came: ")[1].split(". quality")[0]
    assert names == (
        "seeds/definitions/funnels/funnel_steps.csv line 32, event_name: 'plan_chosed'"
        " (plan_chosen?); seeds/definitions/funnels/funnel_steps.csv line 32, property:"
        " 'utm_sorce' (utm_source?); seeds/definitions/funnels/funnels.csv line 11, breakdown:"
        " 'plann' (plan?); seeds/definitions/tracking/event_properties.csv line 14, event_name:"
        " 'plan_chosn' (plan_chosen?)"
    )


def test_sample_definitions_are_noted_as_shipped():
    assert (ROOT / SHIPPED).read_text() == hashes(ROOT), (
        "run: uv run python scripts/definitions.py ship"
    )


def test_emptied_definitions_keep_their_headers_and_sources(tmp_path):
    project = Project(tmp_path, is_small=True)
    empty(project.root)
    project.write_lines("2026-01-01", [{"event": "a"} | SENT])
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-3000:]
    assert build.query("select event_name from core.fct_events") == [("a",)]
    counts = {seed: build.query(f"select count(*) from definitions.{seed}") for seed in SEEDS}
    full = {seed for seed, [(count,)] in counts.items() if count}
    assert full == {
        "source_settings", "channels", "source_classes", "excluded_referrers", "event_aliases",
        "property_aliases", "experience_events",
    }
    # of aliases what vendors call their own events, and nothing of the sample's
    sources = {source for source, in build.query("select source from definitions.event_aliases")}
    assert "segment" in sources and not sources & {"*", "tracker"}


def column(name, **meta):
    return {"name": name, "config": {"meta": meta}}


COLUMNS = {"name": {"required": True}, "kind": {}, "size": {"type": "integer"}}
GOOD = "name,kind,size\na,b,1\n"


def problems_of(folder, content, columns=COLUMNS, meta=None):
    """What the validator says of a file with these bytes: (line, column, problem, fix)."""
    (folder / "made_up.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    seed = {"name": "made_up", "file": "made_up.csv", "root": str(folder),
            "columns": columns, "meta": meta or {}}
    found = json.loads(answer(json.dumps({"ask": "problems", "seeds": [seed], "sources": []})))
    return [
        (one["line"], one["column"], one["problem"], one["suggested_fix"]) for one in found
    ]


FILES = {
    "good": (GOOD, []),
    "columns in another order": ("size,name,kind\n1,a,b\n", []),
    "no rows": ("name,kind,size\n", []),
    "byte order mark": (b"\xef\xbb\xbf" + GOOD.encode(), []),
    "Windows and old Mac line ends": (GOOD.replace("\n", "\r\n") + "b,,\r", []),
    "blank lines": (GOOD + "\n\nb,,x\n", [
        (5, "size", "is not a whole number", "Write a whole number.")]),
    "line break in a cell": (GOOD + '"b\nc",d,2\n\ne,f,x\n', [
        (6, "size", "is not a whole number", "Write a whole number.")]),
    "a line of blanks": (GOOD + ",,\n", [(3, "name", "is blank", "Write a value.")]),
    "empty": ("", [(1, "", "is empty", "Write the header: name,kind,size")]),
    "semicolons": (GOOD.replace(",", ";"), [
        (1, "", "has semicolons between its fields",
         "Save the file with commas between the fields.")]),
    "tabs": (GOOD.replace(",", "\t"), [
        (1, "", "has tabs between its fields", "Save the file with commas between the fields.")]),
    "missing column": ("name,kind\na,b\n", [
        (1, "", "has no column 'size'", "Add it to the header: name,kind,size")]),
    "misspelt column": ("name,kindd,size\na,b,1\n", [
        (1, "", "has the unknown column 'kindd'", "Write kind.")]),
    "column of nobody": ("name,kind,size,zzz\na,b,1,2\n", [
        (1, "", "has the unknown column 'zzz'", "Take it out, or describe it in the YAML.")]),
    "column twice": ("name,kind,size,kind\na,b,1,2\n", [
        (1, "", "has the column 'kind' 2 times", "Keep one of them.")]),
    "too few fields": (GOOD + "b,c\n", [
        (3, "", "has 2 fields, the header has 3: none for 'size'",
         "Write a comma for each field, blank ones too.")]),
    "too many fields": (GOOD + "b,c,1,2\nb,c,x\n", [
        (3, "", "has 4 fields, the header has 3: '2' is behind the last, 'size'",
         "Put a text that has a comma in quotes, separate the values of a list with |, or delete"
         " the commas that are too many."),
        (4, "size", "is not a whole number", "Write a whole number.")]),
    "open quote": (GOOD + 'b,"c,1\nd,e,2\n', [
        (3, "", "has a quote that is not closed, or text behind a closed one",
         'Close it; a quote inside of a quoted text is written twice: "".')]),
    "Latin-1": (GOOD.encode() + "größe,c,1\n".encode("latin-1"), [
        (3, "", "has a character that is not UTF-8", "Save the file as CSV in UTF-8.")]),
    "UTF-16": (GOOD.encode("utf-16"), [
        (1, "", "is encoded as UTF-16", "Save the file as CSV in UTF-8.")]),
    "NUL": (GOOD + "b\x00,c,1\n", [(3, "", "has a NUL character", "Delete it.")]),
}


@pytest.mark.parametrize("name", FILES)
def test_the_file_itself_is_checked_first(tmp_path, name):
    content, expected = FILES[name]
    assert problems_of(tmp_path, content) == expected


@pytest.mark.parametrize(("meta", "good", "bad"), [
    ({"type": "integer", "min": 0, "max": 1000}, ["0", "1000", "+7"], ["-1", "1001", "1.5", "1e2"]),
    ({"type": "number", "above": 0, "max": 8760}, ["0.001", "8760", "1e3"], ["0", "8760.1", "nan"]),
    ({"type": "boolean"}, ["TRUE", "f", "Yes", "0"], ["2", "y"]),
    ({"choices": ["on", "off"]}, ["on", "OFF"], ["of"]),
    ({"format": "regexp"}, ["^a|b$", r"\d+"], ["(a", "(?=a)", "(?P<n>a)", r"(a)\1"]),
    ({"format": "time_zone"}, ["UTC", "America/Los_Angeles"], ["Berlin", "+02:00", "localtime", "utc+1"]),
    ({"format": "snake_case"}, ["page_view", "größe_2"], ["Page View", "pageView", "_a"]),
    ({"is_list": True}, ["a", "a|b", "a, b|c"], ["a,b"]),
    ({"type": "event_name"}, ["Page View", "checkout_*", "*"], ["--"]),
    ({"required": True, "default": "x"}, ["a"], [""]),
    ({"type": "whole"}, [], ["1"]),
    ({"require": True}, [], ["1"]),
])
def test_cells_are_checked_at_both_sides_of_each_bound(tmp_path, meta, good, bad):
    for cell in [*good, *bad]:
        content = f'name,cell\na,"{cell}"\n'
        found = problems_of(tmp_path, content, {"name": {}, "cell": meta})
        assert bool(found) == (cell in bad), (cell, found)


@pytest.mark.parametrize("text", [
    "page_view", "ctaTapped", "HTTPRequest", "getHTTPResponse", "step2Done", "ABC", "ABCd", "aB1Cd",
    "  Cart -- Added! ", "a.b/c", "Überprüfung Größe", "größeÄndern", "ОплатаПрошла", "İstanbul",
    "ΟΔΟΣ Α", "購入Done", "e\u0301Tat", "--", "ⅣAb", "x²Y",
])
def test_names_are_spelled_as_the_engine_spells_them(text):
    """The validator compares names by the same rule as the stream."""
    macro = (ROOT / "macros/dialect/snake_case.sql").read_text()
    body = macro[macro.index("duckdb__snake_case"):]
    expression = body[body.index("%}") + 2:body.index("{%- endmacro")].replace("{{ text }}", "$text")
    [[spelled]] = duckdb.execute(f"select {expression}", {"text": text}).fetchall()
    assert snake_case(text) == spelled


OPTIONS = [
    ("options,ordered,,,,x + y+z,,,First_Ever,attempts,increasing|once,0,session_id,,", []),
    ("four keys,,,,,w+x+y+z,,,,,,,,,", ["breakdown"]),
    ("no key,,,,,x+,,,,,,,,,", ["breakdown"]),
    ("entry,,,,,,,,last,,,,,,", ["entry_rule"]),
    ("no first,unordered,,,,,,,first_entry,,,,,,", ["entry_rule"]),
    ("counting,,,,,,,,,sessions,,,,,", ["counting"]),
    ("dropped,,,,drop_unit,,,,,attempts,,,,,", ["counting"]),
    ("ended,,,,,,,,,attempts,no_repeat,,,,", ["counting"]),
    ("strictness,,,,,,,,,,no_repeat|tight,,,,", ["strictness"]),
    ("strict twice,strict,,,,,,,,,no_foreign,,,,", ["strictness"]),
    ("grace,,,,,,,,,,,-1,,,", ["grace_seconds"]),
    ("a grace,,,,,,,,,,,2,,,", []),
    ("strict grace,strict,,,,,,,,,,1,,,", ["grace_seconds"]),
    ("later grace,,,,,,,,,,increasing,1,,,", ["grace_seconds"]),
    ("held,strict,,,,,,,,,,,x,,", ["hold_constant"]),
    ("interval,,,,,,,,,,,,,year,", ["trend_interval"]),
    ("segment,,,,,,,,,,,,,week,tablets", ["segment_name"]),
    ("monthly,strict,,,,,,,,,,,,Month,phones", []),
    ("held foreign,,,,,,,,,,no_foreign,,x,,", ["hold_constant"]),
]


def test_options_of_a_funnel_go_together(tmp_path):
    """A line of funnels with each; and a step for any event, which is no beginning of names."""
    lines_of = {
        "funnels/funnels": [line for line, _ in OPTIONS],
        "funnels/funnel_steps": [
            *(f"{line.split(',')[0]},1,,*,,,,,," for line, _ in OPTIONS), "entry,2,,sign*,,,,,,",
        ],
        "segments/segments": ["phones,device_type,exact,mobile"],
    }
    seeds = []
    for path, lines in lines_of.items():
        name = Path(path).name
        [told] = yaml.safe_load((ROOT / f"seeds/definitions/{path}.yml").read_text())["seeds"]
        columns = {one["name"]: one.get("config", {}).get("meta", {}) for one in told["columns"]}
        seeds.append({"name": name, "file": f"{name}.csv", "root": str(tmp_path),
                      "columns": columns, "meta": told["config"]["meta"]})
        (tmp_path / f"{name}.csv").write_text("\n".join([",".join(columns), *lines]) + "\n")
    found = json.loads(answer(json.dumps({"ask": "problems", "seeds": seeds, "sources": []})))
    assert [(one["file"], one["line"], one["column"]) for one in found] == [
        ("funnel_steps.csv", len(OPTIONS) + 2, "event_name"),
        *(("funnels.csv", line, column) for line, (_, wrong) in enumerate(OPTIONS, start=2)
          for column in wrong),
    ]
    assert all(one["suggested_fix"] for one in found)
