"""Check the raw files of the landing zone before dbt reads them.

    uv run python scripts/check_landing.py [--landing DIR] [--docs DIR]

Runs the Great Expectations suites in `tests/expectations/<source>/` over the files in
`<landing>/<source>/events/`, or in every table of a source of records, and writes their Data Docs
as HTML. The suites ask whether the
files have the shape that was agreed with the loader; what becomes of a single row is decided
in dbt and not asked here.

Exit code 0: every expectation is met, or there is nothing to check. 1: an expectation is not
met, or the landing zone cannot be read. 2: wrong arguments.

Each source folder holds `events.query` or `records.query`, which turns raw rows (the columns of
`plugins/landing.py`) into the columns the suites look at, and one suite for each table:

`files`     one row per file
`raw_rows`  one row per raw row
`events`, `records`  one row per raw row that is a JSON object, the columns of the query
"""

import argparse
import json
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import duckdb  # noqa: E402
import great_expectations as gx  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from great_expectations.execution_engine import sqlalchemy_execution_engine  # noqa: E402
from tqdm import tqdm  # noqa: E402

from plugins import landing  # noqa: E402

SUITES = ROOT / "tests" / "expectations"
ENDING = re.compile(r"\.[^.]+(\.gz|\.zst)?$")


class LandingError(Exception):
    """The landing zone is not one; the message says why."""


class _Dialect(str):
    """An SQL dialect as Great Expectations looks it up."""

    value = property(str)


@dataclass
class Outcome:
    """What one suite found: `failures` are lines to print, `met` of `asked` expectations."""

    name: str
    asked: int
    met: int
    failures: list[str]


def main(arguments: list[str] | None = None) -> int:
    """Run the checks and return the exit code."""
    options = parse(arguments)
    try:
        outcomes = check(options.landing, options.docs)
    except (LandingError, OSError) as error:
        # OSError: a folder that may not be listed, docs that cannot be written
        print(f"error: {error}", file=sys.stderr)
        return 1
    for outcome in outcomes:
        print(f"{outcome.name}: {outcome.met} of {outcome.asked} expectations met")
        print(*outcome.failures, sep="\n", end="\n" if outcome.failures else "")
    print(f"Data Docs: {options.docs / 'index.html'}")
    return int(any(outcome.failures for outcome in outcomes))


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Check the raw files of the landing zone before dbt reads them."
    )
    parser.add_argument(
        "--landing",
        type=Path,
        default=Path(os.environ.get("FOOTPATH_LANDING", "landing")),
        help="root of the landing zone (default: $FOOTPATH_LANDING, else landing)",
    )
    parser.add_argument(
        "--docs",
        type=Path,
        default=ROOT / "reports" / "landing_docs",
        help="folder for the HTML pages (default: reports/landing_docs)",
    )
    return parser.parse_args(arguments)


def check(root: Path, docs: Path) -> list[Outcome]:
    """Check every source below a landing root; `LandingError` if there is no such root."""
    sources = sources_present(root)
    with tempfile.TemporaryDirectory(prefix="footpath_landing_") as folder:
        work = Path(folder)
        database = work / "landing.duckdb"
        with duckdb.connect(database) as connection:
            connection.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
            for source in sources:
                read_source(connection, root, source)
        return run_suites(database, sources, work / "docs", docs)


def sources_present(root: Path) -> list[str]:
    """Sources that have suites and files; says which have none."""
    if not root.is_dir():
        raise LandingError(f"{root} is no folder; name the landing zone with --landing")
    known = sorted(path.parent.name for path in SUITES.glob("*/*.query"))
    found = []
    for source in known:
        folders = folders_of(root, source)
        for folder in folders:
            if folder.exists() and not folder.is_dir():
                raise LandingError(f"{folder} is a file; the loads of {source} belong below it")
        if any(landing.list_files(folder) for folder in folders):
            found.append(source)
        else:
            below = " and ".join(map(str, folders)) or root / source
            print(f"{source}: nothing to check, no files below {below}")
    others = sorted(path.name for path in landing.visible(root) if path.is_dir())
    others = [name for name in others if name not in known]
    if others and not found:
        raise LandingError(
            f"{root} holds {', '.join(others)}, but nothing of {' or '.join(known)}: "
            "is this the landing zone?"
        )
    for name in others:
        print(f"{name}: not checked, no suites in {SUITES.relative_to(ROOT)}/{name}")
    return found


def kind_of(source: str) -> str:
    """What the rows of a source are: `events` or `records`."""
    [query] = (SUITES / source).glob("*.query")
    return query.stem


