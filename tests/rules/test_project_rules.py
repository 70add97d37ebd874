"""The house rules that sqlfluff cannot see, read from the parsed manifest and the tree."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from dbt.cli.main import dbtRunner

ROOT = Path(__file__).parents[2]

# folders of intermediate that metrics are counted from
METRICS = {"matching", "funnels", "activity", "experiments", "journeys", "adoption", "revenue", "attribution", "health",
           "experience"}

# what a layer may read: layers, seeds by folder, and models by name: staging reads nothing but
# its source, and how that writes times and keys, and waits for the registry that says which of its files
# are new. Definitions are read where they apply, and what changed in a run by models that keep
# rows of it
MAY_READ = {
    "staging": {"source", "landing_files", "landing_records", "source_settings", "stg_stripe__changes", "aws_log_fields", "stg_api_gateway__spans"},
    "intermediate": {"staging", "intermediate", "seeds/definitions", "seeds/reference"},
    "core": {"intermediate", "core"},
    # read by marts, and by nothing before core
    "metrics": {"core", "metrics", "intermediate/definitions", "seeds/definitions", "int_events__label_changes", "int_events__labelled", "int_events__described", "int_persons__touched", "int_person_days__changed", "int_billed_until", "int_loaded_until", "funnel_entry_steps"},
    "marts": {"core", "metrics", "marts", "intermediate/definitions", "seeds/definitions", "int_loaded_until"},
    "privacy": {"intermediate", "core", "privacy"},
    "quality": {
        "source", "staging", "intermediate", "core", "marts", "quality",
        "seeds/definitions", "seeds/reference",
    },
}
NAME = {
    "staging": r"(stg_[a-z0-9]+(_[a-z0-9]+)*__[a-z0-9_]+|landing_files|landing_records)",
    "intermediate": r"int_[a-z0-9_]+",
    "core": r"((dim|fct|human)_[a-z0-9_]+|identity_map|account_members)",
    "marts": r"[a-z][a-z0-9_]+",
    "quality": r"[a-z][a-z0-9_]+",
    "privacy": r"[a-z][a-z0-9_]+",
}
CONTRACTED = {"core", "marts", "quality", "privacy"}
CLOCK_OR_CHANCE = re.compile(
    r"\b(current_timestamp|current_date|now\s*\(|getdate|random\s*\(|uuid\s*\()", re.IGNORECASE
)
# words that only one engine knows; each has its macro in macros/dialect
ENGINE_WORDS = re.compile(
    r"\b(json_extract\w*|from_json|to_json|json_valid|json_type|json_keys|epoch_us|epoch_ms"
    r"|date_diff|date_sub|datediff|timestampdiff|to_microseconds|strlen|list_\w+\(|unnest"
    r"|explode|regexp_\w+\s*\(|string_agg|array_agg|collect_list|url_decode|try_cast|strftime"
    r"|date_format|generate_series|range\s*\(|asof|exclude\s*\(|arg_min|arg_max|timezone\s*\("
    r"|from_utc_timestamp|struct_pack|lambda|rowid|read_csv|read_parquet|glob\s*\()",
    re.IGNORECASE,
)
# a window over all rows runs in one task of a cluster: only where rows are files or counts
WINDOWS_OVER_ALL = {"int_funnel_sequences", "int_users", "landing_files"}
WINDOW_OVER_ALL = re.compile(r"\b(?:over|window \w+ as) \((?!\s*partition by)")
OUTSIDE_SQL = re.compile(r"{#.*?#}|{{.*?}}|{%.*?%}|--[^\n]*|'(?:[^']|'')*'", re.DOTALL)


@pytest.fixture(scope="session")
def manifest(tmp_path_factory):
    target = tmp_path_factory.mktemp("rules")
    result = dbtRunner().invoke([
        "--quiet", "parse", "--no-partial-parse", "--project-dir", str(ROOT),
        "--profiles-dir", str(ROOT), "--target-path", str(target), "--log-path", str(target),
    ])
    assert result.success, result.exception
    return result.result


def test_yaml_holds_only_keys_that_dbt_knows(tmp_path):
    """dbt checks YAML against its schema for some adapters; here it does for DuckDB, too."""
    # in a process of its own, because the switch is dbt's and stays on
    code = """
