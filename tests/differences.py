"""What differs between two databases that should hold the same rows."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

# in the order in which one reads another: the first table that differs is nearest to the cause
SCHEMAS = ("core", "quality", "marts", "privacy")
# rows of a table that are told; all are counted
TOLD_ROWS = 1000


@dataclass
class Difference:
    """A table whose rows differ: how many lie on one side alone, and the first of them.

    Rows are mappings of column to value; they are in the order of all columns. `columns`
    names what only one side has, in which case rows are not compared.
    """

    table: str
    columns: list[str]
    left_count: int
    right_count: int
    left_rows: list[dict]
    right_rows: list[dict]

    def __str__(self) -> str:
        if self.columns:
            return f"{self.table}: columns of one side alone: {', '.join(self.columns)}"
        return f"{self.table}: {self.left_count} rows left alone, {self.right_count} right alone"


def open_both(left: Path, right: Path) -> duckdb.DuckDBPyConnection:
    """A connection with both databases, read only, by the names `lft` and `rgt`."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    for name, path in (("lft", left), ("rgt", right)):
        connection.execute(f"attach '{path}' as {name} (read_only)")
    return connection


def columns_of(connection, name: str) -> dict[str, set[str]]:
    """Tables and views of the compared schemas with their columns."""
    found = {}
    for schema, table, column in connection.execute(f"""
        select table_schema, table_name, column_name
        from information_schema.columns
        where table_catalog = '{name}' and table_schema in {SCHEMAS}
        order by all
    """).fetchall():
        found.setdefault(f"{schema}.{table}", set()).add(column)
    return found


def differences(left: Path, right: Path, without: tuple[str, ...] = ()) -> list[Difference]:
    """Every table and view of core, quality and marts whose rows are not the same multiset.

    Columns are compared by name, values exactly. A table that one side lacks differs in
    all of its columns. `without` names tables (`schema.table`) that are left out.
    """
    with open_both(left, right) as connection:
        tables = {name: columns_of(connection, name) for name in ("lft", "rgt")}
        # a comparison of nothing would find nothing
        assert len(tables["rgt"]) > 15, sorted(tables["rgt"])
        names = sorted(
            tables["lft"].keys() | tables["rgt"].keys(),
            key=lambda table: (SCHEMAS.index(table.split(".")[0]), table),
        )
        found = []
        for table in names:
            if table in without:
                continue
            columns = [tables[name].get(table, set()) for name in ("lft", "rgt")]
            if columns[0] != columns[1]:
                found.append(Difference(table, sorted(columns[0] ^ columns[1]), 0, 0, [], []))
                continue
            difference = compare(connection, table, sorted(columns[0]))
            if difference.left_count or difference.right_count:
                found.append(difference)
        return found


def compare(connection, table: str, columns: list[str]) -> Difference:
    listed = ", ".join(f'"{column}"' for column in columns)
    counts, rows = [], []
    for one, other in (("lft", "rgt"), ("rgt", "lft")):
        alone = f"""
            select {listed} from {one}.{table} except all select {listed} from {other}.{table}
        """
        counts += connection.execute(f"select count(*) from ({alone})").fetchall()[0]
        told = connection.execute(f"{alone} order by all limit {TOLD_ROWS}") if counts[-1] else None
        rows.append(
            [dict(zip(columns, row, strict=True)) for row in told.fetchall()] if told else []
        )
    return Difference(table, [], *counts, *rows)
