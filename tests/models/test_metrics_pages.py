"""The pages of docs/metrics: one for each mart of activity, each query giving the result below it."""

import re

import pytest

from tests.builds import ROOT

PAGES = sorted((ROOT / "docs/metrics").glob("*.md"))
EXAMPLE = re.compile(r"```sql\n(.*?)```\s+```result\n(.*?)```", re.DOTALL)


def test_each_mart_of_activity_has_a_page():
    marts = {path.stem for path in (ROOT / "models/marts/activity").glob("*.sql")}
    assert len(marts) > 3
    assert marts <= {path.stem for path in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_example_gives_the_result_shown(page, sample_build):
    text = page.read_text()
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("```sql") > 0
    for query, result in examples:
        assert f"marts.{page.stem}" in query
        rows = [" | ".join(map(str, row)) for row in sample_build.query(query)]
        assert rows == result.splitlines()