import sys
from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas
jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")
found = []
def keep(event):
    if "Deprecation" in event.info.name:
        found.append(event.info.msg)
result = dbtRunner(callbacks=[keep]).invoke([
    "--quiet", "--warn-error-options", "{}", "parse", "--no-partial-parse",
    "--show-all-deprecations", "--target-path", sys.argv[1], "--log-path", sys.argv[1],
])
print("\\n".join(found))
sys.exit(0 if result.success else 1)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def place(manifest, unique_id):
    """Layer of a node: its folder, two levels deep for definitions and seeds."""
    if unique_id.startswith("source."):
        return "source"
    node = manifest.nodes[unique_id]
    folders = node.path.split("/")
    if node.resource_type == "seed":
        return f"seeds/{folders[0]}"
    if folders[:2] == ["intermediate", "definitions"]:
        return "intermediate/definitions"
    if folders[0] == "intermediate" and folders[1] in METRICS:
        return "metrics"
    return folders[0]


def holds_changes(manifest, unique_id):
    """Whether a node has but a run's rows; the registry of files lists them all."""
    node = manifest.nodes.get(unique_id)
    return (
        node is not None and node.resource_type == "model" and node.name != "landing_files"
        and holds(node) == "changes"
    )


def generic_tests(manifest, *names):
    """Generic tests of these names, or all of them."""
    return [
        node for node in manifest.nodes.values()
        if getattr(node, "test_metadata", None) and node.attached_node
        and (not names or node.test_metadata.name in names)
    ]


# a view that is some rows of another model
SOME_ROWS = r"select \*\nfrom {{ ref\('(\w+)'\) }}"


def lasts(model):
    """Whether what a model holds stays: kept, or in a schema that people read, and no view of what
    another holds and tests."""
    return is_kept(model) or (
        layer(model.path) in CONTRACTED and holds(model) != "changes"
        and not re.search(SOME_ROWS, model.raw_code)
    )


def layer(path):
    return path.split("/")[0]


def is_metric(model):
    return Path(model.path).parent.name in METRICS


@pytest.fixture(scope="session")
def models(manifest):
    found = [node for node in manifest.nodes.values() if node.resource_type == "model"]
    assert len(found) > 50
    # a view of changes shows changes, as the plan of a run takes it
    for _ in found:
        views = [
            model for model in found if model.config.materialized == "view"
            and holds(model) != "changes"
            and any(holds_changes(manifest, parent) for parent in model.depends_on.nodes)
        ]
        for model in views:
            model.config.meta["holds"] = "changes"
        if not views:
            break
    return found


def offenders(models, rule):
    return sorted(model.name for model in models if not rule(model))


def test_models_read_only_the_layers_they_may(manifest, models):
    wrong = {}
    for model in models:
        own = place(manifest, model.unique_id)
        allowed = MAY_READ[own if own in MAY_READ else layer(model.path)]
        for parent in model.depends_on.nodes:
            where = place(manifest, parent)
            # what is kept must know which of its rows a run touched, in any layer
            if model.config.materialized == "incremental" and holds_changes(manifest, parent):
                continue
            if not {where, layer(where), parent.rsplit(".", 1)[-1]} & allowed:
                wrong.setdefault(model.name, []).append(parent)
    assert wrong == {}


def test_nothing_but_quality_reads_quality(manifest, models):
    readers = {
        model.name
        for model in models
        if layer(model.path) != "quality"
        and any(place(manifest, parent) == "quality" for parent in model.depends_on.nodes)
    }
    assert readers == set()


def test_names_say_their_layer(models):
    assert offenders(models, lambda m: re.fullmatch(NAME[layer(m.path)], m.name)) == []


def test_no_folder_is_too_deep_or_too_full(models):
    folders = {}
    for model in models:
        folders.setdefault(Path(model.path).parent.as_posix(), []).append(model.name)
    assert [folder for folder in folders if folder.count("/") > 1] == []
    crowded = {folder: len(names) for folder, names in folders.items() if len(names) > 12}
    assert crowded == {}


def test_descriptions_start_with_the_grain(models):
    assert offenders(models, lambda m: m.description.startswith("One row per ")) == []


def test_every_column_is_described(models):
    wrong = {
        model.name: [name for name, column in model.columns.items() if not column.description]
        for model in models
    }
    assert {name: columns for name, columns in wrong.items() if columns} == {}
    assert offenders(models, lambda m: m.columns) == []


