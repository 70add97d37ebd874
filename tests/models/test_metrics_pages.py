"""The pages of docs/metrics: one for each mart, and all but those of experiments give the results that they show.

Pages of experiments show what they have planted themselves: test_experiments.py runs them."""

import re

import pytest

from tests.builds import ROOT

MARTS = {
    family: {path.stem for path in (ROOT / "models/marts" / family).glob("*.sql")}
    for family in ("activity", "adoption", "attribution", "experience", "experiments", "health", "journeys", "revenue")
}
EXAMPLE = re.compile(r"```sql\n(.*?)```\s+```result\n(.*?)```", re.DOTALL)


def test_each_mart_has_a_page():
    assert all(MARTS.values())
    pages = {path.stem for path in (ROOT / "docs/metrics").glob("*.md")}
    assert set().union(*MARTS.values()) <= pages


@pytest.mark.parametrize("mart", sorted(set().union(*MARTS.values()) - MARTS["experiments"]))
def test_each_example_gives_the_result_shown(mart, sample_build):
    text = (ROOT / f"docs/metrics/{mart}.md").read_text()
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("```sql") > 0
    for query, result in examples:
        assert f"marts.{mart}" in query
        rows = [" | ".join(map(str, row)) for row in sample_build.query(query)]
        assert rows == result.splitlines()