def folders_of(root: Path, source: str) -> list[Path]:
    """The folders of its tables: one of events, or each of those of records."""
    if kind_of(source) == "events":
        return [root / source / "events"]
    return sorted(path for path in landing.visible(root / source) if path.is_dir())


class FileRows:
    """The rows of one landing file as an Arrow stream, for DuckDB."""

    def __init__(self, file: landing.LandingFile):
        self.file = file

    def __arrow_c_stream__(self, requested_schema=None):
        rows = landing.read_file(self.file)
        return pa.RecordBatchReader.from_batches(landing.SCHEMA, rows).__arrow_c_stream__(
            requested_schema
        )


def read_source(connection, root: Path, source: str) -> None:
    """Make the tables `<source>_files`, `<source>_raw_rows` and `<source>_events` (or `_records`)."""
    kind = kind_of(source)
    select = (SUITES / source / f"{kind}.query").read_text()
    required = load_suite(source, "files").get("meta", {}).get("required_columns", [])
    connection.register("landed", landing.SCHEMA.empty_table())
    connection.execute(f"create table {source}_raw_rows as {select}")
    connection.execute(
        f"create table {source}_files (file varchar, load_date date, ending varchar, "
        "size_bytes bigint, row_count bigint, problem varchar, missing_columns varchar)"
    )
    found = [file for folder in folders_of(root, source) for file in landing.list_files(folder)]
    for number, (path, load_date) in enumerate(tqdm(found, f"reading {source}", unit="file")):
        file = landing.LandingFile(root, path, number, load_date)
        problem = None
        connection.register("landed", FileRows(file))
        try:
            connection.execute(f"insert into {source}_raw_rows {select}")
        except (OSError, duckdb.Error) as error:
            problem = f"unreadable_file: {str(error).splitlines()[0]}"
        row_count, defect = connection.execute(
            "select count(*) filter (where line_number > 0), "
            "min(reads_as) filter (where line_number = 0 or reads_as = 'truncated_file') "
            f"from {source}_raw_rows where file = ?",
            [file.name],
        ).fetchone()
        ending = ENDING.search(path.name)
        connection.execute(
            f"insert into {source}_files values (?, ?, ?, ?, ?, ?, ?)",
            [
                file.name,
                load_date,
                ending.group().lower() if ending else "",
                path.stat().st_size if path.exists() else None,
                row_count,
                problem or defect,
                ", ".join(missing_columns(path, required)) or None,
            ],
        )
    connection.execute(
        f"create view {source}_{kind} as select * from {source}_raw_rows "
        "where reads_as = 'OBJECT'"
    )


def missing_columns(path: Path, required: list[str]) -> list[str]:
    """Required columns that a CSV or Parquet file lacks; none for other or broken files."""
    if not path.is_file():
        return []
    try:
        content = landing.Bytes(path)
        form = landing.form_of(path.name, content.head())
        if form == "csv":
            records = landing.csv_records(content)
            header = next((record for _, record in records if record.strip()), b"")
            delimiter = landing.csv_delimiter(path.name, header)
            columns = landing.csv_fields(header, delimiter) or []
        elif form == "parquet":
            columns = pq.read_schema(path).names
        else:
            return []
    except (OSError, pa.ArrowException):
        # told as the file's problem
        return []
    return [name for name in required if name not in columns]


def load_suite(source: str, table: str) -> dict:
    return json.loads((SUITES / source / f"{table}.json").read_text())


def run_suites(database: Path, sources: list[str], built: Path, docs: Path) -> list[Outcome]:
    """Validate every suite, build the Data Docs and put them into `docs`."""
    # Great Expectations does not know DuckDB as a database that keeps its tables, and
    # every expectation would fail on a temporary table it cannot make.
    known = sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS
    if "duckdb" not in known:
        sqlalchemy_execution_engine._PERSISTED_CONNECTION_DIALECTS = (*known, _Dialect("duckdb"))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # the site that comes with it would leave its folder behind
    context.delete_data_docs_site("local_site")
    context.add_data_docs_site(
        "landing",
        {
            "class_name": "SiteBuilder",
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(built),
            },
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    outcomes = []
    if sources:
        engine = context.data_sources.add_sql("landing", connection_string=f"duckdb:///{database}")
        names = [
            (source, table) for source in sources for table in ("files", "raw_rows", kind_of(source))
        ]
        for source, table in tqdm(names, "checking", unit="suite"):
            outcomes.append(run_suite(context, engine, source, table))
        context.build_data_docs(["landing"])
        engine.get_execution_engine().close()
    publish(built, docs, outcomes)
    return outcomes


def run_suite(context, engine, source: str, table: str) -> Outcome:
    name = f"{source}.{table}"
    asset = engine.add_table_asset(name, table_name=f"{source}_{table}")
    suite = context.suites.add(gx.ExpectationSuite(name, **load_suite(source, table)))
    result = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=name, data=asset.add_batch_definition_whole_table("all"), suite=suite
        )
    ).run(result_format="SUMMARY")
    failures = [describe(item) for item in result.results if not item.success]
    return Outcome(name, len(result.results), len(result.results) - len(failures), failures)