def test_every_model_has_a_yaml_beside_it(models):
    """Its own; a view that is some rows of another model shares that one's columns, and so its file."""
    def has_one(model):
        file = Path(model.patch_path.split("://")[1])
        shared = re.findall(SOME_ROWS, model.raw_code)
        return file.parent == Path(model.original_file_path).parent and file.stem in (model.name, *shared)

    assert offenders(models, has_one) == []


def test_every_grain_is_tested(manifest, models):
    tested = {test.attached_node for test in generic_tests(manifest, "has_grain")}
    assert offenders(models, lambda m: m.unique_id in tested) == []


def test_users_test_what_lasts_and_nothing_else(manifest):
    """What holds one run's rows, or a step between, is tested by tests/models/test_dbt_tests.py."""
    wrong = [
        test.name for test in generic_tests(manifest)
        if test.attached_node.startswith("model.")
        and ("ci" in test.config.tags) == lasts(manifest.nodes[test.attached_node])
    ]
    assert wrong == []


def test_contracts_are_enforced_where_people_read(models):
    public = [model for model in models if layer(model.path) in CONTRACTED]
    assert offenders(public, lambda m: m.config.contract.enforced) == []


def test_staging_yaml_lists_the_columns_that_its_sql_has(models):
    """staged_events fills in what the YAML does not name: a column that is forgotten is null."""
    staged = [model for model in models if re.fullmatch(r"stg_\w+__events", model.name)]
    declared = (ROOT / "macros/sources/staged_event_columns.sql").read_text()
    declared = re.findall(r"^        '(\w+)':", declared, re.M)
    assert len(staged) > 1 and len(declared) > 30
    for model in staged:
        last = model.raw_code.rsplit("\n    select\n", 1)[1]
        selected = re.findall(r"^        (?:.* as |\) as |end as |\w+\.)?(\w+),?$", last, re.M)
        columns = [name for name in selected if name not in ("case", "coalesce", "end", "md5")]
        assert columns == [name for name in declared if name in columns], model.name
        assert columns == list(model.columns), model.name


def test_staging_of_records_begins_with_what_versions_are_made_of(models):
    """int_record_versions reads these columns of each."""
    staged = [
        model for model in models
        if model.name.startswith("stg_") and not model.name.endswith(("__events", "__changes", "__spans"))
    ]
    assert len(staged) > 2
    for model in staged:
        assert list(model.columns)[:10] == [
            "row_id", "record_type", "record_id", "delivery_id", "created_at", "changed_at",
            "change_rank", "content_hash", "problems", "is_deleted",
        ], model.name


def test_every_table_of_records_is_staged_and_read():
    """`record_tables` in dbt_project.yml, the staging models and the plugin's tables are the same."""
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    project, layouts = variables["record_tables"], variables["record_layouts"]
    declared = [f"{source}/{table}" for source, tables in project.items() for table in tables]
    staged = [
        f"{path.parent.name}/{path.stem.split('__')[1]}"
        for source in project for path in (ROOT / "models/staging" / source).glob("stg_*__*.sql")
        # what documents of another table hold
        if not path.stem.endswith("__spans")
    ]
    # a table of another layout is read with the one that it is named for
    for source, tables in layouts.items():
        assert set(tables) | set(tables.values()) <= set(project[source])
    apart = [f"{source}/{table}" for source, tables in layouts.items() for table in tables]
    # a system's log of changes
    logged = [table.replace("/events", "/changes") for table in declared if table not in apart]
    assert sorted(staged) == sorted(logged)
    profiles = yaml.safe_load((ROOT / "profiles.yml").read_text())["footpath"]["outputs"]["duckdb"]
    [landing] = [p["config"] for p in profiles["plugins"] if p["module"] == "plugins.landing"]
    assert sorted(landing["record_tables"]) == sorted(declared)


def test_files_can_be_held_in_the_head(models):
    def lines_of_thought(model):
        """Lists of columns take lines but no thought."""
        return len(re.findall(r"^(?! *(\w+\.)?\w+,?$).", model.raw_code, re.M))

    def most(model):
        # a source's spellings, and what a row says alone, in one pass each
        return {"staging": 170, "events": 200}.get(
            "events" if model.name == "int_events__read" else layer(model.path), 120)

    assert {
        model.name: f"{lines_of_thought(model)} lines that are no column's name; {most(model)} at most"
        for model in models if lines_of_thought(model) > most(model)
    } == {}


