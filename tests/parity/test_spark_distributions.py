"""Distributions of test statistics in Spark SQL, against scipy: the same to 1e-9 of their size."""

import sys

import numpy as np
import pytest

from tests.builds import ROOT

sys.path.insert(0, str(ROOT / "tests/models"))
from test_distributions import CASES, macros  # noqa: E402


@pytest.mark.parametrize("name", CASES)
def test_distribution_is_that_of_scipy_on_spark(name, spark_session):
    columns, expected = CASES[name]
    # every fortieth: an engine of its own, the same expression
    columns = [column[::40] for column in columns]
    words = ["first", "second"][: len(columns)]
    rows = list(zip(range(len(columns[0])), *(column.tolist() for column in columns), strict=True))
    types = ", ".join(["number bigint", *(f"{word} double" for word in words)])
    spark_session.createDataFrame(rows, types).createOrReplaceTempView("cases")
    found = spark_session.sql(f"select number, {getattr(macros('spark'), name)(*words)} from cases").collect()
    actual = np.array([value for _, value in sorted(found)])
    due = expected(*columns)
    told = due > 1e-290
    assert told.sum() > 15 and np.abs(actual / np.where(told, due, 1) - 1)[told].max() < 1e-9
    assert actual[~told].max(initial=0) <= 1e-289