def describe(item) -> str:
    """One unmet expectation in words: what, of which column, what was there, and why ask."""
    expectation = item.expectation_config
    arguments = {k: v for k, v in expectation.kwargs.items() if k != "batch_id"}
    shown = ", ".join(f"{name}={value}" for name, value in arguments.items())
    return (
        f"  FAILED {expectation.type}({shown})\n"
        f"    found: {observed(item)}\n"
        f"    why asked: {expectation.notes}"
    )


def observed(item) -> str:
    found = item.result
    if "unexpected_count" in found:
        values = [entry["value"] for entry in found.get("partial_unexpected_counts", [])]
        some = ", ".join(f"{value!s:.60}" for value in values[:3] if value is not None)
        share = found.get("unexpected_percent") or 0
        text = f"{found['unexpected_count']} of {found['element_count']} rows, {share:.1f} %"
        return f"{text}, e.g. {some}" if some else text
    if "observed_value" in found:
        return str(found["observed_value"])
    errors = [error for error in item.exception_info.values() if isinstance(error, dict)]
    messages = "; ".join(str(error.get("exception_message")) for error in errors)
    return f"could not be checked: {messages}"


def publish(built: Path, docs: Path, outcomes: list[Outcome]) -> None:
    """Put the pages into `docs` under lasting names, readable without a network.

    The pages that Great Expectations writes take style and script from other hosts, and show
    values of the raw rows as they are, markup and all. Here each page carries its own style
    and forbids the browser everything else.
    """
    docs.mkdir(parents=True, exist_ok=True)
    for suite in SUITES.glob("*/*.json"):
        # pages of an earlier run about a source that is gone must not pass for today's
        for kind in ("", ".suite"):
            (docs / f"{suite.parent.name}.{suite.stem}{kind}.html").unlink(missing_ok=True)
    rows = []
    for outcome in outcomes:
        source, table = outcome.name.split(".")
        (validation,) = built.glob(f"validations/{source}/{table}/*/*/*.html")
        suite = built / "expectations" / source / f"{table}.html"
        (docs / f"{outcome.name}.html").write_text(stand_alone(validation.read_text()))
        (docs / f"{outcome.name}.suite.html").write_text(stand_alone(suite.read_text()))
        verdict = "failed" if outcome.failures else "passed"
        rows.append(
            f'<tr class="{verdict}"><td>{verdict}</td>'
            f'<td><a href="{outcome.name}.html">{outcome.name}</a></td>'
            f"<td>{outcome.met} of {outcome.asked}</td>"
            f'<td><a href="{outcome.name}.suite.html">what is expected, and why</a></td></tr>'
        )
    table = "\n".join(rows) or '<tr><td colspan="4">Nothing to check.</td></tr>'
    (docs / "index.html").write_text(stand_alone(INDEX.format(rows=table)))


POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
INDEX = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8"><title>Landing zone checks</title></head>
<body class="index"><h1>Landing zone checks</h1>
<table><thead><tr><th>Result</th><th>Suite</th><th>Expectations met</th><th></th></tr></thead>
<tbody>
{rows}
</tbody></table></body></html>
"""


def stand_alone(page: str) -> str:
    """A page of the Data Docs without anything that is fetched from elsewhere."""
    page = re.sub(r"(?s)<script.*?</script>|<style.*?</style>|<footer.*?</footer>", "", page)
    page = re.sub(r"(?s)<link[^>]*>|<img[^>]*>", "", page)
    page = re.sub(r'href="(?:\.\./)*index\.html"', 'href="index.html"', page)
    page = re.sub(
        r'href="(?:\.\./)*expectations/([^"/]+)/([^"/]+)\.html"', r'href="\1.\2.suite.html"', page
    )
    style = (SUITES / "data_docs.css").read_text()
    return page.replace("<head>", f"<head>{POLICY}<style>{style}</style>", 1)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # SQLAlchemy holds DuckDB objects to the very end, and an ordinary exit prints a page of
    # complaints about that
    os._exit(code)
