"""Builds of the tests share what dbt has parsed, and see all the same what is theirs alone."""

import json

from tests.builds import PARSED
from tests.incremental.small_project import SmallProject

FULL_PARSE = "Unable to do partial parsing"


def parsed(folder, edit=None, **variables):
    folder.mkdir()
    project = SmallProject(folder)
    if edit:
        project.edit("report", edit)
    build = project.build(command="parse", variables=variables)
    assert build.code == 0, build.output
    nodes = json.loads((folder / "target/manifest.json").read_text())["nodes"]
    return build.output, nodes["model.footpath.report"]["raw_code"]


def test_copy_takes_over_the_parse_and_sees_its_own_edit(tmp_path, monkeypatch):
    shared = tmp_path / "shared"
    shared.mkdir()
    monkeypatch.setenv(PARSED, str(shared))
    output, code = parsed(tmp_path / "first")
    assert FULL_PARSE in output
    output, same = parsed(tmp_path / "second")
    assert FULL_PARSE not in output and same == code
    output, edited = parsed(tmp_path / "third", "edited here")
    assert FULL_PARSE not in output and edited.rstrip() == f"{code.rstrip()}\n-- edited here"
    output, _ = parsed(tmp_path / "fourth", fails="nothing")
    assert FULL_PARSE in output