def test_models_read_neither_clock_nor_chance(models):
    assert offenders(models, lambda m: not CLOCK_OR_CHANCE.search(m.raw_code)) == []


def test_public_models_list_their_columns(models):
    public = [model for model in models if layer(model.path) in CONTRACTED]

    def ends_in_columns(model):
        last = model.raw_code.rstrip().rsplit("\nselect", 1)[-1]
        # but for some rows of another public model
        return "*" not in last.split("from")[0] or re.search(r"from {{ ref\('(fct|dim)_\w+'\) }}", last)

    assert offenders(public, ends_in_columns) == []


def is_kept(model):
    return model.config.materialized == "incremental"


def holds(model):
    return model.config.meta.get("holds")


def test_kept_models_and_changes_say_so(models):
    """What a run keeps, and what holds but the run's rows, is told where people look it up."""
    kept = [model for model in models if is_kept(model)]
    assert offenders(kept, lambda m: re.search(r"\bKept\b", m.description)) == []
    changes = [model for model in models if holds(model) == "changes"]
    assert offenders(changes, lambda m: re.search(r"\*changes\*|\brun\b", m.description)) == []


def test_what_models_read_back_is_described(models):
    """plan_run finds what a model reads back by this very spelling."""
    kept = {model.name for model in models if is_kept(model)}

    def describes(model):
        read = set(re.findall(r"as_kept\('(\w+)'\)", model.raw_code))
        return (
            model.raw_code.count("as_kept(") == len(re.findall(r"as_kept\('", model.raw_code))
            and read <= kept and all(name in model.description for name in read)
        )

    assert any("as_kept(" in model.raw_code for model in models)
    assert offenders(models, describes) == []


def test_branches_of_a_run_stand_only_where_runs_differ(models):
    def fits(model):
        if "is_incremental()" in model.raw_code and model.config.materialized != "incremental":
            return False
        return "is_full_rebuild()" not in model.raw_code or holds(model) == "changes"

    assert offenders(models, fits) == []
    assert {holds(model) for model in models} <= {None, "changes"}


def test_replaced_rows_are_listed_by_keys_that_both_models_have(models):
    by_name = {model.name: model for model in models}
    wrong = []
    for model in models:
        rule = model.config.meta.get("replaces")
        if (rule is not None) != (model.config.incremental_strategy == "replace"):
            wrong.append((model.name, "strategy and meta.replaces differ"))
        if rule is None:
            continue
        listed = by_name[rule["listed_in"]]
        missing = {
            (where.name, key)
            for where in (model, listed) for key in rule["keys"] if key not in where.columns
        }
        if missing:
            wrong.append((model.name, missing))
        if listed.unique_id not in model.depends_on.nodes:
            wrong.append((model.name, f"does not wait for {listed.name}"))
    assert wrong == []


def test_first_builds_need_no_table_for_a_unit_test(manifest):
    """Rows for `this` ask the table for its columns, and before the first build there is none."""
    fixtures = [
        (test.name, str(given.format))
        for test in manifest.unit_tests.values() for given in test.given if given.input == "this"
    ]
    assert len(fixtures) > 3
    assert [name for name, written in fixtures if not written.endswith("sql")] == []


def test_whole_models_are_not_made_of_changes(manifest, models):
    """A table that is rebuilt from a run's rows alone would forget all earlier ones."""
    wrong = {}
    for model in models:
        if is_kept(model) or holds(model) == "changes":
            continue
        for parent in model.depends_on.nodes:
            if holds_changes(manifest, parent):
                wrong.setdefault(model.name, []).append(manifest.nodes[parent].name)
    assert wrong == {}


def test_engines_are_told_apart_only_in_dialect_macros():
    wrong = []
    for folder in ("models", "macros", "tests/generic", "tests/models"):
        for path in (ROOT / folder).rglob("*.sql"):
            where = path.relative_to(ROOT).as_posix()
            if where.startswith(("macros/dialect/", "macros/sources/")):
                continue
            text = path.read_text()
            if "target.type" in text or "adapter.type" in text or "adapter.dispatch" in text:
                wrong.append(where)
    assert wrong == []


