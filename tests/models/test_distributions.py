"""Distributions of test statistics in SQL, against scipy: the same to 1e-9 of their size.

Each expression is what the macro compiles to on DuckDB; tests/parity runs the same ones on Spark.
"""

import duckdb
import jinja2
import numpy as np
import pytest
from scipy import stats

from tests.builds import ROOT

MACROS = (
    "dialect/fold", "calculations/normal_p_value", "calculations/log_of_one_and",
    "calculations/gamma_ratio", "calculations/student_p_value",
    "calculations/student_critical_value", "calculations/chi_square_p_value",
)
DEGREES = [*np.arange(1, 30.25, 0.25), 50, 99.5, 500, 1234.5, 5000, 9999.9, 10000.1, 2e4, 1e6, 1e9]
# nearer to 0 scipy itself has but eight digits
DISTANCES = [0, 1e-3, *np.linspace(0.05, 10, 80), 12, 20, 37, 100]
CHANCES = [0.999, 0.9, 0.5, 0.2, 0.1, 0.05, 0.01, 1e-3, 1e-4, 1e-6, 1e-9]


class Adapter:
    """Stands in for dbt's: an expression is that of one engine."""

    def __init__(self, engine):
        self.engine = engine

    def dispatch(self, name):
        return getattr(self.macros, f"{self.engine}__{name}")


def macros(engine="duckdb"):
    """The project's macros, as Python functions that return SQL."""
    adapter = Adapter(engine)
    environment = jinja2.Environment()
    environment.globals["adapter"] = adapter
    files = [(ROOT / f"macros/{name}.sql").read_text() for name in MACROS]
    adapter.macros = environment.from_string("".join(files)).module
    return adapter.macros


def grid(*values):
    """All combinations, as one column of floats for each."""
    return [column.ravel().astype(float) for column in np.meshgrid(*values)]


CASES = {
    "normal_p_value": ([np.concatenate([np.linspace(-5, 5, 1001), np.linspace(5, 37, 200)])],
                       lambda z: 2 * stats.norm.sf(np.abs(z))),
    "student_p_value": (grid([-2, *DISTANCES], DEGREES), lambda t, df: 2 * stats.t.sf(np.abs(t), df)),
    "student_critical_value": (grid(CHANCES, DEGREES), lambda alpha, df: stats.t.isf(alpha / 2, df)),
    "chi_square_p_value": (grid([0, 1e-6, *np.linspace(0.1, 20, 100), 50, 300, 1000], range(1, 40)),
                           stats.chi2.sf),
}


@pytest.mark.parametrize("name", CASES)
def test_distribution_is_that_of_scipy(name):
    columns, expected = CASES[name]
    words = ["first", "second"][: len(columns)]
    with duckdb.connect() as connection:
        connection.execute(f"create table cases (number bigint, {', '.join(f'{w} double' for w in words)})")
        connection.execute(
            "insert into cases select unnest($number), "
            + ", ".join(f"unnest(${word})" for word in words),
            {"number": list(range(len(columns[0])))}
            | {word: column.tolist() for word, column in zip(words, columns, strict=True)},
        )
        found = connection.execute(
            f"select {getattr(macros(), name)(*words)} from cases order by number"
        ).fetchall()
    actual = np.array([value for value, in found])
    due = expected(*columns)
    # below, a double has fewer digits
    told = due > 1e-290
    assert told.sum() > 500 and np.abs(actual / np.where(told, due, 1) - 1)[told].max() < 1e-9
    assert actual[~told].max(initial=0) <= 1e-289


@pytest.mark.parametrize("name", CASES)
def test_distribution_of_null_is_null(name):
    arguments = ["null::double"] * len(CASES[name][0])
    with duckdb.connect() as connection:
        assert connection.execute(f"select {getattr(macros(), name)(*arguments)}").fetchall() == [(None,)]
