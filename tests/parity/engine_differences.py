"""What differs between DuckDB's tables and the same tables of another engine, as Parquet.

Rows are compared as multisets and by column name; floats may differ by 1e-9 of their size.
"""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

TOLERANCE = 1e-9
# rows of a table that are looked at to tell what differs; all are counted
TOLD_ROWS = 200
# of these, how many are printed
PRINTED_ROWS = 4


@dataclass
class TableDifference:
    """A table whose rows differ; `rows` are its telling ones, in words."""

    table: str
    problem: str
    rows: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join([f"{self.table}: {self.problem}", *(f"    {row}" for row in self.rows)])


def compare_table(
    connection: duckdb.DuckDBPyConnection, table: str, folder: Path, hidden: set[str]
) -> TableDifference | None:
    """Compares `one.<table>`, a database that is attached, with the Parquet files of a folder.

    `hidden` names columns whose values are not printed: what they hold may be personal.
    """
    other = f"read_parquet('{folder}/*.parquet')"
    types = {row[0]: row[1] for row in connection.execute(f"describe one.{table}").fetchall()}
    there = {row[0] for row in connection.execute(f"describe select * from {other}").fetchall()}
    if types.keys() != there:
        alone = ", ".join(sorted(types.keys() ^ there))
        return TableDifference(table, f"columns of one side alone: {alone}")
    floats = [column for column, kind in types.items() if kind in ("DOUBLE", "FLOAT")]
    exact = [column for column in types if column not in floats]
    sides = []
    for relation in (f"one.{table}", other):
        columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in types.items())
        # rows that are equal but for floats are set beside each other by size
        sides.append(f"""
            select *, row_number() over (
                partition by {names(exact) or '1'} order by {names(floats) or '1'}
            ) as place
            from (select {columns} from {relation})
        """)
    near = " and ".join(
        f'(lft."{name}" is not distinct from rgt."{name}" or abs(lft."{name}" - rgt."{name}")'
        f' <= {TOLERANCE} * greatest(abs(lft."{name}"), abs(rgt."{name}")))'
        for name in floats
    )
    same = " and ".join(
        [f'lft."{name}" is not distinct from rgt."{name}"' for name in exact]
        + ["lft.place = rgt.place"]
    )
    found = []
    for here, there in ((0, 1), (1, 0)):
        alone = f"""
            select lft.* exclude (place) from ({sides[here]}) as lft
            anti join ({sides[there]}) as rgt on {same} {'and ' + near if near else ''}
        """
        connection.execute(f"create or replace temp table alone as {alone}")
        count = connection.execute("select count(*) from alone").fetchall()[0][0]
        rows = connection.execute(f"select * from alone order by all limit {TOLD_ROWS}")
        found.append((count, [dict(zip(types, row, strict=True)) for row in rows.fetchall()]))
    (left_count, left), (right_count, right) = found
    if not left_count and not right_count:
        return None
    problem = f"{left_count} rows of DuckDB alone, {right_count} of Spark alone"
    return TableDifference(table, problem, list(told(left, right, hidden)))


def names(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def told(left: list[dict], right: list[dict], hidden: set[str]):
    """Rows in words: a pair of the most similar ones by what they differ in, else all there is."""
    rest = list(right)
    for row in left[:PRINTED_ROWS]:
        twin = max(rest, key=lambda other: similarity(row, other), default=None)
        if twin is None or similarity(row, twin) * 2 < len(row):
            yield "DuckDB: " + ", ".join(shown(key, row[key], hidden) for key in row)
            continue
        rest.remove(twin)
        ids = [shown(key, row[key], hidden) for key in row if key.endswith("_id")
               and row[key] is not None and row[key] == twin[key]]
        differ = [
            f"{shown(key, row[key], hidden)} | Spark: {shown(key, twin[key], hidden)}"
            for key in row if row[key] != twin[key]
        ]
        yield f"[{', '.join(ids)}] DuckDB: " + "; ".join(differ)
    if not left:
        for row in rest[:PRINTED_ROWS]:
            yield "Spark: " + ", ".join(shown(key, row[key], hidden) for key in row)


def similarity(row: dict, other: dict) -> int:
    return sum(row[key] == other[key] for key in row)


def shown(key: str, value, hidden: set[str]) -> str:
    if key in hidden and not key.endswith("_id") and value is not None:
        return f"{key} <{len(str(value))} characters>"
    return f"{key} {value!r}"
