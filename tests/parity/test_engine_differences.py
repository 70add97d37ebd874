"""The comparison that law 4 rests on finds what differs, and nothing else."""

import duckdb
import pytest
from engine_differences import compare_table

ROWS = [
    ("a", "user one", 1, 0.1, "2026-01-01 00:00:00.000001"),
    ("a", "user one", 1, 0.1, "2026-01-01 00:00:00.000001"),
    ("b", None, None, None, None),
    ("c", "user two", 3, 1e12, "2026-01-02 00:00:00"),
]
COLUMNS = "(event_id varchar, label varchar, number bigint, share double, seen_at timestamp)"


@pytest.fixture
def compare(tmp_path):
    """Compares ROWS with others, which lie in Parquet as Spark writes them."""

    def run(rows, columns=COLUMNS, hidden=frozenset()):
        out = tmp_path / "rows"
        out.mkdir()
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'; attach ':memory:' as one")
            for name, content, kinds in (("one.kept", ROWS, COLUMNS), ("other", rows, columns)):
                connection.execute(f"create table {name} {kinds}")
                if content:
                    marks = ", ".join("?" * len(content[0]))
                    connection.executemany(f"insert into {name} values ({marks})", content)
            times = "* replace (cast(seen_at as timestamptz) as seen_at)"
            connection.execute(f"""
                copy (select {times if 'seen_at' in columns else '*'} from other)
                to '{out}/part-0.parquet'
            """)
            return compare_table(connection, "kept", out, set(hidden))

    return run


def with_row(index: int, **values) -> list[tuple]:
    names = ("event_id", "label", "number", "share", "seen_at")
    rows = list(ROWS)
    rows[index] = tuple(values.get(n, old) for n, old in zip(names, rows[index], strict=True))
    return rows


def test_the_same_rows_in_any_order_are_the_same(compare):
    assert compare(ROWS[::-1]) is None


def test_a_float_may_be_off_by_a_billionth(compare):
    assert compare(with_row(3, share=1e12 + 900)) is None


@pytest.mark.parametrize("rows", [
    with_row(3, share=1e12 + 1100), with_row(0, share=None), with_row(2, share=0.0),
    with_row(0, number=2), with_row(0, number=None), with_row(2, label=""),
    with_row(0, seen_at="2026-01-01 00:00:00.000002"), ROWS[1:], [*ROWS, ROWS[0]], [],
], ids=str)
def test_anything_else_differs(compare, rows):
    found = compare(rows)
    assert found is not None and found.table == "kept"


def test_a_pair_of_rows_is_told_by_what_differs(compare):
    text = str(compare(with_row(3, number=4)))
    assert "1 rows of DuckDB alone, 1 of Spark alone" in text
    assert "[event_id 'c'] DuckDB: number 3 | Spark: number 4" in text
    assert "user two" not in text


def test_personal_values_are_not_printed(compare):
    text = str(compare(with_row(3, label="user 2"), hidden={"label", "event_id"}))
    assert "[event_id 'c'] DuckDB: label <8 characters> | Spark: label <6 characters>" in text
    assert "user" not in text.removeprefix("kept")


def test_columns_of_one_side_alone_are_named(compare):
    columns = "(event_id varchar, label varchar, number bigint, other double)"
    text = str(compare([("a", "b", 1, 1.0)], columns))
    assert text == "kept: columns of one side alone: other, seen_at, share"