def test_engine_words_stay_in_dialect_macros():
    wrong = {}
    for path in (ROOT / "models").rglob("*.sql"):
        found = ENGINE_WORDS.findall(OUTSIDE_SQL.sub(" ", path.read_text()))
        if found:
            wrong[path.relative_to(ROOT).as_posix()] = sorted(set(map(str, found)))
    assert wrong == {}


def test_windows_are_partitioned(models):
    found = {model.name for model in models if WINDOW_OVER_ALL.search(model.raw_code)}
    assert found == WINDOWS_OVER_ALL


@pytest.mark.parametrize(("sql", "is_over_all"), [
    ("sum(a) over ()", True),
    ("row_number() over (\n    order by coalesce(nullif(a, ''), b)\n)", True),
    ("select 1 from a window w as (order by b)", True),
    ("sum(a) over (partition by coalesce(b, (c)) order by d)", False),
    ("sum(a) over w from b window w as (partition by c)", False),
])
def test_a_window_over_all_rows_is_seen(sql, is_over_all):
    assert bool(WINDOW_OVER_ALL.search(sql)) == is_over_all


# of the mapping macros of a vendor, those that know the engine
DIALECT_MACROS = sorted((ROOT / "macros/dialect").glob("*.sql")) + [
    path for path in sorted((ROOT / "macros/sources").glob("*.sql"))
    if "adapter.dispatch" in path.read_text()
]


@pytest.mark.parametrize("path", DIALECT_MACROS, ids=lambda path: path.stem)
def test_dialect_macro_is_whole(path):
    name, text = path.stem, path.read_text()
    assert text.startswith("{#-"), "no docstring"
    if name == "no_dialect":
        return
    public = re.findall(r"{%-? macro (\w+)\(([^)]*)\)", text)
    names = [macro for macro, _ in public]
    assert names[:2] == [name, f"default__{name}"]
    arguments = {re.sub(r"\s*=[^,]*", "", text) for _, text in public}
    assert len(arguments) == 1, "arguments differ between engines"
    assert re.search(rf"default__{name}.*?no_dialect\('{name}'\)", text, re.DOTALL)
    assert f"duckdb__{name}" in names
    assert (ROOT / f"tests/dialect/dialect__{name}.sql").exists(), "no literal cases"


def test_macro_files_hold_one_public_macro():
    wrong = []
    for path in (ROOT / "macros").rglob("*.sql"):
        text = path.read_text()
        names = re.findall(r"{%-? (?:macro|materialization|test) (\w+)", text)
        public = [n for n in names if "__" not in n and not n.startswith("_")]
        if public != [path.stem]:
            wrong.append((path.relative_to(ROOT).as_posix(), public))
    assert wrong == []


def test_requirements_are_current(tmp_path):
    """requirements.txt is what the pins in pyproject.toml resolve to, with hashes."""
    fresh = tmp_path / "requirements.txt"
    subprocess.run(
        [sys.executable, str(ROOT / "scripts/export_requirements.py"), "--out", str(fresh)],
        check=True, cwd=ROOT, env=os.environ, timeout=300,
    )
    assert (ROOT / "requirements.txt").read_text() == fresh.read_text(), (
        "run: uv run python scripts/export_requirements.py"
    )


def test_engines_page_tells_what_each_macro_means():
    """The table at the end of docs/engines.md has the docstrings of macros/dialect."""
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", (ROOT / "docs/engines.md").read_text(), re.M))
    meant = {}
    for path in DIALECT_MACROS:
        docstring = re.match(r"{#-(.*?)-?#}", path.read_text(), re.DOTALL)[1]
        meant[path.stem] = re.sub(r"\s*\|", lambda bar: bar[0].replace("|", "\\|"), " ".join(docstring.split()))
    del meant["no_dialect"]
    assert told == meant


def test_fct_events_has_the_columns_that_conditions_may_ask_for(manifest):
    macro = (ROOT / "macros" / "calculations" / "event_columns.sql").read_text()
    asked = re.findall(r"'(\w+)'", macro)
    columns = list(manifest.nodes["model.footpath.fct_events"].columns)
    # and what is asked for by its members, or not at all
    assert [*asked, "properties", "notes"] == columns, "edit macros/calculations/event_columns.sql"
