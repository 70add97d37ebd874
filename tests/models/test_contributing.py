"""The funnel that CONTRIBUTING.md adds gives the result that it shows."""

import re

from tests.builds import ROOT, Project


def block(kind):
    text = (ROOT / "CONTRIBUTING.md").read_text()
    return re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL).group(1)


def test_adding_a_funnel_gives_the_result_shown(tmp_path):
    project = Project(tmp_path, ROOT / "landing", sources=("tracker", "snowplow"))
    project.append_to_seed("funnels", block("csv funnels"))
    project.append_to_seed("funnel_steps", block("csv funnel_steps"))
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-4000:]
    lines = [" | ".join(map(str, row)) for row in build.query(block("sql"))]
    assert lines == block("result").splitlines()


def test_a_slip_in_a_funnel_is_named_before_any_number_changes(tmp_path):
    project = Project(tmp_path, ROOT / "landing", sources=("tracker", "snowplow"))
    slip = block("csv funnels").replace("ordered", "order")
    line = len(project.seed_file("funnels").read_text().splitlines()) + 1
    project.append_to_seed("funnels", slip)
    project.append_to_seed("funnel_steps", block("csv funnel_steps"))
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code != 0
    told = rf"seeds/definitions/funnels/funnels\.csv line {line}, step_order: 'order'"
    assert re.search(told, build.output)
    published = build.query("""
        select table_name from information_schema.tables where table_schema = 'marts'
    """)
    assert published == []
