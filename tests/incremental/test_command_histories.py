"""Any commands of dbt in any order, edits, failures and kills between them: a whole build then gives
what a first build of everything gives, and what was published in between never contradicts itself.

`FOOTPATH_COMMAND_HISTORIES=<n>` runs as many histories, `FOOTPATH_COMMAND_HISTORY=<seed>` one.
"""

import os
import random
import time

import pytest

from tests.incremental.small_project import NODES, SmallProject, contents, contradictions

ONE = os.environ.get("FOOTPATH_COMMAND_HISTORY")
SEEDS = [int(ONE)] if ONE else range(int(os.environ.get("FOOTPATH_COMMAND_HISTORIES", "6")))
MODELS = NODES[1:]


class History:
    """One project, and what has been done to it, told when a test fails."""

    def __init__(self, folder, seed):
        self.chance = random.Random(seed)
        (folder / "random").mkdir()
        self.project = SmallProject(folder / "random")
        self.told = []
        self.files = 0
        self.weights = {"a": 1, "b": 2, "c": 3}
        self.published = contents(self.project.published)

    def add_file(self):
        self.files += 1
        sales = [
            (self.chance.choice("abcdef"), self.chance.randint(1, 9))
            for _ in range(self.chance.randint(0, 5))
        ]
        load_date = f"2026-01-0{min(9, 1 + self.files // 3)}"
        self.project.write_sales(load_date, f"{self.files:03}.ndjson", sales)
        self.told.append(f"file {self.files}: {sales}")

    def edit_weights(self):
        self.weights[self.chance.choice("abcdef")] = self.chance.choice([1, 2, 3, 5, 7])
        self.project.write_weights(self.weights)
        self.told.append(f"weights {self.weights}")

    def edit_model(self):
        model = self.chance.choice([name for name in MODELS if name != "landing_files"])
        self.project.edit(model, f"edited {len(self.told)}")
        self.told.append(f"edit {model}")

    def selection(self):
        chance = self.chance
        name = chance.choice(MODELS)
        return chance.choice([
            [], [], ["--select", name], ["--select", f"+{name}"], ["--select", f"{name}+"],
            ["--select", f"+{name}+"], ["--exclude", name], ["--exclude", f"{name}+"],
        ])

    def run(self, command, *arguments, variables=None, kill_after=None):
        """Runs a command of dbt and holds what it leaves against what is promised."""
        before = contents(self.project.database)
        if kill_after is None:
            build = self.project.build(*arguments, command=command, variables=variables)
            code, output = build.code, build.output
        else:
            process = self.project.start(*arguments, command=command, variables=variables)
            time.sleep(kill_after)
            process.kill()
            output, _ = process.communicate()
            code = process.returncode
        self.told.append(f"{command} {' '.join(arguments)} {variables or ''} {kill_after or ''}: {code}")
        if "Nothing was done." in output:
            assert code != 0
            assert contents(self.project.database) == before, self.story(output)
        elif kill_after is None and not variables:
            assert code == 0, self.story(output)
        after = contents(self.project.published)
        if after != self.published:
            assert contradictions(self.project.published) == [], self.story(output)
            assert "Published" in output or kill_after is not None, self.story(output)
        self.published = after
        return code, output

    def one_command(self):
        command = self.chance.choice(["build", "build", "build", "run", "run", "seed", "test", "retry"])
        arguments = [] if command in ("seed", "test", "retry") else self.selection()
        if command == "retry" and not (self.project.folder / "target/run_results.json").exists():
            return
        if command == "test" and "marts.report" not in self.built():
            return
        if command in ("build", "run") and self.chance.random() < 0.1:
            arguments = [*arguments, "--full-refresh"]
        how = self.chance.random()
        if command in ("build", "run") and how < 0.2:
            self.run(command, *arguments, variables={"fails": self.chance.choice(MODELS[2:])})
        elif command in ("build", "run") and how < 0.35:
            self.run(command, *arguments, kill_after=self.chance.uniform(0.5, 2.5))
        elif command == "retry":
            # it asks for what failed, which need not be there any more
            self.project.build(command="retry")
            self.told.append("retry")
            self.published = contents(self.project.published)
        else:
            self.run(command, *arguments)

    def built(self):
        return {name for name, rows in contents(self.project.database).items() if rows is not None}

    def one_process_a_node(self):
        for name in NODES:
            code, output = self.run("build", "--select", name)
            assert code == 0, self.story(output)

    def story(self, output=""):
        return "\n".join(self.told) + "\n" + output[-3000:]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_whole_build_heals_every_history(tmp_path, seed):
    history = History(tmp_path, seed)
    history.add_file()
    for _ in range(history.chance.randint(4, 9)):
        for change in history.chance.choices(
            [history.add_file, history.edit_weights, history.edit_model, lambda: None],
            weights=[6, 1, 1, 4], k=history.chance.randint(0, 2),
        ):
            change()
        if history.chance.random() < 0.1:
            history.one_process_a_node()
        else:
            history.one_command()

    code, output = history.run("build")
    assert code == 0, history.story(output)
    (tmp_path / "fresh").mkdir()
    fresh = SmallProject(tmp_path / "fresh", history.project.landing)
    fresh.write_weights(history.weights)
    build = fresh.build()
    assert build.code == 0, build.output
    expected = contents(fresh.database)
    assert contents(history.project.database) == expected, history.story(output)
    assert contents(history.project.published) == expected, history.story(output)
    code, output = history.run("run")
    assert output.count("[UP TO DATE") == len(MODELS), history.story(output)
